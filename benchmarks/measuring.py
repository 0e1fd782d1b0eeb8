"""Whole processes, measured by the operating system's own accounting: processor, clock and memory."""

from __future__ import annotations

import math
import statistics
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Run:
    """What one run of a command took, its children's time included."""

    cpu: float
    """Seconds of the processors, user and system."""
    wall: float
    """Seconds by the clock, the start of the process included."""
    megabytes: float
    """Resident size of the largest process."""


@dataclass(frozen=True, slots=True)
class Task:
    """A command to measure, and what to set right before each run (not measured)."""

    name: str
    command: Sequence[str | Path]
    folder: Path
    before: Callable[[], object] = lambda: None
    codes: tuple[int, ...] = (0,)
    """Exit codes with which the work was done."""


@dataclass(slots=True)
class Figures:
    """All runs of one task."""

    runs: list[Run] = field(default_factory=list)

    @property
    def cpu(self) -> float:
        """The median of the seconds of the processors."""
        return statistics.median(run.cpu for run in self.runs)

    @property
    def wall(self) -> float:
        """The median of the seconds by the clock."""
        return statistics.median(run.wall for run in self.runs)

    @property
    def megabytes(self) -> float:
        """The largest resident size of any run."""
        return max(run.megabytes for run in self.runs)

    @property
    def spread(self) -> str:
        """The fastest and the slowest run, in seconds of the processors."""
        return f"{min(run.cpu for run in self.runs):.2f} to {max(run.cpu for run in self.runs):.2f}"


class TaskError(Exception):
    """A command did not do its work; the words are the end of what it said."""


WATCH = """
import os, subprocess, sys, time
begin = time.perf_counter()
process = subprocess.Popen(sys.argv[1:], stdin=subprocess.DEVNULL, stdout=sys.stderr)
_, status, used = os.wait4(process.pid, 0)
wall = time.perf_counter() - begin
print(os.waitstatus_to_exitcode(status), used.ru_utime + used.ru_stime, wall, used.ru_maxrss)
"""
"""A small program that runs another and says what it used: a process inherits the size of the one that starts it."""


def once(task: Task) -> Run:
    """One run of a task. Raises TaskError where the command ends with another code than it should."""
    task.before()
    watched = [sys.executable, "-S", "-c", WATCH, *map(str, task.command)]
    done = subprocess.run(watched, cwd=task.folder, capture_output=True, text=True, errors="replace", check=True)
    code, cpu, wall, size = done.stdout.split()
    if int(code) not in task.codes:
        raise TaskError(f"{task.name} ended with {code}: {done.stderr[-600:]}")
    return Run(float(cpu), float(wall), int(size) / (1 << 20 if sys.platform == "darwin" else 1 << 10))


def alternating(tasks: Sequence[Task], *, runs: int) -> dict[str, Figures]:
    """Runs of all tasks in turn, A B C A B C, so that a machine that slows down slows all of them alike.

    A task that fails is named and left out; the others go on.
    """
    figures: dict[str, Figures] = {}
    failed: set[str] = set()
    for _ in range(runs):
        for task in tasks:
            if task.name in failed:
                continue
            try:
                figures.setdefault(task.name, Figures()).runs.append(once(task))
            except TaskError as error:
                print(f"left out: {error}", file=sys.stderr)
                failed.add(task.name)
                figures.pop(task.name, None)
    return figures


def exponent(points: Sequence[tuple[float, float]]) -> float:
    """How time grows with size: the slope of the straight line through the points on logarithmic axes.

    1 means twice the time for twice the work. The start of the process is part of the time, which makes small sizes
    look slow and the slope a little flat: leave out sizes that take less than a second.
    """
    logs = [(math.log(size), math.log(seconds)) for size, seconds in points]
    middle_x = statistics.fmean(x for x, _ in logs)
    middle_y = statistics.fmean(y for _, y in logs)
    return sum((x - middle_x) * (y - middle_y) for x, y in logs) / sum((x - middle_x) ** 2 for x, _ in logs)
