"""Words without their endings, so that a term is recognised in the plural and in other forms: the door of snowball."""

from __future__ import annotations

import re
from functools import cache
from typing import Protocol

_WORD = re.compile(r"[^\W_]+(?:[-’'][^\W_]+)*")
_ELISION = re.compile(r"^(?:[ldnmtsjc]|qu|jusqu|lorsqu|puisqu)[’']", re.IGNORECASE)


class _Stemmer(Protocol):
    def stemWord(self, word: str) -> str: ...  # noqa: N802 - the library's own name


def stems(text: str, language: str) -> tuple[str, ...]:
    """The stems of all words of a text, in their order; a word of a language without a stemmer is its own stem."""
    words = (_ELISION.sub("", word) for word in _WORD.findall(text))
    return tuple(_stem(word.casefold().replace("’", "'"), language[:2]) for word in words)


@cache
def _stem(word: str, language: str) -> str:
    if language == "fr":  # the stemmer cuts "usager" and "usagers" in two ways
        word = re.sub(r"(?<=\w\w)s$", "", word)
    stemmer = _stemmer(language)
    return word if stemmer is None else stemmer.stemWord(word)


@cache
def _stemmer(language: str) -> _Stemmer | None:
    from snowballstemmer import stemmer  # type: ignore[import-untyped]

    name = {"fr": "french", "en": "english", "de": "german", "es": "spanish", "it": "italian", "pt": "portuguese"}
    found: _Stemmer | None = stemmer(name[language]) if language in name else None
    return found
