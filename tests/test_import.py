"""Import of other programs' catalogs: what fits is carried, what does not is stale, and the report says why."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from catalog_scenes import HEADER
from command_line import Run, enregard, snapshot, translate, write
from hypothesis import given
from hypothesis import strategies as st

from enregard.catalogs import read
from enregard.catalogs.foreign import EARLIER, plain
from enregard.model import State

CASES = sorted((Path(__file__).parent / "cases/import").glob("*.txt"))
PARTS = re.compile(r"^=== (.+)\n", re.MULTILINE)
CATALOG = "locales/en/LC_MESSAGES/marche.po"


def project_of(folder: Path, document: str) -> Path:
    """A project with one document, extracted."""
    write(folder, {"source_fr/marche.md": document})
    assert enregard(folder, "extract").code == 0
    return folder


def imported(folder: Path, theirs: str, *options: str) -> Run:
    """Import a foreign catalog, which needs no header."""
    write(folder.parent, {"ancien.po": theirs})
    return enregard(folder, "import-po", "../ancien.po", *options)


def catalog_of(folder: Path) -> str:
    """Our entries as a case shows them: without header, program's comments and references."""
    text = (folder / CATALOG).read_text(encoding="utf-8").split("\n\n", 1)[1]
    return re.sub(r"^#[.:] .*\n", "", text, flags=re.MULTILINE)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_cases(path: Path, tmp_path: Path, update_cases: bool) -> None:  # noqa: FBT001
    """Each case: a document, a catalog that another program made of it, what is told, and our catalog afterwards."""
    title, *rest = PARTS.split(path.read_text(encoding="utf-8"))
    parts = dict(zip(rest[::2], rest[1::2], strict=True))
    folder = project_of(tmp_path / "projet", parts["document"])
    run = imported(folder, parts["their catalog"], "-v")
    found = {
        "report": re.sub(r"\S*ancien\.po", "ancien.po", run.out + run.err) + "\n",
        "our catalog": catalog_of(folder),
    }
    if update_cases:
        path.write_text(title + "".join(f"=== {n}\n{t}" for n, t in (parts | found).items()), encoding="utf-8")
        return
    assert found == {name: parts[name] for name in found}
    before = snapshot(folder)
    again = imported(folder, parts["their catalog"])
    assert "0 sentences carried, 0 stale" in again.out
    assert snapshot(folder) == before, "importing twice changes nothing"
    assert enregard(folder, "extract", "--check").code == 0


DOCUMENT = "Le marché ouvre.\n\nIl pleut sur la place.\n"


def test_what_is_translated_stays(tmp_path: Path) -> None:
    """A translation of ours is never replaced; a draft is, and can be read in a comment."""
    folder = project_of(tmp_path / "projet", DOCUMENT)
    translate(folder / CATALOG, {"Le marché ouvre.": "Ours."})
    text = (folder / CATALOG).read_text(encoding="utf-8")
    draft = text.replace('msgid "Il pleut sur la place."\nmsgstr ""', '#, fuzzy\nmsgid "Il pleut sur la place."\nmsgstr "Draft."')  # fmt: skip  # noqa: E501
    write(folder, {CATALOG: draft})
    run = imported(folder, 'msgid "Le marché ouvre."\nmsgstr "Theirs."\n\nmsgid "Il pleut sur la place."\nmsgstr "It rains."\n')  # fmt: skip  # noqa: E501
    assert run.code == 0
    first, second = read((folder / CATALOG).read_bytes(), path=CATALOG).entries
    assert first.msgstr == "Ours."
    assert (second.msgstr, second.state) == ("It rains.", State.TRANSLATED)
    assert second.comments == (f"{EARLIER}Draft.",)


def test_a_stale_translation_gives_way_to_a_certain_one(tmp_path: Path) -> None:
    """The French changed and another program's catalog has the new sentence: nothing of the old state is left."""
    folder = project_of(tmp_path / "projet", DOCUMENT)
    translate(folder / CATALOG, {"Le marché ouvre.": "The market opens."})
    project_of(folder, DOCUMENT.replace("ouvre", "ouvre tôt"))
    assert imported(folder, 'msgid "Le marché ouvre tôt."\nmsgstr "The market opens early."\n').code == 0
    entry = read((folder / CATALOG).read_bytes(), path=CATALOG).entries[0]
    assert (entry.msgstr, entry.state, entry.previous_msgid) == ("The market opens early.", State.TRANSLATED, None)
    assert entry.comments == (f"{EARLIER}The market opens.",)
    assert enregard(folder, "extract", "--check").code == 0


def test_check_writes_nothing(tmp_path: Path) -> None:
    """With --check the same is told, and no file changes."""
    folder = project_of(tmp_path / "projet", DOCUMENT)
    before = snapshot(folder)
    run = imported(folder, 'msgid "Le marché ouvre."\nmsgstr "The market opens."\n', "--check")
    assert "1 sentence would be carried (1 word for word)" in run.out
    assert snapshot(folder) == before


def test_untouched_entries_stay_byte_for_byte(tmp_path: Path) -> None:
    """Only the entry that gets a translation differs."""
    folder = project_of(tmp_path / "projet", DOCUMENT)
    before = (folder / CATALOG).read_text(encoding="utf-8")
    imported(folder, 'msgid "Le marché ouvre."\nmsgstr "The market opens."\n')
    expected = before.replace('ouvre."\nmsgstr ""', 'ouvre."\nmsgstr "The market opens."')
    assert (folder / CATALOG).read_text(encoding="utf-8") == expected


def test_the_language_is_asked_for_where_it_is_not_certain(tmp_path: Path) -> None:
    """A project of two languages, a file without header: name it, or say it in the header."""
    folder = project_of(tmp_path / "projet", DOCUMENT)
    write(folder, {"enregard.toml": '[project]\ntargets = ["en", "de"]\n'})
    assert enregard(folder, "extract").code == 0
    entry = 'msgid "Le marché ouvre."\nmsgstr "Der Markt öffnet."\n'
    assert imported(folder, entry).code == 2
    german = HEADER.replace("Language: en", "Language: de")
    assert imported(folder, f"{german}\n{entry}").code == 0
    assert "Der Markt" in (folder / CATALOG.replace("/en/", "/de/")).read_text(encoding="utf-8")
    assert imported(folder, entry.replace("Der Markt öffnet", "The market opens"), "--locale", "en").code == 0


def test_a_file_that_cannot_be_read_stops_no_other(tmp_path: Path) -> None:
    """The broken one is told with its line, the other one imported."""
    folder = project_of(tmp_path / "projet", DOCUMENT)
    write(folder, {"a.po": 'msgid "x\n', "b.po": 'msgid "Le marché ouvre."\nmsgstr "The market opens."\n'})
    run = enregard(folder, "import-po", "a.po", "b.po")
    assert run.code == 3
    assert "a.po:1: " in run.err
    assert "The market opens." in (folder / CATALOG).read_text(encoding="utf-8")
    assert enregard(folder, "import-po", "c.po").code == 2


def test_a_document_without_catalog_is_told(tmp_path: Path) -> None:
    """Import fills catalogs that `extract` has made; where there is none, it says so."""
    folder = write(tmp_path / "projet", {"source_fr/marche.md": DOCUMENT})
    run = imported(folder, 'msgid "Le marché ouvre."\nmsgstr "The market opens."\n')
    assert run.code == 1
    assert "1 document without catalog: run enregard extract first" in run.out


SENTENCES = [f"{who} {does} {where}." for who in ("Ana", "Bob", "La fanfare") for does in ("chante", "arrive") for where in ("ici", "sur la place", "au marché")]  # fmt: skip  # noqa: E501


@given(st.lists(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=4), min_size=1, max_size=5))
def test_a_paragraph_is_cut_so_that_no_translation_changes_its_sentence(
    tmp_path_factory: pytest.TempPathFactory, paragraphs: list[list[str]]
) -> None:
    """Paragraphs of any sentences, translated one by one, come back sentence by sentence."""
    folder = tmp_path_factory.mktemp("import") / "projet"
    text = "\n\n".join(" ".join(sentences) for sentences in paragraphs)
    theirs = "\n".join(
        f'msgid "{" ".join(p)}"\nmsgstr "{" ".join(f"The {s}" for s in p)}"\n'
        for p in {" ".join(p): p for p in paragraphs}.values()
    )
    project_of(folder, text)
    imported(folder, theirs)
    for entry in read((folder / CATALOG).read_bytes(), path=CATALOG).entries:
        assert (entry.msgstr, entry.state) == (f"The {entry.msgid}", State.TRANSLATED)


@given(st.text(alphabet="ab |-:{}#\n>.[]()", max_size=60))
def test_undoing_what_a_program_did_always_ends(text: str) -> None:
    """Whatever a msgid holds, it can be read as Markdown; nothing but layout is lost."""
    assert re.sub(r"[\s|]|\{.*?\}|---", "", plain(text)) in re.sub(r"[\s|]|---", "", text) or "{" in text
