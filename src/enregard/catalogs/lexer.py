"""A strict reader of PO text, after GNU's grammar: entries with their places, nothing lost, nothing invented."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass, field
from functools import lru_cache

from enregard.catalogs import plain
from enregard.catalogs.catalog import Piece
from enregard.errors import CatalogError
from enregard.model import Entry

_STRING = r'"[^"\\]*+(?:\\.[^"\\]*+)*+"'
_STATEMENT = re.compile(
    r"[ \t\f\v]*+(\#~\||\#~|\#\||)[ \t]*+"
    r"(msgctxt|msgid_plural|msgid|msgstr(?:[ \t]*+\[[ \t]*+[0-9]{1,9}[ \t]*+\])?+|)[ \t]*+"
    rf"({_STRING}(?:[ \t]*+{_STRING})*+|)[ \t\f\v]*+\r?"
)
_STRINGS = re.compile(_STRING)
_ESCAPE = re.compile(r"\\([0-7]{1,3}|x[0-9A-Fa-f]+|.)", re.DOTALL)
_ESCAPED = {"n": "\n", "t": "\t", "b": "\b", "r": "\r", "f": "\f", "v": "\v", "a": "\a", "\\": "\\", '"': '"'}
_CONFLICT = re.compile(r"(?:<{7}|>{7}|\|{7})(?: |\r?$)|={7}\r?$")
_OLD_COMMENT = re.compile(r"[ \t\f\v]*#~[ \t]*(?=#)")
_FIRST = {"msgctxt", "msgid"}
_LAST_ASCII = 0x7F
_RESTORE = "The file may be cut: restore it from version control or save it again in a PO editor."


class _EntryError(ValueError):
    """A fault of a whole entry, told with the line on which it begins."""

    def __init__(self, problem: str, line: int) -> None:
        super().__init__(problem)
        self.line = line


@dataclass(slots=True)
class _Draft:
    """The entry that is being read: the one thing here that changes, a line at a time."""

    start: int = -1
    body: int = -1
    end: int = 0
    line: int = 0
    obsolete: bool | None = None
    fields: dict[str, list[str]] = field(default_factory=dict)
    previous: dict[str, list[str]] = field(default_factory=dict)
    open: list[str] | None = None
    """The field that a string on a line of its own goes on with."""
    open_prefix: str = ""
    comments: list[str] = field(default_factory=list)
    extracted: list[str] = field(default_factory=list)
    references: list[str] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)

    @property
    def complete(self) -> bool:
        return "msgstr" in self.fields or "msgstr[0]" in self.fields


def pieces(text: str, *, path: str, longest: int, quick: bool = True) -> tuple[Piece, ...]:
    """The entries of a PO file in file order, the header among them, with the places of their text.

    ``longest`` is the limit of a line in characters. Entries of the usual form are taken whole (``plain``); without
    ``quick`` every line is read by the grammar, to the same result. Raises CatalogError for whatever GNU's grammar does
    not know and for entries that are not complete: nothing is skipped, nothing is guessed.
    """
    found: list[Piece] = []
    draft = _Draft()
    offset, number, line = int(text.startswith("\ufeff")), 1, ""
    try:
        while offset <= len(text):
            if quick and draft.start < 0:
                offset, number = plain.pieces(text, offset, line=number, longest=longest, found=found)
            end = text.find("\n", offset)
            line = text[offset:] if end < 0 else text[offset:end]
            known = len(found)
            draft = _read(draft, line, offset, number, found)
            if len(found) > known:  # the line begins an entry, which may be a plain one
                draft = _Draft()
                continue
            _check_length(line, longest)
            offset += len(line) + 1
            number += 1
        if draft.fields or draft.previous:
            line = ""
            found.append(_piece(draft))
    except _EntryError as error:
        raise CatalogError(str(error), path=path, line=error.line or number, advice=_RESTORE) from None
    except ValueError as error:
        raise CatalogError(str(error), path=path, line=number, advice=_advice(line, longest)) from None
    return tuple(found)


def _check_length(line: str, longest: int) -> None:
    if len(line) > longest:
        raise ValueError(f"line of more than {longest} characters")


def _read(draft: _Draft, line: str, offset: int, number: int, found: list[Piece]) -> _Draft:
    """Take one line into the draft; a line that begins the next entry ends this one."""
    match = _STATEMENT.fullmatch(line)
    if match is None:
        if line.lstrip(" \t\f\v")[:1] != "#" or line.lstrip(" \t\f\v")[1:2] == "|":
            raise ValueError(_fault(line))
        return _comment(draft, line, offset, found)
    prefix, keyword, strings = match.groups()
    if not keyword and not strings:
        return draft
    value = _value(strings)
    if draft.complete and (keyword in _FIRST or (keyword and prefix[-1:] == "|")):
        found.append(_piece(draft))
        draft = _Draft()
    _touch(draft, line, offset)
    if keyword:
        keyword = keyword.replace(" ", "").replace("\t", "")
        fields = _fields(draft, prefix, keyword)
        if fields is draft.fields and draft.body < 0:
            draft.body, draft.line = offset, number
        fields[keyword] = draft.open = [value]
        draft.open_prefix = prefix
    elif draft.open is None or draft.open_prefix != prefix:
        raise ValueError("a string that belongs to no keyword" if not draft.fields else "inconsistent use of #~")
    else:
        draft.open.append(value)
    return draft


def _fields(draft: _Draft, prefix: str, keyword: str) -> dict[str, list[str]]:
    """The fields that a keyword opens one of, new or previous. Raises ValueError where it may not stand."""
    if prefix[-1:] == "|":
        if draft.fields or keyword.startswith("msgstr") or keyword in draft.previous:
            raise ValueError(f"a previous {keyword} where none may stand")
        return draft.previous
    obsolete = prefix == "#~"
    if draft.obsolete is not None and draft.obsolete != obsolete:
        raise ValueError("inconsistent use of #~: one entry is half obsolete, half live")
    draft.obsolete = obsolete
    _in_order(draft.fields, keyword)
    return draft.fields


def _in_order(fields: dict[str, list[str]], keyword: str) -> None:
    """Raise ValueError unless the keyword may follow the fields read before it."""
    if keyword == "msgctxt":
        allowed = not fields
    elif keyword == "msgid":
        allowed = not (fields.keys() - {"msgctxt"})
    elif keyword in {"msgid_plural", "msgstr"}:
        allowed = "msgid" in fields and not (fields.keys() - {"msgctxt", "msgid"})
    else:
        forms = len(fields) - 2 - ("msgctxt" in fields)
        if "msgid_plural" in fields and int(keyword[7:-1]) != forms:
            raise ValueError(f"{keyword} where msgstr[{forms}] is expected")
        allowed = "msgid_plural" in fields
    if not allowed:
        before = " after " + list(fields)[-1] if fields else " without a msgid"
        raise ValueError(f"{keyword}{before}")


def _comment(draft: _Draft, line: str, offset: int, found: list[Piece]) -> _Draft:
    """Take a comment line; after a complete entry it belongs to the next one."""
    if draft.complete:
        found.append(_piece(draft))
        draft = _Draft()
    elif draft.fields:
        raise ValueError("a comment inside an entry: its msgstr is missing")
    _touch(draft, line, offset)
    draft.open = None
    stripped = _OLD_COMMENT.sub("", line).strip(" \t\f\v\r") if "#~" in line else line.strip(" \t\f\v\r")
    kind, rest = stripped[1:2], stripped[2:]
    if kind == ".":
        draft.extracted.append(rest.removeprefix(" "))
    elif kind == ":":
        draft.references.extend(plain.REFERENCE.findall(rest))
    elif kind in {",", "="}:
        draft.flags.extend(flag for part in rest.split(",") if (flag := part.strip()))
    elif kind == "~":
        raise ValueError(_fault(stripped[2:].lstrip("|").lstrip()))
    else:
        draft.comments.append(stripped[1:].removeprefix(" "))
    return draft


def _touch(draft: _Draft, line: str, offset: int) -> None:
    """Stretch the text of the entry over a line, its line end left out."""
    if draft.start < 0:
        draft.start = offset
    draft.end = offset + len(line) - (line[-1:] == "\r")


def _value(strings: str) -> str:
    """The text of the strings of one line, escapes resolved."""
    inner = strings[1:-1]
    if '"' in inner:
        found = _STRINGS.findall(strings)
        inner = "".join(s[1:-1] for s in found)
    return _ESCAPE.sub(_unescaped, inner) if "\\" in inner else inner


def _unescaped(match: re.Match[str]) -> str:
    escape = match[1]
    plain = _ESCAPED.get(escape)
    if plain is not None:
        return plain
    if escape[0] in "01234567":
        code = int(escape, 8)
    elif escape[0] == "x" and len(escape) > 1:
        code = int(escape[1:], 16)
    else:
        raise ValueError(f"bad escape \\{escape}")
    if not 0 < code <= _LAST_ASCII:
        raise ValueError(f"bad escape \\{escape}: write the character itself")
    return chr(code)


def _piece(draft: _Draft) -> Piece:
    """The finished entry. Raises ValueError where it has no msgstr, or a key that gettext takes for another."""
    if not draft.complete:
        raise _EntryError("an entry without msgstr", draft.line)
    fields = {name: "".join(parts) for name, parts in draft.fields.items()}
    context, msgid = fields.pop("msgctxt", None), fields.pop("msgid")
    if "\x04" in msgid or "\x04" in (context or ""):
        raise _EntryError("a msgid or msgctxt holds U+0004, with which gettext separates the two", draft.line)
    plural = fields.pop("msgid_plural", None)
    previous = draft.previous
    entry = Entry(
        msgid,
        fields.get("msgstr", ""),
        context,
        plural,
        () if plural is None else tuple(fields.values()),
        "".join(previous["msgid"]) if "msgid" in previous else None,
        "".join(previous["msgctxt"]) if "msgctxt" in previous else None,
        tuple(draft.flags),
        tuple(draft.comments),
        tuple(map(sys.intern, draft.extracted)),
        _kept_once(tuple(draft.references)),
        obsolete=bool(draft.obsolete),
        line=draft.line,
    )
    return Piece(entry, draft.start, draft.body, draft.end)


@lru_cache(maxsize=256)
def _kept_once(references: tuple[str, ...]) -> tuple[str, ...]:
    """The same references as one value: nearly all entries of a file have them."""
    return references


def _fault(line: str) -> str:
    """What is wrong with a line that is no statement."""
    stripped = line.strip(" \t\f\v\r")
    if _CONFLICT.match(stripped):
        return "merge conflict marker"
    keyword = re.match(r"\w+", stripped)
    if keyword and keyword[0] not in {"msgctxt", "msgid", "msgid_plural", "msgstr"}:
        return f"unknown keyword {keyword[0][:40]!r}"
    quote = stripped.find('"')
    if quote >= 0:
        closed = _STRINGS.match(stripped, quote)
        if closed is None:
            return f"the string that begins in column {quote + 1} is not closed"
        return f"unexpected text after the string (column {closed.end() + 1})"
    return "neither a comment, a keyword nor a string"


def _advice(line: str, longest: int) -> str:
    if len(line) > longest:
        return "Raise line in [limits] of enregard.toml if it is meant."
    if _CONFLICT.match(line):
        return "Two versions were merged by git: choose one of the two texts and delete the marker lines."
    return 'Mend this line; in a string, write \\" for a quotation mark and \\\\ for a backslash.'
