"""What readers are told of a translation: who made it and when, where work on it goes on, what of it is withheld."""

from __future__ import annotations

import re
from collections.abc import Sequence

from enregard import words
from enregard.catalogs import Catalog
from enregard.editions import Translation
from enregard.model import Segment, State
from enregard.publication import Facing

_PERSON = re.compile(r"\s*([^<>@\x00-\x1f]*[^<>@\s\x00-\x1f])\s*(?:<[^<>]*>)?\s*(?:,\s*\d{4}\.?)?\s*")
_NOBODY = re.compile(
    r"automatically generated|full name|anonymous|unknown|none|nobody|translator|traduct(?:eur|rice)"
    r"|.*\b(?:weblate|poedit|enregard|admin|bot|machine|import|deepl|google|pontoon|transifex|crowdin)\b.*",
    re.IGNORECASE,
)
"""What programs write where a person should stand."""
_DAY = re.compile(r"(\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]))\b")


def translation(segments: Sequence[Segment], catalog: Catalog | None, facing: Facing) -> Translation:
    """What is known of one document's translation beyond its coverage."""
    if catalog is None:
        return Translation()
    withheld = {segment.key: segment for segment in segments if segment.key in facing.quarantined}
    lines: dict[State, int] = {}
    for entry in catalog.entries:
        state = State.QUARANTINED if entry.key in withheld else entry.state
        if state is not State.TRANSLATED:
            lines.setdefault(state, entry.line)
    return Translation(
        translator=translator(catalog),
        revised=revised(catalog),
        catalog=catalog.path,
        lines=lines,
        withheld=len(withheld),
        withheld_words=sum(words.count(segment.text) for segment in withheld.values()),
    )


def translator(catalog: Catalog) -> str:
    """The person that the header names as last translator, without an address; empty where it names none."""
    told = _PERSON.fullmatch(catalog.header.get("Last-Translator", ""))
    name = told[1].strip() if told else ""
    return "" if _NOBODY.fullmatch(name) else name


def revised(catalog: Catalog) -> str:
    """The ISO date of the header's last revision; empty where it tells none."""
    told = _DAY.match(catalog.header.get("PO-Revision-Date", "").strip())
    return told[1] if told else ""
