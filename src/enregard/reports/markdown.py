"""Coverage as a Markdown table, for a pull request or a page of one's own."""

from __future__ import annotations

import re

from enregard.coverage import shown, total, with_folders
from enregard.model import Counts
from enregard.reports.contract import Coverage, Extras, More, Sheet
from enregard.reports.details import tables
from enregard.reports.terminal import safe

_HEAD = ("Document", "Translated", "Segments", "Stale", "Fuzzy", "Untranslated", "Words", "Words to do")


def status_markdown(coverage: Coverage, _sheet: Sheet, more: Extras) -> str:
    """One table a target language, a row a document or folder, the total last; behind it what else was asked for."""
    return "\n".join(_table(language, coverage) + _more(more.get(language, More())) for language in coverage)


def _more(more: More) -> str:
    """The further tables about one language, folded away as GitHub shows them."""
    out = []
    for table in tables(more):
        rule = "".join("| --- " if place in table.words else "| ---: " for place in range(len(table.head))) + "|"
        rows = ["".join(f"| {_literal(cell)} " for cell in row) + "|" for row in table.rows]
        head = "".join(f"| {cell} " for cell in table.head) + "|"
        out.append("\n".join(("", f"### {table.title}", "", head, rule, *rows)) + "\n")
    return "".join(out)


def _table(language: str, coverage: Coverage) -> str:
    documents = coverage[language]
    rows = [_row(_literal(document), counts) for document, counts in with_folders(documents, total).items()]
    total_row = "".join(f"| **{cell}** " for cell in _cells("Total", total(documents.values()))) + "|"
    rule = "| --- " + "| ---: " * (len(_HEAD) - 1) + "|"
    head = "".join(f"| {cell} " for cell in _HEAD) + "|"
    return "\n".join((f"## {_literal(language)}", "", head, rule, *rows, total_row)) + "\n"


def _row(name: str, counts: Counts) -> str:
    return "".join(f"| {cell} " for cell in _cells(name, counts)) + "|"


def _cells(name: str, counts: Counts) -> tuple[str, ...]:
    numbers = (counts.segments, counts.stale, counts.fuzzy, counts.untranslated, counts.words.total)
    return (
        name,
        f"{shown(counts.translated, counts.segments)}%",
        *map(str, numbers),
        str(counts.words.total - counts.words.translated),
    )


def _literal(text: str) -> str:
    r"""A name as Markdown shows it unchanged: ``a_b`` as ``a\_b``; ``@name`` calls nobody, as GitHub would."""
    return re.sub(r"([\\`*_{}\[\]<>()#+!|~&-])", r"\\\1", safe(text)).replace("@", "&#64;")
