"""Where sentences end in marked-up runs: what is told at a glance is what the Markdown parser says."""

from __future__ import annotations

import random

import pytest

from enregard.model import Reading
from enregard.sources.cutting import rules_of
from enregard.sources.markdown.boundaries import boundaries
from enregard.sources.markdown.engine import Engine, Knowledge
from enregard.sources.markdown.simple import constructs

SOUND = (  # noqa: SIM905 - pieces, not a list to read
    "Le marché ouvre. Il ferme ! Et *mot* **gras.** _seul_ __deux__ `code.` [lien.](a_b*c.md) [**gras.**](d.md) "
    "![image.](e.png) <https://f.org/g_h> <br> [^n]. [^n] &eacute;. R & D. < b. * 3. snake_case. \\*étoile. « Oui. "
    "Non. » l’*accord*. (*bis*). *a`b.`d*. **[x.](z.md)**. M. Dupont. p. 12. *puis.\u00a0Après* [lien.\u00a0Ici](a.md)"
).split(" ")
"""Pieces of sentences that hold no riddle, whatever their order."""
BROKEN = (  # noqa: SIM905 - the same
    "*puis. Après* **le soir. La nuit** _Un. Deux_ `code. Brut` [lien. Ici](a.md) [^absent]. "
    "* ** _ ` [ ] ( ) ![ ]( <b>un. Deux</b> < > [réf] [réf][réf] ***trois. Fois*** **_deux. Trois_**"
).split(" ")
"""Pieces that may or may not find their other half."""


def engine_and_knowledge(*, asks: bool) -> tuple[Engine, Knowledge]:
    """A parser that knows one note and one link; ``asks``: it is asked about every run, however simple."""
    engine = Engine(Reading().extensions, math=False)
    _, knowledge = engine.parse("[^n]: Une note.\n\n[réf]: h.md\n", path="t.md")
    engine.install(knowledge)
    if asks:
        engine.is_standard = False
    return engine, knowledge


def test_what_is_seen_at_a_glance_is_what_the_parser_says() -> None:
    """Over runs drawn from all constructs, sound and broken, the quick answer and the parser's are the same."""
    quick, knowledge = engine_and_knowledge(asks=False)
    asked, _ = engine_and_knowledge(asks=True)
    rules = rules_of(Reading())
    assert rules is not None
    drawn = random.Random(7)
    seen = 0
    for number in range(1200):
        bits = SOUND if number % 3 else SOUND + BROKEN
        text = " ".join(drawn.choices(bits, k=drawn.randint(3, 14)))
        seen += constructs(text, knowledge.footnotes) is not None
        told, said = (
            boundaries(text, rules=rules, engine=engine, knowledge=knowledge, math=False) for engine in (quick, asked)
        )
        assert told == said, text
    assert seen > 100


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Un *mot*. Deux", [(3, 8)]),
        ("[Un](a.md). `b`", [(0, 10), (12, 15)]),
        ("Rien de *tout cela", None),
        ("Un <b>mot</b>.", None),
        ("Note[^n].", []),
        ("Note[^x].", None),
    ],
)
def test_simple_runs(text: str, expected: list[tuple[int, int]] | None) -> None:
    """Constructs that hold no riddle have a place; with all others the parser is asked."""
    assert constructs(text, {"n"}) == expected
