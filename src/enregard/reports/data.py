"""Findings and coverage as JSON, for scripts: the fields that docs and contract promise."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict

from enregard.coverage import total, with_folders
from enregard.model import Counts, Finding, Place
from enregard.reports.contract import Coverage, Extras, Sheet
from enregard.reports.details import as_data
from enregard.reports.terminal import safe

_INVISIBLE = re.compile(r"[^\x20-\x7e\n]")


def findings_json(findings: Sequence[Finding], _sheet: Sheet) -> str:
    """A list of findings; what is invisible is escaped as JSON escapes it, so that its reader gets it unchanged."""
    return written([_as_data(finding) for finding in findings])


def status_json(coverage: Coverage, _sheet: Sheet, more: Extras) -> str:
    """Counts of each document and their total, by target language; what else was asked for stands beside them.

    ``details`` appears with ``--detail`` and ``--quote`` only, so that nobody who reads ``locales`` meets a new key.
    """
    locales = {
        language: {
            "documents": {document: asdict(counts) for document, counts in documents.items()},
            "total": asdict(total(documents.values())),
        }
        for language, documents in coverage.items()
    }
    details = {
        language: {"folders": _folders(documents), **as_data(more[language])}
        for language, documents in coverage.items()
        if language in more
    }
    return written({"locales": locales} | ({"details": details} if details else {}))


def _folders(documents: Mapping[str, Counts]) -> Mapping[str, object]:
    return {name: asdict(counts) for name, counts in with_folders(documents, total).items() if name not in documents}


def written(data: object) -> str:
    """The data as indented JSON that a terminal shows as it is."""
    return _INVISIBLE.sub(_escaped, json.dumps(data, ensure_ascii=False, indent=2)) + "\n"


def line(data: object) -> str:
    """The data as JSON on one line that a terminal shows as it is."""
    return _INVISIBLE.sub(_escaped, json.dumps(data, ensure_ascii=False)) + "\n"


def _as_data(finding: Finding) -> Mapping[str, object]:
    return {
        "rule": finding.rule,
        "severity": str(finding.severity),
        "message": finding.message,
        "po": _place(finding.po),
        "source": _place(finding.source),
        "msgid": finding.msgid,
        "msgstr": finding.msgstr,
        "suggestion": finding.suggestion,
    }


def _place(place: Place | None) -> Mapping[str, object] | None:
    return None if place is None else {"path": place.path, "line": place.line}


def _escaped(match: re.Match[str]) -> str:
    """A character as it is, or as one or two JSON escapes where a terminal could take it for a command."""
    character = match[0]
    return character if safe(character) == character else json.dumps(character)[1:-1]
