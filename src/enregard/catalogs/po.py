"""One entry as PO text: the door of polib."""

from __future__ import annotations

import polib

from enregard.model import Entry


def text(entry: Entry, *, wrap: int = 0) -> tuple[str, str]:
    """Its comments and its own lines as PO text, LF between lines, none at either end.

    Strings are wrapped at ``wrap`` characters (0: never); comments never are, they would not be found again. An
    obsolete entry has no extracted comments and no references: gettext keeps neither.
    """
    head, body = _halves(entry, 0)
    if wrap:
        body = _halves(entry, wrap)[1]
    return head, body


def _halves(entry: Entry, wrap: int) -> tuple[str, str]:
    lines = str(_item(entry).__unicode__(wrapwidth=wrap)).rstrip("\n").split("\n")
    marks = ("#~ msgctxt", "#~ msgid") if entry.obsolete else ("msgctxt", "msgid")
    first = next(number for number, line in enumerate(lines) if line.startswith(marks))
    head = [line.rstrip(" ") if line in {"# ", "#. "} else line for line in lines[:first]]
    return "\n".join((*_empty_comments(entry), *head)), "\n".join(lines[first:])


def _empty_comments(entry: Entry) -> list[str]:
    """The one comment that polib does not write: a single empty line."""
    found = ["#"] if entry.comments == ("",) else []
    return [*found, "#."] if entry.extracted == ("",) and not entry.obsolete else found


def _item(entry: Entry) -> polib.POEntry:
    return polib.POEntry(
        msgid=entry.msgid,
        msgstr=entry.msgstr,
        msgctxt=entry.context,
        msgid_plural=entry.msgid_plural or "",
        msgstr_plural=dict(enumerate(entry.msgstr_plural)),
        obsolete=entry.obsolete,
        tcomment="\n".join(entry.comments),
        comment="\n".join(entry.extracted),
        occurrences=[(reference, "") for reference in entry.references],
        flags=list(entry.flags),
        previous_msgid=entry.previous_msgid,
        previous_msgctxt=entry.previous_context,
    )
