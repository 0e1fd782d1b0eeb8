"""A translation may add nothing that its source lacks: what would, is named, and its page shows the source instead."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from html import unescape
from typing import TYPE_CHECKING

from enregard.markup import VOID, Token, balanced, is_twin, plain_tags, tokens
from enregard.model import NOTHING, Kind, Limits, Passage, Segment

if TYPE_CHECKING:  # the sanitiser is loaded when the first passage needs it
    import nh3

LIGHT = frozenset(
    "abbr b bdi br cite code del dfn em i ins kbd mark q rp rt ruby s samp small span strong sub sup u var wbr".split()  # noqa: SIM905 - a line of names
)
"""Elements that a translation may add where they carry no attribute but ``lang``."""

_TAGS = LIGHT | frozenset(
    "p hr h1 h2 h3 h4 h5 h6 blockquote pre time div section a img figure figcaption ul ol li dl dt dd table caption"  # noqa: SIM905 - the same
    " thead tbody tfoot tr th td colgroup col".split()
)
_EMPTIED = frozenset(
    "script style noscript iframe template title textarea xmp plaintext noembed noframes svg math object select".split()  # noqa: SIM905 - the same
)
_ATTRIBUTES = {
    "*": {"id", "lang", "dir", "title"},
    "a": {"href"},
    "img": {"src", "alt", "width", "height"},
    "ol": {"start", "type"},
    "li": {"value"},
    "td": {"colspan", "rowspan", "align"},
    "th": {"colspan", "rowspan", "align", "scope"},
    "col": {"span"},
    "q": {"cite"},
    "blockquote": {"cite"},
    "del": {"cite", "datetime"},
    "ins": {"cite", "datetime"},
    "time": {"datetime"},
}
_SCHEMES = frozenset({"http", "https", "mailto"})
_ADDRESSES = frozenset({"href", "src", "cite"})
_WORDS_IN = frozenset({"title", "alt"})
"""Attributes that hold words, which a translation translates."""
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")
_FOOTNOTE = re.compile(r"fnref\d*:")

_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff\u202a-\u202e]|\r(?!\n)")
_ISOLATES = re.compile(r"[\u2066-\u2069]")
_INVISIBLE = re.compile(f"{_CONTROLS.pattern}|{_ISOLATES.pattern}")
_MERGE_MARK = re.compile(r"#-#-#-#-#|^(?:<{7}|={7}|>{7})(?=[ \n]|$)", re.MULTILINE)

_SHAPES: Mapping[str, re.Pattern[str]] = {
    what: re.compile(pattern, re.MULTILINE)
    for what, pattern in {
        "a rule or front matter": r"^ {0,3}(?:(?:\*[ \t]*+){3,}|(?:-[ \t]*+){3,}|(?:_[ \t]*+){3,})$",
        "a heading": r"^ {0,3}#{1,6}[ \t]|^[^\n]+\n(?:=++|-++)[ \t]*+$",
        "a quotation": r"^ {0,3}>(?![ \u00a0\u202f]?\d)",
        "a list": r"^ {0,3}[*+-][ \t]++(?!\d)",
        "a code block": r"^ {0,3}(?:`{3,}[^`\n]*+$|~{3})|\A(?: {4}|\t)",
        "a table": r"^ {0,3}\|?[ :]*+-[ :-]*+\|[ :|-]*+$",
        "a definition of a link, a footnote or an abbreviation": (
            r"^ {0,3}(?:\*\[[^\]\n]++\]:|\[\^[^\]\n]++\]:|\[[^\]\n]++\]:[ \t]*+\S++[ \t]*+(?:$|[\"'(]))"
        ),
        "a definition list": r"\n {0,3}:[ \t]",
        "an admonition": r"^!!! ?\w",
        "a table of contents": r"^[ \t]*+\[TOC\][ \t]*+$",
        "a blank line": r"\S[ \t]*+\n[ \t]*+\n\s*+\S",
    }.items()
}
"""Shapes at the beginning of a line that make blocks in Markdown."""
_NUMBERED = re.compile(r"^ {0,3}(\d{1,9})[.)][ \t]", re.MULTILINE)
_BEGINS_A_BLOCK = re.compile("|".join(f"(?:{one.pattern})" for one in (*_SHAPES.values(), _NUMBERED)), re.MULTILINE)
"""All of them: a text of one line has a shape where this matches at its beginning."""
_DASH = re.compile(r"\s*[-\u2010-\u2015]")
_FEW = 40
"""So many of a costly sign are welcome anywhere."""
_COSTLY = ("[", "(", "`", "*", "_", "<", "!", "{", "\\", "&")
"""Signs of which many make Python-Markdown slow: a translation has its source's number of them, or few."""


def contain_text(segment: Segment, msgstr: str, *, limits: Limits | None = None) -> str | None:
    """Why a translation must not be rendered at all, or None: what can be told from its text alone.

    It may not be longer or knottier than its source warrants, hold control characters or bidirectional overrides, or
    begin a block (heading, list, definition ...), unless the source does the same (cases 2, 21 to 23, 31, 32, 39, 42).
    """
    msgid = segment.text
    if msgstr == msgid:
        return None
    reason = _too_much(msgid, msgstr, limits or Limits()) or _characters(msgid, msgstr)
    if reason is None and len(_merge_marks(msgstr)) > len(_merge_marks(msgid)):
        reason = "it holds the marks of an unfinished merge"
    if reason is None and segment.kind is Kind.CODE_COMMENT and "\n" in msgstr and "\n" not in msgid:
        reason = "it adds a line to a comment in code"
    return reason or (None if segment.literal else _blocks(msgid, msgstr))


def contain(source: Passage, translation: Passage, *, addresses: Mapping[str, str] = NOTHING) -> str | None:
    """Why a rendered translation must not be published, or None.

    Every element must be one of the source's, with its attributes; ``title`` and ``alt`` may say something else, an
    address may be the same one in the other language (by its look, or by the beginnings that the project's settings
    list in ``addresses``), and light elements without attributes may be added. Whatever is not the source's own must
    be what a sanitiser leaves of it (threat model, cases 24 and 29 to 37).
    """
    if translation.html == source.html:
        return None
    reason = _characters(unescape(source.html), unescape(translation.html))
    if reason or "<" not in translation.html:
        return reason
    told = plain_tags(translation.html)
    if told is not None and told == plain_tags(source.html):
        return None
    old, new = tokens(source.html), tokens(translation.html)
    if _markup(old) == _markup(new):
        return None
    known = _Known(old, (source.language, translation.language), addresses)
    return (
        next((said for token in new if (said := known.objection(token))), None)
        or _loose(source.html, translation.html)
        or _heavy(old, new)
        or _repeated(old, new)
        or _unclean(known, new)
    )


def _markup(given: Iterable[Token]) -> list[str]:
    return [token.raw for token in given if token.kind != "text"]


_ADDRESSED = {"a": ("href", "links to", "link"), "img": ("src", "shows", "image")}


class _Known:
    """The elements of a source passage; a class because every element of the translation is asked of it."""

    def __init__(self, source: Iterable[Token], languages: tuple[str, str], others: Mapping[str, str]) -> None:
        self._languages = languages
        self._others = others
        self._raw = {token.raw for token in source}
        self._attributes: dict[str, list[dict[str, str | None]]] = {}
        for token in source:
            if token.kind == "start":
                self._attributes.setdefault(token.name, []).append(dict(token.attributes))

    def objection(self, token: Token) -> str | None:
        """What is wrong with a token of the translation, or None."""
        if token.kind in {"text", "end"} or token.raw in self._raw:
            return None
        if token.kind != "start":
            what = "a comment" if token.kind == "comment" and not token.never_ends else "a tag that never ends or code"
            return f"it adds {what}: {_short(token.raw)}"
        return None if self.has(token) or _is_light(token) else self._complaint(token)

    def has(self, token: Token) -> bool:
        """Is it an element of the source, but for words in its attributes and the language of its address?"""  # noqa: D400 - a question
        return any(self._agrees(token, attributes) for attributes in self._attributes.get(token.name, ()))

    def _agrees(self, token: Token, source: Mapping[str, str | None]) -> bool:
        names = source.keys() | dict(token.attributes).keys()
        return all(self._same(name, source.get(name), dict(token.attributes).get(name)) for name in names - _WORDS_IN)

    def _same(self, name: str, old: str | None, new: str | None) -> bool:
        if old == new:
            return True
        if name in {"lang", "hreflang"}:
            return new is None or _LANGUAGE.fullmatch(new) is not None
        if old is None or new is None:
            return False
        if name == "id":
            return _FOOTNOTE.match(old) is not None and _FOOTNOTE.sub("", old) == _FOOTNOTE.sub("", new)
        return name in {"href", "src"} and is_twin(old, new, self._languages, self._others)

    def _complaint(self, token: Token) -> str:
        attribute, verb, noun = _ADDRESSED.get(token.name, ("", "", ""))
        address = token.attribute(attribute)
        theirs = [old for attributes in self._attributes.get(token.name, ()) if (old := attributes.get(attribute))]
        if address and not any(self._same(attribute, old, address) for old in theirs):
            there = f"{verb} {', '.join(map(_short, theirs))}" if theirs else f"has no {noun}"
            return f"it {verb} {_short(address)}; its source {there}"
        if token.name in self._attributes or token.name in LIGHT:
            names = " ".join(name for name, _ in token.attributes)
            return f"it gives <{token.name}> attributes that its source does not give it: {_short(names)}"
        return f"it adds the element <{_short(token.name)}>"


def _is_light(token: Token) -> bool:
    allowed = {"lang", "title"} if token.name == "abbr" else {"lang"}
    language = token.attribute("lang")
    return (
        token.name in LIGHT
        and all(name in allowed for name, _ in token.attributes)
        and (language is None or _LANGUAGE.fullmatch(language) is not None)
    )


def _heavy(old: Iterable[Token], new: Iterable[Token]) -> str | None:
    """Elements that the sanitiser does not know (a button, a drawing) stay as they stand in the source, or go."""
    theirs, mine = ([token for token in given if token.name and token.name not in _TAGS] for given in (old, new))
    if not mine or list(map(_identity, mine)) == list(map(_identity, theirs)):
        return None
    return f"it changes the elements {_short(' '.join(token.raw for token in mine))} of the source"


def _identity(token: Token) -> tuple[str, str]:
    return (token.kind, token.raw if token.kind == "other" else token.name)


def _loose(old: str, new: str) -> str | None:
    if balanced(new) == new or (balanced(old) != old and _open(old) == _open(new)):
        return None
    return "it opens an element that it does not close, or closes one that it did not open"


def _open(html: str) -> Counter[str]:
    found: Counter[str] = Counter()
    for token in tokens(html):
        found[token.name] += (token.kind == "start" and token.name not in VOID) - (token.kind == "end")
    return Counter({name: number for name, number in found.items() if number})


def _repeated(old: Iterable[Token], new: Iterable[Token]) -> str | None:
    more = Counter(_ids(new)) - Counter(_ids(old))
    return next((f"it repeats the id {_short(name)}" for name in more if not _FOOTNOTE.match(name)), None)


def _ids(given: Iterable[Token]) -> Iterator[str]:
    return (written for token in given if (written := token.attribute("id")))


def _unclean(known: _Known, new: tuple[Token, ...]) -> str | None:
    """Does a sanitiser see something else than we do in what is not the source's own?"""  # noqa: D400 - a question
    html = "".join(_without_what_is_known(known, new))
    if _shape(tokens(html)) == _shape(tokens(_cleaner().clean(html))):
        return None
    return "a browser could read its HTML in another way than it is written"


def _without_what_is_known(known: _Known, given: Iterable[Token]) -> Iterator[str]:
    for token in given:
        if token.kind in {"comment", "other"} or (token.name and token.name not in _TAGS):
            continue
        yield f"<{token.name}>" if token.kind == "start" and known.has(token) else token.raw


def _shape(given: Iterable[Token]) -> list[tuple[str, object]]:
    """Tokens as they mean, not as they are spelt: neighbouring texts joined, entities resolved."""
    out: list[tuple[str, object]] = []
    for token in given:
        if token.kind != "text":
            out.append((f"{token.kind} {token.name}", dict(token.attributes)))
        elif out and out[-1][0] == "text":
            out[-1] = ("text", str(out[-1][1]) + unescape(token.raw))
        else:
            out.append(("text", unescape(token.raw)))
    return out


def sanitised(html: str) -> str:
    """The author's HTML without anything active, for projects whose sources come from strangers; passages stay marked.

    Repeated until nothing changes: one pass of a sanitiser is not always stable.
    """
    for _ in range(3):
        clean = _cleaner(own=True).clean(html)
        if clean == html:
            break
        html = clean
    return html


@cache
def _cleaner(*, own: bool = False) -> nh3.Cleaner:
    """The sanitiser; ``own``: for whole blocks of a page, with the classes and marks that the house puts there."""
    import nh3

    marks = {"class", "data-segment", "data-state", "aria-label"} if own else set()
    return nh3.Cleaner(
        tags=set(_TAGS),
        clean_content_tags=set(_EMPTIED),
        attributes={**_ATTRIBUTES, "*": _ATTRIBUTES["*"] | marks},
        attribute_filter=_filtered,
        url_schemes=set(_SCHEMES),
        link_rel=None,
        strip_comments=True,
    )


def _filtered(_tag: str, name: str, value: str) -> str | None:
    """An attribute's value as the sanitiser may keep it; None drops it."""
    if name == "dir":
        return value if value in {"ltr", "rtl", "auto"} else None
    if name not in _ADDRESSES:
        return value
    head = re.split(r"[/?#]", value, maxsplit=1)[0]
    scheme, colon, _ = head.partition(":")
    if value.startswith(("//", "\\")) or re.search(r"[\s\x00-\x20\\]", head):
        return None
    return value if not colon or (name != "src" and scheme.lower() in _SCHEMES) else None


def _characters(old: str, new: str) -> str | None:
    """Control characters and overrides of the reading direction that the source does not have."""
    if new.isprintable() or _INVISIBLE.search(new) is None:  # the first question is quicker, and answers most
        return None
    theirs = set(_CONTROLS.findall(old))
    for sign in _CONTROLS.findall(new):
        if sign not in theirs:
            return f"it holds the invisible character <U+{ord(sign):04X}>"
    isolates = _ISOLATES.findall(new)
    if isolates and isolates != _ISOLATES.findall(old) and not _closes(isolates):
        return f"it holds <U+{ord(isolates[0]):04X}> without its counterpart"
    return None


def _closes(isolates: Iterable[str]) -> bool:
    depth = 0
    for sign in isolates:
        depth += -1 if sign == "\u2069" else 1
        if depth < 0:
            return False
    return depth == 0


def _too_much(old: str, new: str, limits: Limits) -> str | None:
    if len(new) > 4 * len(old) + 1000:
        return f"it is {len(new)} characters long, its source {len(old)}"
    if 4 * len(new) > limits.segment and len(new.encode("utf-8", "replace")) > limits.segment:
        return f"it is longer than {limits.segment} bytes"
    if len(new) <= _FEW:
        return None
    for sign in _COSTLY:
        count = new.count(sign)
        if count > _FEW and count > 2 * old.count(sign) + _FEW:
            return f"it holds {count} times the sign {sign}, its source {old.count(sign)} times"
    return None


def _merge_marks(text: str) -> list[str]:
    """Marks that tools leave behind where they could not decide; asked for where the signs are that they begin with."""
    found = "#-#-#" in text or "<<<<<<<" in text or "=======" in text or ">>>>>>>" in text
    return _MERGE_MARK.findall(text) if found else []


def _blocks(old: str, new: str) -> str | None:
    if "\n" not in new and (new[:1].isalpha() or _BEGINS_A_BLOCK.match(new) is None):
        return None
    for what, shape in _SHAPES.items():
        found = len(shape.findall(new))
        if found and found > len(shape.findall(old)) and not (what == "a list" and _DASH.match(old)):
            return f"it holds {what}, which its source does not"
    numbers = re.findall(r"\d+", old)
    if any(number not in numbers for number in _NUMBERED.findall(new)):
        return "it holds a numbered list, which its source does not"
    return None


def _short(raw: str) -> str:
    return raw if len(raw) <= 80 else f"{raw[:79]}…"
