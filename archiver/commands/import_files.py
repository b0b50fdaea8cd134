"""``archiver import``: saved pages and text crawls into the archive."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import click

from archiver.archive import Archive
from archiver.archive.storing import store_observation
from archiver.commands.options import Address, db_option, observed_at_option
from archiver.commands.saved_pages import STDIN, paths_argument, read_each, tell
from archiver.errors import Exit, UsageError
from archiver.items import ThreadPage
from archiver.run_counts import count_stored, summary_line


@click.command("import")
@paths_argument
@db_option
@click.option("--url", type=Address(), help="The article's address, where the page itself does not name it.")
@observed_at_option
def command(paths: tuple[Path, ...], db: Path, url: str | None, observed_at: str | None) -> int:
    """Read saved pages (HTML, or the text of a text crawl) with their threads into the archive."""
    if url is not None and len(paths) > 1:
        raise UsageError("--url names the article of one file; import the others on their own.")
    if STDIN in paths and observed_at is None:
        raise UsageError("Standard input has no time of its own: say --observed-at.")
    counts: Counter[str] = Counter()
    with Archive.for_writing(db) as archive:
        run_id = archive.begin_run("import", {"paths": [str(path) for path in paths], "url": url})
        for path, thread in read_each(paths, url, observed_at, to_keep=True):
            if thread is None:
                counts["pages_failed"] += 1
            else:
                counts.update(count_stored(store_observation(archive, thread, run_id), thread))
                _tell_if_incomplete(path, thread)
        exit_code = Exit.SOME_FAILED if counts["pages_failed"] else Exit.DONE
        archive.end_run(run_id, exit_code, dict(counts))
    click.echo(f"{summary_line(counts)} → {db}", err=True)
    return int(exit_code)


def _tell_if_incomplete(path: Path, thread: ThreadPage) -> None:
    look = thread.observation
    if not look.is_complete:
        stated = "" if look.stated_count is None else f", {look.stated_count} stated"
        tell(path, f"the thread is incomplete ({look.incomplete_reason}): {look.captured_count} captured{stated}")
