"""Finds what stands between two marks that belong together, such as guillemets, in one pass over a text."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence

_SMILEY = re.compile(r".?[:;=]-?[(\[]$", re.DOTALL)
"""Its mouth opens no brackets."""


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
    present = [pair for pair in pairs if pair[0] in text and pair[1] in text]
    if not present:
        return []
    opens = {after: before for before, after in present}
    waiting: dict[str, list[int]] = {before: [] for before, _ in present}
    found: list[tuple[int, int]] = []
    marks = re.escape("".join(before + after for before, after in present))
    for match in re.finditer(f"[{marks}]", text):
        mark = match[0]
        if mark not in waiting:
            if waiting[opens[mark]]:
                found.append((waiting[opens[mark]].pop(), match.end()))
        elif not _SMILEY.match(text, max(0, match.start() - 2), match.end()):
            waiting[mark].append(match.start())
    return _outermost(sorted(found))


def _outermost(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in spans:
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
