"""The links of a project's pages as they would be built, and which of them lead nowhere."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from enregard import editions, publication
from enregard.commands import describing
from enregard.commands.loading import Workshop
from enregard.errors import ProjectError
from enregard.model import Page

Dead = Mapping[str | None, tuple[str, ...]]
"""What is wrong with links, by the id of the passage that they stand in; None: in no words."""
NO_DEAD: Dead = {}


def dead(
    shop: Workshop, pages: Mapping[str, Mapping[str, Page]], chosen: Collection[str]
) -> dict[str, dict[str, Dead]]:
    """What leads nowhere on the pages of the chosen documents, by document and language; drafts have no page.

    ``pages`` are those of all documents, the source's included. Where two of them have one address nothing can be told
    of links: that is a problem of the project, and listed as one.
    """
    if shop.project.settings.markdown.source_html == "sanitise":
        pages = {n: {language: publication.sanitised(p) for language, p in own.items()} for n, own in pages.items()}
    documents = [
        editions.describe(
            name=name,
            source_path=shop.manuscripts[name].path,
            pages=editions.galleys(own, path=shop.files[name].path, source=shop.project.language),
            counts={},
            front_matter=shop.manuscripts[name].front_matter,
        )
        for name, own in pages.items()
    ]
    site = describing.site(shop.project, documents, shop.tree.assets, editions=shop.project.editions, drafts=False)
    try:
        order = editions.plan(site)
    except ProjectError as error:
        shop.problems.append(error)
        return {}
    return {
        document.name: {language: _by_passage(order, document, page) for language, page in pages[document.name].items()}
        for document in editions.published(order)
        if document.name in chosen
    }


def line_of(shop: Workshop, name: str, said: str) -> int | None:
    """The line of a manuscript with the address that this is said of; None where there is none, or more than one."""
    address = said.split(" ", 1)[0].removesuffix(":")  # an address holds no space; where one does, nothing is certain
    alone = re.compile(rf"(?<![\w./%-]){re.escape(address)}(?![\w./%-])")
    lines = shop.project.text(shop.files[name]).split("\n")
    found = [number for number, line in enumerate(lines, 1) if alone.search(line)]
    return found[0] if len(found) == 1 else None


def _by_passage(order: editions.Plan, document: editions.Document, page: Page) -> Dead:
    found: dict[str | None, tuple[str, ...]] = {}
    for passage, said in editions.dead_links(order, document, page):
        place = passage.segment.id if passage else None
        found[place] = (*found.get(place, ()), said)
    return found
