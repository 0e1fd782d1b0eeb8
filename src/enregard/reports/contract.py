"""What a report is: findings or coverage in, a text out, which others print or write."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from enregard.coverage import Age, Detail, Quotation
from enregard.model import NOTHING, Counts, Finding

Coverage = Mapping[str, Mapping[str, Counts]]
"""Counts by target language, then by document."""


@dataclass(frozen=True, slots=True)
class More:
    """What is told of one target language beyond its counts; what nobody asked for is empty."""

    details: Mapping[str, Detail] = field(default_factory=dict)
    """By document."""
    ages: tuple[Age, ...] = ()
    """Stale passages, oldest first."""
    quotation: Quotation | None = None


Extras = Mapping[str, More]
"""More by target language."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a report is written on."""

    colour: bool = False
    """Whether colours show where it is read."""
    width: int = 100
    """Characters in a line, for reports that fit their text to it."""
    manuals: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    """The manual page of each rule, by its id, for reports that carry them along."""


class FindingsReport(Protocol):
    """A way to write findings down."""

    def __call__(self, findings: Sequence[Finding], sheet: Sheet, /) -> str:
        """Return the whole report, with its last line ended; nothing in it can steer a terminal but its colours."""


class StatusReport(Protocol):
    """A way to write coverage down."""

    def __call__(self, coverage: Coverage, sheet: Sheet, more: Extras, /) -> str:
        """Return the whole report, with its last line ended."""
