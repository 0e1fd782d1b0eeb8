"""What the values of settings may be: each check gives the value as it is kept, or says what would be taken."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from urllib.parse import urlsplit

_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


class Unfit(Exception):  # noqa: N818 - never leaves this folder
    """A value that a setting does not take; the text says what it takes."""


Check = Callable[[object], object]
"""Gives the value as it is kept, or raises ``Unfit``."""


def text(value: object) -> str:
    """A text on one line."""
    if isinstance(value, str) and not any(unicodedata.category(c) in _INVISIBLE for c in value):
        return value
    raise Unfit("a text between quotation marks, on one line")


def texts(value: object) -> tuple[str, ...]:
    """A list of texts, kept as a tuple."""
    if isinstance(value, list):
        try:
            return tuple(text(item) for item in value)
        except Unfit:
            pass
    raise Unfit('a list of texts, such as ["a", "b"]')


def truth(value: object) -> bool:
    """True or false."""
    if isinstance(value, bool):
        return value
    raise Unfit("true or false")


def whole(least: int, most: int) -> Check:
    """A whole number within bounds."""

    def check(value: object) -> int:
        if isinstance(value, int) and not isinstance(value, bool) and least <= value <= most:
            return value
        raise Unfit(f"a whole number from {least} to {most}")

    return check


def seconds(value: object) -> float:
    """A time above zero."""
    if isinstance(value, int | float) and not isinstance(value, bool) and 0 < value <= 86_400:
        return float(value)
    raise Unfit("a number of seconds above 0")


def one_of(*choices: str) -> Check:
    """One of a few words."""

    def check(value: object) -> str:
        if isinstance(value, str) and value in choices:
            return value
        raise Unfit("one of " + ", ".join(f'"{choice}"' for choice in choices))

    return check


def path(value: object) -> str:
    """A path; where it leads is the project's to check."""
    if isinstance(value, str) and value and text(value):
        return value
    raise Unfit("a path relative to the project's folder")


def path_or_nothing(value: object) -> str:
    """A path, or an empty text for none."""
    return "" if value == "" else path(value)


def url(value: object) -> str:
    """An address of the web, or nothing."""
    if value == "" or (isinstance(value, str) and re.fullmatch(r"https?://[^\s\"'<>\\]+", value) and _has_host(value)):
        return value
    raise Unfit("an address that begins with https:// or http://")


def _has_host(address: str) -> bool:
    try:
        return bool(urlsplit(address).hostname)
    except ValueError:  # brackets that hold no IPv6 address, a host that Unicode folds into something else
        return False


def language(value: object) -> str:
    """The code of a language that Babel knows."""
    if isinstance(value, str) and re.fullmatch(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8}){0,3}", value):
        from enregard.languages import is_known

        if is_known(value):
            return value
    raise Unfit('the code of a language, such as "fr", "en" or "pt-BR"')


def languages(value: object) -> tuple[str, ...]:
    """A list of codes of languages, each kept once."""
    if isinstance(value, list):
        return tuple(dict.fromkeys(language(item) for item in value))
    raise Unfit('a list of codes of languages, such as ["en"]')


def severities(value: object) -> dict[str, str]:
    """A table of rules and severities."""
    level = one_of("error", "warning", "info", "off")
    if isinstance(value, dict):
        return {text(rule): str(level(chosen)) for rule, chosen in value.items()}
    raise Unfit("a table of rules, each with its severity")


def replacements(value: object) -> dict[str, str]:
    """A table of texts, each with another."""
    if isinstance(value, dict):
        return {text(old): text(new) for old, new in value.items()}
    raise Unfit("a table of texts, each with the text that stands for it")


def lists(value: object) -> dict[str, tuple[str, ...]]:
    """A table of lists of texts."""
    if isinstance(value, dict):
        return {text(name): texts(names) for name, names in value.items()}
    raise Unfit('a table of lists, such as "old/*" = ["length"]')
