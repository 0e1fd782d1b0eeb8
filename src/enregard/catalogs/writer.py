"""The span writer: what did not change is written back byte for byte, only changed entries are written anew."""

from __future__ import annotations

import io
import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from enregard.catalogs import po
from enregard.catalogs.catalog import Catalog, Piece
from enregard.catalogs.reader import is_header
from enregard.catalogs.recutting import STAMP
from enregard.model import Entry

_TRANSLATORS = re.compile(r"[ \t]*#(?![.:,=|~])")
_FIELD = r'("{}:[ ])[^"\\]*((?:\\n)?")'
_WRAPPED = re.compile(r'^(?:#~ )?"(?:[^"\\]|\\.)*(?<!\\n)"\r?\n(?:#~ )?"', re.MULTILINE)
_LONGEST_WRAP, _USUAL_WRAP = 120, 79


@dataclass(frozen=True, slots=True)
class Style:
    """How a file is laid out, so that what is written anew looks like the rest of it."""

    newline: str = "\n"
    wrap: int = 0
    """Characters of a line; 0 where strings are wrapped at line feeds only."""


@dataclass(frozen=True, slots=True)
class News:
    """What the header of a changed catalog is to say."""

    created: str
    """The new POT-Creation-Date."""
    segmentation: str = ""
    """The stamp of what cut its entries; written where the header has such a field already."""


Part = tuple[Piece | None, str | None]
"""An entry of a new file: the piece whose place it takes, and its text (None: as the piece stands)."""


def write(catalog: Catalog) -> bytes:
    """The bytes of a catalog: those it was read from."""
    return catalog.text.encode(catalog.charset)


def style(catalog: Catalog) -> Style:
    """The line end and the width of a file, as most of its lines have them."""
    text = catalog.text
    newline = "\r\n" if 2 * text.count("\r\n") > text.count("\n") else "\n"
    bodies = [text[p.body : p.end] for p in catalog.pieces if not is_header(p.entry)]
    widths = [max(map(len, body.splitlines())) for body in bodies if _WRAPPED.search(body)]
    if not widths:
        return Style(newline)
    widest = sorted(widths)[len(widths) * 9 // 10]
    return Style(newline, widest if widest <= _LONGEST_WRAP else _USUAL_WRAP)


def rewritten(catalog: Catalog, piece: Piece, entry: Entry, layout: Style) -> str:
    """The text of a piece whose entry changed: what did not change in it as it stood."""
    old = piece.entry
    head, body = po.text(entry, wrap=layout.wrap)
    if entry.comments == old.comments:
        fresh = po.text(replace(entry, comments=()))[0]
        own = [line for line in catalog.text[piece.start : piece.body].splitlines() if _TRANSLATORS.match(line)]
        head = "\n".join((*own, fresh)) if fresh else "\n".join(own)
    if _strings(entry) == _strings(old):
        body = catalog.text[piece.body : piece.end].replace("\r\n", "\n")
    return _ended(f"{head}\n{body}" if head else body, layout.newline)


def fresh(entry: Entry, layout: Style) -> str:
    """The text of an entry that has none yet."""
    head, body = po.text(entry, wrap=layout.wrap)
    return _ended(f"{head}\n{body}" if head else body, layout.newline)


def assembled(catalog: Catalog, parts: Iterable[Part], layout: Style) -> bytes:
    """A whole file from its entries in order: known ones keep the blank lines before them, new ones get one.

    What stands before the first entry and behind the last one of the old file stays where it was. Runs of entries that
    stand as they stood are copied as one, blank lines and all. Raises UnicodeEncodeError.
    """
    text, pieces = catalog.text, catalog.pieces
    starts = [piece.start for piece in pieces]
    written = io.BytesIO()  # a list of parts, joined at the end, would hold large files twice

    def put(piece_of_text: str) -> None:
        written.write(piece_of_text.encode(catalog.charset))

    put(text[: pieces[0].start] if pieces else text)
    run: tuple[int, int] | None = None
    last = -2
    for number, (piece, own) in enumerate(parts):
        place = bisect_left(starts, piece.start) if piece else -2
        if piece and own is None and run and place == last + 1:
            run = (run[0], piece.end)
        else:
            put(text[slice(*run)] if run else "")
            put(_gap(catalog, place, layout) if number else "")
            put(own or "")
            run = (piece.start, piece.end) if piece and own is None else None
        last = place
    put(text[slice(*run)] if run else "")
    put(text[pieces[-1].end :] if pieces else layout.newline)
    return written.getvalue()


def _gap(catalog: Catalog, place: int, layout: Style) -> str:
    """What stood before a known piece where it was not the first, else one blank line."""
    gap = catalog.text[catalog.pieces[place - 1].end : catalog.pieces[place].start] if place > 0 else ""
    return gap if "\n" in gap else layout.newline * 2


def redated(header: str, news: News) -> str:
    """The text of a header with what is new; a field that it has not on a line of its own stays as it stands."""
    fields = {"POT-Creation-Date": news.created, STAMP: news.segmentation}
    for name, value in fields.items():
        if value:
            header = re.sub(_FIELD.format(name), partial(_filled, value), header, count=1)
    return header


def _filled(value: str, match: re.Match[str]) -> str:
    return f"{match[1]}{value}{match[2]}"


def header(comments: Sequence[str], fields: Iterable[tuple[str, str]]) -> Entry:
    """A header entry from its fields in order."""
    return Entry("", "".join(f"{name}: {value}\n" for name, value in fields), comments=tuple(comments))


def _strings(entry: Entry) -> tuple[object, ...]:
    """What an entry's own lines say, comments left out."""
    return (entry.context, entry.msgid, entry.msgid_plural, entry.msgstr, entry.msgstr_plural, entry.obsolete)


def _ended(text: str, newline: str) -> str:
    return text if newline == "\n" else text.replace("\n", newline)
