"""A translation adds nothing that its source lacks: hostile ones are quarantined, harmless ones are not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from passages import entries, passage, title

from enregard import containment
from enregard.containment import contain, contain_text
from enregard.markup import is_twin
from enregard.model import Entry, Kind, Limits, Passage, Segment, State


def reason(entry: Entry) -> str | None:
    """Why a translation is quarantined, by its text or by its rendering."""
    source = passage(entry.msgid, "fr")
    return contain_text(source.segment, entry.msgstr) or contain(source, passage(entry.msgstr, "en"))


@pytest.mark.parametrize("entry", entries("hostile.po"), ids=title)
def test_hostile(entry: Entry) -> None:
    """A hostile translation is quarantined, and the reason says what is wrong with it."""
    said = reason(entry)
    assert said is not None
    assert any(words in said for words in entry.extracted[1].split("|")), said


@pytest.mark.parametrize("entry", entries("harmless.po"), ids=title)
def test_harmless(entry: Entry) -> None:
    """A translation that does what translators do is published."""
    assert reason(entry) is None


@pytest.mark.parametrize("entry", entries("hostile.po"), ids=title)
def test_what_the_author_wrote_may_stay(entry: Entry) -> None:
    """The source may hold anything, for its author is trusted: a translation that keeps all of it is published."""
    assert reason(Entry(entry.msgstr, entry.msgstr)) is None
    assert reason(Entry(f"Oui. {entry.msgstr}", f"Well, yes. {entry.msgstr}")) is None


@pytest.mark.parametrize(
    ("kind", "literal", "msgstr", "quarantined"),
    [
        (Kind.METADATA, True, "# Numbers\n- one", False),
        (Kind.METADATA, True, "A \N{RIGHT-TO-LEFT OVERRIDE}title", True),
        (Kind.CODE_COMMENT, True, "Explains.\nos.remove('/')", True),
        (Kind.CODE_COMMENT, True, "Explains.", False),
        (Kind.PARAGRAPH, False, "# Numbers", True),
    ],
)
def test_kinds(kind: Kind, literal: bool, msgstr: str, quarantined: bool) -> None:  # noqa: FBT001 - columns of a table
    """Literal text makes no blocks, whatever it begins with; a comment in code stays on its line."""
    segment = Segment("Explique.", kind, id="p", literal=literal)
    assert (contain_text(segment, msgstr) is not None) is quarantined


def test_limits() -> None:
    """A translation longer than the project's limit is not rendered, however long its source."""
    segment = Segment("Mot. " * 100, Kind.PARAGRAPH, id="p")
    assert contain_text(segment, "Word. " * 100) is None
    assert contain_text(segment, "Word. " * 100, limits=Limits(segment=500)) == "it is longer than 500 bytes"


HTML = st.lists(
    st.sampled_from(
        [
            *("<p>", "</p>", "<a href='x'>", "</a>", "<svg>", "<math>", "<style>", "</style>", "<title>", "</title>"),
            *("<!--", "-->", "<img src=x onerror=y>", "<mtext>", "<table>", "<em>", "</em>", "text", "&lt;", "<", ">"),
            *("<select>", "<textarea>", "</textarea>", "<desc>", "<mglyph>", '"', "'", "=", "<br>", "</br>", "<b/>"),
        ]
    ),
    max_size=8,
).map("".join)
ACTIVE = ("<script", "<style", "<svg", "<math", "<img", "<a ", "<title", "<textarea", "<select", "<!--", "<table", "<p")


@given(HTML)
def test_nothing_active_is_let_through(html: str) -> None:
    """Whatever raw HTML a translation of plain text holds, what is published of it has light elements and text only."""
    source = passage("Le rapport est publié.", "fr")
    translation = Passage(source.segment, "en", State.TRANSLATED, html)
    if contain(source, translation) is None:
        assert not any(tag in html.lower() for tag in ACTIVE)


@pytest.mark.parametrize(
    ("source", "target", "twins"),
    [
        ("https://fr.example.org/a", "https://en.example.org/a", True),
        ("https://www.example.org/fr/a?hl=fr", "https://www.example.org/en/a?hl=en", True),
        ("https://example.org/FR/a.html", "https://example.org/EN/a.html", True),
        ("rapport-fr.pdf", "rapport-en.pdf", True),
        ("img/frise.svg", "img/frise.en.svg", True),
        ("https://fr.wikipedia.org/wiki/Paix", "https://en.wikipedia.org/wiki/Peace", True),
        ("https://fr.wikipedia.org/wiki/Paix", "https://en.wikipedia.org/w/index.php?title=User:X", False),
        ("https://fr.example.org/a", "https://en.example.org/b", False),
        ("https://example.fr/a", "https://example.en/a", False),
        ("https://fr.com/a", "https://en.com/a", False),
        ("https://fr.wikipedia.org.evil.example/wiki/A", "https://en.wikipedia.org.evil.example/wiki/B", False),
        ("https://fr.example.org/a", "https://en@fr.example.org/a", False),
        ("https://fr.example.org/a", "javascript://en.example.org/a", False),
        ("mailto:fr@example.org", "mailto:en@example.org", False),
        ("https://fr.example.org/a", "https://de.example.org/a", False),
        ("http://[::1", "http://[::2", False),
        ("https://example.org/fr/a", "https://example.org/a", True),
        ("https://example.org/fr/a", "https://example.org/en-GB/a", True),
        ("https://example.org/a/index.fr.html?r=3", "https://example.org/a/?r=3", True),
        ("https://example.org/fr/a?r=3", "https://example.org/a?r=4", False),
        ("https://example.org/fr/a", "https://example.org/a/b", False),
        ("http://www.Example.org/", "https://example.org/", True),
        ("https://example.org/", "http://example.org/", False),
        ("https://www.com/a", "https://com/a", False),
        ("/fr/a", "/a", False),
        ("https://fr.github.io/a", "https://en.github.io/a", False),
        ("https://fr.projet.github.io/a", "https://en.projet.github.io/a", True),
        ("https://fr.co.uk/a", "https://en.co.uk/a", False),
        ("https://fr.exemple.co.uk/a", "https://en.exemple.co.uk/a", True),
        ("https://fr.wikipedia.org/wiki/Paix", "https://en.wikipedia.org/wiki/../w/index.php?title=User:X", False),
        ("https://fr.wikipedia.org/wiki/Paix", "https://en.wikipedia.org/wiki/%2E%2e/w/index.php", False),
        ("https://fr.wikipedia.org/wiki/Paix", "https://en.wikipedia.org/wiki/\\..\\w/index.php", False),
    ],
)
def test_twins(source: str, target: str, twins: bool) -> None:  # noqa: FBT001 - a table's column
    """An address may change its language, and nothing else; a domain of another owner is never a twin."""
    assert is_twin(source, target, ("fr", "en")) is twins


@pytest.mark.parametrize(
    ("old", "new", "source", "target", "twins"),
    [
        ("https://exemple.fr", "https://example.com", "https://exemple.fr/a", "https://example.com/a", True),
        (
            "https://exemple.fr/v",
            "https://example.com/en-v",
            "https://exemple.fr/v2",
            "https://example.com/en-v2",
            True,
        ),
        ("https://exemple.fr", "https://example.com", "https://exemple.france/", "https://example.comance/", False),
        ("https://exemple.fr/", "https://example.com", "https://exemple.fr/a", "https://example.coma", False),
        ("https://exemple.fr/", "https://example.com", "https://exemple.fr/@a.org", "https://example.com@a.org", False),
        ("https://exemple.fr/", "https://exemple.fr:8", "https://exemple.fr/0/", "https://exemple.fr:80/", False),
        ("exemple/", "example/", "exemple/a", "example/a", True),
        ("dossier/", "", "dossier//a.org/b", "/a.org/b", True),
        ("dossier", "", "dossier//a.org/b", "//a.org/b", False),
    ],
)
def test_a_beginning_does_not_change_the_host(old: str, new: str, source: str, target: str, twins: bool) -> None:  # noqa: FBT001 - a table's column
    """What stands for the beginning of an address names its host, whole; what follows belongs to no host."""
    assert is_twin(source, target, ("fr", "en"), {old: new}) is twins


def test_a_region_is_no_other_language() -> None:
    """The addresses of an edition in British English say ``en``."""
    assert is_twin("/fr/a", "/en/a", ("fr", "en-GB"))


SHAPELY = (
    *(
        "a",
        "Mot ",
        "1. ",
        "2) ",
        "٣. ",
        "- ",
        "+ ",
        "# ",
        "> ",
        "```",
        "~~~",
        "    ",
        "\t",
        "|",
        "-|-",
        "***",
        "[x]: a",
    ),
    *("*[a]: b", "[^1]: c", "\n", "\n\n", "\n: x", "!!! note", "[TOC]", "=====", " ", "\u00a0"),
)
"""Pieces of lines that begin a block, or do not."""


@given(st.lists(st.sampled_from(SHAPELY), min_size=1, max_size=8).map("".join))
def test_what_is_passed_over_quickly_makes_no_block(text: str) -> None:
    """Whatever has the shape of a block is looked at, although most translations are passed over at a glance."""
    shaped = any(shape.search(text) for shape in (*containment._SHAPES.values(), containment._NUMBERED))
    assert "\n" in text or not shaped or (containment._BEGINS_A_BLOCK.match(text) and not text[0].isalpha())
