"""What a page shows of its own document, made once and kept: no word of it depends on another document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from enregard import markup
from enregard.editions import furniture
from enregard.editions.addresses import Hole
from enregard.editions.blocks import dressed
from enregard.editions.contract import Document, Edition, Imprint, Translation
from enregard.editions.galleys import Galleys, Remark
from enregard.editions.layout import anchors, author_of, plain, summary_of
from enregard.editions.outline import outlined
from enregard.editions.outlook import Outlook
from enregard.model import Counts, Finding, FrontMatter, Place, Severity


@dataclass(frozen=True, slots=True)
class Article:
    """The text of a page with its head and its table of contents; pickles."""

    html: str
    """Safe HTML with marks where addresses wait for the rest of the site."""
    holes: tuple[Hole, ...]
    remarks: tuple[Remark, ...]
    columns: tuple[furniture.Column, ...]
    contents: tuple[furniture.Entry, ...]
    own_title: bool
    """Whether the text has a title of its own, so that the page shows none above it ..."""
    title_first: bool
    """... and whether it begins with it."""


def describe(
    *,
    name: str,
    source_path: str,
    pages: Galleys,
    counts: Mapping[str, Counts],
    front_matter: FrontMatter,
    translations: Mapping[str, Translation] | None = None,
) -> Document:
    """What other pages must know of a document: titles, summaries, anchors and addresses are taken from its pages."""
    rendered = pages.pages
    return Document(
        name=name,
        path=pages.path,
        source_path=source_path,
        titles={language: plain(galley.title) for language, galley in pages.by_language.items()},
        summaries={language: plain(label) for language, page in rendered.items() if (label := summary_of(page))},
        counts=dict(counts),
        anchors=anchors(rendered[pages.source]),
        addresses=pages.addresses,
        front_matter=front_matter,
        translations=dict(translations or {}),
        authors={language: name for language, page in rendered.items() if (name := author_of(page))},
    )


def article(edition: Edition, document: Document, pages: Galleys, imprint: Imprint) -> Article:
    """What the page of a document in an edition shows of the document itself."""
    first = pages.by_language[edition.languages[0]]
    own_title, blocks = first.titled, first.page.blocks
    body = edition.body(pages, imprint)
    remarks = (remark for language in edition.languages for remark in pages.by_language[language].remarks)
    return Article(
        html=dressed("\n".join(markup.unique(outlined(body.rows, titled=not own_title))), body.attributes),
        holes=pages.holes,
        remarks=tuple(dict.fromkeys(remarks)),
        columns=furniture.columns(document, pages, edition, imprint),
        contents=furniture.contents(pages.pages, edition),
        own_title=own_title,
        title_first=own_title and bool(blocks) and blocks[0].tag == "h1",
    )


def link_findings(document: Document, article: Article, outlook: Outlook) -> Iterator[Finding]:
    """What is wrong with the addresses of a page."""
    for remark in article.remarks:
        message = remark.message if remark.address is None else outlook.faults[remark.address]
        if message:
            place = Place(document.source_path, remark.line)
            yield Finding(remark.rule, Severity.WARNING, message, source=place, msgid=remark.msgid)
