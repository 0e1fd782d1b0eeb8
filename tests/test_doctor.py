"""Doctor: what editors, tools and merges did to catalogs is told, and what is safe is put right byte by byte."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from command_line import enregard, snapshot, translate, translate_all, write

from enregard.catalogs import read
from enregard.catalogs.mispairing import mispaired, mispaired_by_merge
from enregard.model import State

SOURCE = """\
# Le marché

Le marché ouvre chaque matin sur la grande place du village. Il ferme à midi.

Les marchands plient bagage quand la cloche de l’église sonne treize heures.

La place reste vide jusqu’au lendemain, et les pigeons en profitent longuement.
"""
CATALOG = "locales/en/LC_MESSAGES/marche.po"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project whose one catalog is translated."""
    write(tmp_path, {"source_fr/marche.md": SOURCE})
    assert enregard(tmp_path, "extract").code == 0
    translate_all(tmp_path, lambda text: f"EN {text}")
    return tmp_path


def text_of(project: Path) -> str:
    """The catalog's text."""
    return (project / CATALOG).read_text(encoding="utf-8")


def rules(project: Path) -> set[str]:
    """Rules that doctor speaks of."""
    lines = enregard(project, "doctor").err.splitlines()
    return {word.strip("[]():,") for line in lines for word in line.split() if "-" in word or word == "rewrapped"}


def git(folder: Path, *arguments: str) -> None:
    """Run git as a user who has a name."""
    name = ["-c", "user.name=Ana", "-c", "user.email=ana@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *name, *arguments], cwd=folder, capture_output=True, check=True)


def test_a_catalog_without_header_gets_one(project: Path) -> None:
    """The header of `extract` is put in front; every entry stands as it stood."""
    whole = text_of(project)
    body = whole.split("\n\n", 1)[1]
    write(project, {CATALOG: body})
    assert "header-missing" in rules(project)
    run = enregard(project, "doctor", "--fix")
    assert (run.code, run.out) == (0, f"{CATALOG}: header added\nnothing is wrong\n")
    assert text_of(project).endswith(f"\n\n{body}")
    assert 'Language: en\\n"' in text_of(project)


def test_search_paths_of_poedit_are_removed(project: Path) -> None:
    """With them Poedit offers an update that makes every entry obsolete; other fields of Poedit stay."""
    field = '"X-Poedit-SearchPath-0: .\\n"\n'
    kept = text_of(project).replace('"X-Source-Language', '"X-Poedit-Bookmarks: 1,2\\n"\n"X-Source-Language')
    write(project, {CATALOG: kept.replace('"X-Source-Language', f'{field}"X-Source-Language')})
    assert "search-path" in rules(project)
    assert enregard(project, "doctor", "--fix").code == 0
    assert text_of(project) == kept


def test_header_fields_that_an_editor_dropped_come_back(project: Path) -> None:
    """Language, plural forms and source language are put back; the others keep their places and values."""
    lines = text_of(project).splitlines(keepends=True)
    less = [line for line in lines if not line.startswith(('"Language:', '"Plural-Forms', '"X-Source'))]
    write(project, {CATALOG: "".join(less)})
    assert "header-incomplete" in rules(project)
    run = enregard(project, "doctor", "--fix")
    assert "header completed: Language, Plural-Forms, X-Source-Language" in run.out
    assert sorted(text_of(project).splitlines()) == sorted("".join(lines).splitlines())


def test_wrong_plural_forms_are_set_where_nothing_is_counted(project: Path) -> None:
    """Plural forms of another language go; a header in another language is for a person to judge."""
    text = text_of(project)
    write(project, {CATALOG: text.replace("nplurals=2; plural=(n != 1)", "nplurals=1; plural=0")})
    assert "plural-forms" in rules(project)
    assert enregard(project, "doctor", "--fix").code == 0
    assert text_of(project) == text
    write(project, {CATALOG: text.replace("Language: en", "Language: de")})
    assert "wrong-language" in rules(project)
    assert enregard(project, "doctor", "--fix").code == 1
    write(project, {CATALOG: text.replace("Language: en", "Language: en_GB")})
    assert rules(project) == set()


def test_a_rewrapped_catalog_is_unwrapped(project: Path) -> None:
    """A catalog that went through `msgcat` at its usual width is as before after --fix, byte by byte."""
    if shutil.which("msgcat") is None:
        pytest.skip("gettext is not on this machine")
    before = text_of(project)
    subprocess.run(["msgcat", "-o", CATALOG, CATALOG], cwd=project, check=True)
    assert text_of(project) != before
    run = enregard(project, "doctor")
    assert "rewrapped" in run.err
    assert run.code == 0, "what costs no reader and no translator anything fails no build"
    assert "strings unwrapped" in enregard(project, "doctor", "--fix").out
    assert text_of(project) == before


def test_obsolete_twins_are_told_and_housed(project: Path) -> None:
    """A twin that says the same goes; one that says something else is kept under a context of its own."""
    title = '#~ msgid "Le marché"\n#~ msgstr "{}"\n'
    write(project, {CATALOG: f"{text_of(project)}\n{title.format('The market')}"})
    assert "obsolete-twin" in rules(project)
    assert enregard(project, "doctor", "--fix").code == 0
    found = read((project / CATALOG).read_bytes(), path=CATALOG)
    assert [(e.context, e.msgstr) for e in found.obsolete] == [("older translation 2", "The market")]
    assert found.by_key[None, "Le marché"].msgstr == "EN Le marché"


def test_what_extract_would_settle_is_told(project: Path) -> None:
    """Entries that belong to no sentence, and sentences without entry: doctor leaves both to `extract`."""
    text = text_of(project).replace("Il ferme à midi.", "Il ferme tard.")
    write(project, {CATALOG: text})
    assert {"unknown-entries", "missing-entries"} <= rules(project)
    assert enregard(project, "extract").code == 0
    assert rules(project) == set()


def test_conflict_marks_of_msgcat_are_told(project: Path) -> None:
    """Two translations that nobody decided between are damage, with the line of the entry."""
    marks = "#-#-#-#-#  a.po  #-#-#-#-#\\nOne\\n#-#-#-#-#  b.po  #-#-#-#-#\\nTwo"
    write(project, {CATALOG: text_of(project).replace("EN Il ferme à midi.", marks)})
    run = enregard(project, "doctor")
    assert run.code == 1
    assert "conflict mark #-#-#-#-# of msgcat" in run.err


def test_previous_msgids_that_a_tool_dropped_come_back_from_git(project: Path) -> None:
    """OmegaT and others drop ``#|`` lines: the last version in git has them, and --fix puts them back."""
    if shutil.which("git") is None:
        pytest.skip("git is not on this machine")
    write(project, {"source_fr/marche.md": SOURCE.replace("Il ferme à midi.", "Il ferme à midi pile.")})
    assert enregard(project, "extract").code == 0
    git(project, "init", "-q")
    git(project, "add", ".")
    git(project, "commit", "-qm", "first")
    before = text_of(project)
    lines = [line for line in before.splitlines(keepends=True) if not line.startswith("#|")]
    write(project, {CATALOG: "".join(lines)})
    assert rules(project) == {"lost-previous"}
    git(project, "commit", "-qam", "from the translator")
    assert rules(project) == {"lost-previous"}
    assert "previous msgids put back: 1" in enregard(project, "doctor", "--fix").out
    assert text_of(project) == before


def test_drafts_that_omegat_emptied_come_back_from_git(project: Path) -> None:
    """OmegaT writes no translation for what nobody confirmed: --fix puts the draft back as the draft it was."""
    if shutil.which("git") is None:
        pytest.skip("git is not on this machine")
    write(project, {"source_fr/marche.md": SOURCE.replace("Il ferme à midi.", "Il ferme à midi pile.")})
    assert enregard(project, "extract").code == 0
    git(project, "init", "-q")
    git(project, "add", ".")
    git(project, "commit", "-qm", "first")
    before = text_of(project)
    lines = [line for line in before.splitlines(keepends=True) if not line.startswith(("#|", "#, fuzzy"))]
    write(project, {CATALOG: "".join(lines).replace('msgstr "EN Il ferme à midi."', 'msgstr ""')})
    assert rules(project) == {"lost-drafts"}
    assert "drafts put back: 1" in enregard(project, "doctor", "--fix").out
    assert text_of(project) == before


def test_flags_that_a_tool_dropped_are_told(project: Path) -> None:
    """Many drafts confirmed at once with the same words: told, and left to a person."""
    if shutil.which("git") is None:
        pytest.skip("git is not on this machine")
    write(project, {"source_fr/marche.md": SOURCE.replace("chaque", "tous les").replace("quand", "lorsque").replace("vide", "déserte")})  # fmt: skip  # noqa: E501
    assert enregard(project, "extract").code == 0
    git(project, "init", "-q")
    git(project, "add", ".")
    git(project, "commit", "-qm", "first")
    lines = [line for line in text_of(project).splitlines(keepends=True) if not line.startswith(("#|", "#, fuzzy"))]
    write(project, {CATALOG: "".join(lines)})
    assert rules(project) == {"lost-flags"}
    assert enregard(project, "doctor", "--fix").code == 1
    assert text_of(project) == "".join(lines)


def test_fix_changes_no_sound_file(project: Path) -> None:
    """Nothing wrong, nothing written: not a byte, not a date of a file."""
    before = snapshot(project)
    assert enregard(project, "doctor", "--fix").out == "nothing to mend without asking you\nnothing is wrong\n"
    assert snapshot(project) == before


# Translations under the wrong sentence -----------------------------------------------------------------------------


def catalog(*entries: tuple[str, str, str]) -> str:
    """The text of entries: lines before the msgid, msgid, msgstr."""
    return "\n".join(f'{extra}msgid "{msgid}"\nmsgstr "{msgstr}"\n' for extra, msgid, msgstr in entries)


RAIN = "Il pleut depuis trois jours sur la grande place du village."
DOGS = "Les chiens du quartier dorment à l’ombre des platanes centenaires."


def test_a_previous_msgid_that_is_another_sentence() -> None:
    """A fuzzy entry whose history is that of its neighbour is told with the neighbour's line."""
    text = catalog(("", RAIN, "It has been raining."), (f'#, fuzzy\n#| msgid "{RAIN}"\n', DOGS, "It has rained."))
    (finding,) = mispaired(read(text.encode(), path="a.po"), None)
    assert (finding.rule, finding.msgid) == ("mis-merge", DOGS)
    assert "line 1" in finding.message


def test_a_near_match_and_a_part_of_a_sentence_are_no_mismerge() -> None:
    """Suggestions from similar sentences, and halves of a sentence that was split, keep their peace."""
    near = RAIN.replace("trois", "quatre")
    half = "Il pleut sur la place."
    text = catalog(
        ("", RAIN, "It has been raining."),
        (f'#, fuzzy\n#| msgid "{RAIN}"\n', near, "It has been raining."),
        (f'#, fuzzy\n#| msgid "{RAIN}"\n', half, "It is raining."),
    )
    assert mispaired(read(text.encode(), path="a.po"), None) == []


def test_one_long_translation_under_two_unlike_sentences() -> None:
    """Word for word the same English for two French sentences that share nothing: one of them is wrong."""
    english = "The dogs of the quarter sleep in the shade."
    (finding,) = mispaired(read(catalog(("", RAIN, english), ("", DOGS, english)).encode(), path="a.po"), None)
    assert "line 1" in finding.message
    short = catalog(("", "Oui, bien sûr.", "Yes."), ("", "Certainement, madame.", "Yes."))
    assert mispaired(read(short.encode(), path="a.po"), None) == []


def test_comments_of_another_sentence() -> None:
    """A passage id that the template gives to another sentence tells that lines were merged into the wrong entry."""
    pot = read(catalog(("#. id: aaaa\n", RAIN, ""), ("#. id: bbbb\n", DOGS, "")).encode(), path="a.pot")
    text = catalog(("#. id: aaaa\n", RAIN, "Rain."), ("#. id: aaaa\n", DOGS, "Dogs."))
    (finding,) = mispaired(read(text.encode(), path="a.po"), pot)
    assert finding.msgid == DOGS


def test_the_merge_that_put_a_translation_under_another_sentence_is_found_in_history() -> None:
    """Python-docs-fr #1908: the result pairs a msgstr with a msgid that no parent paired it with."""
    ours = read(catalog(("", RAIN, "Rain."), ("", DOGS, "")).encode(), path="a.po")
    theirs = read(catalog(("", RAIN, ""), ("", DOGS, "Dogs.")).encode(), path="a.po")
    wrong = read(catalog(("", RAIN, "Dogs."), ("", DOGS, "")).encode(), path="a.po")
    right = read(catalog(("", RAIN, "Rain."), ("", DOGS, "Dogs.")).encode(), path="a.po")
    (finding,) = mispaired_by_merge(wrong, wrong, (ours, theirs), commit="abc1234")
    assert (finding.msgid, finding.suggestion) == (RAIN, "Rain.")
    assert "abc1234" in finding.message
    assert mispaired_by_merge(right, wrong, (ours, theirs), commit="abc1234") == [], "it has been mended since"
    assert mispaired_by_merge(right, right, (ours, theirs), commit="abc1234") == []


def test_doctor_looks_into_the_history_of_the_repository(project: Path) -> None:
    """A merge made by hand that shifted a translation is named, even when later commits stand above it."""
    if shutil.which("git") is None:
        pytest.skip("git is not on this machine")
    git(project, "init", "-q", "-b", "main")
    git(project, "add", ".")
    git(project, "commit", "-qm", "first")
    sentences = [e.msgid for e in read((project / CATALOG).read_bytes(), path=CATALOG).entries][3:]
    git(project, "checkout", "-qb", "bob")
    translate(project / CATALOG, {sentences[0]: "Bob one."})
    git(project, "commit", "-qam", "bob")
    git(project, "checkout", "-q", "main")
    translate(project / CATALOG, {sentences[1]: "Ana two."})
    git(project, "commit", "-qam", "ana")
    git(project, "merge", "-q", "--no-commit", "bob")
    translate(project / CATALOG, {sentences[1]: "Bob one.", sentences[0]: f"EN {sentences[0]}"})
    git(project, "commit", "-qam", "a merge by hand")
    run = enregard(project, "doctor")
    assert "mis-merge" in run.err
    translate(project / CATALOG, {sentences[1]: "Ana two."})
    assert "mis-merge" not in enregard(project, "doctor").err


def test_states_are_as_before_after_a_fix(project: Path) -> None:
    """However much is put right, states and translations are those of before."""
    write(project, {"source_fr/marche.md": SOURCE.replace("Il ferme à midi.", "Il ferme à midi pile.")})
    assert enregard(project, "extract").code == 0
    text = text_of(project).split("\n\n", 1)[1] + '\n#~ msgid "Le marché"\n#~ msgstr "Old"\n'
    write(project, {CATALOG: text})
    before = read(text.encode(), path=CATALOG)
    assert enregard(project, "doctor", "--fix").code == 0
    after = read((project / CATALOG).read_bytes(), path=CATALOG)
    assert after.entries == before.entries
    assert State.STALE in {entry.state for entry in after.entries}
