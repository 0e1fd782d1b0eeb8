"""``extract``: what the French says now goes into templates and catalogs, and no translation is lost."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from enregard import catalogs, files, languages
from enregard.catalogs import Catalog, Changes, How, Merged, Shelf
from enregard.commands.loading import Workshop, load
from enregard.commands.outcome import Outcome, code_of
from enregard.errors import CatalogError
from enregard.model import Segment
from enregard.project import Project

ATTEMPTS = 8
"""How often the project is read and merged again when an editor saves a catalog meanwhile."""
VERSION = "1.0"
"""The version in ``Project-Id-Version``: msgfmt wants one, and a date or a commit there would change every file."""


@dataclass(slots=True)
class Work:
    """What an extraction will write; nothing is written while it is worked out."""

    writes: list[tuple[Path, bytes, bytes | None]] = field(default_factory=list)
    """Path, new bytes, and the bytes that the file held when it was read (None: no file), catalogs first."""
    removals: list[tuple[Path, bytes]] = field(default_factory=list)
    counts: dict[str, Counter[How]] = field(default_factory=dict)
    """Segments by class of change, by language."""
    words: dict[str, Counter[How]] = field(default_factory=dict)


def extract(project: Project, *, check: bool, locales: Sequence[str], paths: Sequence[Path]) -> Outcome:
    """Bring templates and catalogs to what the French says. Raises ProjectError, WritingError."""
    chosen = project.chosen_languages(locales)
    if check:
        shop = load(project)
        work = _work(shop, chosen, paths)
        return _outcome(shop, work, check=True)
    with files.lock(project.root):
        for attempt in range(ATTEMPTS):
            shop = load(project)
            work = _work(shop, chosen, paths)
            try:
                _write(work, project)
            except files.Changed:
                if attempt == ATTEMPTS - 1:
                    raise
            else:
                break
    return _outcome(shop, work, check=False)


def _work(shop: Workshop, languages_wanted: Sequence[str], paths: Sequence[Path]) -> Work:
    """Compare the French with itself once, and apply the changes to each language."""
    project = shop.project
    wanted = {d.name for d in project.chosen_documents(shop.tree.documents, paths)}
    new = {name: manuscript.segments for name, manuscript in shop.manuscripts.items()}
    blocked = {name for name in new if project.template(name) in shop.unreadable}
    old = {name: template for name, template in shop.templates.items() if name not in shop.unread}
    for name in new.keys() - old.keys():
        stand_in = next((known[name] for known in shop.catalogs.values() if name in known), None)
        if stand_in is not None:
            old[name] = stand_in
    changes = catalogs.compare(old, new)
    now = _now()
    work = Work()
    gone = {name for name in _names(shop) if name not in new and name not in shop.unread} if not paths else set()
    for language in languages_wanted:
        _catalogs_of(shop, language, changes, work, wanted=(wanted & new.keys()) - blocked, gone=gone, now=now)
    for name in sorted((wanted & new.keys()) - blocked):
        _template(shop, name, changes, work, now)
    for name in sorted(gone):
        path = project.template(name)
        if path in shop.bytes_of:
            work.removals.append((path, shop.bytes_of[path]))
    return work


def _names(shop: Workshop) -> set[str]:
    return set(shop.templates).union(*(known.keys() for known in shop.catalogs.values()))


def _now() -> datetime:
    """The time of this run; ``SOURCE_DATE_EPOCH`` makes runs repeatable (reproducible-builds.org)."""
    fixed = os.environ.get("SOURCE_DATE_EPOCH", "")
    return datetime.fromtimestamp(int(fixed), UTC) if fixed.isdecimal() else datetime.now(UTC)


def _catalogs_of(
    shop: Workshop, language: str, changes: Changes, work: Work, *, wanted: set[str], gone: set[str], now: datetime
) -> None:
    """Merge the changes into all catalogs of one language."""
    project = shop.project
    shelf = Shelf(shop.catalogs.get(language, {}))
    tally, words = work.counts.setdefault(language, Counter()), work.words.setdefault(language, Counter())
    left = {changes.renamed[name] for name in wanted if name in changes.renamed}
    for name in sorted(wanted | (gone & shelf.keys())):
        path = project.catalog(language, name)
        if path in shop.unreadable:
            continue
        segments = () if name in gone else shop.manuscripts[name].segments
        if name in left and name in gone:
            work.removals.append((path, shop.bytes_of[path]))
            continue
        merged = _merged(shop, changes, name, shelf, segments=segments, language=language, now=now)
        if merged is None:
            continue
        for how, count in merged.counts.items():
            tally[how] += count.segments
            words[how] += count.words
        if name in gone and not _holds_translations(shelf[name]):
            work.removals.append((path, shop.bytes_of[path]))
        elif not merged.unchanged:
            work.writes.append((path, merged.data, shop.bytes_of.get(path)))


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
    )
    if data != shop.bytes_of.get(path):
        work.writes.append((path, data, shop.bytes_of.get(path)))


def _write(work: Work, project: Project) -> None:
    """Write catalogs first, templates last, then remove what has a new name: killed anywhere, nothing is lost."""
    for path, data, expected in work.writes:
        files.write(path, data, root=project.root, expected=expected)
    for path, expected in work.removals:
        files.remove(path, root=project.root, expected=expected)


def _outcome(shop: Workshop, work: Work, *, check: bool) -> Outcome:
    changed = len(work.writes) + len(work.removals)
    total = sum(len({s.key for s in m.segments}) for m in shop.manuscripts.values())
    lines = [f"{_many(len(shop.manuscripts), 'document')}, {_many(total, 'segment')}; {_files(changed, check=check)}"]
    for language, counts in work.counts.items():
        said = [
            f"{counts[how]} {how} ({_many(work.words[language][how], 'word')})"
            for how in How
            if counts[how] and how is not How.KEPT
        ]
        if said:
            lines.append(f"{language}: {', '.join(said)}")
    if check:
        lines += [f"would write {shop.project.shown(path)}" for path, _, _ in work.writes]
        lines += [f"would remove {shop.project.shown(path)}" for path, _ in work.removals]
    return Outcome(
        code=code_of(problems=bool(shop.problems), to_see=check and changed > 0),
        report="\n".join(lines),
        problems=tuple(shop.problems),
        findings=shop.tree.findings,
        details=_omitted(shop),
    )


def _files(changed: int, *, check: bool) -> str:
    if not changed:
        return "all catalogs are up to date"
    return f"{_many(changed, 'file')} would change" if check else f"{_many(changed, 'file')} changed"


def _many(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _omitted(shop: Workshop) -> tuple[str, ...]:
    """Text that no translator is offered, for ``-v``: nothing is left out in silence."""
    return tuple(
        f"{manuscript.path}{'' if omitted.line is None else f':{omitted.line}'}: "
        f"not offered ({omitted.reason}): {_short(omitted.text)}"
        for manuscript in shop.manuscripts.values()
        for omitted in manuscript.omitted
    )


def _short(text: str) -> str:
    return text if len(text) <= 70 else f"{text[:69]}…"
