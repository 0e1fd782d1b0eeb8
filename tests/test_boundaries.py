"""Where sentences end in marked-up runs: what is told at a glance is what the Markdown parser says."""

from __future__ import annotations

import random

import pytest
from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import LINK_RE, LinkInlineProcessor

from enregard.model import Reading
from enregard.sources.cutting import rules_of
from enregard.sources.markdown.boundaries import boundaries
from enregard.sources.markdown.engine import Engine, Knowledge
from enregard.sources.markdown.rendering import KNOTTY
from enregard.sources.markdown.scanning import view
from enregard.sources.markdown.simple import constructs, html

SOUND = (  # noqa: SIM905 - pieces, not a list to read
    "Le marché ouvre. Il ferme ! Et *mot* **gras.** _seul_ __deux__ `code.` [lien.](a_b*c.md) [**gras.**](d.md) "
    "![image.](e.png) <https://f.org/g_h> <br> [^n]. [^n] &eacute;. R & D. < b. * 3. snake_case. \\*étoile. « Oui. "
    "Non. » l’*accord*. (*bis*). *a`b.`d*. **[x.](z.md)**. M. Dupont. p. 12. *puis.\u00a0Après* [lien.\u00a0Ici](a.md) "
    "[entre.] **[deux.]** **_trois._** <b>quatre.</b> <span title='x.\u00a0Y'>cinq.</span>"
).split(" ")
"""Pieces of sentences that hold no riddle, whatever their order."""
BROKEN = (  # noqa: SIM905 - the same
    "*puis. Après* **le soir. La nuit** _Un. Deux_ `code. Brut` [lien. Ici](a.md) [^absent]. "
    "* ** _ ` [ ] ( ) ![ ]( <b>un. Deux</b> < > [réf] [réf][réf] ***trois. Fois*** **_deux. Trois_**"
).split(" ")
"""Pieces that may or may not find their other half."""

UNSEEN = (  # noqa: SIM905 - the same
    ". ( ) [ ] * ** _ ` < > { } & \\ $ ! ![ ]( [^n] &nbsp; <b> {.x} \\* ![](a) <!--b--> [](c) a"
).split(" ")
"""Signs that readers see or do not see, whole constructs among them."""
ENDS = (".", "!", "?", "…", ".)", ".]", "?»", ":)")

LINK = "\n\n[réf]: h.md\n"


def engine_and_knowledge(*, asks: bool, with_links: bool) -> tuple[Engine, Knowledge]:
    """A parser that knows one note, and perhaps a link; ``asks``: it is asked about every run, however simple."""
    engine = Engine(Reading().extensions, math=False)
    _, knowledge = engine.parse(f"[^n]: Une note.{LINK if with_links else ''}", path="t.md")
    engine.install(knowledge)
    if asks:
        engine.is_standard = False
    return engine, knowledge


@pytest.mark.parametrize("language", ["fr", "en", "de"])
def test_where_a_reader_sees_a_boundary_the_text_may_break(language: str) -> None:
    """The cheap question about the raw text never says no where the words without their markup have a boundary."""
    rules = rules_of(Reading(language=language))
    assert rules is not None
    drawn = random.Random(11)
    seen = 0
    for number in range(9_000):
        before = drawn.choices([*UNSEEN, *SOUND, *BROKEN], k=drawn.randint(0, 2))
        behind = drawn.choices(UNSEEN, k=drawn.randint(0, 3))
        text = "".join([*before, "oui", drawn.choice(ENDS), *behind, drawn.choice(" \u00a0"), "Alors"])
        if rules.boundaries(view(text, math=number % 3 == 0).plain):
            seen += 1
            assert rules.may_break(text), text
    assert seen > 3_000


@pytest.mark.parametrize("with_links", [False, True])
def test_what_is_seen_at_a_glance_is_what_the_parser_says(*, with_links: bool) -> None:
    """Over runs drawn from all constructs, sound and broken, the quick answer and the parser's are the same."""
    quick, knowledge = engine_and_knowledge(asks=False, with_links=with_links)
    asked, _ = engine_and_knowledge(asks=True, with_links=with_links)
    rules = rules_of(Reading())
    assert rules is not None
    drawn = random.Random(7)
    seen = 0
    for number in range(900):
        bits = SOUND if number % 3 else SOUND + BROKEN
        text = " ".join(drawn.choices(bits, k=drawn.randint(3, 14)))
        seen += constructs(text, notes=knowledge.footnotes, has_references=with_links) is not None
        told, said = (
            boundaries(text, rules=rules, engine=engine, knowledge=knowledge, math=False) for engine in (quick, asked)
        )
        assert told == said, text
    assert seen > (100 if with_links else 300)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Un *mot*. Deux", [(3, 8)]),
        ("[Un](a.md). `b`", [(0, 10), (12, 15)]),
        ("Rien de *tout cela", None),
        ("Un <b>mot</b>.", [(3, 13)]),
        ("Un <b>mot.", None),
        ("Note[^n].", []),
        ("Note[^x].", None),
    ],
)
def test_simple_runs(text: str, expected: list[tuple[int, int]] | None) -> None:
    """Constructs that hold no riddle have a place; with all others the parser is asked."""
    assert constructs(text, notes={"n"}, has_references=False) == expected


SIGNS = "ab é\u00a0*_`[]()!<>&;/:.#{}$\\\"'"


@pytest.mark.parametrize("with_links", [False, True])
def test_what_is_written_at_a_glance_is_what_the_parser_writes(*, with_links: bool) -> None:
    """Over runs drawn from constructs, and over signs in any order: what has HTML at a glance has the parser's."""
    engine, knowledge = engine_and_knowledge(asks=False, with_links=with_links)
    drawn = random.Random(11)
    runs = [
        ("" if number % 4 == 0 else " ").join(drawn.choices(SOUND + BROKEN * (number % 2), k=drawn.randint(1, 8)))
        for number in range(3000)
    ]
    runs += ["".join(drawn.choices(SIGNS, k=drawn.randint(2, 14))).strip() or "a" for _ in range(3000)]
    told = {text: html(text, has_references=with_links) for text in runs}
    seen = [text for text, inner in told.items() if inner is not None]
    engine.install(knowledge)
    assert [told[text] for text in seen] == engine.inline_html(seen, knotty=KNOTTY)
    assert len(seen) > 700


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('Un > deux & "trois".', 'Un &gt; deux &amp; "trois".'),
        (
            "**Un `a<b`**, [deux !](c_d.md)",
            '<strong>Un <code>a&lt;b</code></strong>, <a href="c_d.md">deux !</a>',
        ),
        ('![L\'"un"](a.png)', '<img alt="L\'&quot;un&quot;" src="a.png" />'),
        ("<https://f.org/?a&b>", '<a href="https://f.org/?a&amp;b">https://f.org/?a&amp;b</a>'),
        ("Code `{x}`.", "Code <code>{x}</code>."),
        ("Un *mot*{.rouge}", None),
        ("Un mot \\*à part", None),
        ("Note[^n].", None),
        ("Un <b>mot</b>.", None),
        ("[Un](a.md?b&lt;=c)", None),
        ("Un  \ndeux", None),
        ("Rien de *tout cela", None),
    ],
)
def test_the_html_of_simple_runs(text: str, expected: str | None) -> None:
    """Words, links, emphasis, code and images are written at once; attributes, notes and HTML are for the parser."""
    assert html(text, has_references=False) == expected


class OwnLinks(Extension):
    """An extension that gives links another meaning, under Python-Markdown's own name."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Python-Markdown's name
        """Put a pattern of its own in the place of the link's."""
        md.inlinePatterns.register(OwnLink(LINK_RE, md), "link", 160)


class OwnLink(LinkInlineProcessor):
    """What every link becomes."""


def test_an_extension_that_replaces_a_pattern_is_not_taken_for_markdown() -> None:
    """What is seen at a glance holds for Python-Markdown's own patterns alone, whatever name another one has."""
    assert Engine(("extra",), math=True).is_known
    assert not Engine((f"{__name__}:OwnLinks",), math=False).is_standard
