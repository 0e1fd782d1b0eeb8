"""What a page shows of the rest of the site: ways to other pages, what they are called, where its addresses lead."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, replace

from enregard.editions import furniture
from enregard.editions.contract import INDEX, Document, Edition, Masthead, Plan
from enregard.editions.layout import folder_of
from enregard.editions.links import lead
from enregard.editions.states import Truth


@dataclass(frozen=True, slots=True)
class Outlook:
    """All that the page of a document depends on besides the document: equal where the page shows the same; pickles."""

    masthead: Masthead
    breadcrumbs: tuple[furniture.Link, ...]
    previous: furniture.Link | None
    next: furniture.Link | None
    sections: tuple[furniture.Section, ...]
    """What the ``index.md`` of a folder lists below its text."""
    truth: Truth | None
    """How much of all that lies in that folder is translated."""
    leads: tuple[tuple[str, ...], ...]
    """What the page says for each of ``Document.addresses``: in each language that it shows, or in all the same."""
    faults: tuple[str, ...]
    """What is wrong with each of them; empty where nothing is."""


def lists(document: Document) -> bool:
    """Whether a document's page lists what lies in its folder: an ``index.md``."""
    return posixpath.basename(document.name) == INDEX


def face(document: Document) -> Document:
    """All that an `Outlook` may show of another document, unless it `lists` documents, with numbers and summaries."""
    return replace(document, summaries={}, counts={}, translations={}, authors={})


def outlook(plan: Plan, edition: Edition, document: Document) -> Outlook:
    """What the page of a published document shows of the rest of the site, in an edition."""
    page = plan.addresses[document.name]
    is_index = lists(document)
    here = above = folder_of(document)
    folder = plan.folders[here] if is_index else None
    if is_index:
        above = posixpath.dirname(above) if above else ""
    before, after = plan.neighbours(document.name)
    spoken = edition.languages if plan.localised else edition.languages[:1]
    leads = [[lead(plan, here, one, language) for one in document.addresses] for language in spoken]
    return Outlook(
        masthead=plan.masthead,
        breadcrumbs=furniture.breadcrumbs(plan, edition, above, page),
        previous=furniture.neighbour(before, plan, edition, page),
        next=furniture.neighbour(after, plan, edition, page),
        sections=furniture.sections(folder, plan, edition, page) if folder else (),
        truth=furniture.edition_truth(folder, plan, edition) if folder else None,
        leads=tuple(tuple([one.written for one in found]) for found in leads),
        faults=tuple([one.fault for one in leads[0]]),
    )
