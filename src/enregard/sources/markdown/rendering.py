"""Rendering a planned document: the same walk fills the slots, then Python-Markdown does the rest."""

from __future__ import annotations

import copy
import html
import re
import xml.etree.ElementTree as ET
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from markdown.util import AtomicString

from enregard import languages, markup
from enregard.model import Block, Heading, Kind, Page, Passage, Segment, State
from enregard.sources.markdown.raw_html import Tag, Words
from enregard.sources.markdown.scanning import MARKUP
from enregard.sources.markdown.slots import STASHED, slots
from enregard.sources.metadata import key_of
from enregard.sources.naming import one_line

if TYPE_CHECKING:
    from enregard.model import Fill
    from enregard.sources.contract import StateOf
    from enregard.sources.markdown.engine import Engine
    from enregard.sources.markdown.raw_html import Part
    from enregard.sources.markdown.reading import Plan, SlotPlan

_HOLE = re.compile("\x02passage:([0-9]+)\x03")
_PLACEHOLDER_SIGNS = re.compile("[\x02\x03]")
_LINE_END = re.compile(r"[ \t]*\n[ \t]*")
_ABBREVIATION = re.compile(r"\*\[([^\]\\]+)\][ ]?:[ ]*(.*)", re.DOTALL)
_NOTE_REFERENCE = re.compile(r'<sup id="fnref[^"]*">.*?</sup>', re.DOTALL)
_HEADING = re.compile(r"h[1-6]")
_ROWS = {"ul": "li", "ol": "li", "table": "tr"}


@dataclass(slots=True)
class Rendering:
    """One rendering of one document under way."""

    plan: Plan
    engine: Engine
    segments: tuple[Segment, ...]
    fill: Fill
    language: str
    source_language: str
    state_of: StateOf | None
    spans: dict[int, ET.Element] = field(default_factory=dict)
    """The elements that were put into the tree, by the index of their segment."""
    shells: list[ET.Element] = field(default_factory=list)
    """Spans that vanish at the end: around text that is no segment, so that notes referred to there are numbered in
    the same order as all others, and around the holes of plain passages."""
    html: dict[int, str] = field(default_factory=dict)
    """Rendered HTML of each passage, without its span."""
    shown: dict[int, Passage] = field(default_factory=dict)
    texts: dict[int, str | None] = field(default_factory=dict)

    @property
    def skips_plain_text(self) -> bool:
        """Whether text without markup comes out of the parser as it went in: no abbreviations, no foreign patterns."""
        return self.engine.is_standard and not self.plan.knowledge.abbreviations

    def text_of(self, index: int) -> str | None:
        """What stands in place of a segment; None: the French."""
        if index not in self.texts:
            filled = self.fill(self.segments[index])
            self.texts[index] = None if filled is None else _PLACEHOLDER_SIGNS.sub("\ufffd", filled)
        return self.texts[index]

    def passage(self, index: int, inner: str) -> Passage:
        """The passage of a segment, with its language and state."""
        segment, filled = self.segments[index], self.text_of(index) is not None
        language = self.language if filled or self.language == self.source_language else self.source_language
        if self.language == self.source_language:
            state = State.TRANSLATED
        elif self.state_of is not None:
            state = self.state_of(segment)
        else:
            state = State.TRANSLATED if filled else State.UNTRANSLATED
        self.shown[index] = Passage(segment, language, state, inner)
        return self.shown[index]

    def wrapped(self, passage: Passage) -> str:
        """The passage as it stands on the page, in its span."""
        state = "" if passage.state is State.TRANSLATED else f' data-state="{passage.state}"'
        language = "" if passage.language == self.language else f' lang="{passage.language}"'
        return f'<span data-segment="{passage.segment.id}"{state}{language}>{passage.html}</span>'


def render(rendering: Rendering, heading_ids: tuple[str | None, ...] | None) -> tuple[Page, tuple[str | None, ...]]:
    """Render the page; also the ids of its headings, which every other language takes over from the French."""
    plan, engine = rendering.plan, rendering.engine
    engine.install(plan.knowledge)
    root = copy.deepcopy(plan.root)
    for slot, slot_plan in zip(slots(root), plan.slots, strict=True):
        if slot_plan is not None:
            _fill_slot(rendering, slot.element, slot_plan, tail=slot.tail, parent=slot.chain[-1])
    _fill_stash(rendering)
    _fill_definitions(rendering)
    if heading_ids is not None:
        for element, known in zip(_headings(root), heading_ids, strict=True):
            if known is not None:
                element.set("id", known)
    root = engine.finish(root, path=plan.drafts.path)
    ids = tuple(element.get("id") for element in _headings(root))
    _after(root, rendering.language)
    for shell in rendering.shells:
        shell.tag = None  # type: ignore[assignment]  # serialised as its content
    for index, span in rendering.spans.items():
        _empty_into_hole(rendering, index, span)
    blocks = tuple(_block(rendering, element) for element in root)
    return _page(rendering, blocks, root), ids


def _fill_slot(rendering: Rendering, element: ET.Element, plan: SlotPlan, *, tail: bool, parent: ET.Element) -> None:
    """Put the passages of one slot into the tree, as children behind its leading text."""
    position = list(parent).index(element) + 1 if tail else 0
    in_heading = _HEADING.fullmatch(parent.tag) is not None
    lead = plan.lead
    previous: ET.Element | None = None
    shell: ET.Element | None = None
    if not any(piece.segment is not None for piece in plan.pieces):
        previous = shell = ET.Element("span")
        parent.insert(position, shell)
        rendering.shells.append(shell)
    for number, piece in enumerate(plan.pieces):
        behind = piece.behind + (plan.end if number == len(plan.pieces) - 1 else "")
        if piece.segment is None:
            if previous is None:
                lead += piece.text + behind
            elif previous is shell:
                previous.text = (previous.text or "") + (previous.tail or "") + piece.text
                previous.tail = behind
            else:
                between = (previous.tail or "") + piece.text + behind
                previous.tail = AtomicString(between) if plan.literal else between
            continue
        if plan.literal:
            span = _hole(rendering, piece.segment, _raw_words(rendering, piece.segment, piece.text))
        else:
            span = _span(rendering, piece.segment, in_heading=in_heading)
        span.tail = behind
        parent.insert(position, span)
        position += 1
        previous = span
    if tail:
        element.tail = AtomicString(lead) if plan.literal else lead
    else:
        element.text = AtomicString(lead) if plan.literal else lead


def _span(rendering: Rendering, index: int, *, in_heading: bool) -> ET.Element:
    """The element that stands for a passage in the tree; text without any markup goes past the inline parser.

    Headings are the exception: their ids are made from the text in the tree.
    """
    text = _inline_text(rendering, index)
    if rendering.skips_plain_text and not in_heading and "\n" not in text and MARKUP.search(text) is None:
        return _hole(rendering, index, html.escape(text, quote=False))
    span = ET.Element("span")
    span.text = text
    rendering.spans[index] = span
    return span


def _hole(rendering: Rendering, index: int, inner: str) -> ET.Element:
    """A place in the tree for a passage whose HTML is known already."""
    rendering.html[index] = inner
    span = ET.Element("span")
    span.text = AtomicString(f"\x02passage:{index}\x03")
    rendering.shells.append(span)
    return span


def _raw_words(rendering: Rendering, index: int, raw: str) -> str:
    """HTML of a passage of raw HTML: the author's own bytes where nothing else stands there."""
    filled = rendering.text_of(index)
    if filled is None or filled == rendering.segments[index].text:
        return raw
    return html.escape(" ".join(filled.split("\n")).strip(), quote=False)


def _inline_text(rendering: Rendering, index: int) -> str:
    """The raw inline Markdown of a passage: line ends of a translation are hard breaks where the French has some."""
    filled = rendering.text_of(index)
    source = rendering.segments[index].text
    if filled is None or filled == source:
        return source
    breaks = "\n" if rendering.engine.keeps_newlines else "  \n"
    filled = _LINE_END.sub(breaks if "\n" in source else " ", filled.strip())
    return filled.replace("[", "\\[") if filled == "[TOC]" else filled


def _fill_stash(rendering: Rendering) -> None:
    stash = rendering.engine.md.htmlStash.rawHtmlBlocks
    for number, parts in rendering.plan.stash.items():
        stash[number] = "".join(_part(rendering, part) for part in parts)


def _part(rendering: Rendering, part: Part) -> str:
    match part:
        case Words():
            inner = _raw_words(rendering, part.segment, part.raw)
            rendering.html[part.segment] = inner
            return inner if part.bare else f"\x02passage:{part.segment}\x03"
        case Tag():
            values = {}
            for name, index in part.segments.items():
                filled = rendering.text_of(index)
                if filled is not None and filled != rendering.segments[index].text:
                    values[name] = filled
                rendering.html[index] = html.escape(filled or rendering.segments[index].text)
            return markup.with_attributes(part.token, values)
        case _:
            return part


def _fill_definitions(rendering: Rendering) -> None:
    """Titles of link definitions, and abbreviations with the translation's own key."""
    md = rendering.engine.md
    for identifier, index in rendering.plan.references.items():
        filled = rendering.text_of(index)
        rendering.html[index] = html.escape(filled or rendering.segments[index].text)
        if filled is not None:
            md.references[identifier] = (md.references[identifier][0], one_line(filled))
    translated: dict[str, str] = {}
    for short, index in rendering.plan.abbreviations.items():
        filled = rendering.text_of(index)
        rendering.html[index] = html.escape(filled or rendering.segments[index].text)
        if filled is not None and filled != rendering.segments[index].text:
            found = _ABBREVIATION.fullmatch(filled.strip())
            key, title = (found[1].strip(), found[2].strip()) if found else (short, filled.strip())
            translated[key or short] = title
    if translated:
        rendering.engine.set_abbreviations({**rendering.plan.knowledge.abbreviations, **translated})


def _headings(root: ET.Element) -> list[ET.Element]:
    return [e for e in root.iter() if _HEADING.fullmatch(str(e.tag))]


def _after(root: ET.Element, language: str) -> None:
    """Alignment as classes (the pages' security policy blocks inline style), back-links named in the language."""
    back = languages.words(language)
    for element in root.iter():
        if element.tag in {"td", "th"} and (align := element.attrib.pop("align", None)):
            element.set("class", f"{element.get('class', '')} align-{align}".strip())
        elif element.tag == "a" and element.get("class") == "footnote-backref":
            number = re.search(r"\d+", element.get("title") or "")
            label = back("Jump back to footnote %s in the text") % (number.group() if number else "")
            element.set("title", label)
            element.set("aria-label", label)


def _empty_into_hole(rendering: Rendering, index: int, span: ET.Element) -> None:
    """Serialise a passage once, and leave a hole in the tree where it stands."""
    engine = rendering.engine
    shell = ET.Element("span")
    shell.text = span.text
    shell.extend(list(span))
    text = engine.serialise(shell)
    inner = engine.post_process(text[len("<span>") : -len("</span>")])
    # A stray end tag of the author's would close our span before its time; a translator's is for containment to name.
    own = rendering.texts.get(index) in {None, rendering.segments[index].text}
    stray = own and inner.count("</span") > inner.count("<span")
    rendering.html[index] = markup.balanced(inner) if stray else inner
    for child in list(span):
        span.remove(child)
    span.tag = None  # type: ignore[assignment]  # Python-Markdown serialises an element without tag as its text
    span.text = f"\x02passage:{index}\x03"


def _block(rendering: Rendering, element: ET.Element) -> Block:
    engine = rendering.engine
    element.tail = None
    is_raw = element.tag == "p" and not len(element) and STASHED.fullmatch((element.text or "").strip()) is not None
    template = engine.post_process(engine.serialise(element)).strip()
    order = [int(number) for number in _HOLE.findall(template)]
    passages = tuple(rendering.passage(index, rendering.html[index]) for index in order)
    by_index = dict(zip(order, passages, strict=True))
    whole = _HOLE.sub(lambda m: rendering.wrapped(by_index[int(m[1])]), template)
    attributes = {} if is_raw else {name: value or "" for name, value in element.attrib.items()}
    inner = whole if is_raw or not whole.endswith(">") else whole[whole.index(">") + 1 : whole.rfind("</")]
    return Block(
        tag="" if is_raw else str(element.tag),
        attributes=attributes,
        inner=inner if is_raw or element.tag != "hr" else "",
        html=whole,
        passages=passages,
        wordless=not passages and "toc" not in attributes.get("class", "").split(),
        items=_items(element),
    )


def _items(element: ET.Element) -> int:
    """Rows that can be set level with those of the other language."""
    if element.get("class") == "footnote":
        return sum(1 for _ in element.iterfind("ol/li"))
    row = _ROWS.get(str(element.tag))
    if row == "tr":
        return sum(1 for _ in element.iter("tr"))
    if row is not None:
        return sum(1 for child in element if child.tag == row)
    return len(element) if element.tag in {"blockquote", "dl", "div"} else 0


def _page(rendering: Rendering, blocks: tuple[Block, ...], root: ET.Element) -> Page:
    for index in rendering.html.keys() - rendering.shown.keys():
        rendering.passage(index, rendering.html[index])
    on_page = {p.segment.id for b in blocks for p in b.passages}
    metadata: dict[str, Passage] = {}
    for index, segment in enumerate(rendering.segments):
        if segment.kind is Kind.METADATA:
            filled = rendering.text_of(index)
            key = key_of(segment.type)
            metadata[key] = rendering.passage(index, html.escape(filled or segment.text, quote=False))
    attributes = tuple(
        rendering.shown[index]
        for index, segment in enumerate(rendering.segments)
        if segment.kind is not Kind.METADATA and segment.id not in on_page and index in rendering.shown
    )
    return Page(
        language=rendering.language,
        blocks=blocks,
        contents=tuple(_contents(rendering, root)),
        metadata=metadata,
        attributes=attributes,
    )


def _contents(rendering: Rendering, root: ET.Element) -> list[Heading]:
    out = []
    for element in _headings(root):
        identifier = element.get("id")
        if identifier is None:
            continue
        template = rendering.engine.post_process(rendering.engine.serialise(element))
        inner = template[template.index(">") + 1 : template.rfind("</")]
        passages = tuple(rendering.shown[int(number)] for number in _HOLE.findall(inner))
        words = _NOTE_REFERENCE.sub("", _HOLE.sub(lambda m: rendering.html[int(m[1])], inner)).strip()
        out.append(Heading(int(str(element.tag)[1]), identifier, _without_ids(words), passages))
    return out


def _without_ids(inner: str) -> str:
    """Inline HTML that can stand a second time on the page: no ids, no links inside a link."""
    kept = []
    for token in markup.tokens(inner):
        if token.name == "a":
            continue
        kept.append(re.sub(r'\sid="[^"]*"', "", token.raw) if token.kind == "start" else token.raw)
    return "".join(kept)
