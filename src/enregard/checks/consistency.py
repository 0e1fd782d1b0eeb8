"""The same French said in two ways."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise

from enregard.checks.contract import MARK, Among, Inquiry, Pair, Policy, Remark, Rule, Study, Verdict, mark_of
from enregard.model import Severity


def study(pairs: Sequence[Pair], _policy: Policy) -> Study:
    """The source texts and how each is said, as digests, and the number of the first pair that has them."""
    first: dict[tuple[object, ...], tuple[int, str]] = {}
    for number, pair in enumerate(pairs):
        key = (pair.po, pair.segment.key)
        if key not in first and pair.done:
            text = f"{pair.segment.context!r} {pair.msgid}"
            first[key] = number, f"{mark_of(text)}{mark_of(_folded(pair.msgstr))}"
    return [[number for number, _ in first.values()], "".join([marks for _, marks in first.values()])]


def inconsistent(among: Among, _policy: Policy) -> Verdict:
    """The same source text has another translation elsewhere in the project.

    Readers may take it for something else. Said once for each translation that is rarer than another; capitals, spaces
    and marks of punctuation do not count. A msgctxt tells texts apart that need two translations.
    """
    ways = sorted([way for _, marks in among.studies.values() for way in _cut(marks)])
    usual = _usual(among, {one[:MARK] for one, other in pairwise(ways) if one != other and one[:MARK] == other[:MARK]})

    def verdict(study: Study) -> Iterator[tuple[int, Remark]]:
        for number, way in zip(study[0], _cut(study[1]), strict=True):
            if way[:MARK] in usual and usual[way[:MARK]][0] != way:
                yield number, Remark(usual[way[:MARK]][1])

    return verdict


def _usual(among: Among, wanted: Collection[str]) -> dict[str, tuple[str, str]]:
    """How each of these texts is most often said, and what is to be told where it is said otherwise."""
    said: dict[str, Counter[str]] = {}
    places: dict[str, tuple[int, int]] = {}
    first: dict[str, tuple[int, int]] = {}
    for document, (numbers, marks) in among.studies.items() if wanted else ():
        for number, way in zip(numbers, _cut(marks), strict=True):
            first.setdefault(way[MARK:], (document, number))
            if way[:MARK] in wanted:
                said.setdefault(way[:MARK], Counter())[way] += 1
                places.setdefault(way, (document, number))
    found = {}
    for text, counted in said.items():
        way = counted.most_common(1)[0][0]
        place = among.subject(*places[way]).po
        where = f" ({place.path})" if place is not None and place.path else ""
        found[text] = way, f"elsewhere the same text is “{among.subject(*first[way[MARK:]]).msgstr}”{where}"
    return found


def _cut(marks: str) -> list[str]:
    return [marks[place : place + 2 * MARK] for place in range(0, len(marks), 2 * MARK)]


def _folded(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


RULES = (
    Rule(
        "inconsistent",
        Severity.WARNING,
        inquiry=Inquiry(study, inconsistent),
        levels={"literary": Severity.INFO, "technical": Severity.INFO},
    ),
)
