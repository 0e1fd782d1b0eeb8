"""Findings and coverage for people at a terminal: colours where they show, both excerpts, a table that fits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from enregard.coverage import shown, total, with_folders
from enregard.model import Counts, Finding, Place, Severity
from enregard.reports.contract import Coverage, Extras, More, Sheet
from enregard.reports.details import Table, tables
from enregard.reports.drawing import BOLD, DIM, drawn, styled
from enregard.reports.terminal import excerpt, safe

_STYLES = {Severity.ERROR: "1;31", Severity.WARNING: "33", Severity.INFO: "36"}
"""Bold red, yellow, cyan."""
_HEAD = ("document", "done", "segments", "stale", "fuzzy", "untranslated", "words", "to do")
_LABEL = len("translation  ")


def findings_text(findings: Sequence[Finding], sheet: Sheet) -> str:
    """Place, severity and message of each finding on a line that editors can follow; below it source and excerpts."""
    width = max(20, sheet.width - 4 - _LABEL)
    lines = []
    for finding in findings:
        lines.append(_first_line(finding, sheet))
        for label, value in _details(finding):
            lines.append(styled(f"    {label:<{_LABEL}}", DIM, sheet) + excerpt(value, width))
    lines.append(_summary(findings, sheet))
    return "".join([f"{line.rstrip(' ')}\n" for line in lines])


def status_table(coverage: Coverage, sheet: Sheet, more: Extras) -> str:
    """One table a target language, a row a document or folder, the total last; behind it what else was asked for.

    Words are words of the source.
    """
    lines: list[str] = []
    for language, documents in coverage.items():
        named = with_folders(documents, total)
        rows = tuple((safe(name), *_numbers(counts)) for name, counts in named.items())
        whole = ("total", *_numbers(total(documents.values())))
        bold = {number for number, name in enumerate(named) if name not in documents}
        lines += drawn(Table(safe(language), _HEAD, rows, frozenset({0})), sheet, foot=whole, bold=bold)
        for further in tables(more.get(language, More())):
            lines += drawn(further, sheet)
    return "".join([f"{line}\n" for line in lines])


def _first_line(finding: Finding, sheet: Sheet) -> str:
    place = finding.po or finding.source
    where = "" if place is None else styled(f"{_at(place)}: ", BOLD, sheet)
    severity = styled(f"{finding.severity}: ", _STYLES[finding.severity], sheet)
    return where + severity + safe(finding.message) + styled(f" [{finding.rule}]", DIM, sheet)


def _details(finding: Finding) -> list[tuple[str, str]]:
    details = []
    if finding.po is not None and finding.source is not None:
        details.append(("", _at(finding.source)))
    details += [("source", finding.msgid)] if finding.msgid else []
    details += [("translation", finding.msgstr)] if finding.msgstr else []
    details += [("suggestion", finding.suggestion)] if finding.suggestion else []
    return details


def _at(place: Place) -> str:
    return safe(place.path if place.line is None else f"{place.path}:{place.line}")


def _summary(findings: Sequence[Finding], sheet: Sheet) -> str:
    numbers = Counter(finding.severity for finding in findings)
    told = (
        styled(f"{number} {_many(severity, number)}", _STYLES[severity], sheet)
        for severity in Severity
        if (number := numbers[severity])
    )
    return ", ".join(told) or "Nothing to say: all is well."


def _many(severity: Severity, number: int) -> str:
    if severity is Severity.INFO:
        return "for information"
    return str(severity) if number == 1 else f"{severity}s"


def _numbers(counts: Counts) -> tuple[str, ...]:
    numbers = (counts.segments, counts.stale, counts.fuzzy, counts.untranslated, counts.words.total)
    return (
        f"{shown(counts.translated, counts.segments)}%",
        *map(str, numbers),
        str(counts.words.total - counts.words.translated),
    )
