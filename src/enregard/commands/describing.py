"""A site, and what its readers are told of translations: who made them and when, what of them is withheld."""

from __future__ import annotations

import re
from collections.abc import Sequence

from enregard import words
from enregard.catalogs import Catalog
from enregard.editions import Document, Site, Translation
from enregard.model import Segment, State
from enregard.project import Project
from enregard.publication import Facing

_PERSON = re.compile(r"\s*([^<>@\x00-\x1f]*[^<>@\s\x00-\x1f])\s*(?:<[^<>]*>)?\s*(?:,\s*\d{4}\.?)?\s*")
_NOBODY = re.compile(
    r"automatically generated|full name|anonymous|unknown|none|nobody|translator|traduct(?:eur|rice)"
    r"|.*\b(?:weblate|poedit|enregard|admin|bot|machine|import|deepl|google|pontoon|transifex|crowdin)\b.*",
    re.IGNORECASE,
)
"""What programs write where a person should stand."""
_DAY = re.compile(r"(\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]))\b")


def site(
    project: Project,
    documents: Sequence[Document],
    assets: Sequence[str],
    *,
    editions: Sequence[str],
    drafts: bool,
    search: bool = False,
) -> Site:
    """All that a project publishes in these editions, as its settings say."""
    settings = project.settings
    return Site(
        title=settings.project.title,
        documents=tuple(documents),
        source=project.language,
        targets=project.targets,
        editions=tuple(editions),
        assets=tuple(assets),
        url=settings.project.url,
        authors=settings.project.authors,
        licence=settings.project.licence,
        image_hosts=settings.site.image_hosts,
        untranslated=settings.editions.untranslated,
        stale=settings.editions.stale,
        hreflang_threshold=settings.editions.hreflang_threshold,
        base=settings.site.base,
        feeds=settings.site.feeds,
        drafts=drafts,
        search=search,
        templates=project.overrides(),
    )


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
