"""What is said of files that cannot be written: names that no terminal would obey, one line, one piece of advice."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from enregard.errors import WritingError


class Changed(WritingError):  # noqa: N818 - not a fault, but news: the caller reads again and merges again
    """The file on disk is no longer the one that was read; it stands as whoever saved it left it."""


def changed(place: str) -> Changed:
    """What is said of a file that somebody saved while we were at work; ``place`` is its path as it is shown."""
    problem = "was saved by another program meanwhile; that save stands"
    return Changed(problem, path=place, advice="Run the command again.")


def shown(path: Path) -> str:
    """A path for people: relative to the current folder where it lies below it, with nothing a terminal would obey."""
    with suppress(ValueError, OSError):
        path = path.relative_to(Path.cwd())
    return printable(path.as_posix())


def printable(name: str) -> str:
    r"""A file name on one line: what does not print as ``<U+000A>``, bytes that are no text as ``\xNN``."""
    if name.isprintable():
        return name
    return "".join(c if c.isprintable() or c == "\u00a0" else _escaped(ord(c)) for c in name)


def _escaped(code: int) -> str:
    return f"\\x{code - 0xDC00:02X}" if 0xDC80 <= code <= 0xDCFF else f"<U+{code:04X}>"


_ADVICE = {
    errno.ENOSPC: "The disk is full: make room and run the command again.",
    errno.EDQUOT: "Your quota is used up: make room and run the command again.",
    errno.EROFS: "The disk is mounted read-only.",
    **dict.fromkeys((errno.EACCES, errno.EPERM), "Ask for the right to write there, or choose another folder."),
    errno.ELOOP: "A symbolic link stands in the way: put a real folder or file in its place.",
    errno.ENOTDIR: "A file or a symbolic link stands where a folder is needed: move it away.",
    errno.ENAMETOOLONG: "Give the document a shorter name.",
}


@contextmanager
def told(path: Path, what: str = "cannot be written") -> Iterator[None]:
    """Turn what the system says into one line with the file's name."""
    try:
        yield
    except OSError as fault:
        raise failure(fault, path, what) from fault


def failure(fault: OSError, path: Path, what: str = "cannot be written") -> WritingError:
    """What the system says as one line with the file's name."""
    advice = _ADVICE.get(fault.errno or 0, "The old file, if there was one, stands as it was.")
    return WritingError(f"{what}: {fault.strerror or fault}", path=shown(path), advice=advice)
