"""Extraction that is killed, that an editor saves into, that cannot read a file: nothing is half done or lost."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import polib
import pytest
from catalog_scenes import rounds
from command_line import enregard, translate_all, write

NOW = {"SOURCE_DATE_EPOCH": "1795370400"}
DOCUMENTS = rounds(30, 200)
EDITOR = """
import os, sys, time
path, delay, way = sys.argv[1], float(sys.argv[2]), sys.argv[3]
data = open(path, encoding="utf-8").read().replace('msgstr "EN Fin."', 'msgstr "The end, as the editor says."')
sys.stdin.readline()
time.sleep(delay)
if way == "rename":
    open(path + "~new", "w", encoding="utf-8").write(data)
    os.replace(path + "~new", path)
else:
    open(path, "w", encoding="utf-8").write(data)
"""
"""A program that has a catalog open and saves it a while after it is told to, as editors do: anew, or in place."""


def text(number: int, *, later: bool) -> str:
    """A document before and after its author worked on it."""
    change = "Il a changé depuis." if later else "Il est resté."
    return f"# Texte {number}\n\nLe texte {number} est court. {change} Rien à dire ici.\n\nFin.\n"


def project(folder: Path, *, documents: int) -> Path:
    """A project that is translated, and whose author has worked since."""
    write(folder, {f"source_fr/t{n:03}.md": text(n, later=False) for n in range(documents)})
    enregard(folder, "extract")
    translate_all(folder, lambda msgid: f"EN {msgid}")
    enregard(folder, "extract")
    return write(folder, {f"source_fr/t{n:03}.md": text(n, later=True) for n in range(documents)})


def locales(folder: Path) -> dict[str, bytes]:
    """All templates and catalogs, and whatever else lies among them."""
    files = sorted(path for path in (folder / "locales").rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def started(folder: Path) -> subprocess.Popen[bytes]:
    """An extraction as a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "enregard", "-q", "extract"],
        cwd=folder,
        env={**os.environ, **NOW},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def undisturbed(folder: Path, copy: Path) -> tuple[dict[str, bytes], float]:
    """What an extraction that nobody disturbs leaves behind, and the seconds it takes."""
    shutil.copytree(folder, copy)
    begin = time.monotonic()
    assert started(copy).wait() == 0
    return locales(copy), time.monotonic() - begin


def restore(folder: Path, files: dict[str, bytes]) -> None:
    """Put templates and catalogs back."""
    shutil.rmtree(folder / "locales")
    write(folder, files)


def test_killed_at_any_moment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every file is the old one or the new one; the next extraction ends where an undisturbed one does."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", NOW["SOURCE_DATE_EPOCH"])
    folder = project(tmp_path / "a", documents=DOCUMENTS)
    before = locales(folder)
    after, seconds = undisturbed(folder, tmp_path / "b")
    chance = random.Random(65)
    killed = halfway = 0
    for _ in range(rounds(8, 200)):
        running = started(folder)
        time.sleep(chance.uniform(0.3, 1.0) * seconds)
        running.send_signal(signal.SIGKILL)
        killed += running.wait() == -signal.SIGKILL
        left = {name: data for name, data in locales(folder).items() if not name.endswith(".tmp")}
        assert left.keys() == before.keys()
        assert {name for name, data in left.items() if data not in (before[name], after[name])} == set()
        halfway += left not in (before, after)
        assert enregard(folder, "extract").code == 0
        assert {name: locales(folder)[name] for name in after} == after
        restore(folder, before)
    assert killed
    assert halfway or rounds(1, 0)


@pytest.mark.parametrize("way", ["rename", "in place"])
def test_an_editor_saves_meanwhile(way: str, tmp_path: Path) -> None:
    """A catalog that is saved between our reading and our writing: neither the save nor the author's work is lost."""
    folder = project(tmp_path / "a", documents=6)
    before = locales(folder)
    _, seconds = undisturbed(folder, tmp_path / "b")
    chance = random.Random(66)
    catalog = folder / "locales/en/LC_MESSAGES/t003.po"
    for _ in range(rounds(5, 100)):
        delay = str(chance.uniform(0.3, 1.0) * seconds)
        arguments = [sys.executable, "-S", "-c", EDITOR, str(catalog), delay, way]
        with subprocess.Popen(arguments, stdin=subprocess.PIPE) as editor:
            time.sleep(0.05)
            running = started(folder)
            editor.communicate(b"now\n")
        assert editor.returncode == 0
        assert running.wait() in {0, 3}
        assert enregard(folder, "extract").code == 0
        entries = {e.msgid: e for e in polib.pofile(str(catalog)) if not e.obsolete}
        assert entries["Fin."].msgstr == "The end, as the editor says."
        assert entries["Il a changé depuis."].previous_msgid == "Il est resté."
        assert enregard(folder, "extract", "--check").code == 0
        restore(folder, before)


def test_a_renamed_document_whose_catalog_cannot_be_read(tmp_path: Path) -> None:
    """The files of the old name stay as they are until the catalog of the new name is mended; then they go."""
    folder = project(tmp_path, documents=1)
    enregard(folder, "extract")
    before = locales(folder)
    (folder / "source_fr/t000.md").rename(folder / "source_fr/neuf.md")
    broken = folder / "locales/en/LC_MESSAGES/neuf.po"
    broken.write_text('<<<<<<< HEAD\nmsgid ""\n', encoding="utf-8")
    done = enregard(folder, "extract")
    assert done.code == 3
    assert "neuf.po:1: merge conflict marker" in done.err
    assert locales(folder) == before | {"locales/en/LC_MESSAGES/neuf.po": broken.read_bytes()}
    broken.unlink()
    assert enregard(folder, "extract").code == 0
    assert locales(folder).keys() == {"locales/en/LC_MESSAGES/neuf.po", "locales/pot/neuf.pot"}
    states = {e.msgid: (e.msgstr, e.fuzzy) for e in polib.pofile(str(broken)) if not e.obsolete}
    assert states["Fin."] == ("EN Fin.", False)
    assert states["Il a changé depuis."] == ("EN Il est resté.", True)
