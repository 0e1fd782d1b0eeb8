"""What the page of a document is in every language: its blocks and headings, with holes where the passages come."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from enregard import languages, markup
from enregard.model import Block, Heading, Kind, Page, Passage, Segment, State
from enregard.sources.metadata import key_of

if TYPE_CHECKING:
    from enregard.model import Fill
    from enregard.sources.contract import StateOf

_HOLE = re.compile("\x02(passage|bare|tag|back):([0-9]+)\x03")
_LINE_END = re.compile(r"[ \t]*\n[ \t]*")
_NOTE_REFERENCE = re.compile(r'<sup id="fnref[^"]*">.*?</sup>', re.DOTALL)


def hole(kind: str, number: int) -> str:
    """The placeholder of a passage in its span (``passage``), without (``bare``), of a tag, or of a back-link."""
    return f"\x02{kind}:{number}\x03"


@dataclass(frozen=True, slots=True)
class Template:
    """HTML with holes."""

    texts: tuple[str, ...]
    """What stands before, between and behind the holes: one more than there are holes."""
    holes: tuple[tuple[str, int], ...]

    @property
    def passages(self) -> tuple[int, ...]:
        """The passages in it, in reading order."""
        return tuple(number for kind, number in self.holes if kind == "passage")

    def filled(self, fill: Callable[[str, int], str]) -> str:
        """The HTML with all holes filled."""
        out = [self.texts[0]]
        for (kind, number), text in zip(self.holes, self.texts[1:], strict=True):
            out += (fill(kind, number), text)
        return "".join(out)


def template(text: str) -> Template:
    """Cut HTML at its placeholders."""
    if "\x02" not in text:
        return Template((text,), ())
    pieces = _HOLE.split(text)
    return Template(tuple(pieces[::3]), tuple(zip(pieces[1::3], map(int, pieces[2::3]), strict=True)))


@dataclass(frozen=True, slots=True)
class BlockLayout:
    """A block of the page, whatever its language."""

    tag: str
    """Empty for a raw HTML block."""
    attributes: Mapping[str, str]
    template: Template
    items: int


@dataclass(frozen=True, slots=True)
class HeadingLayout:
    """A line of the table of contents, whatever its language."""

    level: int
    id: str
    template: Template


@dataclass(frozen=True, slots=True)
class TagLayout:
    """A tag of raw HTML whose attributes are segments."""

    token: markup.Token
    segments: Mapping[str, int]
    written: int
    """Characters of the tag that stand before its hole."""


@dataclass(frozen=True, slots=True)
class Layout:
    """A page without its passages, and how each passage comes to its HTML. Pickles."""

    blocks: tuple[BlockLayout, ...]
    headings: tuple[HeadingLayout, ...]
    ids: tuple[str | None, ...]
    """The ids of all headings, which every other language takes over from the French."""
    inline: tuple[int, ...]
    """Segments that are inline Markdown."""
    raw: Mapping[int, str]
    """Segments that are text of raw HTML, with the bytes the author wrote."""
    spoken: tuple[int, ...]
    """Segments that are attributes or definitions."""
    tags: tuple[TagLayout, ...]
    notes: tuple[str, ...]
    """Text of the page that is no segment and refers to notes."""

    def texts(self, rendering: Rendering) -> Iterator[str]:
        """All text of the page in which notes can be referred to."""
        yield from self.notes
        yield from map(rendering.inline_text, self.inline)


@dataclass(slots=True)
class Rendering:
    """One rendering of one document under way."""

    segments: tuple[Segment, ...]
    fill: Fill
    language: str
    source_language: str
    state_of: StateOf | None
    breaks: str
    """How a hard break is written."""
    html: dict[int, str] = field(default_factory=dict)
    """Rendered HTML of each passage, without its span."""
    shown: dict[int, Passage] = field(default_factory=dict)
    texts: dict[int, str | None] = field(default_factory=dict)

    def text_of(self, index: int) -> str | None:
        """What stands in place of a segment; None: the French."""
        if index not in self.texts:
            filled = self.fill(self.segments[index])
            if filled is not None:  # nobody else writes the signs of the parser's placeholders
                filled = filled.replace("\x02", "\ufffd").replace("\x03", "\ufffd")
            self.texts[index] = filled
        return self.texts[index]

    def is_own(self, index: int) -> bool:
        """True where a passage says what the author wrote."""
        filled = self.text_of(index)
        return filled is None or filled == self.segments[index].text

    def inline_text(self, index: int) -> str:
        """The raw inline Markdown of a passage: line ends of a translation are hard breaks where the French has any."""
        filled, source = self.text_of(index), self.segments[index].text
        if filled is None or filled == source:
            return source
        filled = filled.strip()
        if "\n" in filled:
            filled = _LINE_END.sub(self.breaks if "\n" in source else " ", filled)
        return filled.replace("[", "\\[") if filled == "[TOC]" else filled

    def passage(self, index: int) -> Passage:
        """The passage of a segment, with its language and state."""
        segment, filled = self.segments[index], self.text_of(index) is not None
        language = self.language if filled or self.language == self.source_language else self.source_language
        if self.language == self.source_language:
            state = State.TRANSLATED
        elif self.state_of is not None:
            state = self.state_of(segment)
        else:
            state = State.TRANSLATED if filled else State.UNTRANSLATED
        self.shown[index] = Passage(segment, language, state, self.html[index])
        return self.shown[index]

    def wrapped(self, index: int) -> str:
        """The passage as it stands on the page, in its span."""
        passage = self.shown[index]
        state = "" if passage.state is State.TRANSLATED else f' data-state="{passage.state}"'
        language = "" if passage.language == self.language else f' lang="{passage.language}"'
        return f'<span data-segment="{passage.segment.id}"{state}{language}>{passage.html}</span>'


def page(layout: Layout, rendering: Rendering) -> Page:
    """Put the passages into the layout; the HTML of the inline ones must be known to the rendering."""
    for index, raw in layout.raw.items():
        filled = raw if rendering.is_own(index) else _one_line(rendering.text_of(index) or "")
        rendering.html[index] = filled
    for index in layout.spoken:
        rendering.html[index] = html.escape(rendering.text_of(index) or rendering.segments[index].text)
    blocks = tuple(_block(layout, block, rendering) for block in layout.blocks)
    attributes = [index for index in sorted(rendering.html) if index not in rendering.shown]
    shown_elsewhere = tuple(map(rendering.passage, attributes))
    return Page(
        language=rendering.language,
        blocks=blocks,
        contents=tuple(_heading(layout, heading, rendering) for heading in layout.headings),
        metadata=_metadata(rendering),
        attributes=shown_elsewhere,
    )


def _one_line(text: str) -> str:
    return html.escape(" ".join(text.split("\n")).strip(), quote=False)


def _metadata(rendering: Rendering) -> dict[str, Passage]:
    found: dict[str, Passage] = {}
    for index, segment in enumerate(rendering.segments):
        if segment.kind is Kind.METADATA:
            rendering.html[index] = html.escape(rendering.text_of(index) or segment.text, quote=False)
            found[key_of(segment.type)] = rendering.passage(index)
    return found


def _block(layout: Layout, block: BlockLayout, rendering: Rendering) -> Block:
    passages = tuple(map(rendering.passage, block.template.passages))
    whole = block.template.filled(lambda kind, number: _filling(layout, rendering, kind, number))
    if block.tag == "hr":
        inner = ""
    elif not block.tag or not whole.endswith(">"):
        inner = whole
    else:
        inner = whole[whole.index(">") + 1 : whole.rfind("</")]
    return Block(
        tag=block.tag,
        attributes=block.attributes,
        inner=inner,
        html=whole,
        passages=passages,
        wordless=not passages and "toc" not in block.attributes.get("class", "").split(),
        items=block.items,
    )


def _filling(layout: Layout, rendering: Rendering, kind: str, number: int) -> str:
    if kind == "passage":
        return rendering.wrapped(number)
    if kind == "bare":
        return rendering.html[number]
    if kind == "back":
        label = languages.words(rendering.language)("Jump back to footnote %s in the text") % (number or "")
        return html.escape(label, quote=False).replace('"', "&quot;")
    tag = layout.tags[number]
    said = ((name, rendering.text_of(index), index) for name, index in tag.segments.items())
    values = {name: text for name, text, index in said if text is not None and not rendering.is_own(index)}
    return markup.with_attributes(tag.token, values)[tag.written :]


def _heading(layout: Layout, heading: HeadingLayout, rendering: Rendering) -> Heading:
    passages = tuple(rendering.shown[index] for index in heading.template.passages)
    words = heading.template.filled(
        lambda kind, number: rendering.html[number] if kind == "passage" else _filling(layout, rendering, kind, number)
    )
    if "<sup" in words:
        words = _NOTE_REFERENCE.sub("", words)
    return Heading(heading.level, heading.id, _without_ids(words.strip()), passages)


def _without_ids(inner: str) -> str:
    """Inline HTML that can stand a second time on the page: no ids, no links inside a link."""
    if "<" not in inner:
        return inner
    kept = []
    for token in markup.tokens(inner):
        if token.name == "a":
            continue
        kept.append(re.sub(r'\sid="[^"]*"', "", token.raw) if token.kind == "start" else token.raw)
    return "".join(kept)
