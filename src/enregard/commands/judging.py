"""All documents of a project judged together, and what the project has decided about them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from enregard import checks, editions
from enregard.checks import Policy, Remark, Rules, Said, glossary, silence
from enregard.commands import describing, linking
from enregard.commands.docket import Docket
from enregard.commands.studying import Bench, Severities, Side
from enregard.errors import EnregardError, ProjectError, SettingsError
from enregard.model import Finding, Place, Severity
from enregard.project import Project
from enregard.registry import CHECKS, RULES
from enregard.settings import FILE, line_of

DEAD, IDLE = "dead-link", "unused-silencer"
"""Rules that need the whole project."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the checks have to say, and what they were told not to say."""

    findings: tuple[Finding, ...]
    silenced: int = 0
    problems: tuple[EnregardError, ...] = ()
    """Why nothing can be told of links."""


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
        acronyms=dict(table.acronyms),
    )


def bench(project: Project, languages: Sequence[str]) -> Bench:
    """How the documents of a project are studied: their translations into these languages, else their French alone.

    Raises SettingsError.
    """
    settings = project.settings
    return Bench(
        reading=project.reading(),
        policies=tuple(replace(policy(project, language), target=language) for language in languages or ("",)),
        severities=severities(project),
        addresses=dict(settings.checks.addresses),
        image_hosts=settings.site.image_hosts,
        folders={name: project.shown(project.language_folder(name)) for name in languages},
    )


def judged(docket: Docket, chosen: Collection[str], *, all_known: bool = False, whole: bool = False) -> Judgement:
    """All findings about the chosen documents, told what the whole project knows.

    With ``all_known`` those that the baseline knows, too; ``whole``: these are all documents and languages, so that
    what silences nothing can be told. Raises SettingsError, Changed.
    """
    problems: list[EnregardError] = []
    dead = _dead(docket, chosen, problems)
    named = [name for name in docket.names if name in chosen]
    findings: list[Finding] = []
    for number, decided in enumerate(docket.bench.policies):
        sides = {name: side for name in named if (side := docket.dossiers[name].sides.get(decided.target)) is not None}
        findings += [odd for side in sides.values() for odd in side.odd]
        hearing = _hearing(docket, decided, dead, told=number > 0)
        heard = [finding for name, side in sides.items() for finding in _heard(hearing, name, side)]
        findings += [finding for finding in heard if finding.rule != IDLE]
        findings += [finding for finding in heard if finding.rule == IDLE]
        if number == 0:
            findings += _outside_words(hearing)
    levels = docket.bench.severities
    put = {*CHECKS, "*"} if docket.bench.languages else hearing.rules.known.keys() - {DEAD}
    asked = {rule for rule in put if levels.get(rule, Severity.INFO) is not None} if whole else set()
    return _quiet(docket.project, findings, asked, levels, all_known=all_known, problems=problems)


@dataclass(frozen=True, slots=True)
class _Hearing:
    """All documents in one language, heard together."""

    docket: Docket
    rules: Rules
    judge: Callable[[Mapping[str, Any]], list[Said]]
    """What inquiries say about a document."""
    dead: Mapping[str, Mapping[str, linking.Faults]]
    told: bool
    """Whether what is wrong with the links of the source was told already."""
    seen: set[tuple[object, ...]] = field(default_factory=set)
    """What was said."""

    @property
    def target(self) -> str:
        """The language; empty for the source alone."""
        return self.rules.policy.target


def _hearing(
    docket: Docket, decided: Policy, dead: Mapping[str, Mapping[str, linking.Faults]], *, told: bool
) -> _Hearing:
    rules = docket.bench.rules(decided)
    known = {name: docket.dossiers[name].sides.get(decided.target) for name in docket.names}
    opened = {name: side.open for name, side in known.items() if side is not None}
    names = list(opened)
    judge = rules.conclude(
        list(opened.values()),
        lambda lesson: docket.lesson(names, decided.target, lesson),
        lambda document, pair: docket.subject_of(names[document], decided.target)(pair),
    )
    return _Hearing(docket, rules, judge, dead, told)


def _heard(hearing: _Hearing, name: str, side: Side) -> Sequence[Finding]:
    """The findings about one document but for those that a comment of theirs keeps silent."""
    said = [*side.said, *hearing.judge(side.open), *_on_links(hearing, name, side)]
    if not said and not side.silencers:
        return ()
    subject = hearing.docket.subject_of(name, hearing.target)
    found = hearing.rules.findings(said, subject, hearing.seen)
    if not side.silencers:
        return found
    silencers = [(subject(number), ids) for number, ids in side.silencers]
    off = {rule for rule, level in hearing.docket.bench.severities.items() if level is None}
    return silence.silence(found, silencers, rules=CHECKS.keys(), switched_off=off).findings


def _on_links(hearing: _Hearing, name: str, side: Side) -> Iterator[Said]:
    """What is wrong with links that stand in passages."""
    by_language = hearing.dead.get(name, {})
    theirs = by_language.get(hearing.docket.project.language, linking.NO_FAULTS).dead
    ours = by_language.get(hearing.target, linking.NO_FAULTS).dead
    for passage, pairs in side.places.items() if hearing.rules.is_active(DEAD) else ():
        there = theirs.get(passage, ())
        here = [f"{said} (in the translation)" for said in ours.get(passage, ()) if said not in there]
        for message in here if hearing.told else (*there, *here):
            yield from (hearing.rules.said(DEAD, pair, Remark(message)) for pair in pairs)


def _outside_words(hearing: _Hearing) -> Iterator[Finding]:
    """Links that lead nowhere and stand in no passage, such as that of a picture."""
    levels = hearing.docket.bench.severities
    level = checks.level_of(RULES[DEAD], levels, hearing.rules.policy)
    for name, by_language in hearing.dead.items() if level is not None else ():
        path = hearing.docket.path(name)
        for said, line in {said: line for own in by_language.values() for said, line in own.loose.items()}.items():
            yield Finding(DEAD, level or Severity.ERROR, said, source=Place(path, line))


def _dead(
    docket: Docket, chosen: Collection[str], problems: list[EnregardError]
) -> dict[str, dict[str, linking.Faults]]:
    """What leads nowhere on the pages of the chosen documents, by document and language; drafts have no page.

    Where two documents have one address nothing can be told of links: that is a problem of the project.
    """
    documents = [found for name in docket.names if (found := docket.dossiers[name].document) is not None]
    project = docket.project
    site = describing.site(project, documents, docket.tree.assets, editions=project.editions, drafts=False)
    try:
        order = editions.plan(site)
    except ProjectError as error:
        problems.append(error)
        return {}
    return {
        document.name: {language: linking.faults(order, document, found, language) for language in found.pages}
        for document in editions.published(order)
        if document.name in chosen
        for found in (docket.dossiers[document.name].links,)
    }


def _quiet(
    project: Project,
    findings: Sequence[Finding],
    judged: Collection[str],
    levels: Severities,
    *,
    all_known: bool,
    problems: Sequence[EnregardError],
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
    return Judgement(left, silenced, tuple(problems))


def _idle(project: Project, pattern: str, rule: str, level: Severity) -> Finding:
    """What is told of a line of the settings that silences nothing."""
    text = project.side_file(FILE, missing_ok=True) or ""
    message = f"[checks.silence] silences {rule} in {pattern!r}, where it has nothing to say"
    place = Place(FILE, line_of(text, ("checks", "silence", pattern)))
    return Finding(IDLE, level, message, source=place)
