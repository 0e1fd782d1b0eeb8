"""A Markdown manuscript: read once, rendered as often as there are languages and editions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from enregard.sources import front_matter
from enregard.sources.drafting import Drafts
from enregard.sources.markdown.engine import engine, kept_sound
from enregard.sources.markdown.reading import Reader
from enregard.sources.markdown.rendering import Rendering, render
from enregard.sources.metadata import draft_metadata

if TYPE_CHECKING:
    from enregard.model import Fill, FrontMatter, Omitted, Page, Reading, Segment
    from enregard.sources.contract import Ids, StateOf
    from enregard.sources.markdown.reading import Plan


class MarkdownManuscript:
    """Fulfils ``sources.contract.Manuscript``: holds the block tree between one rendering and the next."""

    __slots__ = ("_heading_ids", "_plan", "_reading", "front_matter", "name", "omitted", "path", "segments")

    def __init__(
        self, *, path: str, name: str, front: FrontMatter, segments: tuple[Segment, ...], plan: Plan, reading: Reading
    ) -> None:
        self.path = path
        self.name = name
        self.front_matter = front
        self.segments = segments
        self.omitted: tuple[Omitted, ...] = tuple(plan.drafts.omitted)
        self._plan = plan
        self._reading = reading
        self._heading_ids: tuple[str | None, ...] | None = None

    def render(self, fill: Fill, language: str, *, state_of: StateOf | None = None) -> Page:
        """Render the page in a language; see ``sources.contract.Manuscript``."""
        if self._heading_ids is None and (language != self._reading.language):
            self.render(lambda _: None, self._reading.language)
        rendering = Rendering(
            plan=self._plan,
            engine=engine(self._reading),
            segments=self.segments,
            fill=fill,
            language=language,
            source_language=self._reading.language,
            state_of=state_of,
        )
        with kept_sound():
            page, ids = render(rendering, self._heading_ids)
        if self._heading_ids is None:
            self._heading_ids = ids
        return page


def read(text: str, *, path: str, name: str, reading: Reading, ids: Ids) -> MarkdownManuscript:
    """Read a Markdown source: front matter, block parse, one walk. Raises SourceError."""
    front, body, first_line = front_matter.split(text, path=path, limits=reading.limits)
    drafts = Drafts(path=path, limits=reading.limits, ids=ids)
    draft_metadata(front, drafts, keys=reading.front_matter)
    with kept_sound():
        plan = Reader(body, reading=reading, drafts=drafts, first_line=first_line).read()
    return MarkdownManuscript(
        path=path, name=name, front=front, segments=tuple(drafts.segments), plan=plan, reading=reading
    )
