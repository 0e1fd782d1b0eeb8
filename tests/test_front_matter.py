"""Front matter: what authors write is read as text, what YAML could do beyond that is refused with its line."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from enregard.errors import SourceError
from enregard.model import FrontMatter, Limits
from enregard.sources.front_matter import slug_problem, split


def read(text: str) -> tuple[FrontMatter, str, int]:
    """Split with the default limits."""
    return split(text, path="source_fr/page.md", limits=Limits())


def refusal(text: str) -> SourceError:
    """The error that a manuscript with this text is refused with."""
    with pytest.raises(SourceError) as caught:
        read(text)
    assert caught.value.path == "source_fr/page.md"
    return caught.value


@pytest.fixture(params=["compiled", "pure"])
def loader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Both of PyYAML's parsers, since a machine may lack the compiled one."""
    if request.param == "pure":
        monkeypatch.delattr(yaml, "CBaseLoader", raising=False)
    elif not hasattr(yaml, "CBaseLoader"):
        pytest.skip("this PyYAML has no compiled parser")
    return str(request.param)


WHOLE = """---
title: "Mali : un accord"
summary: >
  Première ligne
  et seconde.
author: [Awa Diarra, Jean Petit]
date: 2025-05-31
slug: mali-été
draft: true
order: 3
lang: fr-CA
answer: no
menu:
  main:
    weight: 10
empty:
---

# Titre
"""


def test_everything_an_author_writes_is_kept_as_text(loader: str) -> None:
    """Known keys are checked values, unknown keys stay what was written, and nothing becomes a number or a boolean."""
    assert loader
    matter, body, first = read(WHOLE)
    assert matter.values["title"] == "Mali : un accord"
    assert matter.values["summary"] == "Première ligne et seconde."
    assert matter.values["author"] == ("Awa Diarra", "Jean Petit")
    assert matter.values["answer"] == "no"
    assert matter.values["menu"] == "main:\n    weight: 10"
    assert matter.values["empty"] == ""
    assert (matter.slug, matter.draft, matter.order, matter.date) == ("mali-été", True, 3, "2025-05-31")
    assert (matter.lines["title"], matter.lines["author"], matter.lines["menu"]) == (2, 6, 13)
    assert (body, first) == ("\n# Titre\n", 18)


@pytest.mark.parametrize(
    ("text", "body", "first"),
    [
        ("Du texte.\n", "Du texte.\n", 1),
        ("", "", 1),
        ("---\n---\nDu texte.", "Du texte.", 3),
        ("---\n# rien encore\n---\nDu texte.", "Du texte.", 4),
        ("---  \ntitle: a\n---\t\nDu texte.", "Du texte.", 4),
        ("---\ntitle: a\n---", "", 4),
        ("---\nUne règle ouvre le texte.\n", "---\nUne règle ouvre le texte.\n", 1),
        ("---", "---", 1),
        ("\n---\ntitle: a\n---\n", "\n---\ntitle: a\n---\n", 1),
        ("---\n\nEntre deux règles.\n\n---\n", "---\n\nEntre deux règles.\n\n---\n", 1),
        ("----\ntitle: a\n---\n", "----\ntitle: a\n---\n", 1),
    ],
)
def test_where_front_matter_ends(text: str, body: str, first: int) -> None:
    """Only a first line of three hyphens opens it and only a second one closes it; a rule stays a rule."""
    assert read(text)[1:] == (body, first)


@pytest.mark.parametrize(
    ("yaml_text", "line", "word"),
    [
        ("a: &x [1]\nb: *x", 2, "alias"),
        ("b: 1\na: *x", 3, "alias"),
        ("a: !!python/object/apply:os.system [ls]", 2, "tag"),
        ("a: ! b", 2, "tag"),
        ("- a\n- b", 2, "mapping"),
        ("Du texte.", 2, "mapping"),
        ("a: 1\n\na: 2", 4, "twice"),
        ("a:\n  b: 1\n  b: 2", 4, "twice"),
        ("? [a]\n: b", 2, "not a word"),
        ("a: {[b]: c}", 2, "not a word"),
        ("a: " + "[" * 10 + "]" * 10, 2, "deeper than 10"),
        ("a: b\n...\n--- {c: d}", 4, "two YAML documents"),
        ("title: Mali : un accord", 2, "colon"),
        ('title: "sans fin', 3, "not YAML"),
        ("\ta: b", 2, "not YAML"),
        ('a: "\\0"', 2, "U+0000"),
        ('a: "\\e]0;titre"', 2, "U+001B"),
        ('a: "\\UFFFFFFFF"', 2, "not YAML"),
        ("a: \0", 2, "not YAML"),
        ("title: [a, b]", 2, "one text"),
        ("title: {a: b}", 2, "no keys below"),
        ("author: {name: b}", 2, "no keys below"),
        ("draft: yes", 2, "neither true nor false"),
        ("order: premier", 2, "whole number"),
        ("order: 10000000000", 2, "whole number"),
        ("date: 31/05/2025", 2, "not a date"),
        ("title: a\ndate: 2025-02-30", 3, "not a date"),
        ("lang: no", 2, "language"),
        ("lang: <b>fr</b>", 2, "language"),
    ],
)
def test_what_is_refused_is_named_with_its_line(loader: str, yaml_text: str, line: int, word: str) -> None:
    """Each fault is one error with the line of the file on which it stands, in at most a second."""
    assert loader
    start = time.process_time()
    error = refusal(f"---\n{yaml_text}\n---\n")
    assert (error.line, word in error.problem) == (line, True), str(error)
    assert time.process_time() - start < 1


@pytest.mark.parametrize(
    "bomb",
    [
        "a: " + "[" * 60_000,
        "a: " + "{" * 60_000,
        "- " * 30_000,
        "? " * 30_000,
        '"' * 60_001,
        "a: &a [x,x]\nb: &b [*a,*a]\nc: [*b,*b]",
        "a: b\n" * 13_000,
        "x" * 70_000 + ": a",
    ],
)
def test_a_bomb_is_refused_in_a_second(loader: str, bomb: str) -> None:
    """Depth, aliases and bulk are refused before they cost anything."""
    assert loader
    start = time.process_time()
    refusal(f"---\n{bomb}\n---\n")
    assert time.process_time() - start < 1


def test_an_unpaired_surrogate_is_refused(loader: str) -> None:
    """An escape that makes half a character is an error, not a crash when the page is written."""
    assert loader
    assert refusal('---\ntitle: "\\ud800"\n---\n').line == 2


def test_the_limit_is_a_setting() -> None:
    """The size at which front matter is refused can be chosen, and the message names the number."""
    with pytest.raises(SourceError, match="longer than 10 bytes"):
        split("---\ntitle: trop long\n---\n", path="p.md", limits=Limits(front_matter=10))


@pytest.mark.parametrize(
    "slug",
    [
        "..", ".", ".cache", "/etc", "a/b", "a\\b", "%2e%2e", "a\nb", "a\0", "con", "nul.txt", "lpt1", "a.", "Mali",
        "a b", "\u202ea", "a" * 81, "-a", "œuvre", "<b>", "\u200b",
    ],
)  # fmt: skip
def test_a_hostile_slug_is_refused(slug: str) -> None:
    """A slug is one harmless part of an address: nothing in it leads elsewhere or reads as something else."""
    assert slug_problem(slug) is not None


@pytest.mark.parametrize("slug", ["mali-russie", "2025", "état.des.lieux", "a" * 80, "console"])
def test_a_plain_slug_is_taken(slug: str) -> None:
    """Small letters with French accents, digits, hyphens and full stops are what slugs are made of."""
    assert slug_problem(slug) is None
    assert read(f"---\nslug: {slug}\n---\n")[0].slug == slug


def test_a_slug_is_composed() -> None:
    """A slug typed on a system that decomposes accents is the same slug."""
    assert read("---\nslug: e\u0301te\u0301\n---\n")[0].slug == "été"


@given(st.text(alphabet=st.sampled_from("ab:- \n\t&*!{}[],?|>'\"#%@é\u2028\x85\0\\---"), max_size=60))
def test_nothing_but_a_source_error_is_raised(text: str) -> None:
    """Whatever stands between the fences is read or refused; the body is always the end of the file."""
    whole = f"---\n{text}\n---\nfin"
    try:
        _, body, first = read(whole)
    except SourceError as error:
        line = error.line or 0
    else:
        line = first
        assert "\n".join(whole.split("\n")[first - 1 :]) == body
    assert 1 <= line <= whole.count("\n") + 1


def test_real_documents_are_read(shared: Path) -> None:
    """Every document of the corpus has front matter that we read, or none."""
    documents = sorted((shared / "corpus" / "md_fr").rglob("*.md"))
    assert len(documents) > 50
    for document in documents:
        text = document.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
        matter, body, _ = read(text)
        assert text.endswith(body)
        assert bool(matter.values) == text.startswith("---\n"), document


@pytest.mark.parametrize("written", ["2025-05-31", "2025/05/31", "2025-05-31T08:00:00+02:00", "2025-05-31 08:00"])
def test_dates_that_are_meant_are_taken(written: str) -> None:
    """Year, month and day in this order are a date, with or without the time of day that other tools write."""
    matter, _, _ = split(f"---\ndate: {written}\n---\n", path="a.md", limits=Limits())
    assert matter.date == "2025-05-31"
