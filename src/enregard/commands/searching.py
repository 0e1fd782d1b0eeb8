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

PART = 8_000_000
"""Characters of text after which Pagefind is begun anew: it holds some forty times as much in memory."""


@dataclass(slots=True)
class _Index:
    """An index under way."""

    plan: Plan
    postings: dict[str, Postings]
    """By target language."""
    seen: dict[str, hashlib._Hash]
    """By target language a digest of all that its files hold."""
    bundled: int = 0
    program: Path | None = None
    problem: EnregardError | None = None
    ending: ExitStack = field(default_factory=ExitStack)
    service: pagefind.Service | None = None
    numbers: dict[str, int] = field(default_factory=dict)
    """By language the number of its index in the running Pagefind."""
    parts: dict[str, int] = field(default_factory=dict)
    """By language how many indexes are finished."""
    size: int = 0
    """Characters that the running Pagefind was given."""


def index(plan: Plan, folder: Path, problems: list[EnregardError]) -> Iterator[OutputFile]:
    """Everything that the search pages of a built site read; call it when all its pages are written.

    What goes wrong with Pagefind is added to the problems: the concordance does without it, and is whole all the same.
    """
    targets = plan.site.targets
    work = _Index(plan, {target: {} for target in targets}, {target: hashlib.sha256() for target in targets})
    try:
        work.program = pagefind.located()
    except EnregardError as error:
        work.problem = error
    with work.ending:
        for bundle in search_index.bundles(_texts(plan, folder)):
            yield from _bundle(work, bundle)
            if work.size > PART:
                yield from _part(work)
        yield from _part(work)
    for target in targets:
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
        indexed={}
        if work.problem
        else {one: n for one, n in work.parts.items() if one in {work.plan.site.source, target}},
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
    if work.program is None or work.problem is not None:
        return
    site = work.plan.site
    try:
        if work.service is None:
            work.service = work.ending.enter_context(pagefind.running(work.program))
        for language in (site.source, *site.targets):
            html = search_index.record(text, language, source=site.source)
            if html:
                if language not in work.numbers:
                    work.numbers[language] = pagefind.new_index(work.service, language)
                pagefind.add(work.service, work.numbers[language], url=url, html=html)
                work.size += len(html)
    except EnregardError as error:
        work.problem = error


def _part(work: _Index) -> Iterator[OutputFile]:
    """The files of what the running Pagefind was given, and its end; the page puts the parts of a language together."""
    if work.service is None or work.problem is not None:
        return
    try:
        for language, number in work.numbers.items():
            part = work.parts.get(language, 0)
            for path, data in pagefind.index_files(work.service, number, program=not part):
                yield OutputFile(f"{search_index.FOLDER}/{language}/{part}/{path}", data)
            work.parts[language] = part + 1
    except EnregardError as error:
        work.problem = error
    work.ending.close()
    work.service, work.numbers, work.size = None, {}, 0
