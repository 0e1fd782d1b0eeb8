"""One entry as PO text, written as polib writes it; where strings are wrapped, polib itself: its door."""

from __future__ import annotations

from collections.abc import Iterator

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


def text(entry: Entry, *, wrap: int = 0) -> tuple[str, str]:
    """Its comments and its own lines as PO text, LF between lines, none at either end.

    Strings are wrapped at ``wrap`` characters (0: never); comments never are, they would not be found again. An
    obsolete entry has no extracted comments and no references: gettext keeps neither.
    """
    return "\n".join(_head(entry)), _wrapped(entry, wrap) if wrap else "\n".join(_body(entry))


def _head(entry: Entry) -> Iterator[str]:
    for line in entry.comments:
        yield f"# {line}" if line else "#"
    if not entry.obsolete:
        for line in entry.extracted:
            yield f"#. {line}" if line else "#."
        if entry.references:
            yield f"#: {' '.join(entry.references)}"
    if entry.flags:
        yield f"#, {', '.join(entry.flags)}"
    mark = "#~| " if entry.obsolete else "#| "
    if entry.previous_context is not None:
        yield from _field(mark, "msgctxt", entry.previous_context)
    if entry.previous_msgid is not None:
        yield from _field(mark, "msgid", entry.previous_msgid)


def _body(entry: Entry) -> Iterator[str]:
    mark = "#~ " if entry.obsolete else ""
    if entry.context is not None:
        yield from _field(mark, "msgctxt", entry.context)
    yield from _field(mark, "msgid", entry.msgid)
    if entry.msgid_plural is not None:
        yield from _field(mark, "msgid_plural", entry.msgid_plural)
    if entry.msgstr_plural:
        for number, form in enumerate(entry.msgstr_plural):
            yield from _field(mark, f"msgstr[{number}]", form)
    else:
        yield from _field(mark, "msgstr", entry.msgstr)


def _field(mark: str, keyword: str, value: str) -> Iterator[str]:
    """A keyword and its string: on one line where the string is one line, else cut behind each line end."""
    lines = value.splitlines(keepends=True)
    if len(lines) > 1:
        yield f'{mark}{keyword} ""'
        for line in lines:
            yield f'{mark}"{line.translate(_ESCAPED)}"'
    else:
        yield f'{mark}{keyword} "{escaped(value)}"'


def escaped(value: str) -> str:
    """A text as it stands between quotation marks."""
    plain = not ('"' in value or "\\" in value or "\t" in value or "\b" in value) and value.splitlines() == [value]
    return value if plain else value.translate(_ESCAPED)


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
