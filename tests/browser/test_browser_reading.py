"""Reading in a real browser: views, lights, links, citing, without script and with it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page

Visit = Callable[..., "Page"]
METRE, TOISES = "fr-en/metre.html", "fr-en/avant/toises.html"
FRENCH = ".row:nth-of-type(1) > :nth-child(1)"
ENGLISH = ".row:nth-of-type(1) > :nth-child(2)"
VIEWS = {
    "both": (True, True),
    "fr": (True, False),
    "en": (False, True),
    "interleaved": (True, True),
    "demand": (False, True),
}


def background(page: Page, selector: str) -> str:
    """What is painted behind the first element that a selector finds."""
    return str(page.locator(selector).first.evaluate("e => getComputedStyle(e).backgroundImage"))


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_each_view_shows_its_languages(visit: Visit, view: str, *, script: bool) -> None:
    """Chosen with the pointer; the style alone does it."""
    page = visit(METRE, java_script_enabled=script)
    page.locator(f".views label:has([value={view}])").click()
    assert (page.locator(FRENCH).is_visible(), page.locator(ENGLISH).is_visible()) == VIEWS[view]
    left, right = (page.locator(one).bounding_box() for one in (FRENCH, ENGLISH))
    if view == "both":
        assert left
        assert right
        assert left["y"] == right["y"]
        assert left["x"] < right["x"]
    if view == "interleaved":
        assert left
        assert right
        assert left["y"] + left["height"] <= right["y"]


def test_french_on_demand_appears_where_it_is_asked_for(visit: Visit) -> None:
    """Beside the row that is hovered, and nothing moves for it."""
    page = visit(METRE)
    page.locator(".views label:has([value=demand])").click()
    before = page.locator("article").bounding_box()
    page.locator(ENGLISH).hover()
    page.wait_for_timeout(200)
    assert page.locator(FRENCH).evaluate("e => getComputedStyle(e).opacity") == "1"
    assert page.locator(".row > p[lang=fr]").last.evaluate("e => getComputedStyle(e).opacity") == "0"
    assert page.locator("article").bounding_box() == before


def test_the_view_is_chosen_by_keyboard_and_kept(visit: Visit) -> None:
    """Arrow keys choose it; the address has it, and the next page shows it."""
    page = visit(METRE)
    page.locator("[name=view]:checked").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    assert page.locator(FRENCH).is_hidden()
    assert "?v=en" in page.url
    page.goto(page.url.replace("metre.html?v=en", "avant/toises.html"))
    assert page.locator("[name=view]:checked").get_attribute("value") == "en"
    page.goto(page.url + "?v=both")
    assert page.locator("[name=view]:checked").get_attribute("value") == "both"


def test_swapping_changes_sides_and_not_the_order(visit: Visit) -> None:
    """The French stays first in the document."""
    page = visit(METRE)
    page.locator(".swap").click()
    left, right = page.locator(FRENCH).bounding_box(), page.locator(ENGLISH).bounding_box()
    assert left
    assert right
    assert left["x"] > right["x"]


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_a_sentence_lights_its_counterpart(visit: Visit, *, script: bool) -> None:
    """Hovered, it and the other one are lit, no third one; and no line is wrapped anew."""
    page = visit(METRE, java_script_enabled=script)
    before = page.locator("article").bounding_box()
    page.locator(f"{FRENCH} .u2").hover()
    assert "gradient" in background(page, f"{FRENCH} .u2")
    assert background(page, f"{ENGLISH} .u2") == background(page, f"{FRENCH} .u2")
    assert background(page, f"{ENGLISH} .u1") == "none"
    assert page.locator("article").bounding_box() == before


def test_a_permalink_leads_to_its_passage_in_every_edition(visit: Visit) -> None:
    """It is reached by keyboard, and the passage is lit where it leads."""
    page = visit(METRE)
    page.locator(".row:nth-of-type(1) > .sign").focus()
    page.keyboard.press("Enter")
    place = page.url.partition("#")[2]
    assert place.startswith("s-")
    assert "gradient" in background(page, f"{ENGLISH} .u1")
    english = visit(f"en/metre.html#{place}")
    assert "gradient" in background(english, f"#{place}")


def test_links_to_other_editions_keep_the_place(visit: Visit) -> None:
    """The passage at the top of the window is at the top there."""
    page = visit(METRE)
    row = page.locator(".row", has_text="After platinum")
    row.evaluate("e => e.scrollIntoView()")
    page.wait_for_timeout(50)
    page.locator(".editions a[hreflang=en]").evaluate("e => e.click()")
    page.wait_for_url(re.compile(r"en/metre\.html#s-"))
    top = page.locator("h2", has_text="After platinum").evaluate("e => e.getBoundingClientRect().top")
    assert -5 < top < 900


def test_copying_from_one_column_leaves_the_other(visit: Visit) -> None:
    """A selection over three paragraphs of English holds no French."""
    page = visit(METRE)
    start = page.locator(f"{ENGLISH} .u1").bounding_box()
    end = page.locator("blockquote[lang=en]").bounding_box()
    assert start
    assert end
    page.mouse.move(start["x"] + 2, start["y"] + 8)
    page.mouse.down()
    page.mouse.move(end["x"] + end["width"] - 5, end["y"] + end["height"] - 4, steps=4)
    page.mouse.up()
    text = page.evaluate("getSelection().toString()")
    assert "To measure is to compare." in text
    assert "all peoples" in text
    assert "comparer" not in text


def test_a_passage_is_cited_in_four_forms(visit: Visit) -> None:
    """By keyboard: both texts, authors, title, date, passage and address."""
    page = visit(METRE)
    page.locator(".row:nth-of-type(1) > .sign").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    card = page.get_by_role("dialog", name="Cite this passage")
    assert card.is_visible()
    cited = card.locator(".cited")
    for part in ("« Mesurer, c’est comparer.", "“To measure is to compare.", "Claire Aubin", "12 March 2026", "#s-"):
        assert part in str(cited.text_content()).replace("\u00a0", " ")
    page.keyboard.press("ArrowRight")
    assert "[passage " in str(cited.text_content())
    page.keyboard.press("ArrowRight")
    assert str(cited.text_content()).startswith("@online{")
    page.keyboard.press("ArrowRight")
    (csl,) = json.loads(str(cited.text_content()))
    assert csl["author"] == [{"literal": "Claire Aubin"}]
    assert csl["issued"] == {"date-parts": [[2026, 3, 12]]}
    assert csl["URL"].startswith("https://exemple.fr/mesures/fr-en/metre.html#s-")
    page.keyboard.press("Escape")
    assert card.is_hidden()
    assert page.evaluate("document.activeElement.className") == "cite-this"


def test_what_is_copied_is_what_is_shown(visit: Visit) -> None:
    """One language, when one is asked for; a passage that is not translated says so."""
    page = visit(TOISES, permissions=["clipboard-read", "clipboard-write"])
    page.locator(".row:nth-of-type(1) > :nth-child(1) .u1").hover()
    page.locator(".cite-this").click()
    page.get_by_role("button", name="Copy English").click()
    page.get_by_text("Copied").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == "See the metre."
    page.get_by_role("button", name="Close").click()
    page.locator(".row", has_text="personne").locator(".u1").first.hover()
    page.locator(".cite-this").click()
    assert "[not yet translated]" in str(page.locator(".cited").text_content())


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_what_changed_is_behind_a_disclosure(visit: Visit, *, script: bool) -> None:
    """Words that went and that came, and the earlier translation; opened by keyboard, without script too."""
    page = visit(TOISES, java_script_enabled=script)
    change = page.locator(".change").first
    assert change.is_hidden()
    page.locator("details.mark summary").first.focus()
    page.keyboard.press("Enter")
    assert change.is_visible()
    assert change.locator("del").all_text_contents() == ["valait cinq grands"]
    assert change.locator("ins").all_text_contents() == ["vaut six"]
    assert "A toise was worth five great feet." in str(change.text_content())
    assert "<script>" not in page.locator("article").inner_html()


def test_headings_stand_once_in_the_outline(visit: Visit) -> None:
    """A list of headings, as a screen reader makes it, has each of them once, in both languages."""
    page = visit(METRE)
    names = page.get_by_role("heading").all_inner_texts()
    assert [" ".join(name.split()) for name in names] == [
        "Le mètre, une mesure pour tous The metre, a measure for all",
        "La chaîne des triangles The chain of triangles",
        "De la toise au mètre From the toise to the metre",
        "Après le platine After platinum",
    ]


@pytest.mark.parametrize(("locale", "first"), [("en-GB", "English"), ("fr-CA", "Français"), ("de-DE", "Français")])
def test_the_way_in_puts_the_readers_language_first(visit: Visit, locale: str, first: str) -> None:
    """And sends nobody anywhere."""
    page = visit("index.html", locale=locale)
    assert page.locator(".ways a").first.inner_text() == first
    assert page.url.endswith("/index.html")


def test_the_article_holds_nothing_but_its_text(visit: Visit) -> None:
    """Signs and buttons are no text: what a reader's mode or a search engine sees is the passages."""
    page = visit("fr-en/index.html", java_script_enabled=False)
    assert page.locator("article").inner_text().split() == ["Bienvenue.", "Welcome."]
