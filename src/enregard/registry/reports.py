"""Every report by the name of its format."""

from __future__ import annotations

from collections.abc import Mapping

from enregard.reports.contract import FindingsReport, StatusReport
from enregard.reports.data import findings_json, status_json
from enregard.reports.github import github
from enregard.reports.junit import junit
from enregard.reports.lokalize import lokalize
from enregard.reports.markdown import status_markdown
from enregard.reports.sarif import sarif
from enregard.reports.tables import status_badge, status_csv
from enregard.reports.text import findings_text, status_table

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
