"""The command line: options, exit codes, and the one place that prints."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from enregard import __version__
from enregard.errors import EnregardError

if TYPE_CHECKING:
    from enregard.commands.outcome import Outcome
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

    def project(self) -> Project:
        """The project of the chosen folder."""
        from enregard import project

        return project.find(self.folder)

    def sheet(self, stream: Any) -> Sheet:  # noqa: ANN401 - a stream is a stream
        """What a report on this stream is written on: its colours and its width."""
        from enregard.reports.contract import Sheet

        allowed = bool(stream.isatty()) and "NO_COLOR" not in os.environ
        width = shutil.get_terminal_size((100, 24)).columns if stream.isatty() else 100
        return Sheet(colour=allowed if self.color is None else self.color, width=max(40, width))

    def path(self, path: Path) -> Path:
        """A path of the command line as seen from the chosen folder, as git does with -C."""
        return self.folder / path


def _store(context: click.Context, parameter: click.Parameter, value: Any) -> None:  # noqa: ANN401 - any option's value
    common = context.ensure_object(Common)
    if parameter.name == "folder" and value is not None:
        common.folder = common.folder / value
    elif parameter.name == "color" and value is not None:
        common.color = value
    elif value and parameter.name:
        setattr(common, parameter.name, True)


def common_options(function: Function) -> Function:
    """The options that every command takes, before its name or behind it."""
    kept: dict[str, Any] = {"expose_value": False, "callback": _store}
    colours = "Colours, or none (default: as the terminal allows)."
    for option in (
        click.option("--color/--no-color", default=None, help=colours, **kept),
        click.option("-v", "--verbose", is_flag=True, help="Tell more.", **kept),
        click.option("-q", "--quiet", is_flag=True, help="Tell only what is wrong.", **kept),
        click.option("-C", "folder", type=PATHS, metavar="DIR", help="Work in DIR, as in git.", **kept),
    ):
        function = option(function)
    return function


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="enregard", message="%(prog)s %(version)s")
@common_options
def cli() -> None:
    """French manuscripts in, bilingual editions out.

    Write French in source_fr/, translate locales/*.po in your PO editor, and publish both side by side.
    """


@cli.command()
@click.argument("folder_to_start", metavar="[DIR]", type=PATHS, default=Path())
@common_options
@click.pass_obj
def init(common: Common, folder_to_start: Path) -> None:
    """Write enregard.toml and a first page.

    Example: enregard init cahiers
    """
    from enregard.commands import starting

    _end(common, starting.init(common.path(folder_to_start)))


@cli.command()
@click.option("--check", is_flag=True, help="Write nothing; exit 1 if a file would change.")
@click.option("--locale", "locales", multiple=True, metavar="L", help="Only this language; may be repeated.")
@click.argument("paths", nargs=-1, type=PATHS)
@common_options
@click.pass_obj
def extract(common: Common, *, check: bool, locales: tuple[str, ...], paths: tuple[Path, ...]) -> None:
    """Bring templates and catalogs to what the French says now.

    PATH narrows what is written; the French is always compared as a whole. With -v: all text that is offered to no
    translator, and why.

    Example: enregard extract --check
    """
    from enregard.commands import extract as command

    narrowed = [common.path(path) for path in paths]
    _end(common, command.extract(common.project(), check=check, locales=locales, paths=narrowed))


@cli.command()
@click.option("--edition", "wanted", multiple=True, metavar="E", help="Only this edition (fr, en, fr-en ...).")
@click.option("--output", type=PATHS, metavar="DIR", help="Build into DIR.")
@click.option("--drafts", is_flag=True, help="Publish drafts, too.")
@click.option("--fresh", is_flag=True, help="Make everything anew.")
@common_options
@click.pass_obj
def build(common: Common, *, wanted: tuple[str, ...], output: Path | None, drafts: bool, fresh: bool) -> None:
    """Build the editions as HTML.

    Example: enregard build --edition fr-en
    """
    from enregard.commands import building

    chosen = None if output is None else common.path(output)
    _end(common, building.build(common.project(), wanted=wanted, output=chosen, drafts=drafts, fresh=fresh))


@cli.command()
@click.option(
    "--format", "form", type=click.Choice(["table", "json", "markdown"]), default="table", help="How to tell."
)
@click.option("--locale", "locales", multiple=True, metavar="L", help="Only this language; may be repeated.")
@click.option("--fail-under", type=click.FloatRange(0, 100), metavar="PERCENT", help="Exit 1 below this coverage.")
@common_options
@click.pass_obj
def status(common: Common, *, form: str, locales: tuple[str, ...], fail_under: float | None) -> None:
    """Tell how much is translated.

    Example: enregard status --fail-under 90
    """
    from enregard.commands import status as command

    _end(
        common,
        command.status(
            common.project(), form=form, locales=locales, fail_under=fail_under, sheet=common.sheet(sys.stdout)
        ),
    )


@cli.command()
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "github", "sarif", "junit"]),
    default="text",
    help="How to tell.",
)
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning", "never"]),
    default="error",
    show_default=True,
    help="Exit 1 for findings of this weight.",
)
@click.option("--locale", "locales", multiple=True, metavar="L", help="Only this language; may be repeated.")
@click.option("--explain", metavar="RULE", help="Print the manual page of a rule.")
@click.argument("paths", nargs=-1, type=PATHS)
@common_options
@click.pass_obj
def check(
    common: Common,
    *,
    form: str,
    fail_on: str,
    locales: tuple[str, ...],
    explain: str | None,
    paths: tuple[Path, ...],
) -> None:
    """Look for what is wrong with the translations.

    Example: enregard check --fail-on warning
    """
    from enregard.commands import checking

    if explain is not None:
        _end(common, checking.explain(explain))
    narrowed = [common.path(path) for path in paths]
    _end(
        common,
        checking.check(
            common.project(),
            form=form,
            fail_on=fail_on,
            locales=locales,
            paths=narrowed,
            sheet=common.sheet(sys.stdout),
        ),
    )


@cli.command()
@click.option("--unit", type=click.Choice(["sentence", "block"]), help="Sentences, or whole blocks.")
@click.option("--plain", is_flag=True, help="Paragraphs of plain prose, one a line, instead of a document.")
@click.option("--format", "form", type=click.Choice(["text", "jsonl"]), default="text", help="How to tell.")
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True), default=Path("-"))
@common_options
@click.pass_obj
def segment(common: Common, *, unit: str | None, plain: bool, form: str, file: Path) -> None:
    """Show how a document is cut into segments ("-": Markdown from standard input).

    Example: enregard segment source_fr/index.md
    """
    from enregard.commands import segmenting

    path = "-" if str(file) == "-" else str(common.path(file))
    _end(common, segmenting.from_file(path, folder=common.folder, unit=unit, plain=plain, form=form, stdin=_stdin))


@cli.command()
@click.option("--fix", is_flag=True, help="Mend what is safe to mend.")
@common_options
@click.pass_obj
def doctor(common: Common, *, fix: bool) -> None:
    """Tell what is wrong with the project's files, and how to mend it.

    Example: enregard doctor
    """
    from enregard.commands import doctor as command

    _end(common, command.doctor(common.project(), fix=fix))


def _stdin() -> bytes:
    return sys.stdin.buffer.read()


def _end(common: Common, outcome: Outcome) -> None:
    """Say what a command came to, and end with its exit code."""
    from enregard.reports.terminal import safe

    if outcome.findings:
        from enregard.registry import FINDINGS

        _print(FINDINGS["text"](outcome.findings, common.sheet(sys.stderr)), sys.stderr)
    for problem in outcome.problems:
        _print("".join(f"{safe(line)}\n" for line in (str(problem), problem.advice) if line), sys.stderr)
    if common.verbose:
        _print("".join(f"{safe(line)}\n" for line in outcome.details), sys.stderr)
    if outcome.data:
        _print(outcome.data, sys.stdout)
    if outcome.report and not common.quiet:
        _print(f"{outcome.report}\n", sys.stderr if outcome.data else sys.stdout)
    raise SystemExit(int(outcome.code))


def _print(text: str, stream: Any) -> None:  # noqa: ANN401 - a stream is a stream
    """Print text that any terminal can show: what its encoding lacks is written as an escape."""
    encoding = getattr(stream, "encoding", None) or "utf-8"
    stream.write(text.encode(encoding, "backslashreplace").decode(encoding))
    stream.flush()


def main() -> None:
    """Run the command line; every fault of a user's file ends as one line and one piece of advice."""
    try:
        cli.main(prog_name="enregard", standalone_mode=False, obj=Common())
    except EnregardError as error:
        _fail(str(error), error.advice, 3)
    except click.ClickException as error:
        error.show(sys.stderr)
        raise SystemExit(2) from None
    except (click.exceptions.Abort, KeyboardInterrupt):
        _fail("interrupted; every file is whole", "", 130)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(141) from None
    except OSError as error:
        _fail(f"{error.filename or ''}: {error.strerror or error}".lstrip(": "), "", 3)


def _fail(problem: str, advice: str, code: int) -> None:
    from enregard.reports.terminal import safe

    _print("".join(f"{safe(line)}\n" for line in (problem, advice) if line), sys.stderr)
    raise SystemExit(code)
