"""The template (POT) of a document: what the French says, in reading order, and where each sentence stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property, lru_cache

from enregard.catalogs import headings, writer
from enregard.catalogs.catalog import ID_LINE, Catalog, Key
from enregard.catalogs.headings import Heading
from enregard.catalogs.recutting import STAMP
from enregard.model import Entry, Segment

_PATH_SIGN = " › "
_BLANKS = re.compile(r"[ \t\r\n\f\v]+")


class Sheet:
    """What the French of one document says now: where its template and all its catalogs come from.

    A class because the texts of its entries are made when first asked for, and once for all files they stand in.
    """

    def __init__(self, segments: Sequence[Segment], entries: Mapping[Key, Entry], *, wrap: int) -> None:
        self.segments = segments
        self.entries = entries
        """One untranslated entry per distinct (msgctxt, msgid), in reading order, with the comments of its first place.
        """
        self.layout = writer.Style(wrap=wrap)

    @cached_property
    def texts(self) -> Mapping[Key, str]:
        """The entries as PO text."""
        return {key: writer.fresh(entry, self.layout) for key, entry in self.entries.items()}

    @cached_property
    def body(self) -> bytes:
        """What a file in which nothing is translated holds below its header."""
        return _body(self.texts.values())


def sheet(
    segments: Sequence[Segment],
    *,
    source_path: str,
    references: str,
    ids: Mapping[Key, str] | None = None,
    wrap: int = 0,
) -> Sheet:
    """The sheet of a document, strings wrapped at ``wrap`` characters (0: never).

    ``references`` is ``path``, ``line`` or ``none``; ``ids`` are passage ids that replace those of the segments: pass
    ``Changes.ids`` of the document, so that passages keep theirs.
    """
    places: dict[Key, list[Segment]] = {}
    for segment in segments:
        places.setdefault(segment.key, []).append(segment)
    carried = ids or {}
    entries = {
        key: Entry(
            key[1],
            context=key[0],
            extracted=_comments(there, carried.get(key, there[0].id)),
            references=_references(there, source_path, references),
        )
        for key, there in places.items()
    }
    return Sheet(segments, entries, wrap=wrap)


def template(sheet: Sheet, heading: Heading, *, previous: Catalog | None) -> bytes:
    """The POT of a document; the bytes of ``previous`` where nothing but the date would differ.

    Where what cut the segments is new and nothing else, the date stays.
    """
    if previous is not None and list(sheet.entries.values()) == list(previous.entries) and not previous.obsolete:
        same = replace(heading, date=previous.header.get("POT-Creation-Date", ""))
        old = {**previous.header, "PO-Revision-Date": same.date}
        wanted = dict(headings.fields(same))
        if old == wanted:
            return writer.write(previous)
        if {**old, STAMP: heading.segmentation} == wanted:
            heading = same
    return document(heading, sheet, sheet.entries)


def document(heading: Heading, sheet: Sheet, items: Mapping[Key, Entry]) -> bytes:
    """A whole new PO file with these entries, those of the sheet or others: LF, one blank line between entries."""
    ours, texts = sheet.entries, sheet.texts
    if items is ours:
        body = sheet.body
    else:
        parts = (texts[k] if entry is ours.get(k) else writer.fresh(entry, sheet.layout) for k, entry in items.items())
        body = _body(parts)
    return headings.text(heading, sheet.layout).encode() + body


def _body(texts: Iterable[str]) -> bytes:
    """What stands below the header of a file."""
    return ("\n\n".join(("", *texts)) + "\n").encode()


def _comments(places: Sequence[Segment], passage_id: str) -> tuple[str, ...]:
    """Type, heading path, which sentence of its paragraph, the author's notes, the passage id: in this order."""
    first = places[0]
    lines = [_folded(f"type: {first.type}")]
    if first.section and (path := _path(first.section)):
        lines.append(path)
    if first.parts > 1:
        lines.append(_phrase(first.part, first.parts))
    if len(places) > 1 or first.note:
        lines += filter(None, map(_folded, dict.fromkeys(segment.note for segment in places if segment.note)))
    own = f"{ID_LINE}{passage_id}"
    lines.append(own if passage_id.isalnum() else _folded(own))
    return tuple(lines)


@lru_cache(maxsize=1024)
def _path(section: tuple[str, ...]) -> str:
    return _folded(_PATH_SIGN.join(section))


@lru_cache(maxsize=1024)
def _phrase(part: int, parts: int) -> str:
    return f"phrase {part}/{parts}"


@lru_cache(maxsize=1024)
def _folded(line: str) -> str:
    """A comment on one line, kept once for all entries that have it."""
    return _BLANKS.sub(" ", line).strip()


def _references(places: Sequence[Segment], path: str, references: str) -> tuple[str, ...]:
    if references == "none":
        return ()
    (name,) = only = _reference(path)
    if references == "line":
        return tuple(dict.fromkeys(name if s.line is None else f"{name}:{s.line}" for s in places))
    return only


@lru_cache(maxsize=64)
def _reference(path: str) -> tuple[str]:
    """The one reference of most entries, kept once for all of them."""
    return (f"\u2068{path}\u2069" if any(c.isspace() for c in path) else path,)
