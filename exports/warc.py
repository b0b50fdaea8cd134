"""WARC: the captures that threads rest on, copied record by record: other tools read them, and so does ``rebuild``.

With every response go the request that it answers, what our own metadata says of the observation, and, of a 304, the
response that it refers to. Each record is the gzip member that it was, byte for byte.
"""

from __future__ import annotations

import base64
import hashlib
import sqlite3
import uuid
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from archiver.archive import Archive
from archiver.captures import captures_folder
from archiver.captures.scanning import records_of
from archiver.captures.writing import GZIP_LEVEL
from archiver.errors import DamagedCaptureError, StorageError, UsageError
from exports.snapshot import SOFTWARE, Pieces, Snapshot, SnapshotFormat

_TABLES: Final = """
CREATE TABLE wanted (file TEXT, "offset" INTEGER, status INTEGER, PRIMARY KEY (file, "offset", status));
CREATE TABLE records (
  file TEXT, "offset" INTEGER, length INTEGER, id TEXT, kind TEXT, is_taken INTEGER,
  PRIMARY KEY (file, "offset")) WITHOUT ROWID;
CREATE TABLE named (id TEXT, by_file TEXT, by_offset INTEGER);
"""
_TAKE_WANTED: Final = """
UPDATE records SET is_taken = 1 WHERE EXISTS
  (SELECT 1 FROM wanted WHERE wanted.file = records.file AND wanted."offset" = records."offset")
"""
# The row of a 304 may point to the record of the response that it refers to.
_TAKE_UNCHANGED: Final = """
UPDATE records SET is_taken = 1 WHERE kind = 'revisit' AND (file, "offset") IN
  (SELECT by_file, by_offset FROM named JOIN records taken ON taken.id = named.id
   JOIN wanted ON wanted.file = taken.file AND wanted."offset" = taken."offset" WHERE wanted.status = 304)
"""
_TAKE_WHAT_NAMES_THEM: Final = """
UPDATE records SET is_taken = 1 WHERE kind IN ('request', 'metadata') AND (file, "offset") IN
  (SELECT by_file, by_offset FROM named JOIN records taken ON taken.id = named.id WHERE taken.is_taken)
"""
_TAKE_WHAT_THEY_REFER_TO: Final = """
UPDATE records SET is_taken = 1 WHERE kind IN ('response', 'resource') AND id IN
  (SELECT named.id FROM named JOIN records taken ON taken.file = by_file AND taken."offset" = by_offset
   WHERE taken.is_taken AND taken.kind = 'revisit')
"""
_LOOKS: Final = """
SELECT id FROM observations WHERE article_id = :article AND (:as_of IS NULL OR observed_at <= :as_of)
  AND (:since IS NULL OR id > :since OR run_id > :since_run)
"""


def write(snapshot: Snapshot) -> Pieces:
    """The records, in the order in which they were written.

    Observations whose captures were not kept are counted in the notes. Raises UsageError where there is no
    capture at all, and StorageError where one is not where it should be.
    """
    assert snapshot.archive is not None
    folder = captures_folder(snapshot.archive.path)
    chosen = _Chosen()
    for thread in snapshot.threads:
        _choose(chosen, snapshot, thread.article["id"])
    snapshot.notes["observations_without_captures"] = chosen.without
    if not chosen.count:
        raise UsageError(
            "No captures are kept of what is asked for: it was crawled or imported with --no-captures, or erased."
        )
    chosen.look_through(folder)
    snapshot.notes["records"] = chosen.taken_count()
    yield _warcinfo(snapshot, chosen)
    for file, offset, length in chosen.taken():
        yield _member(folder / file, offset, length)


def _choose(chosen: _Chosen, snapshot: Snapshot, article_id: int) -> None:
    archive = snapshot.archive
    assert archive is not None
    told = None if article_id in snapshot.whole else snapshot.since_observation
    since, since_run = told or (None, None)
    looks = archive.rows(
        _LOOKS, {"article": article_id, "as_of": snapshot.as_of, "since": since, "since_run": since_run}
    )
    for look in looks:
        places = _places(archive, look["id"])
        chosen.add(places)
        chosen.without += not places


def _places(archive: Archive, observation_id: int) -> list[tuple[str, int, int | None]]:
    rows = archive.rows(
        'SELECT file, "offset", status FROM captures WHERE observation_id = ? AND file IS NOT NULL', (observation_id,)
    )
    return [(row["file"], row["offset"], row["status"]) for row in rows]


class _Chosen:
    """The records to be copied, looked up on disk, as they may be many."""

    def __init__(self) -> None:
        self._db = sqlite3.connect("", isolation_level=None)  # a file of SQLite's own, gone when it is closed
        self._db.executescript(f"{_TABLES} BEGIN")
        self.without = 0

    @property
    def count(self) -> int:
        return int(self._db.execute("SELECT count(*) FROM wanted").fetchone()[0])

    def add(self, places: Iterable[tuple[str, int, int | None]]) -> None:
        self._db.executemany("INSERT OR IGNORE INTO wanted VALUES (?, ?, ?)", places)

    def look_through(self, folder: Path) -> None:
        """Find the records, and those that belong to them; of the other files only where something is still missing."""
        files = [row[0] for row in self._db.execute("SELECT DISTINCT file FROM wanted ORDER BY file")]
        for file in files:
            self._index(folder / file)
        self._take()
        if self._may_miss_some():
            for path in sorted(folder.glob("*.warc.gz")):
                if path.name not in files:
                    self._index(path)
            self._take()
        missing = self._db.execute(
            'SELECT file, "offset" FROM wanted EXCEPT SELECT file, "offset" FROM records ORDER BY 1, 2'
        ).fetchone()
        if missing:
            raise DamagedCaptureError(
                f"{folder / missing[0]} holds no record at offset {missing[1]}, where the archive says that one lies; "
                "`archiver verify` tells more."
            )

    def taken_count(self) -> int:
        return int(self._db.execute("SELECT count(*) FROM records WHERE is_taken").fetchone()[0])

    def taken(self) -> Iterator[tuple[str, int, int]]:
        yield from self._db.execute('SELECT file, "offset", length FROM records WHERE is_taken ORDER BY file, "offset"')

    def digest(self) -> str:
        """What tells one choice of records from another."""
        digest = hashlib.sha256()
        for row in self._db.execute('SELECT id FROM records WHERE is_taken ORDER BY file, "offset"'):
            digest.update(row[0].encode())
        return digest.hexdigest()

    def _index(self, path: Path) -> None:
        for found in records_of(path):
            place = found.place
            self._db.execute(
                "INSERT INTO records VALUES (?, ?, ?, ?, ?, 0)",
                (path.name, place.offset, place.length, place.record_id, found.kind),
            )
            self._db.executemany(
                "INSERT INTO named VALUES (?, ?, ?)", ((name, path.name, place.offset) for name in found.names)
            )

    def _take(self) -> None:
        self._db.execute("CREATE INDEX IF NOT EXISTS named_ids ON named (id)")
        self._db.execute("CREATE INDEX IF NOT EXISTS record_ids ON records (id)")
        for statement in (_TAKE_WANTED, _TAKE_UNCHANGED, _TAKE_WHAT_THEY_REFER_TO, _TAKE_WHAT_NAMES_THEM):
            self._db.execute(statement)

    def _may_miss_some(self) -> bool:
        """Whether some lie in files that no row names: what a 304 refers to, or a 304 whose row names just that."""
        if self._db.execute("SELECT 1 FROM wanted WHERE status = 304 LIMIT 1").fetchone():
            return True
        found = self._db.execute(
            'SELECT 1 FROM named JOIN records taken ON taken.file = by_file AND taken."offset" = by_offset'
            " WHERE taken.is_taken AND taken.kind = 'revisit'"
            " AND named.id NOT IN (SELECT id FROM records) LIMIT 1"
        )
        return found.fetchone() is not None


def _warcinfo(snapshot: Snapshot, chosen: _Chosen) -> bytes:
    """What the file is, with an id and a date that depend on what is in it alone."""
    name = uuid.uuid5(uuid.NAMESPACE_URL, f"{SOFTWARE} {snapshot.as_of} {chosen.digest()}")
    said = (
        f"software: {SOFTWARE.replace(' ', '/')}\r\n"
        "format: WARC File Format 1.1\r\n"
        "conformsTo: http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/\r\n"
        "description: the captures behind archived threads, copied from an archive's\r\n"
    ).encode()
    head = (
        "WARC/1.1\r\nWARC-Type: warcinfo\r\n"
        f"WARC-Record-ID: <urn:uuid:{name}>\r\n"
        f"WARC-Date: {snapshot.as_of or _last_look(snapshot)}\r\n"
        f"WARC-Block-Digest: sha256:{base64.b32encode(hashlib.sha256(said).digest()).decode()}\r\n"
        f"Content-Type: application/warc-fields\r\nContent-Length: {len(said)}\r\n\r\n"
    ).encode()
    packed = zlib.compressobj(GZIP_LEVEL, wbits=zlib.MAX_WBITS | 16)
    return packed.compress(head + said + b"\r\n\r\n") + packed.flush()


def _last_look(snapshot: Snapshot) -> str:
    assert snapshot.archive is not None
    found = snapshot.archive.rows("SELECT max(observed_at) AS at FROM observations")
    return str(found[0]["at"])


def _member(path: Path, offset: int, length: int) -> bytes:
    try:
        with path.open("rb") as file:
            file.seek(offset)
            return file.read(length)
    except OSError as error:
        raise StorageError(f"The capture file {path} cannot be read: {error.strerror}.") from error


FORMAT = SnapshotFormat(
    name="warc",
    suffix=".warc.gz",
    about="the captures behind it, record by record",
    write=write,
    is_binary=True,
)
