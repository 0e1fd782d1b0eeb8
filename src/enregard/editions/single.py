"""The edition in one language: what a good plain web page is, and the truth about the translation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from enregard.editions.blocks import closed, dressed, marked, permalink
from enregard.editions.contract import Document, Output, Plan
from enregard.editions.links import Links
from enregard.editions.pages import document_page, index_pages
from enregard.model import Block, Page


@dataclass(frozen=True, slots=True)
class Single:
    """An edition in one language; a class because it stands behind the seam of editions."""

    name: str
    languages: tuple[str, ...]

    def document(self, plan: Plan, document: Document, pages: Mapping[str, Page]) -> Iterator[Output]:
        """The page of one document, and what is wrong with its links."""
        page = pages[self.languages[0]]
        links = Links(plan=plan, document=document, page=page)
        article = "\n".join(_block(block, page, plan, links) for block in page.blocks)
        yield from links.findings
        yield document_page(plan, self, document, pages, article)

    def rest(self, plan: Plan) -> Iterator[Output]:
        """The index pages that no ``index.md`` makes, and the assets."""
        yield from index_pages(plan, self)


def _block(block: Block, page: Page, plan: Plan, links: Links) -> str:
    html = closed(links.resolved(block.html), raw=not block.tag)
    if not block.passages:
        return html
    html = dressed(html, {p.segment.id: f'id="{permalink(p.segment.id)}" ' for p in block.passages})
    if page.language == plan.site.source:
        return html
    return marked(html, block.passages, site=plan.site, language=page.language, opening="")
