"""Sentences end where a French or English copy editor says they do, whatever the spaces, in linear time."""

from __future__ import annotations

import json
import pickle
import re
import subprocess
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enregard.segmentation import RULES_VERSION, rules, sentences

CASES = sorted((Path(__file__).parent / "cases" / "segments").glob("*.txt"))
SPACES = " \u00a0\u202f\u2009\n\t"
LANGUAGES = ("fr", "en", "de")

PIECES = st.sampled_from(
    [
        *(
            "Il vient",
            "demain",
            "M",
            "J.-P",
            "p",
            "12",
            "etc",
            "av. J.-C",
            "art. L",
            "Elle",
            "U.S.A",
            "a)",
            "chap",
            "x",
        ),
        *(".", "!", "?", "…", "...", ";", ":", ",", "«", "»", "“", "”", "(", ")", "[", "]", '"', "’", "—", "-", "¹"),
        *(" ", " ", " ", "\u00a0", "\u202f", "\n", "  "),
    ]
)
PROSE = st.lists(PIECES, max_size=40).map("".join)


def marked(text: str, language: str) -> str:
    """The text with `` |`` where a sentence ends."""
    edges = [0, *rules(language).boundaries(text), len(text)]
    return " |".join(text[start:end] for start, end in pairwise(edges))


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_cases(path: Path, *, update_cases: bool) -> None:
    """Each paragraph of a case file ends its sentences where its author put `` |``."""
    language = "en" if path.stem.startswith("english") else "fr"
    title, *paragraphs = path.read_text(encoding="utf-8").rstrip("\n").split("\n\n")
    found = [marked(paragraph.replace(" |", ""), language) for paragraph in paragraphs]
    if update_cases:
        path.write_text("\n\n".join([title, *found]) + "\n", encoding="utf-8")
    assert paragraphs
    assert found == paragraphs


def test_every_family_of_rules_has_cases() -> None:
    """The families the documentation names are all there, each with a title."""
    assert len(CASES) >= 18
    assert all(path.read_text(encoding="utf-8").startswith("# ") for path in CASES)


@given(PROSE | st.text())
def test_sentences_joined_give_the_paragraph_back(text: str) -> None:
    """Cutting loses nothing: the pieces are the text, and sentences are the pieces without space around them."""
    for language in LANGUAGES:
        found = rules(language).boundaries(text)
        pieces = [text[start:end] for start, end in pairwise([0, *found, len(text)])]
        assert "".join(pieces) == text
        assert found == sorted(set(found))
        assert sentences(text, rules(language)) == [piece.strip() for piece in pieces if piece.strip()]
        assert len(pieces) == 1 or all(piece.strip() for piece in pieces)
        assert not any(text[offset - 1].isspace() for offset in found)


@given(PROSE | st.text())
def test_a_text_that_cannot_break_has_no_boundaries(text: str) -> None:
    """The cheap question says no only where the rules find nothing; markup between the words does not mislead it."""
    for language in LANGUAGES:
        if rules(language).boundaries(text):
            assert rules(language).may_break(text)
            assert rules(language).may_break(re.sub(r"\s", "** ", text))


@given(PROSE, st.sampled_from(SPACES))
def test_all_spaces_are_alike(text: str, space: str) -> None:
    """No-break spaces, thin spaces, tabs and soft wraps cut like ordinary spaces."""
    plain, other = re.sub(r"\s", " ", text), re.sub(r"\s", space, text)
    for language in LANGUAGES:
        assert rules(language).boundaries(other) == rules(language).boundaries(plain)


@given(PROSE)
def test_cutting_depends_on_nothing_but_the_text(text: str) -> None:
    """Rules that have been pickled and read back cut alike."""
    again = pickle.loads(pickle.dumps(rules("fr")))  # noqa: S301 - our own bytes
    assert again.boundaries(text) == rules("fr").boundaries(text)


@given(PROSE.filter(lambda text: not set(text) & set("«»“”()[]")), PROSE)
def test_a_closed_quotation_is_never_cut(inside: str, behind: str) -> None:
    """No sentence ends between guillemets that are closed in the same paragraph."""
    text = f"Il dit : « {inside} » {behind}"
    assert not [offset for offset in rules("fr").boundaries(text) if offset <= len(f"Il dit : « {inside} ")]


HOSTILE = [
    *(".", "« ", "M. M. M. ", "[", ". ", ". » ", "! ? ", '"', '. " ', "… … ", "J.-", "1. ", "a. ", "A.", ".\n", ") ("),
    *("«. » ", "A. Le ", "fin. 12. ", "[…] ", "U.S.", "fin.[1] ", ". [", "' ", "Art. 1. ", " ", "\u00a0", "…(", "(a."),
    *('Oui. " Non ', 'a. " B', '. "B ', "Article premier. ", "x) ", "Le. : 1. ", "iP. ", "J.-C. Le m", "e. 1 h. A"),
]


@pytest.mark.parametrize("unit", HOSTILE, ids=repr)
@pytest.mark.parametrize("language", LANGUAGES)
def test_time_is_linear(unit: str, language: str) -> None:
    """100 kB of anything take far less than the seconds that quadratic work would need."""
    ready = rules(language, semicolons=True)
    text = (unit * 100_000)[:100_000]
    begin = process_time()
    ready.boundaries(text)
    assert process_time() - begin < 2


def test_a_project_can_add_abbreviations() -> None:
    """After an abbreviation of the project no sentence ends, with its full stop or without, small or capital."""
    text = "Le chef de serv. Paul est là. Serv. Durand. Voir l’attest. sur l’hon. Marie signe."
    assert len(rules("fr").boundaries(text)) == 5
    ours = rules("fr", abbreviations=("serv.", "attest. sur l’hon"))
    assert sentences(text, ours) == [
        "Le chef de serv. Paul est là.",
        "Serv. Durand.",
        "Voir l’attest. sur l’hon. Marie signe.",
    ]
    assert sentences("Il observ. Paul part.", ours) == ["Il observ.", "Paul part."]


def test_semicolons_can_cut_lists() -> None:
    """With the setting a legal list is cut at its semicolons, but not inside brackets; without it is not."""
    text = "Le juge : 1° entend les parties ; 2° visite (l’un ; l’autre) les lieux ; il statue."
    assert sentences(text, rules("fr")) == [text]
    assert sentences(text, rules("fr", semicolons=True)) == [
        "Le juge : 1° entend les parties ;",
        "2° visite (l’un ; l’autre) les lieux ;",
        "il statue.",
    ]


def test_other_languages_are_cut_too() -> None:
    """A language without rules of its own is cut at its end marks, even where no space follows them."""
    assert sentences("Das ist gut. Er kam. J. S. Bach!", rules("de")) == ["Das ist gut.", "Er kam.", "J. S. Bach!"]
    assert sentences("これは本です。「はい。」と言う。", rules("ja")) == ["これは本です。", "「はい。」と言う。"]


def test_rules_say_which_version_they_are() -> None:
    """Equal rules have equal versions; other languages, abbreviations and settings have others."""
    versions = [rules("fr").version, rules("en").version, rules("de").version]
    versions += [rules("fr", abbreviations=("serv",)).version, rules("fr", semicolons=True).version]
    assert len(set(versions)) == len(versions)
    assert all(f"-{RULES_VERSION}-" in version for version in versions)
    assert rules("fr", abbreviations=("serv",)) is rules("fr", abbreviations=("serv",))


def test_importing_segmentation_is_cheap() -> None:
    """The library of regular expressions is loaded when rules are first needed, not when the program starts."""
    code = "import sys, enregard.segmentation; sys.exit('regex' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def gold(shared: Path) -> Iterator[tuple[str, list[str]]]:
    """Paragraphs of the treebanks and their sentences."""
    for name in ("gsd_dev", "pud_news_dev"):
        for line in (shared / "corpus" / "segmentation" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
            paragraph = json.loads(line)
            yield paragraph["text"], paragraph["sentences"]


def cuts(found: list[str]) -> set[int]:
    """Ends of the inner sentences, counted in signs that are no spaces."""
    ends, total = set(), 0
    for sentence in found[:-1]:
        total += len("".join(sentence.split()))
        ends.add(total)
    return ends


@pytest.mark.parametrize("space", [" ", "\u00a0", "\u202f", "\n"], ids=["plain", "nbsp", "nnbsp", "wrap"])
def test_treebanks(shared: Path, space: str) -> None:
    """Over all paragraphs of the treebanks, boundary F1 is at least 0.995 and 98 % are cut exactly."""
    exact = right = guessed = true = paragraphs = 0
    for text, expected in gold(shared):
        want = cuts(expected)
        got = cuts(sentences(re.sub(r" (?=[?!;:»])|(?<=«) ", space, text), rules("fr")))
        paragraphs, exact = paragraphs + 1, exact + (want == got)
        right, guessed, true = right + len(want & got), guessed + len(got), true + len(want)
    assert 2 * right / (guessed + true) >= 0.995
    assert exact / paragraphs >= 0.98
