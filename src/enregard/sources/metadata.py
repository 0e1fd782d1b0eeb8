"""The translated keys of the front matter: one segment each, never cut, never Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from enregard.model import Kind
from enregard.sources.drafting import Standing
from enregard.sources.naming import has_word, one_line

if TYPE_CHECKING:
    from enregard.model import FrontMatter
    from enregard.sources.drafting import Drafts

_TYPE = "Yaml Front Matter Hash Value: "


def draft_metadata(front: FrontMatter, drafts: Drafts, *, keys: tuple[str, ...]) -> None:
    """Draft a segment for each translated key that has words, in the author's order."""
    for key, value in front.values.items():
        if key in keys and isinstance(value, str) and has_word(value):
            standing = Standing(Kind.METADATA, f"{_TYPE}{key}", literal=True)
            drafts.add_one(one_line(value), standing, line=front.lines.get(key))


def key_of(segment_type: str) -> str:
    """The front matter key of a segment of kind METADATA."""
    return segment_type.removeprefix(_TYPE)
