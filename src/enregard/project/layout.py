"""A project: its folder, its settings, and where each of its files lies."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from enregard.errors import EnregardError, ProjectError, SettingsError, UsageError
from enregard.files import printable, shown
from enregard.languages import is_known
from enregard.model import Reading
from enregard.project import reading as disk
from enregard.project.discovery import SourceFile, Tree, discover
from enregard.settings import FILE, Settings, read

TEMPLATES = "pot"
"""Name of the folder of templates among the catalogs; no language has this code."""

_START = "Make a folder source_fr with your French texts in it (.md or .txt), or run `enregard init`."


@dataclass(frozen=True, slots=True)
class Project:
    """A folder that ``enregard`` works on, with real paths; pickles."""

    root: Path
    settings: Settings
    source_folder: Path
    catalog_folder: Path
    targets: tuple[str, ...]
    """Languages that are translated into: those of the settings, else the folders of catalogs, else English."""

    @property
    def language(self) -> str:
        """The language of the manuscripts."""
        return self.settings.project.source

    @property
    def editions(self) -> tuple[str, ...]:
        """Names of the editions to build: those of the settings, else each language and each pair."""
        return self.settings.editions.build or self.all_editions

    @property
    def all_editions(self) -> tuple[str, ...]:
        """Names of all editions that can be built: each language, and each translation beside the source."""
        return _editions(self.language, self.targets)

    def tree(self) -> Tree:
        """All that lies below the source folder. Raises ProjectError where two manuscripts would be one document."""
        return discover(self.source_folder, shown_as=self.shown(self.source_folder))

    def text(self, source: SourceFile) -> str:
        """The text of a manuscript. Raises SourceError where it cannot be read as text."""
        return disk.decode(self.source_bytes(source), path=self.source_path(source), limits=self.settings.limits)

    def source_bytes(self, source: SourceFile) -> bytes:
        """The bytes of a manuscript. Raises SourceError where they cannot be read."""
        return disk.manuscript(source.file, shown_as=self.source_path(source))

    def source_path(self, source: SourceFile) -> str:
        """Path of a manuscript relative to the project: ``source_fr/dossiers/mali-russie.md``."""
        return f"{self.shown(self.source_folder)}/{source.path}"

    def template(self, document: str) -> Path:
        """Where the template of a document lies."""
        return self.catalog_folder.joinpath(TEMPLATES, f"{document}.pot")

    def catalog(self, language: str, document: str) -> Path:
        """Where the catalog of a document for a language lies."""
        return self.language_folder(language) / f"{document}.po"

    def templates_folder(self) -> Path:
        """The folder in which all templates lie."""
        return self.catalog_folder / TEMPLATES

    def language_folder(self, language: str) -> Path:
        """The folder in which all catalogs of a language lie: in ``pt_BR`` where there is one, else in ``pt-BR``."""
        gettext = self.catalog_folder / language.replace("-", "_")
        return (gettext if gettext.is_dir() else self.catalog_folder / language) / "LC_MESSAGES"

    def catalog_bytes(self, path: Path, *, fault: type[EnregardError]) -> bytes | None:
        """The bytes of a template or catalog, or None where there is none. Raises the given class of error."""
        if not Path(os.path.realpath(path)).is_relative_to(self.root):
            raise fault(
                "a symbolic link that leads out of the project",
                path=self.shown(path),
                advice="Put the file itself in the place of the link.",
            )
        return disk.content(path, most=self.settings.limits.catalog, fault=fault)

    def reading(self) -> Reading:
        """How manuscripts are read, the project's own SRX file included. Raises RulesError where it cannot be read."""
        name = self.settings.segmentation.rules
        return self.settings.reading(rules=disk.rules(self.root / name) if name else None)

    def overrides(self) -> Mapping[str, str]:
        """The project's own page templates by name, and its style sheet as ``site.css``. Raises SettingsError."""
        texts: dict[str, str] = {}
        if name := self.settings.paths.templates:
            folder = self.root / name
            if not folder.is_dir():
                raise SettingsError(
                    f"no such folder: {printable(name)}", path=FILE, advice="Mend templates in [paths]."
                )
            for place in sorted(folder.rglob("*")):
                if place.is_file() and not place.name.startswith("."):
                    texts[place.relative_to(folder).as_posix()] = disk.theme_file(place)
        if theme := self.settings.site.theme:
            texts["site.css"] = disk.theme_file(self.root / theme)
        return texts

    def side_file(self, name: str, *, missing_ok: bool = False) -> str | None:
        """The text of a file that a setting names, or None where it may be missing and is. Raises SettingsError."""
        path = self.root / name
        return None if missing_ok and not path.exists() else disk.theme_file(path)

    def output(self, chosen: Path | None = None) -> Path:
        """The folder to build in, as a real path. Raises ProjectError where building there could do harm."""
        wanted = self.root / self.settings.paths.output if chosen is None else chosen.absolute()
        folder = Path(os.path.realpath(wanted))
        problem = _output_problem(folder, self)
        if problem:
            raise ProjectError(
                f"the output folder {problem}",
                path=shown(wanted),
                advice="Choose another with --output, or with output under [paths] in enregard.toml.",
            )
        return folder

    def shown(self, path: Path) -> str:
        """A path for people, relative to the project where it lies in it."""
        place, root = str(path), f"{self.root}/".replace("//", "/")
        return printable(place.removeprefix(root)) if place.startswith(root) else shown(path)

    def chosen_languages(self, languages: Sequence[str]) -> tuple[str, ...]:
        """The target languages that a command is asked for: all of them when none is named. Raises ProjectError."""
        return tuple(dict.fromkeys(_target(name, self.language) for name in languages)) or self.targets

    def chosen_documents(self, documents: Iterable[SourceFile], paths: Sequence[Path]) -> tuple[SourceFile, ...]:
        """The documents at or below the given paths, which may be manuscripts, templates, catalogs or folders of them.

        Without paths, all. Raises UsageError for a path at which there is no document.
        """
        everything = tuple(documents)
        if not paths:
            return everything
        chosen: set[SourceFile] = set()
        for path in paths:
            found = [d for d in everything if _is_at(Path(os.path.realpath(path)), d, self)]
            if not found:
                raise UsageError(
                    "no manuscript and no catalog of this project",
                    path=shown(path.absolute()),
                    advice=f"Name files or folders below {self.shown(self.source_folder)}.",
                )
            chosen.update(found)
        return tuple(d for d in everything if d in chosen)


def find(start: Path) -> Project:
    """The project that a folder is.

    Raises ProjectError where it has no sources, SettingsError where its settings cannot be used.
    """
    root = Path(os.path.realpath(start))
    if not root.is_dir():
        raise ProjectError("no such folder", path=shown(start), advice="Name the project's folder after -C.")
    text = disk.settings_text(root / FILE)
    settings = Settings() if text is None else read(text, path=FILE)
    settings, sources = _sources(root, settings)
    catalogs = Path(os.path.realpath(root / settings.paths.catalogs))
    if not catalogs.is_relative_to(root) or _overlap(catalogs, sources) or catalogs == root:
        raise ProjectError(
            "the catalogs must lie in the project, beside the sources",
            path=shown(root / settings.paths.catalogs),
            advice="Mend catalogs under [paths] in enregard.toml, or put a real folder in the place of a link.",
        )
    targets = tuple(_target(name, settings.project.source) for name in settings.project.targets)
    project = Project(
        root, settings, sources, catalogs, targets or _languages_of(catalogs, settings.project.source) or ("en",)
    )
    _refuse_unknown_editions(project)
    return project


def _sources(root: Path, settings: Settings) -> tuple[Settings, Path]:
    """The source folder, and the settings with the language that its name tells where they do not name it."""
    language, named = settings.project.source, settings.paths.source
    folder = root / (named or f"source_{language}")
    if not named and language == Settings().project.source and not folder.is_dir():
        others = [p for p in sorted(root.glob("source_*")) if p.is_dir() and is_known(p.name.removeprefix("source_"))]
        if len(others) > 1:
            names = ", ".join(printable(p.name) for p in others)
            raise ProjectError(
                f"more than one source folder: {names}",
                path=shown(root),
                advice=f'Name the language of the manuscripts in {FILE}: source = "fr" below [project].',
            )
        if others:
            folder = others[0]
            language = folder.name.removeprefix("source_").replace("_", "-")
            settings = replace(settings, project=replace(settings.project, source=language))
    if not folder.is_dir():
        raise _no_sources(root, folder)
    real = Path(os.path.realpath(folder))
    if not real.is_relative_to(root) or real == root:
        raise ProjectError(
            "the source folder must lie in the project",
            path=shown(folder),
            advice="Put a real folder in its place, or mend source under [paths] in enregard.toml.",
        )
    return settings, real


def _no_sources(root: Path, folder: Path) -> ProjectError:
    for above in root.parents:
        if (above / FILE).is_file() or re.match(r"source_[a-z]{2,3}\b", root.relative_to(above).parts[0]):
            advice = f"The project seems to be {shown(above)}: run the command there, or with -C {shown(above)}."
            return ProjectError(f"no folder {printable(folder.name)} here", path=shown(root), advice=advice)
    return ProjectError(f"no folder {printable(folder.name)} here", path=shown(root), advice=_START)


def _languages_of(catalogs: Path, source: str) -> tuple[str, ...]:
    """The languages that have a folder of catalogs. Raises ProjectError for a folder of catalogs of no language."""
    if not catalogs.is_dir():
        return ()
    found = []
    for folder in sorted(catalogs.iterdir()):
        language = folder.name.replace("_", "-")
        if folder.name == TEMPLATES or language == source or not folder.is_dir():
            continue
        if is_known(language):
            found.append(language)
        elif (folder / "LC_MESSAGES").is_dir():
            raise ProjectError(
                f"{printable(folder.name)!r} is not the code of a language",
                path=shown(folder),
                advice="Rename the folder: en, de, pt_BR ...",
            )
    return tuple(dict.fromkeys(found))


def _target(language: str, source: str) -> str:
    name = language.replace("_", "-")
    if not is_known(name):
        raise ProjectError(
            f"{printable(language)!r} is not the code of a language", advice="Write a code such as en, de or pt-BR."
        )
    if name == source:
        raise ProjectError(
            f"{name} is the language of the manuscripts, and cannot be translated into",
            advice="Name another language, or mend targets under [project] in enregard.toml.",
        )
    return name


def _editions(source: str, targets: Sequence[str]) -> tuple[str, ...]:
    return (source, *targets, *(f"{source}-{target}" for target in targets))


def _refuse_unknown_editions(project: Project) -> None:
    known = project.all_editions
    for name in project.settings.editions.build:
        if name not in known:
            raise SettingsError(
                f"build in [editions] names {printable(name)!r}, which is no edition of this project",
                path=FILE,
                advice=f"There is: {', '.join(known)}.",
            )


def _overlap(one: Path, other: Path) -> bool:
    return one.is_relative_to(other) or other.is_relative_to(one)


def _output_problem(folder: Path, project: Project) -> str | None:
    if folder.exists() and not folder.is_dir():
        return "is a file"
    if folder.is_relative_to(project.source_folder):
        return "lies inside the sources"
    if project.source_folder.is_relative_to(folder):
        return "holds the sources"
    if _overlap(folder, project.catalog_folder):
        return "overlaps with the catalogs"
    return None


def _is_at(path: Path, document: SourceFile, project: Project) -> bool:
    if document.file == path or document.file.is_relative_to(path):
        return True
    if not path.is_relative_to(project.catalog_folder):
        return False
    folder, *rest = path.relative_to(project.catalog_folder).parts or (TEMPLATES,)
    if folder != TEMPLATES:
        rest = rest[1:]  # LC_MESSAGES
    below = Path(*rest)
    name = below.with_suffix("").as_posix() if below.suffix in (".po", ".pot") else below.as_posix()
    return not rest or document.name == name or document.name.startswith(f"{name}/")
