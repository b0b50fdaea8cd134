"""Opening the archive's file: made where there is none, upgraded where it is older, refused where it is not ours."""

from __future__ import annotations

import sqlite3
import stat
import time
from pathlib import Path

from sqlite_utils import Database, Migrations

from archiver import __version__
from archiver.archive.connection import BUSY, LOCK_WAIT_SECONDS, connected, error_code, storage_errors
from archiver.archive.upgrading import upgrade
from archiver.errors import SchemaError, StorageError, UsageError
from archiver.real_path import real_path

_SQLITE_FILE_MARK = b"SQLite format 3\x00"
_WAL_MARK = b"\x02\x02"  # the file format's versions for writing and reading, at offset 18


def open_for_writing(path: Path, migrations: Migrations) -> Database:
    """The archive at ``path`` with its schema up to date, made if there is none; others may do the same at once.

    Raises StorageError where the file cannot be written and SchemaError where it is no archive of ours. A
    file that is refused is left as it was.
    """
    with storage_errors(path):
        _refuse_what_is_no_file(path)
        if _mark(path):
            _refuse_unknown_schema(path, migrations)
        db = connected(path)
        try:
            upgrade(db, path, migrations)
            _enable_wal(db)
            db.execute("PRAGMA synchronous = FULL")
        except BaseException:  # whatever ends us: nobody else can close it
            db.close()
            raise
    return db


def open_for_reading(path: Path, migrations: Migrations) -> Database:
    """The archive at ``path``, read-only; one of an older release is upgraded first.

    Raises UsageError where there is no archive, StorageError where it cannot be read and SchemaError where it
    is none of ours or would have to be upgraded where nothing can be written.
    """
    with storage_errors(path):
        _refuse_what_is_no_file(path)
        if not _mark(path):
            raise UsageError(
                f"There is no archive {'in' if path.exists() else 'at'} {path}. Make one with `archiver crawl` or "
                "`archiver import`, or name another with --db FILE."
            )
        applied = _refuse_unknown_schema(path, migrations)
        if not applied:
            raise UsageError(
                f"There is no archive in {path} yet. Fill it with `archiver crawl` or `archiver import`, "
                "or name another with --db FILE."
            )
        if applied != _names(migrations):
            _upgrade_to_read(path, migrations)
        return _connected_for_reading(path)


def _refuse_what_is_no_file(path: Path) -> None:
    """Looking at a FIFO or a device could wait for ever."""
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        if not path.parent.is_dir():
            raise StorageError(f"There is no folder {path.parent} to keep the archive in.") from None
        return
    except OSError as error:
        raise StorageError(f"The archive {path} cannot be read: {error.strerror}.") from error
    if stat.S_ISDIR(mode):
        raise StorageError(f"{path} is a folder; name the archive's file with --db FILE.")
    if not stat.S_ISREG(mode):
        raise StorageError(f"{path} is no ordinary file, so it can be no archive; name another with --db FILE.")


def _mark(path: Path) -> bytes:
    """The first 20 bytes, by which SQLite's files are known; none where there is no file or nothing in it."""
    try:
        with path.open("rb") as file:
            head = file.read(20)
    except FileNotFoundError:
        return b""
    except OSError as error:
        raise StorageError(f"The archive {path} cannot be read: {error.strerror}.") from error
    if head and not head.startswith(_SQLITE_FILE_MARK):
        raise SchemaError(f"{path} is not an SQLite file; nothing was written to it.")
    return head


def _refuse_unknown_schema(path: Path, migrations: Migrations) -> set[str]:
    """The names of the migrations that made the file; none where it is still to become an archive."""
    try:
        applied, holds_anything = _schema(path, _options_that_leave_no_trace(path), migrations)
    except sqlite3.OperationalError as error:
        if error_code(error) == sqlite3.SQLITE_READONLY and _beside(path, "journal"):
            # A writer was killed in the middle: SQLite undoes its half of a change as soon as it may write.
            applied, holds_anything = _schema_after_recovery(path, migrations)
        elif error_code(error) == sqlite3.SQLITE_CANTOPEN:
            raise StorageError(_why_not_readable(path)) from error
        else:
            raise
    newer = applied - _names(migrations)
    if newer:
        raise SchemaError(
            f"{path} was written by a newer archiver (it has {', '.join(sorted(newer))}); "
            f"this one is {__version__}. Upgrade archiver to open it."
        )
    if holds_anything and not applied:
        raise SchemaError(f"{path} is an SQLite file, but not an archive; nothing was written to it.")
    return applied


def _schema(path: Path, options: str, migrations: Migrations) -> tuple[set[str], bool]:
    """The migrations that the file has been through, and whether it holds anything besides."""
    db = connected(path, options)
    try:
        applied = {migration.name for migration in migrations.applied(db)}
        others = db.execute(
            "SELECT count(*) FROM sqlite_schema WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND tbl_name <> ?",
            [migrations.migrations_table],
        ).fetchone()[0]
        return applied, bool(others)
    finally:
        db.close()


def _schema_after_recovery(path: Path, migrations: Migrations) -> tuple[set[str], bool]:
    try:
        return _schema(path, "mode=rw", migrations)
    except sqlite3.OperationalError as error:
        raise StorageError(_why_not_readable(path)) from error


def _options_that_leave_no_trace(path: Path) -> str:
    """In WAL mode even a reader makes files beside the database; where nobody has it open, none are needed."""
    return "immutable=1" if _mark(path)[18:20] == _WAL_MARK and not _beside(path, "wal") else "mode=ro"


def _connected_for_reading(path: Path) -> Database:
    db = connected(path, "mode=ro")
    try:
        db.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        return db
    except sqlite3.OperationalError as error:
        db.close()
        # Where SQLite cannot make the files of its log, on read-only media, nobody else can write either.
        if error_code(error) != sqlite3.SQLITE_CANTOPEN:
            raise
        if _beside(path, "wal"):
            raise StorageError(_why_not_readable(path)) from error
        return connected(path, "immutable=1")


def _why_not_readable(path: Path) -> str:
    log = _beside(path, "wal") or _beside(path, "journal")
    if log is None:
        return f"The archive {path} cannot be opened; may it be read, and its folder too?"
    return (
        f"The archive {path} cannot be read where it is: {log.name} beside it belongs to what was written last, and "
        "nothing can be written there. Copy both files into a folder of yours and read the archive there."
    )


def _beside(path: Path, kind: str) -> Path | None:
    """The log that SQLite keeps beside the archive itself, ``wal`` or ``journal``, if there is anything in it."""
    path = real_path(path)
    log = path.with_name(f"{path.name}-{kind}")
    try:
        return log if log.stat().st_size else None
    except OSError:
        return None


def _upgrade_to_read(path: Path, migrations: Migrations) -> None:
    try:
        open_for_writing(path, migrations).close()
    except StorageError as error:
        raise StorageError(
            f"{path} is of an older archiver and would have to be upgraded to be read, which failed: {error}"
        ) from error


def _names(migrations: Migrations) -> set[str]:
    return {migration.name for migration in migrations.pending(Database(memory=True))}


def _enable_wal(db: Database) -> None:
    """SQLite does not wait its turn for this one change, so we do."""
    patience_ends = time.monotonic() + LOCK_WAIT_SECONDS
    while True:
        try:
            db.enable_wal()
            return
        except sqlite3.OperationalError as error:
            if error_code(error) not in BUSY or time.monotonic() > patience_ends:
                raise
            time.sleep(0.01)
