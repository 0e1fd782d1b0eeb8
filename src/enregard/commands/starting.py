"""``init``: a settings file and a first page, so that the next two commands have something to do."""

from __future__ import annotations

from pathlib import Path

from enregard import files
from enregard.commands.outcome import Outcome
from enregard.errors import ProjectError
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


def init(folder: Path) -> Outcome:
    """Make a folder a project; what is there already stays as it is. Raises ProjectError, WritingError."""
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
    lines.append("next: enregard extract, then enregard build" if lines else "nothing to do: this is a project already")
    return Outcome(report="\n".join(lines))
