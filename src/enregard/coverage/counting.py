"""How much of a document is translated, in segments and in words of the French."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields
from operator import attrgetter
from typing import Protocol, TypeVar

from enregard import words
from enregard.model import Counts, Entry, Segment, State, Words

Sum = TypeVar("Sum")
"""What a folder has the sum of."""


class Catalog(Protocol):
    """What counting needs of a catalog."""

    @property
    def by_key(self) -> Mapping[tuple[str | None, str], Entry]:
        """Its live entries by (msgctxt, msgid)."""

    @property
    def obsolete(self) -> Sequence[Entry]:
        """Its obsolete entries."""


def count(segments: Sequence[Segment], catalog: Catalog | None) -> Counts:
    """Coverage of one document: each distinct entry once, by the state its catalog gives it.

    A segment that the catalog does not hold is untranslated; None is a catalog that does not exist yet. An entry that
    is quarantined when the page is built counts as its PO file says: its translator has done the work, and the check
    of that name tells what is wrong with it.
    """
    return count_keys((segment.key for segment in segments), catalog)


def count_keys(keys: Iterable[tuple[str | None, str]], catalog: Catalog | None) -> Counts:
    """`count` where no more than msgctxt and msgid of each segment is known, as from a template."""
    entries = {} if catalog is None else catalog.by_key
    segments_in = dict.fromkeys(State, 0)
    words_in = dict.fromkeys(State, 0)
    for context, msgid in dict.fromkeys(keys):
        entry = entries.get((context, msgid))
        state = State.UNTRANSLATED if entry is None else entry.state
        segments_in[state] += 1
        words_in[state] += words.count(msgid)
    return Counts(
        segments=sum(segments_in.values()),
        translated=segments_in[State.TRANSLATED],
        stale=segments_in[State.STALE],
        fuzzy=segments_in[State.FUZZY],
        untranslated=segments_in[State.UNTRANSLATED],
        obsolete=0 if catalog is None else len(catalog.obsolete),
        words=Words(
            total=sum(words_in.values()),
            translated=words_in[State.TRANSLATED],
            stale=words_in[State.STALE],
            fuzzy=words_in[State.FUZZY],
            untranslated=words_in[State.UNTRANSLATED],
        ),
    )


def total(parts: Iterable[Counts]) -> Counts:
    """The sum of many documents' counts: an entry that stands in two documents counts in both."""
    all_parts = tuple(parts)
    numbers = {f.name: sum(map(attrgetter(f.name), all_parts)) for f in fields(Counts) if f.name != "words"}
    in_words = {f.name: sum(map(attrgetter(f"words.{f.name}"), all_parts)) for f in fields(Words)}
    return Counts(**numbers, words=Words(**in_words))


def percent(counts: Counts) -> int:
    """Translated segments of a hundred, rounded down, so that 100 means all; where there is nothing to do, 100."""
    return share(counts.translated, counts.segments)


def share(part: int, whole: int) -> int:
    """How many of a hundred ``part`` is of ``whole``, rounded down; 100 where the whole is nothing."""
    return 100 if whole == 0 else 100 * part // whole


def shown(part: int, whole: int) -> int:
    """`share` as people are told it: 100 only where nothing is left, and 0 only where nothing is done."""
    return max(share(part, whole), int(part > 0))


def fallen(before: Mapping[str, Counts], now: Mapping[str, Counts]) -> dict[str, tuple[Counts, Counts]]:
    """The documents of which a smaller share is translated than before, with both counts; new ones have not fallen."""
    return {
        name: (before[name], counts)
        for name, counts in now.items()
        if name in before and counts.translated * before[name].segments < before[name].translated * counts.segments
    }


def with_folders(documents: Mapping[str, Sum], add: Callable[[Iterable[Sum]], Sum]) -> dict[str, Sum]:
    """The documents in order, each folder (``guide/``) before what lies in it with the sum of all that."""
    names = {"/".join(name.split("/")[:depth]) for name in documents for depth in range(1, name.count("/") + 1)}
    sums = {
        f"{folder}/": add(one for name, one in documents.items() if name.startswith(f"{folder}/")) for folder in names
    }
    return dict(sorted({**documents, **sums}.items()))
