"""The one room that writes to disk: whole files or nothing, inside one folder, never over somebody else's save.

A file is written beside its place under another name, flushed to the disk, and renamed over the old one, so that a
crash, a full disk or Ctrl-C leaves the old file or the new one. Folders are opened one by one without following
symbolic links, and everything happens relative to the open folder: what is swapped meanwhile is not written to.

Kept: mode, group, and owner where the system lets us. A file with several names (hard links) is parted from the
others, which keep the old text: that is what makes it safe to back up a project with hard links.
"""

from __future__ import annotations

import errno
import fcntl
import os
import secrets
import stat
import time
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import Final

from enregard.errors import WritingError

WORKSHOP: Final = ".enregard"
"""Name of the project's folder for locks and caches, which git ignores and anybody may delete."""

_TEMPORARY = ".enregard-"
_CHUNK = 1 << 20
_READ = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC


class Changed(WritingError):  # noqa: N818 - not a fault, but news: the caller reads again and merges again
    """The file on disk is no longer the one that was read; it stands as whoever saved it left it."""


class Anything(Enum):
    """What ``expected`` is when the old content of a file does not matter, as with pages that are made anew."""

    ANYTHING = "anything"


ANYTHING: Final = Anything.ANYTHING
_Expected = bytes | Anything | None


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


def write(path: Path, data: bytes, *, root: Path, expected: _Expected = ANYTHING, durable: bool = True) -> bool:
    """Put these bytes into a file below root, folders included; False where it holds them already and is not touched.

    ``expected`` is what the file held when it was read (None: there was none). ``durable`` waits for the disk; without
    it a file that can be made again costs no wait, and is never seen half written all the same. Raises Changed where
    the file no longer holds what is expected, WritingError where it cannot be written.
    """
    with _told(path), ExitStack() as open_files:
        if (draft := _begun(open_files, path, data, root, expected, {})) is None:
            return False
        if durable:
            os.fsync(draft.handle)
        draft.put()
        if durable:
            os.fsync(draft.folder)
    return True


def write_all(saves: Iterable[tuple[Path, bytes, bytes | None]], *, root: Path) -> dict[Path, WritingError]:
    """Write files as ``write`` does, each where it holds what is expected, and wait for the disk once for all of them.

    Small files take a tenth of the time in this way; give it a few dozen, for all are held open. Returns what cannot be
    written. Raises Changed; some of the files are written then.
    """
    failed = dict[Path, WritingError]()
    drafts, folders = dict[Path, _Draft](), dict[Path, int]()
    with _told(root), ExitStack() as open_files:
        for path, data, expected in saves:
            with _listed(failed, path):
                if draft := _begun(open_files, path, data, root, expected, folders):
                    drafts[path] = draft
                    with suppress(AttributeError, OSError):  # a hint to begin now, where the system takes one
                        os.posix_fadvise(draft.handle, 0, 0, os.POSIX_FADV_DONTNEED)
        for act in (lambda draft: os.fsync(draft.handle), _Draft.put):
            for path in [path for path in drafts if path not in failed]:
                with _listed(failed, path):
                    act(drafts[path])
        for path in {os.fstat(draft.folder)[1:3]: path for path, draft in drafts.items()}.values():
            with _listed(failed, path):
                os.fsync(drafts[path].folder)
    return failed


@contextmanager
def _listed(failed: dict[Path, WritingError], path: Path) -> Iterator[None]:
    """Note what goes wrong with a file, and go on."""
    try:
        with _told(path):
            yield
    except Changed:
        raise
    except WritingError as error:
        failed[path] = error


def copy(source: Path, target: Path, *, root: Path) -> bool:
    """Copy a regular file to a place below root; False where an equal file stands there already and is not touched.

    Raises WritingError, also where the source is no regular file or cannot be read.
    """
    with _told(source, "cannot be copied"), _opened(None, os.fspath(source)) as original:
        if not stat.S_ISREG(os.fstat(original).st_mode):
            raise WritingError("is no regular file and is not copied", path=shown(source))
        with _told(target), _folder_of(target, root, create=True) as (folder, name):
            if (found := _found(folder, name, target)) is not None and _equal(folder, name, original):
                return False
            os.lseek(original, 0, os.SEEK_SET)
            with _Draft(folder, name, target).holding(_chunks(original), found=found) as draft:
                draft.put()
    return True


def remove(path: Path, *, root: Path, expected: bytes | Anything = ANYTHING) -> bool:
    """Remove a file below root; False where there is none.

    Raises Changed where it does not hold what is expected, WritingError where it cannot be removed.
    """
    try:
        with _told(path, "cannot be removed"), _folder_of(path, root, create=False) as (folder, name):
            if (found := _found(folder, name, path)) is None:
                return False
            _refuse_read_only(folder, found, path)
            _agree(folder, name, path, expected)
            os.unlink(name, dir_fd=folder)
    except FileNotFoundError:
        return False
    return True


def sweep(folder: Path, *, root: Path) -> int:
    """Remove what killed runs left below a folder; the number of files removed. Call it under the lock only."""
    count = 0
    for place, _, names in os.walk(folder):
        for name in names:
            if name.startswith(_TEMPORARY) and name.endswith(".tmp"):
                count += remove(Path(place, name), root=root)
    return count


@contextmanager
def lock(root: Path, *, seconds: float = 60.0) -> Iterator[None]:
    """Be the only one that writes to this project; whoever is killed while holding the lock lets go of it.

    Raises WritingError when another process holds it for longer than the given seconds.
    """
    place = root / WORKSHOP / "lock"
    with _told(place), _folder_of(place, root, create=True) as (folder, name):
        _ignored_by_git(folder)
        handle = os.open(name, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o666, dir_fd=folder)
        try:
            _wait_for(handle, place, seconds)
        except BaseException:
            os.close(handle)
            raise
    try:
        yield
    finally:
        os.close(handle)


def _wait_for(handle: int, place: Path, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > deadline:
                raise WritingError(
                    "another run of enregard is writing to this project",
                    path=shown(place),
                    advice="Wait until it has ended, or end it; a run that was killed holds no lock.",
                ) from None
            time.sleep(0.02)
        else:
            return


def _ignored_by_git(folder: int) -> None:
    with suppress(FileExistsError), os.fdopen(os.open(".gitignore", _NEW, 0o666, dir_fd=folder), "wb") as file:
        file.write(b"*\n")


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
def _told(path: Path, what: str = "cannot be written") -> Iterator[None]:
    """Turn what the system says into one line with the file's name; a missing file is left to the caller of remove."""
    try:
        yield
    except FileNotFoundError as fault:
        if what == "cannot be removed":
            raise
        raise WritingError(f"{what}: {fault.strerror}", path=shown(path)) from fault
    except OSError as fault:
        reason = fault.strerror or str(fault)
        advice = _ADVICE.get(fault.errno or 0, "The old file, if there was one, stands as it was.")
        raise WritingError(f"{what}: {reason}", path=shown(path), advice=advice) from fault


@contextmanager
def _opened(folder: int | None, name: str) -> Iterator[int]:
    handle = os.open(name, _READ, dir_fd=folder)
    try:
        yield handle
    finally:
        os.close(handle)


@contextmanager
def _folder_of(path: Path, root: Path, *, create: bool) -> Iterator[tuple[int, str]]:
    """The open folder of a file below root, and the file's name in it; links that stay below root are resolved."""
    try:
        base = Path(os.path.realpath(root))
        place = Path(os.path.realpath(path))
    except ValueError as fault:
        raise WritingError("no file can have this name", path=shown(path)) from fault
    if place == base or not place.is_relative_to(base):
        raise WritingError(
            f"leads out of {shown(root)}, where nothing is written",
            path=shown(path),
            advice="Put a real folder or file in the place of the symbolic link, or give a path inside the project.",
        )
    if create:
        base.mkdir(parents=True, exist_ok=True)
    folder = os.open(base, _FOLDER)
    try:
        for part in place.relative_to(base).parent.parts:
            below = _below(folder, part, create=create)
            os.close(folder)
            folder = below
        yield folder, place.name
    finally:
        os.close(folder)


def _below(folder: int, part: str, *, create: bool) -> int:
    try:
        return os.open(part, _FOLDER, dir_fd=folder)
    except FileNotFoundError:
        if not create:
            raise
    with suppress(FileExistsError):
        os.mkdir(part, dir_fd=folder)
    return os.open(part, _FOLDER, dir_fd=folder)


def _found(folder: int, name: str, path: Path) -> os.stat_result | None:
    """What stands at the place already; only a regular file or nothing is taken."""
    try:
        found = os.stat(name, dir_fd=folder, follow_symlinks=False)
    except FileNotFoundError:
        return None
    if not stat.S_ISREG(found.st_mode):
        kind = "a folder" if stat.S_ISDIR(found.st_mode) else "no regular file"
        raise WritingError(f"is {kind}, not a file that can be written", path=shown(path), advice="Move it away.")
    return found


def _content(folder: int, name: str) -> bytes | None:
    with suppress(FileNotFoundError), _opened(folder, name) as handle:
        return b"".join(_chunks(handle))
    return None


def _chunks(handle: int) -> Iterator[bytes]:
    while chunk := os.read(handle, _CHUNK):
        yield chunk


def _holds(folder: int, name: str, data: bytes, found: os.stat_result | None) -> bool:
    return found is not None and found.st_size == len(data) and _content(folder, name) == data


def _equal(folder: int, name: str, original: int) -> bool:
    with _opened(folder, name) as handle:
        if os.fstat(handle).st_size != os.fstat(original).st_size:
            return False
        while chunk := os.read(original, _CHUNK):
            if os.read(handle, _CHUNK) != chunk:
                return False
    return True


def _agree(folder: int, name: str, path: Path, expected: _Expected) -> None:
    if expected is not ANYTHING and _content(folder, name) != expected:
        raise Changed(
            "was saved by another program meanwhile; that save stands",
            path=shown(path),
            advice="Run the command again.",
        )


def _refuse_read_only(folder: int, found: os.stat_result | None, path: Path) -> None:
    """A file or folder without any right to write is meant to stay, even where we are the superuser."""
    for what, status in (("folder", os.fstat(folder)), ("file", found)):
        if status is not None and not status.st_mode & 0o222:
            raise WritingError(
                f"the {what} is read-only",
                path=shown(path),
                advice="Give the right to write (chmod u+w) if it is yours.",
            )


@dataclass(slots=True)
class _Draft:
    """A new file beside the old one, under another name."""

    folder: int
    name: str
    path: Path
    expected: _Expected = ANYTHING
    temporary: str = field(default_factory=lambda: f"{_TEMPORARY}{secrets.token_hex(8)}.tmp")
    handle: int = -1

    @contextmanager
    def holding(self, chunks: Iterable[bytes], *, found: os.stat_result | None) -> Iterator[_Draft]:
        """The draft with these bytes in it; it is gone afterwards unless it was put in the place of the old file."""
        _refuse_read_only(self.folder, found, self.path)
        if found is not None and not os.access(self.name, os.W_OK, dir_fd=self.folder):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        try:  # before there is a file: an interruption comes between any two steps
            self.handle = os.open(self.temporary, _NEW, 0o666 if found is None else 0o600, dir_fd=self.folder)
            with os.fdopen(self.handle, "wb") as file:
                file.writelines(chunks)
                file.flush()
                if found is not None:
                    _keep_rights(self.handle, found)
                yield self
        finally:
            with suppress(OSError):
                os.unlink(self.temporary, dir_fd=self.folder)

    def put(self) -> None:
        """Rename it over the old file. Raises Changed where that is not what is expected any more."""
        _agree(self.folder, self.name, self.path, self.expected)
        os.rename(self.temporary, self.name, src_dir_fd=self.folder, dst_dir_fd=self.folder)


def _begun(  # noqa: PLR0917 - one place in two ways of writing
    open_files: ExitStack, path: Path, data: bytes, root: Path, expected: _Expected, folders: dict[Path, int]
) -> _Draft | None:
    """The draft of a file, in one of the open ``folders`` where it lies there; None where it holds these bytes."""
    name, folder, is_link = path.name, folders.get(path.parent), path.is_symlink()
    if folder is None or is_link:
        folder, name = open_files.enter_context(_folder_of(path, root, create=True))
        folders.update({} if is_link else {path.parent: folder})
    found = _found(folder, name, path)
    if _holds(folder, name, data, found):
        return None
    _agree(folder, name, path, expected)
    return open_files.enter_context(_Draft(folder, name, path, expected).holding((data,), found=found))


def _keep_rights(handle: int, found: os.stat_result) -> None:
    own = os.fstat(handle)
    if own.st_gid != found.st_gid:
        with suppress(PermissionError):
            os.fchown(handle, -1, found.st_gid)
    if own.st_uid != found.st_uid:
        with suppress(PermissionError):
            os.fchown(handle, found.st_uid, -1)
    os.fchmod(handle, stat.S_IMODE(found.st_mode))
