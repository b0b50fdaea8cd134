"""Bringing an archive's schema up to date: after a backup, in one transaction, all of it or nothing."""

from __future__ import annotations

import glob
import logging
import os
import shutil
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

from sqlite_utils import Database, Migrations

from archiver.archive.connection import BUSY, DAMAGED, NO_ROOM, connected, error_code
from archiver.archive.search_indexes import SEARCH_INDEXES
from archiver.errors import SchemaError
from archiver.real_path import real_path

_log = logging.getLogger(__name__)
_UNFINISHED = ".unfinished"
_OF_THE_FILE = BUSY | DAMAGED | NO_ROOM | {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN}


def upgrade(db: Database, path: Path, migrations: Migrations) -> None:
    """Apply the migrations that the archive at ``path`` lacks; an archive that has any is backed up first.

    ``db`` is a connection to it outside a transaction. Several processes may do this at once: one works, the
    others wait and find it done. Raises SchemaError where a migration fails, SQLite's own errors where the
    file does; either way the archive stays as it was.
    """
    if not migrations.pending(db):
        return
    # SQLite heeds this only outside a transaction. With keys on, making a table anew would empty those below it.
    db.execute("PRAGMA foreign_keys = OFF")
    backup = None
    try:
        db.execute("BEGIN IMMEDIATE")
        pending = [migration.name for migration in migrations.pending(db)]
        if pending and migrations.applied(db):
            backup = _back_up(path, pending[0])
        if pending:
            _apply(db, path, migrations, pending)
        db.commit()
    except BaseException:  # a process told to stop, too, leaves the file as it was
        if db.conn.in_transaction:
            db.rollback()
            if backup is not None:
                backup.unlink()  # each try again would leave one more
        raise
    finally:
        db.execute("PRAGMA foreign_keys = ON")
    if backup is not None:
        _log.warning("%s was upgraded (%s). As it was before it lies at %s.", path, ", ".join(pending), backup)


def backups_of(path: Path) -> list[Path]:
    """The copies of the archive at ``path`` that upgrades have left beside it, oldest first by name."""
    path = real_path(path)
    return sorted(path.parent.glob(f"{glob.escape(path.name)}.before-*.backup*"))


def remake_search_triggers(db: Database) -> None:
    """Make the views and triggers of the full-text indexes anew, as they are defined today.

    Needed after ``table.transform()``, which drops the triggers of its table without a word.
    """
    drop_search_triggers(db)
    for statement in SEARCH_INDEXES:
        if statement.startswith(("CREATE VIEW", "CREATE TRIGGER")):
            db.execute(statement)


def drop_search_triggers(db: Database) -> None:
    """Drop the views and triggers of the full-text indexes: a table that a view names cannot be made anew."""
    made = db.query(
        "SELECT type, name FROM sqlite_schema WHERE (type = 'trigger' AND name LIKE '%\\_fts\\_%' ESCAPE '\\')"
        " OR (type = 'view' AND name LIKE '%\\_searched' ESCAPE '\\')"
    )
    for row in list(made):
        db.execute(f'DROP {row["type"]} "{row["name"]}"')


def search_indexes_out_of_step(db: Database) -> list[str]:
    """The full-text indexes that do not say what their tables say. Needs a connection that may write."""
    indexes = db.query("SELECT name FROM sqlite_schema WHERE sql LIKE 'CREATE VIRTUAL TABLE%USING fts5%'")
    return [row["name"] for row in list(indexes) if not _is_in_step(db, row["name"])]


def _is_in_step(db: Database, index: str) -> bool:
    try:
        db.execute(f"INSERT INTO {index} ({index}, rank) VALUES ('integrity-check', 1)")
    except sqlite3.DatabaseError as error:
        if error_code(error) != sqlite3.SQLITE_CORRUPT:
            raise
        return False
    return True


def _rebuild_search_indexes_out_of_step(db: Database) -> None:
    """While the triggers were away, a migration may have changed the words that they index."""
    for index in search_indexes_out_of_step(db):
        db.execute(f"INSERT INTO {index} ({index}) VALUES ('rebuild')")


def _apply(db: Database, path: Path, migrations: Migrations, pending: list[str]) -> None:
    try:
        for number, name in enumerate(pending):
            drop_search_triggers(db)
            migrations.apply(db, stop_before=pending[number + 1 :])
            assert db.conn.in_transaction, f"the migration {name} must not end the transaction"
        remake_search_triggers(db)
        _rebuild_search_indexes_out_of_step(db)
        problems = [*_broken_references(db), *(f"{index} is out of step" for index in search_indexes_out_of_step(db))]
    except Exception as error:  # a migration is code of any kind, and must not cost the archive
        if isinstance(error, sqlite3.Error) and error_code(error) in _OF_THE_FILE:
            raise
        problems = [f"{type(error).__name__}: {error}"]
    if problems:
        names, why = ", ".join(pending), "; ".join(problems[:3])
        raise SchemaError(f"{path} could not be upgraded ({names}): {why}. Nothing was changed in it.")


def _broken_references(db: Database) -> list[str]:
    return [
        f"{row['table']} {row['rowid']} refers to a row that is not in {row['parent']}"
        for row in db.query("PRAGMA foreign_key_check")
    ]


def _back_up(path: Path, migration: str) -> Path:
    """Copy what is committed, by a connection of its own: the one that holds the write lock cannot."""
    path = real_path(path)
    for left_by_a_crash in path.parent.glob(f"{glob.escape(path.name)}.before-*{_UNFINISHED}*"):  # and its journal
        left_by_a_crash.unlink()
    now = datetime.now(UTC).strftime("%Y%m%dT%H%M%S.%fZ")
    backup = path.with_name(f"{path.name}.before-{migration}-{now}.backup")
    unfinished = backup.with_name(backup.name + _UNFINISHED)
    unfinished.touch()
    db = connected(path, "mode=ro")
    try:
        shutil.copymode(path, unfinished)
        db.execute("VACUUM INTO ?", [str(unfinished)])
        with unfinished.open("rb") as written:
            os.fsync(written.fileno())
        return unfinished.rename(backup)
    except BaseException:  # whatever ends us: half a backup is none
        unfinished.unlink()
        raise
    finally:
        db.close()
