"""Extraction as the editor and the translator live it: texts move, go and come back, and no translation is lost."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import polib
import pytest
from command_line import enregard, snapshot, translate, translate_all, write
from conftest import SHARED

from enregard.commands import course, survey
from enregard.commands.outcome import unseen
from enregard.files import Changed
from enregard.project import find

SEED = SHARED / "corpus/seed/000_5b873d6cbf113ef8.txt"
TEXT = "# La halle\n\nLe marché ouvre tôt. Les étals sont *nombreux*.\n"
ENGLISH = {
    "La halle": "The market hall",
    "Le marché ouvre tôt.": "The market opens early.",
    "Les étals sont *nombreux*.": "There are *many* stalls.",
}


@pytest.fixture
def translated(tmp_path: Path) -> Path:
    """A project of one document, translated, extracted once more so that the catalog is at rest."""
    write(tmp_path, {"source_fr/halle.md": TEXT})
    enregard(tmp_path, "extract")
    translate(po(tmp_path, "halle"), ENGLISH)
    assert enregard(tmp_path, "extract").code == 0
    return tmp_path


def po(folder: Path, document: str, language: str = "en") -> Path:
    """Where a catalog lies."""
    return folder / f"locales/{language}/LC_MESSAGES/{document}.po"


def said(catalog: Path) -> dict[str, str]:
    """The confirmed translations of a catalog."""
    return {e.msgid: e.msgstr for e in polib.pofile(str(catalog)) if e.translated()}


def test_what_lies_where(translated: Path) -> None:
    """Templates, catalogs, and a folder for locks and knowledge that git ignores; nothing else appears."""
    names = {path.relative_to(translated).as_posix() for path in translated.rglob("*") if path.is_file()}
    assert {name for name in names if not name.startswith(".enregard/known/")} == {
        "source_fr/halle.md",
        "locales/pot/halle.pot",
        "locales/en/LC_MESSAGES/halle.po",
        ".enregard/.gitignore",
        ".enregard/lock",
    }


@pytest.mark.parametrize(
    "environment",
    [{}, {"LC_ALL": "C", "LANG": "C"}, {"TZ": "Pacific/Auckland"}, {"PYTHONHASHSEED": "7"}, {"LC_ALL": "fr_FR.UTF-8"}],
)
def test_rest(translated: Path, environment: dict[str, str]) -> None:
    """Extracting again touches no file, in whatever locale, time zone or hash seed."""
    write(translated, {"source_fr/dossiers/éte.md": "# L’été\n\nIl fait *beau*. « Oui » !\n"})
    enregard(translated, "extract")
    before = snapshot(translated)
    done = subprocess.run(
        [sys.executable, "-m", "enregard", "extract"],
        cwd=translated,
        env={**os.environ, **environment},
        check=False,
    )
    assert done.returncode == 0
    assert snapshot(translated) == before


def test_the_same_files_on_another_machine(tmp_path: Path) -> None:
    """Two people extract the same text, in another folder, locale, zone and order of writing: the same bytes."""
    texts = {f"source_fr/d{n}/p{n}.md": f"# Page {n}\n\nTexte {n}. Fin {n}.\n" for n in range(5)}
    places = (tmp_path / "a", tmp_path / "b" / "c")
    for place, order in zip(places, (list(texts), list(reversed(texts))), strict=True):
        write(place, {name: texts[name] for name in order})
    settings = ({"TZ": "UTC", "PYTHONHASHSEED": "1"}, {"TZ": "Asia/Tokyo", "PYTHONHASHSEED": "2", "LC_ALL": "C"})
    for place, environment in zip(places, settings, strict=True):
        subprocess.run(
            [sys.executable, "-m", "enregard", "extract"],
            cwd=place,
            env={**os.environ, **environment, "SOURCE_DATE_EPOCH": "1790000000"},
            check=True,
            capture_output=True,
        )
    first, second = ({name: data for name, (data, _) in snapshot(place).items()} for place in places)
    assert first == second
    assert len(first) == 15


def test_a_reworded_sentence_is_stale(translated: Path) -> None:
    """A changed sentence keeps its translation as a draft, with what the French said before; the others stay."""
    write(translated, {"source_fr/halle.md": TEXT.replace("ouvre tôt", "n’ouvre pas tôt")})
    assert enregard(translated, "extract").out.endswith("en: 1 reworded (5 words)\n")
    (entry,) = polib.pofile(str(po(translated, "halle"))).fuzzy_entries()
    assert entry.previous_msgid == "Le marché ouvre tôt."
    assert entry.msgstr == "The market opens early."
    assert set(said(po(translated, "halle"))) == {"La halle", "Les étals sont *nombreux*."}


def test_typography_costs_nothing(translated: Path) -> None:
    """No-break spaces, apostrophes and wrapping change no state."""
    write(translated, {"source_fr/halle.md": TEXT.replace("Le marché ouvre", "Le  marché\nouvre").replace("*", "_")})
    enregard(translated, "extract")
    assert len(said(po(translated, "halle"))) == 3


def test_a_renamed_document_carries_its_translations(translated: Path) -> None:
    """A document with another name, in another folder: all is translated, the old files go."""
    (translated / "source_fr/halle.md").unlink()
    write(translated, {"source_fr/lieux/marche.md": TEXT})
    assert enregard(translated, "extract").code == 0
    assert said(po(translated, "lieux/marche")) == ENGLISH
    assert not po(translated, "halle").exists()
    assert not (translated / "locales/pot/halle.pot").exists()
    assert enregard(translated, "extract", "--check").code == 0


def test_a_renamed_and_edited_document(translated: Path) -> None:
    """Renamed and reworded at once: what stayed the same stays translated, the rest is stale."""
    (translated / "source_fr/halle.md").unlink()
    write(translated, {"source_fr/marche.md": TEXT.replace("tôt", "très tôt")})
    enregard(translated, "extract")
    assert set(said(po(translated, "marche"))) == {"La halle", "Les étals sont *nombreux*."}
    assert len(polib.pofile(str(po(translated, "marche"))).fuzzy_entries()) == 1


def test_a_removed_document_keeps_its_translations(translated: Path) -> None:
    """A document that is gone leaves a catalog of obsolete entries, which count nowhere."""
    write(translated, {"source_fr/autre.md": "Autre chose.\n"})
    (translated / "source_fr/halle.md").unlink()
    enregard(translated, "extract")
    file = polib.pofile(str(po(translated, "halle")))
    assert {e.msgid: e.msgstr for e in file.obsolete_entries()} == ENGLISH
    assert [e for e in file if not e.obsolete] == []
    assert set(enregard(translated, "status", "--format", "json").json["locales"]["en"]["documents"]) == {"autre"}
    assert enregard(translated, "extract", "--check").code == 0


def test_a_document_that_comes_back_is_translated_at_once(translated: Path) -> None:
    """Removed in one extraction, back in the next: every sentence is translated again."""
    write(translated, {"source_fr/autre.md": "Autre chose.\n"})
    (translated / "source_fr/halle.md").unlink()
    enregard(translated, "extract")
    write(translated, {"source_fr/halle.md": TEXT})
    enregard(translated, "extract")
    assert said(po(translated, "halle")) == ENGLISH


def test_a_document_without_translations_leaves_nothing(tmp_path: Path) -> None:
    """A catalog in which nobody ever wrote goes with its document."""
    write(tmp_path, {"source_fr/a.md": "Un.\n", "source_fr/b.md": "Deux.\n"})
    enregard(tmp_path, "extract")
    (tmp_path / "source_fr/a.md").unlink()
    enregard(tmp_path, "extract")
    assert not po(tmp_path, "a").exists()
    assert not (tmp_path / "locales/pot/a.pot").exists()


def test_a_catalog_deleted_by_mistake(translated: Path) -> None:
    """A catalog that was deleted is made anew, empty; the other languages are untouched."""
    enregard(translated, "extract", "--locale", "de")
    before = snapshot(translated)
    po(translated, "halle").unlink()
    assert enregard(translated, "extract").code == 0
    assert said(po(translated, "halle")) == {}
    after = snapshot(translated)
    assert {name for name in after if after[name] != before.get(name)} == {"locales/en/LC_MESSAGES/halle.po"}


def test_templates_deleted_by_mistake(translated: Path) -> None:
    """Without templates the catalogs tell what the French said; nothing is lost and nothing becomes stale."""
    shutil.rmtree(translated / "locales/pot")
    enregard(translated, "extract")
    assert said(po(translated, "halle")) == ENGLISH
    assert (translated / "locales/pot/halle.pot").is_file()


def test_a_source_that_cannot_be_read_is_not_gone(translated: Path) -> None:
    """A document that is damaged, or stands behind a link that leads out, keeps catalog and template as they are."""
    write(translated, {"source_fr/autre.md": "Autre chose.\n"})
    before = snapshot(translated)
    write(translated, {"source_fr/halle.md": b"La halle \xe9tait ferm\xe9e.\n"})
    run = enregard(translated, "extract")
    assert run.code == 3
    assert run.err.startswith("source_fr/halle.md:1: ")
    (translated / "source_fr/halle.md").unlink()
    write(translated.parent / f"{translated.name}-elsewhere", {"halle.md": TEXT})
    (translated / "source_fr/halle.md").symlink_to(translated.parent / f"{translated.name}-elsewhere" / "halle.md")
    assert enregard(translated, "extract").code == 0
    after = snapshot(translated)
    assert all(after[name] == before[name] for name in before if name.startswith("locales/"))
    assert po(translated, "autre").exists()


def test_an_empty_folder_of_sources_takes_nothing_away(translated: Path) -> None:
    """A folder of sources that is empty by accident (a checkout that failed) is an error, not a thousand removals."""
    (translated / "source_fr/halle.md").unlink()
    before = snapshot(translated)
    for command in ("extract", "build", "status", "check"):
        run = enregard(translated, command)
        assert run.code == 3
        assert run.err.count("\n") == 2
    assert snapshot(translated) == before


def test_a_catalog_that_cannot_be_read_stops_no_other(translated: Path) -> None:
    """The broken file stays byte for byte, its document waits, the others are extracted."""
    broken = po(translated, "halle").read_bytes().replace(b'msgid "La halle"', b'msgid "La halle')
    po(translated, "halle").write_bytes(broken)
    write(translated, {"source_fr/neuf.md": "Du neuf.\n", "source_fr/halle.md": TEXT + "\nFin.\n"})
    run = enregard(translated, "extract")
    assert run.code == 3
    line = broken.split(b"\n").index(b'msgid "La halle') + 1
    assert run.err.startswith(f"locales/en/LC_MESSAGES/halle.po:{line}: ")
    assert po(translated, "halle").read_bytes() == broken
    assert po(translated, "neuf").exists()
    po(translated, "halle").write_bytes(broken.replace(b'msgid "La halle', b'msgid "La halle"'))
    assert enregard(translated, "extract").code == 0
    assert said(po(translated, "halle")) == ENGLISH


def test_a_renamed_document_whose_new_catalog_is_broken(translated: Path) -> None:
    """Where the new place cannot be written, the old catalog keeps the translations."""
    before = po(translated, "halle").read_bytes()
    (translated / "source_fr/halle.md").unlink()
    write(translated, {"source_fr/marche.md": TEXT, "locales/en/LC_MESSAGES/marche.po": "<<<<<<< HEAD\n"})
    assert enregard(translated, "extract").code == 3
    kept = po(translated, "halle").read_text()
    assert all(english in kept for english in ENGLISH.values())
    assert before
    po(translated, "marche").unlink()
    assert enregard(translated, "extract").code == 0
    assert said(po(translated, "marche")) == ENGLISH


def test_a_catalog_that_cannot_be_written(translated: Path) -> None:
    """A read-only catalog is named; its template waits for it, the other documents are extracted."""
    write(translated, {"source_fr/halle.md": TEXT + "\nFin.\n", "source_fr/neuf.md": "Du neuf.\n"})
    template = (translated / "locales/pot/halle.pot").read_bytes()
    po(translated, "halle").chmod(0o444)
    run = enregard(translated, "extract")
    assert run.code == 3
    assert "halle.po: the file is read-only" in run.err
    assert (translated / "locales/pot/halle.pot").read_bytes() == template
    assert po(translated, "neuf").exists()
    po(translated, "halle").chmod(0o644)
    assert enregard(translated, "extract").code == 0
    assert said(po(translated, "halle")) == ENGLISH


def test_a_folder_in_the_place_of_a_catalog(translated: Path) -> None:
    """What is no file is neither read nor replaced, and holds up nobody."""
    po(translated, "neuf").mkdir()
    os.mkfifo(po(translated, "vieux"))
    write(
        translated, {"source_fr/neuf.md": "Du neuf.\n", "source_fr/vieux.md": "Du vieux.\n", "source_fr/x.md": "X.\n"}
    )
    run = enregard(translated, "extract")
    assert run.code == 3
    assert po(translated, "x").exists()
    assert {Path(line.split(": ")[0]).name for line in run.err.splitlines() if ".po" in line} == {"neuf.po", "vieux.po"}


def test_directives(tmp_path: Path) -> None:
    """Skip, resume, note, context and whole reach the catalog as the contract says."""
    text = (
        "<!-- enregard: note Le nom propre reste. -->\nLa Villette ouvre.\n\n<!-- enregard: skip -->\n\nRien ici.\n\n"
        "<!-- enregard: resume -->\n\n<!-- enregard: context menu -->\nOuvrir\n\nOuvrir\n\n"
        "<!-- enregard: whole -->\nUne phrase. Une autre.\n"
    )
    write(tmp_path, {"source_fr/a.md": text})
    enregard(tmp_path, "extract")
    file = polib.pofile(str(po(tmp_path, "a")))
    assert [(e.msgctxt, e.msgid) for e in file] == [
        (None, "La Villette ouvre."),
        ("menu", "Ouvrir"),
        (None, "Ouvrir"),
        (None, "Une phrase. Une autre."),
    ]
    assert "Le nom propre reste." in (file[0].comment or "")
    run = enregard(tmp_path, "build")
    assert run.code == 0
    assert "enregard:" not in (tmp_path / "build/fr/a.html").read_text()


@pytest.mark.skipif(shutil.which("msgfmt") is None, reason="gettext is not installed")
def test_gettext_accepts_every_file(tmp_path: Path, shared: Path) -> None:
    """``msgfmt -c`` has nothing to say about templates and catalogs, new, filled, merged or obsolete."""
    shutil.copytree(shared / "corpus/md_fr/Guide-RGPD-du-developpeur", tmp_path / "source_fr")
    write(tmp_path, {"source_fr/halle.md": TEXT})
    enregard(tmp_path, "extract", "--locale", "en", "--locale", "de", "--locale", "pl")
    translate_all(tmp_path, lambda msgid: msgid)
    write(tmp_path, {"source_fr/halle.md": TEXT.replace("tôt", "très tôt")})
    min((tmp_path / "source_fr").glob("*.md")).unlink()
    enregard(tmp_path, "extract")
    files = sorted((tmp_path / "locales").rglob("*.po*"))
    assert len(files) > 40
    for file in files:
        done = subprocess.run(["msgfmt", "-c", "-o", os.devnull, file], capture_output=True, check=False)
        assert done.returncode == 0, file
        assert file.suffix == ".pot" or done.stderr == b"", file  # a template has no language, of which msgfmt warns


def test_the_seed_article(tmp_path: Path, shared: Path) -> None:
    """An article with bare headings, one paragraph a line: extract, fill, build, read."""
    assert shared
    write(tmp_path, {"source_fr/mali.txt": SEED.read_bytes()})
    assert enregard(tmp_path, "extract").code == 0
    translate_all(tmp_path, lambda msgid: f"[EN] {msgid}")
    run = enregard(tmp_path, "build")
    assert run.code == 0, run.err
    assert "en: 100 % translated" in run.out
    page = (tmp_path / "build/fr-en/mali.html").read_text()
    assert page.count("<h2") >= 5
    assert page.count("<h1") == 1
    assert "data-state" not in page


def test_what_was_let_go_is_found_again(translated: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a project too large to be held, a new document finds sentences of one that is done with, as it was before."""
    write(
        translated,
        {
            "enregard.toml": '[catalogs]\nreferences = "line"\n',  # which changes the catalog that is let go
            "source_fr/port.md": "# Le port\n\nLe marché ouvre tôt. Les étals sont *très nombreux*.\n",
        },
    )
    apart = shutil.copytree(translated, translated.parent / "apart")
    assert enregard(translated, "extract").code == 0
    monkeypatch.setattr(course, "HELD", 0)
    assert enregard(apart, "extract").code == 0
    (stale,) = polib.pofile(str(po(apart, "port"))).fuzzy_entries()
    assert said(po(apart, "port")) == {"Le marché ouvre tôt.": ENGLISH["Le marché ouvre tôt."]}
    assert (stale.msgstr, stale.previous_msgid) == ("There are *many* stalls.", "Les étals sont *nombreux*.")
    assert "source_fr/halle.md:3" in po(apart, "halle").read_text(encoding="utf-8")
    for path in (translated / "locales").rglob("*.po*"):
        assert re.sub("PO.*-Date.*", "", path.read_text()) == re.sub(
            "PO.*-Date.*", "", (apart / path.relative_to(translated)).read_text()
        )


def test_documents_beside_one_that_changes_stand_still(tmp_path: Path) -> None:
    """A sentence that moves between two documents keeps its translation; the files of all others are not touched."""
    names = ("bourg", "halle", "marche", "port")
    write(
        tmp_path, {f"source_fr/{name}.md": f"# {name}\n\nUne phrase de {name}.\n\nEncore {name}.\n" for name in names}
    )
    enregard(tmp_path, "extract")
    translate_all(tmp_path, lambda text: f"EN {text}")
    before = snapshot(tmp_path / "locales")
    moved = "Une phrase de marche.\n"
    write(
        tmp_path,
        {
            "source_fr/marche.md": "# marche\n\nEncore marche.\n",
            "source_fr/bourg.md": f"# bourg\n\nUne phrase de bourg.\n\nEncore bourg.\n\n{moved}",
        },
    )
    assert enregard(tmp_path, "extract").code == 0
    assert said(po(tmp_path, "bourg"))["Une phrase de marche."] == "EN Une phrase de marche."
    after = snapshot(tmp_path / "locales")
    changed = {str(path) for path in after if after[path] != before[path]}
    assert all("bourg" in path or "marche" in path for path in changed), changed
    assert len(changed) == 4


def test_a_document_that_comes_while_we_look_is_not_gone(translated: Path) -> None:
    """A manuscript that was pulled with its catalog behind the survey takes no translation away: we look again."""
    project = find(translated)
    found = survey.survey(project, ("en",))
    write(translated, {"source_fr/port.md": "# Le port\n"})
    enregard(translated, "extract")
    translate(po(translated, "port"), {"Le port": "The port"})
    before = snapshot(translated / "locales")
    with pytest.raises(Changed, match=r"source_fr/port\.md"):
        course.worked(project, found, ("en",), (), check=False, jobs=1, progress=unseen)
    assert snapshot(translated / "locales") == before
