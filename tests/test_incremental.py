"""Whatever was edited: what is made again comes to the same, byte for byte, as if all were made for the first time."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import polib
import pytest
from command_line import Run, enregard, write

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
    ("status", "--format", "json"),
    ("status",),
    ("check", "--format", "json"),
    ("check", "--source"),
)


@pytest.mark.parametrize("seed", SEEDS)
def test_nothing_that_is_known_makes_a_difference(tmp_path: Path, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Random edits of everything that may be edited, and each command beside itself in a project that knows nothing."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767225600")
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
