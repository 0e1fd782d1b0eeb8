"""What the head of a page tells machines: where the same text stands in other languages, who wrote it, and when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from enregard.editions.contract import INDEX, Document, Edition, Folder, Imprint, Masthead, Plan
from enregard.editions.layout import address, is_version, relative

Alternates = tuple[tuple[str, str], ...]
"""Language tag (or ``x-default``) and absolute address, as ``hreflang`` links have them."""


def absolute(site: Imprint, path: str) -> str:
    """Address of a file of the site; empty where it is not known where the site will stand."""
    return site.url.rstrip("/") + "/" + relative(path, page="") if site.url else ""


def alternates(imprint: Imprint, document: Document) -> Alternates:
    """The same document in other languages, for search engines: those that it is translated far enough into."""
    return _told(imprint, address(document), [document])


def folder_alternates(plan: Plan, folder: Folder) -> Alternates:
    """The same for an index page: it is a version where all that it lists, taken together, is."""
    return _told(plan.site, folder.address, plan.order[plan.spans[folder.path]])


def _told(imprint: Imprint, page: str, documents: Sequence[Document]) -> Alternates:
    if not imprint.url:
        return ()
    told = []
    for language in (imprint.source, *imprint.targets):
        far = language == imprint.source or _all_far(documents, language, imprint)
        if language in imprint.editions and far:
            told.append((language, absolute(imprint, f"{language}/{page}")))
    if len(told) < 2:
        return ()
    default = page if page == f"{INDEX}.html" else f"{imprint.source}/{page}"  # the way in asks for a language first
    return (*told, ("x-default", absolute(imprint, default)))


def _all_far(documents: Sequence[Document], language: str, imprint: Imprint) -> bool:
    known = [
        (one.counts[language], one.translation(language).withheld_words) for one in documents if language in one.counts
    ]
    done = sum(counts.words.translated - withheld for counts, withheld in known)
    return bool(known) and 100 * done >= imprint.hreflang_threshold * sum(counts.words.total for counts, _ in known)


def authors(document: Document, site: Imprint, language: str) -> tuple[str, ...]:
    """Who wrote a document, as a language names them: its front matter, else the authors of the whole."""
    written = document.authors.get(language) or document.front_matter.values.get("author", "")
    names = (written,) if isinstance(written, str) else written
    return tuple(name.strip() for name in names if name.strip()) or site.authors


def linked_data(masthead: Masthead, edition: Edition, document: Document) -> dict[str, object]:
    """The page in the words of schema.org: a work, its translation, or a page that holds both."""
    site = masthead.imprint
    works = {language: _work(masthead, document, language) for language in edition.languages}
    source, targets = site.source, [language for language in works if language != site.source]
    if len(works) == 1 and targets:
        told = works[targets[0]] | {"translationOfWork": _reference(masthead, document, source)}
    elif len(works) == 1:
        versions = [one for one in site.targets if one in site.editions and is_version(document, one, site)]
        told = works[source]
        if versions:
            told |= {"workTranslation": [_reference(masthead, document, language) for language in versions]}
    else:
        parts = [
            work | ({"translationOfWork": _reference(masthead, document, source)} if language != source else {})
            for language, work in works.items()
        ]
        where = absolute(site, f"{edition.name}/{address(document)}")
        names = list(dict.fromkeys(str(work["name"]) for work in works.values()))
        told = {"@type": "WebPage", **_at(where), "name": " · ".join(names)}
        told |= {"inLanguage": list(works), "hasPart": parts}
    return {"@context": "https://schema.org", **told}


def open_graph(masthead: Masthead, edition: Edition, document: Document) -> tuple[tuple[str, str], ...]:
    """Properties of the Open Graph, for those who share the page: only where the site's address is known."""
    site, language = masthead.imprint, edition.languages[-1]
    if not site.url:
        return ()
    told = [
        ("og:type", "article"),
        ("og:title", document.titles[language].text),
        ("og:url", absolute(site, f"{edition.name}/{address(document)}")),
        ("og:site_name", masthead.titles[language].text),
        ("og:locale", language.replace("-", "_")),
    ]
    told += [("og:locale:alternate", one.replace("-", "_")) for one in edition.languages[:-1]]
    if summary := document.summaries.get(language):
        told.append(("og:description", summary.text))
    if document.front_matter.date:
        told.append(("article:published_time", document.front_matter.date))
    return (*told, *(("article:author", name) for name in authors(document, site, language)))


def _work(masthead: Masthead, document: Document, language: str) -> dict[str, object]:
    site, told = masthead.imprint, document.translation(language)
    work: dict[str, object] = dict(_reference(masthead, document, language))
    if summary := document.summaries.get(language):
        work["description"] = summary.text
    if names := authors(document, site, language):
        work["author"] = [{"@type": "Person", "name": name} for name in names]
    if document.front_matter.date:
        work["datePublished"] = document.front_matter.date
    if told.translator:
        work["translator"] = {"@type": "Person", "name": told.translator}
        if told.revised:
            work["dateModified"] = told.revised
    if site.licence:
        work["license"] = site.licence
    work["isPartOf"] = {"@type": "WebSite", "name": masthead.titles[language].text}
    return work


def _reference(masthead: Masthead, document: Document, language: str) -> Mapping[str, object]:
    site = masthead.imprint
    where = f"{language}/{address(document)}" if language in site.editions else ""
    title = document.titles.get(language) or document.titles[site.source]
    return {
        "@type": "Article",
        **_at(absolute(site, where) if where else ""),
        "inLanguage": language,
        "name": title.text,
    }


def _at(address: str) -> dict[str, object]:
    return {"@id": address, "url": address} if address else {}
