"""Values as JSON and back again by their types: what is kept on disk can hold data, and never does anything."""

from __future__ import annotations

import types
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from enregard import errors

Kind = TypeVar("Kind")
_Change = Callable[[Any], Any]
_PLAIN = frozenset({str, int, float, bool, type(None)})
"""What JSON holds as it is."""
_FAULTS: Mapping[str, type[errors.EnregardError]] = {
    kind.__name__: kind for kind in vars(errors).values() if isinstance(kind, type)
}


def plain(value: object) -> Any:  # noqa: ANN401 - JSON has many types
    """The value as ``json`` writes it: a dataclass is the list of its fields, an error its class and its fields.

    Mappings whose keys are no text are lists of pairs, sets are sorted lists. Raises TypeError for other objects.
    """
    kind: Any = type(value)
    return _plainer(kind)(value)


@cache
def _plainer(kind: Any) -> _Change:  # noqa: ANN401, PLR0911 - one way out for each kind of class
    """What makes values of a class plain."""
    if kind in _PLAIN:
        return lambda value: value
    if issubclass(kind, Enum):
        return lambda value: value.value
    if is_dataclass(kind):
        return _plain_dataclass(kind)
    if issubclass(kind, errors.EnregardError):
        return lambda error: [type(error).__name__, error.problem, error.path, error.line, error.advice]
    if issubclass(kind, Mapping):
        return _plain_mapping
    if issubclass(kind, (frozenset, set)):
        return lambda value: sorted(map(plain, value))
    if issubclass(kind, Sequence):
        return _plain_each
    raise TypeError(f"{kind.__name__} is not kept on disk")


def _plain_dataclass(kind: Any) -> _Change:  # noqa: ANN401 - a class, which its checkers hold for an instance
    names = [part.name for part in fields(kind)]
    hints = _hints(kind)
    # Asked for the types alone, so that what is a text by its type is not looked at again for each value.
    changing = [place for place, name in enumerate(names) if not _is_plain(hints[name])]

    def row(value: object) -> list[Any]:
        found = [getattr(value, name) for name in names]
        for place in changing:
            if type(found[place]) not in _PLAIN:
                found[place] = plain(found[place])
        return found

    return row


@cache
def _hints(kind: Any) -> dict[str, Any]:  # noqa: ANN401 - a class, which its checkers hold for an instance
    return get_type_hints(kind)


def _is_plain(kind: Any) -> bool:  # noqa: ANN401 - annotations are of many types
    if get_origin(kind) in (Union, types.UnionType):
        return all(map(_is_plain, get_args(kind)))
    return kind in _PLAIN


def _plain_each(values: Sequence[Any]) -> list[Any]:
    return [value if type(value) in _PLAIN else plain(value) for value in values]


def _plain_mapping(value: Mapping[Any, Any]) -> Any:  # noqa: ANN401 - an object, or pairs
    if all(isinstance(key, str) for key in value):
        return {str(key): plain(item) for key, item in value.items()}
    return [[plain(key), plain(item)] for key, item in value.items()]


def restored(kind: type[Kind], value: Any) -> Kind:  # noqa: ANN401 - JSON has many types
    """The value of a type that `plain` made this of.

    Raises TypeError, ValueError, LookupError or AttributeError for what it cannot have made of it.
    """
    asked: Any = kind
    change = _restorer(asked)
    return value if change is None else change(value)  # type: ignore[no-any-return]


@cache
def _restorer(kind: Any) -> _Change | None:  # noqa: ANN401, PLR0911 - one way out for each kind of type
    """What makes a value of a type again; None where JSON holds it as it is."""
    origin = get_origin(kind)
    if kind in _PLAIN or kind in (object, Any):
        return None
    if origin in (Union, types.UnionType):
        return _one_of(get_args(kind))
    if origin is tuple:
        return _tuple(get_args(kind))
    if origin is frozenset:
        return frozenset
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return _mapping(*map(_restorer, get_args(kind)))
    if isinstance(kind, type) and issubclass(kind, Enum):
        return {member.value: member for member in kind}.__getitem__
    if isinstance(kind, type) and issubclass(kind, errors.EnregardError):
        return _error
    if isinstance(kind, type) and is_dataclass(kind):
        return _dataclass(kind)
    raise TypeError(f"{kind} is not kept on disk")


def _one_of(kinds: Iterable[Any]) -> _Change | None:
    """Nothing, a text, or one type more: values that JSON holds apart."""
    others = [change for kind in kinds if (change := _restorer(kind)) is not None]
    if not others:
        return None
    (change,) = others
    return lambda value: value if value is None or isinstance(value, str) else change(value)


def _tuple(kinds: Sequence[Any]) -> _Change:
    if len(kinds) == 2 and kinds[1] is Ellipsis:
        change = _restorer(kinds[0])
        return tuple if change is None else lambda value: tuple(map(change, value))
    changes = [_restorer(kind) for kind in kinds]

    def each(value: Sequence[Any]) -> tuple[Any, ...]:
        pairs = zip(changes, value, strict=True)
        return tuple(item if change is None else change(item) for change, item in pairs)

    return each


def _mapping(key: _Change | None, item: _Change | None) -> _Change:
    def read(value: Any) -> dict[Any, Any]:  # noqa: ANN401 - an object, or pairs
        pairs = value.items() if isinstance(value, dict) else value
        return {(k if key is None else key(k)): (v if item is None else item(v)) for k, v in pairs}

    return read


def _dataclass(kind: type) -> _Change:
    @cache
    def changes() -> list[tuple[int, _Change]]:
        """Which fields change; asked for late, since a value may hold others of its own kind."""
        hints = _hints(kind)
        found = ((place, _restorer(hints[part.name])) for place, part in enumerate(fields(kind)))
        return [(place, change) for place, change in found if change is not None]

    def read(value: list[Any]) -> object:
        row = list(value)
        for place, change in changes():
            row[place] = change(row[place])
        return kind(*row)

    return read


def _error(value: Sequence[Any]) -> errors.EnregardError:
    kind, problem, path, line, advice = value
    return _FAULTS[kind](problem, path=path, line=line, advice=advice)
