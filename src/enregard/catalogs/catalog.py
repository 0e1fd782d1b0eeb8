"""What a PO file holds: its entries as values, and the text each of them was read from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from enregard.model import Entry, Finding

Key = tuple[str | None, str]
"""``(msgctxt, msgid)``: what identifies an entry of a catalog."""

ID_LINE = "id: "
"""How the extracted comment that keeps a passage id begins."""


@dataclass(frozen=True, slots=True)
class Piece:
    """An entry and the place of its text: comments, keywords and strings, without the blank lines around it."""

    entry: Entry
    start: int
    """Offset of its first character (usually of its first comment) in ``Catalog.text``."""
    body: int
    """Offset of the line of its first msgctxt or msgid keyword."""
    end: int
    """Offset just after its last character; the line end is not part of it."""


@dataclass(frozen=True, slots=True)
class Catalog:
    """All entries of one document for one language, and the file they stand in. A template is a catalog too."""

    path: str
    """Path of the file, for messages."""
    text: str
    """The whole file, decoded, line ends and byte order mark as they stood."""
    charset: str
    """Encoding of the file: ``utf-8``, or what an explicit option asked for."""
    pieces: tuple[Piece, ...]
    """The header (where there is one), live and obsolete entries, in file order."""
    entries: tuple[Entry, ...]
    """Live entries in file order, the header excluded."""
    obsolete: tuple[Entry, ...]
    """Obsolete entries (``#~``) in file order."""
    header: Mapping[str, str] = field(default_factory=dict)
    """Fields of the header in file order."""
    by_key: Mapping[Key, Entry] = field(default_factory=dict)
    """Live entries by ``(msgctxt, msgid)``."""
    damaged: Mapping[Key, str] = field(default_factory=dict)
    """Live entries whose content must not be published, with the reason (see ``faults``)."""
    warnings: tuple[Finding, ...] = ()
    """What was accepted although it looks like an accident."""

    @property
    def language(self) -> str:
        """The ``Language`` field of the header; empty where there is none."""
        return self.header.get("Language", "")


def passage_ids(template: Catalog) -> dict[Key, str]:
    """The passage ids that a template (or a catalog made from it) keeps in its extracted comments, by key."""
    found = {}
    for entry in template.entries:
        for line in entry.extracted:
            if line.startswith(ID_LINE):
                found[entry.key] = line.removeprefix(ID_LINE).strip()
    return found
