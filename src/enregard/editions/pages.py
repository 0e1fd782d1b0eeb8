"""Whole HTML pages: a document's, a folder's, and the one that leads into the site."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import replace

from enregard import languages
from enregard.editions import furniture, heads
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
from enregard.editions.layout import folder_of, folder_title, has_heading, relative
from enregard.editions.outline import outlined
from enregard.model import Page


def shown_languages(site: Site, edition: str) -> tuple[str, ...]:
    """The languages that an edition shows, by its name (``en``, ``fr-en``); none when the site has no such edition."""
    if edition == site.source or edition in site.targets:
        return (edition,)
    return next(((site.source, target) for target in site.targets if edition == f"{site.source}-{target}"), ())


def coverage_address(language: str) -> str:
    """Path of the page that tells how much is translated into a language, below the output folder."""
    return f"coverage.{language}.html"


def feed_address(language: str) -> str:
    """Path of the feed of an edition in one language, below the output folder."""
    return f"feed.{language}.xml"


def feeds(plan: Plan, chosen: tuple[str, ...], up: str) -> tuple[tuple[str, str, str], ...]:
    """The feeds in these languages, as a page links to them: language, address, title."""
    site, root = plan.site, plan.folders[""]
    if not (site.url and site.feeds):
        return ()
    dated = [document for document in plan.order if document.front_matter.date]
    offered = (one for one in chosen if one in site.editions)
    told = (one for one in offered if any(heads.is_version(document, one, site) for document in dated))
    return tuple((one, f"{up}{feed_address(one)}", folder_title(plan, root, one).text) for one in told)


def document_page(
    plan: Plan, edition: Edition, document: Document, pages: Mapping[str, Page], article: str
) -> OutputFile:
    """The page of a document around its article, which is safe HTML."""
    page = plan.addresses[document.name]
    language = edition.languages[-1]
    first = pages[edition.languages[0]]
    own_title = has_heading(first)
    is_index = posixpath.basename(document.name) == INDEX
    folder = plan.folders[folder_of(document)] if is_index else None
    before, after = plan.neighbours(document.name)
    above = posixpath.dirname(folder_of(document)) if is_index else folder_of(document)
    values = around(plan, edition, page, above if document.name != INDEX else "")
    contents = furniture.contents(pages, edition)
    columns = furniture.columns(document, pages, edition, plan)
    values |= {
        "columns": tuple(replace(column, marks=tuple(map(safe, column.marks))) for column in columns),
        "contents": contents,
        "crowded": sum(1 + len(entry.below) for entry in contents) > furniture.MANY,
        "reference": furniture.reference(document, plan, edition),
        "article": safe(outlined(article, titled=not own_title)),
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
        "alternates": heads.alternates(plan, document),
        "linked_data": heads.linked_data(plan, edition, document),
        "open_graph": heads.open_graph(plan, edition, document),
        "hidden": document.front_matter.draft,
    }
    return OutputFile(f"{edition.name}/{page}", rendered("page.html", plan.site, language=language, values=values))


def index_pages(plan: Plan, edition: Edition) -> Iterator[Output]:
    """The index page of each folder whose text no ``index.md`` gives, and the assets of the edition."""
    for folder in plan.folders.values():
        if folder.text is None:
            yield _index_page(plan, edition, folder)
    for asset in plan.site.assets:
        yield AssetCopy(asset, f"{edition.name}/{asset}")


def _index_page(plan: Plan, edition: Edition, folder: Folder) -> OutputFile:
    page = folder.address
    values = around(plan, edition, page, posixpath.dirname(folder.path) if folder.path else "")
    titles = furniture.folder_titles(folder, edition, plan)
    values |= {
        "titles": titles,
        "head_title": _head_title(titles, plan, edition, root=not folder.path),
        "description": None,
        "sections": furniture.sections(folder, plan, edition, page),
        "edition_truth": furniture.edition_truth(folder, plan, edition),
        "alternates": heads.folder_alternates(plan, folder),
    }
    language = edition.languages[-1]
    return OutputFile(f"{edition.name}/{page}", rendered("index.html", plan.site, language=language, values=values))


def around(plan: Plan, edition: Edition, page: str, above: str) -> dict[str, object]:
    """What every page of an edition has around its text."""
    language = edition.languages[-1]
    shown = {name: shown_languages(plan.site, name) for name in plan.site.editions}
    up = relative(STATIC, page=f"{edition.name}/{page}").removesuffix(STATIC)
    return {
        "edition": edition.name,
        "lang": language,
        "dir": languages.direction(language),
        "up": up,
        "sides": tuple((one, languages.direction(one), languages.own_name(one)) for one in edition.languages),
        "on_demand": _on_demand(plan.site.source, language),
        "home": furniture.home(plan, edition, page),
        "breadcrumbs": furniture.breadcrumbs(plan, edition, above, page),
        "editions": furniture.edition_links(plan, edition, page, shown),
        "canonical": heads.absolute(plan.site, f"{edition.name}/{page}"),
        "coverage": tuple(f"{up}{coverage_address(one)}" for one in edition.languages if one != plan.site.source),
        "feeds": feeds(plan, edition.languages, up),
    }


def _head_title(titles: tuple[Label, ...], plan: Plan, edition: Edition, *, root: bool) -> str:
    """The words of the browser's tab: the page's language first, then the site."""
    parts = [label.text for label in reversed(titles)]
    if not root:
        parts.append(folder_title(plan, plan.folders[""], edition.languages[-1]).text)
    return " · ".join(dict.fromkeys(part for part in parts if part))


def _on_demand(source: str, language: str) -> str:
    """The name of the view that shows the source only where it is asked for: ``French on demand``."""
    interface = languages.interface(language)
    named = languages.name(source, interface.language)
    return interface.gettext("%(language)s on demand") % {"language": named[:1].upper() + named[1:]}
