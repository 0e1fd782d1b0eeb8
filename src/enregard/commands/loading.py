"""Everything a command needs of a project, read once: manuscripts, templates, catalogs, and what cannot be read."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import chain
from pathlib import Path, PurePosixPath

from enregard import catalogs, deadline, execution, registry
from enregard.catalogs import Catalog
from enregard.errors import CatalogError, EnregardError, ProjectError, SourceError
from enregard.model import Fill, Finding, FrontMatter, Omitted, Page, Reading, Segment
from enregard.project import Project, SourceFile, Tree, decode, walked
from enregard.sources.contract import Ids, Manuscript, Source, StateOf

PAYS = 200_000
"""Bytes of manuscripts from which a further process is worth its start (measured)."""


@dataclass(slots=True)
class Workshop:
    """A project as it was read; what could not be read is left out and listed."""

    project: Project
    tree: Tree
    reading: Reading
    folders: Mapping[str, Path]
    """Where the catalogs of each target language lie."""
    template_files: Mapping[str, Path]
    """By document name, in the order of the folders."""
    catalog_files: Mapping[str, Mapping[str, Path]]
    """By target language and document name, in the order of the folders."""
    manuscripts: dict[str, Manuscript] = field(default_factory=dict)
    """By document name, in order of names."""
    files: dict[str, SourceFile] = field(default_factory=dict)
    """The source files of these manuscripts, by document name."""
    templates: dict[str, Catalog] = field(default_factory=dict)
    """By document name; also those whose document is gone."""
    catalogs: dict[str, dict[str, Catalog]] = field(default_factory=dict)
    """By target language and document name; also those whose document is gone."""
    problems: list[EnregardError] = field(default_factory=list)
    unreadable: set[Path] = field(default_factory=set)
    """Templates and catalogs that exist and must not be touched."""
    unread: set[str] = field(default_factory=set)
    """Names of documents whose manuscript could not be read."""
    bytes_of: dict[Path, bytes] = field(default_factory=dict)
    """What each template and catalog held when it was read."""

    warned: dict[Path, tuple[Finding, ...]] = field(default_factory=dict)
    """Warnings of catalogs that were let go."""
    signs: dict[str, dict[str, tuple[int, ...]]] = field(default_factory=dict)
    """What is known of catalogs that were let go: signs of the keys that they have a translation for, by language."""

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What was accepted although it looks like an accident: files left out, odd catalogs."""
        warnings = (
            catalog.warnings if (catalog := self.catalogs[language].get(name)) else self.warned.get(path, ())
            for language, places in self.catalog_files.items()
            for name, path in places.items()
        )
        return (*self.tree.findings, *chain.from_iterable(warnings))

    def catalog(self, language: str, name: str) -> Path:
        """Where the catalog of a document for a language lies, or will lie."""
        return self.folders[language] / f"{name}.po"

    def let_go(self, name: str, *, but: Collection[Path], catalogs: bool) -> None:
        """Hold no longer what was read of a document, its catalogs only where that is wanted.

        The bytes of some files (``but``) are held all the same: they are on the disk no more.
        """
        self.manuscripts.pop(name, None)
        self.templates.pop(name, None)
        if name in self.template_files:
            self.bytes_of.pop(self.template_files[name], None)
        for language, known in self.catalogs.items() if catalogs else ():
            if (catalog := known.pop(name, None)) is not None:
                path = self.catalog_files[language][name]
                if catalog.warnings:
                    self.warned[path] = catalog.warnings
                if path not in but:
                    self.bytes_of.pop(path, None)


@dataclass(frozen=True, slots=True)
class Outline:
    """What a manuscript says, without the tree that renders it. Pickles."""

    path: str
    name: str
    front_matter: FrontMatter
    segments: tuple[Segment, ...]
    omitted: tuple[Omitted, ...]


@dataclass(frozen=True, slots=True)
class Outlined:
    """Fulfils ``sources.contract.Manuscript``; reads the manuscript again where it is rendered after all."""

    outline: Outline
    again: Callable[[], Manuscript]

    @property
    def path(self) -> str:
        """See ``sources.contract.Manuscript``, as for all below."""
        return self.outline.path

    @property
    def name(self) -> str:
        """See there."""
        return self.outline.name

    @property
    def front_matter(self) -> FrontMatter:
        """See there."""
        return self.outline.front_matter

    @property
    def segments(self) -> tuple[Segment, ...]:
        """See there."""
        return self.outline.segments

    @property
    def omitted(self) -> tuple[Omitted, ...]:
        """See there."""
        return self.outline.omitted

    def render(self, fill: Fill, language: str, *, state_of: StateOf | None = None) -> Page:
        """See there."""
        return self.again().render(fill, language, state_of=state_of)


@dataclass(frozen=True, slots=True)
class _Text:
    """A manuscript to be read: its bytes, and the passage ids that its template keeps. Pickles."""

    name: str
    path: str
    data: bytes
    ids: Ids


def load(project: Project, *, languages: Sequence[str] | None = None, rendered: bool = True, jobs: int = 1) -> Workshop:
    """Read all manuscripts, and the catalogs of these languages (default: of all targets).

    Where pages will not be ``rendered``, no more is held of manuscripts than what they say, and they can be read by
    several processes (``jobs``). What cannot be read is listed. Raises only what concerns the project as a whole.
    """
    shop = opened(project, languages if languages is not None else project.targets)
    for _ in documents(shop, rendered=rendered, jobs=jobs):
        pass
    return shop


def opened(project: Project, languages: Sequence[str], *, tree: Tree | None = None) -> Workshop:
    """A project of which nothing is read yet but where its files lie, those of the sources as a survey found them.

    Raises ProjectError, RulesError.
    """
    tree = tree or project.tree()
    refuse_emptiness(project, tree)
    folders = {language: project.language_folder(language) for language in languages}
    templates = dict(catalog_files(project.templates_folder(), ".pot"))
    known = {language: dict(catalog_files(folder, ".po")) for language, folder in folders.items()}
    held: dict[str, dict[str, Catalog]] = {language: {} for language in languages}
    signs: dict[str, dict[str, tuple[int, ...]]] = {language: {} for language in languages}
    return Workshop(project, tree, project.reading(), folders, templates, known, catalogs=held, signs=signs)


def refuse_emptiness(project: Project, tree: Tree) -> None:
    """Raise ProjectError where there is nothing below the source folder that could be read."""
    if not (tree.documents or tree.problems or tree.findings):
        place = project.shown(project.source_folder)
        advice = f"Put texts into {place}: files that end in .md or .txt."
        raise ProjectError("there is no text to publish", path=place, advice=advice)


def documents(shop: Workshop, *, rendered: bool, jobs: int, known: Collection[str] = ()) -> Iterator[str]:
    """Read one document after the other, each with its template and its catalogs, then what belongs to none.

    The names of the documents, as soon as each is read: it may be let go then. Those that are ``known`` are as if they
    had been let go already. When all are read, everything that is held stands in order, and all that cannot be read is
    listed.
    """
    faults: dict[Path, CatalogError] = {}
    shop.files |= {source.name: source for source in shop.tree.documents if source.name in known}
    sources = [source for source in shop.tree.documents if source.name not in known]
    manuscripts = _manuscripts(shop, sources, faults, rendered=rendered, jobs=jobs)
    for source, read in zip(sources, manuscripts, strict=True):
        for language in shop.catalog_files:
            _hold(
                shop.catalogs[language], source.name, _catalog(shop, shop.catalog_files[language], source.name, faults)
            )
        if isinstance(read, SourceError):
            shop.problems.append(read)
            shop.unread.add(source.name)
        else:
            shop.files[source.name] = source
            shop.manuscripts[source.name] = read
            yield source.name
    names = {source.name for source in shop.tree.documents}
    for name in shop.template_files.keys() - names:
        _hold(shop.templates, name, _catalog(shop, shop.template_files, name, faults))
    for language, places in shop.catalog_files.items():
        for name in places.keys() - names:
            _hold(shop.catalogs[language], name, _catalog(shop, places, name, faults))
        shop.catalogs[language] = {name: held for name in places if (held := shop.catalogs[language].get(name))}
    shop.templates = {name: held for name in shop.template_files if (held := shop.templates.get(name))}
    catalog_paths = chain.from_iterable(places.values() for places in shop.catalog_files.values())
    shop.problems = [
        *shop.tree.problems,
        *(faults[path] for path in shop.template_files.values() if path in faults),
        *shop.problems,
        *(faults[path] for path in catalog_paths if path in faults),
    ]


def _hold(known: dict[str, Catalog], name: str, catalog: Catalog | None) -> None:
    if catalog is not None:
        known[name] = catalog


def _manuscripts(
    shop: Workshop, sources: Sequence[SourceFile], faults: dict[Path, CatalogError], *, rendered: bool, jobs: int
) -> Iterator[Manuscript | SourceError]:
    """What each source says, as pages or as an outline, or why it cannot be read; its template is read before it."""
    texts = (_text_or_error(shop, source, faults) for source in sources)
    if rendered:
        yield from (_read(shop.reading, text) for text in texts)
        return
    size = 0 if jobs == 1 else sum(source.size for source in sources)
    engine = execution.chosen(jobs, size=size, pays=PAYS)
    outlines = engine.map(partial(_outline, shop.reading), texts)
    for source, outline in zip(sources, outlines, strict=True):
        yield outline if isinstance(outline, SourceError) else Outlined(outline, partial(_again, shop, source))


def _text_or_error(shop: Workshop, source: SourceFile, faults: dict[Path, CatalogError]) -> _Text | SourceError:
    _hold(shop.templates, source.name, _catalog(shop, shop.template_files, source.name, faults))
    try:
        return _text(shop, source)
    except SourceError as error:
        return error


def _again(shop: Workshop, source: SourceFile) -> Manuscript:
    return _manuscript(shop.reading, _text(shop, source))


def _text(shop: Workshop, source: SourceFile) -> _Text:
    """A manuscript as it is on the disk. Raises SourceError."""
    template = shop.templates.get(source.name)
    ids = {} if template is None else catalogs.passage_ids(template)
    return _Text(source.name, shop.project.source_path(source), shop.project.source_bytes(source), ids)


def _outline(reading: Reading, text: _Text | SourceError) -> Outline | SourceError:
    """What a manuscript says, or why it cannot be read; pure, so that any engine can do it."""
    read = _read(reading, text)
    if isinstance(read, SourceError):
        return read
    return Outline(read.path, read.name, read.front_matter, read.segments, read.omitted)


def _read(reading: Reading, text: _Text | SourceError) -> Manuscript | SourceError:
    if isinstance(text, SourceError):
        return text
    try:
        return _manuscript(reading, text)
    except SourceError as error:
        return error


def _manuscript(reading: Reading, text: _Text) -> Manuscript:
    """Read a manuscript. Raises SourceError."""
    decoded = decode(text.data, path=text.path, limits=reading.limits)
    return manuscript_of(decoded, name=text.name, path=text.path, reading=reading, ids=text.ids)


def manuscript_of(text: str, *, name: str, path: str, reading: Reading, ids: Ids) -> Manuscript:
    """Read a manuscript within its time limit. Raises SourceError."""
    with deadline.within(reading.limits.page_seconds, path=path):
        return source_of(path)(text, path=path, name=name, reading=reading, ids=ids)


def source_of(path: str) -> Source:
    """What reads a manuscript of this name; as Markdown where the suffix tells nothing."""
    return registry.SOURCES.get(PurePosixPath(path).suffix.lower(), registry.SOURCES[".md"])


def _catalog(shop: Workshop, places: Mapping[str, Path], name: str, faults: dict[Path, CatalogError]) -> Catalog | None:
    """The template or catalog of a document; None where there is none, or none that can be read."""
    path = places.get(name)
    if path is None:
        return None
    try:
        data = shop.project.catalog_bytes(path, fault=CatalogError)
        if data is None:
            return None
        catalog = catalogs.read(data, path=shop.project.shown(path), limits=shop.project.settings.limits)
    except CatalogError as error:
        faults[path] = error
        shop.unreadable.add(path)
        return None
    shop.bytes_of[path] = data
    return catalog


def catalog_files(folder: Path, suffix: str) -> Iterator[tuple[str, Path]]:
    """Document names and paths of all regular files in a folder that are templates, or catalogs of one language."""
    for below, entries, _ in walked(folder):
        for entry in entries:
            if entry.name.endswith(suffix) and not entry.name.startswith(".") and _is_file(entry):
                place = f"{below}{entry.name}"
                yield place.removesuffix(suffix), folder / place


def _is_file(entry: os.DirEntry[str]) -> bool:
    return entry.is_file(follow_symlinks=False) or (entry.is_symlink() and Path(entry.path).is_file())
