"""A manuscript meets its catalog: which translation each passage shows, and which is set aside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from enregard import containment, deadline
from enregard.catalogs import is_sealed
from enregard.model import NOTHING, Block, Finding, Limits, Page, Passage, Place, Segment, Severity, State, leave

if TYPE_CHECKING:
    from enregard.catalogs import Catalog, Key
    from enregard.sources.contract import Manuscript

ROUNDS = 3
"""Renderings after which a page whose translations keep disturbing each other falls back to the French whole."""


@dataclass(frozen=True, slots=True)
class Facing:
    """The French page and its translation, passage for passage, and what is known of each passage."""

    source: Page
    translation: Page
    states: Mapping[Key, State]
    """State of each segment as published: a quarantined translation is not shown."""
    quarantined: Mapping[Key, str]
    """Translations that are not shown because they cannot be published safely, each with the reason."""
    previous: Mapping[Key, tuple[str, str]] = field(default_factory=dict)
    """For stale segments: the old translation, and the French it was made from."""


@dataclass(slots=True)
class _Choice:
    """What each segment shall show, while it is being worked out."""

    texts: dict[Key, str] = field(default_factory=dict)
    states: dict[Key, State] = field(default_factory=dict)
    quarantined: dict[Key, str] = field(default_factory=dict)
    stale: list[Segment] = field(default_factory=list)
    """Segments whose source has changed since they were translated, whatever is shown."""

    def set_aside(self, key: Key, reason: str) -> None:
        self.texts.pop(key, None)
        self.states[key] = State.QUARANTINED
        self.quarantined[key] = reason

    def fill(self, segment: Segment) -> str | None:
        return self.texts.get(segment.key)

    def state_of(self, segment: Segment) -> State:
        return self.states[segment.key]


def source_page(manuscript: Manuscript, *, language: str, limits: Limits) -> Page:
    """The page in the author's language.

    Raises TooComplex, with the line of the culprit where one can be told, where the page takes longer than the limits
    allow or one of its segments does.
    """
    try:
        with deadline.within(min(limits.segment_seconds, limits.page_seconds), path=manuscript.path):
            return manuscript.render(leave, language)
    except deadline.TooComplex as error:
        segments = {segment.key: segment for segment in reversed(manuscript.segments)}
        for key in _slow(manuscript, {key: segment.text for key, segment in segments.items()}, language, limits):
            raise deadline.TooComplex(
                error.problem, path=manuscript.path, line=segments[key].line, advice=error.advice
            ) from error
    with deadline.within(limits.page_seconds, path=manuscript.path):
        return manuscript.render(leave, language)


def facing(
    manuscript: Manuscript,
    catalog: Catalog | None,
    source: Page,
    *,
    language: str,
    stale: str,
    limits: Limits,
    addresses: Mapping[str, str] = NOTHING,
) -> Facing:
    """The translated page beside the French one, every unsafe translation set aside and the French in its place.

    ``stale``: ``keep`` shows the old translation of changed passages; ``source`` and ``both`` the French. Fuzzy
    translations are never shown. A translation adds nothing that its source lacks (``containment``); one that does is
    quarantined alone. ``addresses``: beginnings of addresses that a translation may change, by those of the source.
    """
    choice = _choose(manuscript.segments, catalog, stale=stale, limits=limits)
    page = _rendered(manuscript, choice, language, limits)
    for _ in range(ROUNDS):
        unsafe = _unsafe(source, page, language, addresses)
        if not unsafe:
            break
        for key, reason in unsafe.items():
            choice.set_aside(key, reason)
        page = _rendered(manuscript, choice, language, limits)
    else:
        for key in list(choice.texts):
            choice.set_aside(key, "the translations of this page disturb one another")
        page = _rendered(manuscript, choice, language, limits)
    previous = _previous(choice.stale, catalog, limits, stale=stale)
    return Facing(source, _telling(page, previous), choice.states, choice.quarantined, previous)


def sanitised(page: Page) -> Page:
    """The page without anything active in what its author wrote: HTML, addresses (``source_html = "sanitise"``)."""
    return replace(page, blocks=tuple(map(_sanitised, page.blocks)))


def _sanitised(block: Block) -> Block:
    html = containment.sanitised(block.html)
    passages = tuple(replace(passage, html=containment.sanitised(passage.html)) for passage in block.passages)
    inner = html[html.index(">") + 1 : html.rfind("</")] if block.tag and html.endswith(">") else html
    return replace(block, html=html, inner=inner, passages=passages)


def _telling(page: Page, previous: Mapping[Key, tuple[str, str]]) -> Page:
    """The page whose stale passages know what they were translated from."""

    def told(passage: Passage) -> Passage:
        earlier = previous.get(passage.segment.key)
        return passage if earlier is None else replace(passage, earlier=earlier)

    if not previous:
        return page
    blocks = tuple(
        replace(block, passages=tuple(map(told, block.passages)))
        if any(passage.segment.key in previous for passage in block.passages)
        else block
        for block in page.blocks
    )
    return replace(page, blocks=blocks, metadata={key: told(passage) for key, passage in page.metadata.items()})


def _choose(segments: tuple[Segment, ...], catalog: Catalog | None, *, stale: str, limits: Limits) -> _Choice:
    choice = _Choice()
    for segment in segments:
        key = segment.key
        entry = None if catalog is None else catalog.by_key.get(key)
        state = choice.states[key] = State.UNTRANSLATED if entry is None else entry.state
        if entry is None or catalog is None or state is State.UNTRANSLATED or state is State.FUZZY:
            continue
        if state is State.STALE:
            choice.stale.append(segment)
            if stale != "keep":
                continue
        reason = catalog.damaged.get(key) or containment.contain_text(segment, entry.msgstr, limits=limits)
        if reason is None:
            choice.texts[key] = entry.msgstr
        else:
            choice.set_aside(key, reason)
    return choice


def _rendered(manuscript: Manuscript, choice: _Choice, language: str, limits: Limits) -> Page:
    """The page; where it takes too long, the translations that cost the time are found and set aside."""

    def within(seconds: float) -> Page:
        with deadline.within(seconds, path=manuscript.path):
            return manuscript.render(choice.fill, language, state_of=choice.state_of)

    try:
        return within(min(limits.segment_seconds, limits.page_seconds))
    except deadline.TooComplex:
        for key in _slow(manuscript, choice.texts, language, limits):
            choice.set_aside(key, f"too complex: it does not render within {limits.segment_seconds:g} s")
    try:
        return within(limits.page_seconds)
    except deadline.TooComplex:
        for key in list(choice.texts):
            choice.set_aside(key, f"too complex: the page does not render within {limits.page_seconds:g} s")
    return manuscript.render(choice.fill, language, state_of=choice.state_of)


def _slow(manuscript: Manuscript, texts: Mapping[Key, str], language: str, limits: Limits) -> list[Key]:
    """The texts that do not render within the time of one segment: ever smaller parts are tried, all others empty."""
    slow: list[Key] = []
    groups = [list(texts)]
    while groups:
        keys = groups.pop()
        wanted = {key: texts[key] for key in keys}
        try:
            if len(keys) < len(texts) or len(texts) == 1:
                with deadline.within(limits.segment_seconds, path=manuscript.path):
                    manuscript.render(lambda segment, wanted=wanted: wanted.get(segment.key, ""), language)  # type: ignore[misc]
                continue
        except deadline.TooComplex:
            pass
        if len(keys) == 1:
            slow += keys
        elif keys:
            middle = len(keys) // 2
            groups += [keys[middle:], keys[:middle]]
    return slow


def _unsafe(source: Page, page: Page, language: str, addresses: Mapping[str, str]) -> dict[Key, str]:
    """Shown translations that add something to their source; the two pages are the same passage for passage."""
    found = {}
    for theirs, ours in zip(source.passages, page.passages, strict=True):
        if ours.language == language:
            reason = containment.contain(theirs, ours, addresses=addresses)
            if reason is not None:
                found[ours.segment.key] = reason
    return found


def _previous(
    segments: Sequence[Segment], catalog: Catalog | None, limits: Limits, *, stale: str
) -> dict[Key, tuple[str, str]]:
    """What readers may be told of these stale passages: only what is harmless.

    A suggestion taken from another sentence has a previous msgid, too, but was never a translation of this one: where
    settings do not ask for old translations, only those are told that are known to have been the passage's own.
    """
    if catalog is None:
        return {}
    found = {}
    for segment in segments:
        entry = catalog.by_key[segment.key]
        if segment.key in catalog.damaged or (stale == "source" and not is_sealed(entry)):
            continue
        told = (entry.msgstr, entry.previous_msgid or "")
        if not any(containment.contain_text(segment, text, limits=limits) for text in told):
            found[segment.key] = told
    return found


def quarantine_findings(facing_pages: Facing, catalog: Catalog, manuscript: Manuscript) -> tuple[Finding, ...]:
    """One finding for each translation that was set aside, with the place of its entry and of its source."""
    lines = {segment.key: segment.line for segment in reversed(manuscript.segments)}
    findings = []
    for key, reason in facing_pages.quarantined.items():
        entry = catalog.by_key[key]
        findings.append(
            Finding(
                rule="quarantined",
                severity=Severity.ERROR,
                message=f"translation not published: {reason}",
                po=Place(catalog.path, entry.line),
                source=Place(manuscript.path, lines.get(key)),
                msgid=entry.msgid,
                msgstr=entry.msgstr,
            )
        )
    return tuple(findings)
