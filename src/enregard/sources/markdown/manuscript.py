"""A Markdown manuscript: read once, rendered as often as there are languages and editions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from enregard.model import leave
from enregard.sources import front_matter
from enregard.sources.drafting import Drafts
from enregard.sources.markdown.engine import engine, kept_sound
from enregard.sources.markdown.layout import Rendering, page
from enregard.sources.markdown.reading import Reader
from enregard.sources.markdown.rendering import independent, lay_out, notes_once, render_passages, render_whole
from enregard.sources.metadata import draft_metadata

if TYPE_CHECKING:
    from enregard.model import Fill, FrontMatter, Omitted, Page, Reading, Segment
    from enregard.sources.contract import Ids, StateOf
    from enregard.sources.markdown.engine import Engine, Knowledge
    from enregard.sources.markdown.layout import Layout
    from enregard.sources.markdown.reading import Plan


class MarkdownManuscript:
    """Fulfils ``sources.contract.Manuscript``: holds the block tree until the page is laid out, then the layout.

    Pickles without the tree: what another process needs of it is read again from the source.
    """

    __slots__ = (
        "_body",
        "_heading_ids",
        "_html",
        "_is_independent",
        "_knowledge",
        "_layout",
        "_plan",
        "_reading",
        "front_matter",
        "name",
        "omitted",
        "path",
        "segments",
    )

    def __init__(
        self, *, path: str, name: str, front: FrontMatter, body: str, drafts: Drafts, plan: Plan, reading: Reading
    ) -> None:
        self.path = path
        self.name = name
        self.front_matter = front
        self.segments: tuple[Segment, ...] = tuple(drafts.segments)
        self.omitted: tuple[Omitted, ...] = tuple(drafts.omitted)
        self._body = body
        self._reading = reading
        self._knowledge: Knowledge = plan.knowledge
        self._is_independent = independent(plan, engine(reading))
        self._plan: Plan | None = plan
        self._layout: Layout | None = None
        self._html: dict[str, str] = {}
        self._heading_ids: tuple[str | None, ...] | None = None

    def __getstate__(self) -> tuple[None, dict[str, object]]:
        """All but the tree and what is only remembered to save time."""
        kept = {name: getattr(self, name) for name in self.__slots__}
        return None, {**kept, "_plan": None, "_html": {}}

    def render(self, fill: Fill, language: str, *, state_of: StateOf | None = None) -> Page:
        """Render the page in a language; see ``sources.contract.Manuscript``."""
        parser = engine(self._reading)
        rendering = Rendering(
            segments=self.segments,
            fill=fill,
            language=language,
            source_language=self._reading.language,
            state_of=state_of,
            breaks="\n" if parser.keeps_newlines else "  \n",
        )
        with kept_sound():
            return page(self._rendered(rendering, parser), rendering)

    def _rendered(self, rendering: Rendering, parser: Engine) -> Layout:
        """Render all inline passages: by themselves wherever that comes to the same."""
        if self._layout is None and self._is_independent:
            plan, self._plan = self._planned(), None  # its tree is used up
            try:
                self._layout = lay_out(plan, parser, self.segments)
            except BaseException:  # a heading may take too long: it is found by rendering the page without it
                self._is_independent = False
                raise
            self._heading_ids = self._layout.ids
        if self._layout is not None and notes_once(self._knowledge, self._layout.texts(rendering)):
            render_passages(rendering, self._layout, self._knowledge, parser, self._html)
            return self._layout
        if self._heading_ids is None and rendering.language != self._reading.language:
            self.render(leave, self._reading.language)
        self._plan = self._planned()
        layout = render_whole(rendering, self._plan, parser, self._heading_ids)
        if self._heading_ids is None:
            self._heading_ids = layout.ids
        return layout

    def _planned(self) -> Plan:
        if self._plan is not None:
            return self._plan
        drafts = Drafts(path=self.path, limits=self._reading.limits, ids={})
        draft_metadata(self.front_matter, drafts, keys=self._reading.front_matter)
        return Reader(self._body, reading=self._reading, drafts=drafts, first_line=1).read()


def read(text: str, *, path: str, name: str, reading: Reading, ids: Ids) -> MarkdownManuscript:
    """Read a Markdown source: front matter, block parse, one walk. Raises SourceError."""
    front, body, first_line = front_matter.split(text, path=path, limits=reading.limits)
    drafts = Drafts(path=path, limits=reading.limits, ids=ids)
    draft_metadata(front, drafts, keys=reading.front_matter)
    with kept_sound():
        plan = Reader(body, reading=reading, drafts=drafts, first_line=first_line).read()
    return MarkdownManuscript(path=path, name=name, front=front, body=body, drafts=drafts, plan=plan, reading=reading)
