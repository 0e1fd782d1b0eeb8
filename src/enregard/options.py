"""The options that commands share, and what they say."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from enregard.project import Project
    from enregard.reports.contract import Sheet

Function = TypeVar("Function", bound=Callable[..., Any])
PATHS = click.Path(path_type=Path)


@dataclass(slots=True)
class Common:
    """What the common options say, wherever on the line they stand."""

    folder: Path = Path()
    quiet: bool = False
    verbose: bool = False
    color: bool | None = None
    jobs: int = 0
    """How many processes may work at a time; 0: as many as there are processors."""

    drawn: bool = False
    """True while a bar stands on the terminal."""

    def project(self) -> Project:
        """The project of the chosen folder."""
        from enregard import project

        return project.find(self.folder)

    def sheet(self, stream: Any) -> Sheet:  # noqa: ANN401 - a stream is a stream
        """What a report on this stream is written on: its colours and its width."""
        from enregard.reports.contract import Sheet

        terminal = stream is not None and bool(stream.isatty())
        allowed = terminal and "NO_COLOR" not in os.environ
        width = shutil.get_terminal_size((100, 24)).columns if terminal else 100
        return Sheet(colour=allowed if self.color is None else self.color, width=max(40, width))

    def path(self, path: Path) -> Path:
        """A path of the command line as seen from the chosen folder, as git does with -C."""
        return self.folder / path


def _store(context: click.Context, parameter: click.Parameter, value: Any) -> None:  # noqa: ANN401 - any option's value
    common = context.ensure_object(Common)
    if parameter.name == "folders":
        common.folder = common.folder.joinpath(*value)
    elif parameter.name == "color" and value is not None:
        common.color = value
    elif value and parameter.name:
        setattr(common, parameter.name, value)


def common_options(function: Function) -> Function:
    """The options that every command takes, before its name or behind it."""
    kept: dict[str, Any] = {"expose_value": False, "callback": _store}
    colours = "Colours, or none (default: as the terminal allows)."
    for option in (
        click.option("--color/--no-color", default=None, help=colours, **kept),
        click.option("-v", "--verbose", is_flag=True, help="Tell more.", **kept),
        click.option("-q", "--quiet", is_flag=True, help="Tell only what is wrong.", **kept),
        click.option("-C", "folders", type=PATHS, multiple=True, metavar="DIR", help="Work in DIR, as in git.", **kept),
    ):
        function = option(function)
    return function


def formats(*names: str) -> Callable[[Function], Function]:
    """The option ``--format``; the first name is what holds without it."""
    return click.option("--format", "form", type=click.Choice(names), default=names[0], help="How to tell.")


jobs = click.option(
    "--jobs",
    type=click.IntRange(1),
    metavar="N",
    help="Work in N processes (default: one for each processor).",
    expose_value=False,
    callback=_store,
)
"""The option ``--jobs``; the result is the same whatever it says."""
