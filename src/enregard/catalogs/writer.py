"""The span writer: what did not change is written back byte for byte, only changed entries are written anew."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from enregard.catalogs import po
from enregard.catalogs.catalog import Catalog, Piece
from enregard.catalogs.reader import is_header
from enregard.model import Entry

_TRANSLATORS = re.compile(r"[ \t]*#(?![.:,=|~])")
_DATE = r'("POT-Creation-Date:[ ])[^"\\]*((?:\\n)?")'
_WRAPPED = re.compile(r'^(?:#~ )?"(?:[^"\\]|\\.)*(?<!\\n)"\r?\n(?:#~ )?"', re.MULTILINE)
_LONGEST_WRAP, _USUAL_WRAP = 120, 79


@dataclass(frozen=True, slots=True)
class Style:
    """How a file is laid out, so that what is written anew looks like the rest of it."""

    newline: str = "\n"
    wrap: int = 0
    """Characters of a line; 0 where strings are wrapped at line feeds only."""


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
    if entry == old:
        return catalog.text[piece.start : piece.end]
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


def assembled(catalog: Catalog, parts: Iterable[tuple[Piece | None, str]], layout: Style) -> str:
    """A whole file from its entries in order: known ones keep the blank lines before them, new ones get one.

    What stands before the first entry and behind the last one of the old file stays where it was.
    """
    text = catalog.text
    gaps = _gaps(catalog)
    between = layout.newline * 2
    first = catalog.pieces[0].start if catalog.pieces else len(text)
    written = [text[:first]]
    for number, (piece, own) in enumerate(parts):
        if number:
            gap = gaps.get(piece.start, "") if piece else ""
            written.append(gap if "\n" in gap else between)
        written.append(own)
    written.append(text[catalog.pieces[-1].end :] if catalog.pieces else layout.newline)
    return "".join(written)


def redated(header: str, created: str) -> str:
    """The text of a header with another POT-Creation-Date; as it stands where it has none on a line of its own."""
    return re.sub(_DATE, lambda match: f"{match[1]}{created}{match[2]}", header, count=1)


def header(comments: Sequence[str], fields: Iterable[tuple[str, str]]) -> Entry:
    """A header entry from its fields in order."""
    return Entry("", "".join(f"{name}: {value}\n" for name, value in fields), comments=tuple(comments))


def _gaps(catalog: Catalog) -> dict[int, str]:
    """What stands before each piece but the first, by the offset at which the piece begins."""
    pairs = zip(catalog.pieces, catalog.pieces[1:], strict=False)
    return {piece.start: catalog.text[before.end : piece.start] for before, piece in pairs}


def _strings(entry: Entry) -> tuple[object, ...]:
    """What an entry's own lines say, comments left out."""
    return (entry.context, entry.msgid, entry.msgid_plural, entry.msgstr, entry.msgstr_plural, entry.obsolete)


def _ended(text: str, newline: str) -> str:
    return text if newline == "\n" else text.replace("\n", newline)
