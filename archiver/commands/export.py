"""``archiver export``: a thread's snapshot as a file."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from archiver.archive import Archive
from archiver.archive.articles import find_article
from archiver.archive.threads import read_thread
from archiver.commands.options import as_of_option, db_option
from archiver.errors import UsageError
from archiver.output_files import write_whole
from exports import FORMATS


@click.command("export")
@click.argument("article", nargs=-1, required=True)
@db_option
@click.option("--format", "form", type=click.Choice(list(FORMATS)), required=True, help="The snapshot's format.")
@as_of_option
@click.option("--raw", is_flag=True, help="CSV with every cell as it is: for programs, not for spreadsheets.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="A file; default: stdout.")
def command(article: tuple[str, ...], db: Path, form: str, as_of: str | None, raw: bool, output: Path | None) -> None:
    """Write the thread of ARTICLE (a URL, an id, or a unique part of its title) as a snapshot."""
    write = FORMATS[form].write_raw if raw else FORMATS[form].write
    if write is None:
        raise UsageError(f"--raw says nothing about {form}; it is for {_with_raw()}.")
    with Archive.for_reading(db) as archive:
        thread = read_thread(archive, find_article(archive, " ".join(article)), as_of)
    pieces = write(thread)
    if output is None:
        sys.stdout.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]  # a real stream's
        for piece in pieces:
            click.echo(piece, nl=False)
    else:
        write_whole(output, pieces)
        click.echo(f"{len(thread.comments)} comments → {output}", err=True)


def _with_raw() -> str:
    return " and ".join(name for name, form in FORMATS.items() if form.write_raw)
