"""One document studied by itself: what the rules say about it, and what waits for all the others. A pure function."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from enregard import checks, codec, deadline, editions, publication
from enregard import languages as tongues
from enregard.catalogs import Catalog, health
from enregard.catalogs.mispairing import mispaired
from enregard.checks import Pair, Policy, Rules, Said, Subject, silence
from enregard.checks.contract import Study
from enregard.commands.linking import Links, links
from enregard.commands.parcels import Job
from enregard.commands.unwrapping import Unwrapped, unwrapped
from enregard.editions import Document
from enregard.errors import EnregardError, SourceError
from enregard.files import printable
from enregard.model import Finding, Page, Passage, Place, Reading, Severity
from enregard.registry import CHECKS, RULES, SOURCE_CHECKS
from enregard.sources.contract import Manuscript

Severities = Mapping[str, Severity | None]
HEADER, MIXED = "po-header", "mis-merge"
"""Rules about catalogs as files."""
_MILD = {"header-incomplete": Severity.INFO, "search-path": Severity.INFO}
"""What ``doctor`` mends, and no reader is harmed by."""


@dataclass(frozen=True, slots=True)
class Bench:
    """How all documents of a run are studied: the settings that matter to a document by itself. Pickles."""

    reading: Reading
    policies: tuple[Policy, ...]
    """One for each language of translations; or one without a target, for the source alone."""
    severities: Severities
    addresses: Mapping[str, str]
    """Beginnings of addresses that a translation may change, by those of the source."""
    image_hosts: tuple[str, ...]
    folders: Mapping[str, str]
    """Where catalogs of each language lie, for messages."""

    @property
    def languages(self) -> tuple[str, ...]:
        """Those of the translations."""
        return tuple(policy.target for policy in self.policies if policy.target)

    def rules(self, policy: Policy) -> Rules:
        """The rules that are put to a language."""
        return Rules(CHECKS if policy.target else SOURCE_CHECKS, policy, self.severities)


@dataclass(frozen=True, slots=True)
class Side:
    """A document in one language: its pairs, by their numbers."""

    said: tuple[Said, ...] = ()
    """What is certain."""
    open: Mapping[str, Any] = field(default_factory=dict)
    """By rule: what waits for the other documents."""
    silencers: tuple[tuple[int, tuple[str, ...]], ...] = ()
    """Rules that comments silence."""
    places: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    """The pairs at each passage that has links, by its id."""
    odd: tuple[Finding, ...] = ()
    """What is odd about the catalog as a file."""


@dataclass(frozen=True, slots=True)
class Dossier:
    """What is known of one document. Pickles."""

    document: Document | None
    """As links need it; None where there is no page of it."""
    sides: Mapping[str, Side]
    """By the target of the policy."""
    links: Links
    problems: Mapping[str, EnregardError]
    """What could not be read: ``template``, ``source``, ``page``, or the language of a catalog."""

    @property
    def lasting(self) -> bool:
        """False where a time limit was passed: on a quieter machine it may not be."""
        aside = any("too complex" in one.message for side in self.sides.values() for one in side.said)
        return not aside and not deadline.passed(self.problems.values())


@dataclass(frozen=True, slots=True)
class _Faces:
    """A document's page, and what faces it in each language whose catalog can be read."""

    source: Page
    facings: Mapping[str, publication.Facing]


def study(bench: Bench, job: Job) -> tuple[bytes, bytes]:
    """Read a document and its catalogs, render it, and put all rules to it; raises nothing.

    What comes of it is JSON: a `dossier`, and what is not always asked for: a line for each pair, for findings that
    name it (`subject_of`), and one for what teaches something about other documents (`lesson`).
    """
    read = unwrapped(bench.reading, job)
    problems, manuscript = read.problems, read.manuscript
    document, found, lessons = None, Links(), {}
    first: dict[str, int] = {}
    rows: list[bytes] = []
    sides: dict[str, Side] = {}
    if manuscript is not None:
        try:
            faces = _faces(bench, read, manuscript)
        except SourceError as error:
            problems["page"] = error
            sides = {policy.target: Side() for policy in bench.policies}
        else:
            document, found = _linked(bench, read, manuscript, faces)
            for policy in bench.policies:
                if not policy.target or policy.target in faces.facings:
                    own = list(_pairs(bench, read, manuscript, faces, policy.target))
                    sides[policy.target], lessons[policy.target] = _side(bench.rules(policy), own, found)
                    first[policy.target] = len(rows) + 1
                    rows += [_json(_row(pair)) for pair in own]
        for policy in bench.policies:
            if policy.target in read.catalogs:
                odd = tuple(_odd(bench, policy, read.catalogs[policy.target], read.template))
                sides[policy.target] = replace(sides[policy.target], odd=odd)
    told = _json(codec.plain(Dossier(document, sides, found, problems)))
    return told, b"\n".join((_json(first), *rows, _json(lessons)))


def dossier(data: bytes) -> Dossier:
    """The dossier that `study` put into this. Raises what `codec.restored` raises."""
    return codec.restored(Dossier, json.loads(data))


def subject_of(data: bytes, target: str) -> Callable[[int], Subject]:
    """What is asked for a pair of a document in one language, by its number."""
    lines = data.split(b"\n")
    first = json.loads(lines[0])[target]

    def subject(number: int) -> Subject:
        context, msgid, msgstr, po, place = json.loads(lines[first + number])
        places = (None if where is None else Place(*where) for where in (po, place))
        return Subject(context, msgid, msgstr, *places)

    return subject


def lesson(data: bytes, target: str, name: str) -> Study:
    """What a document has for a lesson; None where it has nothing."""
    found: dict[str, dict[str, Study]] = json.loads(data[data.rindex(b"\n") + 1 :])
    return found.get(target, {}).get(name)


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def _row(pair: Pair) -> tuple[object, ...]:
    po, place = (None if where is None else (where.path, where.line) for where in (pair.po, pair.place))
    return pair.segment.context, pair.msgid, pair.msgstr, po, place


def _faces(bench: Bench, read: Unwrapped, manuscript: Manuscript) -> _Faces:
    """The document's pages. Raises SourceError where one takes too long."""
    limits = bench.reading.limits
    source = publication.source_page(manuscript, language=bench.reading.language, limits=limits)
    facings = {
        language: publication.facing(
            manuscript,
            read.catalogs.get(language),
            source,
            language=language,
            stale="source",
            limits=limits,
            addresses=bench.addresses,
        )
        for language in bench.languages
        if language not in read.problems
    }
    return _Faces(source, facings)


def _linked(bench: Bench, read: Unwrapped, manuscript: Manuscript, faces: _Faces) -> tuple[Document, Links]:
    """The document as links need it, and its own."""
    pages = {bench.reading.language: faces.source}
    pages |= {language: facing.translation for language, facing in faces.facings.items()}
    if bench.reading.source_html == "sanitise":
        pages = {language: publication.sanitised(page) for language, page in pages.items()}
    document = editions.landmark(
        pages[bench.reading.language],
        name=read.name,
        path=read.path,
        source_path=manuscript.path,
        front_matter=manuscript.front_matter,
    )
    return document, links(document, pages, text=read.text, image_hosts=bench.image_hosts)


def _pairs(bench: Bench, read: Unwrapped, manuscript: Manuscript, faces: _Faces, target: str) -> Iterator[Pair]:
    """Every segment with its entry and, where it stands on the page, its two passages.

    For the source alone every passage of its page, whatever its translations are.
    """
    if not target:
        for passage in faces.source.passages:
            place = Place(manuscript.path, passage.segment.line)
            yield Pair(passage.segment, None, source=passage, place=place)
        return
    catalog, facing = read.catalogs.get(target), faces.facings[target]
    where = f"{bench.folders[target]}/{printable(read.name)}.po" if catalog is None else catalog.path
    shown: dict[str, tuple[Passage, Passage]] = {
        theirs.segment.id: (theirs, ours)
        for theirs, ours in zip(facing.source.passages, facing.translation.passages, strict=True)
    }
    for segment in manuscript.segments:
        entry = None if catalog is None else catalog.by_key.get(segment.key)
        theirs, ours = shown.get(segment.id, (None, None))
        yield Pair(
            segment,
            entry,
            source=theirs,
            translation=ours if ours is not None and ours.language == target else None,
            quarantine=facing.quarantined.get(segment.key),
            po=Place(where, 1 if entry is None else entry.line),
            place=Place(manuscript.path, segment.line),
            addresses=bench.addresses,
        )


def _side(rules: Rules, pairs: Sequence[Pair], found: Links) -> tuple[Side, Mapping[str, Any]]:
    """What the rules have to say about the pairs of a document, and what they have for lessons."""
    linked = {name for page in found.pages.values() for stretch in page for name, _ in stretch.passages}
    places: dict[str, list[int]] = {}
    silencers = []
    for number, pair in enumerate(pairs):
        if pair.segment.id in linked:
            places.setdefault(pair.segment.id, []).append(number)
        if ids := silence.silenced(pair.segment, pair.entry):
            silencers.append((number, tuple(sorted(ids))))
    if not rules.policy.target:
        silencers = []  # the author's notes are about translations
    studies = rules.study(pairs)
    passages = {name: tuple(numbers) for name, numbers in places.items()}
    return Side(tuple(rules.look(pairs)), studies.open, tuple(silencers), passages), studies.lessons


def _odd(bench: Bench, policy: Policy, catalog: Catalog, template: Catalog | None) -> Iterator[Finding]:
    """What is odd about a catalog as a file, and what its header says wrong or does not say."""
    levels = bench.severities
    wanted = {rule: checks.level_of(RULES[rule], levels, policy) is not None for rule in (HEADER, MIXED)}
    expected = health.Expected(
        language=policy.target,
        plural_forms=tongues.plural_forms(policy.target),
        fields=dict.fromkeys(("Content-Type", "Language", "Plural-Forms"), ""),
    )
    yield from catalog.warnings
    for found in health.header(catalog, expected) if wanted[HEADER] else ():
        yield replace(found, rule=HEADER, severity=levels.get(HEADER) or _MILD.get(found.rule, found.severity))
    for found in mispaired(catalog, template) if wanted[MIXED] else ():
        yield replace(found, severity=levels.get(MIXED) or found.severity)
