"""What did not change keeps its bytes, whoever wrapped it; what changed looks like the rest of its file."""

from __future__ import annotations

import difflib
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from catalog_scenes import NOW, extract, french, po, pot, translated

from enregard import catalogs
from enregard.catalogs import Catalog, Heading, passage_ids, sheet, stamp, template
from enregard.model import Kind, Segment

TEXT = "\n".join(
    f"La phrase numéro {n} de ce texte est assez longue pour que tout éditeur la coupe au bord de sa page."
    for n in range(5)
)
HEADING = Heading("essai", "1", stamp(NOW))
CHANGED = TEXT.replace("numéro 2", "numéro deux")


def lines_changed(before: Catalog, after: Catalog) -> list[str]:
    """Lines that are not in both files, header dates left out."""
    pairs = difflib.ndiff(before.text.splitlines(keepends=True), after.text.splitlines(keepends=True))
    return [line for line in pairs if line[0] in "+-" and "POT-Creation-Date" not in line]


def wrapped(catalog: Catalog, path: Path, *options: str) -> Catalog:
    """A catalog after msgcat has written it."""
    path.write_text(catalog.text, encoding="utf-8")
    data = subprocess.run(["msgcat", *options, str(path)], capture_output=True, check=True).stdout
    return catalogs.read(data, path="texte.po")


@pytest.mark.skipif(shutil.which("msgcat") is None, reason="msgcat (gettext) is not on this machine")
@pytest.mark.parametrize(
    "options", [("--width=79",), ("--no-wrap",), ("--width=50", "--add-location=never")], ids=" ".join
)
def test_a_rewrapped_catalog_changes_in_one_entry(options: tuple[str, ...], tmp_path: Path) -> None:
    """The byte test: one sentence changed, so the diff holds its entry and the date (case 75)."""
    catalog = wrapped(translated(french(TEXT)), tmp_path / "texte.po", *options)
    assert catalog.entries == translated(french(TEXT)).entries or "never" in str(options)
    after = extract(pot(french(TEXT)), CHANGED, catalog)[1]
    changed = "".join(line[2:] for line in lines_changed(catalog, after) if "#: " not in line)
    assert "fuzzy" in changed
    assert "numéro 1" not in changed
    assert "numéro 3" not in changed
    assert all(len(line) <= 81 for line in changed.splitlines() if line[0] == '"' and "no-wrap" not in str(options))


@pytest.mark.skipif(shutil.which("msgcat") is None, reason="msgcat (gettext) is not on this machine")
def test_rewrapping_costs_nothing(tmp_path: Path) -> None:
    """A catalog that came back from msgcat wrapped is not touched at all (case 75)."""
    catalog = wrapped(translated(french(TEXT)), tmp_path / "texte.po", "--width=79")
    assert extract(pot(french(TEXT)), TEXT, catalog)[1].text == catalog.text


def test_habits_of_other_tools_survive() -> None:
    """Comments of odd form, several flag lines, CRLF, a byte order mark and the end of the file stay as they were."""
    made = translated(french(TEXT)).text.replace("#. type", "#comment\n#  deux blancs \n#\n#. type")
    made = made.replace("#: source_fr/texte.md\n", "#:   source_fr/texte.md  \n#, no-wrap\n#,c-format\n")
    catalog = catalogs.read(
        ("\ufeff" + made.rstrip("\n") + "\n\n# fin\n#:").replace("\n", "\r\n").encode(), path="texte.po"
    )
    after = extract(pot(french(TEXT)), CHANGED, catalog)[1]
    changed = lines_changed(catalog, after)
    assert len(changed) <= 10
    assert not [line for line in changed if "#comment" in line or "deux blancs" in line]
    assert after.text.startswith("\ufeffmsgid")
    assert after.text.endswith("\r\n\r\n# fin\r\n#:")
    assert "\n" not in after.text.replace("\r\n", "")


def test_only_comments_of_a_heading_change() -> None:
    """Where a heading is reworded, entries below it get one new comment line and keep their strings as wrapped."""
    text = f"# Un titre\n\n{TEXT}"
    made = translated(french(text)).text.replace('msgstr "EN La', 'msgstr ""\n"EN "\n"La')
    catalog = catalogs.read(made.encode(), path="texte.po")
    after = extract(pot(french(text)), text.replace("Un titre", "Un autre titre"), catalog)[1]
    assert after.text.count('msgstr ""\n"EN "\n"La') == 5


def test_a_template_stands_still() -> None:
    """The template is the same bytes while the content is the same, and says where each sentence stands."""
    segments = (
        Segment("Titre", Kind.HEADING, "aa", type="Title ##", section=("Un", "Deux\u00a0: trois"), line=3),
        Segment("Oui.", Kind.PARAGRAPH, "bb", part=2, parts=4, note="le pays,\npas la ville", section=("Un",), line=7),
        Segment("Oui.", Kind.PARAGRAPH, "bb-2", note="autre", line=9),
        Segment("Oui.", Kind.PARAGRAPH, "cc", context="accord", line=11),
    )
    by_line, alone = (sheet(segments, source_path="source_fr/mon texte.md", references=r) for r in ("line", "none"))
    data = template(by_line, HEADING, previous=None)
    read = catalogs.read(data, path="texte.pot")
    assert [entry.extracted for entry in read.entries] == [
        ("type: Title ##", "Un › Deux\u00a0: trois", "id: aa"),
        ("type: Plain text", "Un", "phrase 2/4", "le pays, pas la ville", "autre", "id: bb"),
        ("type: Plain text", "id: cc"),
    ]
    assert read.entries[1].references == (
        "\u2068source_fr/mon texte.md\u2069:7",
        "\u2068source_fr/mon texte.md\u2069:9",
    )
    assert passage_ids(read) == {(None, "Titre"): "aa", (None, "Oui."): "bb", ("accord", "Oui."): "cc"}
    later = replace(HEADING, date=stamp(NOW.replace(year=2027)))
    assert template(by_line, later, previous=read) == data
    assert template(alone, later, previous=read) != data


def test_the_order_of_files_and_the_clock_change_nothing() -> None:
    """Merging with another clock, or other catalogs beside it in another order, gives the same bytes (case 73)."""
    one, two = translated(french(TEXT)), po('msgid "La fin."\nmsgstr "The end."\n')
    segments = french(CHANGED + "\nLa fin.")
    changes = catalogs.compare({"texte": pot(french(TEXT)), "z": pot(french("La fin."))}, {"texte": segments})
    made = [
        catalogs.merge(
            changes,
            "texte",
            shelf,
            sheet(segments, source_path="source_fr/texte.md", references="path", ids=changes.ids["texte"]),
            replace(HEADING, language="en", plural_forms="nplurals=2; plural=(n != 1);"),
        )
        for shelf in ({"texte": one, "z": two}, {"z": two, "texte": one})
    ]
    assert made[0].data == made[1].data
