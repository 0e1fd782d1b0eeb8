"""A site, and what its readers are told of translations: who made them and when, what of them is withheld."""

from __future__ import annotations

import re
from collections.abc import Sequence

from enregard import markup, words
from enregard.catalogs import Catalog
from enregard.coverage import Moment, record
from enregard.editions import Document, Site, ToDo, Translation
from enregard.errors import EnregardError
from enregard.model import Segment, State
from enregard.project import Project
from enregard.publication import Facing

FIRST = 3
"""So many passages of a document are named in each state that is not finished."""
_EXCERPT = 90
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
    history: tuple[Moment, ...] = (),
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
        history=history,
        templates=project.overrides(),
    )


def translation(segments: Sequence[Segment], catalog: Catalog | None, facing: Facing) -> Translation:
    """What is known of one document's translation beyond its coverage."""
    if catalog is None:
        return Translation(to_do=to_do(None, facing))
    withheld = {segment.key: segment for segment in segments if segment.key in facing.quarantined}
    return Translation(
        translator=translator(catalog),
        revised=revised(catalog),
        catalog=catalog.path,
        to_do=to_do(catalog, facing),
        withheld=len(withheld),
        withheld_words=sum(words.count(segment.text) for segment in withheld.values()),
    )


def to_do(catalog: Catalog | None, facing: Facing) -> dict[State, tuple[ToDo, ...]]:
    """The first passages in each state that is not finished, in reading order; each distinct sentence once."""
    found: dict[State, dict[tuple[str | None, str], ToDo]] = {}
    for passage in (p for block in facing.source.blocks for p in block.passages):
        key = passage.segment.key
        state = facing.states[key]
        if state is not State.TRANSLATED and len(found.setdefault(state, {})) < FIRST and key not in found[state]:
            entry = None if catalog is None else catalog.by_key.get(key)
            text = " ".join(markup.text(passage.html).split())
            short = text if len(text) <= _EXCERPT else f"{text[:_EXCERPT].rsplit(' ', 1)[0]}…"
            found[state][key] = ToDo(passage.segment.id, short, None if entry is None else entry.line)
    return {state: tuple(passages.values()) for state, passages in found.items()}


def history(project: Project, problems: list[EnregardError]) -> tuple[Moment, ...]:
    """How coverage went on, from the file that the settings name; nothing where it is not there yet.

    A file that cannot be read is listed: the edition is built without it.
    """
    name = project.settings.site.history
    try:
        text = project.side_file(name, missing_ok=True) if name else None
        return () if text is None else record.read(text, path=name)
    except EnregardError as error:
        problems.append(error)
        return ()


def translator(catalog: Catalog) -> str:
    """The person that the header names as last translator, without an address; empty where it names none."""
    told = _PERSON.fullmatch(catalog.header.get("Last-Translator", ""))
    name = told[1].strip() if told else ""
    return "" if _NOBODY.fullmatch(name) else name


def revised(catalog: Catalog) -> str:
    """The ISO date of the header's last revision; empty where it tells none."""
    told = _DAY.match(catalog.header.get("PO-Revision-Date", "").strip())
    return told[1] if told else ""
