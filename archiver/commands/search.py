"""``archiver search``: words in comments, in articles, or in what either said before."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, get_args

import click
from rich.text import Text

from archiver.archive import Archive
from archiver.archive.search_query import Term, read_query
from archiver.archive.searching import RANKED, Hits, Sort, State, Where, search
from archiver.archive.snippets import marked
from archiver.commands.options import Instant, db_option, refuse_empty_span
from archiver.commands.thread_lines import wrapped
from archiver.console import console
from archiver.errors import UsageError
from archiver.terminal import harmless, json_text
from exports.tables import csv_lines

_DEEPEST = 2**63 - 1  # the largest number that SQLite takes
_OF_A_COMMENT = (
    *("id", "article_id", "title", "url", "site", "author", "published_at", "published_local", "depth", "state"),
    *("gone_at", "version_count", "snippet"),
)
_OF_AN_ARTICLE = ("id", "article_id", "title", "url", "site", "author", "published_at", "published_local", "snippet")
_SEEN = ("first_observed_at", "last_observed_at")
_COLUMNS: dict[Where, tuple[str, ...]] = {
    "comments": _OF_A_COMMENT,
    "versions": (*_OF_A_COMMENT[:-2], "version", "version_count", *_SEEN, "snippet"),
    "articles": _OF_AN_ARTICLE,
    "article-versions": (*_OF_AN_ARTICLE[:-1], *_SEEN, "snippet"),
}
_PAST: dict[Where, Where] = {"comments": "versions", "articles": "article-versions"}


@click.command("search")
@click.argument("words", nargs=-1, required=True)
@db_option
@click.option(
    "--in",
    "where",
    type=click.Choice(get_args(Where)),
    default="comments",
    show_default=True,
    help="Comments as they were last seen, gone ones too; versions: what they said before it was edited away or "
    "taken down; articles; article-versions: what these said before.",
)
@click.option("--site", help="Only this site.")
@click.option("--author", help="Only this author, whole name.")
@click.option("--since", type=Instant(), help="Only from this date or time on (ISO, UTC).")
@click.option("--until", type=Instant(), help="Only before this date or time (ISO, UTC).")
@click.option(
    "--depth", type=click.IntRange(0, _DEEPEST), help="Only comments this deep: 0 answers the article itself."
)
@click.option(
    "--state",
    type=click.Choice(["visible", "gone", "removed"]),
    help="Only comments that are still there, are gone, or have a moderator's notice in their place.",
)
@click.option(
    "--sort",
    type=click.Choice(["newest", "best"]),
    default="newest",
    show_default=True,
    help=f"By publication, or best first among the newest {RANKED:,} hits.",
)
@click.option("--best", "sort", flag_value="best", help="The same as --sort best.")
@click.option("--limit", type=click.IntRange(1, RANKED), default=20, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="One JSON array on stdout.")
@click.option("--csv", "as_csv", is_flag=True, help="CSV on stdout, safe to open in a spreadsheet.")
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
    sort: Sort,
    limit: int,
    as_json: bool,
    as_csv: bool,
) -> None:
    """Find words, newest first.

    "In quotes" they stand together; AND, OR and NOT in capitals join them; fib* finds all that begins so.
    Everything else is taken as plain words, all of which must be there; accents may be left out.
    """
    if _is_of_articles(where) and (depth is not None or state is not None):
        raise UsageError(f"--depth and --state are of comments; leave out --in {where}.")
    if as_json and as_csv:
        raise UsageError("--json and --csv are two ways to write the same; leave one out.")
    refuse_empty_span(since, until)
    filters: dict[str, Any] = {"site": site, "author": author, "since": since, "until": until}
    filters |= {"depth": depth, "state": state, "limit": limit}
    typed = " ".join(words)
    with Archive.for_reading(db) as archive:
        hits = search(archive, typed, where=where, sort=sort, **filters)
        past = search(archive, typed, where=_PAST[where], **filters) if where in _PAST else None
    if as_json:
        click.echo(json_text(hits, indent=2))
    elif as_csv:
        _print_csv(hits, where)
    else:
        _print(hits, where, read_query(typed).terms)
    _print_summary(hits, past, sort, where)


def _is_of_articles(where: Where) -> bool:
    return where in ("articles", "article-versions")


def _print(hits: Hits, where: Where, terms: Sequence[Term]) -> None:
    output = console()
    for hit in hits:
        author = marked(hit["author"] or "without a name", terms if hit["author"] else (), ("[", "]"))
        title = marked(hit["title"] or "", terms if _is_of_articles(where) else (), ("[", "]"))
        when = (hit["published_local"] or hit["published_at"] or "").replace("T", " ").removesuffix("Z")
        head = Text.assemble((harmless(author), "bold"), f"  {when}")
        head.append("".join(f"  {note}" for note in _notes(hit)), style="red")
        head.append(f"  {harmless(title)}", style="italic")
        output.print(head, no_wrap=True, overflow="ellipsis")
        words = harmless(hit["snippet"])
        for line in wrapped(words, max(20, output.width - 4)) if output.is_terminal else [words]:
            output.print(Text(f"    {line}"), soft_wrap=True)
        what = "article" if _is_of_articles(where) else "comment"
        output.print(Text(f"    {what} {hit['id']} · {harmless(hit['url'])}", style="dim"), soft_wrap=True)


def _notes(hit: dict[str, Any]) -> list[str]:
    """What became of a comment, and of a past wording when it was seen."""
    notes = []
    if hit.get("gone_at"):
        notes.append(f"gone by {hit['gone_at']}")
    elif hit.get("state", "visible") != "visible":
        notes.append(hit["state"])
    if "last_observed_at" in hit:
        first, last = hit["first_observed_at"], hit["last_observed_at"]
        seen = f"seen {first}" if first == last else f"seen {first} to {last}"
        notes.append(f"version {hit['version']} of {hit['version_count']}, {seen}" if "version" in hit else seen)
    return notes


def _print_csv(hits: Hits, where: Where) -> None:
    columns = _COLUMNS[where]
    sys.stdout.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]  # a real stream's
    for piece in csv_lines(columns, [[[hit[name] for name in columns] for hit in hits]]):
        click.echo(piece, nl=False)


def _print_summary(hits: Hits, past: Hits | None, sort: Sort, where: Where) -> None:
    summary = f"{len(hits):,} {'hit' if len(hits) == 1 else 'hits'}"
    if hits.is_part_ranked:
        summary += f" (the best of the newest {RANKED:,}; there are more)"
    elif hits.has_more:
        summary += f" (the {sort}; there are more: --limit)"
    click.echo(summary, err=True)
    if past:
        more = f"{len(past):,}{' or more' if past.has_more else ''}"
        away = "edited away" if where == "articles" else "edited away or taken down"
        click.echo(f"{more} in what {where} said before it was {away}: --in {_PAST[where]}", err=True)
