"""What a writer that lost its power has left at the end of a capture file: no record, but words may stand in it."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from archiver.archive import Archive
from archiver.captures.places import known_places
from archiver.captures.scanning import sound_records_of
from archiver.captures.write_locks import no_writer
from archiver.errors import StorageError


def cut_off_tails(archive: Archive, files: Iterable[Path]) -> None:
    """Cut off what comes after the last whole record of each file that nobody writes.

    A file that is damaged, or shorter than rows say, is left alone: its end may be in a sound copy. Raises
    StorageError where a file cannot be read or written.
    """
    for file in files:
        with no_writer(file) as is_ours:
            if is_ours:
                _cut_off_tail(file, known_places(archive, file.name))


def _cut_off_tail(file: Path, known: set[int]) -> None:
    damages: list[str] = []
    end = 0
    for found in sound_records_of(file, damages, known):
        end = found.place.offset + found.place.length
    if damages:
        return
    try:
        before = file.stat()
        if end < before.st_size:
            with file.open("r+b") as opened:
                opened.truncate(end)
                os.fsync(opened.fileno())
            # Its time still says whether what stands in it was captured before something was erased.
            os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    except OSError as error:
        raise StorageError(f"The end of the capture file {file} could not be cut off: {error.strerror}.") from error
