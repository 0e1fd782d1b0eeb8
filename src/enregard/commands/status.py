"""``status``: how much is translated, in segments and in words of the French."""

from __future__ import annotations

from collections.abc import Sequence

from enregard import coverage
from enregard.commands.loading import load
from enregard.commands.outcome import Outcome, code_of
from enregard.model import Counts
from enregard.project import Project
from enregard.registry import STATUS
from enregard.reports.contract import Sheet


def status(
    project: Project, *, form: str, locales: Sequence[str], fail_under: float | None, sheet: Sheet | None = None
) -> Outcome:
    """Coverage of every document; below the bar in any language it is something to see. Raises ProjectError."""
    chosen = project.chosen_languages(locales)
    shop = load(project, languages=chosen)
    counted: dict[str, dict[str, Counts]] = {
        language: {
            name: coverage.count(manuscript.segments, shop.catalogs[language].get(name))
            for name, manuscript in shop.manuscripts.items()
        }
        for language in chosen
    }
    below = [
        f"{language}: {coverage.percent(total)} % is below the {fail_under:g} % asked for"
        for language, documents in counted.items()
        if fail_under is not None and coverage.percent(total := coverage.total(documents.values())) < fail_under
    ]
    return Outcome(
        code=code_of(problems=bool(shop.problems), to_see=bool(below)),
        data=STATUS[form](counted, sheet or Sheet()),
        report="\n".join(below),
        problems=tuple(shop.problems),
        findings=shop.findings,
    )
