"""What a writer that lost its power has left at the end of a capture file: no record, but words may stand in it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from archiver.archive import Archive
from archiver.archive.redactions import NOWHERE, note_places
from archiver.captures.places import known_places
from archiver.captures.scanning import sound_records_of
from archiver.captures.write_locks import no_writer
from archiver.errors import StorageError


def note_tails(archive: Archive, files: Iterable[Path]) -> None:
    """Note that those of the files are to be written anew that go on after their last whole record.

    Left out are files that somebody writes, and damaged ones, which wait for a sound copy. Raises StorageError where
    a file cannot be read.
    """
    noted = [file.name for file in files if _has_tail(archive, file)]
    if noted:
        with archive.transaction():
            for file in noted:
                note_places(archive, file, [NOWHERE])


def _has_tail(archive: Archive, file: Path) -> bool:
    with no_writer(file) as is_ours:
        if not is_ours:
            return False
        damages: list[str] = []
        end = 0
        for found in sound_records_of(file, damages, known_places(archive, file.name)):
            end = found.place.offset + found.place.length
        try:
            return not damages and end < file.stat().st_size
        except OSError as error:
            raise StorageError(f"The capture file {file} cannot be read: {error.strerror}.") from error
