"""Each rule finds what its cases say, and nothing else; the seam holds whatever a rule does."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest
from passages import CASES, entries, passage, title

from enregard.checks import (
    Pair,
    Policy,
    Remark,
    Rule,
    Term,
    check,
    edges,
    endings,
    figures,
    marks,
    residue,
    sameness,
    spacing,
    states,
    terms,
    variants,
    wording,
)
from enregard.checks.contract import Among, Inquiry, Look, Study, Verdict
from enregard.containment import contain, contain_text
from enregard.model import Entry, Finding, Kind, Place, Segment, Severity, State

FAMILIES = (states, sameness, marks, edges, figures, residue, endings, spacing, wording, terms, variants)
RULES = tuple(rule for family in FAMILIES for rule in family.RULES)
FILES = (
    "states.po",
    "same-as-source.po",
    "marks.po",
    "edges.po",
    "numbers.po",
    "french.po",
    "endings.po",
    "signs.po",
    "wording.po",
    "variants.po",
)
POLICY = Policy(
    terms=(
        Term("commune", ("municipality",)),
        Term("usager", ("user",), ("customer",)),
        Term("", (), ("stakeholder",)),
    ),
    titles="sentence",
)
"""The glossary and the style of titles of the cases."""
MARKS_LOST = {"a link lost", "a link used twice", "a footnote twice", "emphasis of another kind", "code added"}
"""Translations that do no harm, and yet are errors."""


def pair(entry: Entry) -> Pair:
    """A case as the commands would put it to the rules."""
    source, shown = passage(entry.msgid, "fr"), passage(entry.msgstr, "en")
    if entry.extracted and title(entry).startswith("heading: "):
        source = replace(source, segment=replace(source.segment, kind=Kind.HEADING))
    reason = None
    if entry.state is State.TRANSLATED:
        reason = contain_text(source.segment, entry.msgstr) or contain(source, shown)
    translation = shown if reason is None else None
    return Pair(source.segment, entry, source, translation, reason, Place("cases.po", entry.line), Place("cases.md"))


def said(finding: Finding) -> str:
    """A finding as the cases write it down."""
    return f"finds {finding.rule} ({finding.severity}): {finding.message}"


def written_anew(name: str) -> str:
    """The file of cases with what the rules say now."""
    found = [[said(finding) for finding in check([pair(entry)], RULES, policy=POLICY)] for entry in entries(name)]
    out: list[str] = []
    for line in (CASES / name).read_text(encoding="utf-8").splitlines(keepends=True):
        if not line.startswith("#. finds "):
            out.append(line)
        if line.startswith("#. ") and not line.startswith("#. finds "):
            out += [f"#. {words}\n" for words in found.pop(0)]
    return "".join(out)


@pytest.mark.parametrize("name", FILES)
def test_cases(name: str, update_cases: bool) -> None:  # noqa: FBT001 - a fixture
    """The rules say of each case what stands beside it."""
    now = written_anew(name)
    if update_cases:
        (CASES / name).write_text(now, encoding="utf-8")
    assert now == (CASES / name).read_text(encoding="utf-8")


def test_every_rule_has_good_and_bad_cases() -> None:
    """No rule is without a case that it finds, and none finds everything."""
    found = {line.split()[2] for name in FILES for line in written_anew(name).splitlines() if "#. finds " in line}
    assert found == {rule.id for rule in RULES}
    assert all(any(not check([pair(entry)], RULES, policy=POLICY) for entry in entries(name)) for name in FILES)


def test_every_rule_has_a_manual_page() -> None:
    """The manual of a rule has a summary that is a sentence, and says what to do or what is no finding."""
    for rule in RULES:
        summary, _, rest = rule.manual.partition("\n\n")
        assert summary.endswith(".")
        assert "\n" not in summary
        assert rest, rule.id
    assert len({rule.id for rule in RULES}) == len(RULES)


@pytest.mark.parametrize("entry", entries("harmless.po"), ids=title)
def test_harmless_translations_are_no_errors(entry: Entry) -> None:
    """What may be published is no error either, unless the case is one of a mark that was lost or doubled."""
    errors = [finding for finding in check([pair(entry)], RULES) if finding.severity is Severity.ERROR]
    assert bool(errors) is (title(entry) in MARKS_LOST)


def bare(msgid: str, msgstr: str, line: int = 1) -> Pair:
    """A pair that was not rendered."""
    segment = Segment(msgid, Kind.PARAGRAPH, id="p")
    return Pair(segment, Entry(msgid, msgstr), po=Place("a.po", line), place=Place("a.md", None))


def test_a_finding_names_both_places() -> None:
    """A finding holds rule, severity, both places and both texts, as the reports need them."""
    (finding,) = check([bare("Un.", " ", 7)], RULES)
    assert finding == Finding(
        rule="blank",
        severity=Severity.ERROR,
        message="the translation is blank: it holds no visible character",
        po=Place("a.po", 7),
        source=Place("a.md", None),
        msgid="Un.",
        msgstr=" ",
        suggestion="",
    )


def test_an_entry_is_judged_once() -> None:
    """A sentence that stands in a document three times has one entry, and one finding."""
    assert len(check([bare("Un.", "")] * 3, RULES)) == 1


def test_a_segment_without_an_entry() -> None:
    """A segment that the catalog does not know is untranslated, and the message says what to run."""
    (finding,) = check([Pair(Segment("Un.", Kind.PARAGRAPH, id="p"), None)], RULES)
    assert finding.rule == "untranslated"
    assert "enregard extract" in finding.message


def test_a_rule_that_raises_is_a_finding() -> None:
    """A rule that fails is named, with the entry it failed on; the other rules are still heard."""

    def broken(pair: Pair) -> Iterator[Remark]:
        yield Remark(f"{1 // (len(pair.msgstr) - len(pair.msgstr))}")

    findings = check([bare("Un.", "One. ")], [Rule("broken", Severity.INFO, broken), *RULES])
    assert [finding.rule for finding in findings] == ["broken", "edge-spaces"]
    assert findings[0].severity is Severity.ERROR
    assert "ZeroDivisionError" in findings[0].message


def test_a_rule_that_cannot_learn_is_a_finding() -> None:
    """A rule that fails while it learns from the project is named at each entry; the other rules are still heard."""

    def unable(among: Sequence[Pair], _policy: Policy) -> Look:
        raise LookupError(str(len(among)))

    findings = check([bare("Un.", "One. ")], [Rule("unable", Severity.INFO, prepare=unable), *RULES])
    assert [(finding.rule, finding.severity) for finding in findings] == [
        ("unable", Severity.ERROR),
        ("edge-spaces", Severity.WARNING),
    ]
    assert "LookupError" in findings[0].message


def test_a_rule_that_cannot_compare_is_a_finding() -> None:
    """So is one that fails while it studies a document, or while it concludes."""

    def unable(pairs: Sequence[Pair], _policy: Policy) -> Study:
        raise LookupError(str(len(pairs)))

    def study(pairs: Sequence[Pair], _policy: Policy) -> Study:
        return len(pairs)

    def lost(among: Among, _policy: Policy) -> Verdict:
        raise KeyError(*among.studies)

    def late(_among: Among, _policy: Policy) -> Verdict:
        return lambda study: iter([(0, Remark(f"{1 // (study - study)}"))])

    for inquiry in (Inquiry(unable, late), Inquiry(study, lost), Inquiry(study, late)):
        findings = check([bare("Un.", "One. ")], [Rule("unable", Severity.INFO, inquiry=inquiry), *RULES])
        assert [(finding.rule, finding.severity) for finding in findings] == [
            ("unable", Severity.ERROR),
            ("edge-spaces", Severity.WARNING),
        ]
        assert "Error" in findings[0].message


def test_severities_can_be_changed() -> None:
    """A project gives a rule another severity, or turns it off."""
    pairs = [bare("Un.", " One."), bare("Deux.", "")]
    findings = check(pairs, RULES, severities={"untranslated": None, "edge-spaces": Severity.INFO})
    assert [(finding.rule, finding.severity) for finding in findings] == [("edge-spaces", Severity.INFO)]


@pytest.mark.parametrize(("msgid", "msgstr"), [("Un.", " One. "), ("\nUn.\n", "One."), (" ", "One"), ("Un ", "One\n")])
def test_suggestions_mend(msgid: str, msgstr: str) -> None:
    """What the edge rules suggest, they have nothing more to say about."""
    for finding in check([bare(msgid, msgstr)], edges.RULES):
        assert finding.suggestion is not None
        assert check([bare(msgid, finding.suggestion)], edges.RULES) == []


@pytest.mark.parametrize(
    "text", ["`" * 40, "`a`" * 20, "`" + "x" * 50_000 + "`", "a" * 50_000, "a.a" * 9_000, "l'" * 9_000, "* " * 9_000]
)
def test_no_rule_is_slow(text: str) -> None:
    """Long and knotty texts are judged at once by every rule, repeated or changed."""
    for msgstr in (text, text.replace("a", "b") + "c"):
        check([pair(Entry(text, msgstr))], RULES)
