"""The documents of a project as the checks study them; one whose files are what they were is not studied again."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial

from enregard import catalogs
from enregard.catalogs import Catalog
from enregard.checks import Lesson, Subject
from enregard.checks.contract import Study
from enregard.commands import studying
from enregard.commands.outcome import Progress
from enregard.commands.parcels import File, Job, Parcel, altered, job, parcels, problems_of, sealed, worked
from enregard.commands.program import digest
from enregard.commands.store import store
from enregard.commands.studying import Bench, Dossier
from enregard.commands.survey import Survey
from enregard.errors import CatalogError, EnregardError
from enregard.project import Project, Tree

KINDS = ("dossiers", "pairs")
"""What is kept of each document: what every run wants, and what only some do (`studying.study`)."""
TOGETHER = 32
"""Documents whose lessons are merged and kept as one."""
PAYS = 50_000
"""Bytes of manuscripts from which a further process is worth its start (measured)."""
AT_HAND = 1 << 25
"""Bytes of what cannot be kept that are held all the same; what is beyond is worked out again."""


class Docket:
    """The documents of one run; a class because what is seldom wanted of them is asked for again, not held."""

    def __init__(self, project: Project, found: Survey, bench: Bench, *, jobs: int, progress: Progress) -> None:
        self.project = project
        self.bench = bench
        self.dossiers: dict[str, Dossier] = {}
        """By name, also those of which only catalogs are left."""
        self._found = found
        self._kept = store(project.root)
        self._kinds = KINDS if bench.languages else tuple(f"{kind}-source" for kind in KINDS)
        self._seal = sealed(project, found, bench.languages, self._kept.seal, bench)
        self._parcels = parcels(project, found.tree, bench.languages)
        self._keys = {name: parcel.surveyed(self._seal, found) for name, parcel in self._parcels.items()}
        self._room = AT_HAND
        self._held: dict[str, bytes] = {}
        """What is not always asked for of documents of which nothing can be kept, compressed."""
        self._revised: dict[str, Job] = {}
        self._read(jobs, progress)

    @property
    def tree(self) -> Tree:
        """What lies below the source folder."""
        return self._found.tree

    @property
    def names(self) -> list[str]:
        """The documents whose manuscript can be read, in order."""
        named = (source.name for source in self.tree.documents)
        return [name for name in named if "source" not in self.dossiers[name].problems]

    @property
    def problems(self) -> list[EnregardError]:
        """All files that cannot be used: templates, manuscripts, catalogs by language, pages that take too long."""
        found = [dossier.problems for dossier in self.dossiers.values()]
        return problems_of(self.tree, found, self.bench.languages)

    def path(self, name: str) -> str:
        """The path of a document's manuscript, for messages."""
        document = self.dossiers[name].document
        return "" if document is None else document.source_path

    def subject_of(self, name: str, language: str) -> Callable[[int], Subject]:
        """What is asked for a pair of a document in one language, by its number. Raises Changed, as all below."""
        return studying.subject_of(self._rest(name), language)

    def lesson(self, names: Sequence[str], language: str, lesson: Lesson) -> Study:
        """What documents teach together: some at a time, so that of those that are known nothing is read again."""
        kind = f"{lesson.name}-{language}"
        parts = [names[place : place + TOGETHER] for place in range(0, len(names), TOGETHER)]
        keys = [digest(*(self._keys[name] for name in part)) for part in parts]
        known = [self._kept.get(kind, key) for key in keys]
        for place, part in enumerate(parts):
            if known[place] is None:
                read = (studying.lesson(self._rest(name), language, lesson.name) for name in part)
                known[place] = lesson.merged(study for study in read if study is not None)
                self._kept.put(kind, keys[place], known[place])
        self._kept.keep(kind, keys)
        return lesson.merged(known)

    def catalog(self, name: str, language: str) -> Catalog | None:
        """A catalog as it was studied; None where there is none, or none that can be read."""
        file = self._job(name).files.get(language)
        if not isinstance(file, File):
            return None
        try:
            return catalogs.read(file.data, path=file.path, limits=self.bench.reading.limits)
        except CatalogError:
            return None

    def revise(self, name: str, language: str, data: bytes) -> bytes:
        """Study a document again, with other bytes in place of those of a catalog, which are handed back."""
        read = self._job(name)
        file = read.files[language]
        if isinstance(file, EnregardError):
            raise file
        revised = replace(read, files={**read.files, language: replace(file, data=data)})
        self._revised[name] = revised
        self._keys[name] = self._parcels[name].read(self._seal, revised)
        told, rest = studying.study(self.bench, revised)
        self._held[name] = zlib.compress(rest, 1)
        self.dossiers[name] = studying.dossier(told)
        return file.data

    def _read(self, jobs: int, progress: Progress) -> None:
        """Study all documents, or recall what was found out before."""
        recalled = {name: self._recalled(name) for name in self._parcels}
        missing = [parcel for name, parcel in self._parcels.items() if recalled[name] is None]
        made = self._studied(missing, jobs, progress)
        self.dossiers = {name: recalled.pop(name) or next(made) for name in self._parcels}
        next(made, None)  # lets the engine come to its end, and its workers go
        for kind in self._kinds:
            self._kept.keep(kind, set(self._keys.values()))

    def _recalled(self, name: str) -> Dossier | None:
        data = self._kept.data(self._kinds[0], self._keys[name])
        return None if data is None else studying.dossier(data)

    def _studied(self, missing: Sequence[Parcel], jobs: int, progress: Progress) -> Iterator[Dossier]:
        """Study documents, and keep what was found out as soon as it is."""
        made = worked(self.project, missing, partial(studying.study, self.bench), jobs=jobs, pays=PAYS)
        for done, (parcel, read, (told, rest)) in enumerate(made, 1):
            found = studying.dossier(told)
            key = self._keys[parcel.name] = parcel.read(self._seal, read)
            if found.lasting and self._kept.seal:
                for kind, data in zip(self._kinds, (told, rest), strict=True):
                    self._kept.put_data(kind, key, data)
            elif self._room > 0:
                self._held[parcel.name] = zlib.compress(rest, 1)
                self._room -= len(self._held[parcel.name])
            progress("documents checked", done, len(missing))
            yield found

    def _rest(self, name: str) -> bytes:
        """What is not always asked for of a document."""
        if name in self._held:
            return zlib.decompress(self._held[name])
        known = self._kept.data(self._kinds[1], self._keys[name])
        return studying.study(self.bench, self._job(name))[1] if known is None else known

    def _job(self, name: str) -> Job:
        """The files that a document was studied with. Raises Changed where they are not what they were."""
        if name in self._revised:
            return self._revised[name]
        parcel = self._parcels[name]
        read = job(self.project, parcel)
        if parcel.read(self._seal, read) != self._keys[name]:
            raise altered(self.project, read, "checked")
        return read
