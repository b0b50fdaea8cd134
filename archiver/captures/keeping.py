"""Storing an observation together with the record that lets it be read again from its captures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from archiver.archive import Archive
from archiver.archive.redactions import note_records
from archiver.archive.storing import Stored, store_within
from archiver.captures.metadata import ImportArguments, ObservationMetadata
from archiver.captures.writing import CaptureWriter
from archiver.items import Capture, ThreadPage


@dataclass(frozen=True, kw_only=True, slots=True)
class ImportedFile:
    """The bytes of a file that an observation was read from, and what the person who imported it said."""

    body: bytes
    arguments: ImportArguments = field(default_factory=ImportArguments)


def store_with_captures(
    archive: Archive,
    thread: ThreadPage,
    run_id: int | None,
    writer: CaptureWriter | None,
    file: ImportedFile | None = None,
    also: Callable[[Stored], None] | None = None,
) -> Stored:
    """Store an observation and, with a ``writer``, what ``rebuild`` needs to make it again.

    A crawl has kept its responses already; the bytes of an imported ``file`` are kept here. One that the archive
    already holds changes nothing, neither there nor in the captures, unless it holds it without captures: then it
    gets them, if nothing was erased from it. The captures are on the disk before the
    archive's transaction is committed: an archive never rests on bytes that were lost, and a process killed in
    between has kept an observation more. ``also`` is done within the same transaction.

    Raises StorageError where either cannot be written.
    """
    with archive.transaction():
        stored = store_within(archive, thread, run_id)
        if also is not None:
            also(stored)
        observation_id = stored.observation_id or _without_captures(archive, stored.known_observation_id)
        if writer is not None and observation_id is not None:
            if file is not None:
                thread.captures = [_kept(capture, file, thread, writer) for capture in thread.captures]
            if file is not None or not stored.is_new_observation:
                _point_to_records(archive, observation_id, thread.captures)
            if stored.comments_erased:
                note_records(archive, [capture.record for capture in thread.captures if capture.record])
            _keep_metadata(thread, writer, file.arguments if file else None)
    return stored


def _without_captures(archive: Archive, observation_id: int | None) -> int | None:
    """The observation where the archive holds it, and whole, but nothing that could be read again."""
    kept = archive.rows("SELECT file, redacted_at FROM captures WHERE observation_id = ?", (observation_id,))
    is_bare = kept and all(row["file"] is None and row["redacted_at"] is None for row in kept)
    return observation_id if is_bare else None


def _kept(capture: Capture, file: ImportedFile, thread: ThreadPage, writer: CaptureWriter) -> Capture:
    captured_at = capture.captured_at or thread.observation.observed_at
    assert captured_at is not None
    return replace(capture, record=writer.file(file.body, capture.url or thread.article.url or "", captured_at))


def _point_to_records(archive: Archive, observation_id: int, captures: list[Capture]) -> None:
    """Let the rows of an observation's captures say where these are kept; what was erased from them is still there."""
    rows = archive.rows("SELECT id FROM captures WHERE observation_id = ? ORDER BY id", (observation_id,))
    for row, capture in zip(rows, captures, strict=True):
        archive.db.execute(
            'UPDATE captures SET file = ?, "offset" = ?, length = ?, sha256 = ?, size = ?, redacted_at = NULL'
            " WHERE id = ?",
            [capture.file, capture.offset, capture.length, capture.sha256, capture.size, row["id"]],
        )


def _keep_metadata(thread: ThreadPage, writer: CaptureWriter, arguments: ImportArguments | None) -> None:
    members = [capture.record.record_id for capture in thread.captures if capture.record]
    if len(members) < len(thread.captures):
        return  # some of the bytes are not kept: nobody can read the observation again
    known = ObservationMetadata.of(thread, arguments)
    writer.metadata(known.document(), known.article_url or known.members[0].url, known.observed_at, members)
