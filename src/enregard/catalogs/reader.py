"""The one way in: the bytes of a PO file become a catalog, or one error that names file and line."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence

from enregard.catalogs import decoding, plural
from enregard.catalogs.catalog import Catalog, Key, Piece
from enregard.catalogs.faults import damage, suspicious
from enregard.catalogs.lexer import pieces as read_pieces
from enregard.errors import CatalogError
from enregard.model import Entry, Finding, Limits, Place, Severity

_CHARSET = re.compile(r"charset\s*=\s*([^\s;]*)", re.IGNORECASE)
_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(?:[-_][A-Za-z0-9]{1,8})*(?:\.[\w-]{1,20})?(?:@[A-Za-z0-9]{1,20})?")


def read(data: bytes, *, path: str, limits: Limits | None = None, charset: str | None = None) -> Catalog:
    """The catalog in the bytes of a PO or POT file; ``charset`` only where it is ISO-8859-1 on purpose.

    Damaged content is kept and listed in ``Catalog.damaged``. Raises CatalogError (file, line, advice) where syntax or
    encoding are damaged: then nothing of the file is to be used, and nothing to be written to it.
    """
    limits = limits or Limits()
    text, encoding = decoding.decode(data, path=path, limits=limits, charset=charset)
    pieces = read_pieces(text, path=path, longest=limits.line)
    if not pieces:
        advice = "Restore it from version control; to begin anew, delete it."
        raise CatalogError("empty catalog: not one entry", path=path, line=1, advice=advice)
    lone = decoding.LONE_CR.search(text)
    if lone:
        line = text.count("\n", 0, lone.start()) + 1
        raise CatalogError("a carriage return inside a line", path=path, line=line, advice="Write \\r for it.")
    by_key = _by_key(pieces, path)
    header = by_key.pop((None, ""), None)
    fields = _fields(header, path) if header else {}
    _check_header(fields, header, by_key, encoding=encoding, text=text, path=path)
    entries = tuple(by_key.values())
    return Catalog(
        path=path,
        text=text,
        charset=encoding,
        pieces=pieces,
        entries=entries,
        obsolete=tuple(p.entry for p in pieces if p.entry.obsolete),
        header=fields,
        by_key=by_key,
        damaged=_damaged(entries) if suspicious(text) else {},
        warnings=(*_late_header(pieces, header, path), *_twins(entries, path)),
    )


def is_header(entry: Entry) -> bool:
    """Whether an entry is the header: live, with an empty msgid and no msgctxt at all."""
    return entry.msgid == "" and entry.context is None and not entry.obsolete


def _by_key(pieces: Sequence[Piece], path: str) -> dict[Key, Entry]:
    found: dict[Key, Entry] = {}
    for piece in pieces:
        entry = piece.entry
        if entry.obsolete:
            continue
        first = found.setdefault(entry.key, entry)
        if first is not entry:
            what = "header" if is_header(entry) else "entry"
            problem = f"a second {what} with the same msgid as line {first.line}"
            raise CatalogError(
                problem, path=path, line=entry.line, advice="Keep the better translation, delete the other."
            )
    return found


def _fields(header: Entry, path: str) -> dict[str, str]:
    fields: dict[str, str] = {}
    for line in header.msgstr.split("\n"):
        name, colon, value = line.partition(":")
        if not colon:
            continue
        if name in fields and name.lower() in {"content-type", "plural-forms", "language"}:
            advice = "Delete one of the two."
            raise CatalogError(f"two {name} fields in the header", path=path, line=header.line, advice=advice)
        fields.setdefault(name, value.strip())
    return fields


def _check_header(
    fields: Mapping[str, str],
    header: Entry | None,
    entries: Mapping[Key, Entry],
    *,
    encoding: str,
    text: str,
    path: str,
) -> None:
    line = header.line if header else 1
    declared = _CHARSET.search(fields.get("Content-Type", ""))
    decoding.check_charset(declared and declared[1], encoding=encoding, text=text, path=path, line=line)
    language = fields.get("Language", "")
    if language and not _LANGUAGE.fullmatch(language):
        advice = "Write a language code there, such as en or en_GB."
        raise CatalogError("the Language field of the header is no language", path=path, line=line, advice=advice)
    forms = None
    if "Plural-Forms" in fields:
        try:
            forms = plural.forms(fields["Plural-Forms"])
        except ValueError as error:
            advice = "For English: nplurals=2; plural=(n != 1);"
            raise CatalogError(f"Plural-Forms: {error}", path=path, line=line, advice=advice) from None
    for entry in entries.values():
        if forms is not None and entry.msgid_plural is not None and len(entry.msgstr_plural) != forms:
            problem = f"{len(entry.msgstr_plural)} plural forms, the header says {forms}"
            raise CatalogError(problem, path=path, line=entry.line, advice="Add or delete forms of this entry.")


def _damaged(entries: Sequence[Entry]) -> dict[Key, str]:
    return {entry.key: reason for entry in entries if (reason := damage(entry)) is not None}


def _late_header(pieces: Sequence[Piece], header: Entry | None, path: str) -> tuple[Finding, ...]:
    if header is None or pieces[0].entry is header:
        return ()
    message = "the header does not come first; other tools will not find it"
    return (Finding("catalog-header", Severity.WARNING, message, po=Place(path, header.line)),)


def _twins(entries: Sequence[Entry], path: str) -> tuple[Finding, ...]:
    """A warning for each entry whose key differs from another's in its Unicode form only."""
    odd = [e for e in entries if not unicodedata.is_normalized("NFC", e.msgid)]
    if not odd:
        return ()
    first: dict[Key, Entry] = {}
    found = []
    for entry in entries:
        other = first.setdefault((entry.context, unicodedata.normalize("NFC", entry.msgid)), entry)
        if other is not entry:
            message = f"the same msgid as line {other.line} in another Unicode form (NFC, NFD)"
            place = Place(path, entry.line)
            found.append(Finding("catalog-twins", Severity.WARNING, message, po=place, msgid=entry.msgid))
    return tuple(found)
