"""The making of pages: documents are made ready one by one, the site is put in order, and what changed is printed."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from functools import partial
from itertools import chain, islice
from pathlib import Path

from enregard import codec, coverage, editions, execution, files
from enregard.commands import describing, manifest
from enregard.commands.loading import refuse_emptiness
from enregard.commands.manifest import Manifest, Written
from enregard.commands.outcome import Outcome, code_of, many
from enregard.commands.preparing import unpacked
from enregard.commands.program import digest
from enregard.commands.readying import Ready, Shelf
from enregard.commands.survey import at_rest, content, named
from enregard.commands.task import Task
from enregard.editions import AssetCopy, Document, Edition, Outlook, OutputFile, Plan
from enregard.errors import EnregardError
from enregard.model import Finding, Severity

PAYS = 12
"""Documents with pages to make from which further processes are worth their start (measured)."""
PAYS_WHOLE = 150
"""Documents from which a further process is worth its start for lists of all documents (measured)."""
_OWN = tuple(part.name for part in fields(Outlook) if part.name != "masthead")
"""What an outlook has of its own; the masthead is that of the whole site."""


@dataclass(slots=True)
class _Press:
    """A build under way."""

    task: Task
    shelf: Shelf
    plan: Plan
    faces: str
    """Digest of all that pages of documents show of the rest of the site, unless they list documents ..."""
    site: str
    """... and of all that anything shows of it."""
    problems: list[EnregardError]
    written: dict[str, Written] = field(default_factory=dict)
    told: dict[str, str] = field(default_factory=dict)
    """What there is to say about each page ..."""
    said: dict[str, str] = field(default_factory=dict)
    """... which is often the same, and held once."""
    changed: int = 0
    """Files that are new or hold something else now."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A document whose pages are to be made: what it says, and what each page shows of the rest. Pickles."""

    document: Document
    articles: bytes
    outlooks: Mapping[str, Outlook]
    """By the edition's name."""


def printed(task: Task) -> Outcome:
    """Build what is not as it should be. Raises ProjectError and WritingError where nothing can be built at all."""
    refuse_emptiness(task.project, task.found.tree)
    shelf = Shelf(task)
    ready = shelf.ready()
    missing = [finding for one in ready.values() for finding in one.prepared.missing]
    if missing:
        shelf.keep()
        return Outcome(
            code=code_of(problems=bool(shelf.problems), to_see=True),
            report='nothing built: passages are not translated (untranslated = "fail")',
            problems=tuple(shelf.problems),
            findings=(*shelf.warnings, *(f for one in ready.values() for f in one.prepared.findings), *missing),
        )
    before, others = task.before, _others(task, task.before)
    if task.fresh:
        before = Manifest(frozenset(path for path in before.paths if path.partition("/")[0] in others))
        manifest.sweep(task.folder, task.before.paths - before.paths)
    problems: list[EnregardError] = []
    plan = _plan(task, ready, others, task.before, problems)
    press = _Press(task, shelf, plan, *_digests(task, ready, plan), problems)
    _announce(press, before)
    _pages(press, ready, before)
    _whole_site(press, before)
    for path in before.paths:
        if path.partition("/")[0] in others:
            unknown = Written("", "", manifest.lies(f"{task.folder}/{path}"))
            _stay(press, before, path, before.written.get(path, unknown))
    manifest.sweep(task.folder, before.paths - press.written.keys())
    return _done(press, ready)


def _announce(press: _Press, before: Manifest) -> None:
    """Note what will be new in the folder before it is there: were this build killed, the next one could remove it."""
    plan, task = press.plan, press.task
    places = [plan.addresses[document.name] for document in editions.published(plan)]
    places += [*(folder.address for folder in plan.folders.values()), *plan.site.assets]
    paths = before.paths.union(f"{name}/{place}" for name in task.names for place in places)
    if paths > before.paths:
        manifest.keep(task.folder, task.project, task.kept, replace(before, paths=paths, inputs=""))


def _others(task: Task, before: Manifest) -> set[str]:
    """Editions that are not asked for: they stay as they were built, and pages lead to them.

    None where all are asked for that the settings name: what is there beside them is of earlier settings, and old.
    """
    if set(task.names) >= set(task.project.editions):
        return set()
    built = {e for e in task.project.all_editions if f"{e}/index.html" in before.paths} - set(task.names)
    return {edition for edition in built if (task.folder / edition / "index.html").is_file()}


def _plan(
    task: Task, ready: Mapping[str, Ready], others: set[str], before: Manifest, problems: list[EnregardError]
) -> Plan:
    """The site in order. Raises ProjectError."""
    project = task.project
    offered = [edition for edition in project.all_editions if edition in {*task.names, *others}]
    documents = [one.prepared.document for one in ready.values() if one.prepared.document is not None]
    site = describing.site(
        project,
        documents,
        task.found.tree.assets,
        editions=offered,
        drafts=task.drafts,
        # Pages of editions that stay as they were lead to the search, if there was one: it is made again for them.
        search=task.search or (bool(others) and any(path.startswith("search.") for path in before.paths)),
        history=describing.history(project, problems),
    )
    return editions.plan(site)


def _digests(task: Task, ready: Mapping[str, Ready], plan: Plan) -> tuple[str, str]:
    """The digests of what pages of documents show of the site, unless they list documents, and of all of it."""
    around = digest(
        task.kept.seal, *task.names, json.dumps(codec.plain((replace(plan.site, documents=()), plan.masthead)))
    )
    return digest(around, *(one.face for one in ready.values())), digest(around, *(one.whole for one in ready.values()))


def _pages(press: _Press, ready: Mapping[str, Ready], before: Manifest) -> None:
    """Make every page again that is not there as it was written, or would be another one now."""
    ways = {name: editions.edition_named(press.plan.site, name) for name in press.task.names}
    sheets = _sheets(press, ready, before, ways)
    few = tuple(islice(sheets, PAYS))
    engine = execution.chosen(press.task.jobs, size=len(few) // PAYS * sys.maxsize, pays=PAYS)
    for made in engine.map(partial(pages_of, ways), chain(few, sheets)):
        for path, outputs in made:
            _take(press, path, outputs)


def _sheets(
    press: _Press, ready: Mapping[str, Ready], before: Manifest, ways: Mapping[str, Edition]
) -> Iterator[Sheet]:
    """The documents of which pages are to be made; of the others, their pages are noted as they stand."""
    head = digest(press.task.kept.seal, json.dumps(codec.plain(press.plan.masthead)))
    published = tuple(editions.published(press.plan))
    for number, document in enumerate(published, 1):
        press.task.progress("documents printed", number, len(published))
        one = ready[document.name]
        same = before.site == press.site or (before.faces == press.faces and not editions.lists(document))
        outlooks = {}
        for name, way in ways.items():
            path = f"{name}/{press.plan.addresses[document.name]}"
            old = before.written.get(path, Written("", "", ""))
            stands = (
                old.article == one.key and bool(old.lay) and old.lay == manifest.lies(f"{press.task.folder}/{path}")
            )
            if stands and same:
                _stay(press, before, path, old)
                continue
            outlook = editions.outlook(press.plan, way, document)
            seen = digest(head, json.dumps([codec.plain(getattr(outlook, part)) for part in _OWN]))
            if stands and seen == old.outlook:
                _stay(press, before, path, old)
            else:
                outlooks[name] = outlook
                press.written[path] = Written(one.key, seen, "")
        if outlooks:
            yield Sheet(document, press.shelf.articles(document.name), outlooks)


def _stay(press: _Press, before: Manifest, path: str, old: Written) -> None:
    press.written[path] = old
    if path in before.told:
        press.told[path] = before.told[path]


def pages_of(ways: Mapping[str, Edition], sheet: Sheet) -> list[tuple[str, tuple[editions.Output, ...]]]:
    """The pages of one document with what there is to say about each, the second step of a build; pure.

    Each with its path below the output folder.
    """
    articles = unpacked(sheet.articles)
    made = []
    for name, outlook in sheet.outlooks.items():
        outputs = tuple(editions.page(ways[name], sheet.document, articles[name], outlook))
        path = next(output.path for output in outputs if isinstance(output, OutputFile))
        made.append((path, outputs))
    return made


def _take(press: _Press, path: str, outputs: tuple[editions.Output, ...]) -> None:
    """Write a page, and note it."""
    _tell(press, path, [output for output in outputs if isinstance(output, Finding)])
    for output in outputs:
        if not isinstance(output, Finding):
            _put(press, output, press.written.get(path, Written("", "", "")))


def _tell(press: _Press, path: str, found: Sequence[Finding]) -> None:
    if found:
        said = json.dumps(codec.plain(found), separators=(",", ":"))
        press.told[path] = press.said.setdefault(said, said)


def _put(press: _Press, output: OutputFile | AssetCopy, known: Written) -> None:
    """Write one file, unless it stands there already, and note how it lies."""
    folder = press.task.folder
    if isinstance(output, OutputFile):
        path = output.path
        press.changed += files.write(folder / path, output.data, root=folder, durable=False)
    else:
        path, sources = output.target, press.task.project.source_folder
        source = sources / output.source
        known = Written("", at_rest(str(source)), "")
        real = Path(os.path.realpath(source))
        press.changed += files.copy(real if real.is_relative_to(sources) else source, folder / path, root=folder)
    press.written[path] = replace(known, lay=manifest.lies(f"{folder}/{path}"))


def _whole_site(press: _Press, before: Manifest) -> None:
    """What belongs to no document: assets, index pages, coverage, feeds; the way in last, with something behind it.

    Where the rest of the site is what it was for the last build, its files are, if they lie as they were written.
    """
    plan, folder = press.plan, press.task.folder
    for asset in chain.from_iterable(editions.copies(plan, name) for name in press.task.names):
        if not _same_asset(press, asset, before):
            _put(press, asset, Written("", "", ""))
    kept = {path: old for path, old in before.written.items() if old.outlook == press.site == before.site}
    if kept and all(old.lay and old.lay == manifest.lies(f"{folder}/{path}") for path, old in kept.items()):
        press.written |= kept
    else:
        parts = (*press.task.names, "")
        jobs = min(press.task.jobs or execution.cores(), len(parts))
        engine = execution.chosen(jobs, size=len(plan.order), pays=PAYS_WHOLE, chunk=1)
        for output in chain.from_iterable(engine.map(partial(rest_of, plan), parts)):
            _put(press, output, Written("", press.site, ""))
    if plan.site.search:  # its index is read off the pages that are written by now
        from enregard.commands import searching

        for output in searching.index(plan, folder, press.problems):
            _put(press, output, Written("", "", ""))


def rest_of(plan: Plan, name: str) -> tuple[OutputFile, ...]:
    """What an edition has beside the pages of its documents; without a name, what all editions share. Pure."""
    return tuple(editions.edition_named(plan.site, name).rest(plan) if name else editions.shared(plan))


def _same_asset(press: _Press, asset: AssetCopy, before: Manifest) -> bool:
    """Whether an asset and its copy both lie as they lay when it was copied; then that is noted."""
    old = before.written.get(asset.target)
    if old is None or old.article or not old.lay or old.lay != manifest.lies(f"{press.task.folder}/{asset.target}"):
        return False
    if old.outlook != at_rest(str(press.task.project.source_folder / asset.source)):
        return False
    press.written[asset.target] = old
    return True


def _done(press: _Press, ready: Mapping[str, Ready]) -> Outcome:
    """Keep what was found out, and tell what the build came to."""
    task = press.task
    press.shelf.keep()
    # What the search lacks may be there the next time, though nothing else has changed.
    certain = press.shelf.certain and not (press.plan.site.search and press.problems)
    certain = certain and all(content(place) == task.found.files.get(place) for place in named(task.project))
    places = [press.plan.addresses[document.name] for document in editions.published(press.plan)]
    names = dict.fromkeys((*task.names, *press.plan.site.editions))
    paths = (f"{name}/{place}" for name in names for place in places)
    found = Manifest(
        paths=frozenset(press.written),
        written=press.written,
        faces=press.faces,
        site=press.site,
        warnings=codec.plain(press.shelf.warnings),
        aside=[codec.plain(finding) for one in ready.values() for finding in one.prepared.findings],
        told={path: rows for path in paths if (rows := press.told.get(path))},
    )
    findings = found.findings(task.names)
    outcome = _outcome(press, findings)
    if certain:
        found = replace(found, inputs=task.inputs, outcome=codec.plain(outcome))
    manifest.keep(task.folder, task.project, task.kept, found)
    return replace(outcome, findings=findings, report=_report(press, press.changed))


def _outcome(press: _Press, findings: Sequence[Finding]) -> Outcome:
    """What the build comes to when there was nothing to do, but for what was found."""
    problems = (*press.shelf.problems, *press.problems)
    told = findings[len(press.shelf.warnings) :]
    severe = any(finding.severity is Severity.ERROR for finding in told)
    code = code_of(problems=bool(problems), to_see=severe)
    return Outcome(code=code, report=_report(press, 0), problems=problems)


def _report(press: _Press, changed: int) -> str:
    names, published = press.task.names, list(editions.published(press.plan))
    done = f"{many(len(published), 'document')} in {many(len(names), 'edition')} ({', '.join(names)})"
    lines = [f"{done}; {many(changed, 'file')} changed"]
    for language in press.plan.site.targets:
        total = coverage.total(document.counts[language] for document in published)
        lines.append(
            f"{language}: {coverage.percent(total)} % translated ({total.translated} of {total.segments} segments)"
        )
    return "\n".join((*lines, f"open {files.shown(press.task.folder / 'index.html')}"))
