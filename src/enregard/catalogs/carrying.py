"""What a translation becomes when its French changes: carried, carried with a new address, or kept as a suggestion."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from enregard.catalogs.likeness import likeness
from enregard.catalogs.sameness import canonical, readdressed
from enregard.model import Entry, State

_FUZZY = "fuzzy"

Sentences = Callable[[str], list[str]]
"""Cuts a translation into its sentences."""


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
    )


def relinked(blank: Entry, old: Entry) -> Entry:
    """The entry with the new address put into the old translation; stale where its place is not certain."""
    if not old.msgstr.strip():
        return unchanged(blank, old)
    msgstr = readdressed(old.msgstr, old=old.msgid, new=blank.msgid)
    return stale(blank, old) if msgstr is None else replace(unchanged(blank, old), msgstr=msgstr)


def stale(blank: Entry, old: Entry) -> Entry:
    """The entry with the old translation as a suggestion: fuzzy, with the msgid that it translates.

    As in GNU msgmerge a fuzzy translation keeps its own previous msgid, which is the text that somebody translated.
    Where that is the new msgid again, the reason for the fuzzy mark is gone, and the mark with it.
    """
    if not old.msgstr.strip():
        return unchanged(blank, old)
    if _FUZZY not in old.flags:
        return _fuzzy(blank, old, old.msgstr, old.msgid, old.context)
    if (old.previous_context, old.previous_msgid) == blank.key:
        flags = tuple(flag for flag in old.flags if flag != _FUZZY)
        return replace(blank, msgstr=old.msgstr, flags=flags, comments=old.comments)
    return unchanged(blank, old)


def suggested(blank: Entry, old: Entry) -> Entry:
    """The entry with the translation of another, similar sentence as a suggestion."""
    return _fuzzy(blank, replace(old, flags=(), comments=()), old.msgstr, old.msgid, old.context)


def joined(blank: Entry, old: Sequence[Entry]) -> Entry:
    """The entry with the translations of all sentences that were joined, one behind the other."""
    msgstr = " ".join(entry.msgstr.strip() for entry in old if entry.msgstr.strip())
    comments = tuple(dict.fromkeys(line for entry in old for line in entry.comments))
    if not msgstr:
        return replace(blank, comments=comments)
    first = replace(old[0], comments=comments, flags=_flags(old))
    return _fuzzy(blank, first, msgstr, " ".join(entry.msgid for entry in old), old[0].context)


def part_of(blank: Entry, old: Entry, parts: Sequence[str], part: int, sentences: Sentences) -> Entry:
    """The entry of one part (counted from 1) of a sentence that was split into ``parts``.

    Where the old translation has as many sentences, each part gets its own; else the likest part gets it whole.
    """
    blank = replace(blank, comments=old.comments if part == 1 else ())
    if not old.msgstr.strip():
        return blank
    pieces = [piece.strip() for piece in sentences(old.msgstr)]
    if len(pieces) == len(parts):
        msgstr = pieces[part - 1]
    else:
        whole = canonical(old.msgid)
        scores = [likeness(canonical(text), whole) for text in parts]
        msgstr = old.msgstr if scores.index(max(scores)) == part - 1 else ""
    if not msgstr:
        return blank
    return _fuzzy(blank, replace(old, comments=blank.comments), msgstr, old.msgid, old.context)


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
