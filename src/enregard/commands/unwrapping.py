"""What the files of one document say: its manuscript, its template, its catalogs; or why they cannot be read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from enregard import catalogs
from enregard.catalogs import Catalog
from enregard.commands.loading import manuscript_of
from enregard.commands.parcels import File, Job
from enregard.errors import CatalogError, EnregardError, SourceError
from enregard.model import Finding, Reading
from enregard.project import decode
from enregard.sources.contract import Manuscript


@dataclass(frozen=True, slots=True)
class Unwrapped:
    """A document as it was read."""

    name: str
    path: str
    """Path of the manuscript below the source folder."""
    text: str
    manuscript: Manuscript | None
    """None where it cannot be read, or is gone."""
    template: Catalog | None
    catalogs: Mapping[str, Catalog]
    """By language; those that exist and can be read."""
    problems: dict[str, EnregardError]
    """What could not be read: ``template``, ``source``, or the language of a catalog."""

    @property
    def warnings(self) -> dict[str, tuple[Finding, ...]]:
        """What was accepted although it looks like an accident, by the language of the catalog."""
        return {language: catalog.warnings for language, catalog in self.catalogs.items() if catalog.warnings}


def unwrapped(reading: Reading, job: Job) -> Unwrapped:
    """A document read, with the passage ids that its template keeps; pure, so that any engine can do it."""
    problems = {what: file for what, file in job.files.items() if isinstance(file, EnregardError)}
    known: dict[str, Catalog] = {}
    for what, file in job.files.items():
        if what != "source" and isinstance(file, File):
            try:
                known[what] = catalogs.read(file.data, path=file.path, limits=reading.limits)
            except CatalogError as error:
                problems[what] = error
    template = known.pop("template", None)
    source, text, manuscript = job.files.get("source"), "", None
    if isinstance(source, File):
        ids = {} if template is None else catalogs.passage_ids(template)
        try:
            text = decode(source.data, path=source.path, limits=reading.limits)
            manuscript = manuscript_of(text, name=job.name, path=source.path, reading=reading, ids=ids)
        except SourceError as error:
            problems["source"] = error
    return Unwrapped(job.name, job.path, text, manuscript, template, known, problems)
