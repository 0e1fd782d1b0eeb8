"""What belongs to the whole site and to no edition: the way in, what search engines and feed readers ask for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from enregard import languages
from enregard.editions import furniture
from enregard.editions.contract import INDEX, Document, OutputFile, Plan
from enregard.editions.coverage_page import coverage_pages
from enregard.editions.heads import Alternates, absolute, alternates, authors, folder_alternates
from enregard.editions.html_page import rendered, static_files
from enregard.editions.layout import folder_title, is_version, relative, shown_languages
from enregard.editions.pages import bare, feed_address, feeds
from enregard.editions.search_page import search_pages

_NO_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""Characters that no XML file may hold."""


@dataclass(frozen=True, slots=True)
class Address:
    """A page as the site map lists it."""

    url: str
    changed: str
    """ISO date; empty where it is not known."""
    alternates: Alternates


@dataclass(frozen=True, slots=True)
class News:
    """A document as a feed tells of it."""

    title: str
    url: str
    published: str
    updated: str
    summary: str
    authors: tuple[str, ...]


def shared(plan: Plan) -> Iterator[OutputFile]:
    """The files of the output folder that all editions share: style, script, coverage, feeds, the way in ..."""
    yield from static_files(plan.site)
    yield from coverage_pages(plan)
    yield from search_pages(plan)
    yield missing(plan)
    if plan.site.url:
        yield from _feeds(plan)
        yield _site_map(plan)
        where = absolute(plan.site, "sitemap.xml")
        yield OutputFile("robots.txt", f"User-agent: *\nAllow: /\n\nSitemap: {where}\n".encode())
    yield landing(plan)


def landing(plan: Plan) -> OutputFile:
    """The way in, ``index.html`` of the output folder: the editions, each named in its own languages.

    A small script puts first what the browser's languages ask for; nobody is sent anywhere.
    """
    site, root = plan.site, plan.folders[""]
    spoken = site.source
    entries = []
    for name in site.editions:
        shown = shown_languages(site, name)
        listed = [one for one in plan.order if shown[-1] in one.counts]
        truth = furniture.words_truth_of(listed, shown[-1]) if shown[-1] != site.source and listed else None
        entries.append(
            {
                "link": furniture.EditionLink(
                    f"{name}/{INDEX}.html", tuple((one, languages.own_name(one)) for one in shown), current=False
                ),
                "languages": shown,
                "truth": truth if truth is not None and not truth.complete else None,
            }
        )
    titles = [folder_title(plan, root, language) for language in (site.source, *site.targets)]
    values = bare(spoken) | {
        "head_title": " · ".join(dict.fromkeys(label.text for label in titles)),
        "titles": tuple({label.text: label for label in titles}.values()),
        "entries": entries,
        "alternates": folder_alternates(plan, root),
        "canonical": absolute(site, f"{INDEX}.html"),
        "feeds": feeds(plan.masthead, (site.source, *site.targets), ""),
    }
    return OutputFile(f"{INDEX}.html", rendered("landing.html", site, language=spoken, values=values))


def missing(plan: Plan) -> OutputFile:
    """The page for addresses that lead nowhere; its own links do not depend on where it is shown."""
    site, root = plan.site, plan.folders[""]
    base = site.base or urlsplit(site.url).path
    up = f"/{base.strip('/')}/".replace("//", "/") if base or site.url else ""
    ways = []
    for language in (site.source, *site.targets):
        said = languages.interface(language)
        if language in site.editions:
            home = f"{up}{relative(f'{language}/{INDEX}.html', page='')}"
            ways.append((said.language, said.gettext, home, folder_title(plan, root, language)))
    values = bare(site.source, up=up) | {
        "head_title": " · ".join(dict.fromkeys(said("Page not found") for _, said, _, _ in ways)) or "404",
        "ways": ways,
        "hidden": True,
    }
    return OutputFile("404.html", rendered("missing.html", site, language=site.source, values=values))


def _feeds(plan: Plan) -> Iterator[OutputFile]:
    site = plan.site
    for language, _, title in feeds(plan.masthead, (site.source, *site.targets), ""):
        dated = [one for one in plan.order if one.front_matter.date and is_version(one, language, site)]
        news = sorted(
            (_news(plan, one, language) for one in dated), key=lambda one: (one.updated, one.url), reverse=True
        )
        values = {
            "lang": language,
            "title": _xml(title),
            "home": absolute(site, f"{language}/{INDEX}.html"),
            "own": absolute(site, feed_address(language)),
            "authors": tuple(map(_xml, site.authors)),
            "news": news,
        }
        yield OutputFile(feed_address(language), rendered("feed.xml", site, language=language, values=values))


def _news(plan: Plan, document: Document, language: str) -> News:
    day = document.front_matter.date or ""
    summary = document.summaries.get(language)
    return News(
        title=_xml(document.titles[language].text),
        url=absolute(plan.site, f"{language}/{plan.addresses[document.name]}"),
        published=day,
        updated=max(day, document.translation(language).revised),
        summary=_xml(summary.text) if summary else "",
        authors=tuple(map(_xml, authors(document, plan.site, language))),
    )


def _site_map(plan: Plan) -> OutputFile:
    site = plan.site
    found = [Address(absolute(site, f"{INDEX}.html"), "", ())]
    for name in site.editions:
        shown = shown_languages(site, name)
        for folder in plan.folders.values():
            if folder.text is None:
                told = folder_alternates(plan, folder) if len(shown) == 1 else ()
                found.append(Address(absolute(site, f"{name}/{folder.address}"), "", told))
        for document in filter(None, (plan.folders[""].text, *plan.order)):
            if len(shown) == 2 or is_version(document, name, site):
                told = alternates(site, document) if len(shown) == 1 else ()
                day = max(document.front_matter.date or "", document.translation(shown[-1]).revised)
                where = f"{name}/{plan.addresses[document.name]}"
                found.append(Address(absolute(site, where), day, told))
    return OutputFile("sitemap.xml", rendered("sitemap.xml", site, language=site.source, values={"pages": found}))


def _xml(text: str) -> str:
    return _NO_XML.sub("", text)
