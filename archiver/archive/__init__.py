"""The archive: one SQLite file, opened, upgraded and locked for writing here."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from archiver import __version__
from archiver.archive.migrations import MIGRATIONS
from archiver.errors import SchemaError, StorageError, UsageError
from archiver.instants import instant_text

LOCK_WAIT_SECONDS = 30
_SQLITE_FILE_MARK = b"SQLite format 3\x00"


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
        with storage_errors(path):
            _refuse_foreign_file(path)
            db = _connected(f"file:{_uri_path(path)}")
            _refuse_unknown_schema(db, path)
            db.enable_wal()
            db.execute("PRAGMA synchronous = FULL")
            MIGRATIONS.apply(db)
        return cls(db, path)

    @classmethod
    def for_reading(cls, path: Path) -> Archive:
        """Open an existing archive read-only. Raises UsageError where there is none at ``path``."""
        if not path.is_file():
            raise UsageError(
                f"There is no archive at {path}. Make one with `archiver crawl` or `archiver import`, "
                "or name another with --db FILE."
            )
        with storage_errors(path):
            _refuse_foreign_file(path)
            db = _connected(f"file:{_uri_path(path)}?mode=ro")
            _refuse_unknown_schema(db, path)
            if MIGRATIONS.pending(db):
                db.close()
                Archive.for_writing(path).close()
                db = _connected(f"file:{_uri_path(path)}?mode=ro")
        return cls(db, path)

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
            except BaseException:
                self.db.rollback()
                raise
            self.db.commit()

    def rows(self, sql: str, parameters: dict[str, Any] | tuple[Any, ...] = ()) -> list[dict[str, Any]]:
        """The rows of a SELECT."""
        with storage_errors(self.path):
            return list(self.db.query(sql, parameters))

    def insert(self, table: str, row: dict[str, Any]) -> int:
        """Insert one row into a table with an integer key; gives the key."""
        key = self.db.table(table).insert(row).last_pk
        assert isinstance(key, int)
        return key

    def begin_run(self, verb: str, arguments: dict[str, Any]) -> int:
        """Note that a run has begun; gives its id."""
        row = {
            "verb": verb,
            "arguments": json.dumps(arguments, ensure_ascii=False, sort_keys=True),
            "archiver_version": __version__,
            "started_at": instant_text(datetime.now(UTC)),
        }
        with self.transaction():
            return self.insert("runs", row)

    def end_run(self, run_id: int, exit_code: int, counts: dict[str, int]) -> None:
        """Note how a run has ended and what it did."""
        row = {
            "finished_at": instant_text(datetime.now(UTC)),
            "exit_code": exit_code,
            "counts": json.dumps(counts, sort_keys=True),
        }
        with self.transaction():
            self.db.table("runs").update(run_id, row)


@contextmanager
def storage_errors(path: Path) -> Iterator[None]:
    """Turn SQLite's errors about the file into StorageError, in words for people."""
    try:
        yield
    except sqlite3.OperationalError as error:
        raise StorageError(f"The archive {path} could not be read or written: {error}.") from error
    except sqlite3.DatabaseError as error:
        if isinstance(error, sqlite3.IntegrityError):
            raise
        raise StorageError(f"The archive {path} is damaged or no archive: {error}.") from error


def _connected(uri: str) -> Database:
    connection = sqlite3.connect(uri, uri=True, timeout=LOCK_WAIT_SECONDS, isolation_level=None)
    db = Database(connection, strict=True)
    db.execute("PRAGMA foreign_keys = ON")
    return db


def _uri_path(path: Path) -> str:
    return str(path.absolute()).replace("%", "%25").replace("?", "%3f").replace("#", "%23")


def _refuse_foreign_file(path: Path) -> None:
    if path.is_dir():
        raise StorageError(f"{path} is a folder; name the archive's file with --db FILE.")
    if not path.parent.is_dir():
        raise StorageError(f"There is no folder {path.parent} to keep the archive in.")
    try:
        head = path.open("rb").read(16) if path.exists() else b""
    except OSError as error:
        raise StorageError(f"The archive {path} cannot be read: {error.strerror}.") from error
    if head and head != _SQLITE_FILE_MARK:
        raise SchemaError(f"{path} is not an SQLite file; nothing was written to it.")


def _refuse_unknown_schema(db: Database, path: Path) -> None:
    applied = {migration.name for migration in MIGRATIONS.applied(db)}
    newer = applied - _our_migrations()
    if newer:
        raise SchemaError(
            f"{path} was written by a newer archiver (it has {', '.join(sorted(newer))}); "
            f"this one is {__version__}. Upgrade archiver to open it."
        )
    if not applied and db.table_names():
        raise SchemaError(f"{path} is an SQLite file, but not an archive; nothing was written to it.")


def _our_migrations() -> set[str]:
    return {migration.name for migration in MIGRATIONS.pending(Database(memory=True))}
