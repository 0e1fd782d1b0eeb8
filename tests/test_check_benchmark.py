"""The checks against accepted translations and sown faults: a change that makes them noisy, or blind, fails here."""

from collections.abc import Sequence
from pathlib import Path

import checks as benchmark
import pytest

from enregard.checks import Pair, Policy

POLICY = Policy(profile="technical")
SAMPLE = 80
MARGIN = 3
"""Per cent below what is promised: in a sample so small, one fault weighs more than one per cent."""


@pytest.fixture(scope="module")
def pairs(shared: Path) -> list[Pair]:
    """The seven files of accepted translations, turned round."""
    return benchmark.project(sorted((shared / "corpus/po").glob("[fth]*.po")))


def test_accepted_translations_are_left_in_peace(pairs: Sequence[Pair]) -> None:
    """At most 1.5 % of them are flagged by warnings and errors, in the profile for technical texts."""
    found = benchmark.flagged(pairs, POLICY, pairs)
    assert len(found) <= 0.015 * len(pairs), "\n".join(
        f"{finding.rule}: {finding.message}" for findings in found.values() for finding in findings
    )


@pytest.mark.parametrize("name", [name for name, (_, wanted) in benchmark.FAULTS.items() if wanted])
def test_faults_are_found(pairs: Sequence[Pair], name: str) -> None:
    """Of each kind nearly all are found, beside accepted translations and in a project of nothing else."""
    seen = benchmark.score(pairs, name, POLICY, sample=SAMPLE)
    assert seen is not None
    assert min(seen.found, seen.alone) >= benchmark.FAULTS[name][1] - MARGIN, [pair.msgstr for pair in seen.missed]
