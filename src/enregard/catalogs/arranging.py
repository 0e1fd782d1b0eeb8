"""Puts the entries of a merged catalog in order, and leaves everything that did not change where and as it stood."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from enregard.catalogs import carrying, writer
from enregard.catalogs.catalog import Catalog, Key, Piece
from enregard.catalogs.reader import is_header
from enregard.model import Entry

_OLDER = "older translation"


@dataclass(frozen=True, slots=True)
class Plan:
    """What a merged catalog is to hold."""

    live: Mapping[Key, Entry]
    """Live entries in reading order."""
    taken: Mapping[Key, Key]
    """Old key to new key of entries whose translation went on under another msgid of this document."""
    gone: Sequence[Entry]
    """Old live entries that no sentence goes back to, or whose translation was only quoted."""
    arriving: Collection[Key]
    """New keys that were not live in the old catalog."""


def arranged(base: Catalog, plan: Plan, *, old_order: Mapping[Key, int], news: writer.News) -> bytes | None:
    """The bytes of the merged catalog; None where nothing changed. Raises UnicodeEncodeError.

    Entries stand in reading order where those of the old catalog did (``old_order`` are the places in the template);
    an order that an editor chose is kept, and new entries follow the one they follow in the document.
    """
    pieces = {p.entry.key: p for p in base.pieces if not p.entry.obsolete and not is_header(p.entry)}
    went = {new: old for old, new in plan.taken.items()}
    sources = {key: piece for key in plan.live if (piece := pieces.get(key) or pieces.get(went.get(key, key)))}
    reading_order = _in_reading_order(base, plan, old_order)
    if not plan.arriving and not plan.gone and _same(base, plan, reading_order=reading_order):
        return None
    layout = writer.style(base)
    live: dict[Key, writer.Part] = {}
    for key, entry in plan.live.items():
        piece = sources.get(key)
        live[key] = _part(base, piece, entry, layout)
    shelved = _obsolete(base, plan, layout)
    order = _sorted(base, live, shelved) if reading_order else _in_place(base, live, shelved)
    parts = list(order)
    if [piece for piece, _ in parts] == list(base.pieces) and not any(own for _, own in parts):
        return None
    return writer.assembled(base, (_dated(base, part, news) for part in parts), layout)


def _part(base: Catalog, piece: Piece | None, entry: Entry, layout: writer.Style) -> writer.Part:
    """An entry as it is to be written."""
    if piece is None:
        return (None, writer.fresh(entry, layout))
    return (piece, None if piece.entry == entry else writer.rewritten(base, piece, entry, layout))


def _dated(base: Catalog, part: writer.Part, news: writer.News) -> writer.Part:
    """The part as it is, the header with what is new in it."""
    piece, _ = part
    if piece is None or not is_header(piece.entry):
        return part
    return (piece, writer.redated(base.text[piece.start : piece.end], news))


def _same(base: Catalog, plan: Plan, *, reading_order: bool) -> bool:
    """Whether a plan without arrivals and losses changes nothing at all."""
    if reading_order:
        return tuple(plan.live.values()) == base.entries
    return all(base.by_key[key] == entry for key, entry in plan.live.items())


def _in_reading_order(base: Catalog, plan: Plan, old_order: Mapping[Key, int]) -> bool:
    """Whether the old catalog is laid out as we do it: header, entries in the order of the French, obsolete ones."""
    ranks = [0 if is_header(p.entry) else 2 if p.entry.obsolete else 1 for p in base.pieces]
    if ranks != sorted(ranks):
        return False
    order = old_order
    if not any(key in order for key in base.by_key):
        order = {key: place for place, key in enumerate(plan.live)}
        order = {**order, **{old: order[new] for old, new in plan.taken.items()}}
    places = [order[key] for key in base.by_key if key in order]
    return all(before < after for before, after in pairwise(places))


def _obsolete(base: Catalog, plan: Plan, layout: writer.Style) -> list[writer.Part]:
    """Old obsolete entries as they stand and new ones behind them; a key that is live again has no obsolete twin."""
    there = [p for p in base.pieces if p.entry.obsolete]
    taken = {**{p.entry.key: p.entry for p in there if p.entry.key not in plan.arriving}, **plan.live}
    parts: list[writer.Part] = []
    for piece in there:
        if piece.entry.key not in plan.arriving:
            parts.append((piece, None))
        elif entry := housed(piece.entry, taken):
            parts.append(_part(base, piece, entry, layout))
    kept = (carrying.shelved(old) for old in plan.gone if carrying.worth_keeping(old))
    return parts + [(None, writer.fresh(entry, layout)) for old in kept if (entry := housed(old, taken))]


def housed(entry: Entry, taken: dict[Key, Entry]) -> Entry | None:
    """The obsolete entry under a key of its own, for gettext refuses two with one key; None where another says it all.

    A second translation of the same text is kept under a context that no author has written.
    """
    number, housed = 1, entry
    while other := taken.get(housed.key):
        if other.msgstr == entry.msgstr and set(entry.comments) <= set(other.comments):
            return None
        number += 1
        context = f"{_OLDER} {number}" if entry.context is None else f"{entry.context} ({_OLDER} {number})"
        housed = replace(entry, context=context)
    taken[housed.key] = housed
    return housed


def _sorted(base: Catalog, live: Mapping[Key, writer.Part], shelved: Sequence[writer.Part]) -> Iterator[writer.Part]:
    yield from ((piece, None) for piece in base.pieces if is_header(piece.entry))
    yield from live.values()
    yield from shelved


def _in_place(base: Catalog, live: Mapping[Key, writer.Part], shelved: Sequence[writer.Part]) -> Iterator[writer.Part]:
    """Every part where its piece stood, new ones behind the part that they follow in the document."""
    by_start: dict[int, writer.Part] = {part[0].start: part for part in (*live.values(), *shelved) if part[0]}
    following: dict[int, list[writer.Part]] = defaultdict(list)
    headers = [p for p in base.pieces if is_header(p.entry)]
    anchor = headers[0].start if headers and headers[0] is base.pieces[0] else -1
    for part in live.values():
        if part[0]:
            anchor = part[0].start
        else:
            following[anchor].append(part)
    yield from following[-1]
    for piece in base.pieces:
        if is_header(piece.entry):
            yield (piece, None)
        elif piece.start in by_start:
            yield by_start[piece.start]
        yield from following[piece.start]
    yield from (part for part in shelved if part[0] is None)
