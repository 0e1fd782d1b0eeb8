"""What can be wrong with a file that its owner must mend, told as one line and one piece of advice."""

from __future__ import annotations


class EnregardError(Exception):
    """Something the user must mend: where it is, what is wrong, and what to do about it.

    ``str(error)`` is ``path:line: what is wrong``; ``advice`` is the second line shown to the user.
    """

    def __init__(self, problem: str, *, path: str | None = None, line: int | None = None, advice: str = "") -> None:
        self.problem = problem
        self.path = path
        self.line = line
        self.advice = advice
        super().__init__(problem, path, line, advice)

    def __str__(self) -> str:
        place = "" if self.path is None else f"{self.path}: " if self.line is None else f"{self.path}:{self.line}: "
        return f"{place}{self.problem}"

    def __reduce__(self) -> tuple[object, ...]:
        """Survive pickling between processes, although all arguments but the first are keyword-only."""
        return (_rebuild, (type(self), self.problem, self.path, self.line, self.advice))


def _rebuild(kind: type[EnregardError], problem: str, path: str | None, line: int | None, advice: str) -> EnregardError:
    return kind(problem, path=path, line=line, advice=advice)


class SettingsError(EnregardError):
    """``enregard.toml`` (or a file it names: an SRX file, a glossary) cannot be used as it stands."""


class SourceError(EnregardError):
    """A manuscript cannot be read: bytes that are not UTF-8, front matter that is not a mapping, a limit passed."""


class CatalogError(EnregardError):
    """A PO or POT file cannot be read safely, so nothing of it is used and nothing is written to it."""


class RulesError(EnregardError):
    """An SRX file, or one of its regular expressions, cannot be used."""


class ProjectError(EnregardError):
    """The folder as a whole cannot be worked on: no sources, colliding documents, an output folder in the way."""


class UsageError(ProjectError):
    """The command line names something that this project does not have: a path, an edition, a rule."""


class WritingError(EnregardError):
    """A file could not be written; the old one, if there was one, stands as it was."""
