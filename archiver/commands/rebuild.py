"""``archiver rebuild``: a new archive from captures, read again by today's readers."""

from __future__ import annotations

from pathlib import Path

import click

from archiver.commands.options import db_option
from archiver.errors import Exit, UsageError


@click.command("rebuild")
@click.argument("captures", nargs=-1, metavar="[CAPTURES]…", type=click.Path(path_type=Path))
@db_option
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), metavar="NEW", help="The archive to make of --db's own."
)
def command(captures: tuple[Path, ...], db: Path, output: Path | None) -> int:
    """Make a new archive from captures: what the readers have learnt since then improves it.

    CAPTURES are folders of .warc.gz files, or such files; --db then names the archive to make. Without CAPTURES,
    those of the archive that --db names are read, and -o names the archive to make. Never writes to an archive
    that is there already.
    """
    from archiver.captures.rebuilding import rebuild, rebuild_old  # the readers take their time to load

    if captures and output:
        raise UsageError("With CAPTURES, --db names the archive to make: leave out -o.")
    if not captures and output is None:
        raise UsageError("Say which captures to read, or with -o where the archive rebuilt from --db's own shall be.")
    done = rebuild(captures, db, tell=_tell) if output is None else rebuild_old(db, output, tell=_tell)
    _tell(
        f"{done.observations} observations of {done.articles} articles with {done.comments} comments; "
        f"{done.failed} could not be read again; {done.unnamed} captures (robots.txt, feeds, redirects, "
        f"what was never stored) belong to none → {output or db}"
    )
    return int(Exit.SOME_FAILED if done.failed else Exit.DONE)


def _tell(line: str) -> None:
    click.echo(line, err=True)
