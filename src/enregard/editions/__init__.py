"""Ways to publish: one language, or two in regard of each other, as pages that need no server, script or network."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from enregard.editions.addresses import Addresses
from enregard.editions.articles import Article, article, describe, link_findings
from enregard.editions.contract import (
    Address,
    AssetCopy,
    Document,
    Edition,
    Imprint,
    Kind,
    Label,
    Masthead,
    Output,
    OutputFile,
    PagesOf,
    Plan,
    Site,
    ToDo,
    Translation,
)
from enregard.editions.galleys import Galleys, galleys
from enregard.editions.layout import localised, plan, shown_languages
from enregard.editions.links import Link, fault, landmark, links_in
from enregard.editions.outlook import Outlook, face, lists, outlook
from enregard.editions.pages import page
from enregard.editions.side_by_side import SideBySide
from enregard.editions.single import Single
from enregard.errors import ProjectError
from enregard.model import Page

__all__ = [
    "KINDS",
    "Address",
    "Addresses",
    "Article",
    "AssetCopy",
    "Document",
    "Edition",
    "Galleys",
    "Imprint",
    "Label",
    "Link",
    "Masthead",
    "Outlook",
    "Output",
    "OutputFile",
    "PagesOf",
    "Plan",
    "SideBySide",
    "Single",
    "Site",
    "ToDo",
    "Translation",
    "article",
    "copies",
    "describe",
    "edition_named",
    "face",
    "fault",
    "galleys",
    "landmark",
    "link_findings",
    "links_in",
    "lists",
    "localised",
    "made",
    "outlook",
    "page",
    "plan",
    "publish",
    "published",
    "shared",
]

KINDS: Mapping[str, Kind] = {"single": Single, "side_by_side": SideBySide}
"""The ways to publish that come with the house."""


def edition_named(site: Imprint, name: str) -> Edition:
    """An edition of a site by its name: ``en``, ``fr-en``. Raises ProjectError when the site has no such edition."""
    shown = shown_languages(site, name)
    if not shown:
        known = ", ".join((site.source, *site.targets, *(f"{site.source}-{target}" for target in site.targets)))
        raise ProjectError(f"there is no edition called {name}", advice=f"choose among {known}")
    return KINDS["single" if len(shown) == 1 else "side_by_side"](name, shown)


def publish(site: Site, *, edition: str, pages: PagesOf) -> Iterator[Output]:
    """Everything of one edition: its pages, its index pages, copies of the assets, and what is wrong with links.

    What all editions have in common comes from ``shared``. Raises ProjectError when two pages have one address.
    """
    way, order = edition_named(site, edition), plan(site)
    for document in published(order):
        yield from made(order, way, document, pages(document.name))
    yield from way.rest(order)
    yield from copies(order, edition)


def made(order: Plan, way: Edition, document: Document, pages: Mapping[str, Page]) -> tuple[Output, ...]:
    """The page of one document in an edition, from its rendered pages to what is written."""
    site = order.site
    ready = galleys(
        pages, path=document.path, source=site.source, image_hosts=site.image_hosts, localised=order.localised
    )
    text = article(way, document, ready, order.masthead.imprint)
    return page(way, document, text, outlook(order, way, document))


def copies(order: Plan, edition: str) -> Iterator[AssetCopy]:
    """Every asset, and where it goes in an edition."""
    return (AssetCopy(asset, f"{edition}/{asset}") for asset in order.site.assets)


def shared(order: Plan) -> Iterator[OutputFile]:
    """The files of the output folder that all editions share; most saves leave them alone, and need not load it."""
    from enregard.editions import site

    return site.shared(order)


def published(order: Plan) -> Iterator[Document]:
    """The documents that get a page, in reading order; drafts are left out."""
    root = order.folders[""].text
    if root is not None:
        yield root
    yield from order.order
