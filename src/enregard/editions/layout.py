"""Where everything lies in a site: its folders, its reading order, the address of each page."""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from html import unescape
from urllib.parse import quote

from enregard import markup
from enregard.editions.contract import INDEX, Document, Folder, Imprint, Label, Masthead, Plan, Site
from enregard.errors import ProjectError
from enregard.model import Page

_RAW_HEADING = re.compile(r"<h1\b[^<>]*>(.*?)</h1>", re.DOTALL)
_ID = re.compile(r"""<[^<>]*?\s(?:id|name)=(?:"([^"]*)"|'([^']*)')""")
NAMELESS = "—"
"""The title of a site that has neither a title nor a document."""
_DIGITS = re.compile(r"(\d+)")


def anchors(page: Page) -> frozenset[str]:
    """The ids on a page that a link may lead to."""
    found = (_ID.findall(block.html) for block in page.blocks if "id=" in block.html or "name=" in block.html)
    return frozenset(unescape(double or single) for pairs in found for double, single in pairs)


def plan(site: Site) -> Plan:
    """The site in order. Raises ProjectError when two of its pages, or a page and an asset, have one address."""
    published = [document for document in site.documents if site.drafts or not document.front_matter.draft]
    folders = _folders(published)
    order = tuple(document for document in _walk(folders, "") if document.name != INDEX)
    result = Plan(
        site=site,
        folders=folders,
        order=order,
        by_path={document.path: document for document in site.documents},
        addresses={document.name: address(document) for document in published},
        assets=frozenset(site.assets),
        places={document.name: place for place, document in enumerate(order)},
        spans=_spans(folders, order),
        localised=localised(site.assets, site.targets),
        masthead=_masthead(site, folders[""], order),
    )
    _refuse_collisions(result)
    return result


def is_version(document: Document, language: str, imprint: Imprint) -> bool:
    """True where a document is translated far enough to be offered as its version in a language."""
    if language == imprint.source:
        return True
    counts = document.counts.get(language)
    if counts is None:
        return False
    translated = counts.words.translated - document.translation(language).withheld_words
    return 100 * translated >= imprint.hreflang_threshold * counts.words.total


def _masthead(site: Site, root: Folder, order: Sequence[Document]) -> Masthead:
    shown = (site.source, *site.targets)
    dated = [document for document in order if document.front_matter.date] if site.url and site.feeds else []
    return Masthead(
        imprint=site.imprint,
        titles={language: _site_title(site, root, order, language) for language in shown},
        feeds=tuple(
            one for one in shown if one in site.editions and any(is_version(document, one, site) for document in dated)
        ),
    )


def _site_title(site: Site, root: Folder, order: Sequence[Document], language: str) -> Label:
    """The title of the root's ``index.md``, else that of the settings, else that of the first document."""
    if root.text is not None:
        return root.text.titles.get(language) or root.text.titles[site.source]
    first = order[0].titles if order and not site.title else {}
    return first.get(language) or Label(site.title or NAMELESS, site.source)


def _spans(folders: Mapping[str, Folder], order: Sequence[Document]) -> dict[str, slice]:
    """Where the documents of each folder stand in reading order, which is folder by folder."""
    ends: dict[str, list[int]] = {path: [] for path in folders}
    for place, document in enumerate(order):
        folder = folder_of(document)
        while not ends[folder] or ends[folder][-1] != place:
            ends[folder] = [*ends[folder][:1], place]
            folder = posixpath.dirname(folder)
    return {path: slice(found[0], found[-1] + 1) if found else slice(0, 0) for path, found in ends.items()}


def address(document: Document) -> str:
    """Path of a document's page below the folder of an edition; ``slug`` changes its last part only."""
    folder, last = posixpath.split(document.name)
    slug = document.front_matter.slug
    return posixpath.join(folder, f"{last if slug is None or last == INDEX else slug}.html")


def folder_of(document: Document) -> str:
    """Path of the folder that lists a document; an ``index.md`` is listed by its folder's own folder."""
    return posixpath.dirname(document.name)


def own_version(asset: str, language: str) -> str:
    """The name of the file that stands for an asset in a language: ``frise.en.svg`` for ``frise.svg``."""
    stem, suffix = posixpath.splitext(asset)
    return f"{stem}.{language}{suffix}"


def localised(assets: Sequence[str], languages: Sequence[str]) -> frozenset[str]:
    """The assets that stand for another one in one of these languages, such as ``frise.en.svg`` for ``frise.svg``."""
    known = frozenset(assets)
    return frozenset(own for one in known for language in languages if (own := own_version(one, language)) in known)


def relative(target: str, *, page: str) -> str:
    """A link from one page of the output folder to another file in it, percent-encoded where it must be."""
    return _relative(target, posixpath.dirname(page))


@lru_cache(maxsize=20_000)
def _relative(target: str, folder: str) -> str:
    inside = f"{folder}/" if folder else ""
    path = target.removeprefix(inside) if target.startswith(inside) else posixpath.relpath(target, folder)
    return quote(path, safe="/!$&'()*+,;=@~")


def shown_languages(site: Imprint, edition: str) -> tuple[str, ...]:
    """The languages that an edition shows, by its name (``en``, ``fr-en``); none when the site has no such edition."""
    if edition == site.source or edition in site.targets:
        return (edition,)
    return next(((site.source, target) for target in site.targets if edition == f"{site.source}-{target}"), ())


def folder_title(plan: Plan, folder: Folder, language: str) -> Label:
    """The title of a folder: its ``index.md``'s, else its name made readable; the root's is that of the site."""
    site = plan.site
    if not folder.path:
        return plan.masthead.titles[language]
    if folder.text is not None:
        return folder.text.titles.get(language) or folder.text.titles[site.source]
    words = re.sub(r"[-_\s]+", " ", posixpath.basename(folder.path)).strip()
    return Label(words[:1].upper() + words[1:], site.source)


def title_of(page: Page, name: str, source: str) -> Label:
    """What a page is called: its front matter's title, its first h1 or heading, or its file's name."""
    passage = page.metadata.get("title")
    if passage is not None and (text := markup.text(passage.html).strip()):
        return Label(text, passage.language, passage)
    headings = sorted(page.contents, key=lambda heading: heading.level != 1)
    if raw := raw_heading(page):
        return Label(raw, page.language)
    for heading in [heading for heading in headings if markup.text(heading.html).strip()][:1]:
        shown = {passage.language for passage in heading.passages}
        return Label(markup.text(heading.html).strip(), shown.pop() if len(shown) == 1 else page.language)
    return Label(posixpath.basename(name), source)


def plain(label: Label) -> Label:
    """The label as other pages show it: words, and no passage of this page."""
    return Label(label.text, label.language)


def raw_heading(page: Page) -> str | None:
    """The words of an h1 that the author wrote as HTML, where the Markdown has none."""
    if any(heading.level == 1 for heading in page.contents):
        return None
    found = (_RAW_HEADING.search(block.html) for block in page.blocks if "<h1" in block.html)
    return next((markup.text(match[1]).strip() for match in found if match), None) or None


def has_heading(page: Page) -> bool:
    """Whether the text has an h1 of its own, so that the page shows no title above it."""
    return any(heading.level == 1 for heading in page.contents) or raw_heading(page) is not None


def author_of(page: Page) -> str:
    """The author's name as the page has it; empty where the front matter's ``author`` is no passage."""
    passage = page.metadata.get("author")
    return markup.text(passage.html).strip() if passage else ""


def summary_of(page: Page) -> Label | None:
    """What a page says of itself in its front matter."""
    passage = page.metadata.get("summary") or page.metadata.get("description")
    text = markup.text(passage.html).strip() if passage else ""
    return Label(text, passage.language, passage) if passage and text else None


def _folders(documents: list[Document]) -> dict[str, Folder]:
    paths = {""}
    for document in documents:
        folder = folder_of(document)
        while folder not in paths:
            paths.add(folder)
            folder = posixpath.dirname(folder)
    texts = {folder_of(document): document for document in documents if _is_index(document)}
    inside: dict[str, list[Document]] = {path: [] for path in paths}
    for document in documents:
        if not _is_index(document):
            inside[folder_of(document)].append(document)
    below: dict[str, list[str]] = {path: [] for path in paths}
    for path in paths - {""}:
        below[posixpath.dirname(path)].append(path)
    return {
        path: Folder(
            path,
            texts.get(path),
            tuple(sorted(inside[path], key=lambda one: _rank(one, one.name))),
            tuple(sorted(below[path], key=lambda one: _rank(texts.get(one), one))),
        )
        for path in sorted(paths)
    }


def _walk(folders: Mapping[str, Folder], path: str) -> Iterator[Document]:
    folder = folders[path]
    if folder.text is not None:
        yield folder.text
    yield from folder.documents
    for below in folder.folders:
        yield from _walk(folders, below)


def _is_index(document: Document) -> bool:
    return posixpath.basename(document.name) == INDEX


def _rank(document: Document | None, name: str) -> tuple[bool, int, list[tuple[int, str]], str]:
    """``order`` first, then the name as people sort it: page 2 before page 10."""
    order = document.front_matter.order if document is not None else None
    parts = _DIGITS.split(unicodedata.normalize("NFKD", name).casefold())
    natural = [(int(part), "") if part.isdecimal() else (-1, part) for part in parts if part]
    return order is None, order or 0, natural, name


def _refuse_collisions(plan: Plan) -> None:
    owners: dict[str, str] = {}
    pages = [(plan.addresses[name], plan.by_path[path].source_path) for path, name in _names(plan)]
    listed = [(f.address, f"the index page of {f.path or 'the site'}") for f in plan.folders.values() if not f.text]
    for where, owner in (*pages, *listed, *((asset, asset) for asset in plan.site.assets)):
        key = unicodedata.normalize("NFC", where).casefold()
        if key in owners:
            raise ProjectError(
                f"{owners[key]} and {owner} would both be published as {where}",
                advice="give one of them another name, or another slug in its front matter",
            )
        owners[key] = owner


def _names(plan: Plan) -> list[tuple[str, str]]:
    return [(path, one.name) for path, one in plan.by_path.items() if one.name in plan.addresses]
