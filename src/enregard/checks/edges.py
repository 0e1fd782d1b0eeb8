"""White space at the beginning and the end of a translation."""

from __future__ import annotations

from collections.abc import Iterator

from enregard.checks.contract import Pair, Remark, Rule
from enregard.model import Severity


def edge_newlines(pair: Pair) -> Iterator[Remark]:
    r"""A translation begins or ends with a line break, and its source does not, or the other way round.

    ``msgfmt -c`` refuses such a file: both must begin, and both must end, with ``\n``, or neither.
    """
    if not pair.done:
        return
    for where, has in (("begin", str.startswith), ("end", str.endswith)):
        if has(pair.msgid, "\n") != has(pair.msgstr, "\n"):
            verb = f"{where}s" if has(pair.msgstr, "\n") else f"does not {where}"
            other = "does not" if has(pair.msgstr, "\n") else "does"
            yield Remark(f"it {verb} with a line break; its source {other}", suggestion=_mended(pair))


def edge_spaces(pair: Pair) -> Iterator[Remark]:
    """A translation begins or ends with white space, and its source does not, or the other way round.

    Sentences are set one after the other with a space between them: one more, or one less, shows.
    """
    if not pair.done:
        return
    msgid, msgstr = pair.msgid.strip("\r\n"), pair.msgstr.strip("\r\n")
    for where, place in (("begin", 0), ("end", -1)):
        mine, theirs = msgstr[place].isspace(), msgid[place : place + 1 or None].isspace()
        if mine != theirs:
            verb, other = (f"{where}s", "does not") if mine else (f"does not {where}", "does")
            yield Remark(f"it {verb} with white space; its source {other}", suggestion=_mended(pair))


def _mended(pair: Pair) -> str:
    """The translation between the white space of its source."""
    before = pair.msgid[: len(pair.msgid) - len(pair.msgid.lstrip())]
    after = pair.msgid[len(pair.msgid.rstrip()) :]
    return f"{before}{pair.msgstr.strip()}{after}"


RULES = (
    Rule("edge-newlines", Severity.ERROR, edge_newlines),
    Rule("edge-spaces", Severity.WARNING, edge_spaces),
)
