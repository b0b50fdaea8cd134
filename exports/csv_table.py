"""CSV: a comment a row, with its article's address and title, in the order in which they are read."""

from __future__ import annotations

from collections.abc import Iterator

from archiver.archive.threads import Row, Thread
from exports.fields import COMMENT, comment_fields
from exports.snapshot import SnapshotFormat, provenance
from exports.tables import csv_lines

_COLUMNS = ("article_url", "article_title", "observed_at", *COMMENT)


def write(thread: Thread) -> Iterator[str]:
    """The snapshot in pieces; cells that a spreadsheet would take for formulas begin with an apostrophe."""
    yield from csv_lines(_COLUMNS, _rows(thread))


def write_raw(thread: Thread) -> Iterator[str]:
    """The same with every cell as it is, for programs."""
    yield from csv_lines(_COLUMNS, _rows(thread), is_raw=True)


def _rows(thread: Thread) -> Iterator[Row]:
    about = {
        "article_url": thread.article["url"],
        "article_title": thread.article["title"],
        "observed_at": provenance(thread)["observed_at"],
    }
    for comment in thread.comments:
        yield about | comment_fields(comment)


FORMAT = SnapshotFormat("csv", ".csv", write, write_raw)
