"""What does the work on many documents: a pure function in, its results out, in order and never all at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Protocol, TypeVar

Job = TypeVar("Job")
Result = TypeVar("Result")


class Engine(Protocol):
    """A way to do the same work on many documents: here, in other processes, on other machines.

    What is given to it keeps three promises, and so does every engine that may be added: the work is a function of a
    module (or a ``functools.partial`` of one with what is equal for all jobs) that depends on nothing but its argument
    and touches no file; it, the jobs and the results pickle; and a fault that concerns one document is part of its
    result, not an exception.
    """

    def map(self, work: Callable[[Job], Result], jobs: Iterable[Job]) -> Iterator[Result]:
        """The result of each job, in the order of the jobs; jobs are taken only as fast as results are.

        What the work raises is raised here. Leaving the iterator early, Ctrl-C included, ends all work under way.
        """
