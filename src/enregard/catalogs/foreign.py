"""Translations that other programs made of the same documents: cut as ours are, and found again by their French."""

from __future__ import annotations

import re
import textwrap
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property

from enregard.catalogs import carrying
from enregard.catalogs.likeness import Index
from enregard.catalogs.sameness import canonical, readdressed, without_addresses
from enregard.model import Entry, State

EARLIER = "earlier draft: "
"""How the translator's comment begins that keeps a draft which an import replaced."""

Cut = Callable[[str], Sequence[str]]
"""The segments that a piece of Markdown has in a document of ours."""

_ATTRIBUTES = re.compile(r"[ \t]+\{:?[ \t]*[#.][^{}\n]*\}[ \t]*$", re.MULTILINE)
_FIELDS = re.compile(r"(?:[A-Za-z_][\w-]*:[ \t]+\S.*(?:\n|$))+")
_FLAT_TABLE = re.compile(r"\|(?:[ \t]*:?-+:?[ \t]*\|)+")
_TARGET = re.compile(
    r"(?<=\])\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\)"  # of a link or image
    r"|(?<=\])\[[^\[\]\n]*\]"  # the label of a reference
    r"|<[A-Za-z/][^<>\n]*>"  # an address or a tag
)
_MARKER = re.compile(r"(?:[*+-]|[0-9]{1,3}[.)])[ ]+")
_PLACE = re.compile(r"\{(\d{1,4})\}")
_SIGN = "\ufffc"
_MARKS = re.compile(r"`[^`\n]+`|\]\([^)\s]*|\[\^[^\]\n]+\]|\{\d{1,4}\}|\d+")
_SHORT, _LEAST, _MOST = 25, 0.45, 2.2
"""Longer sentences whose length grows or shrinks more than that, as against their paragraph, may be another's."""


class How(StrEnum):
    """In which way a translation was found."""

    EXACT = "word for word"
    COSMETIC = "but for typography"
    LINK = "but for addresses"
    PLACES = "with addresses for {1}"
    STALE = "stale"


@dataclass(frozen=True, slots=True)
class Pair:
    """A piece of a foreign entry: what it says in the source's language, and its translation."""

    entry: Entry
    """The foreign entry."""
    file: int
    """The number of its file."""
    parts: tuple[str, ...]
    """All its pieces in the source's language ..."""
    part: int
    """... and which of them this one is, counted from 1."""
    msgstr: str
    """Its translation; the translation of the whole entry where that cannot be cut alike."""
    certain: bool
    """Whether the translation is certainly that of this piece, and confirmed."""

    @property
    def msgid(self) -> str:
        """The piece in the source's language."""
        return self.parts[self.part - 1]


def plain(text: str) -> str:
    """The Markdown of a foreign msgid or msgstr without what its program left around it or took from it.

    Undone are the indentation of items, attribute lists of headings, tables run together on one line (po4a) and
    front matter as a message (mdpo).
    """
    text = _ATTRIBUTES.sub("", textwrap.dedent(text).strip("\n").rstrip())
    if _FLAT_TABLE.search(text) and "\n" not in text:
        text = re.sub(r"\|[ \t]+\|", "|\n|", text)
    if "\n" in text and _FIELDS.fullmatch(text):
        text = f"---\n{text}\n---\n"
    return text


def pairs(entry: Entry, *, file: int, french: Cut, translated: Cut) -> Iterator[Pair]:
    """The pieces of a foreign entry that has a translation; sentence by sentence where both sides agree.

    They agree in number, figures, code, addresses and roughly in length. Elsewhere the longest sentence gets the whole
    translation, which is not certain then.
    """
    parts = tuple(french(plain(entry.msgid))) or (entry.msgid,)
    pieces = tuple(translated(plain(entry.msgstr))) or (entry.msgstr,)
    if len(parts) != len(pieces) or (len(parts) > 1 and not _fit(parts, pieces)):
        longest = max(range(len(parts)), key=lambda number: len(parts[number]))
        yield Pair(entry, file, parts, longest + 1, entry.msgstr, certain=False)
        return
    for part, piece in enumerate(pieces, 1):
        yield Pair(entry, file, parts, part, piece, certain=entry.state is State.TRANSLATED)


def _fit(parts: Sequence[str], pieces: Sequence[str]) -> bool:
    """Whether each piece has the figures, code, notes and addresses of its part, and about its share of the length."""
    grown = sum(map(len, pieces)) / max(1, sum(map(len, parts)))
    for part, piece in zip(parts, pieces, strict=True):
        if Counter(_MARKS.findall(part)) != Counter(_MARKS.findall(piece)):
            return False
        if len(part) >= _SHORT and not _LEAST <= len(piece) / len(part) / grown <= _MOST:
            return False
    return True


class Foreign:
    """All pairs of the foreign files, asked by what our entries say; a class because its indexes are asked often."""

    def __init__(self, known: Iterable[Pair]) -> None:
        self._pairs = sorted(known, key=lambda pair: not pair.certain)

    def found(self, entry: Entry) -> tuple[Pair, How, Entry] | None:
        """The best pair for an entry of ours, how it was found, and the entry with its translation.

        What is not certain, and what is only like it, is stale: fuzzy, with the text that was translated. None where
        nothing is near enough.
        """
        for how, pair in self._candidates(entry.msgid):
            if pair is not None:
                return pair, *_carried(entry, pair, how)
        near = self._index.nearest(canonical(entry.msgid), limit=1)
        if not near:
            return None
        pair = self._pairs[near[0][1]]
        return pair, How.STALE, _suggested(entry, pair)

    def _candidates(self, text: str) -> Iterator[tuple[How, Pair | None]]:
        """What says the same as a text, the surest first, with the addresses and the list marker of the text."""
        yield How.EXACT, self._exact.get(text)
        yield How.COSMETIC, self._canonical.get(canonical(text))
        if marker := _MARKER.match(text):
            pair = self._exact.get(text[marker.end() :])
            yield How.COSMETIC, pair and replace(pair, msgstr=marker[0] + pair.msgstr)
        if pair := self._wordwise.get(without_addresses(text)):
            yield How.LINK, _with(pair, readdressed(pair.msgstr, old=pair.msgid, new=text))
        if pair := self._placed.get(_unplaced(text)[0]):
            yield How.PLACES, _with(pair, _replaced(pair, text))

    @cached_property
    def _exact(self) -> dict[str, Pair]:
        return self._by(lambda text: text)

    @cached_property
    def _canonical(self) -> dict[str, Pair]:
        return self._by(canonical)

    @cached_property
    def _wordwise(self) -> dict[str, Pair]:
        return self._by(without_addresses)

    @cached_property
    def _placed(self) -> dict[str, Pair]:
        """Pairs with numbers in the places of addresses, as md2po of the Translate Toolkit writes them."""
        placed = [pair for pair in self._pairs if _PLACE.search(pair.msgid)]
        found: dict[str, Pair] = {}
        for pair in placed:
            found.setdefault(canonical(_PLACE.sub(_SIGN, pair.msgid)), pair)
        return found

    @cached_property
    def _index(self) -> Index:
        return Index([canonical(pair.msgid) for pair in self._pairs])

    def _by(self, form: Callable[[str], str]) -> dict[str, Pair]:
        found: dict[str, Pair] = {}
        for pair in self._pairs:
            found.setdefault(form(pair.msgid), pair)
        return found


def _with(pair: Pair, msgstr: str | None) -> Pair | None:
    return None if msgstr is None else replace(pair, msgstr=msgstr)


def _unplaced(text: str) -> tuple[str, list[str]]:
    """A text with a sign in the place of every address, canonical, and the addresses."""
    return canonical(_TARGET.sub(_SIGN, text)), _TARGET.findall(text)


def _replaced(pair: Pair, text: str) -> str | None:
    """The translation with the addresses of a text for its numbers; None where it has other numbers than the msgid."""
    numbers, addresses = _PLACE.findall(pair.msgid), _unplaced(text)[1]
    if len(numbers) != len(addresses) or sorted(numbers) != sorted(_PLACE.findall(pair.msgstr)):
        return None
    known = dict(zip(numbers, addresses, strict=True))
    return _PLACE.sub(lambda match: known[match[1]], pair.msgstr)


def _carried(entry: Entry, pair: Pair, how: How) -> tuple[How, Entry]:
    if not pair.certain:
        return How.STALE, _suggested(entry, pair)
    comments = pair.entry.comments if pair.part == 1 else ()
    kept = [
        f"{EARLIER}{line}" for line in entry.msgstr.split("\n") if entry.msgstr.strip() and entry.msgstr != pair.msgstr
    ]
    flags = tuple(flag for flag in entry.flags if flag != "fuzzy")
    comments = tuple(dict.fromkeys((*entry.comments, *comments, *kept)))
    extracted = tuple(line for line in entry.extracted if not line.startswith(carrying.SEAL))
    filled = replace(entry, msgstr=pair.msgstr, flags=flags, comments=comments, extracted=extracted)
    return how, replace(filled, previous_msgid=None, previous_context=None)


def _suggested(entry: Entry, pair: Pair) -> Entry:
    """The entry with the translation as a draft that says what it is the translation of."""
    was = pair.msgid if len(pair.parts) == 1 else " ".join(plain(pair.entry.msgid).split())
    drafted = carrying.suggested(entry, replace(pair.entry, msgid=was, context=None, msgstr=pair.msgstr))
    previous = pair.entry.previous_msgid if was == entry.msgid else was
    return replace(drafted, comments=entry.comments, previous_msgid=previous, previous_context=None)
