"""What became of each sentence of the French since it was last extracted: compared once, for the whole project."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise

from enregard.catalogs import alignment, recutting
from enregard.catalogs.catalog import Catalog, Key, passage_ids
from enregard.catalogs.likeness import NEAR, Index
from enregard.catalogs.sameness import canonical, without_addresses
from enregard.model import Segment


class How(StrEnum):
    """What became of a sentence: the classes of a change."""

    KEPT = "kept"
    COSMETIC = "cosmetic"
    """Typography only: spaces, apostrophes, quotation marks, dashes, Unicode form."""
    LINK = "link only"
    """The address of a link or image changed, the words did not."""
    REWORDED = "reworded"
    SPLIT = "split"
    JOINED = "joined"
    RECUT = "recut"
    """The same words, cut into other sentences because the unit or the rules of segmentation changed."""
    MOVED = "moved"
    RENAMED = "renamed"
    """Unchanged, in a document that has a new name."""
    NEW = "new"
    GONE = "gone"


Origin = tuple[str, Key]
"""A document and a key in its old template."""

_Form = Callable[[Key], object]


@dataclass(frozen=True, slots=True)
class Change:
    """What a sentence of the new French was before."""

    how: How
    origins: tuple[Origin, ...] = ()
    """Where its old translation is to be looked for: several for a joined sentence, none for a new one."""
    part: int = 1
    """Which part of its origins a split or recut sentence is, counted from 1 ..."""
    parts: tuple[str, ...] = ()
    """... and the msgids of all its parts."""


NEW = Change(How.NEW)
"""What became of a sentence of which nothing is known."""


@dataclass(frozen=True, slots=True)
class Changes:
    """The French compared with itself: for every document what each of its sentences was, and which are gone."""

    documents: Mapping[str, Mapping[Key, Change]] = field(default_factory=dict)
    """By document of the new French, in reading order, one change for each distinct key."""
    gone: Mapping[str, tuple[Key, ...]] = field(default_factory=dict)
    """By document of the old templates: keys that no sentence of the new French goes back to."""
    ids: Mapping[str, Mapping[Key, str]] = field(default_factory=dict)
    """Passage ids by document of the new French and key: kept through rewording, unique in their document."""
    renamed: Mapping[str, str] = field(default_factory=dict)
    """New name of a document to its old one."""
    known: Mapping[str, Mapping[Key, int]] = field(default_factory=dict)
    """All keys of each old template, and their places in it."""


def compare(old: Mapping[str, Catalog], new: Mapping[str, Sequence[Segment]], *, segmentation: str = "") -> Changes:
    """Classify what changed between the old templates and the new segments, both by document name.

    Where a template is missing, a catalog of any language may stand in for it: it holds the same msgids. With
    ``segmentation``, the stamp of what cut the new segments, sentences of templates cut otherwise are found again.
    """
    comparison = _Comparison(
        {name: [entry.key for entry in catalog.entries] for name, catalog in old.items()},
        {name: list(dict.fromkeys(segment.key for segment in segments)) for name, segments in new.items()},
    )
    renamed = comparison.renamed()
    bases = {name: renamed.get(name, name) for name in comparison.new}
    for name, base in bases.items():
        comparison.exact(name, base, renamed=name in renamed)
    for name, base in bases.items():
        if segmentation and base in old and recutting.cut_otherwise(old[base], new[name], segmentation):
            comparison.recut(name, base, new[name])
    if not comparison.is_settled():
        comparison.alike(_identity, How.MOVED, bases, elsewhere_only=True)
        comparison.alike(_canonical, How.COSMETIC, bases)
        comparison.alike(_wordwise, How.LINK, bases)
        for name, base in bases.items():
            comparison.in_place(name, base)
        comparison.reworded_elsewhere(bases)
    return comparison.result(renamed, _ids(comparison, bases, old, new))


def _identity(key: Key) -> object:
    return key


def _canonical(key: Key) -> object:
    return (key[0], canonical(key[1]))


def _wordwise(key: Key) -> object:
    return (key[0], without_addresses(key[1]))


class _Comparison:
    """The comparison while it is made; a class because each step takes away what the steps before it have settled."""

    def __init__(self, old: Mapping[str, list[Key]], new: Mapping[str, list[Key]]) -> None:
        self.old = old
        self.new = new
        self.found: dict[str, dict[Key, Change]] = {name: {} for name in new}
        self._used: dict[str, set[Key]] = {name: set() for name in old}

    def open_old(self, name: str) -> list[Key]:
        """Keys of an old template that nothing goes back to yet."""
        used = self._used.get(name, set())
        return [key for key in self.old.get(name, ()) if key not in used]

    def open_new(self, name: str) -> list[Key]:
        """Keys of a document that are not settled yet."""
        found = self.found[name]
        return [key for key in self.new[name] if key not in found]

    def settle(self, name: str, key: Key, change: Change) -> None:
        """Write down what a key was, and that its origins are used."""
        self.found[name][key] = change
        for document, origin in change.origins:
            self._used[document].add(origin)

    def is_settled(self) -> bool:
        """Whether nothing of the old is left that something of the new could go back to."""
        return not (any(map(self.open_old, self.old)) and any(map(self.open_new, self.new)))

    def renamed(self) -> dict[str, str]:
        """New documents that are old ones under another name: those that share most sentences, half of the smaller."""
        lost = [name for name in self.old if name not in self.new]
        if not lost:
            return {}
        where: dict[Key, list[str]] = defaultdict(list)
        for name in lost:
            for key in self.old[name]:
                where[key].append(name)
        pairs = []
        for name in self.new:
            if name in self.old:
                continue
            shared: dict[str, int] = defaultdict(int)
            for key in self.new[name]:
                for other in where.get(key, ()):
                    shared[other] += 1
            for other, count in shared.items():
                if 2 * count >= min(len(self.old[other]), len(self.new[name])):
                    pairs.append((-count, name, other))
        found: dict[str, str] = {}
        for _, name, other in sorted(pairs):
            if name not in found and other not in found.values():
                found[name] = other
        return found

    def exact(self, name: str, base: str, *, renamed: bool) -> None:
        """Settle what is unchanged in its own document: kept, or moved inside it."""
        places = {key: place for place, key in enumerate(self.old.get(base, ()))}
        there = [key for key in self.new[name] if key in places]
        stayed = alignment.steady([places[key] for key in there])
        for position, key in enumerate(there):
            how = How.RENAMED if renamed else How.KEPT if position in stayed else How.MOVED
            self.settle(name, key, Change(how, ((base, key),)))

    def recut(self, name: str, base: str, segments: Sequence[Segment]) -> None:
        """Settle what holds the same words as old sentences of its document, cut by other rules."""
        for group in recutting.groups(self.old[base], segments):
            origins = tuple((base, key) for key in group.old)
            parts = tuple(text for _, text in group.new)
            for part, key in enumerate(group.new, 1):
                if key not in self.found[name]:
                    self.settle(name, key, Change(How.RECUT, origins, part, parts))

    def alike(self, form: _Form, how: How, bases: Mapping[str, str], *, elsewhere_only: bool = False) -> None:
        """Settle what has the same form as an old sentence: in its own document first, then in any other."""
        if self.is_settled():
            return
        if not elsewhere_only:
            for name, base in bases.items():
                self._pair(form, how, [base], [name])
        self._pair(form, how, list(self.old), list(self.new))

    def _pair(self, form: _Form, how: How, olds: Iterable[str], news: Iterable[str]) -> None:
        """Settle open keys of some documents with the first open old key of the same form that is left."""
        left: dict[object, list[Origin]] = defaultdict(list)
        for name in olds:
            for key in self.open_old(name):
                left[form(key)].append((name, key))
        for name in news if left else ():
            for key in self.open_new(name):
                if origins := left.get(form(key)):
                    self.settle(name, key, Change(how, (origins.pop(0),)))

    def in_place(self, name: str, base: str) -> None:
        """Settle what was reworded, split or joined between neighbours that stayed."""
        for old, new in self._gaps(name, base):
            beads = alignment.align([canonical(k[1]) for k in old], [canonical(k[1]) for k in new])
            for bead in beads:
                origins = tuple((base, old[number]) for number in bead.old)
                how = How.JOINED if len(bead.old) > 1 else How.SPLIT if len(bead.new) > 1 else How.REWORDED
                parts = tuple(new[number][1] for number in bead.new) if how is How.SPLIT else ()
                for part, number in enumerate(bead.new, 1):
                    self.settle(name, new[number], Change(how, origins, part, parts))

    def _gaps(self, name: str, base: str) -> Iterator[tuple[list[Key], list[Key]]]:
        """Open keys, old and new, between each two neighbours that stand in the same order in both."""
        keys = self.old.get(base, [])
        places = {key: place for place, key in enumerate(keys)}
        found, used = self.found[name], self._used.get(base, set())
        anchors = [
            (position, places[change.origins[0][1]])
            for position, key in enumerate(self.new[name])
            if (change := found.get(key)) and change.origins[0][0] == base
        ]
        stayed = alignment.steady([place for _, place in anchors])
        edges = [(-1, -1), *(a for i, a in enumerate(anchors) if i in stayed), (len(self.new[name]), len(keys))]
        for (new_from, old_from), (new_to, old_to) in pairwise(edges):
            old = [key for key in keys[old_from + 1 : old_to] if key not in used]
            new = [key for key in self.new[name][new_from + 1 : new_to] if key not in found]
            if old and new:
                yield old, new

    def reworded_elsewhere(self, bases: Mapping[str, str]) -> None:
        """Settle what is like a sentence that stood elsewhere: in its own document first, the likest pairs first."""
        origins = [(name, key) for name in self.old for key in self.open_old(name)]
        open_new = [(name, key) for name in self.new for key in self.open_new(name)]
        if not origins or not open_new:
            return
        index = Index([canonical(key[1]) for _, key in origins])
        pairs = []
        for number, (name, key) in enumerate(open_new):
            for score, origin in index.nearest(canonical(key[1]), floor=NEAR):
                pairs.append((origins[origin][0] != bases[name], -score, number, origin))
        for _, _, number, origin in sorted(pairs):
            name, key = open_new[number]
            document, was = origins[origin]
            if key not in self.found[name] and was not in self._used[document]:
                self.settle(name, key, Change(How.REWORDED, (origins[origin],)))

    def result(self, renamed: Mapping[str, str], ids: Mapping[str, Mapping[Key, str]]) -> Changes:
        """The finished comparison: what is not settled is new, what is not used is gone."""
        return Changes(
            documents={n: {key: self.found[n].get(key, NEW) for key in keys} for n, keys in self.new.items()},
            gone={name: tuple(gone) for name in self.old if (gone := self.open_old(name))},
            ids=ids,
            renamed=renamed,
            known={name: {key: place for place, key in enumerate(keys)} for name, keys in self.old.items()},
        )


def _ids(
    comparison: _Comparison,
    bases: Mapping[str, str],
    old: Mapping[str, Catalog],
    new: Mapping[str, Sequence[Segment]],
) -> dict[str, dict[Key, str]]:
    """Passage ids: what a sentence goes back to gives it its id, unless a passage of its page has that id already."""
    kept = {name: passage_ids(catalog) for name, catalog in old.items()}
    ids = {}
    for name, segments in new.items():
        own: dict[Key, str] = {}
        for segment in segments:
            own.setdefault(segment.key, segment.id)
        ids[name] = _unique(own, comparison.found[name], bases[name], kept)
    return ids


def _unique(
    own: Mapping[Key, str], changes: Mapping[Key, Change], base: str, kept: Mapping[str, Mapping[Key, str]]
) -> dict[Key, str]:
    claims = _carried(changes, base, kept)
    if not claims and len(set(own.values())) == len(own):
        return dict(own)
    taken: set[str] = set()
    given: dict[Key, str] = {}
    for key, carried in claims:
        if carried not in taken and key not in given:
            given[key] = carried
            taken.add(carried)
    result = {}
    for key, fresh in own.items():
        if key not in given:
            number, free = 2, fresh
            while free in taken:
                free = f"{fresh}x{number}"
                number += 1
            given[key] = free
            taken.add(free)
        result[key] = given[key]
    return result


def _carried(changes: Mapping[Key, Change], base: str, kept: Mapping[str, Mapping[Key, str]]) -> list[tuple[Key, str]]:
    """Ids that may be carried, the strongest claims first: unchanged, changed in this document, from another one."""
    claims: list[tuple[int, Key, str]] = []
    for key, change in changes.items():
        if not change.origins or change.part > 1:
            continue
        document, origin = change.origins[0]
        if carried := kept.get(document, {}).get(origin):
            claims.append((2 if document != base else int(origin != key), key, carried))
    return [(key, carried) for _, key, carried in sorted(claims, key=lambda claim: claim[0])]
