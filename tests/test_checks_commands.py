"""``check`` and ``status`` as coordinators use them: repairs, silence, a baseline, a glossary, what a change costs."""

import json
import subprocess
from pathlib import Path

import pytest
from command_line import enregard, translate, write

from enregard.checks import Term, glossary
from enregard.errors import SettingsError

FRENCH = "Il dit « oui » deux fois.\n\nQuoi ? Un taux de 3,5 points.\n\nLe maire part en janvier.\n"
ENGLISH = {
    "Il dit « oui » deux fois.": "He says « yes » twice twice.",
    "Quoi ?": "What ?",
    "Un taux de 3,5 points.": "A rate of 3,5 points.",
    "Le maire part en janvier.": "The mayor leaves in january",
}
PO = "locales/en/LC_MESSAGES/a.po"


@pytest.fixture
def town(tmp_path: Path) -> Path:
    """A project of one document, translated with French left in it."""
    write(tmp_path, {"source_fr/a.md": FRENCH})
    assert enregard(tmp_path, "extract").code == 0
    translate(tmp_path / PO, lambda msgid: ENGLISH[msgid])
    return tmp_path


def rules(folder: Path, *options: str) -> list[str]:
    """The rules that have something to say."""
    return [finding["rule"] for finding in enregard(folder, "check", "--format", "json", *options).json]


def test_what_is_mechanical_is_mended(town: Path) -> None:
    """Everything that can be mended is, in the lines it stands on; what needs a head is left, and told."""
    before = (town / PO).read_text(encoding="utf-8").splitlines()
    run = enregard(town, "check", "--fix", "--format", "json")
    assert [finding["rule"] for finding in run.json] == ["end-punctuation"]
    assert "mended 1 translation: guillemets" in run.err
    after = (town / PO).read_text(encoding="utf-8").splitlines()
    changed = [new for old, new in zip(before, after, strict=True) if old != new]
    assert changed == [
        'msgstr "He says “yes” twice."',
        'msgstr "What?"',
        'msgstr "A rate of 3.5 points."',
        'msgstr "The mayor leaves in January"',
    ]
    mended = (town / PO).read_bytes()
    assert "nothing that can be mended" in enregard(town, "check", "--fix", "--format", "json").err
    assert (town / PO).read_bytes() == mended


def test_a_baseline_lets_an_old_project_start_green(town: Path) -> None:
    """Known findings fail nothing; a new one does; a baseline that cannot be read is named with its line."""
    assert enregard(town, "check", "--write-baseline").code == 2
    write(town, {"enregard.toml": '[checks]\nbaseline = "known.jsonl"\n'})
    assert rules(town)
    run = enregard(town, "check", "--write-baseline")
    assert (run.code, (town / "known.jsonl").read_text(encoding="utf-8").count("\n")) == (0, 6)
    assert enregard(town, "check", "--fail-on", "warning").code == 0
    assert rules(town) == []
    translate(town / PO, lambda msgid: "Anything !" if msgid == "Quoi ?" else ENGLISH[msgid])
    assert set(rules(town)) >= {"french-space", "end-punctuation"}
    write(town, {"known.jsonl": "[]\n"})
    assert "known.jsonl:1: " in enregard(town, "check").err


def test_files_and_rules_are_silenced(town: Path) -> None:
    """A pattern in the settings silences rules of some files; a rule that does not exist is named."""
    write(town, {"enregard.toml": '[checks.silence]\n"locales/en/*" = ["*"]\n'})
    assert rules(town) == []
    write(town, {"enregard.toml": '[checks.silence]\n"locales/en/*" = ["lenght"]\n'})
    run = enregard(town, "check")
    assert run.code == 3
    first, advice = run.err.splitlines()
    assert first == "enregard.toml:2: [checks.silence] names 'lenght', which is no rule"
    assert advice.startswith("Did you mean length? There are: ")
    write(town, {"enregard.toml": '[checks]\nprofile = "legal"\n\n[checks.severity]\nnumbr = "off"\n'})
    run = enregard(town, "check")
    assert (run.code, run.err.splitlines()[0]) == (
        3,
        "enregard.toml:5: [checks.severity] names 'numbr', which is no rule",
    )


def test_what_silences_nothing_is_told(town: Path) -> None:
    """A pattern of the settings, a known finding that is no more; only where the whole project was looked at."""
    settings = """[checks]
baseline = "known.jsonl"
[checks.silence]
"locales/en/*" = ["guillemets", "number"]
"source_fr/*" = ["source-plural"]
"locales/*" = ["spelling"]
[checks.severity]
spelling = "off"
"""
    write(town, {"enregard.toml": settings})
    idle = [f for f in enregard(town, "check", "--format", "json").json if f["rule"] == "unused-silencer"]
    assert [(f["message"], f["source"]["line"]) for f in idle] == [
        ("[checks.silence] silences number in 'locales/en/*', where it has nothing to say", 4)
    ]
    write(town, {"enregard.toml": f"# Nos contrôles.\n{settings}"})
    idle = [f for f in enregard(town, "check", "--format", "json").json if f["rule"] == "unused-silencer"]
    assert [f["source"]["line"] for f in idle] == [5], "what is remembered names the lines of today"
    assert "unused-silencer" not in rules(town, PO)
    assert rules(town, "--source") == ["unused-silencer"]
    assert enregard(town, "check", "--write-baseline").code == 0
    translate(town / PO, {"Quoi ?": "What?"})
    (gone,) = [f for f in enregard(town, "check", "--format", "json").json if f["severity"] == "info"]
    assert gone["message"].startswith("known findings that are no more: 1 (forget")
    assert gone["source"]["path"] == "known.jsonl"
    write(town, {"enregard.toml": settings + 'unused-silencer = "off"\n'})
    assert "unused-silencer" not in rules(town)


@pytest.mark.parametrize(
    "line", ['"abc"', '{"a": 1, "b": 2, "c": 3}', '["a", "b"]', '["a", "b", 3]', "[" * 100_000, "[1" + "0" * 5000 + "]"]
)
def test_what_is_no_baseline(town: Path, line: str) -> None:
    """Only a list of three texts is a line of a baseline; anything else is named with its line."""
    write(town, {"enregard.toml": '[checks]\nbaseline = "known.jsonl"\n', "known.jsonl": f'["a", "b", "c"]\n{line}\n'})
    run = enregard(town, "check")
    assert (run.code, run.err.splitlines()[0]) == (3, "known.jsonl:2: this is no line of a baseline")


def test_one_entry_for_an_editor(town: Path) -> None:
    """Lokalize asks about one entry of a catalog, and gets notes about that one."""
    run = enregard(town, "check", "--format", "lokalize", "--entry", "2", PO)
    assert run.out == "[note] warning: a space before “?”: French, not English [french-space] → What?\n"


def test_the_source_is_judged(town: Path) -> None:
    """``--source`` speaks about the French only, and needs no translation."""
    write(town, {"source_fr/a.md": "Le le maire part.\n", "enregard.toml": '[checks]\ntypography = "fr-FR"\n'})
    assert rules(town, "--source") == ["source-doubled-word"]
    assert enregard(town, "check", "--source", "--fail-on", "warning").code == 1
    assert enregard(town, "check", "--explain", "source-space").code == 0


def test_a_glossary_is_kept_to(town: Path) -> None:
    """A term said otherwise and an unwanted word are found; a glossary without columns is named with its line."""
    write(
        town,
        {"enregard.toml": '[checks]\nglossary = "g.csv"\n', "g.csv": "terme;traduction;interdit\nmaire;town mayor;\n"},
    )
    assert "glossary" in rules(town)
    write(town, {"g.csv": "a;b\n"})
    run = enregard(town, "check")
    assert (run.code, run.err.splitlines()[0]) == (3, "g.csv:1: the glossary has no columns for terms and translations")


@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_glossaries_of_any_spreadsheet(sign: str) -> None:
    """Commas, semicolons or tabs; a byte order mark; empty lines and comments."""
    text = "\ufeff" + "\r\n".join(
        sign.join(row)
        for row in (["Term", "Translation", "Note", "Forbidden"], ["maire", "mayor|town mayor", "x", ""], ["# c"], [])
    )
    assert glossary.read(text, path="g") == (Term("maire", ("mayor", "town mayor"), ()),)


def test_a_line_that_says_nothing() -> None:
    """A term without translation or unwanted words is a fault with its line."""
    with pytest.raises(SettingsError) as caught:
        glossary.read("term,translation\nmaire,mayor\nrue,\n", path="g.csv")
    assert str(caught.value).startswith("g.csv:3: ")


def test_what_a_change_costs(town: Path) -> None:
    """Since a commit: pages and words that became stale or new; an unknown revision is wrong usage."""
    for command in (["init", "-q"], ["add", "."], ["-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qm", "a"]):
        subprocess.run(["git", *command], cwd=town, check=True)
    write(town, {"source_fr/a.md": FRENCH.replace("deux fois", "trois fois") + "\nTout est dit.\n"})
    run = enregard(town, "status", "--since", "HEAD", "--format", "json")
    assert json.loads(run.out)["locales"]["en"]["total"]["segments"] == 5
    assert "since HEAD: 1 page, 8 words (1 sentences changed, 1 new, 0 gone)" in run.err
    assert enregard(town, "status", "--since", "nowhere").code == 2
    assert enregard(town, "status", "--since", "--output=x").code == 2


def test_too_much_that_is_stale(town: Path) -> None:
    """More stale segments than allowed are something to see; what is left is told in bands."""
    write(town, {"source_fr/a.md": FRENCH.replace("deux fois", "trois fois")})
    assert enregard(town, "extract").code == 0
    assert enregard(town, "status", "--max-stale", "1").code == 0
    run = enregard(town, "status", "--max-stale", "0", "--quote", "--format", "csv")
    assert run.code == 1
    assert "en: 1 stale segment, more than the 0 allowed" in run.err
    assert "en: 5 words left: 0 exact" in run.err
    assert run.out.startswith("language,document,percent")
