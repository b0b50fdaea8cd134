"""``archiver crawl``: fetch articles with their threads into the archive."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from archiver.commands.options import db_option, no_captures_option, refuse_empty_span
from archiver.errors import Exit, UsageError
from archiver.logs import log_to_stderr
from archiver.run_counts import summary_line


@click.command("crawl")
@click.argument("targets", nargs=-1, metavar="[SITE|URL]…")
@db_option
@click.option("-s", "settings", multiple=True, metavar="NAME=VALUE", help="Set a Scrapy setting, as Scrapy does.")
@click.option("--allow-private", is_flag=True, help="Let the crawl reach loopback and private addresses.")
@click.option("--recheck", is_flag=True, help="Look at every known thread again, due or not.")
@click.option("--since", metavar="DATE", help="Older articles instead of new ones: from this day on.")
@click.option("--until", metavar="DATE", help="… up to the day before this one.")
@no_captures_option
@click.pass_context
def command(
    context: click.Context,
    targets: tuple[str, ...],
    db: Path,
    settings: tuple[str, ...],
    allow_private: bool,
    recheck: bool,
    since: str | None,
    until: str | None,
    no_captures: bool,
) -> int:
    """Fetch articles with their whole comment threads: what is due, or what is named.

    Name a declared site (its feeds tell the articles; of those known already it takes the ones that are due), any
    article's URL, or a feed or front page.
    """
    from archiver.crawling import crawl, due_targets, targets_of  # Scrapy takes its time to load
    from archiver.setting_overrides import read_overrides

    days = [_day(name, text) for name, text in (("--since", since), ("--until", until))]
    refuse_empty_span(*days)
    if any(days) and not targets:
        raise UsageError("Say of which site --since and --until are meant: its name, or its front page's address.")
    wanted = targets_of(targets) if targets else due_targets(db, is_recheck=recheck)
    if not wanted:
        click.echo(f"nothing is due → {db}", err=True)
        return int(Exit.DONE)
    for target in wanted.values():
        target.since, target.until = days
    overrides = read_overrides(settings)
    is_debug = bool(context.parent and context.parent.params.get("debug"))
    log_to_stderr(overrides.get("LOG_LEVEL", "INFO" if is_debug else "WARNING"), with_tracebacks=is_debug)
    exit_code, counts = crawl(
        db,
        wanted,
        overrides,
        allow_private=allow_private,
        captures=not no_captures,
        is_recheck=recheck,
        leaves_out_busy=not targets,
    )
    click.echo(f"{summary_line(counts)} → {db}", err=True)
    return int(exit_code)


def _day(name: str, text: str | None) -> str | None:
    try:
        return date.fromisoformat(text).isoformat() if text else None
    except ValueError:
        raise UsageError(f"{name} takes a day such as 2024-05-01, not {text!r}.") from None
