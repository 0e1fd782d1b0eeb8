"""``check``: every rule put to every passage, and what they have to say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from enregard import checks, publication
from enregard.catalogs import Catalog
from enregard.checks import Pair
from enregard.commands.loading import Workshop, load
from enregard.commands.outcome import Outcome, code_of, many
from enregard.errors import SettingsError, SourceError, UsageError
from enregard.model import Finding, Passage, Place, Severity
from enregard.project import Project
from enregard.registry import CHECKS, FINDINGS
from enregard.reports.contract import Sheet
from enregard.settings import FILE
from enregard.sources.contract import Manuscript

_WEIGHT = {Severity.INFO: 0, Severity.WARNING: 1, Severity.ERROR: 2}
_BAR = {"error": 2, "warning": 1, "never": 3}


def check(
    project: Project,
    *,
    form: str,
    fail_on: str,
    locales: Sequence[str],
    paths: Sequence[Path],
    sheet: Sheet | None = None,
) -> Outcome:
    """All findings about the chosen documents. Raises ProjectError, SettingsError."""
    severities = _severities(project)
    languages = project.chosen_languages(locales)
    shop = load(project, languages=languages)
    chosen = {d.name for d in project.chosen_documents(shop.tree.documents, paths)}
    findings: list[Finding] = []
    for name, manuscript in shop.manuscripts.items():
        if name in chosen:
            findings += _document(shop, name, manuscript, languages, severities)
    manuals = {rule.id: rule.manual for rule in CHECKS.values()}
    sheet = Sheet(colour=sheet.colour, width=sheet.width, manuals=manuals) if sheet else Sheet(manuals=manuals)
    severe = any(_WEIGHT[finding.severity] >= _BAR[fail_on] for finding in findings)
    counted = Counter(finding.severity for finding in findings)
    said = ", ".join(f"{many(counted[s], s)}" for s in Severity if counted[s])
    return Outcome(
        code=code_of(problems=bool(shop.problems), to_see=severe),
        data=FINDINGS[form](findings, sheet),
        report="" if form == "text" else said or "nothing to find fault with",
        problems=tuple(shop.problems),
        findings=shop.tree.findings,
    )


def _severities(project: Project) -> dict[str, Severity | None]:
    """Severities that the settings change. Raises SettingsError for a rule that does not exist."""
    chosen = {}
    for rule, severity in project.settings.checks.severity.items():
        if rule not in CHECKS:
            raise SettingsError(
                f"[checks.severity] names {rule!r}, which is no rule",
                path=FILE,
                advice=f"There are: {', '.join(CHECKS)}.",
            )
        chosen[rule] = None if severity == "off" else Severity(severity)
    return chosen


def _document(
    shop: Workshop,
    name: str,
    manuscript: Manuscript,
    languages: Sequence[str],
    severities: dict[str, Severity | None],
) -> list[Finding]:
    limits = shop.project.settings.limits
    findings: list[Finding] = []
    try:
        source = publication.source_page(manuscript, language=shop.project.language, limits=limits)
        for language in languages:
            catalog = shop.catalogs[language].get(name)
            if shop.project.catalog(language, name) in shop.unreadable:
                continue
            findings += () if catalog is None else catalog.warnings
            facing = publication.facing(manuscript, catalog, source, language=language, stale="source", limits=limits)
            pairs = _pairs(manuscript, catalog, facing, language)
            findings += checks.check(pairs, CHECKS.values(), severities=severities)
    except SourceError as error:
        shop.problems.append(error)
    return findings


def _pairs(
    manuscript: Manuscript, catalog: Catalog | None, facing: publication.Facing, language: str
) -> Iterator[Pair]:
    """Every segment with its entry and, where it stands on the page, its two passages."""
    shown: dict[str, tuple[Passage, Passage]] = {
        theirs.segment.id: (theirs, ours)
        for theirs, ours in zip(facing.source.passages, facing.translation.passages, strict=True)
    }
    for segment in manuscript.segments:
        entry = None if catalog is None else catalog.by_key.get(segment.key)
        theirs, ours = shown.get(segment.id, (None, None))
        yield Pair(
            segment,
            entry,
            source=theirs,
            translation=ours if ours is not None and ours.language == language else None,
            quarantine=facing.quarantined.get(segment.key),
            po=None if catalog is None else Place(catalog.path, None if entry is None else entry.line),
            place=Place(manuscript.path, segment.line),
        )


def explain(rule: str) -> Outcome:
    """The manual page of a rule. Raises UsageError for a rule that does not exist."""
    if rule not in CHECKS:
        raise UsageError(f"there is no rule {rule!r}", advice=f"There are: {', '.join(CHECKS)}.")
    found = CHECKS[rule]
    return Outcome(data=f"{found.id} ({found.severity})\n\n{found.manual}\n")
