"""``status`` as coordinators use it: where to begin, how old what is stale is, whether it got worse, how it went on."""

import json
import os
import re
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from command_line import enregard, translate, write

GARE = """# La gare

Le train part.

<!-- enregard: skip -->
Horaire d’hiver de la ligne.
<!-- enregard: resume -->

Le buffet ouvre. Le quai est froid.
"""
PO = "locales/en/LC_MESSAGES/guide/gare.po"
HISTORY = "locales/history.jsonl"


def git(folder: Path, *arguments: str, days_ago: int = 0) -> None:
    """Run git as somebody, so many days ago."""
    date = (datetime.now(UTC) - timedelta(days=days_ago, hours=1)).isoformat()
    env = {**os.environ, "GIT_COMMITTER_DATE": date, "GIT_AUTHOR_DATE": date}
    subprocess.run(["git", "-c", "user.name=a", "-c", "user.email=a@b", *arguments], cwd=folder, check=True, env=env)


def commit(folder: Path, days_ago: int) -> None:
    """Commit everything, so many days ago."""
    git(folder, "add", ".")
    git(folder, "commit", "-qm", "x", days_ago=days_ago)


@pytest.fixture
def station(tmp_path: Path) -> Path:
    """A project in git, wholly translated fifty days ago."""
    write(tmp_path, {"source_fr/guide/gare.md": GARE, "source_fr/index.md": "# Accueil\n"})
    assert enregard(tmp_path, "extract").code == 0
    for catalog in (tmp_path / PO, tmp_path / "locales/en/LC_MESSAGES/index.po"):
        translate(catalog, lambda msgid: f"EN {msgid}")
    git(tmp_path, "init", "-q")
    commit(tmp_path, 50)
    return tmp_path


def details(folder: Path, *options: str) -> dict[str, object]:
    """What ``--detail`` says of English, as data."""
    found = enregard(folder, "status", "--detail", "--format", "json", *options).json["details"]["en"]
    assert isinstance(found, dict)
    return found


def test_a_document_more_closely(station: Path) -> None:
    """Characters by state, headings, words that nobody is offered, silenced entries, and where to begin."""
    catalog = (
        (station / PO)
        .read_text(encoding="utf-8")
        .replace('\nmsgid "Le train', '\n# enregard-ignore: length\nmsgid "Le train')
    )
    write(station, {PO: catalog})
    translate(station / PO, {"Le buffet ouvre.": ""})
    found = details(station)["documents"]["guide/gare"]  # type: ignore[index]
    assert found["characters"] == {"total": 55, "translated": 39, "stale": 0, "fuzzy": 0, "untranslated": 16}
    assert found["first"] == {
        "source": {"path": "source_fr/guide/gare.md", "line": 9},
        "section": ["La gare"],
        "msgid": "Le buffet ouvre.",
    }
    assert (found["headings"], found["headings_done"], found["silenced"], found["obsolete"]) == (1, 1, 1, 0)
    assert (found["offered"], found["omitted"]) == (12, 5)
    assert list(details(station)["folders"]) == ["guide/"]  # type: ignore[call-overload]


def test_what_scripts_read_is_as_it_was(station: Path) -> None:
    """Whatever else is asked for, ``locales`` has the keys of the contract and no others."""
    plain = enregard(station, "status", "--format", "json").json
    asked = enregard(station, "status", "--detail", "--quote", "--format", "json").json
    assert list(plain) == ["locales"]
    assert asked["locales"] == plain["locales"]
    assert asked["details"]["en"]["quotation"]["total"] == 0


def test_how_old_stale_passages_are(station: Path) -> None:
    """Days since the French changed, by the template's history; oldest first; what is not committed has no age."""
    changed = GARE.replace("Le quai est froid", "Le quai est très froid")
    write(station, {"source_fr/guide/gare.md": changed})
    enregard(station, "extract")
    commit(station, 41)
    changed = changed.replace("# La gare", "# La vieille gare").replace("Le train part", "Le train part enfin")
    write(station, {"source_fr/guide/gare.md": changed.replace("train", "premier train")})
    enregard(station, "extract")
    commit(station, 3)
    write(
        station,
        {"source_fr/guide/gare.md": changed.replace("buffet", "petit buffet").replace("train", "premier train")},
    )
    enregard(station, "extract")
    found = details(station)["stale"]
    assert [(one["days"], one["msgid"]) for one in found] == [  # type: ignore[attr-defined]
        (41, "Le quai est très froid."),
        (3, "La vieille gare"),
        (3, "Le premier train part enfin."),
        (None, "Le petit buffet ouvre."),
    ]
    assert found[0]["po"]["path"] == PO  # type: ignore[index]
    table = enregard(station, "status", "--detail").out
    assert table.index("41 days") < table.index("3 days") < table.index("?")


def test_ages_without_a_template_in_git(station: Path) -> None:
    """Where templates are not in git, the manuscript's lines tell; without git nobody knows."""
    (station / ".gitignore").write_text("locales/pot/\n")
    git(station, "rm", "-rq", "--cached", "locales/pot")
    write(station, {"source_fr/guide/gare.md": GARE.replace("Le train part", "Le train part tôt")})
    enregard(station, "extract")
    commit(station, 7)
    assert [one["days"] for one in details(station)["stale"]] == [7]  # type: ignore[attr-defined]
    (station / ".git").rename(station / "no-git")
    assert [one["days"] for one in details(station)["stale"]] == [None]  # type: ignore[attr-defined]


def test_git_is_asked_only_where_something_is_stale(station: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ages cost nothing in a project that has none."""
    monkeypatch.setenv("GIT_TRACE", str(station / "asked"))
    assert details(station)["stale"] == []
    assert not (station / "asked").exists()


def test_not_worse_than(station: Path) -> None:
    """A document that fell behind is named; a new one and one that was always so are not."""
    assert enregard(station, "status", "--not-worse-than", "HEAD").code == 0
    write(station, {"source_fr/neuf.md": "Tout est neuf.\n"})
    enregard(station, "extract")
    assert enregard(station, "status", "--not-worse-than", "HEAD").code == 0
    write(station, {"source_fr/guide/gare.md": GARE.replace("Le train part", "Le train part tôt")})
    run = enregard(station, "status", "--not-worse-than", "HEAD", "--format", "json")
    assert run.code == 1
    assert "en: guide/gare fell from 100 % to 75 % since HEAD: 1 segment more to do" in run.err
    enregard(station, "extract")
    commit(station, 0)
    assert enregard(station, "status", "--not-worse-than", "HEAD").code == 0
    assert enregard(station, "status", "--not-worse-than", "nowhere").code == 2


def test_a_history_grows_by_a_line(station: Path) -> None:
    """Each run that is asked to notes its totals, with the date and the commit; nothing that stands there changes."""
    for number in (1, 2):
        run = enregard(station, "status", "--history", HISTORY, "--format", "json")
        assert run.code == 0
        assert f"{HISTORY}: {number} moment" in run.err
    lines = (station / HISTORY).read_text(encoding="utf-8").splitlines()
    assert len(lines) == 2
    noted = json.loads(lines[1])
    assert noted["locales"]["en"] == enregard(station, "status", "--format", "json").json["locales"]["en"]["total"]
    assert len(noted["commit"]) >= 7
    assert noted["date"].startswith(f"{datetime.now(UTC):%Y-%m}")


def test_a_history_is_written_over_nothing_else(station: Path) -> None:
    """A file that is no history stays as it is, and so does everything outside the project."""
    for name in ("source_fr/index.md", HISTORY):
        write(station, {name: "# Accueil\n"})
        run = enregard(station, "status", "--history", name)
        assert (run.code, run.err.count("\n")) == (3, 2)
        assert f"{name}:1: this is no line of a history of coverage" in run.err
        assert (station / name).read_text(encoding="utf-8") == "# Accueil\n"
    assert enregard(station, "status", "--history", "../elsewhere.jsonl").code == 3
    assert not (station.parent / "elsewhere.jsonl").exists()


def test_the_history_is_drawn(station: Path) -> None:
    """Where the settings name the file, the page of coverage draws it; before there is one, and without it, nothing."""
    write(station, {"enregard.toml": f'[site]\nhistory = "{HISTORY}"\n'})
    assert enregard(station, "build").code == 0
    assert "chart" not in (station / "build/coverage.en.html").read_text(encoding="utf-8")
    enregard(station, "status", "--history", HISTORY)
    line = (station / HISTORY).read_text(encoding="utf-8")
    write(station, {HISTORY: line + line.replace('"date": "2', '"date": "3')})
    assert enregard(station, "build").code == 0
    assert 'class="chart"' in (station / "build/coverage.en.html").read_text(encoding="utf-8")


def test_a_broken_history_stops_no_edition(station: Path) -> None:
    """It is named with its line, and everything is built without the chart."""
    write(station, {"enregard.toml": f'[site]\nhistory = "{HISTORY}"\n', HISTORY: "{}\n"})
    run = enregard(station, "build")
    assert (run.code, run.err.splitlines()[0]) == (3, f"{HISTORY}:1: this is no line of a history of coverage")
    assert (station / "build/en/guide/gare.html").exists()


def test_what_to_do_leads_to_its_passage(station: Path) -> None:
    """The page of coverage leads to the very passage of the side-by-side page, and names the entry."""
    translate(station / PO, {"Le buffet ouvre.": ""})
    assert enregard(station, "build").code == 0
    page = (station / "build/coverage.en.html").read_text(encoding="utf-8")
    (link,) = re.findall(r'<a href="fr-en/guide/gare.html#(s-\w+)" lang="fr">Le buffet ouvre.</a> <code>([^<]+)<', page)
    assert f'id="{link[0]}"' in (station / "build/fr-en/guide/gare.html").read_text(encoding="utf-8")
    place, _, line = link[1].rpartition(":")
    assert 'msgid "Le buffet ouvre."' in (station / place).read_text(encoding="utf-8").splitlines()[int(line) - 1]
