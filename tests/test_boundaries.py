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
    "Non. » l’*accord*. (*bis*). *a`b.`d*. **[x.](z.md)**. M. Dupont. p. 12. *puis.\u00a0Après* [lien.\u00a0Ici](a.md) "
    "[entre.] **[deux.]** **_trois._** <b>quatre.</b> <span title='x.\u00a0Y'>cinq.</span>"
).split(" ")
"""Pieces of sentences that hold no riddle, whatever their order."""
BROKEN = (  # noqa: SIM905 - the same
    "*puis. Après* **le soir. La nuit** _Un. Deux_ `code. Brut` [lien. Ici](a.md) [^absent]. "
    "* ** _ ` [ ] ( ) ![ ]( <b>un. Deux</b> < > [réf] [réf][réf] ***trois. Fois*** **_deux. Trois_**"
).split(" ")
"""Pieces that may or may not find their other half."""


LINK = "\n\n[réf]: h.md\n"


def engine_and_knowledge(*, asks: bool, with_links: bool) -> tuple[Engine, Knowledge]:
    """A parser that knows one note, and perhaps a link; ``asks``: it is asked about every run, however simple."""
    engine = Engine(Reading().extensions, math=False)
    _, knowledge = engine.parse(f"[^n]: Une note.{LINK if with_links else ''}", path="t.md")
    engine.install(knowledge)
    if asks:
        engine.is_standard = False
    return engine, knowledge


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
