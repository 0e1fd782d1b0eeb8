"""Rules put to documents one by one, and then to all of them together; no rule that fails stops the others."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType

from enregard.checks.contract import Inquiry, Lesson, Look, Pair, Policy, Remark, Rule, Study, Subject, Verdict
from enregard.model import Finding, Severity

AS_THEY_ARE: Mapping[str, Severity | None] = MappingProxyType({})
POLICY = Policy()


@dataclass(frozen=True, slots=True)
class Said:
    """One thing that a rule says about a pair of a document, by the pair's number there."""

    pair: int
    rule: str
    severity: Severity
    message: str
    suggestion: str | None = None


@dataclass(frozen=True, slots=True)
class Studies:
    """What inquiries have from one document; JSON can hold it."""

    open: Mapping[str, Study]
    """By rule: what waits for the other documents."""
    lessons: Mapping[str, Study]
    """By name: what is seldom asked for."""


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules that are to be heard about one pair of languages, in the order in which they speak."""

    known: Mapping[str, Rule]
    policy: Policy = field(default_factory=Policy)
    severities: Mapping[str, Severity | None] = field(default_factory=lambda: AS_THEY_ARE)
    """Another severity than its own for a rule, by its id; None turns it off."""

    @property
    def active(self) -> Iterator[Rule]:
        """Those that are to be heard."""
        return (rule for name, rule in self.known.items() if self.is_active(name))

    def is_active(self, name: str) -> bool:
        """Whether a rule speaks about these languages and is not turned off."""
        rule = self.known[name]
        both = zip(rule.languages, (self.policy.source, self.policy.target), strict=True)
        fits = all(not mine or mine == re.split("[-_]", own)[0] for mine, own in both)
        return fits and level_of(rule, self.severities, self.policy) is not None

    def look(self, pairs: Sequence[Pair], among: Sequence[Pair] | None = None) -> list[Said]:
        """What can be said about the pairs of one document by itself (``among``: about some of its pairs)."""
        looks = [
            (rule, _look(rule, pairs if among is None else among, self.policy))
            for rule in self.active
            if rule.inquiry is None
        ]
        said = []
        for number, pair in enumerate(pairs):
            for rule, look in looks:
                try:
                    for remark in look(pair):
                        said.append(self.said(rule.id, number, remark))  # noqa: PERF401 - kept if the rule fails then
                except Exception as error:  # noqa: BLE001 - whatever it does wrong, the others are heard
                    said.append(self.said(rule.id, number, _failed(rule, _told(error))))
        return said

    def study(self, pairs: Sequence[Pair]) -> Studies:
        """What inquiries have from the pairs of one document."""
        inquiries = [(rule.id, rule.inquiry) for rule in self.active if rule.inquiry is not None]
        lessons = {lesson.name: lesson for _, inquiry in inquiries for lesson in inquiry.lessons}
        return Studies(
            {name: _studied(inquiry, pairs, self.policy) for name, inquiry in inquiries},
            {name: lesson.study(pairs) for name, lesson in lessons.items()},
        )

    def conclude(
        self,
        documents: Sequence[Mapping[str, Study]],
        lesson: Callable[[Lesson], Study],
        subject: Callable[[int, int], Subject],
    ) -> Callable[[Mapping[str, Study]], list[Said]]:
        """What inquiries say about a document once all are studied, given what each of them leaves open.

        ``lesson`` has what they teach together, ``subject`` a pair of a document.
        """
        verdicts, learnt = [], cache(lesson)
        for rule in self.active:
            if rule.inquiry is not None:
                found = {number: known[rule.id] for number, known in enumerate(documents) if rule.id in known}
                good = {number: study for number, study in found.items() if not isinstance(study, str)}
                among = _Among(good, learnt, subject)
                verdicts.append((rule, _verdict(rule.inquiry, among, self.policy)))

        def judge(known: Mapping[str, Study]) -> list[Said]:
            return [
                self.said(rule.id, number, remark)
                for rule, verdict in verdicts
                if rule.id in known
                for number, remark in _concluded(rule, verdict, known[rule.id])
            ]

        return judge

    def findings(
        self, said: Iterable[Said], subject: Callable[[int], Subject], seen: set[tuple[object, ...]] | None = None
    ) -> list[Finding]:
        """Findings in the order of pairs and rules; what holds for an entry is told at its first passage (``seen``)."""
        seen = set() if seen is None else seen
        order = {rule: place for place, rule in enumerate(self.known)}
        found = []
        for one in sorted(said, key=lambda one: (one.pair, order[one.rule])):
            about = subject(one.pair)
            known = (one.rule, one.message, about.po, about.context, about.msgid)
            if known not in seen:
                seen.add(known)
                found.append(_finding(one, about))
        return found

    def said(self, name: str, number: int, remark: Remark) -> Said:
        """A remark of a rule about a pair, with the severity that the project gives it."""
        rule = self.known[name]
        own = remark.severity or level_of(rule, AS_THEY_ARE, self.policy) or rule.severity
        return Said(number, rule.id, self.severities.get(rule.id) or own, remark.message, remark.suggestion)


@dataclass(frozen=True, slots=True)
class _Among:
    """Fulfils ``contract.Among``."""

    studies: Mapping[int, Study]
    lesson: Callable[[Lesson], Study]
    subject: Callable[[int, int], Subject]


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
    everything = pairs if among is None else among
    put = Rules({rule.id: rule for rule in rules}, policy, severities)
    known = put.study(everything)
    judge = put.conclude(
        [known.open], lambda lesson: known.lessons[lesson.name], lambda _, number: everything[number].subject
    )
    concluded = judge(known.open if everything is pairs else put.study(pairs).open)
    return put.findings([*put.look(pairs, everything), *concluded], lambda number: pairs[number].subject)


def level_of(rule: Rule, severities: Mapping[str, Severity | None], policy: Policy) -> Severity | None:
    """The severity of a rule in a project; None where it is not looked for."""
    return severities.get(rule.id, rule.levels.get(policy.profile, rule.severity))


def _look(rule: Rule, among: Sequence[Pair], policy: Policy) -> Look:
    if rule.look is not None:
        return rule.look
    try:
        return rule.prepare(among, policy) if rule.prepare else _silent
    except Exception as error:  # noqa: BLE001 - the same
        failed = error

        def fail(_: Pair) -> Iterator[Remark]:
            raise failed

        return fail


def _silent(_: Pair) -> Iterator[Remark]:
    return iter(())


def _studied(inquiry: Inquiry, pairs: Sequence[Pair], policy: Policy) -> Study:
    """What an inquiry has from a document; a text, which no study is, tells why it failed."""
    try:
        return inquiry.study(pairs, policy)
    except Exception as error:  # noqa: BLE001 - the same
        return _told(error)


def _verdict(inquiry: Inquiry, among: _Among, policy: Policy) -> Verdict | str:
    try:
        return inquiry.conclude(among, policy)
    except Exception as error:  # noqa: BLE001 - the same
        return _told(error)


def _concluded(rule: Rule, verdict: Verdict | str, study: Study) -> list[tuple[int, Remark]]:
    if isinstance(verdict, str) or isinstance(study, str):
        return [(0, _failed(rule, study if isinstance(study, str) else str(verdict)))]
    try:
        return list(verdict(study))
    except Exception as error:  # noqa: BLE001 - the same
        return [(0, _failed(rule, _told(error)))]


def _told(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"


def _failed(rule: Rule, why: str) -> Remark:
    message = f"the rule {rule.id} could not judge this entry ({why}); please report it"
    return Remark(message, Severity.ERROR)


def _finding(said: Said, about: Subject) -> Finding:
    return Finding(
        rule=said.rule,
        severity=said.severity,
        message=said.message,
        po=about.po,
        source=about.place,
        msgid=about.msgid,
        msgstr=about.msgstr,
        suggestion=said.suggestion,
    )
