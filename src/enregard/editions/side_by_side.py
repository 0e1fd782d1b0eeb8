"""The edition in two languages: one row per block, the French and its translation in regard of each other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from enregard import languages, markup
from enregard.editions.addresses import marked_as
from enregard.editions.blocks import is_heading, mark_html, marked, permalink
from enregard.editions.contract import Body, Imprint, OutputFile, Plan
from enregard.editions.galleys import Galleys, SetBlock
from enregard.editions.pages import index_pages
from enregard.editions.states import block_marks, wholly_missing
from enregard.model import Block

_CELLS = frozenset({"p", "ul", "ol", "dl", "blockquote"})
"""Blocks that are their own cell: an element around them would say nothing more."""
_BETWEEN = "\n\x00\n"
"""Stands between cells while ids are made distinct over all of them; no HTML holds it."""
_COMMENTS = re.compile(r"<!--.*?-->", re.DOTALL)
_SAID = re.compile(r' (?:alt|title)="[^"<>]*"')
_ENDS_A_PARAGRAPH = re.compile(
    r"<(?:address|article|aside|blockquote|details|div|dl|fieldset|figure|footer|form|h[1-6]|header|hr|main|menu|nav|ol|p"
    r"|pre|section|table|ul)[\s>/]",
    re.IGNORECASE,
)
"""What a browser ends an open paragraph before: such a paragraph cannot be a cell."""
_LABEL = "label--permalink"
"""Id of the words that name every permalink; they stand outside the article, in the page's language."""
ALIGNED = 110
"""Items of a list that stand level with those of the other language; longer lists are set without."""


@dataclass(frozen=True, slots=True)
class SideBySide:
    """An edition in two languages; a class because it stands behind the seam of editions."""

    name: str
    languages: tuple[str, ...]

    def body(self, galleys: Galleys, imprint: Imprint) -> Body:
        """The article of one document."""
        left, right = (_side(galleys, one, imprint) for one in self.languages)
        attributes = [one for piece in left.blocks for one in _attributes(piece.block)]
        return Body(list(_rows(left, right)), attributes)

    def rest(self, plan: Plan) -> Iterator[OutputFile]:
        """The index pages that no ``index.md`` makes."""
        return index_pages(plan, self)


@dataclass(frozen=True, slots=True)
class _Side:
    """One of the two columns: whose words it holds."""

    galleys: Galleys
    blocks: tuple[SetBlock, ...]
    imprint: Imprint
    language: str
    opening: str
    """The attributes of a cell."""
    translated: bool
    """True for a column whose words are not the author's own."""


def _side(galleys: Galleys, language: str, imprint: Imprint) -> _Side:
    opening = f' lang="{escape(language)}" dir="{languages.direction(language)}"'
    blocks = galleys.by_language[language].blocks
    return _Side(galleys, blocks, imprint, language, opening, language != imprint.source)


def _rows(left: _Side, right: _Side) -> Iterator[str]:
    pairs = tuple(zip(left.blocks, right.blocks, strict=True))
    across = [_across(a, b, right) for a, b in pairs]
    cells = ["" if html is not None else _words(b, right) for (_, b), html in zip(pairs, across, strict=True)]
    cells = _with_own_ids(cells, f"{right.language}-")
    for (a, b), html, cell in zip(pairs, across, cells, strict=True):
        yield _row(a, b, left, right, cell) if html is None else html


def _row(a: SetBlock, b: SetBlock, left: _Side, right: _Side, cell: str) -> str:
    first = permalink(a.block.passages[0].segment.id) if a.block.passages else ""
    row_id = f' id="{first}"' if first else ""
    words = _words(a, left)
    if is_heading(a.block):
        return _heading_row(a.block, b.block, (words, cell), right, row_id)
    sign = _sign(first) if first else ""
    role = " long" if max(a.block.items, b.block.items) > ALIGNED else ""
    if "<img" in a.block.html and _is_picture(a.block) and not right.galleys.differs(cell, right.language):
        same = _SAID.sub("", words) == _SAID.sub("", cell.replace(right.opening, left.opening))
        role = " picture" if same and len(a.block.passages) == 1 else role
    return f'<div class="row{role}"{row_id}>{words}{marked_as(cell, 1)}{sign}</div>'


def _attributes(block: Block) -> list[tuple[str, str]]:
    """What is added to the passages of a row, first in one column and then in the other.

    The row has the id of its first passage: it is in sight in every view, which the first column is not.
    """
    ids = [passage.segment.id for passage in block.passages]
    numbers = [(one, f'class="u{place}" ') for place, one in enumerate(ids, start=1)]
    return [*numbers[:1], *((one, f'id="{permalink(one)}" {number}') for one, number in numbers[1:]), *numbers]


def _words(piece: SetBlock, side: _Side) -> str:
    """A block as the cell of its column; of a heading only what stands inside it."""
    block = piece.block
    if is_heading(block):
        return piece.inner
    own = block.tag in _CELLS and not {"lang", "dir"} & block.attributes.keys()
    if block.tag == "p" and own and block.inner.count("<") > 2 * len(block.passages):
        own = _ENDS_A_PARAGRAPH.search(block.inner) is None
    inner = piece.html
    if own:
        attributes = "".join([f' {name}="{escape(value)}"' for name, value in block.attributes.items()])
        if not side.translated or not block_marks(block.passages, source=side.imprint.source, language=""):
            return f"<{block.tag}{side.opening}{attributes}>{piece.inner}</{block.tag}>"
        inner = f"<{block.tag}{attributes}>{piece.inner}</{block.tag}>"
    if not side.translated:
        return f"<div{side.opening}>{inner}</div>"
    told = marked(inner, block.passages, site=side.imprint, language=side.language, opening=side.opening)
    return told if told != inner else f"<div{side.opening}>{inner}</div>"


def _is_picture(block: Block) -> bool:
    """True for a block that shows nothing but images, whose passages are their descriptions."""
    return bool(block.passages) and all("<img" in p.html and not markup.text(p.html).strip() for p in block.passages)


def _heading_row(a: Block, b: Block, words: tuple[str, str], right: _Side, row_id: str) -> str:
    """One heading for both languages, so that a list of headings does not say everything twice."""
    attributes = "".join(f' {name}="{escape(value)}"' for name, value in a.attributes.items())
    source = right.imprint.source
    marks = block_marks(b.passages, source=source, language=right.language) if right.translated else ()
    whole = right.translated and wholly_missing(b.passages, source)
    absent = ' class="absent"' if whole else ""
    left_opening = f' lang="{escape(source)}" dir="{languages.direction(source)}"'
    spans = f"<span{left_opening}>{words[0]}</span> <span{absent}{right.opening}>{marked_as(words[1], 1)}</span>"
    told = "".join(mark_html(mark, site=right.imprint, language=right.language, split=whole) for mark in marks)
    target = a.attributes.get("id") or (permalink(a.passages[0].segment.id) if a.passages else "")
    sign = _sign(target) if target else ""
    return f'<div class="row heading"{row_id}><{a.tag}{attributes}>{spans}</{a.tag}>{told}{sign}</div>'


def _across(a: SetBlock, b: SetBlock, right: _Side) -> str | None:
    """A row for what is the same in both languages; None for blocks with words, or with an image of their own each.

    An image that differs in its description only is shown once, described in the language of the page. A block that
    shows nothing, a comment or what a sanitiser left of one, takes no row.
    """
    if a.block.passages or b.block.passages or right.galleys.differs(b.html, right.language):
        return None
    if not _COMMENTS.sub("", a.html + b.html).strip():
        return a.html
    if a.html == b.html:
        return f'<div class="row shared">{a.html}</div>'
    if _SAID.sub("", a.html) == _SAID.sub("", b.html):
        return f'<div class="row shared"{right.opening}>{b.html}</div>'
    return None


def _with_own_ids(cells: Sequence[str], prefix: str) -> list[str]:
    """The cells of a column with ids of their own, and links between them that still lead to each other."""
    column = _BETWEEN.join(cells)
    if ' id="' in column or " id='" in column or " name=" in column:
        column = markup.prefixed(column, prefix)
    return column.split(_BETWEEN) if cells else []


def _sign(target: str) -> str:
    """A permalink; the sign itself is the style's, so that an article's text holds its passages only."""
    return f'<a class="sign" href="#{escape(target)}" aria-labelledby="{_LABEL}"></a>'
