"""What earlier runs found out, kept in ``.enregard`` under digests of what they found it from.

Whatever is damaged, foreign or from another program is as if it were not there: it costs time and nothing else. The
names depend on the moment at which this very folder came to be, which nobody can know before: what a repository or an
archive brings along in a folder of this name is never taken for our own.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

from enregard import files
from enregard.commands.program import digest, fingerprint
from enregard.errors import WritingError

_FOLDER = "known"


@dataclass(frozen=True, slots=True)
class Store:
    """The knowledge of one project."""

    root: Path
    seal: str
    """Goes into every name; empty where nothing can be kept."""
    origin: str = ""
    """What this very folder is, whatever version of this program works in it; nobody else knows it."""

    def get(self, kind: str, name: str) -> Any:  # noqa: ANN401 - JSON has many types
        """What was kept; None where nothing is known."""
        text = self.data(kind, name)
        with suppress(ValueError, RecursionError):
            return None if text is None else json.loads(text)
        return None

    def table(self, kind: str, name: str) -> dict[str, Any]:
        """The same of what has names; empty where nothing is known."""
        found = self.get(kind, name)
        return found if isinstance(found, dict) else {}

    def put(self, kind: str, name: str, value: object) -> None:
        """Keep what JSON can hold; where nothing can be written, nothing is kept."""
        if self.seal:
            self.put_data(kind, name, json.dumps(value, separators=(",", ":")).encode())

    def data(self, kind: str, name: str) -> bytes | None:
        """Bytes that were kept; None where nothing is known."""
        if not self.seal:
            return None
        try:
            told, _, data = self._path(kind, name).read_bytes().partition(b"\n")
        except (OSError, ValueError):
            return None
        return data if told == self._told(kind, name, data) else None

    def put_data(self, kind: str, name: str, data: bytes) -> None:
        """Keep bytes."""
        if self.seal:
            content = b"\n".join((self._told(kind, name, data), data))
            with suppress(WritingError):
                files.write(self._path(kind, name), content, root=self.root, durable=False)

    def keep(self, kind: str, names: Collection[str]) -> None:
        """Forget everything of a kind but these: a store is no larger than what the last run needed."""
        kept = set(map(self._name, names))
        self._forget([place for place in self._places(kind) if place.name not in kept])

    def youngest(self, kind: str, most: int) -> None:
        """Forget everything of a kind but what was kept last."""
        places = self._places(kind)
        if len(places) > most:
            self._forget(sorted(places, key=_kept_at)[: len(places) - most])

    def _places(self, kind: str) -> list[Path]:
        if not self.seal:
            return []
        try:
            return list((self.root / files.WORKSHOP / _FOLDER / kind).iterdir())
        except OSError:
            return []

    def _forget(self, places: Iterable[Path]) -> None:
        for place in places:
            with suppress(WritingError):
                files.remove(place, root=self.root)

    def _name(self, name: str) -> str:
        return f"{digest(self.seal, name)}.json"

    def _path(self, kind: str, name: str) -> Path:
        return self.root / files.WORKSHOP / _FOLDER / kind / self._name(name)

    def _told(self, kind: str, name: str, data: bytes) -> bytes:
        return digest(self.seal, kind, name, data).encode()


def _kept_at(place: Path) -> int:
    try:
        return place.stat(follow_symlinks=False).st_mtime_ns
    except OSError:
        return 0


def store(root: Path) -> Store:
    """The store of a project; one that keeps nothing where the project cannot be written to.

    Nor where a link stands in its folder, which we never make: what is behind it is not ours to read or to forget.
    """
    top = root / files.WORKSHOP
    if any(place.is_symlink() for place in chain((top,), top.glob("*"), top.glob("*/*"))):
        return Store(root, "")
    place = top / "lock"
    if not place.exists():
        with suppress(WritingError), files.lock(root, seconds=0):
            pass
    try:
        status = place.stat(follow_symlinks=False)
    except OSError:
        return Store(root, "")
    origin = f"{status.st_dev} {status.st_ino} {status.st_ctime_ns}"
    return Store(root, digest(fingerprint(), origin), digest(origin))
