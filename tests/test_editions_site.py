"""What surrounds the editions: coverage, feeds, site map, data for machines, the way in, and who translated."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sites import Reader, Translation, publish, published, site_of

from enregard import catalogs, editions, markup
from enregard.commands import describing
from enregard.coverage import Moment
from enregard.editions import ToDo, coverage_chart
from enregard.editions.coverage_chart import chart
from enregard.editions.difference import MANY, difference
from enregard.model import Counts, State, Words

URL = "https://exemple.fr/mesures/"
DATED = "---\ntitle: Toises\nsummary: Six pieds.\nauthor: Claire Aubin\ndate: 2026-02-01\n---\n\nUn texte.\n"
ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def known(**told: object) -> dict[str, editions.Translation]:
    """What is known of an English translation."""
    return {"en": editions.Translation(**told)}  # type: ignore[arg-type]


def with_translation(text: str, translation: dict[str, editions.Translation], **settings: object) -> dict[str, str]:
    """The files of a site of one document whose translation is known so."""
    site, pages = site_of({"a": text}, {"Un texte.": "A text."}, **settings)
    documents = tuple(replace(document, translations=translation) for document in site.documents)
    return publish(replace(site, documents=documents), pages).files


@pytest.mark.parametrize(
    ("old", "new", "html"),
    [
        ("Il en prit six.", "Il en prit sept.", "Il en prit <del>six</del><ins>sept</ins>."),
        ("Un petit mot.", "Un mot.", "Un<del> petit</del> mot."),
        ("Un mot.", "Un bon mot.", "Un<ins> bon</ins> mot."),
        ("le vieux roi", "la jeune reine", "<del>le vieux roi</del><ins>la jeune reine</ins>"),
        ("a < b", "a < c", "a &lt; <del>b</del><ins>c</ins>"),
        ("même", "même", "même"),
    ],
)
def test_what_changed_is_told_in_words(old: str, new: str, html: str) -> None:
    """Whole words, phrases together, everything escaped."""
    assert difference(old, new) == html


@given(st.text("ab <&\n", max_size=40), st.text("ab <&\n", max_size=40))
def test_a_difference_holds_both_texts(old: str, new: str) -> None:
    """Without what came it is the old text, without what went the new one."""
    html = difference(old, new)
    assert markup.text(re.sub(r"<ins>.*?</ins>", "", html, flags=re.DOTALL)) == old
    assert markup.text(re.sub(r"<del>.*?</del>", "", html, flags=re.DOTALL)) == new


def test_a_very_long_text_is_changed_whole() -> None:
    """Comparing it word by word would take too long."""
    html = difference("a " * MANY, "b " * MANY)
    assert html.count("<del>") == html.count("<ins>") == 1


def test_readers_are_told_who_translated() -> None:
    """With the day of the last revision, in the language of the page; on the French page nobody is."""
    files = with_translation(DATED, known(translator="Owen Hart", revised="2026-03-20"))
    assert "Translated by Owen Hart, 20\u00a0March 2026" in files["en/a.html"]
    assert "Translated by Owen Hart" in files["fr-en/a.html"]
    assert "Owen Hart" not in Reader(files["fr/a.html"]).all("main")[0].text


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("Owen Hart <owen@example.org>", "Owen Hart"),
        ("Anne-Marie O’Neil", "Anne-Marie O’Neil"),
        ("Owen Hart <owen@example.org>, 2026.", "Owen Hart"),
        ("Automatically generated", ""),
        ("FULL NAME <EMAIL@ADDRESS>", ""),
        ("Weblate Admin <admin@example.org>", ""),
        ("owen@example.org", ""),
        ("<owen@example.org>", ""),
        ("", ""),
    ],
)
def test_only_a_person_is_named(header: str, name: str) -> None:
    """Programs fill the field with what they have; an address is never shown."""
    text = f'msgid ""\nmsgstr ""\n"Last-Translator: {header}\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
    assert describing.translator(catalogs.read(text.encode(), path="a.po")) == name


def test_withheld_passages_are_not_counted_as_translated() -> None:
    """Not under a title, nor in a list, nor on the page of coverage."""
    files = with_translation(DATED, known(withheld=1, withheld_words=2))
    assert "2 words withheld" in Reader(files["en/index.html"]).all("main")[0].text
    coverage = Reader(files["coverage.en.html"]).all("main")[0].text
    assert "Mend 1 translation that cannot be published" in coverage


def test_the_coverage_page_tells_what_to_do_next() -> None:
    """In words of the French, each task with passages, where to read and to write them; bars say their numbers."""
    first = ToDo("abc", "Dix toises.", 12)
    told = known(catalog="locales/en/LC_MESSAGES/a.po", to_do={State.UNTRANSLATED: (first,)})
    page = Reader(with_translation(DATED, told)["coverage.en.html"])
    assert [code.text for code in page.all("code")] == ["locales/en/LC_MESSAGES/a.po:12"]
    (passage,) = [link for link in page.all("a") if link.text == "Dix toises."]
    assert (passage.attributes["href"], passage.language) == ("fr-en/a.html#s-abc", "fr")
    assert len([link for link in page.all("a") if link.attributes["href"] == "fr-en/a.html#s-abc"]) == 3
    assert not page.all("svg", cls="chart"), "there is no history"
    assert all(bar.attributes["aria-label"] for bar in page.all("svg", cls="of"))
    assert "Translate Toises" in " ".join(page.all("main")[0].text.split())


def moment(day: int, translated: int, *, language: str = "en", total: int = 100) -> Moment:
    """So many words translated on a day of November."""
    rest = total - translated
    counts = Counts(words=Words(total, translated, rest // 2, 0, rest - rest // 2))
    return Moment(f"2026-11-{day:02}T12:00:00Z", {language: counts})


def test_the_coverage_page_draws_how_it_went_on() -> None:
    """Areas of words from the first moment to the last, to scale, with figures; each language of its own."""
    history = (moment(1, 20), moment(2, 60, language="de"), moment(3, 50), moment(11, 80, total=200))
    page = Reader(published({"a": DATED}, history=history).files["coverage.en.html"])
    (drawing,) = page.all("svg", cls="chart")
    label = "From 1\u00a0November 2026 (20% translated) to 11\u00a0November 2026 (40%)"
    assert drawing.attributes["aria-label"] == label
    areas = {
        next(iter(path.classes)): path.attributes["d"] for path in page.all("path") if path.attributes.get("class")
    }
    assert areas["translated"] == "M0 100L0.0 90.00L200.0 75.00L1000.0 60.00L1000 100Z"
    assert areas["untranslated"] == "M0 100L0.0 50.00L200.0 50.00L1000.0 0.00L1000 100Z"
    assert [tick.text for tick in page.all("text")] == ["50", "100", "150", "200"]
    (figures,) = page.all("table", cls="figures")
    rows = [[cell.text for cell in row.inside] for row in figures.inside[1].inside]
    assert rows[0] == ["11\u00a0November 2026", "40% (80)", "200"]
    assert len(rows) == 3


def test_a_folder_has_the_sum_of_its_documents() -> None:
    """Beside its title, where there are several; what is translated in each language stands in its own row."""
    files = published({"a/x": "Un deux.", "a/y": "Trois.", "b": "Quatre."}).files
    page = Reader(files["coverage.en.html"])
    rows = [row.text.split() for row in page.all("tr", cls="group")]
    (both,) = [row for row in rows if row[0] == "A"]
    assert "".join(both).startswith("A0%translated0older0indraft3nottranslated")
    assert [row for row in rows if row[0] != "A" and "%" in "".join(row)] == []


def test_something_done_is_not_nothing() -> None:
    """One word of a thousand is 1 %, and all but one are 99 %: on the coverage page and in the line of truth."""
    site, pages = site_of({"a": DATED})
    for done, percent in ((1, "1%"), (999, "99%")):
        counts = {"en": Counts(1000, done, untranslated=1000 - done, words=Words(1000, done, 0, 0, 1000 - done))}
        documents = tuple(replace(document, counts=counts) for document in site.documents)
        files = publish(replace(site, documents=documents), pages).files
        page = Reader(files["coverage.en.html"])
        assert [figure.text for figure in page.all("p", cls="figure")] == [percent]
        assert f"{percent} translated" in Reader(files["en/index.html"]).all("main")[0].text


def test_a_long_history_stays_small() -> None:
    """However often somebody notes it, so many points are drawn, the first and the last among them."""
    day = "2026-11-{:02}T{:02}:{:02}:00Z"
    moments = [
        replace(moment(1, 10 + n // 100), date=day.format(1 + n // 600, n // 60 % 10, n % 60)) for n in range(3000)
    ]
    drawn = chart(moments, "en")
    assert drawn is not None
    assert {area.path.count("L") for area in drawn.areas} == {coverage_chart.MOST + 1}
    assert (drawn.figures[0].percent, drawn.figures[-1].percent) == ("39%", "10%")
    assert chart(moments[:1], "en") is None
    assert chart([moments[0], moments[0]], "en") is None
    assert chart([replace(m, totals={"en": Counts()}) for m in moments[:2]], "en") is not None, "nothing to translate"


def test_dated_documents_are_in_the_feed_of_their_language() -> None:
    """Only where the address of the site is known, and only what is translated far enough."""
    files = with_translation(DATED, known(revised="2026-03-20"), url=URL)
    for language, day in (("fr", "2026-02-01"), ("en", "2026-03-20")):
        feed = ET.fromstring(files[f"feed.{language}.xml"])  # noqa: S314 - our own bytes
        (entry,) = feed.findall(f"{ATOM}entry")
        assert entry.findtext(f"{ATOM}title") == "Toises"
        assert entry.findtext(f"{ATOM}id") == f"{URL}{language}/a.html"
        assert entry.findtext(f"{ATOM}updated") == f"{day}T00:00:00Z"
        links = [e.attributes for e in Reader(files[f"{language}/a.html"]).all("link")]
        assert [e["href"] for e in links if "atom" in e.get("type", "")] == [f"../feed.{language}.xml"]
    assert not [path for path in published({"a": DATED}).files if "feed" in path]
    assert not [path for path in published({"a": DATED}, url=URL, feeds=False).files if "feed" in path]
    far = published({"a": DATED}, url=URL, hreflang_threshold=50)
    assert [path for path in far.files if "feed" in path] == ["feed.fr.xml"]


def test_the_site_map_lists_pages_with_their_versions() -> None:
    """A page translated too little is no version of its language, and stands in no site map."""
    files = published({"a": DATED}, url=URL).files
    found = {e.findtext(f"{MAP}loc"): e for e in ET.fromstring(files["sitemap.xml"])}  # noqa: S314 - our own bytes
    assert {f"{URL}{one}" for one in ("index.html", "fr/a.html", "en/a.html", "fr-en/a.html")} <= found.keys()
    links = [e.attrib["hreflang"] for e in found[f"{URL}en/a.html"] if "hreflang" in e.attrib]
    assert links == ["fr", "en", "x-default"]
    far = published({"a": DATED}, url=URL, hreflang_threshold=50).files["sitemap.xml"]
    assert f"{URL}en/a.html" not in far
    assert f"{URL}fr-en/a.html" in far
    assert files["robots.txt"].endswith(f"Sitemap: {URL}sitemap.xml\n")
    assert "sitemap.xml" not in published({"a": DATED}).files


def linked(html: str) -> dict[str, object]:
    """The data for machines in a page."""
    (script,) = [e for e in Reader(html).all("script") if e.attributes.get("type") == "application/ld+json"]
    return dict(json.loads(script.text))


def test_machines_are_told_what_is_a_translation_of_what() -> None:
    """A work and its translation, each by its address; the side-by-side page holds both."""
    files = with_translation(DATED, known(translator="Owen Hart"), url=URL)
    french, english, both = (linked(files[f"{edition}/a.html"]) for edition in ("fr", "en", "fr-en"))
    assert french["workTranslation"][0]["@id"] == f"{URL}en/a.html"  # type: ignore[index]
    assert english["translationOfWork"]["@id"] == f"{URL}fr/a.html"  # type: ignore[index]
    assert english["translator"] == {"@type": "Person", "name": "Owen Hart"}
    assert [part["inLanguage"] for part in both["hasPart"]] == ["fr", "en"]  # type: ignore[attr-defined]
    metas = [e.attributes for e in Reader(files["en/a.html"]).all("meta")]
    properties = {one["property"]: one["content"] for one in metas if "property" in one}
    assert properties["og:url"] == f"{URL}en/a.html"
    assert properties["og:description"] == "Six pieds."


def test_hostile_titles_do_not_end_the_data() -> None:
    """A title is text in JSON within HTML, too."""
    text = "---\ntitle: '</script><b>&'\n---\n\nUn texte.\n"
    page = published({"a": text}).files["fr/a.html"]
    assert linked(page)["name"] == "</script><b>&"
    assert not Reader(page).all("b")


@pytest.mark.parametrize(
    ("settings", "home"),
    [
        ({}, "fr/index.html"),
        ({"base": "/dossier/"}, "/dossier/fr/index.html"),
        ({"url": "https://exemple.fr/mesures"}, "/mesures/fr/index.html"),
        ({"url": "https://exemple.fr"}, "/fr/index.html"),
    ],
)
def test_the_page_for_wrong_addresses_works_wherever_it_is_shown(settings: dict[str, str], home: str) -> None:
    """Its links begin at the root of the host, where that is known; search engines leave it out."""
    page = Reader(published({"a": DATED}, **settings).files["404.html"])
    assert home in [e.attributes["href"] for e in page.all("a")]
    assert [e.text for e in page.all("h1")] == ["Page introuvable Page not found"]
    assert any(e.attributes == {"name": "robots", "content": "noindex"} for e in page.all("meta"))


def test_a_finished_page_says_nothing_of_itself() -> None:
    """No line of truth where all is well."""
    site, pages = site_of({"a": "Un texte.\n"}, {"Un texte.": "A text."})
    assert not Reader(publish(site, pages).files["fr/a.html"]).all(cls="truth")


@pytest.mark.parametrize(("stale", "opened"), [("source", False), ("both", True)])
def test_what_changed_can_be_shown_at_once(stale: str, *, opened: bool) -> None:
    """Behind a disclosure, or open where settings ask for both."""
    site, pages = site_of({"a": "Il a un an.\n"}, {"Il a un an.": Translation(None, State.STALE)}, stale=stale)
    page = pages["a"]["en"]
    (block,) = page.blocks
    told = tuple(replace(p, earlier=("He was <six>.", "Il avait six ans.")) for p in block.passages)
    pages["a"]["en"] = replace(page, blocks=(replace(block, passages=told),))
    for path in ("en/a.html", "fr-en/a.html"):
        reader = Reader(publish(site, pages).files[path])
        (details,) = reader.all("details", cls="mark")
        assert ("open" in details.attributes) is opened
        assert "He was <six>." in details.text
        assert reader.all("del")[0].language == "fr"


def test_long_contents_stay_short_above_the_text() -> None:
    """Sections below sections are in the panel of the reading bar only, where there are many."""
    text = "\n\n".join(f"## Partie {n}\n\n### Un {n}\n\n### Deux {n}\n\nTexte.\n" for n in range(6))
    page = Reader(published({"a": text}).files["fr-en/a.html"])
    (contents,) = page.all("nav", cls="contents")
    assert len([e for e in page.all("li") if contents in e.above]) == 6
    (jump,) = page.all("details", cls="jump")
    assert len([e for e in page.all("li") if jump in e.above]) == 18


def test_a_side_by_side_page_stays_light() -> None:
    """At most four times the bytes of a page in one language, and six elements for a passage and its counterpart."""
    sentences = [f"La phrase {n} est un peu plus longue que les autres, et finit ici." for n in range(300)]
    text = "\n\n".join(" ".join(sentences[n : n + 3]) for n in range(0, 300, 3))
    files = published({"a": f"# Un titre\n\n{text}\n"}, {one: f"Sentence: {one}" for one in sentences}).files
    single = (len(files["fr/a.html"].encode()) + len(files["en/a.html"].encode())) / 2
    assert len(files["fr-en/a.html"].encode()) <= 4 * single
    assert len(Reader(files["fr-en/a.html"]).elements) <= 6 * 300
