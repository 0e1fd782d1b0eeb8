"""The command line as a shell sees it, and the hands of writers and translators: what the tests of commands share."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable, Mapping
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polib

from enregard.cli import main


@dataclass(frozen=True, slots=True)
class Run:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Its standard output, which is JSON and nothing else."""
        return json.loads(self.out)


def enregard(folder: Path, *arguments: str, stdin: str | bytes = b"") -> Run:
    """Run ``enregard -C FOLDER ARGUMENTS`` in this process; a traceback is what fails the test."""
    streams = [io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="") for _ in range(2)]
    data = stdin.encode() if isinstance(stdin, str) else stdin
    before, sys.stdin = sys.stdin, io.TextIOWrapper(io.BytesIO(data), encoding="utf-8")
    try:
        with redirect_stdout(streams[0]), redirect_stderr(streams[1]):
            main(["-C", str(folder), *arguments])
    except SystemExit as end:
        texts = [stream.buffer.getvalue().decode("utf-8") for stream in streams]  # type: ignore[attr-defined]
        assert "Traceback" not in texts[1]
        return Run(int(end.code or 0), *texts)
    finally:
        sys.stdin = before
    raise AssertionError("the command line ends by leaving")


def write(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write files below a folder, as an author does; the folder."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def translate(catalog: Path, how: Callable[[str], str] | Mapping[str, str]) -> None:
    """Fill a catalog as a translator does: by a rule, or sentence by sentence (all others stay as they are)."""
    file = polib.pofile(str(catalog), wrapwidth=0)
    for entry in file:
        said = how.get(entry.msgid) if isinstance(how, Mapping) else how(entry.msgid)
        if said is not None:
            entry.msgstr = said
            entry.flags = [flag for flag in entry.flags if flag != "fuzzy"]
    file.save()


def translate_all(folder: Path, how: Callable[[str], str], language: str = "en") -> None:
    """Fill all catalogs of a language."""
    for catalog in sorted((folder / "locales" / language).rglob("*.po")):
        translate(catalog, how)


def snapshot(folder: Path) -> dict[str, tuple[bytes, int]]:
    """Bytes and time of every file below a folder, the folder of locks and caches left out."""
    return {
        path.relative_to(folder).as_posix(): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".enregard" not in path.parts
    }
