"""``extract``: what the French says now goes into templates and catalogs, and no translation is lost."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from enregard import files
from enregard.catalogs import How
from enregard.commands import settled, survey
from enregard.commands.course import Work, worked
from enregard.commands.loading import Workshop
from enregard.commands.outcome import Outcome, Progress, code_of, many, unseen
from enregard.project import Project

ATTEMPTS = 8
"""How often the project is read and merged again when an editor saves a catalog meanwhile."""


def extract(
    project: Project,
    *,
    check: bool,
    locales: Sequence[str],
    paths: Sequence[Path],
    jobs: int = 1,
    progress: Progress = unseen,
) -> Outcome:
    """Bring templates and catalogs to what the French says. Raises ProjectError, WritingError."""
    chosen = project.chosen_languages(locales)
    asked = ("extract", *(os.path.realpath(path) for path in paths))
    found = survey.survey(project, chosen)
    known = survey.recalled(project, found, asked)
    if known is not None:
        return known
    if check:
        shop, work = worked(project, found, chosen, paths, check=True, jobs=jobs, progress=progress)
        if not work.hand.changes:
            _keep(shop, work, found, asked)
        return _would_do(shop, work)
    with files.lock(project.root) as waited:
        for attempt in range(ATTEMPTS):
            if waited or attempt:
                found = survey.survey(project, chosen)
            try:
                shop, work = worked(project, found, chosen, paths, check=False, jobs=jobs, progress=progress)
            except files.Changed as error:
                changed = error
            else:
                if not work.hand.failed:
                    _keep(shop, work, found, asked)
                return _done(shop, work)
        raise changed


def _keep(shop: Workshop, work: Work, found: survey.Survey, asked: Sequence[str]) -> None:
    """Keep what this extraction comes to when it is run again, where that is certain.

    Extracting again changes nothing (a law), and after a run that changed something it has nothing to tell where all
    could be read and no catalog has a warning, which new ones have only if msgids differ in their Unicode form.
    """
    changes = work.hand.changes
    now = survey.after(found, {str(path): digest for path, digest in changes.items()})
    if survey.survey(shop.project, tuple(shop.catalogs)) != now:
        return
    if work.composed:
        told = {name: work.told[name] for name in work.settled}
        settled.keep(shop, now, told | {name: settled.learnt(shop, name, told[name]) for name in work.known})
    if changes and (shop.problems or work.problems or shop.findings != shop.tree.findings or not work.composed):
        return
    counts: dict[str, Counter[How]] = {} if changes else work.counts
    said = _outcome(shop, work, ["all catalogs are up to date"], counts=counts, to_see=False)
    survey.remember(shop.project, now, asked, said)


def _would_do(shop: Workshop, work: Work) -> Outcome:
    changes = [
        f"would {'remove' if digest is None else 'write'} {shop.project.shown(path)}"
        for path, digest in work.hand.changes.items()
    ]
    said = f"{many(len(changes), 'file')} would change" if changes else "all catalogs are up to date"
    return _outcome(shop, work, [said, *changes], counts=work.counts, to_see=bool(changes))


def _done(shop: Workshop, work: Work) -> Outcome:
    changed, failed = len(work.hand.changes), work.hand.failed
    said = f"{many(changed, 'file')} changed" if changed else "all catalogs are up to date"
    if failed:
        said = f"{many(len(failed), 'file')} of {changed} could not be written"
    return _outcome(shop, work, [said], counts=work.counts, to_see=False)


def _outcome(
    shop: Workshop, work: Work, said: Sequence[str], *, counts: Mapping[str, Counter[How]], to_see: bool
) -> Outcome:
    """What was done or would be done, first in files, then in segments and words by language."""
    told = [work.told[source.name] for source in shop.tree.documents if source.name in work.told]
    segments = sum(one.segments for one in told)
    lines = [f"{many(len(shop.files), 'document')}, {many(segments, 'segment')}; {said[0]}"]
    for language, found in counts.items():
        classes = [
            f"{found[how]} {how} ({many(work.words[language][how], 'word')})"
            for how in How
            if found[how] and how is not How.KEPT
        ]
        if classes:
            lines.append(f"{language}: {', '.join(classes)}")
    problems = (*shop.problems, *work.problems, *work.hand.failed)
    return Outcome(
        code=code_of(problems=bool(problems), to_see=to_see),
        report="\n".join([*lines, *said[1:]]),
        problems=problems,
        findings=shop.findings,
        details=tuple(line for one in told for line in one.omitted),
    )
