"""What 64 authors wrote, published: what the Nu checker and axe say of all their pages."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from browser_tools import absent, node_package
from test_conforming import CASES

if TYPE_CHECKING:
    from playwright.sync_api import Browser

SOAK = os.environ.get("HYPOTHESIS_PROFILE") == "soak"
EVERY = 1 if SOAK else 37
"""One page in so many is put to axe; all of them in ``make soak``."""


@pytest.fixture(scope="session")
def corpus(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The edition of the public corpus, and of a page with all the HTML that is mended."""
    project = tmp_path_factory.mktemp("corpus")
    shutil.copytree(shared / "corpus/md_fr", project / "source_fr")
    written = "\n\n".join(f"<div>\n{html}\n</div>\n\nTexte {html} et suite." for html, _ in CASES.values())
    (project / "source_fr/html.md").write_text(written, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "enregard", "-C", str(project), "build", "-q"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode in {0, 1}, done.stderr
    return project / "build"


def test_the_nu_checker_finds_nothing_in_the_corpus(corpus: Path) -> None:
    """Every page is valid HTML, whatever its author typed."""
    jar = node_package("vnu-jar/build/dist/vnu.jar")
    if not shutil.which("java"):
        absent("Java")
    command = ["java", "-Xss4m", "-jar", str(jar), "--errors-only", "--format", "json", "--skip-non-html", str(corpus)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    found = json.loads(done.stderr)["messages"]
    assert [f"{one['url']}:{one.get('lastLine')}: {one['message']}" for one in found] == []


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing_in_the_corpus(browser: Browser, corpus: Path, width: int, *, dark: bool) -> None:
    """No page has a barrier of ours or of its author's, and none scrolls sideways."""
    source = node_package("axe-core/axe.min.js").read_text(encoding="utf-8")
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme="dark" if dark else "light", reduced_motion="reduce"
    )
    page = context.new_page()
    found = []
    for path in sorted(corpus.rglob("*.html"))[(width + dark) % EVERY :: EVERY]:
        page.goto(f"file://{path}")
        page.evaluate(source)
        told = page.evaluate("axe.run(document, {resultTypes: ['violations'], preload: false})")
        found += [(path.name, one["id"], one["nodes"][0]["html"][:200]) for one in told["violations"]]
        if page.evaluate("document.documentElement.scrollWidth") > width:
            found.append((path.name, "scrolls sideways", ""))
    context.close()
    assert found == []
