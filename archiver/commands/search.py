"""``archiver search``: words in comments or articles."""

from __future__ import annotations

from pathlib import Path

import click
from rich.text import Text

from archiver.archive import Archive
from archiver.archive.searching import State, Where, search
from archiver.commands.options import Instant, db_option
from archiver.console import console
from archiver.errors import UsageError
from archiver.terminal import json_text


@click.command("search")
@click.argument("words", nargs=-1, required=True)
@db_option
@click.option("--in", "where", type=click.Choice(["comments", "articles"]), default="comments", show_default=True)
@click.option("--site", help="Only this site.")
@click.option("--author", help="Only this author, whole name.")
@click.option("--since", type=Instant(), help="Only from this date or time on (ISO, UTC).")
@click.option("--until", type=Instant(), help="Only before this date or time (ISO, UTC).")
@click.option("--depth", type=click.IntRange(0), help="Only comments this deep: 0 answers the article itself.")
@click.option("--state", type=click.Choice(["visible", "gone", "removed"]), help="Only comments in this state.")
@click.option("--limit", type=click.IntRange(1, 10_000), default=20, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="One JSON array on stdout.")
def command(
    words: tuple[str, ...],
    db: Path,
    where: Where,
    site: str | None,
    author: str | None,
    since: str | None,
    until: str | None,
    depth: int | None,
    state: State | None,
    limit: int,
    as_json: bool,
) -> None:
    """Find words, newest first.

    "In quotes" they stand together; AND, OR and NOT in capitals join them; fib* finds all that begins so.
    Everything else is taken as plain words, all of which must be there.
    """
    if where == "articles" and (depth is not None or state is not None):
        raise UsageError("--depth and --state are of comments; leave out --in articles.")
    with Archive.for_reading(db) as archive:
        hits = search(
            archive,
            " ".join(words),
            where=where,
            site=site,
            author=author,
            since=since,
            until=until,
            depth=depth,
            state=state,
            limit=limit,
        )
    if as_json:
        click.echo(json_text(hits, indent=2))
        return
    output = console()
    for hit in hits:
        when = (hit["published_local"] or "").replace("T", " ")
        head = Text.assemble((hit["author"] or "without a name", "bold"), f"  {when}  ", (hit["title"] or "", "italic"))
        output.print(head, no_wrap=True, overflow="ellipsis")
        output.print(Text(f"    {hit['snippet']}"), soft_wrap=True)
        output.print(Text(f"    {where.removesuffix('s')} {hit['id']} · {hit['url']}", style="dim"), soft_wrap=True)
    click.echo(
        f"{len(hits)} {'hit' if len(hits) == 1 else 'hits'}{' (the newest)' if len(hits) == limit else ''}", err=True
    )
