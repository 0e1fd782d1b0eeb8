"""``extract``: what the French says now goes into templates and catalogs, and no translation is lost."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from unicodedata import is_normalized

from enregard import catalogs, files, languages
from enregard.catalogs import Catalog, Changes, How, Merged, Sheet, Shelf, Tally
from enregard.commands import survey
from enregard.commands.loading import Workshop, load
from enregard.commands.outcome import Outcome, code_of, many
from enregard.errors import CatalogError, EnregardError, WritingError
from enregard.model import Omitted
from enregard.project import Project

ATTEMPTS = 8
"""How often the project is read and merged again when an editor saves a catalog meanwhile."""
VERSION = "1.0"
"""The version in ``Project-Id-Version``: msgfmt wants one, and a date or a commit there would change every file."""


@dataclass(frozen=True, slots=True)
class Step:
    """One file that an extraction writes or removes."""

    document: str
    path: Path
    data: bytes | None
    """Its new bytes; None removes it."""
    expected: bytes | None
    """What it held when it was read; None where there was none."""


@dataclass(slots=True)
class Work:
    """What an extraction will do to the disk; nothing is written while it is worked out."""

    catalogs: dict[str, list[Step]] = field(default_factory=dict)
    """By language."""
    templates: list[Step] = field(default_factory=list)
    removals: list[Step] = field(default_factory=list)
    counts: dict[str, Counter[How]] = field(default_factory=dict)
    """Segments by class of change, by language."""
    merged: set[tuple[str, str]] = field(default_factory=set)
    """Languages and documents whose catalogs are worked out."""
    stuck: set[str] = field(default_factory=set)
    """Documents with a new name whose catalogs could not all be merged: the files of the old name stay."""
    words: dict[str, Counter[How]] = field(default_factory=dict)

    def count(self, language: str, tallies: Mapping[How, Tally]) -> None:
        """Add what became of the sentences of a document."""
        for how, tally in tallies.items():
            self.counts[language][how] += tally.segments
            self.words[language][how] += tally.words

    @property
    def steps(self) -> tuple[Step, ...]:
        """Catalogs first, templates behind them, removals last: killed anywhere, no translation is lost."""
        return (*(step for steps in self.catalogs.values() for step in steps), *self.templates, *self.removals)


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
            self.shop.problems.append(error)
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


def extract(project: Project, *, check: bool, locales: Sequence[str], paths: Sequence[Path], jobs: int = 1) -> Outcome:
    """Bring templates and catalogs to what the French says. Raises ProjectError, WritingError."""
    chosen = project.chosen_languages(locales)
    asked = ("extract", *(os.path.realpath(path) for path in paths))
    found = survey.survey(project, chosen)
    known = survey.recalled(project, found, asked)
    if known is not None:
        return known
    if check:
        shop = load(project, languages=chosen, rendered=False, jobs=jobs)
        work = _work(shop, chosen, paths)
        if not work.steps:
            _keep(shop, work, found, asked)
        return _would_do(shop, work)
    with files.lock(project.root):
        for _ in range(ATTEMPTS):
            found = survey.survey(project, chosen)
            shop = load(project, languages=chosen, rendered=False, jobs=jobs)
            work = _work(shop, chosen, paths)
            try:
                failed = _write(work, project)
            except files.Changed as error:
                changed = error
            else:
                if not failed:
                    _keep(shop, work, found, asked)
                return _done(shop, work, failed=failed)
        raise changed


def _keep(shop: Workshop, work: Work, found: survey.Survey, asked: Sequence[str]) -> None:
    """Keep what this extraction comes to when it is run again, where that is certain.

    Extracting again changes nothing (a law), and after a run that changed something it has nothing to tell where all
    could be read and no catalog has a warning, which new ones have only if msgids differ in their Unicode form.
    """
    if work.steps:
        keys = (segment.key for manuscript in shop.manuscripts.values() for segment in manuscript.segments)
        composed = all(is_normalized("NFC", msgid) for _, msgid in keys)
        if shop.problems or shop.findings != shop.tree.findings or not composed:
            return
    now = survey.after(found, {str(step.path): step.data for step in work.steps})
    if survey.survey(shop.project, tuple(shop.catalogs)) == now:
        resting = Work() if work.steps else work
        said = _outcome(shop, resting, ["all catalogs are up to date"], problems=shop.problems, to_see=False)
        survey.remember(shop.project, now, asked, said)


def _work(shop: Workshop, languages_wanted: Sequence[str], paths: Sequence[Path]) -> Work:
    """Compare the French with itself once, and apply the changes to each language."""
    project = shop.project
    new = {name: manuscript.segments for name, manuscript in shop.manuscripts.items()}
    blocked = {name for name in new if project.template(name) in shop.unreadable}
    chosen = {document.name for document in project.chosen_documents(shop.tree.documents, paths)}
    wanted = (chosen & new.keys()) - blocked
    stamp = catalogs.cut_by(shop.reading)
    changes = catalogs.compare(_old(shop), new, segmentation=stamp)
    shelves = {language: Shelf(shop.catalogs[language]) for language in languages_wanted}
    order = Order(shop, changes, shelves, stamp, _now())
    work = Work(
        catalogs={language: [] for language in languages_wanted},
        counts={language: Counter() for language in languages_wanted},
        words={language: Counter() for language in languages_wanted},
    )
    for name in sorted(wanted):
        _document(order, name, work)
    gone = set() if paths else _gone(shop)
    for language in languages_wanted:
        _gone_catalogs(order, language, gone, work)
    if set(project.targets) <= set(languages_wanted):
        for name in sorted(gone - {changes.renamed[stuck] for stuck in work.stuck}):
            _remove(shop, name, project.template(name), work)
    return work


def _old(shop: Workshop) -> dict[str, Catalog]:
    """What the French said last time: the templates, and where one is missing a catalog that was made from it."""
    old = {name: template for name, template in shop.templates.items() if name not in shop.unread}
    for name in shop.manuscripts.keys() - old.keys():
        stand_in = next((known[name] for known in shop.catalogs.values() if name in known), None)
        if stand_in is not None:
            old[name] = stand_in
    return old


def _gone(shop: Workshop) -> set[str]:
    """Documents that have templates or catalogs and no manuscript any more; one that cannot be read is not gone."""
    if shop.tree.problems:  # a file with a name that is no text could be any of them
        return set()
    known = set(shop.templates).union(*(known.keys() for known in shop.catalogs.values()))
    folder = f"{shop.project.shown(shop.project.source_folder)}/"
    hidden = [finding.source.path.removeprefix(folder) for finding in shop.tree.findings if finding.source]
    return {
        name
        for name in known - shop.manuscripts.keys() - shop.unread
        if not any(_is_at_or_below(name, place) for place in hidden)
    }


def _is_at_or_below(name: str, place: str) -> bool:
    return name == PurePosixPath(place).with_suffix("").as_posix() or name.startswith(f"{place.rstrip('/')}/")


def _remove(shop: Workshop, name: str, path: Path, work: Work) -> None:
    if path in shop.bytes_of:
        work.removals.append(Step(name, path, None, shop.bytes_of[path]))


def _now() -> datetime:
    """The time of this run; ``SOURCE_DATE_EPOCH`` makes runs repeatable (reproducible-builds.org)."""
    fixed = os.environ.get("SOURCE_DATE_EPOCH", "")
    return datetime.fromtimestamp(int(fixed), UTC) if re.fullmatch("[0-9]{1,10}", fixed) else datetime.now(UTC)


def _document(order: Order, name: str, work: Work) -> None:
    """Work out the catalogs and the template of one document."""
    sheet, tallies = order.sheet(name), catalogs.counts(order.changes, name)
    for language in order.shelves:
        if _merge(order, name, language, sheet, work):
            work.count(language, tallies)
            work.merged.add((language, name))
        elif name in order.changes.renamed:
            work.stuck.add(name)
    if name not in work.stuck:
        _template(order, name, sheet, work)


def _gone_catalogs(order: Order, language: str, gone: set[str], work: Work) -> None:
    """Work out what becomes of the catalogs whose documents are gone or have a new name."""
    shelf = order.shelves[language]
    renamed = {old for new, old in order.changes.renamed.items() if (language, new) in work.merged}
    stuck = {old for new, old in order.changes.renamed.items() if new in work.stuck} - renamed
    for name in sorted((gone & shelf.keys()) - stuck):
        if name in renamed or not _holds_translations(shelf[name]):
            _remove(order.shop, name, order.shop.project.catalog(language, name), work)
        elif _merge(order, name, language, order.sheet(name), work):
            work.count(language, catalogs.counts(order.changes, name))


def _merge(order: Order, name: str, language: str, sheet: Sheet, work: Work) -> bool:
    """Work out the catalog of one document; False where there is one that cannot be read and is left alone."""
    path = order.shop.project.catalog(language, name)
    if path in order.shop.unreadable:
        return False
    merged = order.merged(name, language, sheet)
    if merged is None:
        return False
    if not merged.unchanged:
        work.catalogs[language].append(Step(name, path, merged.data, order.shop.bytes_of.get(path)))
    return True


def _holds_translations(catalog: Catalog) -> bool:
    return any(e.msgstr.strip() or any(e.msgstr_plural) or e.comments for e in (*catalog.entries, *catalog.obsolete))


def _template(order: Order, name: str, sheet: Sheet, work: Work) -> None:
    path = order.shop.project.template(name)
    there, data = order.shop.bytes_of.get(path), order.template(name, sheet)
    if data != there:
        work.templates.append(Step(name, path, data, there))


def _write(work: Work, project: Project) -> list[WritingError]:
    """Take all steps; the files that could not be written. Raises Changed where somebody saved a file meanwhile.

    The template of a document waits for its catalogs, and nothing is removed while something else failed.
    """
    failed: list[WritingError] = []
    waiting: set[str] = set()
    for step in (step for steps in work.catalogs.values() for step in steps):
        _attempt(step, project, failed, waiting)
    for step in work.templates:
        if step.document not in waiting:
            _attempt(step, project, failed, waiting)
    for step in work.removals:
        if not failed:
            _attempt(step, project, failed, waiting)
    return failed


def _attempt(step: Step, project: Project, failed: list[WritingError], waiting: set[str]) -> None:
    try:
        if step.data is None:
            files.remove(step.path, root=project.root, expected=step.expected or b"")
        else:
            files.write(step.path, step.data, root=project.root, expected=step.expected)
    except files.Changed:
        raise
    except WritingError as error:
        failed.append(error)
        waiting.add(step.document)


def _would_do(shop: Workshop, work: Work) -> Outcome:
    changes = [f"would {'remove' if s.data is None else 'write'} {shop.project.shown(s.path)}" for s in work.steps]
    said = f"{many(len(changes), 'file')} would change" if changes else "all catalogs are up to date"
    return _outcome(shop, work, [said, *changes], problems=shop.problems, to_see=bool(changes))


def _done(shop: Workshop, work: Work, *, failed: list[WritingError]) -> Outcome:
    changed = len(work.steps)
    said = f"{many(changed, 'file')} changed" if changed else "all catalogs are up to date"
    if failed:
        said = f"{many(len(failed), 'file')} of {changed} could not be written"
    return _outcome(shop, work, [said], problems=[*shop.problems, *failed], to_see=False)


def _outcome(
    shop: Workshop, work: Work, said: Sequence[str], *, problems: Sequence[EnregardError], to_see: bool
) -> Outcome:
    """What was done or would be done, first in files, then in segments and words by language."""
    total = sum(len({segment.key for segment in m.segments}) for m in shop.manuscripts.values())
    lines = [f"{many(len(shop.manuscripts), 'document')}, {many(total, 'segment')}; {said[0]}"]
    for language, counts in work.counts.items():
        told = [
            f"{counts[how]} {how} ({many(work.words[language][how], 'word')})"
            for how in How
            if counts[how] and how is not How.KEPT
        ]
        if told:
            lines.append(f"{language}: {', '.join(told)}")
    return Outcome(
        code=code_of(problems=bool(problems), to_see=to_see),
        report="\n".join([*lines, *said[1:]]),
        problems=tuple(problems),
        findings=shop.findings,
        details=_omitted(shop),
    )


def _omitted(shop: Workshop) -> tuple[str, ...]:
    """Text that no translator is offered, for ``-v``: nothing is left out in silence."""
    return tuple(
        f"{manuscript.path}{'' if omitted.line is None else f':{omitted.line}'}: "
        f"not offered ({omitted.reason}): {_on_one_line(omitted)}"
        for manuscript in shop.manuscripts.values()
        for omitted in manuscript.omitted
    )


def _on_one_line(omitted: Omitted) -> str:
    """The whole text, of code as much as tells which it is."""
    text = " ".join(omitted.text.split())
    return text if len(text) <= 70 or omitted.reason != "code" else f"{text[:69]}…"
