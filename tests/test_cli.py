"""The command line end to end: every command, every option, every exit code, what goes to which stream."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from command_line import Run, enregard, snapshot, translate, translate_all, write
from conftest import ROOT

from enregard import __version__
from enregard.cli import cli

PAGE = """\
---
title: La halle
summary: Un lieu qui change.
---

# La halle

Le marché ouvre à huit heures. Les *étals* sont [nombreux](plan.md).

- Des fruits.
- Des livres.
"""
PLAN = "# Le plan\n\nSuivez la rue Haute.\n"
ENGLISH = {
    "La halle": "The market hall",
    "Un lieu qui change.": "A place that changes.",
    "Le marché ouvre à huit heures.": "The market opens at eight.",
    "Les *étals* sont [nombreux](plan.md).": "The *stalls* are [many](plan.md).",
    "Des fruits.": "Fruit.",
    "Des livres.": "Books.",
    "Le plan": "The map",
    "Suivez la rue Haute.": "Follow the High Street.",
}


@pytest.fixture
def market(tmp_path: Path) -> Path:
    """A project of two documents, extracted, nothing translated."""
    write(tmp_path, {"source_fr/halle.md": PAGE, "source_fr/plan.md": PLAN})
    assert enregard(tmp_path, "extract").code == 0
    return tmp_path


def halle(folder: Path) -> Path:
    """The English catalog of the first document."""
    return folder / "locales/en/LC_MESSAGES/halle.po"


def shell(*arguments: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Run the command as a process of its own."""
    env = {**os.environ, **environment}
    return subprocess.run(
        [sys.executable, "-m", "enregard", *arguments], cwd=cwd, env=env, capture_output=True, check=False
    )


def test_version_and_help(tmp_path: Path) -> None:
    """The version is one line; help names every command and ends well."""
    assert enregard(tmp_path, "--version").out == f"enregard {__version__}\n"
    for arguments in (["--help"], ["-h"], *([name, "--help"] for name in cli.commands)):
        run = enregard(tmp_path, *arguments)
        assert (run.code, run.err) == (0, "")
        assert "Usage: enregard" in run.out
    assert all(name in enregard(tmp_path, "--help").out for name in cli.commands)


def test_every_command_of_the_contract_is_there() -> None:
    """Commands and their options are those that scripts rely on."""
    options = {
        name: {option for parameter in command.params for option in parameter.opts if option.startswith("--")}
        for name, command in cli.commands.items()
    }
    common = {"--quiet", "--verbose", "--color"}
    assert options["extract"] >= {"--check", "--locale"} | common
    assert options["build"] >= {"--edition", "--output", "--fresh"} | common
    assert options["status"] >= {"--format", "--locale", "--fail-under"} | common
    assert options["check"] >= {"--format", "--fail-on", "--locale"} | common
    assert options["segment"] >= {"--unit", "--plain", "--format"} | common
    assert options["doctor"] >= {"--fix"} | common
    assert "init" in options


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["nonsense"],
        ["extract", "--nonsense"],
        ["status", "--format", "yaml"],
        ["status", "--fail-under", "110"],
        ["check", "--fail-on", "sometimes"],
        ["check", "--explain", "nonsense"],
        ["build", "--edition", "de"],
        ["extract", "source_fr/non.md"],
        ["check", "README.md"],
    ],
)
def test_wrong_usage(market: Path, arguments: list[str]) -> None:
    """What nobody could mean is told on standard error, and ends with 2; nothing is written."""
    before = snapshot(market)
    run = enregard(market, *(str(market / a) if a.endswith(".md") else a for a in arguments))
    assert run.code == 2
    assert run.err
    assert snapshot(market) == before


def test_first_steps(tmp_path: Path) -> None:
    """``init``, ``extract`` and ``build`` lead from nothing to a page; ``init`` again changes nothing."""
    home = tmp_path / "cahiers"
    assert enregard(tmp_path, "init", "cahiers").code == 0
    before = snapshot(home)
    assert enregard(home, "init").code == 0
    assert snapshot(home) == before
    assert enregard(home, "extract").code == 0
    run = enregard(home, "build")
    assert run.code == 0
    assert "open " in run.out
    assert (home / "build/index.html").is_file()
    assert (home / "build/fr-en/premiere-page.html").is_file()


def test_init_where_a_file_lies(tmp_path: Path) -> None:
    """A file is no folder to begin in."""
    write(tmp_path, {"cahiers": "texte"})
    run = enregard(tmp_path, "init", "cahiers")
    assert run.code == 3
    assert "cahiers" in run.err


def test_options_stand_before_or_behind_the_command(market: Path) -> None:
    """``-C`` and its company are understood on both sides, and folders add up as in git."""
    assert enregard(market.parent, "status", "-C", market.name).code == 0
    assert enregard(market.parent, "-C", market.name, "status").out == enregard(market, "status").out
    run = enregard(market, "-C", "nowhere", "status")
    assert run.code == 3
    assert "nowhere" in run.err


def test_quiet_and_verbose(market: Path) -> None:
    """``-q`` leaves out what is well; ``-v`` tells what is offered to no translator."""
    assert enregard(market, "-q", "extract") == Run(0, "", "")
    write(market, {"source_fr/code.md": "# Un exemple\n\n    x = 1\n\n<!-- enregard: skip -->\n\nRien ici.\n"})
    assert "x = 1" not in enregard(market, "extract", "--check").err
    told = enregard(market, "-v", "extract", "--check").err
    assert "x = 1" in told
    assert "Rien ici." in told
    assert "source_fr/code.md:" in told


def test_colour_only_on_demand(market: Path) -> None:
    """A pipe gets no colours unless they are asked for."""
    assert "\x1b[" not in enregard(market, "check").out
    assert "\x1b[" in enregard(market, "check", "--color").out


def test_extract_says_what_changed(market: Path) -> None:
    """People are told in words: files, then segments by what happened to them."""
    write(market, {"source_fr/plan.md": PLAN + "\nPuis la place.\n"})
    run = enregard(market, "extract")
    assert re.search(r"2 documents, 9 segments; 2 files changed\nen: 1 new \(3 words\)", run.out)
    assert enregard(market, "extract").out == "2 documents, 9 segments; all catalogs are up to date\n"


def test_extract_check_writes_nothing(market: Path) -> None:
    """``--check`` is for machines: 0 when all is up to date, 1 when a file would change, and it names the files."""
    assert enregard(market, "extract", "--check").code == 0
    write(market, {"source_fr/plan.md": PLAN.replace("Haute", "Basse")})
    before = snapshot(market)
    run = enregard(market, "extract", "--check")
    assert run.code == 1
    assert "would write locales/pot/plan.pot" in run.out
    assert "halle" not in run.out
    assert snapshot(market) == before


def test_extract_paths_narrow_what_is_written(market: Path) -> None:
    """With a path, only what belongs to it is written; its catalog is as good a name as its source."""
    changed = {"source_fr/halle.md": PAGE + "\nFin.\n", "source_fr/plan.md": PLAN + "\nFin.\n"}
    write(market, changed)
    before = snapshot(market)
    assert enregard(market, "extract", "source_fr/plan.md").code == 0
    after = snapshot(market)
    differing = {name for name in after if after[name] != before.get(name)}
    assert differing == {"locales/pot/plan.pot", "locales/en/LC_MESSAGES/plan.po"}
    assert enregard(market, "extract", "locales/en/LC_MESSAGES/halle.po").code == 0
    assert enregard(market, "extract", "--check").code == 0


def test_a_path_that_is_narrowed_to_takes_nothing_for_gone(market: Path) -> None:
    """A paragraph that moved into another document keeps its translation, whichever of the two is asked for."""
    translate(market / "locales/en/LC_MESSAGES/plan.po", {"Suivez la rue Haute.": "Follow the High Street."})
    write(market, {"source_fr/plan.md": "# Le plan\n", "source_fr/halle.md": PAGE + "\nSuivez la rue Haute.\n"})
    assert enregard(market, "extract", "source_fr/halle.md").code == 0
    assert 'msgstr "Follow the High Street."' in halle(market).read_text()


def test_extract_one_locale_and_a_new_one(market: Path) -> None:
    """``--locale`` writes that language only, and begins a new one where its catalogs lie."""
    before = snapshot(market)
    assert enregard(market, "extract", "--locale", "de").code == 0
    after = snapshot(market)
    assert {name for name in after if name not in before} == {
        "locales/de/LC_MESSAGES/halle.po",
        "locales/de/LC_MESSAGES/plan.po",
    }
    assert enregard(market, "extract", "--locale", "de", "--locale", "en", "--check").code == 0
    status = enregard(market, "status", "--format", "json").json
    assert set(status["locales"]) == {"de", "en"}


def test_a_language_without_catalogs(market: Path) -> None:
    """Asking for a language that nobody has begun gives zeros, not an error; one that is none is an error."""
    run = enregard(market, "status", "--locale", "de", "--format", "json")
    assert run.code == 0
    assert run.json["locales"]["de"]["total"]["translated"] == 0
    assert enregard(market, "check", "--locale", "de").code == 0
    for command in ("extract", "status", "check"):
        run = enregard(market, command, "--locale", "klingon")
        assert run.code == 3
        assert "klingon" in run.err
        assert run.err.count("\n") == 2


def test_a_language_left_behind_is_not_forgotten(market: Path) -> None:
    """A language that one extraction left out still learns in the next one what changed meanwhile."""
    enregard(market, "extract", "--locale", "de")
    german = market / "locales/de/LC_MESSAGES/plan.po"
    translate(german, {"Suivez la rue Haute.": "Folgen Sie der Oberen Straße."})
    write(market, {"source_fr/plan.md": PLAN.replace("rue Haute.", "rue Haute, puis la place.")})
    assert enregard(market, "extract", "--locale", "en").code == 0
    assert enregard(market, "extract").code == 0
    text = german.read_text()
    assert '#| msgid "Suivez la rue Haute."' in text
    assert "Folgen Sie der Oberen Straße." in text


COUNTS = {"segments", "translated", "stale", "fuzzy", "untranslated", "obsolete", "words"}
WORDS = {"total", "translated", "stale", "fuzzy", "untranslated"}


def test_status_json(market: Path) -> None:
    """The shape of the contract, and numbers that add up: stale and fuzzy apart, obsolete counted in nothing else."""
    translate(
        halle(market), {"La halle": "The market hall", "Des fruits.": "Fruit.", "Un lieu qui change.": "A place."}
    )
    write(market, {"source_fr/halle.md": PAGE.replace("qui change", "qui change vite").replace("- Des fruits.\n", "")})
    enregard(market, "extract")
    run = enregard(market, "status", "--format", "json")
    assert (run.code, run.err) == (0, "")
    english = run.json["locales"]["en"]
    assert set(english["documents"]) == {"halle", "plan"}
    for counts in (english["total"], *english["documents"].values()):
        assert set(counts) == COUNTS
        assert set(counts["words"]) == WORDS
        parts = ("translated", "stale", "fuzzy", "untranslated")
        assert counts["segments"] == sum(counts[part] for part in parts)
        assert counts["words"]["total"] == sum(counts["words"][part] for part in parts)
    assert english["documents"]["halle"] == {
        "segments": 5,
        "translated": 1,
        "stale": 1,
        "fuzzy": 0,
        "untranslated": 3,
        "obsolete": 1,
        "words": {"total": 19, "translated": 2, "stale": 5, "fuzzy": 0, "untranslated": 12},
    }
    assert english["total"]["segments"] == 7


def test_status_counts_of_a_title_said_twice(tmp_path: Path) -> None:
    """A sentence that stands twice in a document is one entry, and is counted once."""
    write(tmp_path, {"source_fr/a.md": "# Deux fois\n\nDeux fois\n\nDeux fois\n"})
    counts = enregard(tmp_path, "status", "--format", "json").json["locales"]["en"]["documents"]["a"]
    assert (counts["segments"], counts["words"]["total"]) == (1, 2)


@pytest.mark.parametrize(("bar", "code"), [("0", 0), ("66", 0), ("66.6", 1), ("67", 1), ("100", 1)])
def test_fail_under_is_rounded_down(tmp_path: Path, bar: str, code: int) -> None:
    """Two of three are 66 per cent, whatever a calculator says."""
    write(tmp_path, {"source_fr/a.md": "Un.\n\nDeux.\n\nTrois.\n"})
    enregard(tmp_path, "extract")
    translate(tmp_path / "locales/en/LC_MESSAGES/a.po", {"Un.": "One.", "Deux.": "Two."})
    run = enregard(tmp_path, "status", "--fail-under", bar)
    assert run.code == code
    assert bool(run.err) is bool(code)


def test_status_table_and_markdown(market: Path) -> None:
    """People get a table, pull requests get Markdown; both name every document and the total."""
    table, markdown = (enregard(market, "status", "--format", form).out for form in ("table", "markdown"))
    for text in (table, markdown):
        assert all(word in text.lower() for word in ("halle", "plan", "total"))
    assert re.search(r"^\|.*\|$", markdown, re.MULTILINE)


FINDING = {"rule", "severity", "message", "po", "source", "msgid", "msgstr", "suggestion"}


def test_check_json(market: Path) -> None:
    """A list of findings as the contract has them, on standard output alone; lines are where the words stand."""
    translate(halle(market), {"Les *étals* sont [nombreux](plan.md).": "The stalls are many.", "Des livres.": " "})
    run = enregard(market, "check", "--format", "json")
    assert run.code == 1
    findings = run.json
    assert all(set(finding) == FINDING for finding in findings)
    lost = next(f for f in findings if f["rule"] == "links")
    assert lost["severity"] == "error"
    po_lines = halle(market).read_text().split("\n")
    assert lost["po"]["path"] == "locales/en/LC_MESSAGES/halle.po"
    assert "Les *étals*" in po_lines[lost["po"]["line"] - 1]
    assert lost["source"] == {"path": "source_fr/halle.md", "line": 8}
    assert (lost["msgid"], lost["msgstr"]) == ("Les *étals* sont [nombreux](plan.md).", "The stalls are many.")
    assert {f["rule"] for f in findings} >= {"untranslated", "blank", "links", "emphasis"}
    assert enregard(market, "check", "--format", "json", "source_fr/plan.md", "--locale", "en").json[2:] == []


@pytest.mark.parametrize(("level", "code"), [("error", 0), ("warning", 1), ("never", 0)])
def test_check_fail_on(market: Path, level: str, code: int) -> None:
    """Missing translations are warnings: whoever wants them to fail says so."""
    assert enregard(market, "check", "--fail-on", level).code == code


def test_check_fails_on_errors_unless_told(market: Path) -> None:
    """A lost link is an error; ``never`` reports it and ends well."""
    translate(halle(market), {"Les *étals* sont [nombreux](plan.md).": "The *stalls* are many."})
    assert enregard(market, "check").code == 1
    assert enregard(market, "check", "--fail-on", "never").code == 0
    assert enregard(market, "check", "source_fr/plan.md").code == 0


def test_check_formats(market: Path) -> None:
    """Every format gives standard output that its readers understand, and nothing else there."""
    translate(halle(market), {"Des fruits.": "Fruit.\n"})
    assert "::error" in enregard(market, "check", "--format", "github").out
    assert json.loads(enregard(market, "check", "--format", "sarif").out)["version"] == "2.1.0"
    assert "<testsuite" in enregard(market, "check", "--format", "junit").out
    text = enregard(market, "check").out
    assert re.search(r"^locales/en/LC_MESSAGES/halle\.po:\d+: error: ", text, re.MULTILINE)
    assert enregard(market, "check", "--format", "json").err == "1 error, 7 warnings\n"


def test_a_clean_project_has_no_findings(market: Path) -> None:
    """When all is translated, ``check`` has nothing to say and fails at no level."""
    translate_all(market, lambda msgid: ENGLISH[msgid])
    run = enregard(market, "check", "--format", "json", "--fail-on", "warning")
    assert (run.code, run.json) == (0, [])


def test_a_rule_is_turned_off_or_made_grave(market: Path) -> None:
    """Settings change how grave a rule is; a rule that does not exist is named with the file."""
    write(market, {"enregard.toml": '[checks.severity]\nuntranslated = "off"\n'})
    assert enregard(market, "check", "--format", "json").json == []
    write(market, {"enregard.toml": '[checks.severity]\nuntranslated = "error"\n'})
    assert enregard(market, "check").code == 1
    write(market, {"enregard.toml": '[checks.severity]\nuntranslatd = "error"\n'})
    run = enregard(market, "check")
    assert run.code == 3
    assert run.err.startswith("enregard.toml")
    assert "untranslatd" in run.err


def test_explain_prints_the_manual_of_a_rule(tmp_path: Path) -> None:
    """Rules are explained where they speak, without a project."""
    run = enregard(tmp_path, "check", "--explain", "links")
    assert run.code == 0
    assert run.out.startswith("links (error)\n\n")


def test_segment_text_and_jsonl(market: Path) -> None:
    """One line a segment, for people and for programs."""
    text = enregard(market, "segment", "source_fr/halle.md")
    assert text.code == 0
    assert "    8  paragraph         Le marché ouvre à huit heures." in text.out
    lines = enregard(market, "segment", "source_fr/halle.md", "--format", "jsonl").out.splitlines()
    found = [json.loads(line) for line in lines]
    assert all(set(segment) == {"id", "text", "kind", "line", "section"} for segment in found)
    assert [s["text"] for s in found][-2:] == ["Des fruits.", "Des livres."]
    assert (found[-1]["kind"], found[-1]["line"], found[-1]["section"]) == ("list item", 11, ["La halle"])
    blocks = enregard(market, "segment", "--unit", "block", "source_fr/halle.md").out
    assert "Le marché ouvre à huit heures. Les *étals* sont" in blocks


def test_segment_ids_are_those_of_the_pages(market: Path) -> None:
    """A reworded sentence keeps its id in the template, on the pages, and here."""

    def ids() -> dict[str, str]:
        lines = enregard(market, "segment", "source_fr/plan.md", "--format", "jsonl").out.splitlines()
        return {json.loads(line)["text"]: json.loads(line)["id"] for line in lines}

    before = ids()["Suivez la rue Haute."]
    write(market, {"source_fr/plan.md": PLAN.replace("rue Haute.", "rue Haute toujours.")})
    enregard(market, "extract")
    enregard(market, "build")
    assert ids()["Suivez la rue Haute toujours."] == before
    assert f'data-segment="{before}"' in (market / "build/en/plan.html").read_text()


def test_segment_without_a_project(tmp_path: Path) -> None:
    """Standard input is Markdown; a file may lie anywhere and be called anything."""
    run = enregard(tmp_path, "segment", stdin="# Un titre\n\nUne phrase. Une autre.\n")
    assert [line.split("  ")[-1].strip() for line in run.out.splitlines()] == ["Un titre", "Une phrase.", "Une autre."]
    write(tmp_path, {"notes": "Une phrase. Une autre.\n", "article.txt": "Titre\n\nDu texte. Encore.\n"})
    assert enregard(tmp_path, "segment", "notes").out.count("\n") == 2
    assert enregard(tmp_path, "segment", "article.txt").out.count("\n") == 3


def test_segments_cannot_steer_a_terminal(tmp_path: Path) -> None:
    """Control characters of a text are shown as what they are; programs get them unchanged, behind JSON's escapes."""
    text = "Un \x1b]0;mot\x07 \u202eet \x9b31m\u00adfin."
    for arguments in (["segment"], ["segment", "--plain"]):
        shown = enregard(tmp_path, *arguments, stdin=text).out
        assert "<U+001B>" in shown
        assert not set("\x1b\x07\x9b\u202e") & set(shown)
    for arguments, data in ((["segment"], text), (["segment", "--plain"], json.dumps({"id": 1, "text": text}))):
        out = enregard(tmp_path, *arguments, "--format", "jsonl", stdin=data).out
        assert not set("\x1b\x07\x9b\u202e") & set(out)
        found = json.loads(out)
        assert (found.get("text") or found["sentences"][0]) == text


def test_segment_plain(tmp_path: Path) -> None:
    """Paragraphs of prose in, sentences out; joined, they give the text back but for white space."""
    lines = [{"id": 7, "text": "M. Dupont arrive. Il est tard\u00a0!"}, {"id": "b", "text": "Une *étoile*. [^1] Fin."}]
    data = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    run = enregard(tmp_path, "segment", "--plain", "--format", "jsonl", "-", stdin=data)
    assert run.code == 0
    found = [json.loads(line) for line in run.out.splitlines()]
    assert found[0] == {"id": 7, "sentences": ["M. Dupont arrive.", "Il est tard\u00a0!"]}
    for given, got in zip(lines, found, strict=True):
        assert set(got) == {"id", "sentences"}
        assert "".join("".join(got["sentences"]).split()) == "".join(str(given["text"]).split())
    assert enregard(tmp_path, "segment", "--plain", stdin="Un. Deux.\nTrois.\n").out == "Un.\nDeux.\nTrois.\n"


@pytest.mark.parametrize("line", ["nonsense", "[]", '{"id": 1}', '{"text": "a"}', "[" * 100_000])
def test_segment_plain_refuses_other_input(tmp_path: Path, line: str) -> None:
    """A line that is no such object is named by its number."""
    run = enregard(tmp_path, "segment", "--plain", "--format", "jsonl", stdin=f'{{"id": 1, "text": "Un."}}\n{line}\n')
    assert run.code == 3
    assert run.err.startswith("standard input:2: ")
    assert run.out == ""


def test_segment_plain_feeds_the_scorer(tmp_path: Path, shared: Path) -> None:
    """The scorer of the corpus understands what ``segment --plain`` gives, and finds no altered text."""
    gold = shared / "corpus/segmentation/pud_news_dev.jsonl"
    scorer = [sys.executable, str(shared / "tools/score_segmentation.py")]
    inputs = subprocess.run([*scorer, "emit", str(gold)], capture_output=True, check=True).stdout
    run = enregard(tmp_path, "segment", "--plain", "--format", "jsonl", stdin=inputs)
    write(tmp_path, {"predicted.jsonl": run.out})
    table = subprocess.run(
        [*scorer, "score", str(tmp_path / "predicted.jsonl"), str(gold)], capture_output=True, check=True, text=True
    ).stdout
    whole = next(line.split() for line in table.splitlines() if line.startswith("ALL"))
    assert whole[-1] == "0", table
    assert float(whole[-2]) > 95, table


def test_doctor(market: Path) -> None:
    """Orphans, missing catalogs and headers of another language are findings; a sound project has none."""
    assert enregard(market, "doctor").out == "nothing is wrong\n"
    write(market, {"source_fr/neuf.md": "Du neuf.\n"})
    (market / "source_fr/plan.md").unlink()
    run = enregard(market, "doctor")
    assert run.code == 1
    assert "missing-catalog" in run.err
    assert "orphan-catalog" in run.err
    text = halle(market).read_text()
    write(market, {"locales/en/LC_MESSAGES/halle.po": text.replace("Language: en", "Language: de")})
    assert "wrong-language" in enregard(market, "doctor").err


def test_doctor_fix_sweeps_what_killed_runs_left(market: Path) -> None:
    """``--fix`` removes temporary files of ours, and nothing else."""
    folders = ("locales/en/LC_MESSAGES", ".enregard/known/survey", "build/fr")
    left = {f"{folder}/.enregard-0123456789abcdef.tmp": "half" for folder in folders}
    write(market, {**left, "build/fr/own.tmp": "kept"})
    before = {path for path in market.rglob("*") if path.is_file()}
    assert enregard(market, "doctor", "--fix").code == 0
    assert {path.relative_to(market).as_posix() for path in before if not path.exists()} == left.keys()


def test_the_guide_of_this_repository(tmp_path: Path) -> None:
    """Our own edition is complete: nothing to extract, nothing to find fault with, everything translated."""
    assert enregard(ROOT, "extract", "--check").code == 0
    assert enregard(ROOT, "check", "--fail-on", "warning", "--format", "json").json == []
    assert enregard(ROOT, "status", "--fail-under", "100").code == 0
    run = enregard(ROOT, "build", "--output", str(tmp_path / "site"))
    assert run.code == 0, run.err


@pytest.mark.parametrize("command", [["extract"], ["build"], ["status"], ["check"], ["doctor"]])
def test_a_run_in_a_shell(tmp_path: Path, command: list[str]) -> None:
    """As a process of its own, in the C locale and with an ASCII terminal: same exit code, no traceback."""
    write(tmp_path, {"source_fr/éte.md": "# Été\n\nL’été « finit » … \u202f!\n"})
    done = shell(*command, cwd=tmp_path, LC_ALL="C", PYTHONIOENCODING="ascii")
    assert done.returncode in {0, 1}
    assert b"Traceback" not in done.stderr
    done.stdout.decode("ascii")


def test_closed_and_full_outputs(market: Path) -> None:
    """Streams that are closed, full or not read end the command, never with a traceback."""
    python = f"{sys.executable} -m enregard"
    cases = {
        f"{python} status >&-": 0,
        f"{python} status 2>&- >&-": 0,
        f"{python} nonsense 2>&-": 2,
        f"{python} check --format json | true; exit ${{PIPESTATUS[0]}}": None,
        f"{python} check 2>&1 | true; exit ${{PIPESTATUS[0]}}": None,
    }
    if Path("/dev/full").exists():
        cases |= {f"{python} status > /dev/full": 3, f"{python} --help > /dev/full": 3}
    for line, code in cases.items():
        done = subprocess.run(["bash", "-c", line], cwd=market, capture_output=True, check=False)
        assert b"Traceback" not in done.stderr, line
        assert b"Exception ignored" not in done.stderr, line
        assert done.returncode in ({0, 1, 141} if code is None else {code}), (line, done.stderr)


def test_interrupted(market: Path) -> None:
    """Ctrl-C ends with 130 and one line; what was read is as it was."""
    big = "\n\n".join(f"Paragraphe {n} avec *emphase* et [lien](#a{n}). Suite {n}." for n in range(40_000))
    write(market, {"source_fr/gros.md": big})
    before = snapshot(market)
    program = "import os, signal, threading\nfrom enregard.cli import main\n"
    program += "threading.Timer(0.8, os.kill, (os.getpid(), signal.SIGINT)).start()\nmain(['extract'])\n"
    done = subprocess.run([sys.executable, "-c", program], cwd=market, capture_output=True, check=False)
    assert done.returncode == 130, done.stderr
    assert done.stderr.strip() == b"interrupted; every file is whole"
    assert snapshot(market) == before
