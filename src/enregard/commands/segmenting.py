"""``segment``: shows how a text is cut, to people and to programs; needs no project."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from enregard import segmentation
from enregard.commands.loading import read_manuscript
from enregard.commands.outcome import Outcome
from enregard.errors import ProjectError, SourceError
from enregard.model import Reading, Segment
from enregard.project import SUFFIXES, find
from enregard.project import reading as disk


def segment(text: str, *, path: str, reading: Reading, form: str) -> Outcome:
    """The segments of one document, a line each. Raises SourceError where it cannot be read."""
    manuscript = read_manuscript(text, path=path, name=path, reading=reading, ids={})
    lines = map(_json if form == "jsonl" else _line, manuscript.segments)
    return Outcome(data="".join(f"{line}\n" for line in lines))


def _json(found: Segment) -> str:
    value = {
        "id": found.id,
        "text": found.text,
        "kind": str(found.kind),
        "line": found.line,
        "section": list(found.section),
    }
    return json.dumps(value, ensure_ascii=False)


def _line(found: Segment) -> str:
    place = "" if found.line is None else str(found.line)
    return f"{place:>5}  {found.kind:<16}  {found.text}".replace("  \n", " ⏎ ").replace("\n", " ⏎ ")


def plain_text(lines: Iterable[str], *, reading: Reading, form: str, path: str) -> Outcome:
    """The sentences of paragraphs of plain prose.

    With ``jsonl`` each line is ``{"id": ..., "text": ...}`` and gives ``{"id": ..., "sentences": [...]}``; with
    ``text`` each line is a paragraph and gives its sentences, a line each. Raises SourceError for a line that is not
    such an object.
    """
    rules = segmentation.rules(
        reading.language, srx=reading.rules, srx_path=reading.rules_path, abbreviations=reading.abbreviations
    )

    def cut(text: str) -> list[str]:
        return segmentation.sentences(text, rules) if reading.unit == "sentence" else [text]

    if form == "text":
        return Outcome(
            data="".join(f"{sentence}\n" for line in lines if line.strip() for sentence in cut(line.rstrip("\n")))
        )
    out = (
        json.dumps({"id": name, "sentences": cut(text)}, ensure_ascii=False)
        for name, text in _objects(lines, path=path)
    )
    return Outcome(data="".join(f"{line}\n" for line in out))


def _objects(lines: Iterable[str], *, path: str) -> Iterator[tuple[object, str]]:
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            value = json.loads(line)
            yield value["id"], str(value["text"])
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            raise SourceError(
                'not an object with "id" and "text"',
                path=path,
                line=number,
                advice='Give one JSON object a line: {"id": "p1", "text": "Un paragraphe. Deux phrases."}',
            ) from error


def from_file(
    path: str, *, folder: Path, unit: str | None, plain: bool, form: str, stdin: Callable[[], bytes]
) -> Outcome:
    """Segment a file, or standard input for ``-``, under the settings of the project around it, if there is one.

    Raises SourceError where the text cannot be read, SettingsError where the settings cannot.
    """
    reading = _reading(folder)
    if unit is not None:
        reading = replace(reading, unit=unit)
    shown_as = "standard input" if path == "-" else path
    if path == "-":
        data = stdin()
    else:
        found = disk.content(Path(path), most=disk.LARGEST_SOURCE, fault=SourceError)
        if found is None:
            raise SourceError("no such file", path=path, advice="Name a text, or - for standard input.")
        data = found
    text = disk.decode(data, path=shown_as, limits=reading.limits)
    if plain:
        return plain_text(text.split("\n"), reading=reading, form=form, path=shown_as)
    suffix = Path(path).suffix.lower()
    return segment(text, path=path if suffix in SUFFIXES else f"{shown_as}.md", reading=reading, form=form)


def _reading(folder: Path) -> Reading:
    """The reading of the project in the folder; the defaults where it is no project."""
    try:
        return find(folder).reading()
    except ProjectError:
        return Reading()
