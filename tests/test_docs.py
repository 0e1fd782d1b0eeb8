"""The manual holds what the program has: every command, option, setting, check and directive, and nothing it lacks."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest
from conftest import ROOT

from enregard.cli import cli
from enregard.registry import CHECKS
from enregard.settings import SETTINGS
from enregard.sources.directives import VERBS

MANUAL = (ROOT / "source_fr/guide/reglages-et-commandes.md").read_text(encoding="utf-8")
COMMANDS = {name: command for name, command in cli.commands.items() if not command.hidden}
PAGES = [
    *ROOT.glob("*.md"),
    *(ROOT / "docs").glob("*.md"),
]


def options(command: click.Command) -> set[str]:
    """All options of a command, in their long form where they have one."""
    found = set()
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            found.add(max(parameter.opts, key=len))
    return found


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_in_the_manual(name: str) -> None:
    """A command and each of its options has its line in the manual."""
    assert f"enregard {name}" in MANUAL or f"`{name}`" in MANUAL
    missing = {option for option in options(COMMANDS[name]) if not re.search(rf"{re.escape(option)}(?![\w-])", MANUAL)}
    assert missing == set()


def test_the_manual_names_no_option_that_does_not_exist() -> None:
    """An option in the manual's code is one that some command has."""
    known = set.union(*(options(command) for command in [*COMMANDS.values(), cli]))
    short = {opt for c in [*COMMANDS.values(), cli] for p in c.params for opt in [*p.opts, *p.secondary_opts]}
    code = " ".join(re.findall(r"`[^`\n]*`", MANUAL))
    named = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", code))
    assert named - known - short - {"--help"} == set()


def test_every_setting_is_in_the_manual() -> None:
    """Each key of enregard.toml has its line."""
    missing = {f"{s.table}.{s.key}" for s in SETTINGS if not re.search(rf"\b{s.key}\b", MANUAL)}
    assert missing == set()


def test_every_check_is_in_the_manual() -> None:
    """Each rule has its line, under the name that findings carry."""
    assert {rule for rule in CHECKS if f"`{rule}`" not in MANUAL} == set()


def test_every_check_has_a_manual_page() -> None:
    """``check --explain`` has something to say on every rule: a summary, and why it matters."""
    assert {rule.id for rule in CHECKS.values() if len(rule.manual.split()) < 12} == set()


def test_every_directive_is_in_the_manual() -> None:
    """Each directive has its line."""
    assert {verb for verb in VERBS if f"<!-- enregard: {verb}" not in MANUAL} == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_between_documents_lead_somewhere(page: Path) -> None:
    """Links and pictures of the repository's own pages exist."""
    text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    targets = re.findall(r"\]\(([^)#\s]+)[^)]*\)", text)
    local = [target for target in targets if not re.match(r"[a-z]+:", target)]
    assert [target for target in local if not (page.parent / target).exists()] == []


def test_the_readme_names_the_two_commands() -> None:
    """The first page opens with the commands that CI runs."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    ci = (ROOT / ".ci/run").read_text(encoding="utf-8")
    assert "make edition" in readme
    assert "make test" in readme
    assert "make --no-print-directory test" in ci
