"""The switchboard: every source format, edition, check and report by its name; each table is read when it is used."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from enregard.registry.checks import CHECKS, RULES, SOURCE_CHECKS
    from enregard.registry.editions import EDITIONS
    from enregard.registry.reports import FINDINGS, STATUS
    from enregard.registry.sources import SOURCES

__all__ = ["CHECKS", "EDITIONS", "FINDINGS", "RULES", "SOURCES", "SOURCE_CHECKS", "STATUS"]

_TABLES = {
    "CHECKS": "checks",
    "EDITIONS": "editions",
    "FINDINGS": "reports",
    "RULES": "checks",
    "SOURCES": "sources",
    "SOURCE_CHECKS": "checks",
    "STATUS": "reports",
}


def __getattr__(name: str) -> object:
    """A table, read when it is first asked for: who extracts needs neither templates of pages nor rules."""
    if name not in _TABLES:
        raise AttributeError(name)
    table = globals()[name] = getattr(import_module(f"{__name__}.{_TABLES[name]}"), name)
    return table
