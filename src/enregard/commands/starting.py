"""``init``: a settings file and a first page, so that the next two commands have something to do."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path

from enregard import files
from enregard.commands import history
from enregard.commands.outcome import Outcome
from enregard.errors import ProjectError
from enregard.project import Project, find
from enregard.settings import FILE

SETTINGS_TEXT = """\
# Settings of enregard: every key has a default, so every line here may go.
# The manual lists them all: enregard.toml, "Settings and commands".

[project]
title = ""
# targets = ["en"]

[editions]
# build = ["fr", "en", "fr-en"]
"""
FIRST_PAGE = """\
---
title: Ma première page
summary: Une page pour commencer, à remplacer par la vôtre.
---

# Ma première page

Écrivez ici votre texte en français. Chaque phrase devient une entrée du catalogue, que l’on traduit
dans son éditeur PO.

## La suite

1. `enregard extract` prépare les catalogues dans `locales/`.
2. Traduisez `locales/en/LC_MESSAGES/premiere-page.po`.
3. `enregard build` publie le français, l’anglais et l’édition en regard dans `build/`.
"""
PAGE = "premiere-page.md"
ATTRIBUTES = ".gitattributes"
DRIVER = "merge.enregard.driver"
"""The key of git's configuration that says how catalogs are merged."""


def init(folder: Path, *, git: bool = False) -> Outcome:
    """Make a folder a project; what is there already stays as it is. Raises ProjectError, WritingError.

    ``git`` also tells the repository that the folder lies in to merge and show catalogs by entry.
    """
    if git and not history.in_repository(folder):
        advice = "Run git init there first (and install git, if it is missing)."
        raise ProjectError("is in no git repository", path=files.shown(folder), advice=advice)
    if folder.exists() and not folder.is_dir():
        raise ProjectError("is a file", path=files.shown(folder), advice="Name a folder, which may be new.")
    sources = folder / "source_fr"
    lines = []
    if not (folder / FILE).exists():
        files.write(folder / FILE, SETTINGS_TEXT.encode(), root=folder, expected=None)
        lines.append(f"wrote {files.shown(folder / FILE)}")
    if not sources.is_dir() or not any(sources.iterdir()):
        files.write(sources / PAGE, FIRST_PAGE.encode(), root=folder, expected=None)
        lines.append(f"wrote {files.shown(sources / PAGE)}")
    if git:
        lines += _known_to_git(find(folder))
    lines.append("next: enregard extract, then enregard build" if lines else "nothing to do: this is a project already")
    return Outcome(report="\n".join(lines))


def _known_to_git(project: Project) -> list[str]:
    """Configure this clone, and write the attributes that every clone shares; what was done, in lines."""
    program = Path(sys.executable).with_name("enregard")
    command = shlex.quote(str(program)) if program.is_file() else f"{shlex.quote(sys.executable)} -m enregard"
    wanted = {
        "merge.enregard.name": "PO catalogs, merged by entry (enregard)",
        DRIVER: f"{command} merge-driver %O %A %B %P",
        "diff.enregard.textconv": f"{command} textconv",
    }
    changed = [key for key, value in wanted.items() if history.configure(project.root, key, value)]
    lines = [f"told git: {', '.join(changed)} (each clone needs this once: enregard init --git)"] if changed else []
    place = project.root / ATTRIBUTES
    old = place.read_bytes() if place.is_file() else None
    known = (old or b"").decode(errors="surrogateescape")
    folder = project.shown(project.catalog_folder)
    mark = '"' if " " in folder else ""  # git splits a line at blanks outside quotation marks
    rules = [f"{mark}/{folder}/**/*{suffix}{mark} merge=enregard diff=enregard" for suffix in (".po", ".pot")]
    missing = [rule for rule in rules if rule not in known.splitlines()]
    if missing:
        joint = "" if not known or known.endswith("\n") else "\n"
        text = known + joint + "".join(f"{rule}\n" for rule in missing)
        files.write(place, text.encode(errors="surrogateescape"), root=project.root, expected=old)
        lines.append(f"wrote {files.shown(place)}")
    return lines
