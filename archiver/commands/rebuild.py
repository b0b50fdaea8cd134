"""``archiver rebuild``: a new archive from captures, read again by today's readers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from archiver.commands.options import db_option
from archiver.commands.progress import progress_bar
from archiver.errors import Exit, UsageError

if TYPE_CHECKING:
    from archiver.captures.rebuilding import Rebuilt


@click.command("rebuild")
@click.argument("captures", nargs=-1, metavar="[CAPTURES]…", type=click.Path(path_type=Path))
@db_option
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), metavar="NEW", help="The archive to make of --db's own."
)
@click.option("--partial", is_flag=True, help="Take over from --db's rows what cannot be read again from captures.")
def command(captures: tuple[Path, ...], db: Path, output: Path | None, partial: bool) -> int:
    """Make a new archive from captures: what the readers have learnt since then improves it.

    CAPTURES are folders of .warc.gz files, or such files; --db then names the archive to make. Without CAPTURES,
    those of the archive that --db names are read, and -o names the archive to make. An archive that is there
    already is never written to.
    """
    from archiver.captures.rebuilding import rebuild, rebuild_old  # the readers take their time to load
    from spiders.sites import declared_sites

    if captures and output:
        raise UsageError("With CAPTURES, --db names the archive to make: leave out -o.")
    if not captures and output is None:
        raise UsageError("Say which captures to read, or with -o where the archive rebuilt from --db's own shall be.")
    if captures and partial:
        raise UsageError("--partial takes over rows of an archive: name it with --db, and leave CAPTURES out.")
    declared_sites()  # a site of the user's own that does not work is told once, not for every page
    with progress_bar() as watch:
        if output is None:
            done = rebuild(captures, db, tell=_tell, watch=watch)
        else:
            done = rebuild_old(db, output, is_partial=partial, tell=_tell, watch=watch)
    _tell(f"{_in_words(done)} → {output or db}")
    return int(Exit.SOME_FAILED if done.failed else Exit.DONE)


def _in_words(done: Rebuilt) -> str:
    parts = [f"{done.observations} observations of {done.articles} articles with {done.comments} comments read again"]
    if done.taken_over:
        parts.append(f"{done.taken_over} taken over as they stood")
    if done.failed:
        parts.append(f"{done.failed} failed")
    if done.unnamed:
        parts.append(f"{done.unnamed} captures belong to no observation (robots.txt, feeds, redirects, errors …)")
    return "; ".join(parts)


def _tell(line: str) -> None:
    click.echo(line, err=True)
