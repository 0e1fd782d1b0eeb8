"""One entry as PO text, written as polib writes it; where strings are wrapped, polib itself: its door."""

from __future__ import annotations

import re

from enregard.model import Entry

_ESCAPED = str.maketrans(
    {
        "\\": r"\\",
        '"': r"\"",
        "\t": r"\t",
        "\n": r"\n",
        "\r": r"\r",
        "\v": r"\v",
        "\b": r"\b",
        "\f": r"\f",
    }
)

_ODD = re.compile('["\\\\\t\b\n\r\v\f\x1c-\x1e\x85\u2028\u2029]')
"""What has to be escaped, or ends a line."""


def text(entry: Entry, *, wrap: int = 0) -> tuple[str, str]:
    """Its comments and its own lines as PO text, LF between lines, none at either end.

    Strings are wrapped at ``wrap`` characters (0: never); comments never are, they would not be found again. An
    obsolete entry has no extracted comments and no references: gettext keeps neither.
    """
    return "\n".join(_head(entry)), _wrapped(entry, wrap) if wrap else "\n".join(_body(entry))


def _head(entry: Entry) -> list[str]:
    lines = [f"# {line}" if line else "#" for line in entry.comments]
    if not entry.obsolete:
        lines += [f"#. {line}" if line else "#." for line in entry.extracted]
        if entry.references:
            lines.append(f"#: {' '.join(entry.references)}")
    if entry.flags:
        lines.append(f"#, {', '.join(entry.flags)}")
    mark = "#~| " if entry.obsolete else "#| "
    if entry.previous_context is not None:
        lines.append(_field(mark, "msgctxt", entry.previous_context))
    if entry.previous_msgid is not None:
        lines.append(_field(mark, "msgid", entry.previous_msgid))
    return lines


def _body(entry: Entry) -> list[str]:
    mark = "#~ " if entry.obsolete else ""
    lines = [] if entry.context is None else [_field(mark, "msgctxt", entry.context)]
    lines.append(_field(mark, "msgid", entry.msgid))
    if entry.msgid_plural is not None:
        lines.append(_field(mark, "msgid_plural", entry.msgid_plural))
    if entry.msgstr_plural:
        lines += [_field(mark, f"msgstr[{number}]", form) for number, form in enumerate(entry.msgstr_plural)]
    else:
        lines.append(_field(mark, "msgstr", entry.msgstr))
    return lines


def _field(mark: str, keyword: str, value: str) -> str:
    """A keyword and its string: on one line where the string is one line, else cut behind each line end."""
    if _ODD.search(value) is None:
        return f'{mark}{keyword} "{value}"'
    lines = value.splitlines(keepends=True)
    if len(lines) < 2:
        return f'{mark}{keyword} "{value.translate(_ESCAPED)}"'
    return "\n".join((f'{mark}{keyword} ""', *(f'{mark}"{line.translate(_ESCAPED)}"' for line in lines)))


def _wrapped(entry: Entry, wrap: int) -> str:
    """The lines of its own, cut between words by polib."""
    import polib

    item = polib.POEntry(
        msgid=entry.msgid,
        msgstr=entry.msgstr,
        msgctxt=entry.context,
        msgid_plural=entry.msgid_plural or "",
        msgstr_plural=dict(enumerate(entry.msgstr_plural)),
        obsolete=entry.obsolete,
    )
    return str(item.__unicode__(wrapwidth=wrap)).rstrip("\n")
