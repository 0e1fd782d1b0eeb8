"""``segment``: shows how a text is cut, to people and to programs; needs no project."""

from __future__ import annotations

import json
import os
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from enregard import catalogs, segmentation
from enregard.commands.loading import source_of
from enregard.commands.outcome import Outcome
from enregard.errors import CatalogError, ProjectError, SourceError
from enregard.files import shown
from enregard.model import Reading, Segment
from enregard.project import Project, find
from enregard.project import reading as disk
from enregard.reports.data import line
from enregard.reports.terminal import safe
from enregard.sources.contract import Ids
from enregard.sources.cutting import rules_of


def segment(text: str, *, path: str, reading: Reading, form: str, ids: Ids = MappingProxyType({})) -> Outcome:
    """The segments of one document, a line each; ``ids`` are those its template keeps.

    Raises SourceError where it cannot be read.
    """
    manuscript = source_of(path)(text, path=path, name=Path(path).stem, reading=reading, ids=ids)
    return Outcome(data="".join(map(_json if form == "jsonl" else _line, manuscript.segments)))


def _json(found: Segment) -> str:
    value = {
        "id": found.id,
        "text": found.text,
        "kind": str(found.kind),
        "line": found.line,
        "section": list(found.section),
    }
    return line(value)


def _line(found: Segment) -> str:
    place = "" if found.line is None else str(found.line)
    text = found.text.replace("  \n", " ⏎ ").replace("\n", " ⏎ ")
    return f"{place:>5}  {found.kind:<16}  {safe(text)}\n"


def plain_text(lines: Iterable[str], *, reading: Reading, form: str, path: str) -> Outcome:
    """The sentences of paragraphs of plain prose.

    With ``jsonl`` each line is ``{"id": ..., "text": ...}`` and gives ``{"id": ..., "sentences": [...]}``; with
    ``text`` each line is a paragraph and gives its sentences, a line each. Raises SourceError for a line that is not
    such an object.
    """
    rules = rules_of(reading)

    def cut(text: str) -> list[str]:
        return [text] if rules is None else segmentation.sentences(text, rules)

    if form == "text":
        paragraphs = (text.rstrip("\n") for text in lines if text.strip())
        return Outcome(data="".join(f"{safe(sentence)}\n" for text in paragraphs for sentence in cut(text)))
    return Outcome(
        data="".join(line({"id": name, "sentences": cut(text)}) for name, text in _objects(lines, path=path))
    )


def _objects(lines: Iterable[str], *, path: str) -> Iterator[tuple[object, str]]:
    for number, text in enumerate(lines, start=1):
        if not text.strip():
            continue
        try:
            value = json.loads(text)
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
    project = _project(folder)
    reading = Reading() if project is None else project.reading()
    if unit is not None:
        reading = replace(reading, unit=unit)
    shown_as = "standard input" if path == "-" else shown(Path(path))
    data = stdin() if path == "-" else disk.content(Path(path), most=disk.LARGEST_SOURCE, fault=SourceError)
    if data is None:
        raise SourceError("no such file", path=shown_as, advice="Name a text, or - for standard input.")
    text = disk.decode(data, path=shown_as, limits=reading.limits)
    if plain:
        return plain_text(text.split("\n"), reading=reading, form=form, path=shown_as)
    ids = {} if project is None or path == "-" else _ids(project, Path(path))
    return segment(text, path=shown_as, reading=reading, form=form, ids=ids)


def _project(folder: Path) -> Project | None:
    try:
        return find(folder)
    except ProjectError:
        return None


def _ids(project: Project, path: Path) -> Ids:
    """The passage ids that the template of a document keeps, so that they are those of the pages."""
    place = Path(os.path.realpath(path))
    if not place.is_relative_to(project.source_folder):
        return {}
    name = place.relative_to(project.source_folder).with_suffix("").as_posix()
    template = project.template(unicodedata.normalize("NFC", name))
    data = project.catalog_bytes(template, fault=CatalogError)
    return {} if data is None else catalogs.passage_ids(catalogs.read(data, path=project.shown(template)))
