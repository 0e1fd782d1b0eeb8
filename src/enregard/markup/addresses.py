"""When two addresses are the same place in two languages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import PurePosixPath
from types import MappingProxyType
from urllib.parse import urlsplit

_TITLED_BY_LANGUAGE = frozenset(
    f"{name}.org"
    for name in "wikipedia wikisource wiktionary wikiquote wikinews wikivoyage wikibooks wikiversity".split()  # noqa: SIM905 - a line of names
)
"""Sites with a host per language on which an article's address is its title."""
_NO_OTHERS: Mapping[str, str] = MappingProxyType({})


def is_twin(source: str, target: str, languages: tuple[str, str], others: Mapping[str, str] = _NO_OTHERS) -> bool:
    """Whether ``target`` is the address of ``source`` in the other language of ``(from, to)``.

    ``fr.example.org/fr/a`` and ``en.example.org/en/a`` are twins, ``frise.svg`` and ``frise.en.svg``, and any two
    articles of fr.wikipedia.org and en.wikipedia.org; ``example.fr`` and ``example.en`` belong to different people.
    So are two addresses that only begin otherwise, as ``others`` has it: ``https://exemple.fr/`` and the beginning
    that stands for it.
    """
    if any(source.startswith(old) and target == new + source[len(old) :] for old, new in others.items()):
        return True
    languages = (_primary(languages[0]), _primary(languages[1]))
    try:
        old, new = urlsplit(source), urlsplit(target)
    except ValueError:
        return False
    if old.scheme != new.scheme or old.scheme not in {"http", "https", ""} or "@" in old.netloc + new.netloc:
        return False
    old_labels, new_labels = old.netloc.split("."), new.netloc.split(".")
    if old_labels[-2:] != new_labels[-2:] or not _swapped(old_labels, new_labels, languages):
        return False
    if old_labels != new_labels and ".".join(old_labels[-2:]) in _TITLED_BY_LANGUAGE:
        return new.path.startswith("/wiki/")
    rest = [(part.path, part.query, part.fragment) for part in (old, new)]
    pieces = [re.split(r"([^A-Za-z0-9]+)", "\n".join(part)) for part in rest]
    return _swapped(pieces[0], pieces[1], languages) or _has_suffix(old.path, rest[0], rest[1], languages[1])


def _primary(language: str) -> str:
    return re.split("[-_]", language, maxsplit=1)[0].lower()


def _swapped(old: list[str], new: list[str], languages: tuple[str, str]) -> bool:
    """Are both lists equal but where one says the source's language and the other the translation's?"""  # noqa: D400 - a question
    pairs = zip(old, new, strict=False)
    return len(old) == len(new) and all(a == b or (a.lower(), b.lower()) == languages for a, b in pairs)


def _has_suffix(path: str, old: tuple[str, str, str], new: tuple[str, str, str], language: str) -> bool:
    name = PurePosixPath(path)
    return bool(name.suffix) and (path.removesuffix(name.suffix) + f".{language}{name.suffix}", *old[1:]) == new
