"""Our values are the standard library's frozen dataclasses in everything but the time they take."""

from __future__ import annotations

import copy
import dataclasses
import pickle
from collections.abc import Mapping
from dataclasses import FrozenInstanceError, field
from typing import Any

import pytest

from enregard import model, values


class Plain:
    """Fields with and without defaults, one made anew each time, one not compared, one not shown, a property."""

    text: str
    number: int = 3
    more: list[str] = field(default_factory=list)
    line: int | None = field(default=None, compare=False)
    secret: int = field(default=7, repr=False)

    @property
    def twice(self) -> int:
        """A property reads fields as ever."""
        return 2 * self.number


class Single:
    """One field."""

    text: str


class Nothing:
    """No field at all."""


class Own:
    """A method of one's own is kept."""

    text: str

    def __repr__(self) -> str:
        """Say something else."""
        return "mine"


def both(kind: type) -> tuple[Any, Any]:
    """The class as the standard library makes it, and as we do; both change what they are given."""

    def copied() -> type:
        return type(kind.__name__, (), {k: v for k, v in vars(kind).items() if k not in {"__dict__", "__weakref__"}})

    return dataclasses.dataclass(frozen=True, slots=True)(copied()), values.dataclass(frozen=True, slots=True)(copied())


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (Plain, [{"text": "a"}, {"text": "a", "line": 5}, {"text": "b", "number": 4, "more": ["c"]}]),
        (Single, [{"text": "a"}, {"text": "b"}]),
        (Nothing, [{}, {}]),
        (Own, [{"text": "a"}, {"text": "b"}]),
    ],
)
def test_a_value_is_what_the_standard_library_makes(kind: type, words: list[Mapping[str, object]]) -> None:
    """Equal where the others are equal, with the same words for itself, the same fields, and the same patterns."""
    theirs, ours = both(kind)
    assert [repr(ours(**w)) for w in words] == [repr(theirs(**w)) for w in words]
    assert [dataclasses.asdict(ours(**w)) for w in words] == [dataclasses.asdict(theirs(**w)) for w in words]
    for one in words:
        assert [ours(**one) == ours(**other) for other in words] == [
            theirs(**one) == theirs(**other) for other in words
        ]
        assert ours(**one) != theirs(**one)
        assert copy.deepcopy(ours(**one)) == ours(**one)
        assert ours(*ours(**one).__reduce__()[1]) == ours(**one)
    assert ours.__match_args__ == theirs.__match_args__
    assert ours.__slots__ == theirs.__slots__
    assert ours.__doc__ == theirs.__doc__
    assert [f.name for f in dataclasses.fields(ours)] == [f.name for f in dataclasses.fields(theirs)]


def test_what_is_made_anew_is_shared_by_nobody() -> None:
    """A default that can change is another one for each value; one that is given is taken."""
    _, ours = both(Plain)
    first, second = ours("a"), ours("a")
    first.more.append("b")
    assert (first.more, second.more, ours("a", more=["c"]).more) == (["b"], [], ["c"])
    assert (first.twice, dataclasses.replace(first, number=5).twice) == (6, 10)


def test_a_value_never_changes() -> None:
    """No field can be set or deleted, no attribute added; equal values have equal hashes."""
    segment = model.Segment("Bonjour.", model.Kind.PARAGRAPH, "abc", line=3)
    with pytest.raises(FrozenInstanceError):
        segment.text = "Bonsoir."  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        del segment.text
    with pytest.raises(FrozenInstanceError):
        segment.other = 1  # type: ignore[attr-defined]
    assert hash(segment) == hash(dataclasses.replace(segment, line=4))
    assert len({segment, dataclasses.replace(segment, line=4)}) == 1


def test_a_value_travels() -> None:
    """Between processes, fields that are not compared included."""
    segment = model.Segment("Bonjour.", model.Kind.PARAGRAPH, "abc", line=3)
    again = pickle.loads(pickle.dumps(segment))  # noqa: S301 - our own bytes
    assert (again, again.line) == (segment, 3)


@pytest.mark.parametrize("wrong", [{}, {"texte": "a"}, {"text": "a", "numero": 1}])
def test_a_wrong_field_is_named(wrong: dict[str, object]) -> None:
    """A field that is missing, or that there is not, is a TypeError with its name, as with any function."""
    _, ours = both(Plain)
    with pytest.raises(TypeError, match=r"__init__\(\)"):
        ours(**wrong)
