"""HTML cut into tags, text and comments as a browser cuts it, without losing a byte."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from enregard.markup.attributes import TAG_NAME, attribute_matches, lower, value

VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())  # noqa: SIM905 - a line of names
"""Elements that have no end tag."""
RAW = frozenset("script style textarea title xmp plaintext iframe noembed noframes noscript".split())  # noqa: SIM905 - the same
"""Elements whose content is not markup: it is one token of kind ``other``."""
FOREIGN = frozenset({"svg", "math"})
"""Elements in which other rules hold: ``<x/>`` is a whole element there, and ``title`` holds markup."""

_OPENING = re.compile(r"<(?=[A-Za-z!?]|/.)", re.DOTALL)
_COMMENT_END = re.compile(r"--!?>")
_SCRIPT_STEP = re.compile(r"<!(?=--)|-->|<(/?)script(?=[\t\n\f\r />])", re.IGNORECASE)
_RAW_END = {name: re.compile(rf"</{name}(?=[\t\n\f\r />])", re.IGNORECASE | re.ASCII) for name in RAW}
_PLAIN_TAG = re.compile(
    rf"""<(?!/?(?:{"|".join(sorted(RAW))})[ />])(?:/[a-z][a-z0-9]*|[a-z][a-z0-9]*(?: [a-z-]+="[^"<>]*")*(?: /)?)>"""
)


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of HTML; the ``raw`` of all tokens, joined, is the HTML again, byte for byte."""

    kind: Literal["text", "start", "end", "comment", "other", "endless"]
    """``other``: a doctype, the content of a raw-text element, or a tag in the middle of which the input ends.

    ``endless``: a raw-text element's tag that hides nothing (``shown_tokens``).
    """
    raw: str
    name: str = ""
    """Lower-case name of the tag; for the content of a raw-text element, the name of that element."""
    attributes: tuple[tuple[str, str | None], ...] = ()
    """Names lower-case, values unescaped, None where none is written; of a repeated name the first, as in browsers."""
    void_or_self_closing: bool = False

    def attribute(self, name: str) -> str | None:
        """The value of an attribute: "" where it is written without one, None where it is not written."""
        return next((written or "" for key, written in self.attributes if key == name), None)

    @property
    def never_ends(self) -> bool:
        """True for a tag or comment that the input ends in the middle of: on a page it would swallow what follows."""
        if self.raw.startswith("<!--"):
            return self.kind == "comment" and _comment_end(self.raw, 0) is None
        if self.kind == "other" and not self.name and not self.raw.startswith("<!"):
            return True  # a tag that was cut is "other", and its last character may be a ">" inside quotation marks
        return self.kind in {"comment", "other"} and not self.name and not self.raw.endswith(">")


def tokens(html: str, *, plain: frozenset[str] = frozenset()) -> tuple[Token, ...]:
    """The HTML cut as a browser cuts it, whatever it is; time grows with its length only.

    A comment or tag that never ends takes the rest of the input, as it does in a browser (``balanced`` makes it text).
    The content of elements in ``plain`` is read as markup even where HTML says it is none.
    """
    return tuple(_scan(html, plain))


def plain_tags(html: str) -> list[str] | None:
    """The tags as they are written, where there is no doubt about any of them; None where only ``tokens`` can tell.

    There is none where each has its name and its values in the form that Markdown gives them, where no other ``<``
    stands beside them, and all content is markup.
    """
    found = _PLAIN_TAG.findall(html)
    return found if len(found) == html.count("<") else None


def shown_tokens(html: str) -> Iterator[Token]:
    """The tokens where no raw-text element hides what follows it because it never ends: its tag is ``endless``.

    Authors write ``<script setup>`` for show inside HTML, where Markdown's backticks mean nothing; a browser would
    swallow the rest of the page. Once a name has no end tag left, no later tag of that name has: ten passes at most.
    """
    plain: frozenset[str] = frozenset()
    while html:
        found = tokens(html, plain=plain)
        place = _hider(found, plain)
        for token in found[:place]:
            yield _endless(token) if token.kind == "start" and token.name in plain else token
        if place == len(found):
            return
        yield _endless(found[place])
        plain |= {found[place].name}
        html = "".join(token.raw for token in found[place + 1 :])


def _hider(found: Sequence[Token], plain: frozenset[str]) -> int:
    """Where the raw-text element begins that the input ends in; behind the last token where there is none."""
    for place in range(len(found) - 1, max(-1, len(found) - 3), -1):
        token = found[place]
        ends = any(later.kind == "end" for later in found[place + 1 :])
        if token.kind == "start" and token.name not in plain and is_raw(token, in_foreign=False) and not ends:
            return place
    return len(found)


def _endless(token: Token) -> Token:
    return replace(token, kind="endless")


def _scan(html: str, plain: frozenset[str]) -> Iterator[Token]:
    place, foreign = 0, 0
    while opening := _OPENING.search(html, place):
        start = opening.start()
        if start > place:
            yield Token("text", html[place:start])
        token = _markup(html, start)
        yield token
        place = start + len(token.raw)
        if token.name in FOREIGN:
            foreign = max(0, foreign + _depth_added(token))
        if token.name not in plain and is_raw(token, in_foreign=foreign > 0):
            end = _raw_end(html, place, token.name)
            if end > place:
                yield Token("other", html[place:end], token.name)
            place = end
    if place < len(html):
        yield Token("text", html[place:])


def is_raw(token: Token, *, in_foreign: bool) -> bool:
    """Is it the start tag of an element whose content is not markup? (In SVG, ``title`` is not one.)."""
    if token.kind != "start" or token.name not in RAW:
        return False
    return not in_foreign or not (token.name == "title" or token.void_or_self_closing)


def _depth_added(token: Token) -> int:
    return -1 if token.kind == "end" else int(token.kind == "start" and not token.void_or_self_closing)


def _markup(html: str, start: int) -> Token:
    """The token that begins with the ``<`` at ``start``."""
    if html.startswith("<!--", start):
        return Token("comment", html[start : _comment_end(html, start)])
    name = TAG_NAME.match(html, start)
    if name is not None:
        return _tag(html, start, name)
    end = html.find(">", start) + 1 or len(html)
    return Token("other" if html[start : start + 9].lower() == "<!doctype" else "comment", html[start:end])


def _comment_end(html: str, start: int) -> int | None:
    for empty in ("<!-->", "<!--->"):
        if html.startswith(empty, start):
            return start + len(empty)
    end = _COMMENT_END.search(html, start + 4)
    return None if end is None else end.end()


def _tag(html: str, start: int, opening: re.Match[str]) -> Token:
    place = opening.end()
    found: dict[str, str | None] = {}
    bare_end = place
    for match in attribute_matches(html, place):
        place = match.end()
        bare_end = match.end("bare") if match["bare"] is not None else bare_end
        if match["name"]:
            found.setdefault(lower(match["name"]), value(match))
    if not html.startswith(">", place):
        return Token("other", html[start:])
    raw, name = html[start : place + 1], lower(opening[1])
    if raw.startswith("</"):
        return Token("end", raw, name)
    slash = raw.endswith("/>") and bare_end < place  # <a href=page/> ends its address with that slash
    return Token("start", raw, name, tuple(found.items()), void_or_self_closing=name in VOID or slash)


def _raw_end(html: str, start: int, name: str) -> int:
    """Where the content of a raw-text element ends: at its end tag, or with the input."""
    if name == "plaintext":
        return len(html)
    if name == "script":
        return _script_end(html, start)
    end = _RAW_END[name].search(html, start)
    return len(html) if end is None else end.start()


def _script_end(html: str, start: int) -> int:
    """Where a script ends; a script inside ``<!--`` hides one end tag (HTML, "script data double escaped state")."""
    state = "plain"
    for step in _SCRIPT_STEP.finditer(html, start):
        if step[0] == "-->":
            state = "plain"
        elif step[0] == "<!":
            state = "escaped" if state == "plain" else state
        elif not step[1]:
            state = "doubly" if state == "escaped" else state
        elif state == "doubly":
            state = "escaped"
        else:
            return step.start()
    return len(html)
