"""Overwriting what is left of erased words in the archive's file: in its indexes, free pages, log and backups."""

from __future__ import annotations

from pathlib import Path

from archiver.archive import Archive
from archiver.archive.connection import storage_errors
from archiver.archive.left_by_rebuilds import left_by_rebuilds
from archiver.archive.search_indexes import FULL_TEXT_INDEXES
from archiver.archive.upgrading import backups_of
from archiver.errors import StorageError


def empty_what_is_free(archive: Archive) -> list[Path]:
    """Leave nothing in the file but the rows that it holds, and remove its copies; gives which these were.

    The whole file is written anew, which needs as much room again. Raises StorageError where it cannot be, or
    while another program reads the archive; the erasures stay marked as pending then.
    """
    db = archive.db
    with storage_errors(archive.path):
        db.execute("PRAGMA secure_delete = ON")
        # Deleting from a full-text index adds a note to it; only merging all of it drops the words themselves.
        for index in FULL_TEXT_INDEXES:
            db.execute(f"INSERT INTO {index} ({index}) VALUES ('optimize')")
        db.execute("VACUUM")
        _fold_in_the_log(archive)
    backups = copies_of(archive.path)
    try:
        for backup in backups:
            backup.unlink(missing_ok=True)
    except OSError as error:
        raise StorageError(f"The backup {backup} still holds what was erased: {error.strerror}. Delete it.") from error
    with archive.transaction():
        db.execute("UPDATE erasures SET is_pending = 0 WHERE is_pending")
    _fold_in_the_log(archive)
    return backups


def copies_of(path: Path) -> list[Path]:
    """What goes with an archive's erased words: the backups of upgrades, and what killed rebuilds have left."""
    return backups_of(path) + left_by_rebuilds(path)


def _fold_in_the_log(archive: Archive) -> None:
    is_busy = archive.db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    if is_busy:
        raise StorageError(
            f"Another program has {archive.path} open, and its log still holds what was erased. "
            "Close it and run `archiver erase` again."
        )
