"""Which records a set of capture files holds, and which of them observations rest on; on disk, as it may be long."""

from __future__ import annotations

import filecmp
import sqlite3
from collections.abc import Iterable, Iterator, Set
from pathlib import Path

from archiver.captures.scanning import sound_records_of
from archiver.errors import StorageError, UsageError
from archiver.items import CaptureRecord

_KINDS = ("metadata", "response", "resource", "revisit", "conversion")
_TABLES = """
CREATE TABLE records (id TEXT PRIMARY KEY, kind TEXT, file TEXT, "offset" INTEGER, length INTEGER, is_named INTEGER,
    refers_to TEXT);
CREATE INDEX records_by_place ON records (file, "offset");
CREATE TABLE held (file TEXT, "offset" INTEGER, PRIMARY KEY (file, "offset")) WITHOUT ROWID;
"""


class CaptureIndex:
    """The records of capture files in whatever folders, by their ids and places."""

    def __init__(self) -> None:
        self._db = sqlite3.connect("")  # a file of SQLite's own, gone when it is closed
        self._db.executescript(_TABLES)
        self.files: dict[str, Path] = {}
        self.damages: list[str] = []

    def close(self) -> None:
        """Let go of the disk space."""
        self._db.close()

    def add(self, path: Path, known: Set[int] = frozenset()) -> None:
        """Go through a file, but for what is damaged; ``damages`` says where one is.

        After damage it goes on where a record is ``known`` to begin.

        Raises UsageError for another file of the same name, and StorageError for a file that cannot be read.
        """
        if (other := self.files.get(path.name)) is not None:
            if is_same_file(path, other):
                return
            raise UsageError(f"{other} and {path} have one name and are not the same; leave one of them out.")
        self.files[path.name] = path
        for one in sound_records_of(path, self.damages, known):
            if one.kind in _KINDS:
                row = (one.place.record_id, one.kind, one.place.file, one.place.offset, one.place.length)
                original = next(iter(one.names), None) if one.kind == "revisit" else None
                self._db.execute("INSERT OR IGNORE INTO records VALUES (?, ?, ?, ?, ?, 0, ?)", (*row, original))

    def metadata_count(self) -> int:
        """How many records with metadata there are."""
        return int(self._db.execute("SELECT count(*) FROM records WHERE kind = ?", ("metadata",)).fetchone()[0])

    def metadata(self) -> Iterator[CaptureRecord]:
        """The records with what is known of an observation each, in the order in which they were written."""
        rows = self._db.execute(
            'SELECT file, "offset", length, id FROM records WHERE kind = ? ORDER BY file, "offset"', ("metadata",)
        )
        yield from (_place(row) for row in rows)

    def conversions(self) -> Iterator[CaptureRecord]:
        """The records with what is left of an observation whose captures words were erased from."""
        rows = self._db.execute(
            'SELECT file, "offset", length, id FROM records WHERE kind = ? ORDER BY file, "offset"', ("conversion",)
        )
        yield from (_place(row) for row in rows)

    def place_of(self, record_id: str) -> CaptureRecord | None:
        """Where the record with this id lies; None where the files do not hold it."""
        row = self._db.execute(
            'SELECT file, "offset", length, id FROM records WHERE id = ? AND kind <> ?', (record_id, "metadata")
        ).fetchone()
        return _place(row) if row else None

    def is_there(self, file: str | None, offset: int | None) -> bool:
        """Whether a record that can be read lies at a place."""
        query = 'SELECT 1 FROM records WHERE file = ? AND "offset" = ?'
        return self._db.execute(query, (file, offset)).fetchone() is not None

    def is_whole(self, record_id: str) -> bool:
        """Whether the record is there, and of a 304 also the one that holds the bytes."""
        query = "SELECT refers_to FROM records WHERE id = ? AND kind <> ?"
        row = self._db.execute(query, (record_id, "metadata")).fetchone()
        return row is not None and (row[0] is None or self.place_of(row[0]) is not None)

    def hold(self, places: Iterable[tuple[str, int]]) -> None:
        """Note that an archive's rows point to these places (file and offset)."""
        self._db.executemany("INSERT OR IGNORE INTO held VALUES (?, ?)", places)

    def is_held(self, place: CaptureRecord) -> bool:
        """Whether an archive's row points to the record."""
        query = 'SELECT 1 FROM held WHERE file = ? AND "offset" = ?'
        return self._db.execute(query, (place.file, place.offset)).fetchone() is not None

    def name(self, record_ids: Iterable[str], is_named: bool = True) -> None:
        """Note that an observation rests on these records, or that it does not after all."""
        self._db.executemany("UPDATE records SET is_named = ? WHERE id = ?", ((is_named, one) for one in record_ids))

    def is_named(self, file: str, offset: int) -> bool:
        """Whether an observation rests on the record that lies there."""
        query = 'SELECT 1 FROM records WHERE file = ? AND "offset" = ? AND is_named'
        return self._db.execute(query, (file, offset)).fetchone() is not None

    def unnamed_count(self) -> int:
        """On how many records with captured bytes no observation rests."""
        query = "SELECT count(*) FROM records WHERE NOT is_named AND kind <> ?"
        return int(self._db.execute(query, ("metadata",)).fetchone()[0])


def capture_files(paths: Iterable[Path]) -> list[Path]:
    """The capture files among ``paths``, folders looked into, in the order of their names: that of their writing.

    Raises StorageError for a path where nothing is, or a folder that cannot be read.
    """
    found: list[Path] = []
    for path in paths:
        try:
            within = list(path.iterdir()) if path.is_dir() else [path]
        except OSError as error:
            raise StorageError(f"The folder {path} cannot be read: {error.strerror}.") from error
        if not path.exists():
            raise StorageError(f"There are no captures at {path}.")
        found += [one for one in within if one.name.endswith(".warc.gz")]
    return sorted(found, key=lambda path: path.name)


def _place(row: tuple[str, int, int, str]) -> CaptureRecord:
    file, offset, length, record_id = row
    return CaptureRecord(file=file, offset=offset, length=length, record_id=record_id)


def is_same_file(one: Path, other: Path) -> bool:
    """Whether both hold the same bytes."""
    return one.samefile(other) or filecmp.cmp(one, other, shallow=False)
