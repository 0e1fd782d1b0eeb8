"""``status``: how much is translated, in segments and in words of the French, what is left, and what a change costs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from enregard import catalogs, coverage
from enregard.catalogs import Catalog
from enregard.commands import history
from enregard.commands.loading import Workshop, load
from enregard.commands.outcome import Outcome, code_of, many
from enregard.errors import CatalogError, UsageError
from enregard.model import Counts
from enregard.project import Project
from enregard.registry import STATUS
from enregard.reports.contract import Sheet


@dataclass(frozen=True, slots=True)
class Wish:
    """What ``status`` shall tell and judge besides counting."""

    fail_under: float | None = None
    """Per cent of segments below which there is something to see."""
    max_stale: int | None = None
    """Stale segments of a language above which there is."""
    since: str | None = None
    """A revision of the project; what changed in the source since then is told with its cost."""
    quote: bool = False
    """Tell the words that are left in bands of likeness to what is translated."""


def status(
    project: Project, *, form: str, locales: Sequence[str], wish: Wish | None = None, sheet: Sheet | None = None
) -> Outcome:
    """Coverage of every document; below a bar in any language it is something to see.

    Raises ProjectError, UsageError.
    """
    wish = wish or Wish()
    chosen = project.chosen_languages(locales)
    shop = load(project, languages=chosen)
    counted: dict[str, dict[str, Counts]] = {
        language: {
            name: coverage.count(manuscript.segments, shop.catalogs[language].get(name))
            for name, manuscript in shop.manuscripts.items()
        }
        for language in chosen
    }
    below = [line for language, documents in counted.items() for line in _below(language, documents, wish)]
    told = [*_quoted(shop, chosen)] if wish.quote else []
    told += [_since(shop, wish.since)] if wish.since is not None else []
    return Outcome(
        code=code_of(problems=bool(shop.problems), to_see=bool(below)),
        data=STATUS[form](counted, sheet or Sheet()),
        report="\n".join((*told, *below)),
        problems=tuple(shop.problems),
        findings=shop.findings,
    )


def _below(language: str, documents: Mapping[str, Counts], wish: Wish) -> Iterator[str]:
    """What misses its bar, in words."""
    total = coverage.total(documents.values())
    if wish.fail_under is not None and coverage.percent(total) < wish.fail_under:
        yield f"{language}: {coverage.percent(total)} % is below the {wish.fail_under:g} % asked for"
    if wish.max_stale is not None and total.stale > wish.max_stale:
        yield f"{language}: {many(total.stale, 'stale segment')}, more than the {wish.max_stale} allowed"


def _quoted(shop: Workshop, languages: Sequence[str]) -> Iterator[str]:
    """The words that are left in each language, in bands."""
    documents = {name: manuscript.segments for name, manuscript in shop.manuscripts.items()}
    for language in languages:
        found = coverage.quotation(documents, shop.catalogs[language])
        bands = ((found.exact, "exact"), (found.high, "95-99 %"), (found.good, "85-94 %"), (found.fair, "75-84 %"))
        said = ", ".join(f"{number} {name}" for number, name in (*bands, (found.new, "new")))
        yield f"{language}: {many(found.total, 'word')} left: {said}"


def _since(shop: Workshop, revision: str) -> str:
    """What the source's changes since a revision cost. Raises UsageError where git does not know it."""
    project = shop.project
    folder = project.template("x").parent
    found = history.files_at(project.root, revision, project.shown(folder))
    if found is None:
        raise UsageError(
            f"git knows no revision {revision!r} of this project",
            advice="Name a commit, a branch or a tag; the project must lie in a git repository.",
        )
    old: dict[str, Catalog] = {}
    for path, data in found.items():
        if path.endswith(".pot"):
            name = path.removeprefix(f"{project.shown(folder)}/").removesuffix(".pot")
            try:
                old[name] = catalogs.read(data, path=f"{revision}:{path}")
            except CatalogError as error:
                shop.problems.append(error)
    new = {name: manuscript.segments for name, manuscript in shop.manuscripts.items()}
    cost = coverage.cost(catalogs.compare(old, new))
    return f"since {revision}: {cost} ({cost.stale} sentences changed, {cost.new} new, {cost.gone} gone)"
