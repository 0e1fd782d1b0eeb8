"""Ids made distinct, with all that refers to them, so that two renderings of a document stand on one page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain
from urllib.parse import unquote

from enregard.markup.attributes import rewritten, start_tag
from enregard.markup.tokenizer import Token, tokens

_ID = re.compile(r"""id=["']([^"']*)["']""")  # without the space before it: that is quicker, and finds no less
_ID_LISTS = frozenset(
    "for headers list form itemref popovertarget commandfor aria-activedescendant aria-controls aria-describedby"  # noqa: SIM905 - lines of names
    " aria-details aria-errormessage aria-flowto aria-labelledby aria-owns".split()
)
_LINKS = frozenset({"href", "xlink:href", "usemap"})
_NAMED = frozenset({"a", "map"})
"""Elements whose ``name`` is a target as an id is."""
_URL = re.compile(r"(url\(\s*['\"]?#)([^'\")\s]+)")


def prefixed(html: str, prefix: str) -> str:
    """The HTML with ``prefix`` before every id, and in every reference to an id that the same HTML holds."""
    everything = tokens(html)
    ids = {written for token in everything if token.kind == "start" for written in _ids(token)}
    if not ids:
        return html

    def change(token: Token, name: str, value: str) -> str:
        if name == "id" or (name == "name" and token.name in _NAMED):
            return prefix + value if value else value
        if name in _LINKS:
            known = value.startswith("#") and (value[1:] in ids or unquote(value[1:]) in ids)
            return f"#{prefix}{value[1:]}" if known else value
        if name in _ID_LISTS:
            return " ".join(prefix + word if word in ids else word for word in value.split(" "))
        return _URL.sub(lambda url: f"{url[1]}{prefix if url[2] in ids else ''}{url[2]}", value)

    return "".join(rewritten(token, change) if token.kind == "start" else token.raw for token in everything)


def _ids(token: Token) -> Iterator[str]:
    for name, value in token.attributes:
        if value and (name == "id" or (name == "name" and token.name in _NAMED)):
            yield value


def unique(parts: Sequence[str]) -> list[str]:
    """The parts of a page, each a whole, with each id on the first element that has it only.

    Nearly always the same parts: only those are read tag by tag that seem to hold an id which comes twice.
    """
    written = [_ID.findall(part) for part in parts]
    times = Counter(chain.from_iterable(written))
    if len(times) == times.total():
        return list(parts)
    seen: set[str] = set()
    return [
        _without(seen, part) if any(times[identity] > 1 for identity in own) else part
        for part, own in zip(parts, written, strict=True)
    ]


def _without(seen: set[str], html: str) -> str:
    """The HTML without the ids that were seen before; it adds its own to them."""
    out = []
    for token in tokens(html):
        written = token.attribute("id") if token.kind == "start" else None
        if written and written in seen:
            attributes = ((name, value) for name, value in token.attributes if name != "id")
            end = " />" if token.raw.endswith("/>") else ">"
            out.append(start_tag(token.name, attributes).removesuffix(">") + end)
        else:
            out.append(token.raw)
        seen.add(written or "")
    return "".join(out)
