"""Numbers compared as values, however French and English write them, and French ways of writing them left behind."""

from __future__ import annotations

import re
from collections.abc import Iterator

from enregard import numbers
from enregard.checks.contract import Pair, Remark, Rule
from enregard.checks.prose import OBJECT, sides
from enregard.model import Severity

_SMALL = 12
"""Up to here a number that only one side has is often a word, a list number or a way of speaking."""
_MARGIN = re.compile(r"^\s*(?:\(?\d{1,2}[.)]|\[\d{1,2}\])\s")


def number(pair: Pair) -> Iterator[Remark]:
    """A translation has other numbers than its source.

    Numbers are compared as values: ``1 234,56`` is ``1,234.56``, ``15 h 30`` is ``3:30 p.m.``, ``XVIIIe siècle`` is
    ``18th century``, ``3 milliards`` is ``3 billion``, and ``12`` may be written ``twelve``. A number up to twelve that
    only one side has, or one that a side repeats, is information; not so where the source says a number in words
    that is missing in the translation.
    """
    found = sides(pair)
    if found is None or pair.source is None or pair.translation is None:
        return
    if not (found[0].digits or found[1].digits):
        return
    languages = (pair.source.language[:2], pair.translation.language[:2])
    texts = [side.text.replace(OBJECT, " \ufffc ") for side in found]
    if sum(_MARGIN.match(text) is not None for text in texts) == 1:
        texts = [_MARGIN.sub(" ", text) for text in texts]
    difference = numbers.compare(texts[0], texts[1], languages, beside=(found[0].code, found[1].code))
    if not difference:
        return
    lost, added = list(difference.lost), list(difference.added)
    if difference.fewer and added:
        lost += difference.fewer
    if difference.more and lost:
        added += [n for n in difference.more if n not in added]
    if difference.fewer and difference.more:
        lost, added = list(difference.fewer), list(difference.more)
    if lost and added:
        yield Remark(f"{_listed(lost)} became {_listed(added)}")
    elif lost:
        yield Remark(f"the number {_listed(lost)} is missing", _weight(lost))
    elif added:
        yield Remark(
            f"it has the number {_listed(added)}, which its source does not have",
            _weight(added) if not difference.unsaid else None,
        )
    elif difference.fewer or difference.more:
        yield Remark(
            f"the number {_listed(difference.fewer or difference.more)} stands less often, or more often", Severity.INFO
        )


def _weight(written: list[str]) -> Severity | None:
    """None (an error) unless all of them are small, or 100: one side only can say those in other ways."""
    small = all(re.fullmatch(r"\d{1,3}", n) and (int(n) <= _SMALL or int(n) == 100) for n in written)
    return Severity.INFO if small else None


def _listed(written: list[str] | tuple[str, ...]) -> str:
    return ", ".join(dict.fromkeys(written))


RULES = (Rule("number", Severity.ERROR, number),)
