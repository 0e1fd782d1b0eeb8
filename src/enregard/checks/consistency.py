"""The same French said in two ways."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from hashlib import blake2b

from enregard.checks.contract import Among, Inquiry, Pair, Policy, Remark, Rule, Study, Verdict
from enregard.model import Severity

_MARK = 16
"""Signs of the digest of a text: one chance in ten million that two of a million are taken for one."""


def study(pairs: Sequence[Pair], _policy: Policy) -> Study:
    """Digests of the source texts and of their translations, and the number of the first pair that has them."""
    first: dict[tuple[object, ...], tuple[int, str, str]] = {}
    for number, pair in enumerate(pairs):
        key = (pair.po, pair.segment.key)
        if key not in first and pair.done:
            first[key] = number, f"{pair.segment.context!r} {pair.msgid}", _folded(pair.msgstr)
    numbers, texts, ways = zip(*first.values(), strict=True) if first else ((), (), ())
    return [numbers, "".join(map(_mark, texts)), "".join(map(_mark, ways))]


def inconsistent(among: Among, _policy: Policy) -> Verdict:
    """The same source text has another translation elsewhere in the project.

    Readers may take it for something else. Said once for each translation that is rarer than another; capitals, spaces
    and marks of punctuation do not count. A msgctxt tells texts apart that need two translations.
    """
    one_way: dict[str, str] = {}
    open_texts: set[str] = set()
    for _, texts, ways in among.studies.values():
        for text, way in zip(_cut(texts), _cut(ways), strict=True):
            if one_way.setdefault(text, way) != way:
                open_texts.add(text)
    usual = _usual(among, open_texts)

    def verdict(study: Study) -> Iterator[tuple[int, Remark]]:
        numbers, texts, ways = study
        for number, text, way in zip(numbers, _cut(texts), _cut(ways), strict=True):
            if text in usual and usual[text][0] != way:
                yield number, Remark(usual[text][1])

    return verdict


def _usual(among: Among, wanted: set[str]) -> dict[str, tuple[str, str]]:
    """The way in which each of these texts is most often said, and what is to be told where it is said otherwise."""
    said: dict[str, Counter[str]] = {}
    first: dict[str, tuple[int, int]] = {}
    places: dict[tuple[str, str], tuple[int, int]] = {}
    for document, (numbers, texts, ways) in among.studies.items() if wanted else ():
        for number, text, way in zip(numbers, _cut(texts), _cut(ways), strict=True):
            first.setdefault(way, (document, number))
            if text in wanted:
                said.setdefault(text, Counter())[way] += 1
                places.setdefault((text, way), (document, number))
    found = {}
    for text, counted in said.items():
        way = counted.most_common(1)[0][0]
        place = among.subject(*places[text, way]).po
        where = f" ({place.path})" if place is not None and place.path else ""
        found[text] = way, f"elsewhere the same text is “{among.subject(*first[way]).msgstr}”{where}"
    return found


def _cut(marks: str) -> list[str]:
    return [marks[place : place + _MARK] for place in range(0, len(marks), _MARK)]


def _mark(text: str) -> str:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=_MARK // 2).hexdigest()


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
