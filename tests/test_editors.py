"""Catalogs that went through other hands come back with the same translations, states and comments."""

from __future__ import annotations

import io
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import polib
import pytest
from command_line import enregard, write

from enregard.catalogs import Catalog, read
from enregard.catalogs.health import Expected, complaints, mended
from enregard.model import Entry, State

SOURCE = """\
---
title: Le marché
---

# La place

Le marché ouvre chaque matin sur la grande place du village, devant l’église et sous les platanes. Il ferme à midi.

<!-- enregard: context nom -->
Fin

Ligne une.  
Ligne deux.
"""  # noqa: W291 - two blanks are a hard break
CATALOG = "locales/en/LC_MESSAGES/marche.po"
BODY = """\
# Ana: the village has two squares
# and this is the smaller one
#. type: Title #
#. id: aaaaaaaa
#: source_fr/marche.md
msgid "La place"
msgstr "The square"

#. type: Plain text
#. La place
#. phrase 1/2
#: source_fr/marche.md
#, fuzzy
#| msgid "Le marché ouvre chaque matin sur la petite place du village, devant l’église."
msgid "Le marché ouvre chaque matin sur la grande place du village, devant l’église et sous les platanes."
msgstr "The market opens every morning on the small square of the village, in front of the church."

#. type: Plain text
#: source_fr/marche.md
#, fuzzy
msgid "Il ferme à midi."
msgstr "It closes at \\"noon\\"."

#. type: Plain text
#: source_fr/marche.md
msgctxt "nom"
msgid "Fin"
msgstr "The End"

#. type: Plain text
#: source_fr/marche.md
msgid ""
"Ligne une.  \\n"
"Ligne deux."
msgstr ""
"Line one.  \\n"
"Line two."

#. type: Plain text
#: source_fr/marche.md
msgid "Rien encore."
msgstr ""

# Bob : à garder
#~ msgid "Une phrase qui n’est plus là."
#~ msgstr "A sentence that is gone."
"""
HEADER = """\
# Le marché, in English
msgid ""
msgstr ""
"Project-Id-Version: essai 1.0\\n"
"Report-Msgid-Bugs-To: \\n"
"POT-Creation-Date: 2026-11-22 18:00+0000\\n"
"PO-Revision-Date: 2026-11-22 18:00+0000\\n"
"Last-Translator: Ana <ana@example.org>\\n"
"Language-Team: English\\n"
"Language: en\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"
"X-Source-Language: fr\\n"

"""


def gettext(*command: str) -> Callable[[Path], None]:
    """One of GNU gettext's programs, run on the file in place."""

    def run(path: Path) -> None:
        if shutil.which(command[0]) is None:
            pytest.skip("gettext is not on this machine")
        subprocess.run([*command, "-o", str(path), str(path)], check=True, capture_output=True)

    return run


def msgmerge(path: Path) -> None:
    """What Poedit and Weblate do for "Update from POT"."""
    if shutil.which("msgmerge") is None:
        pytest.skip("gettext is not on this machine")
    pot = polib.pofile(str(path), wrapwidth=0)
    for entry in pot:
        entry.msgstr, entry.flags, entry.previous_msgid, entry.tcomment = "", [], None, ""
    pot[:] = [entry for entry in pot if not entry.obsolete]
    pot.save(str(path.with_suffix(".pot")))
    command = ["msgmerge", "--previous", "-o", str(path), str(path), str(path.with_suffix(".pot"))]
    subprocess.run(command, check=True, capture_output=True)


def by_polib(path: Path) -> None:
    """Programs written with polib, which wrap at 78."""
    polib.pofile(str(path)).save()


def by_babel(path: Path) -> None:
    """Pybabel and sphinx-intl."""
    from babel.messages.pofile import read_po, write_po

    catalog = read_po(io.BytesIO(path.read_bytes()))
    out = io.BytesIO()
    write_po(out, catalog, include_previous=True)
    path.write_bytes(out.getvalue())


def by_translate_toolkit(path: Path) -> None:
    """Virtaal, Pootle and Weblate."""
    pypo = pytest.importorskip("translate.storage.pypo")
    store = pypo.pofile.parsefile(str(path))
    path.write_bytes(bytes(store))


def by_windows(path: Path) -> None:
    """An editor that writes line ends and a mark as Windows had them."""
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))


def by_new_gettext(path: Path) -> None:
    """From 2027 on gettext may write flags on lines of their own."""
    path.write_bytes(path.read_bytes().replace(b"#, fuzzy", b"#= fuzzy"))


HANDS = {
    "msgcat": gettext("msgcat"),
    "msgcat --no-wrap": gettext("msgcat", "--no-wrap"),
    "msgcat --width=40": gettext("msgcat", "--width=40"),
    "msgattrib": gettext("msgattrib"),
    "msgmerge": msgmerge,
    "polib": by_polib,
    "Babel": by_babel,
    "Translate Toolkit": by_translate_toolkit,
    "Windows": by_windows,
    "gettext of 2027": by_new_gettext,
}
FORGETFUL = {"Babel"}
"""Tools that take a previous msgid for a comment, drop fields of the header, and comments of obsolete entries."""


def told(catalog: Catalog, *, forgetful: bool) -> list[Entry]:
    """Entries as translators and readers know them, in any order; program's comments and lines left out."""
    entries = [replace(entry, extracted=(), references=()) for entry in (*catalog.entries, *catalog.obsolete)]
    if forgetful:
        entries = [replace(entry, comments=() if entry.obsolete else entry.comments) for entry in entries]
    return sorted(entries, key=lambda entry: (entry.context or "", entry.msgid))


def mend(path: Path) -> None:
    """What doctor does about a catalog."""
    catalog = read(path.read_bytes(), path=path.name)
    fields = read(HEADER.encode(), path=path.name).header
    expected = Expected("en", "nplurals=2; plural=(n != 1);", fields, wrap=1)
    assert "lost-previous" in {finding.rule for finding in complaints(catalog, expected)}
    path.write_bytes(mended(catalog, expected).data)


@pytest.mark.parametrize("tool", HANDS)
def test_states_and_comments_come_back(tool: str, tmp_path: Path) -> None:
    """Translations, states, previous msgids, contexts and translators' comments are what they were."""
    path = write(tmp_path, {"marche.po": HEADER + BODY}) / "marche.po"
    before = told(read(path.read_bytes(), path="marche.po"), forgetful=tool in FORGETFUL)
    HANDS[tool](path)
    if tool in FORGETFUL:
        mend(path)
    after = read(path.read_bytes(), path="marche.po")
    assert told(after, forgetful=tool in FORGETFUL) == before
    assert after.header["X-Source-Language"] == "fr"
    assert "Le marché, in English" in after.text


@pytest.mark.parametrize("tool", HANDS)
def test_extract_changes_nothing_that_an_editor_wrote(tool: str, tmp_path: Path) -> None:
    """However a tool laid the file out: an extraction of the same French writes not one byte of it."""
    write(tmp_path, {"source_fr/marche.md": SOURCE})
    assert enregard(tmp_path, "extract").code == 0
    path = tmp_path / CATALOG
    text = path.read_text(encoding="utf-8")
    for french, english in (("La place", "The square"), ("Il ferme à midi.", "It closes at noon.")):
        text = text.replace(f'msgid "{french}"\nmsgstr ""', f'msgid "{french}"\nmsgstr "{english}"')
    write(tmp_path, {CATALOG: text})
    HANDS[tool](path)
    path.with_suffix(".pot").unlink(missing_ok=True)
    before = path.read_bytes()
    assert enregard(tmp_path, "extract").code == 0
    assert path.read_bytes() == before
    states = [entry.state for entry in read(before, path=CATALOG).entries]
    assert states.count(State.TRANSLATED) == 2
