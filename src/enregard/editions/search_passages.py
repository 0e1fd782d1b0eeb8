"""Passages as readers see them: read back from built pages, and paired, so that search shows what is published."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import unescape

from enregard.model import State

_TAG = r"""<(?P<end>/?)(?P<name>{names})\b(?P<attributes>(?:[^<>"']|"[^"]*"|'[^']*')*)>"""
_STEPS = re.compile(
    r"<!--(?:.*?-->|.*)|<(?P<raw>script|style|textarea|template)\b(?:.*?</(?P=raw)\s*>|.*)|"
    + _TAG.format(names="span|h[1-6]"),
    re.DOTALL | re.IGNORECASE,
)
"""What matters on the way through a page: headings, passages, the spans inside them, and what holds no markup."""
_OURS = re.compile(
    r' (?P<own>(?:id="s-[^"]*" )?(?:class="u[0-9]+" )?)data-segment="(?P<id>[^"]+)"'
    rf'(?: data-state="(?P<state>{"|".join(State)})")?(?: lang="(?P<lang>[^"]*)")?'
)
"""The attributes of a passage; ``own`` are those it has in an article, where authors may type ``data-segment``, too."""
_NOTE = re.compile(r'<sup\b[^<>]*>\s*<a\b[^<>]*\bclass="footnote-ref"[^<>]*>.*?</a>\s*</sup>', re.DOTALL)
_IMAGE = re.compile(r"""<img\b(?:[^<>"']|"[^"]*"|'[^']*')*?\salt=(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)
_INSIDE = re.compile(r"<!--.*?-->|" + _TAG.format(names="[a-z][a-z0-9-]*"), re.DOTALL | re.IGNORECASE)
_BLANKS = re.compile(r"[ \t\r\n\f]+")


@dataclass(frozen=True, slots=True)
class Shown:
    """A passage as a page shows it."""

    id: str
    text: str
    """Its words without markup: an image says its description, the sign of a note nothing."""
    language: str
    """The language it is marked with; empty where it is that of its column."""
    state: State
    level: int
    """1 to 6 in a heading, else 0."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A passage and its translation, as they are published."""

    id: str
    source: str
    translation: str
    """Empty where no translation is shown."""
    state: State
    level: int


def shown(html: str) -> list[Shown]:
    """All passages of a built page, in its order; in an edition of two languages each passage comes twice."""
    found: list[Shown] = []
    spans: list[tuple[re.Match[str], int] | None] = []
    level = 0
    for step in _STEPS.finditer(html):
        name = step["name"]
        if name is None:
            continue
        if name != "span":
            level = 0 if step["end"] else int(name[1])
        elif not step["end"]:
            ours = _OURS.fullmatch(step["attributes"])
            if ours and any(spans):  # no passage stands in another one: what is around a passage, or in it, is not ours
                around = next(one[0] for one in spans if one)
                spans = [None] * len(spans) if ours["own"] and not around["own"] else spans
                ours = None if any(spans) else ours
            spans.append((ours, step.end()) if ours else None)
        elif spans and (begun := spans.pop()) is not None:
            told, start = begun
            state = State(told["state"] or State.TRANSLATED)
            found.append(Shown(told["id"], words_of(html[start : step.start()]), told["lang"] or "", state, level))
    return found


def words_of(html: str) -> str:
    """The words of a rendered passage on one line, its no-break spaces kept."""
    if "<" in html:
        html = _INSIDE.sub(_said, _NOTE.sub("", html))
    return _BLANKS.sub(" ", unescape(html)).strip(" ")


def _said(tag: re.Match[str]) -> str:
    """What stands in place of a tag when a passage is read out."""
    name = (tag["name"] or "").lower()
    if name == "img" and (described := _IMAGE.match(tag[0])):
        return f" {described[1] or described[2] or ''} "
    return " " if name == "br" else ""


def facing_pairs(html: str, *, source: str) -> tuple[Pair, ...]:
    """The pairs of a page in two languages: of each passage the first showing is the source's."""
    first: dict[str, Shown] = {}
    second: dict[str, Shown] = {}
    for one in shown(html):
        (second if one.id in first else first).setdefault(one.id, one)
    return _paired(first.values(), second, source=source)


def single_pairs(html: str, translated: str, *, source: str) -> tuple[Pair, ...]:
    """The pairs of a page and of the same page in another language; either may be empty, where it is not published."""
    theirs, ours = shown(html), {one.id: one for one in shown(translated)}
    if not html:
        # Where the source is not published, its words that stand for missing translations are no translations either.
        return tuple(
            Pair(one.id, "", one.text, one.state, one.level) for one in ours.values() if one.language != source
        )
    return _paired(theirs, ours, source=source)


def _paired(theirs: Iterable[Shown], ours: dict[str, Shown], *, source: str) -> tuple[Pair, ...]:
    pairs = []
    for one in theirs:
        other = ours.get(one.id)
        told = "" if other is None or other.language == source else other.text
        state = State.UNTRANSLATED if other is None else other.state
        if one.text or told:
            pairs.append(Pair(one.id, one.text, told, state, one.level))
    return tuple(pairs)
