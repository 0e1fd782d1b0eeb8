"""All documents of a build made ready; those whose files have not changed are as the last build kept them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from enregard import codec, editions
from enregard.commands.parcels import Parcel, altered, job, parcels, problems_of, sealed, warnings_of, worked
from enregard.commands.preparing import Craft, Prepared, prepare
from enregard.commands.program import digest
from enregard.commands.task import Task
from enregard.editions import Imprint
from enregard.errors import EnregardError
from enregard.model import Finding

ARTICLES = "articles"
DOCUMENTS = "documents"
FOLDERS = 8
"""Output folders whose documents are known, the last ones."""
PAYS = 100_000
"""Bytes of manuscripts from which a further process is worth its start (measured)."""
AT_HAND = 1 << 25
"""Bytes of articles that are held until their pages are made; all others are read again from the store."""


@dataclass(frozen=True, slots=True)
class Ready:
    """A document that is ready."""

    key: str
    """Digest of everything it was made from; names its articles in the store."""
    face: str
    """Digest of what the pages of other documents show of it ..."""
    whole: str
    """... and of all that the rest of the site does."""
    prepared: Prepared
    """What was found out of it ..."""
    plain: str
    """... and the same as plain data, in JSON."""


class Shelf:
    """The documents of one build; a class because what is found out of them is needed twice, and kept at the end."""

    def __init__(self, task: Task) -> None:
        self._task = task
        self._craft = craft_of(task)
        self._parcels = parcels(task.project, task.found.tree, task.project.targets)
        self._ready: dict[str, Ready] = {}
        self._at_hand: dict[str, bytes] = {}
        self._room = AT_HAND
        self._seal = ""
        """Digest of everything that all documents are made with."""
        self._passing: set[str] = set()
        """Documents of which nothing is kept: a file could not be read, or a time limit was passed."""
        self.certain = True
        """False where what was read is not what was there when the build began."""

    def ready(self) -> dict[str, Ready]:
        """All documents, and what is left of those that are gone, by name, in order of names."""
        task = self._task
        self._seal = sealed(task.project, task.found, task.project.targets, task.kept.seal, self._craft)
        known = {} if self._task.fresh else self._known()
        keys = {name: parcel.surveyed(self._seal, self._task.found) for name, parcel in self._parcels.items()}
        found = {name: one for name, one in known.items() if one.key == keys.get(name)}
        found |= self._made([parcel for name, parcel in self._parcels.items() if name not in found])
        self._ready = {name: found[name] for name in self._parcels}
        self.certain = not self._passing and all(one.key == keys[name] for name, one in self._ready.items())
        return self._ready

    def articles(self, name: str) -> bytes:
        """The articles of a document, packed; made again where they were not kept.

        Raises Changed where that cannot be done: its files are not what they were a moment ago.
        """
        at_hand = self._at_hand.pop(name, None)
        if at_hand is not None:
            return at_hand
        kept = self._task.kept.data(ARTICLES, self._ready[name].key)
        return self._again(name) if kept is None else kept

    def _again(self, name: str) -> bytes:
        read = job(self._task.project, self._parcels[name])
        same = self._parcels[name].read(self._seal, read) == self._ready[name].key
        articles = prepare(self._craft, read)[1] if same else b""
        if not articles:
            raise altered(self._task.project, read, "built")
        return articles

    def keep(self) -> None:
        """Keep what was found out for the next build, and forget what it does not need."""
        lasting = {name: one for name, one in self._ready.items() if name not in self._passing}
        lines = (f"{one.key} {one.face} {one.whole} {one.plain}" for one in lasting.values())
        self._task.kept.put_data(DOCUMENTS, str(self._task.folder), "\n".join(lines).encode())
        self._task.kept.youngest(DOCUMENTS, FOLDERS)
        self._task.kept.keep(ARTICLES, {one.key for one in lasting.values()})

    @property
    def problems(self) -> list[EnregardError]:
        """All files that cannot be used: by name, templates, manuscripts, catalogs, pages that take too long."""
        found = [one.prepared.problems for one in self._ready.values()]
        return problems_of(self._task.found.tree, found, self._task.project.targets)

    @property
    def warnings(self) -> tuple[Finding, ...]:
        """What was accepted although it looks like an accident: files left out, odd catalogs."""
        found = [one.prepared.warnings for one in self._ready.values()]
        return warnings_of(self._task.found.tree, found, self._task.project.targets)

    def _known(self) -> dict[str, Ready]:
        """What the last build found out."""
        lines = (self._task.kept.data(DOCUMENTS, str(self._task.folder)) or b"").split(b"\n")
        found = {}
        for line in filter(None, lines):
            key, face, whole, plain = line.decode().split(" ", 3)
            name, row = json.loads(plain)
            found[name] = Ready(key, face, whole, codec.restored(Prepared, row), plain)
        return found

    def _made(self, missing: Sequence[Parcel]) -> dict[str, Ready]:
        """Make documents ready, and keep their articles as soon as they are made."""
        found: dict[str, Ready] = {}
        made = worked(self._task.project, missing, partial(prepare, self._craft), jobs=self._task.jobs, pays=PAYS)
        for parcel, read, (prepared, articles) in made:
            if not prepared.lasting or any(isinstance(file, EnregardError) for file in read.files.values()):
                self._passing.add(parcel.name)
            key = parcel.read(self._seal, read)
            self._keep_articles(parcel.name, key, articles)
            row = codec.plain(prepared)
            plain = json.dumps([parcel.name, row], separators=(",", ":"))
            face = prepared.document and codec.plain(editions.face(prepared.document))
            found[parcel.name] = Ready(key, digest(json.dumps(face)), digest(json.dumps(row[0])), prepared, plain)
            self._task.progress("documents rendered", len(found), len(missing))
        return found

    def _keep_articles(self, name: str, key: str, articles: bytes) -> None:
        if articles and name not in self._passing:
            self._task.kept.put_data(ARTICLES, key, articles)
        if articles and (len(articles) < self._room or name in self._passing):
            self._room -= len(articles)
            self._at_hand[name] = articles


def craft_of(task: Task) -> Craft:
    """How the documents of a project are made ready for the editions that are built."""
    project, settings = task.project, task.project.settings
    imprint = Imprint(
        title="",
        source=project.language,
        targets=project.targets,
        image_hosts=settings.site.image_hosts,
        untranslated=settings.editions.untranslated,
        stale=settings.editions.stale,
    )
    shown = {t for t in project.targets if any(name == t or name.endswith(f"-{t}") for name in task.names)}
    return Craft(
        reading=project.reading(),
        targets=project.targets,
        ways=tuple(editions.edition_named(imprint, name) for name in task.names),
        imprint=imprint,
        localised=editions.localised(task.found.tree.assets, project.targets),
        addresses=settings.checks.addresses,
        required=frozenset(shown) if settings.editions.untranslated == "fail" else frozenset(),
        drafts=task.drafts,
    )
