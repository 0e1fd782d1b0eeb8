"""Editions: what readers get, and what must hold on every page whatever the manuscript says."""

from __future__ import annotations

import pickle
import posixpath
import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sites import Published, Reader, Translation, publish, published, site_of

from enregard import editions, markup
from enregard.editions.blocks import closed
from enregard.errors import ProjectError
from enregard.model import Reading, State
from enregard.registry import SOURCES

CASES = Path(__file__).parent / "cases/editions"
METRE = (CASES / "metre.md").read_text(encoding="utf-8")
ENGLISH = dict(
    pair.split("\n", 1) for pair in (CASES / "metre.en.txt").read_text(encoding="utf-8").strip().split("\n\n")
)
SOURCES_OF_A_SITE = {
    "index": "---\ntitle: Cahiers des mesures\nsummary: Études sur les poids et les mesures.\n---\n\nBienvenue.\n",
    "metre": METRE,
    "avant/toises": "---\ntitle: Toises\norder: 2\ndate: 2026-02-01\n---\n\nVoir [le mètre](../metre.md#suite).\n",
    "avant/aunes": "# Aunes et *boisseaux*\n\nRien.\n\n```\ncode\n```\n",
    "avant/10-dixieme": "Dixième.\n",
    "avant/9-neuvieme": "Neuvième.\n",
}


@pytest.fixture(scope="module")
def site() -> Published:
    """A small site with almost everything in it, half translated."""
    return published(SOURCES_OF_A_SITE, ENGLISH, assets=("triangles.svg", "triangles.en.svg", "libre.svg"))


def html_pages(site: Published) -> dict[str, Reader]:
    """All pages of a site, read strictly."""
    return {path: Reader(text) for path, text in site.files.items() if path.endswith(".html")}


def test_documents_have_one_article_and_other_pages_none(site: Published) -> None:
    """Scripts and tests may find the text of a page by its only article."""
    for path, page in html_pages(site).items():
        generated = path in {f"{edition}/avant/index.html" for edition in ("fr", "en", "fr-en")} or "/" not in path
        assert len(page.all("article")) == (0 if generated else 1), path
        assert len(page.all("main")) == 1


def test_every_page_has_one_title_for_its_outline(site: Published) -> None:
    """One h1 a page: the text's own, or one outside the article."""
    for path, page in html_pages(site).items():
        assert len(page.all("h1")) == 1, path


def test_ids_are_unique_and_links_lead_somewhere(site: Published) -> None:
    """Within a page, to another page, and to assets; wherever the site lies."""
    pages = html_pages(site)
    ids = {path: [e.attributes["id"] for e in page.all(attribute="id")] for path, page in pages.items()}
    known = site.files.keys() | site.copies.keys()
    for path, page in pages.items():
        assert len(ids[path]) == len(set(ids[path])), path
        for element in page.all():
            for name in ("href", "src"):
                target = element.attributes.get(name)
                if target is None or target.startswith("https://exemple.fr"):
                    continue
                parts = urlsplit(target)
                assert not parts.scheme, target
                assert not parts.netloc, target
                where = posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(parts.path)))
                where = path if not parts.path else where
                assert where in known, (path, target)
                if parts.fragment:
                    assert unquote(parts.fragment) in ids[where], (path, target)


def test_pages_ask_nothing_of_others_and_run_nothing_inline(site: Published) -> None:
    """The content security policy stands first in head, and nothing on the page breaks it."""
    for page in html_pages(site).values():
        (head,) = page.all("head")
        policy = head.inside[0].attributes
        assert policy["http-equiv"] == "Content-Security-Policy"
        assert policy["content"] == (
            "default-src 'none'; img-src 'self'; style-src 'self'; font-src 'self'; media-src 'self'; "
            "base-uri 'none'; form-action 'none'; script-src 'self'"
        )
        assert not page.all("style")
        assert not page.all(attribute="style")
        scripts = [one for one in page.all("script") if one.attributes.get("type") != "application/ld+json"]
        assert all(not script.text.strip() and "src" in script.attributes for script in scripts)
        assert not any(name.startswith("on") for e in page.elements for name in e.attributes)


def test_both_faces_show_the_same_text(site: Published) -> None:
    """The French column of fr-en is the French edition, the English column the English one (law 9)."""
    for document in ("metre", "index", "avant/toises", "avant/aunes"):
        french = Reader(site.files[f"fr/{document}.html"]).passages()
        english = Reader(site.files[f"en/{document}.html"]).passages()
        both = Reader(site.files[f"fr-en/{document}.html"]).passages()
        assert [(i, text) for i, column, text in both if column == "fr"] == [(i, text) for i, _, text in french]
        assert [(i, text) for i, column, text in both if column == "en"] == [(i, text) for i, _, text in english]


def test_each_block_is_a_row_with_a_cell_per_language() -> None:
    """French first; what has no words stands once, across both columns; a heading is one heading."""
    text = "## Titre {#t}\n\nUn texte.\n\n    code\n\n- un\n- deux\n\n***\n"
    site = published({"a": text}, {"Titre": "Title", "Un texte.": "A text.", "un": "one", "deux": "two"})
    rows = Reader(site.files["fr-en/a.html"]).article().inside
    assert [row.classes for row in rows] == [{"row", "heading"}, {"row"}, {"row", "shared"}, {"row"}, {"row", "shared"}]
    heading, paragraph, code, bullets, rule = rows
    assert [e.tag for e in heading.inside] == ["h2", "a"]
    assert [e.attributes["lang"] for e in heading.inside[0].inside] == ["fr", "en"]
    assert [(e.tag, e.attributes.get("lang")) for e in paragraph.inside] == [("p", "fr"), ("p", "en"), ("a", None)]
    assert [e.tag for e in code.inside] == ["pre"]
    assert [e.tag for e in bullets.inside] == ["ul", "ul", "a"]
    assert [e.tag for e in rule.inside] == ["hr"]


def test_a_translated_page_carries_no_mark() -> None:
    """Silence when all is well."""
    site = published({"a": "Un texte.\n"}, {"Un texte.": "A text."})
    for edition in ("fr", "en", "fr-en"):
        page = Reader(site.files[f"{edition}/a.html"])
        assert not page.all(cls="mark")
        assert not page.all(attribute="data-state")


@pytest.mark.parametrize(
    ("state", "english"),
    [
        (State.UNTRANSLATED, "Not yet translated: the French text stands here."),
        (State.STALE, "The French text has changed since it was translated: it stands here."),
        (State.FUZZY, "Translated in draft, not yet confirmed: the French text stands here."),
        (State.QUARANTINED, "Translation withheld: the French text stands here."),
    ],
)
def test_a_block_in_french_says_so_in_words(state: State, english: str) -> None:
    """In the page's own language; the French page says nothing."""
    site = published({"a": "Un texte.\n"}, {"Un texte.": Translation(None, state)})
    page = Reader(site.files["en/a.html"])
    (passage,) = page.all(attribute="data-state")
    assert (passage.attributes["data-state"], passage.language, passage.text) == (state.value, "fr", "Un texte.")
    (mark,) = page.all(cls="mark")
    assert english in mark.text
    assert mark.language == "en"
    assert english in Reader(site.files["fr-en/a.html"]).article().text
    assert not Reader(site.files["fr/a.html"]).all(cls="mark")


def test_an_old_translation_that_is_kept_is_marked_as_older() -> None:
    """It stands in English, underlined, with words below it."""
    site = published({"a": "Il a un an.\n"}, {"Il a un an.": Translation("He is six.", State.STALE)})
    page = Reader(site.files["en/a.html"])
    assert page.all(attribute="data-state")[0].language == "en"
    assert [mark.text for mark in page.all(cls="mark")] == ["Older than the French text."]


def test_marks_count_passages_within_a_block() -> None:
    """One sentence of three, two of three: words for each."""
    text = "Un texte. Une suite. Une fin.\n"
    one = published({"a": text}, {"Un texte.": "A text.", "Une suite.": "More."})
    assert "One passage not yet translated: it stands in French." in one.files["en/a.html"]
    two = published({"a": text}, {"Un texte.": "A text."})
    assert "2 passages not yet translated: they stand in French." in two.files["fr-en/a.html"]


def test_untranslated_passages_can_be_left_out_of_sight() -> None:
    """With ``untranslated = "hide"`` the block is in the document, hidden."""
    site = published({"a": "Un texte.\n"}, {}, untranslated="hide")
    (wrapper,) = Reader(site.files["en/a.html"]).all(cls="marked")
    assert "hidden" in wrapper.attributes


def test_the_line_of_truth_rounds_down_and_links_to_the_first() -> None:
    """100% is said only when nothing is left."""
    site, pages = site_of({"a": "Un texte.\n\nUne suite.\n"}, {"Un texte.": "A text."})
    page = Reader(publish(site, pages).files["en/a.html"])
    (truth,) = page.all(cls="truth")
    assert "0% translated" in truth.text
    assert "1 passage not yet translated" in truth.text
    (link,) = [e for e in truth.inside for e in e.inside if e.tag == "a"]
    (target,) = [e for e in page.all(attribute="id") if e.attributes["id"] == link.attributes["href"][1:]]
    assert target.text == "Une suite."


def test_notes_of_the_two_columns_have_ids_of_their_own() -> None:
    """And each column's references lead to its own notes and back."""
    site = published({"a": "Texte[^1].\n\n[^1]: Une note.\n"}, {"Texte[^1].": "Text.[^1]", "Une note.": "A note."})
    page = Reader(site.files["fr-en/a.html"])
    references = page.all("a", cls="footnote-ref")
    assert [e.attributes["href"] for e in references] == ["#fn:1", "#en-fn:1"]
    assert {"fn:1", "en-fn:1", "fnref:1", "en-fnref:1"} <= {e.attributes["id"] for e in page.all(attribute="id")}


def test_a_link_to_a_heading_leads_to_the_one_heading_of_both_columns() -> None:
    """Headings have one id; only ids within cells are made distinct."""
    text = "## Suite\n\n[voir](#suite) et {: #ici }\n\nTexte.\n{: #la }\n\n[là](#la)\n"
    page = Reader(published({"a": text}, {"[là](#la)": "[there](#la)"}).files["fr-en/a.html"])
    assert [e.attributes["href"] for e in page.all("a") if e.text == "voir"] == ["#suite", "#suite"]
    assert [e.attributes["href"] for e in page.all("a") if e.text in {"là", "there"}] == ["#la", "#en-la"]


@pytest.mark.parametrize(
    ("written", "leads_to"),
    [
        ("metre.md", "../le-metre.html"),
        ("../metre.md", "../le-metre.html"),
        ("../metre.md#suite", "../le-metre.html#suite"),
        ("/metre.md?a=1#suite", "../le-metre.html?a=1#suite"),
        ("../metre.html", "../le-metre.html"),
        ("../metre", "../le-metre.html"),
        ("autre.md", "autre.html"),
        ("ici.md#fin", "#fin"),
        ("../", "../index.html"),
        ("./", "index.html"),
        ("../plan%20du%20site.pdf", "../plan%20du%20site.pdf"),
        ("../sous/été.md", "../sous/%C3%A9t%C3%A9.html"),
        ("https://exemple.fr/metre.md", "https://exemple.fr/metre.md"),
        ("mailto:a@exemple.fr", "mailto:a@exemple.fr"),
    ],
)
def test_links_between_manuscripts_lead_to_pages_of_the_same_edition(written: str, leads_to: str) -> None:
    """Written to the source file, as an author sees it; slugs, anchors and folders included."""
    sources = {
        "metre": "---\nslug: le-metre\n---\n\n## Suite\n",
        "dossier/metre": "---\nslug: metre-2\n---\n\nTexte.\n",
        "dossier/autre": "Texte.\n",
        "dossier/ici": f"[lien]({written})\n\n## Fin\n",
        "sous/été": "Texte.\n",
    }
    if written == "metre.md":
        leads_to = "metre-2.html"
    site = published(sources, {f"[lien]({written})": f"[link]({written})"}, assets=("plan du site.pdf",))
    for edition, words in (("fr", "lien"), ("en", "link"), ("fr-en", "lien"), ("fr-en", "link")):
        page = Reader(site.files[f"{edition}/dossier/ici.html"])
        (link,) = [e for e in page.all("a") if e.text == words]
        assert link.attributes["href"] == leads_to
    assert not site.findings


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("absent.md", "absent.md does not exist"),
        ("../../secret.md", "../../secret.md lies outside the sources"),
        ("brouillon.md", "brouillon.md leads to a draft, which is not published"),
        ("autre.md#nulle-part", "has no heading or element of that id"),
        ("#nulle-part", "has no heading or element of that id"),
        ("image.png", "image.png does not exist"),
    ],
)
def test_links_that_lead_nowhere_are_findings(written: str, says: str) -> None:
    """With the line of the source, once for both languages; the page is built all the same."""
    sources = {
        "a": f"Un texte.\n\nVoir [ceci]({written}).\n",
        "autre": "Texte.\n",
        "brouillon": "---\ndraft: true\n---\n\nTexte.\n",
    }
    site = published(sources, editions=("fr-en",))
    (finding,) = site.findings
    assert says in finding.message
    assert (finding.rule, finding.source and finding.source.path) == ("dead-link", "source_fr/a.md")
    assert finding.source is not None
    assert finding.source.line == 3
    assert "Voir" in site.files["fr-en/a.html"]


def test_drafts_are_left_out_unless_asked_for() -> None:
    """From pages, indexes and the reading order."""
    sources = {"a": "Texte.\n", "b": "---\ndraft: true\ntitle: Secret\n---\n\nTexte.\n"}
    assert not [path for path, text in published(sources).files.items() if "Secret" in text or "/b." in path]
    assert "fr/b.html" in published(sources, drafts=True).files


def test_images_come_in_the_language_of_the_page() -> None:
    """``frise.en.svg`` stands for ``frise.svg`` on English pages, and in the English column only."""
    text = "![Frise](frise.svg)\n\n![Carte](carte.svg)\n"
    site = published(
        {"a": text},
        {"![Frise](frise.svg)": "![Timeline](frise.svg)"},
        assets=("frise.svg", "frise.en.svg", "carte.svg"),
    )
    sources = {
        edition: [e.attributes["src"] for e in Reader(site.files[f"{edition}/a.html"]).all("img")]
        for edition in ("fr", "en", "fr-en")
    }
    assert sources["fr"] == ["frise.svg", "carte.svg"]
    assert sources["en"] == ["frise.en.svg", "carte.svg"]
    assert sources["fr-en"][:2] == ["frise.svg", "frise.en.svg"]
    assert {path: source for path, source in site.copies.items() if path.startswith("en/")} == {
        "en/frise.svg": "frise.svg",
        "en/frise.en.svg": "frise.en.svg",
        "en/carte.svg": "carte.svg",
    }


def test_images_of_other_hosts_become_links_unless_allowed() -> None:
    """A reader's address goes to nobody whom the settings do not name."""
    text = "![Carte <1>](https://images.exemple.fr/carte.png)\n"
    site = published({"a": text})
    assert not Reader(site.files["fr/a.html"]).all("img")
    (link,) = Reader(site.files["fr/a.html"]).all("a", cls="remote-image")
    assert (link.text, link.attributes["href"]) == ("Carte <1>", "https://images.exemple.fr/carte.png")
    assert {finding.rule for finding in site.findings} == {"remote-image"}
    allowed = published({"a": text}, image_hosts=("images.exemple.fr",))
    assert Reader(allowed.files["fr/a.html"]).all("img")
    assert "img-src 'self' https://images.exemple.fr;" in allowed.files["fr/a.html"]
    assert not allowed.findings


def test_index_pages_list_folders_in_order(site: Published) -> None:
    """``order`` first, then names as people sort them; dates in each language."""
    page = Reader(site.files["fr/avant/index.html"])
    titles = [e.text.strip() for e in page.all("a", cls="title")]
    assert titles == ["Toises", "9-neuvieme", "10-dixieme", "Aunes et boisseaux"]
    both = Reader(site.files["fr-en/avant/index.html"])
    assert "1er\u00a0février 2026" in both.all("main")[0].text
    assert "1\u00a0February 2026" in both.all("main")[0].text


def test_an_index_source_gives_the_text_above_the_list(site: Published) -> None:
    """Its article stands above the list, which is no part of it."""
    page = Reader(site.files["fr/index.html"])
    assert page.article().text.strip() == "Bienvenue."
    assert [e.text.strip() for e in page.all("h2")] == ["Avant"]
    assert not any(e.tag == "article" for e in page.all(cls="index")[0].above)


def test_lists_tell_the_state_only_where_something_is_missing() -> None:
    """A finished document carries no mark in a list either."""
    site, pages = site_of({"a": "Un texte.\n", "b": "![](x.svg)\n"}, assets=("x.svg",))
    items = Reader(publish(site, pages).files["en/index.html"]).all("li", cls="line")
    assert ["translated" in item.text for item in items] == [True, False]


def test_previous_and_next_follow_the_reading_order(site: Published) -> None:
    """Documents of the root, then folder by folder."""
    ways = {}
    for name in ("metre", "avant/toises", "avant/9-neuvieme", "avant/10-dixieme", "avant/aunes"):
        page = Reader(site.files[f"fr/{name}.html"])
        ways[name] = tuple(
            next((e.attributes["href"] for e in page.all("a") if e.attributes.get("rel") == rel), None)
            for rel in ("prev", "next")
        )
    assert ways == {
        "metre": (None, "avant/toises.html"),
        "avant/toises": ("../metre.html", "9-neuvieme.html"),
        "avant/9-neuvieme": ("toises.html", "10-dixieme.html"),
        "avant/10-dixieme": ("9-neuvieme.html", "aunes.html"),
        "avant/aunes": ("10-dixieme.html", None),
    }


def test_pages_lead_to_the_same_page_in_the_other_editions(site: Published) -> None:
    """Each edition named in its own languages, the present one marked."""
    names = Reader(site.files["fr-en/avant/toises.html"]).all(cls="full")
    links = [name.above[-1] for name in names]
    assert [(name.text, e.attributes["href"]) for name, e in zip(names, links, strict=True)] == [
        ("Français", "../../fr/avant/toises.html"),
        ("English", "../../en/avant/toises.html"),
        ("Français–English", "toises.html"),
    ]
    assert [e.attributes.get("aria-current") for e in links] == [None, None, "page"]


def test_titles_come_from_the_front_matter_the_headings_or_the_file() -> None:
    """In that order; a title that no text gives is shown outside the article."""
    sources = {
        "a": "---\ntitle: De l’en-tête\n---\n\n# Du texte\n",
        "b": "## Plus bas\n\n# Du texte\n",
        "c": "Texte.\n\n## Premier titre\n",
        "mon-fichier": "Texte.\n",
    }
    site = published(sources)
    titles = {name: Reader(site.files[f"fr/{name}.html"]).all("title")[0].text for name in sources}
    assert titles == {
        "a": "De l’en-tête · Cahiers",
        "b": "Du texte · Cahiers",
        "c": "Premier titre · Cahiers",
        "mon-fichier": "mon-fichier · Cahiers",
    }


def test_a_site_without_a_title_has_that_of_its_first_document() -> None:
    """Nobody has to write settings for a single article; an edition of nothing has a page all the same."""
    site = published({"b": "Texte.\n", "a": "# Le mètre\n"}, {"Le mètre": "The metre"}, title="")
    assert [e.text for e in Reader(site.files["en/index.html"]).all("h1")] == ["The metre"]
    assert [e.text for e in Reader(site.files["index.html"]).all("h1")] == ["Le mètre The metre"]
    empty = published({"a": "---\ndraft: true\n---\n\nTexte.\n"}, title="")
    assert Reader(empty.files["fr/index.html"]).all("h1")[0].text == "—"


def test_text_of_files_is_escaped_wherever_it_is_shown() -> None:
    """Markup in titles, authors, settings and names is text."""
    hostile = '<b onclick="x">&"'
    text = f"---\ntitle: '{hostile}'\nsummary: '{hostile}'\nauthor: '{hostile}'\n---\n\nTexte.\n"
    site = published({"a": text}, title=hostile, licence=hostile)
    for path, page in html_pages(site).items():
        assert not page.all("b"), path
    assert hostile in Reader(site.files["fr/index.html"]).all("h1")[0].text


def test_html_that_is_never_closed_stays_in_its_cell() -> None:
    """An author's open tag swallows neither the other column nor the foot of the page."""
    site = published({"a": "<div>\n<b>Un texte\n\nUne suite.\n"})
    for edition in ("fr", "en", "fr-en"):
        page = Reader(site.files[f"{edition}/a.html"])
        assert page.all("footer")
        assert [e.tag for e in page.all("footer")[0].above] == ["html", "body"]


def test_a_right_to_left_language_has_its_direction_on_every_cell() -> None:
    """Page, heading and cells; the French keeps its own."""
    site = published({"a": "## Titre\n\nTexte.\n"}, {"Titre": "عنوان", "Texte.": "نص."}, targets=("ar",))
    page = Reader(site.files["fr-ar/a.html"])
    assert (page.all("html")[0].attributes["lang"], page.all("html")[0].attributes["dir"]) == ("ar", "rtl")
    cells = [e for e in page.all(attribute="dir") if any(above.tag == "article" for above in e.above)]
    assert [(e.attributes["lang"], e.attributes["dir"]) for e in cells] == [("fr", "ltr"), ("ar", "rtl")] * 2


def test_search_engines_are_told_only_what_is_translated_far_enough() -> None:
    """Addresses are absolute, so they need the site's own; a page below the bar is no version of a language."""
    site, pages = site_of(
        {"a": "Texte.\n"}, {"Texte.": "Text."}, url="https://exemple.fr/mesures/", hreflang_threshold=50
    )
    page = Reader(publish(site, pages).files["fr/a.html"])
    assert [e.attributes["href"] for e in page.all("link") if e.attributes["rel"] == "canonical"] == [
        "https://exemple.fr/mesures/fr/a.html"
    ]
    assert not [e for e in page.all("link") if "hreflang" in e.attributes]
    site, pages = site_of({"a": "Texte.\n"}, {"Texte.": "Text."}, url="https://exemple.fr/mesures/")
    page = Reader(publish(site, pages).files["en/a.html"])
    assert [e.attributes["hreflang"] for e in page.all("link") if "hreflang" in e.attributes] == [
        "fr",
        "en",
        "x-default",
    ]


def test_a_project_may_bring_templates_and_a_style_of_its_own() -> None:
    """By the name of ours; the style stands beside ours."""
    layout = "<!doctype html><title>{{ head_title }}</title>{% block main %}{% endblock %}"
    site = published({"a": "Texte.\n"}, templates={"layout.html": layout})
    assert site.files["fr/a.html"].startswith("<!doctype html><title>a · Cahiers</title>")
    styled = published({"a": "Texte.\n"}, templates={"site.css": "body { color: red }"})
    assert styled.files["_enregard/site.css"] == "body { color: red }"
    assert 'href="../_enregard/site.css"' in styled.files["fr/a.html"]


@pytest.mark.parametrize("broken", ["{% block", "{{ absent }}", "{% include 'absent.html' %}", "{{ 1 / 0 }}"])
def test_a_broken_template_is_an_error_that_names_it(broken: str) -> None:
    """Not a traceback."""
    with pytest.raises(ProjectError, match="template"):
        published({"a": "Texte.\n"}, templates={"layout.html": broken})


@pytest.mark.parametrize(
    ("sources", "assets"),
    [
        ({"a": "---\nslug: b\n---\n\nTexte.\n", "b": "Texte.\n"}, ()),
        ({"a": "---\nslug: index\n---\n\nTexte.\n"}, ()),
        ({"a": "Texte.\n"}, ("a.html",)),
        ({"d/a": "Texte.\n"}, ("d/INDEX.html",)),
    ],
)
def test_two_pages_with_one_address_are_an_error_that_names_both(
    sources: dict[str, str], assets: tuple[str, ...]
) -> None:
    """Before anything is written."""
    site, _ = site_of(sources, assets=assets)
    with pytest.raises(ProjectError, match=r"source_fr/(d/)?a\.md|index page of"):
        editions.plan(site)


def test_an_edition_that_does_not_exist_is_an_error() -> None:
    """It names those that do."""
    site, _ = site_of({"a": "Texte.\n"})
    with pytest.raises(ProjectError, match="no edition called de") as caught:
        editions.edition_named(site, "de")
    assert caught.value.advice == "choose among fr, en, fr-en"


def test_a_plan_pickles_and_pages_do_not_depend_on_who_makes_them() -> None:
    """Documents can be published by other processes, in any order."""
    site, pages = site_of(SOURCES_OF_A_SITE, ENGLISH)
    once = list(editions.publish(site, edition="fr-en", pages=pages.__getitem__))
    again = pickle.loads(pickle.dumps(editions.plan(site)))  # noqa: S301 - our own bytes
    way = editions.edition_named(site, "fr-en")
    parts = [
        part
        for one in reversed(list(editions.published(again)))
        for part in editions.made(again, way, one, pages[one.name])
    ]
    assert sorted((*parts, *way.rest(again)), key=repr) == sorted(once, key=repr)


def test_style_and_script_stay_small(site: Published) -> None:
    """27 kB and 15 kB before compression, however many languages there are; nothing from another host in them."""
    two = published({"a": "Texte.\n"}, targets=("en", "ar"), editions=("fr", "en", "fr-en", "ar", "fr-ar"))
    assert two.files["_enregard/enregard.css"] == site.files["_enregard/enregard.css"]
    assert '<html lang="ar" dir="rtl" data-left="Français" data-right="العربية">' in two.files["fr-ar/a.html"]
    assert len(site.files["_enregard/enregard.css"].encode()) <= 27_000
    assert len(site.files["_enregard/enregard.js"].encode()) <= 15_000
    assert not re.search(r"url\(|@import|https?:", site.files["_enregard/enregard.css"])


TAGS = st.sampled_from(
    [
        "<b>",
        "</b>",
        "<p>",
        "</p>",
        "<br>",
        "<br />",
        "<i/>",
        "x",
        "<!-- ",
        "-->",
        "<script>",
        '<a title="<i>">',
        "</a>",
        "<",
        '<a href="',
    ]
)


@given(st.lists(TAGS, max_size=8).map("".join))
def test_what_is_let_through_as_closed_is_closed(html: str) -> None:
    """The quick look lets nothing pass that would have been mended."""
    assert closed(html) == markup.conforming(html)


@pytest.mark.parametrize("edition", ["fr", "en", "fr-en"])
def test_every_document_of_the_corpora_is_published_well(edition: str, shared: Path) -> None:
    """Distinct ids and as many passages in each face, whatever 64 authors wrote."""
    for path in sorted((shared / "corpus/md_fr").rglob("*.md"))[::4]:
        text = path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
        manuscript = SOURCES[".md"](text, path=path.name, name="a", reading=Reading(), ids={})
        if manuscript.front_matter.draft:
            continue
        site, pages = site_of({"a": text}, editions=(edition,))
        page = publish(site, pages).files[f"{edition}/a.html"]
        ids = re.findall(r'<[^<>]* id="([^"]*)"', re.sub(r'"[^"<>]*<[^"]*"', '""', page))
        doubled = {one for one in ids if ids.count(one) > 1} - set(re.findall(r'id="([^"]*)"', text))
        assert not doubled, path


def test_authors_are_named_in_the_language_of_the_page() -> None:
    """In the head, in citations, for machines and in feeds."""
    text = "---\ntitle: Note\nauthor: L’équipe d’en face\ndate: 2026-03-12\n---\nTexte.\n"
    site = published({"a": text}, {"L’équipe d’en face": "The team opposite"}, url="https://exemple.fr/")
    for path, named in {"fr/a.html": "L’équipe d’en face", "en/a.html": "The team opposite"}.items():
        html = site.files[path]
        assert f'"author": [{{"@type": "Person", "name": "{named}"}}]' in html
        assert f'data-before="{named}, "' in html
        assert f'property="article:author" content="{named}"' in html
    assert "The team opposite" in site.files["feed.en.xml"]
    assert site.files["fr-en/a.html"].count('"name": "The team opposite"') == 1


def test_what_shows_nothing_takes_no_row() -> None:
    """A comment of the author's, alone between two paragraphs, leaves no gap."""
    html = published({"a": "Un.\n\n<!-- à revoir -->\n\nDeux.\n"}).files["fr-en/a.html"]
    assert "<!-- à revoir -->" in html
    assert 'class="row shared"' not in html


def test_headings_are_as_deep_as_they_stand() -> None:
    """No level of the outline is skipped, in any edition, in Markdown and in HTML; the contents list them all."""
    text = "---\ntitle: Note\n---\n#### Un\n\nA.\n\n##### Deux\n\n<h5>Trois</h5>\n\n#### Quatre\n\n## Cinq\n"
    site = published({"a": text})
    for edition, depths in {"fr": "123322", "en": "123322", "fr-en": "1233322"}.items():  # HTML stands in each column
        html = site.files[f"{edition}/a.html"]
        assert "".join(re.findall(r"<h([1-6])", html)) == "".join(re.findall(r"</h([1-6])", html)) == depths
    assert 'href="#quatre"' in site.files["fr/a.html"]


def test_our_own_words_carry_their_language() -> None:
    """On a page whose language the program does not speak, they are English and say so; the page's own are not."""
    site = published({"a": "---\ntitle: Titre\n---\nTexte.\n", "b": "Deux.\n"}, {"Texte.": "نص."}, targets=("ar",))
    for path in ("ar/a.html", "fr-ar/a.html"):
        html = site.files[path]
        assert '<a class="skip" href="#main--text" lang="en">Skip to the text</a>' in html
        assert 'lang="en">Coverage of this edition</a>' in html
        assert 'aria-label="Languages" lang="en">\n<ul lang="ar">' in html
        assert '<span class="way" lang="en">Next</span>' in html
    assert '<fieldset class="views" lang="en">' in site.files["fr-ar/a.html"]
    assert 'lang="en"' not in site.files["fr/a.html"].replace('hreflang="en" lang="en"', "")


def test_a_heading_may_have_any_name() -> None:
    """No id of the furniture is one that a heading gets from its words."""
    for html in published({"a": "## Text\n\nA.\n\n## Documents\n\nB.\n\n## Main\n\nC.\n"}).files.values():
        ids = re.findall(r'\sid="([^"]*)"', html)
        assert len(set(ids)) == len(ids)
