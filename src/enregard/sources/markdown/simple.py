"""Runs of Markdown that are simple enough to see at a glance where each construct begins and ends.

Most marked-up runs are: words, and links, emphasis, code or notes that hold no riddle. For those the parser need not be
asked (``boundaries``), and a test asks it all the same, so that the two cannot disagree.
"""

from __future__ import annotations

import re
from collections.abc import Container

_CODE = r"(?<!`)`[^`\\]+`(?!`)"
_WORDS = r"[^\\`<\[\]&*_!]++|!(?!\[)|(?<=[^\W_])_+(?=[^\W_])|\\[*_{}()#+.!>-]|(?<!\S)\*(?=[ ](?![ ]*\n))"
_INNER = rf"(?:{_CODE}|[^\\`<\[\]&*_!\s]++|[ \u00a0\u202f](?![\s*_])|(?<=[^\W_])_+(?=[^\W_])|&(?=[ ]))"
_ADDRESS = r"""\([^\s()<>"'\\`\[\]]+\)"""
_LINK = rf"(?<!!)\[(?!\^)(?:{_INNER}|!(?!\[))+\]{_ADDRESS}"
_BRACKETS = rf"(?<!!)\[(?!\^)(?:{_INNER}|!(?!\[))+\](?!\s?[(\[])"
_UNDERLINED = rf"(?<![\w_*])_(?![*_\s]){_INNER}+(?<![\s*_])_(?![\w*_])"
_HELD = rf"(?!\s)(?:{_LINK}|{_BRACKETS}|{_INNER}|!(?!\[))++"
_BEFORE = r"(?<![^\s(«“’'\"\u2013\u2014-])"
_EMPHASIS = "|".join(
    rf"{_BEFORE}{mark}(?![*_\s]){_HELD}(?<![\s*_]){mark}(?![\w*_])" for mark in (r"\*\*", r"\*", "__", "_")
)
_NESTED = rf"{_BEFORE}\*\*_(?![*_\s]){_INNER}+(?<![\s*_])_\*\*(?![\w*_])"
_NAMES = "span|b|i|em|strong|sup|sub|kbd|small|mark|u|s"
_ELEMENT = rf"<(?P<name>{_NAMES})(?:\s[^<>`\\\[\]]*)?>(?:{_CODE}|[^\\`<\[\]&*_!])*</(?P=name)>"
_PIECE = re.compile(
    rf"""
    (?:{_WORDS})++
  | (?P<whole>{_CODE}
      | {_LINK}
      | (?:{_EMPHASIS}) | {_NESTED} | {_ELEMENT}
      | !\[[^\\`<\[\]&*_!\s][^\\`<\[\]&*_!]*\]{_ADDRESS}
      | \[\*\*(?![*_\s]){_INNER}+(?<![\s*_])\*\*\]{_ADDRESS}
      | <https?://[^\s<>`\\\[\]]+>
      | &(?:\#[0-9]{{1,7}}|[A-Za-z][A-Za-z0-9]{{1,30}});
    )
  | \[\^(?P<note>[^\]\[\s\\`*_<&!]+)\](?![(\[]|\s?\[(?!\^))
  | {_BRACKETS}
  | &(?=[ ]) | <(?=[ ]) | <br[ ]?/?>
    """.replace("\n", ""),
    re.VERBOSE,
)


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
        if piece is None or (piece["note"] is not None and piece["note"] not in notes):
            return None
        if piece["whole"] is not None:
            found.append(piece.span())
        position = piece.end()
    return found
