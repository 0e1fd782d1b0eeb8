"""``check --fix``: what can be mended mechanically is written into the catalogs; all the rest stands as it stood."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from enregard import catalogs, files
from enregard.catalogs import Catalog, writer
from enregard.commands import judging
from enregard.commands.loading import Workshop
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


def fix(shop: Workshop, chosen: Collection[str], languages: Sequence[str]) -> Repair:
    """Mend what the rules of the level of a warning or an error can mend. Raises SettingsError, WritingError."""
    done: Counter[str] = Counter()
    with files.lock(shop.project.root):
        judged = judging.translations(shop, chosen, languages)
        for _ in range(ROUNDS):
            mended = [repair for language in languages for repair in _round(shop, language, judged.findings)]
            if not mended:
                break
            done.update(mended)
            judged = judging.translations(shop, chosen, languages)
        for language in languages:
            for name, catalog in shop.catalogs[language].items():
                path = shop.project.catalog(language, name)
                files.write(path, catalogs.write(catalog), root=shop.project.root, expected=shop.bytes_of[path])
    lines = [f"mended {many(number, 'translation')}: {rule}" for rule, number in sorted(done.items())]
    return Repair(tuple(lines or ["nothing that can be mended mechanically"]), judged)


def _round(shop: Workshop, language: str, findings: Sequence[Finding]) -> list[str]:
    """Put the first suggestion for each entry into its catalog, in memory; the rules it comes from."""
    rules: list[str] = []
    for name, catalog in shop.catalogs[language].items():
        wanted = _wanted(catalog, findings)
        if wanted:
            text = _revised(catalog, {line: said for line, (_, said) in wanted.items()})
            limits = shop.project.settings.limits
            shop.catalogs[language][name] = catalogs.read(
                text.encode(catalog.charset), path=catalog.path, limits=limits
            )
            rules += [rule for rule, _ in wanted.values()]
    return rules


def _wanted(catalog: Catalog, findings: Sequence[Finding]) -> dict[int, tuple[str, str]]:
    """The first mechanical repair of each entry, by its line: the rule, and the translation as it should be."""
    wanted: dict[int, tuple[str, str]] = {}
    for finding in findings:
        suggestion = finding.suggestion
        mechanical = suggestion and suggestion != finding.msgstr and finding.rule not in _KEPT
        here = finding.po is not None and finding.po.path == catalog.path and finding.po.line is not None
        if mechanical and here and finding.severity is not Severity.INFO and finding.po and finding.po.line:
            wanted.setdefault(finding.po.line, (finding.rule, str(suggestion)))
    return wanted


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
