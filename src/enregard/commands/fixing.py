"""``check --fix``: what can be mended mechanically is written into the catalogs; all the rest stands as it stood."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from enregard import files
from enregard.catalogs import Catalog, writer
from enregard.commands import judging
from enregard.commands.docket import Docket
from enregard.commands.outcome import many
from enregard.model import Finding, Severity

ROUNDS = 6
"""A translation may need several repairs, each of which is judged before the next."""
_KEPT = frozenset({"blank"})
"""Rules whose repair would take a translation away."""


@dataclass(frozen=True, slots=True)
class Repair:
    """What was mended, for people."""

    lines: tuple[str, ...]
    judgement: judging.Judgement
    """What is left to say."""


def fix(docket: Docket, chosen: Collection[str]) -> Repair:
    """Mend what the rules of the level of a warning or an error can mend. Raises SettingsError, WritingError."""
    done: Counter[str] = Counter()
    before: dict[Path, bytes] = {}
    after: dict[Path, bytes] = {}
    with files.lock(docket.project.root):
        judged = judging.judged(docket, chosen)
        for _ in range(ROUNDS):
            mended = 0
            for name, language, wanted in _wanted(docket, judged.findings):
                catalog = docket.catalog(name, language)
                if catalog is not None:
                    path = docket.project.catalog(language, name)
                    text = _revised(catalog, {line: said for line, (_, said) in wanted.items()})
                    after[path] = text.encode(catalog.charset)
                    before.setdefault(path, docket.revise(name, language, after[path]))
                    done.update(rule for rule, _ in wanted.values())
                    mended += 1
            if not mended:
                break
            judged = judging.judged(docket, chosen)
        for path, data in after.items():
            files.write(path, data, root=docket.project.root, expected=before[path])
    lines = [f"mended {many(number, 'translation')}: {rule}" for rule, number in sorted(done.items())]
    return Repair(tuple(lines or ["nothing that can be mended mechanically"]), judged)


def _wanted(docket: Docket, findings: Sequence[Finding]) -> Iterator[tuple[str, str, dict[int, tuple[str, str]]]]:
    """The first mechanical repair of each entry: by document and language, and by its line; with the rule's name."""
    wanted: dict[str, dict[int, tuple[str, str]]] = {}
    for finding in findings:
        suggestion, place = finding.suggestion, finding.po
        mechanical = suggestion and suggestion != finding.msgstr and finding.rule not in _KEPT
        if mechanical and place is not None and place.line and finding.severity is not Severity.INFO:
            wanted.setdefault(place.path, {}).setdefault(place.line, (finding.rule, str(suggestion)))
    for language in docket.bench.languages:
        for name in docket.names:
            path = docket.project.shown(docket.project.catalog(language, name))
            if path in wanted:
                yield name, language, wanted[path]


def _revised(catalog: Catalog, translations: dict[int, str]) -> str:
    """The text of the catalog with other translations for the entries on these lines."""
    layout = writer.style(catalog)
    out, place = [], 0
    for piece in catalog.pieces:
        msgstr = translations.get(piece.entry.line)
        if msgstr is not None and not piece.entry.obsolete:
            entry = replace(piece.entry, msgstr=msgstr)
            out += [catalog.text[place : piece.start], writer.rewritten(catalog, piece, entry, layout)]
            place = piece.end
    return "".join((*out, catalog.text[place:]))
