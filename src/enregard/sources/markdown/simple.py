"""Runs of Markdown that are simple enough to see at a glance where each construct ends, and how it is written.

Most marked-up runs are: words, and links, emphasis, code or notes that hold no riddle. For those the parser need not be
asked (``boundaries``, ``rendering``), and a test asks it all the same, so that the two cannot disagree.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Mapping
from html import escape

from enregard.sources.markdown.scanning import MARKUP

_CODE = r"(?<!`)`[^`\\]+`(?!`)"
_WORDS = r"[^\\`<\[\]&*_!]++|!(?!\[)|(?<=[^\W_])_+(?=[^\W_])|\\[*_{}()#+.!>-]|(?<!\S)\*(?=[ ](?![ ]*\n))"
_INNER = rf"(?:{_CODE}|[^\\`<\[\]&*_!\s]++|[ \u00a0\u202f](?![\s*_])|(?<=[^\W_])_+(?=[^\W_])|&(?=[ ]))"
_ADDRESS = r"""\([^\s()<>"'\\`\[\]]+\)"""
_LINK = rf"(?<!!)\[(?!\^)(?:{_INNER}|!(?!\[))+\]{_ADDRESS}"
_BRACKETS = rf"(?<!!)\[(?!\^)(?:{_INNER}|!(?!\[))+\](?!\s?[(\[])"
_HELD = rf"(?!\s)(?:{_LINK}|{_BRACKETS}|{_INNER}|!(?!\[))++"
_BEFORE = r"(?<![^\s(«“’'\"\u2013\u2014-])"
_EMPHASIS = rf"{_BEFORE}(?P<mark>\*\*?|__?)(?![*_\s]){_HELD}(?<![\s*_])(?P=mark)(?![\w*_])"
_NESTED = rf"{_BEFORE}\*\*_(?![*_\s]){_INNER}+(?<![\s*_])_\*\*(?![\w*_])"
_NAMES = "span|b|i|em|strong|sup|sub|kbd|small|mark|u|s"
_ELEMENT = rf"<(?P<name>{_NAMES})(?:\s[^<>`\\\[\]]*)?>(?:{_CODE}|[^\\`<\[\]&*_!])*</(?P=name)>"
_PIECE = re.compile(
    rf"""
    (?:{_WORDS})++
  | (?P<code>{_CODE})
  | (?P<link>{_LINK} | \[\*\*(?![*_\s]){_INNER}+(?<![\s*_])\*\*\]{_ADDRESS})
  | (?P<emphasis>{_EMPHASIS} | {_NESTED})
  | (?P<element>{_ELEMENT})
  | (?P<image>!\[[^\\`<\[\]&*_!\s][^\\`<\[\]&*_!]*\]{_ADDRESS})
  | (?P<auto><https?://[^\s<>`\\\[\]]+>)
  | (?P<entity>&(?:\#[0-9]{{1,7}}|[A-Za-z][A-Za-z0-9]{{1,30}});)
  | \[\^(?P<note>[^\]\[\s\\`*_<&!]+)\](?![(\[]|\s?\[(?!\^))
  | (?P<brackets>{_BRACKETS})
  | &(?=[ ]) | <(?=[ ]) | (?P<line_break><br[ ]?/?>)
    """.replace("\n", ""),
    re.VERBOSE,
)
_WHOLE = frozenset({"code", "link", "emphasis", "element", "image", "auto", "entity"})
"""Constructs that no sentence ends inside of."""
_RIDDLES = re.compile("[$\n\\\\\x02\x03]")
"""Signs that mean nothing to sentences, but something to the parser."""
_BARE = re.compile(r"\](?!\()")


def constructs(text: str, *, notes: Container[str], has_references: bool) -> list[tuple[int, int]] | None:
    """Where each construct of a simple run begins and ends, in order; None where only the parser can tell.

    For Markdown without extensions that give signs a meaning of their own (``Engine.is_standard``) and without
    formulas. ``notes``: the footnotes that the document defines; a reference to another one is just text in brackets.
    ``has_references``: whether it defines links, so that text in brackets may be one.
    """
    if has_references and _BARE.search(text) is not None:
        return None
    found: list[tuple[int, int]] = []
    position = 0
    while position < len(text):
        piece = _PIECE.match(text, position)
        if piece is None or (piece.lastgroup == "note" and piece["note"] not in notes):
            return None
        if piece.lastgroup in _WHOLE:
            found.append(piece.span())
        position = piece.end()
    return found


class _RiddleError(Exception):
    """Only the parser can tell how this is written."""


def html(text: str, *, has_references: bool) -> str | None:
    """A simple run as the parser writes it; None where only the parser can tell.

    For the same Markdown as ``constructs``, where nothing is at work behind the inline patterns (``Engine.is_known``).
    """
    if MARKUP.search(text) is None and "\n" not in text:
        return escape(text, quote=False)
    if _RIDDLES.search(text) is not None or (has_references and _BARE.search(text) is not None):
        return None
    try:
        return _written(text)
    except _RiddleError:
        return None


def _written(text: str) -> str:
    out: list[str] = []
    position = 0
    while position < len(text):
        piece = _PIECE.match(text, position)
        if piece is None:
            raise _RiddleError
        out.append(_WRITTEN[piece.lastgroup](piece[0]))
        position = piece.end()
    return "".join(out)


def _words(raw: str) -> str:
    if "{" in raw:  # there may be attributes between braces
        raise _RiddleError
    return escape(raw, quote=False)


def _code(raw: str) -> str:
    return f"<code>{escape(raw[1:-1].strip(), quote=False)}</code>"


def _link(raw: str) -> str:
    words, _, address = raw[1:-1].rpartition("](")
    return f'<a href="{_address(address)}">{_written(words)}</a>'


def _emphasis(raw: str) -> str:
    return f"<strong>{_written(raw[2:-2])}</strong>" if raw[0] == raw[1] else f"<em>{_written(raw[1:-1])}</em>"


def _image(raw: str) -> str:
    words, _, address = raw[2:-1].rpartition("](")
    return f'<img alt="{_value(words)}" src="{_address(address)}" />'


def _auto(raw: str) -> str:
    address = _address(raw[1:-1])
    return f'<a href="{address}">{address}</a>'


def _address(raw: str) -> str:
    if '"' in raw or ("&" in raw and ";" in raw):  # what looks like an entity stays one
        raise _RiddleError
    return _value(raw)


def _value(raw: str) -> str:
    return escape(raw, quote=False).replace('"', "&quot;")


def _brackets(raw: str) -> str:
    return f"[{_written(raw[1:-1])}]"


def _as_it_is(raw: str) -> str:
    return raw


def _riddle(raw: str) -> str:
    raise _RiddleError(raw)


_WRITTEN: Mapping[str | None, Callable[[str], str]] = {
    None: _words,
    "code": _code,
    "link": _link,
    "emphasis": _emphasis,
    "image": _image,
    "auto": _auto,
    "brackets": _brackets,
    "entity": _as_it_is,
    "line_break": _as_it_is,
    "element": _riddle,  # its inside is Markdown, too
    "note": _riddle,  # notes are numbered in the order of the page
}
"""How each construct is written."""
