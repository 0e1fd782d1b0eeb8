"""Tells when a translation stands under a sentence that it was not made for, as a merge line by line can leave it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from enregard.catalogs.catalog import Catalog, Key, passage_ids
from enregard.catalogs.likeness import NEAR, Index, likeness, words_of
from enregard.catalogs.sameness import canonical
from enregard.model import Entry, Finding, Place, Severity, State

RULE = "mis-merge"

_UNLIKE = 0.4
"""Likeness below which two sentences are not two versions of one."""
_CONTAINED = 0.6
_LONG = 5
"""Words from which two sentences of different meaning are not translated alike by chance."""


def mispaired(catalog: Catalog, template: Catalog | None) -> list[Finding]:
    """What the file itself tells: a previous msgid, a passage id or a whole translation that belongs elsewhere."""
    found = [*_by_previous(catalog), *_by_id(catalog, template), *_by_translation(catalog)]
    first: dict[Key, Finding] = {}
    for key, finding in found:
        first.setdefault(key, finding)
    return sorted(first.values(), key=lambda finding: (finding.po and finding.po.line) or 0)


def mispaired_by_merge(now: Catalog, result: Catalog, parents: Sequence[Catalog], *, commit: str) -> list[Finding]:
    """What history tells: pairs of a merge, still there now, that no parent had, while one had the msgstr elsewhere.

    A sentence that was there on one side, as was the owner of the translation, was not merely reworded, however alike
    the two are. The translation that a parent had for the sentence is the suggestion.
    """
    pairs = {(entry.key, entry.msgstr) for parent in parents for entry in (*parent.entries, *parent.obsolete)}
    owners: dict[str, list[Entry]] = defaultdict(list)
    for parent in parents:
        for entry in parent.entries:
            owners[entry.msgstr].append(entry)
    found = []
    for entry in result.entries:
        here = now.by_key.get(entry.key)
        owner = next((o for o in owners.get(entry.msgstr, ()) if o.key != entry.key), None)
        if here is None or owner is None or here.msgstr != entry.msgstr or (entry.key, entry.msgstr) in pairs:
            continue
        before = [p.by_key[entry.key].msgstr for p in parents if entry.key in p.by_key]
        both_known = bool(before) and owner.key in result.by_key
        same = canonical(entry.msgid) == canonical(owner.msgid) if both_known else _alike(entry.msgid, owner.msgid)
        if same or here.state is not State.TRANSLATED or not here.msgstr.strip():
            continue
        told = f"the merge {commit} put here the translation of another sentence: {_short(owner.msgid)}"
        found.append(_finding(now, here, told, suggestion=next((text for text in before if text.strip()), "")))
    return found


_Told = tuple[Key, Finding]


def _by_previous(catalog: Catalog) -> Iterator[_Told]:
    """Fuzzy entries that quote a sentence unlike their own, and very like another one that is there."""
    odd = [e for e in catalog.entries if e.previous_msgid and not _alike(e.previous_msgid, e.msgid)]
    if not odd:
        return
    index = Index([canonical(entry.msgid) for entry in catalog.entries])
    for entry in odd:
        for _, number in index.nearest(canonical(entry.previous_msgid or ""), floor=NEAR, limit=2):
            other = catalog.entries[number]
            if other.key != entry.key:
                told = f"its previous msgid is that of another sentence (line {other.line}): {_short(other.msgid)}"
                yield entry.key, _finding(catalog, entry, told)
                break


def _by_id(catalog: Catalog, template: Catalog | None) -> Iterator[_Told]:
    """Entries with the passage id that the template gives to another sentence."""
    if template is None:
        return
    right = passage_ids(template)
    owners = {identity: key for key, identity in right.items()}
    for key, identity in passage_ids(catalog).items():
        owner = owners.get(identity)
        if owner is not None and owner != key and right.get(key) not in {None, identity} and owner in catalog.by_key:
            entry = catalog.by_key[key]
            told = f"its comments are those of another sentence: {_short(owner[1])}"
            yield key, _finding(catalog, entry, told)


def _by_translation(catalog: Catalog) -> Iterator[_Told]:
    """Long translations that stand, word for word, under two sentences that have little in common."""
    same: dict[str, list[Entry]] = defaultdict(list)
    for entry in catalog.entries:
        if entry.state is State.TRANSLATED and len(words_of(entry.msgstr)) >= _LONG:
            same[entry.msgstr].append(entry)
    for first, *others in same.values():
        for entry in others:
            if not _alike(first.msgid, entry.msgid):
                told = f"it is translated like line {first.line}, which says something else: {_short(first.msgid)}"
                yield entry.key, _finding(catalog, entry, told)


def _alike(one: str, other: str) -> bool:
    """Whether two texts can be versions of one sentence, or one a part of the other."""
    one, other = canonical(one), canonical(other)
    if likeness(one, other) >= _UNLIKE:
        return True
    words, others = set(words_of(one)), set(words_of(other))
    return len(words & others) >= _CONTAINED * max(1, min(len(words), len(others)))


def _finding(catalog: Catalog, entry: Entry, message: str, *, suggestion: str = "") -> Finding:
    return Finding(
        RULE,
        Severity.WARNING,
        message,
        po=Place(catalog.path, entry.line),
        msgid=entry.msgid,
        msgstr=entry.msgstr,
        suggestion=suggestion or None,
    )


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 60 else f"{line[:59]}…"
