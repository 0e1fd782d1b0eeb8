"""The threat model through the whole program: hostile files in, an answer out, and never a page or terminal that obeys.

The numbers are those of the threat model. Cases that are files stand in ``cases/safety``, and in ``cases/checks`` where
every rule's own cases are; what happens to files while the program runs is acted out here.
"""

from __future__ import annotations

import json
import os
import random
import re
import signal
import subprocess
import sys
import time
import tomllib
import unicodedata
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import polib
import pytest
from command_line import Run, enregard, snapshot, translate_all, write
from page_reading import Element, parsed, passages

CASES = Path(__file__).parent / "cases"
SOURCE = "Bonjour le monde.\n\nIl fait beau.\n"
HEADER = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n"Language: en\\n"\n\n'
PO = "locales/en/LC_MESSAGES/a.po"
ACTIVE = frozenset(
    "applet base embed foreignobject form frame frameset iframe math object plaintext style xmp".split()  # noqa: SIM905
)


def cases(name: str) -> list[Any]:
    """The cases of a file, each with a name that tells its number."""
    found = tomllib.loads((CASES / "safety" / name).read_text(encoding="utf-8"))["case"]
    return [pytest.param(case, id=f"{case['number']}-{case['title']}") for case in found]


def inert(page: Element) -> None:
    """Nothing on a page acts but our own script, and nothing leads to what is no page."""
    assert str(page.one("head").all("meta")[0].get("content")).startswith("default-src 'none'")
    for article in page.all("article"):  # around it the house may draw bars, and keep a form for its script
        assert not article.all(wanted=lambda element: element.tag in {"svg", "template", "button", "input"})
    for element in page.walk():
        assert element.tag not in ACTIVE, element.tag
        if element.get("type") == "application/ld+json":  # data: it parses, and nothing in it can end it
            text = "".join(child for child in element.children if isinstance(child, str))
            assert "<" not in text
            assert json.loads(text)
        elif element.tag == "script":
            assert re.fullmatch(r"(\.\./)*_enregard/enregard\.js(\?\w+)?", str(element.get("src")))
        for name, value in element.attributes.items():
            assert not name.startswith("on"), name
            assert name not in {"style", "srcdoc", "formaction", "ping"}, name
            address = re.sub(r"[\x00-\x20]", "", value or "").lower()
            assert not re.match(r"(javascript|vbscript|data|file|blob):", address), value


def pages(folder: Path) -> list[Element]:
    """All pages of a site; each of them is inert."""
    found = [parsed(path.read_text(encoding="utf-8")) for path in sorted((folder / "build").rglob("*.html"))]
    for page in found:
        inert(page)
    return found


def printable(run: Run) -> None:
    """What reaches the terminal cannot steer it."""
    for character in run.out + run.err:
        odd = unicodedata.category(character) in {"Cc", "Cf", "Co", "Cs", "Zl", "Zp"}
        assert not odd or character == "\n", repr(character)


def published(folder: Path, name: str = "a") -> str:
    """The visible text of an English page."""
    return parsed((folder / f"build/en/{name}.html").read_text(encoding="utf-8")).one("article").text()


@pytest.mark.parametrize("case", cases("catalogs.toml"))
def test_a_hostile_catalog(case: dict[str, Any], tmp_path: Path) -> None:
    """Refused with its line, set aside alone, or published as it stands: as the threat model has it."""
    catalog = case["catalog"].lstrip("\n") if "catalog" in case else HEADER + case["entries"].removeprefix("\n")
    write(tmp_path, {"source_fr/a.md": case.get("source", SOURCE).lstrip("\n"), PO: catalog})
    began = time.monotonic()
    built, checked = enregard(tmp_path, "build"), enregard(tmp_path, "check", "--format", "json")
    judge(case, tmp_path, built, checked)
    extracted = enregard(tmp_path, "extract")
    assert time.monotonic() - began < 5
    for run in (built, checked, extracted):
        printable(run)
        assert all(word not in run.out + run.err for word in case.get("never", ()))
    assert pages(tmp_path)
    for page in sorted((tmp_path / "build").rglob("*.html")):
        hidden = (*case.get("never", ()), *case.get("unseen", ()))
        assert all(word not in page.read_text(encoding="utf-8") for word in hidden), page
    if case["outcome"] == "error":
        assert extracted.code == 3
        assert (tmp_path / PO).read_text(encoding="utf-8") == catalog
    else:
        kept = (tmp_path / PO).read_bytes().decode("utf-8")
        words = polib.unescape(re.findall(r'msgstr "(.+)"', catalog)[-1]) if 'msgstr "' in catalog else ""
        assert words in polib.unescape(kept)
        assert all(line in kept for line in case.get("kept", ()))


def judge(case: dict[str, Any], folder: Path, built: Run, checked: Run) -> None:
    """The outcome that a case asks for."""
    outcome = case["outcome"]
    if outcome == "whole":
        outcome = "error" if built.code == 3 else "accept"
    place = f"{PO}:{case['line']}: " if "line" in case else f"{PO}:"
    expected = {"error": {3}, "quarantine": {1}, "accept": {0}, "sanitise": {0, 1}}[outcome]
    findings = checked.json if outcome == "accept" else []
    judged = checked.code if any(f["rule"] == "quarantined" for f in findings) or outcome != "accept" else 0
    assert {built.code, judged} <= expected, built.err + checked.err
    assert case.get("says", "") in built.err
    if outcome == "error":
        assert built.err.startswith(place), built.err
        assert {p.get("lang") for p in passages(parsed((folder / "build/en/a.html").read_text())).values()} == {"fr"}
        return
    if outcome == "quarantine":
        assert re.search(rf"^{re.escape(place)}.*error: translation not published: ", built.err, re.MULTILINE), (
            built.err
        )
        assert any(f["rule"] == "quarantined" for f in checked.json)
    text = published(folder)
    assert all(words in text for words in case.get("shown", ())), text


CHANGES: dict[str, Callable[[bytes], bytes]] = {
    "cut inside é": lambda data: data[: data.rindex("é".encode()) + 1],
    "latin-1": lambda data: data.decode().encode("latin-1"),
    "utf-16": lambda data: data.decode().encode("utf-16"),
    "bom": lambda data: b"\xef\xbb\xbf" + data,
    "crlf": lambda data: data.replace(b"\n", b"\r\n"),
    "mixed": lambda data: data.replace(b"\n\n", b"\r\n\r\n"),
    "cr": lambda data: data.replace(b"\n", b"\r"),
    "nul": lambda data: data.replace(b"Hello", b"Hel\x00lo"),
    "surrogate": lambda data: data.replace(b"Hello", b"Hel\xed\xa0\x80lo"),
    "overlong": lambda data: data.replace(b"Hello", b"Hel\xc0\xbclo"),
}


@pytest.mark.parametrize("case", cases("bytes.toml"))
def test_a_catalog_of_other_bytes(case: dict[str, Any], tmp_path: Path) -> None:
    """UTF-8 with either line end is read, and its untouched bytes are kept; all else is refused with a line."""
    entries = 'msgid "Bonjour le monde."\nmsgstr "Hello, wörld, café."\n'
    data = CHANGES[case["change"]]((HEADER + entries).encode())
    write(tmp_path, {"source_fr/a.md": SOURCE, PO: data})
    built, extracted = enregard(tmp_path, "build"), enregard(tmp_path, "extract")
    printable(built)
    after = (tmp_path / PO).read_bytes()
    if case["outcome"] == "error":
        assert (built.code, extracted.code) == (3, 3)
        assert re.match(rf"{PO}(:\d+)?: ", built.err), built.err
        assert after == data
        return
    assert (built.code, extracted.code) == (0, 0)
    assert "Hello, wörld, café." in published(tmp_path)
    kept = data[data.index(b'msgid "Bonjour') :].rstrip(b"\r\n")
    assert kept in after
    if case["change"] == "crlf":
        assert b"\n" not in after.replace(b"\r\n", b"")
    if case["change"] == "bom":
        assert after.startswith(b"\xef\xbb\xbf")


HOSTILE = polib.pofile(str(CASES / "checks/hostile.po"), wrapwidth=0)
HARMLESS = polib.pofile(str(CASES / "checks/harmless.po"), wrapwidth=0)


def paragraphs(entries: polib.POFile) -> str:
    """A document with each msgid as a paragraph, in its context."""
    return "\n".join(
        (f"<!-- enregard: context {e.msgctxt} -->\n" if e.msgctxt else "") + f"<!-- enregard: whole -->\n{e.msgid}\n"
        for e in entries
    )


def test_31_hostile_translations_on_one_page(tmp_path: Path) -> None:
    """Cases 29 to 39: whatever a translation adds, the page stays inert and the French stands in its place."""
    write(tmp_path, {"source_fr/a.md": paragraphs(HOSTILE), PO: (CASES / "checks/hostile.po").read_bytes()})
    run = enregard(tmp_path, "build")
    printable(run)
    assert run.code == 1
    pages(tmp_path)
    shown = published(tmp_path)
    assert "evil.example" not in shown
    findings = [f for f in enregard(tmp_path, "check", "--format", "json").json if f["rule"] == "quarantined"]
    known = {segment for segment in french(tmp_path) if any(e.msgid == segment for e in HOSTILE)}
    assert {f["msgid"] for f in findings} >= known
    lines = (tmp_path / PO).read_text(encoding="utf-8").split("\n")
    assert all(lines[f["po"]["line"] - 1].startswith(("msgctxt", "msgid")) for f in findings)


def french(folder: Path) -> list[str]:
    """The msgids of a document as they are cut."""
    lines = enregard(folder, "segment", "source_fr/a.md", "--format", "jsonl").out.splitlines()
    return [json.loads(line)["text"] for line in lines]


def test_40_harmless_translations(tmp_path: Path) -> None:
    """Case 40: what translators do all day is published; nothing is set aside."""
    write(tmp_path, {"source_fr/a.md": paragraphs(HARMLESS), PO: (CASES / "checks/harmless.po").read_bytes()})
    findings = enregard(tmp_path, "check", "--format", "json").json
    assert [f for f in findings if f["rule"] == "quarantined"] == []


@pytest.mark.parametrize(
    "forms",
    [
        "nplurals=3; plural=(n != 1);",
        "nplurals=2; plural=__import__('os').system('touch pwned');",
        "nplurals=2; plural=" + "(" * 5000 + "n" + ")" * 5000 + ";",
        "nplurals=2; plural=n%0;",
        "nplurals=junk; plural=n;",
        "nplurals=1; plural=n ? n : ;",
    ],
)
def test_16_plural_forms(forms: str, tmp_path: Path) -> None:
    """A header that would be evaluated, or counts wrong, is an error in less than a second, and nothing runs."""
    catalog = HEADER.replace("Language: en", f"Plural-Forms: {forms}")
    catalog += 'msgid "a"\nmsgid_plural "b"\nmsgstr[0] "x"\nmsgstr[1] "y"\n'
    write(tmp_path, {"source_fr/a.md": SOURCE, PO: catalog})
    began = time.monotonic()
    run = enregard(tmp_path, "build")
    assert time.monotonic() - began < 1
    assert run.code == 3
    assert run.err.startswith(f"{PO}:")
    assert not list(tmp_path.rglob("pwned"))


@pytest.mark.parametrize("indexes", [[0, 2], [0, 0], ["x"], ["-1"], ["99999999999999999999"]])
def test_16_plural_indexes(indexes: list[object], tmp_path: Path) -> None:
    """Gaps, repeats and junk between the brackets are errors with a line."""
    forms = "".join(f'msgstr[{index}] "x"\n' for index in indexes)
    write(tmp_path, {"source_fr/a.md": SOURCE, PO: f'{HEADER}msgid "a"\nmsgid_plural "b"\n{forms}'})
    run = enregard(tmp_path, "extract")
    assert run.code == 3
    assert re.match(rf"{PO}:\d+: ", run.err)


def test_15_eleven_plural_forms(tmp_path: Path) -> None:
    """Form 1 and form 10 are two forms, before and after an extraction."""
    forms = "".join(f'msgstr[{n}] "form {n}"\n' for n in range(11))
    header = HEADER.replace("Language: en", "Plural-Forms: nplurals=11; plural=n%11;")
    write(tmp_path, {"source_fr/a.md": SOURCE, PO: f'{header}msgid "a"\nmsgid_plural "b"\n{forms}'})
    assert enregard(tmp_path, "extract").code == 0
    kept = (tmp_path / PO).read_text()
    assert all(f'[{n}] "form {n}"' in kept for n in range(11))


def test_25_twins_of_two_normal_forms(tmp_path: Path) -> None:
    """NFC and NFD twins are both kept, and told with both lines."""
    entries = 'msgid "\u00e9t\u00e9"\nmsgstr "summer"\n\nmsgid "e\u0301te\u0301"\nmsgstr "summers"\n'
    write(tmp_path, {"source_fr/a.md": "\u00e9t\u00e9\n\ne\u0301te\u0301\n", PO: HEADER + entries})
    run = enregard(tmp_path, "build")
    assert run.code == 0
    assert f"{PO}:9: warning" in run.err
    assert "line 6" in run.err
    assert published(tmp_path) == "summer summers"


@pytest.mark.parametrize(
    ("name", "catalog"),
    [
        ("one line of a megabyte", lambda: HEADER + 'msgid "a"\nmsgstr "' + "x" * 1_000_000 + '"\n'),
        ("60,000 lines of one string", lambda: HEADER + 'msgid "a"\nmsgstr ""\n' + '"word "\n' * 60_000),
        ("30,000 references", lambda: HEADER + "#: a.md:1 b.md:2 c.md:3\n" * 10_000 + 'msgid "a"\nmsgstr "b"\n'),
        ("20,000 flags", lambda: HEADER + "#, " + "c-format, " * 20_000 + "x\n" + 'msgid "a"\nmsgstr "b"\n'),
    ],
)
def test_41_large_catalogs(name: str, catalog: Callable[[], str], tmp_path: Path) -> None:
    """Size alone is no attack: read, and merged, in two seconds."""
    assert name
    write(tmp_path, {"source_fr/a.md": SOURCE, PO: catalog()})
    began = time.monotonic()
    assert enregard(tmp_path, "extract").code == 0
    assert time.monotonic() - began < 2


def shapes() -> dict[str, str]:
    """Case 42: shapes on which Markdown parsers spend time that nobody has."""
    return {
        "brackets": "[" * 20_000 + "a",
        "images": "![" * 10_000 + "a",
        "links": "[a](" * 5_000,
        "references": "[a][" * 5_000,
        "closed-brackets": "[" * 3_000 + "a" + "]" * 3_000,
        "titles": '[a](b "' * 4_000,
        "stars": "*a **b " * 4_000,
        "star-run": "*" * 20_000 + "a",
        "underscores": "_a __b " * 4_000,
        "backticks": " ".join("`" * n for n in range(1, 200)),
        "backtick-run": "`a" * 10_000,
        "angles": "<" * 20_000 + "a",
        "comments": "<!-- a " * 5_000,
        "tags": '<a href="' * 4_000,
        "bullets": "- " * 2_000 + "a",
        "numbers": "1. " * 1_500 + "a",
        "quotations": "> " * 2_000 + "a",
        "nested-list": "".join("    " * n + "- a\n" for n in range(150)),
        "one-note": "a[^1] " * 2_600 + "\n\n[^1]: note\n",
        "many-notes": "".join(f"a[^{n}] " for n in range(800)) + "\n\n" + "".join(f"[^{n}]: b\n" for n in range(800)),
        "wide-table": "|a" * 800 + "|\n" + "|-" * 800 + "|\n" + ("|b" * 800 + "|\n") * 3,
        "divisions": "<div>\n" * 3_000 + "a",
        "abbreviations": "".join(f"*[A{n}]: x{n}\n" for n in range(600)) + "\n\nA1\n",
        "definitions": "T\n" + ":   d\n" * 800,
        "admonitions": "".join("    " * n + "!!! note\n" for n in range(150)),
        "entities": "&amp;" * 10_000 + "&" * 10_000,
        "cdata": "<![CDATA[" * 5_000 + "a",
        "long-line": "mot. " * 100_000,
    }


def test_42_pathological_markdown(tmp_path: Path) -> None:
    """Each of 28 shapes is rendered in the time that settings allow or named as too complex; neighbours are as ever."""
    good = "# Titre\n\nUn *mot*[^1]. Deux `mots`.\n\n- a\n- b\n\n| a |\n|---|\n| b |\n\n[^1]: Une note.\n"
    write(tmp_path, {"enregard.toml": "[limits]\nsegment_seconds = 0.2\npage_seconds = 0.4\n"})
    # A good page before, between and behind the bad ones: whatever state the parser is left in, they must not differ.
    names = sorted(shapes())
    write(tmp_path, {f"source_fr/{name}.md": text for name, text in shapes().items()})
    write(tmp_path, {f"source_fr/{name}-.md": good for name in names})
    began = time.monotonic()
    run = enregard(tmp_path, "build", "--edition", "fr")
    assert time.monotonic() - began < 60
    assert run.code == 3
    problems = [line for line in run.err.splitlines() if re.match(r"source_fr/\S+\.md(:\d+)?: ", line)]
    slow = {re.split(r"\.md\b", line.removeprefix("source_fr/"))[0] for line in problems if "too complex" in line}
    assert slow >= {"brackets", "backticks", "bullets"}
    articles = {
        parsed((tmp_path / f"build/fr/{name}-.html").read_text(encoding="utf-8")).one("article").text()
        for name in names
    }
    assert articles == {"Titre Un mot1. Deux mots. a b a b Une note. ↩"}
    for name in names:
        assert (tmp_path / f"build/fr/{name}.html").exists() is (name not in slow), name


@pytest.mark.parametrize("ending", ["\r\n", "\ufeff"])
def test_45_sources_of_windows(ending: str, tmp_path: Path) -> None:
    """CRLF or a byte order mark changes no msgid: nothing is fuzzy, no byte of a catalog changes."""
    text = "---\ntitle: La halle\n---\n\n# La halle\n\nLe marché\nouvre. Fin  \nici.\n"
    write(tmp_path, {"source_fr/a.md": text})
    enregard(tmp_path, "extract")
    translate_all(tmp_path, str.upper)
    enregard(tmp_path, "extract")
    before = {name: state for name, state in snapshot(tmp_path).items() if name.startswith("locales/")}
    write(tmp_path, {"source_fr/a.md": text.replace("\n", ending) if ending == "\r\n" else ending + text})
    assert enregard(tmp_path, "extract").code == 0
    assert {name: state for name, state in snapshot(tmp_path).items() if name.startswith("locales/")} == before


def test_46_images_outside_the_sources(tmp_path: Path) -> None:
    """An address that climbs out is told, the page is built without it, and nothing there is read or copied."""
    write(tmp_path, {"secret.png": "SECRET", "source_fr/a.md": "![Le secret](../secret.png) et [lui](/etc/passwd).\n"})
    (tmp_path / "source_fr/lien.png").symlink_to(tmp_path / "secret.png")
    run = enregard(tmp_path, "build")
    assert run.code in {0, 1}
    assert "../secret.png" in run.err
    assert "lien.png" in run.err
    assert not [p for p in (tmp_path / "build").rglob("*") if p.is_file() and b"SECRET" in p.read_bytes()]


YAML = {
    "alias bomb": "a: &a [x, x]\n" + "".join(f"k{n}: &{n} [*a, *a]\n" for n in range(30)),
    "tag": "title: !!python/object/apply:os.system ['touch pwned']\n",
    "cycle": "a: &a [*a]\n",
    "depth": "a: " + "[" * 5_000 + "]" * 5_000 + "\n",
    "two documents": "title: A\n--- |\n  B\n",
    "not closed": 'title: "A\n',
    "too much": "a: " + "x" * 70_000 + "\n",
    "duplicate": "title: A\ntitle: B\n",
    "no key": "? [a, b]\n: c\n",
}


@pytest.mark.parametrize("name", YAML)
def test_47_front_matter(name: str, tmp_path: Path) -> None:
    """YAML that is an attack or an accident is refused with its line in a second; nothing in it runs."""
    write(tmp_path, {"source_fr/a.md": f"---\n{YAML[name]}---\nTexte.\n", "source_fr/b.md": "Texte.\n"})
    began = time.monotonic()
    run = enregard(tmp_path, "build")
    assert time.monotonic() - began < 2
    assert run.code == 3
    assert re.match(r"source_fr/a\.md:\d+: ", run.err), run.err
    assert (tmp_path / "build/fr/b.html").exists()
    assert not list(tmp_path.rglob("pwned"))


SLUGS = [
    *("..", "../x", "/etc/x", "a/b", "a\\\\b", ".git", "con", "%2e%2e", "a\\0", "a\\nb", "a\\u202eb", "x" * 300, "a."),
    *("index\\u0000", "A b", "<b>", "-"),
]


@pytest.mark.parametrize("slug", SLUGS)
def test_48_slugs(slug: str, tmp_path: Path) -> None:
    """A slug that is no plain name is refused with its line; nothing is written outside."""
    home = tmp_path / "project"
    write(home, {"source_fr/a.md": f'---\nslug: "{slug}"\n---\nTexte.\n', "source_fr/b.md": "Texte.\n"})
    run = enregard(home, "build")
    assert run.code == 3
    assert re.match(r"source_fr/a\.md:\d+: ", run.err), run.err
    printable(run)
    assert {p.name for p in tmp_path.iterdir()} == {"project"}
    assert not (home / "build/fr/a.html").exists()


@pytest.mark.parametrize(("one", "other"), [("halle", "halle"), ("été", "e\u0301te\u0301")])
def test_49_two_pages_with_one_address(one: str, other: str, tmp_path: Path) -> None:
    """Equal slugs, also by normal form, are one error that names both, before anything is written."""
    write(
        tmp_path,
        {"source_fr/a.md": f"---\nslug: {one}\n---\nA.\n", "source_fr/b.md": f"---\nslug: {other}\n---\nB.\n"},
    )
    run = enregard(tmp_path, "build")
    assert run.code == 3
    assert "a.md" in run.err
    assert "b.md" in run.err
    assert not (tmp_path / "build/index.html").exists()


def test_51_markup_in_front_matter(tmp_path: Path) -> None:
    """Title, summary and author are text, in heads, lists and attributes alike."""
    evil = '<script>alert(1)</script><img src=x onerror=alert(2)>\\" onload=\\"alert(3)'
    front = "".join(f'{key}: "{evil}"\n' for key in ("title", "summary", "author", "subtitle", "description"))
    write(
        tmp_path,
        {
            "source_fr/a.md": f"---\n{front}---\n\nTexte.\n",
            "enregard.toml": "[project]\ntitle = '<script>alert(4)</script>'\nlicence = '<b onclick=x>'\n",
        },
    )
    assert enregard(tmp_path, "build").code == 0
    assert len(pages(tmp_path)) >= 7
    enregard(tmp_path, "extract")
    translate_all(tmp_path, lambda msgid: msgid + '"><script>alert(5)</script>')
    enregard(tmp_path, "build")
    pages(tmp_path)


def slow_project(folder: Path, documents: int = 40) -> None:
    """A project whose next extraction changes every catalog and template."""
    for n in range(documents):
        write(folder, {f"source_fr/d{n:02}.md": f"# Page {n}\n\nTexte {n}. Fin {n}.\n"})
    enregard(folder, "extract")
    translate_all(folder, lambda msgid: f"EN {msgid}")
    enregard(folder, "extract")
    for n in range(documents):
        write(folder, {f"source_fr/d{n:02}.md": f"# Page {n}\n\nTexte {n}. Fin {n}. Suite {n}.\n"})


def test_65_killed(tmp_path: Path) -> None:
    """Killed ten times at random moments of writing: every file is the old or the new one, and the next run ends it."""
    slow_project(tmp_path)
    old = {name: data for name, (data, _) in snapshot(tmp_path).items() if name.startswith("locales/")}
    rng = random.Random(7)
    killed = 0
    for _ in range(10):
        environment = {**os.environ, "SOURCE_DATE_EPOCH": "1790000000"}
        running = subprocess.Popen(
            [sys.executable, "-m", "enregard", "extract"], cwd=tmp_path, env=environment, stdout=subprocess.DEVNULL
        )
        first_change(tmp_path, old, running)
        time.sleep(rng.random() * 0.02)
        running.send_signal(signal.SIGKILL)
        killed += running.wait() == -signal.SIGKILL
        for name, data in old.items():
            now = (tmp_path / name).read_bytes()
            assert now == data or b"Suite" in now, name
            assert now.endswith(b"\n")
    assert killed
    assert enregard(tmp_path, "extract").code == 0
    assert enregard(tmp_path, "extract", "--check").code == 0
    counts = enregard(tmp_path, "status", "--format", "json").json["locales"]["en"]["total"]
    assert (counts["translated"], counts["untranslated"] + counts["fuzzy"] + counts["stale"]) == (120, 40)
    assert enregard(tmp_path, "doctor", "--fix").code == 0
    assert not list(tmp_path.rglob("*.tmp"))


def first_change(folder: Path, old: dict[str, bytes], running: subprocess.Popen[bytes]) -> None:
    """Wait until a catalog is no longer what it was, or the program has ended."""
    watched = [folder / name for name in old]
    before = {path: path.stat().st_mtime_ns for path in watched}
    until = time.monotonic() + 5
    while running.poll() is None and time.monotonic() < until:
        if any(path.stat().st_mtime_ns != before[path] for path in watched):
            return
        time.sleep(0.001)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full on this system")
def test_66_a_disk_that_is_full(tmp_path: Path) -> None:
    """When no byte can be written any more: a message, the old files whole, no temporary file, exit code 3."""
    slow_project(tmp_path, 3)
    before = snapshot(tmp_path)
    program = (
        "import resource, signal, sys\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "from enregard import cli\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))\n"
        "cli.main(['extract'])\n"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 3, done.stderr
    assert "cannot be written" in done.stderr
    assert "Traceback" not in done.stderr
    assert snapshot(tmp_path) == before


def test_67_modes_links_and_names(tmp_path: Path) -> None:
    """A catalog keeps its mode; one that has a second name is parted from it, which keeps the old text."""
    slow_project(tmp_path, 1)
    catalog = tmp_path / "locales/en/LC_MESSAGES/d00.po"
    catalog.chmod(0o640)
    os.link(catalog, tmp_path / "backup.po")
    old = catalog.read_bytes()
    assert enregard(tmp_path, "extract").code == 0
    assert catalog.stat().st_mode & 0o777 == 0o640
    assert (tmp_path / "backup.po").read_bytes() == old != catalog.read_bytes()


def test_68_links_that_lead_out(tmp_path: Path) -> None:
    """A catalog, or a folder of catalogs, that is a link out of the project is refused; nothing there is touched."""
    home = tmp_path / "project"
    slow_project(home, 2)
    outside = tmp_path / "outside"
    (home / "locales/en/LC_MESSAGES/d00.po").rename(tmp_path / "d00.po")
    (home / "locales/en/LC_MESSAGES/d00.po").symlink_to(tmp_path / "d00.po")
    before = (tmp_path / "d00.po").read_bytes()
    run = enregard(home, "extract")
    assert run.code == 3
    assert "symbolic link" in run.err
    assert (tmp_path / "d00.po").read_bytes() == before
    (home / "locales").rename(outside)
    (home / "locales").symlink_to(outside)
    frozen = snapshot(outside)
    assert enregard(home, "extract").code == 3
    assert snapshot(outside) == frozen


@pytest.mark.parametrize("in_place", [True, False])
def test_69_an_editor_saves_meanwhile(in_place: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: FBT001
    """A save between reading and writing survives, and so does the merge."""
    from enregard import files

    slow_project(tmp_path, 2)
    catalog = tmp_path / "locales/en/LC_MESSAGES/d00.po"
    real, saved = files.write_all, []

    def late(saves: Sequence[tuple[Path, bytes, bytes | None]], **options: Any) -> dict[Path, Exception]:
        if not saved and any(path.name == "d00.po" for path, _, _ in saves):
            saved.append(catalog)
            text = catalog.read_text().replace('msgstr "EN Fin 0."', 'msgstr "EN end 0."')
            if in_place:
                catalog.write_text(text)
            else:
                (tmp_path / "new").write_text(text)
                (tmp_path / "new").replace(catalog)
        return real(saves, **options)

    monkeypatch.setattr(files, "write_all", late)
    assert enregard(tmp_path, "extract").code == 0
    text = catalog.read_text()
    assert 'msgstr "EN end 0."' in text
    assert 'msgid "Suite 0."' in text


def test_70_eight_runs_at_once(tmp_path: Path) -> None:
    """Eight extractions of one project at once: one result, all end well, and a killed one holds no lock."""
    slow_project(tmp_path, 5)
    running = [
        subprocess.Popen([sys.executable, "-m", "enregard", "-q", "extract"], cwd=tmp_path, stderr=subprocess.PIPE)
        for _ in range(8)
    ]
    running[0].kill()
    codes = [one.wait() for one in running]
    for one in running:
        assert one.stderr is not None
        one.stderr.close()
    assert set(codes[1:]) == {0}
    assert enregard(tmp_path, "extract", "--check").code == 0


def test_71_what_is_no_file(tmp_path: Path) -> None:
    """A pipe, a device or a folder where a text or catalog should be is passed by without waiting for it."""
    write(tmp_path, {"source_fr/a.md": SOURCE})
    (tmp_path / "locales/en/LC_MESSAGES/b.po").mkdir(parents=True)
    os.mkfifo(tmp_path / "locales/en/LC_MESSAGES/c.po")
    os.mkfifo(tmp_path / "source_fr/tube.md")
    (tmp_path / "source_fr/nul.md").symlink_to("/dev/zero")
    began = time.monotonic()
    for command in ("extract", "build", "status", "check"):
        run = enregard(tmp_path, command)
        assert run.code in {0, 1}, run.err
        assert "source_fr/tube.md" in run.err
    assert time.monotonic() - began < 4


@pytest.mark.parametrize("name", [b"a\xff.md", b"a\nb.md", b"a\x1b[2Jb.md", "a\u202eb.md".encode()])
def test_72_names_that_no_page_can_have(name: bytes, tmp_path: Path) -> None:
    """A name that is no text, or would steer a terminal, is shown escaped; that document alone is left out."""
    write(tmp_path, {"source_fr/b.md": SOURCE})
    (tmp_path / "source_fr" / os.fsdecode(name)).write_bytes(b"Texte.\n")
    for command in ("extract", "build", "status"):
        run = enregard(tmp_path, command)
        printable(run)
        assert run.code == 3
        assert run.err.count("\n") == 2
    assert (tmp_path / "build/fr/b.html").is_file()


def test_72_names_like_options(tmp_path: Path) -> None:
    """Names that begin with a hyphen are names."""
    write(tmp_path, {"source_fr/-C.md": SOURCE, "source_fr/--help.md": "Autre.\n"})
    assert enregard(tmp_path, "extract").code == 0
    assert enregard(tmp_path, "build").code == 0
    assert (tmp_path / "build/fr/-C.html").is_file()
    run = enregard(tmp_path, "segment", "--", "source_fr/--help.md")
    assert "Autre." in run.out
    done = subprocess.run(
        [sys.executable, "-m", "enregard", "extract", "--check", "--", "--help.md"],
        cwd=tmp_path / "source_fr",
        capture_output=True,
        check=False,
    )
    assert done.returncode == 3  # no project here, rather than help


def test_72_two_ways_to_type_one_accent(tmp_path: Path) -> None:
    """A decomposed file name (as old Macs write) makes the same catalogs and pages as a composed one."""
    write(tmp_path / "a", {"source_fr/e\u0301te.md": SOURCE})
    write(tmp_path / "b", {"source_fr/\u00e9te.md": SOURCE})
    for home in ("a", "b"):
        assert enregard(tmp_path / home, "extract").code == 0
        assert enregard(tmp_path / home, "build").code == 0
        assert (tmp_path / home / "locales/en/LC_MESSAGES/\u00e9te.po").is_file()
        assert (tmp_path / home / "build/fr/\u00e9te.html").is_file()
