"""Findings and coverage for people at a terminal: colours where they show, both excerpts, a table that fits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from io import StringIO
from typing import TYPE_CHECKING

from enregard.coverage import shown, total, with_folders
from enregard.model import Counts, Finding, Place, Severity
from enregard.reports.contract import Coverage, Extras, More, Sheet
from enregard.reports.details import Table, tables
from enregard.reports.terminal import excerpt, safe

if TYPE_CHECKING:  # rich is loaded when a report is written: the command line starts without it
    from rich.console import Console

_BOLD, _DIM = "1", "2"
_STYLES = {Severity.ERROR: "1;31", Severity.WARNING: "33", Severity.INFO: "36"}
"""Bold red, yellow, cyan, as terminals are asked for them (ECMA-48, 8.3.117)."""
_HEAD = ("document", "done", "segments", "stale", "fuzzy", "untranslated", "words", "to do")
_NAME = 8
"""Characters that a column of names keeps, however narrow the terminal is."""
_LABEL = len("translation  ")


def findings_text(findings: Sequence[Finding], sheet: Sheet) -> str:
    """Place, severity and message of each finding on a line that editors can follow; below it source and excerpts."""
    width = max(20, sheet.width - 4 - _LABEL)
    lines = []
    for finding in findings:
        lines.append(_first_line(finding, sheet))
        for label, value in _details(finding):
            lines.append(_styled(f"    {label:<{_LABEL}}", _DIM, sheet) + excerpt(value, width))
    lines.append(_summary(findings, sheet))
    return "".join([f"{line.rstrip(' ')}\n" for line in lines])


def status_table(coverage: Coverage, sheet: Sheet, more: Extras) -> str:
    """One table a target language, a row a document or folder, the total last; behind it what else was asked for.

    Words are words of the source.
    """
    console = _console(sheet)
    for language, documents in coverage.items():
        named = with_folders(documents, total)
        rows = tuple((safe(name), *_cells(counts)) for name, counts in named.items())
        whole = ("total", *_cells(total(documents.values())))
        folders = {number for number, name in enumerate(named) if name not in documents}
        _print(console, Table(safe(language), _HEAD, rows, frozenset({0})), sheet, foot=whole, bold=folders)
        for further in tables(more.get(language, More())):
            _print(console, further, sheet)
    return _written(console)


def _print(
    console: Console, table: Table, sheet: Sheet, *, foot: Sequence[str] = (), bold: Collection[int] = ()
) -> None:
    """Draw a table; in a narrow terminal names go on below, and numbers are whole however narrow it is."""
    from rich.box import SIMPLE_HEAD
    from rich.table import Table as Drawn
    from rich.text import Text

    drawn = Drawn(box=SIMPLE_HEAD, title=Text(table.title), title_justify="left", show_footer=bool(foot))
    least = 1
    for place, column in enumerate(zip(table.head, foot or table.head, *table.rows, strict=True)):
        width = max(map(len, column))
        if place in table.words:
            drawn.add_column(Text(column[0]), Text(column[1]), overflow="fold")
            width = min(width, _NAME)
        else:
            drawn.add_column(column[0], column[1], justify="right", no_wrap=True)
        least += width + 3  # the space around a column, and the rule of the box between two
    for number, row in enumerate(table.rows):
        drawn.add_row(Text(row[0], "bold" if number in bold else ""), *map(Text, row[1:]))
    console.width = max(sheet.width, least)
    console.print(drawn)


def _console(sheet: Sheet) -> Console:
    from rich.console import Console

    return Console(
        file=StringIO(),
        width=sheet.width,
        force_terminal=sheet.colour,
        color_system="standard" if sheet.colour else None,
        no_color=not sheet.colour,
        legacy_windows=False,
        markup=False,
        emoji=False,
        highlight=False,
    )


def _written(console: Console) -> str:
    file = console.file
    text = file.getvalue() if isinstance(file, StringIO) else ""
    return "".join(f"{line.rstrip(' ')}\n" for line in text.splitlines())


def _first_line(finding: Finding, sheet: Sheet) -> str:
    place = finding.po or finding.source
    where = "" if place is None else _styled(f"{_at(place)}: ", _BOLD, sheet)
    severity = _styled(f"{finding.severity}: ", _STYLES[finding.severity], sheet)
    return where + severity + safe(finding.message) + _styled(f" [{finding.rule}]", _DIM, sheet)


def _styled(text: str, style: str, sheet: Sheet) -> str:
    return f"\x1b[{style}m{text}\x1b[0m" if sheet.colour else text


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
        _styled(f"{number} {_many(severity, number)}", _STYLES[severity], sheet)
        for severity in Severity
        if (number := numbers[severity])
    )
    return ", ".join(told) or "Nothing to say: all is well."


def _many(severity: Severity, number: int) -> str:
    if severity is Severity.INFO:
        return "for information"
    return str(severity) if number == 1 else f"{severity}s"


def _cells(counts: Counts) -> tuple[str, ...]:
    numbers = (counts.segments, counts.stale, counts.fuzzy, counts.untranslated, counts.words.total)
    return (
        f"{shown(counts.translated, counts.segments)}%",
        *map(str, numbers),
        str(counts.words.total - counts.words.translated),
    )
