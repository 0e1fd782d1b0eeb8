"""The passages of a project put side by side for the checks, and what the project has decided about them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from enregard import checks, publication
from enregard import languages as tongues
from enregard.catalogs import health
from enregard.catalogs.mispairing import mispaired
from enregard.checks import Pair, Policy, glossary, silence
from enregard.commands import linking
from enregard.commands.linking import NO_DEAD, Dead
from enregard.commands.loading import Workshop
from enregard.errors import SettingsError, SourceError
from enregard.model import Finding, Page, Passage, Place, Severity
from enregard.project import Project
from enregard.registry import CHECKS, RULES, SOURCE_CHECKS
from enregard.settings import FILE, line_of

Severities = dict[str, Severity | None]
DEAD, HEADER, MIXED, IDLE = "dead-link", "po-header", "mis-merge", "unused-silencer"
"""Rules about files and pages rather than about pairs."""
_MILD = {"header-incomplete": Severity.INFO, "search-path": Severity.INFO}
"""What ``doctor`` mends, and no reader is harmed by."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the checks have to say, and what they were told not to say."""

    findings: tuple[Finding, ...]
    silenced: int = 0


def severities(project: Project) -> Severities:
    """Severities that the settings change. Raises SettingsError for a rule that does not exist."""
    table = project.settings.checks
    _refuse_unknown(project, "severity", None, table.severity, RULES)
    for pattern, rules in table.silence.items():
        _refuse_unknown(project, "silence", pattern, rules, (*RULES, "*"))
    return {rule: None if level == "off" else Severity(level) for rule, level in table.severity.items()}


def _refuse_unknown(
    project: Project, table: str, key: str | None, rules: Collection[str], known: Collection[str]
) -> None:
    """Raise SettingsError, with the line, for a name that is no rule; the names are keys, or stand below one."""
    for rule in rules:
        if rule not in known:
            import difflib

            near = difflib.get_close_matches(rule, known, 1)
            text = project.side_file(FILE, missing_ok=True) or ""
            raise SettingsError(
                f"[checks.{table}] names {rule!r}, which is no rule",
                path=FILE,
                line=line_of(text, ("checks", table, key or rule)),
                advice=(f"Did you mean {near[0]}? " if near else "") + f"There are: {', '.join(known)}.",
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
    shop: Workshop,
    chosen: Collection[str],
    languages: Sequence[str],
    *,
    all_known: bool = False,
    whole: bool = False,
) -> Judgement:
    """All findings about the translations of the chosen documents, told what the whole project knows.

    With ``all_known`` those that the baseline knows, too; ``whole``: these are all documents and languages, so that
    what silences nothing can be told. Raises SettingsError.
    """
    levels = severities(shop.project)
    rules = [policy(shop.project, language) for language in languages]
    faces = _faces(shop, languages)
    dead = linking.dead(shop, {name: own.pages(shop.project.language) for name, own in faces.items()}, chosen)
    findings: list[Finding] = []
    for number, decided in enumerate(rules):
        documents = {
            name: list(_pairs(shop, name, decided.target, own, dead.get(name, {}), told=number > 0))
            for name, own in faces.items()
            if decided.target in own.facings
        }
        findings += _of_files(shop, chosen, decided, levels)
        among = [pair for found in documents.values() for pair in found]
        asked = [pair for name, found in documents.items() if name in chosen for pair in found]
        said = checks.check(asked, CHECKS.values(), severities=levels, policy=decided, among=among)
        off = {rule for rule, level in levels.items() if level is None}
        findings += silence.silence(said, asked, rules=CHECKS.keys(), switched_off=off).findings
        if number == 0:
            findings += _outside_words(shop, dead, decided, levels)
    judged = {rule for rule in (*CHECKS, "*") if levels.get(rule, Severity.INFO) is not None} if whole else set()
    return _quiet(shop.project, findings, judged, levels, all_known=all_known)


def sources(shop: Workshop, chosen: Collection[str], *, whole: bool = False) -> Judgement:
    """All findings about the source of the chosen documents; ``whole``: of all. Raises SettingsError."""
    levels = severities(shop.project)
    decided = replace(policy(shop.project, ""), target="")
    faces = _faces(shop, ())
    language = shop.project.language
    dead = linking.dead(shop, {name: own.pages(language) for name, own in faces.items()}, chosen)
    pairs = [
        Pair(p.segment, None, source=p, place=Place(path, p.segment.line), dead=lost.get(p.segment.id, ()))
        for name, own in faces.items()
        if name in chosen
        for path, lost in [(shop.manuscripts[name].path, dead.get(name, {}).get(language, NO_DEAD))]
        for p in own.source.passages
    ]
    findings = checks.check(pairs, SOURCE_CHECKS.values(), severities=levels, policy=decided)
    judged = {rule for rule in SOURCE_CHECKS if levels.get(rule, Severity.INFO) is not None} if whole else set()
    return _quiet(shop.project, [*findings, *_outside_words(shop, dead, decided, levels)], judged - {DEAD}, levels)


def _of_files(shop: Workshop, chosen: Collection[str], decided: Policy, levels: Severities) -> Iterator[Finding]:
    """What is odd about the chosen catalogs as files, and what their headers say wrong or do not say."""
    wanted = {rule: checks.level_of(RULES[rule], levels, decided) is not None for rule in (HEADER, MIXED)}
    expected = health.Expected(
        language=decided.target,
        plural_forms=tongues.plural_forms(decided.target),
        fields=dict.fromkeys(("Content-Type", "Language", "Plural-Forms"), ""),
    )
    for name in shop.manuscripts:
        catalog = shop.catalogs[decided.target].get(name)
        if name in chosen and catalog is not None:
            yield from catalog.warnings
            for found in health.header(catalog, expected) if wanted[HEADER] else ():
                yield replace(found, rule=HEADER, severity=levels.get(HEADER) or _MILD.get(found.rule, found.severity))
            for found in mispaired(catalog, shop.templates.get(name)) if wanted[MIXED] else ():
                yield replace(found, severity=levels.get(MIXED) or found.severity)


def _outside_words(
    shop: Workshop, dead: Mapping[str, Mapping[str, Dead]], decided: Policy, levels: Severities
) -> Iterator[Finding]:
    """Links that lead nowhere and stand in no passage, such as that of a picture."""
    level = checks.level_of(RULES[DEAD], levels, decided)
    for name, by_language in dead.items() if level is not None else ():
        for said in dict.fromkeys(said for own in by_language.values() for said in own.get(None, ())):
            place = Place(shop.manuscripts[name].path, linking.line_of(shop, name, said))
            yield Finding(DEAD, level or Severity.ERROR, said, source=place)


def _quiet(
    project: Project,
    findings: Sequence[Finding],
    judged: Collection[str],
    levels: Severities,
    *,
    all_known: bool = False,
) -> Judgement:
    """The findings but for those that the settings or the baseline keep silent; and what keeps nothing silent.

    ``judged`` are the rules that were put to the whole project.
    """
    table = project.settings.checks
    quiet = silence.in_files(findings, table.silence)
    level = levels.get(IDLE, Severity.WARNING)
    idle = [
        _idle(project, pattern, rule, level) for pattern, rule in quiet.unused if level is not None and rule in judged
    ]
    left, silenced = (*quiet.findings, *idle), quiet.silenced
    text = project.side_file(table.baseline, missing_ok=True) if table.baseline and not all_known else None
    if text is not None:
        known = silence.without_known(left, silence.read_baseline(text, path=table.baseline))
        left, silenced = known.findings, silenced + known.silenced
        gone = sum(line[0] in judged for line in known.unused)
        if gone and level is not None:
            message = f"known findings that are no more: {gone} (forget them with: enregard check --write-baseline)"
            told = Finding(IDLE, levels.get(IDLE) or Severity.INFO, message, source=Place(table.baseline))
            left = (*left, told)
    return Judgement(left, silenced)


def _idle(project: Project, pattern: str, rule: str, level: Severity) -> Finding:
    """What is told of a line of the settings that silences nothing."""
    text = project.side_file(FILE, missing_ok=True) or ""
    message = f"[checks.silence] silences {rule} in {pattern!r}, where it has nothing to say"
    place = Place(FILE, line_of(text, ("checks", "silence", pattern)))
    return Finding(IDLE, level, message, source=place)


@dataclass(frozen=True, slots=True)
class _Faces:
    """A document's page, and what faces it in each language whose catalog can be read."""

    source: Page
    facings: Mapping[str, publication.Facing]

    def pages(self, language: str) -> dict[str, Page]:
        """All of its pages, by language; ``language`` is the source's."""
        return {language: self.source} | {target: facing.translation for target, facing in self.facings.items()}


def _faces(shop: Workshop, languages: Sequence[str]) -> dict[str, _Faces]:
    """The pages of all documents; one that takes too long is left out and listed."""
    settings, found = shop.project.settings, {}
    for name, manuscript in shop.manuscripts.items():
        try:
            source = publication.source_page(manuscript, language=shop.project.language, limits=settings.limits)
            found[name] = _Faces(
                source,
                {
                    language: publication.facing(
                        manuscript,
                        shop.catalogs[language].get(name),
                        source,
                        language=language,
                        stale="source",
                        limits=settings.limits,
                        addresses=settings.checks.addresses,
                    )
                    for language in languages
                    if shop.project.catalog(language, name) not in shop.unreadable
                },
            )
        except SourceError as error:
            shop.problems.append(error)
    return found


def _pairs(
    shop: Workshop, name: str, language: str, faces: _Faces, dead: Mapping[str, Dead], *, told: bool
) -> Iterator[Pair]:
    """Every segment with its entry and, where it stands on the page, its two passages.

    ``told``: what is wrong with the links of the source was told already.
    """
    manuscript, catalog = shop.manuscripts[name], shop.catalogs[language].get(name)
    facing = faces.facings[language]
    where = shop.project.shown(shop.project.catalog(language, name))
    lost, own = dead.get(shop.project.language, NO_DEAD), dead.get(language, NO_DEAD)
    shown: dict[str, tuple[Passage, Passage]] = {
        theirs.segment.id: (theirs, ours)
        for theirs, ours in zip(facing.source.passages, facing.translation.passages, strict=True)
    }
    for segment in manuscript.segments:
        entry = None if catalog is None else catalog.by_key.get(segment.key)
        theirs, ours = shown.get(segment.id, (None, None))
        there = lost.get(segment.id, ())
        here = tuple(f"{said} (in the translation)" for said in own.get(segment.id, ()) if said not in there)
        yield Pair(
            segment,
            entry,
            source=theirs,
            translation=ours if ours is not None and ours.language == language else None,
            quarantine=facing.quarantined.get(segment.key),
            po=Place(where, 1 if entry is None else entry.line),
            place=Place(manuscript.path, segment.line),
            dead=here if told else (*there, *here),
            addresses=shop.project.settings.checks.addresses,
        )
