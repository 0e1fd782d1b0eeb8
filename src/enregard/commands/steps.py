"""What an extraction does to the disk: files written and removed so that no translation is lost, whatever kills it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path

from enregard import files
from enregard.commands import survey
from enregard.errors import WritingError
from enregard.project import Project

AT_ONCE = 64
"""Files that are written together: the disk is waited for once, and all are held open until then."""


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

    def take(self, together: Sequence[Steps]) -> None:
        """Write catalogs first, templates behind them, remove last: killed anywhere, no translation is lost.

        The template of a document waits for its catalogs, and nothing is removed while something else failed. What
        cannot be written is listed. Raises Changed where somebody saved a file meanwhile.
        """
        for kind, of_kind in enumerate((chain.from_iterable(map(_catalogs, together)), _templates(together))):
            while few := tuple(islice(of_kind, AT_ONCE)):
                self._write(few, kind)
        for step in chain.from_iterable(steps.removals for steps in together):
            self._noted.append(((2, 0, ""), step.path, None))
            if not (self.idle or self.failed):
                self._remove(step)

    def _write(self, few: Sequence[tuple[int, Step]], kind: int) -> None:
        self._noted += [((kind, number, s.document), s.path, survey.of(s.data or b"")) for number, s in few]
        if self.idle:
            return
        ready = [step for _, step in few if not (kind and step.document in self._waiting)]
        failed = files.write_all([(s.path, s.data or b"", s.expected) for s in ready], root=self.project.root)
        self.failed += failed.values()
        self._waiting |= {step.document for step in ready if step.path in failed}

    def _remove(self, step: Step) -> None:
        try:
            files.remove(step.path, root=self.project.root, expected=step.expected or b"")
        except files.Changed:
            raise
        except WritingError as error:
            self.failed.append(error)


def _catalogs(steps: Steps) -> Iterator[tuple[int, Step]]:
    """The catalogs, each with the number of its language."""
    return ((number, step) for number, own in enumerate(steps.catalogs.values()) for step in own)


def _templates(together: Sequence[Steps]) -> Iterator[tuple[int, Step]]:
    return ((0, step) for steps in together for step in steps.templates)
