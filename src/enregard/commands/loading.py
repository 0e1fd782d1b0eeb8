"""Everything a command needs of a project, read once: manuscripts, templates, catalogs, and what cannot be read."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path, PurePosixPath

from enregard import catalogs, deadline, execution, registry
from enregard.catalogs import Catalog
from enregard.errors import CatalogError, EnregardError, ProjectError, SourceError
from enregard.model import Fill, Finding, FrontMatter, Omitted, Page, Reading, Segment
from enregard.project import Project, SourceFile, Tree, decode
from enregard.sources.contract import Ids, Manuscript, Source, StateOf

PAYS = 200_000
"""Bytes of manuscripts from which a further process is worth its start (measured)."""


@dataclass(slots=True)
class Workshop:
    """A project as it was read; what could not be read is left out and listed."""

    project: Project
    tree: Tree
    reading: Reading
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

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What was accepted although it looks like an accident: files left out, odd catalogs."""
        warnings = (w for known in self.catalogs.values() for catalog in known.values() for w in catalog.warnings)
        return (*self.tree.findings, *warnings)


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
    tree = project.tree()
    refuse_emptiness(project, tree)
    shop = Workshop(project, tree, project.reading(), problems=list(tree.problems))
    for name, file in catalog_files(project.template, project.catalog_folder, ".pot"):
        shop.templates |= _catalog(shop, name, file)
    if rendered:
        _whole(shop)
    else:
        _outlines(shop, jobs)
    for language in languages if languages is not None else project.targets:
        folder = project.language_folder(language)
        known: dict[str, Catalog] = {}
        for name, file in catalog_files(partial(project.catalog, language), folder, ".po"):
            known |= _catalog(shop, name, file)
        shop.catalogs[language] = known
    return shop


def refuse_emptiness(project: Project, tree: Tree) -> None:
    """Raise ProjectError where there is nothing below the source folder that could be read."""
    if not (tree.documents or tree.problems or tree.findings):
        place = project.shown(project.source_folder)
        advice = f"Put texts into {place}: files that end in .md or .txt."
        raise ProjectError("there is no text to publish", path=place, advice=advice)


def _whole(shop: Workshop) -> None:
    """Read all manuscripts with the trees that render them."""
    for source in shop.tree.documents:
        try:
            shop.manuscripts[source.name] = _manuscript(shop.reading, _text(shop, source))
        except SourceError as error:
            _leave_out(shop, source, error)
        else:
            shop.files[source.name] = source


def _outlines(shop: Workshop, jobs: int) -> None:
    """Read what all manuscripts say; what cannot even be taken from the disk comes to the same list."""
    size = sum(source.file.stat().st_size for source in shop.tree.documents if source.file.is_file())
    engine = execution.chosen(jobs, size=size, pays=PAYS)
    texts = (_text_or_error(shop, source) for source in shop.tree.documents)
    read = engine.map(partial(_outline, shop.reading), texts)
    for source, outline in zip(shop.tree.documents, read, strict=True):
        if isinstance(outline, SourceError):
            _leave_out(shop, source, outline)
        else:
            again = partial(_again, shop, source)
            shop.manuscripts[source.name] = Outlined(outline, again)
            shop.files[source.name] = source


def _leave_out(shop: Workshop, source: SourceFile, error: SourceError) -> None:
    shop.problems.append(error)
    shop.unread.add(source.name)


def _text_or_error(shop: Workshop, source: SourceFile) -> _Text | SourceError:
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
    if isinstance(text, SourceError):
        return text
    try:
        read = _manuscript(reading, text)
    except SourceError as error:
        return error
    return Outline(read.path, read.name, read.front_matter, read.segments, read.omitted)


def _manuscript(reading: Reading, text: _Text) -> Manuscript:
    """Read a manuscript. Raises SourceError."""
    decoded = decode(text.data, path=text.path, limits=reading.limits)
    with deadline.within(reading.limits.page_seconds, path=text.path):
        return source_of(text.path)(decoded, path=text.path, name=text.name, reading=reading, ids=text.ids)


def source_of(path: str) -> Source:
    """What reads a manuscript of this name; as Markdown where the suffix tells nothing."""
    return registry.SOURCES.get(PurePosixPath(path).suffix.lower(), registry.SOURCES[".md"])


def _catalog(shop: Workshop, name: str, path: Path) -> dict[str, Catalog]:
    limits = shop.project.settings.limits
    try:
        data = shop.project.catalog_bytes(path, fault=CatalogError)
        if data is None:
            return {}
        catalog = catalogs.read(data, path=shop.project.shown(path), limits=limits)
    except CatalogError as error:
        shop.problems.append(error)
        shop.unreadable.add(path)
        return {}
    shop.bytes_of[path] = data
    return {name: catalog}


def catalog_files(place: Callable[[str], Path], folder: Path, suffix: str) -> Iterator[tuple[str, Path]]:
    """Document names and paths of all regular files that are templates or catalogs of one language.

    ``place`` tells where that of a document lies, below ``folder``.
    """
    base = place("x").parent
    if not base.is_dir() or not base.is_relative_to(folder):
        return
    for where, folders, names in os.walk(base):
        folders.sort()
        for name in sorted(names):
            path = Path(where, name)
            if name.endswith(suffix) and not name.startswith(".") and path.is_file():
                yield path.relative_to(base).as_posix().removesuffix(suffix), path
