"""Rules put to pairs: findings in the order of the pairs, and no rule that fails stops the others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from enregard.checks.contract import Pair, Remark, Rule
from enregard.model import Finding, Severity

AS_THEY_ARE: Mapping[str, Severity | None] = MappingProxyType({})


def check(
    pairs: Iterable[Pair], rules: Iterable[Rule], *, severities: Mapping[str, Severity | None] = AS_THEY_ARE
) -> list[Finding]:
    """All that the rules have to say, in the order of the pairs; what holds for an entry is said at its first passage.

    ``severities`` gives rules another severity by their id, or None to turn them off. A rule that raises is a finding
    of its own, an error under its id.
    """
    active = [rule for rule in rules if severities.get(rule.id, rule.severity) is not None]
    seen: set[tuple[object, ...]] = set()
    findings = []
    for pair in pairs:
        for rule in active:
            for remark in _remarks(rule, pair):
                severity = severities.get(rule.id) or remark.severity or rule.severity
                finding = _finding(rule, pair, remark, severity)
                said = (rule.id, remark.message, pair.po, pair.segment.key)
                if said not in seen:
                    seen.add(said)
                    findings.append(finding)
    return findings


def _remarks(rule: Rule, pair: Pair) -> Iterator[Remark]:
    try:
        yield from rule.look(pair)
    except Exception as error:  # noqa: BLE001 - whatever a rule does wrong, the others are still to be heard
        message = f"the rule {rule.id} could not judge this entry ({type(error).__name__}: {error}); please report it"
        yield Remark(message, Severity.ERROR)


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
