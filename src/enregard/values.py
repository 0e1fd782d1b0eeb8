"""Values: frozen dataclasses with slots, declared and made in a fraction of the standard library's time."""

from __future__ import annotations

import dataclasses
from dataclasses import MISSING, FrozenInstanceError
from operator import attrgetter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from dataclasses import dataclass
else:

    def dataclass(kind=None, **options):  # noqa: ANN001, ANN003, ANN201 - typed as the library's own, above
        """``dataclasses.dataclass``; with ``frozen`` and ``slots`` and nothing else it is done here, the quick way."""
        return _value if options == {"frozen": True, "slots": True} else dataclasses.dataclass(kind, **options)


__all__ = ["dataclass"]

_ANEW = object()
"""Stands in a signature for a default that is made anew for each value."""


def _value(kind: type) -> type:
    """What ``dataclass(frozen=True, slots=True)`` makes of a class.

    The standard library writes and compiles seven methods for every class, which took a fifth of a short run, and sets
    each field by a function that goes over the whole class first. Here ``__init__`` alone is written, and sets
    fields through their slots.
    """
    made: type[Any] = dataclasses.dataclass(init=False, repr=False, eq=False, slots=True)(kind)
    fields = dataclasses.fields(made)
    all_of = _getter([field.name for field in fields])
    compared = _getter([field.name for field in fields if field.compare])

    def equal(self: object, other: object) -> bool:
        return compared(self) == compared(other) if other.__class__ is self.__class__ else NotImplemented

    def words(self: object) -> str:
        said = (f"{field.name}={getattr(self, field.name)!r}" for field in fields if field.repr)
        return f"{self.__class__.__qualname__}({', '.join(said)})"

    methods = {
        "__init__": _init(made, fields),
        "__eq__": equal,
        "__hash__": lambda self: hash(compared(self)),
        "__repr__": words,
        "__reduce__": lambda self: (self.__class__, all_of(self)),
        "__setattr__": _refuse,
        "__delattr__": _refuse,
    }
    for name, method in methods.items():
        if name not in kind.__dict__:
            setattr(made, name, method)
    return made


def _refuse(_self: object, name: str, *_value: object) -> None:
    message = f"the field {name!r} of a value cannot change"
    raise FrozenInstanceError(message)


def _getter(names: Sequence[str]) -> Callable[[object], tuple[Any, ...]]:
    """What gives the values of these fields; the library's own getter gives a tuple from two names on."""
    return attrgetter(*names) if len(names) > 1 else lambda value: tuple(getattr(value, name) for name in names)


def _init(made: type, fields: Sequence[dataclasses.Field[Any]]) -> Callable[..., None]:
    """The method that sets all fields, with the defaults of the class."""
    names = [field.name for field in fields]
    known: dict[str, Any] = {f"set_{name}": getattr(made, name).__set__ for name in names} | {"anew": _ANEW}
    lines = [f"def __init__(self, {', '.join(names)}):", " pass"]
    defaults = []
    for field in fields:
        said = field.name
        if field.default_factory is not MISSING:
            known[f"make_{said}"] = field.default_factory
            said = f"make_{said}() if {said} is anew else {said}"
        if field.default is not MISSING or field.default_factory is not MISSING:
            defaults.append(_ANEW if field.default is MISSING else field.default)
        lines.append(f" set_{field.name}(self, {said})")
    exec("\n".join(lines), known)  # noqa: S102 - names of fields and nothing else, as the standard library does it
    init: Callable[..., None] = known["__init__"]
    init.__defaults__ = tuple(defaults)
    return init
