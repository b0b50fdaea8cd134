"""CSV that 4CAT imports as a dataset of its custom kind: an article and its comments as the posts of a thread.

Columns as 4CAT's documentation of custom uploads names them: ``id``, ``thread_id``, ``timestamp``, ``author`` and
``body`` are required; others are kept beside them. Timestamps are UTC, ``YYYY-MM-DD HH:MM:SS``; what they rest on
says ``timestamp_basis``, as 4CAT leaves out a post that has none.

4CAT guesses how a file is quoted, with Python's ``csv.Sniffer``. So that it guesses right every cell is quoted, and the
name of the last column holds quotation marks: without any in a cell free of commas it would not expect doubled ones.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from archiver.archive.threads import Row, Thread
from exports.fields import sortable_time, words_of_comment
from exports.snapshot import Pieces, Snapshot, SnapshotFormat
from exports.tables import csv_lines

_COLUMNS = (
    "id",
    "thread_id",
    "timestamp",
    "timestamp_basis",
    "author",
    "subject",
    "body",
    "parent_id",
    "depth",
    "state",
    "url",
    "site",
    "likes",
    "dislikes",
    'time "as shown"',
)


def write(snapshot: Snapshot) -> Pieces:
    """The snapshot in pieces."""
    yield from csv_lines(_COLUMNS, map(_posts, snapshot.threads), is_all_quoted=True)


def write_raw(snapshot: Snapshot) -> Pieces:
    """The same with every cell as it is."""
    yield from csv_lines(_COLUMNS, map(_posts, snapshot.threads), is_raw=True, is_all_quoted=True)


def _posts(thread: Thread) -> Iterator[tuple[Any, ...]]:
    article, observed_at = thread.article, (thread.observation or {}).get("observed_at")
    opening, url, site = f"article-{article['id']}", article["url"], article["site_id"]
    yield (
        *(opening, opening, *_timestamp(article, observed_at), article["byline"], article["title"], article["body"]),
        *(None, None, "visible", url, site, None, None, article["published_raw"]),
    )
    for comment in thread.comments:
        parent = comment["parent_id"]
        yield (
            f"comment-{comment['id']}",
            opening,
            *_timestamp(comment, observed_at),
            comment["author"],
            None,
            words_of_comment(comment),
            opening if parent is None else f"comment-{parent}",
            comment["depth"],
            comment["state"],
            url,
            site,
            comment["likes"],
            comment["dislikes"],
            comment["published_raw"],
        )


def _timestamp(row: Row, observed_at: str | None) -> tuple[str, str]:
    at, basis = sortable_time(row, observed_at)
    return (at or "").replace("T", " ").removesuffix("Z"), basis


FORMAT = SnapshotFormat(
    name="4cat", suffix=".csv", about="CSV for 4CAT's custom imports", write=write, write_raw=write_raw, is_rows=True
)
