"""The words of a project, counted once for all rules that ask what its texts and their translations say."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from enregard.checks.contract import Among, Lesson, Pair, Study
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


def _study(pairs: Sequence[Pair]) -> Study:
    """The words of a document, with their numbers: those of its sources, and those of their finished translations."""
    both = [found for pair in pairs if (found := sides(pair)) is not None]
    sources = "\n".join([source.text for source, _ in both]).casefold()
    translations = "\n".join([translation.text for _, translation in both]).casefold()
    return [Counter(_WORD.findall(sources)), Counter(_WHOLE.findall(translations))]


def _merged(studies: Iterable[Study]) -> Study:
    found: list[Counter[str]] = [Counter(), Counter()]
    for study in studies:
        for words, own in zip(study, found, strict=True):
            own.update(words)
    return found


VOCABULARY = Lesson("vocabulary", _study, _merged)


def vocabulary(among: Among) -> Vocabulary:
    """The words of a project."""
    return Vocabulary(*map(Counter, among.lesson(VOCABULARY)))
