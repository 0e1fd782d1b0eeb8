"""The same words cut into other sentences: how old msgids are found again when the unit or the rules change."""

from __future__ import annotations

import heapq
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, pairwise

from enregard.catalogs.catalog import Catalog, Key
from enregard.model import Reading, Segment

STAMP = "X-Segmentation"
"""The header field in which a template (and a catalog made from it) says what cut it."""

_STAND_IN = "\ufffc"
"""What code is to the sentence rules, here as in the sources: an object that may begin a sentence or end one."""
_PHRASE = re.compile(r"phrase \d+/\d+")
_HEAD = 8
_MOST_STEPS = 20_000
_CODE = re.compile(r"(?<!`)(`++).*?(?<!`)\1(?!`)", re.DOTALL)
_ESCAPED = re.compile(r"\\[\\`*_{}\[\]()<>#+.!|~-]")
_EMPHASIS = re.compile(r"\*+|~~+|(?<!\w)_+|_+(?!\w)")
_OPENING_TAG, _CLOSING_TAG = re.compile(r"<[A-Za-z][^<>]*(?<!/)>"), re.compile(r"</[A-Za-z][^<>]*>")
_VOID = re.compile(r"<(?:br|hr|img|wbr|input)\b", re.IGNORECASE)
_AUTOLINK = re.compile(r"<[A-Za-z][\w+.-]*:[^<>\s]*>")
_OPEN_ADDRESS = re.compile(r"\]\([^()]*(?:\([^()]*\)[^()]*)*$")
_MARK = re.compile(
    rf"(?P<code>{_CODE.pattern.replace('1', '2')})|{_EMPHASIS.pattern}|\[\^[^\[\]]*\]|!?\["
    r"|\](?:\([^()]*(?:\([^()]*\)[^()]*)*\)|\[[^\[\]]*\])?|</?[A-Za-z][^<>]*>",
    re.DOTALL,
)
_MARKS = (re.compile(r"\]\("), re.compile(r"\[\^"), _CODE)


@dataclass(frozen=True, slots=True)
class Group:
    """Old and new sentences that hold the same words, the least that can be matched; the cuts between them differ."""

    old: tuple[Key, ...]
    new: tuple[Key, ...]


def cut_by(reading: Reading) -> str:
    """What cuts the segments of a project, as templates record it: ``sentence; fr-1-6f3a91c0``, or ``block``.

    Two equal stamps cut alike. Raises RulesError where the project's own rules cannot be used.
    """
    if reading.unit != "sentence":
        return reading.unit
    from enregard import segmentation

    rules = segmentation.rules(
        reading.language,
        srx=reading.rules,
        srx_path=reading.rules_path,
        abbreviations=reading.abbreviations,
        semicolons=reading.semicolons,
    )
    return f"{reading.unit}; {rules.version}"


def cut_otherwise(old: Catalog, segments: Sequence[Segment], stamp: str) -> bool:
    """Whether a template was cut by other rules than the segments; without a record of it, whether their units differ.

    A template that records nothing is older, or somebody else's: one of the two has paragraphs in several sentences.
    """
    if recorded := old.header.get(STAMP):
        return recorded != stamp
    in_sentences = any(_PHRASE.fullmatch(line) for entry in old.entries for line in entry.extracted)
    return in_sentences != any(segment.parts > 1 for segment in segments)


def groups(old: Sequence[Key], segments: Sequence[Segment]) -> Iterator[Group]:
    """Old msgids and new ones of a document with the same words but for white space, paragraph by paragraph."""
    known = set(old)
    lexicon = _lexicon(old)
    for paragraph in _paragraphs(segments):
        if all(key in known for key in paragraph):
            continue
        texts = [squeezed(text) for _, text in paragraph]
        spelled = _spelled("".join(texts), lexicon[paragraph[0][0]])
        if spelled:
            yield from _groups(spelled, paragraph, texts)


def squeezed(text: str) -> str:
    """A text without its white space."""
    return "".join(text.split())


def _paragraphs(segments: Sequence[Segment]) -> Iterator[list[Key]]:
    """The keys of the sentences of each paragraph, repeated ones too."""
    paragraph: list[Key] = []
    expected: tuple[int, int, str | None] | None = None
    for segment in segments:
        if paragraph and (segment.part, segment.parts, segment.context) != expected:
            yield paragraph
            paragraph = []
        paragraph.append(segment.key)
        expected = (segment.part + 1, segment.parts, segment.context)
    if paragraph:
        yield paragraph


@dataclass(frozen=True, slots=True)
class _Lexicon:
    """Old msgids to spell texts with, all without white space."""

    keys: dict[str, Key] = field(default_factory=dict)
    lengths: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    """How long they are, by how they begin."""


def _lexicon(old: Sequence[Key]) -> dict[str | None, _Lexicon]:
    """The old msgids by context."""
    found: dict[str | None, _Lexicon] = defaultdict(_Lexicon)
    for key in old:
        if text := squeezed(key[1]):
            found[key[0]].keys.setdefault(text, key)
            found[key[0]].lengths[text[:_HEAD]].add(len(text))
    return found


def _words(text: str, at: int, lexicon: _Lexicon) -> Iterator[int]:
    """The ends of all old msgids that a text has at some place."""
    for length in range(1, _HEAD + 1):
        for size in lexicon.lengths.get(text[at : at + length], ()) if at + length <= len(text) else ():
            yield at + size


def _spelled(text: str, lexicon: _Lexicon) -> list[tuple[int, Key]]:
    """The fewest old msgids that spell a text, each with the offset of its end; empty where none do."""
    best: dict[int, tuple[int, int, Key]] = {}
    reached = [0]
    steps = 0
    while reached and steps <= _MOST_STEPS:
        at = heapq.heappop(reached)
        if at == len(text):
            break
        count = best[at][0] + 1 if at else 1
        for end in _words(text, at, lexicon):
            steps += 1
            key = lexicon.keys.get(text[at:end]) if end <= len(text) else None
            if key is not None and (end not in best or best[end][0] > count):
                if end not in best:
                    heapq.heappush(reached, end)
                best[end] = (count, at, key)
    found: list[tuple[int, Key]] = []
    at = len(text) if len(text) in best else 0
    while at:
        _, before, key = best[at]
        found.append((at, key))
        at = before
    return found[::-1]


def _groups(spelled: Sequence[tuple[int, Key]], paragraph: Sequence[Key], texts: Sequence[str]) -> Iterator[Group]:
    """The sentences between each two places where both cuttings cut."""
    ends = list(accumulate(map(len, texts)))
    shared = sorted({0, *(end for end, _ in spelled)} & {0, *ends})
    for start, end in pairwise(shared):
        old = tuple(key for at, key in spelled if start < at <= end)
        new = tuple(key for at, key in zip(ends, paragraph, strict=True) if start < at <= end)
        if len(old) > 1 or len(new) > 1:
            yield Group(old, new)


def sentences(text: str, boundaries: Callable[[str], list[int]]) -> list[str]:
    """The sentences of a translation, looked at without its marks; never cut inside a link, code, emphasis or a tag.

    ``boundaries`` tells where the sentences of plain text end.
    """
    plain: list[str] = []
    places: list[int] = []
    at = 0
    for match in _MARK.finditer(text):
        plain.append(text[at : match.start()])
        places.extend(range(at, match.start()))
        if match["code"]:
            plain.append(_STAND_IN)
            places.append(match.start())
        at = match.end()
    plain.append(text[at:])
    places.extend(range(at, len(text) + 1))
    edges = [0, *(places[boundary] for boundary in boundaries("".join(plain))), len(text)]
    return _unbroken([piece for start, end in pairwise(edges) if (piece := text[start:end].strip())])


def _unbroken(pieces: Sequence[str]) -> list[str]:
    """Sentences, those put together again between which something is open."""
    found: list[str] = []
    for piece in pieces:
        if found and _is_open(found[-1]):
            found[-1] = f"{found[-1]} {piece}"
        else:
            found.append(piece)
    return found


def _is_open(text: str) -> bool:
    text = _AUTOLINK.sub("", _CODE.sub("", _ESCAPED.sub("", text)))
    if "`" in text or text.count("[") != text.count("]") or _OPEN_ADDRESS.search(text):
        return True
    opened = sum(not _VOID.match(tag) for tag in _OPENING_TAG.findall(text))
    if opened != len(_CLOSING_TAG.findall(text)):
        return True
    signs = Counter(_EMPHASIS.findall(text))
    return any(count % 2 for count in signs.values())


def alike(one: str, other: str) -> bool:
    """Whether two texts have as many links, footnote references and pieces of code: the least that a pair needs."""
    return all(len(mark.findall(one)) == len(mark.findall(other)) for mark in _MARKS)
