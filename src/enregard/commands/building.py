"""``build``: every edition as pages, with each translation that is good enough to be read."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from enregard import coverage, editions, files, publication
from enregard.commands.loading import Workshop, load
from enregard.commands.outcome import Outcome, code_of
from enregard.editions import AssetCopy, Document, OutputFile, Site
from enregard.errors import EnregardError, SourceError
from enregard.model import Counts, Finding, Page, Place, Severity, State
from enregard.project import Project
from enregard.sources.contract import Manuscript

RECORD = "built.json"
"""In ``.enregard``: what the last build wrote where, so that pages of texts that are gone are removed."""


@dataclass(slots=True)
class _Press:
    """What the pages of all documents came to, before any is written."""

    shop: Workshop
    pages: dict[str, Mapping[str, Page]] = field(default_factory=dict)
    documents: list[Document] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    missing: list[Finding] = field(default_factory=list)
    """Passages without a translation that may be published, where settings say that a build then fails."""


def build(project: Project, *, wanted: Sequence[str], output: Path | None, drafts: bool, fresh: bool) -> Outcome:
    """Build editions. Raises ProjectError and WritingError where nothing can be built at all."""
    folder = project.output(output)
    names = tuple(wanted) or project.editions
    shop = load(project)
    press = _Press(shop)
    for name, manuscript in shop.manuscripts.items():
        _set(press, name, manuscript)
    if press.missing:
        return Outcome(
            code=code_of(problems=bool(shop.problems), to_see=True),
            report='nothing built: passages are not translated (untranslated = "fail")',
            problems=tuple(shop.problems),
            findings=tuple(press.findings + press.missing),
        )
    site = _site(project, press, names, drafts=drafts)
    order = editions.plan(site)
    written = _write(press, order, names, folder, project, fresh=fresh)
    return _outcome(press, folder, names, written, project)


def _set(press: _Press, name: str, manuscript: Manuscript) -> None:
    """Render one document in all languages."""
    shop = press.shop
    settings = shop.project.settings
    try:
        source = publication.source_page(manuscript, language=shop.project.language, limits=settings.limits)
        pages: dict[str, Page] = {shop.project.language: source}
        counts: dict[str, Counts] = {}
        for language in shop.project.targets:
            catalog = shop.catalogs[language].get(name)
            facing = publication.facing(
                manuscript, catalog, source, language=language, stale=settings.editions.stale, limits=settings.limits
            )
            pages[language] = facing.translation
            counts[language] = coverage.count(manuscript.segments, catalog)
            if catalog is not None:
                press.findings += publication.quarantine_findings(facing, catalog, manuscript)
            if settings.editions.untranslated == "fail":
                press.missing += _missing(manuscript, facing.states, language)
    except SourceError as error:
        shop.problems.append(error)
        return
    file = shop.files()[name]
    press.pages[name] = pages
    press.documents.append(
        editions.describe(
            name=name,
            path=file.path,
            source_path=manuscript.path,
            pages=pages,
            counts=counts,
            front_matter=manuscript.front_matter,
            source=shop.project.language,
        )
    )


def _missing(manuscript: Manuscript, states: Mapping[tuple[str | None, str], State], language: str) -> list[Finding]:
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


def _site(project: Project, press: _Press, names: Sequence[str], *, drafts: bool) -> Site:
    settings = project.settings
    return Site(
        title=settings.project.title,
        documents=tuple(press.documents),
        source=project.language,
        targets=project.targets,
        editions=tuple(names),
        assets=press.shop.tree.assets,
        url=settings.project.url,
        authors=settings.project.authors,
        licence=settings.project.licence,
        image_hosts=settings.site.image_hosts,
        untranslated=settings.editions.untranslated,
        hreflang_threshold=settings.editions.hreflang_threshold,
        drafts=drafts,
        templates=project.overrides(),
    )


def _write(
    press: _Press, order: editions.Plan, names: Sequence[str], folder: Path, project: Project, *, fresh: bool
) -> int:
    """Write all files of the editions; the number of files that are new or changed."""
    if fresh:
        _remove_others(folder, project, set())
    kept: set[str] = set()
    changed = 0
    outputs: list[editions.Output] = [editions.landing(order), *editions.static_files(order.site)]
    for name in names:
        way = editions.edition_named(order.site, name)
        for document in editions.published(order):
            outputs += way.document(order, document, press.pages[document.name])
        outputs += way.rest(order)
        for output in outputs:
            if isinstance(output, Finding):
                press.findings.append(output)
                continue
            changed += _put(output, folder, project)
            kept.add(output.path if isinstance(output, OutputFile) else output.target)
        outputs = []
    _remove_others(folder, project, kept)
    return changed


def _put(output: OutputFile | AssetCopy, folder: Path, project: Project) -> bool:
    if isinstance(output, OutputFile):
        return files.write(folder / output.path, output.data, root=folder, durable=False)
    return files.copy(project.source_folder / output.source, folder / output.target, root=folder)


def _remove_others(folder: Path, project: Project, kept: set[str]) -> None:
    """Remove what an earlier build wrote into the folder and this one did not: only files of ours, never others."""
    record = project.root / files.WORKSHOP / RECORD
    known: dict[str, list[str]] = {}
    try:
        found = json.loads(record.read_bytes())
        known = {str(k): [str(p) for p in v] for k, v in found.items()} if isinstance(found, dict) else {}
    except (OSError, ValueError, TypeError, AttributeError):
        known = {}
    for path in known.get(str(folder), []):
        if path not in kept:
            files.remove(folder / path, root=folder)
    known[str(folder)] = sorted(kept)
    files.write(record, json.dumps(known, ensure_ascii=True, sort_keys=True).encode(), root=project.root, durable=False)


def _outcome(press: _Press, folder: Path, names: Sequence[str], written: int, project: Project) -> Outcome:
    problems: tuple[EnregardError, ...] = tuple(press.shop.problems)
    lines = [f"{len(press.documents)} documents in {len(names)} editions ({', '.join(names)}); {written} files changed"]
    for language in project.targets:
        total = coverage.total(document.counts[language] for document in press.documents)
        lines.append(
            f"{language}: {coverage.percent(total)} % translated ({total.translated} of {total.segments} segments)"
        )
    lines.append(f"open {files.shown(folder / 'index.html')}")
    severe = any(finding.severity is Severity.ERROR for finding in press.findings)
    return Outcome(
        code=code_of(problems=bool(problems), to_see=severe),
        report="\n".join(lines),
        problems=problems,
        findings=(*press.shop.tree.findings, *press.findings),
    )
