"""Catalogs in git: merged by entry, both sides' work kept, and no translation under another sentence."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from catalog_scenes import HEADER, po
from command_line import enregard, translate, write
from hypothesis import given
from hypothesis import strategies as st

from enregard.catalogs import Catalog, read
from enregard.catalogs.threeway import NOTE, reconcile
from enregard.commands.merging import textconv
from enregard.model import Entry, State

BASE = """\
msgid "Le marché ouvre."
msgstr "The market opens."

msgid "Il pleut sur la place."
msgstr "It is raining on the square."

msgid "Les marchands plient bagage."
msgstr ""
"""
CATALOG = "locales/en/LC_MESSAGES/marche.po"


def entry(msgid: str, msgstr: str = "", extra: str = "") -> str:
    """The text of an entry, with a blank line behind it."""
    return f'{extra}msgid "{msgid}"\nmsgstr "{msgstr}"\n\n'


def merged(base: str, ours: str, theirs: str) -> tuple[Catalog, tuple[Entry, ...]]:
    """What two versions of a catalog come to, and the entries in conflict."""
    result = reconcile(po(base), po(ours), po(theirs))
    return read(result.data, path="merged.po"), result.conflicts


def told(catalog: Catalog) -> dict[str, str]:
    """Every msgid with its msgstr."""
    return {entry.msgid: entry.msgstr for entry in catalog.entries}


def test_a_difference_steers_no_terminal(tmp_path: Path) -> None:
    """What git shows of a catalog has its control and bidirectional characters in words."""
    path = tmp_path / "a.po"
    path.write_text('msgid ""\nmsgstr "Language: en\\n"\n\nmsgid "Oui."\nmsgstr "Yes \u202e \\033]0;x\\a."\n', "utf-8")
    shown = textconv(path).data
    assert "<U+202E>" in shown
    assert "\x1b" not in shown
    assert "\u202e" not in shown


def test_work_on_different_entries_is_kept_from_both_sides() -> None:
    """One side translates the first sentence anew, the other the last one; neighbours do not disturb each other."""
    ours = BASE.replace("It is raining on the square.", "It rains on the square.")
    theirs = BASE.replace('bagage."\nmsgstr ""', 'bagage."\nmsgstr "The merchants pack up."')
    catalog, conflicts = merged(BASE, ours, theirs)
    assert conflicts == ()
    assert told(catalog) == {
        "Le marché ouvre.": "The market opens.",
        "Il pleut sur la place.": "It rains on the square.",
        "Les marchands plient bagage.": "The merchants pack up.",
    }


def test_what_one_side_left_alone_is_taken_byte_for_byte() -> None:
    """Where only one side worked, the result is its file."""
    theirs = BASE.replace('msgstr ""\n', 'msgstr ""\n"The merchants "\n"pack up."\n')
    assert reconcile(po(BASE), po(BASE), po(theirs)).data.decode() == po(theirs).text
    assert reconcile(po(BASE), po(theirs), po(BASE)).data.decode() == po(theirs).text


def test_two_translations_of_one_sentence_are_both_shown() -> None:
    """A real conflict is fuzzy: ours stands, theirs is in a translator's comment; nobody's work is lost."""
    ours = BASE.replace("It is raining on the square.", "It rains on the square.")
    theirs = BASE.replace("It is raining on the square.", "Rain falls on the square.")
    catalog, conflicts = merged(BASE, ours, theirs)
    (found,) = conflicts
    assert found == catalog.by_key[None, "Il pleut sur la place."]
    assert found.msgstr == "It rains on the square."
    assert found.flags == ("fuzzy",)
    assert found.comments == (f"{NOTE}Rain falls on the square.",)


def test_the_seal_of_a_draft_goes_with_its_translation() -> None:
    """What says that nobody has touched a stale translation stands beside that translation, and beside no other."""
    stale = '#. confirmed: 1a2b3c4d\n#, fuzzy\n#| msgid "Le marché ferme."\n'
    base = entry("Le marché ouvre.", "The market closes.", stale)
    translated = entry("Le marché ouvre.", "The market opens.", "#. type: Plain text\n")
    sealed = base.replace("#. conf", "#. type: Plain text\n#. La place\n#. conf")
    catalog, _ = merged(base, translated, sealed)
    assert catalog.entries[0].msgstr == "The market opens."
    assert catalog.entries[0].extracted == ("type: Plain text",)
    catalog, _ = merged(base, base, sealed)
    assert catalog.entries[0].extracted == ("type: Plain text", "La place", "confirmed: 1a2b3c4d")


def test_the_same_translation_on_both_sides_is_no_conflict() -> None:
    """Two people who say the same agree, and a confirmation on one side holds."""
    ours = BASE.replace('bagage."\nmsgstr ""', 'bagage."\nmsgstr "They pack up."')
    theirs = ours.replace('msgid "Les marchands', '#, fuzzy\nmsgid "Les marchands')
    for pair in ((ours, theirs), (theirs, ours)):
        catalog, conflicts = merged(BASE, *pair)
        assert conflicts == ()
        assert catalog.entries[2].state is State.TRANSLATED


def test_a_draft_that_was_only_carried_along_gives_way() -> None:
    """Both branches extract a reworded sentence, one of them translates it: that is no conflict."""
    draft = entry("Le marché ouvre tôt.", "The market opens.", '#, fuzzy\n#| msgid "Le marché ouvre."\n')
    done = entry("Le marché ouvre tôt.", "The market opens early.")
    rest = BASE.split("\n\n", 1)[1]
    for pair in ((draft, done), (done, draft)):
        catalog, conflicts = merged(BASE, *(text + rest for text in pair))
        assert conflicts == ()
        assert catalog.entries[0].msgstr == "The market opens early."
        assert catalog.entries[0].state is State.TRANSLATED
        assert catalog.entries[0].comments == ()


def test_a_draft_of_the_other_side_stays_readable() -> None:
    """Somebody's own draft beside a finished translation is kept as a comment; nothing needs to be decided."""
    ours = BASE.replace('bagage."\nmsgstr ""', 'bagage."\nmsgstr "They pack up."')
    theirs = BASE.replace('msgid "Les marchands plient bagage."\nmsgstr ""', '#, fuzzy\nmsgid "Les marchands plient bagage."\nmsgstr "Packing?"')  # fmt: skip  # noqa: E501
    catalog, conflicts = merged(BASE, theirs, ours)
    assert conflicts == ()
    assert catalog.entries[2].msgstr == "They pack up."
    assert catalog.entries[2].state is State.TRANSLATED
    assert catalog.entries[2].comments == (f"{NOTE}Packing?",)


def test_a_sentence_reworded_on_one_side_gets_the_newer_translation_of_the_other() -> None:
    """One branch rewords the French, the other polishes its English: the suggestion is the polished one."""
    ours = BASE.replace("The market opens.", "The market is opening.")
    theirs = entry("Le marché ouvre tôt.", "The market opens.", '#, fuzzy\n#| msgid "Le marché ouvre."\n')
    catalog, conflicts = merged(BASE, ours, theirs + BASE.split("\n\n", 1)[1])
    assert conflicts == ()
    assert catalog.entries[0].msgid == "Le marché ouvre tôt."
    assert (catalog.entries[0].state, catalog.entries[0].msgstr) == (State.STALE, "The market is opening.")
    assert [(e.msgid, e.msgstr) for e in catalog.obsolete] == [("Le marché ouvre.", "The market is opening.")]


def test_reordered_paragraphs_take_their_translations_along() -> None:
    """One side moves a paragraph, the other translates it where it stood."""
    first, second, third = BASE.strip().split("\n\n")
    ours = f"{third}\n\n{first}\n\n{second}\n"
    theirs = BASE.replace('bagage."\nmsgstr ""', 'bagage."\nmsgstr "They pack up."')
    for pair in ((ours, theirs), (theirs, ours)):
        catalog, _ = merged(BASE, *pair)
        assert [entry.msgstr for entry in catalog.entries] == [
            "They pack up.",
            "The market opens.",
            "It is raining on the square.",
        ]


def test_both_sides_add_sentences_at_the_same_place() -> None:
    """Both additions are there once, each behind the sentence that it follows on its side."""
    first, rest = BASE.split("\n\n", 1)
    ours = f"{first}\n\n{entry('Une fanfare passe.', 'A band passes.')}{rest}"
    theirs = f"{first}\n\n{entry('Un chien aboie.', 'A dog barks.')}{rest}"
    catalog, conflicts = merged(BASE, ours, theirs)
    assert conflicts == ()
    assert {"Une fanfare passe.": "A band passes.", "Un chien aboie.": "A dog barks."}.items() <= told(catalog).items()
    assert catalog.entries[0].msgid == "Le marché ouvre."
    assert len(catalog.entries) == 5


def test_a_file_that_both_sides_added() -> None:
    """Without a common ancestor nothing is taken away."""
    ours, theirs = po(entry("Un.", "One.")), po(entry("Un.", "One.") + entry("Deux.", "Two."))
    assert told(read(reconcile(None, ours, theirs).data, path="x.po")) == {"Un.": "One.", "Deux.": "Two."}


def test_comments_and_flags_of_both_sides_are_kept() -> None:
    """Notes of two translators stand one behind the other; a note that one side deleted is gone."""
    base = entry("Un.", "One.", "# ancienne note\n")
    ours = entry("Un.", "One.", "# ancienne note\n# Ana: vu\n#, no-wrap\n")
    theirs = entry("Un.", "One.", "# Bob : vu\n")
    catalog, _ = merged(base, ours, theirs)
    assert catalog.entries[0].comments == ("Ana: vu", "Bob : vu")
    assert catalog.entries[0].flags == ("no-wrap",)


def test_headers_never_conflict() -> None:
    """Dates and names of two editors merge: the later date, and who saved last."""
    header = 'msgid ""\nmsgstr ""\n"PO-Revision-Date: 2026-0{}-01 10:00+0000\\n"\n"Last-Translator: {}\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'  # noqa: E501
    base, ours, theirs = (
        read((header.format(month, who) + entry("Un.", "One.")).encode(), path="x.po")
        for month, who in ((1, "nobody"), (2, "Ana"), (3, "Bob"))
    )
    merged_header = read(reconcile(base, ours, theirs).data, path="x.po").header
    assert merged_header["PO-Revision-Date"] == "2026-03-01 10:00+0000"
    assert merged_header["Last-Translator"] == "Bob"


SENTENCES = ["Un.", "Deux.", "Trois.", "Quatre.", "Cinq.", "Six."]
versions = st.lists(
    st.tuples(st.sampled_from(SENTENCES), st.sampled_from(["", "a", "b", "c"]), st.booleans(), st.booleans()),
    unique_by=lambda row: row[0],
    max_size=6,
)


def catalog_of(rows: list[tuple[str, str, bool, bool]]) -> Catalog:
    """A catalog of drawn rows; a translation names its sentence, so that a wrong pairing shows."""
    texts = []
    for msgid, how, fuzzy, obsolete in rows:
        mark = "#~ " if obsolete else ""
        flag = "#, fuzzy\n" if fuzzy and how else ""
        texts.append(f'{flag}{mark}msgid "{msgid}"\n{mark}msgstr "{f"{msgid} {how}" if how else ""}"\n')
    return po("\n".join(sorted(texts, key=lambda text: "#~" in text)))


@given(versions, versions, versions)
def test_whatever_is_merged_no_translation_changes_its_sentence_and_none_is_lost(
    base: list[tuple[str, str, bool, bool]],
    ours: list[tuple[str, str, bool, bool]],
    theirs: list[tuple[str, str, bool, bool]],
) -> None:
    """For any three versions: every msgstr is that of its msgid, and what a side wrote can be read in the result."""
    was, mine, yours = catalog_of(base), catalog_of(ours), catalog_of(theirs)
    merged = read(reconcile(was, mine, yours).data, path="x.po")
    everything = (*merged.entries, *merged.obsolete)
    assert all(entry.msgstr.startswith(entry.msgid) for entry in everything if entry.msgstr)
    before = {(entry.msgid, entry.msgstr) for entry in (*was.entries, *was.obsolete)}
    there = {(entry.msgid, entry.msgstr) for entry in everything}
    there |= {(e.msgid, line.removeprefix(NOTE)) for e in everything for line in e.comments if line.startswith(NOTE)}
    for side in (mine, yours):
        wrote = {(e.msgid, e.msgstr) for e in (*side.entries, *side.obsolete) if e.msgstr.strip()} - before
        assert wrote <= there


@given(versions, versions)
def test_merging_with_what_did_not_change_changes_nothing(
    base: list[tuple[str, str, bool, bool]], changed: list[tuple[str, str, bool, bool]]
) -> None:
    """A side that did nothing has no say: the result has the entries of the other side."""
    was, side = catalog_of(base), catalog_of(changed)
    for pair in ((was, side), (side, was)):
        result = read(reconcile(was, *pair).data, path="x.po")
        assert {e.key: e for e in result.entries} == {e.key: e for e in side.entries}


# Real repositories -------------------------------------------------------------------------------------------------


def git(folder: Path, *arguments: str, code: int = 0) -> str:
    """Run git as a user who has a name; what it says."""
    name = ["-c", "user.name=Ana", "-c", "user.email=ana@example.org", "-c", "commit.gpgsign=false"]
    run = subprocess.run(["git", *name, *arguments], cwd=folder, capture_output=True, text=True, check=False)
    assert run.returncode == code, run.stdout + run.stderr
    return run.stdout + run.stderr


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project in a git repository that merges catalogs with enregard; its catalog holds a header and BASE."""
    if shutil.which("git") is None:
        pytest.skip("git is not on this machine")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}:{os.environ['PATH']}")
    folder = write(
        tmp_path / "cahiers d’été", {"source_fr/marche.md": "Le marché ouvre.\n", CATALOG: f"{HEADER}\n{BASE}"}
    )
    git(folder, "init", "-q", "-b", "main")
    run = enregard(folder, "init", "--git")
    assert run.code == 0
    assert "wrote" in run.out
    git(folder, "add", ".")
    git(folder, "commit", "-qm", "first")
    return folder


def branch(folder: Path, name: str, text: str) -> None:
    """Commit another text of the catalog on a branch of its own, and go back."""
    git(folder, "checkout", "-qb", name)
    (folder / CATALOG).write_text(text, encoding="utf-8")
    git(folder, "commit", "-qam", name)
    git(folder, "checkout", "-q", "main")


def test_git_merges_two_branches_by_entry(repository: Path) -> None:
    """Two translators work on neighbouring entries: line by line a conflict, entry by entry none."""
    text = (repository / CATALOG).read_text(encoding="utf-8")
    branch(repository, "ana", text.replace("It is raining on the square.", "It rains on the square."))
    branch(repository, "bob", text.replace('bagage."\nmsgstr ""', 'bagage."\nmsgstr "They pack up."'))
    git(repository, "merge", "-q", "ana")
    git(repository, "merge", "-q", "--no-edit", "bob")
    catalog = read((repository / CATALOG).read_bytes(), path=CATALOG)
    assert [e.msgstr for e in catalog.entries] == ["The market opens.", "It rains on the square.", "They pack up."]


def test_git_stops_where_two_translators_disagree_and_the_file_is_whole(repository: Path) -> None:
    """Git reports the conflict, the file has no marker: it can be published, edited and committed as it is."""
    text = (repository / CATALOG).read_text(encoding="utf-8")
    branch(repository, "ana", text.replace("It is raining on the square.", "It rains on the square."))
    branch(repository, "bob", text.replace("It is raining on the square.", "Rain falls on the square."))
    git(repository, "merge", "-q", "ana")
    said = git(repository, "merge", "--no-edit", "bob", code=1)
    assert "1 sentence translated differently on both sides" in said
    assert f"git add {CATALOG}" in said
    catalog = read((repository / CATALOG).read_bytes(), path=CATALOG)
    assert catalog.entries[1].state is State.FUZZY
    assert catalog.entries[1].comments == (f"{NOTE}Rain falls on the square.",)
    git(repository, "commit", "-qam", "merged")


FIRST, SECOND = (f"Changé dans la version 3 : le paramètre {name}." for name in ("encodage", "fuseau"))
ENGLISH = "Changed in version 3: the timezone parameter."


def wrapped(msgid: str, msgstr: str = "") -> str:
    """An entry wrapped as gettext does it: sentences with one beginning then share lines, and so do translations."""
    start, end = msgid.split(" : ")
    said = '""\n"Changed in version 3: "\n"the timezone parameter."' if msgstr else '""'
    return f'msgid ""\n"{start} : "\n"{end}"\nmsgstr {said}\n\n'


@pytest.mark.parametrize("with_driver", [False, True])
def test_git_never_puts_a_translation_under_another_sentence(repository: Path, *, with_driver: bool) -> None:
    """Python-docs-fr #1908: two people translate a sentence, one of them moves it, and git merges without a conflict.

    Line by line its translation lands under the other sentence, which doctor finds in history; by entry it does not.
    """
    (repository / CATALOG).write_text(f"{HEADER}\n{wrapped(FIRST)}{wrapped(SECOND)}", encoding="utf-8")
    if not with_driver:
        git(repository, "rm", "-q", ".gitattributes")
    git(repository, "commit", "-qam", "long")
    branch(repository, "bob", f"{HEADER}\n{wrapped(SECOND, ENGLISH)}{wrapped(FIRST)}")
    (repository / CATALOG).write_text(f"{HEADER}\n{wrapped(FIRST)}{wrapped(SECOND, ENGLISH)}", encoding="utf-8")
    git(repository, "commit", "-qam", "ana")
    git(repository, "merge", "-q", "--no-edit", "bob")
    catalog = read((repository / CATALOG).read_bytes(), path=CATALOG)
    assert told(catalog) == {SECOND: ENGLISH, FIRST: "" if with_driver else ENGLISH}
    found = enregard(repository, "doctor").err
    assert ("the translation of another sentence" in found) is not with_driver


def test_git_is_left_alone_with_what_cannot_be_read(repository: Path) -> None:
    """A version that is no catalog is a conflict for git; our side stands as it was, and the message says where."""
    text = (repository / CATALOG).read_text(encoding="utf-8")
    branch(repository, "ana", text.replace("It is raining on the square.", "It rains on the square."))
    branch(repository, "bob", text.replace('msgstr "The market opens."', 'msgstr "The market'))
    git(repository, "merge", "-q", "ana")
    said = git(repository, "merge", "--no-edit", "bob", code=1)
    assert f"{CATALOG} (theirs):7: the string that begins in column 8 is not closed" in said
    assert f"git show :3:{CATALOG}" in said
    assert "It rains" in (repository / CATALOG).read_text(encoding="utf-8")
    assert "The market\n" in git(repository, "show", f":3:{CATALOG}")


def test_git_diff_shows_sentences(repository: Path) -> None:
    """A diff tells what was said before and what is said now, however the file is wrapped and dated."""
    path = repository / CATALOG
    text = path.read_text(encoding="utf-8")
    wrapped = text.replace('msgstr "The market opens."', 'msgstr ""\n"The market "\n"opens."')
    path.write_text(wrapped, encoding="utf-8")
    assert git(repository, "diff", "--", CATALOG).count("\n+") <= 1
    path.write_text(text.replace("on the square.", "in the square."), encoding="utf-8")
    diff = git(repository, "diff", "--", CATALOG)
    assert "\n- msgstr: It is raining on the square.\n+ msgstr: It is raining in the square.\n" in diff


def test_textconv_shows_what_cannot_be_read_as_it_is(tmp_path: Path) -> None:
    """A file with conflict markers is shown raw: git shows nothing at all where a textconv fails."""
    write(tmp_path, {"a.po": "<<<<<<< HEAD\nmsgid"})
    assert enregard(tmp_path, "textconv", "a.po").out == "<<<<<<< HEAD\nmsgid"


def test_init_git_twice_changes_nothing(repository: Path) -> None:
    """Attributes are added once, behind what stands there already."""
    attributes = repository / ".gitattributes"
    attributes.write_text("*.png binary\n" + attributes.read_text(encoding="utf-8"), encoding="utf-8")
    before = attributes.read_bytes()
    assert enregard(repository, "init", "--git").out == "nothing to do: this is a project already\n"
    assert attributes.read_bytes() == before
    assert b"/locales/**/*.po merge=enregard diff=enregard\n" in before


def test_attributes_hold_in_a_folder_with_a_blank_in_its_name(tmp_path: Path) -> None:
    """Git knows the catalogs of a project wherever its settings put them, below the root of the repository too."""
    if shutil.which("git") is None:
        pytest.skip("git is not on this machine")
    settings = '[paths]\ncatalogs = "mes catalogues"\n'
    folder = write(tmp_path / "dépôt/livre", {"source_fr/a.md": "Un.\n", "enregard.toml": settings})
    git(folder.parent, "init", "-q")
    assert enregard(folder, "init", "--git").code == 0
    said = git(folder, "check-attr", "merge", "--", "mes catalogues/en/LC_MESSAGES/a.po", "source_fr/a.po")
    assert [line.rsplit(": ")[-1] for line in said.splitlines()] == ["enregard", "unspecified"]


def test_a_clone_that_does_not_know_the_driver_is_told(repository: Path, tmp_path: Path) -> None:
    """Attributes are shared, configuration is not: doctor tells in a new clone what is missing."""
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "-q", str(repository), str(clone))
    assert "[git-driver]" in enregard(clone, "doctor").err
    assert enregard(clone, "init", "--git").code == 0
    assert "[git-driver]" not in enregard(clone, "doctor").err


def test_init_git_needs_a_repository(tmp_path: Path) -> None:
    """Outside a repository nothing is written, and the advice says what is missing."""
    run = enregard(tmp_path, "init", "--git", "cahiers")
    assert run.code == 3
    assert "git init" in run.err
    assert not (tmp_path / "cahiers").exists()


def test_templates_of_two_branches_merge_and_extract_agrees(repository: Path) -> None:
    """Two branches extract different sentences: after the merge the next extract finds both translations."""
    source = repository / "source_fr/marche.md"
    source.write_text("Le marché ouvre.\n\nUn deux.\n\nTrois quatre.\n", encoding="utf-8")
    assert enregard(repository, "extract").code == 0
    git(repository, "add", ".")
    git(repository, "commit", "-qm", "extracted")
    for name, place, said in (("ana", "Le marché", "Avant tout."), ("bob", "Trois", "Après deux.")):
        git(repository, "checkout", "-qb", name)
        text = source.read_text(encoding="utf-8")
        source.write_text(text.replace(place, f"{said}\n\n{place}"), encoding="utf-8")
        assert enregard(repository, "extract").code == 0
        translate(repository / CATALOG, {said: f"EN {said}"})
        git(repository, "commit", "-qam", name)
        git(repository, "checkout", "-q", "main")
    git(repository, "merge", "-q", "ana")
    git(repository, "merge", "-q", "--no-edit", "bob")
    assert enregard(repository, "extract").code == 0
    catalog = read((repository / CATALOG).read_bytes(), path=CATALOG)
    assert catalog.entries[0].msgid == "Avant tout."
    assert told(catalog)["Avant tout."] == "EN Avant tout."
    assert told(catalog)["Après deux."] == "EN Après deux."
