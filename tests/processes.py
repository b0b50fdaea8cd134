"""Work done in processes of its own: several at once, or one that is killed in the middle."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sqlite3
import traceback
from collections.abc import Callable
from multiprocessing.process import BaseProcess

_FORK = multiprocessing.get_context("fork")  # quick: nothing is imported again


def at_once(number: int, work: Callable[[], object]) -> list[int]:
    """Do ``work`` in so many processes, begun together; gives their exit codes (0: no exception)."""
    together = _FORK.Barrier(number)

    def begin() -> None:
        together.wait()
        work()

    return [ended(process) for process in [begun(begin) for _ in range(number)]]


def begun(work: Callable[[], object]) -> BaseProcess:
    """A process that has begun to do ``work``; its exit code is what that gives, where it gives a number."""
    process = _FORK.Process(target=_judged, args=(work,))
    gc.freeze()  # the child need not look through what pytest holds: that would copy it
    process.start()
    gc.unfreeze()
    return process


def killed(work: Callable[[], object]) -> bool:
    """Do ``work`` in a process of its own; gives whether it was killed (by itself: ``kill_at``)."""
    code = ended(begun(work))
    assert code in (0, -signal.SIGKILL), code
    return code != 0


def kill_at(connection: sqlite3.Connection, step: int) -> None:
    """Kill this process with SIGKILL when SQLite has done so many hundreds of its steps on a connection."""
    left = step

    def count_down() -> int:
        nonlocal left
        left -= 1
        if left <= 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return 0

    connection.set_progress_handler(count_down, 100)


def steps_of(connection: sqlite3.Connection, work: Callable[[], object]) -> int:
    """How many hundreds of SQLite's steps a piece of work takes on a connection."""
    steps = 0

    def count() -> int:
        nonlocal steps
        steps += 1
        return 0

    connection.set_progress_handler(count, 100)
    work()
    connection.set_progress_handler(None, 100)
    return steps


def ended(process: BaseProcess) -> int:
    """Wait for a process; gives its exit code, below zero where a signal ended it."""
    process.join(60)
    assert process.exitcode is not None, "still running after a minute"
    return process.exitcode


def _judged(work: Callable[[], object]) -> None:
    try:
        result = work()
    except BaseException:  # a fork must never return into the tests
        traceback.print_exc()
        os._exit(1)
    os._exit(result if isinstance(result, int) else 0)
