"""The folder ``.enregard`` in the hands of hostile repositories, of slow machines, and of runs that were killed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from command_line import enregard, write
from test_incremental import PAGES, snapshot, told, twin

from enregard import editions, files
from enregard.commands import printing, readying, survey


def test_what_took_too_long_is_tried_again(tmp_path: Path) -> None:
    """Another moment may be quieter: what ran into a time limit is told, and not remembered."""
    deep = "> " * 3_000 + "Un mot.\n"
    folder = write(tmp_path, {"source_fr/a.md": "# Un\n\nUn mot.\n", "source_fr/b.md": deep})
    enregard(folder, "extract")
    for command in (("extract",), ("status",), ("check",), ("check", "--source"), ("build",)):
        runs = [enregard(folder, *command) for _ in range(2)]
        assert "too complex" in runs[0].err, command
        assert told(runs[0], folder) == told(runs[1], folder), command
    assert not list(folder.glob(".enregard/known/outcomes/*"))


def test_links_in_the_workshop_lead_nowhere(tmp_path: Path) -> None:
    """A repository may bring links along: nothing behind them is read, written, or forgotten with what is known."""
    known = {"known": "../source_fr", "known/articles": "../../source_fr", "built": "../source_fr"}
    for number, (place, target) in enumerate(known.items()):
        folder = write(tmp_path / str(number), PAGES)
        link = folder / ".enregard" / place
        link.parent.mkdir(parents=True)
        link.symlink_to(target, target_is_directory=True)
        before = snapshot(folder / "source_fr")
        for command in ("build", "status", "build"):
            assert enregard(folder, command).code == 0, (place, command)
        assert snapshot(folder / "source_fr") == before, place


def test_a_list_of_pages_that_never_ends(tmp_path: Path) -> None:
    """What stands in place of the list of pages is read only where it is a file of this project."""
    folder = write(tmp_path, PAGES)
    enregard(folder, "build")
    (place,) = folder.glob(".enregard/built/*")
    for special in (False, True):
        place.unlink()
        if special:
            os.mkfifo(place)
        else:
            place.symlink_to("/dev/zero")
        assert enregard(folder, "build").code == 0


def test_a_list_of_pages_from_elsewhere_removes_nothing_elsewhere(tmp_path: Path) -> None:
    """Outside of the project only what was built from this very folder is removed, whatever a repository says."""
    folder = write(tmp_path / "project", PAGES)
    web = tmp_path / "web"
    enregard(folder, "build", "--output", str(web))
    write(web, {"index.php": "<?php"})
    (place,) = folder.glob(".enregard/built/*")
    place.write_bytes(place.read_bytes().replace(b'"paths":[', b'"paths":["index.php",'))
    (folder / "source_fr/lieux/pont.md").unlink()
    assert enregard(folder, "build", "--output", str(web)).code == 0
    assert (web / "index.php").exists()


def test_pages_of_a_build_that_was_killed_are_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A text is added, its build ends in the middle, and the text is withdrawn: nothing of it stays."""
    folder = write(tmp_path, PAGES)
    enregard(folder, "build")
    before = snapshot(folder / "build")
    write(folder, {"source_fr/secret.md": "# Un secret\n\nRien.\n", "source_fr/secret.svg": "<svg/>"})

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(printing, "_done", killed)
        assert enregard(folder, "build").code == 130
    (folder / "source_fr/secret.md").unlink()
    (folder / "source_fr/secret.svg").unlink()
    assert enregard(folder, "build").code == 0
    assert snapshot(folder / "build") == before


def test_an_extension_of_the_project_is_part_of_what_is_known(tmp_path: Path) -> None:
    """Pages and catalogs are made again when a module that reads the manuscripts says something else."""
    folder = write(tmp_path, {"source_fr/a.md": "# Un\n\nUn mot.\n"})
    write(folder, {"enregard.toml": '[markdown]\nextensions = ["extra", "lettres"]\n'})
    for word in ("page", "lettre"):
        write(
            folder,
            {
                "lettres.py": "from markdown.extensions import Extension\n"
                "from markdown.preprocessors import Preprocessor\n"
                "class Words(Preprocessor):\n"
                f"    def run(self, lines): return [line.replace('mot', '{word}') for line in lines]\n"
                "class Letters(Extension):\n"
                "    def extendMarkdown(self, md): md.preprocessors.register(Words(md), 'words', 30)\n"
                "makeExtension = Letters\n"
            },
        )
        for command in ("extract", "build"):
            line = [sys.executable, "-m", "enregard", "-C", str(folder), command]
            subprocess.run(line, check=True, capture_output=True, env=os.environ | {"PYTHONPATH": str(folder)})
        assert f"Un {word}." in (folder / "build/fr/a.html").read_text(encoding="utf-8")
        assert f"Un {word}." in (folder / "locales/pot/a.pot").read_text(encoding="utf-8")


@pytest.mark.parametrize("now", ["# Autre\n\nDes mots.\n", None])
def test_a_text_that_changes_under_a_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, now: str | None) -> None:
    """Where its pages can be made from what it says no more, that is told, and the next build is as if it were new."""
    folder = write(tmp_path / "project", PAGES)
    monkeypatch.setattr(readying, "AT_HAND", 0)
    plan, place = editions.plan, folder / "source_fr/marche.md"

    def meanwhile(site: editions.Site) -> editions.Plan:
        """Another build forgets the articles, and an author saves."""
        for article in folder.glob(".enregard/known/articles/*"):
            article.unlink()
        place.unlink()
        if now is not None:
            place.write_text(now, encoding="utf-8")
        return plan(site)

    with monkeypatch.context() as patched:
        patched.setattr(editions, "plan", meanwhile)
        run = enregard(folder, "build")
    assert run.code == 3
    assert run.err.startswith("source_fr/marche.md: was changed while it was built\n")
    write(folder, PAGES)
    assert enregard(folder, "build").code == 0
    fresh = twin(folder, 0)
    enregard(fresh, "build")
    assert snapshot(folder / "build") == snapshot(fresh / "build")


def test_a_picture_behind_a_link(tmp_path: Path) -> None:
    """A link that stays among the sources is a file like others, and what it leads to may change."""
    folder = write(tmp_path, PAGES | {"source_fr/.originaux/plan.svg": "<svg id='1'/>"})
    picture = folder / "source_fr/plan.svg"
    picture.unlink()
    picture.symlink_to(".originaux/plan.svg")
    for content in ("<svg id='1'/>", "<svg id='2'/>"):
        write(folder, {"source_fr/.originaux/plan.svg": content})
        assert enregard(folder, "build").code == 0
        assert (folder / "build/fr/plan.svg").read_text(encoding="utf-8") == content


def test_a_picture_that_changes_before_the_clock_moves_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of equal length, at what the disk holds for the same moment: some disks count in steps of two seconds."""
    monkeypatch.setattr(survey, "SETTLED", 1 << 62)
    folder = write(tmp_path, PAGES)
    for content in ("<svg id='1'/>", "<svg id='2'/>"):
        write(folder, {"source_fr/plan.svg": content})
        assert enregard(folder, "build").code == 0
        assert (folder / "build/fr/plan.svg").read_text(encoding="utf-8") == content


def test_a_page_that_was_gone_before_it_was_noted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another program clears the folder while it is built; the next build does not take it for whole."""
    folder = write(tmp_path, PAGES)
    put = files.write

    def cleared(path: Path, data: bytes, *, root: Path, durable: bool) -> bool:
        changed = put(path, data, root=root, durable=durable)
        if path.name == "marche.html":
            path.unlink()
        return changed

    with monkeypatch.context() as patched:
        patched.setattr(files, "write", cleared)
        enregard(folder, "build")
    assert not (folder / "build/fr/marche.html").exists()
    enregard(folder, "build")
    assert (folder / "build/fr/marche.html").exists()
