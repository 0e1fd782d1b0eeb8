"""The seam of editions: what a page owes its own document, what it owes the rest of the site, and nothing besides."""

from __future__ import annotations

import json
import pickle
from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sites import Reader, pages_of, published, site_of
from test_conforming import SOUP

from enregard import codec, editions, markup
from enregard.editions import Article, Document, Outlook, Site
from enregard.model import Block, Finding, Page

SOURCES = {
    "index": "---\ntitle: Le mètre\n---\n\nVoir [la mesure](partie/b.md#la).\n",
    "partie/a": "# L’arc\n\nVoir [la suite](b.md), [la frise](../frise.svg) et [rien](c.md).\n\n![](../frise.svg)\n",
    "partie/b": "---\nsummary: Une suite.\n---\n\n# La mesure {#la}\n\nUn texte.\n",
}
ENGLISH = {"L’arc": "The arc", "La mesure": "The measure", "Un texte.": "A text."}
ASSETS = ("frise.svg", "frise.en.svg")


def made(
    site: Site, pages: Mapping[str, Mapping[str, Page]], name: str, edition: str
) -> tuple[Document, Article, Outlook]:
    """All that the page of a document is made of."""
    plan = editions.plan(site)
    (document,) = (one for one in site.documents if one.name == name)
    way = editions.edition_named(site, edition)
    own = editions.localised(site.assets, site.targets)
    ready = editions.galleys(pages[name], path=document.path, source="fr", localised=own)
    article = editions.article(way, document, ready, plan.masthead.imprint)
    return document, article, editions.outlook(plan, way, document)


@pytest.mark.parametrize("edition", ["fr", "en", "fr-en"])
@pytest.mark.parametrize("name", SOURCES)
def test_a_page_is_made_of_values_that_can_be_sent_and_kept(name: str, edition: str) -> None:
    """Article and outlook come back from other processes and from JSON as they were, and make the same page."""
    site, pages = site_of(SOURCES, ENGLISH, assets=ASSETS)
    document, article, outlook = made(site, pages, name, edition)
    way = editions.edition_named(site, edition)
    once = editions.page(way, document, article, outlook)
    sent = pickle.loads(pickle.dumps((document, article, outlook)))  # noqa: S301 - our own bytes
    assert sent == (document, article, outlook)
    kept = codec.restored(Article, json.loads(json.dumps(codec.plain(article))))
    assert kept == article
    assert editions.page(way, sent[0], kept, sent[2]) == once


def test_a_page_does_not_see_how_far_another_is_translated() -> None:
    """Words translated elsewhere leave the outlook of a page as it was; a new title of its neighbour does not."""
    before, pages = site_of(SOURCES, ENGLISH)
    after, _ = site_of(SOURCES, {**ENGLISH, "Un texte.": "Another text."})
    renamed, _ = site_of(SOURCES, {**ENGLISH, "La mesure": "The measurement"})
    outlooks = [made(site, pages, "partie/a", "fr-en")[2] for site in (before, after, renamed)]
    assert outlooks[0] == outlooks[1]
    assert repr(outlooks[0]) == repr(outlooks[1])
    assert outlooks[0] != outlooks[2]


@pytest.mark.parametrize("edition", ["fr", "en", "fr-en"])
def test_a_page_sees_no_more_of_others_than_their_faces(edition: str) -> None:
    """Without numbers, summaries and authors outlooks are what they were, but where documents are listed."""
    site, _ = site_of(SOURCES, ENGLISH, assets=ASSETS)
    whole, bare = (
        editions.plan(one) for one in (site, replace(site, documents=tuple(map(editions.face, site.documents))))
    )
    way = editions.edition_named(site, edition)
    assert [editions.lists(one) for one in site.documents] == [True, False, False]
    same = [editions.outlook(whole, way, one) == editions.outlook(bare, way, one) for one in site.documents]
    assert same == [False, True, True]


def test_what_is_wrong_with_an_address_is_known_without_making_the_page() -> None:
    """The findings about links come from the article and the outlook alone, with the passage that holds the address."""
    site, pages = site_of(SOURCES, ENGLISH, assets=ASSETS)
    document, article, outlook = made(site, pages, "partie/a", "fr-en")
    (found,) = editions.link_findings(document, article, outlook)
    assert (found.message, found.source and found.source.line) == ("c.md does not exist", 3)
    way = editions.edition_named(site, "fr-en")
    assert [one for one in editions.page(way, document, article, outlook) if isinstance(one, Finding)] == [found]


def test_a_dead_link_is_told_where_it_stands() -> None:
    """An address that is the beginning of another one's is looked for in its own paragraph."""
    findings = published({"a": "Voir [le guide](guide.md#plan).\n\nVoir aussi [tout le guide](guide.md).\n"}).findings
    places = {one.message: (one.source and one.source.line, one.msgid) for one in findings}
    assert places["guide.md does not exist"] == (3, "Voir aussi [tout le guide](guide.md).")


def test_an_image_of_its_own_in_one_language() -> None:
    """An image is shown once for both languages, unless one of them has a file of its own; ids are then apart."""
    text = '![](frise.svg)\n\n<figure id="f"><img src=frise.svg></figure>\n\nVoir [la frise](#f).\n'
    shared = Reader(published({"a": text}, assets=("frise.svg",)).files["fr-en/a.html"])
    assert [one.attributes["src"] for one in shared.all("img")] == ["frise.svg"] * 2
    assert [one.attributes["href"] for one in shared.all("a") if one.text == "la frise"] == ["#f", "#f"]
    own = Reader(published({"a": text}, assets=ASSETS).files["fr-en/a.html"])
    assert [one.attributes["src"] for one in own.all("img")] == ["frise.svg", "frise.en.svg"] * 2
    assert [one.attributes["href"] for one in own.all("a") if one.text == "la frise"] == ["#f", "#en-f"]


def test_an_address_stays_between_its_quotation_marks() -> None:
    """However an author wrote an address, and wherever it leads: it is the value of its attribute, and no more."""
    text = (
        "<p><a href='x\" onclick=\"alert(1).md'>a</a> <a href=b.md>b</a> <a href=c.md>c</a> <a href='b.md'>d</a></p>\n"
    )
    page = Reader(published({"a": text, "b": "Texte.\n"}).files["fr/a.html"])
    found = {one.text: one.attributes for one in page.article().inside[0].inside if one.tag == "a"}
    assert {name: link["href"] for name, link in found.items()} == {
        "a": 'x" onclick="alert(1).md',
        "b": "b.html",
        "c": "c.md",
        "d": "b.html",
    }
    assert not any("onclick" in link for link in found.values())


def test_an_element_that_looks_like_a_passage() -> None:
    """An author may write ``data-segment``; the passages around it keep their own ids."""
    text = 'Un texte <span data-segment="faux">faux</span>.\n\nUne suite.\n'
    pages, segments = pages_of("a", text, {}, ["en"])
    assert len(pages["fr"].blocks) == 2
    files = published({"a": text}).files
    single, facing = Reader(files["fr/a.html"]), Reader(files["fr-en/a.html"])
    names = {one.attributes["data-segment"]: one.attributes.get("id") for one in single.all(attribute="data-segment")}
    assert names == {"faux": None} | {one.id: f"s-{one.id}" for one in segments}
    classes = [(one.attributes["data-segment"], one.classes) for one in facing.all(attribute="data-segment")]
    assert [found for name, found in classes if name != "faux"] == [{"u1"}] * 4


@given(st.sampled_from(["p", "blockquote", "ul", "h2", "div"]), SOUP)
def test_a_block_and_its_inside_agree(tag: str, soup: str) -> None:
    """What is made of a block is, inside its element, what is made of its inside alone, whatever an author typed."""
    whole, inner = f"<{tag}>{soup}</{tag}>", soup
    page = Page("fr", (Block(tag, {}, inner, whole, (), wordless=True),), (), {})
    (found,) = editions.galleys({"fr": page}, path="a.md", source="fr").by_language["fr"].blocks
    assert found.html == markup.conforming(whole) or found.html == whole
    assert found.inner in {markup.conforming(inner, inside=tag), inner}


def test_words_of_the_interface_in_a_template_of_ones_own() -> None:
    """``t("...")`` speaks the language of the page wherever a template shows it, and is left alone in other text."""
    mine = '{{ t("Search") }}|{{ "x" if t("Search") == "y" else t("Contents") }}|{{ t("What?") }}|t("Search")'
    files = published({"a": "Texte.\n"}, templates={"page.html": mine}).files
    assert files["fr/a.html"] == 'Recherche|Sommaire|What?|t("Search")'
    assert files["en/a.html"] == 'Search|Contents|What?|t("Search")'


def test_an_imprint_is_a_site_without_what_it_holds() -> None:
    """Pages may know the settings of a site, and neither its documents nor its assets."""
    site, _ = site_of(SOURCES, ENGLISH, assets=ASSETS, licence="CC0")
    assert site.imprint == replace(site, documents=(), assets=ASSETS).imprint
    assert (site.imprint.title, site.imprint.licence, hasattr(site.imprint, "documents")) == ("Cahiers", "CC0", False)
