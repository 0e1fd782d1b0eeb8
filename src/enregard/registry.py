"""The switchboard: every source format, edition, check and report by its name."""

from __future__ import annotations

from collections.abc import Mapping

from enregard.checks import (
    Rule,
    consistency,
    edges,
    endings,
    figures,
    manuscript,
    marks,
    places,
    residue,
    sameness,
    silence,
    spacing,
    states,
    terms,
    variants,
    wording,
)
from enregard.editions import KINDS
from enregard.editions.contract import Kind
from enregard.reports.contract import FindingsReport, StatusReport
from enregard.reports.data import findings_json, status_json
from enregard.reports.github import github
from enregard.reports.junit import junit
from enregard.reports.lokalize import lokalize
from enregard.reports.markdown import status_markdown
from enregard.reports.sarif import sarif
from enregard.reports.tables import status_badge, status_csv
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

_FAMILIES = (
    states,
    sameness,
    marks,
    places,
    figures,
    residue,
    spacing,
    edges,
    endings,
    wording,
    terms,
    consistency,
    variants,
    silence,
)
CHECKS: Mapping[str, Rule] = {rule.id: rule for family in _FAMILIES for rule in family.RULES}
"""Every rule about translations by its id, in the order in which they speak."""

SOURCE_CHECKS: Mapping[str, Rule] = {
    **{rule.id: rule for rule in manuscript.RULES},
    "dead-link": CHECKS["dead-link"],
}
"""Every rule about the source itself."""

RULES: Mapping[str, Rule] = {**CHECKS, **SOURCE_CHECKS}
"""Both: all that settings and silencers can name."""

FINDINGS: Mapping[str, FindingsReport] = {
    "text": findings_text,
    "json": findings_json,
    "github": github,
    "sarif": sarif,
    "junit": junit,
    "lokalize": lokalize,
}
"""How findings are told."""

STATUS: Mapping[str, StatusReport] = {
    "table": status_table,
    "json": status_json,
    "markdown": status_markdown,
    "csv": status_csv,
    "badge": status_badge,
}
"""How coverage is told."""
