"""``build``: every edition as pages, with each translation that is good enough to be read; nothing is made twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from enregard import codec
from enregard.commands import manifest
from enregard.commands.manifest import Manifest
from enregard.commands.outcome import Outcome, Progress, unseen
from enregard.commands.program import digest
from enregard.commands.store import store
from enregard.commands.survey import at_rest, survey
from enregard.commands.task import Task
from enregard.errors import UsageError
from enregard.project import Project


def build(
    project: Project,
    *,
    wanted: Sequence[str],
    output: Path | None,
    drafts: bool,
    fresh: bool,
    search: bool = False,
    jobs: int = 1,
    progress: Progress = unseen,
) -> Outcome:
    """Build editions. Raises ProjectError, UsageError and WritingError where nothing can be built at all."""
    folder = project.output(output)
    names = _names(project, wanted)
    kept = store(project.root)
    found = survey(project, project.targets)
    before = manifest.read(folder, project, kept)
    assets = (at_rest(f"{project.source_folder}/{asset}") for asset in found.tree.assets)
    inputs = digest(found.digest, str(folder), *names, f"{drafts} {search}", *assets)
    if not fresh and before.inputs == inputs and _stands(folder, before):
        return replace(codec.restored(Outcome, before.outcome), findings=before.findings(names))
    from enregard.commands import printing  # it loads all that pages are made with

    return printing.printed(
        Task(project, folder, names, drafts, search, fresh, jobs, kept, found, before, progress, inputs),
    )


def _names(project: Project, wanted: Sequence[str]) -> tuple[str, ...]:
    """The editions to build. Raises UsageError for one that the project cannot have."""
    for name in wanted:
        if name not in project.all_editions:
            raise UsageError(
                f"there is no edition {name!r} of this project",
                advice=f"There is: {', '.join(project.all_editions)}.",
            )
    return tuple(dict.fromkeys(wanted)) or project.editions


def _stands(folder: Path, before: Manifest) -> bool:
    """Whether every file lies there as it was written."""
    return all(one.lay and one.lay == manifest.lies(f"{folder}/{path}") for path, one in before.written.items())
