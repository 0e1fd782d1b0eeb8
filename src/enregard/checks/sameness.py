"""A translation that is its source again: right for a name or a number, an oversight for a sentence."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from html import escape

from enregard.checks.contract import Among, Inquiry, Lesson, Pair, Policy, Remark, Rule, Study, Verdict
from enregard.checks.prose import sides
from enregard.markup import Token, tokens
from enregard.markup import text as visible_text
from enregard.model import Severity

_NOT_PROSE = frozenset({"code", "pre", "kbd", "samp", "var"})
_TITLES = frozenset({"em", "i", "cite"})
_RUN = re.compile(r"\S+")
_ADDRESS = re.compile(
    r"[a-z][a-z0-9+.-]*:\S+|[^@]+@[^@]+\.\w+|(?:[.~]*/|\w:\\)\S*|\S+/\S*[/.]\S*|(?:\w+[.])+\w{2,}"
    r"|\w*_\w\S*|\w[\w.]*\(\S*|\S*[=$|\\{}*∗^~%\d]\S*",
    re.IGNORECASE,
)
"""A run without spaces that is a web or mail address, a path, a file name, or code that nobody has marked as code."""
_CODE_SPAN = re.compile(r"(`+)(?!`).+?(?<!`)\1(?!`)", re.DOTALL)
_WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*[’']?")
_ELISION = re.compile(r"(?:[ldnmtsjc]|qu|lorsqu|puisqu|jusqu)[’']\w", re.IGNORECASE)
_FRENCH_TYPOGRAPHY = re.compile(r"[«»]|\w[\u00a0\u202f ][;:!?](?:\s|$)")
_FRENCH = frozenset(
    "au aux avec car ce cela ces cet cette ceux chez comme dans de depuis des donc dont du elle elles en entre est"  # noqa: SIM905 - words
    " et être eux il ils je la le les leur leurs lui mais même ne ni nos notre nous ont ou où par pas pendant peu plus"
    " pour quand que quel quelle qui sa sans se selon ses si sont sous sur ta tous tout toute toutes très tu un une"
    " vers voici vos votre vous y à".split()
)
_ENGLISH = frozenset(
    "about and are been by can did do does for from had has have he her his how if in is it its just my not of our she"  # noqa: SIM905 - words
    " should so than that the their them there these they this those to was we were what when which who why will with"
    " would you your".split()
)
_PARTICLES = frozenset({"ag", "al", "ben", "bin", "da", "de", "der", "di", "dos", "el", "van", "von"})
"""Lower-case words inside names of persons and places."""


def study(pairs: Sequence[Pair], _policy: Policy) -> Study:
    """The pairs that repeat their source: None where that is wrong, else the words that may tell that it is."""
    found: list[tuple[int, list[str] | None]] = []
    for number, pair in enumerate(pairs):
        if pair.done and _folded(pair.msgid) == _folded(pair.msgstr):
            prose = _prose(pair)
            found.append((number, None if _wants_translation(prose) else _WORD.findall(prose)))
    return found


def same_as_source(among: Among, _policy: Policy) -> Verdict:
    """A translation repeats its source.

    Often an editor's "copy source" that nobody came back to. Code, addresses, numbers, names and single words that
    both languages write alike are no finding, nor is a quotation in the language of the translation. A word tells that
    it is French where the project's other texts have it, and their translations have not.
    """

    @cache
    def known() -> tuple[frozenset[str], frozenset[str]]:
        french, english = (frozenset(words.split()) for words in among.lesson(COMMON))
        return french, english

    def verdict(study: Study) -> Iterator[tuple[int, Remark]]:
        for number, words in study:
            if words is None or any(_is_french(word, *known()) for word in words):
                yield number, Remark("the translation repeats its source")

    return verdict


def _common_words(pairs: Sequence[Pair]) -> Study:
    """The words that sources and translations that differ write with a small letter."""
    both = [found for pair in pairs if (found := sides(pair)) is not None and found[0].text != found[1].text]
    texts = ({run for found in both for run in found[side].text.split()} for side in (0, 1))
    return [" ".join(sorted(set(_SMALL.findall(" ".join(runs))))) for runs in texts]


def _all_words(studies: Iterable[Study]) -> Study:
    found: tuple[set[str], set[str]] = (set(), set())
    for study in studies:
        for words, own in zip(study, found, strict=True):
            own.update(words.split())
    return [" ".join(sorted(words)) for words in found]


COMMON = Lesson("common", _common_words, _all_words)
_SMALL = re.compile(r"(?<![\w-])[^\W\d_A-Z]{4,}(?![\w-])")


def _is_french(word: str, french: frozenset[str], english: frozenset[str]) -> bool:
    word = word.rstrip("’'").rpartition("’")[2].rpartition("'")[2].lower()
    return word in french and word not in english


def _folded(text: str) -> str:
    """The text but for kinds of spaces, apostrophes and Unicode forms."""
    return " ".join(unicodedata.normalize("NFC", text).replace("’", "'").split())


def _prose(pair: Pair) -> str:
    """The visible words of the source but for code, addresses and, where others are left, titles of works."""
    html = escape(_CODE_SPAN.sub(" ", pair.msgid), quote=False) if pair.source is None else pair.source.html
    everything = tokens(html)
    alt = " ".join(token.attribute("alt") or "" for token in everything if token.name == "img")
    for names in (_NOT_PROSE | _TITLES, _NOT_PROSE):
        prose = _RUN.sub(_without_addresses, visible_text("".join(_outside(everything, names))) + alt)
        if _WORD.search(prose):
            return prose
    return ""


def _outside(given: tuple[Token, ...], names: frozenset[str]) -> Iterator[str]:
    """The raw text of the tokens that stand in none of these elements."""
    depth = 0
    for token in given:
        if token.name in names and token.kind in {"start", "end"}:
            depth = max(0, depth + (1 if token.kind == "start" else -1))
        elif depth == 0:
            yield token.raw


def _without_addresses(run: re.Match[str]) -> str:
    return "" if _ADDRESS.fullmatch(run[0].strip("()[]<>«»“”\"'.,;:!?…")) else run[0]


def _wants_translation(prose: str) -> bool:
    """Is it French prose, as far as one can tell from its words?"""  # noqa: D400 - a question
    words = _WORD.findall(prose)
    common = [word for word in words if word[0].islower() and word.rstrip("’'").lower() not in _PARTICLES]
    if not common and not _begins_in_french(prose, words):
        return False
    lower = {word.lower() for word in words}
    if lower & _FRENCH or _ELISION.search(prose) or _FRENCH_TYPOGRAPHY.search(prose):
        return True
    if lower & _ENGLISH:
        return False
    return len(common) > 1 or any(not word.isascii() for word in common)


def _begins_in_french(prose: str, words: list[str]) -> bool:
    """Is a text without common words more than a name, as "Qui ?" and "Et la Russie ?" are?"""  # noqa: D400 - the same
    return bool(words) and (words[0].lower() in _FRENCH - {"la", "le", "les"} or bool(_FRENCH_TYPOGRAPHY.search(prose)))


RULES = (Rule("same-as-source", Severity.WARNING, inquiry=Inquiry(study, same_as_source, (COMMON,))),)
