"""Files written, copied and removed, one at a time or many together."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TypeVar

from enregard.errors import WritingError
from enregard.files.desk import ANYTHING, TEMPORARY, Anything, Desk, Draft, Expected, chunks, opened
from enregard.files.telling import Changed, failure, shown, told

_Result = TypeVar("_Result")


def write(path: Path, data: bytes, *, root: Path, expected: Expected = ANYTHING, durable: bool = True) -> bool:
    """Put these bytes into a file below root, folders included; False where it holds them already and is not touched.

    ``expected`` is what the file held when it was read (None: there was none). ``durable`` waits for the disk; without
    it a file that can be made again costs no wait, and is not seen half written all the same, unless the power fails.
    Raises Changed where the file no longer holds what is expected, WritingError where it cannot be written.
    """
    with told(path), Desk(root) as desk:
        if (draft := desk.draft(path, data, expected)) is None:
            return False
        draft.close(durable=durable)
        draft.put()
        if durable:
            os.fsync(draft.spot.folder.handle)
    return True


def write_all(saves: Iterable[tuple[Path, bytes, bytes | None]], *, root: Path) -> dict[Path, WritingError]:
    """Write files as ``write`` does, each where it holds what is expected, and wait for the disk once for all of them.

    Small files take a tenth of the time in this way; give it a few dozen, for all are held open. Returns what cannot be
    written. Raises Changed; some of the files are written then.
    """
    failed = dict[Path, WritingError]()
    tried = partial(_tried, failed)
    with told(root), Desk(root) as desk:
        drafts = [draft for save in saves if (draft := tried(save[0], _hinted, desk, *save))]
        for act in (partial(Draft.close, durable=True), Draft.put):
            for draft in drafts:
                if draft.spot.path not in failed:
                    tried(draft.spot.path, act, draft)
        for folder, path in {draft.spot.folder.handle: draft.spot.path for draft in drafts}.items():
            tried(path, os.fsync, folder)
    return failed


def _hinted(desk: Desk, path: Path, data: bytes, expected: Expected) -> Draft | None:
    """A draft on whose way to the disk the system is asked to set out, where it can be asked."""
    draft = desk.draft(path, data, expected)
    if draft is not None:
        with suppress(AttributeError, OSError):
            os.posix_fadvise(draft.handle, 0, 0, os.POSIX_FADV_DONTNEED)
    return draft


def _tried(
    failed: dict[Path, WritingError], path: Path, act: Callable[..., _Result], *arguments: object
) -> _Result | None:
    """Do something with a file; note what goes wrong with it, and go on."""
    try:
        return act(*arguments)
    except Changed:
        raise
    except WritingError as error:
        failed[path] = error
    except OSError as fault:
        failed[path] = failure(fault, path)
    return None


def copy(source: Path, target: Path, *, root: Path) -> bool:
    """Copy a regular file to a place below root; False where an equal file stands there already and is not touched.

    Raises WritingError, also where the source is no regular file or cannot be read.
    """
    with told(source, "cannot be copied"), opened(None, os.fspath(source)) as original:
        if not stat.S_ISREG(os.fstat(original).st_mode):
            raise WritingError("is no regular file and is not copied", path=shown(source))
        with told(target), Desk(root) as desk:
            spot = desk.spot(target)
            if spot.found is not None and spot.is_like(original):
                return False
            os.lseek(original, 0, os.SEEK_SET)
            draft = desk.begin(spot, chunks(original))
            draft.close(durable=False)
            draft.put()
    return True


def remove(path: Path, *, root: Path, expected: bytes | Anything = ANYTHING) -> bool:
    """Remove a file below root; False where there is none.

    Raises Changed where it does not hold what is expected, WritingError where it cannot be removed.
    """
    with told(path, "cannot be removed"), Desk(root, create=False) as desk, suppress(FileNotFoundError):
        spot = desk.spot(path)
        if spot.found is not None:
            spot.refuse_read_only()
            spot.agree(expected)
            os.unlink(spot.name, dir_fd=spot.folder.handle)
            return True
    return False


def sweep(folder: Path, *, root: Path) -> int:
    """Remove what killed runs left below a folder; the number of files removed. Call it under the lock only."""
    count = 0
    for place, _, names in os.walk(folder):
        for name in names:
            if name.startswith(TEMPORARY) and name.endswith(".tmp"):
                count += remove(Path(place, name), root=root)
    return count
