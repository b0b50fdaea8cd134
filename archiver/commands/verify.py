"""``archiver verify``: whether the archive holds what it should."""

from __future__ import annotations

from pathlib import Path

import click

from archiver.archive.verifying import CannotWriteError, verify
from archiver.commands.options import db_option
from archiver.commands.progress import progress_bar
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
    with progress_bar() as watch:
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
