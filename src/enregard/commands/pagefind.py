"""The one place that runs Pagefind: documents in, the files of a search index out; it writes nothing itself."""

from __future__ import annotations

import json
import re
import subprocess
from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from collections.abc import Iterator
from contextlib import contextmanager, suppress
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
    r"pagefind\.js|pagefind-entry\.json|pagefind\.[\w-]+\.pf_meta|wasm\.[\w-]+\.pagefind"
    r"|(?:fragment|index)/[\w-]+\.pf_(?:fragment|index)"
)
"""The files that a search page of our own needs: not Pagefind's own interfaces, nor anything that is no such name."""
_PROGRAM = re.compile(r"wasm\.|pagefind\.js")
_STEMLESS = "wasm.unknown.pagefind"
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
    """Pagefind, ready for documents, until its work is done. Raises ProjectError where it cannot be started."""
    try:
        process = subprocess.Popen(  # noqa: S603 - the program we looked for
            [program, "--service"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
    except OSError as fault:
        raise _failed(fault.strerror or str(fault)) from fault
    with process:
        if process.stdin is None or process.stdout is None:
            raise _failed("it cannot be spoken to")
        try:
            yield Service(process.stdin, process.stdout)
        finally:
            process.kill()
            with suppress(OSError):  # what it did not read any more
                process.stdin.close()


def new_index(service: Service, language: str) -> int:
    """The number of a new index of one language."""
    config = {"force_language": language}
    return int(_ask(service, {"type": "NewIndex", "config": config}, wanted="index_id"))


def add(service: Service, index: int, *, url: str, html: str) -> None:
    """Add a document to an index."""
    _ask(service, {"type": "AddFile", "index_id": index, "url": url, "file_contents": html}, wanted="page_url")


def index_files(service: Service, index: int, *, program: bool) -> Iterator[tuple[str, bytes]]:
    """The files of a finished index, path and bytes; with or without the program that a browser searches it with."""
    listed = _ask(service, {"type": "GetFiles", "index_id": index}, wanted="files")
    try:
        found = {one["path"]: one["content"] for one in listed if _NEEDED.fullmatch(one["path"])}
        for path in sorted(found):
            # One of the two programs is for languages whose endings Pagefind does not know.
            needless = path == _STEMLESS and any(other.startswith("wasm.") for other in found.keys() - {_STEMLESS})
            if not needless and (program or not _PROGRAM.match(path)):
                yield path, b64decode(found[path])
    except (TypeError, KeyError, NotBase64) as fault:
        raise _failed(str(fault)) from fault


def _ask(service: Service, payload: dict[str, object], *, wanted: str) -> Any:  # noqa: ANN401 - what JSON holds
    """What Pagefind answers under a name."""
    try:
        service.requests.write(b64encode(json.dumps({"message_id": 1, "payload": payload}).encode()) + b",")
        service.requests.flush()
        answer = bytearray()
        while not answer.endswith(b","):
            piece = service.answers.read1(1 << 20)  # type: ignore[attr-defined]  # a pipe is buffered
            if not piece:
                raise _failed("it ended before its work was done")
            answer += piece
        told = json.loads(b64decode(bytes(answer[:-1])))["payload"]
        if told["type"] == "Error":
            raise _failed(str(told["message"]))
        return told[wanted]
    except (OSError, ValueError, KeyError, TypeError, NotBase64) as fault:
        raise _failed(f"it gave no proper answer: {fault}") from fault


def _failed(reason: str) -> EnregardError:
    return ProjectError(
        f"search is not complete: Pagefind failed ({reason})",
        advice="Run the command again; if it fails again, install Pagefind anew: pip install --force-reinstall "
        "'pagefind-bin>=1.5'. Everything else is built.",
    )
