"""What erasing has still to do outside of the rows: records to be taken out of capture files, pages to be emptied."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from archiver.archive import Archive
from archiver.captures import captures_folder
from archiver.items import CaptureRecord

NOWHERE: Final = -1
"""Where no record lies: the file is to be written anew, whatever else is noted of it."""

# What stands for a record's id where only its place is known: nothing that a WARC record's id begins with.
_PLACE: Final = "at "
_UNNAMED: Final = "at no observation"
_IS_PLACE: Final = f"record_id LIKE '{_PLACE}%'"
# What tells where a record begins, though no row names it any more: what follows a damaged one is found by it.
_BEGINS: Final = "begins at "
# What stands for all notes of a file of which somebody has said that it is gone for good.
_LOST: Final = "lost for good"


def note_records(archive: Archive, records: Iterable[CaptureRecord]) -> None:
    """Note that these records hold erased words. Within a transaction of the caller's."""
    archive.db.conn.executemany(
        "INSERT OR IGNORE INTO redactions (file, record_id) VALUES (?, ?)",
        [(record.file, record.record_id) for record in records],
    )


def note_observations(archive: Archive, condition: str, values: Sequence[int] | dict[str, Any]) -> None:
    """Note the captures of the observations that fulfil a condition, where they are kept. Within a transaction.

    Noted by their places: what their records' ids are, only the files know, and these may be elsewhere just now.
    """
    archive.db.execute(
        f"INSERT OR IGNORE INTO redactions (file, record_id) SELECT file, '{_PLACE}' || \"offset\" FROM captures"
        f" WHERE file IS NOT NULL AND observation_id IN (SELECT id FROM observations WHERE {condition})",
        values,
    )
    for place in ('"offset"', '"offset" + length'):
        archive.db.execute(
            f"INSERT OR IGNORE INTO redactions (file, record_id) SELECT file, '{_BEGINS}' || ({place}) FROM captures"
            f" WHERE file IS NOT NULL AND observation_id IN (SELECT id FROM observations WHERE {condition})",
            values,
        )


def beginnings_noted(archive: Archive, file: str) -> set[int]:
    """Where records begin in a file that rows have named, before something was erased."""
    found = archive.rows(
        f"SELECT record_id FROM redactions WHERE file = ? AND record_id LIKE '{_BEGINS}%' AND replaced_by IS NULL",
        (file,),
    )
    return {int(row["record_id"].removeprefix(_BEGINS)) for row in found}


def note_places(archive: Archive, file: str, offsets: Iterable[int]) -> None:
    """Note what lies at these places of a file, be it readable or not. Within a transaction of the caller's."""
    archive.db.conn.executemany(
        "INSERT OR IGNORE INTO redactions (file, record_id) VALUES (?, ?)",
        [(file, f"{_PLACE}{offset}") for offset in offsets],
    )


def note_missing_files(archive: Archive, files: Iterable[str]) -> None:
    """Note that nobody could search these files, so that of their captures only those with an observation may stay.

    Within a transaction of the caller's.
    """
    archive.db.conn.executemany(
        "INSERT OR IGNORE INTO redactions (file, record_id) VALUES (?, ?)", [(file, _UNNAMED) for file in files]
    )


def noted_places(archive: Archive) -> dict[str, set[int | None]]:
    """By the file's name the places noted in it whose records' ids are not known; None for all without observation."""
    found: dict[str, set[int | None]] = defaultdict(set)
    for row in archive.rows(f"SELECT file, record_id FROM redactions WHERE {_IS_PLACE} AND replaced_by IS NULL"):
        place = row["record_id"]
        found[row["file"]].add(None if place == _UNNAMED else int(place.removeprefix(_PLACE)))
    return found


def name_places(archive: Archive, file: str, record_ids: Iterable[str]) -> None:
    """Let ids stand for the places noted in a file. Within a transaction of the caller's."""
    _forget_places(archive, file)
    archive.db.conn.executemany(
        "INSERT OR IGNORE INTO redactions (file, record_id) VALUES (?, ?)", [(file, one) for one in record_ids]
    )


def files_noted(archive: Archive) -> set[str]:
    """The files of which something noted is still to be done; not those that are given up."""
    rows = archive.rows("SELECT DISTINCT file FROM redactions WHERE replaced_by IS NULL AND record_id <> ?", (_LOST,))
    return {row["file"] for row in rows}


def give_up(archive: Archive, files: Iterable[str]) -> None:
    """Wait no longer for files that are gone for good: nothing is kept of what rows say lay in them.

    That they are given up stays noted, for the day on which one turns up again. Within a transaction of the caller's.
    """
    for file in files:
        archive.db.execute('UPDATE captures SET file = NULL, "offset" = NULL, length = NULL WHERE file = ?', [file])
        archive.db.execute("DELETE FROM redactions WHERE file = ?", [file])
        note_given_up(archive, [file])


def note_given_up(archive: Archive, files: Iterable[str]) -> None:
    """Note that files are given up. Within a transaction of the caller's."""
    archive.db.conn.executemany(
        "INSERT OR IGNORE INTO redactions (file, record_id) VALUES (?, ?)", [(file, _LOST) for file in files]
    )


def files_given_up(archive: Archive) -> list[str]:
    """The files that nobody waits for any longer."""
    return [row["file"] for row in archive.rows("SELECT file FROM redactions WHERE record_id = ?", (_LOST,))]


def take_back(archive: Archive, file: str) -> None:
    """Note of a file that was given up, and is there again, that nothing rests on it. Within a transaction."""
    archive.db.execute("UPDATE redactions SET record_id = ? WHERE file = ?", [_UNNAMED, file])


def _forget_places(archive: Archive, file: str) -> None:
    archive.db.execute(f"DELETE FROM redactions WHERE file = ? AND {_IS_PLACE}", [file])


def note_replaced(archive: Archive, file: str, new: str, gone: Iterable[str], moved: Mapping[int, int]) -> None:
    """Note that a file was written anew without the records ``gone``; ``moved`` is where the others lie in it.

    What has been noted meanwhile is still to be done, in the new file. Within a transaction of the caller's.
    """
    archive.db.conn.executemany(
        "UPDATE redactions SET replaced_by = ? WHERE file = ? AND record_id = ?", [(new, file, one) for one in gone]
    )
    places = noted_places(archive).get(file, set())
    _forget_places(archive, file)
    archive.db.execute(f"DELETE FROM redactions WHERE file = ? AND record_id LIKE '{_BEGINS}%'", [file])
    kept = [
        _UNNAMED if place is None else f"{_PLACE}{moved[place]}" for place in places if place is None or place in moved
    ]
    name_later = "UPDATE redactions SET file = ? WHERE file = ? AND replaced_by IS NULL"
    archive.db.execute(name_later, [new, file])
    archive.db.conn.executemany(
        "INSERT OR IGNORE INTO redactions (file, record_id) VALUES (?, ?)", [(new, one) for one in kept]
    )


def note_free_pages(archive: Archive) -> None:
    """Note that erased words may stand in pages of the file that are free. Within a transaction of the caller's."""
    archive.db.execute("UPDATE erasures SET is_pending = 1 WHERE id = (SELECT max(id) FROM erasures)")


def is_anything_left(archive: Archive) -> bool:
    """Whether an erasure has not come to its end, or a file is there again that it was not waited for."""
    folder = captures_folder(archive.path)
    return bool(
        archive.rows(
            "SELECT 1 FROM erasures WHERE is_pending UNION ALL SELECT 1 FROM redactions WHERE record_id <> ? LIMIT 1",
            (_LOST,),
        )
    ) or any((folder / file).is_file() for file in files_given_up(archive))
