"""How far a translation has come, as findings: what is missing, out of date, unconfirmed, empty or unsafe."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from enregard.checks.contract import Pair, Remark, Rule
from enregard.model import Severity, State


def untranslated(pair: Pair) -> Iterator[Remark]:
    """A segment has no translation.

    Readers of the translation see the source text in its place, marked as such. Translate the entry; where the message
    says that the catalog does not hold it, run ``enregard extract`` first.
    """
    if pair.entry is None:
        yield Remark("not translated: the catalog does not hold it yet (run: enregard extract)")
    elif pair.msgstr == "":
        yield Remark("not translated")


def blank(pair: Pair) -> Iterator[Remark]:
    """A translation holds no visible character.

    PO editors count white space as a translation, readers would see nothing; it counts as untranslated here. Translate
    the entry, or empty it.
    """
    if pair.msgstr and not any(_is_visible(character) for character in pair.msgstr):
        yield Remark("the translation is blank: it holds no visible character", suggestion="")


def stale(pair: Pair) -> Iterator[Remark]:
    """The source was reworded after it was translated.

    The entry is fuzzy and keeps what the source said before (``#| msgid``). Compare the two, mend the translation and
    take the fuzzy mark away. Until then readers see the source text.
    """
    if pair.entry is not None and pair.state is State.STALE:
        yield Remark(f"the source has changed since it was translated; it said: {pair.entry.previous_msgid}")


def fuzzy(pair: Pair) -> Iterator[Remark]:
    """A translation is a draft that nobody has confirmed.

    It was carried over from a similar sentence, or a translator has marked it as uncertain. Review it and take the
    fuzzy mark away. Until then readers see the source text.
    """
    if pair.state is State.FUZZY:
        yield Remark("the translation is a draft that nobody has confirmed")


def quarantined(pair: Pair) -> Iterator[Remark]:
    """A translation adds something that its source lacks, so it is not published.

    Elements, addresses, blocks, definitions and invisible characters come from the source only: whoever can edit a
    catalog cannot add a script, a form or another link to the pages. Readers see the source text. Take out what the
    message names; if it belongs there, put it into the source.
    """
    if pair.quarantine is not None:
        yield Remark(f"translation not published: {pair.quarantine}")


def _is_visible(character: str) -> bool:
    return not character.isspace() and unicodedata.category(character) not in {"Cc", "Cf", "Cn", "Co", "Cs"}


RULES = (
    Rule("untranslated", Severity.WARNING, untranslated),
    Rule("stale", Severity.WARNING, stale),
    Rule("fuzzy", Severity.WARNING, fuzzy),
    Rule("blank", Severity.ERROR, blank),
    Rule("quarantined", Severity.ERROR, quarantined),
)
