"""What this program is: the same digest as long as nothing that could make other results of the same files changed."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from functools import cache
from hashlib import blake2b
from pathlib import Path

import enregard


def digest(*parts: str | bytes) -> str:
    """A short name for these parts, in this order and cut in this way: equal names, equal parts."""
    found = blake2b(digest_size=16)
    for part in parts:
        data = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        found.update(b"%d:" % len(data))
        found.update(data)
    return found.hexdigest()


@cache
def fingerprint() -> str:
    """Version of the program, its own files as they lie here, Python, and everything that is installed beside it.

    Names of installed packages hold their versions; reading what they say of themselves would take ten times as long.
    """
    package = Path(enregard.__file__).parent
    return digest(enregard.__version__, sys.version, *_files(str(package)), *_packages())


def _files(folder: str) -> list[str]:
    """Path, size and time of each file of a folder, but for what Python keeps there."""
    found, waiting = [], [folder]
    while waiting:
        with os.scandir(waiting.pop()) as entries:
            for entry in entries:
                if entry.is_dir():
                    waiting += [] if entry.name == "__pycache__" else [entry.path]
                else:
                    status = entry.stat()
                    found.append(f"{entry.path} {status.st_size} {status.st_mtime_ns}")
    return sorted(found)


def _packages() -> list[str]:
    found: list[str] = []
    for folder in sys.path:
        if folder.rstrip("/").endswith("-packages"):
            with suppress(OSError), os.scandir(folder) as entries:
                found += [e.path for e in entries if e.name.endswith((".dist-info", ".egg-info", ".pth"))]
    return sorted(found)
