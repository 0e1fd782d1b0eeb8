"""The switchboard: every source format, edition, check and report by its name."""

from __future__ import annotations

from collections.abc import Mapping

from enregard.checks import Rule, edges, marks, sameness, states
from enregard.editions import KINDS
from enregard.editions.contract import Kind
from enregard.reports.contract import FindingsReport, StatusReport
from enregard.reports.data import findings_json, status_json
from enregard.reports.github import github
from enregard.reports.junit import junit
from enregard.reports.markdown import status_markdown
from enregard.reports.sarif import sarif
from enregard.reports.text import findings_text, status_table
from enregard.sources import markdown, plain_text
from enregard.sources.contract import Source

SOURCES: Mapping[str, Source] = {
    ".md": markdown.read,
    ".markdown": markdown.read,
    ".txt": plain_text.read,
}
"""What reads a manuscript, by the suffix of its file."""

EDITIONS: Mapping[str, Kind] = KINDS
"""Ways to publish: made from an edition's name and its languages."""

CHECKS: Mapping[str, Rule] = {rule.id: rule for family in (states, sameness, marks, edges) for rule in family.RULES}
"""Every rule by its id, in the order in which they speak."""

FINDINGS: Mapping[str, FindingsReport] = {
    "text": findings_text,
    "json": findings_json,
    "github": github,
    "sarif": sarif,
    "junit": junit,
}
"""How findings are told."""

STATUS: Mapping[str, StatusReport] = {
    "table": status_table,
    "json": status_json,
    "markdown": status_markdown,
}
"""How coverage is told."""
