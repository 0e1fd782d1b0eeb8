"""The edition in one language: what a good plain web page is, and the truth about the translation."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from enregard.editions.blocks import marked, permalink
from enregard.editions.contract import Body, Imprint, OutputFile, Plan
from enregard.editions.galleys import Galleys
from enregard.editions.pages import index_pages


@dataclass(frozen=True, slots=True)
class Single:
    """An edition in one language; a class because it stands behind the seam of editions."""

    name: str
    languages: tuple[str, ...]

    def body(self, galleys: Galleys, imprint: Imprint) -> Body:
        """The article of one document."""
        galley = galleys.by_language[self.languages[0]]
        language, passages = galley.page.language, [p for one in galley.blocks for p in one.block.passages]
        blocks = [one.html for one in galley.blocks]
        if language != imprint.source:
            blocks = [
                marked(html, one.block.passages, site=imprint, language=language, opening="")
                for html, one in zip(blocks, galley.blocks, strict=True)
            ]
        attributes = [(one.segment.id, f'id="{permalink(one.segment.id)}" ') for one in passages]
        return Body(blocks, attributes)

    def rest(self, plan: Plan) -> Iterator[OutputFile]:
        """The index pages that no ``index.md`` makes."""
        return index_pages(plan, self)
