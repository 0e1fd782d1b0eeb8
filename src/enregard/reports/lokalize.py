"""Findings as Lokalize shows them beside the entry that is being edited: lines that begin with ``[note]``."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from enregard.model import Finding
from enregard.reports.contract import Sheet
from enregard.reports.terminal import safe


def lokalize(findings: Sequence[Finding], _sheet: Sheet) -> str:
    """One line a finding; Lokalize reads them as HTML, and runs the command that its Pology setting names."""
    return "".join(f"[note] {escape(_told(finding))}\n" for finding in findings)


def _told(finding: Finding) -> str:
    suggestion = f" → {finding.suggestion}" if finding.suggestion else ""
    return f"{finding.severity}: {safe(finding.message)} [{finding.rule}]{safe(suggestion)}"
