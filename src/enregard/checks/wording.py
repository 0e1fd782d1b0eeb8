"""Words said twice, said wrongly, or said in two ways."""

from __future__ import annotations

import re
from collections.abc import Iterator

from enregard.checks.contract import Pair, Remark, Rule
from enregard.checks.prose import sides
from enregard.checks.repair import outside_markup
from enregard.model import Severity

_TWICE = re.compile(r"(?<![\w'’.-])([^\W\d_]{1,30}(?:['’][^\W\d_]+)?)[ \u00a0\n]+\1(?![\w'’-]|\.\w)", re.IGNORECASE)
_MEANT = frozenset({"had", "blah", "bye", "ha", "tut", "knock", "yadda"})
_FRENCH = frozenset({"nous", "vous"})
"""Words that French grammar sets twice."""
_THAT = re.compile(r"\s+(?:is|was|will|would|can|could|has|had|does|means|should|might|may|must|one)\b")
"""After the second "that" of a sentence such as "I know that that is so"."""


def doubled_word(pair: Pair) -> Iterator[Remark]:
    """A word stands twice in a row.

    ``had had`` and ``that that is`` are no finding, nor is anything where the source says a word twice as well.
    ``check --fix`` takes one away.
    """
    found = sides(pair)
    if found is None:
        return
    twice = list(_TWICE.finditer(found[1].runs))
    said = {match[1].casefold() for match in _TWICE.finditer(found[0].text)} - _FRENCH if twice else set()
    for match in twice:
        word = match[1].casefold()
        meant = said or word in _MEANT or (word == "that" and _THAT.match(found[1].runs, match.end()))
        if not meant and (len(word) > 1 or word in {"a", "i"}):
            yield Remark(f"“{match[1]}” stands twice", suggestion=_once(pair.msgstr, match[0], match[1]))


def _once(msgstr: str, both: str, word: str) -> str | None:
    mended = outside_markup(msgstr, lambda text: text.replace(both, word, 1))
    return mended if mended != msgstr else None


RULES = (Rule("doubled-word", Severity.WARNING, doubled_word),)
