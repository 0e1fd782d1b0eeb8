"""SRX files mean here what the standard says, and a broken one is refused with its line and a way out."""

from __future__ import annotations

import re
from importlib import resources
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enregard.errors import RulesError
from enregard.segmentation import RULES_VERSION, rules, sentences
from enregard.segmentation.engine import breaks, compiled, select
from enregard.segmentation.srx import Formats, Rule, read

ATOMS = st.sampled_from(["a", "b", "A", r"\.", "!", r"\s", "[ab]", "[^a]", "[.!]", r"\p{Lu}", r"\u0041", r"\x{62}"])
EXPRESSIONS = st.recursive(
    ATOMS,
    lambda inner: st.one_of(
        st.tuples(inner, inner).map("".join),
        st.tuples(inner, inner).map(lambda pair: f"({pair[0]}|{pair[1]})"),
        st.tuples(inner, st.sampled_from(["?", "*", "+", "{2}", "{1,2}", "+?"])).map(
            lambda pair: f"(?:{pair[0]}){pair[1]}"
        ),
    ),
    max_leaves=4,
)
RULES = st.builds(Rule, breaks=st.booleans(), before=st.just("") | EXPRESSIONS, after=st.just("") | EXPRESSIONS)
TEXTS = st.text(alphabet="abA.! ", max_size=14)


def in_python(expression: str) -> str:
    """What the atoms above are called in Python's own regular expressions."""
    return expression.replace(r"\p{Lu}", "A").replace(r"\u0041", "A").replace(r"\x{62}", "b")


def by_the_standard(chosen: list[Rule], text: str) -> list[int]:
    """SRX word for word, slowly: at each position the first rule that fits on both sides decides."""
    found = []
    for position in range(1, len(text) + 1):
        for rule in chosen:
            before, after = re.compile(in_python(rule.before)), re.compile(in_python(rule.after))
            fits_before = any(before.fullmatch(text, start, position) for start in range(position + 1))
            if fits_before and after.match(text, position):
                if rule.breaks:
                    found.append(position)
                break
    return found


@given(st.lists(RULES, max_size=6), TEXTS)
def test_the_first_rule_that_fits_decides(chosen: list[Rule], text: str) -> None:
    """The compiled expression breaks exactly where a slow, obviously right reading of the standard does."""
    assert list(breaks(compiled(chosen), text)) == by_the_standard(chosen, text)


def srx(*chosen: tuple[str, str, str], header: str = 'cascade="no"', maps: str = "") -> str:
    """An SRX file with these (break, before, after) rules for every language."""
    lines = "\n".join(
        f'<rule break="{kind}"><beforebreak>{before}</beforebreak><afterbreak>{after}</afterbreak></rule>'
        for kind, before, after in (map(escape, rule) for rule in chosen)
    )
    maps = maps or '<languagemap languagepattern=".*" languagerulename="All"/>'
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<srx xmlns="http://www.lisa.org/srx20" version="2.0"><header segmentsubflows="yes" {header}>
<formathandle type="start" include="yes"/><formathandle type="end" include="no"/></header><body><languagerules>
<languagerule languagerulename="All">
{lines}
</languagerule></languagerules><maprules>{maps}</maprules></body></srx>"""


def cut(text: str, *chosen: tuple[str, str, str]) -> list[str]:
    """The text cut by an SRX file with these rules."""
    return sentences(text, rules("fr", srx=srx(*chosen)))


@pytest.mark.parametrize(
    ("before", "after", "text", "expected"),
    [
        (r"[\p{L}&&[^a]]\.", r"\s", "ba. bb. c", ["ba. bb.", "c"]),
        (r"[\p{L}--[a]]\.", r"\s", "ba. bb. c", ["ba. bb.", "c"]),
        (r"[[:upper:][0-9]]\.", r"\s", "b. B. 1. c", ["b. B.", "1.", "c"]),
        (r"\Q.)\E", r"\s", "a. b.) c", ["a. b.)", "c"]),
        (r"\Q.)", r"\s", "a. b.) c", ["a. b.)", "c"]),
        (r"(?i)fin\.", r"\s", "FIN. dot. Fin. a", ["FIN.", "dot. Fin.", "a"]),
        (r"(?iu:fin)\.", r"\s", "FIN. dot. a", ["FIN.", "dot. a"]),
        (r"x(?i)a|b\.", r"\s", "XA b. B. c xA d", ["XA b.", "B.", "c xA", "d"]),
        (r"^\s*\w+\.", r"\s", "Un. Deux. Trois", ["Un.", "Deux. Trois"]),
        (r"\bM\.", r"\s", "RAM. M. b", ["RAM. M.", "b"]),
        (r"(?<!M)\.", r"\s(?=[A-Z])", "M. A. b. C", ["M. A. b.", "C"]),
        (r"\.\h", r"", "a. b.  c", ["a.", "b.", "c"]),
        (r"\.[\u00A0\s]", r"", "a. b. c", ["a.", "b.", "c"]),
        (r"(?<end>\.)(?#the end)", r"\p{Z}", "a. b", ["a.", "b"]),
        (r"\p{javaLowerCase}\.", r"\P{Lu}", "a. B. c", ["a.", "B. c"]),
        (r"\.++", r"(?>\s)\S{1,2}$", "a.. b", ["a..", "b"]),
        (r"\x2E\u0021|\056", r"\S", "a.b.!c", ["a.", "b.", "!", "c"]),
        (r"{\.}", r"\s", "{.} a. b", ["{.}", "a. b"]),
        (r"[]x]\.", r"\s", "]. x. y. z", ["].", "x.", "y. z"]),
    ],
)
def test_expressions_of_other_tools(before: str, after: str, text: str, expected: list[str]) -> None:
    """What ICU and Java write in SRX files means here what it means there."""
    assert cut(text, ("yes", before, after)) == expected


def test_exceptions_come_first() -> None:
    """An exception above a break rule forbids it; below, it has no say."""
    exception, rule = ("no", r"\bM\.", r"\s"), ("yes", r"\.", r"\s")
    assert cut("M. Un. Deux", exception, rule) == ["M. Un.", "Deux"]
    assert cut("M. Un. Deux", rule, exception) == ["M.", "Un.", "Deux"]


def test_spaces_at_a_break_belong_to_no_sentence() -> None:
    """A rule that breaks behind the spaces, or twice among them, gives the same sentences."""
    assert cut("Un.   Deux. ", ("yes", r"\.\s", "")) == ["Un.", "Deux."]
    assert cut("Un.   Deux. ", ("yes", r"\.\s*", "")) == ["Un.", "Deux."]
    assert rules("fr", srx=srx(("yes", r"\.\s*", ""))).boundaries(" . Un.   Deux. ") == [2, 6]


def test_a_soft_wrap_is_a_space() -> None:
    """Rules that break at line ends, meant for files of lines, do not cut at the soft wraps of a paragraph."""
    assert cut("Un\nDeux. Trois", ("yes", "", r"\n"), ("yes", r"\.", " ")) == ["Un\nDeux.", "Trois"]


def test_a_line_end_is_a_space_before_any_rule_is_asked() -> None:
    """The cheap question whether a text may break at all sees line ends as the rules do: here a break in every line."""
    spaces = rules("fr", srx=srx(("yes", r"\.", "[ ]")))
    assert spaces.boundaries("Un.\nDeux.\rTrois") == [3, 9]
    assert spaces.may_break("Un.\nDeux")
    assert spaces.may_break("Un.\rDeux")


MAPS = """<languagemap languagepattern="FR.*" languagerulename="French"/>
<languagemap languagepattern="[Ee][Nn]" languagerulename="English"/>
<languagemap languagepattern=".*" languagerulename="Default"/>"""
THREE = """<srx version="2.0"><header segmentsubflows="no" cascade="{}"/><body><languagerules>
<languagerule languagerulename="French"><rule break="no"><beforebreak>M\\.</beforebreak></rule></languagerule>
<languagerule languagerulename="English"><rule break="no"><beforebreak>Mr\\.</beforebreak></rule></languagerule>
<languagerule languagerulename="Default"><rule><beforebreak>\\.</beforebreak></rule></languagerule>
</languagerules><maprules>{}</maprules></body></srx>"""


@pytest.mark.parametrize(
    ("cascade", "language", "expected"),
    [
        ("yes", "fr-CA", [(False, r"M\."), (True, r"\.")]),
        ("yes", "en", [(False, r"Mr\."), (True, r"\.")]),
        ("yes", "en-GB", [(True, r"\.")]),
        ("no", "fr", [(False, r"M\.")]),
        ("no", "de", [(True, r"\.")]),
    ],
)
def test_language_maps_and_cascade(cascade: str, language: str, expected: list[tuple[bool, str]]) -> None:
    """With cascade the rules of all maps that fit follow each other, else the first decides; letter case is free."""
    chosen = select(read(THREE.format(cascade, MAPS)), language)
    assert [(rule.breaks, rule.before) for rule in chosen] == expected


def test_the_header_is_read() -> None:
    """Format handles and the treatment of subflows are there for whoever cuts text with markup."""
    assert read(srx()).formats == Formats(start=True, end=False, isolated=False)
    assert read(srx()).subflows
    assert not read(THREE.format("no", MAPS)).subflows
    assert rules("fr").formats == Formats(start=False, end=True, isolated=True)


@pytest.mark.parametrize(
    ("text", "line", "problem"),
    [
        ("no xml", 1, "is not XML"),
        ("<srx version='2.0'>\n<body>", 2, "is not XML"),
        ("<!DOCTYPE srx [<!ENTITY a 'b'>]>\n<srx/>", 1, "DOCTYPE"),
        ("<?xml version='1.0'?>\n<tmx version='1.4'/>", 2, "first element is tmx"),
        ("\n<srx version='1.0'/>", 2, "SRX 1.0"),
        (srx(("yes", r"(\.", "")), 5, "never closed"),
        (srx(("yes", r"\.", "")).replace('break="yes"', 'break="maybe"'), 5, "yes"),
        (srx(("yes", "a", ""), ("no", r"a{2}\.)", "")), 6, "without its ("),
        (srx(("yes", r"*a", "")), 5, "nothing to repeat"),
        (srx(("yes", r"[a", "")), 5, "never closed"),
        (srx(("yes", r"\p{Klingon}", "")), 5, "property"),
        (srx(("yes", r"(a)\1", "")), 5, "reference back"),
        (srx(("yes", r"(?R)", "")), 5, "not known"),
        (srx(("yes", "(" * 70 + "a" + ")" * 70, "")), 5, "levels deep"),
        (srx(("yes", "a" * 30_000, "")), 5, "longer than"),
        (srx(("yes", "[b-a]", "")), 5, "cannot be used"),
        (srx(("yes", r"\j", "")), 5, "not known"),
        (srx(("yes", "a\\", "")), 5, "backslash"),
        (srx(maps='<languagemap languagepattern=".*" languagerulename="Nobody"/>'), 6, "Nobody"),
        (srx(maps='<languagemap languagepattern="de.*" languagerulename="All"/>'), None, "no language map"),
        (srx(maps='<languagemap languagepattern="(" languagerulename="All"/>'), 6, "never closed"),
        ("<srx>" + " " * 5_000_000 + "</srx>", None, "larger than"),
    ],
)
def test_a_file_that_cannot_be_used(text: str, line: int | None, problem: str) -> None:
    """What is wrong is said with path and line, and what to do about it."""
    with pytest.raises(RulesError) as caught:
        rules("fr", srx=text, srx_path="rules/ours.srx")
    assert str(caught.value).startswith("rules/ours.srx: " if line is None else f"rules/ours.srx:{line}: ")
    assert problem in str(caught.value)
    assert caught.value.advice.endswith(".")


@given(st.text(alphabet=r"ab.\s()[]{}|*+?^$-:<>=!&0123,#iQEpPLuxU" + "é", max_size=25))
def test_no_expression_brings_the_program_down(expression: str) -> None:
    """An expression is used or refused; nothing else happens."""
    try:
        ready = compiled([Rule(breaks=True, before=expression, after=r"\s")])
    except RulesError:
        return
    list(breaks(ready, "aba. .b(a) é", patience=5))


def test_an_expression_without_end_is_stopped() -> None:
    """Rules of a user that would take for ever are given up with a finding, not waited for."""
    endless = compiled([Rule(breaks=True, before=r"b(?:(?:a|aa)+)+!\.", after="")])
    with pytest.raises(RulesError, match=r"need more than 0\.2 seconds"):
        list(breaks(endless, "c" + "a" * 60 + "!.", patience=0.2))


@pytest.mark.parametrize("name", ["fr.srx", "en.srx", "other.srx"])
def test_our_own_files(name: str) -> None:
    """They are SRX 2.0 as other tools read it, say their version, and explain every rule."""
    text = (resources.files("enregard.segmentation") / name).read_text(encoding="utf-8")
    document = read(text)
    assert document.version == RULES_VERSION
    assert all(
        text.split("\n")[(rule.line or 0) - 2].strip().startswith("<!--") for r in document.rules.values() for rule in r
    )
    assert not set("\u00a0\u202f\u2009") & set(text)
