"""When two addresses are the same place in two languages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import PurePosixPath
from types import MappingProxyType
from urllib.parse import SplitResult, urlsplit

_TITLED_BY_LANGUAGE = frozenset(
    f"{name}.org"
    for name in "wikipedia wikisource wiktionary wikiquote wikinews wikivoyage wikibooks wikiversity".split()  # noqa: SIM905 - a line of names
)
"""Sites with a host per language on which an article's address is its title."""
_SHARED = re.compile(
    r"(?:github|gitlab|codeberg|gitbook|netlify|vercel|pages|readthedocs|wordpress|blogspot|tumblr|substack|neocities)"
    r"\.(?:io|com|app|dev|page|org)|(?:co|com|org|net|ac|gov|edu|asso|gouv)\.[a-z]{2}"
)
"""Ends of hosts below which each name belongs to somebody else."""
_CLIMBS = re.compile(r"[/\\](?:\.|%2e){2}(?:[/\\]|$)", re.IGNORECASE)
_SCHEMES = {("", ""), ("http", "http"), ("https", "https"), ("http", "https")}
_NO_OTHERS: Mapping[str, str] = MappingProxyType({})


def is_twin(source: str, target: str, languages: tuple[str, str], others: Mapping[str, str] = _NO_OTHERS) -> bool:
    """Whether ``target`` is the address of ``source`` in the other language of ``(from, to)``.

    ``fr.example.org/fr/a`` and ``en.example.org/en/a`` are twins, ``frise.svg`` and ``frise.en.svg``, and any two
    articles of fr.wikipedia.org and en.wikipedia.org; ``example.fr`` and ``example.en`` belong to different people.
    An address may do without the name of its language (``/fr/a`` and ``/a``), without ``www.``, or have become
    ``https``. So are two addresses that only begin otherwise, as ``others`` has it: ``https://exemple.fr/`` and the
    beginning that stands for it.
    """
    languages = (_primary(languages[0]), _primary(languages[1]))
    try:
        if any(_begins_otherwise(source, target, *other) for other in others.items()):
            return True
        old, new = urlsplit(source), urlsplit(target)
    except ValueError:
        return False
    if (old.scheme, new.scheme) not in _SCHEMES or "@" in old.netloc + new.netloc:
        return False
    hosts = [re.sub(r"^www\.(?=[^.]+\.)", "", part.netloc.lower()).split(".") for part in (old, new)]
    shared = 3 if _SHARED.fullmatch(".".join(hosts[0][-2:])) else 2
    if hosts[0][-shared:] != hosts[1][-shared:] or not _swapped(hosts[0], hosts[1], languages):
        return False
    if hosts[0] != hosts[1] and ".".join(hosts[0][-2:]) in _TITLED_BY_LANGUAGE:
        return new.path.startswith("/wiki/") and not _CLIMBS.search(new.path)
    return _leads_to_twin(old, new, languages)


def _begins_otherwise(source: str, target: str, old: str, new: str) -> bool:
    """Is the target the source with another beginning, which says all of its host?"""  # noqa: D400 - a question
    if not source.startswith(old) or target != new + source[len(old) :]:
        return False
    wholes = ((source, old), (target, new))
    return all(urlsplit(whole)[:2] == urlsplit(beginning)[:2] for whole, beginning in wholes)


def _leads_to_twin(old: SplitResult, new: SplitResult, languages: tuple[str, str]) -> bool:
    """Are the parts behind the host the same but for the language?"""  # noqa: D400 - a question
    rest = [(part.path, part.query, part.fragment) for part in (old, new)]
    pieces = [re.split(r"([^A-Za-z0-9]+)", "\n".join(part)) for part in rest]
    if _swapped(pieces[0], pieces[1], languages) or _has_suffix(old.path, rest[0], rest[1], languages[1]):
        return True
    neutral = [(_neutral(part[0], own), *part[1:]) for part, own in zip(rest, languages, strict=True)]
    return bool(old.netloc) and neutral[0] == neutral[1]


def _neutral(path: str, language: str) -> str:
    """The path without the name of its language: ``/fr/a/`` and ``/a/index.fr.html`` are ``/a``."""
    own = rf"{re.escape(language)}(?:-[A-Za-z]{{2}})?"
    path = re.sub(rf"\.{own}(?=\.\w+$)", "", path, flags=re.IGNORECASE)
    path = re.sub(rf"/{own}(?=/|$)", "", path, count=1, flags=re.IGNORECASE)
    return re.sub(r"(?:/index\.html?|/)$", "", path)


def _primary(language: str) -> str:
    return re.split("[-_]", language, maxsplit=1)[0].lower()


def _swapped(old: list[str], new: list[str], languages: tuple[str, str]) -> bool:
    """Are both lists equal but where one says the source's language and the other the translation's?"""  # noqa: D400 - a question
    pairs = zip(old, new, strict=False)
    return len(old) == len(new) and all(a == b or (a.lower(), b.lower()) == languages for a, b in pairs)


def _has_suffix(path: str, old: tuple[str, str, str], new: tuple[str, str, str], language: str) -> bool:
    name = PurePosixPath(path)
    return bool(name.suffix) and (path.removesuffix(name.suffix) + f".{language}{name.suffix}", *old[1:]) == new
