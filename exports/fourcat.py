"""CSV that 4CAT imports as a dataset of its custom kind: an article and its comments as the posts of a thread.

Columns as 4CAT's documentation of custom uploads names them: ``id``, ``thread_id``, ``timestamp``, ``author`` and
``body`` are required; others are kept beside them. Timestamps are UTC, ``YYYY-MM-DD HH:MM:SS``; a comment whose
instant nobody knows bears that of the observation, and says so in ``timestamp_basis``.
"""

from __future__ import annotations

from collections.abc import Iterator

from archiver.archive.threads import Row, Thread
from exports.snapshot import SnapshotFormat, provenance
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
    "likes",
    "dislikes",
)


def write(thread: Thread) -> Iterator[str]:
    """The snapshot in pieces."""
    yield from csv_lines(_COLUMNS, _posts(thread))


def write_raw(thread: Thread) -> Iterator[str]:
    """The same with every cell as it is."""
    yield from csv_lines(_COLUMNS, _posts(thread), is_raw=True)


def _posts(thread: Thread) -> Iterator[Row]:
    article, observed_at = thread.article, provenance(thread)["observed_at"]
    opening = f"article-{article['id']}"
    yield {
        "id": opening,
        "thread_id": opening,
        **_timestamp(article, observed_at, None),
        "author": article["byline"],
        "subject": article["title"],
        "body": article["body"],
        "parent_id": None,
        "depth": None,
        "state": "visible",
        "url": article["url"],
        "likes": None,
        "dislikes": None,
    }
    for comment in thread.comments:
        parent = comment["parent_id"]
        yield {
            "id": f"comment-{comment['id']}",
            "thread_id": opening,
            **_timestamp(comment, observed_at, comment["time_basis"]),
            "author": comment["author"],
            "subject": None,
            "body": comment["notice"] or comment["body"],
            "parent_id": opening if parent is None else f"comment-{parent}",
            "depth": comment["depth"],
            "state": comment["state"],
            "url": article["url"],
            "likes": comment["likes"],
            "dislikes": comment["dislikes"],
        }


def _timestamp(row: Row, observed_at: str | None, basis: str | None) -> Row:
    known = row["published_at"]
    at = str(known or observed_at or "").replace("T", " ").removesuffix("Z")
    return {"timestamp": at, "timestamp_basis": (basis or "published") if known else "observation"}


FORMAT = SnapshotFormat("4cat", ".csv", write, write_raw)
