"""Every rule by its id."""

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
