"""The one walk over a block tree: every place that holds raw inline Markdown, in reading order."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from dataclasses import dataclass

from enregard.model import Kind
from enregard.sources.drafting import Standing

STASHED = re.compile("\x02wzxhzdk:([0-9]+)\x03")
"""Python-Markdown's placeholder for raw HTML or fenced code."""

CODE = frozenset({"code", "pre", "samp", "script", "style", "math"})
"""Elements whose text is nobody's to translate."""

_ONLY_PLACEHOLDERS = re.compile("(?:\\s|\x02[^\x03]*\x03)*")
_ATTRIBUTES = r"\{:?[ ]*[#.\w][^\n{}*`\[\]<>\\]*\}[ ]*$"
"""An attribute list that no inline pattern gets hold of before attr_list does."""
_BLOCK_ATTRIBUTES = re.compile(rf"\n[ ]*{_ATTRIBUTES}")
_HEADING_ATTRIBUTES = re.compile(rf"(?:[ ]+#+)?[ ]+{_ATTRIBUTES}")
_ONE_LINE = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "dt", "td", "th"})
_END = re.compile("(?:\\s|\x02qq[0-9]+zz\x03)+$")


_KINDS = {
    **{f"h{level}": Standing(Kind.HEADING, f"Title {'#' * level}", level=level) for level in range(1, 7)},
    "td": Standing(Kind.TABLE_CELL, "Table cell"),
    "th": Standing(Kind.TABLE_CELL, "Table cell"),
    "dt": Standing(Kind.TERM, "Definition term"),
    "dd": Standing(Kind.DEFINITION, "Definition"),
    "blockquote": Standing(Kind.QUOTATION, "Plain text"),
}
"""The innermost of these elements around a text says what it is; lists and headings need a closer look."""

_TITLE = Standing(Kind.ADMONITION_TITLE, "Admonition title")
_PARAGRAPH = Standing(Kind.PARAGRAPH, "Plain text")
_FOOTNOTE = Standing(Kind.FOOTNOTE, "Footnote")
_BULLET = Standing(Kind.LIST_ITEM, "Bullet: '-'")
_NUMBERED = Standing(Kind.LIST_ITEM, "Bullet: '1.'")


@dataclass(slots=True)
class Slot:
    """One place of the tree that can hold segments; as changeable as the tree, and as quickly made."""

    element: ET.Element
    """The element that owns the text ..."""
    chain: tuple[ET.Element, ...]
    """... preceded by all elements around it, outermost first; the element the text stands in is the last."""
    tail: bool
    """True where the text follows the element instead of beginning it."""
    text: str
    """The raw text of the place."""

    @property
    def stashed(self) -> tuple[int, ...]:
        """Numbers of the stash placeholders in it."""
        return tuple(int(number) for number in STASHED.findall(self.text))

    @property
    def is_only_placeholders(self) -> bool:
        """True where it holds nothing but placeholders: raw HTML blocks, fenced code, back-links of notes."""
        return "\x02" in self.text and _ONLY_PLACEHOLDERS.fullmatch(self.text) is not None


def slots(root: ET.Element) -> list[Slot]:
    """All places with text that readers may read, in reading order; code is left out, placeholders are not."""
    found: list[Slot] = []
    for block in root:
        _add_below(block, (block,), found)
    return found


def _add_below(element: ET.Element, chain: tuple[ET.Element, ...], found: list[Slot]) -> None:
    if element.tag in CODE:
        return
    text = element.text
    if text and not text.isspace():
        found.append(Slot(element, chain, tail=False, text=text))
    for child in element:
        _add_below(child, (*chain, child), found)
        text = child.tail
        if text and not text.isspace():
            found.append(Slot(child, chain, tail=True, text=text))


def split_end(text: str, tag: str, *, attributes: bool) -> tuple[str, str]:
    """Set the end of a slot aside: what must stay behind the last passage for later processors to find it.

    White space, the placeholder before a note's back-link, and attribute lists (``attributes``: whether the
    extension ``attr_list`` is in force).
    """
    cut = len(text.rstrip())
    if text.endswith("\x03", 0, cut):
        found = _END.search(text)
        cut = found.start() if found else cut
    if attributes and "{" in text:
        pattern = _HEADING_ATTRIBUTES if tag in _ONE_LINE else _BLOCK_ATTRIBUTES
        found = pattern.search(text, 0, cut)
        if found and (found.start() > 0 or not text[: found.start()].strip()):
            cut = found.start()
    cut = len(text[:cut].rstrip())
    return text[:cut], text[cut:]


def standing_of(slot: Slot) -> Standing:
    """What a segment of this slot is a part of, and its ``type:`` in po4a's vocabulary."""
    for position in range(len(slot.chain) - 1, -1, -1):
        element = slot.chain[position]
        tag = element.tag
        if tag in _KINDS:
            return _KINDS[tag]
        if tag == "li":
            return _item(slot.chain, position)
        if tag == "p" and element.attrib and "admonition-title" in (element.get("class") or "").split():
            return _TITLE
    return _PARAGRAPH


def _item(chain: tuple[ET.Element, ...], position: int) -> Standing:
    if any(e.tag == "div" and "footnote" in (e.get("class") or "").split() for e in chain[:position]):
        return _FOOTNOTE
    around = chain[position - 1].tag if position else "ul"
    return _NUMBERED if around == "ol" else _BULLET
