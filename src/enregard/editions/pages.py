"""Whole HTML pages: a document's, a folder's, and the one that leads into the site."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from enregard import languages
from enregard.editions import furniture, heads
from enregard.editions.addresses import filled
from enregard.editions.articles import Article, link_findings
from enregard.editions.contract import (
    INDEX,
    Document,
    Edition,
    Folder,
    Label,
    Masthead,
    Output,
    OutputFile,
    Plan,
)
from enregard.editions.html_page import STATIC, rendered, safe
from enregard.editions.layout import address, folder_title, relative
from enregard.editions.outlook import Outlook


def bare(language: str, *, up: str = "") -> dict[str, object]:
    """What a page in one language that belongs to no edition has around its text."""
    return {
        "lang": language,
        "dir": languages.direction(language),
        "up": up,
        "edition": "",
        "description": None,
        "alternates": (),
        "coverage": (),
        "feeds": (),
        "home": None,
    }


def of_the_site(plan: Plan, language: str, *, title: str) -> dict[str, object]:
    """What a page about the whole site has around its text: it is no page of the search engines', and leads home."""
    site, name = plan.site, folder_title(plan, plan.folders[""], language)
    home = next(one for one in (language, f"{site.source}-{language}", *site.editions) if one in site.editions)
    return bare(languages.interface(language).language) | {
        "head_title": f"{title} · {name.text}",
        "hidden": True,
        "home": furniture.Link(f"{home}/{INDEX}.html", (name,)),
        "breadcrumbs": (),
    }


def coverage_address(language: str) -> str:
    """Path of the page that tells how much is translated into a language, below the output folder."""
    return f"coverage.{language}.html"


def feed_address(language: str) -> str:
    """Path of the feed of an edition in one language, below the output folder."""
    return f"feed.{language}.xml"


def feeds(masthead: Masthead, chosen: tuple[str, ...], up: str) -> tuple[tuple[str, str, str], ...]:
    """The feeds in these languages, as a page links to them: language, address, title."""
    told = (one for one in chosen if one in masthead.feeds)
    return tuple((one, f"{up}{feed_address(one)}", masthead.titles[one].text) for one in told)


def page(edition: Edition, document: Document, article: Article, outlook: Outlook) -> tuple[Output, ...]:
    """The page of a document in an edition, and what is wrong with its addresses; depends on nothing else."""
    return (*link_findings(document, article, outlook), _page(edition, document, article, outlook))


def _page(edition: Edition, document: Document, article: Article, outlook: Outlook) -> OutputFile:
    where, masthead = address(document), outlook.masthead
    language, imprint = edition.languages[-1], masthead.imprint
    columns = (replace(column, marks=tuple(map(safe, column.marks))) for column in article.columns)
    values = around(masthead, edition, where, outlook.breadcrumbs)
    values |= {
        "columns": tuple(columns),
        "contents": article.contents,
        "crowded": sum(1 + len(entry.below) for entry in article.contents) > furniture.MANY,
        "reference": furniture.reference(document, imprint, edition),
        "article": safe(filled(article.html, article.holes, outlook.leads)),
        "own_title": article.own_title,
        "title_first": article.title_first,
        "head_title": _head_title(
            furniture.titles(document, edition, imprint), masthead, edition, root=document.name == INDEX
        ),
        "description": document.summaries.get(language),
        "previous": outlook.previous,
        "next": outlook.next,
        "sections": outlook.sections,
        "edition_truth": outlook.truth,
        "alternates": heads.alternates(imprint, document),
        "linked_data": heads.linked_data(masthead, edition, document),
        "open_graph": heads.open_graph(masthead, edition, document),
        "hidden": document.front_matter.draft,
    }
    return OutputFile(f"{edition.name}/{where}", rendered("page.html", imprint, language=language, values=values))


def index_pages(plan: Plan, edition: Edition) -> Iterator[OutputFile]:
    """The index page of each folder whose text no ``index.md`` gives."""
    return (_index_page(plan, edition, folder) for folder in plan.folders.values() if folder.text is None)


def _index_page(plan: Plan, edition: Edition, folder: Folder) -> OutputFile:
    page = folder.address
    above = posixpath.dirname(folder.path) if folder.path else ""
    values = around(plan.masthead, edition, page, furniture.breadcrumbs(plan, edition, above, page))
    titles = furniture.folder_titles(folder, edition, plan)
    values |= {
        "titles": titles,
        "head_title": _head_title(titles, plan.masthead, edition, root=not folder.path),
        "description": None,
        "sections": furniture.sections(folder, plan, edition, page),
        "edition_truth": furniture.edition_truth(folder, plan, edition),
        "alternates": heads.folder_alternates(plan, folder),
    }
    language = edition.languages[-1]
    return OutputFile(f"{edition.name}/{page}", rendered("index.html", plan.site, language=language, values=values))


def around(
    masthead: Masthead, edition: Edition, page: str, breadcrumbs: tuple[furniture.Link, ...]
) -> dict[str, object]:
    """What every page of an edition has around its text."""
    imprint, language = masthead.imprint, edition.languages[-1]
    up = relative(STATIC, page=f"{edition.name}/{page}").removesuffix(STATIC)
    return {
        "edition": edition.name,
        "lang": language,
        "dir": languages.direction(language),
        "up": up,
        "sides": tuple((one, languages.direction(one), languages.own_name(one)) for one in edition.languages),
        "on_demand": _of_source("%(language)s on demand", imprint.source, language),
        "source_words": _of_source("%(language)s source", imprint.source, language),
        "home": furniture.home(masthead, edition, page),
        "breadcrumbs": breadcrumbs,
        "editions": furniture.edition_links(imprint, edition, page),
        "canonical": heads.absolute(imprint, f"{edition.name}/{page}"),
        "coverage": tuple(f"{up}{coverage_address(one)}" for one in edition.languages if one != imprint.source),
        "feeds": feeds(masthead, edition.languages, up),
    }


def _head_title(titles: tuple[Label, ...], masthead: Masthead, edition: Edition, *, root: bool) -> str:
    """The words of the browser's tab: the page's language first, then the site."""
    parts = [label.text for label in reversed(titles)]
    if not root:
        parts.append(masthead.titles[edition.languages[-1]].text)
    return " · ".join(dict.fromkeys(part for part in parts if part))


@cache
def _of_source(told: str, source: str, language: str) -> str:
    """Words of the furniture that name the language of the source: ``French on demand``; ``told`` is their msgid."""
    interface = languages.interface(language)
    words = interface.gettext(told) % {"language": languages.name(source, interface.language)}
    return words[:1].upper() + words[1:]
