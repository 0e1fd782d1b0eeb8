"""One document made ready for all its pages: a pure function of its own files, and the first step of a build."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from enregard import codec, coverage, deadline, editions, publication
from enregard.catalogs import Catalog, Key
from enregard.commands import describing
from enregard.commands.parcels import Job
from enregard.commands.unwrapping import unwrapped
from enregard.editions import Article, Document, Edition, Imprint, Translation
from enregard.errors import EnregardError, SourceError
from enregard.model import Counts, Finding, Page, Place, Reading, Severity, State
from enregard.sources.contract import Manuscript


@dataclass(frozen=True, slots=True)
class Craft:
    """How all documents of a build are made ready: the settings that matter to a document by itself. Pickles."""

    reading: Reading
    targets: tuple[str, ...]
    ways: tuple[Edition, ...]
    """The editions that are built."""
    imprint: Imprint
    """Of the settings that readers see only those that concern a document by itself."""
    localised: frozenset[str]
    """Assets that stand for another one in one language."""
    addresses: Mapping[str, str]
    """Beginnings of addresses that a translation may change, by those of the source."""
    required: frozenset[str] = frozenset()
    """Languages in which a passage without translation keeps the build from being made."""
    drafts: bool = False

    @property
    def language(self) -> str:
        """The language of the manuscripts."""
        return self.reading.language


@dataclass(frozen=True, slots=True)
class Prepared:
    """A document as the rest of the site knows it, and what there is to say about it. Pickles."""

    document: Document | None
    """None where its manuscript cannot be read or rendered."""
    findings: tuple[Finding, ...] = ()
    """Translations that were set aside."""
    missing: tuple[Finding, ...] = ()
    """Passages without a translation where one is required."""
    warnings: Mapping[str, tuple[Finding, ...]] = field(default_factory=dict)
    """What was accepted although it looks like an accident, by the language of the catalog."""
    problems: Mapping[str, EnregardError] = field(default_factory=dict)
    """What could not be read: ``template``, ``source``, ``page``, or the language of a catalog."""

    @property
    def lasting(self) -> bool:
        """False where a time limit was passed: on a quieter machine it may not be."""
        aside = any("too complex" in finding.message for finding in self.findings)
        return not aside and not deadline.passed(self.problems.values())


@dataclass(slots=True)
class _Desk:
    """What is found out about one document on the way."""

    craft: Craft
    problems: dict[str, EnregardError] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    missing: list[Finding] = field(default_factory=list)


def prepare(craft: Craft, job: Job) -> tuple[Prepared, bytes]:
    """Read a document and its catalogs, render it in all languages, and make its articles; raises nothing.

    The articles come as `packed` has them: they are kept on disk until their pages are made.
    """
    read = unwrapped(craft.reading, job)
    desk = _Desk(craft, read.problems)
    document, articles = None, b""
    if read.manuscript is not None:
        document, articles = _printed(desk, job, read.manuscript, read.catalogs)
    return Prepared(document, tuple(desk.findings), tuple(desk.missing), read.warnings, desk.problems), articles


def _printed(
    desk: _Desk, job: Job, manuscript: Manuscript, known: Mapping[str, Catalog]
) -> tuple[Document | None, bytes]:
    """The document as others know it, and its articles; nothing where its page takes too long."""
    try:
        pages, counts, translations = _pages(desk, manuscript, known)
    except SourceError as error:
        desk.problems["page"] = error
        return None, b""
    imprint = desk.craft.imprint
    galleys = editions.galleys(
        pages,
        path=job.path,
        source=imprint.source,
        image_hosts=imprint.image_hosts,
        localised=desk.craft.localised,
    )
    document = editions.describe(
        name=job.name,
        source_path=manuscript.path,
        pages=galleys,
        counts=counts,
        front_matter=manuscript.front_matter,
        translations=translations,
    )
    made = {way.name: editions.article(way, document, galleys, imprint) for way in desk.craft.ways}
    return document, packed(made)


def packed(articles: Mapping[str, Article]) -> bytes:
    """Articles as they are kept, by the name of their edition: a line of JSON, and their HTML as it is."""
    told = {name: [len(one.html), codec.plain(replace(one, html=""))] for name, one in articles.items()}
    return b"\n".join((json.dumps(told).encode(), "".join([one.html for one in articles.values()]).encode()))


def unpacked(data: bytes) -> dict[str, Article]:
    """The articles that `packed` put into this."""
    told, _, rest = data.partition(b"\n")
    html, found, start = rest.decode(), {}, 0
    for name, (length, plain) in json.loads(told).items():
        found[name] = replace(codec.restored(Article, plain), html=html[start : start + length])
        start += length
    return found


def _pages(
    desk: _Desk, manuscript: Manuscript, known: Mapping[str, Catalog]
) -> tuple[dict[str, Page], dict[str, Counts], dict[str, Translation]]:
    """The pages of a document, how much is done, and by whom, by language. Raises SourceError."""
    craft, limits = desk.craft, desk.craft.reading.limits
    source = publication.source_page(manuscript, language=craft.language, limits=limits)
    pages: dict[str, Page] = {craft.language: source}
    counts: dict[str, Counts] = {}
    translations: dict[str, Translation] = {}
    for language in craft.targets:
        catalog = known.get(language)
        facing = publication.facing(
            manuscript,
            catalog,
            source,
            language=language,
            stale=craft.imprint.stale,
            limits=limits,
            addresses=craft.addresses,
        )
        pages[language] = facing.translation
        counts[language] = coverage.count(manuscript.segments, catalog)
        translations[language] = describing.translation(manuscript.segments, catalog, facing)
        if catalog is not None:
            desk.findings += publication.quarantine_findings(facing, catalog, manuscript)
        if language in craft.required and (craft.drafts or not manuscript.front_matter.draft):
            desk.missing += _missing(manuscript, facing.states, language)
    if craft.reading.source_html == "sanitise":
        pages = {language: publication.sanitised(page) for language, page in pages.items()}
    return pages, counts, translations


def _missing(manuscript: Manuscript, states: Mapping[Key, State], language: str) -> list[Finding]:
    return [
        Finding(
            rule="untranslated",
            severity=Severity.ERROR,
            message=f"no translation into {language} that may be published ({states[segment.key]})",
            source=Place(manuscript.path, segment.line),
            msgid=segment.text,
        )
        for segment in manuscript.segments
        if states[segment.key] is not State.TRANSLATED
    ]
