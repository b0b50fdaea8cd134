"""Erasing for good, everywhere that the archive reaches: its rows, its captures, its file and its backups."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from archiver.archive import Archive
from archiver.archive.digests import hide, is_hidden
from archiver.archive.emptying import empty_what_is_free
from archiver.archive.erasing import Plan, erase, observations_to_redact
from archiver.archive.erasures import erasures_of
from archiver.archive.redactions import give_up, is_anything_left, note_free_pages
from archiver.archive.stored_observations import stored_observation
from archiver.captures import captures_folder
from archiver.captures.damage import note_damage
from archiver.captures.index import capture_files
from archiver.captures.redacting import missing_files, records_of_observations, redact, waited_for
from archiver.captures.searching import Holding, Wanted, records_with, runs_of
from archiver.captures.tails import note_tails
from archiver.captures.unnamed import unnamed_records
from archiver.captures.write_locks import is_being_written
from archiver.errors import AlreadyRunningError
from archiver.items import CaptureRecord, ThreadPage


@dataclass(frozen=True, kw_only=True, slots=True)
class Done:
    """What finishing has done."""

    records: int
    files: int
    unreadable: int  # captures that lay where a file is damaged, and are kept no longer
    backups: list[Path]
    missing: list[str]  # capture files to be done when they are back
    busy: list[str]  # capture files that somebody has begun to write
    damaged: list[str]  # what is wrong with capture files that were therefore left alone

    @property
    def is_whole(self) -> bool:
        """Whether nothing is left to be done."""
        return not self.missing and not self.busy and not self.damaged


def records_holding(archive: Archive, plan: Plan, damages: list[str] | None = None) -> list[CaptureRecord]:
    """The capture records that hold some of what is planned, those included on which no observation rests.

    Left out are pages that others quote it on, where nothing else of it stands: what stood in their place would
    quote it still. ``damages`` gets to say where in damaged files nobody can look for it.
    """
    showing = observations_to_redact(archive, plan)
    found = records_of_observations(archive, showing)
    wanted = Wanted(
        texts=plan.texts,
        names=plan.names,
        addresses=frozenset(_addresses(archive, plan)),
        whole_addresses=plan.article_id is not None,
    )
    for holding in records_with(archive, wanted, damages):
        if holding.is_in_head or not _is_quoted(archive, holding, wanted, showing):
            found.append(holding.place)
    return list({record.record_id: record for record in found}.values())


def _is_quoted(archive: Archive, holding: Holding, wanted: Wanted, showing: Sequence[int]) -> bool:
    """Whether all that a record holds are words of others, who stay, by the observations that rest on it."""
    place = holding.place
    rows = archive.rows(
        'SELECT DISTINCT observation_id FROM captures WHERE file = ? AND "offset" = ?', (place.file, place.offset)
    )
    looks = [row["observation_id"] for row in rows]
    return bool(looks) and all(
        look not in showing and holding.runs <= runs_of(wanted, _texts_of(stored_observation(archive, look)))
        for look in looks
    )


def _texts_of(thread: ThreadPage) -> Iterator[str]:
    article = thread.article
    yield from (text for text in (article.title, article.byline, article.section, article.body, *article.tags) if text)
    for comment in thread.comments:
        yield from (text for text in (comment.author, comment.body, comment.notice) if text)


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


def give_up_lost(archive: Archive) -> Done:
    """Finish without the capture files that are not there, and without what is damaged of those that are.

    Raises StorageError where something cannot be written, with the same left to be done.
    """
    erasures = erasures_of(archive)
    assert erasures is not None, "nothing waits where nothing was erased"
    note_damage(archive)
    with archive.transaction():
        give_up(archive, waited_for(archive))
        for look in archive.rows("SELECT id, article_id, digest FROM observations"):
            if is_hidden(look["digest"]):
                hide(archive, erasures.key, look["article_id"], [look["id"]])
        note_free_pages(archive)
    return finish(archive, cuts_damage=True)


def finish(archive: Archive, *, cuts_damage: bool = False) -> Done:
    """Do what an erasure has left to be done outside of the rows; ``cuts_damage`` as ``redact`` takes it."""
    refuse_while_captures_are_written(archive)
    folder = captures_folder(archive.path)
    note_tails(archive, capture_files([folder]) if folder.is_dir() else [])
    redacted = redact(archive, cuts_damage=cuts_damage)
    backups = empty_what_is_free(archive) if is_anything_left(archive) else []
    return Done(
        records=redacted.records,
        files=redacted.files,
        unreadable=redacted.unreadable,
        backups=backups,
        missing=redacted.missing,
        busy=redacted.busy,
        damaged=redacted.damaged,
    )


def _addresses(archive: Archive, plan: Plan) -> list[str]:
    return [
        row["url"]
        for article_id in plan.article_ids
        for row in archive.rows("SELECT url FROM article_urls WHERE article_id = ?", (article_id,))
    ]
