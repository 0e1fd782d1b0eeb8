"""The attributes of a tag: how they are read, and how one is changed without touching the rest of the tag."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from html import escape, unescape
from html.entities import html5
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from enregard.markup.tokenizer import Token

TAG_NAME = re.compile(r"</?([A-Za-z][^\t\n\f\r />]*+)")

_ATTRIBUTE = re.compile(
    r"""[\t\n\f\r /]*+
    (?P<name>=?[^\t\n\f\r />=]*+)
    (?P<equals>[\t\n\f\r ]*+=[\t\n\f\r ]*+
      (?: "(?P<double>[^"]*+)(?P<double_end>"?)
        | '(?P<single>[^']*+)(?P<single_end>'?)
        | (?P<bare>[^\t\n\f\r >"'][^\t\n\f\r >]*+)?
      )
    )?+""",
    re.VERBOSE,
)
_REFERENCE = re.compile(r"&(?:#[0-9]+;?|#[xX][0-9a-fA-F]+;?|([A-Za-z][A-Za-z0-9]*)(;?)(?=(=?)))")
_ASCII_LOWER = {capital: capital + 32 for capital in range(ord("A"), ord("Z") + 1)}


def lower(name: str) -> str:
    """The name with ASCII letters in lower case only: the Kelvin sign in a tag's name is no ``k``."""
    return name.translate(_ASCII_LOWER)


def attribute_matches(html: str, place: int) -> Iterator[re.Match[str]]:
    """The attributes of a tag from the end of its name on, up to its ``>`` or to a quotation mark that never closes."""
    while (match := _ATTRIBUTE.match(html, place)) and match.end() > place:
        if match["double_end"] == "" or match["single_end"] == "":
            return
        place = match.end()
        yield match


def value(match: re.Match[str]) -> str | None:
    """The value of an attribute with its character references resolved; None where none is written."""
    group = written_in(match)
    if group is not None:
        return _REFERENCE.sub(_resolved, match[group])
    return None if match["equals"] is None else ""


def written_in(match: re.Match[str]) -> str | None:
    """Which group of the match holds the value as written: ``double``, ``single``, ``bare`` or none."""
    return next((group for group in ("double", "single", "bare") if match[group] is not None), None)


def with_attributes(token: Token, values: Mapping[str, str]) -> str:
    """The raw text of a start tag with other values for some of its attributes, all else byte for byte.

    An attribute that the tag does not have is not added.
    """
    return rewritten(token, lambda _, name, old: values.get(name, old))


def rewritten(token: Token, change: Callable[[Token, str, str], str]) -> str:
    """The raw text of a start tag with ``change(token, name, value)`` as the value of each attribute."""
    opening = TAG_NAME.match(token.raw)
    if opening is None:
        return token.raw
    out, done = [], 0
    for match in attribute_matches(token.raw, opening.end()):
        group = written_in(match)
        if group is None:
            continue
        old = value(match) or ""
        new = change(token, lower(match["name"]), old)
        if new != old:
            start, end = match.span(group)
            out += [token.raw[done:start], f'"{escape(new)}"' if group == "bare" else escape(new)]
            done = end
    return "".join((*out, token.raw[done:]))


def start_tag(name: str, attributes: Iterable[tuple[str, str | None]]) -> str:
    """A start tag with these attributes."""
    written = (f" {key}" if value is None else f' {key}="{escape(value)}"' for key, value in attributes)
    return f"<{name}{''.join(written)}>"


def _resolved(match: re.Match[str]) -> str:
    """What a character reference stands for; ``&copy=1`` in an address is none (HTML, "named character reference")."""
    name, semicolon, equals = match[1], match[2], match[3]
    if name is None:
        return unescape(match[0])
    if semicolon:
        return html5.get(f"{name};", match[0])
    return match[0] if equals else html5.get(name, match[0])
