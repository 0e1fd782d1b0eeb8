"""What a coordinator asks about one document beyond its counts: where to begin, how far, what nobody was offered."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from enregard import words
from enregard.coverage.counting import Catalog
from enregard.model import Kind, Omitted, Place, Segment, State


@dataclass(frozen=True, slots=True)
class Age:
    """A stale passage, and since when it has been one."""

    source: Place
    po: Place | None
    segment: Segment
    days: int | None = None
    """None where nobody knows: the project is not in git, or the change is not committed."""


@dataclass(frozen=True, slots=True)
class Detail:
    """More about the coverage of a document in one language."""

    path: str = ""
    """Path of the source, relative to the project."""
    characters: dict[State, int] = field(default_factory=dict)
    """Characters of the source, spaces included, by state; each distinct entry once."""
    first: Segment | None = None
    """The first passage in reading order that is not translated; None where all are."""
    headings: int = 0
    headings_done: int = 0
    stale: tuple[Segment, ...] = ()
    """Passages whose source changed, in reading order."""
    offered: int = 0
    """Words that translators are offered, each passage as often as it stands there ..."""
    omitted: int = 0
    """... and words that nobody is offered: in code, by a directive."""
    silenced: int = 0
    """Entries for which a translator or the author has silenced a check."""
    obsolete: int = 0


def detail(
    segments: Sequence[Segment],
    omitted: Sequence[Omitted],
    catalog: Catalog | None,
    *,
    path: str = "",
    silenced: int = 0,
) -> Detail:
    """What there is to say about a document, from its segments in reading order."""
    known = {} if catalog is None else catalog.by_key
    states = {s.key: State.UNTRANSLATED if (entry := known.get(s.key)) is None else entry.state for s in segments}
    distinct = {segment.key: segment for segment in reversed(segments)}
    characters = dict.fromkeys(State, 0)
    for key, state in states.items():
        characters[state] += len(key[1])
    headings = [segment for segment in segments if segment.kind is Kind.HEADING]
    return Detail(
        path=path,
        characters=characters,
        first=next((s for s in segments if states[s.key] is not State.TRANSLATED), None),
        headings=len(headings),
        headings_done=sum(states[segment.key] is State.TRANSLATED for segment in headings),
        stale=tuple(s for s in segments if states[s.key] is State.STALE and distinct[s.key] is s),
        offered=sum(words.count(segment.text) for segment in segments),
        omitted=sum(words.count(left.text) for left in omitted),
        silenced=silenced,
        obsolete=0 if catalog is None else len(catalog.obsolete),
    )


def together(details: Iterable[Detail]) -> Detail:
    """The sum of many documents' details; what belongs to one passage is left out."""
    every = tuple(details)
    names = ("headings", "headings_done", "offered", "omitted", "silenced", "obsolete")
    numbers = {name: sum(getattr(one, name) for one in every) for name in names}
    return Detail(characters={s: sum(one.characters.get(s, 0) for one in every) for s in State}, **numbers)


def oldest_first(ages: Iterable[Age]) -> tuple[Age, ...]:
    """Stale passages by age; those of which nobody knows it last, as they came."""
    return tuple(sorted(ages, key=lambda age: (age.days is None, -(age.days or 0))))
