"""What happens to the HTML of a block on its way into an article: permalinks, marks in words, a safe end."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from html import escape

from enregard import markup
from enregard.editions.states import Mark, block_marks, wholly_missing
from enregard.model import Block, Passage

_PASSAGE = re.compile(r'<span (?=[^<>]*?data-segment="([^"<>]+)")')
_ANY_TAG = re.compile(r"""<(/?)([a-zA-Z][a-zA-Z0-9-]*)(?:[^<>"']|"[^"<]*"|'[^'<]*')*>""")


def dressed(html: str, attributes: Mapping[str, str]) -> str:
    """The HTML with more attributes on its passages: by passage id, as they are written in a tag."""
    return _PASSAGE.sub(lambda match: f"<span {attributes.get(match[1], '')}", html)


def permalink(identity: str) -> str:
    """The id of a passage's element, which its permalink leads to, equal in all editions."""
    return f"s-{identity}"


def closed(html: str) -> str:
    """The HTML so that it cannot end or swallow the element it is put into; nearly always the same HTML."""
    return html if _is_closed(html) else markup.balanced(html)


def marked(html: str, passages: Sequence[Passage], *, source: str, language: str, opening: str, hide: bool) -> str:
    """The block with the states of its passages told in words under it; the same HTML where all is well.

    ``opening`` is written into the tag of the element that then stands around it (``lang``, ``dir``).
    """
    marks = block_marks(passages, source=source, language=language)
    if not marks:
        return html
    pictures = all("<img" in p.html and not markup.text(p.html).strip() for p in passages)
    whole = not pictures and wholly_missing(passages, source)
    kept = any(p.language != source for p in passages if p.state.value == marks[0].state.value)
    role = "whole" if whole else "kept" if kept else "part"
    hidden = " hidden" if whole and hide else ""
    words = "".join(mark_html(mark, language=language, split=whole) for mark in marks)
    return f'<div class="marked {role} {marks[0].state.value}"{opening}{hidden}>{html}{words}</div>'


def mark_html(mark: Mark, *, language: str, split: bool) -> str:
    """One mark in a cell of ``language``: its ring and its words.

    ``split``: once for views with both texts and once for the others, where they differ.
    """
    words = escape(mark.beside, quote=False)
    if split and mark.beside != mark.alone:
        words = f'<span class="beside">{words}</span><span class="alone">{escape(mark.alone, quote=False)}</span>'
    spoken = "" if mark.language == language else f' lang="{mark.language}" dir="ltr"'
    return f'<p class="mark {mark.state.value}"{spoken}><span class="ring {mark.state.value}"></span>{words}</p>'


def is_heading(block: Block) -> bool:
    """True for h1 to h6."""
    return len(block.tag) == 2 and block.tag[0] == "h" and block.tag[1] in "123456"


def _is_closed(html: str) -> bool:
    """True where every tag is closed in order; wrong only towards False, for anything that is not plain."""
    if "<!" in html:
        return False
    open_tags: list[str] = []
    found = 0
    for match in _ANY_TAG.finditer(html):
        found += 1
        name = match[2].lower()
        if name in markup.RAW:
            return False
        if match[1]:
            if not open_tags or open_tags.pop() != name:
                return False
        elif name not in markup.VOID and not match[0].endswith("/>"):
            open_tags.append(name)
        elif name not in markup.VOID:
            return False
    return not open_tags and found == html.count("<")
