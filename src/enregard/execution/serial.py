"""The engine that does everything here, one job after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from enregard.execution.contract import Job, Result


class Serial:
    """Fulfils ``execution.contract.Engine``; a class because it stands behind the seam of engines."""

    def map(self, work: Callable[[Job], Result], jobs: Iterable[Job]) -> Iterator[Result]:
        """The result of each job, made when it is asked for."""
        return map(work, jobs)
