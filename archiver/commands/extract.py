"""``archiver extract``: one page's article and thread as JSON, without an archive."""

from __future__ import annotations

from pathlib import Path

import click

from archiver.commands.options import Address, named_once, observed_at_option
from archiver.commands.saved_pages import paths_argument, read_each
from archiver.errors import Exit
from archiver.extracted import extracted
from archiver.terminal import json_text


@click.command("extract")
@paths_argument
@click.option(
    "--url",
    type=Address(),
    multiple=True,
    callback=named_once,
    help="The page's address: tells the site, and makes links absolute.",
)
@observed_at_option
def command(paths: tuple[Path, ...], url: str | None, observed_at: str | None) -> int:
    """Print the article and the thread of a saved page as JSON. Touches no archive.

    Of several pages, one JSON object a line, each with its "path".
    """
    exit_code = Exit.DONE
    for page in read_each(paths, url, observed_at):
        if page.thread is None:
            exit_code = Exit.SOME_FAILED
        elif len(paths) == 1:
            click.echo(json_text(extracted(page.thread), indent=2))
        else:
            click.echo(json_text({"path": str(page.path)} | extracted(page.thread)))
    return int(exit_code)
