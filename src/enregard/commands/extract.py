"""``extract``: what the French says now goes into templates and catalogs, and no translation is lost."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path, PurePosixPath
from unicodedata import is_normalized

from enregard import catalogs, files, languages
from enregard.catalogs import Catalog, Changes, How, Key, Merged, Sheet, Shelf, Tally
from enregard.commands import survey
from enregard.commands.loading import Workshop, documents, opened
from enregard.commands.outcome import Outcome, Progress, code_of, many, unseen
from enregard.commands.steps import Hand, Step, Steps
from enregard.errors import CatalogError, EnregardError
from enregard.model import Omitted
from enregard.project import Project, Tree

ATTEMPTS = 8
"""How often the project is read and merged again when an editor saves a catalog meanwhile."""
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
    segments: int = 0
    composed: bool = True
    """Whether every msgid is in the Unicode form NFC."""
    omitted: list[str] = field(default_factory=list)
    """Text that no translator is offered, for ``-v``: nothing is left out in silence."""
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
class Order:
    """What the catalogs of all documents are merged with."""

    shop: Workshop
    changes: Changes
    shelves: Mapping[str, Shelf]
    """The catalogs as they are, by language."""
    segmentation: str
    """The stamp of what cuts the French now."""
    now: datetime
    work: Work
    steps: Steps

    def sheet(self, name: str) -> Sheet:
        """What a document says now; nothing, where it is gone."""
        manuscript = self.shop.manuscripts.get(name)
        settings = self.shop.project.settings.catalogs
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
            return catalogs.merge(
                self.changes,
                name,
                self.shelves[language],
                sheet,
                language=language.replace("-", "_"),
                project=self.shop.project.settings.project.title or "enregard",
                version=VERSION,
                plural_forms=languages.plural_forms(language),
                now=self.now,
                source_language=self.shop.project.language,
                segmentation=self.segmentation,
            )
        except CatalogError as error:
            self.work.problems.append(error)
            return None

    def template(self, name: str, sheet: Sheet) -> bytes:
        """The new template of a document."""
        return catalogs.template(
            sheet,
            project=self.shop.project.settings.project.title or "enregard",
            version=VERSION,
            previous=self.shop.templates.get(name),
            now=self.now,
            source_language=self.shop.project.language,
            segmentation=self.segmentation,
        )


def extract(
    project: Project,
    *,
    check: bool,
    locales: Sequence[str],
    paths: Sequence[Path],
    jobs: int = 1,
    progress: Progress = unseen,
) -> Outcome:
    """Bring templates and catalogs to what the French says. Raises ProjectError, WritingError."""
    chosen = project.chosen_languages(locales)
    asked = ("extract", *(os.path.realpath(path) for path in paths))
    found = survey.survey(project, chosen)
    known = survey.recalled(project, found, asked)
    if known is not None:
        return known
    if check:
        shop, work = _worked(project, found.tree, chosen, paths, check=True, jobs=jobs, progress=progress)
        if not work.hand.changes:
            _keep(shop, work, found, asked)
        return _would_do(shop, work)
    with files.lock(project.root) as waited:
        for attempt in range(ATTEMPTS):
            if waited or attempt:
                found = survey.survey(project, chosen)
            try:
                shop, work = _worked(project, found.tree, chosen, paths, check=False, jobs=jobs, progress=progress)
            except files.Changed as error:
                changed = error
            else:
                if not work.hand.failed:
                    _keep(shop, work, found, asked)
                return _done(shop, work)
        raise changed


def _keep(shop: Workshop, work: Work, found: survey.Survey, asked: Sequence[str]) -> None:
    """Keep what this extraction comes to when it is run again, where that is certain.

    Extracting again changes nothing (a law), and after a run that changed something it has nothing to tell where all
    could be read and no catalog has a warning, which new ones have only if msgids differ in their Unicode form.
    """
    changes = work.hand.changes
    if changes and (shop.problems or work.problems or shop.findings != shop.tree.findings or not work.composed):
        return
    now = survey.after(found, {str(path): digest for path, digest in changes.items()})
    if survey.survey(shop.project, tuple(shop.catalogs)) == now:
        counts: dict[str, Counter[How]] = {} if changes else work.counts
        said = _outcome(shop, work, ["all catalogs are up to date"], counts=counts, to_see=False)
        survey.remember(shop.project, now, asked, said)


def _worked(
    project: Project,
    tree: Tree,
    languages_wanted: Sequence[str],
    paths: Sequence[Path],
    *,
    check: bool,
    jobs: int,
    progress: Progress,
) -> tuple[Workshop, Work]:
    """Bring one document after the other up to date; those with something open wait and are compared as a whole."""
    shop = opened(project, languages_wanted, tree=tree)
    chosen = {document.name for document in project.chosen_documents(shop.tree.documents, paths)}
    work = Work(
        Hand(project, idle=check),
        counts={language: Counter() for language in languages_wanted},
        words={language: Counter() for language in languages_wanted},
    )
    stamp, now = catalogs.cut_by(shop.reading), _now()
    for number, name in enumerate(documents(shop, rendered=False, jobs=jobs), 1):
        progress("documents read", number, len(shop.tree.documents))
        manuscript = shop.manuscripts[name]
        keys = {segment.key for segment in manuscript.segments}
        work.segments += len(keys)
        work.composed &= is_normalized("NFC", "\n".join(msgid for _, msgid in keys))
        work.omitted += map(partial(_omitted, manuscript.path), manuscript.omitted)
        if _is_settled(shop, name, keys, stamp):
            _settle(shop, name, work, stamp=stamp, now=now, chosen=chosen)
        if len(work.waiting) == TOGETHER:
            work.hand.take(work.waiting)
            work.waiting.clear()
    _compared(shop, work, stamp=stamp, now=now, chosen=chosen, everything=not paths)
    return shop, work


def _is_settled(shop: Workshop, name: str, keys: set[Key], stamp: str) -> bool:
    """Whether a document neither wants anything of another one nor has anything for it.

    Its sentences are those of its template, and every catalog has them; or there is no template and no catalog yet.
    """
    if not shop.template_files and not any(shop.catalog_files.values()):
        return True
    template = shop.templates.get(name)
    if template is None or keys != template.by_key.keys():
        return False
    if catalogs.cut_otherwise(template, shop.manuscripts[name].segments, stamp):
        return False
    known = [shop.catalogs[language].get(name) for language, places in shop.catalog_files.items() if places]
    return all(catalog is not None and keys <= catalog.by_key.keys() for catalog in known)


def _settle(shop: Workshop, name: str, work: Work, *, stamp: str, now: datetime, chosen: set[str]) -> None:
    """Bring a settled document up to date, and hold no more of it than others may want."""
    changed: set[Path] = set()
    if name in chosen:
        old = {name: shop.templates[name]} if name in shop.templates else {}
        changes = catalogs.compare(old, {name: shop.manuscripts[name].segments}, segmentation=stamp)
        shelves = {
            language: Shelf({name: known[name]} if name in known else {}) for language, known in shop.catalogs.items()
        }
        order = Order(shop, changes, shelves, stamp, now, work, Steps({language: [] for language in shelves}))
        _document(order, name)
        work.waiting.append(order.steps)
        changed = {step.path for steps in order.steps.catalogs.values() for step in steps}
    size = sum(len(known[name].text) for known in shop.catalogs.values() if name in known)
    work.held += size
    shop.let_go(name, but=changed, catalogs=work.held > HELD)


def _compared(shop: Workshop, work: Work, *, stamp: str, now: datetime, chosen: set[str], everything: bool) -> None:
    """Compare the French of all other documents with itself once, and apply the changes to each language."""
    project = shop.project
    new = {name: manuscript.segments for name, manuscript in shop.manuscripts.items()}
    blocked = {name for name in new if project.template(name) in shop.unreadable}
    changes = catalogs.compare(_old(shop), new, segmentation=stamp)
    shelves = {language: Shelf(shop.everywhere(language)) for language in shop.catalogs}
    order = Order(shop, changes, shelves, stamp, now, work, Steps({language: [] for language in shelves}))
    for name in sorted((chosen & new.keys()) - blocked):
        _document(order, name)
    gone = _gone(shop) if everything else set()
    for language in shop.catalogs:
        _gone_catalogs(order, language, gone)
    if set(project.targets) <= shop.catalogs.keys():
        for name in sorted(gone - {changes.renamed[stuck] for stuck in work.stuck}):
            _remove(order, name, project.template(name))
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
    """Documents that have templates or catalogs and no manuscript any more; one that cannot be read is not gone."""
    if shop.tree.problems:  # a file with a name that is no text could be any of them
        return set()
    known = set(shop.templates).union(*shop.catalogs.values())
    folder = f"{shop.project.shown(shop.project.source_folder)}/"
    hidden = [finding.source.path.removeprefix(folder) for finding in shop.tree.findings if finding.source]
    return {
        name
        for name in known - shop.files.keys() - shop.unread
        if not any(_is_at_or_below(name, place) for place in hidden)
    }


def _is_at_or_below(name: str, place: str) -> bool:
    return name == PurePosixPath(place).with_suffix("").as_posix() or name.startswith(f"{place.rstrip('/')}/")


def _remove(order: Order, name: str, path: Path) -> None:
    if path in order.shop.bytes_of:
        order.steps.removals.append(Step(name, path, None, order.shop.bytes_of[path]))


def _now() -> datetime:
    """The time of this run; ``SOURCE_DATE_EPOCH`` makes runs repeatable (reproducible-builds.org)."""
    fixed = os.environ.get("SOURCE_DATE_EPOCH", "")
    return datetime.fromtimestamp(int(fixed), UTC) if re.fullmatch("[0-9]{1,10}", fixed) else datetime.now(UTC)


def _document(order: Order, name: str) -> None:
    """Work out the catalogs and the template of one document."""
    work, sheet, tallies = order.work, order.sheet(name), catalogs.counts(order.changes, name)
    for language in order.shelves:
        if _merge(order, name, language, sheet):
            work.count(language, tallies)
            work.merged.add((language, name))
        elif name in order.changes.renamed:
            work.stuck.add(name)
    if name not in work.stuck:
        _template(order, name, sheet)


def _gone_catalogs(order: Order, language: str, gone: set[str]) -> None:
    """Work out what becomes of the catalogs whose documents are gone or have a new name."""
    shelf, work = order.shelves[language], order.work
    renamed = {old for new, old in order.changes.renamed.items() if (language, new) in work.merged}
    stuck = {old for new, old in order.changes.renamed.items() if new in work.stuck} - renamed
    for name in sorted((gone & shelf.keys()) - stuck):
        if name in renamed or not _holds_translations(shelf[name]):
            _remove(order, name, order.shop.project.catalog(language, name))
        elif _merge(order, name, language, order.sheet(name)):
            work.count(language, catalogs.counts(order.changes, name))


def _merge(order: Order, name: str, language: str, sheet: Sheet) -> bool:
    """Work out the catalog of one document; False where there is one that cannot be read and is left alone."""
    path = order.shop.project.catalog(language, name)
    if path in order.shop.unreadable:
        return False
    merged = order.merged(name, language, sheet)
    if merged is None:
        return False
    if not merged.unchanged:
        step = Step(name, path, merged.data, order.shop.bytes_of.get(path))
        order.steps.catalogs[language].append(step)
    return True


def _holds_translations(catalog: Catalog) -> bool:
    return any(e.msgstr.strip() or any(e.msgstr_plural) or e.comments for e in (*catalog.entries, *catalog.obsolete))


def _template(order: Order, name: str, sheet: Sheet) -> None:
    path = order.shop.project.template(name)
    there, data = order.shop.bytes_of.get(path), order.template(name, sheet)
    if data != there:
        order.steps.templates.append(Step(name, path, data, there))


def _would_do(shop: Workshop, work: Work) -> Outcome:
    changes = [
        f"would {'remove' if digest is None else 'write'} {shop.project.shown(path)}"
        for path, digest in work.hand.changes.items()
    ]
    said = f"{many(len(changes), 'file')} would change" if changes else "all catalogs are up to date"
    return _outcome(shop, work, [said, *changes], counts=work.counts, to_see=bool(changes))


def _done(shop: Workshop, work: Work) -> Outcome:
    changed, failed = len(work.hand.changes), work.hand.failed
    said = f"{many(changed, 'file')} changed" if changed else "all catalogs are up to date"
    if failed:
        said = f"{many(len(failed), 'file')} of {changed} could not be written"
    return _outcome(shop, work, [said], counts=work.counts, to_see=False)


def _outcome(
    shop: Workshop, work: Work, said: Sequence[str], *, counts: Mapping[str, Counter[How]], to_see: bool
) -> Outcome:
    """What was done or would be done, first in files, then in segments and words by language."""
    lines = [f"{many(len(shop.files), 'document')}, {many(work.segments, 'segment')}; {said[0]}"]
    for language, found in counts.items():
        told = [
            f"{found[how]} {how} ({many(work.words[language][how], 'word')})"
            for how in How
            if found[how] and how is not How.KEPT
        ]
        if told:
            lines.append(f"{language}: {', '.join(told)}")
    problems = (*shop.problems, *work.problems, *work.hand.failed)
    return Outcome(
        code=code_of(problems=bool(problems), to_see=to_see),
        report="\n".join([*lines, *said[1:]]),
        problems=problems,
        findings=shop.findings,
        details=tuple(work.omitted),
    )


def _omitted(path: str, omitted: Omitted) -> str:
    """The line of ``-v`` for a text that no translator is offered: the whole text, of code as much as tells which."""
    text = " ".join(omitted.text.split())
    shown = text if len(text) <= 70 or omitted.reason != "code" else f"{text[:69]}…"
    return f"{path}{'' if omitted.line is None else f':{omitted.line}'}: not offered ({omitted.reason}): {shown}"
