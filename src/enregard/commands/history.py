"""What git knows of a project's catalogs; where there is no git, or no repository, it knows nothing."""

from __future__ import annotations

import re
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
_BLAMED = re.compile(rb"([0-9a-f]{40,64}) \d+ (\d+)(?: \d+)?$")


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
    listed = (_git(folder, "ls-tree", "-r", "-z", revision, "--", below) or b"").split(b"\0")
    names = {}
    for line in filter(None, listed):
        described, _, name = line.partition(b"\t")
        _, kind, blob = described.split()
        if kind == b"blob":
            names[name.decode(errors="surrogateescape")] = blob
    return dict(zip(names, _contents(folder, list(names.values())), strict=False))


def _contents(folder: Path, blobs: Sequence[bytes]) -> Iterator[bytes]:
    """What these objects of git hold, asked for all at once."""
    answer = _git(folder, "cat-file", "--batch", told=b"".join(blob + b"\n" for blob in blobs)) or b""
    at = 0
    while (end := answer.find(b"\n", at)) >= 0:
        size = int(answer[at:end].split()[-1])
        yield answer[end + 1 : end + 1 + size]
        at = end + size + 2


def head(folder: Path) -> str | None:
    """The short name of the commit that is checked out; None where there is none."""
    return (_git(folder, "rev-parse", "--short", "HEAD") or b"").decode().strip() or None


def committed(folder: Path, path: str, parts: Sequence[tuple[int, int]]) -> dict[int, int]:
    """When each line of these parts of a file was committed as it stands, in seconds since 1970, by its number.

    ``parts`` are first and last lines, counted from 1. A line that is not committed is left out.
    """
    wanted = [option for first, last in parts for option in ("-L", f"{first},{last}")]
    told = _git(folder, "blame", "--line-porcelain", *wanted, "--", path) if wanted else None
    found: dict[int, int] = {}
    number, known = 0, False
    for line in (told or b"").split(b"\n"):
        if match := _BLAMED.match(line):
            number, known = int(match[2]), match[1].strip(b"0") != b""
        elif known and line.startswith(b"committer-time "):
            found[number] = int(line.split()[1])
    return found


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


def _git(folder: Path, *arguments: str, told: bytes | None = None) -> bytes | None:
    """What git answers, ``told`` its standard input; None where it fails, or is not there."""
    command = ["git", "-c", "core.quotePath=false", *arguments]
    try:
        run = subprocess.run(  # noqa: S603 - no shell
            command, cwd=folder, input=told, capture_output=True, timeout=SECONDS, check=False
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return run.stdout if run.returncode == 0 else None
