"""Reports say everything, in the form their readers know, and nothing from a file reaches a terminal as a command."""

import csv
import json
import re
from collections.abc import Mapping
from types import MappingProxyType
from xml.etree.ElementTree import fromstring

import markdown as python_markdown
import pytest
from browser_tools import node_package
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from enregard.coverage import Age, Detail, Quotation
from enregard.model import Counts, Finding, Kind, Place, Segment, Severity, Words
from enregard.registry import RULES
from enregard.reports.contract import FindingsReport, More, Sheet, StatusReport
from enregard.reports.data import findings_json, status_json
from enregard.reports.github import github
from enregard.reports.junit import junit
from enregard.reports.lokalize import lokalize
from enregard.reports.markdown import status_markdown
from enregard.reports.sarif import sarif
from enregard.reports.tables import status_badge, status_csv
from enregard.reports.terminal import excerpt, safe
from enregard.reports.text import findings_text, status_table

FINDINGS: Mapping[str, FindingsReport] = MappingProxyType(
    {
        "text": findings_text,
        "json": findings_json,
        "github": github,
        "sarif": sarif,
        "junit": junit,
        "lokalize": lokalize,
    }
)
STATUS: Mapping[str, StatusReport] = MappingProxyType(
    {"table": status_table, "json": status_json, "markdown": status_markdown, "csv": status_csv, "badge": status_badge}
)
PLAIN = Sheet()
LOST = Finding(
    rule="links",
    severity=Severity.ERROR,
    message="the link to https://exemple.fr/ is missing",
    po=Place("locales/en/LC_MESSAGES/un, deux.po", 12),
    source=Place("source_fr/un, deux.md", 4),
    msgid="Voir [le site](https://exemple.fr/).",
    msgstr="See the site: 100%\nof it.",
    suggestion="See [the site](https://exemple.fr/).",
)
DRAFT = Finding("fuzzy", Severity.WARNING, "a draft", Place("b.po", 3), Place("b.md"), "Un.", "One.")
BARE = Finding("house", Severity.INFO, "a finding without a place")
EN = {
    "dossiers/un_deux": Counts(10, 5, 1, 1, 3, 2, Words(100, 50, 10, 10, 30)),
    "guide": Counts(190, 190, words=Words(900, 900)),
}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Déjà « vu »… 12\u202f%, œuvre, 中文, سلام 👏", "Déjà « vu »… 12\u202f%, œuvre, 中文, سلام 👏"),
        ("\x1b]0;title\x07", "<U+001B>]0;title<U+0007>"),
        ("a\u202eb\u2066c\u200bd\ufeff", "a<U+202E>b<U+2066>c<U+200B>d<U+FEFF>"),
        ("a\nb\tc\x9b", "a<U+000A>b<U+0009>c<U+009B>"),
        ("a\u2028b\u00adc\ue000d\uffff", "a<U+2028>b<U+00AD>c<U+E000>d<U+FFFF>"),
        ("caf\udce9.md", "caf\\xe9.md"),
        ("\ud800", "<U+D800>"),
    ],
)
def test_safe(text: str, shown: str) -> None:
    """What is invisible is shown by its number; what a reader can read stays as it is."""
    assert safe(text) == shown


def test_excerpt() -> None:
    """An excerpt stays on one line of a given width."""
    assert excerpt("Un\ndeux", 10) == "Un↵deux"
    assert excerpt("Une longue phrase", 10) == "Une longu…"


NASTY = st.text(
    st.sampled_from("aé\x00\x07\x1b\x7f\x9b\u202e\u2067\u2028\ufffe\udce9\ud800\U000e0041%:,|`*<>&\"'\n\r\t[]")
)


@given(NASTY, NASTY, NASTY)
def test_nothing_reaches_the_terminal_as_a_command(message: str, path: str, msgid: str) -> None:
    """Whatever messages, paths and texts hold, every report is made of visible characters and line ends alone."""
    finding = Finding("r", Severity.ERROR, message, Place(path, 1), Place(path), msgid, msgid, msgid)
    for report in FINDINGS.values():
        written = report([finding], PLAIN)
        assert safe(written.replace("\n", "")) == written.replace("\n", "")
        written.encode()
    segment = Segment(msgid, Kind.PARAGRAPH, id="x", section=(msgid,))
    more = More(
        details={path: Detail(path=path, first=segment)},
        ages=(Age(Place(path, 1), Place(path), segment),),
        quotation=Quotation(),
    )
    for status in STATUS.values():
        written = status({"en": {path: Counts(1)}}, PLAIN, {"en": more})
        assert safe(written.replace("\n", "")) == written.replace("\n", "")


@pytest.mark.parametrize("name", FINDINGS)
def test_a_report_ends_its_last_line(name: str) -> None:
    """Every report ends with one line end, with findings and without, unless it has nothing to say."""
    for findings in ([LOST, DRAFT, BARE], []):
        written = FINDINGS[name](findings, PLAIN)
        assert written == "" or (written.endswith("\n") and not written.endswith("\n\n"))


def test_text() -> None:
    """The first line of a finding is one that editors can follow; source and excerpts stand below it."""
    assert findings_text([LOST, DRAFT, BARE], Sheet(width=60)).splitlines() == [
        "locales/en/LC_MESSAGES/un, deux.po:12: error: the link to https://exemple.fr/ is missing [links]",
        "                 source_fr/un, deux.md:4",
        "    source       Voir [le site](https://exemple.fr/).",
        "    translation  See the site: 100%↵of it.",
        "    suggestion   See [the site](https://exemple.fr/).",
        "b.po:3: warning: a draft [fuzzy]",
        "                 b.md",
        "    source       Un.",
        "    translation  One.",
        "info: a finding without a place [house]",
        "1 error, 1 warning, 1 for information",
    ]
    assert findings_text([], PLAIN) == "Nothing to say: all is well.\n"


def test_colours_are_the_only_difference() -> None:
    """With colours the text is the same, and without them there is not one escape sequence."""
    coloured = findings_text([LOST, DRAFT], Sheet(colour=True))
    assert "\x1b[" in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == findings_text([LOST, DRAFT], PLAIN)


def test_json() -> None:
    """The fields are those of the contract, in its order, and texts come back unchanged."""
    nasty = Finding("r", Severity.INFO, "m", msgid="a\u202e\x1b\U000e0041é", msgstr="\n")
    first, second = json.loads(findings_json([LOST, nasty], PLAIN))
    assert first == {
        "rule": "links",
        "severity": "error",
        "message": LOST.message,
        "po": {"path": "locales/en/LC_MESSAGES/un, deux.po", "line": 12},
        "source": {"path": "source_fr/un, deux.md", "line": 4},
        "msgid": LOST.msgid,
        "msgstr": LOST.msgstr,
        "suggestion": LOST.suggestion,
    }
    assert list(first) == ["rule", "severity", "message", "po", "source", "msgid", "msgstr", "suggestion"]
    assert (second["po"], second["msgid"], second["msgstr"], second["suggestion"]) == (None, nasty.msgid, "\n", None)


def test_github() -> None:
    """A workflow command escapes what ends a property or a line; a finding without a place has none."""
    first, second = github([LOST, BARE], PLAIN).splitlines()
    assert first.startswith("::error file=locales/en/LC_MESSAGES/un%2C deux.po,line=12,title=enregard links::the link")
    assert first.endswith("%0Atranslation: See the site: 100%25↵of it.")
    assert second == "::notice title=enregard house::a finding without a place"


def test_sarif() -> None:
    """A log holds what SARIF 2.1.0 requires: rules by index, levels, relative addresses, lines from 1."""
    sheet = Sheet(manuals={"links": "A summary.\n\nThe rest.", "emphasis": "Another."})
    log = json.loads(sarif([LOST, DRAFT, BARE], sheet))
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert log["version"] == "2.1.0"
    assert [rule["id"] for rule in rules] == ["emphasis", "fuzzy", "house", "links"]
    assert rules[3]["shortDescription"] == {"text": "A summary."}
    assert [rules[result["ruleIndex"]]["id"] for result in run["results"]] == ["links", "fuzzy", "house"]
    assert [result["level"] for result in run["results"]] == ["error", "warning", "note"]
    assert run["results"][0]["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "locales/en/LC_MESSAGES/un%2C%20deux.po", "uriBaseId": "PROJECT"},
        "region": {"startLine": 12},
    }
    assert "region" not in run["results"][1]["relatedLocations"][0]["physicalLocation"]
    assert run["results"][2]["locations"] == []


@pytest.mark.parametrize(
    "findings", [[LOST, DRAFT, BARE], [], [Finding("r", Severity.INFO, "", Place("caf\udce9.md", 0))]]
)
def test_sarif_fulfils_its_schema(findings: list[Finding]) -> None:
    """The schema of the standard finds nothing, whatever is told, and does find a log that breaks it."""
    schema = json.loads(node_package("sarif/sarif-2.1.0.json").read_text(encoding="utf-8"))
    judge = Draft202012Validator(schema)
    manuals = {rule.id: rule.manual for rule in RULES.values()}
    log = json.loads(sarif(findings, Sheet(manuals=manuals)))
    assert [error.message for error in judge.iter_errors(log)] == []
    log["runs"][0]["tool"]["driver"]["rules"][0]["name"] = 1
    assert not judge.is_valid(log)


def test_a_moved_finding_is_the_same() -> None:
    """Fingerprints do not change with lines: a finding is not closed and opened again by an edit above it."""
    moved = Finding(LOST.rule, LOST.severity, LOST.message, Place(LOST.po.path, 99), LOST.source, LOST.msgid)  # type: ignore[union-attr]
    prints = [json.loads(sarif([f], PLAIN))["runs"][0]["results"][0]["partialFingerprints"] for f in (LOST, moved)]
    assert prints[0] == prints[1]


def test_junit() -> None:
    """One suite a file, one test a finding; errors and warnings fail, and a run without findings has a test."""
    root = fromstring(junit([LOST, DRAFT, BARE, LOST], PLAIN))  # noqa: S314 - our own report
    assert (root.get("tests"), root.get("failures")) == ("4", "3")
    assert [(suite.get("name"), suite.get("tests"), suite.get("failures")) for suite in root] == [
        ("b.po", "1", "1"),
        ("enregard", "1", "0"),
        ("locales/en/LC_MESSAGES/un, deux.po", "2", "2"),
    ]
    allowed = {"testsuites": {"testsuite"}, "testsuite": {"testcase"}, "testcase": {"failure", "system-out"}}
    for element in root.iter():
        assert {inside.tag for inside in element} <= allowed.get(element.tag, set())
        assert {"testsuite": "name", "testcase": "classname"}.get(element.tag, "") in {"", *element.keys()}
    clean = fromstring(junit([], PLAIN))  # noqa: S314 - the same
    assert (clean.get("tests"), clean.get("failures")) == ("1", "0")


def test_status_json() -> None:
    """The numbers of each document and their sum stand under their language, with the names of the contract."""
    locale = json.loads(status_json({"en": EN}, PLAIN, {}))["locales"]["en"]
    assert locale["documents"]["dossiers/un_deux"] == {
        "segments": 10,
        "translated": 5,
        "stale": 1,
        "fuzzy": 1,
        "untranslated": 3,
        "obsolete": 2,
        "words": {"total": 100, "translated": 50, "stale": 10, "fuzzy": 10, "untranslated": 30},
    }
    assert (locale["total"]["segments"], locale["total"]["words"]["total"]) == (200, 1000)


def test_status_table() -> None:
    """Each document has its row and the total is last, rounded down."""
    lines = [line.split() for line in status_table({"en": EN}, PLAIN, {}).splitlines() if line.strip()]
    assert lines[0] == ["en"]
    assert ["dossiers/un_deux", "50%", "10", "1", "1", "3", "100", "50"] in lines
    assert lines[-1] == ["total", "97%", "200", "1", "1", "3", "1000", "50"]


@pytest.mark.parametrize("width", [20, 40, 80, 200])
def test_the_table_keeps_its_numbers(width: int) -> None:
    """However narrow the terminal, names are folded before numbers are cut."""
    table = status_table({"en": {"un/très/long/chemin/de/document": Counts(123, 45, 6, 7, 65)}}, Sheet(width=width), {})
    assert width < 80 or all(number in table for number in ("123", " 36%", " 65"))
    assert table.endswith("\n")


def test_status_markdown() -> None:
    """The table is one that Python-Markdown reads, with every name as it is written; it mentions nobody."""
    table = status_markdown({"en": {"a_b|c*d @untel": Counts(2, 1)}}, PLAIN, {})
    html = python_markdown.markdown(table, extensions=["tables"])
    assert "@" not in table
    assert ">a_b|c*d &#64;untel</td>" in html
    assert html.count("<tr>") == 3
    assert "<strong>50%</strong>" in html


def test_lokalize_shows_findings_beside_the_entry() -> None:
    """Every finding is one line that Lokalize recognises, with nothing in it that is markup."""
    lines = lokalize([LOST, DRAFT, BARE], PLAIN).splitlines()
    assert len(lines) == 3
    assert all(line.startswith("[note] ") for line in lines)
    assert lines[0].startswith("[note] error: the link to https://exemple.fr/ is missing [links] → ")
    assert "<" not in lokalize([Finding("x", Severity.INFO, "an element <b>")], PLAIN)


def test_csv_is_a_table() -> None:
    """A row for each document, the total last; what a spreadsheet could take for a formula is a text."""
    rows = list(csv.DictReader(status_csv({"en": {"=cmd": Counts(3, 1), **EN}}, PLAIN, {}).splitlines()))
    assert [row["document"] for row in rows] == ["'=cmd", "dossiers/un_deux", "guide", "*"]
    assert (rows[2]["percent"], rows[2]["words"]) == ("100", "900")
    assert rows[-1]["segments"] == "203"


def test_the_badge_is_a_picture() -> None:
    """It is well-formed SVG without a script or an address, and tells each language in words too."""
    svg = status_badge({"en": EN, "de": {}}, PLAIN, {})
    root = fromstring(svg)  # noqa: S314 - our own
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert root.get("aria-label") == "en: 95% translated, de: 100% translated"
    assert "http" not in svg.replace("http://www.w3.org/2000/svg", "")
    assert "script" not in svg


def test_something_done_is_not_nothing() -> None:
    """One segment of a thousand shows as 1 %, and 999 of a thousand as 99 %."""
    for report in (status_table, status_markdown):
        assert "1%" in report({"en": {"a": Counts(1000, 1)}}, PLAIN, {})
        assert "99%" in report({"en": {"a": Counts(1000, 999)}}, PLAIN, {})


def test_a_narrow_terminal_hides_no_name() -> None:
    """A name that is too long goes on below, in signs that take two columns too; numbers are never cut."""
    names = ("dossiers/les-accords-et-leurs-suites", "日本/日本語の文書")
    for width in (30, 60, 80):
        drawn = status_table({"en": dict.fromkeys(names, Counts(1234, 567))}, Sheet(width=width), {})
        column = re.sub(r"(?m)^  (\S*).*\n", r"\1", drawn)
        assert all(name in column for name in names), width
        assert drawn.count("1234") == 4, "each document has a folder"
    assert max(len(line) for line in drawn.splitlines()) <= 80
