"""Faults in the content of an entry that keep its translation from being published: what a reader could not see."""

from __future__ import annotations

import re
import unicodedata

from enregard.model import Entry

CONFLICT = "#-#-#-#-#"
"""What msgcat puts between the texts of two translators who disagree."""

_ISOLATES = {"\u2066", "\u2067", "\u2068"}
_ISOLATE_END = "\u2069"
_HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f"  # C0 and C1 but tab, line feed and next line
    "\u202a-\u202e\u2066-\u2069"  # bidirectional embeddings, overrides, isolates
    "\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff\ufff9-\ufffb]"  # surrogates, non-characters, annotations
)
_ESCAPE_OF_HIDDEN = re.compile(r"\\[abrfvx0-7]")


def suspicious(text: str) -> bool:
    """Whether a whole PO file can hold damage at all: a quick look that spares looking at each entry."""
    body = text.replace("\r\n", "\n") if "\r" in text else text
    return CONFLICT in body or _HIDDEN.search(body) is not None or _ESCAPE_OF_HIDDEN.search(body) is not None


def damage(entry: Entry) -> str | None:
    """Why the translation of an entry must not be published, in words for the user; None where nothing is wrong.

    What the msgid holds itself is the author's will and no damage. Comments and references count too: they are
    shown by editors and terminals.
    """
    translation = "\n".join((entry.msgstr, *entry.msgstr_plural))
    if CONFLICT in translation and CONFLICT not in entry.msgid:
        return f"it holds the conflict mark {CONFLICT} of msgcat: two translations that nobody has decided between"
    allowed = _ISOLATES | {_ISOLATE_END} | set(entry.msgid)
    elsewhere = "\n".join((*entry.comments, *entry.extracted, *entry.references))
    for where, text in (("its translation", translation), ("a comment or reference", elsewhere)):
        for match in _HIDDEN.finditer(text):
            if match[0] not in allowed:
                return f"{where} holds {_name(match[0])}"
        if not _isolated(text) and _isolated(entry.msgid):
            return f"{where} opens a bidirectional isolate that it does not close"
    return None


def _isolated(text: str) -> bool:
    """Whether every bidirectional isolate is closed in its own paragraph and none is closed that was not opened."""
    for line in text.split("\n"):
        depth = 0
        for character in line:
            depth += (character in _ISOLATES) - (character == _ISOLATE_END)
            if depth < 0:
                return False
        if depth:
            return False
    return True


def _name(character: str) -> str:
    known = unicodedata.name(character, "")
    return f"the invisible character U+{ord(character):04X}{f' ({known})' if known else ''}"
