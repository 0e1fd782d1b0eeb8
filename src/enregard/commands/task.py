"""A build that is asked for: what, where, and what is known of it before."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from enregard.commands.manifest import Manifest
from enregard.commands.outcome import Progress
from enregard.commands.store import Store
from enregard.commands.survey import Survey
from enregard.project import Project


@dataclass(frozen=True, slots=True)
class Task:
    """What a build works with."""

    project: Project
    folder: Path
    names: tuple[str, ...]
    """Names of the editions."""
    drafts: bool
    search: bool
    fresh: bool
    """True where nothing that is known shall be used."""
    jobs: int
    """How many processes may work at a time."""
    kept: Store
    found: Survey
    before: Manifest
    progress: Progress
    inputs: str
    """Digest of everything that this build depends on."""
