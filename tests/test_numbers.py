"""Numbers are read to values, whichever of the two languages writes them, and in whichever way."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enregard.numbers import compare, numerals

NARROW, WIDE = "\u202f", "\u00a0"

SAME = [
    (f"1{NARROW}234,56{WIDE}€", "€1,234.56"),
    (f"1{WIDE}234,50{WIDE}€", "€1,234.50"),
    ("1 234,5 km", "1,234.5 km"),
    ("12 %", "12%"),
    ("12 %", "twelve per cent"),
    ("le 1er avril 2026", "April 1, 2026"),
    ("le 1er avril", "04/01"),
    ("le 22/11/2026", "2026-11-22"),
    (f"15{WIDE}h{WIDE}30", "3:30 p.m."),
    ("15 h 30", "15:30"),
    ("3 h 30 de l’après-midi", "15:30"),
    ("15 h", "3 p.m."),
    ("8 h", "8 a.m."),
    ("au XVIIIe siècle", "in the 18th century"),
    ("au 18e siècle", "in the eighteenth century"),
    ("n° 3", "No. 3"),
    ("3 milliards", "3 billion"),
    ("1,2 M€", "€1.2 million"),
    ("1,2 M€", "€1.2m"),
    ("1 million", "1,000,000"),
    ("vingt-cinq élus", "25 members"),
    ("quatre-vingt-dix jours", "90 days"),
    ("25 élus", "twenty-five members"),
    ("Python 3.10", "Python 3.10"),
    ("[001,366]", "[001,366]"),
    ("chapitres 10 200", "chapters 10, 200"),
    ("dans les années 1990", "in the 1990s"),
    ("UTF-8", "UTF-8"),
    ("de 3 à 5", "from three to five"),
    ("2e", "second"),
]

OTHERS = [
    ("12", "13", ("12",), ("13",)),
    ("3 millions", "3 billion", ("3 millions",), ("3 billion",)),
    ("1,234 m", "1,234 m", ("1,234",), ("1,234",)),
    ("2.000", "2,000", ("2.000",), ("2,000",)),
    ("15 h 30", "4:30 p.m.", ("15",), ("4:30",)),
    ("XVIIIe siècle", "19th century", (), ("19",)),
    ("trois listes", "7 lists", (), ("7",)),
    ("1996", "", ("1996",), ()),
]


@pytest.mark.parametrize(("french", "english"), SAME)
def test_the_same_number(french: str, english: str) -> None:
    """Two ways of writing a number are no difference."""
    assert not compare(french, english)


@pytest.mark.parametrize(("french", "english", "lost", "added"), OTHERS)
def test_another_number(french: str, english: str, lost: tuple[str, ...], added: tuple[str, ...]) -> None:
    """Another value is one, and each side's own writing of it is told."""
    found = compare(french, english)
    assert (found.lost, found.added) == (lost, added)


def test_repeated_numbers_are_told_apart() -> None:
    """A number that one side says more often is not a number that the other lacks."""
    assert compare("40 élus", "40 members, all 40 of them").more == ("40",)
    assert compare("40 élus, 40 voix", "40 members").fewer == ("40",)


def test_numbers_beside_the_text_explain() -> None:
    """A number that stands in code on the other side is not missing."""
    assert not compare("Pourquoi vaut-il cela ?", "Why is it -3?", beside=("-3", ""))


def test_where_a_number_stands() -> None:
    """A numeral knows its place in the text, and what it can mean."""
    (found,) = numerals("Il en a 1 234,5.", "fr")
    assert (found.start, found.written, found.values) == (8, "1 234,5", frozenset({"1234.5"}))


@given(st.integers(0, 10**9), st.integers(0, 99))
def test_every_amount_is_the_same_in_both(whole: int, cents: int) -> None:
    """What French and English write of one amount is equal, and not equal to one more."""
    english = f"€{whole:,}.{cents:02}"
    french = re.sub(",", NARROW, f"{whole:,}") + f",{cents:02}{WIDE}€"
    assert not compare(french, english)
    assert compare(french, f"€{whole + 7:,}.{cents:02}")


@given(st.text(max_size=80), st.text(max_size=80))
def test_any_text_can_be_compared(french: str, english: str) -> None:
    """No text is too strange, and a text has the numbers that it has."""
    compare(french, english)
    assert not compare(french, french, ("en", "en"))
