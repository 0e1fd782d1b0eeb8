"""Words of French are counted as translators are paid for them."""

import pytest

from enregard.words import count

SPACES = ["\u0020", "\u00a0", "\u202f", "\u2009", "\u2007", "\t", "\n", "\u3000"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        ("Bonjour", 1),
        ("L’accord d’aujourd’hui", 2),
        ("aujourd'hui", 1),
        ("Qu’est-ce que c’est ?", 3),
        ("— Oui, dit-il…", 2),
        ("12 % de 1 234 €", 4),
        ("- * _ ** ` … « »", 0),
        ("Le [site officiel](https://exemple.fr/a_b) est là.", 5),
        ("école À œuvre Ça 二", 5),
    ],
)
def test_words(text: str, words: int) -> None:
    """A word holds a letter or a digit; an elision counts with its word."""
    assert count(text) == words


@pytest.mark.parametrize("space", SPACES)
def test_white_space_of_any_kind_separates(space: str) -> None:
    """No-break and thin spaces separate words as plain ones do, and a sign set apart by one is no word."""
    assert count(f"«{space}Bonjour{space}»{space}!") == 1
    assert count(f"Bonjour{space}madame{space}!") == 2
