"""What readers are told about the translation: per block in words, per page as one line of truth."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from enregard import languages
from enregard.coverage import shown
from enregard.editions.difference import difference
from enregard.model import Counts, Passage, State

ORDER = (State.STALE, State.FUZZY, State.UNTRANSLATED, State.QUARANTINED)
"""The order in which states are told: what is out of date before what is missing."""


@dataclass(frozen=True, slots=True)
class Change:
    """How the source text of a stale passage has changed."""

    html: str
    """The source text with what went and what came, as HTML."""
    earlier: str
    """The translation of what it was; empty where the page shows that one anyway."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What stands in words under a block about the passages in it that are in one state."""

    state: State
    beside: str
    """The words where the source text stands beside it."""
    alone: str
    """The words where the source text stands in its place."""
    language: str
    """The language of the words: the page's, where the tool speaks it."""
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """One state on a line of truth."""

    state: State
    words: str
    target: str = ""
    """Id of the first passage in that state; empty where none can be linked to."""


@dataclass(frozen=True, slots=True)
class Truth:
    """How much of a page, or of an edition, is translated: told under its title."""

    words: str
    """``90% translated``."""
    complete: bool
    items: tuple[Item, ...] = ()


def wholly_missing(passages: Sequence[Passage], source: str) -> bool:
    """True where every passage of a block stands in the source language, though it should not."""
    return bool(passages) and all(p.state is not State.TRANSLATED and p.language == source for p in passages)


def block_marks(passages: Sequence[Passage], *, source: str, language: str) -> tuple[Mark, ...]:
    """The marks of a block on a page in ``language``; none when all is well."""
    unfinished = [passage for passage in passages if passage.state is not State.TRANSLATED]
    if not unfinished:
        return ()
    kept = Counter[State](passage.state for passage in unfinished if passage.language != source)
    missing = Counter[State](passage.state for passage in unfinished if passage.language == source)
    whole = wholly_missing(passages, source) and len(missing) == 1
    spoken = languages.interface(language).language
    marks = []
    for state in ORDER:
        if kept[state]:
            words = _kept(state, source=source, language=language)
            changes = _changes((p for p in unfinished if p.state is state and p.language != source), kept=True)
            marks.append(Mark(state, words, words, spoken, changes))
        if missing[state]:
            mark = _missing(state, missing[state], whole=whole, source=source, language=language)
            changes = _changes((p for p in unfinished if p.state is state and p.language == source), kept=False)
            marks.append(replace(mark, changes=changes))
    return tuple(marks)


def _changes(passages: Iterable[Passage], *, kept: bool) -> tuple[Change, ...]:
    found = [(p.segment.text, p.earlier) for p in passages if p.earlier is not None and p.earlier[1]]
    return tuple(
        Change(difference(old, text), "" if kept else translation) for text, (translation, old) in dict.fromkeys(found)
    )


def page_truth(
    unfinished: Sequence[Passage],
    counts: Counts | None,
    *,
    source: str,
    language: str,
    targets: Iterable[str],
    withheld: int = 0,
) -> Truth:
    """The line of truth of one page, in the words of ``language``; ``targets``: ids that its links may lead to.

    ``unfinished``: its passages that are not translated, in reading order.
    ``withheld``: words of the source whose translation is quarantined.
    """
    found = {state: [p for p in unfinished if p.state is state] for state in ORDER if unfinished}
    known = frozenset(targets) if unfinished else frozenset()
    items = []
    for state, passages in found.items():
        if passages:
            first = next((p.segment.id for p in passages if p.segment.id in known), "")
            items.append(Item(state, _passages(state, len(passages), source=source, language=language), first))
    percent = _percent(counts, incomplete=bool(items), withheld=withheld)
    return Truth(_translated(percent, language), not items, tuple(items))


def words_truth(counts: Counts, language: str, *, told: str = "%(percent)s translated", withheld: int = 0) -> Truth:
    """The line of truth of a document in a list, or of a whole edition: in words of the French.

    ``told`` is the msgid that tells the percentage.
    """
    numbers = {
        State.STALE: counts.words.stale,
        State.FUZZY: counts.words.fuzzy,
        State.UNTRANSLATED: counts.words.untranslated,
        State.QUARANTINED: withheld,
    }
    items = tuple(Item(state, _words(state, n, language)) for state, n in numbers.items() if n)
    percent = _percent(counts, incomplete=bool(items), withheld=withheld)
    return Truth(_translated(percent, language, told=told), not items, items)


def _percent(counts: Counts | None, *, incomplete: bool, withheld: int) -> int:
    """Translated words in hundredths, rounded down: 100 only when nothing is left, 0 only when nothing is done."""
    if counts is None or not counts.segments:
        return 0 if incomplete else 100
    done, whole = max(counts.words.translated - withheld, 0), counts.words.total
    if not whole:
        done, whole = counts.translated, counts.segments
    return min(shown(done, whole), 99 if incomplete else 100)


def _translated(percent: int, language: str, *, told: str = "%(percent)s translated") -> str:
    words = languages.interface(language)
    return words.gettext(told) % {"percent": languages.percent(percent, words.language)}


def _passages(state: State, n: int, *, source: str, language: str) -> str:
    words = languages.interface(language)
    one, many = {
        State.STALE: (
            "%(n)s passage older than the %(source)s",
            "%(n)s passages older than the %(source)s",
        ),
        State.FUZZY: ("%(n)s passage in draft", "%(n)s passages in draft"),
        State.UNTRANSLATED: ("%(n)s passage not yet translated", "%(n)s passages not yet translated"),
        State.QUARANTINED: ("%(n)s passage withheld", "%(n)s passages withheld"),
    }[state]
    return words.ngettext(one, many, n) % _numbers(n, source, words.language)


def _words(state: State, n: int, language: str) -> str:
    words = languages.interface(language)
    one, many = {
        State.STALE: ("%(n)s word older", "%(n)s words older"),
        State.FUZZY: ("%(n)s word in draft", "%(n)s words in draft"),
        State.UNTRANSLATED: ("%(n)s word not translated", "%(n)s words not translated"),
        State.QUARANTINED: ("%(n)s word withheld", "%(n)s words withheld"),
    }[state]
    return words.ngettext(one, many, n) % _numbers(n, language, words.language)


def _kept(state: State, *, source: str, language: str) -> str:
    words = languages.interface(language)
    msgid = {
        State.STALE: "Older than the %(source)s text.",
        State.FUZZY: "Draft, not yet confirmed.",
        State.QUARANTINED: "Translation withheld.",
        State.UNTRANSLATED: "Not yet translated.",
    }[state]
    return words.gettext(msgid) % _numbers(1, source, words.language)


_WHOLE = {
    State.STALE: (
        "The %(source)s text has changed since it was translated",
        "The %(source)s text has changed since it was translated: it stands here.",
    ),
    State.FUZZY: (
        "Translated in draft, not yet confirmed",
        "Translated in draft, not yet confirmed: the %(source)s text stands here.",
    ),
    State.UNTRANSLATED: ("Not yet translated", "Not yet translated: the %(source)s text stands here."),
    State.QUARANTINED: ("Translation withheld", "Translation withheld: the %(source)s text stands here."),
}
_PART = {
    State.STALE: (
        "One passage has changed since it was translated: it stands in %(source)s.",
        "%(n)s passages have changed since they were translated: they stand in %(source)s.",
    ),
    State.FUZZY: (
        "One passage is translated in draft only: it stands in %(source)s.",
        "%(n)s passages are translated in draft only: they stand in %(source)s.",
    ),
    State.UNTRANSLATED: (
        "One passage not yet translated: it stands in %(source)s.",
        "%(n)s passages not yet translated: they stand in %(source)s.",
    ),
    State.QUARANTINED: (
        "The translation of one passage is withheld: it stands in %(source)s.",
        "The translations of %(n)s passages are withheld: they stand in %(source)s.",
    ),
}


def _missing(state: State, n: int, *, whole: bool, source: str, language: str) -> Mark:
    words = languages.interface(language)
    numbers = _numbers(n, source, words.language)
    if whole:
        beside, alone = _WHOLE[state]
        return Mark(state, words.gettext(beside) % numbers, words.gettext(alone) % numbers, words.language)
    told = words.ngettext(*_PART[state], n) % numbers
    return Mark(state, told, told, words.language)


def _numbers(n: int, source: str, language: str) -> dict[str, str]:
    return {"n": languages.number(n, language), "source": languages.name(source, language)}
