"""What the header of a template or catalog says: of which text, from when, in which language, cut by what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from enregard.catalogs import writer
from enregard.catalogs.recutting import STAMP


@dataclass(frozen=True, slots=True)
class Heading:
    """What all new files of an extraction in one language begin with."""

    project: str
    version: str
    date: str
    """Of the extraction, as `stamp` writes it."""
    language: str = ""
    """As gettext writes it (``pt_BR``); none in a template."""
    plural_forms: str | None = None
    source_language: str = "fr"
    segmentation: str = ""
    """The stamp of what cut the French."""


def stamp(now: datetime) -> str:
    """A date as PO headers have it: ``2026-11-22 18:00+0000``."""
    return now.strftime("%Y-%m-%d %H:%M%z") if now.tzinfo else now.strftime("%Y-%m-%d %H:%M+0000")


@lru_cache(maxsize=64)
def fields(heading: Heading) -> tuple[tuple[str, str], ...]:
    """All fields that ``msgfmt -c`` wants, in gettext's order, the source language for Poedit, what cut the text."""
    found = [
        ("Project-Id-Version", f"{heading.project} {heading.version}".strip() or "enregard"),
        ("Report-Msgid-Bugs-To", ""),
        ("POT-Creation-Date", heading.date),
        ("PO-Revision-Date", heading.date),
        ("Last-Translator", "Automatically generated"),
        ("Language-Team", "none"),
        ("Language", heading.language),
        ("MIME-Version", "1.0"),
        ("Content-Type", "text/plain; charset=UTF-8"),
        ("Content-Transfer-Encoding", "8bit"),
    ]
    if heading.plural_forms is not None:
        found.append(("Plural-Forms", heading.plural_forms))
    found.append(("X-Source-Language", heading.source_language))
    if heading.segmentation:
        found.append((STAMP, heading.segmentation))
    return tuple((name, " ".join(value.split())) for name, value in found)


@lru_cache(maxsize=64)
def text(heading: Heading, layout: writer.Style) -> str:
    """The header as PO text, made once for all files that begin with it."""
    return writer.fresh(writer.header((), fields(heading)), layout)
