"""``archiver show``: an article's thread as a tree in the terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import click
from rich.text import Text

from archiver.ages import instant_of, sparkline
from archiver.archive import Archive
from archiver.archive.articles import find_article
from archiver.archive.past_words import wordings_of
from archiver.archive.threads import Thread, read_thread
from archiver.commands.options import as_of_option, db_option
from archiver.commands.thread_lines import ASCII_STROKES, Strokes, ThreadLines, wrapped
from archiver.console import console
from archiver.instants import read_instant
from archiver.terminal import can_be_written, harmless

_WIDEST_SPARKLINE = 60
_NARROWEST = 20


@click.command("show")
@click.argument("article", nargs=-1, required=True)
@db_option
@as_of_option
def command(article: tuple[str, ...], db: Path, as_of: str | None) -> None:
    """Show the thread of ARTICLE: a URL, an id, or a unique part of its title.

    Ages are as of now, or of the instant given with --as-of.
    """
    with Archive.for_reading(db) as archive:
        article_id = find_article(archive, " ".join(article))
        thread = read_thread(archive, article_id, as_of)
        wordings = wordings_of(archive, article_id, as_of)
    now = datetime.now(UTC) if as_of is None else read_instant(as_of)
    output = console()
    width = max(output.width, _NARROWEST)
    is_ascii = not can_be_written("│├└─▁█·", sys.stdout.encoding)
    for text in _head(thread, width, is_ascii=is_ascii):
        output.print(text, soft_wrap=True)
    for text in ThreadLines(thread.comments, width, now, ASCII_STROKES if is_ascii else Strokes(), wordings):
        output.print(text, soft_wrap=True)


def _head(thread: Thread, width: int, *, is_ascii: bool) -> Iterator[Text]:
    """What article it is, what was seen of its thread, and when its comments came."""
    article, look = thread.article, thread.observation
    yield _lines(harmless(article["title"] or article["url"]), width, "bold")
    when = (article["published_local"] or article["published_raw"] or "").replace("T", " ")
    dot = " - " if is_ascii else " · "
    about = dot.join(harmless(part) for part in (article["byline"], when) if part)
    if about:
        yield _lines(about, width, "dim")
    yield Text(harmless(article["url"]), style="dim")  # unbroken, to be copied
    if look is None:
        yield _lines("not observed by then", width, "dim")
        return
    stated = "" if look["stated_count"] is None else f", {look['stated_count']} stated"
    complete = "complete" if look["is_complete"] else f"incomplete: {look['incomplete_reason']}"
    seen = f"{look['captured_count']} captured{stated} at {look['observed_at']} ({complete})"
    yield _lines(dot.join([seen, *_counts(thread)]), width, "dim")
    yield from _arrivals(thread, width, is_ascii=is_ascii)
    yield Text()


def _counts(thread: Thread) -> list[str]:
    gone = sum(comment["gone_at"] is not None for comment in thread.comments)
    edited = sum((comment["version_count"] or 1) > 1 for comment in thread.comments)
    return [f"{number} {what}" for number, what in ((gone, "gone"), (edited, "edited")) if number]


def _arrivals(thread: Thread, width: int, *, is_ascii: bool) -> Iterator[Text]:
    """A sparkline from the first comment to the last, and when these were."""
    dated = [comment for comment in thread.comments if comment["published_local"] or comment["published_at"]]
    if all(comment["published_local"] for comment in dated):  # by the clock that the comments show
        read, zone = [instant_of(None, comment["published_local"]) for comment in dated], ""
    else:
        read, zone = [instant_of(comment["published_at"], comment["published_local"]) for comment in dated], "Z"
    instants = sorted(instant for instant in read if instant)
    if len(instants) < 2 or instants[0] == instants[-1]:
        return
    bars = sparkline(instants, min(width, _WIDEST_SPARKLINE), is_ascii=is_ascii)
    first, last = (f"{instant:%Y-%m-%d %H:%M}{zone}" for instant in (instants[0], instants[-1]))
    yield Text(bars.rstrip(), style="cyan")
    if len(first) + len(last) + 3 <= min(width, _WIDEST_SPARKLINE):
        yield Text(first + last.rjust(min(width, _WIDEST_SPARKLINE) - len(first)), style="dim")
    else:
        yield _lines(f"{first} to {last}", width, "dim")


def _lines(text: str, width: int, style: str) -> Text:
    return Text("\n".join(wrapped(text, width)), style=style)
