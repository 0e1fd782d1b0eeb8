"""How much of each document is translated; one whose files are what they were is not read again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from enregard import codec, coverage
from enregard.commands.loading import PAYS, Workshop
from enregard.commands.parcels import Job, parcels, problems_of, sealed, warnings_of, worked
from enregard.commands.store import store
from enregard.commands.survey import Survey
from enregard.commands.unwrapping import unwrapped
from enregard.deadline import passed
from enregard.errors import EnregardError
from enregard.model import Counts, Finding, Reading
from enregard.project import Project

KIND = "counts"
CHOICES = 4
"""Choices of languages of which counts are known, the last ones."""


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
class Counting:
    """All documents."""

    counted: Mapping[str, Mapping[str, Counts]]
    """By language and document."""
    problems: tuple[EnregardError, ...]
    findings: tuple[Finding, ...]


def count(reading: Reading, languages: Sequence[str], job: Job) -> Counted:
    """Read a document and its catalogs, and count; raises nothing."""
    read = unwrapped(reading, job)
    segments = None if read.manuscript is None else read.manuscript.segments
    return Counted(
        {one: coverage.count(segments, read.catalogs.get(one)) for one in languages if segments is not None},
        read.warnings,
        read.problems,
    )


def counted(project: Project, found: Survey, languages: Sequence[str], *, jobs: int) -> Counting:
    """How much of all documents is translated into these languages."""
    reading, kept, every = project.reading(), store(project.root), parcels(project, found.tree, languages)
    seal = sealed(project, found, languages, kept.seal, reading)
    keys = {name: parcel.surveyed(seal, found) for name, parcel in every.items()}
    rows = kept.table(KIND, " ".join(languages))
    known = {name: row for name, row in rows.items() if row[0] == keys.get(name)}
    counts = {name: codec.restored(Counted, row[1]) for name, row in known.items()}
    missing = [parcel for name, parcel in every.items() if name not in known]
    for parcel, job, one in worked(project, missing, partial(count, reading, languages), jobs=jobs, pays=PAYS):
        counts[parcel.name] = one
        if not passed(one.problems.values()):
            known[parcel.name] = [parcel.read(seal, job), codec.plain(one)]
    if known != rows:
        kept.put(KIND, " ".join(languages), known)
        kept.youngest(KIND, CHOICES)
    ordered = [counts[name] for name in every]
    named = {source.name: counts[source.name].counts for source in found.tree.documents}
    return Counting(
        {language: {name: own[language] for name, own in named.items() if own} for language in languages},
        tuple(problems_of(found.tree, [one.problems for one in ordered], languages)),
        warnings_of(found.tree, [one.warnings for one in ordered], languages),
    )


def of(shop: Workshop) -> Counting:
    """The same of documents that are read."""
    return Counting(
        {
            language: {name: coverage.count(one.segments, known.get(name)) for name, one in shop.manuscripts.items()}
            for language, known in shop.catalogs.items()
        },
        tuple(shop.problems),
        shop.findings,
    )
