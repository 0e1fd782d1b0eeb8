"""Single entries of a catalog replaced, removed or laid out anew, all others left byte for byte as they stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from enregard.catalogs import po, writer
from enregard.catalogs.catalog import Catalog, Key, Piece
from enregard.catalogs.reader import is_header
from enregard.model import Entry


def edited(catalog: Catalog, entries: Mapping[Key, Entry]) -> bytes:
    """The bytes of a catalog with other live entries in the places of those with the same keys.

    Raises UnicodeEncodeError where its encoding lacks a sign of them.
    """
    live = {p.start: entries.get(p.entry.key, p.entry) for p in catalog.pieces if _is_live(p)}
    return laid_out(catalog, [(piece, live.get(piece.start, piece.entry)) for piece in catalog.pieces])


def laid_out(catalog: Catalog, entries: Sequence[tuple[Piece | None, Entry]], *, wrap: int | None = None) -> bytes:
    """The bytes of a catalog with these entries, each in the text of its piece as far as it did not change.

    ``wrap`` wraps all strings anew at so many characters (0: never; None: as they are). Raises UnicodeEncodeError.
    """
    layout = writer.style(catalog)
    if wrap is not None:
        layout = writer.Style(layout.newline, wrap)
    return writer.assembled(
        catalog, [_part(catalog, *pair, layout=layout, anew=wrap is not None) for pair in entries], layout
    )


def _part(catalog: Catalog, piece: Piece | None, entry: Entry, *, layout: writer.Style, anew: bool) -> writer.Part:
    if piece is None:
        return (None, writer.fresh(entry, layout))
    if anew and not is_header(entry):
        text = writer.rewritten(catalog, piece, entry, layout) if entry != piece.entry else None
        head = catalog.text[piece.start : piece.body] if text is None else ""
        body = po.text(entry, wrap=layout.wrap)[1].replace("\n", layout.newline)
        return (piece, head + body if text is None else text)
    return (piece, None if entry == piece.entry else writer.rewritten(catalog, piece, entry, layout))


def _is_live(piece: Piece) -> bool:
    return not piece.entry.obsolete and not is_header(piece.entry)
