"""Rendering passages by themselves, and asking the parser less: both come to what the parser makes of the whole."""

from __future__ import annotations

import pickle
import random
import time
import xml.etree.ElementTree as ET
from pathlib import Path

import markdown
import pytest
from conftest import SHARED
from markdown.blockprocessors import BlockProcessor
from test_boundaries import BROKEN, SOUND

from enregard import deadline, publication
from enregard.model import Limits, Reading, Segment, leave
from enregard.sources.markdown import guards, manuscript
from enregard.sources.markdown.engine import Engine
from enregard.sources.markdown.manuscript import MarkdownManuscript

CASES = sorted((Path(__file__).parent / "cases/documents").glob("*.md"))
DOCUMENTS = [*CASES, *sorted((SHARED / "corpus/md_fr").rglob("*.md"))]


def read(text: str) -> MarkdownManuscript:
    """A manuscript with the default settings."""
    return manuscript.read(text, path="t.md", name="t", reading=Reading(), ids={})


def drawn_texts(number: int) -> list[str]:
    """Documents that nobody would write, the same every time."""
    drawn = random.Random(11)
    leads = ["", "## ", "- ", "> ", "1. ", "", "", '!!! note "Titre"\n    ', "Terme\n:   ", "<div>\n"]
    blocks = [
        "| a | *b* |\n|---|:-:|\n| `c` | d. E |",
        "```\ncode\n```",
        "<p title='Un mot'>Brut. <select><option>Deux</select></p>",
    ]
    texts = []
    for _ in range(number):
        parts = [
            drawn.choice(leads) + " ".join(drawn.choices(SOUND + BROKEN, k=drawn.randint(1, 9)))
            for _ in range(drawn.randint(1, 7))
        ]
        texts.append("\n\n".join([*parts, drawn.choice(blocks), "[^n]: Une note. Et *deux*."]))
    return texts


def english(segment: Segment) -> str | None:
    """A translation with markup, a line end, or none: as long as the French decides."""
    kinds = (
        None,
        f"{segment.text} *and* `more`",
        segment.text,
        f"x\n{segment.text[::-1]}",
        "**Bold** {.c} & <b>raw</b>",
    )
    return kinds[len(segment.text) % len(kinds)]


def whole(text: str) -> MarkdownManuscript:
    """A manuscript whose every rendering goes through the whole tree."""
    read_here = read(text)
    read_here._is_independent = False
    return read_here


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_passages_alone_are_what_they_are_in_their_document(path: Path) -> None:
    """A document rendered passage by passage is the same as one that goes through the whole tree."""
    text = path.read_text(encoding="utf-8-sig")
    alone, together = read(text), whole(text)
    for fill, language in ((leave, "fr"), (english, "en"), (leave, "en")):
        assert alone.render(fill, language) == together.render(fill, language)


def test_drawn_passages_alone_are_what_they_are_in_their_document() -> None:
    """The same for all constructs, sound and broken, in any order."""
    for text in drawn_texts(150):
        alone, together = read(text), whole(text)
        for fill, language in ((leave, "fr"), (english, "en")):
            assert alone.render(fill, language) == together.render(fill, language), text


def test_a_manuscript_renders_the_same_in_another_process() -> None:
    """A manuscript pickles, before and after it was rendered, and what comes back renders the same page."""
    for text in [*drawn_texts(10), *(path.read_text(encoding="utf-8-sig") for path in CASES)]:
        read_here = read(text)
        fresh = pickle.loads(pickle.dumps(read_here))  # noqa: S301 - our own bytes
        page = read_here.render(english, "en")
        laid_out = pickle.loads(pickle.dumps(read_here))  # noqa: S301 - the same
        assert fresh.segments == read_here.segments
        assert fresh.render(english, "en") == laid_out.render(english, "en") == page


def test_a_heading_that_takes_too_long_is_named() -> None:
    """The slow passage of a page is found although headings are rendered before all others."""
    manuscript = read(f"Un.\n\n## {'[a' * 8000}\n\nDeux.")
    limits = Limits(segment_seconds=0.6, page_seconds=1.5)
    with pytest.raises(deadline.TooComplex) as caught:
        publication.source_page(manuscript, language="fr", limits=limits)
    assert caught.value.line == 3


GROWING = {
    "paragraphs": lambda n: "\n\n".join(f"Mot *{i}*. Fin." for i in range(n)),
    "one paragraph": lambda n: " ".join(f"Mot *{i}*." for i in range(2 * n)),
    "notes": lambda n: "\n\n".join([f"Mot[^{i}]." for i in range(n)] + [f"[^{i}]: Note." for i in range(n)]),
    "cells": lambda n: "\n".join(["| a | b |", "|---|---|", *(f"| mot {i} | *fin* |" for i in range(n))]),
    "items": lambda n: "\n".join(f"- Mot {i}. Fin." for i in range(n)),
}


@pytest.mark.parametrize("shape", GROWING)
def test_time_grows_with_the_text(shape: str) -> None:
    """Ten times the segments take hardly more than ten times as long, whatever they stand in."""

    def seconds(segments: int) -> float:
        text = GROWING[shape](segments)
        began = time.process_time()
        manuscript = read(text)
        manuscript.render(leave, "fr")
        manuscript.render(english, "en")
        return time.process_time() - began

    few = min(seconds(150) for _ in range(3))
    assert min(seconds(1500) for _ in range(3)) < 25 * few


def test_a_guarded_parser_is_the_same_parser() -> None:
    """Not asking a processor or a pattern whose sign is absent changes nothing of the HTML."""
    extensions = list(Reading().extensions)
    bare, guarded = markdown.Markdown(extensions=extensions), markdown.Markdown(extensions=extensions)
    guards.guard(guarded)
    texts = [*drawn_texts(200), *(path.read_text(encoding="utf-8-sig") for path in DOCUMENTS)]
    for text in texts:
        assert guarded.reset().convert(text) == bare.reset().convert(text)


def test_tree_processors_are_passed_by_where_they_have_nothing_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    """Attributes and escaped signs, wherever a tree can hold them, are found as when every processor is run."""
    texts = [
        *("# Un {#a}", "Un *deux*{.b}\n", "| a {.c} |\n|---|\n| 1 |", "- un\n{.d}", "Un \\* *deux\\_*", "`\\`"),
        *('[un](a.md "d\\"e")', "![un\\]](a.png)", "Un[^1]\n\n[^1]: \\*Deux\n{.e}", "Un.\n{: title='\\*' }", "Un"),
    ]
    parser = Engine(Reading().extensions, math=False)

    def finished(text: str) -> bytes:
        root, knowledge = parser.parse(text, path="t.md")
        parser.install(knowledge)
        return ET.tostring(parser.finish(root, path="t.md", has_contents=False))

    quick = [finished(text) for text in texts]
    monkeypatch.setattr(guards, "_TREES", {})
    assert quick == [finished(text) for text in texts]


TRICKY = {
    "fences": [
        "```",
        "~~~",
        "````",
        "```py",
        "``` {.py #a b=c}",
        "```{ .x } y }",
        '```{a="}',
        "~~~ {{}",
        "``` é",
        "é",
        "",
        "  ```",
    ],
    "tables": [
        "a | b",
        "|a|b|",
        "--|--",
        "|:-|-:|",
        "| - |",
        "|-",
        "-|",
        "`a|b` | c",
        "a \\| b | c",
        "\\\\| d |",
        "||",
        "| x",
        "é",
        "",
    ],
    "lines": [
        *(
            "# a",
            "- b",
            "12. c",
            "\u0663. d",
            "> e",
            ": f",
            "| g | h |",
            "|---|---|",
            "!!! note",
            "    i",
            "*[é]: j",
            "[k]: l",
        ),
        *(
            "[^m]: n",
            "o[^m] é p [k]",
            "***",
            "===",
            "---",
            "_ _ _",
            "  q",
            "   > r",
            "  : s",
            "  [t]: u",
            "  [^v]: w",
            "1) x",
            "",
        ),
    ],
    "white space": [
        " ",
        "   ",
        "\t",
        "a\tb",
        "    c",
        "d  ",
        "\x0c",
        "\u00a0",
        "\x02e\x03",
        "f\r",
        "",
        "- g",
        "> h",
        "1. i",
    ],
    "signs": [
        "a &b c",
        "&amp;",
        "&#65 d",
        "&#x41;",
        "e # f",
        "# g",
        "#h#",
        "i > j",
        "> k",
        "l : m",
        ": n",
        " : o",
        "<b>p</b>",
        "",
    ],
}


@pytest.mark.parametrize("kind", TRICKY)
def test_what_is_done_in_another_way_comes_to_the_same(kind: str) -> None:
    """Fences that never close, rows with pipes in code, odd white space, lone signs: the HTML is the parser's own."""
    extensions = list(Reading().extensions)
    bare, guarded = markdown.Markdown(extensions=extensions), markdown.Markdown(extensions=extensions)
    guards.guard(guarded)
    drawn = random.Random(5)
    for _ in range(2_000):
        text = "\n".join(drawn.choices(TRICKY[kind], k=drawn.randint(2, 12)))
        assert guarded.reset().convert(text) == bare.reset().convert(text)


class Whimsical(BlockProcessor):
    """A processor of nobody's that changes a block and then refuses it."""

    def test(self, parent: ET.Element, block: str) -> bool:  # noqa: ARG002 - the signature is the parser’s
        """Take every block that has the word in it."""
        return "caprice" in block

    def run(self, parent: ET.Element, blocks: list[str]) -> bool:  # noqa: ARG002 - the same
        """Make a heading or an item of it, and let others have it."""
        blocks[0] = blocks[0].replace("caprice", "# envie\n- lubie")
        return False


@pytest.mark.parametrize("priority", [10.5, 55, 200])
def test_a_block_that_is_refused_and_changed(priority: float) -> None:
    """Those that come behind an extension's processor see the block as it has left it, whatever it looked like."""
    bare, guarded = (markdown.Markdown(extensions=["extra"]) for _ in range(2))
    for parser in (bare, guarded):
        parser.parser.blockprocessors.register(Whimsical(parser.parser), "whimsical", priority)
    guards.guard(guarded)
    text = "Un caprice.\n\n- Deux caprices.\n\ncaprice\n\nTrois."
    assert guarded.convert(text) == bare.convert(text)
    assert "envie" in guarded.reset().convert(text)


def test_every_standard_processor_and_pattern_is_guarded() -> None:
    """All that Python-Markdown asks by default is known; only these are asked about every text."""
    md = Engine(Reading().extensions, math=False).md
    assert [p.pattern for p in md.inlinePatterns if p.pattern not in guards._PATTERNS] == []
    always = [type(p).__name__ for p in md.parser.blockprocessors if type(p) not in guards._BLOCKS]
    assert always == ["EmptyBlockProcessor", "ParagraphProcessor"]
