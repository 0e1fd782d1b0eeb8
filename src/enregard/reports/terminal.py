"""Text from files made safe for a terminal: nothing invisible in it stays invisible, or does anything."""

from __future__ import annotations

import re
import unicodedata

_UNSAFE = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
_SUSPECT = re.compile(r"[^\x20-\x7e\xa0-\xac\xae-\u0377]")
_BAR = 24
"""Signs of a bar."""
_UNDECODABLE = range(0xDC80, 0xDD00)
"""Bytes of file names that are not UTF-8, as Python holds them."""


def safe(text: str) -> str:
    r"""The text with control, format and bidirectional characters as ``<U+202E>``, on one line; bytes as ``\x9f``."""
    return _SUSPECT.sub(_shown, text)


def excerpt(text: str, width: int) -> str:
    """The text made safe and cut to so many characters; line breaks show as ``↵``."""
    whole = safe(text.replace("\n", "↵"))
    return whole if len(whole) <= width else f"{whole[: max(0, width - 1)]}…"


def _shown(match: re.Match[str]) -> str:
    character = match[0]
    code = ord(character)
    if code in _UNDECODABLE:
        return f"\\x{code - 0xDC00:02x}"
    unsafe = unicodedata.category(character) in _UNSAFE or code & 0xFFFE == 0xFFFE
    return f"<U+{code:04X}>" if unsafe else character


def bar(what: str, done: int, total: int) -> str:
    """How far work has come, on one line that any terminal can show: ``[####----] 120 of 240 documents read``."""
    signs = _BAR * done // max(1, total)
    return f"[{'#' * signs}{'-' * (_BAR - signs)}] {done} of {total} {what}"
