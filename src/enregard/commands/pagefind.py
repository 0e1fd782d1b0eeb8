"""The one place that runs Pagefind: documents in, the files of a search index out; it writes nothing itself."""

from __future__ import annotations

import json
import re
import subprocess
from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from shutil import which
from typing import IO, Any

from enregard.errors import EnregardError, ProjectError

PACKAGE = "pagefind_bin"
"""The package of the extra ``search`` that carries the program; without it, one on the PATH will do."""
LEAST = (1, 5)
"""The first version that finds words without their accents."""
_VERSION = re.compile(r"(\d+)\.(\d+)")
_NEEDED = re.compile(
    r"pagefind\.js|pagefind-entry\.json|pagefind\.[\w-]+\.pf_meta|wasm\.(?P<stems>[\w-]+)\.pagefind"
    r"|(?:fragment|index)/[\w-]+\.pf_(?:fragment|index)"
)
"""The files that a search page of our own needs: not Pagefind's own interfaces, nor anything that is no such name."""
_ADVICE = "Install it with: pip install 'enregard[search]'. Everything else is built."


@dataclass(frozen=True, slots=True)
class Service:
    """A running Pagefind, as its own documentation describes the service: JSON in base64, each message with a comma."""

    requests: IO[bytes]
    answers: IO[bytes]


def located() -> Path:
    """Where the program is. Raises ProjectError, with what to install, where there is none that will do."""
    spec = find_spec(PACKAGE)
    carried = Path(spec.origin).parent / "pagefind" if spec and spec.origin else None
    if carried is not None and carried.is_file():
        return carried
    if (found := which("pagefind")) is None:
        raise ProjectError("search is not built: Pagefind is not installed", advice=_ADVICE)
    version = _version(found)
    if version < LEAST:
        told = ".".join(map(str, version)) or "of no known version"
        raise ProjectError(f"search is not built: {found} is too old ({told})", advice=_ADVICE)
    return Path(found)


def _version(program: str) -> tuple[int, ...]:
    try:
        done = subprocess.run([program, "--version"], capture_output=True, text=True, check=False, timeout=20)  # noqa: S603 - the program we looked for
    except (OSError, subprocess.TimeoutExpired, UnicodeDecodeError):
        return ()
    told = _VERSION.search(done.stdout)
    return (int(told[1]), int(told[2])) if told else ()


@contextmanager
def running(program: Path) -> Iterator[Service]:
    """Pagefind, ready for documents, until its work is done. Raises ProjectError where it fails or cannot be started."""
    try:
        process = subprocess.Popen(  # noqa: S603 - the program we looked for
            [program, "--service"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
    except OSError as fault:
        raise _failed(fault.strerror or str(fault)) from fault
    with process:
        try:
            if process.stdin is None or process.stdout is None:
                raise _failed("it cannot be spoken to")
            yield Service(process.stdin, process.stdout)
        finally:
            process.kill()


def new_index(service: Service, language: str) -> int:
    """The number of a new index of one language."""
    config = {"force_language": language}
    return int(_ask(service, {"type": "NewIndex", "config": config})["index_id"])


def add(service: Service, index: int, *, url: str, html: str) -> None:
    """Add a document to an index."""
    _ask(service, {"type": "AddFile", "index_id": index, "url": url, "file_contents": html})


def index_files(service: Service, index: int) -> Iterator[tuple[str, bytes]]:
    """The files of a finished index: path and bytes."""
    listed = _ask(service, {"type": "GetFiles", "index_id": index})["files"]
    found = {str(one["path"]): one for one in listed if _NEEDED.fullmatch(str(one["path"]))}
    stems = {match["stems"] for path in found if (match := _NEEDED.fullmatch(path)) and match["stems"]}
    for path, one in found.items():
        if path == "wasm.unknown.pagefind" and len(stems) > 1:
            continue  # for languages whose endings it does not know
        yield path, b64decode(one["content"])


def _ask(service: Service, payload: dict[str, object]) -> dict[str, Any]:
    try:
        service.requests.write(b64encode(json.dumps({"message_id": 1, "payload": payload}).encode()) + b",")
        service.requests.flush()
        answer = bytearray()
        while not answer.endswith(b","):
            piece = service.answers.read1(1 << 20)  # type: ignore[attr-defined]  # a pipe is buffered
            if not piece:
                raise _failed("it ended before its work was done")
            answer += piece
        told: dict[str, Any] = json.loads(b64decode(bytes(answer[:-1])))["payload"]
    except (OSError, ValueError, KeyError, TypeError, NotBase64) as fault:
        raise _failed(str(fault) or "it gave no answer") from fault
    if told.get("type") == "Error":
        raise _failed(str(told.get("message", "")))
    return told


def _failed(reason: str) -> EnregardError:
    return ProjectError(
        f"search is not complete: Pagefind failed ({reason})",
        advice="Run the command again; if it fails again, install Pagefind anew: pip install --force-reinstall "
        "'pagefind-bin>=1.5'. Everything else is built.",
    )
