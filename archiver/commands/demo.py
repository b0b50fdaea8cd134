"""``archiver demo``: the tour, offline, on a small news site of our own."""

from __future__ import annotations

import shutil
import subprocess
import sys
from itertools import islice
from pathlib import Path

import click

from archiver.archive import Archive
from archiver.captures import captures_folder
from archiver.commands.options import db_option
from archiver.errors import Exit, UsageError

_HOST = "127.0.0.1"
_SHOWN_LINES = 60
# On loopback nobody needs to be spared. The last is the mark by which the demo knows its own archive again.
_OPTIONS = (
    *("--allow-private", "-s", "DOWNLOAD_DELAY=0", "-s", "AUTOTHROTTLE_ENABLED=False"),
    *("-s", "ARCHIVER_VERB=demo"),
)


@click.command("demo")
@db_option
def command(db: Path) -> int:
    """Crawl a small news site on this machine twice, a day apart, and look at what was kept.

    Needs no network. Leaves the archive to play with.
    """
    from archiver.demo.site import DemoSite  # brings the site's templates

    _make_room(db)
    with DemoSite() as site:
        click.echo(f"A small news site is up at {site.url}. Day one: its articles and their threads are archived.\n")
        first = _archiver("crawl", site.url, *_OPTIONS, db=db)
        site.publish_second_day()
        click.echo("\nA day later readers have written more, one comment was edited and some were deleted.\n")
        second = _archiver("crawl", site.url, *_OPTIONS, db=db)
        main_url = site.main_url
    if first or second:
        raise UsageError(f"The crawls ended with {first} and {second}; what they said above tells why.")
    click.echo("\nThe site is gone now. What it said is not:\n")
    _archiver("show", main_url, db=db, lines=_SHOWN_LINES)
    _tell_what_changed(db)
    _archiver("search", "backhaul", "--limit", "3", db=db)
    _archiver("search", "光ファイバー", db=db)
    _archiver("export", main_url, "--format", "md", db=db, lines=14)
    _say_goodbye(db)
    return int(Exit.DONE)


def _make_room(db: Path) -> None:
    """The demo starts afresh, and never in an archive that holds anything else."""
    if not db.exists():
        return
    with Archive.for_reading(db) as archive:
        verbs = {row["verb"] for row in archive.rows("SELECT DISTINCT verb FROM runs")}
        has_other_sites = bool(archive.rows("SELECT 1 FROM sites WHERE id <> ?", (_HOST,)))
    if verbs != {"demo"} or has_other_sites:
        raise UsageError(f"{db} is an archive of yours; the demo leaves it alone. Name another with --db FILE.")
    for path in (db, db.with_name(f"{db.name}-wal"), db.with_name(f"{db.name}-shm")):
        path.unlink(missing_ok=True)
    shutil.rmtree(captures_folder(db), ignore_errors=True)


def _archiver(*words: str, db: Path, lines: int | None = None) -> int:
    """Run a command as the user would and say which; of a long answer only the first ``lines``."""
    click.secho(f"$ archiver {' '.join(words)} --db {db}", fg="cyan")
    process = subprocess.Popen(  # noqa: S603 (our own command, our own words)
        [sys.executable, "-m", "archiver", *words, "--db", str(db)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,  # in the order in which it was said
        text=True,
        encoding="utf-8",
    )
    assert process.stdout is not None
    with process:
        for line in islice(process.stdout, lines):
            click.echo(line, nl=False)
        rest = sum(1 for _ in process.stdout)
    if rest:
        click.secho(f"… and {rest} lines more", dim=True)
    click.echo()
    return process.returncode


def _tell_what_changed(db: Path) -> None:
    with Archive.for_reading(db) as archive:
        changed = archive.rows(
            "SELECT c.author, c.gone_at, v.body, v.first_observed_at FROM comments c"
            " JOIN comment_versions v ON v.comment_id = c.id WHERE c.gone_at IS NOT NULL OR c.version_count > 1"
            " ORDER BY c.position, v.first_observed_at"
        )
    click.echo("What readers wrote before they, or an editor, thought better of it:\n")
    for row in changed:
        end = f", gone by {row['gone_at']}" if row["gone_at"] else ""
        click.echo(f"  {row['author']}, seen from {row['first_observed_at']}{end}:\n    {row['body']}\n")


def _say_goodbye(db: Path) -> None:
    option = "" if db == Path("archive.db") else f" --db {db}"
    click.echo(f"The archive lies at {db.absolute()}. Try:\n")
    for words in (
        "archiver search roaming",
        "archiver search --in articles spectrum",
        "archiver show auction",
        "archiver serve",
        "archiver export auction --format json -o auction.json",
        "archiver --help",
    ):
        click.echo(f"  {words}{option if '--help' not in words else ''}")
