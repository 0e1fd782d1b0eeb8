"""``doctor``: what is wrong with the project's catalogs, and what can be mended safely."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from enregard import files, languages
from enregard.commands.loading import Workshop, load
from enregard.commands.outcome import Outcome, code_of
from enregard.model import Finding, Place, Severity
from enregard.project import Project


def doctor(project: Project, *, fix: bool) -> Outcome:
    """Findings about files rather than texts; ``fix`` removes what killed runs have left. Raises ProjectError."""
    shop = load(project)
    findings = [*shop.findings, *_documents(shop)]
    for language, known in shop.catalogs.items():
        for catalog in known.values():
            findings += _header(catalog.path, catalog.header, language)
    lines = []
    if fix:
        with files.lock(project.root):
            swept = sum(files.sweep(folder, root=project.root) for folder in _folders(project))
        lines.append(f"removed {swept} temporary files" if swept else "nothing to mend without asking you")
    if not findings and not shop.problems:
        lines.append("nothing is wrong")
    return Outcome(
        code=code_of(problems=bool(shop.problems), to_see=bool(findings)),
        report="\n".join(lines),
        problems=tuple(shop.problems),
        findings=tuple(findings),
    )


def _folders(project: Project) -> tuple[Path, ...]:
    return tuple(folder for folder in (project.catalog_folder,) if folder.is_dir())


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


def _header(path: str, fields: Mapping[str, str], language: str) -> list[Finding]:
    """A header that says something else than the folder it lies in."""
    found = []
    said = fields.get("Language", "").replace("_", "-")
    if said and said != language:
        found.append(
            Finding(
                "wrong-language",
                Severity.ERROR,
                f"its header says Language: {said}, but it lies in the folder of {language}",
                po=Place(path, 1),
            )
        )
    plural = fields.get("Plural-Forms", "")
    wanted = languages.plural_forms(language)
    if plural and plural.replace(" ", "").rstrip(";") != wanted.replace(" ", "").rstrip(";"):
        found.append(
            Finding(
                "plural-forms",
                Severity.WARNING,
                f"its header says Plural-Forms: {plural}; for {language} it is usually {wanted}",
                po=Place(path, 1),
            )
        )
    return found
