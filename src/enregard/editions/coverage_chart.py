"""How coverage went on, drawn: areas of words by state over time, as paths of an SVG that needs no script."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from enregard import languages
from enregard.coverage import Moment, shown
from enregard.model import Counts, State

Told = TypeVar("Told")
WIDTH, HEIGHT = 1000, 100
"""The units that paths are drawn in; the page stretches them."""
MOST = 240
"""So many moments are drawn at most ..."""
TOLD = 8
"""... and so many are told in figures."""
TICKS = 4
"""So many lines there are at most between nothing and all words."""


@dataclass(frozen=True, slots=True)
class Area:
    """The words up to a state, from the ground: what stands before it covers the rest."""

    state: State
    path: str


@dataclass(frozen=True, slots=True)
class Tick:
    """A line across the chart."""

    height: str
    """Place from the top, in hundredths."""
    words: str


@dataclass(frozen=True, slots=True)
class Figures:
    """One moment in figures."""

    date: str
    percent: str
    translated: str
    words: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart of coverage over time."""

    areas: tuple[Area, ...]
    """From the farthest, all words, to the nearest, the translated ones."""
    ticks: tuple[Tick, ...]
    first: str
    last: str
    label: str
    """What the chart shows, in a sentence."""
    figures: tuple[Figures, ...]
    """The newest first."""


def chart(history: Sequence[Moment], language: str) -> Chart | None:
    """The chart of one language; None where the history holds less than two different times of it."""
    known = _thinned([(moment, moment.totals[language]) for moment in history if language in moment.totals], MOST)
    if len({moment.date for moment, _ in known}) < 2:
        return None
    said = languages.interface(language)
    top = max(1, *(counts.words.total for _, counts in known))
    begin, end = known[0][0].seconds, known[-1][0].seconds
    places = [WIDTH * (moment.seconds - begin) / (end - begin) for moment, _ in known]
    heights = [_heights(counts) for _, counts in known]
    told = [_figures(moment, counts, said.language) for moment, counts in known]
    first, last = told[0], told[-1]
    names = {"first": first.date, "before": first.percent, "last": last.date, "now": last.percent}
    return Chart(
        areas=tuple(Area(state, _path(places, [own[state] / top for own in heights])) for state in heights[0]),
        ticks=tuple(Tick(f"{100 - 100 * n / top:.2f}", languages.number(n, said.language)) for n in _ticks(top)),
        first=first.date,
        last=last.date,
        label=said.gettext("From %(first)s (%(before)s translated) to %(last)s (%(now)s)") % names,
        figures=tuple(reversed(_thinned(told, TOLD))),
    )


def _heights(counts: Counts) -> dict[State, int]:
    """How high each area stands: all words, what is drafted or better, what was ever translated, what is good."""
    words = counts.words
    stale = words.translated + words.stale
    return {
        State.UNTRANSLATED: words.total,
        State.FUZZY: stale + words.fuzzy,
        State.STALE: stale,
        State.TRANSLATED: words.translated,
    }


def _path(places: Sequence[float], heights: Sequence[float]) -> str:
    points = "L".join(f"{x:.1f} {HEIGHT - HEIGHT * y:.2f}" for x, y in zip(places, heights, strict=True))
    return f"M0 {HEIGHT}L{points}L{WIDTH} {HEIGHT}Z"


def _ticks(top: int) -> list[int]:
    """Round numbers up to the top, few enough to be read: 1, 2 or 5 and noughts apart."""
    steps = (digit * 10**power for power in range(16) for digit in (1, 2, 5))
    step = next(step for step in steps if top / step <= TICKS)
    return list(range(step, top + 1, step))


def _figures(moment: Moment, counts: Counts, language: str) -> Figures:
    words = counts.words
    return Figures(
        date=languages.date(moment.date[:10], language),
        percent=languages.percent(shown(words.translated, words.total), language),
        translated=languages.number(words.translated, language),
        words=languages.number(words.total, language),
    )


def _thinned(every: Sequence[Told], most: int) -> list[Told]:
    """So many of them at most, evenly spread, the first and the last among them."""
    if len(every) <= most:
        return list(every)
    return [every[round(place * (len(every) - 1) / (most - 1))] for place in range(most)]
