"""``archiver extract``: one page's article and thread as JSON, without an archive."""

from __future__ import annotations

import json
from pathlib import Path

import click

from archiver.commands.import_files import read_file
from archiver.commands.options import observed_at_option
from archiver.errors import Exit
from archiver.extracted import extracted
from pipelines import normalise
from spiders.page import UnreadablePageError


@click.command("extract")
@click.argument(
    "paths", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path)
)
@click.option("--url", help="The page's address: tells the site, and makes links absolute.")
@observed_at_option
def command(paths: tuple[Path, ...], url: str | None, observed_at: str | None) -> int:
    """Print the article and the thread of a saved page as JSON. Touches no archive.

    Of several pages, one JSON object a line, each with its "path".
    """
    exit_code = Exit.DONE
    for path in paths:
        try:
            result = extracted(normalise(read_file(path, url, observed_at)))
        except UnreadablePageError as error:
            click.echo(f"{path}: not read: {error}", err=True)
            exit_code = Exit.SOME_FAILED
            continue
        if len(paths) == 1:
            click.echo(json.dumps(result, ensure_ascii=False, indent=2))
        else:
            click.echo(json.dumps({"path": str(path)} | result, ensure_ascii=False))
    return int(exit_code)
