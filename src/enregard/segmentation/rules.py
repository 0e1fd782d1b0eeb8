"""Segmentation rules ready for use: where the sentences of a paragraph end."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from itertools import pairwise

from enregard.segmentation import engine
from enregard.segmentation.pairs import outside
from enregard.segmentation.srx import Formats, Rule, read

RULES_VERSION = "1"
"""Version of our own rules; it stands in each of our SRX files too, and changes with every change of a rule."""

_OURS = {"fr": "fr.srx", "en": "en.srx"}
_OTHERS = "other.srx"
_WRAPS = str.maketrans("\n\r", "  ")
_SEMICOLON = Rule(breaks=True, before=r";(?:\s{0,2}[»”)\]])?", after=r"\s")


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of one language, compiled."""

    decider: engine.Decider
    pairs: tuple[tuple[str, str], ...]
    """Opening and closing marks between which no sentence ends."""
    formats: Formats
    version: str
    """Two Rules with the same version cut alike: our version and language, or a digest of the user's own rules."""
    patience: float | None = None
    """Seconds that a user's rules may take over one paragraph; None for our own, whose time is linear."""
    path: str | None = None
    """Where a user's rules come from, for messages."""

    def may_break(self, text: str) -> bool:
        """False where no sentence can end inside a text, whatever of it is markup: most texts are one sentence."""
        return self.decider.marked is None or self.decider.marked.search(text) is not None

    def boundaries(self, text: str) -> list[int]:
        """Offsets in ``text``, the plain text of one paragraph, at which a sentence ends and another follows.

        Ascending, each just before white space (or before the next sentence, where rules break without any); never 0
        or ``len(text)``, and never with nothing but white space on one side. A line break is a space. Raises
        RulesError where a user's rules take too long.
        """
        flat = text.translate(_WRAPS) if "\n" in text or "\r" in text else text
        found = engine.breaks(self.decider, flat, patience=self.patience, path=self.path)
        return _trimmed(outside(found, flat, self.pairs), text) if found else []


def _trimmed(offsets: Sequence[int], text: str) -> list[int]:
    """``offsets`` moved back over white space, and without those that would cut off nothing."""
    kept: list[int] = []
    last, end = 0, len(text.rstrip()) if offsets else 0
    for offset in offsets:
        back = offset
        while back > last and text[back - 1].isspace():
            back -= 1
        if last < back < end:
            kept.append(back)
            last = back
    return kept


def sentences(text: str, rules: Rules) -> list[str]:
    """The sentences of ``text``, the plain text of one paragraph, without the white space around each of them."""
    edges = [0, *rules.boundaries(text), len(text)]
    return [sentence for start, end in pairwise(edges) if (sentence := text[start:end].strip())]


@lru_cache(maxsize=32)
def rules(
    language: str,
    *,
    srx: str | None = None,
    srx_path: str | None = None,
    abbreviations: tuple[str, ...] = (),
    semicolons: bool = False,
) -> Rules:
    """The segmentation rules for ``language`` ("fr", "en-GB"): ours, or those of the SRX file whose text is ``srx``.

    ``srx_path`` is the path of that file, for messages. After ``abbreviations``, with or without their full stop, no
    sentence ends. ``semicolons``: a sentence ends at a semicolon too, as lists in legal texts want it. The result is
    kept, so asking again costs nothing. Raises RulesError.
    """
    text = _own(language) if srx is None else srx
    document = read(text, path=srx_path)
    chosen = engine.select(document, language, path=srx_path)
    more = (_exception(a) for a in abbreviations if a.strip(" ."))
    chosen = (*more, *chosen, *((_SEMICOLON,) if semicolons else ()))
    return Rules(
        decider=engine.compiled(chosen, path=srx_path),
        pairs=document.pairs,
        formats=document.formats,
        version=_version(document.version if srx is None else "", language, chosen),
        patience=None if srx is None else engine.PATIENCE,
        path=srx_path,
    )


def _own(language: str) -> str:
    name = _OURS.get(language.replace("_", "-").partition("-")[0].lower(), _OTHERS)
    return (resources.files(__package__) / name).read_text(encoding="utf-8")


def _exception(abbreviation: str) -> Rule:
    """No break after ``abbreviation`` as it is written, or with a capital where a sentence begins with it."""
    words = abbreviation.strip()
    words = words if words[-1] in ".?!…" else f"{words}."
    capital = words[0].upper() if len(words[0].upper()) == 1 else words[0]
    rest = r"\s+".join(re.escape(word) for word in words[1:].split(" "))
    return Rule(
        breaks=False,
        before=rf"(?<![\p{{L}}\p{{N}}])[{re.escape(words[0])}{re.escape(capital)}]{rest}",
        after=r"\s",
    )


def _version(ours: str, language: str, chosen: tuple[Rule, ...]) -> str:
    """Our own number while the rules are ours alone, else a digest of what decides."""
    digest = hashlib.sha256(repr([(rule.breaks, rule.before, rule.after) for rule in chosen]).encode()).hexdigest()
    return f"{language}-{ours or 'srx'}-{digest[:8]}"
