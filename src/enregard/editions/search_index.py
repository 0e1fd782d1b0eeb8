"""What the search page reads: passages in bundles, where each word stands, and documents as Pagefind takes them."""

from __future__ import annotations

import json
import re
import unicodedata
from array import array
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import escape

from enregard.editions.contract import Document, OutputFile, Plan, Site
from enregard.editions.html_page import STATIC
from enregard.editions.layout import shown_languages
from enregard.editions.search_passages import Pair, facing_pairs, single_pairs
from enregard.model import State

FOLDER = f"{STATIC}/search"
"""Folder of all that is made for search, below the output folder."""
BUNDLE = 65_536
"""Characters of text in one file of passages: a few documents, or a long one."""
SHELF = 65_536
"""Bytes of one file of words, about."""
Postings = dict[str, "array[int]"]
"""By folded word the numbers of the bundles it stands in."""

_MARKS = re.compile("[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670]")
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ς": "σ", "ı": "i", "ø": "o", "ł": "l"})
_WORD = re.compile(r"[^\W_]+")
_LETTERS = str.maketrans({"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE", "’": "’ ", "'": "' ", "ʼ": "ʼ "})
"""What Pagefind does not see through: ligatures, and that an elided article is a word of its own."""


@dataclass(frozen=True, slots=True)
class Text:
    """A document as search knows it."""

    address: str
    """Path of its page below the folder of an edition."""
    titles: Mapping[str, str]
    """By language; none where it is not translated."""
    pairs: Mapping[str, tuple[Pair, ...]]
    """Its passages by target language, each with its translation."""

    @property
    def size(self) -> int:
        """Characters of its longest pairing."""
        return max((sum(len(p.source) + len(p.translation) for p in pairs) for pairs in self.pairs.values()), default=0)


def pages_of(site: Site, target: str) -> tuple[str, ...]:
    """The editions whose pages hold the pairs of a language: the one in both, else those in each."""
    both = f"{site.source}-{target}"
    return (both,) if both in site.editions else tuple(one for one in (site.source, target) if one in site.editions)


def pairs_of(site: Site, target: str, pages: Mapping[str, str]) -> tuple[Pair, ...]:
    """The pairs of a document from its built pages, by the editions of ``pages_of``."""
    for name, html in pages.items():
        if len(shown_languages(site, name)) > 1:
            return facing_pairs(html, source=site.source)
    return single_pairs(pages.get(site.source, ""), pages.get(target, ""), source=site.source)


def text_of(plan: Plan, document: Document, pairs: Mapping[str, tuple[Pair, ...]]) -> Text:
    """A document with its passages."""
    titles = {language: label.text for language, label in document.titles.items() if label.language == language}
    return Text(plan.addresses[document.name], titles, pairs)


def bundles(texts: Iterable[Text]) -> Iterator[tuple[Text, ...]]:
    """The documents in their order, in groups that a browser loads at once."""
    group: list[Text] = []
    size = 0
    for text in texts:
        if group and size + text.size > BUNDLE:
            yield tuple(group)
            group, size = [], 0
        group.append(text)
        size += text.size
    if group:
        yield tuple(group)


def passages(bundle: Iterable[Text], target: str, *, source: str) -> bytes:
    """The file of a bundle's pairs: for each document its address, its titles and its pairs."""
    return _json(
        [
            {
                "a": text.address,
                "t": [text.titles.get(source, ""), text.titles.get(target, "")],
                "p": [_told(pair) for pair in text.pairs.get(target, ())],
            }
            for text in bundle
        ]
    )


def _told(pair: Pair) -> list[str]:
    told = [pair.id, pair.source, pair.translation]
    return told if pair.state is State.TRANSLATED else [*told, pair.state.value]


def note_words(postings: Postings, number: int, bundle: Iterable[Text], target: str) -> None:
    """Add a bundle's words, of both languages, to the postings; numbers must come in order."""
    words: set[str] = set()
    for text in bundle:
        joined = "\n".join(part for pair in text.pairs.get(target, ()) for part in (pair.source, pair.translation))
        words.update(_WORD.findall(folded(joined)))
    for word in words:
        postings.setdefault(word, array("I")).append(number)


def folded(text: str) -> str:
    """The text without accents, capitals and ligatures: ``Élève`` and ``eleve`` are the same; as in search.js."""
    return _MARKS.sub("", unicodedata.normalize("NFKD", text).lower()).translate(_LIGATURES)


def word_files(postings: Postings) -> Iterator[tuple[str, bytes]]:
    """Where each word stands, some thousand words a file, in order: the file's first word, and its bytes.

    Of each word the bundles are told, as steps from one to the next. The order is that of strings in a browser.
    """
    shelf: dict[str, list[int]] = {}
    size = 0
    for word in sorted(postings, key=lambda one: one.encode("utf-16-be")):
        if size > SHELF:
            yield next(iter(shelf)), _json(shelf)
            shelf, size = {}, 0
        shelf[word] = _steps(postings[word])
        size += len(word) + 4 + 3 * len(shelf[word])
    if shelf:
        yield next(iter(shelf)), _json(shelf)


def _steps(numbers: array[int]) -> list[int]:
    return [number - before for before, number in zip([0, *numbers], numbers, strict=False)]


def entry(*, version: str, shelves: Iterable[str], indexed: Mapping[str, int]) -> bytes:
    """The file that the search page asks first: which build this is, and what there is to read.

    ``shelves``: first words of the files of words. ``indexed``: by language in how many parts Pagefind knows it.
    """
    return _json({"version": version, "shelves": list(shelves), "indexed": dict(indexed)})


def record(text: Text, language: str, *, source: str) -> str:
    """A document in one language as Pagefind takes it, with an anchor before each passage; empty without words.

    The anchor's name is the passage's place among the pairs.
    """
    if language == source:
        pairs = next(iter(text.pairs.values()), ())
        words = [pair.source for pair in pairs]
    else:
        pairs = text.pairs.get(language, ())
        words = [pair.translation for pair in pairs]
    lines = [
        f'<{tag}><a id="{place}"></a>{escape(said.translate(_LETTERS), quote=False)}</{tag}>'
        for place, (pair, said) in enumerate(zip(pairs, words, strict=True))
        if said
        for tag in ("h2" if pair.level else "p",)
    ]
    return f'<html lang="{escape(language)}"><body>{"".join(lines)}</body></html>' if lines else ""


def file(target: str, name: str, data: bytes) -> OutputFile:
    """A file of the pairs of a language."""
    return OutputFile(f"{FOLDER}/pairs/{target}/{name}", data)


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
