"""A limit on the time and the depth of work that a hostile or broken text can make endless."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Iterable
from contextlib import AbstractContextManager
from functools import cache
from types import FrameType

from enregard.errors import SourceError

_ADVICE = "Simplify the passage (very many brackets, stars or notes in one paragraph?), or raise [limits]."


class TooComplex(SourceError):  # noqa: N818 - its text is the error; the name says what happened
    """Parsing or rendering took longer, or went deeper, than the limits allow; it was given up."""


def within(seconds: float, *, path: str) -> AbstractContextManager[None]:
    """Interrupt the work inside after so many seconds, with TooComplex; the tighter of two nested limits holds.

    Works in the main thread on systems with interval timers (measured: Python-Markdown is interrupted within
    hundredths of a second); elsewhere the work simply goes on, limited by the size of its input. Work that exhausts
    Python's stack ends in the same way.
    """
    return _Limit(seconds, path)


def passed(errors: Iterable[Exception]) -> bool:
    """Whether one of these tells of a limit: on a quieter machine it may not have been passed."""
    return any(isinstance(error, TooComplex) for error in errors)


AGAIN = 1.0
"""Seconds until the next interruption: one that falls into a destructor or a callback is swallowed by Python."""


class _Limit:
    """One time limit; a class because short texts are read in less time than a generator and two handlers take."""

    __slots__ = ("_began", "_left", "_runs", "path", "seconds")

    def __init__(self, seconds: float, path: str) -> None:
        self.seconds = seconds
        self.path = path

    def __enter__(self) -> None:
        self._runs = _can_ring()
        if self._runs:
            self._left, _ = signal.getitimer(signal.ITIMER_REAL)
            self._runs = not 0 < self._left <= self.seconds
        if self._runs:
            self._began = time.monotonic()
            _RUNNING.append(self)
            signal.setitimer(signal.ITIMER_REAL, self.seconds, AGAIN)

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        if self._runs:
            try:
                signal.setitimer(signal.ITIMER_REAL, 0)
            finally:
                _RUNNING.remove(self)
                if self._left:
                    left = self._left - (time.monotonic() - self._began)
                    signal.setitimer(signal.ITIMER_REAL, max(0.001, left), AGAIN)
        if isinstance(error, RecursionError):
            raise TooComplex("too complex: it is nested too deeply", path=self.path, advice=_ADVICE) from error


_RUNNING: list[_Limit] = []
"""The limits that are running, the tightest last."""


def _can_ring() -> bool:
    return threading.get_ident() == threading.main_thread().ident and _set_up()


@cache
def _set_up() -> bool:
    """Whether this system has interval timers; from then on the alarm is ours, until the program ends."""
    if not hasattr(signal, "setitimer"):
        return False
    signal.signal(signal.SIGALRM, _interrupt)
    return True


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    if not _RUNNING:  # not our alarm: as if we had never been there
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.raise_signal(signal.SIGALRM)
    limit = _RUNNING[-1]
    raise TooComplex(f"too complex: it takes longer than {limit.seconds:g} s", path=limit.path, advice=_ADVICE)
