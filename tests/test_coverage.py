"""Coverage counts distinct entries and French words by state, and says 100 % only when nothing is left."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enregard.catalogs import compare
from enregard.catalogs import read as read_catalog
from enregard.coverage import (
    Age,
    Moment,
    cost,
    count,
    detail,
    fallen,
    oldest_first,
    percent,
    quotation,
    record,
    share,
    shown,
    together,
    total,
    with_folders,
)
from enregard.errors import SettingsError
from enregard.model import Counts, Entry, Kind, Omitted, Place, Segment, State, Words


@dataclass(frozen=True)
class Catalog:
    """The catalog of a test."""

    by_key: Mapping[tuple[str | None, str], Entry]
    obsolete: tuple[Entry, ...] = ()

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Its live entries."""
        return tuple(self.by_key.values())


def segment(text: str, context: str | None = None) -> Segment:
    """A paragraph's only sentence."""
    return Segment(text, Kind.PARAGRAPH, id=text, context=context)


def catalog(*entries: Entry, obsolete: int = 0) -> Catalog:
    """A catalog of these entries, with some that went obsolete."""
    old = tuple(Entry(f"Ancien {n}.", "Old.", obsolete=True) for n in range(obsolete))
    return Catalog({entry.key: entry for entry in entries}, old)


def test_each_state_is_counted() -> None:
    """Segments and words stand in the state that the PO file gives their entry; a missing entry is untranslated."""
    segments = [
        segment("Un deux trois."),
        segment("Quatre."),
        segment("Cinq six."),
        segment("Sept."),
        segment("Huit !"),
    ]
    counts = count(
        segments,
        catalog(
            Entry("Un deux trois.", "One two three."),
            Entry("Quatre.", "Four.", flags=("fuzzy",)),
            Entry("Cinq six.", "Five.", flags=("fuzzy",), previous_msgid="Cinq."),
            Entry("Sept.", "  "),
            Entry("Absent du texte.", "Not in the text."),
            obsolete=2,
        ),
    )
    words = Words(total=8, translated=3, stale=2, fuzzy=1, untranslated=2)
    assert counts == Counts(segments=5, translated=1, stale=1, fuzzy=1, untranslated=2, obsolete=2, words=words)


def test_a_repeated_sentence_counts_once() -> None:
    """Distinct entries are counted: the same words in another context are another entry."""
    segments = [segment("Oui."), segment("Oui."), segment("Oui.", "vote"), segment("Oui.", "")]
    assert count(segments, catalog(Entry("Oui.", "Yes."))).segments == 3
    assert count(segments, catalog(Entry("Oui.", "Yes."))).translated == 1


def test_no_catalog_yet() -> None:
    """A document without a catalog is untranslated, with all its words."""
    assert count([segment("Bonjour à tous !")], None) == Counts(
        segments=1, untranslated=1, words=Words(total=3, untranslated=3)
    )


NUMBERS = st.integers(0, 10_000)
COUNTS = st.builds(Counts, NUMBERS, NUMBERS, NUMBERS, words=st.builds(Words, NUMBERS, NUMBERS))


@given(st.lists(COUNTS, max_size=5))
def test_totals_are_sums(parts: list[Counts]) -> None:
    """A total holds the sum of each number of its parts, and nothing is nothing."""
    whole = total(parts)
    assert whole.translated == sum(part.translated for part in parts)
    assert whole.words.translated == sum(part.words.translated for part in parts)
    assert total([whole, total([])]) == whole


@given(st.integers(0, 10**7), st.integers(1, 10**7))
def test_a_hundred_means_all(part: int, whole: int) -> None:
    """The percentage is rounded down: 100 is said when nothing is left, and only then."""
    assert (share(min(part, whole), whole) == 100) == (part >= whole)


def test_percent() -> None:
    """199 of 200 are 99 %, and an empty document has nothing left to do."""
    assert percent(Counts(segments=200, translated=199)) == 99
    assert percent(Counts()) == 100


@given(st.integers(0, 10**7), st.integers(1, 10**7))
def test_zero_means_nothing(part: int, whole: int) -> None:
    """What people are shown is 0 when nothing is done, and only then; and 100 when nothing is left."""
    part = min(part, whole)
    assert (shown(part, whole) == 0) == (part == 0)
    assert (shown(part, whole) == 100) == (part == whole)


def test_folders_are_sums() -> None:
    """Each folder stands before what lies in it, with the sum of all that."""
    documents = {"index": Counts(1), "a/x": Counts(2), "a/b/y": Counts(4), "ab": Counts(8)}
    found = {name: counts.segments for name, counts in with_folders(documents, total).items()}
    assert list(found.items()) == [("a/", 6), ("a/b/", 4), ("a/b/y", 4), ("a/x", 2), ("ab", 8), ("index", 1)]


def test_who_has_fallen() -> None:
    """A smaller share is a fall, were it one in a thousand; what is new, gone or shorter has not fallen."""
    before = {"a": Counts(1000, 1000), "b": Counts(10, 5), "c": Counts(10, 10), "gone": Counts(3, 3)}
    now = {"a": Counts(1001, 1000), "b": Counts(8, 4), "c": Counts(5, 5), "new": Counts(9, 0)}
    assert fallen(before, now) == {"a": (before["a"], now["a"])}


def test_the_oldest_comes_first() -> None:
    """Days since the source changed, the most first; where nobody knows, last."""
    ages = [Age(Place("a.md"), None, segment(str(days)), days) for days in (3, None, 0, 41)]
    assert [age.days for age in oldest_first(ages)] == [41, 3, 0, None]


MOMENT = Moment("2026-11-22T10:00:00Z", {"en": Counts(4, 3, words=Words(40, 30))}, "abc1234")


def test_a_history_is_read_as_it_was_written() -> None:
    """A line a moment, in order of time; empty lines and a byte order mark are no matter."""
    earlier = replace(MOMENT, date="2026-11-21T10:00:00Z", commit=None)
    text = f"\ufeff{record.written(MOMENT)}\n{record.written(earlier)}"
    assert record.read(text, path="h.jsonl") == (earlier, MOMENT)


@pytest.mark.parametrize(
    "line",
    [
        "# La gare",
        "[]",
        "{}",
        '{"date": "hier", "locales": {}}',
        '{"date": "2026-11-22T10:00:00Z", "locales": {"en": {"segments": -1}}}',
        '{"date": "2026-1-2T3:4:5Z", "locales": {}}',
        '{"date": "٢٠٢٦-11-22T10:00:00Z", "locales": {}}',
        record.written(MOMENT).replace('"segments": 4', '"segments": "<svg>"').strip(),
        record.written(MOMENT).replace('"words": {', '"mots": {').strip(),
    ],
)
def test_what_is_no_history(line: str) -> None:
    """A line that `status --history` has not written is named with its number."""
    with pytest.raises(SettingsError) as caught:
        record.read(f"{record.written(MOMENT)}{line}\n", path="h.jsonl")
    assert str(caught.value) == "h.jsonl:2: this is no line of a history of coverage"


def test_details_of_a_document() -> None:
    """Characters by state, the first passage to translate, headings done, and words that nobody is offered."""
    title = replace(segment("Titre"), kind=Kind.HEADING)
    segments = [title, segment("Un deux."), segment("Trois."), segment("Trois.")]
    known = catalog(Entry("Titre", "Title"), Entry("Trois.", "Three.", flags=("fuzzy",), previous_msgid="3."))
    found = detail(segments, [Omitted("git init .", "code")], known)
    assert found.characters[State.TRANSLATED] == 5
    assert found.characters[State.UNTRANSLATED] == 8
    assert found.first == segments[1]
    assert (found.headings, found.headings_done) == (1, 1)
    assert [stale.text for stale in found.stale] == ["Trois."]
    assert (found.offered, found.omitted) == (5, 2)
    both = together([found, found])
    assert (both.characters[State.UNTRANSLATED], both.headings, both.offered, both.first) == (16, 2, 10, None)


def test_what_is_left_in_bands() -> None:
    """The same sentence elsewhere is exact, a like one stands in its band, a repeated one is new once."""
    said = "Le conseil municipal vote le budget de la ville pour cette année."
    like = "Le conseil municipal vote le budget de la ville pour cette annee."
    documents = {"a": [segment(said)], "b": [segment(said), segment(like), segment("Rien de tel."), segment("Oui.")]}
    documents["c"] = [segment("Rien de tel.")]
    found = quotation(documents, {"a": catalog(Entry(said, "The council votes."))})
    assert (found.exact, found.high, found.new) == (12 + 3, 12, 3 + 1)
    assert found.total == 12 + 12 + 3 + 1 + 3


def test_the_old_words_of_a_stale_passage_count_as_translated() -> None:
    """A passage that was reworded a little is nearly translated."""
    old, new = "Il part demain matin par le premier train.", "Il part demain matin par le dernier train."
    stale = Entry(new, "He leaves.", flags=("fuzzy",), previous_msgid=old)
    assert quotation({"a": [segment(new)]}, {"a": catalog(stale)}).new == 0


def test_what_a_change_costs() -> None:
    """New and reworded sentences cost their words; a space that changed costs nothing."""
    old = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
    texts = ["Le conseil vote le budget.", "Pourquoi ?", "Il part demain matin."]
    old += "".join(f'\nmsgid "{text}"\nmsgstr ""\n' for text in texts)
    template = read_catalog(old.encode(), path="a.pot")
    new = ["Le conseil vote enfin le budget.", "Pourquoi\u202f?", "Il part demain matin.", "Tout est dit."]
    found = cost(compare({"a": template}, {"a": [segment(text) for text in new], "b": [segment("Un deux.")]}))
    assert (found.pages, found.stale, found.stale_words, found.new, found.new_words) == (2, 1, 6, 2, 5)
    assert str(found) == "2 pages, 11 words"
    assert str(cost(compare({"a": template}, {"a": [segment(text) for text in texts]}))) == "0 pages, 0 words"
