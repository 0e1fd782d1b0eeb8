"""What a coordinator asks beyond counts, as tables that each report draws in its own way, and as data for scripts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, fields

from enregard.coverage import Age, Detail, Quotation, shown, together, with_folders
from enregard.model import Place, Segment, State
from enregard.reports.contract import More
from enregard.reports.terminal import excerpt, safe

_EXCERPT = 60
BANDS = (
    ("exact", "100%: the same"),
    ("high", "95–99%"),
    ("good", "85–94%"),
    ("fair", "75–84%"),
    ("new", "less: new"),
)
"""Bands of a quotation, the cheapest first, and what they are called."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table to draw."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    words: frozenset[int]
    """Places of the columns that hold words; all others hold numbers."""


def tables(more: More) -> Iterator[Table]:
    """The tables of what was asked for about one language."""
    if more.details:
        yield _documents(more.details)
        begin = [(safe(name), one) for name, one in more.details.items() if one.first is not None]
        if begin:
            rows = tuple((name, *_passage(one.path, one.first)) for name, one in begin if one.first)
            yield Table("Where to begin", ("document", "first passage", "where"), rows, frozenset({0, 1, 2}))
    if more.ages:
        rows = tuple((_days(age), excerpt(age.segment.text, _EXCERPT), _at(age.po or age.source)) for age in more.ages)
        yield Table("Stale, oldest first", ("since", "the source says now", "where"), rows, frozenset({1, 2}))
    if more.quotation is not None:
        yield _quotation(more.quotation)


def _documents(details: Mapping[str, Detail]) -> Table:
    head = ("document", "characters", "to do", "headings", "not offered", "silenced", "obsolete")
    rows = [(safe(name), *_cells(one)) for name, one in with_folders(details, together).items()]
    everything = ("total", *_cells(together(details.values())))
    return Table("Documents, more closely", head, (*rows, everything), frozenset({0}))


def _cells(one: Detail) -> tuple[str, ...]:
    whole, words = sum(one.characters.values()), one.offered + one.omitted
    return (
        str(whole),
        str(whole - one.characters.get(State.TRANSLATED, 0)),
        f"{one.headings_done}/{one.headings}",
        f"{shown(one.omitted, words) if words else 0}%",
        str(one.silenced),
        str(one.obsolete),
    )


def _passage(path: str, first: Segment) -> tuple[str, str]:
    return (excerpt(first.text, _EXCERPT), _at(Place(path, first.line)))


def _quotation(found: Quotation) -> Table:
    whole = found.total
    numbers = [(name, getattr(found, band)) for band, name in BANDS]
    rows = [(name, str(n), f"{shown(n, whole) if whole else 0}%") for name, n in (*numbers, ("all", whole))]
    return Table("Words left", ("like what is translated", "words", "share"), tuple(rows), frozenset({0}))


def _days(age: Age) -> str:
    return "?" if age.days is None else f"{age.days} day{'s' * (age.days != 1)}"


def _at(place: Place) -> str:
    return safe(place.path if place.line is None else f"{place.path}:{place.line}")


def as_data(more: More) -> dict[str, object]:
    """What was asked for about one language, for scripts; numbers that nobody knows are null."""
    data: dict[str, object] = {}
    if more.details:
        data["documents"] = {name: _detail(one) for name, one in more.details.items()}
        data["stale"] = [
            {"days": age.days, "po": _place(age.po), "source": _place(age.source), "msgid": age.segment.text}
            for age in more.ages
        ]
    if more.quotation is not None:
        data["quotation"] = asdict(more.quotation) | {"total": more.quotation.total}
    return data


def _detail(one: Detail) -> dict[str, object]:
    own = {f.name: getattr(one, f.name) for f in fields(one) if isinstance(getattr(one, f.name), int)}
    characters = {str(state): one.characters.get(state, 0) for state in State if state is not State.QUARANTINED}
    return {
        "characters": {"total": sum(one.characters.values()), **characters},
        "first": None if one.first is None else _segment(one.path, one.first),
        **own,
    }


def _segment(path: str, segment: Segment) -> dict[str, object]:
    return {"source": _place(Place(path, segment.line)), "section": list(segment.section), "msgid": segment.text}


def _place(place: Place | None) -> dict[str, object] | None:
    return None if place is None else {"path": place.path, "line": place.line}
