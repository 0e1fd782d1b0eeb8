"""What the translators of a project are used to do with emphasis, learnt from the translations they call finished."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from enregard.checks.contract import Pair
from enregard.checks.prose import prose
from enregard.markup import text

_EMPHASIS = re.compile(r"<(em|strong|i|b)>(.*?)</\1>(?=([-\w])?)", re.DOTALL)
_TOLERATED = 0.05
"""Share of lost emphasis from which on a loss is a habit of the project, not a slip."""
_ENOUGH = 20

Way = tuple[str, ...]
"""How emphasis stands in the source: strong or not, part of a word, said with the same word in the translation."""


@dataclass(frozen=True, slots=True)
class Habits:
    """How often emphasis was kept and lost, by the way it stands and by the word."""

    kept: Counter[Way] = field(default_factory=Counter)
    lost: Counter[Way] = field(default_factory=Counter)

    def tolerate(self, pair: Pair) -> bool:
        """Is all that this translation loses lost as a habit?"""  # noqa: D400 - a question
        return all(self._tolerates(way, word) for way, word, kept in _emphasised(pair) if not kept)

    def _tolerates(self, way: Way, word: Way) -> bool:
        if self.kept[word] > 3 * self.lost[word]:
            return False
        both = self.kept[way] + self.lost[way]
        return both >= _ENOUGH and self.lost[way] >= _TOLERATED * both


def learnt(pairs: Sequence[Pair]) -> Habits:
    """What the finished translations among the pairs show."""
    found = Habits()
    for pair in pairs:
        if pair.done and pair.source is not None and pair.translation is not None and "<" in pair.source.html:
            for way, word, kept in _emphasised(pair):
                (found.kept if kept else found.lost).update((way, word))
    return found


def differs(pairs: Sequence[Pair], question: Callable[[Pair], bool | None]) -> bool:
    """Is the answer so often yes among the pairs that it can be asked of, that it is a habit?"""  # noqa: D400 - a question
    answers = [answer for pair in pairs if (answer := question(pair)) is not None]
    return len(answers) >= _ENOUGH and sum(answers) >= _TOLERATED * len(answers)


def _emphasised(pair: Pair) -> Iterator[tuple[Way, Way, bool]]:
    """The way, the word, and whether it is kept, of each emphasis in the source."""
    if pair.source is None or pair.translation is None:
        return
    new = list(_words(pair.translation.html))
    left = Counter(word for _, word, _ in new)
    shown = prose(pair.translation.html).text.casefold()
    old = list(_words(pair.source.html))
    spare = len(new) - sum((Counter(word for _, word, _ in old) & left).values())
    for name, word, joined in old:
        kept = left[word] > 0
        if kept:
            left[word] -= 1
        elif spare > 0:
            kept, spare = True, spare - 1
        strong = "strong" if name in {"strong", "b"} else "emphasis"
        yield (strong, joined, "same word" if word in shown else "other word"), ("word", word), kept


def _words(html: str) -> Iterable[tuple[str, str, str]]:
    return ((m[1], text(m[2]).casefold(), "joined" if m[3] else "alone") for m in _EMPHASIS.finditer(html))
