"""Taking erased words out of the capture files: file by file, so that a process killed in between goes on later.

A file is written anew under another name, without the records that are to go and with what stands in their
place. Then the rows are pointed to the new file, in one transaction, and the old one is removed.
"""

from __future__ import annotations

import hashlib
import os
import re
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Final

from archiver.archive import Archive
from archiver.archive.digests import hide, is_hidden
from archiver.archive.erasures import erasures_of
from archiver.archive.redactions import (
    files_given_up,
    files_noted,
    name_places,
    note_records,
    note_replaced,
    noted_places,
    take_back,
)
from archiver.archive.stored_observations import stored_observation
from archiver.captures import captures_folder
from archiver.captures.conversions import conversion_document
from archiver.captures.index import capture_files
from archiver.captures.metadata import ObservationMetadata
from archiver.captures.places import known_places
from archiver.captures.reading import read_capture
from archiver.captures.scanning import FoundRecord, records_of, sound_records_of
from archiver.captures.unnamed import note_unnamed, unnamed_in
from archiver.captures.write_locks import no_writer
from archiver.captures.writing import conversion
from archiver.errors import DamagedCaptureError, StorageError
from archiver.instants import instant_text
from archiver.items import CaptureRecord

WAY_PAST_DAMAGE: Final = (
    "It holds erased words, or may: put a sound copy of it in its place and run `archiver erase`. Where there is none, "
    "`archiver erase --lost` takes out of it what cannot be read."
)
_TIMES_WRITTEN: Final = re.compile(r"(?:\.r(\d+))?\.warc\.gz$")
_UNFINISHED: Final = ".unfinished"
_TABLES: Final = """
CREATE TABLE records (id TEXT, file TEXT, "offset" INTEGER, PRIMARY KEY (file, "offset"));
CREATE INDEX records_by_id ON records (id);
CREATE TABLE names (id TEXT, other TEXT);
CREATE INDEX names_by_other ON names (other);
"""


@dataclass(slots=True)
class Redacted:
    """What was done."""

    records: int = 0
    files: int = 0
    unreadable: int = 0  # captures that lay where a file is damaged, and are kept no longer
    busy: list[str] = field(default_factory=list)  # files that are still being written
    missing: list[str] = field(default_factory=list)  # files that are noted, and not there
    damaged: list[str] = field(default_factory=list)  # what is wrong with files that are noted, and were left alone


def redact(archive: Archive, *, cuts_damage: bool = False) -> Redacted:
    """Take the records that are noted out of the capture files, and what runs have kept and not stored.

    A damaged file is left alone, unless ``cuts_damage``: then what cannot be read of it goes, too, and observations
    that rest on it are kept as they were read. Raises StorageError where a file cannot be read or written; what was
    done by then stays done.
    """
    done = Redacted()
    folder = captures_folder(archive.path)
    _remove_replaced(archive, folder)
    _take_back(archive, folder)
    note_unnamed(archive)
    _name_places(archive, folder)
    done.missing = waited_for(archive)
    if not _there(archive, folder):
        return done
    _note_what_hangs_on_them(archive, folder)
    for file in sorted(_there(archive, folder)):
        with no_writer(folder / file) as is_ours:
            if not is_ours:
                done.busy.append(file)
                continue
            try:
                taken_out, unreadable = _write_anew(archive, folder, file, cuts_damage=cuts_damage)
            except DamagedCaptureError as error:
                done.damaged.append(str(error))
                continue
            _remove_replaced(archive, folder)
            done.records += taken_out
            done.unreadable += unreadable
            done.files += 1
    return done


def records_of_observations(archive: Archive, observation_ids: Iterable[int]) -> list[CaptureRecord]:
    """The capture records that observations rest on, with their ids."""
    folder = captures_folder(archive.path)
    places: dict[str, set[int]] = {}
    for observation_id in observation_ids:
        for row in archive.rows(
            'SELECT file, "offset" FROM captures WHERE observation_id = ? AND file IS NOT NULL', (observation_id,)
        ):
            places.setdefault(row["file"], set()).add(row["offset"])
    return [
        found.place
        for file, offsets in places.items()
        if (folder / file).is_file()
        for found in sound_records_of(folder / file, known=known_places(archive, file))
        if found.place.offset in offsets
    ]


def waited_for(archive: Archive) -> list[str]:
    """The capture files that hold, or may hold, something erased, and that are not there."""
    folder = captures_folder(archive.path)
    return sorted(file for file in files_noted(archive) if not (folder / file).is_file())


def _there(archive: Archive, folder: Path) -> set[str]:
    """The files that records are to be taken out of, as far as they are there."""
    return {file for file in files_noted(archive) if (folder / file).is_file()}


def _take_back(archive: Archive, folder: Path) -> None:
    for file in files_given_up(archive):
        if (folder / file).is_file():
            with archive.transaction():
                take_back(archive, file)


def _name_places(archive: Archive, folder: Path) -> None:
    """Find the ids of records that were noted by their places, in the files that are there."""
    for file, places in noted_places(archive).items():
        path = folder / file
        if not path.is_file():
            continue
        found = sound_records_of(path, known=known_places(archive, file))
        ids = {one.place.offset: one.place.record_id for one in found}
        named = [ids.get(place, f"unreadable, {place}") for place in places if place is not None]
        if None in places:
            named += [record.record_id for record in unnamed_in(archive, path)]
        with archive.transaction():
            name_places(archive, file, named)


def missing_files(archive: Archive) -> list[str]:
    """The capture files that rows name, and that are not there."""
    folder = captures_folder(archive.path)
    rows = archive.rows("SELECT DISTINCT file FROM captures WHERE file IS NOT NULL ORDER BY file")
    return [row["file"] for row in rows if not (folder / row["file"]).is_file()]


def _note_what_hangs_on_them(archive: Archive, folder: Path) -> None:
    """Note the other captures of the observations concerned, and requests, revisits and metadata that name one.

    An observation is read as a whole, so that the others of its captures are of no use without the one.
    """
    with closing(_Names(archive)) as names:
        # What names a record was written after it.
        first = min(_there(archive, folder))
        for file in capture_files([folder]):
            if file.name >= first:
                names.add(file)
        known: set[str] = set()
        while new := {row["record_id"] for row in archive.rows("SELECT record_id FROM redactions")} - known:
            known |= new
            found = [*names.naming(new)]
            for place in names.places_of(new):
                found += _beside(archive, place, names)
            with archive.transaction():
                note_records(archive, found)


def _beside(archive: Archive, place: tuple[str, int], names: _Names) -> list[CaptureRecord]:
    """The records of all captures of the observations that rest on the one at a place."""
    rows = archive.rows(
        'SELECT DISTINCT file, "offset" FROM captures WHERE file IS NOT NULL AND redacted_at IS NULL'
        ' AND observation_id IN (SELECT observation_id FROM captures WHERE file = ? AND "offset" = ?)',
        place,
    )
    return [found for row in rows if (found := names.at(row["file"], row["offset"]))]


class _Names:
    """Which records of some capture files name which: on disk, as they may be many."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._folder = captures_folder(archive.path)
        self._db = sqlite3.connect("")  # a file of SQLite's own, gone when it is closed
        self._db.executescript(_TABLES)
        self._files: set[str] = set()

    def close(self) -> None:
        self._db.close()

    def add(self, path: Path) -> None:
        self._files.add(path.name)
        for found in sound_records_of(path, known=known_places(self._archive, path.name)):
            place = found.place
            self._db.execute(
                "INSERT OR IGNORE INTO records VALUES (?, ?, ?)", (place.record_id, place.file, place.offset)
            )
            others = set(found.names)
            if found.kind == "metadata":
                others |= self._members(place)
            self._db.executemany("INSERT INTO names VALUES (?, ?)", ((place.record_id, one) for one in others))

    def naming(self, ids: Iterable[str]) -> Iterator[CaptureRecord]:
        """The records that name one of these."""
        for one in ids:
            rows = self._db.execute(
                'SELECT file, "offset", records.id FROM names JOIN records USING (id) WHERE other = ?', (one,)
            )
            yield from [_record(*row) for row in rows]

    def places_of(self, ids: Iterable[str]) -> Iterator[tuple[str, int]]:
        """Where these lie: one in two files where a file has been written anew and the old one is still there."""
        for one in ids:
            yield from self._db.execute('SELECT file, "offset" FROM records WHERE id = ?', (one,)).fetchall()

    def at(self, file: str, offset: int) -> CaptureRecord | None:
        if file not in self._files and (self._folder / file).is_file():
            self.add(self._folder / file)
        row = self._db.execute(
            'SELECT file, "offset", id FROM records WHERE file = ? AND "offset" = ?', (file, offset)
        ).fetchone()
        return _record(*row) if row else None

    def _members(self, place: CaptureRecord) -> set[str]:
        try:
            document = read_capture(self._folder, place.file, place.offset, place.length).body
            return {member.record_id for member in ObservationMetadata.read(document).members}
        except DamagedCaptureError:
            return set()


def _record(file: str, offset: int, record_id: str) -> CaptureRecord:
    return CaptureRecord(file=file, offset=offset, length=0, record_id=record_id)


def _write_anew(archive: Archive, folder: Path, file: str, *, cuts_damage: bool) -> tuple[int, int]:
    """Gives how many records were taken out, and how many captures could not be read and are no longer kept.

    The old file is left, and noted as replaced. Raises DamagedCaptureError for a damaged one, unless ``cuts_damage``.
    """
    path = folder / file
    known = known_places(archive, file)
    records = sound_records_of(path, known=known) if cuts_damage else records_of(path, known)
    gone = {row["record_id"] for row in archive.rows("SELECT record_id FROM redactions WHERE file = ?", (file,))}
    new = path.with_name(_next_name(file))
    redacted_at = datetime.now(UTC).replace(microsecond=0)
    unfinished = new.with_name(new.name + _UNFINISHED)
    try:
        with path.open("rb") as old, unfinished.open("wb") as out:
            moved, taken_out = _copy_others(records, old, out, gone)
            lost = _observations_at(archive, file, known - moved.keys() if cuts_damage else taken_out)
            _hide_digests(archive, lost)
            converted = {one: _write_conversion(archive, one, out, new.name, redacted_at) for one in lost}
            out.flush()
            os.fsync(out.fileno())
        unfinished.replace(new)
        _sync(folder)
    except OSError as error:
        raise StorageError(f"The capture file {path} could not be written anew: {error.strerror}.") from error
    finally:
        unfinished.unlink(missing_ok=True)
    with archive.transaction():
        _point_to(archive, file, new.name, moved)
        for observation_id, (place, sha256, size) in converted.items():
            archive.db.execute(
                'UPDATE captures SET file = ?, "offset" = ?, length = ?, sha256 = ?, size = ?, redacted_at = ?'
                " WHERE observation_id = ?",
                [place.file, place.offset, place.length, sha256, size, instant_text(redacted_at), observation_id],
            )
        unreadable = _forget_unreadable(archive, file)
        note_replaced(archive, file, new.name, gone, moved)
    return len(taken_out), unreadable


def _copy_others(
    records: Iterable[FoundRecord], old: IO[bytes], out: IO[bytes], gone: set[str]
) -> tuple[dict[int, int], set[int]]:
    """Copy the records that stay, as they are. Gives where each lies now, and where those lay that do not stay."""
    moved: dict[int, int] = {}
    taken_out: set[int] = set()
    for found in records:
        place = found.place
        if place.record_id in gone:
            taken_out.add(place.offset)
            continue
        moved[place.offset] = out.tell()
        old.seek(place.offset)
        out.write(old.read(place.length))
    return moved, taken_out


def _observations_at(archive: Archive, file: str, offsets: set[int]) -> list[int]:
    """The observations that rest on records at these places."""
    rows = archive.rows('SELECT observation_id, "offset" FROM captures WHERE file = ? ORDER BY id', (file,))
    return list(dict.fromkeys(row["observation_id"] for row in rows if row["offset"] in offsets))


def _hide_digests(archive: Archive, observation_ids: Iterable[int]) -> None:
    """Also of what does not show the erased, but is of bytes that held it: beside the thread, say."""
    erasures = erasures_of(archive)
    assert erasures is not None, "nothing is redacted where nothing was erased"
    with archive.transaction():
        for one in observation_ids:
            (look,) = archive.rows("SELECT article_id FROM observations WHERE id = ?", (one,))
            hide(archive, erasures.key, look["article_id"], [one])


def _write_conversion(
    archive: Archive, observation_id: int, out: IO[bytes], file: str, redacted_at: datetime
) -> tuple[CaptureRecord, str, int]:
    thread = stored_observation(archive, observation_id)
    document = conversion_document(thread, redacted_at)
    assert thread.observation.observed_at is not None
    member, record_id = conversion(document, thread.article.url or "", thread.observation.observed_at)
    place = CaptureRecord(file=file, offset=out.tell(), length=len(member), record_id=record_id)
    out.write(member)
    return place, hashlib.sha256(document).hexdigest(), len(document)


def _point_to(archive: Archive, file: str, new: str, moved: dict[int, int]) -> None:
    rows = archive.rows('SELECT id, "offset" FROM captures WHERE file = ?', (file,))
    archive.db.conn.executemany(
        'UPDATE captures SET file = ?, "offset" = ? WHERE id = ?',
        [(new, moved[row["offset"]], row["id"]) for row in rows if row["offset"] in moved],
    )


def _forget_unreadable(archive: Archive, file: str) -> int:
    """Let no row name a file that goes: what still names it lay where the file is cut off or damaged."""
    left = archive.rows(
        "SELECT captures.id, observation_id, article_id, digest FROM captures"
        " JOIN observations ON observations.id = observation_id WHERE file = ?",
        (file,),
    )
    archive.db.execute('UPDATE captures SET file = NULL, "offset" = NULL, length = NULL WHERE file = ?', [file])
    erasures = erasures_of(archive)
    assert erasures is not None, "nothing is redacted where nothing was erased"
    for row in left:
        if is_hidden(row["digest"]):
            hide(archive, erasures.key, row["article_id"], [row["observation_id"]])
    return len(left)


def _remove_replaced(archive: Archive, folder: Path) -> None:
    """Remove the files that others stand in for: this is where the words are gone."""
    rows = archive.rows("SELECT DISTINCT file FROM redactions WHERE replaced_by IS NOT NULL")
    if not rows:
        return
    try:
        for row in rows:
            (folder / row["file"]).unlink(missing_ok=True)
        if folder.is_dir():
            _sync(folder)
    except OSError as error:
        raise StorageError(f"An old capture file in {folder} could not be removed: {error.strerror}.") from error
    with archive.transaction():
        archive.db.execute("DELETE FROM redactions WHERE replaced_by IS NOT NULL")


def _next_name(file: str) -> str:
    """The name of a file written anew; it keeps its place among the others when they are sorted."""

    def counted(found: re.Match[str]) -> str:
        return f".r{int(found[1] or 0) + 1}.warc.gz"

    return _TIMES_WRITTEN.sub(counted, file)


def _sync(folder: Path) -> None:
    """Let renamed and removed files stay so when the power goes."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
