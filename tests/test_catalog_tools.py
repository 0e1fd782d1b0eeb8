"""Catalogs travel through other people's tools: states come back, and a later change touches its own lines only."""

from __future__ import annotations

import difflib
import importlib.util
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import polib
import pytest
from command_line import enregard, snapshot, translate, write

from enregard import catalogs
from enregard.catalogs import Catalog
from enregard.model import State

LONG = (
    "Le marché ouvre tôt le matin, et les étals qui longent le quai sont déjà *nombreux* quand les premiers arrivent."
)
TEXT = f"""# La halle

{LONG} Le poisson vient du port. Il est « frais » ! {LONG.replace("Le marché", "La foire")}

<!-- enregard: note À traduire avec soin. -->

Rien ne reste le soir. On part à midi. Adieu.
"""
PO = "locales/en/LC_MESSAGES/halle.po"
POT = "locales/pot/halle.pot"
Tool = Callable[[Path, Path], None]
"""Reads a catalog and writes it back; it may look at the template."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A project whose catalog has an entry in every state, an obsolete one and a translator's comment."""
    write(tmp_path, {"source_fr/halle.md": TEXT})
    enregard(tmp_path, "extract")
    po = tmp_path / PO
    translate(po, lambda text: None if text == "On part à midi." else f'EN "{text}"')
    write(tmp_path, {"source_fr/halle.md": TEXT.replace("vient du port", "vient de la mer").replace(" Adieu.", "")})
    enregard(tmp_path, "extract")
    file = polib.pofile(str(po), wrapwidth=0)
    for entry in file:
        if entry.msgid == "Il est « frais » !":
            entry.flags.append("fuzzy")
        if entry.msgid.startswith("Rien"):
            entry.tcomment = "vu avec Paul\net avec Anne"
    file.save()
    assert enregard(tmp_path, "extract").code == 0
    states = [entry.state for entry in read(tmp_path).entries]
    assert {*states} == {State.TRANSLATED, State.STALE, State.FUZZY, State.UNTRANSLATED}
    assert len(read(tmp_path).obsolete) == 1
    return tmp_path


def read(folder: Path) -> Catalog:
    """The catalog of the project as it lies there."""
    return catalogs.read((folder / PO).read_bytes(), path=PO)


def run(*command: str) -> None:
    """Run a tool of gettext; it has to end well."""
    subprocess.run(command, check=True, capture_output=True)


def msgcat(po: Path, _: Path) -> None:
    """GNU, wrapped at 79."""
    run("msgcat", "--width=79", "-o", str(po), str(po))


def msgcat_no_wrap(po: Path, _: Path) -> None:
    """GNU, not wrapped."""
    run("msgcat", "--no-wrap", "-o", str(po), str(po))


def msgmerge(po: Path, pot: Path) -> None:
    """GNU, merged with the template that it comes from."""
    run("msgmerge", "--previous", "--quiet", "-o", str(po), str(po), str(pot))


def msgattrib(po: Path, _: Path) -> None:
    """GNU, nothing selected."""
    run("msgattrib", "-o", str(po), str(po))


def polib_(po: Path, _: Path) -> None:
    """What most scripts use, wrapped as it does by default."""
    polib.pofile(str(po)).save()


def babel(po: Path, _: Path) -> None:
    """Babel reads and writes."""
    from babel.messages.pofile import read_po, write_po

    with po.open("rb") as old:
        catalog = read_po(old)
    with po.open("wb") as new:
        write_po(new, catalog, width=76, include_previous=True)


def translate_toolkit(po: Path, _: Path) -> None:
    """What Weblate and Virtaal use."""
    from translate.storage.pypo import pofile

    store = pofile.parsefile(str(po))
    store.save()


def poedit(po: Path, _: Path) -> None:
    """Poedit: its own name and a date in the header, fields in its own order, strings wrapped at 79 where some are."""
    if shutil.which("msgcat"):
        run("msgcat", "--width=79", "-o", str(po), str(po))
    text = po.read_text(encoding="utf-8")
    team = re.search(r'^"Language-Team: .*\n', text, re.MULTILINE)
    assert team
    text = text.replace(team[0], "").replace('"Language: en', f'{team[0]}"Language: en')
    text = text.replace('"X-Source', '"X-Generator: Poedit 3.9.1\\n"\n"X-Source', 1)
    text = re.sub(r"(PO-Revision-Date: )[^\\]*", r"\g<1>2026-12-01 10:00+0100", text)
    po.write_text(text, encoding="utf-8")


def omegat(po: Path, _: Path) -> None:
    """OmegaT: nothing wrapped, strings cut at line ends only, no flags, no previous msgids, fuzzy texts left out."""
    text = po.read_text(encoding="utf-8")
    fuzzy = re.compile(r"(^#, fuzzy\n(?:#\| .*\n|#~\| .*\n)*(?:msgid.*\n)msgstr) .*\n", re.MULTILINE)
    text = fuzzy.sub(r'\1 ""\n', text)
    po.write_text(re.sub(r"^#, .*\n|^#\| .*\n", "", text, flags=re.MULTILINE), encoding="utf-8")


GETTEXT = [msgcat, msgcat_no_wrap, msgmerge, msgattrib]
MODULES = {babel: "babel", translate_toolkit: "translate"}
FAITHFUL: list[Tool] = [*GETTEXT, polib_, translate_toolkit, poedit]
"""Tools from which everything comes back."""


def needed(tool: Tool) -> None:
    """Skip the test where the tool is not on this machine, by its name."""
    if tool in GETTEXT and shutil.which(tool.__name__.removesuffix("_no_wrap")) is None:
        pytest.skip(f"{tool.__name__} (gettext) is not on this machine")
    if tool in MODULES and importlib.util.find_spec(MODULES[tool]) is None:
        pytest.skip(f"{MODULES[tool]} is not installed")


def told(catalog: Catalog) -> list[tuple[object, ...]]:
    """Everything that an entry tells a translator or a reader."""
    return [
        (e.key, e.msgstr, e.state, e.previous_msgid, e.comments, e.extracted, e.references, set(e.flags), e.obsolete)
        for e in (*catalog.entries, *catalog.obsolete)
    ]


@pytest.mark.parametrize("tool", FAITHFUL, ids=lambda tool: tool.__name__.strip("_"))
def test_states_and_comments_come_back(tool: Tool, folder: Path) -> None:
    """After the tool our reader sees what it saw before, and an extraction touches nothing of what the tool wrote."""
    needed(tool)
    before = read(folder)
    tool(folder / PO, folder / POT)
    if tool is msgmerge:  # takes the program's comments from the template, which knows of no translation
        before = catalogs.read(re.sub(r"#\. confirmed: .*\n", "", before.text).encode(), path=PO)
    assert told(read(folder)) == told(before)
    files = snapshot(folder)
    assert enregard(folder, "extract").code == 0
    assert snapshot(folder) == files


def test_the_french_goes_back_after_msgmerge(folder: Path) -> None:
    """Where a tool took the seal of a stale translation, nobody knows whether it was touched: it stays fuzzy."""
    needed(msgmerge)
    files = (folder / PO).read_bytes()
    for lost in (False, True):
        (folder / PO).write_bytes(files)
        if lost:
            msgmerge(folder / PO, folder / POT)
        write(folder, {"source_fr/halle.md": TEXT})
        enregard(folder, "extract")
        entry = next(e for e in read(folder).entries if e.msgid == "Le poisson vient du port.")
        assert entry.msgstr == 'EN "Le poisson vient du port."'
        assert entry.state is (State.STALE if lost else State.TRANSLATED)
        write(folder, {"source_fr/halle.md": TEXT.replace("vient du port", "vient de la mer").replace(" Adieu.", "")})
        enregard(folder, "extract")


def test_what_babel_drops(folder: Path) -> None:
    """Babel makes comments of previous msgids, so stale becomes fuzzy; all else comes back."""
    before = read(folder)
    babel(folder / PO, folder / POT)
    after = read(folder)
    assert [e.state for e in after.entries if e.state is State.STALE] == []
    assert [(e.key, e.msgstr, e.state is State.TRANSLATED) for e in after.entries] == [
        (e.key, e.msgstr, e.state is State.TRANSLATED) for e in before.entries
    ]
    assert [e.extracted for e in after.entries] == [e.extracted for e in before.entries]


def test_what_omegat_drops(folder: Path) -> None:
    """OmegaT leaves out what is not confirmed; nothing that was not published before is published now."""
    before = read(folder)
    omegat(folder / PO, folder / POT)
    after = read(folder)
    assert [e.key for e in after.entries] == [e.key for e in before.entries]
    for old, new in zip(before.entries, after.entries, strict=True):
        assert (new.state is State.TRANSLATED) is (old.state is State.TRANSLATED)
        assert old.state is not State.TRANSLATED or new.msgstr == old.msgstr


@pytest.mark.parametrize("tool", [*FAITHFUL, omegat], ids=lambda tool: tool.__name__.strip("_"))
def test_one_changed_sentence(tool: Tool, folder: Path) -> None:
    """The byte test: after the tool and one changed sentence the diff holds the lines of its entry and one date."""
    needed(tool)
    tool(folder / PO, folder / POT)
    before = read(folder)
    text = (folder / "source_fr/halle.md").read_text(encoding="utf-8")
    write(folder, {"source_fr/halle.md": text.replace("La foire ouvre", "La foire ferme")})
    environment = pytest.MonkeyPatch()
    with environment.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", "1800000000")
        assert enregard(folder, "extract").code == 0
    after = read(folder)
    entry = next(e for e in after.entries if e.msgid.startswith("La foire ferme"))
    assert (entry.state, entry.previous_msgid) == (State.STALE, entry.msgid.replace("ferme", "ouvre"))
    mine = {
        line for c in (before, after) for p in c.pieces for line in lines(c, p.start, p.end) if is_mine(p.entry.msgid)
    }
    pairs = difflib.ndiff(before.text.splitlines(keepends=True), after.text.splitlines(keepends=True))
    changed = [line[2:] for line in pairs if line[0] in "+-"]
    others = [line for line in changed if line.rstrip("\r\n") not in mine]
    assert len(others) == 2
    assert all(line.startswith('"POT-Creation-Date: ') for line in others)
    wide = [line for line in lines(before, 0, len(before.text)) if line.startswith('"')]
    assert all(len(line) <= max(map(len, wide)) for line in changed if line.startswith('"'))


def is_mine(msgid: str) -> bool:
    """Whether an entry is that of the changed sentence."""
    return msgid.startswith("La foire")


def lines(catalog: Catalog, start: int, end: int) -> list[str]:
    """The lines of a part of a catalog."""
    return catalog.text[start:end].splitlines()
