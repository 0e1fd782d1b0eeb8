"""Rules put to pairs: findings in the order of the pairs, and no rule that fails stops the others."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType

from enregard.checks.contract import Look, Pair, Policy, Remark, Rule
from enregard.model import Finding, Severity

AS_THEY_ARE: Mapping[str, Severity | None] = MappingProxyType({})
POLICY = Policy()


def check(
    pairs: Iterable[Pair],
    rules: Iterable[Rule],
    *,
    severities: Mapping[str, Severity | None] = AS_THEY_ARE,
    policy: Policy = POLICY,
    among: Sequence[Pair] | None = None,
) -> list[Finding]:
    """All that the rules have to say, in the order of the pairs; what holds for an entry is said at its first passage.

    ``severities`` gives rules another severity by their id, or None to turn them off; else the profile of the policy
    has its own. ``among`` are all pairs of the project, for rules that compare and learn (default: the pairs). A rule
    that raises is a finding of its own, an error under its id.
    """
    pairs = list(pairs)
    active = list(_active(rules, severities, policy, pairs if among is None else among))
    seen: set[tuple[object, ...]] = set()
    findings = []
    for pair in pairs:
        for rule, look in active:
            for remark in _remarks(rule, look, pair):
                said = (rule.id, remark.message, pair.po, pair.segment.key)
                if said not in seen:
                    seen.add(said)
                    own = remark.severity or level_of(rule, AS_THEY_ARE, policy) or rule.severity
                    findings.append(_finding(rule, pair, remark, severities.get(rule.id) or own))
    return findings


def level_of(rule: Rule, severities: Mapping[str, Severity | None], policy: Policy) -> Severity | None:
    """The severity of a rule in a project; None where it is not looked for."""
    return severities.get(rule.id, rule.levels.get(policy.profile, rule.severity))


def _active(
    rules: Iterable[Rule], severities: Mapping[str, Severity | None], policy: Policy, among: Sequence[Pair]
) -> Iterator[tuple[Rule, Look]]:
    """The rules that speak about these languages, ready to look."""
    languages = (policy.source, policy.target)
    for rule in rules:
        fits = all(mine in {"", re.split("[-_]", own)[0]} for mine, own in zip(rule.languages, languages, strict=True))
        if fits and level_of(rule, severities, policy) is not None:
            yield rule, _look(rule, among, policy)


def _look(rule: Rule, among: Sequence[Pair], policy: Policy) -> Look:
    if rule.look is not None:
        return rule.look
    try:
        return rule.prepare(among, policy) if rule.prepare else _silent
    except Exception as error:  # noqa: BLE001 - whatever a rule does wrong, the others are still to be heard
        failed = error

        def fail(_: Pair) -> Iterator[Remark]:
            raise failed

        return fail


def _silent(_: Pair) -> Iterator[Remark]:
    return iter(())


def _remarks(rule: Rule, look: Look, pair: Pair) -> list[Remark]:
    said: list[Remark] = []
    try:
        for remark in look(pair):
            said.append(remark)  # noqa: PERF402 - what was said before a rule fails is kept
    except Exception as error:  # noqa: BLE001 - the same
        message = f"the rule {rule.id} could not judge this entry ({type(error).__name__}: {error}); please report it"
        said.append(Remark(message, Severity.ERROR))
    return said


def _finding(rule: Rule, pair: Pair, remark: Remark, severity: Severity) -> Finding:
    return Finding(
        rule=rule.id,
        severity=severity,
        message=remark.message,
        po=pair.po,
        source=pair.place,
        msgid=pair.msgid,
        msgstr=pair.msgstr,
        suggestion=remark.suggestion,
    )
