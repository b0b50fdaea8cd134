"""``archiver import``: saved pages and text crawls into the archive."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import click

from archiver.archive import Archive
from archiver.captures import captures_folder
from archiver.captures.keeping import ImportedFile, store_with_captures
from archiver.captures.metadata import ImportArguments
from archiver.captures.redacting import redact
from archiver.captures.writing import CaptureWriter
from archiver.commands.options import Address, db_option, named_once, no_captures_option, observed_at_option
from archiver.commands.saved_pages import STDIN, paths_argument, read_each, tell
from archiver.errors import Exit, UsageError
from archiver.items import ThreadPage
from archiver.run_counts import count_stored, summary_line


@click.command("import")
@paths_argument
@db_option
@click.option(
    "--url",
    type=Address(),
    multiple=True,
    callback=named_once,
    help="The article's address, where the page itself does not name it.",
)
@observed_at_option
@no_captures_option
def command(paths: tuple[Path, ...], db: Path, url: str | None, observed_at: str | None, no_captures: bool) -> int:
    """Read saved pages (HTML, or the text of a text crawl) with their threads into the archive."""
    if url is not None and len(paths) > 1:
        raise UsageError("--url names the article of one file; import the others on their own.")
    if STDIN in paths and observed_at is None:
        raise UsageError("Standard input has no time of its own: say --observed-at.")
    counts: Counter[str] = Counter()
    arguments = ImportArguments(url=url, observed_at=observed_at)
    with Archive.for_writing(db) as archive:
        run_id = archive.begin_run("import", {"paths": [click.format_filename(path) for path in paths], "url": url})
        writer = None if no_captures else CaptureWriter(captures_folder(db), run_id)
        for page in read_each(paths, url, observed_at, to_keep=True):
            if page.thread is None:
                counts["pages_failed"] += 1
            else:
                file = ImportedFile(body=page.body, arguments=arguments)
                stored = store_with_captures(archive, page.thread, run_id, writer, file)
                counts.update(count_stored(stored, page.thread))
                _tell_if_incomplete(page.path, page.thread)
        if writer is not None:
            writer.close()
        exit_code = Exit.SOME_FAILED if counts["pages_failed"] else Exit.DONE
        redact(archive)  # captures were written before anybody knew that they hold what was erased
        archive.end_run(run_id, exit_code, dict(counts))
    click.echo(f"{summary_line(counts)} → {db}", err=True)
    return int(exit_code)


def _tell_if_incomplete(path: Path, thread: ThreadPage) -> None:
    look = thread.observation
    if not look.is_complete:
        stated = "" if look.stated_count is None else f", {look.stated_count} stated"
        tell(path, f"the thread is incomplete ({look.incomplete_reason}): {look.captured_count} captured{stated}")
