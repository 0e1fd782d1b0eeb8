"""Compiles SRX rules into two expressions that find the breaks of a text, in the order that SRX prescribes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from time import monotonic
from typing import Any

from enregard.errors import RulesError
from enregard.segmentation.expressions import Expression, ExpressionError, translate
from enregard.segmentation.srx import LanguageMap, Rule, Srx

Compiled = Any
"""A compiled pattern of ``re`` or of ``regex``, which has no types."""

PATIENCE = 5.0
"""Seconds that rules may take over one paragraph: an expression of a user can need time without end."""

_SET = r"\[(?!\^)(?:[^\\\[\]^&~|-]|-|\\[^a-zA-Z0-9]|\\x[0-9A-F]{2}|\\s)+\]"
_PLAIN = re.compile(rf"({_SET})(?:\(\?=({_SET})\))?")
"""Sets that mean the same to ``re`` as to ``regex``."""
_BEHIND = r"[\n\r\\<\[\]{*_!]"
"""Line ends, which the rules see as spaces, and signs with which Markdown begins that readers do not see."""
_SPELT = "&"
"""An entity may stand for any character."""
_ANYTHING = "(?s:.)"
_OBJECT = "\ufffc"
"""What code and addresses are to the rules, whatever signs they are written with."""


def select(srx: Srx, language: str, *, path: str | None = None) -> tuple[Rule, ...]:
    """The rules for ``language`` ("fr", "fr-CA"), in the order in which they are asked. Raises RulesError."""
    names = [entry.name for entry in srx.maps if _fits(entry, language, path)]
    if not names:
        raise RulesError(
            f"no language map of the SRX file fits {language!r}",
            path=path,
            advice=f'Add <languagemap languagepattern="{language}.*" languagerulename="..."/> to its maprules.',
        )
    return tuple(rule for name in (names if srx.cascade else names[:1]) for rule in srx.rules[name])


@dataclass(frozen=True, slots=True)
class Decider:
    """Compiled rules: what finds the positions worth asking about, and what decides at one of them."""

    candidates: Compiled
    """Its matches end where a break rule might fit; ``re``, which is fast, wherever it can say so."""
    decision: Compiled
    """Matched at a position, it fills a group where the rules break, and none where they say no."""
    marked: re.Pattern[str] | None = None
    """What every text in which a sentence may end holds, marked up or not: the end of one, then a space or markup."""


def compiled(rules: Iterable[Rule], *, path: str | None = None) -> Decider:
    """``rules`` as a Decider; ``path`` is for messages. Raises RulesError.

    SRX says: at each position the first rule decides whose ``before`` matches up to it and whose ``after`` matches
    from it. Runs of rules that decide alike are asked as one; a run is asked only where no earlier run has matched.
    """
    import regex  # type: ignore[import-untyped]

    runs = [(breaks, [_translated(r, path) for r in run]) for breaks, run in groupby(rules, lambda rule: rule.breaks)]
    decision = "|".join(f"({_any(run)})" if breaks else _any(run) for breaks, run in runs) or "(?!)"
    candidates = _candidates([rule for breaks, run in runs if breaks for rule in run])
    plain = _PLAIN.fullmatch(candidates)
    library = re if plain else regex
    try:
        return Decider(
            library.compile(candidates, *([regex.V1] if library is regex else [])),
            regex.compile(decision, regex.V1, cache_pattern=False),
            None if plain is None else _in_markup(plain[1], plain[2] or _ANYTHING),
        )
    except (re.error, regex.error, RecursionError, OverflowError) as error:
        for rule in (rule for _, run in runs for rule in run):
            _try(rule, path)
        raise RulesError(f"the segmentation rules cannot be used together: {error}", path=path) from None


def _in_markup(ends: str, starts: str) -> re.Pattern[str] | None:
    if re.match(ends, _OBJECT) or (starts != _ANYTHING and re.match(starts, _OBJECT)):
        return None
    # one set in front: the library passes over what is not in it without trying anything
    return re.compile(f"{ends[:-1]}{_SPELT}](?:(?<={_SPELT})|(?={starts}|{_BEHIND}))")


def breaks(decider: Decider, text: str, *, patience: float | None = None, path: str | None = None) -> list[int]:
    """Offsets in ``text`` at which rules break it, ascending.

    Raises RulesError when that takes longer than ``patience`` seconds; None waits for ever, which our own rules, linear
    in the text, can be trusted with.
    """
    if patience is None:
        decide = decider.decision.match
        candidates = decider.candidates.finditer(text)
        return [end for match in candidates if (found := decide(text, end := match.end())) and found.lastindex]
    try:
        return list(_patiently(decider, text, patience))
    except TimeoutError:
        raise RulesError(
            f"the segmentation rules need more than {patience:g} seconds for one paragraph ({text[:40]!r}...)",
            path=path,
            advice="Look for repetitions inside repetitions, such as (a+)+, in the expressions of the SRX file.",
        ) from None


def _patiently(decider: Decider, text: str, patience: float) -> Iterator[int]:
    until = monotonic() + patience
    limit = {} if isinstance(decider.candidates, re.Pattern) else {"timeout": patience}
    for match in decider.candidates.finditer(text, **limit):
        found = decider.decision.match(text, match.end(), timeout=max(until - monotonic(), 0.001))
        if found and found.lastindex:
            yield match.end()


@dataclass(frozen=True, slots=True)
class _Rule:
    """A rule with its expressions translated."""

    before: Expression
    after: Expression
    line: int | None


def _translated(rule: Rule, path: str | None) -> _Rule:
    return _Rule(
        _translate(rule.before, line=rule.line, path=path), _translate(rule.after, line=rule.line, path=path), rule.line
    )


def _translate(pattern: str, *, line: int | None, path: str | None) -> Expression:
    try:
        return translate(pattern)
    except ExpressionError as error:
        raise _unusable(error, line=line, path=path) from None


def _try(rule: _Rule, path: str | None) -> None:
    import regex

    try:
        regex.compile(f"(?<={rule.before.text})(?={rule.after.text})", regex.V1, cache_pattern=False)
    except (regex.error, RecursionError, OverflowError) as error:
        raise _unusable(error, line=rule.line, path=path) from None


def _unusable(error: Exception, *, line: int | None, path: str | None) -> RulesError:
    advice = "Mend the expression on this line, or remove its rule."
    return RulesError(f"a regular expression cannot be used: {error}", path=path, line=line, advice=advice)


def _fits(entry: LanguageMap, language: str, path: str | None) -> bool:
    import regex

    expression = _translate(entry.pattern, line=entry.line, path=path)
    try:
        return regex.fullmatch(expression.text, language, regex.V1 | regex.I, timeout=PATIENCE) is not None
    except (regex.error, RecursionError, OverflowError, TimeoutError) as error:
        raise _unusable(error, line=entry.line, path=path) from None


def _any(run: list[_Rule]) -> str:
    """Any rule of ``run``, as an expression without width; rules with the same ``after`` share one look ahead."""
    befores: dict[str, list[str]] = {}
    for rule in run:
        befores.setdefault(rule.after.text, []).append(rule.before.text)
    branches = (f"(?<={'|'.join(before)})(?={after})" for after, before in befores.items())
    return f"(?:{'|'.join(branches)})"


def _candidates(run: list[_Rule]) -> str:
    """The character before a break, as far as the break rules tell: what makes most of a text pass by at full speed."""
    ends = _set(rule.before.ends if not rule.before.nullable else None for rule in run)
    starts = _set(rule.after.starts if not rule.after.nullable else None for rule in run)
    quick = f"(?={starts})" if starts else ""
    return f"{ends}{quick}" if ends else f"(?s:.){quick}{_any(run)}"


def _set(contents: Iterable[str | None]) -> str:
    known = list(dict.fromkeys(contents))
    return "" if not known or None in known else f"[{''.join(c for c in known if c)}]"
