"""What a command comes to: an exit code, data for standard output, and lines for people."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum

from enregard.errors import EnregardError
from enregard.model import Finding

Progress = Callable[[str, int, int], None]
"""Is told, as work goes on, of what how much is done, and of how much: ``("documents read", 120, 240)``."""


def unseen(what: str, done: int, total: int) -> None:
    """The Progress that nobody watches."""


class Exit(IntEnum):
    """Exit codes, the same for every command."""

    WELL = 0
    SOMETHING_TO_SEE = 1
    """The work is done, and there is something to see: findings, missing translations, files that would change."""
    WRONG_USAGE = 2
    TO_MEND = 3
    """A file that the user must mend; everything else is done."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a command comes to."""

    code: Exit = Exit.WELL
    data: str = ""
    """Goes to standard output as it is."""
    report: str = ""
    """Lines for people: standard output when there is no data, standard error when there is."""
    problems: tuple[EnregardError, ...] = ()
    """Files left out because the user must mend them; each is told on standard error."""
    findings: tuple[Finding, ...] = ()
    """What was noticed on the way; each is told on standard error."""
    details: tuple[str, ...] = ()
    """Lines that only ``-v`` shows."""

    @property
    def lasting(self) -> bool:
        """False where a time limit was passed: on a quieter machine it may not be."""
        told = (self.data, *map(str, self.problems), *(finding.message for finding in self.findings))
        return not any("too complex" in text for text in told)


def code_of(*, problems: bool, to_see: bool) -> Exit:
    """The exit code: files to mend weigh more than things to see."""
    return Exit.TO_MEND if problems else Exit.SOMETHING_TO_SEE if to_see else Exit.WELL


def many(number: int, noun: str) -> str:
    """A number with its noun: ``1 file``, ``2 files``."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
