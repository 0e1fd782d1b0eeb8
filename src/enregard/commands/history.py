"""What git knows of a project's catalogs; where there is no git, or no repository, it knows nothing."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from enregard import catalogs
from enregard.catalogs import Catalog
from enregard.errors import CatalogError

SECONDS = 20.0
"""How long a question to git may take; then its answer is done without."""
MERGES = 50
"""How many merges are looked back at."""
COMMITS = 300
"""How many commits are looked back at for other versions of catalogs."""
VERSIONS = 3
"""How many versions of one catalog are looked back at."""


@dataclass(frozen=True, slots=True)
class Merge:
    """A merge commit that made of a catalog what none of its parents had."""

    commit: str
    """Its short name."""
    path: str
    """Path of the catalog below the project's folder."""
    result: Catalog
    parents: tuple[Catalog, ...]


def in_repository(folder: Path) -> bool:
    """Whether a folder, which may not exist yet, lies in the work tree of a git repository."""
    while not folder.is_dir() and folder != folder.parent:
        folder = folder.parent
    return _git(folder, "rev-parse", "--is-inside-work-tree") == b"true\n"


def configured(folder: Path, key: str) -> bool:
    """Whether git knows a key, from this clone or from its user's own configuration."""
    return bool(_git(folder, "config", "--get", key))


def configure(folder: Path, key: str, value: str) -> bool:
    """Set a key in the configuration of this clone; False where it has this value already."""
    if _git(folder, "config", "--local", "--get", key) == f"{value}\n".encode():
        return False
    return _git(folder, "config", "--local", key, value) is not None


def versions(folder: Path, below: str) -> dict[str, list[str]]:
    """The last commits that changed each catalog below a place in the folder, the newest first, by its path."""
    listed = _git(folder, "log", f"-{COMMITS}", "--relative", "--name-only", "--format=%x00%h", "--", below)
    found: dict[str, list[str]] = {}
    for commit in (listed or b"").decode(errors="replace").split("\0")[1:]:
        short, *paths = [line for line in commit.splitlines() if line]
        for path in paths:
            found.setdefault(path, []).append(short)
    return found


def earlier(folder: Path, path: str, data: bytes, commits: Sequence[str]) -> Catalog | None:
    """A catalog as the first of these commits has it that does not hold these bytes."""
    for commit in commits[:VERSIONS]:
        found = _git(folder, "show", f"{commit}:./{path}")
        if found and found != data:
            return _read(found, path)
    return None


def files_at(folder: Path, revision: str, below: str) -> dict[str, bytes] | None:
    """The files below a place in the folder as a revision has them, by path; None where git knows no such revision."""
    if revision.startswith("-") or _git(folder, "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}") is None:
        return None
    listed = (_git(folder, "ls-tree", "-r", "-z", "--name-only", revision, "--", below) or b"").split(b"\0")
    paths = [name.decode(errors="surrogateescape") for name in listed if name]
    return {path: data for path in paths if (data := _git(folder, "show", f"{revision}:./{path}")) is not None}


def merges(folder: Path, below: str) -> Iterator[Merge]:
    """The last merges that changed catalogs below a place in the folder, the newest first."""
    listed = _git(
        folder, "log", f"-{MERGES}", "--merges", "--relative", "--cc", "--name-only", "--format=%x00%h %p", "--", below
    )
    for commit in (listed or b"").decode(errors="replace").split("\0")[1:]:
        names, *paths = [line for line in commit.splitlines() if line]
        short, *parents = names.split()
        for path in paths:
            if path.endswith(".po") and (result := _catalog(folder, short, path)):
                versions = [found for parent in parents if (found := _catalog(folder, parent, path))]
                yield Merge(short, path, result, tuple(versions))


def _catalog(folder: Path, commit: str, path: str) -> Catalog | None:
    data = _git(folder, "show", f"{commit}:./{path}")
    return _read(data, path) if data else None


def _read(data: bytes, path: str) -> Catalog | None:
    try:
        return catalogs.read(data, path=path)
    except CatalogError:
        return None


def _git(folder: Path, *arguments: str) -> bytes | None:
    """What git answers; None where it fails, or is not there."""
    command = ["git", "-c", "core.quotePath=false", *arguments]
    try:
        run = subprocess.run(command, cwd=folder, capture_output=True, timeout=SECONDS, check=False)  # noqa: S603 - no shell
    except (OSError, subprocess.SubprocessError):
        return None
    return run.stdout if run.returncode == 0 else None
