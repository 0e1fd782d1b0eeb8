"""Reading files as what they must be: regular files of bounded size, and strict UTF-8 where they are text."""

from __future__ import annotations

import codecs
import os
import re
import stat
from functools import partial
from pathlib import Path

from enregard.errors import EnregardError, RulesError, SettingsError, SourceError, UsageError
from enregard.files import shown
from enregard.model import Limits

LARGEST_SOURCE = 1 << 26
"""Bytes of a manuscript: beyond any book, and below what would be a mistake to read into memory."""


def content(path: Path, *, most: int, fault: type[EnregardError]) -> bytes | None:
    """The bytes of a file, or None where there is none; anything but a regular file is refused without waiting for it.

    ``most`` is the number of bytes above which it is refused; ``fault`` is the class of error raised.
    """
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise _unreadable(path, error, fault) from error
    try:
        status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode):
            raise fault("no regular file", path=shown(path), advice="Move it away, or put a file in its place.")
        if status.st_size > most:
            raise fault(
                f"larger than {most} bytes ({status.st_size})",
                path=shown(path),
                advice="Cut it into several files.",
            )
        return b"".join(iter(partial(os.read, handle, 1 << 20), b""))
    except OSError as error:
        raise _unreadable(path, error, fault) from error
    finally:
        os.close(handle)


def _unreadable(path: Path, error: OSError | ValueError, fault: type[EnregardError]) -> EnregardError:
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return fault(f"cannot be read: {reason}", path=shown(path), advice="Give yourself the right to read it.")


def decode(data: bytes, *, path: str, limits: Limits) -> str:
    """The text of a manuscript: strict UTF-8, without byte order mark, every line ended by a line feed.

    Raises SourceError with line and byte for NUL, for what is no UTF-8, for a line above the limit.
    """
    text = _utf8(data, path=path, fault=SourceError)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if len(data) > limits.line:
        _refuse_long_line(text, path, limits)
    return text


def _utf8(data: bytes, *, path: str, fault: type[EnregardError]) -> str:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise fault("not UTF-8: this is UTF-16", path=path, line=1, advice="Save it again as UTF-8.")
    if (nul := data.find(b"\0")) >= 0:
        raise fault(
            f"has a NUL byte (byte {nul + 1} of the file)",
            path=path,
            line=_line_of(data, nul),
            advice="This is no text, or it was damaged; bring back a whole version of it.",
        )
    try:
        return data.removeprefix(codecs.BOM_UTF8).decode("utf-8")
    except UnicodeDecodeError as error:
        at = error.start + (len(codecs.BOM_UTF8) if data.startswith(codecs.BOM_UTF8) else 0)
        raise fault(
            f"not UTF-8: byte 0x{data[at]:02X} (byte {at + 1} of the file)",
            path=path,
            line=_line_of(data, at),
            advice="Save it again as UTF-8; if it is an old file: iconv -f WINDOWS-1252 -t UTF-8 FILE > NEWFILE.",
        ) from error


def _line_of(data: bytes, index: int) -> int:
    return len(re.findall(rb"\r\n|\r|\n", data[:index])) + 1


def _refuse_long_line(text: str, path: str, limits: Limits) -> None:
    for number, line in enumerate(text.split("\n"), 1):
        if len(line) > limits.line or len(line.encode()) > limits.line:
            raise SourceError(
                f"a line longer than {limits.line} bytes",
                path=path,
                line=number,
                advice="Cut the line, or raise line under [limits] in enregard.toml.",
            )


def manuscript(path: Path, *, shown_as: str) -> bytes:
    """The bytes of a manuscript on disk. Raises SourceError where they cannot be read."""
    data = content(path, most=LARGEST_SOURCE, fault=SourceError)
    if data is None:
        raise SourceError("no such file", path=shown_as, advice="It was there a moment ago: run the command again.")
    return data


def rules(path: Path) -> str:
    """The text of an SRX file, in UTF-8 or, with a byte order mark, in UTF-16. Raises RulesError."""
    data = content(path, most=1 << 24, fault=RulesError)
    if data is None:
        raise RulesError("no such file", path=shown(path), advice="Mend rules under [segmentation] in enregard.toml.")
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            return data.decode("utf-16")
        except UnicodeDecodeError as error:
            raise RulesError("not UTF-16", path=shown(path), line=1, advice="Save it again as UTF-8.") from error
    return _utf8(data, path=shown(path), fault=RulesError)


def theme_file(path: Path) -> str:
    """The text of a page template or style sheet of the project. Raises SettingsError."""
    data = content(path, most=1 << 24, fault=SettingsError)
    if data is None:
        raise SettingsError("no such file", path=shown(path), advice="Mend the path in enregard.toml.")
    return _utf8(data, path=shown(path), fault=SettingsError)


def settings_text(path: Path) -> str | None:
    """The text of ``enregard.toml``, or None where there is none. Raises SettingsError."""
    data = content(path, most=1 << 24, fault=SettingsError)
    return None if data is None else _utf8(data, path=shown(path), fault=SettingsError)


def named(path: Path) -> bytes:
    """The bytes of a file that the command line names. Raises UsageError where it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise UsageError(f"cannot be read: {error.strerror}", path=shown(path)) from error
