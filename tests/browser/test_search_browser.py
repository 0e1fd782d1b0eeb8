"""Looking for words in a real browser, from a web server: what is found, where it leads, and what is said of it."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import polib
import pytest
from browser_tools import ROOT, SCREENSHOTS, absent, node_package
from command_line import enregard, write

from enregard.commands import pagefind, searching
from enregard.editions import search_index
from enregard.editions.search_index import folded
from enregard.errors import EnregardError

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

Seek = Callable[..., "Page"]
"""Opens a search page: ``seek("en", q="metre", m="all")``; nothing is asked for without ``q``."""


class _Server(SimpleHTTPRequestHandler):
    """A plain server of files that says nothing, and has no icon."""

    def log_message(self, *_: object) -> None:
        """Be quiet."""

    def do_GET(self) -> None:
        """A file; the icon that browsers ask every host for is none of ours."""
        if self.path == "/favicon.ico":
            self.send_response(204)
            self.end_headers()
        else:
            super().do_GET()


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of sites built with search: a small one, the same with old translations kept, our own, and more.

    The one with old translations has an index in many parts, as a large site has.
    """
    try:
        pagefind.located()
    except EnregardError:
        absent("Pagefind")
    folder = tmp_path_factory.mktemp("served")
    shutil.copytree(ROOT / "tests/cases/browser", folder / "small")
    shutil.copytree(folder / "small", folder / "kept")
    write(folder / "kept", {"enregard.toml": '[editions]\nstale = "keep"\n'})
    shutil.copytree(folder / "small", folder / "french")
    shutil.copytree(folder / "small", folder / "english")
    write(folder / "french", {"enregard.toml": '[editions]\nbuild = ["fr"]\n'})
    write(folder / "english", {"enregard.toml": '[editions]\nbuild = ["en"]\n'})
    for name in ("source_fr", "locales"):
        shutil.copytree(ROOT / name, folder / "own" / name)
    shutil.copy(ROOT / "enregard.toml", folder / "own")
    three = {
        "enregard.toml": '[project]\ntargets = ["en", "ar"]\n',
        "source_fr/pont.md": "# Le pont\n\nL’élève traverse le pont. Le cœur du pont est en `<b>` bois.\n",
    }
    write(folder / "three", three)
    enregard(folder / "three", "extract")
    for language, said in (("en", "The bridge."), ("ar", "الجسر.")):
        place = folder / f"three/locales/{language}/LC_MESSAGES/pont.po"
        catalog = polib.pofile(str(place), wrapwidth=0)
        for entry in catalog[:2]:
            entry.msgstr = said
        catalog.save()
    for name in ("small", "kept", "french", "english", "own", "three"):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(searching, "PART", 1 if name == "kept" else searching.PART)
            patch.setattr(search_index, "BUNDLE", 1 if name == "kept" else search_index.BUNDLE)
            run = enregard(folder / name, "build", "--search")
        assert run.code in {0, 1}, run.err
    return folder


@pytest.fixture(scope="module")
def address(built: Path) -> Iterator[str]:
    """Where the sites are served."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Server, directory=str(built)))
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def seek(browser: Browser, address: str) -> Iterator[Seek]:
    """Opens search pages; at the end none has asked anything of another host or complained in the console."""
    contexts, complaints = [], []

    def open_page(
        language: str, *, site: str = "small", width: int = 1280, dark: bool = False, quiet: bool = True, **asked: str
    ) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme="dark" if dark else "light", reduced_motion="reduce"
        )
        contexts.append(context)
        page = context.new_page()
        if quiet:
            page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda r: None if r.url.startswith(address) else complaints.append(r.url))
        query = "&".join(f"{key}={value}" for key, value in asked.items())
        page.goto(f"{address}/{site}/build/search.{language}.html{'?' + query if query else ''}")
        if asked.get("q"):
            settled(page)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


def settled(page: Page) -> str:
    """What the page says it found, when it has."""
    page.wait_for_function(
        "() => { const said = document.getElementById('search--count').textContent;"
        " return said && !/Searching|en cours/.test(said); }"
    )
    return str(page.locator("#search--count").text_content())


def rows(page: Page) -> list[tuple[str, str]]:
    """The pairs that are shown: the text of each side."""
    return [
        (row.locator(":scope > :nth-child(1)").inner_text(), row.locator(":scope > :nth-child(2)").inner_text())
        for row in page.locator(".found .row").all()
    ]


def hits(page: Page) -> set[tuple[str, str]]:
    """The passages that are shown: page and id, by the links that lead to them."""
    links = page.locator(".found .sign").evaluate_all("all => all.map(e => e.getAttribute('href'))")
    return {(unquote(link.partition("#")[0].partition("/")[2]), link.partition("#s-")[2]) for link in links}


@pytest.mark.parametrize("typed", ["mètre", "metre", "MÈTRE", "l’mètre"])
def test_french_is_found_with_and_without_accents(seek: Seek, typed: str) -> None:
    """The pair is shown, what was found is marked, and each side has its language."""
    page = seek("fr", q=typed)
    assert "document" in settled(page)
    pair = page.locator(".found .row", has_text="1791")
    assert pair.locator("[lang=fr] mark").all_inner_texts() == ["mètre"]
    assert "defined by the meridian" in pair.locator("[lang=en] p").first.inner_text()


def test_english_is_found_on_the_french_page_too(seek: Seek) -> None:
    """By its stem: the plural finds the singular."""
    page = seek("fr", q="lengths")
    assert settled(page) == "Trouvé dans 1 document"
    assert page.locator(".found [lang=en] mark").all_inner_texts() == ["length"]
    assert "la longueur dont" in rows(page)[0][0]


def test_what_is_not_there_is_not_found(seek: Seek) -> None:
    """Pagefind would find what begins like the word, were it one letter; that is nothing that was asked for."""
    page = seek("en", q="agreement")
    assert settled(page) == "Nothing found."
    assert rows(page) == []


def test_pagefind_still_finds_what_begins_with_the_same_letter(seek: Seek) -> None:
    """What search.js leaves out of its answers; when this fails, it need not any more."""
    page = seek("en")
    found = page.evaluate(
        "async () => { const one = await import('./_enregard/search/fr/0/pagefind.js');"
        " await one.options({noWorker: true});"
        " const { results } = await one.search('agreement'); const first = await results[0].data();"
        " return first.raw_content.split(/\\s+/)[results[0].words[0]]; }"
    )
    assert len(found) < 4


def test_all_the_words_count(seek: Seek) -> None:
    """Documents that have only one of two words are left out where another has both."""
    page = seek("en", q="platinum meridian")
    assert settled(page) == "Found in 1 document"
    assert {"platinum", "meridian"} == {t.lower() for t in page.locator(".found [lang=en] mark").all_inner_texts()}


def test_a_hit_leads_to_its_passage(seek: Seek) -> None:
    """Side by side, where it is lit; and in each language alone."""
    page = seek("en", q="comparer")
    assert page.locator(".found .sign").get_attribute("aria-label") == "Read this passage"
    ways = page.locator(".found .row .data a").evaluate_all("all => all.map(e => [e.hreflang, e.pathname])")
    assert [(lang, path.partition("build/")[2]) for lang, path in ways] == [
        ("fr", "fr/metre.html"),
        ("en", "en/metre.html"),
    ]
    page.locator(".found .sign").click()
    page.wait_for_url(re.compile(r"fr-en/metre\.html#s-"))
    assert page.locator(":target, :target .u1").first.inner_text().startswith("Mesurer")
    page.go_back()
    settled(page)
    page.locator(".found .row .data a[hreflang=en]").click()
    page.wait_for_url(re.compile(r"en/metre\.html#s-"))
    assert page.locator(":target").inner_text() == "To measure is to compare."


@pytest.mark.parametrize(
    ("asked", "english", "french"),
    [
        ("256", "Not yet translated", "Pas encore traduit"),
        (
            "toise",
            "The French text has changed since it was translated",
            "Le texte français a changé depuis la traduction",
        ),
        ("disparut", "Translation withheld", "Traduction écartée"),
    ],
)
@pytest.mark.parametrize("kind", ["best", "all"])
def test_states_are_told_and_never_shown_as_good(seek: Seek, kind: str, asked: str, english: str, french: str) -> None:
    """Where no translation is published, words say why, in the page's language; the source does not stand in for it."""
    for language, words in (("en", english), ("fr", french)):
        page = seek(language, q=asked, m=kind)
        settled(page)
        marked = page.locator(".found .row", has=page.locator(".marked")).first
        assert marked.locator(":scope > :nth-child(2)").inner_text().strip() == words
        assert asked in marked.locator(":scope > :nth-child(1)").inner_text()
        assert marked.locator(":scope > :nth-child(2)").get_attribute("lang") == language


@pytest.mark.parametrize(("site", "language", "other"), [("french", "fr", "en"), ("english", "en", "fr")])
def test_one_language_alone_is_searched(seek: Seek, site: str, language: str, other: str) -> None:
    """Where one is published only, nothing of the other is shown, and nothing is said to be missing."""
    for kind in ("best", "all"):
        page = seek(language, site=site, q="toise", m=kind)
        settled(page)
        assert page.locator(".found .row").count() > 2
        assert page.locator(f".found [lang={language}] mark").count() > 2
        assert page.locator(f".found [lang={other}], .found .marked").count() == 0
        assert page.locator(".found .sign").first.get_attribute("href").startswith(f"{language}/")  # type: ignore[union-attr]


def test_an_old_translation_that_is_kept_says_that_it_is_old(seek: Seek) -> None:
    """In words and in shape, as on its page."""
    page = seek("en", site="kept", q="toise")
    settled(page)
    cell = page.locator(".found .marked.kept")
    assert cell.locator(".mark").inner_text() == "Older than the French text."
    assert cell.locator("[data-state=stale]").inner_text()


def test_an_index_in_parts_is_searched_as_one(seek: Seek, built: Path) -> None:
    """Documents of all its parts are found, in either order of search."""
    entry = json.loads((built / "kept/build/_enregard/search/pairs/en/entry.json").read_bytes())
    assert entry["indexed"] == {"fr": 3, "en": 3}
    for kind in ("best", "all"):
        page = seek("en", site="kept", q="mesure", m=kind)
        settled(page)
        assert {path for path, _ in hits(page)} == {"index.html", "metre.html"}, kind
        page = seek("en", site="kept", q="toise", m=kind)
        settled(page)
        assert {path for path, _ in hits(page)} == {"avant/toises.html", "metre.html"}, kind


def expected(built: Path, asked: str, *, exact: bool = False) -> set[tuple[str, str]]:
    """All pairs of our own edition that hold words in a row, told by reading them all; punctuation does not count."""
    found = set()
    rest = r"(?![^\W_])" if exact else r"[^\W_]*"
    words = re.findall(r"[^\W_]+", folded(asked))
    pattern = re.compile(r"(?<![^\W_])" + r"[\W_]+".join(f"{word}{rest}" for word in words))
    for place in (built / "own/build/_enregard/search/pairs/en/passages").glob("*.json"):
        for text in json.loads(place.read_bytes()):
            for identity, source, translation, *_ in text["p"]:
                if pattern.search(folded(source)) or pattern.search(folded(translation)):
                    found.add((text["a"], identity))
    return found


@pytest.mark.parametrize(
    ("asked", "exact"),
    [
        ("accord", False),
        ("Élève", False),
        ("reglage", False),
        ("le", False),
        ("t", False),
        ("fr", True),
        ("the catalogue", False),
        ("enregard.toml", False),
        ("2025", False),
        ("introuvable partout", False),
    ],
)
def test_the_concordance_is_complete(seek: Seek, built: Path, asked: str, *, exact: bool) -> None:
    """Every pair in which the words stand, none besides, in the order of the texts, whatever Pagefind makes of them."""
    page = seek("en", site="own", q=f'"{asked}"' if exact else asked, m="all")
    further = page.locator("#search--further button")
    while further.is_visible():
        before = page.locator(".found .row").count()
        further.click()
        page.wait_for_function(f"() => document.querySelectorAll('.found .row').length > {before}")
    assert hits(page) == expected(built, asked, exact=exact)
    told = re.findall(r"\d+", settled(page).replace(",", ""))
    assert told == ([str(len(hits(page))), str(len({a for a, _ in hits(page)}))] if hits(page) else [])


def test_a_word_stands_in_its_context(seek: Seek) -> None:
    """The words before it and behind it, those behind beginning at one place in every line."""
    page = seek("fr", site="own", q="accords", m="all")
    lines = page.locator(".found .occurrence")
    assert lines.count() > 5
    places = {round(box["x"]) for mark in page.locator(".occurrence mark").all() if (box := mark.bounding_box())}
    assert len(places) <= 2, "one place in each column"
    first = lines.first
    assert " ".join(first.inner_text().split()).count("accords") == 1
    assert first.locator(":scope > *").count() == 3


def test_what_is_asked_is_kept_in_the_address(seek: Seek) -> None:
    """A page that is loaded again, or in the other language, shows the same."""
    page = seek("en")
    assert page.evaluate("document.activeElement.id") == "search--words"
    page.keyboard.type("chaîne")
    settled(page)
    assert "q=cha%C3%AEne" in page.url
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    page.wait_for_selector(".occurrence")
    assert "m=all" in page.url
    before = hits(page)
    page.reload()
    settled(page)
    assert hits(page) == before
    assert page.locator("[name=m]:checked").get_attribute("value") == "all"
    page.locator("nav.editions a[hreflang=fr]").click()
    page.wait_for_url(re.compile(r"search\.fr\.html\?.*q=cha"))
    settled(page)
    assert hits(page) == before


def test_everything_works_by_keyboard(seek: Seek) -> None:
    """More passages are called up with Enter, and the focus goes on to the first of them."""
    page = seek("fr", site="own")
    page.keyboard.type("catalogue")
    page.keyboard.press("Enter")
    settled(page)
    assert page.locator("#search--count").get_attribute("role") == "status"
    more = page.locator(".more").first
    rest = int(re.sub(r"\D", "", more.inner_text()))
    before = page.locator(".found section").first.locator(".row").count()
    more.focus()
    page.keyboard.press("Enter")
    assert page.locator(".found section").first.locator(".row").count() == before + rest
    assert page.evaluate("document.activeElement.closest('.row') !== null")


def test_more_documents_are_called_up(seek: Seek) -> None:
    """Ten at once, best first; all of them in the end, and each once."""
    page = seek("fr", site="own", q="français")
    told = int(re.sub(r"\D", "", settled(page)))
    sections = page.locator(".found section")
    assert told > 10
    assert sections.count() == 10
    page.locator("#search--further button").click()
    page.wait_for_function("() => document.querySelectorAll('.found section').length > 10")
    assert sections.count() == told
    assert page.locator("#search--further").is_hidden()
    ways = page.locator(".found h2 a").evaluate_all("all => all.map(e => e.href)")
    assert len(set(ways)) == told
    assert page.evaluate("document.activeElement.closest('section') !== null")


def test_what_was_asked_before_does_not_come_in_late(seek: Seek) -> None:
    """However fast a reader types, what is shown is what was asked last."""
    page = seek("en", site="own")
    for asked in ("l", "le", "catalogue", "wagner"):
        page.locator("#search--words").fill(asked)
        page.keyboard.press("Enter")
    page.wait_for_function("() => /Wagner/.test(document.querySelector('.found').textContent)")
    page.wait_for_timeout(500)
    assert {text.lower() for text in page.locator(".found mark").all_inner_texts()} == {"wagner"}


def test_markup_in_texts_and_questions_is_text(seek: Seek) -> None:
    """Nothing that is found or asked becomes an element."""
    page = seek("en", site="three", q="bois", m="all")
    assert "<b>" in page.locator(".found .occurrence").first.inner_text()
    assert page.locator(".found b").count() == 0
    page.locator("#search--words").fill("<img src=x onerror=alert(1)> bois")
    settled(page)
    assert page.locator("main img").count() == 0


def test_several_translations_are_chosen_among(seek: Seek) -> None:
    """The French page offers each; a target that is written from right to left is."""
    page = seek("fr", site="three", q="eleve")
    settled(page)
    assert page.locator("[name=t]").count() == 2
    page.locator("label:has([value=ar])").click()
    page.wait_for_selector(".found [lang=ar]")
    assert page.locator(".found [lang=ar][dir=rtl]").first.inner_text().startswith("الجسر")
    assert "t=ar" in page.url
    arabic = seek("ar", site="three", q="الجسر")
    settled(arabic)
    assert arabic.locator(".found mark").first.inner_text() == "الجسر"
    assert arabic.locator(".found .sign").first.get_attribute("href").startswith("fr-ar/")  # type: ignore[union-attr]


def test_ligatures_are_letters(seek: Seek) -> None:
    """In either order of search."""
    for kind in ("best", "all"):
        for typed in ("coeur", "cœur"):
            page = seek("en", site="three", q=typed, m=kind)
            settled(page)
            assert "cœur" in page.locator(".found mark").all_inner_texts()


@pytest.mark.parametrize(
    ("language", "words"), [("fr", "La recherche a besoin d’un serveur web"), ("en", "Search needs a web server")]
)
def test_from_the_disk_the_page_says_why_it_cannot(browser: Browser, built: Path, language: str, words: str) -> None:
    """In its own language, and it offers nothing that would not work."""
    page = browser.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(f"file://{built}/small/build/search.{language}.html?q=toise")
    assert page.locator("#search--disk").inner_text().startswith(words)
    assert not page.locator("#search--form").is_visible()
    assert complaints == []
    page.close()


def test_without_script_the_page_says_so(browser: Browser, address: str) -> None:
    """And shows no form that would do nothing."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/small/build/search.en.html")
    assert "needs a script" in page.locator("main").inner_text()
    assert not page.locator("#search--form").is_visible()
    context.close()


def test_without_pagefind_every_occurrence_is_shown(seek: Seek, built: Path, tmp_path: Path) -> None:
    """Where its program cannot be run, the page says so and does the other half of its work."""
    place = built / "small/build/_enregard/search/fr/0/pagefind.js"
    kept = place.read_bytes()
    place.unlink()
    try:
        page = seek("en", quiet=False, q="toise")
        assert settled(page).startswith("Best matches cannot be sorted here: every occurrence is shown.")
        assert page.locator(".occurrence").count() > 1
        assert page.locator("[value=best]").is_disabled()
    finally:
        place.write_bytes(kept)
    assert tmp_path


def axe(page: Page) -> list[str]:
    """What axe finds on a page: rule, and the first place of each."""
    result: dict[str, Any] = page.evaluate("axe.run(document, {resultTypes: ['violations'], preload: false})")
    return [f"{found['id']}: {found['nodes'][0]['target']}" for found in result["violations"]]


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("kind", ["best", "all"])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(seek: Seek, kind: str, width: int, *, dark: bool) -> None:
    """With results of every state on the page; looked at by eye from the pictures that are kept."""
    page = seek("en", width=width, dark=dark, q="toise", m=kind)
    settled(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SCREENSHOTS / f"search-{kind}-{width}{'-dark' if dark else ''}.png", full_page=True)
    page.evaluate(node_package("axe-core/axe.min.js").read_text(encoding="utf-8"))
    assert axe(page) == []


def test_the_nu_checker_finds_nothing(built: Path) -> None:
    """The pages of sites that are built with search are valid HTML."""
    jar = node_package("vnu-jar/build/dist/vnu.jar")
    if not shutil.which("java"):
        absent("Java")
    command = ["java", "-Xss4m", "-jar", str(jar), "--errors-only", "--format", "json", "--skip-non-html"]
    places = [str(built / name / "build") for name in ("small", "three")]
    done = subprocess.run([*command, *places], capture_output=True, text=True, check=False)
    found = json.loads(done.stderr)["messages"]
    assert [f"{one['url']}:{one.get('lastLine')}: {one['message']}" for one in found] == []
