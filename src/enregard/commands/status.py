"""``status``: how much is translated, in segments and in words of the French, what is left, and what a change costs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from enregard import coverage, files
from enregard.checks.silence import silenced
from enregard.commands import comparing, counting, history
from enregard.commands.loading import Workshop, load, refuse_emptiness
from enregard.commands.outcome import Outcome, code_of, many
from enregard.commands.survey import Survey, remembered, survey
from enregard.coverage import Detail, record
from enregard.model import Counts
from enregard.project import Project
from enregard.registry import STATUS
from enregard.reports.contract import More, Sheet

_ITSELF = frozenset({"table", "markdown", "json"})
"""Reports that hold a quotation; with the others it is told beside them."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What ``status`` shall tell and judge besides counting."""

    fail_under: float | None = None
    """Per cent of segments below which there is something to see."""
    max_stale: int | None = None
    """Stale segments of a language above which there is."""
    not_worse_than: str | None = None
    """A revision of the project; documents of which a smaller share is translated than there are something to see."""
    since: str | None = None
    """A revision of the project; what changed in the source since then is told with its cost."""
    quote: bool = False
    """Tell the words that are left in bands of likeness to what is translated."""
    detail: bool = False
    """Tell characters, headings, where to begin, what is stale since when, and what nobody is offered."""
    history: Path | None = None
    """A file of the project to note today's totals in."""


def status(
    project: Project,
    *,
    form: str,
    locales: Sequence[str],
    wish: Wish | None = None,
    sheet: Sheet | None = None,
    jobs: int = 0,
) -> Outcome:
    """Coverage of every document; below a bar in any language it is something to see. ``jobs``: 0, one a processor.

    Raises ProjectError, SettingsError, UsageError, WritingError.
    """
    wish = wish or Wish()
    chosen = project.chosen_languages(locales)
    make = partial(_status, project, chosen, form=form, wish=wish, sheet=sheet or Sheet(), jobs=jobs)
    if wish.since is not None or wish.not_worse_than is not None or wish.detail or wish.history is not None:
        return make(survey(project, chosen))  # it depends on more than the files that are there now, or writes
    return remembered(project, chosen, ("status", form, wish, sheet), make)


def _status(
    project: Project, chosen: Sequence[str], found: Survey, *, form: str, wish: Wish, sheet: Sheet, jobs: int
) -> Outcome:
    refuse_emptiness(project, found.tree)
    whole = wish.detail or wish.quote or wish.since is not None or wish.not_worse_than is not None
    shop = load(project, languages=chosen, rendered=False, jobs=jobs) if whole else None
    known = counting.counted(project, found, chosen, jobs=jobs) if shop is None else counting.of(shop)
    counted, problems = known.counted, list(known.problems)
    more: dict[str, More] = {}
    below = [line for language, documents in counted.items() for line in _below(language, documents, wish)]
    told: list[str] = []
    if shop is not None:
        more |= {language: _more(shop, language, wish) for language in chosen if wish.detail or wish.quote}
        below += comparing.fallen(shop, wish.not_worse_than, counted) if wish.not_worse_than is not None else ()
        told += [line for language in more if form not in _ITSELF for line in _quoted(language, more[language])]
        told += [comparing.since(shop, wish.since)] if wish.since is not None else []
        problems = shop.problems  # what git has may be unreadable, too
    told += [_noted(project, wish.history, counted)] if wish.history is not None else []
    return Outcome(
        code=code_of(problems=bool(problems), to_see=bool(below)),
        data=STATUS[form](counted, sheet, more),
        report="\n".join((*told, *below)),
        problems=tuple(problems),
        findings=known.findings,
    )


def _more(shop: Workshop, language: str, wish: Wish) -> More:
    """What else was asked for about one language."""
    known = shop.catalogs[language]
    documents = {name: manuscript.segments for name, manuscript in shop.manuscripts.items()}
    details: dict[str, Detail] = {}
    for name, manuscript in shop.manuscripts.items() if wish.detail else ():
        catalog = known.get(name)
        entries = {} if catalog is None else catalog.by_key
        quiet = {s.key for s in manuscript.segments if silenced(s, entries.get(s.key))}
        details[name] = coverage.detail(
            manuscript.segments, manuscript.omitted, catalog, path=manuscript.path, silenced=len(quiet)
        )
    return More(
        details=details,
        ages=comparing.ages(shop, language, details),
        quotation=coverage.quotation(documents, known) if wish.quote else None,
    )


def _below(language: str, documents: Mapping[str, Counts], wish: Wish) -> Iterator[str]:
    """What misses its bar, in words."""
    total = coverage.total(documents.values())
    if wish.fail_under is not None and coverage.percent(total) < wish.fail_under:
        yield f"{language}: {coverage.percent(total)} % is below the {wish.fail_under:g} % asked for"
    if wish.max_stale is not None and total.stale > wish.max_stale:
        yield f"{language}: {many(total.stale, 'stale segment')}, more than the {wish.max_stale} allowed"


def _quoted(language: str, more: More) -> Iterator[str]:
    """The words that are left in a language, in bands."""
    found = more.quotation
    if found is not None:
        bands = ((found.exact, "exact"), (found.high, "95-99 %"), (found.good, "85-94 %"), (found.fair, "75-84 %"))
        said = ", ".join(f"{number} {name}" for number, name in (*bands, (found.new, "new")))
        yield f"{language}: {many(found.total, 'word')} left: {said}"


def _noted(project: Project, file: Path, counted: Mapping[str, Mapping[str, Counts]]) -> str:
    """Add today's totals to the file of a history. Raises SettingsError where it is none, WritingError."""
    totals = {language: coverage.total(documents.values()) for language, documents in counted.items()}
    place = file.absolute()
    with files.lock(project.root):
        old = project.side_file(str(place), missing_ok=True)
        known = record.read(old or "", path=files.shown(place))
        text = f"{old}\n" if old and not old.endswith("\n") else old or ""
        line = record.written(record.now(totals, commit=history.head(project.root)))
        expected = None if old is None else old.encode()
        files.write(place, (text + line).encode(), root=project.root, expected=expected)
    return f"{files.shown(place)}: {many(len(known) + 1, 'moment')} noted"
