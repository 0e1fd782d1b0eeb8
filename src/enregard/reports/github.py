"""Findings as workflow commands, which GitHub shows beside the changed lines of a pull request."""

from __future__ import annotations

from collections.abc import Sequence

from enregard.model import Finding, Place, Severity
from enregard.reports.contract import Sheet
from enregard.reports.terminal import excerpt, safe

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def github(findings: Sequence[Finding], _sheet: Sheet) -> str:
    """One command a finding, at its place in the catalog, or in the source where it has no other."""
    return "".join(f"{_command(finding)}\n" for finding in findings)


def _command(finding: Finding) -> str:
    place = finding.po or finding.source
    properties = {"title": f"enregard {finding.rule}"}
    if place is not None:
        properties = {"file": place.path} | _line(place) | properties
    written = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    message = safe(finding.message)
    if finding.msgid:
        message += f"\nsource: {excerpt(finding.msgid, 200)}"
    if finding.msgstr:
        message += f"\ntranslation: {excerpt(finding.msgstr, 200)}"
    return f"::{_COMMANDS[finding.severity]} {written}::{_data(message)}"


def _line(place: Place) -> dict[str, str]:
    return {} if place.line is None else {"line": str(place.line)}


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(safe(text)).replace(":", "%3A").replace(",", "%2C")
