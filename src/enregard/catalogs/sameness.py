"""When two msgids say the same: typography folded away, addresses told apart from words, code left as it is."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from functools import lru_cache

_CODE_FENCE = re.compile(r"(?<!\\)`+")
_ADDRESS = re.compile(
    r"\]\([ \t]*<(?P<angled>[^<>\n]*)>"
    r"|\]\([ \t]*(?P<plain>[^\s()<>]+(?:\([^\s()<>]*\)[^\s()<>]*)*)"
    r"|<(?P<auto>(?:https?|ftp|mailto):[^\s<>]*)>"
    r"|\b(?:href|src)[ ]?=[ ]?(?:\"(?P<double>[^\"<>]*)\"|'(?P<single>[^'<>]*)')"
    r"|(?P<bare>\bhttps?://[^\s<>\[\]()\"'`*]+[^\s<>\[\]()\"'`*.,;:!?])"
)
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_ENTITY = re.compile(r"&(?:nbsp|#160|#xa0|thinsp|#8239|laquo|raquo|[lr][sd]quo|hellip|[nm]dash|(?:oe|OE|ae|AE)lig);")
_NAMED = {
    **dict.fromkeys(("nbsp", "#160", "#xa0", "thinsp", "#8239"), " "),
    "laquo": "«",
    "raquo": "»",
    "lsquo": "'",
    "rsquo": "'",
    "ldquo": '"',
    "rdquo": '"',
    "hellip": "...",
    "ndash": "-",
    "mdash": "-",
    "oelig": "oe",
    "OElig": "Oe",
    "aelig": "ae",
    "AElig": "Ae",
}
_FOLDED = {
    **dict.fromkeys("\u2019\u02bc\u2018\u201b\u2032", "'"),
    **dict.fromkeys("\u201c\u201d\u201e\u201f\u2033", '"'),
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
    **dict.fromkeys("\u00ad\u2060\ufeff", ""),
    "\u2026": "...",
    "œ": "oe",
    "Œ": "Oe",
    "æ": "ae",
    "Æ": "Ae",
}
_TYPOGRAPHY = re.compile(f"[{''.join(_FOLDED)}]")
_CAPITAL_LIGATURE = re.compile(r"OE(?=[a-zà-ÿ])|AE(?=[a-zà-ÿ])")
_HARD_BREAK = re.compile(r" {2,}\n")
_SPACES = re.compile(r"[^\S ]\s*| \s+")
"""White space that is anything else than one space."""
_QUOTE = re.compile("[«‹»›]")
_OPENING = re.compile(r"[«‹] ?")
_CLOSING = re.compile(r" ?[»›]")
_BEFORE_MARK = re.compile(r" (?=[;:!?%])")
_DASHES = re.compile(r"-{2,}")
_UNDERSCORES = re.compile(r"(?<![\w\\])_+|(?<!\\)(?<!_)_+(?!\w)")
_BREAK_SIGN, _ADDRESS_SIGN = "\x0b", "\ufffc"


@lru_cache(maxsize=16_384)
def canonical(text: str) -> str:
    """The msgid without what never changes its meaning: two texts with one canonical form differ in typography only.

    Folded are kinds of space, spaces before high punctuation, apostrophes, quotation marks, dashes, ellipses,
    ligatures, the Unicode form, soft hyphens and the sign of emphasis. Code, addresses and tags stay as they are.
    """
    return _canonical(text, addresses=True)


@lru_cache(maxsize=16_384)
def without_addresses(text: str) -> str:
    """The canonical form with one sign in place of every address: equal texts differ in links or images only."""
    return _canonical(text, addresses=False)


def addresses(text: str) -> list[tuple[int, int]]:
    """Where the addresses of links and images stand in a msgid or msgstr, code left out, in order of appearance."""
    code = _code(text)
    starts = [start for start, _ in code]
    found = []
    for match in _ADDRESS.finditer(text):
        span = match.span(match.lastgroup or 0)
        before = bisect_right(starts, span[0]) - 1
        if before < 0 or code[before][1] <= span[0]:
            found.append(span)
    return found


def readdressed(msgstr: str, *, old: str, new: str) -> str | None:
    """The translation with the addresses of the new msgid where those of the old stood; None where that is not certain.

    It is certain where the translation has the addresses of the old msgid, each as often as the old msgid has it,
    and each of them has one new address only.
    """
    before = [old[a:b] for a, b in addresses(old)]
    after = [new[a:b] for a, b in addresses(new)]
    spans = addresses(msgstr)
    there = [msgstr[a:b] for a, b in spans]
    targets = dict(zip(before, after, strict=False))
    if len(before) != len(after) or sorted(before) != sorted(there) or [targets[was] for was in before] != after:
        return None
    replacements = [targets[was] for was in there]
    pieces, at = [], 0
    for (start, end), replacement in zip(spans, replacements, strict=True):
        pieces += [msgstr[at:start], replacement]
        at = end
    return "".join((*pieces, msgstr[at:]))


def _canonical(text: str, *, addresses: bool) -> str:
    pieces, at = [], 0
    for start, end, is_address in _protected(text):
        if start < at:
            continue
        keep = addresses or not is_address
        pieces += [_folded(text[at:start]), text[start:end] if keep else _ADDRESS_SIGN]
        at = end
    folded = "".join((*pieces, _folded(text[at:]))).strip()
    return text if folded == text else folded


def _protected(text: str) -> list[tuple[int, int, bool]]:
    """Spans that are compared as they are: code, addresses (marked), tags."""
    if not ("`" in text or "<" in text or "](" in text or "//" in text):
        return []
    spans = [(start, end, False) for start, end in _code(text)]
    spans += [(start, end, True) for start, end in addresses(text)]
    if "<" in text:
        spans += [piece for match in _TAG.finditer(text) for piece in _around(match.span(), spans)]
    return sorted(spans)


def _around(span: tuple[int, int], spans: list[tuple[int, int, bool]]) -> list[tuple[int, int, bool]]:
    """A tag as one protected span, or as those before and behind the address in it."""
    inside = [(a, b) for a, b, is_address in spans if is_address and span[0] <= a and b <= span[1]]
    if not inside:
        return [(*span, False)]
    edges = [span[0], *(edge for pair in inside for edge in pair), span[1]]
    return [(a, b, False) for a, b in zip(edges[::2], edges[1::2], strict=True) if a < b]


def _code(text: str) -> list[tuple[int, int]]:
    """Spans of inline code: a run of backticks up to the next run of the same length; linear in the text."""
    if "`" not in text:
        return []
    runs = [match.span() for match in _CODE_FENCE.finditer(text)]
    by_length: dict[int, list[int]] = {}
    for number, (start, end) in enumerate(runs):
        by_length.setdefault(end - start, []).append(number)
    found, at = [], 0
    while at < len(runs):
        start, end = runs[at]
        same = by_length[end - start]
        following = bisect_right(same, at)
        if following < len(same):
            at = same[following]
            found.append((start, runs[at][1]))
        at += 1
    return found


def _folded(text: str) -> str:
    if "&" in text:
        text = _ENTITY.sub(lambda match: _NAMED[match[0][1:-1]], text)
    text = _TYPOGRAPHY.sub(lambda match: _FOLDED[match[0]], unicodedata.normalize("NFC", text))
    text = _CAPITAL_LIGATURE.sub(lambda match: match[0].capitalize(), text)
    text = _SPACES.sub(lambda match: _BREAK_SIGN if _HARD_BREAK.search(match[0]) else " ", text)
    if _QUOTE.search(text):
        text = _CLOSING.sub('"', _OPENING.sub('"', text))
    text = _BEFORE_MARK.sub("", text)
    text = _DASHES.sub("-", text)
    return _UNDERSCORES.sub(lambda match: "*" * len(match[0]), text) if "_" in text else text
