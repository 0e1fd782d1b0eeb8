"""Applies what changed in the French to the catalog of one document in one language, and loses no translation."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from enregard import words
from enregard.catalogs import arranging, carrying, recutting, templates, writer
from enregard.catalogs.catalog import Catalog, Key
from enregard.catalogs.changes import NEW, Change, Changes, How, compare
from enregard.catalogs.headings import Heading
from enregard.catalogs.shelf import Shelf
from enregard.catalogs.templates import Sheet
from enregard.errors import CatalogError
from enregard.model import Entry, State

_CARRIED = {How.KEPT, How.COSMETIC, How.LINK, How.MOVED, How.RENAMED}
"""Classes whose translation stays good."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How many entries, and how many words of French they have."""

    segments: int = 0
    words: int = 0


@dataclass(frozen=True, slots=True)
class Merged:
    """What the catalog of a document is to be: the bytes to write, unless nothing changed."""

    data: bytes
    unchanged: bool
    """True where the file already holds these bytes: it is not to be touched."""


def merge(changes: Changes, document: str, catalogs: Mapping[str, Catalog], sheet: Sheet, heading: Heading) -> Merged:
    """Bring the catalog of a document to what the French says now.

    ``catalogs`` are all catalogs of the language by document, a ``Shelf`` of them where many documents are merged (its
    indexes are then built once). A document without a catalog gets a new one. Merging twice changes no byte.
    ``sheet`` says what the document says now; ``heading`` what a new catalog begins with, with the stamp of what cut
    the document, the one that ``changes`` were made with.
    """
    if not catalogs:
        return Merged(templates.document(heading, sheet, sheet.entries), unchanged=False)
    shelf = catalogs if isinstance(catalogs, Shelf) else Shelf(catalogs)
    own = shelf.get(document)
    base = own or shelf.get(changes.renamed.get(document, ""))
    lagging = _lagging(changes, document, base, sheet, segmentation=heading.segmentation)
    plan = _Plan(changes, document, base, shelf, partial(_sentences, heading.language)).made(sheet.entries, lagging)
    if own and (other := shelf.get(changes.renamed.get(document, ""))):
        plan = replace(plan, gone=[*plan.gone, *other.entries, *other.obsolete])
    del lagging  # as large as a catalog
    if base is None:
        return Merged(templates.document(heading, sheet, plan.live), unchanged=False)
    old_order = changes.known.get(changes.renamed.get(document, document), {})
    try:
        news = writer.News(heading.date, heading.segmentation)
        data = arranging.arranged(base, plan, old_order=old_order, news=news)
    except UnicodeEncodeError as error:
        problem = f"its encoding, {base.charset}, has no {error.object[error.start]!r}, which the French has now"
        raise CatalogError(problem, path=base.path, line=1, advice="Convert the file to UTF-8.") from None
    unchanged = data is None and own is not None
    return Merged(writer.write(base) if data is None else data, unchanged=unchanged)


def counts(changes: Changes, document: str) -> dict[How, Tally]:
    """Entries and French words of one document by class of change, those that are gone from it included.

    What is kept costs nothing, and its words are not counted.
    """
    texts = defaultdict[How, list[str]](list)
    for (_, msgid), change in changes.documents.get(document, {}).items():
        texts[change.how].append(msgid)
    for _, msgid in changes.gone.get(document, ()):
        texts[How.GONE].append(msgid)
    return {
        how: Tally(len(found), 0 if how is How.KEPT else words.count("\n".join(found))) for how, found in texts.items()
    }


def _lagging(
    changes: Changes,
    document: str,
    base: Catalog | None,
    sheet: Sheet,
    *,
    segmentation: str,
) -> Mapping[Key, Change]:
    """The French compared with the catalog's own msgids, where the catalog has some that the template does not know.

    Such a catalog comes back from a translator or another branch, or its template is missing.
    """
    known = changes.known.get(changes.renamed.get(document, document), {})
    if base is None or all(key in known or key in sheet.entries for key in base.by_key):
        return {}
    return compare({document: base}, {document: sheet.segments}, segmentation=segmentation).documents[document]


def _sentences(language: str, text: str) -> list[str]:
    from enregard import segmentation

    return recutting.sentences(text, segmentation.rules(language).boundaries)


def _bettered(draft: Entry, other: Entry | None) -> bool:
    """Whether an obsolete entry settles the doubt about a draft: it is the same, or the draft was for other words."""
    if carrying.confirmed(draft) or other is None or not carrying.confirmed(other):
        return False
    return draft.state is State.STALE or draft.msgstr == other.msgstr


class _Plan:
    """Where each new entry's translation comes from; a class because every find takes something off the old catalog."""

    def __init__(
        self, changes: Changes, document: str, base: Catalog | None, shelf: Shelf, sentences: carrying.Sentences
    ) -> None:
        self._changes = changes
        self._document = document
        self._names = {document, changes.renamed.get(document, document)}
        self._there = base.by_key if base else {}
        self._obsolete = {entry.key: entry for entry in base.obsolete} if base else {}
        self._shelf = shelf
        self._sentences = sentences
        self._taken: dict[Key, Key] = {}

    def made(self, wanted: Mapping[Key, Entry], lagging: Mapping[Key, Change]) -> arranging.Plan:
        """The new live entries in reading order, which old ones they go on with, and which are left."""
        live = dict(wanted)
        arriving = []
        for key, blank in wanted.items():
            if old := self._there.get(key):
                live[key] = carrying.commented(old, blank)
            else:
                arriving.append(key)
        self._fill(live, arriving, lagging)
        gone = [entry for key, entry in self._there.items() if key not in wanted and key not in self._taken]
        return arranging.Plan(live, self._taken, gone, frozenset(arriving))

    def _fill(self, live: dict[Key, Entry], arriving: Sequence[Key], lagging: Mapping[Key, Change]) -> None:
        """Find a translation for each arriving entry: what its own past has for it, then the best suggestion."""
        left = list(arriving)
        for known in (self._changes.documents.get(self._document, {}), lagging):
            settled = {key: found for key in left if (found := self._found(live[key], known.get(key, NEW)))}
            live.update(settled)
            left = [key for key in left if key not in settled]
        for key in left:
            live[key] = self._guessed(live[key])

    def _found(self, blank: Entry, change: Change) -> Entry | None:
        """The entry with what its own past has for it, the surest first; None where that is nothing."""
        origins = [(key, entry) for name, key in change.origins if (entry := self._entry(name, key))]
        exact = self._shelf.anywhere(blank.key)
        elsewhere = exact if exact is not None and carrying.confirmed(exact) else None
        if change.how in _CARRIED and origins:
            key, old = origins[0]
            if old.msgstr.strip() or elsewhere is None:
                self._take(change, key, blank.key)
                return (carrying.relinked if change.how is How.LINK else carrying.unchanged)(blank, old)
        old_self = self._obsolete.get(blank.key)
        if change.how is How.RECUT and origins:
            whole = self._recut(blank, change, origins)
            if whole is not None and not _bettered(whole, old_self):
                return whole
        if old_self is not None:
            return carrying.unchanged(blank, old_self)
        if elsewhere is not None:
            return carrying.unchanged(blank, replace(elsewhere, comments=()))
        return self._changed(blank, change, origins) if origins else None

    def _changed(self, blank: Entry, change: Change, origins: list[tuple[Key, Entry]]) -> Entry | None:
        """The entry with the translation of what it was before its words changed."""
        key, old = origins[0]
        if change.how is How.REWORDED:
            self._take(change, key, blank.key)
            return carrying.stale(blank, old)
        entries = [entry for _, entry in origins]
        if change.how is How.JOINED or (change.how is How.RECUT and len(change.parts) == 1):
            return carrying.joined(blank, entries)
        if change.how in {How.SPLIT, How.RECUT}:
            return carrying.part_of(blank, entries, change.parts, change.part, self._sentences)
        return None

    def _recut(self, blank: Entry, change: Change, origins: list[tuple[Key, Entry]]) -> Entry | None:
        """The entry as good as it was before it was cut otherwise; None where its piece is not certain."""
        if len(origins) < len(change.origins):
            return None
        entries = [entry for _, entry in origins]
        return carrying.recut(blank, entries, change.parts, change.part, self._sentences)

    def _guessed(self, blank: Entry) -> Entry:
        """The entry with the best suggestion that any catalog of the language has for it."""
        if exact := self._shelf.anywhere(blank.key):
            return carrying.unchanged(blank, replace(exact, comments=()))
        near = self._shelf.like(blank.msgid)
        return blank if near is None else carrying.suggested(blank, near)

    def _entry(self, document: str, key: Key) -> Entry | None:
        """The old entry of an origin: in this document what its own catalog has, as far as it is not used up."""
        if document not in self._names:
            return self._shelf.entry(document, key)
        return None if key in self._taken else self._there.get(key) or self._obsolete.get(key)

    def _take(self, change: Change, old: Key, new: Key) -> None:
        """Note that a live entry of this document goes on under a new key, so that it leaves no obsolete copy."""
        if change.origins[0][0] in self._names and old in self._there:
            self._taken[old] = new
