"""What the browser tests need besides a browser: tools that npm installs, and what to do where there are none."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SCREENSHOTS = ROOT / "build/screenshots"


def absent(what: str) -> None:
    """Skip a test that lacks a tool; in CI, where everything is installed, it fails."""
    if os.environ.get("CI"):
        pytest.fail(f"{what} is missing, and CI must not pass by it")
    pytest.skip(f"{what} is not on this machine")


def node_package(name: str) -> Path:
    """A file of a package that ``make test`` installs with npm; the test is skipped by name where there is none."""
    places = [ROOT / ".venv/node/node_modules", *(Path(p) for p in os.environ.get("NODE_PATH", "").split(":") if p)]
    for place in places:
        if (place / name).is_file():
            return place / name
    absent(f"the npm package {name.split('/', maxsplit=1)[0]}")
    raise AssertionError
