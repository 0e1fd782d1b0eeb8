"""What the tool knows about languages: names, direction, plural forms, dates, numbers, and its own interface words."""

from __future__ import annotations

import gettext
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date as calendar_date
from functools import cache, lru_cache
from importlib import resources
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from babel import Locale

NO_BREAK = "\u00a0"
INTERFACE = ("en", "fr")
"""Languages that the tool itself speaks; in all others its furniture is English."""
_TAG = re.compile(r"[a-z]{2,3}([-_][A-Za-z0-9]{2,8})*")
_STRINGS = r'((?:".*"\n)+)'
_ENTRY = re.compile(
    rf"^msgid {_STRINGS}(?:msgid_plural (?:\".*\"\n)+)?msgstr(?:\[0\])? {_STRINGS}(?:msgstr\[1\] {_STRINGS})?",
    re.MULTILINE,
)
"""A message of our own catalogs: msgid, and msgstr in one form or two."""
_DEFAULT_REGION = {"en": "en_GB"}
"""Where a language alone is given, its dates are written as in this region: English pages stand beside French ones."""


@dataclass(frozen=True, slots=True)
class Words:
    """The interface in one language: msgids of ours in, words of that language out."""

    language: str
    """The language that the words are in: English where the tool does not speak the language that was asked for."""
    gettext: Callable[[str], str]
    ngettext: Callable[[str, str, int], str]


@cache
def is_known(language: str) -> bool:
    """True for a language tag (``en``, ``pt-BR``) that the Unicode locale data know."""
    if not _TAG.fullmatch(language):
        return False
    from babel import Locale, UnknownLocaleError

    try:
        Locale.parse(language.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return False
    return True


@cache
def name(language: str, in_language: str) -> str:
    """The name of a language as running text of another has it: ``name("fr", "en")`` is ``French``; else its tag."""
    if not is_known(language):
        return language
    return _locale(language).get_display_name(_locale(in_language)) or language


@cache
def own_name(language: str) -> str:
    """The name of a language in itself, with a capital, as it stands in a list: ``Français``."""
    own = name(language, language)
    return own[:1].upper() + own[1:]


@cache
def direction(language: str) -> Literal["ltr", "rtl"]:
    """The direction a language is written in."""
    return "rtl" if _locale(language).text_direction == "rtl" else "ltr"


@cache
def plural_forms(language: str) -> str:
    """The value of the ``Plural-Forms`` header of a catalog."""
    from babel.messages.catalog import Catalog

    return str(Catalog(locale=_locale(language)).plural_forms)


@cache
def date(iso: str, language: str) -> str:
    """An ISO date in full, its day tied to its month: ``1er mars 2026``. Raises ValueError when it is no date."""
    from babel.dates import format_date

    written = format_date(calendar_date.fromisoformat(iso), "long", locale=_locale(language, regional=True))
    if _locale(language).language == "fr":
        written = re.sub(r"^1 ", "1er ", written)
    return re.sub(r"(?<=\w) (?=[^\W\d])|(?<=[^\W\d]) (?=\d{1,2}\b)", NO_BREAK, written, count=1)


@lru_cache(maxsize=10_000)
def number(value: int, language: str) -> str:
    """A whole number with the signs of the language between its thousands."""
    from babel.numbers import format_decimal

    return str(format_decimal(value, locale=_locale(language)))


@cache
def percent(value: int, language: str) -> str:
    """A whole percentage: ``90%`` in English, ``90 %`` (U+00A0) in French."""
    from babel.numbers import format_percent

    return format_percent(value / 100, locale=_locale(language))


def words(language: str) -> Callable[[str], str]:
    """The gettext function of our own interface in a language."""
    return interface(language).gettext


@cache
def interface(language: str) -> Words:
    """Our own interface in a language; in English where we do not speak it."""
    spoken = language.replace("_", "-").split("-", maxsplit=1)[0]
    if spoken not in INTERFACE:
        spoken = "en"
    said = _said(spoken)
    form = gettext.c2py(said[""][0].partition("plural=")[2].partition(";")[0])

    def one(text: str) -> str:
        return said[text][0] if text in said else text

    def one_or_many(text: str, texts: str, number: int) -> str:
        return said[text][form(number)] if text in said else text if number == 1 else texts

    return Words(spoken, one, one_or_many)


def _said(language: str) -> dict[str, tuple[str, ...]]:
    """What each msgid of ours is in a language, in all its forms; the header is that of the empty one.

    Our own catalogs are plain: a reader of all that PO files may hold would take longer than the rest of a small run.
    """
    po = resources.files("enregard").joinpath("locale", language, "LC_MESSAGES", "enregard.po")
    texts = (map(_text, strings) for strings in _ENTRY.findall(po.read_text(encoding="utf-8")))
    return {msgid: tuple(form for form in forms if form) for msgid, *forms in texts}


def _text(strings: str) -> str:
    return "".join(map(json.loads, strings.splitlines()))


@cache
def _locale(language: str, *, regional: bool = False) -> Locale:
    from babel import Locale

    if not is_known(language):
        return Locale.parse("en")
    tag = _DEFAULT_REGION.get(language, language) if regional else language
    return Locale.parse(tag.replace("-", "_"))
