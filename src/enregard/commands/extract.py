"""``extract``: what the French says now goes into templates and catalogs, and no translation is lost."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from unicodedata import is_normalized

from enregard import catalogs, files, languages
from enregard.catalogs import Catalog, Changes, How, Merged, Shelf
from enregard.commands import survey
from enregard.commands.loading import Workshop, load
from enregard.commands.outcome import Outcome, code_of, many
from enregard.errors import CatalogError, EnregardError, WritingError
from enregard.model import Omitted, Segment
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

    catalogs: list[Step] = field(default_factory=list)
    templates: list[Step] = field(default_factory=list)
    removals: list[Step] = field(default_factory=list)
    counts: dict[str, Counter[How]] = field(default_factory=dict)
    """Segments by class of change, by language."""
    stuck: set[str] = field(default_factory=set)
    """Documents with a new name whose catalogs could not all be merged: the files of the old name stay."""
    words: dict[str, Counter[How]] = field(default_factory=dict)

    @property
    def steps(self) -> tuple[Step, ...]:
        """Catalogs first, templates behind them, removals last: killed anywhere, no translation is lost."""
        return (*self.catalogs, *self.templates, *self.removals)


def extract(project: Project, *, check: bool, locales: Sequence[str], paths: Sequence[Path]) -> Outcome:
    """Bring templates and catalogs to what the French says. Raises ProjectError, WritingError."""
    chosen = project.chosen_languages(locales)
    asked = ("extract", *(os.path.realpath(path) for path in paths))
    found = survey.survey(project, chosen)
    known = survey.recalled(project, found, asked)
    if known is not None:
        return known
    if check:
        shop = load(project, languages=chosen)
        work = _work(shop, chosen, paths)
        if not work.steps:
            _keep(shop, work, found, asked)
        return _would_do(shop, work)
    with files.lock(project.root):
        for _ in range(ATTEMPTS):
            found = survey.survey(project, chosen)
            shop = load(project, languages=chosen)
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
    changes = catalogs.compare(_old(shop), new, segmentation=catalogs.cut_by(shop.reading))
    now = _now()
    work = Work()
    gone = set() if paths else _gone(shop)
    for language in languages_wanted:
        _catalogs_of(shop, language, changes, work, wanted=wanted, gone=gone, now=now)
    for name in sorted(wanted - work.stuck):
        _template(shop, name, changes, work, now)
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


def _catalogs_of(
    shop: Workshop, language: str, changes: Changes, work: Work, *, wanted: set[str], gone: set[str], now: datetime
) -> None:
    """Merge the changes into all catalogs of one language."""
    shelf = Shelf(shop.catalogs[language])
    renamed, stuck = set(), set()
    for name in sorted(wanted):
        segments = shop.manuscripts[name].segments
        if _merge(shop, changes, name, shelf, work, segments=segments, language=language, now=now):
            renamed.add(changes.renamed.get(name))
        elif name in changes.renamed:
            work.stuck.add(name)
            stuck.add(changes.renamed[name])
    for name in sorted((gone & shelf.keys()) - stuck):
        if name in renamed or not _holds_translations(shelf[name]):
            _remove(shop, name, shop.project.catalog(language, name), work)
        else:
            _merge(shop, changes, name, shelf, work, segments=(), language=language, now=now)


def _merge(
    shop: Workshop,
    changes: Changes,
    name: str,
    shelf: Shelf,
    work: Work,
    *,
    segments: Sequence[Segment],
    language: str,
    now: datetime,
) -> bool:
    """Work out the catalog of one document; False where there is one that cannot be read and is left alone."""
    path = shop.project.catalog(language, name)
    if path in shop.unreadable:
        return False
    merged = _merged(shop, changes, name, shelf, segments=segments, language=language, now=now)
    if merged is None:
        return False
    tally, words = work.counts.setdefault(language, Counter()), work.words.setdefault(language, Counter())
    for how, count in merged.counts.items():
        tally[how] += count.segments
        words[how] += count.words
    if not merged.unchanged:
        work.catalogs.append(Step(name, path, merged.data, shop.bytes_of.get(path)))
    return True


def _merged(
    shop: Workshop,
    changes: Changes,
    name: str,
    shelf: Shelf,
    *,
    segments: Sequence[Segment],
    language: str,
    now: datetime,
) -> Merged | None:
    settings = shop.project.settings
    try:
        return catalogs.merge(
            changes,
            name,
            shelf,
            segments,
            language=language.replace("-", "_"),
            project=settings.project.title or "enregard",
            version=VERSION,
            source_path=_source_path(shop, name),
            references=settings.catalogs.references,
            plural_forms=languages.plural_forms(language),
            now=now,
            source_language=shop.project.language,
            wrap=settings.catalogs.wrap,
            segmentation=catalogs.cut_by(shop.reading),
        )
    except CatalogError as error:
        shop.problems.append(error)
        return None


def _holds_translations(catalog: Catalog) -> bool:
    return any(e.msgstr.strip() or any(e.msgstr_plural) or e.comments for e in (*catalog.entries, *catalog.obsolete))


def _source_path(shop: Workshop, name: str) -> str:
    manuscript = shop.manuscripts.get(name)
    return name if manuscript is None else manuscript.path


def _template(shop: Workshop, name: str, changes: Changes, work: Work, now: datetime) -> None:
    settings = shop.project.settings
    path = shop.project.template(name)
    data = catalogs.template(
        shop.manuscripts[name].segments,
        project=settings.project.title or "enregard",
        version=VERSION,
        source_path=_source_path(shop, name),
        references=settings.catalogs.references,
        previous=shop.templates.get(name),
        now=now,
        ids=changes.ids.get(name),
        source_language=shop.project.language,
        wrap=settings.catalogs.wrap,
        segmentation=catalogs.cut_by(shop.reading),
    )
    if data != shop.bytes_of.get(path):
        work.templates.append(Step(name, path, data, shop.bytes_of.get(path)))


def _write(work: Work, project: Project) -> list[WritingError]:
    """Take all steps; the files that could not be written. Raises Changed where somebody saved a file meanwhile.

    The template of a document waits for its catalogs, and nothing is removed while something else failed.
    """
    failed: list[WritingError] = []
    waiting: set[str] = set()
    for step in work.catalogs:
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
