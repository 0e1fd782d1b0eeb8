"""Everything a run depends on, by content: files as they are now, and the same outcome for the same files."""

from __future__ import annotations

import importlib.util
import os
import stat
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, fields, replace
from hashlib import blake2b
from itertools import chain
from pathlib import Path

from enregard import codec
from enregard.commands.outcome import Outcome
from enregard.commands.program import digest
from enregard.commands.store import Store, store
from enregard.project import Project, Tree, walked
from enregard.settings import FILE

KIND = "outcomes"
LAY = "survey"
SETTLED = 2_000_000_000
"""Nanoseconds: the coarsest clock of a file system that is in use."""
MOST = 8
"""Outcomes that are kept: of the commands that people and their scripts run in turn."""
_READ = os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC


@dataclass(frozen=True, slots=True)
class Survey:
    """What a project consists of at one moment."""

    around: str
    """Digest of all that is no file: settings, folders, names of assets, where the command was called."""
    files: Mapping[str, str]
    """Digest of each manuscript, template, catalog and file that a setting names, by path."""
    tree: Tree
    """What lies below the source folder."""

    @property
    def digest(self) -> str:
        """One name for all of it."""
        return digest(self.around, "\0".join(chain.from_iterable(sorted(self.files.items()))))


def survey(project: Project, languages: Sequence[str]) -> Survey:
    """Read all that a command reads which works with the catalogs of these languages.

    Raises ProjectError where two manuscripts would be one document.
    """
    tree = project.tree()
    folders = [project.templates_folder(), *map(project.language_folder, languages)]
    beside = repr((tree.assets, tree.findings, tree.problems))
    around = digest(repr(project), str(Path.cwd()), *languages, beside, *map(os.path.realpath, folders))
    places = [str(source.file) for source in tree.documents]
    places += (place for folder in folders for place in _below(folder, (".pot", ".po")))
    return Survey(around, _contents(store(project.root), (*places, *named(project))), tree)


def _contents(kept: Store, places: Sequence[str]) -> dict[str, str]:
    """The digest of each file; one that lies as it lay when it was last read is not read again.

    Any change of a file shows in its times, but for one that follows so soon that the clock has not moved on: what was
    changed within ``SETTLED`` of being read is read again, as git does.
    """
    known, found, new = kept.table(LAY, "files"), dict[str, str](), dict[str, list[str]]()
    for place in places:
        row = known.get(place)
        if row and row[0] == _lay(place):
            found[place] = row[1]
            continue
        found[place], lay = _looked_into(place)
        if lay:
            new[place] = [lay, found[place]]
    if new:
        kept.put(LAY, "files", {place: row for place, row in known.items() if place in found} | new)
    return found


def _lay(place: str) -> str:
    """How a regular file lies on the disk; nothing where that does not tell whether it will have changed."""
    try:
        return _told_by(os.lstat(place))
    except (OSError, ValueError):
        return ""


def _told_by(status: os.stat_result) -> str:
    last = max(status.st_ctime_ns, status.st_mtime_ns)
    if not stat.S_ISREG(status.st_mode) or last + SETTLED > time.time_ns():
        return ""
    return f"{status.st_size} {status.st_mtime_ns} {status.st_ctime_ns} {status.st_ino}"


def at_rest(place: str) -> str:
    """How a file lies, where it really lies; or what it holds where it changed too lately for that to tell."""
    real = os.path.realpath(place)
    return " ".join((*((real,) if real != place else ()), _lay(real) or content(real)))


def content(place: str) -> str:
    """Digest of what a path holds, of where it leads if it is a link, or of why it cannot be read."""
    return _looked_into(place)[0]


def led(place: str | Path) -> str:
    """Where a link leads, as it stands behind the digest of what is there; nothing for a path that is no link."""
    return f" {os.path.realpath(place)}" if Path(place).is_symlink() else ""


def _looked_into(place: str) -> tuple[str, str]:
    """What `content` tells, and how the file lay while it was read, as `_lay` tells it."""
    real = ""
    try:
        try:
            handle = os.open(place, _READ | os.O_NOFOLLOW)
        except OSError:  # a link, or what cannot be read at all
            handle = os.open(place, _READ)
            real = led(place)
    except (OSError, ValueError) as error:
        return str(error), ""
    try:
        status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode):
            return "no regular file", ""
        found = blake2b(digest_size=16)
        while part := os.read(handle, 1 << 20):
            found.update(part)
        lay = "" if real else _told_by(status)
        return f"{found.hexdigest()}{real}", lay if lay and lay == _told_by(os.fstat(handle)) else ""
    except OSError as error:
        return str(error), ""
    finally:
        os.close(handle)


def _below(folder: Path, suffixes: tuple[str, ...]) -> Iterator[str]:
    """All files below a folder that end in one of these."""
    for _, entries, _ in walked(folder):
        for entry in entries:
            if entry.name.endswith(suffixes) and not entry.is_dir(follow_symlinks=False):
                yield entry.path


def named(project: Project) -> Iterator[str]:
    """The settings' file, whose lines findings name, and all files that it may name: page templates, extensions."""
    settings = project.settings
    yield str(project.root / FILE)
    for table in fields(settings):
        values = getattr(settings, table.name)
        for key in fields(values):
            value = getattr(values, key.name)
            if isinstance(value, str) and value and (project.root / value).is_file():
                yield str(project.root / value)
    if settings.paths.templates:
        yield from _below(project.root / settings.paths.templates, ("",))
    yield from extensions(project)


def extensions(project: Project) -> Iterator[str]:
    """The files of Markdown extensions that are installed nowhere: only of the others does a name hold the version."""
    for name in project.settings.markdown.extensions:
        with suppress(ImportError, ValueError, AttributeError):
            found = importlib.util.find_spec(name.partition(":")[0])
            if found is None or found.origin is None or "-packages" in found.origin:
                continue
            folders = found.submodule_search_locations
            yield from chain.from_iterable(_below(Path(place), (".py",)) for place in folders or ())
            yield from () if folders else (found.origin,)


def remembered(
    project: Project, languages: Sequence[str], asked: Sequence[object], make: Callable[[Survey], Outcome]
) -> Outcome:
    """What a command came to when it was asked the same of the same files; else what it comes to now."""
    before = survey(project, languages)
    known = recalled(project, before, asked)
    if known is not None:
        return known
    outcome = make(before)
    if survey(project, languages) == before:
        remember(project, before, asked, outcome)
    return outcome


def recalled(project: Project, found: Survey, asked: Sequence[object]) -> Outcome | None:
    """What a command came to over these files; None where that is not known."""
    known = store(project.root).get(KIND, _name(found, asked))
    return None if known is None else codec.restored(Outcome, known)


def remember(project: Project, found: Survey, asked: Sequence[object], outcome: Outcome) -> None:
    """Keep what a command came to over these files, and forget the oldest of what was kept.

    What took too long is not kept: another machine, or another moment, may be quicker.
    """
    if not outcome.lasting:
        return
    kept = store(project.root)
    kept.put(KIND, _name(found, asked), codec.plain(outcome))
    kept.youngest(KIND, MOST)


def _name(found: Survey, asked: Sequence[object]) -> str:
    return digest(found.digest, *map(repr, asked))


def after(found: Survey, changes: Mapping[str, str | None]) -> Survey:
    """The survey once these files have these digests, or are gone (None)."""
    now = {place: known for place, known in found.files.items() if place not in changes}
    return replace(found, files=now | {place: digest for place, digest in changes.items() if digest is not None})


def of(data: bytes) -> str:
    """Digest of what a file holds."""
    return blake2b(data, digest_size=16).hexdigest()
