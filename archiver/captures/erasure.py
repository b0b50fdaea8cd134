"""Erasing for good, everywhere that the archive reaches: its rows, its captures, its file and its backups."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from archiver.archive import Archive
from archiver.archive.emptying import empty_what_is_free
from archiver.archive.erasing import Plan, erase, observations_to_redact
from archiver.archive.redactions import is_anything_left
from archiver.captures import captures_folder
from archiver.captures.redacting import missing_files, records_of_observations, redact
from archiver.captures.searching import Wanted, records_with
from archiver.captures.unnamed import unnamed_records
from archiver.captures.write_locks import is_being_written
from archiver.errors import AlreadyRunningError
from archiver.items import CaptureRecord


@dataclass(frozen=True, kw_only=True, slots=True)
class Done:
    """What finishing has done."""

    records: int
    files: int
    backups: list[Path]
    missing: list[str]  # capture files to be done when they are back
    busy: list[str]  # capture files that somebody has begun to write

    @property
    def is_whole(self) -> bool:
        """Whether nothing is left to be done."""
        return not self.missing and not self.busy


def records_holding(archive: Archive, plan: Plan, damages: list[str] | None = None) -> list[CaptureRecord]:
    """The capture records that hold some of what is planned, those included on which no observation rests.

    ``damages`` gets to say where in damaged files nobody can look for it.
    """
    found = records_of_observations(archive, observations_to_redact(archive, plan))
    wanted = Wanted(
        texts=plan.texts,
        names=plan.names,
        addresses=frozenset(_addresses(archive, plan)),
        whole_addresses=plan.article_id is not None,
    )
    found += records_with(captures_folder(archive.path), wanted, damages)
    return list({record.record_id: record for record in found}.values())


def refuse_while_captures_are_written(archive: Archive) -> None:
    """Raise AlreadyRunningError while a crawl or an import writes captures: it might write the words again."""
    if is_being_written(archive):
        raise AlreadyRunningError(
            f"Captures of {archive.path} are being written by a crawl or an import; erase when it has ended."
        )


def is_unfinished(archive: Archive) -> bool:
    """Whether an erasure, or a run since then, has left something to be done outside of the rows."""
    return is_anything_left(archive) or any(unnamed_records(archive))


def erase_everywhere(archive: Archive, plan: Plan, records: list[CaptureRecord]) -> Done:
    """Erase what is planned; ``records`` are those that hold it.

    A process killed in between leaves what is still to be done noted, for ``finish``. Raises StorageError
    where something cannot be written, with the same left to be done.
    """
    erase(archive, plan, records, missing_files(archive))
    return finish(archive)


def finish(archive: Archive) -> Done:
    """Do what an erasure has left to be done outside of the rows."""
    refuse_while_captures_are_written(archive)
    redacted = redact(archive)
    backups = empty_what_is_free(archive) if is_anything_left(archive) else []
    return Done(
        records=redacted.records,
        files=redacted.files,
        backups=backups,
        missing=redacted.missing,
        busy=redacted.busy,
    )


def _addresses(archive: Archive, plan: Plan) -> list[str]:
    return [
        row["url"]
        for article_id in plan.article_ids
        for row in archive.rows("SELECT url FROM article_urls WHERE article_id = ?", (article_id,))
    ]
