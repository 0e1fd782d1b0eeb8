"""What the last build wrote into an output folder, from what, and how each file lay there when it was written.

The paths alone are taken from the manifests of other versions, so that pages of texts that are gone are removed; those
of a project that was copied only for folders inside of it, so that no repository can name files elsewhere. All else is
believed only where this very program wrote it into this very folder.
"""

from __future__ import annotations

import json
import os
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import blake2b
from itertools import chain
from pathlib import Path
from typing import Any

from enregard import codec, files
from enregard.commands.program import digest
from enregard.commands.store import Store
from enregard.errors import ProjectError, WritingError
from enregard.model import Finding, Severity
from enregard.project import Project
from enregard.project.reading import content

FOLDER = "built"
LARGEST = 1 << 30
"""Bytes: more than a site can have that was built here."""
_LENGTH = 32
"""Characters of a digest."""
Rows = Sequence[Sequence[Any]]
"""Findings as plain data."""
_KEPT = ("faces", "site", "inputs", "outcome", "warnings", "aside")


@dataclass(frozen=True, slots=True)
class Written:
    """A file of the output folder."""

    article: str
    """Key of the article that a page was made from; empty for what belongs to the whole site."""
    outlook: str
    """Digest of all else that it shows; how an asset lay when it was copied."""
    lay: str
    """Its size and times when it had been written."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """All that is known of the last build in a folder."""

    paths: frozenset[str] = frozenset()
    """Everything that builds wrote there, below the folder."""
    written: Mapping[str, Written] = field(default_factory=dict)
    """By path; empty where nothing is certain."""
    faces: str = ""
    """Digest of all that pages of documents show of the rest of the site, unless they list documents ..."""
    site: str = ""
    """... and of all that anything shows of it."""
    inputs: str = ""
    """Digest of everything that the build depended on ..."""
    outcome: Any = None
    """... and what it comes to when nothing has changed, without findings, as plain data."""
    warnings: Rows = ()
    """What was accepted although it looks like an accident ..."""
    aside: Rows = ()
    """... translations that were set aside ..."""
    told: Mapping[str, str] = field(default_factory=dict)
    """... and what there is to say about pages, by path and in their order: findings as plain data, in JSON."""

    def findings(self, names: Collection[str]) -> tuple[Finding, ...]:
        """All findings about these editions: warnings first, then the others by weight.

        Each is there once: every edition sees the same dead link.
        """
        told = dict.fromkeys(rows for path, rows in self.told.items() if path.partition("/")[0] in names)
        rows = chain.from_iterable(map(json.loads, told))
        found = dict.fromkeys(codec.restored(Finding, row) for row in chain(self.aside, rows))
        by_weight = sorted(found, key=lambda finding: finding.severity is not Severity.ERROR)
        return (*codec.restored(tuple[Finding, ...], self.warnings), *by_weight)


def lies(path: str) -> str:
    """How a file lies on the disk, so that any change of it shows; empty where there is none."""
    try:
        found = os.lstat(path)
    except (OSError, ValueError):
        return ""
    return f"{found.st_size} {found.st_mtime_ns} {found.st_ctime_ns} {found.st_ino}"


def read(folder: Path, project: Project, kept: Store) -> Manifest:
    """The manifest of an output folder; an empty one where nothing is known."""
    try:
        mark, _, data = (content(_place(folder, project), most=LARGEST, fault=ProjectError) or b"").partition(b"\n")
        first, *lines = data.decode().split("\n")
        found = json.loads(first)
        paths = frozenset(path for path in found["paths"] if isinstance(path, str))
        if not kept.seal or mark != (own := _mark(kept, (data,))):
            here = kept.seal and mark[-_LENGTH:] == own[-_LENGTH:]
            return Manifest(paths if here or (kept.seal and folder.is_relative_to(project.root)) else frozenset())
        written = {path: Written(*row) for path, row in found["written"].items()}
        told = {path: rows for rows, _, paths in (line.partition("\t") for line in lines) for path in json.loads(paths)}
        return Manifest(paths, written, told=told, **{key: found[key] for key in _KEPT})
    except (ProjectError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return Manifest()


def keep(folder: Path, project: Project, kept: Store, manifest: Manifest) -> None:
    """Note what this build wrote; a project that cannot be written to is built all the same."""
    if not kept.seal:
        return
    found = {
        "paths": sorted(manifest.paths),
        "written": {path: [one.article, one.outlook, one.lay] for path, one in manifest.written.items()},
        **{key: getattr(manifest, key) for key in _KEPT},
    }
    said: dict[str, list[str]] = {}
    for path, rows in manifest.told.items():
        said.setdefault(rows, []).append(path)
    told = (f"{rows}\t{json.dumps(paths)}".encode() for rows, paths in said.items())
    lines = [json.dumps(found, separators=(",", ":")).encode(), *told]
    with suppress(WritingError):
        data = b"\n".join((_mark(kept, lines), *lines))
        del lines, told, said  # of a large site they are as large as its findings
        files.write(_place(folder, project), data, root=project.root, durable=False)


def _mark(kept: Store, lines: Iterable[bytes]) -> bytes:
    """What shows that lines were written here by this program, and what shows that they were written here by any."""
    found = blake2b(digest_size=16)
    for line in lines:
        found.update(line)
        found.update(b"\n")
    return f"{digest(kept.seal, found.digest())} {digest(kept.origin, found.digest())}".encode()


def sweep(folder: Path, paths: Iterable[str]) -> None:
    """Remove what an earlier build wrote and no page leads to any more; what cannot be removed stays."""
    for path in paths:
        with suppress(WritingError):
            files.remove(folder / path, root=folder)


def _place(folder: Path, project: Project) -> Path:
    """A folder in the project is known by its place in it, so that the project may move."""
    inside = folder.is_relative_to(project.root)
    name = folder.relative_to(project.root).as_posix() if inside else str(folder)
    return project.root / files.WORKSHOP / FOLDER / f"{digest(name)}.json"
