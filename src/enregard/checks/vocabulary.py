"""The words of a project, counted once for all rules that ask what its texts and their translations say."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from enregard.checks.contract import Pair
from enregard.checks.prose import sides

_WORD = re.compile(r"[^\W\d_]+")
_WHOLE = re.compile(r"(?<![’'])[^\W\d_]+")
"""Without the ends of “don’t” and “it’s”."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """How often words stand in the texts of a project, in small letters, code left out."""

    sources: Counter[str] = field(default_factory=Counter)
    translations: Counter[str] = field(default_factory=Counter)
    """Of finished translations."""


def vocabulary(among: Sequence[Pair]) -> Vocabulary:
    """The words of all sources and of their finished translations."""
    last, known = _LAST[0]
    if last is among:
        return known
    found = Vocabulary()
    for pair in among:
        both = sides(pair)
        if both is not None:
            found.sources.update(_WORD.findall(both[0].text.casefold()))
            found.translations.update(_WHOLE.findall(both[1].text.casefold()))
    _LAST[0] = (among, found)
    return found


_LAST: list[tuple[Sequence[Pair] | None, Vocabulary]] = [(None, Vocabulary())]
"""The texts that were asked for last, and their words: rules are given the same ones, one after the other."""
