"""Two branches of a catalog become one, entry by entry: both sides' work is kept, and no msgstr changes its msgid."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TypeVar

from enregard.catalogs import arranging, carrying, writer
from enregard.catalogs.catalog import Catalog, Key, Piece
from enregard.catalogs.reader import is_header, read
from enregard.errors import CatalogError
from enregard.model import Entry, State

NOTE = "other branch: "
"""How the translator's comment begins that keeps the translation of the other side of a merge."""

_FUZZY = "fuzzy"
_DATES = ("POT-Creation-Date", "PO-Revision-Date")
_WITH_REVISION = frozenset({"Last-Translator", "Language-Team", "X-Generator"})
"""Header fields that say who saved the file last: they go with the later PO-Revision-Date."""

_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class Reconciled:
    """What two branches of a catalog come to."""

    data: bytes
    conflicts: tuple[Entry, ...] = ()
    """Entries that both sides translated differently: now fuzzy, the other translation in a comment."""


@dataclass(frozen=True, slots=True)
class _Side:
    """One version of the file, ready to be asked for entries; every field is empty where there is no such version."""

    catalog: Catalog | None
    live: Mapping[Key, Entry] = field(default_factory=dict)
    pieces: Mapping[Key, Piece] = field(default_factory=dict)
    header: Piece | None = None
    obsolete: Sequence[Piece] = ()
    shelved: Mapping[Key, Entry] = field(default_factory=dict)

    def known(self, key: Key) -> Entry | None:
        """The live entry with this key, else an obsolete one."""
        return self.live.get(key) or self.shelved.get(key)

    def text(self, piece: Piece | None) -> str:
        """The text of a piece, LF between its lines."""
        return "" if piece is None or self.catalog is None else _lf(self.catalog.text[piece.start : piece.end])


def reconcile(base: Catalog | None, ours: Catalog, theirs: Catalog) -> Reconciled:
    """Merge what two branches made of a catalog or template; ``base`` is what they both began from, None: nothing.

    Ours gives the layout. What one side alone changed is taken from it, text and all. What both translated
    differently becomes fuzzy, the other translation in a translator's comment. A translation whose entry the other
    side removed is kept as obsolete. Raises CatalogError where the encoding of ours lacks a sign of theirs.
    """
    was, mine, yours = _side(base), _side(ours), _side(theirs)
    live, conflicts = _live(was, mine, yours)
    lost = list(_lost(was, mine, yours, live))
    _inherit(live, lost, was)
    layout = writer.style(ours)
    parts = [*_header(was, mine, yours, layout)]
    parts += (_part(live[key], was, mine, yours, layout=layout) for key in _ordered(was, mine, yours, live))
    parts += _obsolete(was, mine, yours, {**live}, lost=lost, layout=layout)
    try:
        data = writer.assembled(ours, parts, layout)
    except UnicodeEncodeError as error:
        problem = f"its encoding, {ours.charset}, has no {error.object[error.start]!r}, which the other side has"
        raise CatalogError(problem, path=ours.path, line=1, advice="Convert the file to UTF-8.") from None
    read(data, path=ours.path, charset=None if ours.charset == "utf-8" else ours.charset)
    return Reconciled(data, tuple(live[key] for key in live if key in conflicts))


def _side(catalog: Catalog | None) -> _Side:
    if catalog is None:
        return _Side(None)
    headers = [p for p in catalog.pieces if is_header(p.entry)]
    return _Side(
        catalog,
        catalog.by_key,
        {p.entry.key: p for p in catalog.pieces if not p.entry.obsolete and not is_header(p.entry)},
        headers[0] if headers else None,
        [p for p in catalog.pieces if p.entry.obsolete],
        {entry.key: entry for entry in catalog.obsolete},
    )


def _live(was: _Side, mine: _Side, yours: _Side) -> tuple[dict[Key, Entry], set[Key]]:
    """Live entries of the result: on both sides, or added by one; with them the keys of real conflicts."""
    drafts = {e.msgstr for e in (*was.live.values(), *(p.entry for p in was.obsolete)) if e.msgstr}
    live, conflicts = {}, set()
    for key in dict.fromkeys((*mine.live, *yours.live)):
        here, there = mine.live.get(key), yours.live.get(key)
        if here and there:
            live[key], in_conflict = _entry(was.known(key), here, there, drafts)
            if in_conflict:
                conflicts.add(key)
        elif key not in was.live and (entry := here or there):
            live[key] = entry
    return live, conflicts


def _entry(was: Entry | None, mine: Entry, yours: Entry, drafts: set[str]) -> tuple[Entry, bool]:
    """One entry of two versions, and whether the two contradict each other."""
    if yours in (mine, was):
        return mine, False
    if mine == was:
        return yours, False
    chosen, other, in_conflict = _translation(was, mine, yours, drafts)
    comments = _lines(was.comments if was else (), mine.comments, yours.comments)
    if other:
        note = [f"{NOTE}{line}" for text in (other.msgstr, *other.msgstr_plural) if text for line in text.split("\n")]
        comments += tuple(line for line in note if line not in comments)
    flags = _lines(*(tuple(f for f in e.flags if f != _FUZZY) if e else () for e in (was, mine, yours)))
    if in_conflict or _FUZZY in chosen.flags:
        flags = (_FUZZY, *flags)
    merged = replace(
        chosen,
        flags=flags,
        comments=comments,
        extracted=_program_comments(was, mine, yours, chosen),
        references=_three(was.references if was else None, mine.references, yours.references),
    )
    return merged, in_conflict


def _program_comments(was: Entry | None, mine: Entry, yours: Entry, chosen: Entry) -> tuple[str, ...]:
    """The program's comments: from the side that changed them; the seal of a draft goes with its translation."""
    changed = _three(was.extracted if was else None, mine.extracted, yours.extracted)
    seals = [line for line in chosen.extracted if line.startswith(carrying.SEAL)]
    return (*(line for line in changed if not line.startswith(carrying.SEAL)), *seals)


def _translation(was: Entry | None, mine: Entry, yours: Entry, drafts: set[str]) -> tuple[Entry, Entry | None, bool]:
    """Whose translation stands, whose else is to be shown (None: nobody's), and whether that is a conflict."""
    if _text(mine) == _text(yours):
        if was and _text(was) == _text(mine):
            return (yours if _state(mine) == _state(was) else mine), None, False
        return (yours if _FUZZY in mine.flags else mine), None, False
    for one, other in ((yours, mine), (mine, yours)):
        if was and _text(one) == _text(was):
            return other, None, False
    for one, other in ((yours, mine), (mine, yours)):
        if not _has_text(one) or (_FUZZY in one.flags and one.msgstr in drafts):
            return other, None, False
    confirmed = [entry for entry in (mine, yours) if _FUZZY not in entry.flags]
    first = confirmed[0] if confirmed else mine
    second = yours if first is mine else mine
    doubted = was is not None and was.state is State.TRANSLATED
    return first, second, doubted or len(confirmed) != 1


def _text(entry: Entry) -> tuple[object, ...]:
    return (entry.msgid_plural, entry.msgstr, entry.msgstr_plural)


def _state(entry: Entry) -> tuple[object, ...]:
    return (_FUZZY in entry.flags, entry.previous_msgid, entry.previous_context)


def _has_text(entry: Entry) -> bool:
    return bool(entry.msgstr.strip()) or any(entry.msgstr_plural)


def _three(was: _Value | None, mine: _Value, yours: _Value) -> _Value:
    """The value that changed; ours where both did."""
    return yours if mine == was else mine


def _lines(was: Sequence[str], mine: Sequence[str], yours: Sequence[str]) -> tuple[str, ...]:
    """Lines of both versions: those that one side took away are gone, those that one side added are there once."""
    if tuple(mine) == tuple(was):
        return tuple(yours)
    kept = [line for line in mine if line in yours or line not in was]
    return (*kept, *(line for line in yours if line not in was and line not in mine))


def _lost(was: _Side, mine: _Side, yours: _Side, live: Mapping[Key, Entry]) -> Iterator[Entry]:
    """Entries that one side removed while the other worked on their translation."""
    for side in (mine, yours):
        for key, entry in side.live.items():
            old = was.live.get(key)
            if key not in live and old and _has_text(entry) and _text(entry) != _text(old):
                yield entry


def _inherit(live: dict[Key, Entry], lost: Sequence[Entry], was: _Side) -> None:
    """Give the newer translation to the reworded sentence that quotes the older one as its suggestion."""
    newer = {entry.msgid: entry for entry in lost if entry.msgid_plural is None}
    for key, entry in live.items():
        better = newer.get(entry.previous_msgid or "")
        if better and entry.state is State.STALE and (old := was.live.get(better.key)) and entry.msgstr == old.msgstr:
            live[key] = replace(entry, msgstr=better.msgstr)


def _ordered(was: _Side, mine: _Side, yours: _Side, live: Mapping[Key, Entry]) -> list[Key]:
    """The keys in the order of the side that moved something (ours where both did), the other's own ones put in."""
    common = {key for key in live if key in mine.live and key in yours.live}
    there = [key for key in was.live if key in common]
    moved = [key for key in mine.live if key in common and key in was.live] != there
    first, second = (mine, yours) if moved else (yours, mine)
    following: dict[Key | None, list[Key]] = {}
    for before, key in pairwise((None, *(key for key in second.live if key in live))):
        if key is not None and key not in first.live:
            following.setdefault(before, []).append(key)
    order: list[Key] = []
    waiting: list[Key | None] = [*reversed([key for key in first.live if key in live]), None]
    while waiting:
        key = waiting.pop()
        if key is not None:
            order.append(key)
        waiting += reversed(following.get(key, []))
    return order


def _part(entry: Entry, was: _Side, mine: _Side, yours: _Side, *, layout: writer.Style) -> writer.Part:
    """An entry as it is to be written: the text of the side that has it so, of ours where both have."""
    key = entry.key
    here, there = mine.pieces.get(key), yours.pieces.get(key)
    if here and entry == here.entry:
        text, other = mine.text(here), yours.text(there)
        rewrapped = there is not None and there.entry == entry and text == was.text(was.pieces.get(key)) != other
        return (here, _ended(other, layout) if rewrapped else None)
    if there and entry == there.entry:
        return (here, _ended(yours.text(there), layout))
    if here and mine.catalog:
        return (here, writer.rewritten(mine.catalog, here, entry, layout))
    return (None, writer.fresh(entry, layout))


def _obsolete(
    was: _Side, mine: _Side, yours: _Side, taken: dict[Key, Entry], *, lost: Iterable[Entry], layout: writer.Style
) -> Iterator[writer.Part]:
    """Obsolete entries of both sides but those that one side took away, and the work that lost its entry."""
    before, here, there = ({_identity(p.entry) for p in side.obsolete} for side in (was, mine, yours))
    for piece in mine.obsolete:
        gone = _identity(piece.entry) in before - there
        if not gone and (entry := arranging.housed(piece.entry, taken)):
            own = mine.catalog and entry != piece.entry and writer.rewritten(mine.catalog, piece, entry, layout)
            yield (piece, own or None)
    others = [p.entry for p in yours.obsolete if _identity(p.entry) not in here | before]
    for old in (*others, *map(carrying.shelved, lost)):
        if entry := arranging.housed(old, taken):
            yield (None, writer.fresh(entry, layout))


def _identity(entry: Entry) -> tuple[object, ...]:
    return (entry.key, entry.msgstr, entry.msgstr_plural)


def _header(was: _Side, mine: _Side, yours: _Side, layout: writer.Style) -> Iterator[writer.Part]:
    """The header of the result: each field from the side that changed it, the later of two dates."""
    here, there = mine.header, yours.header
    if here is None or there is None or mine.catalog is None or yours.catalog is None:
        if here or there:
            yield (here, None if here else _ended(yours.text(there), layout))
        return
    old = was.catalog.header if was.catalog else {}
    fields = _fields(old, mine.catalog.header, yours.catalog.header)
    comments = _lines(was.header.entry.comments if was.header else (), here.entry.comments, there.entry.comments)
    if fields == mine.catalog.header and comments == here.entry.comments:
        yield (here, None)
    elif fields == yours.catalog.header and comments == there.entry.comments:
        yield (here, _ended(yours.text(there), layout))
    else:
        msgstr = writer.header((), fields.items()).msgstr
        entry = replace(here.entry, msgstr=msgstr, comments=comments)
        yield (here, writer.rewritten(mine.catalog, here, entry, layout))


def _fields(was: Mapping[str, str], mine: Mapping[str, str], yours: Mapping[str, str]) -> dict[str, str]:
    """Fields of both headers in the order of ours."""
    later = yours.get("PO-Revision-Date", "") > mine.get("PO-Revision-Date", "")
    found = {}
    for name in dict.fromkeys((*mine, *yours)):
        here, there = mine.get(name), yours.get(name)
        if name in _DATES:
            value: str | None = max(here or "", there or "")
        elif name in _WITH_REVISION and here != was.get(name) and there != was.get(name):
            value = there if later else here
        else:
            value = _three(was.get(name), here, there)
        if value is not None:
            found[name] = value
    return found


def _lf(text: str) -> str:
    return text.replace("\r\n", "\n")


def _ended(text: str, layout: writer.Style) -> str:
    return text if layout.newline == "\n" else text.replace("\n", layout.newline)
