"""The one walk over a block tree: every place that holds raw inline Markdown, in reading order."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass

from markdown.util import AtomicString

from enregard.model import Kind

STASHED = re.compile("\x02wzxhzdk:([0-9]+)\x03")
"""Python-Markdown's placeholder for raw HTML or fenced code."""

CODE = frozenset({"code", "pre", "samp", "script", "style", "math"})
"""Elements whose text is nobody's to translate."""

_HEADING = re.compile(r"h[1-6]")
_ONLY_PLACEHOLDERS = re.compile("(?:\\s|\x02[^\x03]*\x03)*")
_ATTRIBUTES = r"\{:?[ ]*[#.\w][^\n{}*`\[\]<>\\]*\}[ ]*$"
"""An attribute list that no inline pattern gets hold of before attr_list does."""
_BLOCK_ATTRIBUTES = re.compile(rf"\n[ ]*{_ATTRIBUTES}")
_HEADING_ATTRIBUTES = re.compile(rf"(?:[ ]+#+)?[ ]+{_ATTRIBUTES}")
_END = re.compile("(?:\\s|\x02qq[0-9]+zz\x03)+$")


_KINDS = {
    "td": (Kind.TABLE_CELL, "Table cell"),
    "th": (Kind.TABLE_CELL, "Table cell"),
    "dt": (Kind.TERM, "Definition term"),
    "dd": (Kind.DEFINITION, "Definition"),
    "blockquote": (Kind.QUOTATION, "Plain text"),
}
"""The innermost of these elements around a text says what it is; lists and headings need a closer look."""


@dataclass(frozen=True, slots=True)
class Slot:
    """One place of the tree that can hold segments."""

    element: ET.Element
    """The element that owns the text ..."""
    chain: tuple[ET.Element, ...]
    """... preceded by all elements around it, outermost first; the element the text stands in is the last."""
    tail: bool
    """True where the text follows the element instead of beginning it."""

    @property
    def text(self) -> str:
        """The raw text of the place."""
        return (self.element.tail if self.tail else self.element.text) or ""

    @property
    def is_literal(self) -> bool:
        """True where the text is HTML that the inline parser leaves alone: elements inside ``<div markdown="1">``."""
        return isinstance(self.element.tail if self.tail else self.element.text, AtomicString)

    @property
    def stashed(self) -> tuple[int, ...]:
        """Numbers of the stash placeholders in it."""
        return tuple(int(number) for number in STASHED.findall(self.text))

    @property
    def is_only_placeholders(self) -> bool:
        """True where it holds nothing but placeholders: raw HTML blocks, fenced code, back-links of notes."""
        return _ONLY_PLACEHOLDERS.fullmatch(self.text) is not None


def slots(root: ET.Element) -> Iterator[Slot]:
    """All places with text that readers may read, in reading order; code is left out, placeholders are not."""
    for block in root:
        yield from _below(block, (block,))


def _below(element: ET.Element, chain: tuple[ET.Element, ...]) -> Iterator[Slot]:
    if element.tag in CODE:
        return
    if element.text and element.text.strip():
        yield Slot(element, chain, tail=False)
    for child in element:
        yield from _below(child, (*chain, child))
        if child.tail and child.tail.strip():
            yield Slot(child, chain, tail=True)


def split_end(text: str, tag: str, *, attributes: bool) -> tuple[str, str]:
    """Set the end of a slot aside: what must stay behind the last passage for later processors to find it.

    White space, the placeholder before a note's back-link, and attribute lists (``attributes``: whether the
    extension ``attr_list`` is in force).
    """
    cut = len(text)
    found = _END.search(text, 0, cut)
    if found:
        cut = found.start()
    if attributes:
        pattern = _HEADING_ATTRIBUTES if _HEADING.fullmatch(tag) or tag in {"dt", "td", "th"} else _BLOCK_ATTRIBUTES
        found = pattern.search(text, 0, cut)
        if found and (found.start() > 0 or not text[: found.start()].strip()):
            cut = found.start()
    cut = len(text[:cut].rstrip())
    return text[:cut], text[cut:]


def heading_level(slot: Slot) -> int | None:
    """1 to 6 where the slot stands in a heading."""
    return next((int(e.tag[1]) for e in slot.chain if _HEADING.fullmatch(e.tag)), None)


def kind_of(slot: Slot) -> tuple[Kind, str]:
    """What a segment of this slot is a part of, and its ``type:`` in po4a's vocabulary."""
    for position in range(len(slot.chain) - 1, -1, -1):
        element = slot.chain[position]
        tag = element.tag
        if _HEADING.fullmatch(tag):
            return Kind.HEADING, f"Title {'#' * int(tag[1])}"
        if tag in _KINDS:
            return _KINDS[tag]
        if tag == "li":
            return _item(slot.chain, position)
        if tag == "p" and "admonition-title" in (element.get("class") or "").split():
            return Kind.ADMONITION_TITLE, "Admonition title"
    return Kind.PARAGRAPH, "Plain text"


def _item(chain: tuple[ET.Element, ...], position: int) -> tuple[Kind, str]:
    if any(e.tag == "div" and "footnote" in (e.get("class") or "").split() for e in chain[:position]):
        return Kind.FOOTNOTE, "Footnote"
    around = chain[position - 1].tag if position else "ul"
    return Kind.LIST_ITEM, "Bullet: '1.'" if around == "ol" else "Bullet: '-'"
