"""Passage ids: a short hash of what a segment says, kept through rewording by the template, numbered for repeats."""

from __future__ import annotations

import base64
import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from enregard.model import Segment
    from enregard.sources.contract import Ids

_WORD = re.compile(r"[^\W_]")
_BLANKS = re.compile(r"[ \t\r\n\f\v]+")
LENGTH = 8
"""Characters of an id: 40 bits of SHA-256 in base 32, one chance in a million of a clash among 1,500 passages."""


def passage_id(context: str | None, text: str, *, length: int = LENGTH) -> str:
    """The id of a passage that no template knows: lower-case letters and digits."""
    key = text if context is None else f"{context}\x04{text}"
    digest = hashlib.sha256(key.encode("utf-8", "surrogatepass")).digest()
    enough = -(-length // 8) * 5  # eight characters are five bytes; encoding only what is needed is three times faster
    return base64.b32encode(digest[:enough]).decode("ascii").lower()[:length]


def named(segments: Iterable[Segment], ids: Ids) -> tuple[Segment, ...]:
    """Give each segment its passage id: the template's for its key, else the hash; ``-2``, ``-3`` for repeats."""
    bases: dict[tuple[str | None, str], str] = dict(ids)
    taken = set(bases.values())
    seen: Counter[tuple[str | None, str]] = Counter()
    result = []
    for segment in segments:
        base = bases.get(segment.key)
        if base is None:
            base = _free(segment, taken)
            bases[segment.key] = base
            taken.add(base)
        seen[segment.key] += 1
        number = seen[segment.key]
        result.append(replace(segment, id=base if number == 1 else f"{base}-{number}"))
    return tuple(result)


def _free(segment: Segment, taken: set[str]) -> str:
    for length in range(LENGTH, 53):
        candidate = passage_id(segment.context, segment.text, length=length)
        if candidate not in taken:
            return candidate
    return passage_id(segment.context, segment.text, length=52)


def one_line(text: str) -> str:
    """The text on one line, blanks folded; no-break and thin spaces are typography and stay (``split`` takes them)."""
    return _BLANKS.sub(" ", text).strip(" ")


def has_word(text: str) -> bool:
    """True where the text holds a letter or a digit: then there is something to translate."""
    return _WORD.search(text) is not None


def slug(text: str) -> str:
    """A heading's address as Python-Markdown's ``toc`` makes it: lower-case ASCII words joined by hyphens."""
    ascii_only = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii")
    words = re.sub(r"[^\w\s-]", "", ascii_only).strip().lower()
    return re.sub(r"[-\s]+", "-", words) or "section"
