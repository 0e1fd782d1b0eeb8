"""HTML is cut as browsers cut it, loses nothing, and is mended without harm to what follows."""

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enregard.markup import Marks, balanced, marks, plain_tags, prefixed, text, tokens, with_attributes

PIECES = st.sampled_from(
    [
        *"<>/ab\"'= !-é\n",
        *("-->", "<!--", "<script", "</script>", "<svg>", "</svg>", "<title>", "href", "id=x", "#x", "&amp;", "&copy"),
        *("<p>", "</p>", "<li>", "<plaintext>", "<textarea>", "<em>", "</em>", "<br/>", "<![CDATA[", "<?php", "</"),
    ]
)
HTML = st.lists(PIECES, max_size=30).map("".join)


@given(HTML | st.text())
def test_no_byte_is_lost(html: str) -> None:
    """The raw text of all tokens, joined, is the input, whatever it is."""
    assert "".join(token.raw for token in tokens(html)) == html


TAGS = st.sampled_from(
    [
        *(
            "<p>",
            "</p>",
            "<br />",
            '<a href="#x">',
            '<img alt=">" src="x" />',
            "<textarea>",
            "</script>",
            "<b c='d'>",
            " e",
        )
    ]
)


@given(HTML | st.lists(TAGS, max_size=8).map("".join))
def test_tags_told_at_a_glance_are_those_of_a_browser(html: str) -> None:
    """Where the tags are plain, they are the tokens that are no text; content that is no markup is never plain."""
    found = plain_tags(html)
    assert found is None or found == [token.raw for token in tokens(html) if token.kind != "text"]


def test_what_markdown_writes_is_plain() -> None:
    """A link, code and an image are told at a glance; a text area and a value without quotation marks are not."""
    assert plain_tags('<a href="a.md">b <code>c</code></a> <br />') == [
        *('<a href="a.md">', "<code>", "</code>", "</a>", "<br />")
    ]
    assert plain_tags("<textarea>a</textarea>") is None
    assert plain_tags("<a href=b>c</a>") is None


@given(HTML)
def test_mending_is_done_once(html: str) -> None:
    """Balanced HTML is already balanced."""
    once = balanced(html)
    assert balanced(once) == once


@given(HTML)
def test_mended_html_keeps_to_itself(html: str) -> None:
    """What follows a balanced fragment is read as it would be alone, and what encloses it stays open around it."""
    assert tokens(f"<div>{balanced(html)}</div><p>after</p>")[-4:] == tokens("</div><p>after</p>")


@pytest.mark.parametrize(
    "piece",
    [
        *("<a ", "<!--", "<!x", '<a href="', "</", "<a>", "<title>", "<script><!--<script>", "</a>", "<p>", "<?", "&"),
        *(
            "<![CDATA[",
            "<a b=",
            "<svg><title>",
            "<code>",
            "<b/>",
            '<a b="c" ',
            " / ",
            "<a / / ",
            "<!-",
            "<!---",
            "<li>",
        ),
    ],
)
def test_time_grows_with_length_only(piece: str) -> None:
    """100 kB of one construct, repeated, goes through every function in seconds (a quadratic one takes minutes)."""
    began = process_time()
    html = piece * (100_000 // len(piece))
    for function in (tokens, text, marks, balanced):
        function(html)
    assert prefixed(f"<i id=q>{html}", "x-").startswith('<i id="x-q">')
    assert process_time() - began < 5


@pytest.mark.parametrize(
    ("html", "kinds"),
    [
        ("a < b", "text"),
        ("<!-- a --> b", "comment text"),
        ("<!--> b", "comment text"),
        ("<!---> b", "comment text"),
        ("<!-- a --!> b", "comment text"),
        ("<!a> b", "comment text"),
        ("<?php a ?> b", "comment text"),
        ("</ a> b", "comment text"),
        ("<![CDATA[a]]> b", "comment text"),
        ("<!DOCTYPE html> b", "other text"),
        ("<p title='a > b'>c</p>", "start text end"),
        ("<script>a < b</script>c", "start other end text"),
        ("<script><!--<script></script>--></script>c", "start other end text"),
        ("<svg><title>a</title></svg>", "start start text end end"),
        ("<title><b></title>", "start other end"),
        ("<SCRIPT>a</Script >", "start other end"),
        ("<a href='b", "other"),
        ("<plaintext></plaintext>", "start other"),
    ],
)
def test_kinds(html: str, kinds: str) -> None:
    """Each construct is what the HTML standard's tokenizer takes it for."""
    assert " ".join(token.kind for token in tokens(html)) == kinds


def test_attributes() -> None:
    """Names are lower-case, values resolved as in a browser, and of a repeated name the first counts."""
    (token,) = tokens("""<A HREF="/a?b=1&copy=2&amp;c&eacute;" hidden x=y/z href=javascript:1 t='&#233;&lt' e= >""")
    assert token.name == "a"
    assert token.attributes == (
        ("href", "/a?b=1&copy=2&cé"),
        ("hidden", None),
        ("x", "y/z"),
        ("t", "é<"),
        ("e", ""),
    )
    assert token.attribute("hidden") == ""
    assert token.attribute("absent") is None


@pytest.mark.parametrize(("html", "closing"), [("<br>", True), ("<b/>", True), ("<b>", False), ("<a href=b/>", False)])
def test_self_closing(html: str, closing: bool) -> None:  # noqa: FBT001 - a table's column
    """A slash closes a tag unless it ends an unquoted address."""
    assert tokens(html)[0].void_or_self_closing is closing


def test_text() -> None:
    """Visible text is what a reader sees: no comments, scripts or tags, entities resolved, a break is a new line."""
    html = (
        "Un&nbsp;<b>mot</b><br>et <!-- non --><script>non</script>l&rsquo;autre &lt;b&gt;<textarea>&eacute;</textarea>"
    )
    assert text(html) == "Un\N{NO-BREAK SPACE}mot\net l’autre <b>é"


def test_marks() -> None:
    """Marks are counted as a reader meets them; the wrapping of a footnote reference is none."""
    html = (
        '<em>a</em> <strong>b</strong> <a href="c.html">d</a> <a href="e.html"><img src="f.png" alt="g"></a>'
        ' <code>h &lt; <i>i</i></code><br><sup id="fnref:1"><a class="footnote-ref" href="#fn:1">1</a></sup>'
        ' <abbr title="j">k</abbr> <span class="l">1<sup>er</sup></span> <a id="m"></a>'
        ' <a class="footnote-backref" href="#fnref:1">↩</a>'
    )
    assert marks(html) == Marks(
        links=("c.html", "e.html"),
        images=("f.png",),
        code=("h < i",),
        footnotes=("fn:1",),
        emphasis=("em", "strong", "i"),
        breaks=1,
        abbreviations=("k",),
        others=("span", "sup", "a"),
    )


@pytest.mark.parametrize(
    ("html", "mended"),
    [
        ("a <em>b</em><br> c", "a <em>b</em><br> c"),
        ("a <em>b", "a <em>b</em>"),
        ("a</em></div> b", "a b"),
        ("<b><i>a</b></i>", "<b><i>a</i></b>"),
        ("<li>a<li>b", "<li>a</li><li>b</li>"),
        ("<p>a<div>b</div>", "<p>a</p><div>b</div>"),
        ("a <!-- b", "a &lt;!-- b"),
        ("a <!-- b >", "a &lt;!-- b &gt;"),
        ("a <b title='c", "a &lt;b title='c"),
        ("a <b title='c>", "a &lt;b title='c&gt;"),
        ("a <textarea>b <i>c</i>", "a &lt;textarea&gt;b <i>c</i>"),
        ("a <plaintext>b</plaintext>", "a &lt;plaintext&gt;b"),
        ("<script>a</script><script setup>b <i>c</i>", "<script>a</script>&lt;script setup&gt;b <i>c</i>"),
        ("<b/>a", "<b/>a</b>"),
        ("<svg><path/></svg>a", "<svg><path/></svg>a"),
        ("<</b>i>", "&lt;i>"),
    ],
)
def test_balanced(html: str, mended: str) -> None:
    """What is open is closed, what closes nothing is dropped, what would swallow the page becomes text."""
    assert balanced(html) == mended


def test_prefixed() -> None:
    """Ids and the references to them move together; all else, other pages' anchors included, stays byte for byte."""
    html = (
        "<sup ID=fnref:1><a href='#fn:1' class=x>1</a></sup> <a href=\"#loin\">a</a> <a href='b.html#fn:1'>c</a>"
        '<p id="fn:1" aria-labelledby="fn:1 loin">d</p><a name="é"></a><a href="#%C3%A9">e</a>'
        '<svg><use fill="url(#fn:1)"/></svg>'
    )
    assert prefixed(html, "en-") == (
        "<sup ID=\"en-fnref:1\"><a href='#en-fn:1' class=x>1</a></sup>"
        " <a href=\"#loin\">a</a> <a href='b.html#fn:1'>c</a>"
        '<p id="en-fn:1" aria-labelledby="en-fn:1 loin">d</p><a name="en-é"></a><a href="#en-%C3%A9">e</a>'
        '<svg><use fill="url(#en-fn:1)"/></svg>'
    )


def test_with_attributes() -> None:
    """Values are put in where old ones stood, quoted and escaped; what the tag lacks is not added."""
    (token,) = tokens("<img  SRC=a.png alt='Une \"vue\"' title=b >")
    assert with_attributes(token, {"alt": "A 'view'", "title": "c d", "lang": "en"}) == (
        "<img  SRC=a.png alt='A &#x27;view&#x27;' title=\"c d\" >"
    )
