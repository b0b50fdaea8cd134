"""Captures on which no observation rests: an archive that something was erased from does not keep them.

Nobody can look for erased words in them, as only keyed hashes say what the words were; and nothing is read again
from them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Final

from archiver.archive import Archive
from archiver.archive.redactions import note_records
from archiver.captures import captures_folder
from archiver.captures.index import capture_files
from archiver.captures.places import known_places
from archiver.captures.scanning import sound_records_of
from archiver.captures.tails import note_tails
from archiver.captures.write_locks import no_writer
from archiver.items import CaptureRecord

_CAPTURED: Final = {"response", "resource", "revisit"}
# A file that was written anew has been looked at.
_OF_A_RUN: Final = re.compile(r"-run(\d+)-\d+\.warc\.gz$")


def note_unnamed(archive: Archive) -> None:
    """Note the captures without an observation to be taken out of the files of runs that have not come to their end.

    These are the runs that are at their end now, and those that were killed there or before. What was
    cut off at the end of their files goes, too.
    """
    note_tails(archive, _unfinished_files(archive))
    records = list(unnamed_records(archive))
    if records:
        with archive.transaction():
            note_records(archive, records)


def unnamed_records(archive: Archive) -> Iterator[CaptureRecord]:
    """The captures that no observation names, in the files that such runs have written since something was erased."""
    for file in _unfinished_files(archive):
        yield from unnamed_in(archive, file)


def unnamed_in(archive: Archive, file: Path) -> list[CaptureRecord]:
    """The captures in a file that neither an observation names nor a revisit that one names."""
    rows = archive.rows('SELECT "offset" FROM captures WHERE file = ?', (file.name,))
    named = {row["offset"] for row in rows}
    found = [one for one in sound_records_of(file, known=known_places(archive, file.name)) if one.kind in _CAPTURED]
    originals = {name for one in found if one.place.offset in named for name in one.names}
    return [one.place for one in found if one.place.offset not in named and one.place.record_id not in originals]


def _unfinished_files(archive: Archive) -> Iterator[Path]:
    erased = archive.rows("SELECT min(erased_at) AS at FROM erasures")[0]["at"]
    folder = captures_folder(archive.path)
    if erased is None or not folder.is_dir():
        return
    since = datetime.fromisoformat(erased).timestamp()
    # 0 stands for a crawl by Scrapy's own command, which is no run of ours.
    runs = {0} | {row["id"] for row in archive.rows("SELECT id FROM runs WHERE finished_at IS NULL")}
    files: dict[int, list[Path]] = defaultdict(list)
    for file in capture_files([folder]):
        if (found := _OF_A_RUN.search(file.name)) and int(found[1]) in runs:
            files[int(found[1])].append(file)
    for run, of_run in files.items():
        # A run that goes on may still store what rests on any of its files.
        if run and any(_is_being_written(file) for file in of_run):
            continue
        yield from (file for file in of_run if file.stat().st_mtime >= since and not _is_being_written(file))


def _is_being_written(file: Path) -> bool:
    with no_writer(file) as is_ours:
        return not is_ours
