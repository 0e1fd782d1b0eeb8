"""Coverage as CSV, for spreadsheets, and as a badge: a small picture for a first page."""

from __future__ import annotations

import csv
from html import escape
from io import StringIO

from enregard.coverage import shown, total
from enregard.reports.contract import Coverage, Extras, Sheet
from enregard.reports.terminal import safe

_HEAD = (
    "language", "document", "percent", "segments", "translated", "stale", "fuzzy", "untranslated", "obsolete",
    "words", "words_translated", "words_stale", "words_fuzzy", "words_untranslated",
)  # fmt: skip
_COLOURS = ((100, "#2f7d32"), (90, "#558b2f"), (60, "#a8641a"), (0, "#b3402a"))
_WIDTH = 6.6
"""Average width of a sign in the badge, in its units."""


def status_csv(coverage: Coverage, _sheet: Sheet, _more: Extras) -> str:
    """A line for each document and language, the total of a language last, named ``*``."""
    out = StringIO()
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(_HEAD)
    for language, documents in coverage.items():
        for name, counts in (*documents.items(), ("*", total(documents.values()))):
            w = counts.words
            numbers = (counts.segments, counts.translated, counts.stale, counts.fuzzy, counts.untranslated)
            by_words = (w.total, w.translated, w.stale, w.fuzzy, w.untranslated)
            rows.writerow(
                (language, _cell(name), shown(counts.translated, counts.segments), *numbers, counts.obsolete, *by_words)
            )
    return out.getvalue()


def status_badge(coverage: Coverage, _sheet: Sheet, _more: Extras) -> str:
    """An SVG picture that says how much of each language is translated, of words; it needs no other file."""
    told = []
    parts = []
    for language, documents in coverage.items():
        words = total(documents.values()).words
        done = shown(words.translated, words.total)
        parts.append((f"{language} {done}%", done))
        told.append(f"{language}: {done}% translated")
    return _badge("translated", parts or [("–", 0)], ", ".join(told))


def _badge(label: str, parts: list[tuple[str, int]], title: str) -> str:
    x = _box(label)
    boxes = [f'<rect width="{x}" height="20" fill="#4a4a4a"/>', _word(label, 0, x)]
    for text, done in parts:
        colour = next(colour for least, colour in _COLOURS if done >= least)
        width = _box(text)
        boxes += [f'<rect x="{x}" width="{width}" height="20" fill="{colour}"/>', _word(text, x, width)]
        x += width
    title = escape(safe(title), quote=False).replace('"', "&quot;")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{x}" height="20" role="img" aria-label="{title}">'
        f"<title>{title}</title>"
        '<g font-family="Verdana,DejaVu Sans,sans-serif" font-size="11" fill="#fff" text-anchor="middle">'
        f"{''.join(boxes)}</g></svg>\n"
    )


def _word(text: str, x: int, width: int) -> str:
    return f'<text x="{x + width / 2:g}" y="14">{escape(safe(text), quote=False)}</text>'


def _box(text: str) -> int:
    return round(len(text) * _WIDTH) + 12


def _cell(name: str) -> str:
    """A name that no spreadsheet takes for a formula."""
    return f"'{safe(name)}" if name.startswith(("=", "+", "-", "@")) else safe(name)
