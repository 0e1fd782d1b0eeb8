"""HTML that follows the standard, whatever an author wrote: without losing a word of it."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sites import pages_of

from enregard import markup
from enregard.editions.blocks import Nesting, nesting
from enregard.markup import conforming

CASES = {
    "unknown elements keep their name": (
        '<KeepAlive include="a"><component :is="b">x</component></KeepAlive>',
        '<span data-was="keepalive" data-was-include="a"><span data-was="component" data-was-is="b">x</span></span>',
    ),
    "around blocks they are boxes": ("<Layout><p>a</p></Layout>", '<div data-was="layout"><p>a</p></div>'),
    "custom elements stay": ('<my-map zoom="3">a</my-map>', '<my-map zoom="3">a</my-map>'),
    "what closes itself is empty": ('<sup class="n"/> text', '<sup class="n"></sup> text'),
    "unless an end tag says more": ("<div/>text</div>", "<div>text</div>"),
    "a list ends a paragraph": ("<p>Voici<ul><li>a</ul></p>fin", "<p>Voici</p><ul><li>a</li></ul>fin"),
    "text in a table stands before it": ("<table>a<td>b</table>", "a<table><tr><td>b</td></tr></table>"),
    "inline elements are cut around blocks": (
        '<b id="i">a<div>b</div>c</b>',
        '<b id="i">a</b><div><b>b</b></div><b>c</b>',
    ),
    "crossed tags": ("<b>x<i>y</b>z</i>", "<b>x<i>y</i></b><i>z</i>"),
    "centred as before": ("<center>a</center>", '<div class="align-center">a</div>'),
    "aligned as before": ('<p class="a" align="right">x</p>', '<p class="a align-right">x</p>'),
    "fonts": ('<font color="red">a</font>', '<span data-was="font" data-was-color="red">a</span>'),
    "attributes twice": ('<p id="a" id="b">x</p>', '<p id="a">x</p>'),
    "images have words": ('<img src="a.png" title="Carte">', '<img src="a.png" title="Carte" alt="Carte">'),
    "sizes in pixels": ('<img src="a" alt="" width="20px">', '<img src="a" alt="" width="20">'),
    "an image for show": ("`<img>`", '`<span data-was="img"></span>`'),
    "a list for choosing, for show": ("<select>` et <ul>", '<span data-was="select">` et </span><ul></ul>'),
    "empty headings are none": ("<h2></h2><p>a</p>", '<div data-was="h2"></div><p>a</p>'),
    "items without a list": ("<li>a<li>b", "<ul><li>a</li><li>b</li></ul>"),
    "a list in a list": ("<ul><li>a</li><ul><li>b</li></ul></ul>", "<ul><li>a<ul><li>b</li></ul></li></ul>"),
    "a disclosure says what it discloses": (
        "<details>a<summary>b</summary></details>",
        "<details><summary>b</summary>a</details>",
    ),
    "one main part a page": ("<main>a</main>", '<div data-was="main">a</div>'),
    "drawings stay as they are": ('<svg><path d="M0 0"/></svg>', '<svg><path d="M0 0"/></svg>'),
    "instructions are comments": ("<?php echo 1 ?>a", "<!--?php echo 1 ?-->a"),
    "a button that says nothing": ('<Button link="a"/>', '<span data-was="button" data-was-link="a"></span>'),
    "a field for show": ("`<input>`", '`<span data-was="input"></span>`'),
    "signs": ("1 < 2 & 3 > 2", "1 &lt; 2 & 3 > 2"),
    "obsolete code": ("<xmp><b></xmp>", "<pre>&lt;b></pre>"),
    "a style is no text": ("a<style scoped>p{}</style>", "a<template><style data-was-scoped>p{}</style></template>"),
    "what stands in for a script": (
        "<noscript><DIV>a<b>b</noscript>c",
        "<noscript><DIV>a<b>b</b></div></noscript>c",
    ),
    "without a script, a comment ends, too": ("<noscript>a<!-- b</noscript>c", "<noscript>a&lt;!-- b</noscript>c"),
    "without a script, all else is shown": (
        "<noscript>a<plaintext>b</noscript>c",
        "<noscript>a&lt;plaintext&gt;b</noscript>c",
    ),
    "no such thing in itself": (
        "<noscript><noscript>a</noscript>b",
        "<noscript>&lt;noscript&gt;a</noscript>b",
    ),
    "what never ends": ("<!-- a", "&lt;!-- a"),
}


@pytest.mark.parametrize("case", CASES)
def test_what_becomes_of_it(case: str) -> None:
    """The cases of authors, each as a page shows it."""
    written, wanted = CASES[case]
    assert conforming(written) == wanted


def test_in_a_heading_there_are_no_blocks() -> None:
    """What is a block elsewhere is a part of the line there."""
    assert conforming("a <div>b</div>", inside="h2") == 'a <span data-was="div">b</span>'
    assert conforming("<li>a</li>", inside="ul") == "<li>a</li>"


def test_in_a_drawing_nothing_swallows_the_page() -> None:
    """Where no script runs, what stands in for one ends where it should, though the drawing in it is no valid one."""
    written = "<noscript><svg><noscript>a</noscript>b"
    assert conforming(written) == "<noscript><svg>&lt;noscript&gt;a</svg></noscript>b"


TAGS = (
    "<p> </p> <b> </b> <div> </div> <div/> <ul> <li> </ul> <table> <tr> <td> </table> <h2> </h2> <Comp> </Comp> <Comp/>"
    " <a> </a> <button> </button> <dl> <dt> <dd> <details> <summary> </details> <select> <option> <pre> </pre> <i> </i>"
    " <center> <ruby> <rt> <hr> <br> <picture> <svg> </svg> < > & un deux trois"
)
SOUP = st.lists(st.sampled_from(TAGS.split()), max_size=14).map(" ".join)


@given(SOUP)
def test_nothing_is_lost_and_nothing_is_mended_twice(html: str) -> None:
    """Each word is there as often as before; the result is closed, and conforming as it is."""
    mended = conforming(html)
    assert Counter(markup.text(mended).replace("…", "").split()) == Counter(markup.text(html).split())
    assert markup.balanced(mended) == mended
    assert conforming(mended) == mended


def test_the_time_grows_with_the_length_only() -> None:
    """However deep and however wrong: elements beyond a hundred in each other are left out, their words are not."""
    for unit in ("<b>", "<div><b>", "<ul><li>", "<p><button>", "<table><tr><td>", "<Comp>"):
        assert conforming(f"{unit * 3_000}mot").count("mot") == 1


def test_an_id_is_given_once() -> None:
    """Its first element keeps it, the others lose it."""
    parts = ['<p id="a">x</p><p class="b" id="a">y</p>', '<p id="z">', '<img src="c" alt="" id="a" />']
    assert markup.unique(parts) == ['<p id="a">x</p><p class="b">y</p>', '<p id="z">', '<img src="c" alt="" />']
    assert markup.unique(['<p id="a">x</p>']) == ['<p id="a">x</p>']
    assert markup.unique(['<!-- id="a" --><b id="a">', '<i id="a">']) == ['<!-- id="a" --><b id="a">', "<i>"]


def test_what_goes_past_is_conforming_as_it_is(shared: Path) -> None:
    """The quick look at the tags of a block lets nothing pass that would have been mended."""
    for path in sorted((shared / "corpus/md_fr").rglob("*.md"))[::3]:
        text = path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
        pages, _ = pages_of("a", text, {}, ())
        for block in pages["fr"].blocks:
            if block.tag and nesting(block.html) is not Nesting.ODD:
                assert conforming(block.html) == block.html
