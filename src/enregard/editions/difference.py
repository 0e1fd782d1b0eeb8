"""What changed in a text, word for word, as HTML that shows what went and what came."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from html import escape

_PIECES = re.compile(r"\w+(?:[’'-]\w+)*|\s+|[^\w\s]")
MANY = 3_000
"""Pieces of a text above which it is shown as changed whole: comparing words takes the square of their number."""


def difference(old: str, new: str) -> str:
    """The new text as HTML, with ``<del>`` around words that went and ``<ins>`` around words that came."""
    before, after = _PIECES.findall(old), _PIECES.findall(new)
    if len(before) > MANY or len(after) > MANY:
        return _marked("del", old) + _marked("ins", new)
    html = []
    for gone, come, same in _joined(_changes(before, after)):
        html += [_marked("del", gone), _marked("ins", come), escape(same, quote=False)]
    return "".join(html)


def _changes(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    """What went, what came, and what stays: one of the three is told at a time."""
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            yield "", "", "".join(after[c:d])
        else:
            yield "".join(before[a:b]), "".join(after[c:d]), ""


def _joined(changes: Iterator[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    """The same, with changes that only white space parts told as one: a phrase reads better than its words."""
    parts = list(changes)
    told: list[tuple[str, str, str]] = []
    for place, (gone, come, same) in enumerate(parts):
        last = place + 1 == len(parts)
        if told and not told[-1][2] and not same:
            told[-1] = (told[-1][0] + gone, told[-1][1] + come, "")
        elif told and not told[-1][2] and same.isspace() and not last:
            told[-1] = (told[-1][0] + same, told[-1][1] + same, "")
        else:
            told.append((gone, come, same))
    return told


def _marked(tag: str, text: str) -> str:
    return f"<{tag}>{escape(text, quote=False)}</{tag}>" if text else ""
