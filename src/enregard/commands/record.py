"""What the last builds wrote where, so that pages of texts that are gone are removed, and never a file of others."""

from __future__ import annotations

import json
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from enregard import files
from enregard.errors import WritingError
from enregard.project import Project

NAME = "built.json"
"""In ``.enregard``: paths below each output folder. Where it is lost, old pages stay; nothing else depends on it."""


def built(folder: Path, project: Project) -> frozenset[str]:
    """Paths below an output folder that an earlier build wrote there; none where nothing is known."""
    return frozenset(_known(project).get(_key(folder, project), ()))


def keep(folder: Path, project: Project, paths: Iterable[str]) -> None:
    """Note what this build wrote; a project that cannot be written to is built all the same."""
    known = {**_known(project), _key(folder, project): sorted(paths)}
    data = json.dumps(known, ensure_ascii=True, sort_keys=True).encode()
    with suppress(WritingError), files.lock(project.root, seconds=5):
        files.write(project.root / files.WORKSHOP / NAME, data, root=project.root, durable=False)


def sweep(folder: Path, paths: Iterable[str]) -> None:
    """Remove what an earlier build wrote and no page leads to any more; what cannot be removed stays."""
    for path in paths:
        with suppress(WritingError):
            files.remove(folder / path, root=folder)


def _key(folder: Path, project: Project) -> str:
    """A folder in the project is known by its place in it, so that the project may move."""
    return folder.relative_to(project.root).as_posix() if folder.is_relative_to(project.root) else str(folder)


def _known(project: Project) -> dict[str, list[str]]:
    try:
        found = json.loads((project.root / files.WORKSHOP / NAME).read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    if not isinstance(found, dict):
        return {}
    return {
        folder: [p for p in paths if isinstance(p, str)] for folder, paths in found.items() if isinstance(paths, list)
    }
