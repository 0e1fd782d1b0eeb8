"""``build``: every edition as pages, with each translation that is good enough to be read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from enregard import coverage, editions, files, publication
from enregard.commands import describing, record, searching
from enregard.commands.loading import Workshop, load
from enregard.commands.outcome import Outcome, code_of, many
from enregard.editions import AssetCopy, Document, OutputFile
from enregard.errors import SourceError, UsageError
from enregard.model import Counts, Finding, Page, Place, Severity, State
from enregard.project import Project
from enregard.sources.contract import Manuscript


@dataclass(slots=True)
class _Press:
    """What the pages of all documents came to, before any is written."""

    shop: Workshop
    drafts: bool
    pages: dict[str, Mapping[str, Page]] = field(default_factory=dict)
    documents: list[Document] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    shown: frozenset[str] = frozenset()
    """Languages of the editions that are built."""
    missing: list[Finding] = field(default_factory=list)
    """Passages without a translation that may be published, where settings say that a build then fails."""


def build(
    project: Project, *, wanted: Sequence[str], output: Path | None, drafts: bool, fresh: bool, search: bool = False
) -> Outcome:
    """Build editions. Raises ProjectError, UsageError and WritingError where nothing can be built at all."""
    folder = project.output(output)
    names = _names(project, wanted)
    before = record.built(folder, project)
    shown = frozenset(t for t in project.targets if any(name == t or name.endswith(f"-{t}") for name in names))
    press = _Press(load(project), drafts, shown=shown)
    for name, manuscript in press.shop.manuscripts.items():
        _set(press, name, manuscript)
    if press.missing:
        return Outcome(
            code=code_of(problems=bool(press.shop.problems), to_see=True),
            report='nothing built: passages are not translated (untranslated = "fail")',
            problems=tuple(press.shop.problems),
            findings=(*press.shop.findings, *press.findings, *press.missing),
        )
    if fresh:
        record.sweep(folder, before)
        before = frozenset()
    # Editions that are not asked for stay as they were built, and pages lead to them.
    others = {e for e in project.all_editions if f"{e}/index.html" in before and (folder / e / "index.html").is_file()}
    offered = [edition for edition in project.all_editions if edition in {*names, *others}]
    site = describing.site(
        project,
        press.documents,
        press.shop.tree.assets,
        editions=offered,
        drafts=drafts,
        search=search,
        history=describing.history(project, press.shop.problems),
    )
    order = editions.plan(site)
    kept = {path for path in before if path.partition("/")[0] in others - set(names)}
    changed = _write(press, order, names, folder, kept)
    record.sweep(folder, before - kept)
    record.keep(folder, project, kept)
    return _outcome(press, order, folder, names, changed)


def _names(project: Project, wanted: Sequence[str]) -> tuple[str, ...]:
    """The editions to build. Raises UsageError for one that the project cannot have."""
    for name in wanted:
        if name not in project.all_editions:
            raise UsageError(
                f"there is no edition {name!r} of this project",
                advice=f"There is: {', '.join(project.all_editions)}.",
            )
    return tuple(dict.fromkeys(wanted)) or project.editions


def _set(press: _Press, name: str, manuscript: Manuscript) -> None:
    """Render one document in all languages."""
    shop = press.shop
    settings = shop.project.settings
    published = press.drafts or not manuscript.front_matter.draft
    try:
        source = publication.source_page(manuscript, language=shop.project.language, limits=settings.limits)
        pages: dict[str, Page] = {shop.project.language: source}
        counts: dict[str, Counts] = {}
        translations = {}
        for language in shop.project.targets:
            catalog = shop.catalogs[language].get(name)
            facing = publication.facing(
                manuscript,
                catalog,
                source,
                language=language,
                stale=settings.editions.stale,
                limits=settings.limits,
                addresses=settings.checks.addresses,
            )
            pages[language] = facing.translation
            counts[language] = coverage.count(manuscript.segments, catalog)
            translations[language] = describing.translation(manuscript.segments, catalog, facing)
            if catalog is not None:
                press.findings += publication.quarantine_findings(facing, catalog, manuscript)
            if settings.editions.untranslated == "fail" and published and language in press.shown:
                press.missing += _missing(manuscript, facing.states, language)
    except SourceError as error:
        shop.problems.append(error)
        return
    if settings.markdown.source_html == "sanitise":
        pages = {language: publication.sanitised(page) for language, page in pages.items()}
    press.pages[name] = pages
    press.documents.append(
        editions.describe(
            name=name,
            source_path=manuscript.path,
            pages=editions.galleys(pages, path=shop.files[name].path, source=shop.project.language),
            counts=counts,
            front_matter=manuscript.front_matter,
            translations=translations,
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


def _write(press: _Press, order: editions.Plan, names: Sequence[str], folder: Path, kept: set[str]) -> int:
    """Write all files of the editions, noting their paths in ``kept``; the number of files new or changed."""
    changed = 0
    said = set(press.findings)
    for output in _outputs(press, order, names, folder):
        if isinstance(output, Finding):
            if output not in said:  # each edition sees the same dead link
                press.findings.append(output)
            said.add(output)
        else:
            changed += _put(output, folder, press.shop.project)
            kept.add(output.path if isinstance(output, OutputFile) else output.target)
    return changed


def _outputs(press: _Press, order: editions.Plan, names: Sequence[str], folder: Path) -> Iterator[editions.Output]:
    """Everything that is published, page by page; the way in comes last, when there is something behind it."""
    for name in names:
        way = editions.edition_named(order.site, name)
        for document in editions.published(order):
            yield from editions.made(order, way, document, press.pages[document.name])
        yield from way.rest(order)
    yield from editions.shared(order)
    if order.site.search:  # its index is read off the pages that are written by now
        yield from searching.index(order, folder, press.shop.problems)


def _put(output: OutputFile | AssetCopy, folder: Path, project: Project) -> bool:
    if isinstance(output, OutputFile):
        return files.write(folder / output.path, output.data, root=folder, durable=False)
    return files.copy(project.source_folder / output.source, folder / output.target, root=folder)


def _outcome(press: _Press, order: editions.Plan, folder: Path, names: Sequence[str], changed: int) -> Outcome:
    problems = tuple(press.shop.problems)
    published = list(editions.published(order))
    done = f"{many(len(published), 'document')} in {many(len(names), 'edition')} ({', '.join(names)})"
    lines = [f"{done}; {many(changed, 'file')} changed"]
    for language in order.site.targets:
        total = coverage.total(document.counts[language] for document in published)
        lines.append(
            f"{language}: {coverage.percent(total)} % translated ({total.translated} of {total.segments} segments)"
        )
    lines.append(f"open {files.shown(folder / 'index.html')}")
    severe = any(finding.severity is Severity.ERROR for finding in press.findings)
    return Outcome(
        code=code_of(problems=bool(problems), to_see=severe),
        report="\n".join(lines),
        problems=problems,
        findings=(*press.shop.findings, *sorted(press.findings, key=lambda f: f.severity is not Severity.ERROR)),
    )
