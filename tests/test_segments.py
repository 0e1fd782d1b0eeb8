"""Sentences in Markdown: a boundary never splits a construct, and a manuscript says where each segment stands."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from enregard.model import Kind, Reading, Segment, leave
from enregard.registry import SOURCES
from enregard.sources import line_numbers

CASES = sorted((Path(__file__).parent / "cases" / "markup").glob("*.txt"))


def segments(text: str, *, suffix: str = ".md", reading: Reading | None = None) -> tuple[Segment, ...]:
    """The segments of a text."""
    return SOURCES[suffix](text, path=f"t{suffix}", name="t", reading=reading or Reading(), ids={}).segments


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_cases(path: Path, *, update_cases: bool) -> None:
    """Each paragraph of a case file ends its sentences where its author put `` |``."""
    title, *paragraphs = path.read_text(encoding="utf-8").rstrip("\n").split("\n\n")
    notes = [p for p in paragraphs if p.startswith("[^")]
    found = []
    for paragraph in paragraphs:
        if paragraph in notes:
            found.append(paragraph)
            continue
        bare = paragraph.replace(" | ", " ")
        read = segments("\n\n".join([bare, *notes]))
        found.append(" | ".join(s.text for s in read if s.kind is not Kind.FOOTNOTE))
    text = "\n\n".join([title, *found]) + "\n"
    if update_cases:
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


def test_lines_are_known_behind_many_runs_that_are_nowhere() -> None:
    """A search that fails a hundred times looks less far, and still finds what comes next."""
    cursor = line_numbers.Cursor("\n".join(f"Ligne {n}." for n in range(10_000)))
    assert [cursor.find(f"Absente {n}") for n in range(100)] == [None] * 100
    assert [cursor.find(f"Ligne {n}.") for n in (1, 1_500, 3_000)] == [2, 1_501, 3_001]
    assert cursor.find("Ligne 9999.") is None


def test_soft_wraps_fold_and_hard_breaks_stay() -> None:
    """A wrapped line is one msgid; two spaces at a line's end are a break in it."""
    assert [s.text for s in segments("Un\ntexte  \nen vers.\nUne\nsuite.")] == ["Un texte  \nen vers.", "Une suite."]


def test_a_line_end_in_a_translation_is_a_break_where_the_french_has_one() -> None:
    """Translators need not type two spaces at the end of a line."""
    manuscript = SOURCES[".md"]("Un  \ndeux\n\nTrois.", path="t.md", name="t", reading=Reading(), ids={})
    page = manuscript.render(lambda s: {"Un  \ndeux": "One\ntwo"}.get(s.text, "Three\nfour"), "en")
    assert [p.html for b in page.blocks for p in b.passages] == ["One<br />\ntwo", "Three four"]


def test_no_break_spaces_survive_everywhere() -> None:
    """Front matter, titles of links, headings, cells, alternatives: a no-break space is typography, no blank."""
    text = (
        '---\ntitle: "Bilan\u00a0: un"\n---\n\n# Quoi\u202f?\n\n| Un\u00a0% |\n|---|\n| 10\u00a0€ |\n\n[x][y]\n\n'
        '<img src="a.png" alt="Prix\u00a0: 2">\n\n[y]: z "Mai\u00a0: oui"\n'
    )
    found = [s.text for s in segments(text)]
    image = '<img src="a.png" alt="Prix\u00a0: 2">'
    first = ["Bilan\u00a0: un", "Quoi\u202f?", "Un\u00a0%", "10\u00a0€"]
    assert found == [*first, "[x][y]", image, "Mai\u00a0: oui"]
    assert [s.text for s in segments("Bilan\u00a0: un\nVoici 10\u202f%.\n", suffix=".txt")] == [
        "Bilan\u00a0: un",
        "Voici 10\u202f%.",
    ]


def test_shortcut_references_are_written_in_full() -> None:
    """A translated label keeps its link, since the reference stands behind it."""
    text = "Voir [Wikipédia] et [le *guide*][].\n\n[Wikipédia]: https://fr.wikipedia.org/\n[le *guide*]: g.md\n"
    manuscript = SOURCES[".md"](text, path="t.md", name="t", reading=Reading(), ids={})
    assert manuscript.segments[0].text == "Voir [Wikipédia][Wikipédia] et [le *guide*][le *guide*]."
    page = manuscript.render(lambda _: "See [the encyclopedia][Wikipédia].", "en")
    assert '<a href="https://fr.wikipedia.org/">the encyclopedia</a>' in page.blocks[0].html


def test_headings_keep_their_ids_in_every_language() -> None:
    """A link to a heading works in every language; an explicit id is no part of the msgid."""
    text = "# Le marché\n\n## Les prix {#prix}\n\n## Le marché\n"
    manuscript = SOURCES[".md"](text, path="t.md", name="t", reading=Reading(), ids={})
    assert [s.text for s in manuscript.segments] == ["Le marché", "Les prix", "Le marché"]
    page = manuscript.render(lambda s: s.text.upper(), "en")
    assert [(h.id, h.html) for h in page.contents] == [
        ("le-marche", "LE MARCHÉ"),
        ("prix", "LES PRIX"),
        ("le-marche_1", "LE MARCHÉ"),
    ]


def test_repeated_passages_share_an_entry_and_have_ids_of_their_own() -> None:
    """Equal texts are one entry; their passages are numbered in reading order."""
    first, second, third = segments("Mai\n\nMai\n\nMai")
    assert first.key == second.key == third.key
    assert [second.id, third.id] == [f"{first.id}-2", f"{first.id}-3"]


def test_ids_of_the_template_are_kept() -> None:
    """A passage that was reworded keeps the id under which readers have cited it."""
    manuscript = SOURCES[".md"](
        "Mai\n\nJuin\n\nMai", path="t.md", name="t", reading=Reading(), ids={(None, "Mai"): "ancien"}
    )
    assert [s.id for s in manuscript.segments][::2] == ["ancien", "ancien-2"]


def test_abbreviations_may_change_their_key() -> None:
    """``*[ONU]: ...`` can become ``*[UN]: ...``; a msgstr without brackets is the title alone."""
    text = "L’ONU siège.\n\n*[ONU]: Organisation des Nations unies"
    manuscript = SOURCES[".md"](text, path="t.md", name="t", reading=Reading(), ids={})
    known = {"L’ONU siège.": "The UN sits.", "*[ONU]: Organisation des Nations unies": "*[UN]: United Nations"}
    page = manuscript.render(lambda s: known[s.text], "en")
    assert page.blocks[0].passages[0].html == 'The <abbr title="United Nations">UN</abbr> sits.'
    known["*[ONU]: Organisation des Nations unies"] = "United Nations"
    known["L’ONU siège."] = "The ONU sits."
    page = manuscript.render(lambda s: known[s.text], "en")
    assert '<abbr title="United Nations">ONU</abbr>' in page.blocks[0].html


def test_raw_html_gives_its_words_and_keeps_its_tags() -> None:
    """Text, alt and title of raw HTML are segments; tags, entities and code stay as the author wrote them."""
    inner = 'Caf&eacute; &amp; th&eacute;. <img src="x.png" alt="Une tasse"> <code>non</code>'
    text = f'<div class="a" title="Bulle">\n{inner}\n</div>'
    manuscript = SOURCES[".md"](text, path="t.md", name="t", reading=Reading(), ids={})
    assert [s.text for s in manuscript.segments] == ["Bulle", "Café & thé.", "Une tasse"]
    assert "Caf&eacute; &amp; th&eacute;." in manuscript.render(leave, "fr").blocks[0].html
    page = manuscript.render(lambda s: f"<{s.text}>", "en").blocks[0].html
    assert 'title="&lt;Bulle&gt;"' in page
    assert "&lt;Café &amp; thé.&gt;" in page
    assert "<code>non</code>" in page


def test_entities_in_raw_html_end_sentences() -> None:
    """A guillemet or an ellipsis written as an entity is one to the rules."""
    text = "<p>&laquo;&nbsp;Non.&nbsp;&raquo; Il partit&hellip; Elle resta.</p>"
    assert [s.text for s in segments(text)] == ["«\u00a0Non.\u00a0»", "Il partit…", "Elle resta."]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<script setup>\n\nDu texte.", ["Du texte."]),
        ("<script>\nvar x;\n</script>", []),
        ("<div>\n`<script setup>` montré.\n\nDu texte.\n</div>", ["`", "` montré.", "Du texte."]),
        ('<p translate="no">Rien.</p>', []),
        ("<table><tr><td>Un</td></tr></table>", ["Un"]),
    ],
)
def test_raw_html_hides_no_text(text: str, expected: list[str]) -> None:
    """A tag that never ends hides nothing behind it; what HTML declares untranslatable is not offered."""
    assert [s.text for s in segments(text) if s.text != "`"] == [t for t in expected if t != "`"]


def test_code_comments_on_demand() -> None:
    """Comments in code are segments where the setting asks for it; the code around them never changes."""
    text = '```python\n# Une remarque\nx = "# rien"  # une autre\n```'
    assert segments(text) == ()
    manuscript = SOURCES[".md"](text, path="t.md", name="t", reading=Reading(code_comments=True), ids={})
    assert [s.text for s in manuscript.segments] == ["Une remarque", "une autre"]
    page = manuscript.render(lambda s: s.text.upper(), "en")
    assert [p.html for p in page.blocks[0].passages] == ["UNE REMARQUE", "UNE AUTRE"]
    assert "# UNE REMARQUE\nx = &quot;# rien&quot;  # UNE AUTRE" in re.sub(r"</?span[^>]*>", "", page.blocks[0].html)


def test_math_on_demand() -> None:
    """Formulas are left alone where the setting says what they are."""
    text = "Soit $a_1 < b*c*d$ donné. Alors $$x. Y$$ suit.\n\n$$z = 1$$"
    manuscript = SOURCES[".md"](text, path="t.md", name="t", reading=Reading(math=True), ids={})
    assert [s.text for s in manuscript.segments] == ["Soit $a_1 < b*c*d$ donné.", "Alors $$x. Y$$ suit."]
    assert '<span class="math">$a_1 &lt; b*c*d$</span>' in manuscript.render(leave, "fr").blocks[0].html


def test_context_note_and_whole() -> None:
    """Directives tell what comes next; they never reach the page."""
    text = (
        "<!-- enregard: note Le mois. -->\n<!-- enregard: context mois -->\nMai. Puis juin.\n\n"
        "<!-- enregard: whole -->\nUne. Deux.\n"
    )
    manuscript = SOURCES[".md"](text, path="t.md", name="t", reading=Reading(), ids={})
    assert [(s.text, s.context, s.note) for s in manuscript.segments] == [
        ("Mai.", "mois", "Le mois."),
        ("Puis juin.", None, "Le mois."),
        ("Une. Deux.", None, None),
    ]
    assert "enregard:" not in "".join(b.html for b in manuscript.render(leave, "fr").blocks)


@pytest.mark.parametrize(
    "text",
    [
        "- <!-- enregard: note Ici. -->\n    - Un.",
        "| a | b |\n|---|---|\n| <!-- enregard: note Ici. --> | Un. |",
        "# <!-- enregard: note Ici. -->\n\nUn.",
        "Terme\n:   <!-- enregard: note Ici. -->\n\nUn.",
        "- # <!-- enregard: note Ici. -->\n  Un.",
    ],
)
def test_a_directive_may_stand_alone_anywhere(text: str) -> None:
    """A directive that is all the text of an item, a cell or a heading is obeyed there, and leaves nothing behind."""
    manuscript = SOURCES[".md"](text, path="t.md", name="t", reading=Reading(), ids={})
    assert [s.note for s in manuscript.segments if s.text == "Un."] == ["Ici."]
    page = "".join(b.html for b in manuscript.render(leave, "fr").blocks)
    assert "Un." in page
    assert "enregard:" not in page


def test_the_unit_may_be_the_block() -> None:
    """With blocks as unit nothing is cut."""
    assert [s.text for s in segments("Une. Deux.", reading=Reading(unit="block"))] == ["Une. Deux."]


def test_headings_of_plain_text() -> None:
    """A short line without final punctuation before text is a heading; of two, the first stands above the second."""
    lines = "Introduction|Du texte long.|Grand titre|Petit titre|Du texte.|Autre petit titre|Du texte.|Conclusion|Fin."
    text = lines.replace("|", "\n")
    found = [(s.type, s.text) for s in segments(text, suffix=".txt") if s.kind is Kind.HEADING]
    assert found == [
        ("Title ##", "Introduction"),
        ("Title ##", "Grand titre"),
        ("Title ###", "Petit titre"),
        ("Title ###", "Autre petit titre"),
        ("Title ##", "Conclusion"),
    ]


def test_plain_text_is_literal() -> None:
    """Nothing in a .txt is Markdown, in either language."""
    manuscript = SOURCES[".txt"]("Un *mot* & <b>rien</b>.", path="t.txt", name="t", reading=Reading(), ids={})
    assert manuscript.render(leave, "fr").blocks[0].passages[0].html == "Un *mot* &amp; &lt;b&gt;rien&lt;/b&gt;."
    assert manuscript.render(lambda _: "[a](b) *c*", "en").blocks[0].passages[0].html == "[a](b) *c*"


def test_a_wrapped_plain_text_has_paragraphs_between_blank_lines() -> None:
    """Lines that end in mid-sentence are wrapped; lines that end with a full stop are paragraphs of their own."""
    wrapped = (
        "J’ai bien reçu votre lettre de la semaine passée\net je vous en remercie de tout cœur, comme\ntoujours.\n\n"
        "Elle répond à tout ce que je demandais à vos\nservices.\n"
    )
    assert [s.text for s in segments(wrapped, suffix=".txt")] == [
        "J’ai bien reçu votre lettre de la semaine passée et je vous en remercie de tout cœur, comme toujours.",
        "Elle répond à tout ce que je demandais à vos services.",
    ]
    assert len({s.line for s in segments("Une ligne.\nUne autre.\n\nEt encore.\n", suffix=".txt")}) == 3


@pytest.mark.parametrize(
    "text",
    [
        "Le titre\nVoici du texte.\n",
        "Le titre\nVoici du texte.\n\nUn autre titre\nEncore du texte, et bien plus long que le premier.\n",
        "Le titre\n\nVoici du texte.\n\nUn autre titre\n\nEncore du texte.\n",
    ],
)
def test_a_title_is_no_wrapped_line(text: str) -> None:
    """A short line above its text is a heading, with or without a blank line between them."""
    found = segments(text, suffix=".txt")
    assert [s.kind for s in found] == [Kind.HEADING, Kind.PARAGRAPH] * (len(found) // 2)
