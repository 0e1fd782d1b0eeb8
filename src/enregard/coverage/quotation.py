"""What the words that are left would cost: how much of them somebody has translated already, or nearly."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from enregard import words
from enregard.model import Entry, Segment, State

if TYPE_CHECKING:  # who only counts starts without the catalogs
    from enregard.catalogs.likeness import Index


class Catalog(Protocol):
    """What an offer needs of a catalog."""

    @property
    def by_key(self) -> Mapping[tuple[str | None, str], Entry]:
        """Its live entries by (msgctxt, msgid)."""

    @property
    def entries(self) -> Sequence[Entry]:
        """Its live entries."""


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words that are left, by how much of them is translated elsewhere in the project, as agencies count them."""

    exact: int = 0
    """The very sentence is translated in another document, or repeated in this one."""
    high: int = 0
    """A translated sentence is 95 to 99 % like it ..."""
    good: int = 0
    """... 85 to 94 % ..."""
    fair: int = 0
    """... 75 to 84 %."""
    new: int = 0
    """Nothing like it was translated yet."""

    @property
    def total(self) -> int:
        """All words that are left."""
        return self.exact + self.high + self.good + self.fair + self.new


def quotation(documents: Mapping[str, Sequence[Segment]], catalogs: Mapping[str, Catalog]) -> Quotation:
    """The words of all passages that are not translated, in bands of likeness to what is.

    A sentence that is left several times is new once, and exact from then on. What a changed passage said before counts
    as translated: it has its old translation.
    """
    from enregard.catalogs.likeness import Index

    known = tuple(dict.fromkeys(_translated(catalogs.values())))
    exact, index = set(known), Index(known)
    bands = dict.fromkeys(("exact", "high", "good", "fair", "new"), 0)
    for name, segments in documents.items():
        entries = {} if name not in catalogs else catalogs[name].by_key
        for key in dict.fromkeys(segment.key for segment in segments):
            entry = entries.get(key)
            if entry is None or entry.state is not State.TRANSLATED:
                bands[_band(key[1], exact, index)] += words.count(key[1])
                exact.add(key[1])
    return Quotation(**bands)


def _translated(catalogs: Iterable[Catalog]) -> Iterable[str]:
    for catalog in catalogs:
        for entry in catalog.entries:
            if entry.state is State.TRANSLATED:
                yield entry.msgid
            elif entry.state is State.STALE and entry.previous_msgid:
                yield entry.previous_msgid


def _band(text: str, exact: set[str], index: Index) -> str:
    if text in exact:
        return "exact"
    nearest = index.nearest(text, floor=0.75, limit=1)
    likeness = int(100 * nearest[0][0]) if nearest else 0
    return next((band for band, least in (("high", 95), ("good", 85), ("fair", 75)) if likeness >= least), "new")
