"""The project's glossary, read from a table that any spreadsheet writes: terms, their translations, unwanted words."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from io import StringIO

from enregard.checks.contract import Term
from enregard.errors import SettingsError

_NAMES = {
    "term": ("term", "terme", "source", "fr"),
    "translation": ("translation", "traduction", "target", "en"),
    "forbidden": ("forbidden", "interdit", "unwanted"),
}
"""Columns, and the heads that each may have."""


def read(text: str, *, path: str) -> tuple[Term, ...]:
    """The terms of a table with commas, semicolons or tabs, whose first line names its columns.

    Several words in a cell stand between ``|``. Raises SettingsError, with the line, where it cannot be used.
    """
    lines = text.removeprefix("\ufeff").splitlines(keepends=True)
    first = lines[0] if lines else ""
    sign = max("\t;,", key=first.count)
    rows = csv.reader(StringIO("".join(lines)), delimiter=sign, strict=True)
    try:
        columns = _columns(next(rows, []), path)
        return tuple(term for row in rows if (term := _term(row, columns, path, rows.line_num)) is not None)
    except csv.Error as error:
        advice = "Save the glossary again as CSV in UTF-8."
        raise SettingsError(f"no table: {error}", path=path, line=rows.line_num, advice=advice) from None


def _columns(heads: Iterable[str], path: str) -> dict[str, int]:
    found = {head.strip().casefold(): place for place, head in enumerate(heads)}
    columns = {
        what: place for what, names in _NAMES.items() for name in names if (place := found.get(name)) is not None
    }
    if "term" not in columns or not {"translation", "forbidden"} & columns.keys():
        advice = "Name them in the first line: term, translation and, if you like, forbidden."
        raise SettingsError("the glossary has no columns for terms and translations", path=path, line=1, advice=advice)
    return columns


def _term(row: list[str], columns: dict[str, int], path: str, line: int) -> Term | None:
    cells = {what: row[place].strip() if place < len(row) else "" for what, place in columns.items()}
    several = {what: tuple(w.strip() for w in cell.split("|") if w.strip()) for what, cell in cells.items()}
    targets, forbidden = several.get("translation", ()), several.get("forbidden", ())
    if not any(cells.values()) or cells["term"].startswith("#"):
        return None
    if not targets and not forbidden:
        advice = "Give the term a translation, or words that are not wanted."
        raise SettingsError(f"the glossary says nothing about “{cells['term']}”", path=path, line=line, advice=advice)
    return Term(cells["term"], targets, forbidden)
