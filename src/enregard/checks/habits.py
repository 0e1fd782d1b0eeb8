"""Emphasis that a translation may lose: words that are foreign in one language only, as a project's own texts show."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from enregard.checks.contract import Pair, Study
from enregard.checks.prose import prose
from enregard.markup import text

_EMPHASIS = re.compile(r"(\()?<(em|strong|i|b)>(.*?)</\2>(?=([-\w])?)", re.DOTALL)
_TOLERATED = 0.05
"""Share of lost emphasis from which on a loss is a habit of the project, not a slip."""
_WHOLESALE = 0.75
"""Share of texts from which on it is none: a tool has stripped them."""
_ENOUGH = 20
_BORROWED = frozenset(
    "via|a priori|a posteriori|a fortiori|ad hoc|de facto|de jure|in fine|in situ|ex nihilo|grosso modo|i.e.|e.g."  # noqa: SIM905 - words
    "|versus|vs|idem|ibid.|et al.|etc.|sic|mutatis mutandis|per se|a minima|stricto sensu|lato sensu".split("|")
)
"""Latin that French sets in italics, and English mostly does not, or says otherwise."""

Way = tuple[str, ...]
"""How emphasis stands in the source: strong or not, part of a word, said with the same word in the translation."""


_TEXTS: Way = ("texts",)
"""Stands for the texts that have any emphasis."""


@dataclass(frozen=True, slots=True)
class Habits:
    """How often emphasis was kept and lost, by the way it stands and by the word."""

    kept: Counter[Way] = field(default_factory=Counter)
    lost: Counter[Way] = field(default_factory=Counter)

    def tolerate(self, lost: Iterable[tuple[Iterable[str], Iterable[str]]]) -> bool:
        """Is all that a translation loses (`losses`) lost as a habit?"""  # noqa: D400 - a question
        return all(self._tolerates(tuple(way), tuple(word)) for way, word in lost)

    def _tolerates(self, way: Way, word: Way) -> bool:
        if self.kept[word] > 3 * self.lost[word]:
            return False
        both = self.kept[way] + self.lost[way]
        wholesale = self.lost[_TEXTS] > _WHOLESALE * (self.kept[_TEXTS] + self.lost[_TEXTS])
        return both >= _ENOUGH and self.lost[way] >= _TOLERATED * both and not wholesale


def losses(pair: Pair) -> list[tuple[Way, Way]]:
    """The way and the word of each emphasis that a translation loses."""
    return [(way, word) for way, word, kept in _emphasised(pair) if not kept]


def shown(pairs: Sequence[Pair]) -> Study:
    """What the finished translations among the pairs of a document show: what is kept, and what is lost, how often."""
    found = Habits()
    for pair in pairs:
        if pair.done and pair.source is not None and pair.translation is not None and "<" in pair.source.html:
            emphasised = list(_emphasised(pair))
            for way, word, kept in emphasised:
                (found.kept if kept else found.lost).update((way, word))
            if emphasised:
                (found.kept if all(kept for _, _, kept in emphasised) else found.lost).update((_TEXTS,))
    return [list(found.kept.items()), list(found.lost.items())]


def learnt(studies: Iterable[Study]) -> Habits:
    """What documents show together."""
    found = Habits()
    for study in studies:
        for counted, own in zip(study, (found.kept, found.lost), strict=True):
            for way, times in counted:
                own[tuple(way)] += times
    return found


def is_habit(times: int, of: int) -> bool:
    """Is something so often so that it is a habit?"""  # noqa: D400 - a question
    return of >= _ENOUGH and _TOLERATED * of <= times <= _WHOLESALE * of


def _emphasised(pair: Pair) -> Iterator[tuple[Way, Way, bool]]:
    """The way, the word, and whether it is kept or need not be, of each emphasis in the source."""
    if pair.source is None or pair.translation is None:
        return
    old = list(_words(pair.source.html))
    if not old:
        return
    new = list(_words(pair.translation.html))
    left = Counter(word for _, word, _, _ in new)
    source, shown = prose(pair.source.html), prose(pair.translation.html)
    plain = shown.text.casefold()
    fewer = plain.count("(") < source.text.count("(")
    spare = len(new) - sum((Counter(word for _, word, _, _ in old) & left).values())
    for name, word, joined, remark in old:
        kept = left[word] > 0
        if kept:
            left[word] -= 1
        elif spare > 0:
            kept, spare = True, spare - 1
        strong = "strong" if name in {"strong", "b"} else "emphasis"
        free = joined == "joined" or word in _BORROWED or f'"{word}"' in plain or f"“{word}”" in plain
        gloss = remark and f"({word}" not in plain and (fewer or word in plain)
        kept = kept or free or gloss or _count(word, shown.code) > _count(word, source.code)
        yield (strong, joined, "same word" if word in plain else "other word"), ("word", word), kept


def _count(word: str, code: str) -> int:
    return len(re.findall(rf"(?<!\w){re.escape(word)}(?!\w)", code.casefold())) if code else 0


def _words(html: str) -> Iterable[tuple[str, str, str, bool]]:
    """Name, words, whether they are a part of a word, and whether they stand first in brackets, of each emphasis."""
    found = _EMPHASIS.finditer(html)
    return ((m[2], text(m[3]).casefold(), "joined" if m[4] else "alone", m[1] is not None) for m in found)
