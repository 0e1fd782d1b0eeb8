"""Passage ids: a short hash of what a segment says, kept through rewording by the template, numbered for repeats."""

from __future__ import annotations

import base64
import hashlib
import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from enregard.sources.contract import Ids

_WORD = re.compile(r"[^\W_]")
LENGTH = 8
"""Characters of an id: 40 bits of SHA-256 in base 32, one chance in a million of a clash among 1,500 passages."""


_DIGITS = "abcdefghijklmnopqrstuvwxyz234567"
_PAIRS = [first + second for first in _DIGITS for second in _DIGITS]
"""Base 32, two characters at a time: every segment has an id, most of them of the usual length."""


def passage_id(context: str | None, text: str, *, length: int = LENGTH) -> str:
    """The id of a passage that no template knows: lower-case letters and digits."""
    key = text if context is None else f"{context}\x04{text}"
    digest = hashlib.sha256(key.encode("utf-8", "surrogatepass")).digest()
    enough = -(-length // 8) * 5  # eight characters are five bytes; encoding only what is needed is three times faster
    if length == LENGTH:
        number = int.from_bytes(digest[:enough])
        return _PAIRS[number >> 30] + _PAIRS[number >> 20 & 1023] + _PAIRS[number >> 10 & 1023] + _PAIRS[number & 1023]
    return base64.b32encode(digest[:enough]).decode("ascii").lower()[:length]


class Names:
    """The passage ids of one document: the template's for its key, else the hash; ``-2``, ``-3`` for repeats.

    A class because each id depends on those given before it.
    """

    __slots__ = ("_ids", "_seen", "_taken")

    def __init__(self, ids: Ids) -> None:
        self._ids = ids
        self._taken = set(ids.values())
        self._seen: dict[str | tuple[str, str], tuple[str, int]] = {}

    def next(self, context: str | None, text: str) -> str:
        """The id of the next segment in reading order, which has this key."""
        key = text if context is None else (context, text)
        if key in self._seen:
            base, number = self._seen[key]
            self._seen[key] = (base, number + 1)
            return f"{base}-{number + 1}"
        known = self._ids.get((context, text)) if self._ids else None
        base = known or passage_id(context, text)
        if base in self._taken and not known:
            base = self._longer(context, text)
        self._seen[key] = (base, 1)
        self._taken.add(base)
        return base

    def _longer(self, context: str | None, text: str) -> str:
        for length in range(LENGTH + 1, 52):
            candidate = passage_id(context, text, length=length)
            if candidate not in self._taken:
                return candidate
        return passage_id(context, text, length=52)


def one_line(text: str) -> str:
    """The text on one line, blanks folded; no-break and thin spaces are typography and stay (``split`` takes them)."""
    for blank in "\t\r\n\f\v":
        text = text.replace(blank, " ")
    return " ".join(filter(None, text.split(" ")))


def has_word(text: str) -> bool:
    """True where the text holds a letter or a digit: then there is something to translate."""
    return _WORD.search(text) is not None


def slug(text: str) -> str:
    """A heading's address as Python-Markdown's ``toc`` makes it: lower-case ASCII words joined by hyphens."""
    ascii_only = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii")
    words = re.sub(r"[^\w\s-]", "", ascii_only).strip().lower()
    return re.sub(r"[-\s]+", "-", words) or "section"
