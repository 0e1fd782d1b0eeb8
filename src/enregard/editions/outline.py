"""The outline of a page: headings as deep as they stand, where an author chose a level for its look."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice

from enregard import markup
from enregard.editions.blocks import Nesting, nesting

_HEADING = re.compile(r"<[hH]([1-6])[\s>]")
_HEADING_END = re.compile(r"</[hH][1-6][\s>]")
_BEGIN_OR_END = re.compile(r"<(/?)h[1-6](?=[ >])")


def depths(levels: Sequence[int], *, titled: bool) -> list[int]:
    """The depth of each heading, none of them more than one below the one above it (WCAG 1.3.1, RGAA 9.1).

    ``titled``: the page has a title of level 1 above all of them. The first heading of a page without one is as deep as
    its author says.
    """
    open_levels = [(1, 1)] if titled else []
    found = []
    for level in levels:
        while open_levels and open_levels[-1][0] >= level:
            open_levels.pop()
        depth = min(level, open_levels[-1][1] + 1) if open_levels else level
        open_levels.append((level, depth))
        found.append(depth)
    return found


def outlined(rows: Sequence[str], *, titled: bool) -> Sequence[str]:
    """The rows of an article with each heading in the element of its depth; the same where its author skips none."""
    levels = {place: _levels(row) for place, row in enumerate(rows) if "<h" in row}
    told = iter(depths([level for found in levels.values() for level in found], titled=titled))
    out = list(rows)
    for place, found in levels.items():
        own = list(islice(told, len(found)))
        if own != found:
            out[place] = _renamed(rows[place], own)
    return out


def _levels(row: str) -> list[int]:
    """The levels of the headings in a row; what looks like one in a comment of the author's is none."""
    if nesting(row) is not Nesting.ODD:
        return [int(digit) for digit in _HEADING.findall(row)]
    return [int(token.name[1]) for token in markup.tokens(row) if _begins(token)]


def _renamed(row: str, told: Sequence[int]) -> str:
    """The row with its headings in the elements of these levels."""
    waiting, depth = iter(told), 0
    if nesting(row) is not Nesting.ODD:

        def plain(match: re.Match[str]) -> str:
            nonlocal depth
            depth = depth if match[1] else next(waiting)
            return f"<{match[1]}h{depth}"

        return _BEGIN_OR_END.sub(plain, row)
    out = []
    for token in markup.tokens(row):
        if _begins(token):
            depth = next(waiting)
            out.append(f"<h{depth}{token.raw[3:]}")
        elif token.kind == "end" and _HEADING_END.match(token.raw):
            out.append(f"</h{depth}>")
        else:
            out.append(token.raw)
    return "".join(out)


def _begins(token: markup.Token) -> bool:
    return token.kind == "start" and _HEADING.match(token.raw) is not None
