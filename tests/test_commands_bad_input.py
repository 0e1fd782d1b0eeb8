"""Bad input, as people produce it: a line that says where and what, a line with advice, and nothing half written."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from command_line import Run, enregard, snapshot, write

GOOD = "# La halle\n\nLe marché ouvre tôt.\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A sound project of one document, extracted."""
    write(tmp_path, {"source_fr/halle.md": GOOD})
    assert enregard(tmp_path, "extract").code == 0
    return tmp_path


def mend_me(run: Run) -> tuple[str, str]:
    """The two lines of the one thing that a command has to say: what is wrong, and what to do."""
    assert run.code == 3
    problem, advice = run.err.splitlines()
    assert len(advice) > 10
    return problem, advice


def damage(source: str | bytes, name: str = "source_fr/autre.md") -> Callable[[Path], None]:
    """An accident that puts this into a file."""
    return lambda folder: void(write(folder, {name: source}))


def void(_: object) -> None:
    """Nothing."""


SOURCES: dict[str, tuple[bytes | str, str]] = {
    "latin-1": ("# Été\n\nL’été.\n\nFin".encode("cp1252"), r"source_fr/autre\.md:1: not UTF-8: byte 0xC9"),
    "utf-16": ("# Été\n".encode("utf-16"), r"source_fr/autre\.md:1: .*UTF-16"),
    "nul": (b"Un.\n\nDeux\x00.\n", r"source_fr/autre\.md:3: .*NUL"),
    "half a character": ("Un.\n\nÉté".encode()[:-1], r"source_fr/autre\.md:3: "),
    "surrogate": (b"Un.\n\xed\xa0\x80\n", r"source_fr/autre\.md:2: "),
    "front matter list": ("---\n- un\n- deux\n---\nTexte.\n", r"source_fr/autre\.md:\d+: "),
    "front matter text": ("---\njuste du texte\n---\nTexte.\n", r"source_fr/autre\.md:\d+: "),
    "front matter twice": ("---\ntitle: A\ntitle: B\n---\nTexte.\n", r"source_fr/autre\.md:3: "),
    "front matter date": ("---\ntitle: A\ndate: demain\n---\nTexte.\n", r"source_fr/autre\.md:3: "),
    "front matter order": ("---\norder: premier\n---\nTexte.\n", r"source_fr/autre\.md:2: "),
    "front matter draft": ("---\ndraft: peut-être\n---\nTexte.\n", r"source_fr/autre\.md:2: "),
    "front matter alias": ("---\na: &a [x]\nb: *a\n---\nTexte.\n", r"source_fr/autre\.md:\d: "),
    "slug": ("---\nslug: ../../etc\n---\nTexte.\n", r"source_fr/autre\.md:2: "),
    "directive": ("Un.\n\n<!-- enregard: skp -->\n\nDeux.\n", r"source_fr/autre\.md:3: .*skp"),
    "one line": ("a " * 600_000, r"source_fr/autre\.md:1: "),
    "too deep": ("- " * 2000 + "a", r"source_fr/autre\.md.*too complex"),
}


@pytest.mark.parametrize("accident", SOURCES)
def test_a_source_that_cannot_be_read(project: Path, accident: str) -> None:
    """Named with its line by every command; the other document is extracted, published and counted as ever."""
    content, expected = SOURCES[accident]
    write(project, {"source_fr/autre.md": content})
    before = snapshot(project)
    for command in ("extract", "status", "check", "build"):
        problem, _ = mend_me(enregard(project, "-q", command))
        assert re.match(expected, problem), problem
    after = snapshot(project)
    assert {name: state for name, state in after.items() if not name.startswith("build/")} == before
    assert "Le marché ouvre tôt." in (project / "build/fr/halle.html").read_text()
    assert not list(project.rglob("autre.p*"))
    assert not list(project.rglob("autre.html"))


HEADER = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n"Language: en\\n"\n\n'
CATALOGS: dict[str, tuple[bytes | str, str]] = {
    "conflict": (HEADER + '<<<<<<< HEAD\nmsgid "a"\n=======\n', r":6: .*merge conflict marker"),
    "cut": (HEADER + 'msgid "La halle"\nmsgstr "The ', r":7: "),
    "empty": ("", r":1: empty catalog"),
    "junk": (HEADER + 'msgid "La halle"\nmsgstr "x"\nnonsense\n', r":8: "),
    "twice": (HEADER + 'msgid "a"\nmsgstr "x"\n\nmsgid "a"\nmsgstr "y"\n', r":9: .*line 6"),
    "latin-1": ((HEADER + 'msgid "é"\nmsgstr "e"\n').encode("latin-1"), r":6: "),
    "charset": (HEADER.replace("UTF-8", "ISO-8859-1") + 'msgid "é"\nmsgstr "e"\n', r":\d+: "),
    "utf-7": (HEADER.replace("UTF-8", "UTF-7"), r":\d+: "),
    "language": (HEADER.replace("en", "../../etc"), r":\d+: "),
}


@pytest.mark.parametrize("accident", CATALOGS)
def test_a_catalog_that_cannot_be_read(project: Path, accident: str) -> None:
    """Named with its line by every command, left as it is, and the French edition is published all the same."""
    content, expected = CATALOGS[accident]
    write(project, {"locales/en/LC_MESSAGES/halle.po": content, "source_fr/neuf.md": "Du neuf.\n"})
    data = (project / "locales/en/LC_MESSAGES/halle.po").read_bytes()
    for command in ("extract", "status", "check", "build", "doctor"):
        problem, _ = mend_me(enregard(project, "-q", command))
        assert re.match(r"locales/en/LC_MESSAGES/halle\.po" + expected, problem), problem
    assert (project / "locales/en/LC_MESSAGES/halle.po").read_bytes() == data
    assert (project / "locales/en/LC_MESSAGES/neuf.po").is_file()
    assert "Le marché ouvre tôt." in (project / "build/fr/halle.html").read_text()


def test_a_template_that_cannot_be_read(project: Path) -> None:
    """A broken template is named and left; its document waits, pages are built with its catalog."""
    write(project, {"locales/pot/halle.pot": "<<<<<<< HEAD\n", "source_fr/halle.md": GOOD + "\nFin.\n"})
    catalog = (project / "locales/en/LC_MESSAGES/halle.po").read_bytes()
    problem, _ = mend_me(enregard(project, "-q", "extract"))
    assert problem.startswith("locales/pot/halle.pot:1: ")
    assert (project / "locales/pot/halle.pot").read_text() == "<<<<<<< HEAD\n"
    assert (project / "locales/en/LC_MESSAGES/halle.po").read_bytes() == catalog


PROJECTS: dict[str, tuple[Callable[[Path], None], str]] = {
    "no sources": (lambda folder: (folder / "source_fr").rename(folder / "texts") and None, "source_fr"),
    "empty sources": (lambda folder: (folder / "source_fr/halle.md").unlink(), "source_fr"),
    "two suffixes": (damage("Un.\n", "source_fr/halle.txt"), r"halle\.md and .*halle\.txt"),
    "capitals": (damage("Un.\n", "source_fr/Halle.md"), r"Halle\.md and .*halle\.md"),
    "two normal forms": (
        lambda f: void(write(f, {"source_fr/e\u0301te.md": "Un.\n", "source_fr/\u00e9te.md": "Deux.\n"})),
        "would be one document",
    ),
    "unknown target": (damage('[project]\ntargets = ["en", "klingon"]\n', "enregard.toml"), r"enregard\.toml:2: "),
    "unknown setting": (damage('[project]\ntarget = ["en"]\n', "enregard.toml"), r"enregard\.toml:2: .*target"),
    "broken settings": (damage("[project\n", "enregard.toml"), r"enregard\.toml:1: "),
    "unknown edition": (damage('[editions]\nbuild = ["fr", "xx"]\n', "enregard.toml"), r"enregard\.toml.*'xx'"),
    "unknown folder of catalogs": (damage("", "locales/klingon/LC_MESSAGES/halle.po"), "klingon"),
    "rules that are not there": (damage('[segmentation]\nrules = "mine.srx"\n', "enregard.toml"), r"mine\.srx"),
    "rules that are no rules": (
        lambda f: void(write(f, {"enregard.toml": '[segmentation]\nrules = "m.srx"\n', "m.srx": "<srx>"})),
        r"m\.srx",
    ),
    "extensions that are not there": (damage('[markdown]\nextensions = ["nix"]\n', "enregard.toml"), r"nix"),
}


@pytest.mark.parametrize("accident", PROJECTS)
@pytest.mark.parametrize("command", ["extract", "build", "status", "check"])
def test_a_project_that_cannot_be_worked_on(project: Path, accident: str, command: str) -> None:
    """One error with what is wrong and what to do; nothing is written or removed."""
    happen, expected = PROJECTS[accident]
    happen(project)
    before = snapshot(project)
    problem, _ = mend_me(enregard(project, command))
    assert re.search(expected, problem), problem
    assert snapshot(project) == before


def test_two_pages_with_one_slug(project: Path) -> None:
    """Two documents that would be published at one address are named before anything is written."""
    write(
        project,
        {
            "source_fr/a.md": "---\nslug: halle-couverte\n---\nA.\n",
            "source_fr/b.md": "---\nslug: halle-couverte\n---\nB.\n",
        },
    )
    before = snapshot(project)
    problem, _ = mend_me(enregard(project, "build"))
    assert "source_fr/a.md" in problem
    assert "source_fr/b.md" in problem
    assert snapshot(project) == before


@pytest.mark.parametrize(
    ("output", "expected"),
    [
        ("file", "is a file"),
        ("source_fr", "lies inside the sources"),
        ("source_fr/pages", "lies inside the sources"),
        (".", "holds the sources"),
        ("locales", "overlaps with the catalogs"),
        ("locales/en", "overlaps with the catalogs"),
    ],
)
@pytest.mark.parametrize("by", ["option", "setting"])
def test_an_output_folder_in_the_way(project: Path, output: str, expected: str, by: str) -> None:
    """A folder in which building would do harm is refused, from the command line and from the settings."""
    write(project, {"file": "mine\n"})
    if by == "setting":
        write(project, {"enregard.toml": f'[paths]\noutput = "{output}"\n'})
    before = snapshot(project)
    arguments = ["--output", output] if by == "option" else []
    problem, _ = mend_me(enregard(project, "build", *arguments))
    assert expected in problem
    assert snapshot(project) == before


def test_everything_wrong_at_once(project: Path) -> None:
    """Each broken file is named once, sources and catalogs alike; all that is sound is done."""
    write(
        project,
        {
            "source_fr/a.md": b"\xff",
            "source_fr/b.md": "---\n- x\n---\n",
            "source_fr/neuf.md": "Du neuf.\n",
            "locales/en/LC_MESSAGES/halle.po": "",
        },
    )
    run = enregard(project, "-q", "extract")
    assert run.code == 3
    places = [line.split(": ")[0] for line in run.err.splitlines()[::2]]
    assert sorted(places) == ["locales/en/LC_MESSAGES/halle.po:1", "source_fr/a.md:1", "source_fr/b.md:2"]
    assert (project / "locales/en/LC_MESSAGES/neuf.po").is_file()
