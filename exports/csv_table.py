"""CSV: a comment a row, with its article's address and title, in the order in which they are read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from operator import itemgetter
from typing import Any

from archiver.archive.threads import Thread
from exports.fields import COMMENT
from exports.snapshot import Pieces, Snapshot, SnapshotFormat
from exports.tables import csv_lines

_OF_THE_THREAD = ("article_id", "article_url", "article_title", "site", "observed_at")
_CELLS = itemgetter(*COMMENT)


def write(snapshot: Snapshot) -> Pieces:
    """The snapshot in pieces; cells that a spreadsheet would take for formulas begin with an apostrophe."""
    yield from csv_lines((*_OF_THE_THREAD, *COMMENT), map(_rows, snapshot.threads))


def write_raw(snapshot: Snapshot) -> Pieces:
    """The same with every cell as it is, for programs."""
    yield from csv_lines((*_OF_THE_THREAD, *COMMENT), map(_rows, snapshot.threads), is_raw=True)


def _rows(thread: Thread) -> Iterable[tuple[Any, ...]]:
    article, look = thread.article, thread.observation or {}
    about = (article["id"], article["url"], article["title"], article["site_id"], look.get("observed_at"))
    return _with(about, thread)


def _with(about: tuple[Any, ...], thread: Thread) -> Iterator[tuple[Any, ...]]:
    return (about + _CELLS(comment) for comment in thread.comments)


FORMAT = SnapshotFormat(
    name="csv", suffix=".csv", about="a comment a row", write=write, write_raw=write_raw, is_rows=True
)
