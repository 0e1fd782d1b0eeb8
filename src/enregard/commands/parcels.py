"""The files of each document, where they lie, what they hold, and the digest of all of them."""

from __future__ import annotations

import json
import os
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

from enregard import codec, execution
from enregard.commands.loading import catalog_files
from enregard.commands.program import digest
from enregard.commands.survey import Survey, extensions, led, of
from enregard.errors import CatalogError, EnregardError, SourceError
from enregard.files import Changed
from enregard.model import Finding
from enregard.project import Project, SourceFile, Tree

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class File:
    """A file of a document: its path for messages, and all its bytes."""

    path: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Job:
    """The files of one document, as they were read. Pickles."""

    name: str
    path: str
    """Path of the manuscript below the source folder; empty where only catalogs are left of a document."""
    files: Mapping[str, File | EnregardError]
    """``source``, ``template``, and a catalog by each target language; or why it could not be read."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """The files of one document on disk."""

    name: str
    source: SourceFile | None = None
    template: Path | None = None
    catalogs: Mapping[str, Path] = field(default_factory=dict)
    """By target language."""

    @property
    def path(self) -> str:
        """Path of the manuscript below the source folder; empty where there is none."""
        return "" if self.source is None else self.source.path

    @property
    def places(self) -> Iterator[tuple[str, Path]]:
        """Where each file lies, by what it is."""
        if self.source is not None:
            yield "source", self.source.file
        if self.template is not None:
            yield "template", self.template
        yield from self.catalogs.items()

    @property
    def size(self) -> int:
        """Bytes of the manuscript; 0 where it cannot be asked for them."""
        return 0 if self.source is None else self.source.size

    def key(self, seal: str, digests: Iterable[str]) -> str:
        """The digest of everything that is made from this document with what the seal stands for."""
        return digest(seal, self.name, self.path, *digests)

    def surveyed(self, seal: str, found: Survey) -> str:
        """The same, with the files as they were when a run began."""
        return self.key(seal, (f"{what}:{found.files.get(str(place), '')}" for what, place in self.places))

    def read(self, seal: str, job: Job) -> str:
        """The same, with the files as they were read."""
        read = ((what, job.files[what], place) for what, place in self.places if what in job.files)
        return self.key(seal, (f"{what}:{_digest(file)}{led(place)}" for what, file, place in read))


def parcels(project: Project, tree: Tree, languages: Sequence[str]) -> dict[str, Parcel]:
    """The files of all documents, and what is left of those that are gone, in order of names."""
    found = {source.name: Parcel(source.name, source) for source in tree.documents}
    for name, path in catalog_files(project.templates_folder(), ".pot"):
        found[name] = replace(found.get(name, Parcel(name)), template=path)
    for language in languages:
        for name, path in catalog_files(project.language_folder(language), ".po"):
            parcel = found.get(name, Parcel(name))
            found[name] = replace(parcel, catalogs={**parcel.catalogs, language: path})
    return dict(sorted(found.items()))


def job(project: Project, parcel: Parcel) -> Job:
    """The files of a document as they are now, or why they cannot be read."""
    files: dict[str, File | EnregardError] = {}
    for what, place in parcel.places:
        try:
            if parcel.source is not None and what == "source":
                files[what] = File(project.source_path(parcel.source), project.source_bytes(parcel.source))
            else:
                data = project.catalog_bytes(place, fault=CatalogError)
                files |= {} if data is None else {what: File(project.shown(place), data)}
        except (CatalogError, SourceError) as error:
            files[what] = error
    return Job(parcel.name, parcel.path, files)


def worked(
    project: Project, wanted: Sequence[Parcel], work: Callable[[Job], Result], *, jobs: int, pays: int
) -> Iterator[tuple[Parcel, Job, Result]]:
    """What comes of work on documents, in their order, with as many hands as pay (``execution.chosen``)."""
    engine = execution.chosen(jobs, size=sum(parcel.size for parcel in wanted), pays=pays)
    given: deque[Job] = deque()

    def read() -> Iterator[Job]:
        for parcel in wanted:
            given.append(job(project, parcel))
            yield given[-1]

    for parcel, result in zip(wanted, engine.map(work, read()), strict=True):
        yield parcel, given.popleft(), result


def altered(project: Project, read: Job, doing: str) -> Changed:
    """What is raised where the files of a document are no longer what they were in the same run."""
    place = project.shown(project.source_folder / read.path)
    return Changed(f"was changed while it was {doing}", path=place, advice="Run the command again.")


def problems_of(
    tree: Tree, found: Collection[Mapping[str, EnregardError]], languages: Sequence[str]
) -> list[EnregardError]:
    """All files that cannot be used: by name, templates, manuscripts, catalogs by language, pages that take too long.

    ``found``: those of each document, by what they are.
    """
    order = ("template", "source", *languages, "page")
    return [*tree.problems, *(problems[what] for what in order for problems in found if what in problems)]


def warnings_of(
    tree: Tree, found: Collection[Mapping[str, tuple[Finding, ...]]], languages: Sequence[str]
) -> tuple[Finding, ...]:
    """What was accepted although it looks like an accident: files left out, odd catalogs of each document."""
    odd = (warning for language in languages for warnings in found for warning in warnings.get(language, ()))
    return (*tree.findings, *odd)


def sealed(project: Project, found: Survey, languages: Sequence[str], seal: str, craft: object) -> str:
    """The digest of all that documents are worked on with: the store's seal, settings, extensions of the project.

    And the folders of their files, as findings name them and as links may lead to others.
    """
    modules = (f"{place}:{found.files.get(place)}" for place in extensions(project))
    folders = (project.templates_folder(), *map(project.language_folder, languages))
    places = (os.path.relpath(os.path.realpath(folder), project.root) for folder in folders)
    shown = map(project.shown, (project.source_folder, *folders))
    return digest(seal, json.dumps(codec.plain(craft)), *shown, *places, *modules)


def _digest(file: File | EnregardError) -> str:
    return of(file.data) if isinstance(file, File) else str(file)
