"""Which observations can be read again from the capture files of an index."""

from __future__ import annotations

from archiver.archive import Archive
from archiver.captures.index import CaptureIndex
from archiver.captures.rereading import metadata_at
from archiver.errors import StorageError
from archiver.items import CaptureRecord


def name_captures(index: CaptureIndex, *, is_held_only: bool) -> None:
    """Note which captures observations rest on, so that what is missing is known before the long work begins."""
    for place in index.metadata():
        try:
            known = metadata_at(place, index)
        except StorageError:
            continue  # told when it is its turn to be read again
        members = [member.record_id for member in known.members]
        is_whole = all(map(index.is_whole, members))
        if is_whole and not (is_held_only and not is_held(index.place_of(members[0]), index)):
            index.name(members)
    index.name([place.record_id for place in index.conversions() if not is_held_only or index.is_held(place)])


def is_held(place: CaptureRecord | None, index: CaptureIndex) -> bool:
    """Whether an archive's row points to a record that may not be there."""
    return place is not None and index.is_held(place)


def observations_without_captures(archive: Archive, index: CaptureIndex) -> list[int]:
    """The ids of an archive's observations that cannot be read again from the captures of the index."""
    rows = archive.db.query('SELECT observation_id, file, "offset" FROM captures ORDER BY observation_id')
    lacking = (
        row["observation_id"] for row in rows if row["file"] is None or not index.is_named(row["file"], row["offset"])
    )
    return list(dict.fromkeys(lacking))
