"""Finds what stands between two marks that belong together, such as guillemets, in one pass over a text."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache

Pairs = tuple[tuple[str, str], ...]
"""Opening and closing marks."""

_SMILEY = re.compile(r".?[:;=]-?[(\[]$", re.DOTALL)
"""Its mouth opens no brackets."""


def outside(offsets: Sequence[int], text: str, pairs: Pairs) -> Sequence[int]:
    """Those of ``offsets`` (ascending) that stand inside no pair of marks of ``text``.

    A mark that is never closed, or never opened, encloses nothing: a quotation that runs over several paragraphs is
    cut into its sentences.
    """
    if not any(opening in text for opening, _ in pairs):
        return offsets
    spans = _outermost(_spans(text, pairs))
    starts = [start for start, _ in spans]
    kept = []
    for offset in offsets:
        index = bisect_left(starts, offset) - 1
        if index < 0 or offset >= spans[index][1]:
            kept.append(offset)
    return kept


def _spans(text: str, pairs: Pairs) -> list[tuple[int, int]]:
    """Offsets of the opening mark and after the closing mark, for every pair, in the order in which they close."""
    opens = {closing: opening for opening, closing in pairs}
    waiting: dict[str, list[int]] = {opening: [] for opening, _ in pairs}
    found: list[tuple[int, int]] = []
    for match in _marks(pairs).finditer(text):
        mark, start = match[0], match.start()
        if mark not in waiting:
            if waiting[opens[mark]]:
                found.append((waiting[opens[mark]].pop(), match.end()))
        elif not _SMILEY.match(text, max(0, start - 2), match.end()):
            waiting[mark].append(start)
    return found


@lru_cache(maxsize=32)
def _marks(pairs: Pairs) -> re.Pattern[str]:
    return re.compile("[" + re.escape("".join(opening + closing for opening, closing in pairs)) + "]")


def _outermost(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans that touch no other, ascending; those that overlap are one."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
