"""Coverage counts distinct entries and French words by state, and says 100 % only when nothing is left."""

from collections.abc import Mapping
from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from enregard.coverage import count, percent, share, total
from enregard.model import Counts, Entry, Kind, Segment, Words


@dataclass(frozen=True)
class Catalog:
    """The catalog of a test."""

    by_key: Mapping[tuple[str | None, str], Entry]
    obsolete: tuple[Entry, ...] = ()


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
