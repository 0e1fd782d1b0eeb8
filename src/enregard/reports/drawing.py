"""Tables of text: columns as wide as what they hold, folded where a line would be longer than the terminal."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterator, Sequence

from enregard.reports.contract import Sheet
from enregard.reports.details import Table

BOLD, DIM = "1", "2"
"""Styles as terminals are asked for them (ECMA-48, 8.3.117)."""
_LEAST = 8
"""Characters that a column of words keeps, however narrow the terminal is."""


def styled(text: str, style: str, sheet: Sheet) -> str:
    """The text as it shows in a style, where colours show."""
    return f"\x1b[{style}m{text}\x1b[0m" if sheet.colour and style and text else text


def drawn(table: Table, sheet: Sheet, *, foot: Sequence[str] = (), bold: Collection[int] = ()) -> Iterator[str]:
    """The lines of a table; ``foot`` stands below its rows, ``bold`` are the rows whose first column stands out."""
    widths = _widths([table.head, *table.rows, *([foot] if foot else [])], table.words, sheet.width)

    def line(row: Sequence[str], style: str = "", first: str = "") -> Iterator[str]:
        cells = [_folded(cell, width) for cell, width in zip(row, widths, strict=True)]
        for number in range(max(map(len, cells))):
            parts = []
            for place, (cell, width) in enumerate(zip(cells, widths, strict=True)):
                text = cell[number] if number < len(cell) else ""
                gap = " " * (width - _cells(text))
                shown = styled(text, first if place == 0 and first else style, sheet)
                parts.append(shown + gap if place in table.words else gap + shown)
            yield f"  {'   '.join(parts)}".rstrip(" ")

    yield table.title
    yield ""
    yield from line(table.head, BOLD)
    yield f" {'─' * (sum(widths) + 3 * len(widths) - 1)}"
    for number, row in enumerate(table.rows):
        yield from line(row, first=BOLD if number in bold else "")
    if foot:
        yield ""
        yield from line(foot, BOLD)
    yield ""


def _widths(rows: Sequence[Sequence[str]], words: Collection[int], most: int) -> list[int]:
    """How wide each column is; where lines would be too long, the widest columns of words give way."""
    widths = [max(map(_cells, column)) for column in zip(*rows, strict=True)]
    over = sum(widths) + 3 * len(widths) + 1 - most
    while over > 0:
        widest = max(words, key=lambda place: widths[place])
        if widths[widest] <= _LEAST:
            break
        widths[widest] -= 1
        over -= 1
    return widths


def _folded(text: str, width: int) -> list[str]:
    """The text in lines of so many cells: between words, and where one is longer inside it."""
    if len(text) <= width and text.isascii():
        return [text]
    lines = [""]
    for word in text.split(" "):
        joined = f"{lines[-1]} {word}" if lines[-1] else word
        if _cells(joined) <= width:
            lines[-1] = joined
            continue
        lines += [""] if lines[-1] else []
        for character in word:
            if _cells(lines[-1] + character) > width:
                lines.append("")
            lines[-1] += character
    return lines


def _cells(text: str) -> int:
    """The columns of a terminal that a text takes."""
    if text.isascii():
        return len(text)
    return sum(_cell(character) for character in text)


def _cell(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
