"""The GitHub Action's steps, run by a shell as GitHub runs them, with a ``gh`` that keeps comments in a folder."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from command_line import enregard, translate, write
from conftest import ROOT

ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
STEPS = {step["name"]: step for step in ACTION["runs"]["steps"] if "name" in step}
GH = """#!/bin/sh
# Comments are files: 1, 2 ...; a token that may not write fails as GitHub fails.
[ "$GH_TOKEN" = readonly ] && { echo "HTTP 403" >&2; exit 1; }
for last in "$@"; do :; done
case "$*" in
*--paginate*) cd "$COMMENTS" && grep -lxF -- "$MARKER" * || true ;;
*PATCH*comments/*) id=$(echo "$*" | sed 's/.*comments\\/\\([0-9]*\\).*/\\1/'); cat "${last#body=@}" > "$COMMENTS/$id" ;;
*POST*) cat "${last#body=@}" > "$COMMENTS/$(( $(ls "$COMMENTS" | wc -l) + 1 ))" ;;
esac
"""


@pytest.fixture
def runner(tmp_path: Path) -> Path:
    """A machine with a project, one of whose three sentences is translated wrongly and one not at all."""
    (tmp_path / "comments").mkdir()
    write(tmp_path, {"cahiers/source_fr/a.md": "Un [lien](b.md).\n\nOui @untel !\n\nNon.\n", "comments/1": "Bravo !\n"})
    assert enregard(tmp_path / "cahiers", "extract").code == 0
    translate(
        tmp_path / "cahiers/locales/en/LC_MESSAGES/a.po", {"Un [lien](b.md).": "A link.", "Oui @untel !": "Yes @untel!"}
    )
    write(tmp_path, {"bin/gh": GH, "bin/enregard": f'#!/bin/sh\nexec {sys.executable} -m enregard "$@"\n'})
    for program in (tmp_path / "bin").iterdir():
        program.chmod(0o755)
    return tmp_path


def step(runner: Path, name: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run one step with its inputs' defaults, but for these."""
    known = {f"inputs.{key}": str(value["default"]) for key, value in ACTION["inputs"].items()}
    known |= {"github.repository": "a/b", "github.event.pull_request.number": "7", "inputs.folder": "cahiers"}
    known |= {"inputs.token": "t"} | {f"inputs.{key.replace('_', '-')}": value for key, value in settings.items()}
    env = {
        key: re.sub(r"\$\{\{ ([\w.-]+) \}\}", lambda m: known[m[1]], value)
        for key, value in STEPS[name].get("env", {}).items()
    }
    env |= {
        "PATH": f"{runner / 'bin'}:{os.environ['PATH']}",
        "RUNNER_TEMP": str(runner),
        "COMMENTS": str(runner / "comments"),
    }
    env |= {"GITHUB_STEP_SUMMARY": str(runner / "summary.md")}
    command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", STEPS[name]["run"]]
    return subprocess.run(command, cwd=runner, env={**os.environ, **env}, capture_output=True, text=True, check=False)


def test_coverage_and_findings_are_told_in_one_comment(runner: Path) -> None:
    """The first run writes the comment, the next ones change it; other comments and the texts' mentions stay quiet."""
    assert step(runner, "Coverage", fail_under="90").returncode == 1
    assert step(runner, "Findings").returncode == 1
    for _ in range(2):
        run = step(runner, "Comment")
        assert (run.returncode, run.stderr) == (0, "")
    assert sorted(path.name for path in (runner / "comments").iterdir()) == ["1", "2"]
    comment = (runner / "comments/2").read_text(encoding="utf-8")
    assert comment.startswith("<!-- enregard cahiers -->\n## en\n")
    assert "| **Total** | **66%** |" in comment
    assert "en: 66 % is below the 90 % asked for" in comment
    before, fenced, _ = comment.split("<details>")[1].split("~~~~~~")
    assert "@untel" not in before
    assert "the link to b.md is missing [links]" in fenced
    assert (runner / "summary.md").read_text(encoding="utf-8").startswith("## en\n")
    translate(runner / "cahiers/locales/en/LC_MESSAGES/a.po", {"Un [lien](b.md).": "A [link](b.md)."})
    step(runner, "Findings")
    step(runner, "Comment")
    assert "[links]" not in (runner / "comments/2").read_text(encoding="utf-8")


def test_findings_stand_beside_their_lines(runner: Path) -> None:
    """Annotations name files from the root of the repository; what fails the job is the owner's to say."""
    run = step(runner, "Findings", fail_on="never")
    assert run.returncode == 0
    assert "::error file=cahiers/locales/en/LC_MESSAGES/a.po,line=" in run.stdout
    assert step(runner, "Findings", fail_on="warning").returncode == 1
    (runner / "cahiers").rename(runner / "R&D, 100%")
    assert "file=R&D%2C 100%25/locales/en/" in step(runner, "Findings", folder="R&D, 100%").stdout
    for name in ("source_fr", "locales"):
        (runner / "R&D, 100%" / name).rename(runner / name)
    assert "::error file=locales/en/LC_MESSAGES/a.po,line=" in step(runner, "Findings", folder=".").stdout


def test_a_fork_may_not_comment(runner: Path) -> None:
    """A token without the right to write is told, and fails nothing."""
    step(runner, "Coverage")
    step(runner, "Findings")
    run = step(runner, "Comment", token="readonly")  # noqa: S106 - no password
    assert run.returncode == 0
    assert "::notice title=enregard::There is no comment" in run.stdout


def test_a_revision_that_is_not_there(runner: Path) -> None:
    """Wrong usage fails the step and says what is wrong; what a change costs since one that is there is told."""
    assert step(runner, "Coverage").returncode == 0
    for command in (["init", "-q"], ["add", "."], ["-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qm", "a"]):
        subprocess.run(["git", *command], cwd=runner / "cahiers", check=True)
    told = step(runner, "Coverage", not_worse_than="HEAD")
    assert (told.returncode, told.stderr) == (0, "since HEAD: 0 pages, 0 words (0 sentences changed, 0 new, 0 gone)\n")
    run = step(runner, "Coverage", not_worse_than="origin/main")
    assert run.returncode == 2
    assert "git knows no revision 'origin/main'" in run.stderr
