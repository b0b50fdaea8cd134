"""Damaged capture files of an archive that something was erased from: what nobody can read may hold the words."""

from __future__ import annotations

import json
from contextlib import closing

from archiver.archive import Archive
from archiver.archive.redactions import NOWHERE, note_observations, note_places, note_records
from archiver.captures import captures_folder
from archiver.captures.index import CaptureIndex, capture_files
from archiver.captures.places import known_places
from archiver.captures.rereadable import name_captures, observations_without_captures
from archiver.captures.rereading import metadata_at
from archiver.captures.scanning import sound_records_of
from archiver.errors import StorageError
from archiver.instants import instant_text
from archiver.items import CaptureRecord


def damages_of(archive: Archive) -> dict[str, list[str]]:
    """What is wrong with each damaged capture file of an archive, in words, by the file's name."""
    folder = captures_folder(archive.path)
    found: dict[str, list[str]] = {}
    for file in capture_files([folder]) if folder.is_dir() else []:
        damages: list[str] = []
        for _ in sound_records_of(file, damages, known_places(archive, file.name)):
            pass
        if damages:
            found[file.name] = damages
    return found


def note_damage(archive: Archive) -> None:
    """Note what cannot be read of the capture files to be taken out, with all that cannot be read without it.

    An observation is read as a whole: where one of its captures is damaged, or what tells how to read them, the others
    are of no use. Raises StorageError where a file cannot be read.
    """
    damaged = damages_of(archive)
    if not damaged:
        return
    with closing(_index(archive)) as index:
        lacking = _of_files(archive, observations_without_captures(archive, index), index)
        about_them = _metadata_of(archive, lacking, index)
    with archive.transaction():
        note_observations(archive, "id IN (SELECT value FROM json_each(:ids))", {"ids": json.dumps(lacking)})
        note_records(archive, about_them)
        for file in damaged:
            note_places(archive, file, [NOWHERE])


def _index(archive: Archive) -> CaptureIndex:
    index = CaptureIndex()
    for file in capture_files([captures_folder(archive.path)]):
        index.add(file, known_places(archive, file.name))
    places = archive.db.query('SELECT file, "offset" FROM captures WHERE file IS NOT NULL')
    index.hold((row["file"], row["offset"]) for row in places)
    name_captures(index, is_held_only=True)
    return index


def _of_files(archive: Archive, observation_ids: list[int], index: CaptureIndex) -> list[int]:
    """Those of the observations that have all their captures in files that are there."""
    rows = archive.rows(
        "SELECT DISTINCT observation_id, file FROM captures WHERE observation_id IN (SELECT value FROM json_each(?))",
        (json.dumps(observation_ids),),
    )
    elsewhere = {row["observation_id"] for row in rows if row["file"] not in index.files}
    return [one for one in observation_ids if one not in elsewhere]


def _metadata_of(archive: Archive, observation_ids: list[int], index: CaptureIndex) -> list[CaptureRecord]:
    """The records that tell how to read these observations again: they hold hashes of what was captured."""
    rows = archive.rows(
        "SELECT observed_at, sha256 FROM captures JOIN observations ON observations.id = observation_id"
        " WHERE observation_id IN (SELECT value FROM json_each(?))",
        (json.dumps(observation_ids),),
    )
    captured = {(row["observed_at"], row["sha256"]) for row in rows}
    found = []
    for place in index.metadata():
        try:
            known = metadata_at(place, index)
        except StorageError:
            continue
        if any((instant_text(known.observed_at), member.sha256) in captured for member in known.members):
            found.append(place)
    return found
