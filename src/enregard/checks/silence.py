"""Findings that somebody has judged and does not want to hear of again: comments, settings, a baseline."""

from __future__ import annotations

import difflib
import hashlib
import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

from enregard.checks.contract import Pair, Remark, Rule, Subject
from enregard.errors import SettingsError
from enregard.model import Entry, Finding, Place, Segment, Severity

_COMMENT = re.compile(r"enregard-ignore\s*:\s*([\w\s,;-]+)")
_SAID = "enregard-ignore"


@dataclass(frozen=True, slots=True)
class Quiet:
    """Findings that are left, and how many were silenced."""

    findings: tuple[Finding, ...]
    silenced: int = 0
    unused: tuple[tuple[str, ...], ...] = ()
    """What silenced nothing: pattern and rule of the settings, or a line of the baseline."""


def unused_silencer(_: Pair) -> Iterator[Remark]:
    """A comment, or a line of ``[checks.silence]``, silences a rule that has nothing to say there or does not exist.

    ``# enregard-ignore: end-punctuation`` in an entry of a catalog, or in a note of the author's
    (``<!-- enregard: note enregard-ignore: length -->``), silences that rule for that entry. Take out what is no longer
    needed: it would hide the next fault. The settings and the baseline are looked at when the whole project is checked;
    known findings that are no more are information, for it is good news.
    """
    return iter(())


def silence(
    findings: Sequence[Finding],
    silencers: Iterable[tuple[Subject, Collection[str]]],
    *,
    rules: Collection[str],
    switched_off: Collection[str] = (),
) -> Quiet:
    """The findings without those that a comment of their entry, or a note of the author's, silences.

    ``silencers`` are the rules that are `silenced` for some of the pairs. One that silences nothing, or names a rule
    that is none of ``rules``, is a finding of its own, unless its rule is switched off in the settings.
    """
    wanted: dict[tuple[Place | None, str, str], set[str]] = {}
    named: dict[tuple[Place | None, str, str], Subject] = {}
    for subject, ids in silencers:
        if ids:
            where = (subject.po, subject.msgid, subject.msgstr)
            wanted.setdefault(where, set()).update(ids)
            named.setdefault(where, subject)
    used: set[tuple[object, ...]] = set()
    left = []
    for finding in findings:
        where = (finding.po, finding.msgid, finding.msgstr)
        if finding.rule in wanted.get(where, ()):
            used.add((*where, finding.rule))
        else:
            left.append(finding)
    for where, ids in wanted.items():
        left += [
            _unused(named[where], rule, rules)
            for rule in sorted(ids)
            if (*where, rule) not in used and rule not in switched_off
        ]
    return Quiet(tuple(left), len(findings) + sum(f.rule == RULES[0].id for f in left) - len(left))


def silenced(segment: Segment, entry: Entry | None) -> set[str]:
    """The rules that a comment of an entry, or a note of the author's, silences."""
    lines = [segment.note or ""]
    if entry is not None:
        lines += [*entry.comments, *entry.extracted]
    found = (_COMMENT.search(line) for line in lines if _SAID in line)
    return {rule for match in found if match for rule in re.split(r"[\s,;]+", match[1]) if rule}


def _unused(about: Subject, rule: str, rules: Collection[str]) -> Finding:
    if rule in rules:
        message = f"the comment that silences {rule} is not needed: the rule has nothing to say here"
    else:
        near = difflib.get_close_matches(rule, rules, 1)
        message = f"a comment silences {rule!r}, which is no rule" + (f"; did you mean {near[0]!r}?" if near else "")
    return Finding(
        RULES[0].id, Severity.WARNING, message, po=about.po, source=about.place, msgid=about.msgid, msgstr=about.msgstr
    )


def in_files(findings: Sequence[Finding], silenced: Mapping[str, Collection[str]]) -> Quiet:
    """The findings without those of files whose path fits a pattern that silences their rule (``*`` is every rule)."""
    lines = [(pattern, rule) for pattern, rules in silenced.items() for rule in rules]
    left, used = [], set()
    for finding in findings:
        fitting = {line for line in lines if _fits(finding, *line)}
        used |= fitting
        if not fitting:
            left.append(finding)
    return Quiet(tuple(left), len(findings) - len(left), tuple(line for line in lines if line not in used))


def _fits(finding: Finding, pattern: str, rule: str) -> bool:
    paths = [place.path for place in (finding.po, finding.source) if place is not None]
    return rule in {finding.rule, "*"} and any(fnmatchcase(path, pattern) for path in paths)


def baseline(findings: Sequence[Finding]) -> str:
    """A file of findings that are known, for those that come to be told from them; a line each, in order."""
    lines = sorted({json.dumps(_known(finding), ensure_ascii=False) for finding in findings})
    return "".join(f"{line}\n" for line in lines)


def read_baseline(text: str, *, path: str) -> frozenset[tuple[str, str, str]]:
    """What a baseline file knows. Raises SettingsError, with the line, where it cannot be read."""
    known = set()
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            try:
                rule, document, mark = _three_texts(json.loads(line))
                known.add((rule, document, mark))
            except (ValueError, RecursionError):
                raise SettingsError(
                    "this is no line of a baseline",
                    path=path,
                    line=number,
                    advice="Write the file anew with: enregard check --write-baseline",
                ) from None
    return frozenset(known)


def _three_texts(said: object) -> list[str]:
    if not isinstance(said, list) or len(said) != 3 or not all(isinstance(part, str) for part in said):
        raise ValueError(said)
    return said


def without_known(findings: Sequence[Finding], known: Collection[tuple[str, str, str]]) -> Quiet:
    """The findings that a baseline does not know: an entry counts as new when its text or its translation changes."""
    found = {_known(finding) for finding in findings}
    left = [finding for finding in findings if _known(finding) not in known]
    return Quiet(tuple(left), len(findings) - len(left), tuple(sorted(line for line in known if line not in found)))


def _known(finding: Finding) -> tuple[str, str, str]:
    place = finding.po or finding.source
    mark = hashlib.sha256(f"{finding.msgid}\0{finding.msgstr}".encode("utf-8", "replace")).hexdigest()[:16]
    return (finding.rule, "" if place is None else place.path, mark)


RULES: tuple[Rule, ...] = (Rule("unused-silencer", Severity.WARNING, unused_silencer),)
