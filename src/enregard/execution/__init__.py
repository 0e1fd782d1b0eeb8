"""Who does the work on many documents: this process, or several; the results are the same, in the same order."""

from __future__ import annotations

import os

from enregard.execution.contract import Engine
from enregard.execution.serial import Serial

__all__ = ["Engine", "Serial", "chosen", "cores"]


def cores() -> int:
    """The processors that this program may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def chosen(jobs: int, *, size: int, pays: int, chunk: int = 4) -> Engine:
    """The engine for work of a size (bytes of sources, say), with at most so many jobs at a time (0: one a processor).

    ``pays`` is the size from which a further worker is worth its start; each gets ``chunk`` jobs at a time.
    """
    workers = min(jobs or cores(), size // pays)
    if workers < 2:
        return Serial()
    from enregard.execution.processes import Processes

    return Processes(workers, chunk)
