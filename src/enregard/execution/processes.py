"""The engine that shares work among processes of this machine: ordered, bounded, and gone when its owner is gone.

Each worker has a pipe of its own and nothing else in common with the others, so there is no queue to be left locked
and no thread beside the program. A worker works in its main thread, where time limits hold (``deadline``), takes no
notice of Ctrl-C, which its owner answers, and ends when its pipe does: with its owner, however that one was killed.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import islice
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from queue import SimpleQueue
from threading import Thread
from typing import Any

from enregard.execution.contract import Job, Result

START = "fork" if sys.platform == "linux" else "spawn"
"""How workers begin: a fork costs 3 ms where a new interpreter with its imports costs 300 ms (measured).

The program itself has no thread at any time, which makes a fork safe; elsewhere the system's libraries may have.
"""
AHEAD = 2
"""Chunks that a worker may have before it, so that it need not wait while its owner writes files."""
WINDOW = 8
"""Chunks for each worker that may be done before their turn: what is held in memory is bounded by it."""


@dataclass(eq=False, slots=True)
class _Worker:
    """A process at the other end of a pipe, and what it has been given."""

    process: BaseProcess
    pipe: Connection
    given: deque[int] = field(default_factory=deque)
    """Numbers of the chunks it has not answered, in order."""


@dataclass(frozen=True, slots=True)
class Processes:
    """Fulfils ``execution.contract.Engine`` with so many workers, who get so many jobs at a time."""

    workers: int
    chunk: int = 4

    def map(self, work: Callable[[Job], Result], jobs: Iterable[Job]) -> Iterator[Result]:
        """The result of each job, in order; what a worker was doing that was killed is done here.

        Whatever killed it, memory that ran out above all, would be no better with a new one. So is the first job:
        modules, templates and tables that it makes the program load are there in every worker that is forked then.
        """
        source = iter(jobs)
        chunks = iter(lambda: tuple(islice(source, self.chunk)), ())
        first = [work(job) for job in islice(source, 1)]
        crew: list[_Worker] = []
        try:
            _hire(crew, self.workers, work)
            yield from first
            yield from _shared_out(crew, work, chunks)
        finally:
            _dismiss(crew)


def _shared_out(
    crew: list[_Worker], work: Callable[[Job], Result], chunks: Iterator[tuple[Job, ...]]
) -> Iterator[Result]:
    """Chunks to workers, results to the caller in their turn."""
    waiting: dict[int, tuple[Job, ...]] = {}
    done: dict[int, Sequence[Result]] = {}
    told = 0
    window = WINDOW * len(crew)
    numbered = enumerate(chunks)
    while True:
        while len(waiting) < window and (not crew or any(len(worker.given) < AHEAD for worker in crew)):
            number, chunk = next(numbered, (-1, ()))
            if number < 0:
                break
            waiting[number] = chunk
            _give(crew, number, chunk)
            if not crew:
                break
        if not waiting:
            return
        if told not in done and not any(told in worker.given for worker in crew):
            done[told] = [work(job) for job in waiting[told]]
        elif told not in done:
            done.update(_answers(crew))
        while told in done:
            del waiting[told]
            yield from done.pop(told)
            told += 1


def _hire(crew: list[_Worker], number: int, work: Callable[[Job], Result]) -> None:
    context = multiprocessing.get_context(START)
    gc.freeze()  # what is there now is shared with the workers as long as nobody looks at it for garbage
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})  # until each can take no notice of Ctrl-C
    try:
        for _ in range(number):
            ours, theirs = context.Pipe()
            # A forked worker inherits our ends of the pipes; unless it closes them, no pipe ever ends.
            inherited = [*(worker.pipe for worker in crew), ours] if START == "fork" else []
            process = context.Process(target=_serve, args=(theirs, work, inherited), daemon=True)  # type: ignore[attr-defined]
            process.start()
            theirs.close()
            crew.append(_Worker(process, ours))
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _serve(pipe: Connection, work: Callable[[Job], Result], inherited: Iterable[Connection]) -> None:
    """What a worker does until its pipe ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    for other in inherited:
        other.close()
    taken: SimpleQueue[tuple[Job, ...] | Exception] = SimpleQueue()
    Thread(target=_take, args=(pipe, taken), daemon=True).start()
    with suppress(OSError):
        while True:
            pipe.send(_answer(taken.get(), work))


def _answer(chunk: tuple[Job, ...] | Exception, work: Callable[[Job], Result]) -> tuple[str, Any]:
    if isinstance(chunk, Exception):
        return ("raised", chunk)
    try:
        return ("done", [work(job) for job in chunk])
    except Exception as error:  # noqa: BLE001 - whatever it is, it is raised where the results are asked for
        return ("raised", error)


def _take(pipe: Connection, taken: SimpleQueue[tuple[Job, ...] | Exception]) -> None:
    """Take chunks off the pipe while others are worked on, so that nobody waits for the other to listen."""
    while True:
        try:
            taken.put(pipe.recv())
        except (EOFError, OSError):
            os._exit(0)
        except Exception as error:  # noqa: BLE001 - a job that does not unpickle
            taken.put(error)


def _give(crew: list[_Worker], number: int, chunk: tuple[Job, ...]) -> None:
    """Put a chunk before the worker with the least to do; where all are dead it waits to be done here."""
    for worker in sorted(crew, key=lambda one: len(one.given)):
        try:
            worker.pipe.send(chunk)
        except OSError:
            _bury(worker, crew)
        else:
            worker.given.append(number)
            return


def _answers(crew: list[_Worker]) -> dict[int, Sequence[Any]]:
    """The next answers, at least one unless a worker died, by number of their chunks. Raises what the work raised."""
    busy = {worker.pipe.fileno(): worker for worker in crew if worker.given}
    answers = {}
    for pipe in wait([worker.pipe for worker in busy.values()]):
        worker = busy[pipe.fileno()]  # type: ignore[union-attr]
        try:
            said, answer = worker.pipe.recv()
        except (EOFError, OSError):
            _bury(worker, crew)
            continue
        if said == "raised":
            raise answer
        answers[worker.given.popleft()] = answer
    return answers


def _bury(worker: _Worker, crew: list[_Worker]) -> None:
    crew.remove(worker)
    worker.pipe.close()
    worker.process.join()


def _dismiss(crew: list[_Worker]) -> None:
    """Let all workers go; what one is still doing is wanted no more."""
    for worker in crew:
        worker.pipe.close()
        worker.process.kill()
    for worker in crew:
        worker.process.join()
