"""Raw HTML blocks: their text, ``alt`` and ``title`` are segments; their tags stay byte for byte."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from enregard import markup
from enregard.model import Kind
from enregard.sources.drafting import Drafts, Standing, fold, parts_at
from enregard.sources.markdown.slots import CODE, STASHED
from enregard.sources.naming import has_word

if TYPE_CHECKING:
    from enregard.segmentation import Rules
    from enregard.sources.line_numbers import Cursor

ATTRIBUTES = ("alt", "title", "placeholder", "aria-label")
"""Attributes whose text readers meet."""

_NO_SPAN = frozenset(
    {"option", "optgroup", "select", "title", "textarea", "svg", "math"}
    | {"table", "thead", "tbody", "tfoot", "tr", "colgroup", "ul", "ol", "dl", "audio", "video", "picture"}
)
"""Elements in which HTML allows no ``span``: their text is filled, but carries no mark of its own."""
_ENTITY = re.compile(r"&(?:#[0-9]+|#[xX][0-9a-fA-F]+|[A-Za-z][A-Za-z0-9]*);?")


@dataclass(frozen=True, slots=True)
class Words:
    """A sentence of raw HTML: its bytes as the author wrote them, and which segment it is."""

    raw: str
    segment: int
    bare: bool
    """True where no ``span`` may stand."""


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag with attributes that are segments."""

    token: markup.Token
    segments: Mapping[str, int]


Part = str | Words | Tag


class Around:
    """The elements that are open at one point of the HTML; a class because each tag changes them."""

    __slots__ = ("names",)

    def __init__(self) -> None:
        self.names: list[tuple[str, bool]] = []

    def enter(self, name: str, *, translate: str | None, classes: str | None) -> None:
        """An element begins; HTML says with ``translate`` or a class whether its text is to be translated."""
        self.names.append((name, translate == "no" or "notranslate" in (classes or "").split()))

    def leave(self, name: str) -> None:
        """An end tag: the innermost element of that name ends, and all inside it."""
        for position in range(len(self.names) - 1, -1, -1):
            if self.names[position][0] == name:
                del self.names[position:]
                return

    @property
    def reason(self) -> str | None:
        """Why text here is nobody's to translate."""
        if any(name in CODE for name, _ in self.names):
            return "code"
        return "translate=no" if any(flag for _, flag in self.names) else None

    @property
    def bare(self) -> bool:
        """True where no ``span`` may stand."""
        return bool(self.names) and (
            self.names[-1][0] in _NO_SPAN or any(name in {"svg", "math", "select"} for name, _ in self.names)
        )


def plan(
    raw: str, drafts: Drafts, *, rules: Rules | None, cursor: Cursor, nested: Callable[[int], None]
) -> tuple[Part, ...]:
    """Draft the segments of a raw HTML block, in reading order.

    ``rules``: None where blocks are not cut into sentences. ``nested`` is called with the number of each stash
    placeholder met inside.
    """
    parts: list[Part] = []
    around = Around()
    for token in markup.shown_tokens(raw):
        if token.kind == "text":
            parts.extend(text_parts(token.raw, drafts, around, rules=rules, cursor=cursor, nested=nested))
            continue
        if token.kind == "start":
            parts.append(_tag(token, drafts, around, cursor))
            if not token.void_or_self_closing:
                around.enter(token.name, translate=token.attribute("translate"), classes=token.attribute("class"))
            continue
        if token.kind == "end":
            around.leave(token.name)
        elif token.kind == "other":
            drafts.omit(
                token.raw, f"content of <{token.name}>" if token.name else "declaration", cursor.find(token.raw)
            )
        parts.append(token.raw)
    return tuple(parts)


def _tag(token: markup.Token, drafts: Drafts, around: Around, cursor: Cursor) -> Part:
    if around.reason or drafts.scope.skipping or token.attribute("translate") == "no":
        return token.raw
    found = {}
    for name in ATTRIBUTES:
        value = token.attribute(name)
        if value and has_word(value):
            text = " ".join(re.split(r"[ \t\n\r\f]+", value.strip()))
            standing = Standing(Kind.HTML_ATTRIBUTE, f"Attribute '{name}' of: <{token.name}>", literal=True)
            found[name] = drafts.add_one(text, standing, line=cursor.find(token.raw))
    return Tag(token, found) if found else token.raw


def text_parts(
    raw: str, drafts: Drafts, around: Around, *, rules: Rules | None, cursor: Cursor, nested: Callable[[int], None]
) -> list[Part]:
    """Draft the segments of one run of text between two tags; ``nested`` as in ``plan``."""
    parts: list[Part] = []
    position = 0
    for match in STASHED.finditer(raw):
        parts.extend(_run(raw[position : match.start()], drafts, around, rules=rules, cursor=cursor))
        nested(int(match[1]))
        parts.append(match.group())
        position = match.end()
    parts.extend(_run(raw[position:], drafts, around, rules=rules, cursor=cursor))
    return parts


def _run(raw: str, drafts: Drafts, around: Around, *, rules: Rules | None, cursor: Cursor) -> list[Part]:
    words = raw.strip(" \t\n\r\f")
    if not words:
        return [raw] if raw else []
    lead = raw[: raw.index(words)]
    behind = raw[len(lead) + len(words) :]
    line = cursor.find(words)
    if around.reason is not None:
        drafts.omit(html.unescape(words), around.reason, line)
        return [raw]
    folded, breaks = fold(words, breaks="none")
    cuts = [] if rules is None else _cuts(folded, rules)
    pieces = drafts.add(
        parts_at(folded, cuts),
        Standing(Kind.HTML_TEXT, f"Content of: {_path(around)}", literal=True),
        line=line,
        has_words=lambda text: has_word(html.unescape(text)),
        breaks=breaks,
        say=html.unescape,
    )
    parts: list[Part] = [lead]
    for piece in pieces:
        words_or_text = piece.text if piece.segment is None else Words(piece.text, piece.segment, bare=around.bare)
        parts += [words_or_text, piece.behind]
    parts.append(behind)
    return parts


def _path(around: Around) -> str:
    return "".join(f"<{name}>" for name, _ in around.names) or "<>"


def _cuts(raw: str, rules: Rules) -> list[int]:
    """Offsets in HTML text at which a sentence ends, as the rules see it with its entities resolved."""
    if "&" not in raw:
        return rules.boundaries(raw)
    said: list[str] = []
    ends: list[int] = []
    position = 0
    for match in _ENTITY.finditer(raw):
        said.append(raw[position : match.start()])
        ends.extend(range(position + 1, match.start() + 1))
        character = html.unescape(match.group())
        said.append(character)
        ends.extend([match.end()] * len(character))
        position = match.end()
    said.append(raw[position:])
    ends.extend(range(position + 1, len(raw) + 1))
    return [ends[boundary - 1] for boundary in rules.boundaries("".join(said))]
