"""Values as JSON: what comes back is what was kept, and nothing else can be kept."""

from __future__ import annotations

import json
from types import MappingProxyType
from typing import Any

import pytest

from enregard import codec
from enregard.commands.outcome import Exit, Outcome
from enregard.editions import Document, Label, ToDo, Translation
from enregard.errors import CatalogError
from enregard.model import (
    Counts,
    Finding,
    FrontMatter,
    Kind,
    Passage,
    Place,
    Segment,
    Severity,
    State,
    Words,
)

SEGMENT = Segment("L’été\u00a0?", Kind.HEADING, "p1", section=("Saisons", "L’année"), note="la saison", line=3)
DOCUMENT = Document(
    name="dossiers/été",
    path="dossiers/été.md",
    source_path="source_fr/dossiers/été.md",
    titles={"fr": Label("L’été", "fr", Passage(SEGMENT, "fr", State.TRANSLATED, "L’été", ("a", "b")))},
    summaries={},
    counts={"en": Counts(segments=2, translated=1, words=Words(total=9, translated=4))},
    anchors=frozenset({"z", "a"}),
    front_matter=FrontMatter(
        values=MappingProxyType({"title": "L’été", "tags": ("a", "b")}), lines={"title": 2}, draft=True, order=-1
    ),
    translations={"en": Translation(translator="Ann", to_do={State.FUZZY: (ToDo("p2", "L’été", 12),)}, withheld=1)},
)
OUTCOME = Outcome(
    Exit.TO_MEND,
    data="{}\n",
    report="2 documents",
    problems=(CatalogError("empty catalog", path="locales/en.po", line=1, advice="Restore it."),),
    findings=(Finding("quarantined", Severity.ERROR, "not published", po=Place("a.po", 4), msgid="a\udcff"),),
    details=("one", "two"),
)


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (Document, DOCUMENT),
        (Segment, SEGMENT),
        (dict[tuple[str | None, str], State], {(None, "a"): State.STALE, ("", "a"): State.FUZZY}),
        (tuple[Segment, ...], (SEGMENT, SEGMENT)),
        (tuple[tuple[str, int], ...], (("a", 1), ("b", 2))),
        (Counts, Counts()),
    ],
)
def test_values_come_back_as_they_were(kind: Any, value: object) -> None:
    """Through JSON, all of it: also what does not count when two values are compared."""
    back = codec.restored(kind, json.loads(json.dumps(codec.plain(value))))
    assert back == value
    assert codec.plain(back) == codec.plain(value)


def test_outcomes_come_back_with_their_problems() -> None:
    """Errors have no equality of their own: class, text, place and advice are compared."""
    back = codec.restored(Outcome, json.loads(json.dumps(codec.plain(OUTCOME))))
    assert codec.plain(back) == codec.plain(OUTCOME)
    assert [type(problem) for problem in back.problems] == [CatalogError]
    assert str(back.problems[0]) == "locales/en.po:1: empty catalog"
    assert back.findings == OUTCOME.findings
    assert back.code is Exit.TO_MEND


def test_what_is_no_value_is_not_kept() -> None:
    """Neither written nor read: a program could hide in it."""
    with pytest.raises(TypeError, match="not kept on disk"):
        codec.plain(object())
    with pytest.raises(TypeError, match="not kept on disk"):
        codec.restored(type(lambda: None), 1)


@pytest.mark.parametrize(
    "damaged", [None, 3, [], ["a"], {}, ["a", "no kind", "p1", None, "", [], 1, 1, None, False, 3]]
)
def test_what_was_not_written_by_us_is_refused(damaged: Any) -> None:
    """With one of the errors that readers of the store take for nothing known."""
    with pytest.raises((TypeError, ValueError, LookupError, AttributeError)):
        codec.restored(Segment, damaged)
