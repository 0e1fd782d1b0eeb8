"""The template (POT) of a document: what the French says, in reading order, and where each sentence stands."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import lru_cache, partial

from enregard.catalogs import writer
from enregard.catalogs.catalog import ID_LINE, Catalog, Key
from enregard.catalogs.recutting import STAMP
from enregard.model import Entry, Segment

_PATH_SIGN = " › "
_BLANKS = re.compile(r"[ \t\r\n\f\v]+")


def entries(
    segments: Sequence[Segment], *, source_path: str, references: str, ids: Mapping[Key, str] | None = None
) -> dict[Key, Entry]:
    """One untranslated entry per distinct (msgctxt, msgid), in reading order, with the comments of its first place.

    ``references`` is ``path``, ``line`` or ``none``; ``ids`` are passage ids that replace those of the segments.
    """
    places: dict[Key, list[Segment]] = {}
    for segment in segments:
        places.setdefault(segment.key, []).append(segment)
    return {
        key: Entry(
            key[1],
            context=key[0],
            extracted=_comments(there, (ids or {}).get(key, there[0].id)),
            references=_references(there, source_path, references),
        )
        for key, there in places.items()
    }


def template(
    segments: Sequence[Segment],
    *,
    project: str,
    version: str,
    source_path: str,
    references: str,
    previous: Catalog | None,
    now: datetime,
    ids: Mapping[Key, str] | None = None,
    source_language: str = "fr",
    wrap: int = 0,
    segmentation: str = "",
) -> bytes:
    """The POT of a document; the bytes of ``previous`` where nothing but the date would differ.

    Pass ``Changes.ids`` of the document as ``ids``, so that passages keep their ids, and the stamp of what cut the
    segments as ``segmentation``: where it alone is new, the date stays.
    """
    found = entries(segments, source_path=source_path, references=references, ids=ids)
    fields = partial(
        header_fields,
        project=project,
        version=version,
        language="",
        plural_forms=None,
        source_language=source_language,
        segmentation=segmentation,
    )
    date = stamp(now)
    if previous is not None and list(found.values()) == list(previous.entries) and not previous.obsolete:
        same = previous.header.get("POT-Creation-Date", "")
        old = {**previous.header, "PO-Revision-Date": same}
        if old == dict(fields(date=same)):
            return writer.write(previous)
        if {**old, STAMP: segmentation} == dict(fields(date=same)):
            date = same
    return document(writer.header((), fields(date=date)), found.values(), wrap=wrap)


def document(header: Entry, items: Iterable[Entry], *, wrap: int = 0) -> bytes:
    """A whole new PO file: LF, one blank line between entries, wrapped at ``wrap`` characters (0: never)."""
    layout = writer.Style(wrap=wrap)
    parts = [writer.fresh(header, layout), *(writer.fresh(entry, layout) for entry in items)]
    return ("\n\n".join(parts) + "\n").encode()


def header_fields(
    *,
    project: str,
    version: str,
    date: str,
    language: str,
    plural_forms: str | None,
    source_language: str,
    segmentation: str = "",
) -> list[tuple[str, str]]:
    """All fields that ``msgfmt -c`` wants, in gettext's order, the source language for Poedit, what cut the text."""
    fields = [
        ("Project-Id-Version", f"{project} {version}".strip() or "enregard"),
        ("Report-Msgid-Bugs-To", ""),
        ("POT-Creation-Date", date),
        ("PO-Revision-Date", date),
        ("Last-Translator", "Automatically generated"),
        ("Language-Team", "none"),
        ("Language", language),
        ("MIME-Version", "1.0"),
        ("Content-Type", "text/plain; charset=UTF-8"),
        ("Content-Transfer-Encoding", "8bit"),
    ]
    if plural_forms is not None:
        fields.append(("Plural-Forms", plural_forms))
    fields.append(("X-Source-Language", source_language))
    if segmentation:
        fields.append((STAMP, segmentation))
    return [(name, " ".join(value.split())) for name, value in fields]


def stamp(now: datetime) -> str:
    """A date as PO headers have it: ``2026-11-22 18:00+0000``."""
    return now.strftime("%Y-%m-%d %H:%M%z") if now.tzinfo else now.strftime("%Y-%m-%d %H:%M+0000")


def _comments(places: Sequence[Segment], passage_id: str) -> tuple[str, ...]:
    """Type, heading path, which sentence of its paragraph, the author's notes, the passage id: in this order."""
    first = places[0]
    lines = [f"type: {first.type}"]
    if first.section:
        lines.append(_PATH_SIGN.join(first.section))
    if first.parts > 1:
        lines.append(f"phrase {first.part}/{first.parts}")
    lines += dict.fromkeys(segment.note for segment in places if segment.note)
    lines.append(f"{ID_LINE}{passage_id}")
    return tuple(sys.intern(folded) for line in lines if (folded := _BLANKS.sub(" ", line).strip()))


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
