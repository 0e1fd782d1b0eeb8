"""Whatever was edited: what is made again comes to the same, byte for byte, as if all were made for the first time."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import polib
import pytest
from command_line import Run, enregard, write

from enregard import editions, project
from enregard.commands import building, counting, docket, everywhere, extract, loading, printing, readying, survey
from enregard.reports.terminal import bar

SOAK = os.environ.get("HYPOTHESIS_PROFILE") == "soak"
SEEDS = range(200) if SOAK else range(4)
STEPS = 12 if SOAK else 7

PAGES = {
    "source_fr/index.md": (
        "---\ntitle: Les halles\n---\n# Bienvenue\n\nVoir [le marché](marche.md) et [le plan](plan.svg).\n"
    ),
    "source_fr/marche.md": "# Le marché\n\nLe marché ouvre tôt. Il ferme à midi[^1].\n\n[^1]: Sauf le lundi.\n",
    "source_fr/lieux/port.md": (
        "---\nsummary: Le port.\n---\n# Le port\n\nDes *bateaux* partout. [Retour](../index.md#bienvenue)\n"
    ),
    "source_fr/lieux/pont.md": "# Le pont\n\n- Une arche.\n- Deux arches.\n\nLe marché ouvre tôt.\n",
    "source_fr/lieux/notes.txt": "Un texte simple. Deux phrases.\n",
    "source_fr/plan.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>\n",
    "enregard.toml": '[project]\ntitle = "Halles"\nurl = "https://halles.example/"\n',
}
SETTINGS = (
    "",
    '[project]\ntitle = "Grandes halles"\nurl = "https://halles.example/"\n',
    '[project]\ntargets = ["en", "de"]\n',
    '[editions]\nstale = "both"\n[project]\ntitle = "Halles"\n',
    '[segmentation]\nunit = "block"\n',
    '[editions]\nuntranslated = "hide"\n[site]\nbase = "/halles/"\n',
    '[editions]\nuntranslated = "fail"\n',
    '[markdown]\nsource_html = "sanitise"\nmath = true\n',
    '[paths]\ntemplates = "theme"\n[site]\ntheme = "my.css"\n',
)
WORDS = ("Le marché ferme tard.", "Un quai de pierre.", "Voir [le pont](lieux/pont.md).", "Il pleut `a < b`.", "Rien.")

Deed = Callable[[random.Random, Path], object]


def manuscripts(folder: Path) -> list[Path]:
    """All manuscripts, in order."""
    return sorted(path for path in (folder / "source_fr").rglob("*") if path.suffix in {".md", ".txt"})


def catalogs(folder: Path) -> list[Path]:
    """All catalogs, in order."""
    return sorted((folder / "locales").glob("*/LC_MESSAGES/**/*.po"))


def reword(rng: random.Random, folder: Path) -> None:
    """A sentence more, or other words."""
    path = rng.choice(manuscripts(folder))
    text = path.read_text(encoding="utf-8", errors="ignore")
    path.write_text(rng.choice((f"{text}\n{rng.choice(WORDS)}\n", text.replace("ouvre", "ferme"))), encoding="utf-8")


def retitle(rng: random.Random, folder: Path) -> None:
    """Front matter of its own: a title, a slug, a place in the order, a draft."""
    path = rng.choice([path for path in manuscripts(folder) if path.suffix == ".md"])
    text = path.read_text(encoding="utf-8", errors="ignore").rpartition("---\n")[2]
    key = rng.choice(
        ("title: Autre titre", f"slug: lieu-{rng.randint(0, 9)}", "order: 1", "draft: true", "date: 2026-01-02")
    )
    path.write_text(f"---\n{key}\n---\n{text}", encoding="utf-8")


def rename(rng: random.Random, folder: Path) -> None:
    """A manuscript under another name."""
    path = rng.choice(manuscripts(folder))
    path.rename(path.with_name(f"nouveau-{rng.randint(0, 99)}{path.suffix}"))


def remove(rng: random.Random, folder: Path) -> None:
    """A manuscript that is gone."""
    if len(manuscripts(folder)) > 2:
        rng.choice(manuscripts(folder)).unlink()


def add(rng: random.Random, folder: Path) -> None:
    """A manuscript more, sometimes one that cannot be read."""
    name = f"source_fr/ajout-{rng.randint(0, 99)}.md"
    write(folder, {name: rng.choice((f"# Ajout\n\n{rng.choice(WORDS)}\n", b"\xff\xfe", "---\na: [\n---\n"))})


def asset(rng: random.Random, folder: Path) -> None:
    """A picture more, another one, or none."""
    path = folder / "source_fr/plan.svg"
    rng.choice((lambda: path.unlink(missing_ok=True), lambda: path.write_text(f"<svg id='{rng.random()}'/>")))()
    write(folder, {f"source_fr/lieux/{rng.randint(0, 3)}.en.svg": "<svg/>"})


def translate(rng: random.Random, folder: Path) -> None:
    """Entries of a catalog filled, emptied, marked fuzzy, made stale, or dangerous."""
    found = catalogs(folder)
    if not found:
        return
    path = rng.choice(found)
    file = polib.pofile(str(path), wrapwidth=0)
    for entry in file:
        deed = rng.randint(0, 7)
        entry.msgstr = {0: "", 1: "<script>x</script>", 2: entry.msgstr}.get(deed, f"{entry.msgid} {deed}")
        entry.flags = ["fuzzy"] if deed == 3 else []
        entry.previous_msgid = "Avant." if deed == 3 and rng.random() < 0.5 else None
    file.save()


def damage(rng: random.Random, folder: Path) -> None:
    """A catalog that cannot be read, or is mended again."""
    for path in catalogs(folder)[: rng.randint(0, 2)]:
        text = path.read_text(encoding="utf-8")
        path.write_text(
            text.removesuffix('msgid "') if text.endswith('msgid "') else f'{text}msgid "', encoding="utf-8"
        )


def settle(rng: random.Random, folder: Path) -> None:
    """Other settings, and page templates of the project's own."""
    css, page = f"p {{ margin: {rng.randint(0, 9)}px }}\n", f"<p>{rng.randint(0, 9)}</p>\n"
    write(folder, {"enregard.toml": rng.choice(SETTINGS), "my.css": css, "theme/missing.html": page})


def extracted(rng: random.Random, folder: Path) -> Run:  # noqa: ARG001 - the signature of a deed
    """Catalogs brought to what the French says."""
    return enregard(folder, "extract")


def tamper(rng: random.Random, folder: Path) -> None:
    """Pages deleted, or changed behind the program's back with their old time."""
    for path in sorted((folder / "build").rglob("*.*"))[:: rng.randint(2, 9)]:
        before = path.stat()
        if rng.random() < 0.5:
            path.unlink()
        else:
            path.write_bytes(b"!" * before.st_size)
            os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def forget(rng: random.Random, folder: Path) -> None:
    """Knowledge cut short, foreign, or gone; of its list of pages, on which old ones depend, all is left."""
    for path in sorted((folder / ".enregard/known").rglob("*.json")):
        data = path.read_bytes()
        new = rng.choice((data, data[: len(data) // 2], data.replace(b"a", b"b"), b"", b"[]", None))
        path.unlink() if new is None else path.write_bytes(new)
    for path in sorted((folder / ".enregard").glob("built/*.json")):
        data = path.read_bytes()
        path.write_bytes(rng.choice((data, data.replace(b'"lay', b'"foreign'), b"0" * 32 + data[32:])))


DEEDS: tuple[Deed, ...] = (
    reword, reword, retitle, rename, remove, add, asset, translate, translate, translate, damage, settle, extracted,
    extracted, tamper, forget,
)  # fmt: skip


def snapshot(folder: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def told(run: Run, folder: Path) -> tuple[int, str, str]:
    """What a run told, without the number of files that it wrote."""
    lines = [line.partition("; ")[0] if "changed" in line else line for line in run.out.splitlines()]
    return run.code, "\n".join(lines).replace(str(folder), "."), run.err.replace(str(folder), ".")


def twin(folder: Path, number: int) -> Path:
    """The same project, of which nothing is known and nothing built."""
    other = folder.with_name(f"twin-{number}")
    shutil.copytree(folder, other, ignore=shutil.ignore_patterns(".enregard", "build"))
    return other


COMMANDS = (
    ("build",),
    ("build", "--jobs", "2", "--drafts"),
    ("build", "--edition", "fr-en"),
    ("extract",),
    ("extract", "--check"),
    ("status", "--format", "json"),
    ("status",),
    ("check", "--format", "json"),
    ("check", "--source"),
)


@pytest.mark.parametrize("seed", SEEDS)
def test_nothing_that_is_known_makes_a_difference(tmp_path: Path, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Random edits of everything that may be edited, and each command beside itself in a project that knows nothing."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767225600")
    if seed % 2:  # files are believed by their times at once
        monkeypatch.setattr(survey, "SETTLED", 0)
    rng = random.Random(seed)
    folder = write(tmp_path / "project", PAGES)
    enregard(folder, "extract")
    for number in range(STEPS):
        for deed in rng.choices(DEEDS, k=rng.randint(0, 3)):
            deed(rng, folder)
        command = rng.choice(COMMANDS) if rng.random() < 0.5 else ("build",)
        fresh = twin(folder, number)
        if command[1:2] == ("--edition",):  # the other editions stay as they were built
            shutil.rmtree(folder / "build", ignore_errors=True)
        run, other = enregard(folder, *command), enregard(fresh, *command)
        assert told(run, folder) == told(other, fresh), (number, command)
        assert snapshot(folder / "locales") == snapshot(fresh / "locales"), (number, command)
        if (fresh / "build").exists():
            assert snapshot(folder / "build") == snapshot(fresh / "build"), (number, command)
        again = enregard(folder, *command)
        assert told(again, folder) == told(other, fresh) or command == ("extract",), (number, command)
        shutil.rmtree(fresh)


def large(folder: Path, *, documents: int, paragraphs: int) -> Path:
    """A project of many documents."""
    said = "Une phrase de *plus*, la {}e, sur [le quai](p1.md). Encore une.\n\n"
    text = "".join(said.format(number) for number in range(paragraphs))
    return write(folder, {f"source_fr/p{number}.md": f"# Page {number}\n\n{text}" for number in range(documents)})


def test_the_number_of_processes_makes_no_difference(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Catalogs and pages are the same bytes, and the report the same words."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767225600")
    monkeypatch.setattr(loading, "PAYS", 100)
    monkeypatch.setattr(readying, "PAYS", 100)
    monkeypatch.setattr(counting, "PAYS", 100)
    monkeypatch.setattr(docket, "PAYS", 100)
    seen = []
    for jobs in ("1", "2", "3"):
        folder = large(tmp_path / jobs, documents=20, paragraphs=5)
        runs = [enregard(folder, command, "--jobs", jobs) for command in ("extract", "build", "status", "check")]
        seen.append(
            (
                [told(run, folder) for run in runs],
                snapshot(folder / "locales"),
                snapshot(folder / "build"),
            )
        )
    assert seen[0] == seen[1] == seen[2]


def in_session(leader: int) -> int:
    """Processes of a session, as Linux lists them."""
    stats = [path.read_text(encoding="utf-8", errors="replace") for path in Path("/proc").glob("[0-9]*/stat")]
    return sum(stat.rpartition(")")[2].split()[3] == str(leader) for stat in stats)


def test_an_interruption_leaves_whole_files_and_no_process(tmp_path: Path) -> None:
    """Ctrl-C reaches all processes of a terminal at once: one line is told, and the next run goes on from there."""
    folder = large(tmp_path / "project", documents=30, paragraphs=110)
    command = [sys.executable, "-m", "enregard", "-C", str(folder), "build", "--jobs", "2"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, start_new_session=True, text=True) as running:
        while running.poll() is None and not list(folder.glob(".enregard/known/articles/*.json")):
            time.sleep(0.005)
        assert in_session(running.pid) == 3, "the command and two workers"
        os.killpg(running.pid, signal.SIGINT)
        _, err = running.communicate(timeout=60)
    assert (running.returncode, err.strip()) == (130, "interrupted; every file is whole")
    with pytest.raises(ProcessLookupError):
        os.killpg(running.pid, 0)
    assert not [path for path in folder.rglob("*") if path.name.endswith(".tmp")]
    fresh = twin(folder, 0)
    assert told(enregard(folder, "build"), folder) == told(enregard(fresh, "build"), fresh)
    assert snapshot(folder / "build") == snapshot(fresh / "build")


def test_progress_is_told_document_by_document(tmp_path: Path) -> None:
    """In order, up to the last one, of each of the steps."""
    write(tmp_path, PAGES)
    seen: list[tuple[str, int, int]] = []
    building.build(
        project.find(tmp_path),
        wanted=(),
        output=None,
        drafts=False,
        fresh=False,
        progress=lambda what, done, total: seen.append((what, done, total)),
    )
    steps = ("documents rendered", "documents printed")
    assert seen == [(what, number, 5) for what in steps for number in range(1, 6)]
    assert bar(*seen[1]) == "[#########---------------] 2 of 5 documents rendered"


def test_knowledge_is_bounded(tmp_path: Path) -> None:
    """What the last run did not need is forgotten."""
    folder = write(tmp_path, PAGES)
    for number in range(20):
        write(folder, {"source_fr/marche.md": f"# Le marché\n\nLe jour {number}.\n"})
        enregard(folder, "build")
        enregard(folder, "status")
    assert len(list(folder.glob(".enregard/known/articles/*"))) == 5
    assert len(list(folder.glob(".enregard/known/counts/*"))) == 1
    assert len(list(folder.glob(".enregard/known/outcomes/*"))) <= 8
    assert len(list(folder.rglob(".enregard/**/*.json"))) < 20


def test_one_document_is_checked_again(tmp_path: Path) -> None:
    """After a translator has saved, what is known of all other documents stays; what nobody needs is forgotten."""
    folder = write(tmp_path, PAGES)
    enregard(folder, "extract")
    seen = []
    for number in range(3):
        translate(random.Random(number), folder)
        enregard(folder, "check")
        enregard(folder, "check", "--source")
        seen.append({kind: set((folder / ".enregard/known" / kind).iterdir()) for kind in ("dossiers", "pairs")})
    for before, after in pairwise(seen):
        for kind, places in after.items():
            assert (len(places), len(places & before[kind])) == (5, 4), kind


@pytest.mark.parametrize("at_hand", [docket.AT_HAND, 0])
def test_where_nothing_can_be_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at_hand: int) -> None:
    """A link in the folder of what is known makes it useless: all is worked out, as often as it is asked for."""
    monkeypatch.setattr(docket, "AT_HAND", at_hand)
    folder = write(tmp_path / "project", PAGES)
    enregard(folder, "extract")
    for number in range(9):
        translate(random.Random(number), folder)
    fresh = twin(folder, 0)
    write(fresh, {"elsewhere/known.json": ""})
    (fresh / ".enregard").mkdir()
    (fresh / ".enregard/known").symlink_to(fresh / "elsewhere")
    for command in (("check", "--format", "json"), ("status",), ("check", "--source"), ("check", "--fix")):
        assert told(enregard(fresh, *command), fresh) == told(enregard(folder, *command), folder), command
    assert snapshot(fresh / "locales") == snapshot(folder / "locales")
    assert snapshot(fresh / "elsewhere") == {"known.json": b""}


def test_knowledge_from_elsewhere_is_not_believed(tmp_path: Path) -> None:
    """A repository may bring a folder of this name along; what it holds is not taken for what was found out here."""
    folder = write(tmp_path / "project", PAGES)
    enregard(folder, "build")
    for path in folder.glob(".enregard/known/articles/*"):
        path.write_bytes(path.read_bytes().replace(b"ouvre", b"brule"))
    shutil.copytree(folder, tmp_path / "copy", ignore=shutil.ignore_patterns("build"))
    enregard(tmp_path / "copy", "build")
    assert snapshot(tmp_path / "copy/build") == snapshot(folder / "build")
    shutil.rmtree(folder / "build")
    enregard(folder, "build")
    assert snapshot(tmp_path / "copy/build") == snapshot(folder / "build")


def test_what_is_known_is_not_worked_out_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Over the same files each command is over before its work would begin, and says what it said."""
    folder = write(tmp_path, PAGES)
    commands = (("extract",), ("build",), ("status",), ("check",), ("check", "--source"))
    enregard(folder, "extract")
    runs = [told(enregard(folder, *command), folder) for command in commands]
    for module, work in ((extract, "worked"), (printing, "Shelf"), (counting, "counted"), (docket, "Docket")):
        monkeypatch.delattr(module, work)
    assert [told(enregard(folder, *command), folder) for command in commands] == runs


def reword_translation(folder: Path, words: str) -> None:
    """Another translation in place of an old one: nothing that other pages show or count is another now."""
    path = folder / "locales/en/LC_MESSAGES/marche.po"
    file = polib.pofile(str(path), wrapwidth=0)
    next(entry for entry in file if entry.msgid == "Le marché ouvre tôt.").msgstr = words
    file.save()


@pytest.mark.parametrize("few", [0, 16])
def test_an_extraction_reads_what_was_saved_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    """Of documents in which nothing is to be done nothing is read, unless another looks for a translation in them."""
    monkeypatch.setattr(everywhere, "FEW", few)
    folder = write(tmp_path / "project", PAGES)
    seen: list[tuple[str, int, int]] = []

    def extracted_again() -> int:
        seen.clear()
        found = project.find(folder)
        extract.extract(found, check=False, locales=(), paths=(), progress=lambda *step: seen.append(step))
        return len(seen)

    assert extracted_again() == 5
    reword_translation(folder, "The market opens early.")
    assert extracted_again() == 1
    assert seen == [("documents read", 1, 1)]
    for number, text in enumerate(("Le marché ouvre tôt.", "Une arche.", "Le marché ouvre tôt. Une arche de plus.")):
        write(folder, {f"source_fr/neuf-{number}.md": f"{text}\n"})
        fresh = twin(folder, number)
        assert extracted_again() == 1
        enregard(fresh, "extract")
        assert snapshot(folder / "locales") == snapshot(fresh / "locales")
    for number, found in ((0, True), (1, False), (2, True)):
        catalog = folder / f"locales/en/LC_MESSAGES/neuf-{number}.po"
        assert (b"The market opens early." in catalog.read_bytes()) is found


def test_a_sentence_more_makes_its_own_pages_again_and_the_lists(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is translated newly is counted by lists; of other pages not even the outlook is asked for."""
    folder = write(tmp_path / "project", PAGES)
    enregard(folder, "extract")
    enregard(folder, "build")
    reword_translation(folder, "The market opens early.")
    asked: list[str] = []
    outlook = editions.outlook

    def noted(plan: editions.Plan, way: editions.Edition, document: editions.Document) -> editions.Outlook:
        asked.append(document.name)
        return outlook(plan, way, document)

    monkeypatch.setattr(editions, "outlook", noted)
    enregard(folder, "build")
    assert asked == ["index"] * 3 + ["marche"] * 3
    fresh = twin(folder, 0)
    enregard(fresh, "build")
    assert snapshot(folder / "build") == snapshot(fresh / "build")


def test_the_rest_of_the_site_is_made_again_where_it_shows_what_was_edited(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Other words in a sentence that is translated leave it alone; a page of it that was lost comes back."""
    folder = write(tmp_path / "project", PAGES)
    enregard(folder, "extract")
    reword_translation(folder, "The market opens early.")
    enregard(folder, "build")
    (folder / "build/en/lieux/index.html").unlink()
    reword_translation(folder, "The market opens at dawn.")
    enregard(folder, "build")
    fresh = twin(folder, 0)
    enregard(fresh, "build")
    assert snapshot(folder / "build") == snapshot(fresh / "build")
    monkeypatch.delattr(printing, "rest_of")
    reword_translation(folder, "The market opens early in the morning.")
    enregard(folder, "build")
    assert b"early in the morning" in (folder / "build/en/marche.html").read_bytes()


def test_editions_built_in_turn_lose_nothing(tmp_path: Path) -> None:
    """One edition built between two builds of all: every page is there afterwards, and every finding is told."""
    gone = {"source_fr/a.md": "Voir [rien](rien.md). Et [moins](moins.md).\n", "source_fr/b.md": "[Oui](non.md)\n"}
    folder = write(tmp_path / "project", PAGES | gone)
    enregard(folder, "extract")
    catalog = folder / "locales/en/LC_MESSAGES/a.po"
    said = '[rien](rien.md)."\nmsgstr "'
    catalog.write_text(catalog.read_text(encoding="utf-8").replace(said, f"{said}None."), encoding="utf-8")
    run = enregard(folder, "build")
    built = snapshot(folder / "build")
    for edition in ("en", "fr", "fr-en"):
        alone = enregard(folder, "build", "--edition", edition)
        assert ("rien.md does not exist" in alone.err) is ("fr" in edition)
        assert told(enregard(folder, "build", "--edition", edition), folder) == told(alone, folder)
        assert told(enregard(folder, "build"), folder) == told(run, folder)
        assert snapshot(folder / "build") == built
        enregard(folder, "build", "--edition", edition, "--fresh")
        assert snapshot(folder / "build").keys() == built.keys()


def test_an_edition_that_the_settings_name_no_more_goes(tmp_path: Path) -> None:
    """It would stay as it was for good, with pages that lead to it."""
    folder = write(tmp_path / "project", PAGES)
    assert enregard(folder, "build").code == 0
    write(folder, {"enregard.toml": f'{PAGES["enregard.toml"]}[editions]\nbuild = ["fr", "en"]\n'})
    fresh = twin(folder, 0)
    assert told(enregard(folder, "build"), folder) == told(enregard(fresh, "build"), fresh)
    assert snapshot(folder / "build") == snapshot(fresh / "build")


def link_file(folder: Path, outside: Path) -> None:
    """A catalog moved out of the project, with a link in its place."""
    place = folder / "locales/en/LC_MESSAGES/marche.po"
    place.rename(outside)
    place.symlink_to(outside)


def link_folder(folder: Path, outside: Path) -> None:
    """The catalogs of a language moved out of the project, with a link in their place."""
    (folder / "locales/en").rename(outside)
    (folder / "locales/en").symlink_to(outside)


def move_sources(folder: Path, outside: Path) -> None:  # noqa: ARG001 - the signature of a move
    """The source folder under another name."""
    (folder / "source_fr").rename(folder / "texte")
    write(folder, {"enregard.toml": f'{PAGES["enregard.toml"]}[paths]\nsource = "texte"\n'})


def move_catalogs(folder: Path, outside: Path) -> None:  # noqa: ARG001
    """The catalogs in another folder."""
    (folder / "locales").rename(folder / "i18n")
    write(folder, {"enregard.toml": f'{PAGES["enregard.toml"]}[paths]\ncatalogs = "i18n"\n'})


@pytest.mark.parametrize("move", [link_file, link_folder, move_sources, move_catalogs])
def test_the_same_bytes_in_another_place(tmp_path: Path, move: Callable[[Path, Path], None]) -> None:
    """Findings name files as they lie now, and a link that leads out of the project is told of, whatever is known."""
    unreadable = {"source_fr/latin.md": "Caf\xe9.\n".encode("latin-1")}
    folder = write(tmp_path / "project", PAGES | unreadable)
    commands = (("extract",), ("build",), ("status",), ("check", "--format", "json"), ("check", "--source"))
    enregard(folder, "extract")
    with (folder / "locales/en/LC_MESSAGES/lieux/pont.po").open("a", encoding="utf-8") as catalog:
        catalog.write('\nmsgid "Une arche."\nmsgstr "One arch."\n')
    for command in commands:
        enregard(folder, *command)
    move(folder, tmp_path / "outside")
    fresh = tmp_path / "twin"
    shutil.copytree(folder, fresh, symlinks=True, ignore=shutil.ignore_patterns(".enregard", "build"))
    for command in commands:
        assert told(enregard(folder, *command), folder) == told(enregard(fresh, *command), fresh), command
    assert snapshot(folder / "build") == snapshot(fresh / "build")
