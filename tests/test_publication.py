"""A manuscript meets its catalog: what is shown, what is set aside, and what a slow passage costs the others."""

from __future__ import annotations

import time
from dataclasses import dataclass

import pytest

from enregard import catalogs, deadline, publication
from enregard.catalogs import Catalog
from enregard.model import Fill, FrontMatter, Limits, Omitted, Page, Reading, Segment, State, leave
from enregard.registry import SOURCES
from enregard.sources.contract import Manuscript, StateOf

TEXT = "Le marché ouvre.\n\nIl ferme tard.\n\nVoir [le plan](plan.md).\n"
HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
QUICK = Limits(segment_seconds=0.2, page_seconds=0.5)


def manuscript(text: str = TEXT) -> Manuscript:
    """A text, read."""
    return SOURCES[".md"](text, path="source_fr/a.md", name="a", reading=Reading(), ids={})


def catalog(*entries: str) -> Catalog:
    """A catalog of these entries."""
    return catalogs.read((HEADER + "\n\n".join(entries) + "\n").encode(), path="a.po")


def entry(msgid: str, msgstr: str, comment: str = "") -> str:
    """An entry as it is written."""
    return f'{comment}msgid "{msgid}"\nmsgstr "{msgstr}"'


def face(
    known: Catalog | None, *, stale: str = "source", text: str = TEXT, limits: Limits = QUICK
) -> publication.Facing:
    """Both pages of a text."""
    read = manuscript(text)
    source = publication.source_page(read, language="fr", limits=limits)
    return publication.facing(read, known, source, language="en", stale=stale, limits=limits)


def shown(facing: publication.Facing) -> list[tuple[str, str, State]]:
    """Language, words and state of each passage of the translation."""
    return [(p.language, p.html, p.state) for p in facing.translation.passages]


@dataclass(frozen=True, slots=True)
class Slow:
    """A manuscript whose renderer needs long for passages that say so: the time is real, its cause is plain."""

    inner: Manuscript

    @property
    def path(self) -> str:
        """As it is."""
        return self.inner.path

    @property
    def name(self) -> str:
        """As it is."""
        return self.inner.name

    @property
    def front_matter(self) -> FrontMatter:
        """As it is."""
        return self.inner.front_matter

    @property
    def segments(self) -> tuple[Segment, ...]:
        """As they are."""
        return self.inner.segments

    @property
    def omitted(self) -> tuple[Omitted, ...]:
        """As it is."""
        return self.inner.omitted

    def render(self, fill: Fill, language: str, *, state_of: StateOf | None = None) -> Page:
        """Take the seconds that each passage names: ``LENT 9``, ``SLOW 9``."""
        for segment in self.segments:
            said = fill(segment)
            words = (segment.text if said is None else said).split()
            if words[:1] in (["LENT"], ["SLOW"]):
                until = time.monotonic() + float(words[1])
                while time.monotonic() < until:
                    time.sleep(0.005)
        return self.inner.render(fill, language, state_of=state_of)


def test_without_a_catalog_all_is_french() -> None:
    """A page that nobody has translated shows the source, and says so of each passage."""
    facing = face(None)
    assert {(language, state) for language, _, state in shown(facing)} == {("fr", State.UNTRANSLATED)}
    assert facing.source.passages[0].html == "Le marché ouvre."


def test_each_state_is_shown_as_it_must_be() -> None:
    """Confirmed is published, a draft never, and of a changed passage the French."""
    facing = face(
        catalog(
            entry("Le marché ouvre.", "The market opens."),
            entry("Il ferme tard.", "It closes.", '#. confirmed: 12345678\n#, fuzzy\n#| msgid "Il ferme."\n'),
            entry("Voir [le plan](plan.md).", "See [the map](plan.md).", "#, fuzzy\n"),
        )
    )
    assert shown(facing) == [
        ("en", "The market opens.", State.TRANSLATED),
        ("fr", "Il ferme tard.", State.STALE),
        ("fr", 'Voir <a href="plan.md">le plan</a>.', State.FUZZY),
    ]
    assert facing.previous == {(None, "Il ferme tard."): ("It closes.", "Il ferme.")}


@pytest.mark.parametrize(
    ("msgstr", "previous"),
    [
        ("It closes.", "Il ouvre."),  # taken from another sentence: no seal says that it was this one's own
        ("It \u202e closes.", "Il ferme."),
        ("It closes.", "Il \u202e ferme."),
        ("It \x1b]52;c;aa\x07 closes.", "Il ferme."),
        ("word " * 20_000, "Il ferme."),
    ],
)
def test_only_harmless_old_words_of_its_own_are_told(msgstr: str, previous: str) -> None:
    """A suggestion from elsewhere is no earlier translation, and what may not be published is not told either."""
    seal = "" if previous == "Il ouvre." else "#. confirmed: 12345678\n"
    escaped = msgstr.replace("\x1b", "\\033").replace("\x07", "\\a")
    facing = face(catalog(entry("Il ferme tard.", escaped, f'{seal}#, fuzzy\n#| msgid "{previous}"\n')))
    assert facing.previous == {}


def test_old_words_are_kept_where_settings_say_so() -> None:
    """``keep`` shows what was translated before the change; a draft is still not shown."""
    known = catalog(
        entry("Il ferme tard.", "It closes.", '#, fuzzy\n#| msgid "Il ferme."\n'),
        entry("Le marché ouvre.", "Draft.", "#, fuzzy\n"),
    )
    assert shown(face(known, stale="keep"))[:2] == [
        ("fr", "Le marché ouvre.", State.FUZZY),
        ("en", "It closes.", State.STALE),
    ]


def test_an_unsafe_translation_is_set_aside_alone() -> None:
    """What adds something to its source is named with entry and line; its neighbours are published."""
    read = manuscript()
    known = catalog(
        entry("Le marché ouvre.", "The market <script>opens</script>."), entry("Il ferme tard.", "It closes late.")
    )
    source = publication.source_page(read, language="fr", limits=QUICK)
    facing = publication.facing(read, known, source, language="en", stale="source", limits=QUICK)
    assert [state for _, _, state in shown(facing)] == [State.QUARANTINED, State.TRANSLATED, State.UNTRANSLATED]
    (finding,) = publication.quarantine_findings(facing, known, read)
    assert finding.po is not None
    assert finding.source is not None
    assert (finding.po.path, finding.po.line) == ("a.po", 4)
    assert (finding.source.path, finding.source.line) == ("source_fr/a.md", 1)
    assert "<script>" in finding.message


@pytest.mark.parametrize(("text", "line"), [("Un.\n\nLENT 9\n\nDeux.\n", 3), ("LENT 9\n", 1)])
def test_a_slow_passage_of_the_source_is_named_with_its_line(text: str, line: int) -> None:
    """A passage that takes longer than one may is the culprit of its page."""
    began = time.monotonic()
    with pytest.raises(deadline.TooComplex) as caught:
        publication.source_page(Slow(manuscript(text)), language="fr", limits=QUICK)
    assert (caught.value.path, caught.value.line) == ("source_fr/a.md", line)
    assert time.monotonic() - began < 3


def test_a_long_page_is_not_a_slow_one() -> None:
    """Many passages that are quick enough may take longer together than one may, up to the limit of a page."""
    text = "\n\n".join(["LENT 0.06"] + [f"LENT 0.06 {n}" for n in range(3)])
    page = publication.source_page(Slow(manuscript(text)), language="fr", limits=QUICK)
    assert len(page.passages) == 4
    with pytest.raises(deadline.TooComplex) as caught:
        publication.source_page(
            Slow(manuscript("\n\n".join(f"LENT 0.06 {n}" for n in range(14)))), language="fr", limits=QUICK
        )
    assert caught.value.line is None


def test_a_slow_translation_is_set_aside_alone() -> None:
    """The one that costs the time is quarantined; the others are published."""
    read = Slow(manuscript())
    known = catalog(entry("Le marché ouvre.", "The market opens."), entry("Il ferme tard.", "SLOW 9"))
    facing = publication.facing(read, known, read.render(leave, "fr"), language="en", stale="source", limits=QUICK)
    assert [state for _, _, state in shown(facing)] == [State.TRANSLATED, State.QUARANTINED, State.UNTRANSLATED]
    assert list(facing.quarantined.values()) == ["too complex: it does not render within 0.2 s"]


def test_a_slow_page_falls_back_whole() -> None:
    """Where no single translation is slow, but all of them together are, the page is French."""
    read = Slow(manuscript("\n\n".join(f"Phrase {n}." for n in range(8))))
    known = catalog(*(entry(f"Phrase {n}.", f"SLOW 0.09 {n}") for n in range(8)))
    facing = publication.facing(read, known, read.render(leave, "fr"), language="en", stale="source", limits=QUICK)
    assert {state for _, _, state in shown(facing)} == {State.QUARANTINED}


def test_limits_nest() -> None:
    """The tighter of two limits holds, and the outer one is in force again behind the inner."""

    def behind() -> None:
        with deadline.within(0.05, path="inner"):
            pass
        time.sleep(5)

    def inside() -> None:
        with deadline.within(4, path="inner"):
            time.sleep(5)

    began = time.monotonic()
    for work in (behind, inside):
        with pytest.raises(deadline.TooComplex, match=r"0\.1 s"), deadline.within(0.1, path="outer"):
            work()
    with pytest.raises(deadline.TooComplex, match=r"0\.05 s"), deadline.within(9, path="outer"):
        tight(0.05)
    assert time.monotonic() - began < 3


def tight(seconds: float) -> None:
    """Work under a limit of its own that does not end in time."""
    with deadline.within(seconds, path="inner"):
        time.sleep(5)


def test_depth_is_a_limit_too() -> None:
    """Work that exhausts the stack ends as a text that is too complex."""

    def deeper(n: int) -> int:
        return deeper(n + 1) + 1

    with pytest.raises(deadline.TooComplex, match="nested too deeply"), deadline.within(5, path="a.md"):
        deeper(0)
