"""The same French said in two ways."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from enregard.checks.contract import Look, Pair, Policy, Remark, Rule
from enregard.model import Severity


def inconsistent(among: Sequence[Pair], _policy: Policy) -> Look:
    """The same source text has another translation elsewhere in the project.

    Readers may take it for something else. Said once for each translation that is rarer than another; capitals, spaces
    and marks of punctuation do not count. A msgctxt tells texts apart that need two translations.
    """
    said: dict[tuple[str | None, str], Counter[str]] = {}
    first: dict[str, str] = {}
    places: dict[tuple[str | None, str, str], str] = {}
    counted: set[tuple[object, ...]] = set()
    for pair in among:
        where = (pair.po, pair.segment.key)
        if pair.done and where not in counted:
            counted.add(where)
            folded = _folded(pair.msgstr)
            said.setdefault(pair.segment.key, Counter())[folded] += 1
            first.setdefault(folded, pair.msgstr)
            path = pair.po.path if pair.po else ""
            places.setdefault((*pair.segment.key, folded), path)

    def look(pair: Pair) -> Iterator[Remark]:
        ways = said.get(pair.segment.key)
        if not pair.done or ways is None or len(ways) < 2:
            return
        usual = ways.most_common(1)[0][0]
        mine = _folded(pair.msgstr)
        if mine != usual:
            where = places.get((*pair.segment.key, usual), "")
            yield Remark(f"elsewhere the same text is “{first[usual]}”" + (f" ({where})" if where else ""))

    return look


def _folded(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


RULES = (
    Rule(
        "inconsistent",
        Severity.WARNING,
        prepare=inconsistent,
        levels={"literary": Severity.INFO, "technical": Severity.INFO},
    ),
)
