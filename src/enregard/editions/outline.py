"""The outline of a page: headings as deep as they stand, where an author chose a level for its look."""

from __future__ import annotations

import re
from collections.abc import Sequence

from enregard import markup

_HEADING = re.compile(r"<h([1-6])[\s>]", re.IGNORECASE)
_HEADING_END = re.compile(r"</h[1-6][\s>]", re.IGNORECASE)


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


def outlined(article: str, *, titled: bool) -> str:
    """The article with each heading in the element of its depth; the same article where its author skips none."""
    levels = [int(digit) for digit in _HEADING.findall(article)]
    if depths(levels, titled=titled) == levels:
        return article
    tokens = markup.tokens(article)
    headings = [int(token.name[1]) for token in tokens if token.kind == "start" and _HEADING.match(token.raw)]
    told = iter(depths(headings, titled=titled))
    depth, out = 0, []
    for token in tokens:
        if token.kind == "start" and _HEADING.match(token.raw):
            depth = next(told)
            out.append(f"<h{depth}{token.raw[3:]}")
        elif token.kind == "end" and _HEADING_END.match(token.raw):
            out.append(f"</h{depth}>")
        else:
            out.append(token.raw)
    return "".join(out)
