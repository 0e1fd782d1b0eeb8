"""All catalogs of one language side by side: where the translation of a sentence may still be found."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from itertools import chain

from enregard.catalogs.catalog import Catalog, Key
from enregard.catalogs.faults import damage
from enregard.catalogs.likeness import Index
from enregard.catalogs.sameness import canonical
from enregard.model import Entry, State


class Shelf(Mapping[str, Catalog]):
    """Catalogs by document name; a class because its indexes are built when first asked for, for all merges.

    Every catalog is gone through once at most: a mapping that reads them when they are asked for will do.
    """

    def __init__(self, catalogs: Mapping[str, Catalog], having: Callable[[Key], Iterable[str]] | None = None) -> None:
        """``having`` tells which documents, in order, may have a translation of a key, where that is known."""
        self._catalogs = catalogs
        self._having = having
        self._asked: dict[str, list[Entry]] = {}
        self._obsolete: dict[str, dict[Key, Entry]] = {}

    def __getitem__(self, document: str) -> Catalog:
        return self._catalogs[document]

    def __iter__(self) -> Iterator[str]:
        return iter(self._catalogs)

    def __len__(self) -> int:
        return len(self._catalogs)

    def entry(self, document: str, key: Key) -> Entry | None:
        """The entry of a document with this key: the live one, else the last obsolete one."""
        catalog = self._catalogs.get(document)
        if catalog is None:
            return None
        if document not in self._obsolete:
            self._obsolete[document] = {entry.key: entry for entry in catalog.obsolete}
        return catalog.by_key.get(key) or self._obsolete[document].get(key)

    def anywhere(self, key: Key) -> Entry | None:
        """The best entry with exactly this key in any document: translated before fuzzy, live before obsolete."""
        if self._having is None:
            return self._best.get(key)
        found = (entry for name in self._having(key) for entry in self._useful_in(name) if entry.key == key)
        return max(found, key=_worth, default=None)

    def _useful_in(self, name: str) -> list[Entry]:
        if name not in self._asked:
            self._asked[name] = useful(self._catalogs[name])
        return self._asked[name]

    def like(self, text: str) -> Entry | None:
        """The confirmed translation of the msgid most like a new one; None where none is near enough."""
        if not self._confirmed:
            return None
        found = self._index.nearest(canonical(text), limit=1)
        return self._confirmed[found[0][1]] if found else None

    @cached_property
    def _best(self) -> dict[Key, Entry]:
        best: dict[Key, Entry] = {}
        for entry in chain.from_iterable(map(useful, self._catalogs.values())):
            other = best.get(entry.key)
            if other is None or _worth(entry) > _worth(other):
                best[entry.key] = entry
        return best

    @cached_property
    def _confirmed(self) -> list[Entry]:
        return [entry for entry in self._best.values() if entry.state is State.TRANSLATED]

    @cached_property
    def _index(self) -> Index:
        return Index([canonical(entry.msgid) for entry in self._confirmed])


def useful(catalog: Catalog) -> list[Entry]:
    """Every entry of a catalog whose translation may be offered elsewhere."""
    return [
        entry
        for entry in (*catalog.entries, *catalog.obsolete)
        if entry.msgstr.strip() and entry.msgid_plural is None and not _is_damaged(catalog, entry)
    ]


def _worth(entry: Entry) -> tuple[bool, bool]:
    return (entry.state is State.TRANSLATED, not entry.obsolete)


def _is_damaged(catalog: Catalog, entry: Entry) -> bool:
    return bool(damage(entry)) if entry.obsolete else entry.key in catalog.damaged
