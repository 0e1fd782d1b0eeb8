"""A real Chromium for the tests of this folder, and two built sites for it to read.

Where no browser can be had the tests are skipped, each by its name; in CI that is a failure.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from browser_tools import ROOT, absent

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CASE = ROOT / "tests/cases/browser"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@dataclass(frozen=True, slots=True)
class Sites:
    """Two built sites: a small one with every state there is, and our own edition."""

    small: Path
    own: Path


@pytest.fixture(scope="session")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Sites:
    """Both sites, built as a user builds them."""
    folder = tmp_path_factory.mktemp("sites")
    small, own = folder / "small", folder / "own"
    shutil.copytree(CASE, small)
    for name in ("source_fr", "locales"):
        shutil.copytree(ROOT / name, own / name)
    shutil.copy(ROOT / "enregard.toml", own)
    for project, expected in ((small, {1}), (own, {0, 1})):
        done = subprocess.run(
            [sys.executable, "-m", "enregard", "-C", str(project), "build", "-q"],
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode in expected, done.stderr
    return Sites(small / "build", own / "build")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium without a window."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        absent("Playwright for Python")
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        absent("Chromium")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        yield chromium
        chromium.close()


Visit = Callable[..., "Page"]
"""Opens a page of the small site: ``visit("fr-en/metre.html", width=390)``."""


@pytest.fixture
def visit(browser: Browser, sites: Sites) -> Iterator[Visit]:
    """Opens pages; at the end no page has asked anything of another host or complained in the console."""
    contexts, complaints = [], []

    def open_page(
        path: str, *, site: Path = sites.small, width: int = 1280, dark: bool = False, **more: object
    ) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme="dark" if dark else "light",
            **more,  # type: ignore[arg-type]
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(f"{path}: {message.text}"))
        page.on("pageerror", lambda error: complaints.append(f"{path}: {error}"))
        page.on(
            "request",
            lambda request: None if request.url.startswith("file:") else complaints.append(f"{path}: {request.url}"),
        )
        # The page for wrong addresses has links from the root of the host where a site knows its address.
        page.goto(f"file://{sites.own if path == '404.html' else site}/{path}")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []
