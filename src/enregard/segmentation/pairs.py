"""Finds what stands between two marks that belong together, such as guillemets, in one pass over a text."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence


def outside(offsets: Iterable[int], text: str, pairs: Sequence[tuple[str, str]]) -> Iterator[int]:
    """Those of ``offsets`` (ascending) that stand inside no pair of marks of ``text``.

    A mark that is never closed, or never opened, encloses nothing: a quotation that runs over several paragraphs is
    cut into its sentences.
    """
    spans = _spans(text, pairs)
    if not spans:
        yield from offsets
        return
    starts = [start for start, _ in spans]
    for offset in offsets:
        index = bisect_right(starts, offset - 1) - 1
        if index < 0 or offset >= spans[index][1]:
            yield offset


def _spans(text: str, pairs: Sequence[tuple[str, str]]) -> list[tuple[int, int]]:
    """Outermost spans, ascending and apart: (offset of the opening mark, offset after the closing mark)."""
    present = [(opening, closing) for opening, closing in pairs if opening in text and closing in text]
    if not present:
        return []
    closes = {closing: opening for opening, closing in present}
    open_now: dict[str, list[int]] = {opening: [] for opening, _ in present}
    found: list[tuple[int, int]] = []
    for match in re.finditer("[" + re.escape("".join(mark for pair in present for mark in pair)) + "]", text):
        mark = match[0]
        if mark in open_now:
            open_now[mark].append(match.start())
        elif open_now[closes[mark]]:
            found.append((open_now[closes[mark]].pop(), match.end()))
    return _outermost(sorted(found))


def _outermost(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in spans:
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
