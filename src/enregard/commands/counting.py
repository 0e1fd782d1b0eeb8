"""How much of each document is translated; one whose files are what they were is not read again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from enregard import codec, coverage
from enregard.commands.loading import Workshop
from enregard.commands.parcels import Job, parcels, sealed, worked
from enregard.commands.store import store
from enregard.commands.survey import Survey
from enregard.commands.unwrapping import unwrapped
from enregard.deadline import TooComplex
from enregard.errors import EnregardError
from enregard.model import Counts, Finding, Reading
from enregard.project import Project

KIND = "counts"
CHOICES = 4
"""Choices of languages of which counts are known, the last ones."""
PAYS = 200_000
"""Bytes of manuscripts from which a further process is worth its start (measured)."""


@dataclass(frozen=True, slots=True)
class Counted:
    """One document. Pickles."""

    counts: Mapping[str, Counts]
    """By language; nothing where its manuscript cannot be read, or is gone."""
    warnings: Mapping[str, tuple[Finding, ...]]
    """What was accepted although it looks like an accident, by the language of the catalog."""
    problems: Mapping[str, EnregardError]
    """What could not be read: ``template``, ``source``, or the language of a catalog."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """All documents."""

    counted: Mapping[str, Mapping[str, Counts]]
    """By language and document."""
    problems: tuple[EnregardError, ...]
    findings: tuple[Finding, ...]


def count(reading: Reading, languages: Sequence[str], job: Job) -> Counted:
    """Read a document and its catalogs, and count; raises nothing."""
    read, segments = unwrapped(reading, job), None
    if read.manuscript is not None:
        segments = read.manuscript.segments
    return Counted(
        {one: coverage.count(segments, read.catalogs.get(one)) for one in languages if segments is not None},
        {language: catalog.warnings for language, catalog in read.catalogs.items() if catalog.warnings},
        read.problems,
    )


def counted(project: Project, found: Survey, languages: Sequence[str], *, jobs: int) -> Coverage:
    """How much of all documents is translated into these languages."""
    reading, kept, every = project.reading(), store(project.root), parcels(project, found.tree, languages)
    seal = sealed(project, found, languages, kept.seal, reading)
    keys = {name: parcel.surveyed(seal, found) for name, parcel in every.items()}
    rows = kept.get(KIND, " ".join(languages))
    known = {name: row for name, row in rows.items() if row[0] == keys.get(name)} if isinstance(rows, dict) else {}
    counts = {name: codec.restored(Counted, row[1]) for name, row in known.items()}
    missing = [parcel for name, parcel in every.items() if name not in known]
    for parcel, job, one in worked(project, missing, partial(count, reading, languages), jobs=jobs, pays=PAYS):
        counts[parcel.name] = one
        if not any(isinstance(error, TooComplex) for error in one.problems.values()):
            known[parcel.name] = [parcel.read(seal, job), codec.plain(one)]
    if known != rows:
        kept.put(KIND, " ".join(languages), known)
        kept.youngest(KIND, CHOICES)
    ordered = [counts[name] for name in every]
    order = ("template", "source", *languages)
    problems = (one.problems[what] for what in order for one in ordered if what in one.problems)
    warnings = (odd for language in languages for one in ordered for odd in one.warnings.get(language, ()))
    named = {source.name: counts[source.name].counts for source in found.tree.documents}
    return Coverage(
        {language: {name: own[language] for name, own in named.items() if own} for language in languages},
        (*found.tree.problems, *problems),
        (*found.tree.findings, *warnings),
    )


def of(shop: Workshop) -> Coverage:
    """The same of documents that are read."""
    return Coverage(
        {
            language: {name: coverage.count(one.segments, known.get(name)) for name, one in shop.manuscripts.items()}
            for language, known in shop.catalogs.items()
        },
        tuple(shop.problems),
        shop.findings,
    )
