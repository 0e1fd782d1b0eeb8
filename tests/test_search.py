"""Search: what it knows is what pages show, nothing more and nothing less, and every word of it is found again."""

from __future__ import annotations

import json
import re
import shutil
import sys
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from browser_tools import ROOT, absent
from command_line import Run, enregard, snapshot, write
from sites import Published, Translation, published

from enregard.commands import pagefind
from enregard.editions import search_index, search_passages
from enregard.editions.search_index import Text
from enregard.editions.search_passages import Pair, Shown, facing_pairs, shown, single_pairs, words_of
from enregard.errors import EnregardError, ProjectError
from enregard.model import State

CASE = ROOT / "tests/cases/browser"
INDEX = "_enregard/search"
STALE = Pair("c", "Les ponts tiennent.", "The bridge stands.", State.STALE, 0)
MISSING = Pair("d", "Rien n’est dit.", "", State.UNTRANSLATED, 0)
FOUND = Pair("a", "L’élève lit.", "The pupil reads.", State.TRANSLATED, 2)


@pytest.fixture(scope="module")
def program() -> Path:
    """Pagefind, without which there is no index of it to test."""
    try:
        return pagefind.located()
    except EnregardError:
        absent("Pagefind")
    raise AssertionError


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, program: Path) -> Path:
    """A small project with passages in every state, built with search."""
    assert program.is_file()
    folder = tmp_path_factory.mktemp("search") / "mesures"
    shutil.copytree(CASE, folder)
    run = enregard(folder, "build", "--search")
    assert run.code == 1, run.err  # one translation of it is withheld
    return folder


def html(folder: Path, name: str) -> str:
    """A built page."""
    return (folder / "build" / name).read_text(encoding="utf-8")


def known(folder: Path, target: str = "en") -> dict[str, dict[str, list[str]]]:
    """All that search knows of a site: by document and passage its pair."""
    places = sorted((folder / "build" / INDEX / "pairs" / target / "passages").glob("*.json"))
    texts = [text for place in places for text in json.loads(place.read_bytes())]
    return {text["a"]: {pair[0]: pair[1:] for pair in text["p"]} for text in texts}


@pytest.mark.parametrize(
    ("rendered", "text"),
    [
        ("Le pont &amp; la rive", "Le pont & la rive"),
        ("Un <em>très</em> vieux\n pont", "Un très vieux pont"),
        ('cent unités<sup id="fnref:1"><a class="footnote-ref" href="#fn:1">1</a></sup>.', "cent unités."),
        ("le 1<sup>er</sup> mai", "le 1er mai"),
        ('<img alt="La halle &quot;neuve&quot;" src="halle.svg">', 'La halle "neuve"'),
        ("<img src='a.svg' title='>' alt='Carte'>", "Carte"),
        ("Deux vers<br>\nde suite", "Deux vers de suite"),
        ('<a href="x.html" title="a > b">lien</a><!-- un <span> --> et 3 &lt; 4', "lien et 3 < 4"),
        ("Dix\u00a0francs", "Dix\u00a0francs"),
    ],
)
def test_the_words_of_a_passage(rendered: str, text: str) -> None:
    """As a reader reads them out: descriptions of images, no signs of notes, no-break spaces kept."""
    assert words_of(rendered) == text


def test_passages_are_read_off_a_page() -> None:
    """With spans of the author's own inside, in headings, marked with another language; not in comments or scripts."""
    page = (
        '<!-- <span data-segment="x">non</span> --><script>"<span data-segment=\\"y\\">non</span>"</script>'
        '<h2 id="s"><span id="s-a" data-segment="a">Un <span lang="la">pons</span> <span>vieux</span></span></h2>'
        "</span>"
        '<p><span class="u1" data-segment="b" data-state="stale" lang="fr">Deux</span></p>'
    )
    assert shown(page) == [
        Shown("a", "Un pons vieux", "", State.TRANSLATED, 2),
        Shown("b", "Deux", "fr", State.STALE, 0),
    ]


def test_source_that_stands_in_for_a_translation_is_none() -> None:
    """Neither beside the source nor on a page in one language; an old translation that is kept is one, and old."""
    french = (
        '<p><span id="s-a" data-segment="a">Un</span> <span id="s-b" data-segment="b">Deux</span> '
        '<span id="s-c" data-segment="c">Trois</span></p>'
    )
    english = (
        '<p><span id="s-a" data-segment="a">One</span> '
        '<span id="s-b" data-segment="b" data-state="fuzzy" lang="fr">Deux</span> '
        '<span id="s-c" data-segment="c" data-state="stale">Three, once</span></p>'
    )
    pairs = (
        Pair("a", "Un", "One", State.TRANSLATED, 0),
        Pair("b", "Deux", "", State.FUZZY, 0),
        Pair("c", "Trois", "Three, once", State.STALE, 0),
    )
    assert facing_pairs(french + english, source="fr") == pairs
    assert single_pairs(french, english, source="fr") == pairs
    assert [pair.translation for pair in single_pairs("", english, source="fr")] == ["One", "Three, once"]


@pytest.mark.parametrize(
    "typed",
    [
        '<span data-segment="x">une</span>',
        '<span data-segment="x" data-state="bonne">une</span>',
        "<span data-segment='x'>une</span>",
        "<span data-segment>une</span>",
        '<span title="voir data-segment=x">une</span>',
        '<span class="u1" data-segment="x">une</span>',
        '<span id="s-b" data-segment="b">une</span>',
    ],
)
def test_what_authors_type_is_no_passage(typed: str) -> None:
    """Source that only looks like a passage of ours is no translation, inside a passage or around one."""
    page = (
        f'<p><span id="s-a" data-segment="a" data-state="untranslated" lang="fr">Voir {typed} salle.</span></p>'
        '<p><span data-segment="x"><span id="s-b" data-segment="b">Door</span></span></p>'
    )
    assert shown(page) == [
        Shown("a", "Voir une salle.", "fr", State.UNTRANSLATED, 0),
        Shown("b", "Door", "", State.TRANSLATED, 0),
    ]


def _pages(site: Published, edition: str) -> dict[str, str]:
    return {
        p.partition("/")[2]: text
        for p, text in site.files.items()
        if p.startswith(f"{edition}/") and "<article" in text
    }


def test_search_knows_what_pages_show() -> None:
    """Every passage of a site of cases, once; the same pairs whether they are read off one page or two."""
    cases = ROOT / "tests/cases/editions"
    metre = (cases / "metre.md").read_text(encoding="utf-8")
    english = dict(p.split("\n", 1) for p in (cases / "metre.en.txt").read_text(encoding="utf-8").strip().split("\n\n"))
    made = published(
        {"metre": metre, "b": "# Pont\n\nLe pont.\n\n- un\n- deux\n"},
        {**english, "Pont": "Bridge", "un": Translation("one", State.STALE)},
    )
    for name, page in _pages(made, "fr-en").items():
        pairs = facing_pairs(page, source="fr")
        assert pairs == single_pairs(_pages(made, "fr")[name], _pages(made, "en")[name], source="fr")
        ids = list(dict.fromkeys(re.findall(r'data-segment="([^"]+)"', page)))
        assert [pair.id for pair in pairs] == ids
        assert all(pair.source for pair in pairs)
        text = " ".join(unescape(re.sub(r"<[^<>]*>", "", page)).split())
        for pair in pairs:
            if "alt=" not in page:
                assert " ".join(pair.source.split()) in text


def test_our_own_edition_reads_the_same_from_one_page_and_from_two(tmp_path: Path) -> None:
    """No passage stands beside another one's translation, and none is missing."""
    for name in ("source_fr", "locales"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / "enregard.toml", tmp_path)
    assert enregard(tmp_path, "build").code == 0
    pages = sorted((tmp_path / "build/fr-en").rglob("*.html"))
    assert len(pages) > 10
    for path in pages:
        name = path.relative_to(tmp_path / "build/fr-en").as_posix()
        facing = facing_pairs(html(tmp_path, f"fr-en/{name}"), source="fr")
        assert facing == single_pairs(html(tmp_path, f"fr/{name}"), html(tmp_path, f"en/{name}"), source="fr")
        assert all(pair.source and pair.translation for pair in facing)
        assert len(facing) == len(set(re.findall(r'data-segment="([^"]+)"', path.read_text(encoding="utf-8"))))


@pytest.mark.parametrize(
    ("written", "same"),
    [
        ("ÉLÈVE", "eleve"),
        ("e\u0301le\u0300ve", "eleve"),
        ("Cœur", "coeur"),
        ("ﬁn", "fin"),
        ("Straße", "strasse"),
        ("ΣΟΦΟΣ", "σοφοσ"),
        ("كِتَابٌ", "كتاب"),
        ("L’Œuvre", "l’oeuvre"),
    ],
)
def test_accents_capitals_and_ligatures_do_not_count(written: str, same: str) -> None:
    """What readers type finds what authors write."""
    assert search_index.folded(written) == same


def texts(number: int, size: int = 40) -> Iterator[Text]:
    """Documents of one passage each."""
    for n in range(number):
        pair = Pair(f"p{n}", f"Le pont {n}. " + "x" * size, f"Bridge {n}.", State.TRANSLATED, 0)
        yield Text(f"d{n}.html", {"fr": f"Pont {n}"}, {"en": (pair,)})


def test_bundles_keep_the_order_and_their_size() -> None:
    """Many small documents in one file, a long one alone, none lost."""
    small = list(search_index.bundles(texts(5000)))
    assert [text.address for bundle in small for text in bundle] == [f"d{n}.html" for n in range(5000)]
    assert len(small) == 1 + sum(text.size for text in texts(5000)) // search_index.BUNDLE
    assert all(sum(text.size for text in bundle) <= search_index.BUNDLE for bundle in small)
    assert [len(bundle) for bundle in search_index.bundles(texts(3, 2 * search_index.BUNDLE))] == [1, 1, 1]


def test_every_word_leads_to_all_its_bundles() -> None:
    """The files of words are in order, and together hold each word once, with all the places where it stands."""
    postings: search_index.Postings = {}
    words: dict[str, set[int]] = {}
    for number, bundle in enumerate(search_index.bundles(texts(9000, 400))):
        search_index.note_words(postings, number, bundle, "en")
        for text in bundle:
            for word in re.findall(r"\w+", f"{text.pairs['en'][0].source} {text.pairs['en'][0].translation}".lower()):
                words.setdefault(word, set()).add(number)
    files = list(search_index.word_files(postings))
    assert len(files) > 1
    found: dict[str, set[int]] = {}
    for first, data in files:
        held = json.loads(data)
        assert next(iter(held)) == first
        for word, steps in held.items():
            assert word not in found
            found[word] = {sum(steps[: n + 1]) for n in range(len(steps))}
    assert found == words
    order = [word for _, data in files for word in json.loads(data)]
    assert order == sorted(order)


def test_what_pagefind_is_given() -> None:
    """Each language its own words, before each passage the number of its place; no French among the English."""
    text = Text("a.html", {}, {"en": (FOUND, STALE, MISSING)})
    french = search_index.record(text, "fr", source="fr")
    assert french.startswith('<html lang="fr"><body><h2><a id="0"></a>L’ élève lit.</h2><p><a id="1"></a>Les ponts')
    english = search_index.record(text, "en", source="fr")
    assert 'id="1"></a>The bridge stands.' in english
    assert 'id="2"' not in english
    assert "Rien" not in english
    assert search_index.record(Text("b.html", {}, {"en": (MISSING,)}), "en", source="fr") == ""
    wild = Pair("e", "<script>&", "", State.UNTRANSLATED, 0)
    assert "&lt;script&gt;&amp;" in search_index.record(Text("c.html", {}, {"en": (wild,)}), "fr", source="fr")


def test_states_are_told(site: Path) -> None:
    """What is not translated has no translation, and its state; all else is as the pages have it."""
    pairs = known(site)["avant/toises.html"]
    page = facing_pairs(html(site, "fr-en/avant/toises.html"), source="fr")
    assert list(pairs) == [pair.id for pair in page]
    states = {told[2] for told in pairs.values() if len(told) > 2}
    assert {"untranslated", "stale", "quarantined"} <= states
    assert all(not told[1] for told in pairs.values() if len(told) > 2)
    assert "script" not in json.dumps(pairs)
    words = json.loads(re.findall(r'id="search--data">(.*?)</script>', html(site, "search.en.html"))[0])
    assert words["targets"]["en"]["states"]["untranslated"]["absent"] == "Not yet translated"
    assert words["targets"]["en"]["states"]["stale"]["kept"] == "Older than the French text."


def test_the_search_page_alone_may_run_a_program(site: Path) -> None:
    """Its content security policy is wider, and no other page's; all lead to the page that speaks their language."""
    for path in sorted((site / "build").rglob("*.html")):
        page = path.read_text(encoding="utf-8")
        name = path.relative_to(site / "build").as_posix()
        assert ("wasm-unsafe-eval" in page) == name.startswith("search."), name
        assert "unsafe-inline" not in page
        if "/" in name:
            language = "fr" if name.startswith("fr/") else "en"
            assert f'search.{language}.html" rel="search"' in page


def test_the_index_is_made_again_and_the_same(site: Path, tmp_path: Path) -> None:
    """A second build with search changes no byte; a translation that is corrected is found, and the old one no more."""
    shutil.copytree(site, tmp_path / "m")
    folder = tmp_path / "m"
    enregard(folder, "build", "--search")
    before = snapshot(folder / "build")
    assert "; 0 files changed" in enregard(folder, "build", "--search").out
    catalog = folder / "locales/en/LC_MESSAGES/index.po"
    catalog.write_text(catalog.read_text(encoding="utf-8").replace('"Welcome."', '"Come in."'), encoding="utf-8")
    enregard(folder, "build", "--search")
    assert snapshot(folder / "build") != before
    told = json.dumps(known(folder))
    assert "Come in." in told
    assert "Welcome." not in told
    catalog.write_text(catalog.read_text(encoding="utf-8").replace('"Come in."', '"Welcome."'), encoding="utf-8")
    enregard(folder, "build", "--search")
    bytes_of = {name: data for name, (data, _) in snapshot(folder / "build").items()}
    assert bytes_of == {name: data for name, (data, _) in before.items()}


def test_a_build_without_search_leaves_no_index(site: Path, tmp_path: Path) -> None:
    """Nor a link to one: what it would show need not be true any more."""
    shutil.copytree(site, tmp_path / "m")
    enregard(tmp_path / "m", "build")
    build = tmp_path / "m/build"
    assert not list(build.glob("search*"))
    assert not [path for path in (build / INDEX).rglob("*") if path.is_file()]
    assert not [p for p in build.rglob("*.html") if "search" in p.read_text(encoding="utf-8")]
    assert not list((build / "_enregard").glob("search.*"))


def test_drafts_are_not_found(tmp_path: Path, program: Path) -> None:
    """Unless they are published."""
    assert program.is_file()
    write(tmp_path, {"source_fr/a.md": "Le pont.\n", "source_fr/b.md": "---\ndraft: true\n---\n\nLe secret.\n"})
    enregard(tmp_path, "build", "--search")
    assert "secret" not in json.dumps(known(tmp_path))
    enregard(tmp_path, "build", "--search", "--drafts")
    assert "secret" in json.dumps(known(tmp_path))


@pytest.mark.parametrize(
    ("build", "pages", "pair"),
    [
        ('["fr", "en"]', {"search.fr.html", "search.en.html"}, ["Le pont.", "The bridge."]),
        ('["fr-en"]', {"search.en.html"}, ["Le pont.", "The bridge."]),
        ('["en"]', {"search.en.html"}, ["", "The bridge."]),
        ('["fr"]', {"search.fr.html"}, ["Le pont.", "", "untranslated"]),
    ],
)
def test_whatever_editions_there_are(
    tmp_path: Path, program: Path, build: str, pages: set[str], pair: list[str]
) -> None:
    """What is not published is not found; each language that an edition speaks has its page."""
    assert program.is_file()
    write(tmp_path, {"source_fr/a.md": "Le pont.\n", "enregard.toml": f"[editions]\nbuild = {build}\n"})
    enregard(tmp_path, "extract")
    catalog = tmp_path / "locales/en/LC_MESSAGES/a.po"
    catalog.write_text(re.sub(r'(msgid "Le pont."\nmsgstr ")', r"\1The bridge.", catalog.read_text(encoding="utf-8")))
    assert enregard(tmp_path, "build", "--search").code == 0
    assert {path.name for path in (tmp_path / "build").glob("search.*")} == pages
    assert pair in list(known(tmp_path)["a.html"].values())


def without_pagefind(folder: Path, monkeypatch: pytest.MonkeyPatch, path: Path) -> Run:
    """Build with search where the package is not installed, with a PATH of our own."""
    monkeypatch.setitem(sys.modules, pagefind.PACKAGE, None)
    monkeypatch.setenv("PATH", str(path))
    return enregard(folder, "build", "--search")


def test_without_pagefind_all_else_is_built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One line says what is missing, one what to install; pages and concordance are there."""
    write(tmp_path, {"source_fr/a.md": "Le pont.\n"})
    run = without_pagefind(tmp_path, monkeypatch, tmp_path)
    assert run.code == 3
    assert run.err.splitlines() == [
        "search is not built: Pagefind is not installed",
        "Install it with: pip install 'enregard[search]'. Everything else is built.",
    ]
    assert "Le pont." in json.dumps(known(tmp_path), ensure_ascii=False)
    assert json.loads((tmp_path / "build" / INDEX / "pairs/en/entry.json").read_bytes())["indexed"] == {}
    assert (tmp_path / "build/fr-en/a.html").is_file()


def script(folder: Path, *lines: str) -> Path:
    """A program that is called pagefind."""
    path = folder / "bin/pagefind"
    write(folder, {"bin/pagefind": "\n".join(["#!/bin/sh", *lines, ""])})
    path.chmod(0o755)
    return path


def test_an_old_pagefind_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It would not find words without their accents."""
    write(tmp_path, {"source_fr/a.md": "Le pont.\n"})
    program = script(tmp_path, "echo pagefind 1.4.0")
    run = without_pagefind(tmp_path, monkeypatch, program.parent)
    assert (run.code, run.err.splitlines()[0]) == (3, f"search is not built: {program} is too old (1.4)")


@pytest.mark.parametrize(
    "lines",
    [
        ["exit 1"],
        ["printf 'no base64 at all,'", "cat >/dev/null"],
        ["printf 'eyJwYXlsb2FkIjogW119,'", "cat >/dev/null"],
        ["printf 'eyJwYXlsb2FkIjogeyJ0eXBlIjogIkVycm9yIiwgIm1lc3NhZ2UiOiAibm8gcm9vbSJ9fQ==,'", "cat >/dev/null"],
    ],
    ids=["ends", "babble", "nothing", "error"],
)
def test_a_pagefind_that_fails_is_told(tmp_path: Path, lines: list[str]) -> None:
    """With no traceback, whatever it answers."""
    program = script(tmp_path, *lines)
    with pagefind.running(program) as service, pytest.raises(ProjectError, match="Pagefind failed"):
        pagefind.add(service, pagefind.new_index(service, "fr"), url="0/0", html="<html></html>")


def test_a_program_that_is_none_is_told(tmp_path: Path) -> None:
    """A file that cannot be run."""
    write(tmp_path, {"pagefind": "not a program"})
    with pytest.raises(ProjectError, match="Pagefind failed"), pagefind.running(tmp_path / "pagefind"):
        pass


def test_reading_pages_takes_time_in_proportion(tmp_path: Path) -> None:
    """Spans and comments that never end do not make it slow, and nothing is made up."""
    assert tmp_path
    for page in ("<span " * 20_000, "<!-- " * 20_000, '<span data-segment="a">' * 20_000, "<script" * 20_000):
        assert len(search_passages.shown(page)) == 0


def test_what_was_missing_is_made_when_it_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: Path
) -> None:
    """A build that could not make the index is no reason to make none when nothing else has changed."""
    assert program.is_file()
    write(tmp_path, {"source_fr/a.md": "Le pont.\n"})
    with monkeypatch.context() as patch:
        assert without_pagefind(tmp_path, patch, tmp_path).code == 3
    assert enregard(tmp_path, "build", "--search").code == 0
    assert json.loads((tmp_path / "build" / INDEX / "pairs/en/entry.json").read_bytes())["indexed"] == {"fr": 1}


def test_an_edition_built_alone_keeps_the_search_true(tmp_path: Path, program: Path) -> None:
    """The pages of the other editions lead to it still."""
    assert program.is_file()
    write(tmp_path, {"source_fr/a.md": "Le pont.\n"})
    enregard(tmp_path, "build", "--search")
    write(tmp_path, {"source_fr/a.md": "Le quai.\n"})
    assert enregard(tmp_path, "build", "--edition", "fr-en").code == 0
    assert "Le quai." in json.dumps(known(tmp_path))
    assert "Le pont." not in json.dumps(known(tmp_path))
    assert (tmp_path / "build/search.fr.html").is_file()
    enregard(tmp_path, "build")
    assert not list((tmp_path / "build").glob("search*"))
