"""Where the addresses in a document lead, among what is published in the same edition."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from urllib.parse import SplitResult

from enregard.editions.addresses import Addresses, Doubt, is_anchor, no_anchor, split, target_of
from enregard.editions.contract import INDEX, Address, Document, Label, Lead, Plan
from enregard.editions.layout import anchors, folder_of, own_version, relative
from enregard.model import FrontMatter, Page

_PAGE_SUFFIXES = (".md", ".markdown", ".txt")


def lead(plan: Plan, folder: str, address: Address, language: str) -> Lead:
    """Where an address leads that stands in a document of a folder, in one of its languages."""
    key = (folder, address, language if plan.localised else "")
    if key not in plan.leads:
        plan.leads[key] = _lead(plan, posixpath.join(folder, INDEX), address, language)
    return plan.leads[key]


def _lead(plan: Plan, page: str, address: Address, language: str) -> Lead:
    """The same; from which of the folder's pages does not matter."""
    parts = split(address.written.strip())
    target = target_of(parts.path, page) if parts else None
    if parts is None or target is None:
        return Lead(address.written, f"{address.written} lies outside the sources")
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


@dataclass(frozen=True, slots=True)
class Link:
    """An address on a page that may lead nowhere."""

    address: Address
    fault: str = ""
    """What is wrong with it; empty where only the rest of the site can tell."""


def landmark(page: Page, *, name: str, path: str, source_path: str, front_matter: FrontMatter) -> Document:
    """As much of a document as links need that lead to it or stand in it; ``page`` is the source's."""
    return Document(
        name=name,
        path=path,
        source_path=source_path,
        titles={page.language: Label("", page.language)},
        summaries={},
        counts={},
        anchors=anchors(page),
        front_matter=FrontMatter(slug=front_matter.slug, draft=front_matter.draft, order=front_matter.order),
    )


def links_in(addresses: Addresses, html: str) -> tuple[Link, ...]:
    """The links in HTML that may lead nowhere, each once."""
    doubts: list[Doubt] = []
    addresses.cut(html, doubts)
    known = tuple(addresses.known) if doubts else ()
    found = (
        Link(Address(doubt.written, image=False) if doubt.address is None else known[doubt.address], doubt.message)
        for doubt in doubts
        if doubt.rule == "dead-link"
    )
    return tuple(dict.fromkeys(found))


def fault(plan: Plan, document: Document, link: Link, language: str) -> str:
    """What is wrong with a link of a document's page in a language; empty where it leads somewhere."""
    return link.fault or lead(plan, folder_of(document), link.address, language).fault


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
