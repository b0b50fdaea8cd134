"""What erasing has still to do outside of the rows: records to be taken out of capture files, pages to be emptied."""

from __future__ import annotations

from collections.abc import Iterable

from archiver.archive import Archive
from archiver.items import CaptureRecord


def note_records(archive: Archive, records: Iterable[CaptureRecord]) -> None:
    """Note that these records hold erased words. Within a transaction of the caller's."""
    archive.db.conn.executemany(
        "INSERT OR IGNORE INTO redactions (file, record_id) VALUES (?, ?)",
        [(record.file, record.record_id) for record in records],
    )


def note_free_pages(archive: Archive) -> None:
    """Note that erased words may stand in pages of the file that are free. Within a transaction of the caller's."""
    archive.db.execute("UPDATE erasures SET is_pending = 1 WHERE id = (SELECT max(id) FROM erasures)")


def is_anything_left(archive: Archive) -> bool:
    """Whether an erasure has not come to its end."""
    return bool(archive.rows("SELECT 1 FROM erasures WHERE is_pending UNION ALL SELECT 1 FROM redactions LIMIT 1"))
