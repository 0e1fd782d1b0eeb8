"""The laws of the house on built sites, judged by a stranger: an HTML parser, the contract, and a translator's hands.

All documents of the corpus (where it is there) and of the cases are one project, built with two fillings: every
translation equal to its source, and every translation one sign.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from command_line import Run, enregard, translate_all
from conftest import SHARED
from page_reading import Element, columns, parsed, passages

CASES = Path(__file__).parent / "cases/documents"
CORPUS = SHARED / "corpus/md_fr"
FILES = [
    *((path, f"cases/{path.name}") for path in sorted(CASES.iterdir())),
    *((path, path.relative_to(CORPUS).as_posix()) for path in sorted(CORPUS.rglob("*.md"))),
]
DOCUMENTS = [
    *(pytest.param(name.rsplit(".", 1)[0], id=name) for _, name in FILES),
    *([] if CORPUS.is_dir() else [pytest.param("", marks=pytest.mark.skip("no corpus here"), id="corpus-md_fr")]),
]
SIGN = "·"
EDITIONS = ("fr", "en", "fr-en")


@dataclass(frozen=True, slots=True)
class Site:
    """All documents, extracted, filled and built."""

    folder: Path
    extracted: Run
    built: Run
    counts: Run

    @cache  # noqa: B019 - there are two sites in a run of tests
    def page(self, edition: str, document: str) -> Element:
        """A page of the site, read by a plain parser."""
        return parsed((self.folder / "build" / edition / f"{document}.html").read_text(encoding="utf-8"))

    def article(self, edition: str, document: str) -> Element:
        """The text of a page."""
        return self.page(edition, document).one("article")


def make(folder: Path, *, sign: str | None) -> Site:
    """Extract all documents, fill the catalogs, build."""
    for path, name in FILES:
        (folder / "source_fr" / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, folder / "source_fr" / name)
    extracted = enregard(folder, "-v", "extract")
    translate_all(folder, lambda msgid: sign or msgid)
    return Site(folder, extracted, enregard(folder, "-v", "build"), enregard(folder, "status", "--format", "json"))


@pytest.fixture(scope="session")
def same(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Every translation is its source."""
    return make(tmp_path_factory.mktemp("same"), sign=None)


@pytest.fixture(scope="session")
def signs(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Every translation is one sign."""
    return make(tmp_path_factory.mktemp("signs"), sign=SIGN)


def shape(element: Element, *, ids: bool = True) -> Iterator[object]:
    """What an element is made of, without what may depend on the language, and without ids where told so."""
    back_link = element.get("class") == "footnote-backref"
    left_out = {"lang", "dir", *(("title", "aria-label") if back_link else ()), *(() if ids else ("id", "href", "for"))}
    yield element.tag, {name: value for name, value in element.attributes.items() if name not in left_out}
    for child in element.children:
        if isinstance(child, Element):
            yield from shape(child, ids=ids)
        elif child.strip():
            yield " ".join(child.split())
    yield f"/{element.tag}"


def inside(element: Element, *, ids: bool = True) -> list[object]:
    """The same for what stands inside an element."""
    return list(shape(Element("", {}, element.children), ids=ids))


def face(article: Element, language: str, other: str) -> list[str]:
    """The words of one column: the other's cells and the signs in the spine left out, cells across both kept."""
    words: list[str] = []

    def visit(element: Element, depth: int) -> None:
        for child in element.children:
            if isinstance(child, str):
                words.extend(child.split())
            elif child.get("lang") == other and child.get("data-segment") is None and depth <= 3:
                continue
            elif (child.get("class") or "").split()[:1] != ["sign"]:
                visit(child, depth + 1)

    visit(article, 1)
    assert language
    return words


@pytest.mark.parametrize("site", ["same", "signs"])
def test_nothing_is_refused(site: str, request: pytest.FixtureRequest) -> None:
    """Every document is read, every catalog merged, every page built; dead links may be told."""
    found: Site = request.getfixturevalue(site)
    assert found.extracted.code == 0, found.extracted.err
    assert found.built.code in {0, 1}, found.built.err
    assert "not published" not in found.built.err


@pytest.mark.parametrize("document", DOCUMENTS)
def test_identity(same: Site, document: str) -> None:
    """With every msgstr equal to its msgid, the English article is the French one."""
    assert list(shape(same.article("en", document))) == list(shape(same.article("fr", document)))


@pytest.mark.parametrize("document", DOCUMENTS)
@pytest.mark.parametrize("site", ["same", "signs"])
def test_fullness(site: str, document: str, request: pytest.FixtureRequest) -> None:
    """With every entry translated every passage is filled, in the page's language, in no state; coverage is 100."""
    found: Site = request.getfixturevalue(site)
    counts = found.counts.json["locales"]["en"]["documents"][document]
    assert counts["translated"] == counts["segments"]
    for passage in passages(found.page("en", document)).values():
        assert (passage.get("lang"), passage.get("data-state")) == (None, None)
        assert passage.children
    assert not found.page("fr-en", document).all(wanted=lambda e: e.get("data-state") is not None)


@pytest.mark.parametrize("document", DOCUMENTS)
def test_no_leak(signs: Site, document: str) -> None:
    """With one sign for every segment, no word is left but code and what is named as offered to nobody.

    ``extract -v`` names it; ``build`` names the images of other hosts, which become links. A tag that its author never
    ends is shown as it is written.
    """
    shown = re.sub(r"</?\w[^<>]*>", " ", " ".join(visible(signs.article("en", document))))
    words = set(re.findall(r"[^\W\d_]+", shown))
    lines = (*signs.extracted.err.splitlines(), *signs.built.err.splitlines())
    told = [line for line in lines if line.startswith(f"source_fr/{document}.")]
    named = set(re.findall(r"[^\W\d_]+", " ".join(told)))
    assert words <= named


def visible(element: Element) -> Iterator[str]:
    """The text of an element outside code."""
    for child in element.children:
        if isinstance(child, str):
            yield child
        elif child.tag not in {"code", "pre", "script", "style", "samp"}:
            yield from visible(child)


@pytest.mark.parametrize("document", DOCUMENTS)
@pytest.mark.parametrize("site", ["same", "signs"])
def test_two_faces_one_text(site: str, document: str, request: pytest.FixtureRequest) -> None:
    """Each column of the side-by-side page says what its own edition says, passage for passage and word for word."""
    found: Site = request.getfixturevalue(site)
    both = columns(found.page("fr-en", document), "fr", "en")
    for language, other in (("fr", "en"), ("en", "fr")):
        single = passages(found.page(language, document))
        assert list(both[language]) == list(single)
        for name, passage in single.items():
            assert inside(both[language][name], ids=False) == inside(passage, ids=False)
        alone = [word for text in texts(found.article(language, document)) for word in text.split()]
        assert face(found.article("fr-en", document), language, other) == alone


def texts(element: Element) -> Iterator[str]:
    """All text of an element."""
    for child in element.children:
        if isinstance(child, str):
            yield child
        else:
            yield from texts(child)


@pytest.mark.parametrize("document", DOCUMENTS)
@pytest.mark.parametrize("edition", EDITIONS)
def test_pages_are_sound(same: Site, edition: str, document: str) -> None:
    """One article, one h1, ids that are unique, and every link inside the page leads to one of them."""
    page = same.page(edition, document)
    assert len(page.all("article")) == 1
    assert len(page.all("h1")) == max(1, len(same.article("fr", document).all("h1")))
    ids = [str(e.get("id")) for e in page.walk() if e.get("id") is not None]
    assert len(ids) == len(set(ids))
    assert page.one("html").get("lang") == ("fr" if edition == "fr" else "en")


@pytest.mark.parametrize("document", DOCUMENTS)
def test_the_same_names_in_all_editions(same: Site, document: str) -> None:
    """``data-segment`` names the same passages everywhere, and entries list the first of them."""
    french = passages(same.page("fr", document))
    assert list(passages(same.page("en", document))) == list(french)
    catalog = (same.folder / f"locales/en/LC_MESSAGES/{document}.po").read_text(encoding="utf-8")
    listed = set(re.findall(r"^#\. id: (\S+)$", catalog, re.MULTILINE))
    assert {re.sub(r"-\d+$", "", name) for name in french} <= listed


def test_indexes_have_no_article(same: Site) -> None:
    """Pages that are no document have no article, and one h1."""
    for edition in EDITIONS:
        page = parsed((same.folder / "build" / edition / "index.html").read_text(encoding="utf-8"))
        assert (len(page.all("article")), len(page.all("h1"))) == (0, 1)
    landing = parsed((same.folder / "build/index.html").read_text(encoding="utf-8"))
    assert (len(landing.all("article")), len(landing.all("h1"))) == (0, 1)
