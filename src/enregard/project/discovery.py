"""What lies below the source folder: manuscripts, assets, and what is left out because it leads elsewhere."""

from __future__ import annotations

import os
import stat
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from posixpath import splitext

from enregard.errors import ProjectError, SourceError
from enregard.files import printable
from enregard.model import Finding, Place, Severity

SUFFIXES = frozenset({".md", ".markdown", ".txt"})
"""Suffixes of manuscripts, in lower case; every other file below the source folder is an asset."""


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One manuscript on disk."""

    name: str
    """Name of its document: its path below the source folder without suffix, composed (NFC), with slashes."""
    path: str
    """Its path below the source folder, composed (NFC), with slashes and suffix."""
    file: Path
    """Where it really lies."""

    @property
    def size(self) -> int:
        """Its bytes; 0 where it cannot be asked for them."""
        try:
            return self.file.stat().st_size
        except OSError:
            return 0


@dataclass(frozen=True, slots=True)
class Tree:
    """All that lies below a source folder, each list sorted by name."""

    documents: tuple[SourceFile, ...]
    assets: tuple[str, ...]
    """Paths below the source folder, as the disk has them."""
    findings: tuple[Finding, ...]
    """What is left out, and why: links that lead out, pipes, devices."""
    problems: tuple[SourceError, ...]
    """Manuscripts that cannot be used because of their names; the others can."""


def discover(folder: Path, *, shown_as: str) -> Tree:
    """Everything below a source folder but hidden files and editors' backup copies (``page.md~``).

    ``shown_as`` is the folder's path for messages. Raises ProjectError where two manuscripts would be one document.
    """
    documents, assets = list[SourceFile](), list[str]()
    findings, problems = list[Finding](), list[SourceError]()
    for place, reason in _files(folder):
        if reason:
            findings.append(_left_out(f"{shown_as}/{printable(place)}", reason))
            continue
        if splitext(place)[1].lower() not in SUFFIXES:
            assets.append(place)
        elif (odd := _odd(place)) is not None:
            problems.append(_misnamed(f"{shown_as}/{printable(place)}", odd))
        else:
            path = unicodedata.normalize("NFC", place)
            documents.append(SourceFile(splitext(path)[0], path, folder / place))
    documents.sort(key=lambda document: document.name)
    _refuse_collisions(documents, shown_as)
    return Tree(tuple(documents), tuple(sorted(assets)), tuple(findings), tuple(problems))


def walked(
    folder: Path, *, hides: Callable[[str], bool] = lambda _: False
) -> Iterator[tuple[str, list[os.DirEntry[str]], OSError | None]]:
    """A folder and all below it, no link followed: its path from here with a slash, what is in it in order of names.

    What a name ``hides`` is passed by, folders with all that is in them. With a folder that cannot be read comes why.
    """
    waiting = [""]
    while waiting:
        below = waiting.pop()
        try:
            with os.scandir(folder / below) as found:
                entries = sorted((one for one in found if not hides(one.name)), key=lambda entry: entry.name)
        except OSError as error:
            yield below, [], error
            continue
        yield below, entries, None
        waiting += [f"{below}{entry.name}/" for entry in reversed(entries) if entry.is_dir(follow_symlinks=False)]


def _files(folder: Path) -> Iterator[tuple[str, str]]:
    """Each file's path below the folder, in order, with the reason to leave it out, if there is one."""
    real = Path(os.path.realpath(folder))
    for below, entries, error in walked(folder, hides=lambda name: name.startswith(".") or name.endswith("~")):
        if error is not None:
            yield below, f"cannot be read ({error.strerror})"
        for entry in entries:
            if not entry.is_dir(follow_symlinks=False):
                yield f"{below}{entry.name}", "" if entry.is_file(follow_symlinks=False) else _reason(entry, real)


def _reason(entry: os.DirEntry[str], real: Path) -> str:
    """Why what is neither a file nor a folder is left out; nothing where it is a link to a file of the sources."""
    try:
        if entry.is_symlink() and not Path(os.path.realpath(entry.path)).is_relative_to(real):
            return "is a symbolic link that leads out of the sources"
        status = entry.stat()
    except OSError as error:
        return f"cannot be read ({error.strerror})"
    if stat.S_ISDIR(status.st_mode):
        return "is a symbolic link to a folder"
    return "" if stat.S_ISREG(status.st_mode) else "is no regular file"


def _left_out(path: str, reason: str) -> Finding:
    return Finding("source-file", Severity.WARNING, f"{path} {reason}; it is left out", source=Place(path))


def _odd(place: str) -> str | None:
    """What in a name would break the catalogs, pages and terminals in which it is written."""
    if place.isprintable():
        return None
    for character in place:
        category = unicodedata.category(character)
        if category in ("Cc", "Cf", "Cs", "Zl", "Zp"):
            return "a byte that is no text" if category == "Cs" else f"the character U+{ord(character):04X}"
    return None


def _misnamed(path: str, odd: str) -> SourceError:
    return SourceError(
        f"the name has {odd}, so it can stand in no catalog and no address",
        path=path,
        advice="Rename the file: letters, digits, hyphens and full stops are safe everywhere.",
    )


def _refuse_collisions(documents: Iterable[SourceFile], shown_as: str) -> None:
    seen: dict[str, SourceFile] = {}
    for document in documents:
        key = unicodedata.normalize("NFC", document.name.casefold())
        other = seen.setdefault(key, document)
        if other is not document:
            first, second = (f"{shown_as}/{d.file.relative_to(_top(d))}" for d in (other, document))
            raise ProjectError(
                f"{printable(first)} and {printable(second)} would be one document",
                advice="Rename one of them: their names differ by suffix, capitals or the way accents are typed only.",
            )


def _top(document: SourceFile) -> Path:
    return document.file.parents[document.path.count("/")]
