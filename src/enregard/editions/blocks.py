"""What happens to the HTML of a block on its way into an article: permalinks, marks in words, a safe end."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum
from functools import lru_cache
from html import escape

from enregard import languages, markup
from enregard.editions.contract import Imprint
from enregard.editions.states import Change, Mark, block_marks, wholly_missing
from enregard.model import Block, Passage

_PASSAGE = re.compile(r'<span (?=[^<>]*?data-segment="([^"<>]+)")')
_PASSAGE_BEGINS = '<span data-segment="'

_EVERY = r"(?:\ (?:id|class|title|lang|dir|role|data-[a-z-]+|aria-[a-z]+)=\"[^\"<>]*\"|\ open|\ hidden)"
_PLAIN_TAG = re.compile(
    rf"""<(
    /[a-z][a-z0-9]*(?=>)
    |(?:span|p|em|strong|code|pre|ul|li|table|thead|tbody|tr|blockquote|h[1-6]|sup|del|ins|abbr|dl|dt|dd|div|details
      |summary|caption)(?={_EVERY}*+>)
    |a(?=(?:{_EVERY}|\ (?:href|rel)="[^"<>]*")*+>)
    |ol(?=(?:{_EVERY}|\ start="[0-9]+")*+>)
    |t[dh](?=(?:{_EVERY}|\ (?:col|row)span="[0-9]+")*+>)
    |[bh]r(?={_EVERY}*+\ ?/?>)
    |img(?=[^<>]*\ src="[^"])(?=[^<>]*\ alt=")(?=(?:{_EVERY}|\ (?:src|alt)="[^"<>]*")*+\ ?/?>)
    )""",
    re.VERBOSE,
)
"""A tag as Markdown alone makes them: where there are no others, nothing needs a look at the standard."""
_NEVER_END = frozenset({"br", "hr", "img"})
_LINES = frozenset("p span em strong code pre sup del ins abbr a dt summary caption h1 h2 h3 h4 h5 h6".split())  # noqa: SIM905 - a line of names
_BLOCKS = frozenset("p ul ol li dl dt dd table blockquote div details hr pre h1 h2 h3 h4 h5 h6".split())  # noqa: SIM905 - the same
_HELD = {"ul": ("li",), "ol": ("li",), "table": ("caption", "thead", "tbody"), "tr": ("th", "td"), "dl": ("dt", "dd")}
"""What an element of Markdown's holds, where it holds certain elements only."""

_CODE = re.compile(r"<pre><code(?: class=\"[^\"<>]*\")?>[^<]*</code></pre>\s*")


def dressed(html: str, attributes: Sequence[tuple[str, str]]) -> str:
    """The HTML with more attributes on its passages, which are given with their ids in reading order."""
    before, *parts = html.split(_PASSAGE_BEGINS)
    if len(parts) == len(attributes):
        told = [
            f'<span {own}data-segment="{part}'
            for part, (identity, own) in zip(parts, attributes, strict=True)
            if part.startswith(f'{identity}"')
        ]
        if len(told) == len(parts):
            return before + "".join(told)
    return _dressed_one_by_one(html, attributes)


def _dressed_one_by_one(html: str, attributes: Sequence[tuple[str, str]]) -> str:
    """The same where elements that look like passages stand among them, or a passage does not stand on the page."""
    waiting: dict[str, list[tuple[int, str]]] = {}
    for place, (identity, own) in reversed(list(enumerate(attributes))):
        waiting.setdefault(identity, []).append((place, own))
    last = -1

    def dress(match: re.Match[str]) -> str:
        nonlocal last
        left = waiting.get(match[1], [])
        while left and left[-1][0] < last:
            left.pop()
        if not left:
            return match[0]
        last, own = left.pop()
        return f"<span {own}"

    return _PASSAGE.sub(dress, html)


def permalink(identity: str) -> str:
    """The id of a passage's element, which its permalink leads to, equal in all editions."""
    return f"s-{identity}"


class Nesting(Enum):
    """How the tags of a piece of HTML close each other."""

    ONE = "one element"
    CLOSED = "all in order"
    ODD = "not in order, or not as Markdown makes them"


def nesting(html: str) -> Nesting:
    """How the tags of a block close each other; wrong only towards odd, for anything that is not plain."""
    names = _PLAIN_TAG.findall(html)
    return _nesting(tuple(names)) if len(names) == html.count("<") else Nesting.ODD


@lru_cache(maxsize=10_000)
def _nesting(names: tuple[str, ...]) -> Nesting:
    open_names: list[str] = []
    ended = 0
    for name in names:
        if name[0] == "/":
            if not open_names or open_names.pop() != name[1:]:
                return Nesting.ODD
        elif open_names and (
            name in _BLOCKS if open_names[-1] in _LINES else name not in _HELD.get(open_names[-1], (name,))
        ):
            return Nesting.ODD
        elif name not in _NEVER_END:
            open_names.append(name)
        ended += not open_names
    if open_names:
        return Nesting.ODD
    return Nesting.ONE if ended == 1 else Nesting.CLOSED


def closed(html: str, *, inside: str = "", raw: bool = False) -> str:
    """The HTML so that it can stand on a page, whatever an author wrote; nearly always the same HTML.

    It cannot end or swallow the element it is put into, and follows the standard. ``inside``: the name of that element;
    ``raw``: True where all of it is an author's.
    """
    plain = _CODE.fullmatch(html) if raw else nesting(html) is not Nesting.ODD
    return html if plain else markup.conforming(html, inside=inside)


def marked(html: str, passages: Sequence[Passage], *, site: Imprint, language: str, opening: str) -> str:
    """The block with the states of its passages told in words under it; the same HTML where all is well.

    ``opening`` is written into the tag of the element that then stands around it (``lang``, ``dir``).
    """
    source = site.source
    marks = block_marks(passages, source=source, language=language)
    if not marks:
        return html
    pictures = all("<img" in p.html and not markup.text(p.html).strip() for p in passages)
    whole = not pictures and wholly_missing(passages, source)
    kept = any(p.language != source for p in passages if p.state.value == marks[0].state.value)
    role = "whole" if whole else "kept" if kept else "part"
    hidden = " hidden" if whole and site.untranslated == "hide" else ""
    words = "".join(mark_html(mark, site=site, language=language, split=whole) for mark in marks)
    return f'<div class="marked {role} {marks[0].state.value}"{opening}{hidden}>{html}{words}</div>'


def mark_html(mark: Mark, *, site: Imprint, language: str, split: bool) -> str:
    """One mark in a cell of ``language``: its ring and its words, and behind a disclosure what changed.

    ``split``: once for views with both texts and once for the others, where they differ.
    """
    words = escape(mark.beside, quote=False)
    if split and mark.beside != mark.alone:
        words = f'<span class="beside">{words}</span><span class="alone">{escape(mark.alone, quote=False)}</span>'
    spoken = "" if mark.language == language else f' lang="{mark.language}" dir="ltr"'
    words = f'<span class="ring {mark.state.value}"></span>{words}'
    if not mark.changes:
        return f'<p class="mark {mark.state.value}"{spoken}>{words}</p>'
    said = languages.interface(language).gettext
    shown = " open" if site.stale == "both" else ""
    change = change_html(mark.changes, site=site, language=language)
    return (
        f'<details class="mark {mark.state.value}"{spoken}{shown}><summary>{words} <span class="what">'
        f"{escape(said('What changed'))}</span></summary>{change}</details>"
    )


def change_html(changes: Sequence[Change], *, site: Imprint, language: str) -> str:
    """What went and what came in the source text, and the translation of what it was."""
    said = languages.interface(language)
    html = []
    for change in changes:
        html.append(f'<p lang="{escape(site.source)}" dir="{languages.direction(site.source)}">{change.html}</p>')
        if change.earlier:
            label = f'<span lang="{said.language}">{escape(said.gettext("Earlier translation:"))}</span>'
            opening = f' lang="{escape(language)}" dir="{languages.direction(language)}"'
            html.append(f'<p class="was"{opening}>{label} {escape(change.earlier, quote=False)}</p>')
    return f'<div class="change">{"".join(html)}</div>'


def is_heading(block: Block) -> bool:
    """True for h1 to h6."""
    return len(block.tag) == 2 and block.tag[0] == "h" and block.tag[1] in "123456"
