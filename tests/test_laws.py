"""The laws of the house: what holds for every document, whatever stands in it."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from pathlib import Path

import markdown
import pytest
from conftest import SHARED
from hypothesis import given
from hypothesis import strategies as st

from enregard.model import Kind, Limits, Page, Reading, Segment, State, leave
from enregard.registry import SOURCES
from enregard.sources import directives, front_matter
from enregard.sources.contract import Manuscript

HERE = Path(__file__).parent
CASES = sorted((HERE / "cases/documents").iterdir())
CORPUS = sorted((SHARED / "corpus/md_fr").rglob("*.md")) + sorted((SHARED / "corpus/pairs").glob("*.fr.md"))
DOCUMENTS = [
    *(pytest.param(path, id=path.name) for path in CASES),
    *(
        [pytest.param(path, id=f"{path.parent.name}/{path.name}") for path in CORPUS]
        or [pytest.param(None, id="corpus-md_fr", marks=pytest.mark.skip("the corpora of ../shared are absent"))]
    ),
]
READING = Reading()
READINGS = [pytest.param(READING, id="sentence"), pytest.param(Reading(unit="block"), id="block")]
SIGN = "·"


def manuscript_of(path: Path, reading: Reading = READING) -> Manuscript:
    """A document of the cases or of the corpus, read."""
    text = path.read_text(encoding="utf-8-sig")
    return SOURCES[path.suffix](text, path=path.name, name=path.stem, reading=reading, ids={})


def html_of(page: Page) -> str:
    """All blocks of a page."""
    return "\n".join(block.html for block in page.blocks)


def without_spans(page_html: str) -> str:
    """HTML without the spans of passages, and without what the house changes on purpose: labels, alignment."""
    out: list[str] = []
    ours: list[bool] = []
    for piece in re.split(r"(<span[^>]*>|</span>)", page_html):
        if piece.startswith("<span"):
            ours.append("data-segment=" in piece)
        is_ours = ours.pop() if piece == "</span>" and ours else piece.startswith("<span") and ours[-1]
        if not is_ours:
            out.append(piece)
    return loose("".join(out))


def loose(page_html: str) -> str:
    """HTML without white space, labels of back-links and the way tables are aligned."""
    page_html = re.sub(r' (?:align|class)="(?:align-)?(left|right|center)"', r" \1", page_html)
    page_html = re.sub(r' (?:aria-label|title)="(?:Jump back|Revenir|Retour)[^"]*"', "", page_html)
    return re.sub(r"\s+", "", page_html)


def bare(text: str, reading: Reading) -> str:
    """What Python-Markdown alone makes of a text."""
    tables = {"tables": {"use_align_attribute": True}}
    return markdown.markdown(text, extensions=list(reading.extensions), extension_configs={"extra": tables})


def leave_out_directives(page_html: str) -> str:
    """The HTML without our directives, which never reach a page."""
    return re.sub(r"<p></p>", "", directives.COMMENT.sub("", page_html))


def visible(page_html: str) -> str:
    """The words a reader sees: no tags, no comments, no code."""
    shown = re.sub(r"<(pre|code|script|style|samp)\b.*?</\1>", " ", page_html, flags=re.DOTALL)
    return html.unescape(re.sub(r"<!--.*?-->|<[^>]*>", " ", shown, flags=re.DOTALL))


def untranslatable(manuscript: Manuscript) -> set[str]:
    """Words that the manuscript itself says no translator is offered."""
    return {word for omitted in manuscript.omitted for word in re.findall(r"[^\W_]+", html.unescape(omitted.text))}


@pytest.mark.parametrize("reading", READINGS)
@pytest.mark.parametrize("path", DOCUMENTS)
def test_silence(path: Path, reading: Reading) -> None:
    """Rendering with ``leave`` gives what bare Python-Markdown gives."""
    if path.suffix == ".txt":
        pytest.skip("plain text has no Markdown to compare with")
    text = path.read_text(encoding="utf-8-sig")
    _, body, _ = front_matter.split(text, path=path.name, limits=Limits())
    page = manuscript_of(path, reading).render(leave, "fr")
    expected = loose(leave_out_directives(bare(body, reading)))
    assert leave_out_directives(without_spans(html_of(page))) == expected


@pytest.mark.parametrize("path", DOCUMENTS)
@pytest.mark.parametrize("fill", [leave, lambda _: SIGN, lambda s: f"{s.text} # {s.text}", lambda s: s.text[::-1]])
def test_congruence(path: Path, fill: Callable[[Segment], str | None]) -> None:
    """Whatever the filling, a page has the same blocks with the same segments."""
    manuscript = manuscript_of(path)
    source, page = manuscript.render(leave, "fr"), manuscript.render(fill, "en")
    assert [b.tag for b in page.blocks] == [b.tag for b in source.blocks]
    assert [p.segment for p in page.passages] == [p.segment for p in source.passages]
    assert [h.id for h in page.contents] == [h.id for h in source.contents]


@pytest.mark.parametrize("path", DOCUMENTS)
def test_no_leak(path: Path) -> None:
    """With one sign for every segment no word is left but code and what is declared untranslatable."""
    manuscript = manuscript_of(path)
    page = manuscript.render(lambda _: SIGN, "en")
    left = set(re.findall(r"[^\W_]+", visible(html_of(page))))
    addresses = {word for o in manuscript.omitted for word in re.findall(r"[^\W_]+", o.text)}
    notes = {word for word in left if word.isdecimal()}
    assert left - untranslatable(manuscript) - addresses - notes == set()


@pytest.mark.parametrize("path", DOCUMENTS)
def test_identity(path: Path) -> None:
    """With every msgstr equal to its msgid the English page is the French one, byte for byte but for labels."""
    manuscript = manuscript_of(path)
    source, page = manuscript.render(leave, "fr"), manuscript.render(lambda s: s.text, "en")
    label = re.compile(r' (?:aria-label|title)="(?:Jump back|Revenir|Retour)[^"]*"')
    assert label.sub("", html_of(page)) == label.sub("", html_of(source))


@pytest.mark.parametrize("path", DOCUMENTS)
def test_rendering_again_gives_the_same(path: Path) -> None:
    """A manuscript may be rendered any number of times, in any order."""
    manuscript = manuscript_of(path)
    english, french = manuscript.render(lambda s: s.text.upper(), "en"), manuscript.render(leave, "fr")
    assert manuscript.render(lambda s: s.text.upper(), "en") == english
    assert manuscript.render(leave, "fr") == french


@pytest.mark.parametrize("path", DOCUMENTS)
def test_fullness(path: Path) -> None:
    """With every entry translated every passage is filled, in the page's language."""
    page = manuscript_of(path).render(lambda s: f"X {s.text}", "en")
    assert {p.language for p in page.passages} <= {"en"}
    assert {p.state for p in page.passages} <= {State.TRANSLATED}
    assert "data-state" not in html_of(page)


@pytest.mark.parametrize("path", DOCUMENTS)
def test_every_segment_is_on_the_page(path: Path) -> None:
    """No segment is lost between reading and rendering, and ids are unique."""
    manuscript = manuscript_of(path)
    page = manuscript.render(leave, "fr")
    rendered = [p.segment.id for p in page.passages]
    assert len(set(rendered)) == len(rendered)
    # A link definition or an abbreviation that is never used has no place on the page.
    unused = {s.id for s in manuscript.segments} - set(rendered)
    kinds = {s.kind for s in manuscript.segments if s.id in unused}
    assert kinds <= {Kind.LINK_TITLE, Kind.ABBREVIATION}


@pytest.mark.parametrize("path", DOCUMENTS)
def test_lines_go_forward_and_are_right(path: Path) -> None:
    """A line number is where the segment begins, or None: a wrong number is worse than none."""
    manuscript = manuscript_of(path)
    lines = path.read_text(encoding="utf-8-sig").split("\n")
    for segment in manuscript.segments:
        if segment.line is None or segment.kind in {Kind.HTML_ATTRIBUTE, Kind.HTML_TEXT}:
            continue
        first = re.findall(r"[^\W_]+", segment.text.removeprefix("*["))[0]
        assert first in lines[segment.line - 1], segment


WORDS = st.sampled_from(
    [
        *(
            "Le",
            "marché",
            "*ouvre*",
            "à",
            "**huit",
            "heures**",
            "`x.y`",
            "[ici](a.md)",
            "[là.",
            "Loin](b.md)",
            "«",
            "»",
        ),
        *(
            "M.",
            "Dupont",
            "p.",
            "12",
            "fin.",
            "Alors",
            "!",
            "Bien",
            "?",
            "*un.",
            "Deux*",
            "_trois_",
            "**Quatre.",
            "Cinq**",
        ),
        *(
            "<b>six.",
            "Sept</b>",
            "[^n]",
            "ONU",
            "\\*",
            "1790.",
            "§",
            "…",
            "\\`",
            "`",
            "*",
            "_",
            "[",
            "]",
            "<",
            ">",
            "$",
            "|",
        ),
        *("#", "~"),
    ]
)
SENTENCES = st.lists(WORDS, min_size=1, max_size=14).map(" ".join)
BLOCKS = st.one_of(
    SENTENCES,
    SENTENCES.map(lambda s: f"## {s}"),
    SENTENCES.map(lambda s: f"> {s}"),
    st.lists(SENTENCES, min_size=1, max_size=3).map(lambda items: "\n".join(f"- {item}" for item in items)),
    st.lists(SENTENCES, min_size=1, max_size=3).map(lambda items: "\n".join(f"1. {item}" for item in items)),
    SENTENCES.map(lambda s: f"| a | b |\n|---|---|\n| {s.replace('|', '')} | c |"),
    SENTENCES.map(lambda s: f"<div>\n{s}\n</div>"),
    SENTENCES.map(lambda s: f'!!! note "{s.replace(chr(34), "")}"\n    {s}'),
    SENTENCES.map(lambda s: f"Terme\n:   {s}"),
    SENTENCES.map(lambda s: s.replace(" ", "\n", 2)),
    SENTENCES.map(lambda s: s.replace(" ", "  \n", 1)),
    st.just("```\ncode. Ici.\n```"),
)
TEXTS = st.lists(BLOCKS, min_size=1, max_size=6).map(
    lambda blocks: "\n\n".join([*blocks, "[^n]: Une note. Deux.", "*[ONU]: Nations unies"])
)


@given(TEXTS)
def test_laws_hold_on_drawn_documents(text: str) -> None:
    """Silence, identity and congruence on documents that nobody would write."""
    manuscript = SOURCES[".md"](text, path="t.md", name="t", reading=READING, ids={})
    source = manuscript.render(leave, "fr")
    assert without_spans(html_of(source)) == loose(bare(text, READING))
    same = manuscript.render(lambda s: s.text, "en")
    assert without_spans(html_of(same)) == without_spans(html_of(source))
    other = manuscript.render(lambda s: s.text[::-1], "en")
    assert [p.segment for p in other.passages] == [p.segment for p in source.passages]
