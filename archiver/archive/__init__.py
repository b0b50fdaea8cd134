"""The archive: one SQLite file, opened, upgraded and locked for writing here."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from archiver import __version__
from archiver.archive.connection import storage_errors
from archiver.archive.migrations import MIGRATIONS
from archiver.archive.opening import open_for_reading, open_for_writing
from archiver.instants import instant_text

CLOCK_WENT_BACK = "clock_went_back"
"""The count of a run whose clock stood before that of the run before it."""

_log = logging.getLogger(__name__)


class Archive:
    """An open archive. Use as a context manager; ``db`` is its sqlite-utils Database."""

    def __init__(self, db: Database, path: Path) -> None:
        self.db = db
        self.path = path

    @classmethod
    def for_writing(cls, path: Path) -> Archive:
        """Open the archive at ``path``, made if there is none and upgraded if it is older.

        Raises StorageError where the file cannot be written and SchemaError where it is no archive of ours.
        """
        return cls(open_for_writing(path, MIGRATIONS), path)

    @classmethod
    def for_reading(cls, path: Path) -> Archive:
        """Open an existing archive read-only, upgraded first if it is older.

        Raises UsageError where there is none at ``path``, else as ``for_writing``.
        """
        return cls(open_for_reading(path, MIGRATIONS), path)

    def __enter__(self) -> Archive:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; SQLite folds the write-ahead log into it."""
        self.db.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """One write: all of it or nothing. Takes the write lock at once, so that what was read stays true."""
        with storage_errors(self.path):
            self.db.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:  # a process told to stop, too, leaves half a write behind
                self.db.rollback()
                raise
            self.db.commit()

    def rows(self, sql: str, parameters: dict[str, Any] | tuple[Any, ...] = ()) -> list[dict[str, Any]]:
        """The rows of a SELECT."""
        # sqlite-utils' own query() wraps each in a savepoint: three statements for one, which storing asks often.
        with storage_errors(self.path):
            cursor = self.db.conn.execute(sql, parameters)
            names = [column[0] for column in cursor.description]
            return [dict(zip(names, row, strict=True)) for row in cursor]

    def insert(self, table: str, row: dict[str, Any]) -> int:
        """Insert one row into a table with an integer key; gives the key."""
        # sqlite-utils' own insert() asks the schema for all tables and columns each time.
        columns = ", ".join(f'"{name}"' for name in row)
        statement = f"INSERT INTO {table} ({columns}) VALUES ({', '.join('?' * len(row))})"
        key = self.db.conn.execute(statement, list(row.values())).lastrowid
        assert key is not None
        return key

    def begin_run(self, verb: str, arguments: dict[str, Any]) -> int:
        """Note that a run has begun; gives its id. A clock before the last run's is warned of and noted."""
        with self.transaction():
            now = instant_text(datetime.now(UTC))  # within: a run that we had to wait for may have begun later
            row = {
                "verb": verb,
                "arguments": json.dumps(arguments, ensure_ascii=False, sort_keys=True),
                "archiver_version": __version__,
                "started_at": now,
            }
            last = self.rows("SELECT max(coalesce(finished_at, started_at)) AS at FROM runs")[0]["at"]
            if last is not None and now < last:
                row["counts"] = json.dumps({CLOCK_WENT_BACK: 1})
                _log.warning("The clock of this machine says %s, but the last run was at %s: is it right?", now, last)
            return self.insert("runs", row)

    def end_run(self, run_id: int, exit_code: int, counts: dict[str, int]) -> None:
        """Note how a run has ended and what it did."""
        with self.transaction():
            noted = json.loads(self.rows("SELECT counts FROM runs WHERE id = ?", (run_id,))[0]["counts"] or "{}")
            row = {
                "finished_at": instant_text(datetime.now(UTC)),
                "exit_code": exit_code,
                "counts": json.dumps(noted | counts, sort_keys=True),
            }
            self.db.table("runs").update(run_id, row)
