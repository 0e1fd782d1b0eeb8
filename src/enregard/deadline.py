"""A limit on the time and the depth of work that a hostile or broken text can make endless."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from enregard.errors import SourceError

_ADVICE = "Simplify the passage (very many brackets, stars or notes in one paragraph?), or raise [limits]."


class TooComplex(SourceError):  # noqa: N818 - its text is the error; the name says what happened
    """Parsing or rendering took longer, or went deeper, than the limits allow; it was given up."""


@contextmanager
def within(seconds: float, *, path: str) -> Iterator[None]:
    """Interrupt the work inside after so many seconds, with TooComplex; the tighter of two nested limits holds.

    Works in the main thread on systems with interval timers (measured: Python-Markdown is interrupted within
    hundredths of a second); elsewhere the work simply goes on, limited by the size of its input. Work that exhausts
    Python's stack ends in the same way.
    """
    try:
        with _alarm(seconds, path):
            yield
    except RecursionError as error:
        raise TooComplex("too complex: it is nested too deeply", path=path, advice=_ADVICE) from error


AGAIN = 1.0
"""Seconds until the next interruption: one that falls into a destructor or a callback is swallowed by Python."""


@contextmanager
def _alarm(seconds: float, path: str) -> Iterator[None]:
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return
    outer, _ = signal.getitimer(signal.ITIMER_REAL)
    if 0 < outer <= seconds:
        yield
        return

    def interrupt(_number: int, _frame: FrameType | None) -> None:
        raise TooComplex(f"too complex: it takes longer than {seconds:g} s", path=path, advice=_ADVICE)

    began = time.monotonic()
    before = signal.signal(signal.SIGALRM, interrupt)
    signal.setitimer(signal.ITIMER_REAL, seconds, AGAIN)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
        if outer:
            signal.setitimer(signal.ITIMER_REAL, max(0.001, outer - (time.monotonic() - began)), AGAIN)
