"""Entries as nearly all programs write them, each taken in one step; the strict reader gets all that is unusual."""

from __future__ import annotations

import re
import sys
from functools import lru_cache

from enregard.catalogs.catalog import Piece
from enregard.model import Entry

_TEXT = r"[^\n]*[^ \t\f\v\r\n]\n"
_STRING = r'"[^"\\\n]*+(?:\\["\\nt][^"\\\n]*+)*+"'
_ENTRY = re.compile(
    rf"((?:\# {_TEXT})*+)((?:\#\. {_TEXT})*+)((?:\#: {_TEXT})*+)(\#, {_TEXT})?+"
    rf"(?:\#\| msgctxt ({_STRING}(?:\n\#\| {_STRING})*+)\n)?+(?:\#\| msgid ({_STRING}(?:\n\#\| {_STRING})*+)\n)?+"
    rf"(?:msgctxt ({_STRING}(?:\n{_STRING})*+)\n)?+"
    rf"msgid ({_STRING}(?:\n{_STRING})*+)\nmsgstr ({_STRING}(?:\n{_STRING})*+)"
    # the next entry begins, so that nothing below can belong to this one
    r"(?=\n++(?:\#[ .:,]|\#(?:~|\||~\|) msg(?:id|ctxt) |msg(?:id|ctxt) |\Z)|\Z)"
)
REFERENCE = re.compile("\u2068[^\u2068\u2069]*+\u2069\\S*|\\S+")
"""One reference; a name with white space stands between two isolates."""
_ESCAPE = re.compile(r"\\(.)")
_ESCAPED = {"n": "\n", "t": "\t", "\\": "\\", '"': '"'}


def pieces(text: str, at: int, *, line: int, longest: int, found: list[Piece]) -> tuple[int, int]:
    """Add the plain entries that follow one another from an offset; offset and line at which something else begins.

    ``at`` is the offset of the first character of a line, ``line`` its number. A line of an entry is shorter than the
    entry: up to ``longest`` characters no line can be too long.
    """
    length = len(text)
    odd = "#~" in text or "\x04" in text
    while at < length:
        if text[at] == "\n":
            at += 1
            line += 1
            continue
        match = _ENTRY.match(text, at)
        if match is None:
            break
        end = match.end()
        body = match.start(7) - 8 if match[7] else match.start(8) - 6
        if end - at > longest or (odd and (text.find("#~", at, body) >= 0 or text.find("\x04", body, end) >= 0)):
            break
        head = text.count("\n", at, body)
        found.append(Piece(_entry(match, line + head), at, body, end))
        line += head + text.count("\n", body, end)
        at = end
    return at, line


def _entry(match: re.Match[str], line: int) -> Entry:
    """The entry whose first keyword stands on a line."""
    comments, extracted, references, flags, before_context, before, context, msgid, msgstr = match.groups()
    return Entry(
        _value(msgid),
        "" if msgstr == '""' else _value(msgstr),
        _value(context) if context else None,
        None,
        (),
        _value(before) if before else None,
        _value(before_context) if before_context else None,
        _flags(flags) if flags else (),
        tuple(comments[2:-1].split("\n# ")) if comments else (),
        tuple(map(sys.intern, extracted[3:-1].split("\n#. "))) if extracted else (),
        _references(references) if references else (),
        False,  # noqa: FBT003 - by place, for it is called for every entry of a project
        line,
    )


def _value(strings: str) -> str:
    """The text of strings, one a line, escapes resolved."""
    inner = strings[1:-1]
    if "\n" in inner:
        inner = inner.replace('"\n#| "', "").replace('"\n"', "")
    return _ESCAPE.sub(_unescaped, inner) if "\\" in inner else inner


def _unescaped(match: re.Match[str]) -> str:
    return _ESCAPED[match[1]]


@lru_cache(maxsize=256)
def _references(lines: str) -> tuple[str, ...]:
    """The references of some lines, kept once: nearly all entries of a file have the same."""
    return tuple(found for line in lines[:-1].split("\n") for found in REFERENCE.findall(line[2:]))


@lru_cache(maxsize=256)
def _flags(line: str) -> tuple[str, ...]:
    return tuple(flag for part in line[2:].split(",") if (flag := part.strip()))
