"""Plain text sources: paragraphs by blank line or one per line, headings recognised without any mark."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from enregard.model import Block, Fill, FrontMatter, Heading, Kind, Omitted, Page, Passage, Segment, State
from enregard.sources import directives
from enregard.sources.cutting import rules_of
from enregard.sources.drafting import Drafts, Piece, Standing, fold, parts_at
from enregard.sources.naming import has_word, slug

if TYPE_CHECKING:
    from enregard.model import Reading
    from enregard.segmentation import Rules
    from enregard.sources.contract import Ids, StateOf

HEADING_LENGTH = 100
"""A heading is at most this long, in characters."""
HEADING_WORDS = 14
WRAPPED_LENGTH = 30
"""A line that an editor wrapped is at least this long; items of a list are shorter."""
TITLE_LENGTH = 50
"""A line that stays a title of its own above a wrapped paragraph is shorter than this."""
_SECTION_WORDS = re.compile(
    r"(?:introduction|conclusions?|annexes?|bibliographie|avant-propos)\b(?:\s+(?:[A-Z0-9]{1,4}|générale?))?\s*\Z",
    re.IGNORECASE,
)
_ENDED = re.compile(r"[.!?…»”]\Z")
_LIST_SIGN = re.compile(r"(?:[-–—•*]|\d{1,3}[.)])\s")
_FINAL = re.compile(r"[.!?…:;,»”\"]\s*\Z")
_NOT_A_HEADING = re.compile(r"[-–—•*]\s|\(|\d{1,3}[.)]\s*\Z")


@dataclass(frozen=True, slots=True)
class _Paragraph:
    """One paragraph of the text, its lines still apart."""

    text: str
    line: int
    alone: bool
    """True where it is one line."""


@dataclass(frozen=True, slots=True)
class _PlanBlock:
    tag: str
    pieces: tuple[Piece, ...]
    id: str | None = None


def _paragraphs(text: str, *, path: str) -> list[_Paragraph | directives.Directive]:
    """Cut the text into paragraphs: at blank lines, and at line ends that no wrapping has made."""
    groups: list[list[tuple[int, str]]] = [[]]
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            groups[-1].append((number, line.strip(" \t\r\f\v")))
        elif groups[-1]:
            groups.append([])
    wrapped = _is_wrapped(groups)
    out: list[_Paragraph | directives.Directive] = []
    for group in groups:
        pending: list[tuple[int, str]] = []
        for item in [*_without_directives(group, path=path), None]:
            if isinstance(item, tuple) and pending and _continues(pending[-1][1], item[1], wrapped=wrapped):
                pending.append(item)
                continue
            if pending:
                out.append(_paragraph(pending))
            pending = [item] if isinstance(item, tuple) else []
            if isinstance(item, directives.Directive):
                out.append(item)
    return out


def _continues(line: str, below: str, *, wrapped: bool) -> bool:
    """Whether the line below goes on with this one, because an editor wrapped the paragraph."""
    if _LIST_SIGN.match(below):
        return False
    if len(line) >= WRAPPED_LENGTH and _ENDED.search(line) is None and below[:1].islower():
        return True
    title = len(line) < TITLE_LENGTH and _FINAL.search(line) is None and not below[:1].islower()
    return wrapped and not title


def _is_wrapped(groups: list[list[tuple[int, str]]]) -> bool:
    """Whether the text is wrapped: at a third of its line ends or more a sentence goes on with a small letter."""
    pairs = [pair for group in groups for pair in pairwise([line for _, line in group])]
    return 0 < len(pairs) <= 3 * sum(1 for line, below in pairs if _continues(line, below, wrapped=False))


def _without_directives(group: list[tuple[int, str]], *, path: str) -> list[tuple[int, str] | directives.Directive]:
    out: list[tuple[int, str] | directives.Directive] = []
    for number, line in group:
        found = directives.COMMENT.fullmatch(line.strip())
        out.append((number, line) if found is None else directives.parse(found["said"], path=path, line=number))
    return out


def _paragraph(lines: list[tuple[int, str]]) -> _Paragraph:
    return _Paragraph("\n".join(line for _, line in lines), lines[0][0], alone=len(lines) == 1)


def _may_be_heading(paragraph: _Paragraph | directives.Directive | None) -> bool:
    """A line alone that is short and has no final punctuation."""
    if not isinstance(paragraph, _Paragraph) or not paragraph.alone:
        return False
    text = paragraph.text
    return (
        len(text) <= HEADING_LENGTH
        and len(text.split()) <= HEADING_WORDS
        and has_word(text)
        and _FINAL.search(text) is None
        and _NOT_A_HEADING.match(text) is None
    )


def _levels(paragraphs: list[_Paragraph | directives.Directive]) -> list[int]:
    """The heading level of each paragraph, 0 for text (contract: what stands before text; of two, h2 and h3)."""
    levels = [0] * len(paragraphs)
    texts = [i for i, p in enumerate(paragraphs) if isinstance(p, _Paragraph)]
    last = 0
    position = 0
    while position < len(texts):
        run = position
        while run < len(texts) and _may_be_heading(paragraphs[texts[run]]):
            run += 1
        count = run - position
        if run == len(texts) or not 1 <= count <= 3:  # nothing below it, or a list of lines
            position = max(run, position) + 1 if count == 0 else run
            continue
        for depth in range(count):
            index = texts[position + depth]
            last = _level(paragraphs[index], depth=depth, count=count, last=last)
            levels[index] = last
        position = run + 1
    return levels


def _level(paragraph: _Paragraph | directives.Directive, *, depth: int, count: int, last: int) -> int:
    if count > 1:
        return min(2 + depth, 4)
    text = paragraph.text if isinstance(paragraph, _Paragraph) else ""
    return 2 if last == 0 or _SECTION_WORDS.match(text) else last


class PlainManuscript:
    """Fulfils ``sources.contract.Manuscript`` for text without any markup."""

    __slots__ = ("_blocks", "_language", "front_matter", "name", "omitted", "path", "segments")

    def __init__(
        self,
        *,
        path: str,
        name: str,
        language: str,
        segments: tuple[Segment, ...],
        omitted: tuple[Omitted, ...],
        blocks: list[_PlanBlock],
    ) -> None:
        self.path = path
        self.name = name
        self.front_matter = FrontMatter()
        self.segments = segments
        self.omitted = omitted
        self._blocks = blocks
        self._language = language

    def render(self, fill: Fill, language: str, *, state_of: StateOf | None = None) -> Page:
        """Render the page in a language; see ``sources.contract.Manuscript``."""
        blocks = tuple(self._block(block, fill, language, state_of) for block in self._blocks)
        contents = tuple(
            Heading(
                int(block.tag[1]), block.id or "", " ".join(p.html for p in page_block.passages), page_block.passages
            )
            for block, page_block in zip(self._blocks, blocks, strict=True)
            if block.id is not None and page_block.passages
        )
        return Page(language=language, blocks=blocks, contents=contents, metadata={})

    def _block(self, block: _PlanBlock, fill: Fill, language: str, state_of: StateOf | None) -> Block:
        inner: list[str] = []
        passages: list[Passage] = []
        for piece in block.pieces:
            if piece.segment is None:
                inner.append(html.escape(piece.text + piece.behind, quote=False))
                continue
            passage = self._passage(self.segments[piece.segment], fill, language, state_of)
            passages.append(passage)
            state = "" if passage.state is State.TRANSLATED else f' data-state="{passage.state}"'
            own = "" if passage.language == language else f' lang="{passage.language}"'
            inner.append(f'<span data-segment="{passage.segment.id}"{state}{own}>{passage.html}</span>{piece.behind}')
        content = "".join(inner).strip()
        attributes = {} if block.id is None else {"id": block.id}
        opening = block.tag if block.id is None else f'{block.tag} id="{html.escape(block.id)}"'
        return Block(
            tag=block.tag,
            attributes=attributes,
            inner=content,
            html=f"<{opening}>{content}</{block.tag}>",
            passages=tuple(passages),
            wordless=not passages,
        )

    def _passage(self, segment: Segment, fill: Fill, language: str, state_of: StateOf | None) -> Passage:
        filled = fill(segment)
        if language == self._language:
            state = State.TRANSLATED
        elif state_of is not None:
            state = state_of(segment)
        else:
            state = State.UNTRANSLATED if filled is None else State.TRANSLATED
        text = segment.text if filled is None else " ".join(filled.split("\n")).strip()
        shown = self._language if filled is None else language
        return Passage(segment, shown, state, html.escape(text, quote=False))


def read(text: str, *, path: str, name: str, reading: Reading, ids: Ids) -> PlainManuscript:
    """Read a plain text: all of it is literal, never Markdown. Raises SourceError for a wrong directive."""
    drafts = Drafts(path=path, limits=reading.limits, ids=ids)
    rules = rules_of(reading)
    paragraphs = _paragraphs(text, path=path)
    blocks: list[_PlanBlock] = []
    taken: set[str] = set()
    for paragraph, level in zip(paragraphs, _levels(paragraphs), strict=True):
        if isinstance(paragraph, directives.Directive):
            drafts.scope.obey(paragraph)
            continue
        drafts.scope.enter_block()
        blocks.append(_drafted(paragraph, level, drafts, rules, taken))
    return PlainManuscript(
        path=path,
        name=name,
        language=reading.language,
        segments=tuple(drafts.segments),
        omitted=tuple(drafts.omitted),
        blocks=blocks,
    )


def _drafted(paragraph: _Paragraph, level: int, drafts: Drafts, rules: Rules | None, taken: set[str]) -> _PlanBlock:
    folded, breaks = fold(paragraph.text, breaks="none")
    if level:
        standing = Standing(Kind.HEADING, f"Title {'#' * level}", literal=True)
        drafts.meet_heading(level)
        pieces = drafts.add([(folded, "")], standing, line=paragraph.line, has_words=has_word, breaks=breaks)
        drafts.enter_heading(level, folded)
        return _PlanBlock(f"h{level}", pieces, _heading_id(folded, taken))
    cuts = [] if rules is None or drafts.scope.is_whole else rules.boundaries(folded)
    standing = Standing(Kind.PARAGRAPH, "Plain text", literal=True)
    parts = parts_at(folded, cuts)
    return _PlanBlock("p", drafts.add(parts, standing, line=paragraph.line, has_words=has_word, breaks=breaks))


def _heading_id(text: str, taken: set[str]) -> str:
    """An address for a heading as Python-Markdown's ``toc`` makes it: ASCII, hyphens, ``_1`` for repeats."""
    base = slug(text)
    candidate, number = base, 0
    while candidate in taken:
        number += 1
        candidate = f"{base}_{number}"
    taken.add(candidate)
    return candidate
