"""``archiver import``: saved pages and text crawls into the archive."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import click

from archiver.archive import Archive
from archiver.archive.storing import store_observation
from archiver.commands.options import db_option, observed_at_of, observed_at_option
from archiver.errors import Exit, UsageError
from archiver.items import ThreadPage
from archiver.run_counts import count_stored, summary_line
from archiver.urls import absolute_http
from pipelines import normalise
from spiders.page import Page, UnreadablePageError
from spiders.reading import read_thread
from spiders.sites import site_for

STDIN = Path("-")


@click.command("import")
@click.argument(
    "paths", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path)
)
@db_option
@click.option("--url", help="The article's address, where the page itself does not name it.")
@observed_at_option
def command(paths: tuple[Path, ...], db: Path, url: str | None, observed_at: str | None) -> int:
    """Read saved pages (HTML, or the text of a text crawl) with their threads into the archive."""
    if url is not None and (len(paths) > 1 or absolute_http(None, url) is None):
        raise UsageError(f"--url takes the http(s) address of one article, for one file: not {url!r}.")
    if STDIN in paths and observed_at is None:
        raise UsageError("Standard input has no time of its own: say --observed-at.")
    counts: Counter[str] = Counter()
    with Archive.for_writing(db) as archive:
        run_id = archive.begin_run("import", {"paths": [str(path) for path in paths], "url": url})
        for path in paths:
            try:
                counts += Counter(_import(archive, path, url, observed_at, run_id))
            except (UnreadablePageError, UsageError) as error:
                click.echo(f"{_name(path)}: not imported: {error}", err=True)
                counts["pages_failed"] += 1
        exit_code = Exit.SOME_FAILED if counts["pages_failed"] else Exit.DONE
        archive.end_run(run_id, exit_code, dict(counts))
    click.echo(f"{summary_line(counts)} → {db}", err=True)
    return int(exit_code)


def _import(archive: Archive, path: Path, url: str | None, observed_at: str | None, run_id: int) -> dict[str, int]:
    thread = read_file(path, url, observed_at)
    if thread.article.url is None:
        raise UsageError("the page does not name its own address: say --url")
    thread = normalise(thread)
    if not thread.article.title and not thread.article.body and not thread.comments:
        raise UnreadablePageError("neither an article nor a thread was found in it")
    stored = store_observation(archive, thread, run_id)
    _tell_if_incomplete(path, thread)
    return count_stored(stored, thread)


def read_file(path: Path, url: str | None, observed_at: str | None) -> ThreadPage:
    """A file (or standard input) read as one page of one thread, before the pipelines."""
    is_stdin = path == STDIN
    try:
        body = sys.stdin.buffer.read() if is_stdin else path.read_bytes()
    except OSError as error:
        raise UnreadablePageError(f"it cannot be opened ({error.strerror})") from None
    page = Page(body, url=url, captured_at=observed_at_of(None if is_stdin else path, observed_at))
    thread = read_thread([page], site_for(url))
    if url is None:
        thread.site = site_for(thread.article.url)
    return thread


def _tell_if_incomplete(path: Path, thread: ThreadPage) -> None:
    look = thread.observation
    if not look.is_complete:
        captured = f"{look.captured_count} captured"
        stated = "" if look.stated_count is None else f", {look.stated_count} stated"
        click.echo(f"{_name(path)}: the thread is incomplete ({look.incomplete_reason}): {captured}{stated}", err=True)


def _name(path: Path) -> str:
    return "standard input" if path == STDIN else str(path)
