"""The edition in one language: what a good plain web page is, and the truth about the translation."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from enregard.editions.blocks import closed, dressed, marked, permalink
from enregard.editions.contract import Imprint, Output, Plan
from enregard.editions.galleys import Galleys
from enregard.editions.pages import index_pages
from enregard.model import Block, Page


@dataclass(frozen=True, slots=True)
class Single:
    """An edition in one language; a class because it stands behind the seam of editions."""

    name: str
    languages: tuple[str, ...]

    def body(self, galleys: Galleys, imprint: Imprint) -> str:
        """The article of one document."""
        galley = galleys.by_language[self.languages[0]]
        return "\n".join(_block(block, galley.page, imprint) for block in galley.blocks)

    def rest(self, plan: Plan) -> Iterator[Output]:
        """The index pages that no ``index.md`` makes, and the assets."""
        yield from index_pages(plan, self)


def _block(block: Block, page: Page, imprint: Imprint) -> str:
    html = closed(block.html, raw=not block.tag)
    if not block.passages:
        return html
    html = dressed(html, {p.segment.id: f'id="{permalink(p.segment.id)}" ' for p in block.passages})
    if page.language == imprint.source:
        return html
    return marked(html, block.passages, site=imprint, language=page.language, opening="")
