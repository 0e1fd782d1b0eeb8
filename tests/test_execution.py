"""The engines: the same results in the same order, bounded, and nothing left behind when something goes wrong."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from functools import partial

import pytest

from enregard import deadline, execution
from enregard.errors import SourceError
from enregard.execution import processes
from enregard.execution.processes import AHEAD, WINDOW, Processes
from enregard.execution.serial import Serial

ENGINES = [Serial(), Processes(1), Processes(2), Processes(3, chunk=1), Processes(2, chunk=100)]


def doubled(text: str) -> str:
    """Work as it should be: a function of its argument."""
    return text * 2


def added(number: int, other: int) -> int:
    """Work with something that is equal for all jobs."""
    return number + other


def refused(number: int) -> int:
    """Work that refuses one job."""
    if number == 5:
        raise SourceError("not this one", path="source_fr/cinq.md", line=5, advice="Mend it.")
    return number


def deadly(owner: int, number: int) -> int:
    """Work that kills the worker that does it, as the system does where memory runs out."""
    if number in (3, 11) and os.getpid() != owner:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def endless(number: int) -> str:
    """Work that ends only because of its time limit."""
    try:
        with deadline.within(0.05, path=f"source_fr/{number}.md"):
            while True:
                pass
    except deadline.TooComplex as error:
        return str(error)


@pytest.mark.parametrize("engine", ENGINES)
def test_results_come_in_the_order_of_the_jobs(engine: execution.Engine) -> None:
    """However many workers there are, and however jobs are handed out."""
    texts = [f"é{number}" * (number % 7) for number in range(50)]
    assert list(engine.map(doubled, texts)) == [text * 2 for text in texts]
    assert list(engine.map(partial(added, 3), range(20))) == [number + 3 for number in range(20)]
    assert list(engine.map(doubled, [])) == []


def test_workers_may_be_new_interpreters(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a fork is not safe, workers import what they need, and all that they are given pickles."""
    monkeypatch.setattr(processes, "START", "spawn")
    assert list(Processes(2).map(partial(added, 3), range(20))) == [number + 3 for number in range(20)]


@pytest.mark.parametrize("engine", ENGINES)
def test_large_jobs_and_results_do_not_block_each_other(engine: execution.Engine) -> None:
    """Pipes hold some ten thousand bytes; both sides send a million at once."""
    texts = [f"{number}" * 1_000_000 for number in range(10)]
    assert list(engine.map(doubled, texts)) == [text * 2 for text in texts]


@pytest.mark.parametrize("engine", ENGINES)
def test_what_work_raises_is_raised_here(engine: execution.Engine) -> None:
    """With its place and its advice, as everything that a user must mend."""
    with pytest.raises(SourceError, match=r"source_fr/cinq\.md:5: not this one") as caught:
        list(engine.map(refused, range(9)))
    assert caught.value.advice == "Mend it."


def test_jobs_are_taken_no_faster_than_results() -> None:
    """A site need not fit into memory."""
    taken = 0

    def jobs() -> Iterator[str]:
        nonlocal taken
        for number in range(1000):
            taken += 1
            yield str(number)

    results = Processes(2, chunk=2).map(doubled, jobs())
    for _ in range(3):
        next(results)
    assert taken <= 2 * 2 * (WINDOW + AHEAD)
    results.close()  # type: ignore[attr-defined]


def test_what_a_killed_worker_was_doing_is_done_here() -> None:
    """Nothing is lost, nothing is done twice, and the order holds; also where no worker is left."""
    work = partial(deadly, os.getpid())
    assert list(Processes(2, chunk=1).map(work, range(30))) == list(range(30))
    assert list(Processes(1, chunk=2).map(work, range(30))) == list(range(30))


def test_time_limits_hold_in_workers() -> None:
    """Signals reach the main thread of a worker, where its work is done."""
    said = list(Processes(2, chunk=1).map(endless, range(3)))
    assert said == [f"source_fr/{number}.md: too complex: it takes longer than 0.05 s" for number in range(3)]


def test_leaving_early_ends_all_workers() -> None:
    """Whoever has seen enough leaves no process behind."""
    results = Processes(2, chunk=1).map(slow_pid, range(100))
    assert next(results) == os.getpid()  # which loads what the others find loaded
    pids = {next(results), next(results)}
    results.close()  # type: ignore[attr-defined]
    assert not any(alive(pid) for pid in pids)


def slow_pid(number: int) -> int:
    """Who does it."""
    time.sleep(0.01 * (number > 2))
    return os.getpid()


def alive(pid: int) -> bool:
    """Whether there is a process of this number."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_workers_end_when_their_owner_is_killed() -> None:
    """Also with ``kill -9``, which lets nobody say goodbye."""
    program = (
        "import os, time\n"
        "from enregard.execution.processes import Processes\n"
        "def who(_):\n    time.sleep(0.01)\n    return os.getpid()\n"
        "for pid in Processes(2, chunk=1).map(who, range(10_000)):\n    print(pid, flush=True)\n"
    )
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True) as owner:
        assert owner.stdout is not None
        pids = {int(owner.stdout.readline()) for _ in range(7)} - {owner.pid}
        owner.kill()
    assert len(pids) == 2
    until = time.monotonic() + 5
    while any(alive(pid) for pid in pids) and time.monotonic() < until:
        time.sleep(0.02)
    assert not any(alive(pid) for pid in pids)


def test_workers_start_only_where_they_pay() -> None:
    """A small project is done here, however many workers are allowed."""
    assert isinstance(execution.chosen(8, size=100, pays=60), Serial)
    assert execution.chosen(8, size=1000, pays=200) == Processes(5)
    assert execution.chosen(2, size=10**9, pays=200) == Processes(2)
    assert isinstance(execution.chosen(1, size=10**9, pays=200), Serial)
    assert execution.cores() >= 1
