"""Everything a command needs of a project, read once: manuscripts, templates, catalogs, and what cannot be read."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from enregard import catalogs, deadline
from enregard.catalogs import Catalog
from enregard.errors import CatalogError, EnregardError, SourceError
from enregard.model import Reading
from enregard.project import Project, SourceFile, Tree
from enregard.registry import SOURCES
from enregard.sources.contract import Manuscript


@dataclass(slots=True)
class Workshop:
    """A project as it was read; what could not be read is left out and listed."""

    project: Project
    tree: Tree
    reading: Reading
    manuscripts: dict[str, Manuscript] = field(default_factory=dict)
    """By document name, in order of names."""
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

    def files(self) -> dict[str, SourceFile]:
        """The source files of the manuscripts that could be read, by document name."""
        return {f.name: f for f in self.tree.documents if f.name in self.manuscripts}


def load(project: Project, *, languages: Sequence[str] | None = None) -> Workshop:
    """Read all manuscripts and catalogs of a project. Raises only what concerns the project as a whole."""
    tree = project.tree()
    shop = Workshop(project, tree, project.reading(), problems=list(tree.problems))
    for name, path in _catalog_files(project.template, project.catalog_folder, ".pot"):
        shop.templates |= _catalog(shop, name, path)
    for source in tree.documents:
        _manuscript(shop, source)
    for language in languages if languages is not None else project.targets:
        folder = project.language_folder(language)
        known: dict[str, Catalog] = {}
        for name, path in _catalog_files(lambda name, lang=language: project.catalog(lang, name), folder, ".po"):  # type: ignore[misc]
            known |= _catalog(shop, name, path)
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
            manuscript = read_manuscript(text, path=shown_as, name=source.name, reading=shop.reading, ids=ids)
    except SourceError as error:
        shop.problems.append(error)
        shop.unread.add(source.name)
    else:
        shop.manuscripts[source.name] = manuscript


def read_manuscript(
    text: str, *, path: str, name: str, reading: Reading, ids: Mapping[tuple[str | None, str], str]
) -> Manuscript:
    """Read a manuscript by the suffix of its path. Raises SourceError."""
    return SOURCES[PurePosixPath(path).suffix.lower()](text, path=path, name=name, reading=reading, ids=ids)


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
