"""``archiver show``: an article's thread as a tree in the terminal."""

from __future__ import annotations

from pathlib import Path

import click
from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from archiver.archive import Archive
from archiver.archive.articles import find_article
from archiver.archive.threads import Row, Thread, read_thread
from archiver.commands.options import as_of_option, db_option
from archiver.console import console

_INDENT = 3
_NARROWEST_TEXT = 30


@click.command("show")
@click.argument("article", nargs=-1, required=True)
@db_option
@as_of_option
def command(article: tuple[str, ...], db: Path, as_of: str | None) -> None:
    """Show the thread of ARTICLE: a URL, an id, or a unique part of its title."""
    with Archive.for_reading(db) as archive:
        thread = read_thread(archive, find_article(archive, " ".join(article)), as_of)
    output = console()
    _print_article(output, thread)
    for comment in thread.comments:
        _print_comment(output, comment)


def _print_article(output: Console, thread: Thread) -> None:
    article, look = thread.article, thread.observation
    output.print(Text(article["title"] or article["url"], style="bold"))
    about = [article["byline"], (article["published_local"] or article["published_raw"] or "").replace("T", " ")]
    output.print(Text(" · ".join(part for part in [*about, article["url"]] if part), style="dim"))
    if look is None:
        output.print(Text("not observed by then", style="dim"))
        return
    stated = "" if look["stated_count"] is None else f", {look['stated_count']} stated"
    complete = "complete" if look["is_complete"] else f"incomplete: {look['incomplete_reason']}"
    output.print(
        Text(f"{look['captured_count']} captured{stated} at {look['observed_at']} ({complete})\n", style="dim")
    )


def _print_comment(output: Console, comment: Row) -> None:
    indent = min(comment["depth"] * _INDENT, max(0, output.width - _NARROWEST_TEXT))
    is_gone = comment["state"] == "gone"
    head = Text.assemble(("└ " if comment["depth"] else ""), (comment["author"] or "without a name", "bold"))
    when = comment["published_local"] or comment["published_raw"]
    head.append(f"  {when.replace('T', ' ')}" if when else "", style="dim")
    if comment["depth"] * _INDENT > indent:
        head.append(f"  depth {comment['depth']}", style="dim")
    if comment["kind"] != "comment":
        head.append(f"  {comment['kind']}", style="cyan")
    if (comment["version_count"] or 1) > 1:
        head.append(f"  edited, {comment['version_count']} versions", style="yellow")
    if comment["state"] == "erased":
        head.append("  erased for good", style="red")
    if is_gone:
        head.append(f"  gone by {comment['gone_at']}", style="red")
    output.print(Padding(head, (0, 0, 0, indent), expand=False))
    text = comment["notice"] or comment["body"]
    if text:
        words = Text(text, style="dim" if is_gone else "")
        output.print(Padding(words, (0, 0, 0, indent + 2), expand=False))
    output.print()
