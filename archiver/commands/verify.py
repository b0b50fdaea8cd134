"""``archiver verify``: whether the archive holds what it should."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from archiver.archive.verifying import CannotWriteError, Watch, verify
from archiver.commands.options import db_option
from archiver.errors import Exit


@click.command("verify")
@db_option
@click.option("--quick", is_flag=True, help="Leave the bytes of the captures alone.")
def command(db: Path, quick: bool) -> int:
    """Look whether the archive is sound: its file, its indexes, what refers to what, and its captures.

    Each problem is a line on stdout, with its table and id. Ends with 0 where there is none, else with 1.
    """
    problems = 0
    unseen = ""
    with _progress() as watch:
        try:
            for problem in verify(db, is_quick=quick, watch=watch):
                problems += 1
                click.echo(" ".join(problem.split()))
        except CannotWriteError as error:
            unseen = str(error)
    if unseen:
        click.echo(f"archiver: {unseen}", err=True)
    click.echo(f"{problems or 'no'} {'problem' if problems == 1 else 'problems'} in {db}", err=True)
    return int(Exit.SOME_FAILED if problems or unseen else Exit.DONE)


@contextmanager
def _progress() -> Iterator[Watch]:
    """A progress bar on a terminal, nothing elsewhere."""
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
