"""Findings as SARIF 2.1.0, which code scanning services and editors read (OASIS, errata 01)."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from urllib.parse import quote

from enregard import __version__
from enregard.model import Finding, Place, Severity
from enregard.reports.contract import Sheet
from enregard.reports.data import written
from enregard.reports.terminal import safe

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

_NO_BYTES = re.compile("[\ud800-\udc7f\udd00-\udfff]")
"""Surrogates that stand for no byte of a file name."""
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def sarif(findings: Sequence[Finding], sheet: Sheet) -> str:
    """A log with one run; each result stands in the catalog, with its source as a related place."""
    rules = sorted({finding.rule for finding in findings} | sheet.manuals.keys())
    driver = {
        "name": "enregard",
        "version": __version__,
        "semanticVersion": __version__,
        "rules": [_descriptor(rule, sheet.manuals.get(rule, "")) for rule in rules],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {"PROJECT": {"description": {"text": "The folder of the project."}}},
        "results": [_result(finding, rules.index(finding.rule)) for finding in findings],
    }
    return written({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


def _descriptor(rule: str, manual: str) -> Mapping[str, object]:
    summary, _, rest = manual.partition("\n\n")
    texts = {"shortDescription": {"text": summary}, "fullDescription": {"text": manual}, "help": {"text": rest}}
    return {"id": rule} | {name: text for name, text in texts.items() if text["text"]}


def _result(finding: Finding, index: int) -> Mapping[str, object]:
    places = [place for place in (finding.po, finding.source) if place is not None]
    same = "\0".join((finding.rule, finding.msgid, *(place.path for place in places)))
    result: dict[str, object] = {
        "ruleId": finding.rule,
        "ruleIndex": index,
        "level": _LEVELS[finding.severity],
        "message": {"text": safe(finding.message)},
        "locations": [_location(place) for place in places[:1]],
        "partialFingerprints": {"entry/v1": hashlib.sha256(same.encode("utf-8", "replace")).hexdigest()[:32]},
        "properties": {"msgid": finding.msgid, "msgstr": finding.msgstr},
    }
    if places[1:]:
        result["relatedLocations"] = [_location(place) for place in places[1:]]
    return result


def _location(place: Place) -> Mapping[str, object]:
    uri = quote(_NO_BYTES.sub("\ufffd", place.path), safe="/", errors="surrogateescape")
    physical: dict[str, object] = {"artifactLocation": {"uri": uri, "uriBaseId": "PROJECT"}}
    if place.line is not None and place.line > 0:
        physical["region"] = {"startLine": place.line}
    return {"physicalLocation": physical}
