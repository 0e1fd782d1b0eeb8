"""What is wrong with the French itself: spaces, marks and words that a typesetter would set right."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from enregard.checks.contract import Look, Pair, Policy, Remark, Rule
from enregard.checks.prose import OBJECT, prose
from enregard.model import Severity

_NARROW, _WIDE = "\u202f", "\u00a0"
_TIGHT = "none"
_NAMES = {
    "\u202f": "a narrow no-break space (U+202F)",
    "\u00a0": "a no-break space (U+00A0)",
    " ": "an ordinary space",
    _TIGHT: "no space",
}


PROFILES: Mapping[str, Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "fr-FR": {"high": (_NARROW, _WIDE), "colon": (_WIDE, _NARROW), "quotes": (_WIDE, _NARROW)},
        "fr-CA": {"high": (_TIGHT, _NARROW), "colon": (_WIDE, _NARROW), "quotes": (_WIDE, _NARROW)},
        "fr-CH": {"high": (_TIGHT, _NARROW), "colon": (_TIGHT, _NARROW), "quotes": (_TIGHT, _NARROW)},
        "EU": {"high": (_TIGHT,), "colon": (_TIGHT,), "quotes": (_TIGHT,)},
    }
)
"""Spaces that each habit has before ``; ! ?``, before ``:`` and inside ``« »``; the first is the one to write.

Imprimerie nationale; Office québécois de la langue française; Swiss practice; Interinstitutional Style Guide, 6.4.
"""
_HIGH = re.compile(r"(?<=[^\s\u202f\u00a0;:!?«(\[.])([ \u00a0\u202f]?)([;:!?])(?=[\s\u00a0\u202f»”\")\]!?]|$)")
_QUOTES = re.compile(r"«([ \u00a0\u202f]?)(?=\S)|(?<=\S)([ \u00a0\u202f]?)»")


def source_space(among: Sequence[Pair], policy: Policy) -> Look:
    """A space before ``; : ! ?`` or inside « » is not the one that the text's typographic habit asks for.

    France writes a narrow no-break space before ``; ! ?`` and a no-break one before ``:`` and inside « »; Québec has
    none before ``; ! ?``; Switzerland and the institutions of the European Union have none. ``typography`` in
    ``[checks]`` names one; ``auto`` takes what most of the document does. A line must not begin with such a mark.
    """
    habits: dict[str, Mapping[str, tuple[str, ...]]] = {}

    def look(pair: Pair) -> Iterator[Remark]:
        document = pair.place.path if pair.place else ""
        if document not in habits:
            habits[document] = PROFILES.get(policy.typography) or _habit(among, document)
        for kind, sign, space in _spaces(_text(pair)):
            wanted = habits[document].get(kind, ())
            if wanted and space not in wanted:
                where = "inside" if kind == "quotes" else "before"
                yield Remark(f"{_NAMES[space]} {where} “{sign}”, where this text has {_NAMES[wanted[0]]}")
                return

    return look


def _text(pair: Pair) -> str:
    return pair.msgid if pair.source is None else prose(pair.source.html).text


def _spaces(text: str) -> Iterator[tuple[str, str, str]]:
    """The kind of mark, the mark, and the space at it."""
    for match in _HIGH.finditer(text):
        if not (match[2] == ":" and match[1] == "" and re.match(r"\d|/", text[match.end() : match.end() + 1])):
            yield ("colon" if match[2] == ":" else "high"), match[2], match[1] or _TIGHT
    for match in _QUOTES.finditer(text):
        yield "quotes", match[0].strip(" \u00a0\u202f"), (match[1] or match[2] or _TIGHT)


def _habit(among: Sequence[Pair], document: str) -> dict[str, tuple[str, ...]]:
    """What most of a document does, kind by kind; nothing where it does too little to tell."""
    counted: dict[str, Counter[str]] = {}
    for pair in among:
        if (pair.place.path if pair.place else "") == document:
            for kind, _, space in _spaces(_text(pair)):
                counted.setdefault(kind, Counter())[space] += 1
    habit: dict[str, tuple[str, ...]] = {}
    for kind, numbers in counted.items():
        usual = numbers.most_common(1)[0][0]
        no_break = (usual, *({_NARROW, _WIDE} - {usual})) if usual in {_NARROW, _WIDE} else (usual,)
        habit[kind] = no_break
    return habit


def source_ellipsis(pair: Pair) -> Iterator[Remark]:
    """Three full stops stand for an ellipsis, or ``etc.`` is followed by one.

    Write ``…``, and ``etc.`` alone.
    """
    text = _text(pair)
    if re.search(r"etc\.?\s?(?:\.\.|…)", text):
        yield Remark("“etc.” needs no ellipsis")
    elif re.search(r"(?<![.\w/])\.\.\.(?!\.)|(?<=\w)\.\.\.(?![.\w/])", text):
        yield Remark("three full stops for an ellipsis: write “…”")


def source_quotes(pair: Pair) -> Iterator[Remark]:
    """Straight quotation marks stand in French prose.

    Write « », and “ ” inside them. Inches and seconds (``12"``) are no finding.
    """
    if re.search(r"(?<![\w\d])\"(?=[^\s\"])[^\"]*\"(?!\w)", _text(pair)):
        yield Remark('straight quotation marks ("…"): write « … »')


def source_apostrophe(among: Sequence[Pair], _policy: Policy) -> Look:
    """A straight apostrophe stands in a document that has curly ones.

    Write ``’``. A document that has none but straight ones follows a habit of its own.
    """
    counted: dict[str, Counter[str]] = {}
    for pair in among:
        document = pair.place.path if pair.place else ""
        counted.setdefault(document, Counter()).update(re.findall(r"(?<=\w)['’](?=\w)", _text(pair)))

    def look(pair: Pair) -> Iterator[Remark]:
        numbers = counted.get(pair.place.path if pair.place else "", Counter())
        match = re.search(r"\w*(?<=\w)'(?=\w)\w*", _text(pair))
        if match is not None and numbers["’"] > numbers["'"]:
            yield Remark(f"“{match[0]}”: a straight apostrophe, where the text has curly ones")

    return look


def source_plural(pair: Pair) -> Iterator[Remark]:
    """A plural is optional: ``le(s) document(s)``.

    English has no good equal; write the plural, or both forms in words.
    """
    match = re.search(r"[^\W\d_]{2,}\((?:s|es|x|e|ne|le|aux)\)", _text(pair))
    if match is not None:
        yield Remark(f"“{match[0]}”: an optional plural or feminine, hard to translate")


def source_double_space(pair: Pair) -> Iterator[Remark]:
    """Two spaces stand between two words of the French."""
    if re.search(r"(?<=\S)[ \u00a0\u202f]{2,}(?=\S)", _text(pair)):
        yield Remark("two spaces between two words")


_TWICE = re.compile(r"(?<![\w’'-])([^\W\d_]{2,})[ \u00a0]+\1(?![\w’'-])", re.IGNORECASE)


def source_doubled_word(pair: Pair) -> Iterator[Remark]:
    """A word of the French stands twice in a row.

    ``nous nous``, ``vous vous`` and emphasis (``très très``) are no finding.
    """
    for match in _TWICE.finditer(_text(pair).replace(OBJECT, " \ufffc ")):
        if match[1].casefold() not in {"nous", "vous", "très", "bien", "en", "si", "oui", "non", "ha", "plus"}:
            yield Remark(f"“{match[1]}” stands twice")


_FR = ("fr", "")
RULES = (
    Rule("source-space", Severity.WARNING, prepare=source_space, languages=_FR),
    Rule("source-ellipsis", Severity.WARNING, source_ellipsis, languages=_FR),
    Rule("source-quotes", Severity.WARNING, source_quotes, languages=_FR),
    Rule("source-apostrophe", Severity.WARNING, prepare=source_apostrophe, languages=_FR),
    Rule("source-plural", Severity.INFO, source_plural, languages=_FR),
    Rule("source-double-space", Severity.WARNING, source_double_space, languages=_FR),
    Rule("source-doubled-word", Severity.WARNING, source_doubled_word, languages=_FR),
)
