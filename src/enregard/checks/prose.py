"""What a reader of a passage reads: its words without code, images and notes, and what of it is in another language."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from html import unescape

from enregard.checks.contract import Pair
from enregard.markup import Token, tokens

KEPT = 8_000
"""Passages whose reading is kept: some rules read all of a document before the others do."""
OBJECT = "\ufffc"
"""Stands where code or an image stands."""

_CODE = frozenset({"code", "pre", "kbd", "samp", "var", "math", "svg", "script", "style"})
_TITLES = frozenset({"em", "i", "cite", "q", "dfn"})
_DIGIT = re.compile(r"\d")
_QUOTED = re.compile(r"[“\"„][^“”\"„]{1,200}[”\"]|‘[^‘’]{1,200}’(?!\w)|«[^«»]{1,200}»")


@dataclass(frozen=True, slots=True)
class Prose:
    """The words of a passage."""

    text: str
    """All of them; code and images are `OBJECT`, references to notes are left out."""
    own: str
    """Those in the language of the passage, as far as marks tell: what is emphasised, quoted or marked is `OBJECT`."""
    code: str = ""
    """Its code, one span after the other."""
    runs: str = ""
    """All words as in `text`, with `OBJECT` where emphasis begins and ends."""
    digits: bool = False
    """Whether there is any digit in `text`."""


def sides(pair: Pair) -> tuple[Prose, Prose] | None:
    """The words of source and finished translation as readers see them; None where there is nothing to compare."""
    last, known = _LAST[0]
    if last is pair:
        return known
    found = None
    if pair.source is not None and pair.translation is not None and pair.quarantine is None and pair.done:
        found = prose(pair.source.html), prose(pair.translation.html)
    _LAST[0] = (pair, found)
    return found


_LAST: list[tuple[Pair | None, tuple[Prose, Prose] | None]] = [(None, None)]
"""The pair that was asked for last, and its words: all rules ask for the same pair, one after the other."""


@lru_cache(maxsize=KEPT)
def prose(html: str) -> Prose:
    """The words of a rendered passage."""
    if "<" not in html:
        text = unescape(html)
        return Prose(text, _without_quotations(text), "", text, _DIGIT.search(text) is not None)
    words = _Words()
    code = title = note = 0
    for token in tokens(html):
        if token.kind in {"start", "end"} and not token.void_or_self_closing:
            step = 1 if token.kind == "start" else -1
            if token.name in _CODE:
                code = max(0, code + step)
                words.add(OBJECT if step > 0 and code == 1 else "", foreign=title > 0)
            elif token.name in _TITLES or (token.name in {"span", "bdi"} and (title or token.attribute("lang"))):
                title = max(0, title + step)
                words.edges.append(len(words.shown))
            elif token.name == "sup":
                note = max(0, note + step) if note or (token.attribute("id") or "").startswith("fnref") else 0
                if note and words.shown:
                    words.shown[-1], words.own[-1] = words.shown[-1].rstrip(" "), words.own[-1].rstrip(" ")
        elif token.name == "img":
            words.add(OBJECT, foreign=title > 0)
        elif code:
            words.spans.append(_shown(token))
        elif not note:
            words.add(_shown(token), foreign=title > 0)
    return words.read()


class _Words:
    """The words of a passage while its tokens are read."""

    def __init__(self) -> None:
        self.shown: list[str] = []
        self.own: list[str] = []
        self.spans: list[str] = []
        self.edges: list[int] = []

    def add(self, text: str, *, foreign: bool) -> None:
        self.shown.append(text)
        self.own.append(OBJECT if foreign and text else text)

    def read(self) -> Prose:
        text = "".join(self.shown)
        runs = text
        if self.edges:
            for edge in reversed(self.edges):
                self.shown.insert(edge, OBJECT)
            runs = "".join(self.shown)
        own = _without_quotations("".join(self.own))
        return Prose(text, own, " ".join(self.spans), runs, _DIGIT.search(text) is not None)


def _without_quotations(text: str) -> str:
    quoted = "“" in text or '"' in text or "„" in text or "‘" in text or "«" in text
    return _QUOTED.sub(OBJECT, text) if quoted else text


def _shown(token: Token) -> str:
    if token.kind == "text":
        return unescape(token.raw) if "&" in token.raw else token.raw
    return "\n" if token.name == "br" else ""
