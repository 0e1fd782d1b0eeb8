"""A change of the French does to the catalog what the specification says, and never costs a translator's work."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from catalog_scenes import HEADER, LATER, PLURALS, applied, english, extract, french, po, pot, told, translated
from hypothesis import given
from hypothesis import strategies as st

from enregard import catalogs
from enregard.catalogs import Catalog, Shelf, compare
from enregard.catalogs.sameness import canonical, without_addresses
from enregard.errors import CatalogError
from enregard.model import Entry, State

CASES = sorted((Path(__file__).parent / "cases/merge").glob("*.txt"))
PARTS = re.compile(r"^=== (.+)\n", re.MULTILINE)


def written(catalog: Catalog) -> str:
    """The entries of a catalog as a case shows them: without header, ids and references."""
    start = catalog.pieces[1].start if len(catalog.pieces) > 1 else len(catalog.text)
    return (
        re.sub(r"^(?:#\. (?:id|type|confirmed): .*|#: .*)\n", "", catalog.text[start:], flags=re.MULTILINE).strip()
        + "\n"
    )


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_cases(path: Path, update_cases: bool) -> None:  # noqa: FBT001
    """Each case: the French before, the catalog, the French after, and what becomes of the catalog.

    Some say what the French was ``meanwhile``, and what cut it before and after (``cut by``: two stamps, or ``-``).
    """
    title, *rest = PARTS.split(path.read_text(encoding="utf-8"))
    parts = dict(zip(rest[::2], rest[1::2], strict=True))
    was, now = (stamp.strip("-") for stamp in parts.get("cut by", "-\n-").split("\n")[:2])
    template = pot(french(parts["before"]), segmentation=was)
    catalog = extract(template, parts["before"], po(parts["catalog"]), segmentation=was)[1]
    if "meanwhile" in parts:
        passing, catalog = extract(template, parts["meanwhile"], catalog, segmentation=was)
        template = pot(french(parts["meanwhile"]), previous=template, changes=passing, segmentation=was)
    changes, merged = extract(template, parts["after"], catalog, segmentation=now)
    found = {
        "changes": "".join(f"{change.how}: {key[1]}\n" for key, change in changes.documents["texte"].items()),
        "merged": written(merged),
    }
    if update_cases:
        parts |= {name: text + ("\n" if name == "changes" else "") for name, text in found.items()}
        path.write_text(title + "".join(f"=== {name}\n{text}" for name, text in parts.items()), encoding="utf-8")
        return
    assert found["changes"] == parts["changes"].rstrip("\n") + "\n"
    assert found["merged"] == parts["merged"]
    assert extract(template, parts["after"], merged, segmentation=now)[1].text == merged.text
    after = pot(french(parts["after"]), changes=changes, segmentation=now)
    assert extract(after, parts["after"], merged, segmentation=now)[1].text == merged.text


def test_a_new_catalog_is_complete() -> None:
    """A document without a catalog gets one with every header field, its entries in reading order, nothing wrapped."""
    segments = french(f"# Titre\n\n{'Une phrase assez longue pour ne pas tenir sur une ligne. ' * 3}\nFin.")
    made = applied(compare({}, {"texte": segments}), {}, segments)
    catalog = catalogs.read(made.data, path="texte.po")
    assert not made.unchanged
    assert [e.key for e in catalog.entries] == [s.key for s in segments]
    assert catalog.entries[1].extracted[:3] == ("type: Plain text", "Titre", "phrase 1/2")
    assert catalog.entries[1].references == ("source_fr/texte.md",)
    assert list(catalog.header) == [
        *("Project-Id-Version", "Report-Msgid-Bugs-To", "POT-Creation-Date", "PO-Revision-Date", "Last-Translator"),
        *("Language-Team", "Language", "MIME-Version", "Content-Type", "Content-Transfer-Encoding", "Plural-Forms"),
        "X-Source-Language",
    ]
    assert (catalog.language, catalog.header["Plural-Forms"]) == ("en", PLURALS)


def test_nothing_changed_leaves_every_byte() -> None:
    """Law 6, rest: a catalog whose content did not change is the same bytes, dates included."""
    text = "# Titre\n\nUne phrase.\nUne autre.\n\nUne phrase."
    catalog = translated(french(text))
    changes, after = extract(pot(french(text)), text, catalog)
    assert after.text == catalog.text
    assert applied(changes, {"texte": catalog}, french(text)).unchanged


def test_repeated_sentences_are_one_entry() -> None:
    """A sentence that stands twice in a document is translated once."""
    assert len(translated(french("Oui.\n\nNon.\n\nOui.")).entries) == 2


def test_a_moved_sentence_keeps_its_translation() -> None:
    """A paragraph that moves, in its document or to another one, stays translated."""
    one, two = french("Une phrase.\nUne autre phrase.\nEncore une."), french("Un deuxième texte.")
    shelf = Shelf({"un": translated(one), "deux": translated(two)})
    old = {"un": pot(one), "deux": pot(two)}
    new = {"un": french("Encore une.\nUne phrase."), "deux": french("Un deuxième texte.\nUne autre phrase.")}
    changes = compare(old, new)
    there = catalogs.read(applied(changes, shelf, new["deux"], document="deux").data, path="deux.po")
    here = catalogs.read(applied(changes, shelf, new["un"], document="un").data, path="un.po")
    assert {e.state for e in (*there.entries, *here.entries)} == {State.TRANSLATED}
    assert [e.msgid for e in here.entries] == ["Encore une.", "Une phrase."]
    assert there.entries[1].msgstr == "EN Une autre phrase."


def test_a_half_edited_translation_is_not_published() -> None:
    """A stale translation that somebody began to change stays fuzzy when the French goes back, and one confirmed too.

    Untouched it is good again, through any number of changes of the French between.
    """
    texts = ["Le texte est long.", "Le texte est court.", "Le texte est bref."]
    template, catalog = pot(french(texts[0])), translated(french(texts[0]))
    for text in texts[1:]:
        changes, catalog = extract(template, text, catalog)
        template = pot(french(text), previous=template, changes=changes)
    back = extract(template, texts[0], catalog)[1]
    assert told(back.entries) == [("translated", texts[0], f"EN {texts[0]}")]
    assert back.entries[0].extracted == translated(french(texts[0])).entries[0].extracted
    edited = catalogs.read(catalog.text.replace("EN Le texte", "EN The text").encode(), path="texte.po")
    assert extract(template, texts[0], edited)[1].entries[0].state is State.STALE
    done = re.sub(r"#, fuzzy\n#\| .*\n", "", edited.text)
    confirmed = catalogs.read(done.encode(), path="texte.po")
    assert confirmed.entries[0].state is State.TRANSLATED
    assert extract(template, texts[2], confirmed)[1].text == confirmed.text
    assert extract(template, texts[0], confirmed)[1].entries[0].state is State.STALE


def test_a_renamed_document_keeps_its_catalog() -> None:
    """A document under a new name keeps its translations, comments and the header of its catalog."""
    text = "Une phrase.\nUne autre phrase.\nEncore une."
    old = translated(french(text))
    noted = catalogs.read(
        old.text.replace("Language-Team: none", "Language-Team: Anne")
        .replace("#. type", "# à revoir\n#. type", 1)
        .encode(),
        path="a.po",
    )
    segments = french(text.replace("Encore", "Toujours"))
    changes = compare({"a": pot(french(text))}, {"b": segments})
    after = catalogs.read(applied(changes, Shelf({"a": noted}), segments, document="b").data, path="b.po")
    assert changes.renamed == {"b": "a"}
    assert [e.state for e in after.entries] == [State.TRANSLATED, State.TRANSLATED, State.STALE]
    assert after.header["Language-Team"] == "Anne"
    assert after.entries[0].comments == ("à revoir",)
    assert after.entries[0].references == ("source_fr/b.md",)


def test_two_catalogs_of_a_renamed_document_lose_nothing() -> None:
    """Where the new name has a catalog already (a run was killed, an orphan lay there) both stay complete, once."""
    text = "Une phrase.\nUne autre phrase.\nEncore une."
    old = catalogs.read(
        (translated(french(text)).text + '\n#~ msgid "Adieu."\n#~ msgstr "Farewell."\n').encode(), path="a"
    )
    there = po('msgid "Une phrase."\nmsgstr "Another sentence."\n\n#~ msgid "Adieu."\n#~ msgstr "Goodbye."\n')
    changes = compare({"a": pot(french(text))}, {"b": french(text)})
    made = applied(changes, Shelf({"a": old, "b": there}), french(text), document="b")
    after = catalogs.read(made.data, path="b.po")
    assert works(old) | works(there) <= works(after)
    assert {e.state for e in after.entries} == {State.TRANSLATED}
    assert applied(changes, Shelf({"a": old, "b": after}), french(text), document="b").unchanged


def test_an_exact_match_elsewhere_is_filled() -> None:
    """A new sentence that another document has translated is translated at once; a similar one is a suggestion."""
    one, two = french("Le traité a été signé à Bamako en mai."), french("Bonjour.")
    shelf = Shelf({"un": translated(one), "deux": translated(two)})
    new = french("Bonjour.\nLe traité a été signé à Bamako en mai.\nLe traité a été signé à Moscou en mai.")
    changes = compare({"un": pot(one), "deux": pot(two)}, {"un": one, "deux": new})
    after = catalogs.read(applied(changes, shelf, new, document="deux").data, path="deux.po")
    assert [e.state for e in after.entries] == [State.TRANSLATED, State.TRANSLATED, State.STALE]
    assert after.entries[2].previous_msgid == one[0].text


def test_a_catalog_that_lags_behind_is_compared_by_its_own_msgids() -> None:
    """A catalog from before the last extraction, or without any template, loses nothing either."""
    first = "Une phrase ancienne du texte.\nIl dit : « oui ».\nLa fin du texte est là."
    last = "Une phrase ancienne du livre.\nIl dit\u202f: «\u00a0oui\u00a0».\nLa fin du texte est là."
    catalog = translated(french(first))
    for template in (pot(french(last)), None):
        changes = compare({"texte": template} if template else {}, {"texte": french(last)})
        after = catalogs.read(applied(changes, {"texte": catalog}, french(last)).data, path="texte.po")
        assert [e.state for e in after.entries] == [State.STALE, State.TRANSLATED, State.TRANSLATED]
        assert not after.obsolete


def test_a_chosen_order_is_kept() -> None:
    """Where an editor put the entries in another order it stays, and a new entry follows its neighbour."""
    text = "Bonjour à tous.\nAu revoir.\nMerci beaucoup."
    entries = re.split(r"(?=\n\n#\.)", translated(french(text)).text.rstrip("\n"))
    catalog = catalogs.read("".join([entries[0], *sorted(entries[1:], reverse=True)]).encode(), path="texte.po")
    order = [e.msgid for e in catalog.entries]
    after = extract(pot(french(text)), text.replace("Au revoir.", "Au revoir.\nÀ bientôt."), catalog)[1]
    expected = list(order)
    expected.insert(expected.index("Au revoir.") + 1, "À bientôt.")
    assert [e.msgid for e in after.entries] == expected


def test_a_second_old_translation_is_not_lost() -> None:
    """Gettext refuses two obsolete entries with one msgid: the second is kept under a context of its own."""
    catalog = po('msgid "Adieu."\nmsgstr "Farewell."\n\n#~ msgid "Adieu."\n#~ msgstr "Goodbye."\n')
    after = extract(pot(french("Adieu.")), "Bonjour.", catalog)[1]
    assert sorted(e.msgstr for e in after.obsolete) == ["Farewell.", "Goodbye."]
    assert len({e.key for e in after.obsolete}) == 2


def test_french_that_an_old_encoding_cannot_hold_is_an_error() -> None:
    """A catalog in ISO-8859-1 is not rewritten with question marks: the error says what to do."""
    data = (HEADER + '\nmsgid "été"\nmsgstr "summer"\n').replace("UTF-8", "ISO-8859-1").encode("latin-1")
    catalog = catalogs.read(data, path="texte.po", charset="latin-1")
    segments = french("été\nl’œuvre")
    with pytest.raises(CatalogError, match="has no '’'"):
        applied(compare({"texte": pot(french("été"))}, {"texte": segments}), {"texte": catalog}, segments)


def test_a_damaged_translation_is_offered_nowhere_else() -> None:
    """What is quarantined in one document is not copied into another."""
    text = french("Une phrase qui est dans deux documents.")
    bad = po(f'msgid "{text[0].text}"\nmsgstr "Hello \u202e."\n')
    changes = compare({"un": pot(text)}, {"un": text, "deux": text})
    after = catalogs.read(applied(changes, {"un": bad}, text, document="deux").data, path="deux.po")
    assert bad.damaged
    assert after.entries[0].state is State.UNTRANSLATED


def test_the_bill_is_in_segments_and_words() -> None:
    """What a change costs is counted by class."""
    before = "Une phrase ancienne du texte.\nAdieu tout le monde."
    after = "Une phrase nouvelle du texte."
    changes = compare({"texte": pot(french(before))}, {"texte": french(after)})
    bill = {how.value: (t.segments, t.words) for how, t in catalogs.counts(changes, "texte").items()}
    assert bill == {"reworded": (1, 5), "gone": (1, 4)}


needs_msgfmt = pytest.mark.skipif(shutil.which("msgfmt") is None, reason="msgfmt (gettext) is not on this machine")


def msgfmt(data: bytes, path: Path) -> str:
    """What ``msgfmt -c`` finds wrong with a file."""
    path.write_bytes(data)
    result = subprocess.run(["msgfmt", "-c", "-o", "/dev/null", str(path)], capture_output=True, text=True, check=False)
    return result.stderr if result.returncode else ""


@needs_msgfmt
@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_msgfmt_accepts_what_is_written(path: Path, tmp_path: Path) -> None:
    """``msgfmt -c`` accepts the template, the new catalog and the merged one of every case."""
    parts = dict(zip(*[iter(PARTS.split(path.read_text(encoding="utf-8"))[1:])] * 2, strict=True))
    before, after = french(parts["before"]), french(parts["after"])
    template, catalog = pot(before), translated(before)
    changes, merged = extract(template, parts["after"], catalog)
    for data in (template.text, catalog.text, merged.text, pot(after, previous=template, changes=changes).text):
        assert msgfmt(data.encode(), tmp_path / "texte.po") == ""


WORDS = st.sampled_from(
    ["le", "la", "traité", "accord", "pays", "ville", "armée", "mai", "grand", "signe", "quitte", "ouvre", "ne", "pas"]
)
SENTENCE = st.lists(WORDS, min_size=2, max_size=9).map(lambda words: " ".join(words).capitalize() + ".")
LINKED = st.builds("{} Voir [le site](https://a.example/{}).".format, SENTENCE, WORDS)
TEXTS = st.lists(st.lists(SENTENCE | LINKED, min_size=1, max_size=4), min_size=1, max_size=5)


def drop(paragraphs: list[list[str]], at: int) -> None:
    """Take a paragraph away."""
    paragraphs.pop(at)


def move(paragraphs: list[list[str]], at: int) -> None:
    """Put a paragraph at the end."""
    paragraphs.append(paragraphs.pop(at))


def reword(paragraphs: list[list[str]], at: int) -> None:
    """Change one word."""
    paragraphs[at][0] = re.sub(r" \w+", " tout", paragraphs[at][0], count=1)


def retype(paragraphs: list[list[str]], at: int) -> None:
    """Change the typography."""
    paragraphs[at] = [s.replace(".", " !").replace(" !", "\u202f!") for s in paragraphs[at]]


def cut(paragraphs: list[list[str]], at: int) -> None:
    """Cut every sentence of a paragraph in two."""
    paragraphs[at] = [half for s in paragraphs[at] for half in (re.sub(r" (\w+)", r" \1.|", s, count=2)).split("|")]


def join(paragraphs: list[list[str]], at: int) -> None:
    """Make one sentence of a paragraph."""
    paragraphs[at] = [" et ".join(paragraphs[at])]


def relink(paragraphs: list[list[str]], at: int) -> None:
    """Change the addresses."""
    paragraphs[at] = [s.replace("a.example", "b.example") for s in paragraphs[at]]


EDITS = st.lists(
    st.tuples(st.sampled_from([drop, move, reword, retype, cut, join, relink]), st.integers(0, 9)),
    min_size=1,
    max_size=4,
)


def noted(paragraphs: list[list[str]]) -> str:
    """Paragraphs in the notation of these tests."""
    return "\n\n".join("\n".join(s.strip() for s in p if s.strip()) for p in paragraphs)


def works(catalog: Catalog) -> set[str]:
    """All words of translators in a catalog, addresses left out (a changed link is put in)."""
    return {without_addresses(e.msgstr) for e in (*catalog.entries, *catalog.obsolete) if e.msgstr.strip()}


@given(TEXTS, st.lists(EDITS, min_size=1, max_size=4))
def test_no_word_is_lost(
    paragraphs: list[list[str]], rounds: list[list[tuple[Callable[[list[list[str]], int], None], int]]]
) -> None:
    """Laws 6 and 7: through any edits every translation is still found, and merging again changes no byte.

    No translation is published for a text that it was not made for, links and typography aside.
    """
    template = pot(french(noted(paragraphs)))
    catalog = translated(french(noted(paragraphs)))
    for edits in rounds:
        for edit, number in edits:
            if paragraphs:
                edit(paragraphs, number % len(paragraphs))
        text = noted(paragraphs)
        changes, after = extract(template, text, catalog)
        assert works(catalog) <= works(after)
        assert {e.key for e in after.entries} == {s.key for s in french(text)}
        keys = [e.key for e in (*after.entries, *after.obsolete)]
        assert len(keys) == len(set(keys))
        assert_true(after.entries)
        assert extract(template, text, after)[1].text == after.text
        template = pot(french(text), previous=template, changes=changes)
        assert extract(template, text, after)[1].text == after.text
        assert len(set(changes.ids["texte"].values())) == len(changes.ids["texte"])
        catalog = after


def assert_true(entries: tuple[Entry, ...]) -> None:
    """Every published translation is the known one of its own text."""
    for entry in entries:
        if entry.state is State.TRANSLATED:
            assert canonical(english(entry.msgid)) == canonical(entry.msgstr)


def test_dates_move_with_the_content() -> None:
    """The header's creation date is that of the last change; nothing else in the header moves."""
    text = "Une phrase.\nUne autre."
    catalog = translated(french(text))
    after = extract(pot(french(text)), text.replace("autre", "seconde"), catalog)[1]
    assert {n for n in after.header if after.header[n] != catalog.header[n]} == {"POT-Creation-Date"}
    assert after.header["POT-Creation-Date"] == LATER.strftime("%Y-%m-%d %H:%M%z")


def test_told_states() -> None:
    """A reworded sentence of a catalog that is only partly done stays as far as it was."""
    catalog = po('msgid "Une phrase du texte."\nmsgstr ""\n\n#, fuzzy\nmsgid "La fin du texte."\nmsgstr "The end."\n')
    before, after = "Une phrase du texte.\nLa fin du texte.", "Une phrase du livre.\nLa fin du livre."
    assert told(extract(pot(french(before)), after, catalog)[1].entries) == [
        ("untranslated", "Une phrase du livre.", ""),
        ("fuzzy", "La fin du livre.", "The end."),
    ]
