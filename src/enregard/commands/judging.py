"""The passages of a project put side by side for the checks, and what the project has decided about them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from enregard import checks, publication
from enregard.catalogs import Catalog
from enregard.checks import Pair, Policy, glossary, silence
from enregard.commands.loading import Workshop
from enregard.errors import SettingsError, SourceError
from enregard.model import Finding, Passage, Place, Severity
from enregard.project import Project
from enregard.registry import CHECKS, RULES, SOURCE_CHECKS
from enregard.settings import FILE
from enregard.sources.contract import Manuscript

Severities = dict[str, Severity | None]


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the checks have to say, and what they were told not to say."""

    findings: tuple[Finding, ...]
    silenced: int = 0


def severities(project: Project) -> Severities:
    """Severities that the settings change. Raises SettingsError for a rule that does not exist."""
    table = project.settings.checks
    _refuse_unknown("severity", table.severity, RULES)
    for rules in table.silence.values():
        _refuse_unknown("silence", rules, {*RULES, "*"})
    return {rule: None if level == "off" else Severity(level) for rule, level in table.severity.items()}


def _refuse_unknown(table: str, rules: Collection[str], known: Collection[str]) -> None:
    for rule in rules:
        if rule not in known:
            raise SettingsError(
                f"[checks.{table}] names {rule!r}, which is no rule",
                path=FILE,
                advice=f"There are: {', '.join(known)}.",
            )


def policy(project: Project, language: str) -> Policy:
    """What the project has decided about translations into a language. Raises SettingsError."""
    table = project.settings.checks
    text = project.side_file(table.glossary) if table.glossary else None
    return Policy(
        source=project.language,
        target=language,
        profile=table.profile,
        variant=table.variant,
        typography=table.typography,
        titles=table.titles,
        terms=() if text is None else glossary.read(text, path=table.glossary),
        acronyms=table.acronyms,
    )


def translations(
    shop: Workshop, chosen: Collection[str], languages: Sequence[str], *, all_known: bool = False
) -> Judgement:
    """All findings about the translations of the chosen documents, told what the whole project knows.

    With ``all_known`` those that the baseline knows, too. Raises SettingsError.
    """
    levels = severities(shop.project)
    rules = [policy(shop.project, language) for language in languages]
    pairs: dict[str, dict[str, list[Pair]]] = {language: {} for language in languages}
    for name, manuscript in shop.manuscripts.items():
        try:
            for language, found in _document(shop, name, manuscript, languages):
                pairs[language][name] = found
        except SourceError as error:
            shop.problems.append(error)
    findings: list[Finding] = []
    for decided in rules:
        documents = pairs[decided.target]
        among = [pair for found in documents.values() for pair in found]
        for name in documents:
            if name in chosen:
                catalog = shop.catalogs[decided.target].get(name)
                findings += () if catalog is None else catalog.warnings
        asked = [pair for name, found in documents.items() if name in chosen for pair in found]
        said = checks.check(asked, CHECKS.values(), severities=levels, policy=decided, among=among)
        off = {rule for rule, level in levels.items() if level is None}
        findings += silence.silence(said, asked, rules=CHECKS.keys(), switched_off=off).findings
    return _quiet(shop.project, findings, all_known=all_known)


def sources(shop: Workshop, chosen: Collection[str]) -> Judgement:
    """All findings about the source of the chosen documents. Raises SettingsError."""
    levels = severities(shop.project)
    decided = replace(policy(shop.project, ""), target="")
    limits = shop.project.settings.limits
    pairs: list[Pair] = []
    for name, manuscript in shop.manuscripts.items():
        if name in chosen:
            try:
                page = publication.source_page(manuscript, language=shop.project.language, limits=limits)
            except SourceError as error:
                shop.problems.append(error)
                continue
            pairs += (
                Pair(p.segment, None, source=p, place=Place(manuscript.path, p.segment.line)) for p in page.passages
            )
    findings = checks.check(pairs, SOURCE_CHECKS.values(), severities=levels, policy=decided)
    return _quiet(shop.project, findings)


def _quiet(project: Project, findings: Sequence[Finding], *, all_known: bool = False) -> Judgement:
    """The findings but for those that the settings or the baseline keep silent."""
    table = project.settings.checks
    left = silence.in_files(findings, table.silence).findings
    text = project.side_file(table.baseline, missing_ok=True) if table.baseline and not all_known else None
    if text is not None:
        left = silence.without_known(left, silence.read_baseline(text, path=table.baseline)).findings
    return Judgement(left, len(findings) - len(left))


def _document(
    shop: Workshop, name: str, manuscript: Manuscript, languages: Sequence[str]
) -> Iterator[tuple[str, list[Pair]]]:
    """The pairs of a document, language by language. Raises SourceError where its page takes too long."""
    limits = shop.project.settings.limits
    source = publication.source_page(manuscript, language=shop.project.language, limits=limits)
    for language in languages:
        if shop.project.catalog(language, name) not in shop.unreadable:
            catalog = shop.catalogs[language].get(name)
            facing = publication.facing(manuscript, catalog, source, language=language, stale="source", limits=limits)
            where = shop.project.shown(shop.project.catalog(language, name))
            yield language, list(_pairs(manuscript, catalog, facing, language, where=where))


def _pairs(
    manuscript: Manuscript, catalog: Catalog | None, facing: publication.Facing, language: str, *, where: str
) -> Iterator[Pair]:
    """Every segment with its entry and, where it stands on the page, its two passages; ``where`` its catalog lies."""
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
            po=Place(where, 1 if entry is None else entry.line),
            place=Place(manuscript.path, segment.line),
        )
