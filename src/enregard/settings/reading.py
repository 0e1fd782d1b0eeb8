"""Reading ``enregard.toml``: every fault is named with its line and what to write instead."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, NoReturn

from enregard.errors import SettingsError
from enregard.settings.tables import SETTINGS, Setting, Settings, toml
from enregard.settings.values import Check, Unfit

FILE = "enregard.toml"
"""Name of the settings file, in the project's folder."""


def read(text: str, *, path: str = FILE) -> Settings:
    """The settings that a file's text asks for, defaults where it says nothing.

    Raises SettingsError with the line for text that is not TOML, a table or key that we do not know, a value that a key
    does not take.
    """
    text = text.removeprefix("\ufeff")
    try:
        written = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise _not_toml(text, str(fault), path) from fault
    except (RecursionError, ValueError) as fault:
        raise SettingsError(
            "nested too deeply, or a number too long", path=path, advice="Simplify the file."
        ) from fault
    known = {table.name: {s.key: s for s in SETTINGS if s.table == table.name} for table in fields(Settings)}
    empty, tables = Settings(), dict[str, Any]()
    for name, content in written.items():
        where = _Where(text, path, (name,))
        if name not in known:
            where.refuse_unknown(f"[{name}]" if isinstance(content, dict) else name, tuple(known), known)
        if not isinstance(content, dict):
            where.refuse(f"{name} is the name of a table", f"Write [{name}] on a line of its own, and keys below it.")
        chosen = {key: _value(known, name, key, value, where) for key, value in content.items()}
        tables[name] = type(getattr(empty, name))(**chosen)
    return Settings(**tables)


def _value(known: Mapping[str, Mapping[str, Setting]], table: str, key: str, value: object, where: _Where) -> object:
    where = _Where(where.text, where.path, (table, key))
    if key not in known[table]:
        where.refuse_unknown(f"{key} in [{table}]", tuple(known[table]), known)
    check = known[table][key].check
    try:
        return check(value)
    except Unfit as unfit:
        problem = f"{key} in [{table}] cannot be {_excerpt(value)}"
        if isinstance(value, dict) and (wrong := next((one for one in value if not _fits(check, one, value)), "")):
            where = _Where(where.text, where.path, (table, key, wrong))
            problem = f"{wrong} in [{table}.{key}] cannot be {_excerpt(value[wrong])}"
        where.refuse(problem, f"It takes {unfit}.")


def _fits(check: Check, key: str, table: Mapping[str, object]) -> bool:
    """Does a setting that is a table take this line of it?"""  # noqa: D400 - a question
    try:
        check({key: table[key]})
    except Unfit:
        return False
    return True


def _excerpt(value: object) -> str:
    written = toml(tuple(value) if isinstance(value, list) else value)
    return written if len(written) <= 60 else written[:57] + "..."


def _not_toml(text: str, fault: str, path: str) -> SettingsError:
    at = re.search(r" \(at (?:line (\d+), column \d+|end of document)\)$", fault)
    line = int(at[1]) if at and at[1] else text.rstrip("\n").count("\n") + 1
    problem = fault[: at.start()] if at else fault
    return SettingsError(
        f"not TOML: {problem}", path=path, line=line, advice='Write `key = "value"` lines below [table] lines.'
    )


@dataclass(frozen=True, slots=True)
class _Where:
    """A key of the file, and how to find the line it stands on, which Python's TOML reader does not tell."""

    text: str
    path: str
    keys: tuple[str, ...]

    def refuse(self, problem: str, advice: str) -> NoReturn:
        raise SettingsError(problem, path=self.path, line=line_of(self.text, self.keys), advice=advice)

    def refuse_unknown(self, what: str, here: tuple[str, ...], known: Mapping[str, Mapping[str, Setting]]) -> NoReturn:
        """Name the nearest key of this table, or the table in which the key would be right."""
        import difflib

        key = self.keys[-1]
        homes = [table for table, keys in known.items() if key in keys]
        nearest = difflib.get_close_matches(key, here, n=1, cutoff=0.0)[0]
        advice = f"It belongs below [{homes[0]}]." if homes else f"Did you mean {nearest}? There is: {', '.join(here)}."
        self.refuse(f"unknown setting: {what}", advice)


_KEY = r"""(?:"[^"\n]*"|'[^'\n]*'|[\w-]+)"""


def line_of(text: str, keys: tuple[str, ...]) -> int | None:
    """Line of a key, or of the nearest thing around it; None where nothing is certain."""
    table: tuple[str, ...] = ()
    best, depth, inside = None, 0, ""
    for number, line in enumerate(text.split("\n"), 1):
        if not inside:
            header = re.match(r"\s*\[{1,2}([^\[\]]+)\]", line)
            assignment = re.match(rf"\s*({_KEY}(?:\s*\.\s*{_KEY})*)\s*=", line)
            if header:
                table = _parts(header[1])
            place = table if header else (*table, *_parts(assignment[1])) if assignment else ()
            if place and keys[: len(place)] == place and len(place) > depth:
                best, depth = number, len(place)
            elif header and place[: len(keys)] == keys and not depth:
                best, depth = number, len(keys)
        for quote in ('"""', "'''"):
            if (not inside or inside == quote) and line.count(quote) % 2:
                inside = "" if inside else quote
    return best


def _parts(dotted: str) -> tuple[str, ...]:
    return tuple(part.strip("\"'") for part in re.findall(_KEY, dotted))
