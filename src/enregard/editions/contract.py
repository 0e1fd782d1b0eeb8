"""What an edition is given and what it gives: a site of described documents in, files to write and findings out."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Protocol

from enregard.coverage import Moment
from enregard.model import Counts, Finding, FrontMatter, Page, Passage, State

if TYPE_CHECKING:
    from enregard.editions.galleys import Galleys

INDEX = "index"
"""Name of the source, and of the page, that stands for its folder."""


@dataclass(frozen=True, slots=True)
class OutputFile:
    """A file of the site: its path below the output folder, with slashes, and all its bytes."""

    path: str
    data: bytes


@dataclass(frozen=True, slots=True)
class AssetCopy:
    """An asset to copy as it is: its path below the source folder, and where it goes below the output folder."""

    source: str
    target: str


Output = OutputFile | AssetCopy | Finding
"""What comes out of an edition, piece by piece: a site need not fit into memory."""

Kind = Callable[[str, tuple[str, ...]], "Edition"]
"""What makes an edition of its name and languages: how the registry knows a way to publish."""
PagesOf = Callable[[str], Mapping[str, Page]]
"""The pages of a document, by language, source included; asked for once for each document of an edition."""


@dataclass(frozen=True, slots=True)
class Label:
    """A short plain text that other pages show as well: a title, a summary."""

    text: str
    language: str
    """The language it is in: the source's where there is no translation to show."""
    passage: Passage | None = None
    """The front matter passage it is; None where it was taken from a heading or from the file's name."""


@dataclass(frozen=True, slots=True)
class ToDo:
    """A passage whose translation is not finished, for those who work on it."""

    id: str
    """Its passage id."""
    text: str
    """The beginning of what the source says, as plain text."""
    line: int | None = None
    """Line of its entry in the catalog; None where the catalog does not hold it."""


@dataclass(frozen=True, slots=True)
class Translation:
    """What is known of a translation beyond how much of it there is: who made it, and where work on it goes on."""

    translator: str = ""
    """Empty where the catalog names no person."""
    revised: str = ""
    """ISO date of its last revision; empty where it is not known."""
    catalog: str = ""
    """Path of the catalog relative to the project, for those who work on it."""
    to_do: Mapping[State, tuple[ToDo, ...]] = field(default_factory=dict)
    """The first passages of the text in each state that is not finished."""
    withheld: int = 0
    """Passages whose translation cannot be published safely ..."""
    withheld_words: int = 0
    """... and the words of their source, which ``Counts`` calls translated."""


UNKNOWN = Translation()
"""A translation of which nothing is known."""


@dataclass(frozen=True, slots=True)
class Address:
    """An address in a document that leads to another file of the site, as it is written there."""

    written: str
    image: bool
    """True where something is shown rather than gone to: a page of the site is no picture."""


@dataclass(frozen=True, slots=True)
class Lead:
    """Where an address leads from the pages of a folder, and what is wrong with it."""

    written: str
    """What the page says; as the document has it where it leads nowhere."""
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """What the rest of a site must know of a document without reading it again; small, and pickles."""

    name: str
    """Its path below the source folder, without suffix: ``dossiers/mali-russie``."""
    path: str
    """Its path below the source folder: ``dossiers/mali-russie.md``; links between manuscripts are written so."""
    source_path: str
    """Its path relative to the project, for messages."""
    titles: Mapping[str, Label]
    """By language, the source's included: front matter, else the first h1, the first heading, the file's name."""
    summaries: Mapping[str, Label]
    """By language; empty where the front matter has neither ``summary`` nor ``description``."""
    counts: Mapping[str, Counts]
    """Coverage by target language."""
    anchors: frozenset[str]
    """Ids that a link may lead to, equal in all languages."""
    addresses: tuple[Address, ...] = ()
    """The addresses in all its languages that the rest of the site decides, each once."""
    front_matter: FrontMatter = field(default_factory=FrontMatter)
    translations: Mapping[str, Translation] = field(default_factory=dict)
    """By target language; none where nothing more is known."""
    authors: Mapping[str, str] = field(default_factory=dict)
    """The author's name by language, where the front matter's ``author`` is a passage that is translated."""

    def translation(self, language: str) -> Translation:
        """What is known of its translation into a language."""
        return self.translations.get(language, UNKNOWN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Imprint:
    """The settings that readers see: a site without its documents and assets; pickles."""

    title: str
    """Its name where the root's ``index.md`` gives none."""
    source: str = "fr"
    targets: tuple[str, ...] = ("en",)
    editions: tuple[str, ...] = ("fr", "en", "fr-en")
    """Names of the editions that exist side by side, in the order in which readers are offered them."""
    url: str = ""
    """Where the output folder is published; empty: not known, and no page says so."""
    authors: tuple[str, ...] = ()
    licence: str = ""
    image_hosts: tuple[str, ...] = ()
    """Other hosts whose images are shown; all other remote images become links."""
    untranslated: str = "mark"
    """``mark`` or ``hide``: passages without translation are marked French, or left out of sight."""
    stale: str = "source"
    """``keep`` shows the old translation of a changed passage; ``both`` shows it, and what changed, at once."""
    hreflang_threshold: int = 0
    """Percentage of translated words below which a page is not offered as the version of a language."""
    base: str = ""
    """Path under which the site lies on its host, such as ``/dossier/``; empty: that of ``url``."""
    feeds: bool = True
    drafts: bool = False
    """True to publish the documents whose front matter says ``draft``."""
    search: bool = False
    """True where pages lead to a search page, and its index is made when they are written."""
    templates: Mapping[str, str] = field(default_factory=dict)
    """The project's own templates, by name: they stand before ours. ``site.css``, if given, is added to our style."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Site(Imprint):
    """All that is published: its documents, its assets, and the settings that readers see; pickles."""

    documents: tuple[Document, ...]
    assets: tuple[str, ...] = ()
    """Paths below the source folder of everything that is not a manuscript."""
    history: tuple[Moment, ...] = ()
    """How coverage went on, the oldest first, for the page of coverage."""

    @property
    def imprint(self) -> Imprint:
        """The settings alone: all that a page may know of the site as a whole."""
        return Imprint(**{one.name: getattr(self, one.name) for one in fields(Imprint)})


@dataclass(frozen=True, slots=True)
class Masthead:
    """What every page tells of the site it belongs to; pickles."""

    imprint: Imprint
    titles: Mapping[str, Label]
    """Title of the site by language, the source's first."""
    feeds: tuple[str, ...]
    """The languages in which there is a feed."""


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder of manuscripts, as its index page lists it."""

    path: str
    """Below the source folder; empty for the root."""
    text: Document | None
    """Its ``index.md``, whose text stands above the list."""
    documents: tuple[Document, ...]
    """Its own documents in reading order, without ``index``."""
    folders: tuple[str, ...]
    """Paths of the folders directly in it, in reading order."""

    @property
    def address(self) -> str:
        """Path of its index page below the folder of an edition."""
        return posixpath.join(self.path, f"{INDEX}.html")


@dataclass(frozen=True, slots=True)
class Plan:
    """A site with its order and addresses worked out, once for all editions; pickles."""

    site: Site
    folders: Mapping[str, Folder]
    order: tuple[Document, ...]
    """All published documents but the root's index, in reading order."""
    by_path: Mapping[str, Document]
    """All documents, drafts included, by their path below the source folder."""
    addresses: Mapping[str, str]
    """Path of each published document's page below the folder of an edition, by the document's name."""
    assets: frozenset[str]
    places: Mapping[str, int]
    """Place of each document in the reading order, by name."""
    spans: Mapping[str, slice]
    """Where in the reading order the documents of each folder stand, those of the folders in it included."""
    masthead: Masthead
    localised: frozenset[str]
    """Assets that stand for another one in one language, such as ``frise.en.svg``."""
    leads: dict[tuple[str, Address, str], Lead] = field(default_factory=dict, compare=False, repr=False)
    """Where addresses lead, as far as somebody has asked: it follows from all the rest, and is asked for often."""

    def neighbours(self, name: str) -> tuple[Document | None, Document | None]:
        """The documents before and after one in reading order."""
        place = self.places.get(name)
        if place is None:
            return None, None
        before = self.order[place - 1] if place else None
        after = self.order[place + 1] if place + 1 < len(self.order) else None
        return before, after


@dataclass(frozen=True, slots=True)
class Body:
    """The article of a page before its passages are dressed."""

    rows: Sequence[str]
    """Safe HTML, each row whole in itself."""
    attributes: Sequence[tuple[str, str]]
    """Of each passage in the order of the rows its id, and what is written in its tag besides."""


class Edition(Protocol):
    """A way to publish: one language, two side by side, later a book."""

    @property
    def name(self) -> str:
        """Its name in settings and on the command line; the folder it is written to."""

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages it shows, in reading order; its furniture speaks the last one."""

    def body(self, galleys: Galleys, imprint: Imprint) -> Body:
        """The article of one document, with marks where addresses stand."""

    def rest(self, plan: Plan) -> Iterator[OutputFile]:
        """What belongs to no single document: index pages."""
