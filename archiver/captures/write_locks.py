"""Whether somebody is writing a capture file: the writer holds its lock until the file is whole."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from archiver.archive import Archive
from archiver.captures import captures_folder
from archiver.captures.index import capture_files


def is_being_written(archive: Archive) -> bool:
    """Whether another process is writing captures of this archive."""
    folder = captures_folder(archive.path)
    for file in capture_files([folder]) if folder.is_dir() else []:
        with no_writer(file) as is_ours:
            if not is_ours:
                return True
    return False


@contextmanager
def no_writer(path: Path) -> Iterator[bool]:
    """Whether no other process writes the file; none begins to while this lasts, as writers only begin new ones."""
    try:
        file = os.open(path, os.O_RDONLY)
    except OSError:
        yield True  # it is not there
        return
    try:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        except OSError:
            pass  # a file system without locks
        yield True
    finally:
        os.close(file)
