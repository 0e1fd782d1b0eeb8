"""The command line: options, exit codes, and the one place that prints."""

from __future__ import annotations

import gc
import os
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from enregard import __version__
from enregard.errors import EnregardError, UsageError
from enregard.options import PATHS, Common, common_options, formats, jobs

if TYPE_CHECKING:
    from enregard.commands.outcome import Outcome, Progress

CYCLES = 100_000
"""Objects that come to be before Python looks for rings among them: ours form hardly any, and all are looked at."""
MOST = 30
"""Findings that are told on the way without -v: a site with a thousand dead links still shows what it came to."""


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="enregard", message="%(prog)s %(version)s")
@common_options
def cli() -> None:
    """French manuscripts in, bilingual editions out.

    Write French in source_fr/, translate locales/*.po in your PO editor, and publish both side by side.
    """


@cli.command()
@click.option("--git", is_flag=True, help="Let git merge and show catalogs by entry, too.")
@click.argument("folder_to_start", metavar="[DIR]", type=PATHS, default=Path())
@common_options
@click.pass_obj
def init(common: Common, *, folder_to_start: Path, git: bool) -> Outcome:
    """Write enregard.toml and a first page.

    With --git: configure this clone (merge.enregard, diff.enregard) and write .gitattributes.

    Example: enregard init cahiers
    """
    from enregard.commands import starting

    return starting.init(common.path(folder_to_start), git=git)


@cli.command()
@click.option("--check", is_flag=True, help="Write nothing; exit 1 if a file would change.")
@click.option("--locale", "locales", multiple=True, metavar="L", help="Only this language; may be repeated.")
@jobs
@click.argument("paths", nargs=-1, type=PATHS)
@common_options
@click.pass_obj
def extract(common: Common, *, check: bool, locales: tuple[str, ...], paths: tuple[Path, ...]) -> Outcome:
    """Bring templates and catalogs to what the French says now.

    PATH narrows what is written; the French is always compared as a whole. With -v: all text that is offered to no
    translator, and why.

    Example: enregard extract --check
    """
    from enregard.commands import extract as command

    narrowed = [common.path(path) for path in paths]
    return command.extract(
        common.project(),
        check=check,
        locales=locales,
        paths=narrowed,
        jobs=common.jobs,
        progress=_progress(common),
    )


@cli.command()
@click.option("--edition", "wanted", multiple=True, metavar="E", help="Only this edition (fr, en, fr-en ...).")
@click.option("--output", type=PATHS, metavar="DIR", help="Build into DIR.")
@click.option("--drafts", is_flag=True, help="Publish drafts, too.")
@click.option("--fresh", is_flag=True, help="Make everything anew.")
@click.option("--search", is_flag=True, help="Make search and concordance, too.")
@jobs
@common_options
@click.pass_obj
def build(
    common: Common, *, wanted: tuple[str, ...], output: Path | None, drafts: bool, fresh: bool, search: bool
) -> Outcome:
    """Build the editions as HTML.

    Example: enregard build --edition fr-en
    """
    from enregard.commands import building

    chosen = None if output is None else common.path(output)
    return building.build(
        common.project(),
        wanted=wanted,
        output=chosen,
        drafts=drafts,
        fresh=fresh,
        search=search,
        jobs=common.jobs,
        progress=_progress(common),
    )


@cli.command()
@formats("table", "json", "markdown", "csv", "badge")
@click.option("--locale", "locales", multiple=True, metavar="L", help="Only this language; may be repeated.")
@click.option("--fail-under", type=click.FloatRange(0, 100), metavar="PERCENT", help="Exit 1 below this coverage.")
@click.option("--max-stale", type=click.IntRange(0), metavar="N", help="Exit 1 if more segments are stale.")
@click.option("--not-worse-than", metavar="REV", help="Exit 1 if less of a document is translated than in REV.")
@click.option("--since", metavar="REV", help="Tell what the source's changes since REV cost.")
@click.option("--quote", is_flag=True, help="Tell the words that are left, by likeness to what is translated.")
@click.option("--detail", is_flag=True, help="Tell more: where to begin, headings, ages of what is stale.")
@click.option("--history", type=PATHS, metavar="FILE", help="Note today's totals in FILE, a line each time.")
@jobs
@common_options
@click.pass_obj
def status(
    common: Common,
    /,
    *,
    form: str,
    locales: tuple[str, ...],
    history: Path | None,
    **wishes: Any,  # noqa: ANN401 - the options that are the fields of a wish
) -> Outcome:
    """Tell how much is translated.

    Example: enregard status --fail-under 90
    """
    from enregard.commands import status as command

    wish = command.Wish(history=None if history is None else common.path(history), **wishes)
    sheet = common.sheet(sys.stdout)
    return command.status(common.project(), form=form, locales=locales, wish=wish, sheet=sheet, jobs=common.jobs)


@cli.command()
@formats("text", "json", "github", "sarif", "junit", "lokalize")
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning", "never"]),
    default="error",
    show_default=True,
    help="Exit 1 for findings of this weight.",
)
@click.option("--locale", "locales", multiple=True, metavar="L", help="Only this language; may be repeated.")
@click.option("--explain", metavar="RULE", help="Print the manual page of a rule.")
@click.option("--source", is_flag=True, help="Judge the source instead of the translations.")
@click.option("--fix", is_flag=True, help="Mend what can be mended mechanically.")
@click.option("--write-baseline", is_flag=True, help="Note today's findings as known.")
@click.option("--entry", type=click.IntRange(1), metavar="N", help="Only the Nth entry of the catalog.")
@jobs
@click.argument("paths", nargs=-1, type=PATHS)
@common_options
@click.pass_obj
def check(
    common: Common,
    /,
    *,
    form: str,
    fail_on: str,
    locales: tuple[str, ...],
    explain: str | None,
    paths: tuple[Path, ...],
    **wishes: Any,  # noqa: ANN401 - the same
) -> Outcome:
    """Look for what is wrong with the translations.

    Example: enregard check --fail-on warning
    """
    from enregard.commands import checking

    if explain is not None:
        return checking.explain(explain)
    return checking.check(
        common.project(),
        form=form,
        fail_on=fail_on,
        locales=locales,
        paths=[common.path(path) for path in paths],
        sheet=common.sheet(sys.stdout),
        wish=checking.Wish(**wishes),
        jobs=common.jobs,
        progress=_progress(common),
    )


@cli.command()
@click.option("--unit", type=click.Choice(["sentence", "block"]), help="Sentences, or whole blocks.")
@click.option("--plain", is_flag=True, help="Paragraphs of plain prose, one a line, instead of a document.")
@click.option("--format", "form", type=click.Choice(["text", "jsonl"]), default="text", help="How to tell.")
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True), default=Path("-"))
@common_options
@click.pass_obj
def segment(common: Common, *, unit: str | None, plain: bool, form: str, file: Path) -> Outcome:
    """Show how a document is cut into segments ("-": Markdown from standard input).

    Example: enregard segment source_fr/index.md
    """
    from enregard.commands import segmenting

    path = "-" if str(file) == "-" else str(common.path(file))
    return segmenting.from_file(path, folder=common.folder, unit=unit, plain=plain, form=form, stdin=_stdin)


@cli.command()
@click.option("--fix", is_flag=True, help="Mend what is safe to mend.")
@common_options
@click.pass_obj
def doctor(common: Common, *, fix: bool) -> Outcome:
    """Tell what is wrong with the project's files, and how to mend it.

    Example: enregard doctor
    """
    from enregard.commands import doctor as command

    return command.doctor(common.project(), fix=fix)


@cli.command(name="import-po")
@click.option("--check", is_flag=True, help="Write nothing, tell what would be carried.")
@click.option("--locale", metavar="L", help="The language of the files (default: as their headers say).")
@click.argument("paths", nargs=-1, required=True, metavar="FILE...", type=PATHS)
@common_options
@click.pass_obj
def import_po(common: Common, *, check: bool, locale: str | None, paths: tuple[Path, ...]) -> Outcome:
    """Take over translations of the same documents from PO files of po4a, mdpo, mdbook, Sphinx or md2po.

    What is translated stays as it is. With -v: what was not used, and why.

    Example: enregard import-po ancien/fr-en.po
    """
    from enregard.commands import importing

    return importing.import_po(common.project(), [common.path(p) for p in paths], locale=locale, check=check)


@cli.command(name="merge-driver")
@click.argument("base", type=PATHS)
@click.argument("ours", type=PATHS)
@click.argument("theirs", type=PATHS)
@click.argument("name", default="")
@common_options
@click.pass_obj
def merge_driver(common: Common, *, base: Path, ours: Path, theirs: Path, name: str) -> Outcome:
    """Merge two versions of a catalog by entry, for git (see init --git).

    The result is written to OURS. Exit code 1: sentences translated differently are fuzzy, with both translations.

    Example: enregard merge-driver base.po ours.po theirs.po
    """
    from enregard.commands import merging

    return merging.merge_driver(common.path(base), common.path(ours), common.path(theirs), name=name)


@cli.command()
@click.argument("file", type=PATHS)
@common_options
@click.pass_obj
def textconv(common: Common, file: Path) -> Outcome:
    """Print a catalog as text that is good to compare, for git diff (see init --git).

    Example: enregard textconv locales/en/LC_MESSAGES/index.po
    """
    from enregard.commands import merging

    return merging.textconv(common.path(file))


def _stdin() -> bytes:
    return sys.stdin.buffer.read()


def _progress(common: Common) -> Progress:
    """Tell how far work has come: a bar on a terminal, a line now and then elsewhere, nothing with -q."""
    from enregard.commands.outcome import unseen
    from enregard.reports.terminal import bar

    stream = sys.stderr
    if common.quiet or stream is None:
        return unseen
    pause = 0.1 if stream.isatty() else 15.0
    due = time.monotonic() + max(pause, 0.5)

    def tell(what: str, done: int, total: int) -> None:
        nonlocal due
        if time.monotonic() >= due:
            common.drawn = stream.isatty()
            _print(f"\r{bar(what, done, total)}\x1b[K" if common.drawn else f"{bar(what, done, total)}\n", stream)
            due = time.monotonic() + pause

    return tell


def _say(common: Common, outcome: Outcome) -> int:
    """Say what a command came to; its exit code."""
    from enregard.reports.terminal import safe

    if outcome.findings:
        from enregard.reports.text import findings_text

        told = outcome.findings if common.verbose else outcome.findings[:MOST]
        _print(findings_text(told, common.sheet(sys.stderr)), sys.stderr)
        if len(told) < len(outcome.findings):
            _print(f"... and {len(outcome.findings) - len(told)} more; -v tells all\n", sys.stderr)
    for problem in outcome.problems:
        _print("".join(f"{safe(line)}\n" for line in (str(problem), problem.advice) if line), sys.stderr)
    if common.verbose:
        _print("".join(f"{safe(line)}\n" for line in outcome.details), sys.stderr)
    if outcome.data:
        _print(outcome.data, sys.stdout)
    if outcome.report and not common.quiet:
        _print(f"{outcome.report}\n", sys.stderr if outcome.data else sys.stdout)
    return int(outcome.code)


def _print(text: str, stream: Any) -> None:  # noqa: ANN401 - a stream is a stream
    """Print text that any terminal can show: what its encoding lacks is written as an escape; closed streams stay."""
    if stream is None:
        return
    encoding = getattr(stream, "encoding", None) or "utf-8"
    stream.write(text.encode(encoding, "backslashreplace").decode(encoding))
    stream.flush()


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line; every fault of a user's file ends as one line and one piece of advice."""
    gc.set_threshold(CYCLES)
    try:
        raise SystemExit(_run(arguments))
    except BrokenPipeError:
        _let_go()
        raise SystemExit(141) from None
    except OSError as error:  # a full disk behind standard output, or a place that nobody thought of
        _let_go(sys.stdout)
        with suppress(OSError):
            _tell(f"{error.filename or 'standard output'}: {error.strerror or error}", "")
        raise SystemExit(3) from None


def _run(arguments: Sequence[str] | None) -> int:
    """Run the command that the line asks for; its exit code."""
    common = Common()
    try:
        try:
            came_to = cli.main(arguments, prog_name="enregard", standalone_mode=False, obj=common)
        finally:
            _print("\r\x1b[K" if common.drawn else "", sys.stderr)
        return came_to if isinstance(came_to, int) else _say(common, came_to)
    except EnregardError as error:
        _tell(str(error), error.advice)
        return 2 if isinstance(error, UsageError) else 3
    except click.ClickException as error:
        if sys.stderr is not None:
            error.show(sys.stderr)
        return 2
    except (click.exceptions.Abort, KeyboardInterrupt):
        _tell("interrupted; every file is whole", "")
        return 130


def _tell(problem: str, advice: str) -> None:
    from enregard.reports.terminal import safe

    _print("".join(f"{safe(line)}\n" for line in (problem, advice) if line), sys.stderr)


def _let_go(*streams: Any) -> None:  # noqa: ANN401 - a stream is a stream
    """Give streams that nobody reads a bottomless end, so that Python does not complain at its own."""
    for stream in streams or (sys.stdout, sys.stderr):
        if stream is not None:
            with suppress(OSError, ValueError):
                os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
