"""The sentence rules that a Reading asks for."""

from __future__ import annotations

from enregard import segmentation
from enregard.model import Reading


def rules_of(reading: Reading) -> segmentation.Rules | None:
    """The rules to cut with; None where the unit is the block. Raises RulesError for an unusable SRX file."""
    if reading.unit != "sentence":
        return None
    return segmentation.rules(
        reading.language,
        srx=reading.rules,
        srx_path=reading.rules_path,
        abbreviations=reading.abbreviations,
        semicolons=reading.semicolons,
    )
