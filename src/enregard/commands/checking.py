"""``check``: every rule put to every passage, and what they have to say."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from enregard import files
from enregard.commands.outcome import Outcome, Progress, code_of, many, unseen
from enregard.commands.survey import Survey, remembered, survey
from enregard.errors import UsageError
from enregard.model import Finding, Severity
from enregard.project import Project
from enregard.reports.contract import Sheet

if TYPE_CHECKING:
    from enregard.commands.docket import Docket

_WEIGHT = {Severity.INFO: 0, Severity.WARNING: 1, Severity.ERROR: 2}
_BAR = {"error": 2, "warning": 1, "never": 3}


@dataclass(frozen=True, slots=True)
class Wish:
    """What ``check`` shall do besides telling."""

    source: bool = False
    """Judge the source instead of the translations."""
    fix: bool = False
    """Mend what can be mended mechanically, then tell what is left."""
    write_baseline: bool = False
    """Note today's findings as known."""
    entry: int | None = None
    """Only the entry with this number in its catalog, counted from 1."""


def check(
    project: Project,
    *,
    form: str,
    fail_on: str,
    locales: Sequence[str],
    paths: Sequence[Path],
    sheet: Sheet | None = None,
    wish: Wish | None = None,
    jobs: int = 0,
    progress: Progress = unseen,
) -> Outcome:
    """All findings about the chosen documents, with so many hands (0: one a processor).

    Raises ProjectError, SettingsError, WritingError.
    """
    wish = wish or Wish()
    if wish.write_baseline and not project.settings.checks.baseline:
        advice = 'Name one under [checks] in enregard.toml, such as baseline = "known.jsonl".'
        raise UsageError("there is no baseline file to write", advice=advice)
    chosen = project.chosen_languages(locales)
    languages = () if wish.source else chosen

    def make(found: Survey) -> Outcome:
        from enregard.commands import judging
        from enregard.commands.docket import Docket
        from enregard.commands.loading import refuse_emptiness

        bench = judging.bench(project, languages)
        refuse_emptiness(project, found.tree)
        docket = Docket(project, found, bench, jobs=jobs, progress=progress)
        return _check(docket, form=form, fail_on=fail_on, paths=paths, sheet=sheet, wish=wish)

    if wish.fix or wish.write_baseline:
        return make(survey(project, languages))
    where = [os.path.realpath(path) for path in paths]
    return remembered(project, languages, ("check", form, fail_on, where, sheet, wish), make)


def _check(
    docket: Docket, *, form: str, fail_on: str, paths: Sequence[Path], sheet: Sheet | None, wish: Wish
) -> Outcome:
    from enregard.checks import silence
    from enregard.commands import fixing, judging
    from enregard.registry import FINDINGS

    project, languages = docket.project, docket.bench.languages
    chosen = {d.name for d in project.chosen_documents(docket.tree.documents, paths)}
    lines: tuple[str, ...] = ()
    whole = not paths and (wish.source or (set(languages) >= set(project.targets) and wish.entry is None))
    if wish.fix and not wish.source:
        repair = fixing.fix(docket, chosen)
        lines, judged = repair.lines, repair.judgement
    else:
        judged = judging.judged(docket, chosen, all_known=wish.write_baseline and not wish.source, whole=whole)
    findings = _of_entry(docket, chosen, judged.findings, wish.entry)
    if wish.write_baseline:
        text, baseline = silence.baseline(findings), project.settings.checks.baseline
        files.write(project.root / baseline, text.encode(), root=project.root)
        lines, findings = (*lines, f"{baseline}: {many(text.count(chr(10)), 'known finding')}"), ()
    problems = (*docket.problems, *judged.problems)
    severe = any(_WEIGHT[finding.severity] >= _BAR[fail_on] for finding in findings)
    return Outcome(
        code=code_of(problems=bool(problems), to_see=severe),
        data=FINDINGS[form](findings, _sheet(sheet)),
        report="\n".join((*lines, *_summary(findings, judged.silenced, form))),
        problems=problems,
        findings=docket.tree.findings,
    )


def _sheet(sheet: Sheet | None) -> Sheet:
    """The sheet with the manual pages of all rules."""
    from enregard.registry import RULES

    manuals = {rule.id: rule.manual for rule in RULES.values()}
    return Sheet(colour=sheet.colour, width=sheet.width, manuals=manuals) if sheet else Sheet(manuals=manuals)


def _summary(findings: Sequence[Finding], silenced: int, form: str) -> list[str]:
    quiet = [f"{many(silenced, 'finding')} known and not told again"] if silenced else []
    if form == "text":
        return quiet
    counted = Counter(finding.severity for finding in findings)
    said = ", ".join(f"{many(counted[s], s)}" for s in Severity if counted[s])
    return [said or "nothing to find fault with", *quiet]


def _of_entry(
    docket: Docket, chosen: set[str], findings: tuple[Finding, ...], number: int | None
) -> tuple[Finding, ...]:
    """The findings about one entry of the chosen catalogs, by its number among their entries."""
    if number is None:
        return findings
    catalogs = (docket.catalog(name, language) for language in docket.bench.languages for name in chosen)
    places = {
        (catalog.path, catalog.entries[number - 1].line)
        for catalog in catalogs
        if catalog is not None and 0 < number <= len(catalog.entries)
    }
    return tuple(f for f in findings if f.po is not None and (f.po.path, f.po.line) in places)


def explain(rule: str) -> Outcome:
    """The manual page of a rule. Raises UsageError for a rule that does not exist."""
    from enregard.registry import RULES

    if rule not in RULES:
        raise UsageError(f"there is no rule {rule!r}", advice=f"There are: {', '.join(RULES)}.")
    found = RULES[rule]
    return Outcome(data=f"{found.id} ({found.severity})\n\n{found.manual}\n")
