"""What an extraction does to the disk: files written and removed so that no translation is lost, whatever kills it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from enregard import files
from enregard.commands import survey
from enregard.errors import WritingError
from enregard.project import Project


@dataclass(frozen=True, slots=True)
class Step:
    """One file that an extraction writes or removes."""

    document: str
    path: Path
    data: bytes | None
    """Its new bytes; None removes it."""
    expected: bytes | None
    """What it held when it was read; None where there was none."""


@dataclass(slots=True)
class Steps:
    """What is to be done for documents that were compared with each other."""

    catalogs: dict[str, list[Step]]
    """By language, in the same order for all documents."""
    templates: list[Step] = field(default_factory=list)
    removals: list[Step] = field(default_factory=list)


@dataclass(slots=True)
class Hand:
    """Takes steps, or only notes them."""

    project: Project
    idle: bool
    """True where nothing is to be written."""
    failed: list[WritingError] = field(default_factory=list)
    _noted: list[tuple[tuple[int, int, str], Path, str | None]] = field(default_factory=list)
    _waiting: set[str] = field(default_factory=set)
    """Documents of which something could not be written."""

    @property
    def changes(self) -> dict[Path, str | None]:
        """Digests of all files of the steps, None for those removed: catalogs by language, templates, removals."""
        return {path: digest for _, path, digest in sorted(self._noted, key=lambda noted: noted[0])}

    def take(self, steps: Steps) -> None:
        """Write catalogs first, templates behind them, remove last: killed anywhere, no translation is lost.

        The template of a document waits for its catalogs, and nothing is removed while something else failed. What
        cannot be written is listed. Raises Changed where somebody saved a file meanwhile.
        """
        for rank, step in _ranked(steps):
            self._noted.append((rank, step.path, None if step.data is None else survey.of(step.data)))
            held_up = bool(self.failed) if step.data is None else rank[0] > 0 and step.document in self._waiting
            if not (self.idle or held_up):
                self._attempt(step)

    def _attempt(self, step: Step) -> None:
        try:
            if step.data is None:
                files.remove(step.path, root=self.project.root, expected=step.expected or b"")
            else:
                files.write(step.path, step.data, root=self.project.root, expected=step.expected)
        except files.Changed:
            raise
        except WritingError as error:
            self.failed.append(error)
            self._waiting.add(step.document)


def _ranked(steps: Steps) -> Iterator[tuple[tuple[int, int, str], Step]]:
    """The steps in order, each with its place among all steps of an extraction."""
    for number, own in enumerate(steps.catalogs.values()):
        yield from (((0, number, step.document), step) for step in own)
    yield from (((1, 0, step.document), step) for step in steps.templates)
    yield from (((2, 0, ""), step) for step in steps.removals)
