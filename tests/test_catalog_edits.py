"""Authors at work: documents are edited at random, again and again, and no translation is lost or put elsewhere."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import pytest
from catalog_scenes import LATER, PLURALS, rounds
from conftest import ROOT, SHARED

from enregard import catalogs
from enregard.catalogs import Catalog, Changes, Heading, Sheet, Shelf, cut_by, passage_ids, stamp, writer
from enregard.catalogs.sameness import canonical, without_addresses
from enregard.model import Entry, Reading, Segment, State
from enregard.registry import SOURCES

READING = Reading()
OWN = sorted((ROOT / "source_fr").rglob("*.md")) + sorted((ROOT / "tests/cases/documents").glob("*.md"))
CORPUS = sorted((SHARED / "corpus/md_fr").rglob("*.md")) if (SHARED / "corpus").is_dir() else []
DOCUMENTS = [path for path in (*OWN, *CORPUS) if 600 < path.stat().st_size < 20_000]
MARK = "Ω "
"""What a translation begins with; no document has it."""


def said(text: str) -> str:
    """The known function: the only right translation of a sentence."""
    return f"{MARK}{text}"


@dataclass(slots=True)
class World:
    """A project in memory; the one thing here that changes."""

    texts: dict[str, str]
    templates: dict[str, Catalog]
    catalogs: dict[str, Catalog]
    reading: Reading = READING

    def segments(self) -> dict[str, Sequence[Segment]]:
        """What the documents say now."""
        found = {}
        for name, text in self.texts.items():
            ids = passage_ids(self.templates[name]) if name in self.templates else {}
            found[name] = SOURCES[".md"](text, path=f"{name}.md", name=name, reading=self.reading, ids=ids).segments
        return found

    def extract(self) -> None:
        """What ``extract`` does, without the disk."""
        new = self.segments()
        changes = catalogs.compare(self.templates, new, segmentation=cut_by(self.reading))
        shelf = Shelf(self.catalogs)
        made = {}
        for name in (*new, *(self.catalogs.keys() - new.keys() - set(changes.renamed.values()))):
            merged = catalogs.merge(
                changes,
                name,
                shelf,
                self._sheet(name, new.get(name, ()), changes),
                replace(self._heading(), language="en", plural_forms=PLURALS),
            )
            made[name] = catalogs.read(merged.data, path=f"{name}.po")
        self.catalogs = made
        self.templates = {name: self._template(name, self._sheet(name, new[name], changes)) for name in new}

    def _sheet(self, name: str, segments: Sequence[Segment], changes: Changes) -> Sheet:
        return catalogs.sheet(segments, source_path=f"{name}.md", references="path", ids=changes.ids.get(name))

    def _template(self, name: str, sheet: Sheet) -> Catalog:
        data = catalogs.template(sheet, self._heading(), previous=self.templates.get(name))
        return catalogs.read(data, path=f"{name}.pot")

    def _heading(self) -> Heading:
        return Heading("essai", "1", stamp(LATER), segmentation=cut_by(self.reading))

    def translate(self) -> None:
        """The translator comes: everything is translated and confirmed."""
        self.catalogs = {name: confirmed(catalog) for name, catalog in self.catalogs.items()}

    def entries(self) -> list[Entry]:
        """All live entries."""
        return [entry for catalog in self.catalogs.values() for entry in catalog.entries]


def confirmed(catalog: Catalog) -> Catalog:
    """A catalog in which the translator has done everything."""
    layout = writer.style(catalog)
    parts: list[writer.Part] = []
    for piece in catalog.pieces:
        entry = piece.entry
        if entry.obsolete or not entry.msgid or entry.state is State.TRANSLATED:
            parts.append((piece, None))
        else:
            done = replace(entry, msgstr=said(entry.msgid), flags=(), previous_msgid=None, previous_context=None)
            parts.append((piece, writer.rewritten(catalog, piece, done, layout)))
    return catalogs.read(writer.assembled(catalog, parts, layout), path=catalog.path)


Expected = dict[str, tuple[State, str]]
"""By msgid: the state and the translation that an edit must leave."""
Edit = Callable[[World, random.Random], Expected]


def plain(world: World, chance: random.Random, fit: Callable[[str], bool]) -> tuple[str, str] | None:
    """A document and a translated sentence of it that stands in its text once, letter by letter."""
    found = [
        (name, entry.msgid)
        for name, catalog in world.catalogs.items()
        for entry in catalog.entries
        if entry.state is State.TRANSLATED and fit(entry.msgid) and world.texts[name].count(entry.msgid) == 1
    ]
    return chance.choice(found) if found else None


def put(world: World, name: str, old: str, new: str) -> bool:
    """Change a sentence of a document; False, and nothing is done, where it is then another kind of text."""
    before = world.texts[name]
    expected = [new if s.text == old else s.text for s in world.segments()[name]]
    world.texts[name] = before.replace(old, new)
    if [s.text for s in world.segments()[name]] == expected:
        return True
    world.texts[name] = before
    return False


def reword(world: World, chance: random.Random) -> Expected:
    """One word of a sentence changes: the translation is stale, and it is the right one."""
    if not (found := plain(world, chance, lambda text: len(re.findall(r"[a-zéèà]{4,}", text)) >= 5)):
        return {}
    name, text = found
    word = chance.choice(list(re.finditer(r"(?<![\w/.#`(:@-])[a-zéèà]{4,}(?![\w/.#`):=@-])", text)) or [None])  # type: ignore[list-item]
    if word is None:
        return {}
    new = f"{text[: word.start()]}{chance.choice(['fleuve', 'hiver', 'devoir', 'atelier'])}{text[word.end() :]}"
    known = {e.msgid: e.msgstr for e in world.entries()}
    if new in known or without_addresses(new) == without_addresses(text) or not put(world, name, text, new):
        return {}
    return {new: (State.STALE, known[text])}


def retype(world: World, chance: random.Random) -> Expected:
    """The typography of a sentence changes: it stays translated."""
    ways = [("'", "’"), ("’", "'"), (" :", "\u00a0:"), (" ?", "\u202f?"), (" !", "\u00a0!"), (" ;", "\u00a0;")]
    ways += [("« ", "«\u00a0"), (" »", "\u00a0»"), ("…", "..."), ("œ", "oe"), (" – ", " — ")]
    known = {e.msgid: e.msgstr for e in world.entries()}
    for old, new in chance.sample(ways, len(ways)):
        found = plain(world, chance, lambda text, old=old: old in text and "`" not in text and "](" not in text)
        if found:
            name, text = found
            typed = text.replace(old, new)
            same = canonical(text) == canonical(typed) and typed not in known
            if same and put(world, name, text, typed):
                return {typed: (State.TRANSLATED, known[text])}
    return {}


def split(world: World, chance: random.Random) -> Expected:
    """A comma becomes a full stop."""
    if found := plain(world, chance, lambda text: bool(re.search(r"\w, \w", text)) and "](" not in text):
        name, text = found
        new = re.sub(r"(?<=\w), (\w)", lambda m: f". {m[1].upper()}", text, count=1)
        world.texts[name] = world.texts[name].replace(text, new)
    return {}


def join(world: World, chance: random.Random) -> Expected:
    """Two sentences become one."""
    if found := plain(world, chance, lambda text: text.endswith(".") and "](" not in text):
        name, text = found
        world.texts[name] = world.texts[name].replace(f"{text} ", f"{text[:-1]} et ", 1)
    return {}


def move(world: World, chance: random.Random) -> Expected:
    """A paragraph moves, in its document or to another one: everything stays as it is."""
    name, other = chance.choice(list(world.texts)), chance.choice(list(world.texts))
    before = dict(world.texts)
    paragraphs = world.texts[name].split("\n\n")
    simple = [
        n for n, p in enumerate(paragraphs) if n and re.match(r"[A-ZÉÀ][a-zé]+ ", p) and "\n" not in p and "[" not in p
    ]
    if not simple:
        return {}
    states = {e.key: e for e in world.entries()}
    moved = paragraphs.pop(chance.choice(simple))
    world.texts[name] = "\n\n".join(paragraphs)
    there = world.texts[other].split("\n\n")
    places = [n for n, p in enumerate(there) if n and re.match(r"[A-ZÉÀ#]", p)]
    there.insert(chance.choice(places) if places else len(there), moved)
    world.texts[other] = "\n\n".join(there)
    if {s.key for segments in world.segments().values() for s in segments} != states.keys():
        world.texts = before  # the paragraph stood in a list or a block of code, or was made a part of one
        return {}
    return {e.msgid: (e.state, e.msgstr) for e in states.values() if e.state is State.TRANSLATED}


def rename(world: World, chance: random.Random) -> Expected:
    """A file gets another name: everything stays as it is."""
    name = chance.choice(list(world.texts))
    expected = {e.msgid: (e.state, e.msgstr) for e in world.entries()}
    world.texts[f"{name}-{chance.randrange(10**6)}"] = world.texts.pop(name)
    return expected


EDITS: Sequence[Edit] = (reword, reword, retype, retype, split, join, move, rename)


@cache
def translated(path: Path) -> tuple[str, str, Catalog, Catalog]:
    """Name, text, template and finished catalog of a document."""
    name, text = f"{path.parent.name}-{path.stem}", path.read_text(encoding="utf-8-sig")
    world = World({name: text}, {}, {})
    world.extract()
    world.translate()
    return name, text, world.templates[name], world.catalogs[name]


def works(world: World) -> set[str]:
    """All words of translators, addresses left out."""
    every = [e for c in world.catalogs.values() for e in (*c.entries, *c.obsolete)]
    return {without_addresses(e.msgstr) for e in every if e.msgstr.strip()}


def words_of(text: str) -> str:
    """A French text, or a translation made from it, without the marks of translation and white space."""
    return "".join(canonical(text.replace(MARK, "")).split())


@pytest.mark.parametrize("seed", range(rounds(24, 1_000)))
def test_random_edits(seed: int) -> None:
    """Through any edits: nothing is lost, nothing is published elsewhere, and each edit costs what it must, no more.

    A stale translation is that of its previous msgid, or a part of it.
    """
    chance = random.Random(seed)
    chosen = [translated(path) for path in chance.sample(DOCUMENTS, 2)]
    world = World({c[0]: c[1] for c in chosen}, {c[0]: c[2] for c in chosen}, {c[0]: c[3] for c in chosen})
    for _ in range(6):
        before = works(world)
        edit = chance.choice(EDITS)
        expected = edit(world, chance)
        world.extract()
        assert before <= works(world)
        live = {e.msgid: e for e in world.entries()}
        for msgid, (state, msgstr) in expected.items():
            assert (live[msgid].state, live[msgid].msgstr) == (state, msgstr), edit.__name__
        for entry in world.entries():
            if entry.state is State.TRANSLATED:
                assert words_of(entry.msgstr) == words_of(entry.msgid), edit.__name__
            if entry.previous_msgid is not None:
                assert words_of(entry.msgstr) in words_of(entry.previous_msgid), edit.__name__
        if chance.random() < 0.4:
            world.translate()
    files = {name: catalog.text for name, catalog in world.catalogs.items()}
    world.extract()
    assert {name: catalog.text for name, catalog in world.catalogs.items()} == files


@pytest.mark.parametrize("path", DOCUMENTS[:: rounds(6, 1)], ids=lambda path: path.stem)
def test_the_unit_changes_and_changes_back(path: Path) -> None:
    """Real documents by sentence, by block, by sentence: all that was translated stays so, each with its own words."""
    name, text, template, catalog = translated(path)
    world = World({name: text}, {name: template}, {name: catalog})
    for unit in ("block", "sentence"):
        world.reading = Reading(unit=unit)
        before = works(world)
        world.extract()
        assert before <= works(world)
        assert {entry.state for entry in world.entries()} == {State.TRANSLATED}
        assert [words_of(e.msgstr) for e in world.entries()] == [words_of(e.msgid) for e in world.entries()]


@pytest.mark.parametrize("path", DOCUMENTS[:: rounds(6, 1)], ids=lambda path: path.stem)
def test_blocks_are_cut_into_sentences(path: Path) -> None:
    """Real documents translated by block and then cut: what stays published has its own words; it is most of it."""
    name = path.stem
    world = World({name: path.read_text(encoding="utf-8-sig")}, {}, {}, Reading(unit="block"))
    world.extract()
    world.translate()
    before = works(world)
    world.reading = READING
    world.extract()
    assert before <= works(world)
    good = [entry for entry in world.entries() if entry.state is State.TRANSLATED]
    assert [words_of(e.msgstr) for e in good] == [words_of(e.msgid) for e in good]
    assert len(good) >= 0.7 * len(world.entries())
