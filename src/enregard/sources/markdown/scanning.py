"""Where inline constructs probably are in a run of raw Markdown: a cheap view for cutting sentences.

It only proposes: whether a boundary really lies outside every construct is decided by the parser (``boundaries``).
"""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from enregard.sources.naming import has_word

_PIECE = re.compile(
    r"""
    (?P<escape>\\[!-/:-@\[-`{-~])
  | (?P<code>(?P<tick>`+)(?!`)(?:[^`]|(?!(?P=tick)(?!`))`+)*?(?<!`)(?P=tick)(?!`))
  | (?P<math>\$\$[^$]+\$\$|\$(?!\s)[^$\n]+?(?<!\s)\$(?!\d))
  | (?P<auto><(?:[A-Za-z][A-Za-z0-9+.-]*://[^<>\s]*|[^<>\s!@]+@[^<>\s@]+)>)
  | (?P<tag><(?:/?[A-Za-z][^<>]*|!--.*?--)>)
  | (?P<note>\[\^[^\]\s]+\])
  | (?P<image>!\[)
  | (?P<target>\](?:\((?:[^()\\]++|\\.|\([^()]*\))*\)|\[[^\[\]]*\]))
  | (?P<close>\])
  | (?P<open>\[)
  | (?P<attributes>\{[:]?[ ]*[#.\w][^{}\n]*\})
  | (?P<entity>&(?:\#[0-9]{1,7}|\#x[0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});)
  | (?P<emphasis>\*+|(?<![^\W_])_+|_+(?![^\W_]))""",
    re.VERBOSE | re.DOTALL,
)

_SIGN = re.compile(r"[\\`$<!\[\]{&*_]")
"""What every piece begins with."""

STAND_IN = "\ufffc"
"""What code, formulas and addresses are to the sentence rules: an object that may begin a sentence or end one."""

MARKUP = re.compile(r"[\\`$<\[\]{&*_!]")
"""A run without any of these signs holds no inline construct of standard Markdown."""

_ADDRESS = re.compile(r"\b(?:https?|ftp)://[^\s<>]+|\bmailto:[^\s<>]+", re.IGNORECASE)
_SPEAKS_AT_ONCE = re.compile(r"""(?:[^\w\\`$<{&\[\]]|_|\[(?!\^))*+(?!https?:|ftp:|mailto:)[^\W_]""", re.IGNORECASE)
"""A letter or digit before anything that could be code, an address or a tag, and that begins no address itself."""
_SPOKEN = re.compile(r"""\s(?:alt|title)\s*=\s*(?:"[^"]*[^\W_][^"]*"|'[^']*[^\W_][^']*')""", re.IGNORECASE)

_REFERENCE_FOLLOWS = re.compile(r"\s?\[")
_HALF_BEFORE = re.compile(r"(?<!\\)\]\s?\[\Z")

_CLOSING = frozenset({"emphasis", "target", "close", "tag", "note", "attributes"})


@dataclass(frozen=True, slots=True)
class View:
    """A run of Markdown as it reads: its words, and where each of their characters stands in the raw text."""

    plain: str
    """The words without markup; code, formulas and addresses are an object sign."""
    raw: str
    starts: tuple[int, ...] = ()
    """Where each piece begins in ``plain``: a run of words, or one character that stands for a construct ..."""
    raw_starts: tuple[int, ...] = ()
    """... and where it begins in ``raw``. Both empty where the two texts are the same."""
    ends: tuple[int, ...] = ()
    """Raw offsets at which a construct that closes ends, in ascending order."""
    words: str = ""
    """What a reader would call its words: like ``plain``, without the neutral signs; used to find letters."""

    def to_raw(self, boundary: int) -> int:
        """The raw offset of a boundary of ``plain``: behind every closing mark that follows its last character."""
        if not self.starts:
            return boundary
        position = self._offset(boundary - 1) + 1
        nxt = self._offset(boundary) if boundary < len(self.plain) else len(self.raw)
        behind = bisect_right(self.ends, nxt)
        return max(position, self.ends[behind - 1]) if behind else position

    def _offset(self, index: int) -> int:
        piece = bisect_right(self.starts, index) - 1
        return self.raw_starts[piece] + index - self.starts[piece]


def _pieces(raw: str) -> Iterator[re.Match[str]]:
    """The constructs of a run, in order: looked for only where a sign stands."""
    position = 0
    while sign := _SIGN.search(raw, position):
        piece = _PIECE.match(raw, sign.start())
        position = sign.end() if piece is None else piece.end()
        if piece is not None:
            yield piece


def view(raw: str, *, math: bool) -> View:
    """See a run of raw Markdown as its reader will; text without markup is returned as it stands."""
    if not MARKUP.search(raw):
        return View(plain=raw, raw=raw, words=raw)
    plain: list[str] = []
    words: list[str] = []
    starts: list[int] = []
    raw_starts: list[int] = []
    ends: list[int] = []
    position = length = 0
    for match in _pieces(raw):
        kind = match.lastgroup or ""
        if kind == "tick":
            kind = "code"
        if kind == "math" and not math:
            continue
        start, end = match.span()
        if start > position:
            plain.append(raw[position:start])
            words.append(raw[position:start])
            starts.append(length)
            raw_starts.append(position)
            length += start - position
        shown = ""
        if kind not in _CLOSING:
            shown, said = _shown(kind, match.group())
        if shown:
            plain.append(shown)
            words.append(said)
            starts.append(length)
            raw_starts.append(start)
            length += len(shown)
        if kind in _CLOSING or shown:
            ends.append(end)
        position = end
    plain.append(raw[position:])
    words.append(raw[position:])
    starts.append(length)
    raw_starts.append(position)
    return View("".join(plain), raw, tuple(starts), tuple(raw_starts), tuple(ends), "".join(words))


def _shown(kind: str, text: str) -> tuple[str, str]:
    """What a construct looks like to the sentence rules, and what it says."""
    if kind == "escape":
        return text[1], text[1]
    if kind in {"code", "math", "auto"}:
        return STAND_IN, ""
    if kind == "entity":
        if text in {"&nbsp;", "&#160;", "&#xa0;", "&#xA0;", "&thinsp;", "&#8239;"}:
            return "\u00a0", " "
        return {"&laquo;": "«", "&raquo;": "»", "&hellip;": "…"}.get(text, "x"), "x"
    return "", ""


def readable(raw: str) -> str:
    """The words of a run as a heading path shows them: no markup, code without its backticks."""
    parts = []
    position = 0
    for match in _pieces(raw):
        kind = match.lastgroup or ""
        parts.append(raw[position : match.start()])
        text = match.group()
        if kind in {"tick", "code"}:
            parts.append(text.strip("`").strip())
        elif kind == "escape":
            parts.append(text[1])
        elif kind == "entity":
            parts.append(html.unescape(text))
        elif kind in {"auto", "math"}:
            parts.append(text)
        position = match.end()
    parts.append(raw[position:])
    return " ".join("".join(parts).split(" ")).strip()


def with_full_references(raw: str, known: Collection[str]) -> str:
    """Write shortcut references in full, ``[x]`` as ``[x][x]``: a translated ``[y][x]`` keeps its link.

    Only labels that the document defines are touched; ``[x] [y]`` is one reference to Python-Markdown, too.
    """
    if "[" not in raw or not known:
        return raw
    out: list[str] = []
    opened: list[int] = []
    position = 0
    for match in _pieces(raw):
        kind = match.lastgroup
        if kind in {"open", "image"}:
            opened.append(match.end())
        elif kind in {"close", "target"} and opened:
            begin = opened.pop()
            label = " ".join(raw[begin : match.start()].split())
            # "[x] [y]" is one reference: neither half is a shortcut.
            bare = kind == "close" and not _REFERENCE_FOLLOWS.match(raw, match.end())
            bare = bare and not _HALF_BEFORE.search(raw, 0, begin)
            if (bare or match.group() == "][]") and label.lower() in known and "[" not in label:
                out.append(f"{raw[position : match.start()]}][{label}]")
                position = match.end()
    out.append(raw[position:])
    return "".join(out)


def comments(raw: str) -> Iterator[re.Match[str]]:
    """HTML comments of a run, those shown as code left out."""
    if "<!--" not in raw:
        return iter(())
    return (match for match in _pieces(raw) if match.group().startswith("<!--"))


def has_words(raw: str, *, math: bool) -> bool:
    """True where a letter or a digit stands outside code, addresses and tags: then the run is a segment.

    So is a run of tags whose ``alt`` or ``title`` says something (an image written in HTML).
    """
    if _SPEAKS_AT_ONCE.match(raw) is not None:
        return True
    if "<" in raw and any(_SPOKEN.search(tag.group()) for tag in _pieces(raw) if tag.lastgroup == "tag"):
        return True
    said = raw if MARKUP.search(raw) is None else view(raw, math=math).words
    return has_word(_ADDRESS.sub("", said) if ":" in said else said)
