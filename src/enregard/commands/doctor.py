"""``doctor``: what editors, tools and merges did to the project's catalogs, and what can be mended safely."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from enregard import files, languages
from enregard.catalogs import Catalog, Heading, headings
from enregard.catalogs.health import Expected, complaints, mended
from enregard.catalogs.mispairing import mispaired_by_merge
from enregard.commands import history
from enregard.commands.course import VERSION
from enregard.commands.loading import Workshop, load
from enregard.commands.outcome import Outcome, code_of, many
from enregard.commands.starting import ATTRIBUTES, DRIVER
from enregard.errors import EnregardError
from enregard.model import Finding, Place, Severity
from enregard.project import Project


def doctor(project: Project, *, fix: bool) -> Outcome:
    """Findings about files rather than texts.

    ``fix`` puts right what is safe, and removes what killed runs have left; no translation, state or comment changes.
    Raises ProjectError, WritingError.
    """
    shop = load(project)
    in_git = history.in_repository(project.root)
    known = history.versions(project.root, project.shown(project.catalog_folder)) if in_git else {}
    lines: list[str] = []
    failed: list[EnregardError] = []
    if fix:
        with files.lock(project.root):
            lines += _mend(shop, failed, known)
            swept = sum(files.sweep(folder, root=project.root) for folder in _folders(project))
        lines += [f"removed {many(swept, 'temporary file')}"] if swept else []
        lines = lines or ["nothing to mend without asking you"]
        shop = load(project)
    findings = [*shop.findings, *_documents(shop)]
    for language, name, catalog in _catalogs(shop):
        findings += complaints(catalog, _expected(shop, language, name, known))
    findings += (*_driver(project), *_merges(shop)) if in_git else ()
    if not findings and not shop.problems:
        lines.append("nothing is wrong")
    return Outcome(
        code=code_of(
            problems=bool(shop.problems or failed), to_see=any(f.severity is not Severity.INFO for f in findings)
        ),
        report="\n".join(lines),
        problems=(*shop.problems, *failed),
        findings=tuple(dict.fromkeys(findings)),
    )


def _folders(project: Project) -> tuple[Path, ...]:
    """Where runs write, and may have been killed."""
    places = (project.catalog_folder, project.root / files.WORKSHOP, project.root / project.settings.paths.output)
    return tuple(place for place in places if place.is_dir() and place.resolve().is_relative_to(project.root.resolve()))


def _catalogs(shop: Workshop) -> Iterator[tuple[str, str, Catalog]]:
    """Language, document name and catalog of all catalogs that could be read."""
    for language, known in shop.catalogs.items():
        for name, catalog in known.items():
            yield language, name, catalog


def _expected(shop: Workshop, language: str, name: str, known: Mapping[str, Sequence[str]]) -> Expected:
    """What a catalog is compared with."""
    settings = shop.project.settings
    path = shop.project.catalog(language, name)
    shown = shop.project.shown(path)
    return Expected(
        language=language,
        plural_forms=languages.plural_forms(language),
        fields=_full_header(shop, language, shop.catalogs[language][name].header),
        template=shop.templates.get(name),
        earlier=history.earlier(shop.project.root, shown, shop.bytes_of[path], known.get(shown, ())),
        wrap=settings.catalogs.wrap,
    )


def _full_header(shop: Workshop, language: str, there: Mapping[str, str]) -> dict[str, str]:
    """The fields of a catalog that `extract` makes; dates that are missing are the one that is there."""
    date = there.get("PO-Revision-Date") or there.get("POT-Creation-Date") or "YEAR-MO-DA HO:MI+ZONE"
    heading = Heading(
        project=shop.project.settings.project.title or "enregard",
        version=VERSION,
        date=date,
        language=language.replace("-", "_"),
        plural_forms=languages.plural_forms(language),
        source_language=shop.project.language,
    )
    return dict(headings.fields(heading))


def _mend(shop: Workshop, failed: list[EnregardError], known: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Write what is safe to put right; one line for each file. What an editor saved meanwhile is left alone."""
    for language, name, catalog in _catalogs(shop):
        path = shop.project.catalog(language, name)
        try:
            result = mended(catalog, _expected(shop, language, name, known))
            if result.done:
                files.write(path, result.data, root=shop.project.root, expected=shop.bytes_of[path])
                yield f"{catalog.path}: {'; '.join(result.done)}"
        except EnregardError as error:
            failed.append(error)


def _driver(project: Project) -> Iterator[Finding]:
    """What is told where git is asked to merge by entry, and this clone does not know how: it merges by line then."""
    attributes = project.root / ATTRIBUTES
    asked = attributes.is_file() and b"merge=enregard" in attributes.read_bytes()
    if asked and not history.configured(project.root, DRIVER):
        message = "this clone merges catalogs line by line (run: enregard init --git)"
        yield Finding("git-driver", Severity.INFO, message, source=Place(ATTRIBUTES))


def _merges(shop: Workshop) -> Iterator[Finding]:
    """Translations that a merge in the project's history put under another sentence."""
    folder = shop.project.shown(shop.project.catalog_folder)
    known = {catalog.path: catalog for _, _, catalog in _catalogs(shop)}
    for merge in history.merges(shop.project.root, folder):
        if now := known.get(merge.path):
            yield from mispaired_by_merge(now, merge.result, merge.parents, commit=merge.commit)


def _documents(shop: Workshop) -> list[Finding]:
    """Catalogs that belong to no document, documents without catalog."""
    found: list[Finding] = []
    for language, known in shop.catalogs.items():
        found += [
            Finding(
                "orphan-catalog",
                Severity.WARNING,
                "belongs to no document; its translations are still found by `enregard extract`",
                po=Place(known[name].path),
            )
            for name in known.keys() - shop.manuscripts.keys() - shop.unread
        ]
        for name in shop.manuscripts.keys() - known.keys():
            path = shop.project.catalog(language, name)
            if path not in shop.unreadable:
                found.append(
                    Finding(
                        "missing-catalog",
                        Severity.WARNING,
                        f"there is no catalog for {language} yet; `enregard extract` makes it",
                        source=Place(shop.manuscripts[name].path),
                    )
                )
    return sorted(found, key=lambda f: (f.rule, str(f.po or f.source)))
