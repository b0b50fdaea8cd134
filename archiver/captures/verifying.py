"""Whether the captures of an archive are sound: the bytes that its rows name, and what lets them be read again."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import groupby
from operator import itemgetter
from typing import Any

from archiver.archive import Archive
from archiver.captures import captures_folder
from archiver.captures.index import CaptureIndex, capture_files
from archiver.captures.metadata import ObservationMetadata
from archiver.captures.places import known_places
from archiver.captures.reading import read_capture
from archiver.errors import StorageError
from archiver.instants import instant_text

Watch = Callable[[str, int, int], None]


def capture_problems(archive: Archive, watch: Watch) -> Iterator[str]:
    """What is wrong with the captures that the archive's rows name, one line each.

    Each record is read back; each file that a row names is gone through whole; each observation whose captures
    are all kept must have the metadata that lets it be read again. Raises StorageError where a file cannot be read.
    """
    # What is stored from here on may lie in files that have been gone through by then.
    newest = archive.rows("SELECT coalesce(max(id), 0) AS id FROM observations")[0]["id"]
    yield from _of_records(archive, watch)
    with closing(CaptureIndex()) as index, closing(_Members()) as members:
        yield from _of_files(archive, index, watch)
        yield from _of_metadata(archive, index, members)
        yield from _of_observations(archive, index, members, newest)


def _named_files(archive: Archive) -> list[dict[str, Any]]:
    return archive.rows(
        "SELECT file, count(*) AS captures FROM captures WHERE file IS NOT NULL GROUP BY file ORDER BY file"
    )


def _of_records(archive: Archive, watch: Watch) -> Iterator[str]:
    folder = captures_folder(archive.path)
    files = _named_files(archive)
    revisits: dict[int, str] = {}
    total, done = sum(file["captures"] for file in files), 0
    for file in files:
        if not (folder / file["file"]).is_file():
            yield f"captures: {folder / file['file']} is not there, in which {file['captures']} of them are kept"
            done += file["captures"]
            continue
        for row in archive.db.query('SELECT * FROM captures WHERE file = ? ORDER BY "offset"', [file["file"]]):
            watch("captures", done, total)
            done += 1
            try:
                kept = read_capture(folder, row["file"], row["offset"], row["length"])
            except StorageError as error:
                yield f"captures {row['id']}: {error}"
                continue
            if kept.kind == "revisit":
                revisits[row["id"]] = row["sha256"]
            elif hashlib.sha256(kept.body).hexdigest() != row["sha256"]:
                yield f"captures {row['id']}: other bytes than were captured lie in {file['file']} at {row['offset']}"
            elif len(kept.body) != row["size"]:
                yield f"captures {row['id']}: size is {row['size']}, but {len(kept.body)} bytes were captured"
    yield from _of_revisits(archive, revisits)


def _of_revisits(archive: Archive, revisits: dict[int, str]) -> Iterator[str]:
    """A 304 was answered in place of bytes that an earlier capture holds."""
    if not revisits:
        return
    kept = archive.db.query("SELECT id, sha256 FROM captures WHERE file IS NOT NULL")
    held = {row["sha256"] for row in kept if row["id"] not in revisits} & set(revisits.values())
    for capture_id, sha256 in revisits.items():
        if sha256 not in held:
            yield f"captures {capture_id}: the bytes that had not changed then are in no other capture"


def _of_files(archive: Archive, index: CaptureIndex, watch: Watch) -> Iterator[str]:
    """All files are gone through, as the metadata of captures may lie in the next one; those named must be sound."""
    folder = captures_folder(archive.path)
    named = {file["file"] for file in _named_files(archive)}
    files = capture_files([folder]) if folder.is_dir() else []
    for done, file in enumerate(files):
        watch("capture files", done, len(files))
        known = len(index.damages)
        index.add(file, known_places(archive, file.name))
        if file.name in named:
            yield from (f"captures: {damage}" for damage in index.damages[known:])


def _of_metadata(archive: Archive, index: CaptureIndex, members: _Members) -> Iterator[str]:
    folder = captures_folder(archive.path)
    for place in index.metadata():
        try:
            known = ObservationMetadata.read(read_capture(folder, place.file, place.offset, place.length).body)
        except StorageError as error:
            yield f"captures: {place.file}, offset {place.offset}: {error}"
            continue
        if all(index.place_of(member.record_id) for member in known.members):
            members.add(known)


def _of_observations(archive: Archive, index: CaptureIndex, members: _Members, newest: int) -> Iterator[str]:
    rows = archive.db.query(
        "SELECT captures.*, observed_at FROM captures JOIN observations ON observations.id = observation_id"
        " WHERE observation_id <= ? ORDER BY observation_id",
        [newest],
    )
    for observation_id, captures in groupby(rows, itemgetter("observation_id")):
        kept = list(captures)
        # Where words were erased, the observation as read stands in place of captures and metadata. Captures that are
        # gone or damaged are told on their own.
        if any(one["redacted_at"] or not index.is_there(one["file"], one["offset"]) for one in kept):
            continue
        if not all(members.of(one) for one in kept):
            yield (
                f"observations {observation_id}: its captures are kept, but not the metadata with which they can be "
                "read again"
            )
            continue
        for one in kept:
            if (one["url"], one["captured_at"]) not in members.of(one):
                yield (
                    f"captures {one['id']}: is of {one['url']} at {one['captured_at']}, by its metadata of "
                    + " or ".join(f"{url} at {captured_at}" for url, captured_at in members.of(one))
                )


class _Members:
    """What the metadata in the captures says of the bytes that observations rest on; on disk, as it may be long."""

    def __init__(self) -> None:
        self._db = sqlite3.connect("")  # a file of SQLite's own, gone when it is closed
        self._db.execute("CREATE TABLE members (observed_at TEXT, sha256 TEXT, url TEXT, captured_at TEXT)")
        self._db.execute("CREATE INDEX members_by_bytes ON members (observed_at, sha256)")

    def close(self) -> None:
        self._db.close()

    def add(self, known: ObservationMetadata) -> None:
        observed_at = instant_text(known.observed_at)
        rows = [(observed_at, one.sha256, one.url, instant_text(one.captured_at)) for one in known.members]
        self._db.executemany("INSERT INTO members VALUES (?, ?, ?, ?)", rows)

    def of(self, capture: dict[str, Any]) -> list[tuple[str, str]]:
        """The addresses and instants under which these bytes are known for the capture's observation."""
        where = (capture["observed_at"], capture["sha256"])
        return self._db.execute(
            "SELECT url, captured_at FROM members WHERE observed_at = ? AND sha256 = ?", where
        ).fetchall()
