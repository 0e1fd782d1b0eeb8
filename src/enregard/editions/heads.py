"""What the head of a page tells machines: where the same text stands in other languages, who wrote it, and when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from enregard.editions.contract import INDEX, Document, Edition, Folder, Plan, Site
from enregard.editions.layout import folder_title, relative
from enregard.model import Counts

Alternates = tuple[tuple[str, str], ...]
"""Language tag (or ``x-default``) and absolute address, as ``hreflang`` links have them."""


def absolute(site: Site, path: str) -> str:
    """Address of a file of the site; empty where it is not known where the site will stand."""
    return site.url.rstrip("/") + "/" + relative(path, page="") if site.url else ""


def is_version(document: Document, language: str, site: Site) -> bool:
    """True where a document is translated far enough to be offered as its version in a language."""
    if language == site.source:
        return True
    counts = document.counts.get(language)
    return counts is not None and _far(counts, document.translation(language).withheld_words, site)


def alternates(plan: Plan, document: Document) -> Alternates:
    """The same document in other languages, for search engines: those that it is translated far enough into."""
    return _told(plan, plan.addresses[document.name], [document])


def folder_alternates(plan: Plan, folder: Folder) -> Alternates:
    """The same for an index page: it is a version where all that it lists, taken together, is."""
    inside = f"{folder.path}/" if folder.path else ""
    return _told(plan, folder.address, [one for one in plan.order if one.name.startswith(inside)])


def _told(plan: Plan, page: str, documents: Sequence[Document]) -> Alternates:
    site = plan.site
    if not site.url:
        return ()
    told = []
    for language in (site.source, *site.targets):
        far = language == site.source or _all_far(documents, language, site)
        if language in site.editions and far:
            told.append((language, absolute(site, f"{language}/{page}")))
    if len(told) < 2:
        return ()
    default = page if page == f"{INDEX}.html" else f"{site.source}/{page}"  # the way in asks for a language first
    return (*told, ("x-default", absolute(site, default)))


def _all_far(documents: Sequence[Document], language: str, site: Site) -> bool:
    known = [
        (one.counts[language], one.translation(language).withheld_words) for one in documents if language in one.counts
    ]
    done = sum(counts.words.translated - withheld for counts, withheld in known)
    return bool(known) and 100 * done >= site.hreflang_threshold * sum(counts.words.total for counts, _ in known)


def _far(counts: Counts, withheld: int, site: Site) -> bool:
    return 100 * (counts.words.translated - withheld) >= site.hreflang_threshold * counts.words.total


def authors(document: Document, site: Site) -> tuple[str, ...]:
    """Who wrote a document: its front matter, else the authors of the whole."""
    written = document.front_matter.values.get("author", "")
    names = (written,) if isinstance(written, str) else written
    return tuple(name.strip() for name in names if name.strip()) or site.authors


def linked_data(plan: Plan, edition: Edition, document: Document) -> dict[str, object]:
    """The page in the words of schema.org: a work, its translation, or a page that holds both."""
    site = plan.site
    works = {language: _work(plan, document, language) for language in edition.languages}
    source, targets = site.source, [language for language in works if language != site.source]
    if len(works) == 1 and targets:
        told = works[targets[0]] | {"translationOfWork": _reference(plan, document, source)}
    elif len(works) == 1:
        versions = [one for one in site.targets if one in site.editions and is_version(document, one, site)]
        told = works[source]
        if versions:
            told |= {"workTranslation": [_reference(plan, document, language) for language in versions]}
    else:
        parts = [
            work | ({"translationOfWork": _reference(plan, document, source)} if language != source else {})
            for language, work in works.items()
        ]
        address = absolute(site, f"{edition.name}/{plan.addresses[document.name]}")
        names = list(dict.fromkeys(str(work["name"]) for work in works.values()))
        told = {"@type": "WebPage", **_at(address), "name": " · ".join(names)}
        told |= {"inLanguage": list(works), "hasPart": parts}
    return {"@context": "https://schema.org", **told}


def open_graph(plan: Plan, edition: Edition, document: Document) -> tuple[tuple[str, str], ...]:
    """Properties of the Open Graph, for those who share the page: only where the site's address is known."""
    site, language = plan.site, edition.languages[-1]
    if not site.url:
        return ()
    told = [
        ("og:type", "article"),
        ("og:title", document.titles[language].text),
        ("og:url", absolute(site, f"{edition.name}/{plan.addresses[document.name]}")),
        ("og:site_name", folder_title(plan, plan.folders[""], language).text),
        ("og:locale", language.replace("-", "_")),
    ]
    told += [("og:locale:alternate", one.replace("-", "_")) for one in edition.languages[:-1]]
    if summary := document.summaries.get(language):
        told.append(("og:description", summary.text))
    if document.front_matter.date:
        told.append(("article:published_time", document.front_matter.date))
    return (*told, *(("article:author", name) for name in authors(document, site)))


def _work(plan: Plan, document: Document, language: str) -> dict[str, object]:
    site, told = plan.site, document.translation(language)
    work: dict[str, object] = dict(_reference(plan, document, language))
    if summary := document.summaries.get(language):
        work["description"] = summary.text
    if names := authors(document, site):
        work["author"] = [{"@type": "Person", "name": name} for name in names]
    if document.front_matter.date:
        work["datePublished"] = document.front_matter.date
    if told.translator:
        work["translator"] = {"@type": "Person", "name": told.translator}
        if told.revised:
            work["dateModified"] = told.revised
    if site.licence:
        work["license"] = site.licence
    work["isPartOf"] = {"@type": "WebSite", "name": folder_title(plan, plan.folders[""], language).text}
    return work


def _reference(plan: Plan, document: Document, language: str) -> Mapping[str, object]:
    site = plan.site
    where = f"{language}/{plan.addresses[document.name]}" if language in site.editions else ""
    title = document.titles.get(language) or document.titles[site.source]
    return {
        "@type": "Article",
        **_at(absolute(site, where) if where else ""),
        "inLanguage": language,
        "name": title.text,
    }


def _at(address: str) -> dict[str, object]:
    return {"@id": address, "url": address} if address else {}
