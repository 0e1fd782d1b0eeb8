"""Spaces and signs that nobody sees, and that are wrong all the same."""

from __future__ import annotations

import re
from collections.abc import Iterator

from enregard.checks.contract import Pair, Remark, Rule
from enregard.checks.prose import sides
from enregard.checks.repair import outside_markup
from enregard.model import Severity


def double_space(pair: Pair) -> Iterator[Remark]:
    """Two spaces stand between two words.

    Two spaces behind a full stop, an old English habit, are no finding, nor are those that the source has too.
    ``check --fix`` leaves one.
    """
    found = sides(pair)
    if found is None or not ("  " in found[1].text or "\u00a0" in found[1].text):
        return
    if _TWO.search(found[1].text) and not _TWO.search(found[0].text):
        mended = outside_markup(pair.msgstr, lambda text: _TWO.sub(" ", text))
        yield Remark("two spaces between two words", suggestion=mended if mended != pair.msgstr else None)


_TWO = re.compile(r"(?<=\S)(?<![.?!:…])(?<![.?!:…][”\"’)\]])(?<![.?!:…][”\"’)\]]{2})[ \u00a0]{2,}(?=\S)")


def damage(pair: Pair) -> Iterator[Remark]:
    """Signs of a text that was read in the wrong encoding, and signs that nobody sees.

    ``Ã©`` is an ``é`` gone wrong, U+FFFD a character that was lost; zero-width characters and marks of direction make
    words that cannot be searched. What the source has itself is no finding.
    """
    if not pair.done or (pair.msgstr.isascii() and pair.msgstr.isprintable()):
        return
    for what, severity, pattern in _DAMAGE:
        match = pattern.search(pair.msgstr)
        if match is not None and not pattern.search(pair.msgid):
            shown = match[0] if match[0].isprintable() else f"U+{ord(match[0][0]):04X}"
            yield Remark(f"{what}: {shown}", severity)


_DAMAGE = (
    (
        "text read in the wrong encoding",
        None,
        re.compile(r"Ã[\u0080-\u00bf]|â€[™œ\u009d\u0099¦“”\u0093\u0094]?|Â[\u00a0«»°§]"),
    ),
    ("a character that was lost", None, re.compile("\ufffd")),
    (
        "a sign that nobody sees",
        Severity.WARNING,
        re.compile("[\u200b\u2060\ufeff\u00ad\u200e\u200f\u202a-\u202e\u2066-\u2069]"),
    ),
    ("a control character", None, re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f]")),
)


def merge_mark(pair: Pair) -> Iterator[Remark]:
    """A translation holds the marks of an unfinished merge.

    Version control and ``msgcat`` leave ``<<<<<<<`` or ``#-#-#-#-#`` where two translators disagree. Choose one.
    """
    text = pair.msgstr
    marks = "<<<<<<<" in text or "=======" in text or ">>>>>>>" in text or "#-#-#-#-#" in text
    match = _MERGED.search(text) if marks else None
    if match is not None and match[0] not in pair.msgid:
        yield Remark(f"the mark of an unfinished merge: {match[0]}")


_MERGED = re.compile(r"^(?:<{7}|={7}|>{7})(?= |$)|#-#-#-#-#", re.MULTILINE)

RULES = (
    Rule("encoding", Severity.ERROR, damage),
    Rule("merge-mark", Severity.ERROR, merge_mark),
    Rule("double-space", Severity.WARNING, double_space, levels={"technical": Severity.INFO}),
)
