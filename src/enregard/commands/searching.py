"""``build --search``: the index of a built site, made from its pages as they lie on the disk."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from enregard import editions
from enregard.commands import pagefind
from enregard.editions import Document, OutputFile, Plan, search_index
from enregard.editions.search_index import Postings, Text
from enregard.errors import EnregardError


@dataclass(slots=True)
class _Index:
    """An index under way."""

    plan: Plan
    service: pagefind.Service | None = None
    numbers: dict[str, int] = field(default_factory=dict)
    """By language the number of its index in Pagefind."""
    problem: EnregardError | None = None
    bundled: int = 0
    postings: dict[str, Postings] = field(default_factory=dict)
    """By target language."""
    seen: dict[str, hashlib._Hash] = field(default_factory=dict)
    """By target language a digest of all that its files hold."""


def index(plan: Plan, folder: Path, problems: list[EnregardError]) -> Iterator[OutputFile]:
    """Everything that the search pages of a built site read; call it when all its pages are written.

    What goes wrong with Pagefind is added to the problems: the concordance does without it, and is whole all the same.
    """
    work = _Index(plan)
    for target in plan.site.targets:
        work.postings[target], work.seen[target] = {}, hashlib.sha256()
    with ExitStack() as ending:
        try:
            work.service = ending.enter_context(pagefind.running(pagefind.located()))
        except EnregardError as error:
            work.problem = error
        for bundle in search_index.bundles(_texts(plan, folder)):
            yield from _bundle(work, bundle)
        yield from _pagefind_files(work)
    for target in plan.site.targets:
        yield from _words(work, target)
    if work.problem is not None:
        problems.append(work.problem)


def _bundle(work: _Index, bundle: tuple[Text, ...]) -> Iterator[OutputFile]:
    """The files of a bundle's pairs; its words and its documents are noted."""
    for target, postings in work.postings.items():
        data = search_index.passages(bundle, target, source=work.plan.site.source)
        work.seen[target].update(data)
        yield search_index.file(target, f"passages/{work.bundled}.json", data)
        search_index.note_words(postings, work.bundled, bundle, target)
    for place, text in enumerate(bundle):
        _add(work, text, f"{work.bundled}/{place}")
    work.bundled += 1


def _words(work: _Index, target: str) -> Iterator[OutputFile]:
    """The files that tell where words stand, and the one that the search page asks first."""
    shelves = []
    for number, (first, data) in enumerate(search_index.word_files(work.postings[target])):
        work.seen[target].update(data)
        shelves.append(first)
        yield search_index.file(target, f"words/{number}.json", data)
    told = search_index.entry(
        version=work.seen[target].hexdigest()[:8],
        shelves=shelves,
        indexed=() if work.problem else work.numbers.keys() & {work.plan.site.source, target},
    )
    yield search_index.file(target, "entry.json", told)


def _texts(plan: Plan, folder: Path) -> Iterator[Text]:
    """The documents of the site in reading order, each as its pages show it."""
    for document in editions.published(plan):
        pairs = {}
        for target in plan.site.targets:
            pages = _pages(plan, document, folder, search_index.pages_of(plan.site, target))
            pairs[target] = search_index.pairs_of(plan.site, target, pages)
        yield search_index.text_of(plan, document, pairs)


def _pages(plan: Plan, document: Document, folder: Path, names: tuple[str, ...]) -> dict[str, str]:
    """A document's built pages by edition; none where an edition is older than the document."""
    found = {}
    for name in names:
        try:
            data = (folder / name / plan.addresses[document.name]).read_bytes()
        except OSError:
            return {}
        found[name] = data.decode("utf-8", "replace")
    return found


def _add(work: _Index, text: Text, url: str) -> None:
    """Give a document to Pagefind, once for each language that it is published in."""
    if work.service is None or work.problem is not None:
        return
    site = work.plan.site
    try:
        for language in (site.source, *site.targets):
            html = search_index.record(text, language, source=site.source)
            if html:
                if language not in work.numbers:
                    work.numbers[language] = pagefind.new_index(work.service, language)
                pagefind.add(work.service, work.numbers[language], url=url, html=html)
    except EnregardError as error:
        work.problem = error


def _pagefind_files(work: _Index) -> Iterator[OutputFile]:
    if work.service is None or work.problem is not None:
        return
    for language, number in work.numbers.items():
        try:
            for path, data in pagefind.index_files(work.service, number):
                yield OutputFile(f"{search_index.FOLDER}/{language}/{path}", data)
        except EnregardError as error:
            work.problem = error
            return
