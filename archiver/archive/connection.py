"""Connections to the archive's file, and what SQLite says of it in words for people."""

from __future__ import annotations

import shlex
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlite_utils import Database

from archiver.captures import captures_folder
from archiver.errors import StorageError

LOCK_WAIT_SECONDS = 30
BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
NO_ROOM = {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR}


@contextmanager
def storage_errors(path: Path) -> Iterator[None]:
    """Turn SQLite's errors about the file into StorageError, in words for people."""
    try:
        yield
    except sqlite3.IntegrityError:
        raise
    except sqlite3.DatabaseError as error:
        raise StorageError(_in_words(path, error)) from error


def connected(path: Path, options: str = "mode=rwc") -> Database:
    """A connection that waits its turn; ``options`` are those of SQLite's file names that are URIs."""
    escaped = str(path.absolute()).replace("%", "%25").replace("?", "%3f").replace("#", "%23")
    connection = sqlite3.connect(f"file:{escaped}?{options}", uri=True, timeout=LOCK_WAIT_SECONDS, isolation_level=None)
    db = Database(connection, strict=True)
    db.execute("PRAGMA foreign_keys = ON")
    return db


def error_code(error: sqlite3.Error) -> int:
    """SQLite's primary code of an error, such as ``sqlite3.SQLITE_FULL``."""
    return int(getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR)) & 0xFF


def room_left(path: Path) -> str:
    """How much room there is for a file, in words: ``4,096 bytes are free in /home/ada``."""
    folder = path.absolute().parent
    return f"{shutil.disk_usage(folder).free:,} bytes are free in {folder}"


def _in_words(path: Path, error: sqlite3.DatabaseError) -> str:
    code = error_code(error)
    if code in BUSY:
        return (
            f"The archive {path} is locked: another program has been writing to it for more than "
            f"{LOCK_WAIT_SECONDS} seconds. Try again when it has finished."
        )
    if code in DAMAGED:
        return f"The archive {path} is damaged ({error}). {_way_out(path)}"
    if code in NO_ROOM:
        return (
            f"The archive {path} could not be written ({error}): {room_left(path)}. "
            "What was stored before stays; make room and run the same command again."
        )
    if code == sqlite3.SQLITE_READONLY:
        return f"The archive {path} cannot be written: the file or its folder is read-only ({error})."
    if code == sqlite3.SQLITE_CANTOPEN:
        return f"The archive {path} cannot be opened ({error}): may the file and its folder be written to?"
    return f"The archive {path} could not be read or written: {error}."


def _way_out(path: Path) -> str:
    captures = captures_folder(path)
    if not captures.is_dir():
        return "Go back to a backup of it."
    return (
        "Go back to a backup of it, or make a new one of its captures: "
        f"`archiver rebuild {shlex.quote(str(captures))} --db NEW`."
    )
