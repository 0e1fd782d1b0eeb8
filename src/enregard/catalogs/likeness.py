"""How like two texts are, and which of many are most like one: the door of rapidfuzz, with an index in front of it."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from heapq import nsmallest

NEAR = 0.6
"""From this likeness on an old translation is offered (GNU msgmerge draws the line at the same place)."""

_WORD = re.compile(r"\w+")
_FEW_WORDS = 4
_LEAST_SHARED = 0.3
_ABSURD = 0.35
_FEATURES_ASKED = 12
_POSTINGS_READ = 4000
_CANDIDATES = 16


def likeness(one: str, other: str, *, floor: float = 0.0) -> float:
    """From 0.0 to 1.0, twice the length of the longest common subsequence by the length of both; 0.0 below ``floor``.

    Longer texts that share letters but hardly a word in the same order are not like each other, whatever the letters
    say: they get 0.35 at most.
    """
    from rapidfuzz.distance import Indel
    from rapidfuzz.fuzz import ratio

    score: float = ratio(one, other, score_cutoff=floor * 100) / 100
    if not score:
        return score
    words, others = words_of(one), words_of(other)
    if min(len(words), len(others)) < _FEW_WORDS:
        return score
    shared = Indel.normalized_similarity(words, others)
    return score if shared >= _LEAST_SHARED else min(score, _ABSURD if floor <= _ABSURD else 0.0)


def words_of(text: str) -> list[str]:
    """Words in lower case, without punctuation."""
    return _WORD.findall(text.lower())


class Index:
    """Many texts, asked for those nearest to one; a class because its posting lists are built once and asked often."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._texts = texts
        self._postings: dict[str, list[int]] = defaultdict(list)
        for number, text in enumerate(texts):
            for feature in _features(text):
                self._postings[feature].append(number)

    def nearest(self, text: str, *, floor: float = NEAR, limit: int = 5) -> list[tuple[float, int]]:
        """Likeness and number of the texts most like this one, best first; the first of equals is the earliest.

        Only texts that share some of its rarest words (or, where it has few, letter triples) are looked at.
        """
        known = [postings for f in _features(text) if (postings := self._postings.get(f))]
        known.sort(key=len)
        votes: Counter[int] = Counter()
        read = 0
        for postings in known[:_FEATURES_ASKED]:
            if read and read + len(postings) > _POSTINGS_READ:
                break
            votes.update(postings[:_POSTINGS_READ])
            read += len(postings)
        candidates = nsmallest(_CANDIDATES, [(-count, number) for number, count in votes.items()])
        found = [(score, n) for _, n in candidates if (score := likeness(text, self._texts[n], floor=floor)) >= floor]
        return sorted(found, key=lambda pair: (-pair[0], pair[1]))[:limit]


def _features(text: str) -> list[str]:
    """What a text is found by: its words, and its letter triples where it has few."""
    words = words_of(text)
    features = dict.fromkeys(words)
    if len(words) <= _FEW_WORDS:
        squeezed = f" {' '.join(words) or text.strip()} "
        features.update(dict.fromkeys(f"{squeezed[i : i + 3]}\t" for i in range(max(len(squeezed) - 2, 1))))
    return list(features)
