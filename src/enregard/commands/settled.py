"""Documents in which an extraction left nothing to be done: while their files are what they were, they are not read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from enregard import codec
from enregard.commands.loading import Workshop
from enregard.commands.parcels import sealed
from enregard.commands.program import digest
from enregard.commands.store import store
from enregard.commands.survey import Survey
from enregard.project import SourceFile

KIND = "settled"
CHOICES = 4
"""Choices of languages of which settled documents are known, the last ones."""


@dataclass(frozen=True, slots=True)
class Settled:
    """What there is to tell of a document in which nothing is to be done."""

    segments: int
    omitted: tuple[str, ...]
    """Lines for ``-v``: text that no translator is offered."""
    signs: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    """By language, signs of the keys that have a translation, as far as anybody has asked for them."""


def recalled(shop: Workshop, found: Survey) -> dict[str, Settled]:
    """The documents that are as an earlier extraction into the same languages left them, by name."""
    rows = store(shop.project.root).table(KIND, _name(shop))
    seal = _seal(shop, found)
    return {
        source.name: codec.restored(Settled, row[1])
        for source in shop.tree.documents
        if (row := rows.get(source.name)) and row[0] == _key(shop, found, source, seal)
    }


def learnt(shop: Workshop, name: str, known: Settled) -> Settled:
    """What is known of a document that nobody has touched, with what has been learnt about it since."""
    return replace(known, signs={language: signs[name] for language, signs in shop.signs.items() if name in signs})


def keep(shop: Workshop, now: Survey, settled: Mapping[str, Settled]) -> None:
    """Keep what is known of settled documents, whose files are as this survey tells."""
    seal = _seal(shop, now)
    rows = {
        source.name: [_key(shop, now, source, seal), codec.plain(settled[source.name])]
        for source in now.tree.documents
        if source.name in settled
    }
    kept = store(shop.project.root)
    if rows != kept.table(KIND, _name(shop)):
        kept.put(KIND, _name(shop), rows)
        kept.youngest(KIND, CHOICES)


def _name(shop: Workshop) -> str:
    return " ".join(shop.folders)


def _seal(shop: Workshop, found: Survey) -> str:
    craft = (repr(shop.project), shop.reading)
    return sealed(shop.project, found, tuple(shop.folders), store(shop.project.root).seal, craft)


def _key(shop: Workshop, found: Survey, source: SourceFile, seal: str) -> str:
    """The digest of everything that an extraction makes of a document."""
    files = (
        str(source.file),
        f"{shop.project.templates_folder()}/{source.name}.pot",
        *(f"{folder}/{source.name}.po" for folder in shop.folders.values()),
    )
    return digest(seal, source.path, *(found.files.get(file, "") for file in files))
