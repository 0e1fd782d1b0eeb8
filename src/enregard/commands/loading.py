"""Everything a command needs of a project, read once: manuscripts, templates, catalogs, and what cannot be read."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path, PurePosixPath

from enregard import catalogs, deadline, registry
from enregard.catalogs import Catalog
from enregard.errors import CatalogError, EnregardError, ProjectError, SourceError
from enregard.model import Finding, Reading
from enregard.project import Project, SourceFile, Tree
from enregard.sources.contract import Manuscript, Source


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


def load(project: Project, *, languages: Sequence[str] | None = None) -> Workshop:
    """Read all manuscripts, and the catalogs of these languages (default: of all targets).

    What cannot be read is listed. Raises only what concerns the project as a whole.
    """
    tree = project.tree()
    if not (tree.documents or tree.problems or tree.findings):
        place = project.shown(project.source_folder)
        advice = f"Put texts into {place}: files that end in .md or .txt."
        raise ProjectError("there is no text to publish", path=place, advice=advice)
    shop = Workshop(project, tree, project.reading(), problems=list(tree.problems))
    for name, file in _catalog_files(project.template, project.catalog_folder, ".pot"):
        shop.templates |= _catalog(shop, name, file)
    for source in tree.documents:
        _manuscript(shop, source)
    for language in languages if languages is not None else project.targets:
        folder = project.language_folder(language)
        known: dict[str, Catalog] = {}
        for name, file in _catalog_files(partial(project.catalog, language), folder, ".po"):
            known |= _catalog(shop, name, file)
        shop.catalogs[language] = known
    return shop


def _manuscript(shop: Workshop, source: SourceFile) -> None:
    """Read one manuscript with the passage ids that its template keeps."""
    template = shop.templates.get(source.name)
    ids = {} if template is None else catalogs.passage_ids(template)
    shown_as = shop.project.source_path(source)
    try:
        text = shop.project.text(source)
        with deadline.within(shop.reading.limits.page_seconds, path=shown_as):
            manuscript = source_of(source.path)(text, path=shown_as, name=source.name, reading=shop.reading, ids=ids)
    except SourceError as error:
        shop.problems.append(error)
        shop.unread.add(source.name)
    else:
        shop.manuscripts[source.name] = manuscript
        shop.files[source.name] = source


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


def _catalog_files(place: Callable[[str], Path], folder: Path, suffix: str) -> Iterator[tuple[str, Path]]:
    """Document names and paths of all regular files that are templates or catalogs of one language."""
    base = place("x").parent
    if not base.is_dir() or not base.is_relative_to(folder):
        return
    for where, folders, names in os.walk(base):
        folders.sort()
        for name in sorted(names):
            path = Path(where, name)
            if name.endswith(suffix) and not name.startswith(".") and path.is_file():
                yield path.relative_to(base).as_posix().removesuffix(suffix), path
