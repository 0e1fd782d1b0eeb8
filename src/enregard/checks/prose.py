"""What a reader of a passage reads: its words without code, images and notes, and what of it is in another language."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from html import unescape

from enregard.checks.contract import Pair
from enregard.markup import Token, tokens

KEPT = 20_000
"""Passages whose reading is kept: rules that learn from a project read all of them before the others do."""
OBJECT = "\ufffc"
"""Stands where code or an image stands."""

_CODE = frozenset({"code", "pre", "kbd", "samp", "var", "math", "svg", "script", "style"})
_TITLES = frozenset({"em", "i", "cite", "q", "dfn"})
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
        return Prose(text, _QUOTED.sub(OBJECT, text))
    shown: list[str] = []
    own: list[str] = []
    spans: list[str] = []
    code = title = note = 0
    for token in tokens(html):
        if token.kind in {"start", "end"} and not token.void_or_self_closing:
            step = 1 if token.kind == "start" else -1
            if token.name in _CODE:
                code = max(0, code + step)
                _add(shown, own, OBJECT if step > 0 and code == 1 else "", foreign=title > 0)
            elif token.name in _TITLES or (token.name in {"span", "bdi"} and (title or token.attribute("lang"))):
                title = max(0, title + step)
            elif token.name == "sup":
                note = max(0, note + step) if note or (token.attribute("id") or "").startswith("fnref") else 0
        elif token.name == "img":
            _add(shown, own, OBJECT, foreign=title > 0)
        elif code:
            spans.append(_shown(token))
        elif not note:
            _add(shown, own, _shown(token), foreign=title > 0)
    return Prose("".join(shown), _QUOTED.sub(OBJECT, "".join(own)), " ".join(spans))


def _shown(token: Token) -> str:
    if token.kind == "text":
        return unescape(token.raw) if "&" in token.raw else token.raw
    return "\n" if token.name == "br" else ""


def _add(shown: list[str], own: list[str], text: str, *, foreign: bool) -> None:
    shown.append(text)
    own.append(OBJECT if foreign and text else text)
