"""Languages: names, directions, dates, numbers, and the words of our own interface."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from enregard import languages

SRC = Path(languages.__file__).parent
TEMPLATES = sorted((SRC / "editions/templates").glob("*.html"))


def test_known_languages_are_those_of_the_locale_data() -> None:
    """A tag is checked by its grammar first: nothing else ever reaches a file name."""
    assert all(map(languages.is_known, ("fr", "en", "pt-BR", "ar", "zh-Hant")))
    assert not any(map(languages.is_known, ("", "xx", "../etc", "EN", "fr/..", "e", "fr\n", "english")))


def test_a_language_is_named_in_itself_with_a_capital() -> None:
    """Lists name each language in itself, running text in the reader's language."""
    assert languages.own_name("fr") == "Français"
    assert languages.own_name("en") == "English"
    assert languages.name("fr", "en") == "French"
    assert languages.name("en", "fr") == "anglais"
    assert languages.name("not-a-language", "en") == "not-a-language"


def test_directions() -> None:
    """Arabic and Hebrew run from right to left."""
    assert {one: languages.direction(one) for one in ("fr", "en", "ar", "he")} == {
        "fr": "ltr",
        "en": "ltr",
        "ar": "rtl",
        "he": "rtl",
    }


@pytest.mark.parametrize(
    ("iso", "language", "written"),
    [
        ("2026-03-12", "fr", "12\u00a0mars 2026"),
        ("2026-03-01", "fr", "1er\u00a0mars 2026"),
        ("2026-03-12", "en", "12\u00a0March 2026"),
        ("2026-03-12", "en-US", "March\u00a012, 2026"),
    ],
)
def test_dates_keep_their_day_with_their_month(iso: str, language: str, written: str) -> None:
    """A no-break space ties them, and the first of a month is ``1er`` in French."""
    assert languages.date(iso, language) == written


def test_numbers_and_percentages_follow_the_language() -> None:
    """French ties the sign to its number and parts thousands by a narrow space."""
    assert languages.percent(90, "en") == "90%"
    assert languages.percent(90, "fr") == "90\u00a0%"
    assert languages.number(12185, "en") == "12,185"
    assert languages.number(12185, "fr") == "12\u202f185"


def test_plural_forms_are_those_a_catalog_header_wants() -> None:
    """The value of the Plural-Forms header."""
    assert languages.plural_forms("en") == "nplurals=2; plural=(n != 1);"
    assert languages.plural_forms("ar").startswith("nplurals=6;")


def test_plurals_of_the_interface_follow_the_language() -> None:
    """Zero is singular in French and plural in English."""
    forms = ("%(n)s word older", "%(n)s words older")
    assert languages.interface("fr").ngettext(*forms, 0) % {"n": 0} == "0 mot à revoir"
    assert languages.interface("en").ngettext(*forms, 0) % {"n": 0} == "0 words older"


def test_a_language_the_tool_does_not_speak_gets_english_words() -> None:
    """The side-by-side page of a German edition still has furniture, and says in which language."""
    assert languages.interface("de").language == "en"
    assert languages.words("de")("Previous") == "Previous"
    assert languages.words("fr-CA")("Previous") == "Précédent"


def _catalog(language: str) -> dict[str, tuple[str, ...]]:
    with (SRC / "locale" / language / "LC_MESSAGES/enregard.po").open("rb") as file:
        found = read_po(file, locale=language)
    assert not any(message.fuzzy for message in found if message.id)
    return {
        (m.id if isinstance(m.id, str) else m.id[0]): ((m.string,) if isinstance(m.string, str) else tuple(m.string))
        for m in found
        if m.id
    }


def test_interface_catalogs_are_read_as_babel_reads_them() -> None:
    """Every message, in all its forms: our own reader knows no more than what stands in our own catalogs."""
    for language in languages.INTERFACE:
        said = languages.interface(language)
        for msgid, forms in _catalog(language).items():
            assert said.gettext(msgid) == forms[0]
            assert tuple(said.ngettext(msgid, "", number) for number in (1, 2)[: len(forms)]) == forms


def test_both_interface_catalogs_are_complete_and_say_the_same_things() -> None:
    """Same msgids, nothing empty, and every place that is filled in one is filled in the other."""
    english, french = _catalog("en"), _catalog("fr")
    assert english.keys() == french.keys()
    for msgid, forms in french.items():
        assert all(forms)
        places = set(re.findall(r"%\(\w+\)s|%s", forms[-1]))
        assert places == set(re.findall(r"%\(\w+\)s|%s", english[msgid][-1])), msgid


def test_french_interface_has_french_typography() -> None:
    """No-break spaces before double signs, typographic apostrophes."""
    for forms in _catalog("fr").values():
        for form in forms:
            assert not re.search(r"(?<![\u00a0\u202f])[:;!?»](?!\w)", form), form
            assert "'" not in form


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_every_word_of_the_templates_is_in_the_catalogs(path: Path) -> None:
    """A msgid that is misspelt in a template would show English on a French page."""
    used = set(re.findall(r't\("([^"]+)"\)', path.read_text(encoding="utf-8")))
    assert used <= _catalog("fr").keys()


def test_every_word_of_the_code_is_in_the_catalogs() -> None:
    """The msgids of states and furniture stand in tables; each literal that looks like one is a msgid."""
    known = _catalog("fr")
    for name in ("states.py", "furniture.py", "pages.py"):
        text = (SRC / "editions" / name).read_text(encoding="utf-8")
        for literal in re.findall(r'"([^"\n]*%\((?:n|source|percent|language)\)s[^"\n]*)"', text):
            plurals = [msgid for msgid, forms in known.items() if len(forms) > 1]
            assert literal in known or any(_same_but_number(literal, one) for one in plurals), literal


def _same_but_number(plural: str, singular: str) -> bool:
    return languages.interface("en").ngettext(singular, plural, 2) == plural
