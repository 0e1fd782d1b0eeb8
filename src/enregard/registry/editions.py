"""Every way to publish by its name."""

from __future__ import annotations

from collections.abc import Mapping

from enregard.editions import KINDS
from enregard.editions.contract import Kind

EDITIONS: Mapping[str, Kind] = KINDS
"""Ways to publish: made from an edition's name and its languages."""
