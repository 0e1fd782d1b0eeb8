"""From the bytes of a PO file to its text: UTF-8, or ISO-8859-1 where an option says so; never a guess."""

from __future__ import annotations

import re

from enregard.errors import CatalogError
from enregard.model import Limits

BOM = "\ufeff"
_UTF8 = ("utf-8", "utf8", "us-ascii", "ascii", "ansi_x3.4-1968", "charset")
_LATIN1 = ("iso-8859-1", "iso8859-1", "latin1", "latin-1", "iso_8859-1")
_RESAVE = "Open it in a PO editor and save it as UTF-8, or restore it from version control."


def decode(data: bytes, *, path: str, limits: Limits, charset: str | None) -> tuple[str, str]:
    """The text of a PO file, byte order mark and line ends kept, and the encoding that it is in.

    Raises CatalogError for an empty file, other encodings than UTF-8 (ISO-8859-1 with ``charset``), NUL bytes, bytes
    that are not the encoding, a file with CR line ends only, and what passes the limits.
    """
    if not data.strip(b"\xef\xbb\xbf \t\r\n"):
        raise CatalogError("empty catalog", path=path, line=1, advice=_restore("It held entries once?"))
    if len(data) > limits.catalog:
        raise CatalogError(f"catalog of more than {limits.catalog} bytes", path=path, advice=_limit("catalog"))
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        raise CatalogError("encoded in UTF-16, not in UTF-8", path=path, line=1, advice=_RESAVE)
    _refuse_nul(data, path)
    encoding = _encoding(charset, path)
    text = _decoded(data, encoding, path)
    if "\n" not in text and "\r" in text:
        advice = "Save it with LF (Unix) or CRLF (Windows) line ends."
        raise CatalogError("its lines end in CR only, as on a Macintosh of the last century", path=path, advice=advice)
    return text, encoding


def check_charset(declared: str | None, *, encoding: str, text: str, path: str, line: int) -> None:
    """Compare the charset that a header declares with the encoding that the file was read in.

    Raises CatalogError where they differ, and where ISO-8859-1 was asked for but the bytes are UTF-8.
    """
    name = "utf-8" if declared is None else declared.lower()
    if encoding == "utf-8" and name not in _UTF8:
        advice = _RESAVE
        if name in _LATIN1:
            advice = "Convert it to UTF-8, or say that it is ISO-8859-1 with the option for it."
        raise CatalogError(
            f"its header says charset={declared}, only UTF-8 is read", path=path, line=line, advice=advice
        )
    if encoding != "utf-8":
        if declared is not None and name not in (*_LATIN1, "charset", "us-ascii", "ascii"):
            problem = f"its header says charset={declared}, the option says {encoding}"
            raise CatalogError(problem, path=path, line=line, advice="Take the option away or mend the header.")
        if not text.isascii() and _is_utf8(text.encode(encoding)):
            problem = f"its header says charset={declared or 'nothing'}, its bytes are UTF-8"
            raise CatalogError(problem, path=path, line=line, advice="Write charset=UTF-8 into its header.")


def _encoding(charset: str | None, path: str) -> str:
    if charset is None or charset.lower() in _UTF8:
        return "utf-8"
    if charset.lower() in _LATIN1:
        return "iso-8859-1"
    advice = "Only UTF-8 and ISO-8859-1 can be asked for."
    raise CatalogError(f"unknown charset {charset!r}", path=path, advice=advice)


def _decoded(data: bytes, encoding: str, path: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        start = error.start
        line = data.count(b"\n", 0, start) + 1
        column = start - (data.rfind(b"\n", 0, start) + 1) + 1
        at_end = error.reason == "unexpected end of data"
        what = "the file is cut inside a character" if at_end else f"byte 0x{data[start]:02X} is not UTF-8"
        advice = _restore("It was cut?") if at_end else _RESAVE
        raise CatalogError(f"{what} (column {column})", path=path, line=line, advice=advice) from None


def _refuse_nul(data: bytes, path: str) -> None:
    at = data.find(b"\0")
    if at >= 0:
        line = data.count(b"\n", 0, at) + 1
        raise CatalogError("it holds a NUL byte", path=path, line=line, advice=_RESAVE)


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _restore(question: str) -> str:
    return f"{question} Restore it from version control or a backup; to begin anew, delete it."


def _limit(name: str) -> str:
    return f"Split the document, or raise {name} in [limits] of enregard.toml."


LONE_CR = re.compile(r"\r(?!\n)")
"""A carriage return that ends no line."""
