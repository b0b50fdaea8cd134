"""Writing many rows at once.

sqlite-utils' ``insert_all`` builds a statement anew for every 999 values and costs twice the CPU time of one
prepared statement (measured, ``bench/archive.py``); where thousands of rows are written that is what counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from archiver.archive import Archive


def insert_many(archive: Archive, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert rows, each with a value for every named column."""
    marks = ", ".join("?" * len(columns))
    archive.db.conn.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", rows)


def next_id(archive: Archive, table: str) -> int:
    """The integer key after the highest of a table. Sure within a write transaction alone."""
    found = archive.db.conn.execute(f"SELECT coalesce(max(id), 0) + 1 FROM {table}").fetchone()
    return int(found[0])
