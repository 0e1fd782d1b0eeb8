"""Where one sentence ends and the next begins in raw inline Markdown, decided by the Markdown parser itself."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from bisect import bisect_left
from itertools import pairwise
from typing import TYPE_CHECKING

from enregard import markup
from enregard.sources.markdown.scanning import MARKUP, view
from enregard.sources.markdown.simple import constructs

if TYPE_CHECKING:
    from enregard.segmentation import Rules
    from enregard.sources.markdown.engine import Engine, Knowledge

FIRST_MARK = 0xF0000
"""Marks are characters of the private-use plane 15, one per candidate, so that a lost one is noticed."""

_MARK = re.compile("[\U000f0000-\U000ffffd]")
_NOTES_BEHIND = re.compile(r"[ \u00a0\u202f\u2009]*(?:\[\^[^\]\s]+\][ \u00a0\u202f\u2009]*)+(?=\s|$)")
_OPENERS = "`*_[<$"
_CLOSERS = "`*_])>$"


def boundaries(text: str, *, rules: Rules, engine: Engine, knowledge: Knowledge, math: bool) -> list[int]:
    """Offsets at which a sentence of the text ends, ascending; never inside an inline construct.

    ``text`` is one run of raw inline Markdown, soft wraps folded. The parser must know the document
    (``Engine.install``); its knowledge is as before when this returns.
    """
    if not rules.may_break(text):
        return []
    if MARKUP.search(text) is None:
        return rules.boundaries(text)
    seen = view(text, math=math)
    candidates: list[int] = []
    for found in rules.boundaries(seen.plain):
        position = seen.to_raw(found)
        behind = _NOTES_BEHIND.match(text, position)
        if behind:
            position = position + len(behind.group().rstrip())
        if 0 < position < len(text) and (not candidates or position > candidates[-1]):
            candidates.append(position)
    if not candidates:
        return []
    spans = None
    if engine.is_standard and not math:
        spans = constructs(text, notes=knowledge.footnotes, has_references=bool(knowledge.references))
    if spans is not None:
        return _outside(candidates, spans)
    doubtful = _doubtful(text, candidates)
    if not doubtful:
        return candidates
    kept, whole = _probe(text, doubtful, engine, knowledge)
    chosen = [c for c in candidates if c not in doubtful or c in kept]
    return chosen if not chosen or _reads_alike(text, chosen, whole, engine, knowledge) else []


def _outside(candidates: list[int], spans: list[tuple[int, int]]) -> list[int]:
    """The candidates that lie inside none of the spans; both ascend."""
    starts = [start for start, _ in spans]
    kept = []
    for candidate in candidates:
        before = bisect_left(starts, candidate) - 1
        if before < 0 or candidate >= spans[before][1]:
            kept.append(candidate)
    return kept


def _doubtful(text: str, candidates: list[int]) -> set[int]:
    """The candidates with an opening sign somewhere to the left and a closing one to the right."""
    opened = min((i for i in map(text.find, _OPENERS) if i >= 0), default=len(text))
    closed = max(map(text.rfind, _CLOSERS))
    return {c for c in candidates if opened < c <= closed}


def _probe(text: str, candidates: set[int], engine: Engine, knowledge: Knowledge) -> tuple[set[int], str]:
    """The candidates whose mark ends in the paragraph's own text when it is rendered; also its HTML, without marks."""
    ordered = sorted(candidates)
    edges = [0, *ordered, len(text)]
    marks = [chr(FIRST_MARK + number) for number in range(len(ordered))]
    paragraph = _rendered(
        "".join(text[a:b] + mark for (a, b), mark in zip(pairwise(edges), [*marks, ""], strict=True)), engine
    )
    own = (paragraph.text or "") + "".join(child.tail or "" for child in paragraph)
    html = _html(paragraph, engine)
    engine.install(knowledge)
    inside = _inside_tags(html) if "<" in text else ""
    kept = {c for c, mark in zip(ordered, marks, strict=True) if mark in own and mark not in inside}
    return kept, _MARK.sub("", html)


def _inside_tags(html: str) -> str:
    """Text that stands inside any element but the paragraph: raw inline HTML is no part of the parser's tree."""
    depth = 0
    inside = []
    for token in markup.tokens(html):
        if token.kind == "start" and not token.void_or_self_closing:
            depth += 1
        elif token.kind == "end":
            depth -= 1
        elif depth > 1:
            inside.append(token.raw)
    return "".join(inside)


def _reads_alike(text: str, cuts: list[int], whole: str, engine: Engine, knowledge: Knowledge) -> bool:
    """Whether the pieces, rendered one by one, read like the whole: if not, the run must stay whole."""
    paragraph = ET.Element("p")
    for start, end in pairwise([0, *cuts, len(text)]):
        piece = text[start:end]
        words = piece.lstrip()
        lead = piece[: len(piece) - len(words)]
        if len(paragraph):
            paragraph[-1].tail = lead
        else:
            paragraph.text = lead
        ET.SubElement(paragraph, "span").text = words
    root = ET.Element("div")
    root.append(paragraph)
    engine.inline(root)
    pieces = _html(paragraph, engine)
    engine.install(knowledge)
    return _loose(whole) == _loose(pieces)


def _rendered(text: str, engine: Engine) -> ET.Element:
    root = ET.Element("div")
    paragraph = ET.SubElement(root, "p")
    paragraph.text = text
    engine.inline(root)
    return paragraph


def _html(element: ET.Element, engine: Engine) -> str:
    return engine.post_process(engine.serialise(element))


def _loose(html: str) -> str:
    """HTML without plain spans and without white space, for comparison."""
    return re.sub(r"\s+|</?span>", "", html)
