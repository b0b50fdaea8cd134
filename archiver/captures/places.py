"""Where an archive's rows say that records begin: this is how what follows a damaged record is found."""

from __future__ import annotations

from archiver.archive import Archive
from archiver.archive.redactions import beginnings_noted


def known_places(archive: Archive, file: str) -> set[int]:
    """The offsets in a capture file at which records begin: those that rows name or named, and those after."""
    rows = archive.rows('SELECT "offset", length FROM captures WHERE file = ? AND length > 0', (file,))
    noted = beginnings_noted(archive, file)
    return noted | {row["offset"] for row in rows} | {row["offset"] + row["length"] for row in rows}
