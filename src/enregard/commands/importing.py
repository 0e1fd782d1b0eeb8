"""``import-po``: translations that other programs made of the same documents go into our catalogs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from enregard import catalogs, deadline, files
from enregard.catalogs import Catalog, Key
from enregard.catalogs.editing import edited
from enregard.catalogs.foreign import Cut, Foreign, How, Pair, pairs
from enregard.commands.loading import Workshop, load
from enregard.commands.outcome import Outcome, code_of, many
from enregard.errors import CatalogError, EnregardError, SourceError, UsageError
from enregard.model import Entry, Reading, State
from enregard.project import Project
from enregard.project import reading as disk
from enregard.registry import SOURCES
from enregard.reports.terminal import excerpt

_LONGEST = 70


def import_po(project: Project, paths: Sequence[Path], *, locale: str | None, check: bool) -> Outcome:
    """Fill what our catalogs lack from these PO files; ``check`` writes nothing. What is translated stays.

    Raises ProjectError, UsageError where the language is not certain or a file is not there, WritingError.
    """
    data = [disk.named(path) for path in paths]
    with files.lock(project.root):
        return _imported(project, paths, data, locale=locale, check=check)


def _imported(
    project: Project, paths: Sequence[Path], data: Sequence[bytes], *, locale: str | None, check: bool
) -> Outcome:
    problems: list[EnregardError] = []
    foreign: dict[int, Catalog] = {}
    for number, (path, content) in enumerate(zip(paths, data, strict=True)):
        try:
            foreign[number] = catalogs.read(content, path=files.shown(path), limits=project.settings.limits)
        except CatalogError as error:
            problems.append(error)
    language = _language(project, list(foreign.values()), locale)
    shop = load(project, languages=[language])
    known = [pair for number, catalog in foreign.items() for pair in _pairs(shop, catalog, number, language)]
    used: dict[int, Counter[How]] = {number: Counter() for number in foreign}
    ours = {entry.msgid for catalog in shop.catalogs[language].values() for entry in catalog.entries}
    placed = {(pair.file, pair.entry.key) for pair in known if pair.msgid in ours}
    source = Foreign(known)
    for name, catalog in shop.catalogs[language].items():
        changed = _filled(catalog, source, used, placed) if name in shop.manuscripts else {}
        if changed and not check:
            path = project.catalog(language, name)
            files.write(path, edited(catalog, changed), root=project.root, expected=shop.bytes_of[path])
    return _told(shop, foreign, known, used, placed, problems=problems, language=language, check=check)


def _language(project: Project, foreign: Sequence[Catalog], locale: str | None) -> str:
    """The language to import: the one named, that of the files, or the only one of the project."""
    if locale is not None:
        return project.chosen_languages([locale])[0]
    said = {c.language.replace("_", "-") for c in foreign if c.language} & set(project.targets)
    chosen = list(said) or list(project.targets)
    if len(chosen) != 1:
        raise UsageError("the language of these files is not certain", advice="Name it: --locale en, for example.")
    return chosen[0]


def _pairs(shop: Workshop, catalog: Catalog, number: int, language: str) -> Iterator[Pair]:
    """The pieces of all translations of a foreign file, cut as the project cuts its documents."""
    french = _cut(shop.reading)
    translated = _cut(replace(shop.reading, language=language, rules=None, rules_path=None, abbreviations=()))
    for entry in catalog.entries:
        if entry.msgstr.strip() and entry.msgid_plural is None and entry.key not in catalog.damaged:
            yield from pairs(entry, file=number, french=french, translated=translated)


def _cut(reading: Reading) -> Cut:
    def cut(text: str) -> Sequence[str]:
        try:
            with deadline.within(reading.limits.segment_seconds, path="import"):
                manuscript = SOURCES[".md"](text, path="import.md", name="import", reading=reading, ids={})
        except SourceError:
            return ()
        return [segment.text for segment in manuscript.segments]

    return cut


def _filled(
    catalog: Catalog, source: Foreign, used: dict[int, Counter[How]], placed: set[tuple[int, Key]]
) -> dict[Key, Entry]:
    """Entries of a catalog that get a translation: those without one, and drafts for which there is a certain one."""
    changed = {}
    for entry in catalog.entries:
        if entry.msgid_plural is not None or not (found := source.found(entry)):
            continue
        pair, how, filled = found
        if how is not How.STALE:
            placed.add((pair.file, pair.entry.key))
        if entry.state is State.TRANSLATED or (entry.state is not State.UNTRANSLATED and how is How.STALE):
            continue
        placed.add((pair.file, pair.entry.key))
        used[pair.file][how] += 1
        changed[entry.key] = filled
    return changed


def _told(
    shop: Workshop,
    foreign: dict[int, Catalog],
    known: Sequence[Pair],
    used: dict[int, Counter[How]],
    placed: set[tuple[int, Key]],
    *,
    problems: Sequence[EnregardError],
    language: str,
    check: bool,
) -> Outcome:
    """What was carried, what not, and why."""
    lines, details, to_see = [], [], False
    for number, catalog in foreign.items():
        counts = used[number]
        good = sum(count for how, count in counts.items() if how is not How.STALE)
        how_many = ", ".join(f"{counts[how]} {how}" for how in How if counts[how] and how is not How.STALE)
        verb = "would be carried" if check else "carried"
        line = f"{catalog.path}: {many(good, 'sentence')} {verb}{f' ({how_many})' if how_many else ''}"
        rest = [entry for entry in catalog.entries if entry.msgstr.strip() and (number, entry.key) not in placed]
        to_see |= bool(counts[How.STALE] or rest)
        lines.append(f"{line}, {counts[How.STALE]} stale, {len(rest)} not used")
        details += [
            f"{catalog.path}:{entry.line}: not used ({_why(entry, catalog)}): {_short(entry.msgid)}" for entry in rest
        ]
        details += _uncertain(catalog, number, known)
    missing = [name for name in shop.manuscripts if name not in shop.catalogs[language]]
    if missing:
        lines.append(f"{many(len(missing), 'document')} without catalog: run enregard extract first")
        to_see = True
    return Outcome(
        code=code_of(problems=bool(problems or shop.problems), to_see=to_see),
        report="\n".join(lines),
        problems=(*problems, *shop.problems),
        details=tuple(details),
    )


def _uncertain(catalog: Catalog, number: int, known: Sequence[Pair]) -> Iterator[str]:
    """One line for each entry that could not be cut sentence by sentence."""
    for pair in {(pair.file, pair.entry.key): pair for pair in known}.values():
        if pair.file == number and len(pair.parts) > 1 and not pair.certain:
            fuzzy = "fuzzy" in pair.entry.flags
            why = "a draft there" if fuzzy else f"its translation does not fit its {len(pair.parts)} sentences"
            yield f"{catalog.path}:{pair.entry.line}: stale ({why}): {_short(pair.entry.msgid)}"


def _why(entry: Entry, catalog: Catalog) -> str:
    if entry.key in catalog.damaged:
        return catalog.damaged[entry.key]
    if entry.msgid_plural is not None:
        return "plural forms"
    return "no sentence of the documents is like it"


def _short(text: str) -> str:
    return excerpt(" ".join(text.split()), _LONGEST)
