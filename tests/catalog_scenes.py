"""How tests of catalogs write French down: a sentence a line, a blank line between paragraphs, ``#`` for headings."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from enregard.catalogs import Catalog, Changes, Heading, Merged, Shelf, compare, merge, read, sheet, stamp, template
from enregard.model import Entry, Kind, Segment

NOW = datetime(2026, 11, 22, 18, 0, tzinfo=UTC)
LATER = datetime(2026, 12, 24, 18, 0, tzinfo=UTC)
PLURALS = "nplurals=2; plural=(n != 1);"
HEADER = 'msgid ""\nmsgstr ""\n"Language: en\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n'


def french(text: str) -> tuple[Segment, ...]:
    """The segments of a text in this notation; their ids are hashes, as those of the sources are."""
    found: list[Segment] = []
    section: tuple[str, ...] = ()
    for paragraph in text.strip("\n").split("\n\n"):
        lines = [line for line in paragraph.split("\n") if line.strip()]
        for part, line in enumerate(lines, 1):
            level = len(line) - len(line.lstrip("#"))
            words = line.lstrip("#").removeprefix(" ") if level else line
            section = section[: level - 1] if level else section
            found.append(
                Segment(
                    words,
                    Kind.HEADING if level else Kind.PARAGRAPH,
                    hashlib.sha256(words.encode()).hexdigest()[:8],
                    type=f"Title {'#' * level}" if level else "Plain text",
                    section=section,
                    part=part,
                    parts=len(lines),
                )
            )
            section = (*section, words) if level else section
    return tuple(found)


def pot(
    segments: Sequence[Segment],
    *,
    previous: Catalog | None = None,
    changes: Changes | None = None,
    segmentation: str = "",
) -> Catalog:
    """The template of a document called ``texte``; ``segmentation`` is the stamp of what cut it."""
    data = template(
        sheet(
            segments,
            source_path="source_fr/texte.md",
            references="path",
            ids=changes.ids["texte"] if changes else None,
        ),
        Heading("essai", "1", stamp(NOW), segmentation=segmentation),
        previous=previous,
    )
    return read(data, path="locales/pot/texte.pot")


def applied(
    changes: Changes,
    catalogs: Mapping[str, Catalog],
    segments: Sequence[Segment],
    *,
    document: str = "texte",
    now: datetime = LATER,
    segmentation: str = "",
) -> Merged:
    """The catalog of a document after the changes, a month later."""
    return merge(
        changes,
        document,
        catalogs,
        sheet(
            segments,
            source_path=f"source_fr/{document}.md",
            references="path",
            ids=changes.ids.get(document),
        ),
        Heading("essai", "1", stamp(now), "en", PLURALS, segmentation=segmentation),
    )


def po(body: str, *, path: str = "locales/en/LC_MESSAGES/texte.po") -> Catalog:
    """A catalog from the text of its entries; the header is put before them."""
    return read(f"{HEADER}\n{body}".encode(), path=path)


def translated(segments: Sequence[Segment], translate: object = None) -> Catalog:
    """A catalog in which a known function has translated everything: ``EN`` and the French."""
    made = applied(compare({}, {"texte": segments}), {}, segments, now=NOW).data.decode()
    catalog = read(made.encode(), path="texte.po")
    for entry in catalog.entries:
        say = english(entry.msgid) if translate is None else translate(entry.msgid)  # type: ignore[operator]
        quoted = [text.replace("\\", "\\\\").replace('"', '\\"') for text in (entry.msgid, say)]
        made = made.replace(f'msgid "{quoted[0]}"\nmsgstr ""', f'msgid "{quoted[0]}"\nmsgstr "{quoted[1]}"')
    return read(made.encode(), path="locales/en/LC_MESSAGES/texte.po")


def english(text: str) -> str:
    """The known function: what a translation of these tests says."""
    return f"EN {text}"


def shelf(**catalogs: Catalog) -> Shelf:
    """Catalogs of one language by document."""
    return Shelf(catalogs)


def extract(old: Catalog, text: str, catalog: Catalog, *, segmentation: str = "") -> tuple[Changes, Catalog]:
    """One document extracted anew, cut by what the stamp says: what changed, and its catalog afterwards."""
    segments = french(text)
    changes = compare({"texte": old}, {"texte": segments}, segmentation=segmentation)
    data = applied(changes, {"texte": catalog}, segments, segmentation=segmentation).data
    return changes, read(data, path=catalog.path)


def told(entries: Sequence[Entry]) -> list[tuple[str, str, str]]:
    """State, msgid and msgstr of entries, for comparison."""
    return [(entry.state.value, entry.msgid, entry.msgstr) for entry in entries]


def rounds(short: int, long: int) -> int:
    """How often a test is to try: ``long`` in ``make soak``, ``short`` everywhere else."""
    return long if os.environ.get("HYPOTHESIS_PROFILE") == "soak" else short
