"""A progress bar for the verbs that take their time: on a terminal, and nowhere else."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from archiver.archive.verifying import Watch


@contextmanager
def progress_bar() -> Iterator[Watch]:
    """A bar on stderr for as long as the block lasts; what it yields is told how far things are."""
    if not sys.stderr.isatty():
        yield lambda *_: None
        return
    from rich.console import Console
    from rich.progress import Progress

    # Where stdout is the same terminal its lines go above the bar; where it is not they must stay what they are.
    is_shared = sys.stdout.isatty()
    with Progress(console=Console(stderr=True), transient=True, redirect_stdout=is_shared) as progress:
        bar = progress.add_task("")
        yield lambda what, done, total: progress.update(bar, description=what, completed=done, total=total)
