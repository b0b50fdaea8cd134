"""Work done in processes of its own: several at once, or one that is killed in the middle."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sqlite3
import traceback
from collections.abc import Callable

_FORK = multiprocessing.get_context("fork")  # quick: nothing is imported again


def at_once(number: int, work: Callable[[], object]) -> list[int]:
    """Do ``work`` in so many processes, begun together; gives their exit codes (0: no exception)."""
    together = _FORK.Barrier(number)

    def begin() -> None:
        together.wait()
        work()

    processes = [_FORK.Process(target=_judged, args=(begin,)) for _ in range(number)]
    for process in processes:
        process.start()
    return [_ended(process) for process in processes]


def killed(work: Callable[[], object]) -> bool:
    """Do ``work`` in a process of its own; gives whether it was killed (by itself: ``kill_at``)."""
    process = _FORK.Process(target=_judged, args=(work,))
    process.start()
    code = _ended(process)
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


def _ended(process: multiprocessing.process.BaseProcess) -> int:
    process.join(60)
    assert process.exitcode is not None, "still running after a minute"
    return process.exitcode


def _judged(work: Callable[[], object]) -> None:
    try:
        work()
    except BaseException:
        traceback.print_exc()
        os._exit(1)
    os._exit(0)
