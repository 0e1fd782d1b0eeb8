"""How an extraction goes over the documents: each is brought up to date as soon as it is read, or waits for others."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path, PurePosixPath
from unicodedata import is_normalized

from enregard import catalogs, languages
from enregard.catalogs import Catalog, Changes, Heading, How, Key, Merged, Sheet, Shelf, Tally
from enregard.commands import settled
from enregard.commands.everywhere import Everywhere
from enregard.commands.loading import Workshop, documents, opened
from enregard.commands.outcome import Progress
from enregard.commands.settled import Settled
from enregard.commands.steps import Hand, Step, Steps
from enregard.commands.survey import Survey
from enregard.errors import CatalogError, EnregardError
from enregard.files import Changed
from enregard.model import Omitted
from enregard.project import Project

VERSION = "1.0"
"""The version in ``Project-Id-Version``: msgfmt wants one, and a date or a commit there would change every file."""
TOGETHER = 64
"""Settled documents whose files are written together."""
HELD = 1 << 24
"""Bytes of catalogs that are held although their documents are settled: another document may want their translations,
and reading them again takes time."""


@dataclass(slots=True)
class Work:
    """What an extraction has come to so far; no more of each document than what is told in the end."""

    hand: Hand
    counts: dict[str, Counter[How]]
    """Segments by class of change, by language."""
    words: dict[str, Counter[How]]
    merged: set[tuple[str, str]] = field(default_factory=set)
    """Languages and documents whose catalogs are worked out."""
    stuck: set[str] = field(default_factory=set)
    """Documents with a new name whose catalogs could not all be merged: the files of the old name stay."""
    problems: list[EnregardError] = field(default_factory=list)
    """Catalogs that cannot take what the French says now."""
    composed: bool = True
    """Whether every msgid is in the Unicode form NFC."""
    told: dict[str, Settled] = field(default_factory=dict)
    """What there is to tell of each document that could be read, whatever was to be done in it."""
    known: set[str] = field(default_factory=set)
    """Documents that an earlier extraction left settled, and that nobody has touched since."""
    settled: set[str] = field(default_factory=set)
    """Documents in which nothing is left to be done."""
    waiting: list[Steps] = field(default_factory=list)
    """What is to be written of settled documents, a few at a time."""
    held: int = 0
    """Bytes of catalogs of settled documents that are held."""

    def count(self, language: str, tallies: Mapping[How, Tally]) -> None:
        """Add what became of the sentences of a document."""
        for how, tally in tallies.items():
            self.counts[language][how] += tally.segments
            self.words[language][how] += tally.words


@dataclass(frozen=True, slots=True)
class Course:
    """What holds for one extraction from its first document to its last."""

    shop: Workshop
    work: Work
    chosen: frozenset[str]
    """Names of the documents that are to be brought up to date."""
    template: Heading
    """What new templates begin with."""
    catalogs: Mapping[str, Heading]
    """What new catalogs begin with, by language."""


@dataclass(frozen=True, slots=True)
class Order:
    """What the catalogs of some documents are merged with."""

    course: Course
    changes: Changes
    shelves: Mapping[str, Shelf]
    """The catalogs as they are, by language."""
    steps: Steps

    def sheet(self, name: str) -> Sheet:
        """What a document says now; nothing, where it is gone."""
        manuscript = self.course.shop.manuscripts.get(name)
        settings = self.course.shop.project.settings.catalogs
        return catalogs.sheet(
            () if manuscript is None else manuscript.segments,
            source_path=name if manuscript is None else manuscript.path,
            references=settings.references,
            ids=self.changes.ids.get(name),
            wrap=settings.wrap,
        )

    def merged(self, name: str, language: str, sheet: Sheet) -> Merged | None:
        """The new catalog of a document; None where it cannot be made, which is noted."""
        try:
            return catalogs.merge(self.changes, name, self.shelves[language], sheet, self.course.catalogs[language])
        except CatalogError as error:
            self.course.work.problems.append(error)
            return None


def worked(
    project: Project,
    found: Survey,
    languages_wanted: Sequence[str],
    paths: Sequence[Path],
    *,
    check: bool,
    jobs: int,
    progress: Progress,
) -> tuple[Workshop, Work]:
    """Bring one document after the other up to date; those with something open wait and are compared as a whole."""
    shop = opened(project, languages_wanted, tree=found.tree)
    work = Work(
        Hand(project, idle=check),
        counts={language: Counter() for language in languages_wanted},
        words={language: Counter() for language in languages_wanted},
    )
    chosen = frozenset(document.name for document in project.chosen_documents(shop.tree.documents, paths))
    course = Course(shop, work, chosen, *_headings(shop))
    known = settled.recalled(shop, found)
    work.told |= known
    work.known |= known.keys()
    work.settled |= known.keys()
    for language in languages_wanted:
        shop.signs[language] |= {name: one.signs[language] for name, one in known.items() if language in one.signs}
    for number, name in enumerate(documents(shop, rendered=False, jobs=jobs, known=known), 1):
        progress("documents read", number, len(shop.tree.documents) - len(known))
        manuscript = shop.manuscripts[name]
        keys = {segment.key for segment in manuscript.segments}
        work.told[name] = Settled(len(keys), tuple(map(partial(_omitted, manuscript.path), manuscript.omitted)))
        work.composed &= is_normalized("NFC", "\n".join(msgid for _, msgid in keys))
        if _is_settled(course, name, keys):
            _settle(course, name)
        if len(work.waiting) == TOGETHER:
            work.hand.take(work.waiting)
            work.waiting.clear()
    _compared(course, everything=not paths)
    return shop, work


def _headings(shop: Workshop) -> tuple[Heading, dict[str, Heading]]:
    """What new templates and catalogs begin with."""
    template = Heading(
        project=shop.project.settings.project.title or "enregard",
        version=VERSION,
        date=catalogs.stamp(_now()),
        source_language=shop.project.language,
        segmentation=catalogs.cut_by(shop.reading),
    )
    return template, {
        language: replace(template, language=language.replace("-", "_"), plural_forms=languages.plural_forms(language))
        for language in shop.catalogs
    }


def _is_settled(course: Course, name: str, keys: set[Key]) -> bool:
    """Whether a document neither wants anything of another one nor has anything for it.

    Its sentences are those of its template, and every catalog has them; or there is no template and no catalog yet.
    """
    shop = course.shop
    if not shop.template_files and not any(shop.catalog_files.values()):
        return True
    template = shop.templates.get(name)
    if template is None or keys != template.by_key.keys():
        return False
    if catalogs.cut_otherwise(template, shop.manuscripts[name].segments, course.template.segmentation):
        return False
    known = [shop.catalogs[language].get(name) for language, places in shop.catalog_files.items() if places]
    return all(catalog is not None and keys <= catalog.by_key.keys() for catalog in known)


def _settle(course: Course, name: str) -> None:
    """Bring a settled document up to date, and hold no more of it than others may want."""
    shop, work = course.shop, course.work
    changed: set[Path] = set()
    if name in course.chosen:
        old = {name: shop.templates[name]} if name in shop.templates else {}
        segmentation = course.template.segmentation
        changes = catalogs.compare(old, {name: shop.manuscripts[name].segments}, segmentation=segmentation)
        shelves = {
            language: Shelf({name: known[name]} if name in known else {}) for language, known in shop.catalogs.items()
        }
        order = Order(course, changes, shelves, Steps({language: [] for language in shelves}))
        _document(order, name)
        work.waiting.append(order.steps)
        changed = {step.path for steps in order.steps.catalogs.values() for step in steps}
    work.held += sum(len(known[name].text) for known in shop.catalogs.values() if name in known)
    shop.let_go(name, but=changed, catalogs=work.held > HELD)


def _compared(course: Course, *, everything: bool) -> None:
    """Compare the French of all other documents with itself once, and apply the changes to each language."""
    shop, work, project = course.shop, course.work, course.shop.project
    new = {name: manuscript.segments for name, manuscript in shop.manuscripts.items()}
    blocked = {name for name in new if shop.project.template(name) in shop.unreadable}
    changes = catalogs.compare(_old(shop), new, segmentation=course.template.segmentation)
    shelves = {language: Everywhere(shop, language).shelf() for language in shop.catalogs}
    order = Order(course, changes, shelves, Steps({language: [] for language in shelves}))
    for name in sorted((course.chosen & new.keys()) - blocked):
        _document(order, name)
    gone = _gone(shop) if everything else set()
    for language in shop.catalogs:
        _gone_catalogs(order, language, gone)
    if set(project.targets) <= shop.catalogs.keys():
        for name in sorted(gone - {changes.renamed[stuck] for stuck in work.stuck}):
            _remove(order, name, shop.project.template(name))
    work.hand.take([*work.waiting, order.steps])


def _old(shop: Workshop) -> dict[str, Catalog]:
    """What the French said last time: the templates, and where one is missing a catalog that was made from it."""
    old = {name: template for name, template in shop.templates.items() if name not in shop.unread}
    for name in sorted(shop.manuscripts.keys() - old.keys()):
        stand_in = next((known[name] for known in shop.catalogs.values() if name in known), None)
        if stand_in is not None:
            old[name] = stand_in
    return old


def _gone(shop: Workshop) -> set[str]:
    """Documents that have templates or catalogs and no manuscript any more; one that cannot be read is not gone.

    Raises Changed where one of them has a manuscript that was not there when the sources were looked at.
    """
    if shop.tree.problems:  # a file with a name that is no text could be any of them
        return set()
    known = set(shop.templates).union(*shop.catalogs.values())
    folder = f"{shop.project.shown(shop.project.source_folder)}/"
    hidden = [finding.source.path.removeprefix(folder) for finding in shop.tree.findings if finding.source]
    gone = {
        name
        for name in known - shop.files.keys() - shop.unread
        if not any(_is_at_or_below(name, place) for place in hidden)
    }
    for source in shop.project.tree().documents if gone else ():
        if source.name in gone:
            place = shop.project.source_path(source)
            raise Changed(
                "came to be while catalogs were brought up to date", path=place, advice="Run the command again."
            )
    return gone


def _is_at_or_below(name: str, place: str) -> bool:
    return name == PurePosixPath(place).with_suffix("").as_posix() or name.startswith(f"{place.rstrip('/')}/")


def _remove(order: Order, name: str, path: Path) -> None:
    known = order.course.shop.bytes_of
    if path in known:
        order.steps.removals.append(Step(name, path, None, known[path]))


def _now() -> datetime:
    """The time of this run; ``SOURCE_DATE_EPOCH`` makes runs repeatable (reproducible-builds.org)."""
    fixed = os.environ.get("SOURCE_DATE_EPOCH", "")
    return datetime.fromtimestamp(int(fixed), UTC) if re.fullmatch("[0-9]{1,10}", fixed) else datetime.now(UTC)


def _document(order: Order, name: str) -> None:
    """Work out the catalogs and the template of one document."""
    work, sheet, tallies = order.course.work, order.sheet(name), catalogs.counts(order.changes, name)
    merged = [language for language in order.shelves if _merge(order, name, language, sheet)]
    for language in merged:
        work.count(language, tallies)
        work.merged.add((language, name))
    if len(merged) < len(order.shelves) and name in order.changes.renamed:
        work.stuck.add(name)
        return
    _template(order, name, sheet)
    odd = any(catalog.warnings for known in order.course.shop.catalogs.values() if (catalog := known.get(name)))
    if len(merged) == len(order.shelves) and not odd:
        work.settled.add(name)


def _gone_catalogs(order: Order, language: str, gone: set[str]) -> None:
    """Work out what becomes of the catalogs whose documents are gone or have a new name."""
    shelf, work, shop = order.shelves[language], order.course.work, order.course.shop
    renamed = {old for new, old in order.changes.renamed.items() if (language, new) in work.merged}
    stuck = {old for new, old in order.changes.renamed.items() if new in work.stuck} - renamed
    for name in sorted((gone & shelf.keys()) - stuck):
        if name in renamed or not _holds_translations(shelf[name]):
            _remove(order, name, shop.catalog(language, name))
        elif _merge(order, name, language, order.sheet(name)):
            work.count(language, catalogs.counts(order.changes, name))


def _merge(order: Order, name: str, language: str, sheet: Sheet) -> bool:
    """Work out the catalog of one document; False where there is one that cannot be read and is left alone."""
    shop = order.course.shop
    path = shop.catalog(language, name)
    if path in shop.unreadable:
        return False
    merged = order.merged(name, language, sheet)
    if merged is None:
        return False
    if not merged.unchanged:
        order.steps.catalogs[language].append(Step(name, path, merged.data, shop.bytes_of.get(path)))
    return True


def _holds_translations(catalog: Catalog) -> bool:
    return any(e.msgstr.strip() or any(e.msgstr_plural) or e.comments for e in (*catalog.entries, *catalog.obsolete))


def _template(order: Order, name: str, sheet: Sheet) -> None:
    course, shop = order.course, order.course.shop
    path = shop.project.template(name)
    there, data = shop.bytes_of.get(path), catalogs.template(sheet, course.template, previous=shop.templates.get(name))
    if data != there:
        order.steps.templates.append(Step(name, path, data, there))


def _omitted(path: str, omitted: Omitted) -> str:
    """The line of ``-v`` for a text that no translator is offered: the whole text, of code as much as tells which."""
    text = " ".join(omitted.text.split())
    shown = text if len(text) <= 70 or omitted.reason != "code" else f"{text[:69]}…"
    return f"{path}{'' if omitted.line is None else f':{omitted.line}'}: not offered ({omitted.reason}): {shown}"
