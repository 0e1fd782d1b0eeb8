"""Whole HTML pages: a document's, a folder's, and the one that leads into the site."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping

from enregard import languages
from enregard.editions import furniture
from enregard.editions.contract import (
    INDEX,
    AssetCopy,
    Document,
    Edition,
    Folder,
    Label,
    Output,
    OutputFile,
    Plan,
    Site,
)
from enregard.editions.html_page import STATIC, rendered, safe
from enregard.editions.layout import folder_of, folder_title, relative, total
from enregard.editions.states import words_truth
from enregard.model import Page


def shown_languages(site: Site, edition: str) -> tuple[str, ...]:
    """The languages that an edition shows, by its name (``en``, ``fr-en``); none when the site has no such edition."""
    if edition == site.source or edition in site.targets:
        return (edition,)
    return next(((site.source, target) for target in site.targets if edition == f"{site.source}-{target}"), ())


def document_page(
    plan: Plan, edition: Edition, document: Document, pages: Mapping[str, Page], article: str
) -> OutputFile:
    """The page of a document around its article, which is safe HTML."""
    page = plan.addresses[document.name]
    language = edition.languages[-1]
    first = pages[edition.languages[0]]
    own_title = any(heading.level == 1 for heading in first.contents)
    is_index = posixpath.basename(document.name) == INDEX
    folder = plan.folders[folder_of(document)] if is_index else None
    before, after = plan.neighbours(document.name)
    above = posixpath.dirname(folder_of(document)) if is_index else folder_of(document)
    values = _around(plan, edition, page, above if document.name != INDEX else "")
    values |= {
        "columns": furniture.columns(document, pages, edition, plan),
        "contents": furniture.contents(pages, edition),
        "article": safe(article),
        "own_title": own_title,
        "title_first": own_title and bool(first.blocks) and first.blocks[0].tag == "h1",
        "head_title": _head_title(
            furniture.titles(document, edition, plan), plan, edition, root=document.name == INDEX
        ),
        "description": document.summaries.get(language),
        "previous": furniture.neighbour(before, plan, edition, page),
        "next": furniture.neighbour(after, plan, edition, page),
        "sections": furniture.sections(folder, plan, edition, page) if folder else (),
        "edition_truth": furniture.edition_truth(folder, plan, edition) if folder else None,
        "alternates": _alternates(plan, document, page),
    }
    return OutputFile(f"{edition.name}/{page}", rendered("page.html", plan.site, language=language, values=values))


def index_pages(plan: Plan, edition: Edition) -> Iterator[Output]:
    """The index page of each folder whose text no ``index.md`` gives, and the assets of the edition."""
    for folder in plan.folders.values():
        if folder.text is None:
            yield _index_page(plan, edition, folder)
    for asset in plan.site.assets:
        yield AssetCopy(asset, f"{edition.name}/{asset}")


def landing(plan: Plan) -> OutputFile:
    """The way in, ``index.html`` of the output folder: the editions, each named in its own languages."""
    site, root = plan.site, plan.folders[""]
    names = list(site.editions)
    spoken = site.source
    entries = []
    for name in names:
        shown = shown_languages(site, name)
        own = tuple(folder_title(plan, root, language) for language in shown)
        truth = None
        counts = [one.counts[shown[-1]] for one in plan.order if shown[-1] in one.counts]
        if shown[-1] != site.source and counts:
            truth = words_truth(total(counts), shown[-1])
        entries.append(
            {
                "link": furniture.EditionLink(
                    f"{name}/{INDEX}.html", tuple((one, languages.own_name(one)) for one in shown), current=False
                ),
                "titles": own,
                "languages": shown,
                "truth": truth if truth is not None and not truth.complete else None,
            }
        )
    titles = [folder_title(plan, root, language) for language in (site.source, *site.targets)]
    values = {
        "lang": spoken,
        "dir": languages.direction(spoken),
        "up": "",
        "head_title": " · ".join(dict.fromkeys(label.text for label in titles)),
        "titles": tuple({label.text: label for label in titles}.values()),
        "entries": entries,
        "description": None,
        "alternates": (),
    }
    return OutputFile(f"{INDEX}.html", rendered("landing.html", site, language=spoken, values=values))


def _index_page(plan: Plan, edition: Edition, folder: Folder) -> OutputFile:
    page = folder.address
    values = _around(plan, edition, page, posixpath.dirname(folder.path) if folder.path else "")
    titles = furniture.folder_titles(folder, edition, plan)
    values |= {
        "titles": titles,
        "head_title": _head_title(titles, plan, edition, root=not folder.path),
        "description": None,
        "sections": furniture.sections(folder, plan, edition, page),
        "edition_truth": furniture.edition_truth(folder, plan, edition),
        "alternates": (),
    }
    language = edition.languages[-1]
    return OutputFile(f"{edition.name}/{page}", rendered("index.html", plan.site, language=language, values=values))


def _around(plan: Plan, edition: Edition, page: str, above: str) -> dict[str, object]:
    """What every page of an edition has around its text."""
    language = edition.languages[-1]
    shown = {name: shown_languages(plan.site, name) for name in plan.site.editions}
    return {
        "lang": language,
        "dir": languages.direction(language),
        "up": relative(STATIC, page=f"{edition.name}/{page}").removesuffix(STATIC),
        "sides": tuple((one, languages.direction(one), languages.own_name(one)) for one in edition.languages),
        "on_demand": _on_demand(plan.site.source, language),
        "home": furniture.home(plan, edition, page),
        "breadcrumbs": furniture.breadcrumbs(plan, edition, above, page),
        "editions": furniture.edition_links(plan, edition, page, shown),
        "canonical": _absolute(plan.site, f"{edition.name}/{page}"),
    }


def _head_title(titles: tuple[Label, ...], plan: Plan, edition: Edition, *, root: bool) -> str:
    """The words of the browser's tab: the page's language first, then the site."""
    parts = [label.text for label in reversed(titles)]
    if not root:
        parts.append(folder_title(plan, plan.folders[""], edition.languages[-1]).text)
    return " · ".join(dict.fromkeys(part for part in parts if part))


def _alternates(plan: Plan, document: Document, page: str) -> tuple[tuple[str, str], ...]:
    """The same document in other languages, for search engines: absolute addresses, languages translated far enough."""
    site = plan.site
    if not site.url:
        return ()
    bar = site.hreflang_threshold
    told = []
    for language in (site.source, *site.targets):
        counts = document.counts.get(language)
        far = language == site.source or (
            counts is not None and 100 * counts.words.translated >= bar * counts.words.total
        )
        if language in site.editions and far:
            told.append((language, _absolute(site, f"{language}/{page}")))
    return (*told, ("x-default", _absolute(site, f"{site.source}/{page}"))) if len(told) > 1 else ()


def _absolute(site: Site, path: str) -> str:
    return site.url.rstrip("/") + "/" + relative(path, page="") if site.url else ""


def _on_demand(source: str, language: str) -> str:
    """The name of the view that shows the source only where it is asked for: ``French on demand``."""
    interface = languages.interface(language)
    named = languages.name(source, interface.language)
    return interface.gettext("%(language)s on demand") % {"language": named[:1].upper() + named[1:]}
