"""Mechanical repairs of a translation: its words changed, its code, addresses and tags left as they stand."""

from __future__ import annotations

import re
from collections.abc import Callable

_MARKUP = re.compile(
    r"(`+)(?!`).+?(?<!`)\1(?!`)"  # code
    r"|\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*"  # the address of a link
    r"|\]\[[^\]]*\]"  # the name of a reference
    r"|<[A-Za-z/!][^<>]*>"  # a tag, or an address between angle brackets
    r"|\{[:#.][^{}\n]*\}"  # attributes
    r"|(?:https?|ftp|mailto):[^\s<>\"]+"
    r"|&#?\w+;",
    re.DOTALL,
)


def outside_markup(text: str, change: Callable[[str], str]) -> str:
    """The Markdown with every run of prose changed; what is not prose stays as it is."""
    out, place = [], 0
    for match in _MARKUP.finditer(text):
        out += [change(text[place : match.start()]), match[0]]
        place = match.end()
    return "".join((*out, change(text[place:])))
