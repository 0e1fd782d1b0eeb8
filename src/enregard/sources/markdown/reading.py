"""Reading a Markdown source: one pass over the block tree that drafts the segments and plans where they stand."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from markdown.util import AtomicString

from enregard.errors import SourceError
from enregard.model import Kind
from enregard.sources import directives
from enregard.sources.cutting import rules_of
from enregard.sources.drafting import Drafts, Piece, Standing, fold, parts_at
from enregard.sources.line_numbers import Cursor
from enregard.sources.markdown import raw_html, scanning
from enregard.sources.markdown.boundaries import boundaries
from enregard.sources.markdown.code_comments import comments
from enregard.sources.markdown.engine import Engine, Knowledge, engine
from enregard.sources.markdown.scanning import readable, with_full_references
from enregard.sources.markdown.slots import STASHED, Slot, slots, split_end, standing_of
from enregard.sources.naming import has_word, one_line

if TYPE_CHECKING:
    from collections.abc import Callable

    from enregard.model import Reading

_TOC_MARKERS = frozenset({"[TOC]"})


@dataclass(slots=True)
class Plan:
    """Where every segment of a document stands, slot by slot in the order of the walk."""

    root: ET.Element
    knowledge: Knowledge
    drafts: Drafts
    slots: list[tuple[Piece, ...] | None] = field(default_factory=list)
    """What takes the place of each slot, its white space included; None: left as it is."""
    stash: dict[int, tuple[raw_html.Part, ...]] = field(default_factory=dict)
    """Raw HTML blocks and fenced code that hold segments."""
    references: dict[str, int] = field(default_factory=dict)
    """Link definitions whose title is a segment."""
    abbreviations: dict[str, int] = field(default_factory=dict)
    has_contents: bool = False
    """True where a table of contents may stand in the text."""


class Reader:
    """One pass over one document.

    A class because the steps share what they have found so far: the drafts, the cursor, the parser.
    """

    def __init__(self, body: str, *, reading: Reading, drafts: Drafts, first_line: int) -> None:
        self.reading = reading
        self.drafts = drafts
        self.engine: Engine = engine(reading)
        self.cursor = Cursor(body, first_line=first_line)
        self.body = body
        self.rules = rules_of(reading)
        self.has_attributes = "attr_list" in self.engine.md.treeprocessors
        root, knowledge = self.engine.parse(body, path=drafts.path)
        self.has_notes = bool(knowledge.footnotes) or "fn:" in body
        self.plan = Plan(root, knowledge, drafts, has_contents=any(marker in body for marker in _TOC_MARKERS))

    def read(self) -> Plan:
        """Draft all segments of the body. Raises SourceError where a limit is passed or a directive is unknown."""
        plan = self.plan
        self.engine.install(plan.knowledge)
        block: ET.Element | None = None
        note: ET.Element | None = None
        for slot in slots(plan.root):
            if len(slot.chain) > 2 * self.reading.limits.nesting:  # a list item is two elements deep
                raise self._too_deep(slot)
            is_quiet = "\x02" not in slot.text and "<!--" not in slot.text
            if slot.chain[0] is not block and (is_quiet or not self._is_directive(slot)):
                block = slot.chain[0]
                self.drafts.scope.enter_block()
            if self.has_notes:
                note = self._enter_note(slot, note)
            if is_quiet:
                plan.slots.append(self._slot(slot, self._sentences))
            elif said := self._lone_directive(slot):
                self.drafts.scope.obey(directives.parse(said, path=self.drafts.path, line=self._line_of(slot.text)))
                self._empty(slot, "")
            elif slot.is_only_placeholders:
                self._empty(slot, STASHED.sub("", slot.text) if self._stashed(slot.stashed) else slot.text)
            else:
                plan.slots.append(self._slot(slot, self._runs))
        self._definitions()
        self._code_outside_stash()
        return plan

    def _too_deep(self, slot: Slot) -> SourceError:
        return SourceError(
            "too complex: blocks are nested too deeply",
            path=self.drafts.path,
            line=self.cursor.find(slot.text),
            advice=f"At most {self.reading.limits.nesting} levels are allowed ([limits] nesting).",
        )

    def _enter_note(self, slot: Slot, current: ET.Element | None) -> ET.Element | None:
        """Let the cursor go where a footnote is defined, outside all sections."""
        note = next((e for e in slot.chain if e.tag == "li" and (e.get("id") or "").startswith("fn:")), None)
        if note is not None and note is not current:
            self.drafts.leave_sections()
            self.cursor.enter_note((note.get("id") or "")[3:])
        return note

    def _is_directive(self, slot: Slot) -> bool:
        return self._lone_directive(slot) is not None or (
            slot.is_only_placeholders
            and any(directives.COMMENT.fullmatch(self._stash_text(number).strip()) for number in slot.stashed)
        )

    def _lone_directive(self, slot: Slot) -> str | None:
        """What a paragraph says that is one directive and nothing else: inside lists they are no HTML blocks."""
        found = None if slot.tail or "<!--" not in slot.text else directives.COMMENT.fullmatch(slot.text.strip())
        return found["said"] if found and "-->" not in found["said"] else None

    def _empty(self, slot: Slot, rest: str) -> None:
        """Leave only ``rest`` in a slot without words; a paragraph that held nothing but directives goes."""
        element = slot.element
        if slot.tail:
            element.tail = rest
        else:
            element.text = rest
        if rest.strip():
            self.plan.slots.append(None)
        elif element.tag == "p" and not len(element) and not (element.tail or "").strip():
            around = slot.chain[-2] if len(slot.chain) > 1 else self.plan.root
            around.remove(element)

    def _stash_text(self, number: int) -> str:
        stash = self.plan.knowledge.stash
        return str(stash[number]) if number < len(stash) else ""

    def _stashed(self, numbers: tuple[int, ...]) -> bool:
        """Plan stashed blocks; True where they were directives and nothing else."""
        only_directives = bool(numbers)
        for number in numbers:
            raw = self._stash_text(number)
            found = directives.COMMENT.fullmatch(raw.strip())
            if found:
                self.drafts.scope.obey(directives.parse(found["said"], path=self.drafts.path, line=self._line_of(raw)))
                self.plan.knowledge.stash[number] = ""
            else:
                only_directives = False
                self._raw(number, raw)
        return only_directives

    def _line_of(self, raw: str) -> int | None:
        return self.cursor.find(raw.strip())

    def _raw(self, number: int, raw: str) -> None:
        if raw.lstrip().startswith("<pre"):
            self._code(number, raw)
            return
        parts = raw_html.plan(raw, self.drafts, rules=self.rules, cursor=self.cursor, nested=self._nested)
        if any(not isinstance(part, str) for part in parts):
            self.plan.stash[number] = parts

    def _nested(self, number: int) -> None:
        self._stashed((number,))

    def _code(self, number: int, raw: str) -> None:
        if not self.reading.code_comments or self.drafts.scope.skipping:
            self.drafts.omit(re.sub(r"<[^>]*>", "", raw), "code", None)
            return
        parts: list[raw_html.Part] = []
        position = 0
        for start, end, words in comments(raw):
            standing = Standing(Kind.CODE_COMMENT, "Code comment", literal=True)
            parts += [
                raw[position:start],
                raw_html.Words(raw[start:end], self.drafts.add_one(words, standing, line=None), bare=False),
            ]
            position = end
        if parts:
            self.plan.stash[number] = (*parts, raw[position:])

    def _literal(self, slot: Slot) -> tuple[Piece, ...] | None:
        """Plan HTML text that stands in the tree, inside an element whose other content is Markdown."""
        around = raw_html.Around()
        for element in slot.chain:
            around.enter(str(element.tag), translate=element.get("translate"), classes=element.get("class"))
        parts = raw_html.text_parts(
            slot.text, self.drafts, around, rules=self.rules, cursor=self.cursor, nested=self._nested
        )
        pieces = tuple(
            Piece(part.raw, "", part.segment) if isinstance(part, raw_html.Words) else Piece(str(part), "", None)
            for part in parts
        )
        return pieces if any(piece.segment is not None for piece in pieces) else None

    def _slot(
        self, slot: Slot, read: Callable[[str, Standing, int | None], tuple[Piece, ...]]
    ) -> tuple[Piece, ...] | None:
        """Plan a slot with words in it; ``read`` plans what stands between the white space around them."""
        if isinstance(slot.text, AtomicString):
            return self._literal(slot)
        text, end = split_end(slot.text, slot.chain[-1].tag, attributes=self.has_attributes)
        words = text.lstrip()
        if not words or words in _TOC_MARKERS:
            return None
        standing = standing_of(slot)
        line = self.cursor.find(words)
        if standing.level is not None:
            self.drafts.meet_heading(standing.level)
        pieces = read(words, standing, line)
        self.drafts.scope.whole = False  # what was written inside the text is used up
        if standing.level is not None and not slot.tail:
            self.drafts.enter_heading(standing.level, readable(words))
        return _between(text[: len(text) - len(words)], pieces, end)

    def _runs(self, text: str, standing: Standing, line: int | None) -> tuple[Piece, ...]:
        """Plan a slot's text around the directives and stash placeholders in it."""
        pieces: list[Piece] = []
        position = 0
        splits = [(m.start(), m.end(), None) for m in STASHED.finditer(text)]
        commands = [
            (tag.start(), tag.end(), directives.parse(found["said"], path=self.drafts.path, line=line))
            for tag in scanning.comments(text)
            if (found := directives.COMMENT.fullmatch(tag.group()))
        ]
        for start, end, directive in sorted([*splits, *commands], key=lambda s: s[0]):
            pieces += self._run(text[position:start], standing, line)
            if directive is None:
                self._stashed(tuple(int(n) for n in STASHED.findall(text[start:end])))
                pieces.append(Piece(text[start:end], "", None))
            else:
                self.drafts.scope.obey(directive)
            position = end
        pieces += self._run(text[position:], standing, line)
        return tuple(pieces)

    def _run(self, text: str, standing: Standing, line: int | None) -> tuple[Piece, ...]:
        words = text.strip()
        if not words:
            return (Piece("", text, None),) if text else ()
        lead = text[: text.index(words)]
        return _between(lead, self._sentences(words, standing, line), text[len(lead) + len(words) :])

    def _sentences(self, text: str, standing: Standing, line: int | None) -> tuple[Piece, ...]:
        """Plan a run of words without white space around it."""
        full = with_full_references(text, self.plan.knowledge.references)
        folded, ends = fold(full, breaks="every" if self.engine.keeps_newlines else "hard")
        parts = parts_at(folded, self._cuts(folded))
        return self.drafts.add(parts, standing, line=line, has_words=self._has_words, breaks=ends)

    def _cuts(self, text: str) -> list[int]:
        if self.rules is None or self.drafts.scope.is_whole:
            return []
        return boundaries(
            text, rules=self.rules, engine=self.engine, knowledge=self.plan.knowledge, math=self.reading.math
        )

    def _has_words(self, text: str) -> bool:
        return scanning.has_words(text, math=self.reading.math)

    def _definitions(self) -> None:
        """Titles of link definitions, and abbreviations: segments that stand nowhere in the tree."""
        drafts, knowledge = self.drafts, self.plan.knowledge
        drafts.leave_sections()
        drafts.scope.skipping = False
        self.cursor.restart()
        for identifier, (_, title) in knowledge.references.items():
            if title and has_word(title):
                standing = Standing(Kind.LINK_TITLE, "Link title", literal=True)
                self.plan.references[identifier] = drafts.add_one(one_line(title), standing, line=None)
        for short, long in knowledge.abbreviations.items():
            line = self.cursor.find(f"*[{short}]:")
            standing = Standing(Kind.ABBREVIATION, "Abbreviation", literal=True)
            self.plan.abbreviations[short] = drafts.add_one(f"*[{short}]: {long}", standing, line=line)

    def _code_outside_stash(self) -> None:
        for element in self.plan.root.iter("pre"):
            self.drafts.omit("".join(element.itertext()), "code", None)


def _between(lead: str, pieces: tuple[Piece, ...], behind: str) -> tuple[Piece, ...]:
    """Pieces with the white space that stands around them."""
    if lead:
        pieces = (Piece("", lead, None), *pieces)
    if behind and pieces:
        last = pieces[-1]
        pieces = (*pieces[:-1], Piece(last.text, last.behind + behind, last.segment))
    return pieces
