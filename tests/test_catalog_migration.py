"""When the unit or the rules of segmentation change, catalogs migrate: what was translated stays translated."""

from __future__ import annotations

import re
import time
from dataclasses import replace
from pathlib import Path

import polib
import pytest
from catalog_scenes import PLURALS, applied, english, extract, french, pot, translated
from command_line import enregard, snapshot, translate_all, write
from hypothesis import given
from hypothesis import strategies as st

from enregard import catalogs
from enregard.catalogs import Catalog, How, compare, cut_by
from enregard.model import Reading, State

BLOCK, SENTENCE = "block", "sentence; fr-1-0a1b2c3d"
SETTINGS = '[segmentation]\nunit = "{}"\n'
TEXT = """# La halle

Le marché ouvre tôt. Les étals sont *nombreux*. Oui.

- Le poisson vient du port. Il est frais.
- Rien ne reste.

Oui. On part à midi.
"""


def states(folder: Path) -> dict[str, tuple[str, bool]]:
    """Translation and fuzzy mark of all live entries of the catalog, by msgid."""
    file = polib.pofile(str(folder / "locales/en/LC_MESSAGES/halle.po"))
    return {e.msgid: (e.msgstr, e.fuzzy) for e in file if not e.obsolete}


def project(folder: Path, unit: str) -> Path:
    """A project with this unit, extracted, translated sentence by sentence, and extracted again."""
    write(folder, {"source_fr/halle.md": TEXT, "enregard.toml": SETTINGS.format(unit)})
    enregard(folder, "extract")
    translate_all(folder, lambda text: re.sub(r"(^|(?<=\. ))", "EN ", text))
    assert enregard(folder, "extract").code == 0
    return folder


def test_from_blocks_to_sentences_and_back(tmp_path: Path) -> None:
    """The unit is changed in the settings and back: everything stays translated, extracting again touches nothing."""
    project(tmp_path, "block")
    before = states(tmp_path)
    for unit, count in (("sentence", 8), ("block", 5), ("sentence", 8)):
        write(tmp_path, {"enregard.toml": SETTINGS.format(unit)})
        done = enregard(tmp_path, "extract")
        assert "recut" in done.out
        after = states(tmp_path)
        assert len(after) == count
        assert {said == (re.sub(r"(^|(?<=\. ))", "EN ", text), False) for text, said in after.items()} == {True}
        assert unit == "sentence" or after == before
        files = snapshot(tmp_path)
        assert enregard(tmp_path, "extract").code == 0
        assert snapshot(tmp_path) == files
        assert enregard(tmp_path, "status", "--fail-under", "100").code == 0


def test_a_new_abbreviation(tmp_path: Path) -> None:
    """An abbreviation in the settings joins what was cut behind it; the translation stays."""
    write(tmp_path, {"source_fr/halle.md": "Le qch. Dupont ouvre. Il vend.\n"})
    enregard(tmp_path, "extract")
    translate_all(tmp_path, lambda text: {"Le qch.": "The sth."}.get(text, f"EN {text}"))
    enregard(tmp_path, "extract")
    write(tmp_path, {"enregard.toml": '[segmentation]\nabbreviations = ["qch."]\n'})
    assert enregard(tmp_path, "extract").code == 0
    assert states(tmp_path) == {
        "Le qch. Dupont ouvre.": ("The sth. EN Dupont ouvre.", False),
        "Il vend.": ("EN Il vend.", False),
    }


def test_the_same_edit_without_new_rules_is_the_authors(tmp_path: Path) -> None:
    """A paragraph that its author cuts in two is no migration: a translator looks at it again."""
    project(tmp_path, "block")
    write(tmp_path, {"source_fr/halle.md": TEXT.replace("tôt. Les", "tôt.\n\nLes")})
    assert "recut" not in enregard(tmp_path, "extract").out
    after = states(tmp_path)
    assert after["Le marché ouvre tôt."] == ("", False)
    assert after["Les étals sont *nombreux*. Oui."][1]


def test_the_template_records_what_cut_it(tmp_path: Path) -> None:
    """Template and new catalog say unit and rules; a template without the field gets it and keeps its date."""
    project(tmp_path, "sentence")
    stamp = cut_by(Reading())
    assert re.fullmatch(r"sentence; fr-1-[0-9a-f]{8}", stamp)
    template = tmp_path / "locales/pot/halle.pot"
    for path in (template, tmp_path / "locales/en/LC_MESSAGES/halle.po"):
        assert polib.pofile(str(path)).metadata["X-Segmentation"] == stamp
    line = f'"X-Segmentation: {stamp}\\n"\n'
    text = template.read_text(encoding="utf-8").replace("POT-Creation-Date: 20", "POT-Creation-Date: 19")
    template.write_text(text.replace(line, ""), encoding="utf-8")
    catalog = snapshot(tmp_path / "locales/en")
    assert enregard(tmp_path, "extract").code == 0
    assert template.read_text(encoding="utf-8") == re.sub(r"(?<=PO-Revision-Date: )20(?=\d\d-)", "19", text)
    assert snapshot(tmp_path / "locales/en") == catalog


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        (Reading(unit="block"), Reading(unit="block", abbreviations=("qch.",)), True),
        (Reading(), Reading(math=True), True),
        (Reading(), Reading(abbreviations=("qch.",)), False),
        (Reading(), Reading(semicolons=True), False),
        (Reading(), Reading(unit="block"), False),
        (Reading(), Reading(language="en"), False),
    ],
)
def test_stamps_differ_where_cuts_may(one: Reading, other: Reading, alike: bool) -> None:  # noqa: FBT001
    """Two readings have one stamp where unit and rules are the same, whatever else differs."""
    assert (cut_by(one) == cut_by(other)) is alike


def test_a_catalog_from_before_the_migration() -> None:
    """A catalog that comes back from a translator with the old sentences, after the template migrated, is migrated."""
    sentences, blocks = "Le fleuve gèle.\nIl dégèle.", "Le fleuve gèle. Il dégèle."
    for segmentation in (SENTENCE, ""):
        data = translated(french(sentences)).text
        if segmentation:
            data = data.replace('"X-Source', f'"X-Segmentation: {segmentation}\\n"\n"X-Source')
        late = catalogs.read(data.encode(), path="texte.po")
        template = pot(french(blocks), segmentation=BLOCK)
        after = extract(template, blocks, late, segmentation=BLOCK)[1]
        assert [(e.msgstr, e.state) for e in after.entries] == [("EN Le fleuve gèle. EN Il dégèle.", State.TRANSLATED)]
        assert after.header.get("X-Segmentation", "") == (BLOCK if segmentation else "")


def test_a_hard_break_between_two_sentences_stays() -> None:
    """Sentences on lines of their own (verse) are joined as the French joins them."""
    verse = "Il neige.\nIl pleut.\nIl vente."
    whole = "Il neige.  \nIl pleut. Il vente."
    segments = [replace(french("Il neige.")[0], text=whole)]
    changes = compare({"texte": pot(french(verse), segmentation=SENTENCE)}, {"texte": segments}, segmentation=BLOCK)
    made = applied(changes, {"texte": translated(french(verse))}, segments, segmentation=BLOCK)
    entry = catalogs.read(made.data, path="texte.po").entries[0]
    assert (entry.msgstr, entry.state) == ("EN Il neige.  \nEN Il pleut. EN Il vente.", State.TRANSLATED)


WORDS = st.sampled_from(
    ["le", "la", "traité", "accord", "pays", "ville", "armée", "mai", "grand", "signe", "ne", "pas"]
)
PROSE = st.lists(WORDS, min_size=1, max_size=6).map(lambda words: " ".join(words).capitalize() + ".")
LINKED = st.builds("{} [ici](https://a.example/{}).".format, WORDS.map(str.capitalize), WORDS)
PARAGRAPHS = st.lists(st.lists(PROSE | LINKED, min_size=1, max_size=4), min_size=1, max_size=5)


def whole(paragraphs: list[list[str]]) -> str:
    """The text with whole paragraphs as its unit."""
    return "\n\n".join(" ".join(p) for p in paragraphs)


def cut(paragraphs: list[list[str]]) -> str:
    """The text with sentences as its unit."""
    return "\n\n".join("\n".join(p) for p in paragraphs)


def works(catalog: Catalog) -> set[str]:
    """All translations in a catalog."""
    return {e.msgstr for e in (*catalog.entries, *catalog.obsolete) if e.msgstr.strip()}


@given(PARAGRAPHS, st.sets(st.integers(0, 19)), st.sets(st.integers(0, 19)))
def test_migration_loses_nothing(paragraphs: list[list[str]], untranslated: set[int], drafts: set[int]) -> None:
    """Sentences to blocks and back: no word is lost, and a sentence is published if and only if it was.

    A block is published where all its sentences were, with their translations and no others.
    """
    sentences = list(dict.fromkeys(s for p in paragraphs for s in p))
    missing = {s for n, s in enumerate(sentences) if n in untranslated}
    fuzzy = {s for n, s in enumerate(sentences) if n in drafts} - missing
    first = translated(french(cut(paragraphs)), lambda text: "" if text in missing else english(text))
    text = first.text
    for sentence in fuzzy:
        text = text.replace(f'msgid "{sentence}"\n', f'#, fuzzy\nmsgid "{sentence}"\n')
    first = catalogs.read(text.encode(), path="texte.po")
    template = pot(french(cut(paragraphs)), segmentation=SENTENCE)

    changes, blocks = extract(template, whole(paragraphs), first, segmentation=BLOCK)
    assert works(first) <= works(blocks)
    for paragraph in paragraphs:
        entry = blocks.by_key[None, " ".join(paragraph)]
        good = not (missing | fuzzy) & set(paragraph)
        assert (entry.state is State.TRANSLATED) is good
        assert not good or entry.msgstr == " ".join(map(english, paragraph))
    again = pot(french(whole(paragraphs)), changes=changes, segmentation=BLOCK)
    assert extract(again, whole(paragraphs), blocks, segmentation=BLOCK)[1].text == blocks.text

    after = extract(again, cut(paragraphs), blocks, segmentation=SENTENCE)[1]
    assert works(blocks) <= works(after)
    for sentence in sentences:
        entry = after.by_key[None, sentence]
        assert (entry.state is State.TRANSLATED) is (sentence not in missing | fuzzy)
        assert entry.state is not State.TRANSLATED or entry.msgstr == english(sentence)


@given(PARAGRAPHS, st.sets(st.integers(0, 4)))
def test_blocks_become_sentences_where_counts_agree(paragraphs: list[list[str]], freely: set[int]) -> None:
    """Every sentence of a block whose translation has as many stays translated, and gets its own; no other does."""
    free = {" ".join(p) for n, p in enumerate(paragraphs) if n in freely and len(p) > 1}
    ways = {" ".join(p): " ".join(map(english, p)) for p in paragraphs}
    catalog = translated(french(whole(paragraphs)), lambda text: "In one." if text in free else ways[text])
    template = pot(french(whole(paragraphs)), segmentation=BLOCK)
    after = extract(template, cut(paragraphs), catalog, segmentation=SENTENCE)[1]
    assert works(catalog) <= works(after)
    known = {s for p in paragraphs if " ".join(p) not in free for s in p}
    for entry in after.entries:
        if entry.state is State.TRANSLATED:
            assert entry.msgstr == english(entry.msgid)
        assert entry.state is State.TRANSLATED or entry.msgid not in known or in_free(entry.msgid, paragraphs, free)


def in_free(sentence: str, paragraphs: list[list[str]], free: set[str]) -> bool:
    """Whether the first paragraph with this sentence is one whose translation cannot be cut."""
    return " ".join(next(p for p in paragraphs if sentence in p)) in free


def test_plural_forms_are_those_of_the_catalog() -> None:
    """A migrated catalog keeps its header."""
    text = "Le fleuve gèle.\nIl dégèle."
    template = pot(french(text), segmentation=SENTENCE)
    after = extract(template, text.replace("\n", " "), translated(french(text)), segmentation=BLOCK)[1]
    assert after.header["Plural-Forms"] == PLURALS


def test_thousands_of_sentences_that_begin_alike() -> None:
    """A long law, every sentence of which begins with the same words, migrates in time and as a whole."""
    sentences = [f"L’article numéro {n} est abrogé." for n in range(8_000)]
    paragraphs = [sentences[n : n + 4] for n in range(0, len(sentences), 4)]
    template = pot(french(cut(paragraphs)), segmentation=SENTENCE)
    segments = french(whole(paragraphs))
    begin = time.process_time()
    changes = compare({"texte": template}, {"texte": segments}, segmentation=BLOCK)
    assert time.process_time() - begin < 2
    assert {change.how for change in changes.documents["texte"].values()} == {How.RECUT}


def test_hostile_repetition_is_given_up_in_time() -> None:
    """Texts that could be spelled in endless ways cost no time; nothing is published that is not certain."""
    template = pot(french("\n\n".join("a" * n for n in range(1, 300))), segmentation=SENTENCE)
    begin = time.process_time()
    compare({"texte": template}, {"texte": french(f"{'a' * 20_000}b")}, segmentation=BLOCK)
    assert time.process_time() - begin < 2
