"""A project beside what git knows of it: what changes cost, which documents fell, how old stale passages are."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from itertools import takewhile
from pathlib import Path

from enregard import catalogs, coverage
from enregard.catalogs import Catalog
from enregard.commands import history
from enregard.commands.loading import Workshop
from enregard.commands.outcome import many
from enregard.coverage import Age, Detail
from enregard.errors import CatalogError, UsageError
from enregard.model import Counts, Place

_DAY = 86_400


def since(shop: Workshop, revision: str) -> str:
    """What the source's changes since a revision cost, in words. Raises UsageError where git does not know it."""
    new = {name: manuscript.segments for name, manuscript in shop.manuscripts.items()}
    cost = coverage.cost(catalogs.compare(_templates(shop, revision), new))
    return f"since {revision}: {cost} ({cost.stale} sentences changed, {cost.new} new, {cost.gone} gone)"


def fallen(shop: Workshop, revision: str, counted: Mapping[str, Mapping[str, Counts]]) -> Iterator[str]:
    """The documents of which a smaller share is translated than at a revision, a line each.

    A document that is new has not fallen. Raises UsageError where git does not know the revision.
    """
    templates = _templates(shop, revision)
    for language, documents in counted.items():
        old = _catalogs_at(shop, revision, shop.project.language_folder(language), ".po")
        before = {name: coverage.count_keys(template.by_key, old.get(name)) for name, template in templates.items()}
        for name, (then, now) in coverage.fallen(before, documents).items():
            left = (now.segments - now.translated) - (then.segments - then.translated)
            more = f": {many(left, 'segment')} more to do" if left > 0 else ""
            yield (
                f"{language}: {name} fell from {coverage.shown(then.translated, then.segments)} % "
                f"to {coverage.shown(now.translated, now.segments)} % since {revision}{more}"
            )


def ages(shop: Workshop, language: str, details: Mapping[str, Detail]) -> tuple[Age, ...]:
    """All stale passages of a language, those first whose source changed first; git is asked once for a document.

    A sentence is as old as its line in the template, where `extract` wrote what the French then said; where the
    template is not in git, as its line in the manuscript.
    """
    return coverage.oldest_first(age for name, detail in details.items() for age in _ages(shop, language, name, detail))


def _ages(shop: Workshop, language: str, name: str, detail: Detail) -> Iterator[Age]:
    if not detail.stale:
        return
    known = shop.catalogs[language].get(name)
    lines = _lines(shop.templates.get(name), detail)
    path = shop.project.shown(shop.project.template(name))
    dates = history.committed(shop.project.root, path, list(lines.values()))
    if not dates:
        lines = {s.key: (s.line, s.line) for s in detail.stale if s.line is not None}
        dates = history.committed(shop.project.root, detail.path, list(lines.values()))
    for segment in detail.stale:
        first, last = lines.get(segment.key, (0, -1))
        found = [dates.get(line) for line in range(first, last + 1)]
        since = max((date for date in found if date is not None), default=None) if all(found) else None
        entry = None if known is None else known.by_key.get(segment.key)
        yield Age(
            source=Place(detail.path, segment.line),
            po=None if known is None or entry is None else Place(known.path, entry.line),
            segment=segment,
            days=None if since is None else max(0, int(time.time()) - since) // _DAY,
        )


def _lines(template: Catalog | None, detail: Detail) -> dict[tuple[str | None, str], tuple[int, int]]:
    """First and last line of what a template says of each stale passage, up to its msgstr."""
    if template is None:
        return {}
    lines, found = template.text.split("\n"), {}
    for segment in detail.stale:
        entry = template.by_key.get(segment.key)
        if entry is not None:
            rest = takewhile(lambda line: not line.startswith("msgstr"), lines[entry.line - 1 :])
            found[segment.key] = (entry.line, entry.line + max(0, sum(1 for _ in rest) - 1))
    return found


def _templates(shop: Workshop, revision: str) -> dict[str, Catalog]:
    return _catalogs_at(shop, revision, shop.project.templates_folder(), ".pot")


def _catalogs_at(shop: Workshop, revision: str, folder: Path, suffix: str) -> dict[str, Catalog]:
    """The catalogs in a folder as a revision has them, by document; one that cannot be read is listed.

    Raises UsageError where git does not know the revision.
    """
    below = shop.project.shown(folder)
    found = history.files_at(shop.project.root, revision, below)
    if found is None:
        raise UsageError(
            f"git knows no revision {revision!r} of this project",
            advice="Name a commit, a branch or a tag; the project must lie in a git repository.",
        )
    known: dict[str, Catalog] = {}
    for path, data in found.items():
        if path.endswith(suffix):
            name = path.removeprefix(f"{below}/").removesuffix(suffix)
            try:
                known[name] = catalogs.read(data, path=f"{revision}:{path}")
            except CatalogError as error:
                shop.problems.append(error)
    return known
