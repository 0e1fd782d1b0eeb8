"""What all tests share: where the public corpora lie, and how the property tests draw their examples."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).resolve().parent.parent
"""The repository."""
SHARED = ROOT.parent / "shared"
"""Corpora beside the repository, present where the team and CI work; tests that need them are skipped elsewhere."""

# The same examples on every machine and in every run; `make soak` draws new ones, and many more of them.
settings.register_profile("steady", derandomize=True, deadline=None, database=None)
settings.register_profile("soak", deadline=None, database=None, max_examples=5_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))


def pytest_addoption(parser: pytest.Parser) -> None:
    """Offer ``--update-cases``: expectations of case files are written anew, and the diff is read like any other."""
    parser.addoption("--update-cases", action="store_true", help="write the expectations of tests/cases anew")


@pytest.fixture
def update_cases(request: pytest.FixtureRequest) -> bool:
    """Whether this run writes the expectations of case files anew."""
    return bool(request.config.getoption("--update-cases"))


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of public corpora beside the repository; the test is skipped by name where there is none."""
    if not (SHARED / "corpus").is_dir():
        pytest.skip("the corpora of ../shared are not on this machine")
    return SHARED
