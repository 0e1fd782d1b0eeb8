"""One writer at a time: a lock that nobody has to clean up after."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from enregard.errors import WritingError
from enregard.files.desk import NEW, Desk
from enregard.files.telling import shown, told

WORKSHOP: Final = ".enregard"
"""Name of the project's folder for locks and caches, which git ignores and anybody may delete."""


@contextmanager
def lock(root: Path, *, seconds: float = 60.0) -> Iterator[bool]:
    """Be the only one that writes to this project; whoever is killed while holding the lock lets go of it.

    Tells whether another one had it first. Raises WritingError when one holds it for longer than the given seconds.
    """
    place = root / WORKSHOP / "lock"
    with told(place), Desk(root) as desk:
        spot = desk.spot(place)
        folder = spot.folder.handle
        _ignored_by_git(folder)
        handle = os.open(spot.name, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o666, dir_fd=folder)
        try:
            waited = _wait_for(handle, place, seconds)
        except BaseException:
            os.close(handle)
            raise
    try:
        yield waited
    finally:
        os.close(handle)


def _wait_for(handle: int, place: Path, seconds: float) -> bool:
    began = time.monotonic()
    waited = False
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > began + seconds:
                raise WritingError(
                    "another run of enregard is writing to this project",
                    path=shown(place),
                    advice="Wait until it has ended, or end it; a run that was killed holds no lock.",
                ) from None
            waited = True
            time.sleep(0.02)
        else:
            return waited


def _ignored_by_git(folder: int) -> None:
    with suppress(FileExistsError):
        handle = os.open(".gitignore", NEW, 0o666, dir_fd=folder)
        try:
            os.write(handle, b"*\n")
        finally:
            os.close(handle)
