"""A translation that holds what no reader can see is named and not published; what the author wrote is no damage."""

from __future__ import annotations

import pytest
from catalog_scenes import po

from enregard.catalogs import damage
from enregard.model import Entry


@pytest.mark.parametrize(
    ("msgstr", "words"),
    [
        ("#-#-#-#-#  a.po  #-#-#-#-#\nOne\n#-#-#-#-#  b.po  #-#-#-#-#\nTwo", "conflict"),
        ("a\x02b", "U+0002"),
        ("a\x1b]52;c;aGk=\x07", "U+001B"),
        ("a\x9b31m", "U+009B"),
        ("a\u202eb", "U+202E (RIGHT-TO-LEFT OVERRIDE)"),
        ("a\u2067b", "isolate"),
        ("a\u2069b", "isolate"),
        ("a\u2067b\nc\u2069", "isolate"),
        ("a\rb", "U+000D"),
        ("a\ufffeb", "U+FFFE"),
    ],
)
def test_damage_is_named(msgstr: str, words: str) -> None:
    """Conflict texts, controls, overrides and unclosed isolates set an entry aside (cases 2, 20, 21, 23, 39)."""
    assert words in (damage(Entry("Un texte.", msgstr)) or "")


@pytest.mark.parametrize(
    "entry",
    [
        Entry("Un texte.", "A text,\twith a tab\nand a line."),
        Entry("Un texte.", "A text: «\u00a0é\u202f», 👩\u200d🚀, \u200eok\u200f."),
        Entry("Un texte.", "A \u2068name\u2069 of its own."),
        Entry("Un \u202etexte\u202c.", "A \u202etext\u202c."),
        Entry("Un texte.", "A text.", references=("\u2068source_fr/mon texte.md\u2069",)),
        Entry("x\x0by", "x\x0by"),
    ],
)
def test_what_is_harmless_passes(entry: Entry) -> None:
    """Tabs, joiners, direction marks, closed isolates and what the French has itself are no damage (case 40)."""
    assert damage(entry) is None


def test_comments_and_references_count() -> None:
    """Editors and terminals show them: controls there set the entry aside too (cases 21, 23)."""
    assert "comment" in (damage(Entry("a", "b", comments=("x\x1b[2J",))) or "")
    assert "comment" in (damage(Entry("a", "b", references=("\u202ea.md",))) or "")


def test_a_catalog_lists_its_damaged_entries() -> None:
    """The damaged entries are known after reading; the others are used."""
    catalog = po('msgid "a"\nmsgstr "\\x1b[31m"\n\nmsgid "b"\nmsgstr "B"\n\nmsgid "c"\nmsgstr "#-#-#-#-# x"\n')
    assert set(catalog.damaged) == {(None, "a"), (None, "c")}


def test_a_draft_with_a_conflict_is_damaged_too() -> None:
    """A fuzzy entry is not published anyway; its damage is told all the same."""
    assert damage(Entry("a", "#-#-#-#-# x", flags=("fuzzy",)))
