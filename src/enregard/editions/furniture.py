"""What stands around the text of a page: its head, the ways to other pages, its contents, its place in the site."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from enregard import coverage, languages, markup
from enregard.editions.blocks import mark_html
from enregard.editions.contract import INDEX, Document, Edition, Folder, Imprint, Label, Masthead, Plan
from enregard.editions.galleys import Galley, Galleys
from enregard.editions.heads import authors
from enregard.editions.layout import folder_title, relative, shown_languages
from enregard.editions.outline import depths
from enregard.editions.states import Truth, block_marks, page_truth, words_truth
from enregard.model import Heading, Page, Passage, State

FEW = 3
"""Below so many headings a page needs no table of contents."""
MANY = 12
"""Above so many, those of the third level stand in the panel of the reading bar only."""


@dataclass(frozen=True, slots=True)
class Link:
    """A way to another page: its address relative to this one, and its words in each language shown."""

    href: str
    labels: tuple[Label, ...]


@dataclass(frozen=True, slots=True)
class EditionLink:
    """A way to the same page in another edition."""

    href: str
    languages: tuple[tuple[str, str], ...]
    """Tag and own name of each language it shows."""
    current: bool

    @property
    def name(self) -> str:
        """Its languages, each named in itself."""
        return "–".join(name for _, name in self.languages)

    @property
    def short(self) -> str:
        """The same for narrow screens: ``Fr–En``."""
        return "–".join(tag.partition("-")[0].capitalize() for tag, _ in self.languages)


@dataclass(frozen=True, slots=True)
class Column:
    """The head of a page in one language."""

    language: str
    direction: str
    name: str
    title: Label
    subtitle: Label | None
    summary: Label | None
    byline: str
    translator: str
    """Who translated it and when, in words; empty where that is not known."""
    truth: Truth | None
    marks: tuple[str, ...]
    """Marks of its title, subtitle and summary, as HTML."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the table of contents, and the lines below it."""

    id: str
    labels: tuple[Label, ...]
    below: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """A document as an index page lists it."""

    href: str
    titles: tuple[Label, ...]
    summaries: tuple[Label | None, ...]
    dates: tuple[str, ...]
    truth: Truth | None


@dataclass(frozen=True, slots=True)
class Section:
    """A folder as an index page lists it."""

    link: Link | None
    items: tuple[Item, ...]


def titles(document: Document, edition: Edition, imprint: Imprint) -> tuple[Label, ...]:
    """The titles of a document in the languages of an edition, one only where they are the same words."""
    source = document.titles[imprint.source]
    return _distinct(tuple(document.titles.get(language, source) for language in edition.languages))


def folder_titles(folder: Folder, edition: Edition, plan: Plan) -> tuple[Label, ...]:
    """The titles of a folder in the languages of an edition, one only where they are the same words."""
    return _distinct(tuple(folder_title(plan, folder, language) for language in edition.languages))


def columns(document: Document, pages: Galleys, edition: Edition, imprint: Imprint) -> tuple[Column, ...]:
    """The head of a document's page, once for each language it shows."""
    return tuple(_column(document, pages.by_language[language], edition, imprint) for language in edition.languages)


def contents(pages: Mapping[str, Page], edition: Edition) -> tuple[Entry, ...]:
    """The table of contents of a page, empty where it has few headings."""
    shown = [pages[language].contents for language in edition.languages]
    written = [heading.level for heading in shown[0]]
    rows = list(zip(depths(written, titled=1 not in written), *shown, strict=True))
    rows = [row for row in rows if row[0] in {2, 3} and row[1].id]
    if len(rows) < FEW:
        return ()
    top = min(depth for depth, *_ in rows)
    told: list[Entry] = []
    for depth, *row in rows:
        entry = Entry(row[0].id, _headings(row, edition))
        if depth == top or not told:
            told.append(entry)
        else:
            told[-1] = replace(told[-1], below=(*told[-1].below, entry))
    return tuple(told)


def breadcrumbs(plan: Plan, edition: Edition, folder: str, page: str) -> tuple[Link, ...]:
    """The folders above a page, outermost first, the root left out: the site's name leads there."""
    parts = folder.split("/") if folder else []
    above = [plan.folders["/".join(parts[: depth + 1])] for depth in range(len(parts))]
    return tuple(_folder_link(one, plan, edition, page) for one in above)


def home(masthead: Masthead, edition: Edition, page: str) -> Link:
    """The way to the index of the edition, named as the site is in the edition's first language."""
    return Link(relative(f"{INDEX}.html", page=page), (masthead.titles[edition.languages[0]],))


def edition_links(imprint: Imprint, edition: Edition, page: str) -> tuple[EditionLink, ...]:
    """The same page in each edition of the site, this one included."""
    here, up = f"{edition.name}/{page}", "../" * (page.count("/") + 1)
    return tuple(
        EditionLink(
            relative(here, page=here) if name == edition.name else up + relative(f"{name}/{page}", page=""),
            tuple((language, languages.own_name(language)) for language in shown_languages(imprint, name)),
            name == edition.name,
        )
        for name in imprint.editions
    )


def neighbour(document: Document | None, plan: Plan, edition: Edition, page: str) -> Link | None:
    """The way to the previous or next document."""
    if document is None:
        return None
    return Link(relative(plan.addresses[document.name], page=page), titles(document, edition, plan.site))


def sections(folder: Folder, plan: Plan, edition: Edition, page: str) -> tuple[Section, ...]:
    """What an index page lists: the folder's own documents, then each folder below it that holds any."""
    own = tuple(_item(one, plan, edition, page) for one in folder.documents)
    listed = [Section(None, own)] if own else []
    for path in folder.folders:
        listed += _sections_below(plan.folders[path], plan, edition, page)
    return tuple(listed)


def edition_truth(folder: Folder, plan: Plan, edition: Edition) -> Truth | None:
    """How much of all that lies in a folder is translated; None on pages in the source's language."""
    language = edition.languages[-1]
    if language == plan.site.source:
        return None
    listed = [one for one in plan.order[plan.spans[folder.path]] if language in one.counts]
    return words_truth_of(listed, language, told="%(percent)s of the edition translated") if listed else None


def words_truth_of(documents: Sequence[Document], language: str, *, told: str = "%(percent)s translated") -> Truth:
    """How much of some documents is translated into a language, taken together."""
    counts = coverage.total(document.counts[language] for document in documents)
    withheld = sum(document.translation(language).withheld_words for document in documents)
    return words_truth(counts, language, told=told, withheld=withheld)


def _sections_below(folder: Folder, plan: Plan, edition: Edition, page: str) -> list[Section]:
    own = tuple(_item(one, plan, edition, page) for one in folder.documents)
    found = [Section(_folder_link(folder, plan, edition, page), own)] if own or folder.text else []
    for path in folder.folders:
        found += _sections_below(plan.folders[path], plan, edition, page)
    return found


def _item(document: Document, plan: Plan, edition: Edition, page: str) -> Item:
    language = edition.languages[-1]
    known = language != plan.site.source and language in document.counts
    truth = _truth(document, language) if known else None
    written = document.front_matter.date
    return Item(
        href=relative(plan.addresses[document.name], page=page),
        titles=titles(document, edition, plan.site),
        summaries=_once(tuple(document.summaries.get(one) for one in edition.languages)),
        dates=tuple(languages.date(written, one) if written else "" for one in edition.languages),
        truth=truth,
    )


def _truth(document: Document, language: str) -> Truth | None:
    """What is left to do of a document; None where nothing is."""
    words, withheld = document.counts[language].words, document.translation(language).withheld_words
    if not (words.stale or words.fuzzy or words.untranslated or withheld):
        return None
    return words_truth(document.counts[language], language, withheld=withheld)


def _folder_link(folder: Folder, plan: Plan, edition: Edition, page: str) -> Link:
    return Link(relative(folder.address, page=page), folder_titles(folder, edition, plan))


def _column(document: Document, galley: Galley, edition: Edition, imprint: Imprint) -> Column:
    page, source = galley.page, imprint.source
    language = page.language
    heads = ("subtitle", "summary") if galley.titled else ("title", "subtitle", "summary")
    shown = [p for key in heads if (p := page.metadata.get(key))]
    spoken = edition.languages[-1]
    truth = None
    if language != source:
        truth = page_truth(
            galley.unfinished,
            document.counts.get(language),
            source=source,
            language=spoken,
            targets=(p.segment.id for p in chain(shown, *(block.passages for block in page.blocks))),
            withheld=document.translation(language).withheld_words,
        )
    return Column(
        language=language,
        direction=languages.direction(language),
        name=languages.own_name(language),
        title=galley.title,
        subtitle=_label(page.metadata.get("subtitle")),
        summary=_label(page.metadata.get("summary")),
        byline=byline(document, language),
        translator=translated_by(document, language),
        truth=truth,
        marks=tuple(
            mark_html(mark, site=imprint, language=spoken, split=True)
            for mark in (block_marks(shown, source=source, language=spoken) if language != source else ())
        ),
    )


def translated_by(document: Document, language: str) -> str:
    """Who translated a document and when, in the words of the language; empty where no person is known."""
    told = document.translation(language)
    if not told.translator:
        return ""
    words = languages.interface(language)
    if not told.revised:
        return words.gettext("Translated by %(name)s") % {"name": told.translator}
    day = languages.date(told.revised, words.language)
    return words.gettext("Translated by %(name)s, %(date)s") % {"name": told.translator, "date": day}


def byline(document: Document, language: str) -> str:
    """Who wrote a document and when, in the words of a language; the author's name as it is translated, if it is."""
    written = document.front_matter
    author = document.authors.get(language) or written.values.get("author", "")
    names = (author,) if isinstance(author, str) else author
    day = languages.date(written.date, language) if written.date else ""
    parts = [part.strip() for part in (*names, day) if part.strip()]
    if languages.direction(language) == "rtl":
        parts = [f"\u2068{part}\u2069" for part in parts]  # names keep their own direction
    return ", ".join(parts)


@dataclass(frozen=True, slots=True)
class Reference:
    """What a citation of any passage of a page says besides its words: for the card that a script opens."""

    before: str
    """What stands before the title, with its comma."""
    title: str
    after: str
    copies: tuple[tuple[str, str], ...]
    """By language: the words of the button that copies its text."""
    states: tuple[tuple[State, str], ...]
    """What stands in place of a translation that there is not."""


def reference(document: Document, imprint: Imprint, edition: Edition) -> Reference:
    """How a passage of a document is cited on a page of an edition, in the words of that page."""
    language, source = edition.languages[-1], imprint.source
    said = languages.interface(language)
    day = document.front_matter.date
    parts = [languages.date(day, said.language)] if day else []
    if told := translated_by(document, language):
        parts.append(told[:1].lower() + told[1:])
    names = ", ".join(authors(document, imprint, language))
    named = {one: languages.name(one, said.language) for one in edition.languages}
    original = {"source": languages.name(source, said.language)}
    return Reference(
        before=f"{names}, " if names else "",
        title=" / ".join(label.text for label in titles(document, edition, imprint)),
        after="".join(f", {part}" for part in parts),
        copies=tuple((one, said.gettext("Copy %(language)s") % {"language": named[one]}) for one in edition.languages),
        states=(
            (State.STALE, said.gettext("older than the %(source)s") % original),
            (State.FUZZY, said.gettext("in draft")),
            (State.UNTRANSLATED, said.gettext("not yet translated")),
            (State.QUARANTINED, said.gettext("withheld")),
        ),
    )


def _label(passage: Passage | None) -> Label | None:
    text = markup.text(passage.html).strip() if passage else ""
    return Label(text, passage.language, passage) if passage and text else None


def _headings(row: Sequence[Heading], edition: Edition) -> tuple[Label, ...]:
    labels = []
    for heading, language in zip(row, edition.languages, strict=True):
        shown = {passage.language for passage in heading.passages}
        labels.append(Label(markup.text(heading.html).strip(), shown.pop() if len(shown) == 1 else language))
    return _distinct(tuple(labels))


def _distinct(labels: tuple[Label, ...]) -> tuple[Label, ...]:
    return labels[:1] if len({label.text for label in labels}) == 1 else labels


def _once(labels: tuple[Label | None, ...]) -> tuple[Label | None, ...]:
    """The same, with empty places kept: a summary that is not translated stands once, in its own column."""
    first = labels[0]
    return tuple(
        label if place == 0 or first is None or label is None or label.text != first.text else None
        for place, label in enumerate(labels)
    )
