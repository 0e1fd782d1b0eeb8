"""How much of the source stands in another language, and what to do next: a page for each language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from enregard import languages
from enregard.coverage import shown
from enregard.editions import furniture
from enregard.editions.blocks import permalink
from enregard.editions.contract import INDEX, Document, Label, OutputFile, Plan
from enregard.editions.coverage_chart import chart
from enregard.editions.html_page import rendered
from enregard.editions.layout import folder_of, folder_title, relative, shown_languages
from enregard.editions.pages import coverage_address, of_the_site
from enregard.model import State

TASKS = 5
"""What to do next is told in so many lines at most."""
GAPS = 2
"""So many of the largest untranslated texts are named."""
PLACES = 3
"""So many passages are named below a task."""
STATES = (State.TRANSLATED, State.STALE, State.FUZZY, State.QUARANTINED, State.UNTRANSLATED)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a bar: from where to where in hundredths, and what it stands for."""

    state: State
    begin: str
    width: str
    words: str
    """The number, as the language writes it."""
    told: str
    """What the number counts: ``words translated``, ``older than the French`` ..."""


@dataclass(frozen=True, slots=True)
class Row:
    """A document, or all of them, with its words by state."""

    titles: tuple[Label, ...]
    href: str
    words: str
    length: str
    """Length of its bar in hundredths of the longest."""
    percent: str
    parts: tuple[Part, ...]
    numbers: tuple[tuple[State, str, str], ...]
    """State, number and unit of the columns older, draft, missing."""
    next: str
    """What to do next, in one word; empty where nothing is left ..."""
    begin: str
    """... and where its first passage is read."""


@dataclass(frozen=True, slots=True)
class Group:
    """The documents of a folder."""

    titles: tuple[Label, ...]
    rows: tuple[Row, ...]
    whole: Row | None
    """All of them together; None for one alone."""


@dataclass(frozen=True, slots=True)
class Place:
    """A passage to work on: where it is read, what its source says, where its translation is written."""

    href: str
    text: str
    catalog: str


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do next."""

    state: State
    words: str
    label: Label | None
    href: str
    cost: str
    places: tuple[Place, ...]
    """The first passages to work on."""


@dataclass(frozen=True, slots=True)
class _View:
    """A plan seen from one target language."""

    plan: Plan
    language: str
    words: Mapping[str, Mapping[State, int]]
    """Words of the source by the state of their translation, of each document by its name."""
    edition: str
    """The edition in which documents are read from here."""
    told: Mapping[State, str]
    """What the number of a part of a bar counts ..."""
    units: Mapping[State, str]
    """... and that of a column."""

    def number(self, n: int) -> str:
        """A number as the language of the page writes it."""
        return languages.number(n, languages.interface(self.language).language)

    def address(self, document: Document) -> str:
        """Where a document is read, beside its source if there is such an edition."""
        return relative(f"{self.edition}/{self.plan.addresses[document.name]}", page="")

    def first(self, document: Document, states: Sequence[State]) -> str:
        """Where the first passage in any of these states is read; the top of its page where none is known."""
        known = document.translation(self.language).to_do
        found = next((passages[0] for state in states if (passages := known.get(state))), None)
        return self.address(document) + (f"#{permalink(found.id)}" if found else "")


def _view(plan: Plan, language: str, documents: Sequence[Document]) -> _View:
    said = languages.interface(language)
    source = {"source": _capital(languages.name(plan.site.source, said.language))}
    wanted = (f"{plan.site.source}-{language}", language, *plan.site.editions)
    return _View(
        plan,
        language,
        words={one.name: _words(one, language) for one in documents},
        edition=next(one for one in wanted if one in plan.site.editions),
        told={
            State.TRANSLATED: said.gettext("words translated"),
            State.STALE: said.gettext("older than the %(source)s") % source,
            State.FUZZY: said.gettext("in draft"),
            State.QUARANTINED: said.gettext("withheld"),
            State.UNTRANSLATED: said.gettext("not yet translated"),
        },
        units={
            State.STALE: said.gettext("older"),
            State.FUZZY: said.gettext("in draft"),
            State.UNTRANSLATED: said.gettext("not translated"),
        },
    )


def _words(document: Document, language: str) -> dict[State, int]:
    counts, withheld = document.counts[language].words, document.translation(language).withheld_words
    return {
        State.TRANSLATED: max(counts.translated - withheld, 0),
        State.STALE: counts.stale,
        State.FUZZY: counts.fuzzy,
        State.QUARANTINED: withheld,
        State.UNTRANSLATED: counts.untranslated,
    }


def coverage_pages(plan: Plan) -> Iterator[OutputFile]:
    """One page for each language that the site is translated into."""
    root = plan.folders[""].text
    for language in plan.site.targets:
        documents = [one for one in (root, *plan.order) if one is not None and language in one.counts]
        if documents and plan.site.editions:
            yield _page(_view(plan, language, documents), documents)


def _page(view: _View, documents: Sequence[Document]) -> OutputFile:
    plan, language = view.plan, view.language
    site, said = plan.site, languages.interface(language)
    sums = _sum(view.words.values())
    names = {"source": _capital(languages.name(site.source, said.language)), "target": languages.own_name(language)}
    if said.language != language:
        names["target"] = _capital(languages.name(language, said.language))
    values = of_the_site(plan, language, title=said.gettext("Coverage")) | {
        "editions": tuple(
            furniture.EditionLink(
                f"{one}/{INDEX}.html",
                tuple((tag, languages.own_name(tag)) for tag in shown_languages(site, one)),
                current=False,
            )
            for one in site.editions
        ),
        "summary": said.gettext("How much of the %(source)s stands in %(target)s, and what to do next.") % names,
        "note": said.gettext("Counted in words of the %(source)s.") % names,
        "whole": _row(view, None, sums, longest=0),
        "size": _size(view, sum(sums.values()), len(documents)),
        "tasks": _tasks(view, documents),
        "source": site.source,
        "groups": _groups(view, documents),
        "chart": chart(site.history, language),
    }
    return OutputFile(coverage_address(language), rendered("coverage.html", site, language=language, values=values))


def _sum(parts: Iterable[Mapping[State, int]]) -> dict[State, int]:
    sums = dict.fromkeys(STATES, 0)
    for part in parts:
        for state, n in part.items():
            sums[state] += n
    return sums


def _size(view: _View, words: int, documents: int) -> str:
    said = languages.interface(view.language)
    source = _capital(languages.name(view.plan.site.source, said.language))
    first = said.ngettext("%(n)s %(source)s word", "%(n)s %(source)s words", words)
    second = said.ngettext("%(n)s document", "%(n)s documents", documents)
    return f"{first % {'n': view.number(words), 'source': source}}, {second % {'n': view.number(documents)}}"


def _groups(view: _View, documents: Sequence[Document]) -> tuple[Group, ...]:
    longest = max(sum(words.values()) for words in view.words.values())
    groups: dict[str, list[Document]] = {}
    for one in documents:
        groups.setdefault(folder_of(one), []).append(one)
    return tuple(
        Group(
            _folder_titles(view, path),
            tuple(_row(view, one, view.words[one.name], longest=longest) for one in own),
            _row(view, None, _sum(view.words[one.name] for one in own), longest=0) if len(own) > 1 else None,
        )
        for path, own in groups.items()
        if path in view.plan.folders
    )


def _folder_titles(view: _View, path: str) -> tuple[Label, ...]:
    folder = view.plan.folders[path]
    own = (folder_title(view.plan, folder, view.language), folder_title(view.plan, folder, view.plan.site.source))
    return own[:1] if own[0].text == own[1].text else own


def _row(view: _View, document: Document | None, words: Mapping[State, int], *, longest: int) -> Row:
    """A document's row; of all documents together where none is given."""
    said = languages.interface(view.language)
    whole = sum(words.values())
    left = [state for state in STATES[1:] if words[state]]
    titles: tuple[Label, ...] = ()
    if document is not None:
        source = document.titles[view.plan.site.source]
        own = document.titles.get(view.language, source)
        titles = (own,) if own.text == source.text else (own, source)
    columns = {state: words[state] for state in view.units}
    columns[State.UNTRANSLATED] += words[State.QUARANTINED]
    return Row(
        titles=titles,
        href=view.address(document) if document else "",
        words=view.number(whole),
        length=f"{max(100 * whole / longest, 1):.2f}" if longest else "100",
        percent=languages.percent(shown(words[State.TRANSLATED], whole), said.language),
        parts=_parts(view, words),
        numbers=tuple((state, view.number(n), view.units[state]) for state, n in columns.items()),
        next=said.gettext(_NEXT[left[0]]) if left else "",
        begin=view.first(document, left) if document else "",
    )


_NEXT = {
    State.STALE: "Re-read",
    State.FUZZY: "Confirm",
    State.QUARANTINED: "Mend",
    State.UNTRANSLATED: "Translate",
}


def _parts(view: _View, words: Mapping[State, int]) -> tuple[Part, ...]:
    whole, begin, parts = sum(words.values()) or 1, 0, []
    for state in STATES:
        n = words[state]
        if n or (state is State.TRANSLATED):
            at, width = f"{100 * begin / whole:.2f}", f"{100 * n / whole:.2f}"
            parts.append(Part(state, at, width, view.number(n), view.told[state]))
        begin += n
    return tuple(parts)


_TO_DO = {
    State.STALE: (
        "Re-read %(n)s passage whose %(source)s has changed",
        "Re-read %(n)s passages whose %(source)s has changed",
    ),
    State.FUZZY: ("Confirm or mend %(n)s draft", "Confirm or mend %(n)s drafts"),
    State.QUARANTINED: (
        "Mend %(n)s translation that cannot be published",
        "Mend %(n)s translations that cannot be published",
    ),
}


def _tasks(view: _View, documents: Sequence[Document]) -> tuple[Task, ...]:
    """What is out of date before what is missing, then the largest gaps."""
    said = languages.interface(view.language)
    source = {"source": _capital(languages.name(view.plan.site.source, said.language))}
    tasks = []
    for state, (one, many) in _TO_DO.items():
        found = [document for document in documents if _passages(view, document, state)]
        if found:
            n = sum(_passages(view, document, state) for document in found)
            words = said.ngettext(one, many, n) % {"n": view.number(n), **source}
            tasks.append(_task(view, state, words, None, found))
    gaps = [document for document in documents if view.words[document.name][State.UNTRANSLATED]]
    gaps.sort(key=lambda document: view.words[document.name][State.UNTRANSLATED], reverse=True)
    for document in gaps[:GAPS]:
        label = document.titles.get(view.language) or document.titles[view.plan.site.source]
        tasks.append(_task(view, State.UNTRANSLATED, said.gettext("Translate"), label, [document]))
    return tuple(tasks[:TASKS])


def _task(view: _View, state: State, words: str, label: Label | None, documents: Sequence[Document]) -> Task:
    said = languages.interface(view.language)
    cost = sum(view.words[document.name][state] for document in documents)
    return Task(
        state=state,
        words=words,
        label=label,
        href=view.first(documents[0], [state]),
        cost=said.ngettext("%(n)s word", "%(n)s words", cost) % {"n": view.number(cost)},
        places=tuple(islice((place for one in documents for place in _places(view, one, state)), PLACES)),
    )


def _places(view: _View, document: Document, state: State) -> Iterator[Place]:
    known = document.translation(view.language)
    for passage in known.to_do.get(state, ()):
        line = f":{passage.line}" if passage.line else ""
        catalog = f"{known.catalog}{line}" if known.catalog else ""
        yield Place(f"{view.address(document)}#{permalink(passage.id)}", passage.text, catalog)


def _passages(view: _View, document: Document, state: State) -> int:
    counts = document.counts[view.language]
    if state is State.QUARANTINED:
        return document.translation(view.language).withheld
    return counts.stale if state is State.STALE else counts.fuzzy


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]
