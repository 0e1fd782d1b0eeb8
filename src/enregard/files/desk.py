"""Folders opened without following links, and drafts in them that take the place of files whole or not at all."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Final, Self

from enregard.errors import WritingError
from enregard.files.telling import changed, shown

TEMPORARY: Final = ".enregard-"
"""How the names of drafts begin."""
NEW: Final = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
"""How a file is opened that must not be there yet."""
_CHUNK = 1 << 20
_READ = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC


class Anything(Enum):
    """What ``expected`` is when the old content of a file does not matter, as with pages that are made anew."""

    ANYTHING = "anything"


ANYTHING: Final = Anything.ANYTHING
Expected = bytes | Anything | None


@contextmanager
def opened(folder: int | None, name: str) -> Iterator[int]:
    """A file open for reading; a link is not followed, and a pipe is not waited for."""
    handle = os.open(name, _READ, dir_fd=folder)
    try:
        yield handle
    finally:
        os.close(handle)


def _below(folder: int, part: str, *, create: bool) -> int:
    try:
        return os.open(part, _FOLDER, dir_fd=folder)
    except FileNotFoundError:
        if not create:
            raise
    with suppress(FileExistsError):
        os.mkdir(part, dir_fd=folder)
    return os.open(part, _FOLDER, dir_fd=folder)


def chunks(handle: int) -> Iterator[bytes]:
    """What is left to read of an open file, a megabyte at a time."""
    while chunk := os.read(handle, _CHUNK):
        yield chunk


@dataclass(frozen=True, slots=True)
class Folder:
    """An open folder."""

    handle: int
    read_only: bool


@dataclass(frozen=True, slots=True)
class Spot:
    """The place of a file in an open folder."""

    folder: Folder
    name: str
    path: Path
    """The file as the caller calls it."""
    found: os.stat_result | None
    """What stood there when we looked: a regular file or nothing."""

    def content(self) -> bytes | None:
        """What the file holds now; None where there is none."""
        with suppress(FileNotFoundError), opened(self.folder.handle, self.name) as handle:
            return b"".join(chunks(handle))
        return None

    def is_like(self, original: int) -> bool:
        """Whether the file holds what an open file holds."""
        with opened(self.folder.handle, self.name) as handle:
            if os.fstat(handle).st_size != os.fstat(original).st_size:
                return False
            return all(chunk == os.read(original, _CHUNK) for chunk in chunks(handle))

    def agree(self, expected: Expected) -> None:
        """Raise Changed where the file does not hold what is expected."""
        if expected is not ANYTHING and self.content() != expected:
            raise changed(shown(self.path))

    def refuse_read_only(self) -> None:
        """A file or folder without any right to write is meant to stay, even where we are the superuser."""
        file_is_read_only = self.found is not None and not self.found.st_mode & 0o222
        if self.folder.read_only or file_is_read_only:
            raise WritingError(
                f"the {'folder' if self.folder.read_only else 'file'} is read-only",
                path=shown(self.path),
                advice="Give the right to write (chmod u+w) if it is yours.",
            )


@dataclass(slots=True)
class Draft:
    """A new file beside the old one, under another name."""

    spot: Spot
    expected: Expected
    temporary: str
    """Its name; empty when it stands in the place of the old file."""
    handle: int = -1

    def fill(self, chunks: Iterable[bytes]) -> None:
        """Make the file, with these bytes, and with the rights of the old one."""
        found = self.spot.found
        mode = 0o666 if found is None else 0o600
        self.handle = os.open(self.temporary, NEW, mode, dir_fd=self.spot.folder.handle)
        for chunk in chunks:
            left = memoryview(chunk)
            while left:
                left = left[os.write(self.handle, left) :]
        if found is not None:
            _keep_rights(self.handle, found)

    def close(self, *, durable: bool) -> None:
        """End writing; ``durable`` waits for the disk."""
        if durable:
            os.fsync(self.handle)
        handle, self.handle = self.handle, -1
        os.close(handle)

    def put(self) -> None:
        """Rename it over the old file. Raises Changed where that is not what is expected any more."""
        self.spot.agree(self.expected)
        folder = self.spot.folder.handle
        os.rename(self.temporary, self.spot.name, src_dir_fd=folder, dst_dir_fd=folder)
        self.temporary = ""

    def drop(self) -> None:
        """Leave nothing of it behind, unless it was put in the place of the old file."""
        if self.handle >= 0:
            with suppress(OSError):
                self.close(durable=False)
        if self.temporary:
            with suppress(OSError):
                os.unlink(self.temporary, dir_fd=self.spot.folder.handle)


class Desk:
    """Folders below a root and drafts in them; a class because all are closed, or cleared away, in the end."""

    def __init__(self, root: Path, *, create: bool = True) -> None:
        self._root = root
        self._create = create
        self._folders: dict[str, Folder] = {}
        self._drafts: list[Draft] = []
        self._token = os.urandom(8).hex()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for draft in self._drafts:
            draft.drop()
        for folder in self._folders.values():
            os.close(folder.handle)

    def spot(self, path: Path) -> Spot:
        """The place of a file; links that stay below the root are resolved. Raises WritingError for all others."""
        try:
            folder, name = self._above(path)
            found = _status(folder, name)
            if found is not None and stat.S_ISLNK(found.st_mode):
                folder, name = self._above(path, os.path.realpath(path))
                found = _status(folder, name)
        except ValueError as fault:
            raise WritingError("no file can have this name", path=shown(path)) from fault
        if found is not None and not stat.S_ISREG(found.st_mode):
            kind = "a folder" if stat.S_ISDIR(found.st_mode) else "no regular file"
            raise WritingError(f"is {kind}, not a file that can be written", path=shown(path), advice="Move it away.")
        return Spot(folder, name, path, found)

    def draft(self, path: Path, data: bytes, expected: Expected) -> Draft | None:
        """The draft of a file; None where it holds these bytes already. Raises Changed."""
        spot = self.spot(path)
        there = None
        if spot.found is not None and (expected is not ANYTHING or spot.found.st_size == len(data)):
            there = spot.content()
        if there == data:
            return None
        if expected is not ANYTHING and there != expected:
            raise changed(shown(path))
        return self.begin(spot, (data,), expected)

    def begin(self, spot: Spot, chunks: Iterable[bytes], expected: Expected = ANYTHING) -> Draft:
        """A draft with these bytes in it; it is gone in the end unless it was put in the place of the old file."""
        spot.refuse_read_only()
        if spot.found is not None and not os.access(spot.name, os.W_OK, dir_fd=spot.folder.handle):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        draft = Draft(spot, expected, f"{TEMPORARY}{self._token}-{len(self._drafts)}.tmp")
        self._drafts.append(draft)  # before there is a file: an interruption comes between any two steps
        try:
            draft.fill(chunks)
        except OSError:  # at once, for the disk may be full
            draft.drop()
            raise
        return draft

    def _above(self, path: Path, real: str | None = None) -> tuple[Folder, str]:
        """The open folder of a file, and its name there."""
        above, name = os.path.split(real or path)
        if above not in self._folders:
            self._folders[above] = self._open(above, path)
        return self._folders[above], name

    def _open(self, above: str, path: Path) -> Folder:
        """Open a folder part by part, so that no link is followed that was put there meanwhile."""
        base, place = os.path.realpath(self._root), os.path.realpath(above)
        if os.path.commonpath((base, place)) != base:
            problem = f"leads out of {shown(self._root)}, where nothing is written"
            advice = "Put a real folder or file in the place of the symbolic link, or give a path inside the project."
            raise WritingError(problem, path=shown(path), advice=advice)
        try:
            folder = os.open(base, _FOLDER)
        except FileNotFoundError:
            if not self._create:
                raise
            Path(base).mkdir(parents=True, exist_ok=True)
            folder = os.open(base, _FOLDER)
        try:
            for part in filter(None, place.removeprefix(base).split("/")):
                below = _below(folder, part, create=self._create)
                os.close(folder)
                folder = below
            return Folder(folder, read_only=not os.fstat(folder).st_mode & 0o222)
        except BaseException:
            os.close(folder)
            raise


def _status(folder: Folder, name: str) -> os.stat_result | None:
    try:
        return os.stat(name, dir_fd=folder.handle, follow_symlinks=False)
    except FileNotFoundError:
        return None


def _keep_rights(handle: int, found: os.stat_result) -> None:
    own = os.fstat(handle)
    if own.st_gid != found.st_gid:
        with suppress(PermissionError):
            os.fchown(handle, -1, found.st_gid)
    if own.st_uid != found.st_uid:
        with suppress(PermissionError):
            os.fchown(handle, found.st_uid, -1)
    os.fchmod(handle, stat.S_IMODE(found.st_mode))
