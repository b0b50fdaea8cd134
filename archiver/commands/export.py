"""``archiver export``: a thread's snapshot as a file."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import click

from archiver.archive import Archive
from archiver.archive.articles import find_article
from archiver.archive.threads import read_thread
from archiver.commands.options import as_of_option, db_option
from archiver.errors import StorageError
from exports import FORMATS


@click.command("export")
@click.argument("article", nargs=-1, required=True)
@db_option
@click.option("--format", "form", type=click.Choice(list(FORMATS)), required=True, help="The snapshot's format.")
@as_of_option
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="A file; default: stdout.")
def command(article: tuple[str, ...], db: Path, form: str, as_of: str | None, output: Path | None) -> None:
    """Write the thread of ARTICLE (a URL, an id, or a unique part of its title) as a snapshot."""
    with Archive.for_reading(db) as archive:
        thread = read_thread(archive, find_article(archive, " ".join(article)), as_of)
    pieces = FORMATS[form].write(thread)
    if output is None:
        sys.stdout.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]  # a real stream's
        for piece in pieces:
            click.echo(piece, nl=False)
    else:
        write_whole(output, pieces)
        click.echo(f"{len(thread.comments)} comments → {output}", err=True)


def write_whole(path: Path, pieces: Iterator[str]) -> None:
    """Write a file that is there whole or not at all. Raises StorageError where it cannot be written."""
    temporary = None
    try:
        with tempfile.NamedTemporaryFile(
            "w", encoding="utf-8", newline="\n", dir=path.parent, prefix=f".{path.name}.", delete=False
        ) as file:
            temporary = Path(file.name)
            file.writelines(pieces)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(0o666 & ~_umask())
        temporary.replace(path)
    except OSError as error:
        if temporary is not None:
            temporary.unlink(missing_ok=True)
        raise StorageError(f"{path} could not be written: {error.strerror}.") from error


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
