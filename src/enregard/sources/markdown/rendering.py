"""Rendering a planned document: the same walk fills the slots, then Python-Markdown does the rest."""

from __future__ import annotations

import copy
import re
import xml.etree.ElementTree as ET
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from markdown.util import AtomicString

from enregard import markup
from enregard.sources.markdown import simple
from enregard.sources.markdown.layout import BlockLayout, HeadingLayout, Layout, Rendering, TagLayout, hole, template
from enregard.sources.markdown.raw_html import Tag, Words
from enregard.sources.markdown.slots import STASHED, Slot, slots
from enregard.sources.naming import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, MutableMapping

    from enregard.model import Segment
    from enregard.sources.drafting import Piece
    from enregard.sources.markdown.engine import Engine, Knowledge
    from enregard.sources.markdown.raw_html import Part
    from enregard.sources.markdown.reading import Plan

_ABBREVIATION = re.compile(r"\*\[([^\]\\]+)\][ ]?:[ ]*(.*)", re.DOTALL)
_HEADING = re.compile(r"h[1-6]")
_ROWS = {"ul": "li", "ol": "li", "table": "tr"}
_NOTE = re.compile(r"\[\^([^\]]*)\]")
KNOTTY = re.compile(r"[{\n\\]")
"""Signs without which the tree processors behind ``inline`` find nothing to do inside a passage."""


@dataclass(slots=True)
class _Filling:
    """The tree of a document being filled with the passages of one rendering."""

    plan: Plan
    engine: Engine
    rendering: Rendering | None
    """None: holes are left for all passages but those in headings, whose ids are made from the French."""
    segments: tuple[Segment, ...]
    spans: dict[int, ET.Element] = field(default_factory=dict)
    """The elements that were put into the tree, by the index of their segment."""
    shells: list[ET.Element] = field(default_factory=list)
    """Spans that vanish at the end: around text that is no segment, so that notes referred to there are numbered in
    the same order as all others, and around holes."""
    inline: list[int] = field(default_factory=list)
    raw: dict[int, str] = field(default_factory=dict)
    spoken: list[int] = field(default_factory=list)
    tags: list[TagLayout] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def text(self, index: int) -> str:
        """The raw inline Markdown of a passage."""
        return self.segments[index].text if self.rendering is None else self.rendering.inline_text(index)


def independent(plan: Plan, engine: Engine) -> bool:
    """Whether nothing on the page but the passages themselves depends on what they say.

    Abbreviations are marked in all text, titles of link definitions appear wherever the link does, a table of contents
    in the text holds the words of headings, a second reference to a note gives it a second way back, and nobody knows
    what an extension does.
    """
    if not engine.is_known or plan.knowledge.abbreviations or plan.references or plan.has_contents:
        return False
    return notes_once(plan.knowledge, (piece.text for pieces in plan.slots for piece in pieces or ()))


def notes_once(knowledge: Knowledge, texts: Iterable[str]) -> bool:
    """Whether the texts refer to each note once at most: then it does not matter which comes first."""
    if not knowledge.footnotes:
        return True
    found = Counter(label for text in texts for label in _NOTE.findall(text))
    return all(found[label] <= 1 for label in knowledge.footnotes)


def lay_out(plan: Plan, engine: Engine, segments: tuple[Segment, ...]) -> Layout:
    """The layout of a document for all languages; only where it is ``independent``. Uses the tree of the plan up."""
    return _laid_out(_Filling(plan, engine, None, segments), plan.root, None)


def render_whole(
    rendering: Rendering, plan: Plan, engine: Engine, heading_ids: tuple[str | None, ...] | None
) -> Layout:
    """The layout of a document with these very passages; their HTML is in the rendering then."""
    return _laid_out(_Filling(plan, engine, rendering, rendering.segments), copy.deepcopy(plan.root), heading_ids)


def render_passages(
    rendering: Rendering, layout: Layout, knowledge: Knowledge, engine: Engine, known: MutableMapping[str, str]
) -> None:
    """Render the inline passages of a layout by themselves.

    ``known``: HTML of the author's own texts, which the next rendering may show again; what is missing is added.
    """
    waiting: dict[str, list[int]] = {}
    has_references = bool(knowledge.references)
    for index in layout.inline:
        text = rendering.inline_text(index)
        inner = simple.html(text, has_references=has_references)
        if inner is None:
            waiting.setdefault(text, []).append(index)
        else:
            rendering.html[index] = inner
    new = [text for text in waiting if text not in known]
    if new:
        engine.install(knowledge)
    made = dict(zip(new, engine.inline_html(new, knotty=KNOTTY), strict=True)) if new else {}
    for text, places in waiting.items():
        inner = known[text] if text in known else made[text]
        for index in places:
            rendering.html[index] = _without_stray_ends(rendering, index, inner)
            if rendering.is_own(index):
                known[text] = inner


def _laid_out(filling: _Filling, root: ET.Element, heading_ids: tuple[str | None, ...] | None) -> Layout:
    plan, engine = filling.plan, filling.engine
    engine.install(plan.knowledge)
    for slot, pieces in zip(slots(root), plan.slots, strict=True):
        if pieces is not None:
            _fill_slot(filling, slot, pieces)
    _fill_stash(filling)
    _fill_definitions(filling)
    if heading_ids is not None:
        for element, known in zip(_headings(root), heading_ids, strict=True):
            if known is not None:
                element.set("id", known)
    root = engine.finish(root, path=plan.drafts.path, has_contents=plan.has_contents)
    headings = _headings(root)
    ids = tuple(element.get("id") for element in headings)
    _after(root)
    for shell in filling.shells:
        shell.tag = None  # type: ignore[assignment]  # serialised as its content
    for index, span in filling.spans.items():
        _empty_into_hole(filling, index, span)
    blocks = tuple(_block(filling, element) for element in root)
    return Layout(
        blocks=blocks,
        headings=tuple(
            _heading(filling, e, identifier) for e, identifier in zip(headings, ids, strict=True) if identifier
        ),
        ids=ids,
        inline=tuple(filling.inline),
        raw=filling.raw,
        spoken=tuple(filling.spoken),
        tags=tuple(filling.tags),
        notes=tuple(filling.notes),
    )


def _fill_slot(filling: _Filling, slot: Slot, pieces: tuple[Piece, ...]) -> None:
    """Put the passages of one slot into the tree, as children behind its leading text."""
    parent = slot.chain[-1]
    position = list(parent).index(slot.element) + 1 if slot.tail else 0
    in_heading = _HEADING.fullmatch(parent.tag) is not None
    is_literal = isinstance(slot.text, AtomicString)
    lead = ""
    previous: ET.Element | None = None
    shell: ET.Element | None = None
    if all(piece.segment is None for piece in pieces):
        previous = shell = ET.Element("span")
        parent.insert(position, shell)
        filling.shells.append(shell)
    for piece in pieces:
        if piece.segment is None:
            if "[^" in piece.text:
                filling.notes.append(piece.text)
            if previous is None:
                lead += piece.text + piece.behind
            elif previous is shell:
                previous.text = (previous.text or "") + (previous.tail or "") + piece.text
                previous.tail = piece.behind
            else:
                between = (previous.tail or "") + piece.text + piece.behind
                previous.tail = AtomicString(between) if is_literal else between
            continue
        if is_literal:
            filling.raw[piece.segment] = piece.text
            span = _hole(filling, piece.segment)
        else:
            span = _span(filling, piece.segment, in_heading=in_heading)
        if isinstance(span.text, AtomicString) and previous is not None and _is_gap(previous):
            previous.text = AtomicString(f"{previous.text}{previous.tail or ''}{span.text}")
            previous.tail = piece.behind
            continue
        span.tail = piece.behind
        parent.insert(position, span)
        position += 1
        previous = span
    if slot.tail:
        slot.element.tail = AtomicString(lead) if is_literal else lead
    else:
        slot.element.text = AtomicString(lead) if is_literal else lead


def _is_gap(previous: ET.Element) -> bool:
    """Whether the next hole can stand in the same element: Python-Markdown takes long over long paragraphs."""
    return isinstance(previous.text, AtomicString) and not (previous.tail or "").strip(" ")


def _span(filling: _Filling, index: int, *, in_heading: bool) -> ET.Element:
    """The element that stands for a passage in the tree; text that is simple goes past the inline parser.

    Headings are the exception: their ids are made from the text in the tree.
    """
    filling.inline.append(index)
    if filling.rendering is None:
        if not in_heading:
            return _hole(filling, index)
    elif not in_heading and filling.engine.is_known and not filling.plan.knowledge.abbreviations:
        inner = simple.html(filling.text(index), has_references=bool(filling.plan.knowledge.references))
        if inner is not None:
            filling.rendering.html[index] = inner
            return _hole(filling, index)
    span = ET.Element("span")
    span.text = filling.text(index)
    filling.spans[index] = span
    return span


def _hole(filling: _Filling, index: int) -> ET.Element:
    """A place in the tree for a passage whose HTML comes later."""
    span = ET.Element("span")
    span.text = AtomicString(hole("passage", index))
    filling.shells.append(span)
    return span


def _fill_stash(filling: _Filling) -> None:
    stash = filling.engine.md.htmlStash.rawHtmlBlocks
    for number, parts in filling.plan.stash.items():
        stash[number] = "".join(_part(filling, part) for part in parts)


def _part(filling: _Filling, part: Part) -> str:
    match part:
        case Words():
            filling.raw[part.segment] = part.raw
            return hole("bare" if part.bare else "passage", part.segment)
        case Tag():
            filling.spoken.extend(part.segments.values())
            written = len(part.token.name) + 2  # the parser looks at the name of the first tag of a block
            filling.tags.append(TagLayout(part.token, part.segments, written))
            return part.token.raw[:written] + hole("tag", len(filling.tags) - 1)
        case _:
            return part


def _fill_definitions(filling: _Filling) -> None:
    """Titles of link definitions, and abbreviations with the translation's own key."""
    plan, rendering = filling.plan, filling.rendering
    filling.spoken.extend((*plan.references.values(), *plan.abbreviations.values()))
    if rendering is None:
        return
    md = filling.engine.md
    for identifier, index in plan.references.items():
        filled = rendering.text_of(index)
        if filled is not None:
            md.references[identifier] = (md.references[identifier][0], one_line(filled))
    translated: dict[str, str] = {}
    for short, index in plan.abbreviations.items():
        filled = rendering.text_of(index)
        if filled is not None and not rendering.is_own(index):
            found = _ABBREVIATION.fullmatch(filled.strip())
            key, title = (found[1].strip(), found[2].strip()) if found else (short, filled.strip())
            translated[key or short] = title
    if translated:
        filling.engine.set_abbreviations({**plan.knowledge.abbreviations, **translated})


def _headings(root: ET.Element) -> list[ET.Element]:
    return [e for e in root.iter() if _HEADING.fullmatch(str(e.tag))]


def _after(root: ET.Element) -> None:
    """Alignment as classes (the pages' security policy blocks inline style), holes for the names of back-links."""
    for element in root.iter():
        if element.tag in {"td", "th"} and (align := element.attrib.pop("align", None)):
            element.set("class", f"{element.get('class', '')} align-{align}".strip())
        elif element.tag == "a" and element.get("class") == "footnote-backref":
            number = re.search(r"\d+", element.get("title") or "")
            label = hole("back", int(number.group()) if number else 0)
            element.set("title", label)
            element.set("aria-label", label)


def _empty_into_hole(filling: _Filling, index: int, span: ET.Element) -> None:
    """Serialise a passage once, and leave a hole in the tree where it stands."""
    if filling.rendering is not None:
        shell = ET.Element("span")
        shell.text = span.text
        shell.extend(list(span))
        inner = filling.engine.inner_html(shell)
        filling.rendering.html[index] = _without_stray_ends(filling.rendering, index, inner)
    for child in list(span):
        span.remove(child)
    span.tag = None  # type: ignore[assignment]  # Python-Markdown serialises an element without tag as its text
    span.text = hole("passage", index)


def _without_stray_ends(rendering: Rendering, index: int, inner: str) -> str:
    """A stray end tag of the author's would close our span early; a translator's is for containment to name."""
    stray = "</span" in inner and rendering.is_own(index) and inner.count("</span") > inner.count("<span")
    return markup.balanced(inner) if stray else inner


def _block(filling: _Filling, element: ET.Element) -> BlockLayout:
    engine = filling.engine
    element.tail = None
    is_raw = element.tag == "p" and not len(element) and STASHED.fullmatch((element.text or "").strip()) is not None
    text = engine.post_process(engine.serialise(element)).strip()
    return BlockLayout(
        tag="" if is_raw else str(element.tag),
        attributes={} if is_raw else {name: value or "" for name, value in element.attrib.items()},
        template=template(text),
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


def _heading(filling: _Filling, element: ET.Element, identifier: str) -> HeadingLayout:
    text = filling.engine.post_process(filling.engine.serialise(element))
    inner = text[text.index(">") + 1 : text.rfind("</")]
    return HeadingLayout(int(str(element.tag)[1]), identifier, template(inner))
