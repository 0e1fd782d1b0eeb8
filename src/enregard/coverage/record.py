"""How coverage went on over time: a file with one JSON line for each time that somebody asked to note it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime

from enregard.errors import SettingsError
from enregard.model import Counts, Words

_FORMAT = "%Y-%m-%dT%H:%M:%SZ"


@dataclass(frozen=True, slots=True)
class Moment:
    """How much was translated at one time."""

    date: str
    """ISO date and time in UTC: ``2026-11-22T23:57:22Z``."""
    totals: Mapping[str, Counts]
    """By target language, all documents together."""
    commit: str | None = None
    """Short name of the commit that was checked out; None where the project is not in git."""

    @property
    def seconds(self) -> float:
        """Its time, in seconds since 1970."""
        return _time(self.date).timestamp()


def now(totals: Mapping[str, Counts], *, commit: str | None) -> Moment:
    """The moment of this very second."""
    return Moment(datetime.now(UTC).strftime(_FORMAT), totals, commit)


def written(moment: Moment) -> str:
    """The moment as a line of the file."""
    totals = {language: asdict(counts) for language, counts in moment.totals.items()}
    return json.dumps({"date": moment.date, "commit": moment.commit, "locales": totals}) + "\n"


def read(text: str, *, path: str) -> tuple[Moment, ...]:
    """The moments of such a file, the oldest first. Raises SettingsError, with the line, where one cannot be read."""
    moments = []
    for number, line in enumerate(text.removeprefix("\ufeff").splitlines(), 1):
        if line.strip():
            try:
                moments.append(_moment(json.loads(line)))
            except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
                raise SettingsError(
                    "this is no line of a history of coverage",
                    path=path,
                    line=number,
                    advice="Delete the line, or name another file: `enregard status --history FILE` writes it.",
                ) from None
    return tuple(sorted(moments, key=lambda moment: moment.date))


def _moment(data: dict[str, object]) -> Moment:
    date, commit, totals = data["date"], data.get("commit"), data["locales"]
    if not (isinstance(date, str) and isinstance(totals, dict)):
        raise TypeError
    _time(date)
    return Moment(
        date, {str(language): _counts(said) for language, said in totals.items()}, str(commit) if commit else None
    )


def _time(date: str) -> datetime:
    time = datetime.strptime(date, _FORMAT).replace(tzinfo=UTC)
    if time.isoformat().removesuffix("+00:00") + "Z" != date:  # without a nought, or in other digits
        raise ValueError(date)
    return time


def _counts(said: dict[str, object]) -> Counts:
    numbers = {f.name: _whole(said[f.name]) for f in fields(Counts) if f.name != "words"}
    written_words = said["words"]
    if not isinstance(written_words, dict):
        raise TypeError
    return Counts(**numbers, words=Words(**{f.name: _whole(written_words[f.name]) for f in fields(Words)}))


def _whole(number: object) -> int:
    if not isinstance(number, int) or isinstance(number, bool) or not 0 <= number < 2**53:
        raise ValueError(number)
    return number
