"""The pages of a document set in type, their addresses taken out: what all editions are made up from."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from enregard import markup
from enregard.editions.addresses import Addresses, Doubt, Hole, holes_in, split, target_of
from enregard.editions.blocks import Nesting, closed, nesting
from enregard.editions.contract import Address, Label
from enregard.editions.layout import anchors, has_heading, own_version, title_of
from enregard.model import Block, Page, Passage, State

_EMPTY_HEAD = re.compile(r"<th([^<>]*)></th>")
"""A head that says nothing is none: a screen reader would announce it with every cell below it."""


@dataclass(frozen=True, slots=True)
class Remark:
    """What may be wrong with an address of a page, and where the address stands."""

    rule: str
    message: str
    """Empty where only the rest of the site can tell."""
    address: int | None
    """Place in ``Document.addresses`` of one that waits for the rest of the site."""
    line: int | None
    msgid: str


@dataclass(frozen=True, slots=True)
class SetBlock:
    """A block fit to stand on a page, with marks where addresses stand."""

    block: Block
    """As it was rendered."""
    html: str
    inner: str
    """What is inside its element."""


@dataclass(frozen=True, slots=True)
class Galley:
    """A page in one language as it is before it is made up."""

    page: Page
    blocks: tuple[SetBlock, ...]
    remarks: tuple[Remark, ...]
    title: Label
    titled: bool
    """Whether the text has a title of its own, so that no other stands above it."""
    unfinished: tuple[Passage, ...]
    """Its passages that are not translated."""


@dataclass(frozen=True, slots=True)
class Galleys:
    """The galleys of one document in all languages, and what their marks stand for."""

    path: str
    """Path of the document below the source folder."""
    source: str
    """The language it is written in."""
    by_language: Mapping[str, Galley]
    addresses: tuple[Address, ...]
    holes: tuple[Hole, ...]
    localised: frozenset[str] = frozenset()
    """Assets that stand for another one in one language, such as ``frise.en.svg``."""

    @property
    def pages(self) -> dict[str, Page]:
        """The pages as they were rendered."""
        return {language: galley.page for language, galley in self.by_language.items()}

    def differs(self, html: str, language: str) -> bool:
        """True where an address in HTML of this document leads to a file of the language's own."""
        if not self.localised:
            return False
        parts = (part for hole in holes_in(html) for part in self.holes[hole].parts)
        leads = (split(self.addresses[part].written) for part in parts if isinstance(part, int))
        targets = (target_of(lead.path, self.path) for lead in leads if lead is not None)
        return any(own_version(target, language) in self.localised for target in targets if target is not None)


def galleys(
    pages: Mapping[str, Page],
    *,
    path: str,
    source: str,
    image_hosts: Sequence[str] = (),
    localised: frozenset[str] = frozenset(),
) -> Galleys:
    """The pages of a document, by language, set in type."""
    addresses = Addresses(path, anchors(pages[source]), image_hosts)
    found = {language: _galley(page, addresses, source) for language, page in pages.items()}
    return Galleys(path, source, found, tuple(addresses.known), tuple(addresses.holes), localised)


def _galley(page: Page, addresses: Addresses, source: str) -> Galley:
    blocks, remarks = [], {}
    for block in page.blocks:
        doubts: list[Doubt] = []
        html = addresses.cut(block.html, doubts)
        for doubt in doubts:
            if (doubt.rule, doubt.written, doubt.message) not in remarks:
                remarks[doubt.rule, doubt.written, doubt.message] = _remark(doubt, block, page)
        blocks.append(_set(block, html, addresses))
    name = posixpath.splitext(addresses.path)[0]
    return Galley(
        page=page,
        blocks=tuple(blocks),
        remarks=tuple(remarks.values()),
        title=title_of(page, name, source),
        titled=has_heading(page),
        unfinished=tuple([passage for passage in page.passages if passage.state is not State.TRANSLATED]),
    )


def _set(block: Block, html: str, addresses: Addresses) -> SetBlock:
    """The block, its HTML being cut already."""
    if not block.tag:
        html = closed(html, raw=True)
        return SetBlock(block, html, html)
    if block.tag == "table" and "></th>" in html:
        html = _EMPTY_HEAD.sub(r"<td\1></td>", html)
    found = nesting(html)
    if found is Nesting.ONE:
        return SetBlock(block, html, html[html.index(">") + 1 : html.rfind("</")])
    told = html if found is Nesting.CLOSED else markup.conforming(html)
    if _is_one(html, block.tag) and _is_one(told, block.tag):
        return SetBlock(block, told, told[told.index(">") + 1 : told.rfind("</")])
    return SetBlock(block, told, closed(addresses.cut(block.inner), inside=block.tag))


def _is_one(html: str, tag: str) -> bool:
    """True for one element that holds no other of its name, nor anything that may swallow its end."""
    begin, end = f"<{tag}", f"</{tag}>"
    alone = html.startswith(begin) and html.endswith(end) and html.count(begin) == html.count(end) == 1
    return alone and html.count("<") == html.count(">") and "<!" not in html


def _remark(doubt: Doubt, block: Block, page: Page) -> Remark:
    """What may be wrong with an address, with the passage that holds it: one of its block, or one it was taken from."""
    needle = escape(doubt.written)
    passage = _holding(needle, doubt.written, block.passages)
    if passage is None:
        headings = (p for heading in page.contents for p in heading.passages)
        passage = _holding(needle, doubt.written, (*page.passages, *headings))
    line, msgid = (passage.segment.line, passage.segment.text) if passage else (None, "")
    return Remark(doubt.rule, doubt.message, doubt.address, line, msgid)


def _holding(needle: str, written: str, passages: Sequence[Passage]) -> Passage | None:
    return next((p for p in passages if needle in p.html or written in p.segment.text), None)
