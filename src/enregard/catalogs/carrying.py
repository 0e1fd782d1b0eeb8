"""What a translation becomes when its French changes: carried, carried with a new address, or kept as a suggestion."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import accumulate

from enregard.catalogs.likeness import likeness
from enregard.catalogs.recutting import alike, squeezed
from enregard.catalogs.sameness import canonical, readdressed
from enregard.model import Entry, State

_FUZZY = "fuzzy"
SEAL = "confirmed: "
"""How the extracted comment begins that knows a stale translation as the one somebody had confirmed."""

Sentences = Callable[[str], list[str]]
"""Cuts a translation into its sentences, without the white space around them."""


def unchanged(blank: Entry, old: Entry) -> Entry:
    """The entry with the old translation in the state it had: the French changed its looks or its place only."""
    return replace(
        blank,
        msgid_plural=old.msgid_plural,
        msgstr_plural=old.msgstr_plural,
        msgstr=old.msgstr,
        previous_msgid=old.previous_msgid,
        previous_context=old.previous_context,
        flags=old.flags,
        comments=old.comments,
        extracted=(*blank.extracted, *(_seals(old) if _FUZZY in old.flags else ())),
    )


def commented(old: Entry, blank: Entry) -> Entry:
    """An entry that stays, with the comments of its place in the French as it is now."""
    seals = _seals(old)
    own = tuple(line for line in old.extracted if line not in seals) if seals else old.extracted
    if own == blank.extracted and old.references == blank.references:
        return old
    extracted = (*blank.extracted, *(seals if _FUZZY in old.flags else ()))
    return replace(old, extracted=extracted, references=blank.references)


def relinked(blank: Entry, old: Entry) -> Entry:
    """The entry with the new address put into the old translation; stale where its place is not certain."""
    if not old.msgstr.strip():
        return unchanged(blank, old)
    msgstr = readdressed(old.msgstr, old=old.msgid, new=blank.msgid)
    return stale(blank, old) if msgstr is None else replace(unchanged(blank, old), msgstr=msgstr)


def stale(blank: Entry, old: Entry) -> Entry:
    """The entry with the old translation as a suggestion: fuzzy, with the msgid that it translates.

    As in GNU msgmerge a fuzzy translation keeps its own previous msgid, which is the text that somebody translated.
    Where that is the new msgid again and nobody has touched the translation meanwhile (its seal tells), the reason for
    the fuzzy mark is gone, and the mark with it; a translation half adapted to the words between stays fuzzy.
    """
    if not old.msgstr.strip():
        return unchanged(blank, old)
    if _FUZZY not in old.flags:
        entry = _fuzzy(blank, old, old.msgstr, old.msgid, old.context)
        return replace(entry, extracted=(*blank.extracted, _seal(entry)))
    if (old.previous_context, old.previous_msgid) == blank.key and _seal(old) in old.extracted:
        flags = tuple(flag for flag in old.flags if flag != _FUZZY)
        return replace(blank, msgstr=old.msgstr, flags=flags, comments=old.comments)
    return unchanged(blank, old)


def suggested(blank: Entry, old: Entry) -> Entry:
    """The entry with the translation of another, similar sentence as a suggestion."""
    return _fuzzy(blank, replace(old, flags=(), comments=()), old.msgstr, old.msgid, old.context)


def joined(blank: Entry, old: Sequence[Entry]) -> Entry:
    """The entry with the translations of all sentences that were joined, one behind the other."""
    said = [entry for entry in old if entry.msgstr.strip()]
    comments = _comments(old)
    if not said:
        return replace(blank, comments=comments)
    first = replace(said[0], comments=comments, flags=_flags(old))
    msgstr = " ".join(entry.msgstr.strip() for entry in said)
    return _fuzzy(blank, first, msgstr, " ".join(_translated(entry) for entry in said), said[0].context)


def part_of(blank: Entry, old: Sequence[Entry], parts: Sequence[str], part: int, sentences: Sentences) -> Entry:
    """The entry of one part (counted from 1) of what was split into ``parts``: one sentence, or several cut elsewhere.

    Where the old translation has as many sentences, each part gets its own; else the likest part gets it whole.
    """
    whole = joined(replace(blank, msgid=" ".join(entry.msgid for entry in old)), old)
    blank = replace(blank, comments=whole.comments if part == 1 else ())
    if not whole.msgstr:
        return blank
    pieces = sentences(whole.msgstr)
    if len(pieces) == len(parts):
        msgstr = pieces[part - 1]
    else:
        text = canonical(whole.msgid)
        scores = [likeness(canonical(each), text) for each in parts]
        msgstr = whole.msgstr if scores.index(max(scores)) == part - 1 else ""
    if not msgstr:
        return blank
    previous = whole.previous_msgid or whole.msgid
    return _fuzzy(blank, replace(whole, comments=blank.comments), msgstr, previous, whole.previous_context)


def recut(blank: Entry, old: Sequence[Entry], parts: Sequence[str], part: int, sentences: Sentences) -> Entry | None:
    """The entry of one of ``parts``, the same words that ``old`` has, with its own piece of the translation.

    It stays as good as it was: the words are the same. None where the pieces are not certain: an old sentence has no
    translation, or the translation has another number of sentences, of links, notes or code.
    """
    if not all(entry.msgstr.strip() for entry in old):
        return None
    pieces = [_strung(blank.msgid, old)]
    if len(parts) > 1:
        pieces = sentences(pieces[0])
        if len(pieces) != len(parts) or not all(map(alike, parts, pieces)):
            return None
    shaken = any(entry.previous_msgid is not None for entry in old)
    return replace(
        blank,
        msgstr=pieces[part - 1],
        flags=_flags(old),
        comments=_comments(old) if part == 1 else (),
        previous_msgid=" ".join(_translated(entry) for entry in old) if shaken else None,
        previous_context=old[0].previous_context if shaken else None,
    )


def _strung(text: str, old: Sequence[Entry]) -> str:
    """The translations of sentences one behind the other, a hard break between two where ``text`` has one."""
    places = set(accumulate(len(squeezed(entry.msgid)) for entry in old))
    breaks, count = set(), 0
    for number, character in enumerate(text):
        count += not character.isspace()
        if count in places and not character.isspace():
            gap = text[number + 1 : len(text) - len(text[number + 1 :].lstrip())]
            breaks |= {count} if "\n" in gap else set()
    pieces, count = [], 0
    for entry in old:
        count += len(squeezed(entry.msgid))
        pieces += [entry.msgstr.strip(), "  \n" if count in breaks else " "]
    return "".join(pieces[:-1])


def shelved(old: Entry) -> Entry:
    """The entry as an obsolete one: its translation and the translator's comments stay."""
    return replace(old, obsolete=True, extracted=(), references=())


def worth_keeping(entry: Entry) -> bool:
    """Whether an entry holds a translator's work: a translation, a plural form, a comment."""
    return bool(entry.msgstr.strip() or any(entry.msgstr_plural) or any(entry.comments))


def confirmed(entry: Entry) -> bool:
    """Whether somebody has translated the entry and nothing has shaken it since."""
    return entry.state is State.TRANSLATED


def _fuzzy(blank: Entry, old: Entry, msgstr: str, msgid: str, context: str | None) -> Entry:
    flags = (_FUZZY, *(flag for flag in old.flags if flag != _FUZZY))
    return replace(
        blank, msgstr=msgstr, flags=flags, comments=old.comments, previous_msgid=msgid, previous_context=context
    )


def _flags(entries: Sequence[Entry]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(flag for entry in entries for flag in entry.flags))


def _comments(entries: Sequence[Entry]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(line for entry in entries for line in entry.comments))


def _translated(entry: Entry) -> str:
    """The French that a translation was made for, as far as the entry knows."""
    return entry.msgid if entry.previous_msgid is None else entry.previous_msgid


def _seals(entry: Entry) -> tuple[str, ...]:
    return tuple(line for line in entry.extracted if line.startswith(SEAL))


def _seal(entry: Entry) -> str:
    """The comment that ties a stale translation to the French it was confirmed for: it fits while both are untouched.

    It stands in the entry because nothing else travels with a catalog through every editor and repository.
    """
    said = "\4".join((entry.previous_context or "", entry.previous_msgid or "", entry.msgstr))
    return sys.intern(SEAL + hashlib.sha256(said.encode(errors="surrogatepass")).hexdigest()[:8])


def is_sealed(entry: Entry) -> bool:
    """True for a stale entry that was this sentence's own finished translation: no suggestion taken from another."""
    return any(line.startswith(SEAL) for line in entry.extracted)
