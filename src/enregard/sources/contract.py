"""What every source format gives the rest of the house: a manuscript that lists its segments and renders itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol

from enregard.model import Fill, FrontMatter, Omitted, Page, Reading, Segment, State

Ids = Mapping[tuple[str | None, str], str]
"""Passage ids that a template keeps: (msgctxt, msgid) -> id."""

StateOf = Callable[[Segment], State]
"""How far the translation of a segment has come."""


class Manuscript(Protocol):
    """One French source document, parsed once: its block tree and its segments."""

    @property
    def path(self) -> str:
        """Path of the source file relative to the project, for messages."""

    @property
    def name(self) -> str:
        """Name of the document: its path below the source folder, without suffix."""

    @property
    def front_matter(self) -> FrontMatter:
        """The checked front matter, empty where the format has none."""

    @property
    def segments(self) -> tuple[Segment, ...]:
        """All segments in reading order; front matter first, link titles and abbreviations last."""

    @property
    def omitted(self) -> tuple[Omitted, ...]:
        """All text that is offered to no translator, each with the reason."""

    def render(self, fill: Fill, language: str, *, state_of: StateOf | None = None) -> Page:
        """Render the page in a language; may be called any number of times, in any order.

        ``fill`` says what stands in place of each segment. A segment without filling shows the French, marked
        with its own ``lang`` where the page is in another language. ``state_of`` tells the state that is written to
        ``data-state`` (nothing for translated passages); without it, unfilled segments are untranslated.
        """


class Source(Protocol):
    """A source format: what reads the text of a file into a manuscript."""

    def __call__(self, text: str, *, path: str, name: str, reading: Reading, ids: Ids) -> Manuscript:
        """Read a manuscript. Raises SourceError when the file cannot be used as it stands."""
