"""``enregard.toml``: what may be written is taken, everything else is named with its line and the way out."""

from __future__ import annotations

import pickle
import tomllib
from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enregard import settings
from enregard.errors import SettingsError
from enregard.model import Limits, Reading
from enregard.settings import SETTINGS, Settings

WHOLE = """\ufeff# Réglages du dossier
[project]
title = "Mali et Russie\u202f: le dossier"
url = "https://exemple.org/dossier/"
source = "fr"
targets = ["en", "pt-BR", "en"]
authors = ["Awa Diarra"]
licence = "CC BY-SA 4.0"

[paths]
source = "textes"
catalogs = "po"
output = "../public"
templates = "gabarits"

[segmentation]
unit = "block"
rules = "regles.srx"
abbreviations = ["env.", "hab."]
semicolons = true

[markdown]
extensions = ["extra", "toc"]
front_matter = ["title"]
math = true
code_comments = true
source_html = "sanitise"

[catalogs]
references = "line"
wrap = 79

[editions]
build = ["fr", "fr-en"]
untranslated = "fail"
stale = "both"
hreflang_threshold = 95

[site]
base = "/dossier/"
theme = "maison.css"
image_hosts = ["images.exemple.org"]
feeds = false
history = "locales/history.jsonl"

[checks]
profile = "legal"
variant = "en-US"
typography = "fr-CA"
glossary = "glossaire.csv"
baseline = "connus.json"
titles = "sentence"
acronyms = { OTAN = "NATO" }
addresses = { "https://exemple.fr/" = "https://example.com/" }
silence = { "ancien/*" = ["length"] }
[checks.severity]
untranslated = "info"
"end-punctuation" = "off"

[limits]
segment = 1000
line = 2000
nesting = 9
front_matter = 3000
catalog = 4000
segment_seconds = 0.5
page_seconds = 3
"""


def test_nothing_written_is_all_defaults() -> None:
    """A project needs no settings file, and an empty one changes nothing."""
    assert settings.read("") == Settings()
    assert Settings().reading() == Reading()


def test_every_setting_can_be_written() -> None:
    """Each table and key of the contract is read, none keeps its default, and the value still pickles."""
    chosen = settings.read(WHOLE.removeprefix("\ufeff"))
    for known in SETTINGS:
        if (known.table, known.key) != ("project", "source"):
            assert getattr(getattr(chosen, known.table), known.key) != known.default, known
    assert chosen.project.targets == ("en", "pt-BR")
    assert chosen.checks.severity == {"untranslated": "info", "end-punctuation": "off"}
    assert chosen.limits == Limits(1000, 2000, 9, 3000, 4000, 0.5, 3.0)
    assert pickle.loads(pickle.dumps(chosen)) == chosen  # noqa: S301 - our own bytes


def test_a_byte_order_mark_is_no_fault() -> None:
    """A file saved by an editor that begins UTF-8 with a mark is the same file."""
    assert settings.read(WHOLE) == settings.read(WHOLE.removeprefix("\ufeff"))


def test_how_manuscripts_are_read() -> None:
    """The settings that decide what the segments are reach the readers of manuscripts, rules as text."""
    reading = settings.read(WHOLE).reading(rules="<srx/>")
    assert reading == Reading(
        language="fr",
        unit="block",
        rules="<srx/>",
        rules_path="regles.srx",
        abbreviations=("env.", "hab."),
        semicolons=True,
        extensions=("extra", "toc"),
        front_matter=("title",),
        math=True,
        code_comments=True,
        source_html="sanitise",
        limits=Limits(1000, 2000, 9, 3000, 4000, 0.5, 3.0),
    )


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("[editions]\nuntranslate = 'mark'\n", 2, ["untranslate in [editions]", "Did you mean untranslated?"]),
        ("\n[project]\ntitle = 'a'\nauteurs = []\n", 4, ["auteurs in [project]", "Did you mean authors?"]),
        ("[project]\nunit = 'block'\n", 2, ["unit in [project]", "belongs below [segmentation]"]),
        ("[projet]\n", 1, ["[projet]", "Did you mean project?"]),
        ("title = 'a'\n", 1, ["title", "belongs below [project]"]),
        ("project = 'a'\n", 1, ["project", "Write [project]"]),
        ("[[project]]\ntitle = 'a'\n", 1, ["project", "Write [project]"]),
        ("editions.stale = 'never'\n", 1, ["stale in [editions]", '"source", "keep", "both"']),
        ("[editions]\nstale = 3\n", 2, ["cannot be 3", '"source", "keep", "both"']),
        ("[editions]\nhreflang_threshold = 101\n", 2, ["cannot be 101", "from 0 to 100"]),
        ("[editions]\nhreflang_threshold = true\n", 2, ["cannot be true", "from 0 to 100"]),
        ("[project]\ntargets = 'en'\n", 2, ["targets", 'such as ["en"]']),
        ("[project]\ntargets = ['en', 'qqq']\n", 2, ["targets", 'such as "fr"']),
        ("[project]\nsource = '../..'\n", 2, ["source", 'such as "fr"']),
        ("[project]\nurl = 'javascript:alert(1)'\n", 2, ["url", "https://"]),
        ('[project]\ntitle = "a\\u001b[2J"\n', 2, ["title", "on one line"]),
        ("[project]\nauthors = ['a', 1]\n", 2, ["authors", "list of texts"]),
        ("[markdown]\nmath = 'yes'\n", 2, ["math", "true or false"]),
        ("[paths]\noutput = ''\n", 2, ["output", "relative to the project"]),
        ("[limits]\npage_seconds = -1\n", 2, ["page_seconds", "above 0"]),
        ("[limits]\nsegment = 1.5\n", 2, ["segment", "whole number"]),
        ("[checks]\nseverity = 'off'\n", 2, ["severity", "table of rules"]),
        ("[checks.severity]\nstale = 'fatal'\n", 2, ['stale in [checks.severity] cannot be "fatal"', '"off"']),
        ("[checks.acronyms]\nONU = 'UN'\nCIRC = 3\n", 3, ["CIRC in [checks.acronyms] cannot be 3", "a text"]),
        ("[checks]\nacronyms = 3\n", 2, ["acronyms in [checks] cannot be 3", "a table"]),
        ("[checks]\nacronyms = {CIRC = 3}\n", 2, ["CIRC in [checks.acronyms] cannot be 3", "a text"]),
        ("[project]\ndate = 2025-05-31\n", 2, ["date in [project]"]),
        ("[project]\ntitle = a\n", 2, ["not TOML"]),
        ("[project]\ntitle = 'a'\ntitle = 'b'\n", 3, ["not TOML"]),
        ("[project]\ntitle = 'a", 2, ["not TOML"]),
        ("[project\n", 1, ["not TOML"]),
        ('[project]\ntitle = """\\\n[editions]\\\nstal = 1"""\n[editions]\nstal = 1\n', 6, ["stal in [editions]"]),
        ("a = " + "[" * 5000, None, ["nested too deeply"]),
    ],
)
def test_a_fault_is_named_with_its_line(text: str, line: int | None, words: list[str]) -> None:
    """One error with file and line, what is wrong, and the nearest thing that would be right."""
    with pytest.raises(SettingsError) as caught:
        settings.read(text, path="enregard.toml")
    error = caught.value
    assert (error.path, error.line) == ("enregard.toml", line)
    for word in words:
        assert word in f"{error} {error.advice}"
    assert error.advice


def test_each_setting_says_what_it_is() -> None:
    """The list that manual and ``init`` are made from is complete, and its defaults are what an empty file gives."""
    assert {s.table for s in SETTINGS} == {table.name for table in fields(Settings)}
    for known in SETTINGS:
        assert known.about, known
        assert known.takes != "anything", known
        again = tomllib.loads(f"{known.key} = {known.written}")[known.key]
        assert known.check(again) == known.default, known


@given(st.text(alphabet=st.sampled_from("[]project.title=\"'\n #{},0truea\\"), max_size=60))
def test_nothing_but_a_settings_error_is_raised(text: str) -> None:
    """Whatever a file holds, it is read or refused."""
    try:
        wrong = not isinstance(settings.read(text), Settings)
    except SettingsError as error:
        wrong = not error.advice
    assert not wrong
