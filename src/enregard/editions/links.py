"""Where the addresses in a document lead, among what is published in the same edition."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import SplitResult

from enregard.editions.addresses import Addresses, Doubt, is_anchor, no_anchor, split, target_of
from enregard.editions.contract import Address, Document, Plan
from enregard.editions.galleys import own_version
from enregard.editions.layout import relative
from enregard.model import Page, Passage

_PAGE_SUFFIXES = (".md", ".markdown", ".txt")


@dataclass(frozen=True, slots=True)
class Lead:
    """Where an address leads from a page, and what is wrong with it."""

    written: str
    """What the page says; as the document has it where it leads nowhere."""
    fault: str = ""


def lead(plan: Plan, document: Document, address: Address, language: str) -> Lead:
    """Where an address in a document leads, in one of its languages."""
    parts = split(address.written.strip())
    target = target_of(parts.path, document.path) if parts else None
    if parts is None or target is None:
        return Lead(address.written, f"{address.written} lies outside the sources")
    page = plan.addresses[document.name]
    if not address.image:
        other = _document(plan, target)
        if other is not None:
            return _to_page(plan, address.written, other, parts, page)
        folder = plan.folders.get("" if target == "." else target)
        if folder is not None:
            return Lead(relative(folder.address, page=page) + _tail(parts))
    if target in plan.assets:
        own = own_version(target, language) if language != plan.site.source else target
        return Lead(relative(own if own in plan.assets else target, page=page) + _tail(parts))
    return Lead(address.written, f"{address.written} does not exist")


def dead_links(plan: Plan, document: Document, page: Page) -> Iterator[tuple[Passage | None, str]]:
    """What is wrong with each link of a page that leads nowhere, and the passage it stands in; None: in no words."""
    addresses = Addresses(document.path, document.anchors, plan.site.image_hosts)

    def dead(html: str) -> list[str]:
        doubts: list[Doubt] = []
        addresses.cut(html, doubts)
        known = tuple(addresses.known)
        told = [
            doubt.message if doubt.address is None else lead(plan, document, known[doubt.address], page.language).fault
            for doubt in doubts
            if doubt.rule == "dead-link"
        ]
        return list(dict.fromkeys(filter(None, told)))

    for block in page.blocks:
        if everything := dead(block.html):
            found = [(passage, said) for passage in block.passages for said in dead(passage.html)]
            yield from found
            told = {said for _, said in found}
            yield from ((None, said) for said in everything if said not in told)


def _document(plan: Plan, target: str) -> Document | None:
    by_path = plan.by_path
    if target in by_path:
        return by_path[target]
    stem, suffix = posixpath.splitext(target)
    if suffix not in {"", ".html"}:
        return None
    return next((by_path[stem + one] for one in _PAGE_SUFFIXES if stem + one in by_path), None)


def _to_page(plan: Plan, written: str, document: Document, parts: SplitResult, page: str) -> Lead:
    address = plan.addresses.get(document.name)
    if address is None:
        return Lead(written, f"{written} leads to a draft, which is not published")
    fault = "" if is_anchor(parts.fragment, document.anchors) else no_anchor(written, document.path)
    return Lead(relative(address, page=page) + _tail(parts), fault)


def _tail(parts: SplitResult) -> str:
    return (f"?{parts.query}" if parts.query else "") + (f"#{parts.fragment}" if parts.fragment else "")
