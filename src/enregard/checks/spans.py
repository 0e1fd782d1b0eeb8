"""Pieces of code compared: whether one is a slip of the other, its translation, or another name altogether."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from enregard.checks.contract import Study
from enregard.checks.vocabulary import Vocabulary

_TYPOGRAPHY = str.maketrans("’‘“”«»\u00a0\u202f\u2009", '\'\'""""   ')
_SPACE = re.compile(r"(?<!\w)\s+|\s+(?!\w)")
"""Spaces that part no two words."""
_NAME = re.compile(r"[^\W\d]\w{3,}")
_CLOSES = {")": "(", "]": "[", "}": "{"}
_TIMES = 4
"""So much more often is a spelling written elsewhere than the one it replaces, if that is a slip of the source."""


@dataclass(frozen=True, slots=True)
class Habits:
    """What a project writes, as far as it tells right code from wrong."""

    words: Vocabulary
    """Those outside code."""
    sources: Counter[str] = field(default_factory=Counter)
    translations: Counter[str] = field(default_factory=Counter)
    """Code, and the names in it, by the number of different texts that have it."""

    def is_translated(self, old: str, new: str) -> bool:
        """Do they differ in quotation marks only, or in words of the two languages (``obj.nom`` and ``obj.name``)?"""  # noqa: D400 - a question
        if bare(old) == bare(new):
            return True
        french, english = self.words.sources, self.words.translations
        changed = _changed(old, new, r"([^\W\d_]+)")
        return bool(changed) and all(
            french[a] > english[a] and english[b] > french[b]
            for a, b in ((a.casefold(), b.casefold()) for a, b in changed)
        )

    def is_mended(self, old: str, new: str) -> bool:
        """Is it the source that has the slip, as other texts, or brackets that do not close, show?"""  # noqa: D400 - a question
        if _is_balanced(new) and not _is_balanced(old):
            return True
        changed = _changed(_SPACE.sub("", old), _SPACE.sub("", new), r"(\w+)")
        if changed and all(_NAME.fullmatch(a) and self._is_usual(a, b) for a, b in changed):
            return True
        return len(new) > 3 and bool(changed or _letters(old) == _letters(new)) and self._is_usual(old, new)

    def _is_usual(self, old: str, new: str) -> bool:
        theirs = max(0, self.sources[old] - 1) + self.translations[old]
        return self.sources[new] + max(0, self.translations[new] - 1) > _TIMES * theirs

    def is_slip(self, new: str, others: Iterable[str]) -> bool:
        """Is it no code that the project has, and a slip of one of the others?"""  # noqa: D400 - a question
        known = self.sources[new] or self.translations[new] > 1
        return not known and len(new) > 3 and any(0 < edits(old, new) < 3 for old in others)


def names(spans: Iterable[str]) -> list[str]:
    """Pieces of code and the names in them, each once."""
    spans = set(spans)
    return sorted(spans | {name for span in spans for name in re.findall(r"\w+", span)})


def counted(texts: Iterable[Study], words: Vocabulary) -> Habits:
    """What different texts show that have code, by the names in it on both sides."""
    found = Habits(words)
    for sources, translations in texts:
        found.sources.update(sources)
        found.translations.update(translations)
    return found


def is_repeated(old: str, new: str, lost: Iterable[str], added: Iterable[str]) -> bool:
    """Do several pieces of code of the passage change the same name in the same way? A slip is made once."""
    changed = _changed(old, new, r"(\w+)")
    sides = [[re.findall(r"\w+", code) for code in codes] for codes in (lost, added)]
    return bool(changed) and all(
        a.casefold() != b.casefold()
        and all(sum(name in code for code in side) > 1 for name, side in zip((a, b), sides, strict=True))
        for a, b in changed
    )


def _changed(old: str, new: str, parts: str) -> list[tuple[str, str]]:
    """The parts that are not the same, where all that is around them is; none where that differs too."""
    theirs, mine = re.split(parts, old), re.split(parts, new)
    if theirs[::2] != mine[::2] or theirs == mine:
        return []
    return [(a, b) for a, b in zip(theirs, mine, strict=True) if a != b]


def _is_balanced(code: str) -> bool:
    opened: list[str] = []
    for sign in re.findall(r"[][(){}]", code):
        if sign not in _CLOSES:
            opened.append(sign)
        elif not opened or opened.pop() != _CLOSES[sign]:
            return False
    return not opened and not any(code.count(mark) % 2 for mark in "'\"")


def bare(code: str) -> str:
    """Code without what documentation tools write around names, with one kind of ellipsis and of quotes."""
    plain = code.replace("…", "...").translate(_TYPOGRAPHY)
    found = re.fullmatch(r"(?:'([^']*)'|\"([^\"]*)\"|<([^<>]*)>|(.*?)(?:\(\))?)", plain, re.DOTALL)
    return plain if found is None else next(part for part in found.groups() if part is not None)


def is_spaced_otherwise(old: str, new: str) -> bool:
    """Are they the same but for spaces, none of which parts two words?"""  # noqa: D400 - a question
    return "".join(old.split()) == "".join(new.split()) and re.findall(r"\w+", old) == re.findall(r"\w+", new)


def is_near_miss(old: str, new: str) -> bool:
    """Is it a slip (a letter or two, a sign, a digit) rather than another name?"""  # noqa: D400 - a question
    if _letters(old).casefold() == _letters(new).casefold():
        return True
    return edits(old, new) <= min(2, max(1, max(len(old), len(new)) - 1))


def _letters(code: str) -> str:
    return re.sub(r"[\W\d_]+", "", code)


def stands(code: str, prose: str) -> bool:
    """Does the text, in small letters, hold this code as words of its own, whether it is set as code or not?"""  # noqa: D400 - a question
    what = re.sub(r"^[~!.]+|\(\)$", "", code.strip()).casefold()
    before, after = (r"(?<!\w)" if what[:1].isalnum() else ""), (r"(?!\w)" if what[-1:].isalnum() else "")
    return bool(what) and re.search(f"{before}{re.escape(what)}{after}", prose) is not None


@lru_cache(maxsize=4096)
def edits(old: str, new: str) -> int:
    """How many characters to insert, delete or replace, to make one of the other, in the first 60 of them."""
    old, new = old[:60], new[:60]
    row = list(range(len(new) + 1))
    for number, mine in enumerate(old, 1):
        corner, row[0] = row[0], number
        for place, theirs in enumerate(new, 1):
            corner, row[place] = row[place], min(row[place] + 1, row[place - 1] + 1, corner + (mine != theirs))
    return row[-1]
