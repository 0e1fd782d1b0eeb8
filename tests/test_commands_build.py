"""Building as publishers know it: what is written where, what readers see, and what never gets onto a page."""

from __future__ import annotations

from pathlib import Path

import polib
import pytest
from command_line import enregard, snapshot, translate, translate_all, write
from page_reading import columns, links_of, parsed, passages

TEXT = "# La halle\n\nLe marché ouvre tôt. Les étals sont *nombreux*.\n\n![La halle](img/halle.svg)\n"
ENGLISH = {
    "La halle": "The market hall",
    "Le marché ouvre tôt.": "The market opens early.",
    "Les étals sont *nombreux*.": "There are *many* stalls.",
    "![La halle](img/halle.svg)": "![The hall](img/halle.svg)",
}


@pytest.fixture
def built(tmp_path: Path) -> Path:
    """A project of two documents and an image in two languages, one document translated, built."""
    write(
        tmp_path,
        {
            "source_fr/halle.md": TEXT,
            "source_fr/lieux/plan.md": "# Le plan\n\nVoyez [la halle](../halle.md).\n",
            "source_fr/img/halle.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>",
            "source_fr/img/halle.en.svg": "<svg xmlns='http://www.w3.org/2000/svg'><text>hall</text></svg>",
        },
    )
    enregard(tmp_path, "extract")
    translate(tmp_path / "locales/en/LC_MESSAGES/halle.po", ENGLISH)
    run = enregard(tmp_path, "build")
    assert run.code == 0, run.err
    return tmp_path


def page(folder: Path, name: str) -> str:
    """The HTML of a page."""
    return (folder / "build" / name).read_text(encoding="utf-8")


def reworded(folder: Path) -> None:
    """Change one sentence of the French, and extract."""
    write(folder, {"source_fr/halle.md": TEXT.replace("ouvre tôt", "n’ouvre plus tôt")})
    enregard(folder, "extract")


def test_what_is_built(built: Path) -> None:
    """The pages and assets of the contract, and nothing below the catalogs or sources."""
    names = {path.relative_to(built / "build").as_posix() for path in (built / "build").rglob("*") if path.is_file()}
    for edition in ("fr", "en", "fr-en"):
        assert {f"{edition}/halle.html", f"{edition}/lieux/plan.html", f"{edition}/index.html"} <= names
        assert f"{edition}/img/halle.svg" in names
    assert "index.html" in names


def test_building_twice_changes_nothing(built: Path) -> None:
    """A second build writes no file; a fresh one writes the same bytes."""
    before = snapshot(built)
    assert "; 0 files changed" in enregard(built, "build").out
    assert snapshot(built) == before
    assert enregard(built, "build", "--fresh").code == 0
    assert {name: data for name, (data, _) in snapshot(built).items()} == {n: d for n, (d, _) in before.items()}


def test_build_needs_no_extraction(tmp_path: Path) -> None:
    """Without catalogs the French is published, and the English says what it is; nothing is written to locales."""
    write(tmp_path, {"source_fr/halle.md": TEXT.replace("![La halle](img/halle.svg)\n", "")})
    assert enregard(tmp_path, "build").code == 0
    assert not (tmp_path / "locales").exists()
    english = parsed(page(tmp_path, "en/halle.html"))
    for passage in passages(english).values():
        assert (passage.get("lang"), passage.get("data-state")) == ("fr", "untranslated")
    assert "not yet translated" in english.text().lower()


def test_one_edition_leaves_the_others(built: Path) -> None:
    """``--edition`` builds that edition; what was built before stays, and is still offered to readers."""
    before = snapshot(built)
    assert enregard(built, "build", "--edition", "en").code == 0
    assert snapshot(built) == before
    run = enregard(built, "build", "--edition", "fr-en", "--output", str(built / "site"))
    assert run.code == 0
    assert {p.name for p in (built / "site").iterdir()} & {"fr", "en", "fr-en", "index.html"} == {"fr-en", "index.html"}
    for file in (built / "site").rglob("*.html"):
        for link in links_of(parsed(file.read_text())):
            address = link.partition("#")[0].partition("?")[0]
            assert not address or (file.parent / address).exists(), (file, link)


def test_no_link_of_a_site_is_dead(built: Path) -> None:
    """Every address of every page leads to a file that is there, without leaving the site."""
    site = built / "build"
    for file in site.rglob("*.html"):
        for link in links_of(parsed(file.read_text())):
            address = link.partition("#")[0].partition("?")[0]
            target = (file.parent / address).resolve()
            assert not address or (target.is_file() and target.is_relative_to(site.resolve())), (file, link)


def test_pages_of_texts_that_are_gone_go(built: Path) -> None:
    """A document that was removed is no longer published; files of others in the folder stay."""
    write(built, {"build/CNAME": "halle.example\n", "build/fr/mine.html": "<p>mine</p>"})
    (built / "source_fr/lieux/plan.md").unlink()
    enregard(built, "build")
    assert not (built / "build/fr/lieux/plan.html").exists()
    assert not (built / "build/fr-en/lieux/plan.html").exists()
    assert (built / "build/CNAME").exists()
    assert (built / "build/fr/mine.html").exists()


@pytest.mark.parametrize(
    "record", ["{", "[]", '{"paths": 7}', 'x\n{"paths": ["../../x", "fr", 1, "\\u0000"]}', "x\n[]", ""]
)
def test_a_damaged_record_of_the_last_build(built: Path, record: str) -> None:
    """What the program remembers of its last build may be damaged or deleted: it costs nothing but old pages."""
    for manifest in (built / ".enregard/built").iterdir():
        manifest.write_text(record)
    before = {n: d for n, (d, _) in snapshot(built).items()}
    run = enregard(built, "build")
    assert (run.code, run.err) == (0, "")
    assert {n: d for n, (d, _) in snapshot(built).items()} == before


def test_fuzzy_is_never_published(built: Path) -> None:
    """A draft is not shown, whatever it says, on no page."""
    catalog = built / "locales/en/LC_MESSAGES/halle.po"
    file = polib.pofile(str(catalog), wrapwidth=0)
    for entry in file:
        entry.flags.append("fuzzy")
        entry.msgstr = "DRAFT"
    file.save()
    for setting in ("source", "keep", "both"):
        write(built, {"enregard.toml": f'[editions]\nstale = "{setting}"\n'})
        assert enregard(built, "build").code == 0
        assert not [p for p in (built / "build").rglob("*.html") if "DRAFT" in p.read_text()]
    states = {p.get("data-state") for p in passages(parsed(page(built, "en/halle.html"))).values()}
    assert states == {"fuzzy"}


def test_a_stale_passage_shows_the_french(built: Path) -> None:
    """By default a changed passage stands in French, with its language and state, marked in words."""
    reworded(built)
    enregard(built, "build")
    english = parsed(page(built, "en/halle.html"))
    (stale,) = [p for p in passages(english).values() if p.get("data-state")]
    assert (stale.get("data-state"), stale.get("lang")) == ("stale", "fr")
    assert stale.text() == "Le marché n’ouvre plus tôt."
    assert not [p for p in passages(english).values() if "The market opens early." in p.text()]
    assert "changed since" in english.text()


def test_a_stale_passage_that_is_kept(built: Path) -> None:
    """``stale = "keep"`` shows the old words, in their language, with their state."""
    reworded(built)
    write(built, {"enregard.toml": '[editions]\nstale = "keep"\n'})
    enregard(built, "build")
    (stale,) = [p for p in passages(parsed(page(built, "en/halle.html"))).values() if p.get("data-state")]
    assert (stale.get("data-state"), stale.get("lang"), stale.text()) == ("stale", None, "The market opens early.")


def test_untranslated_hidden(built: Path) -> None:
    """``untranslated = "hide"`` keeps French out of sight on English pages; the French edition is whole."""
    write(built, {"enregard.toml": '[editions]\nuntranslated = "hide"\n'})
    enregard(built, "build")
    english = parsed(page(built, "en/lieux/plan.html"))
    hidden = english.all(wanted=lambda element: "hidden" in element.attributes)
    assert {name for element in hidden for name in passages(element)} == set(passages(english))
    assert "Voyez" in page(built, "fr/lieux/plan.html")


def test_untranslated_fails(built: Path) -> None:
    """``untranslated = "fail"`` names every passage that is missing, and builds nothing."""
    write(built, {"enregard.toml": '[editions]\nuntranslated = "fail"\n'})
    before = snapshot(built)
    run = enregard(built, "build")
    assert run.code == 1
    assert "source_fr/lieux/plan.md:3: error: " in run.err
    assert "nothing built" in run.out
    assert snapshot(built) == before
    translate_all(built, lambda msgid: msgid)
    assert enregard(built, "build").code == 0


def test_untranslated_drafts_do_not_fail(built: Path) -> None:
    """A draft is not published, so nobody waits for its translation."""
    translate_all(built, lambda msgid: msgid)
    write(
        built, {"enregard.toml": '[editions]\nuntranslated = "fail"\n', "source_fr/b.md": "---\ndraft: true\n---\nB.\n"}
    )
    assert enregard(built, "build").code == 0
    assert enregard(built, "build", "--drafts").code == 1


def test_drafts(built: Path) -> None:
    """A draft is on no page and in no list until ``--drafts`` asks for it, and goes again without it."""
    write(built, {"source_fr/brouillon.md": "---\ntitle: Un brouillon\ndraft: true\n---\nPas encore.\n"})
    assert "2 documents in" in enregard(built, "build").out
    assert not (built / "build/fr/brouillon.html").exists()
    assert "Un brouillon" not in page(built, "fr/index.html")
    assert "3 documents in" in enregard(built, "build", "--drafts").out
    assert "Un brouillon" in page(built, "fr/index.html")
    enregard(built, "build")
    assert not (built / "build/fr/brouillon.html").exists()


def test_slug(built: Path) -> None:
    """``slug`` changes the last part of the address, in all editions and all links to it; the old page goes."""
    write(built, {"source_fr/halle.md": f"---\nslug: marche-couvert\n---\n{TEXT}"})
    assert enregard(built, "build").code == 0
    for edition in ("fr", "en", "fr-en"):
        assert (built / f"build/{edition}/marche-couvert.html").is_file()
        assert not (built / f"build/{edition}/halle.html").exists()
        assert "../marche-couvert.html" in links_of(parsed(page(built, f"{edition}/lieux/plan.html")))


def test_an_image_in_two_languages(built: Path) -> None:
    """English columns show ``halle.en.svg``, French ones ``halle.svg``."""
    assert 'src="img/halle.svg"' in page(built, "fr/halle.html")
    assert 'src="img/halle.en.svg"' in page(built, "en/halle.html")
    both = page(built, "fr-en/halle.html")
    assert 'src="img/halle.svg"' in both
    assert 'src="img/halle.en.svg"' in both


def test_documents_without_text(built: Path) -> None:
    """An empty file, a title alone, and nothing but directives are documents like others."""
    write(
        built,
        {
            "source_fr/vide.md": "",
            "source_fr/vide2.txt": "\n",
            "source_fr/titre.md": "---\ntitle: Seul\n---\n",
            "source_fr/rien.md": "<!-- enregard: skip -->\n",
        },
    )
    for command in ("extract", "build", "check", "status"):
        run = enregard(built, command)
        assert run.code == 0, run.err
    for name in ("vide", "vide2", "titre", "rien"):
        for edition in ("fr", "en", "fr-en"):
            html = parsed(page(built, f"{edition}/{name}.html"))
            assert (len(html.all("article")), len(html.all("h1"))) == (1, 1)


@pytest.mark.parametrize(
    "address", ["http://[mauvais/x.png", "//[x", "http://℀.example/x", "http://a:99999999/x", "x[y"]
)
def test_addresses_that_are_none(built: Path, address: str) -> None:
    """An address that no browser understands stops no build."""
    write(built, {"source_fr/lieux/plan.md": f'![a]({address}) [b]({address})\n\n<img src="{address}" alt="c">\n'})
    assert enregard(built, "build").code in {0, 1}


def test_an_unreadable_catalog_leaves_the_french(built: Path) -> None:
    """The page of a broken catalog is built in French, the English one says so; all others are as they should be."""
    catalog = built / "locales/en/LC_MESSAGES/halle.po"
    catalog.write_bytes(catalog.read_bytes()[:-20])
    run = enregard(built, "build", "--fresh")
    assert run.code == 3
    assert run.err.startswith("locales/en/LC_MESSAGES/halle.po:")
    assert "Le marché ouvre tôt." in page(built, "fr/halle.html")
    assert (built / "build/fr-en/lieux/plan.html").is_file()
    assert {p.get("lang") for p in passages(parsed(page(built, "en/halle.html"))).values()} == {"fr"}


def test_an_unreadable_source_leaves_the_others(built: Path) -> None:
    """A document that cannot be read is left out of all editions; the others are published, in French and English."""
    write(built, {"source_fr/lieux/plan.md": b"\xff\xfe\x00"})
    run = enregard(built, "build")
    assert run.code == 3
    assert run.err.startswith("source_fr/lieux/plan.md:1: ")
    assert "The market opens early." in page(built, "en/halle.html")


def test_a_heading_in_html_is_the_title(built: Path) -> None:
    """An h1 that the author wrote as HTML is the page's title and its only h1; an empty one gives no title."""
    write(built, {"source_fr/a.md": "<h1>Titre brut</h1>\n\nDu texte.\n", "source_fr/b.md": "#\n\n## Réel\n\nFin.\n"})
    assert enregard(built, "build").code == 0
    raw = page(built, "fr/a.html")
    assert "<title>Titre brut" in raw
    assert raw.count("<h1") == 1
    assert "<title>Réel" in page(built, "fr/b.html")


def test_french_alone_lacks_no_translation(built: Path) -> None:
    """With ``untranslated = "fail"`` an edition in the author's language is built all the same."""
    write(built, {"enregard.toml": '[editions]\nuntranslated = "fail"\n', "source_fr/neuf.md": "Du neuf.\n"})
    assert enregard(built, "build", "--edition", "fr").code == 0
    assert enregard(built, "build", "--edition", "en").code == 1


def test_a_dead_link_is_told_and_stops_nothing(built: Path) -> None:
    """A link that leads nowhere is built as it is and told with its place; the edition is well all the same."""
    write(built, {"source_fr/lieux/plan.md": "# Le plan\n\nVoyez [la halle](../hale.md).\n"})
    run = enregard(built, "build")
    assert run.code == 0
    assert "source_fr/lieux/plan.md:3: warning: ../hale.md" in run.err


def test_templates_and_style_of_the_project(built: Path) -> None:
    """A project's own style sheet is added to ours, and travels with the site."""
    write(built, {"enregard.toml": '[site]\ntheme = "mine.css"\n', "mine.css": "body { color: teal }\n"})
    assert enregard(built, "build").code == 0
    styles = [p.read_text() for p in (built / "build/_enregard").glob("*.css")]
    assert any("color: teal" in style or "color:teal" in style for style in styles)


def test_the_output_of_a_build_may_lie_outside(built: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """``--output`` is a folder of the user's choice, relative to the chosen folder."""
    elsewhere = tmp_path_factory.mktemp("site")
    assert enregard(built, "build", "--output", str(elsewhere)).code == 0
    assert (elsewhere / "fr-en/halle.html").is_file()
    assert enregard(built, "build", "--output", "public").code == 0
    assert (built / "public/fr-en/halle.html").is_file()


def test_passages_have_equal_names_in_all_editions(built: Path) -> None:
    """``data-segment`` is the same in each edition, for each document."""
    for name in ("halle.html", "lieux/plan.html"):
        french, english = (set(passages(parsed(page(built, f"{one}/{name}")))) for one in ("fr", "en"))
        both = columns(parsed(page(built, f"fr-en/{name}")), "fr", "en")
        assert french == english == set(both["fr"]) == set(both["en"])
