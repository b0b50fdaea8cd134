"""A new archive from captures: every observation read again by today's readers."""

from __future__ import annotations

import logging
import os
import shutil
from collections.abc import Callable, Iterator, Sequence, Set
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from archiver.archive import Archive
from archiver.archive.erasures import carry_over, key_path
from archiver.archive.left_by_rebuilds import left_by_rebuilds_of, part_beside
from archiver.archive.redactions import files_given_up, note_given_up, note_records
from archiver.archive.stored_observations import stored_observation
from archiver.archive.storing import store_observation
from archiver.captures import captures_folder
from archiver.captures.conversions import converted_thread
from archiver.captures.index import CaptureIndex, capture_files, is_same_file
from archiver.captures.metadata import ObservationMetadata
from archiver.captures.places import known_places
from archiver.captures.reading import read_capture
from archiver.captures.redacting import WAY_PAST_DAMAGE, redact
from archiver.captures.rereadable import is_held, name_captures, observations_without_captures
from archiver.captures.rereading import metadata_at, read_again, sound_places
from archiver.captures.unnamed import unnamed_records
from archiver.errors import ArchiverError, Exit, StorageError, UsageError
from archiver.instants import instant_text
from archiver.items import ThreadPage
from spiders.page import UnreadablePageError

Tell = Callable[[str], None]
Watch = Callable[[str, int, int], None]
"""Is told what is being done, how much of it is done, and out of how much."""


@dataclass(kw_only=True, slots=True)
class Rebuilt:
    """What became of the captures."""

    observations: int = 0
    articles: int = 0
    comments: int = 0
    taken_over: int = 0  # observations taken over from the rows of an old archive
    failed: int = 0  # observations that could not be read again, and capture files that are damaged
    unnamed: int = 0  # captures on which no observation rests


def rebuild(paths: Sequence[Path], new: Path, *, tell: Tell, watch: Watch = lambda *_: None) -> Rebuilt:
    """Make the archive ``new`` from the capture files ``paths`` (files, or folders of them).

    An observation that cannot be read again is told by ``tell``, in a line. The captures are linked, or copied,
    into the new archive's own folder.

    Raises UsageError where ``new`` is there already, StorageError where something cannot be read or written, and
    ArchiverError where no observation is in the captures, as in those of another tool.
    ``new`` appears when it is whole, or not at all.
    """
    files = capture_files(paths)
    if not files:
        raise UsageError(f"There are no captures (.warc.gz) in {', '.join(map(str, paths))}.")
    with _new_archive(new, files, watch) as (index, beside):
        name_captures(index, is_held_only=False)
        rebuilt = _fill(beside, index, tell, watch)
        if not rebuilt.observations:
            raise ArchiverError(
                f"No observation that archiver could read again is in {', '.join(map(str, paths))}, so no archive was "
                "made; web archives of other tools cannot be read yet."
            )
        return rebuilt


def rebuild_old(
    old: Path, new: Path, *, is_partial: bool = False, tell: Tell, watch: Watch = lambda *_: None
) -> Rebuilt:
    """Make the archive ``new`` from the captures of the archive ``old``, as ``rebuild`` does.

    Only what ``old`` holds is made again: a process killed at the wrong instant has kept an observation more than
    it has stored. What cannot be read again is taken over from its rows with ``is_partial``.

    Raises UsageError where ``new`` is there already, or where ``old`` holds observations that cannot be read again
    and not ``is_partial``; StorageError where something cannot be read or written.
    """
    with (
        Archive.for_reading(old) as archive,
        _as_it_stands(archive),
        _new_archive(new, _captures_of(old), watch, partial(known_places, archive)) as (index, beside),
    ):
        places = archive.db.query('SELECT file, "offset" FROM captures WHERE file IS NOT NULL')
        index.hold((row["file"], row["offset"]) for row in places)
        name_captures(index, is_held_only=True)
        if not is_partial:
            _refuse_what_is_not_captured(archive, index)
        rebuilt = _fill(beside, index, tell, watch, archive)
        if not is_partial:
            _refuse_what_is_not_captured(archive, index)
        return rebuilt


def _captures_of(db: Path) -> list[Path]:
    folder = captures_folder(db)
    return capture_files([folder]) if folder.exists() else []


@contextmanager
def _as_it_stands(archive: Archive) -> Iterator[None]:
    """What a crawl may store meanwhile does not count: its captures come after those that are looked at."""
    archive.db.execute("BEGIN")
    archive.rows("SELECT count(*) FROM observations")
    try:
        yield
    finally:
        archive.db.rollback()


@contextmanager
def _new_archive(
    new: Path, files: Sequence[Path], watch: Watch, known: Callable[[str], Set[int]] = lambda _: frozenset()
) -> Iterator[tuple[CaptureIndex, Path]]:
    """An index of the captures, and a path for an archive that is put at ``new`` when it has been filled.

    ``known`` tells of a file where records are known to begin.
    """
    _remove_leftovers(new)
    for path in (new, key_path(new)):
        if path.exists() or path.is_symlink():
            raise UsageError(f"{path} is there already; give the rebuilt archive a name of its own.")
    with closing(CaptureIndex()) as index, _file_beside(new) as beside:
        for done, file in enumerate(files):
            watch("capture files", done, len(files))
            index.add(file, known(file.name))
        yield index, beside
        _take_in(files, captures_folder(new))
        _move(beside, new)
    with Archive.for_writing(new) as archive:
        damaged = redact(archive).damaged  # captures may hold what was erased before they came in
        if damaged:
            raise StorageError(f"{damaged[0]} {WAY_PAST_DAMAGE}")


def _refuse_what_is_not_captured(archive: Archive, index: CaptureIndex) -> None:
    lacking = len(observations_without_captures(archive, index))
    if lacking:
        raise UsageError(
            f"{lacking} observation{'s' if lacking > 1 else ''} of {archive.path} cannot be read again: their captures "
            "were not kept, or are gone or damaged. With --partial they are taken over as they stand there."
        )


def _fill(beside: Path, index: CaptureIndex, tell: Tell, watch: Watch, old: Archive | None = None) -> Rebuilt:
    """Store what can be read again, and of ``old`` what cannot."""
    rebuilt = Rebuilt(failed=len(index.damages))
    for damage in index.damages:
        tell(damage)
    with Archive.for_writing(beside) as archive:
        archive.db.execute("PRAGMA synchronous = OFF")  # half of it is of no use; it is synced before it is moved
        if old is not None:
            _carry_over(old, archive)
        run_id = archive.begin_run("rebuild", {"captures": sorted(index.files)})
        for converted in _converted(index, rebuilt, tell):
            rebuilt.observations += store_observation(archive, converted, run_id).is_new_observation
        total = index.metadata_count()
        left_unread: set[tuple[str, int]] = set()
        for known in _observations(index, rebuilt, tell, is_held_only=old is not None):
            watch("observations", rebuilt.observations, total)
            thread = _again(known, index, tell)
            if thread is None:
                index.name((member.record_id for member in known.members), is_named=False)
                left_unread |= sound_places(known, index)
                rebuilt.failed += 1
            else:
                rebuilt.observations += store_observation(archive, thread, run_id).is_new_observation
        if old is not None:
            lacking = observations_without_captures(old, index)
            rebuilt.taken_over = _take_over(old, lacking, archive, run_id, left_unread)
        rebuilt.unnamed = index.unnamed_count()
        rebuilt.articles = archive.rows("SELECT count(*) AS number FROM articles")[0]["number"]
        rebuilt.comments = archive.rows("SELECT count(*) AS number FROM comments")[0]["number"]
        archive.end_run(
            run_id, Exit.SOME_FAILED if rebuilt.failed else Exit.DONE, {"observations": rebuilt.observations}
        )
    return rebuilt


def _carry_over(old: Archive, new: Archive) -> None:
    """What no capture holds: what is to stay erased, and when which page is due."""
    with new.transaction():
        carry_over(old, new)
        note_records(new, unnamed_records(old))  # its runs are not the new one's
        note_given_up(new, files_given_up(old))
        new.db.table("pages").insert_all(old.rows("SELECT * FROM pages"))
        new.db.table("hosts").insert_all(old.rows("SELECT * FROM hosts"))


def _converted(index: CaptureIndex, rebuilt: Rebuilt, tell: Tell) -> Iterator[ThreadPage]:
    """The observations whose captures words were erased from."""
    for place in index.conversions():
        if index.is_named(place.file, place.offset):
            try:
                folder = index.files[place.file].parent
                document = read_capture(folder, place.file, place.offset, place.length).body
                thread = converted_thread(document, place)
            except StorageError as error:
                tell(f"{place.file}, offset {place.offset}: {error}")
                index.name([place.record_id], is_named=False)
                rebuilt.failed += 1
                continue
            yield thread


def _take_over(
    old: Archive, observation_ids: Sequence[int], new: Archive, run_id: int, sound: Set[tuple[str, int]]
) -> int:
    """Store observations as an old archive's rows have them; gives how many are new.

    An observation is read as a whole: its rows point to its captures only where all of them are ``sound``
    (file and offset), so that a better reader may read it one day.
    """
    taken_over = 0
    for observation_id in observation_ids:
        thread = stored_observation(old, observation_id)
        if not all((capture.file, capture.offset) in sound for capture in thread.captures):
            thread.captures = [replace(capture, record=None) for capture in thread.captures]
        stored = store_observation(new, thread, run_id)
        taken_over += stored.is_new_observation
    return taken_over


def _observations(
    index: CaptureIndex, rebuilt: Rebuilt, tell: Tell, *, is_held_only: bool
) -> Iterator[ObservationMetadata]:
    for place in index.metadata():
        try:
            known = metadata_at(place, index)
        except StorageError as error:
            tell(f"{place.file}, offset {place.offset}: {error}")
            rebuilt.failed += 1
            continue
        if not is_held_only or is_held(index.place_of(known.members[0].record_id), index):
            yield known


def _again(known: ObservationMetadata, index: CaptureIndex, tell: Tell) -> ThreadPage | None:
    of = f"{known.article_url}, seen {instant_text(known.observed_at)}"
    try:
        thread = read_again(known, index)
    except (StorageError, UnreadablePageError) as error:
        tell(f"{of}: not read again: {error}")
        return None
    except Exception as error:  # a page that our readers stumble over must not cost the pages after it
        logging.getLogger(__name__).debug("%s", of, exc_info=True)
        tell(f"{of}: our reader failed on it ({type(error).__name__}: {error}); please report it")
        return None
    if thread.article.url is None:
        tell(f"{of}: today's reader does not find the article's address in it")
        return None
    return thread


@contextmanager
def _file_beside(new: Path) -> Iterator[Path]:
    """A name for a file that becomes ``new`` when it is whole; gone at the end, whatever happens."""
    beside = part_beside(new, "rebuilding")
    try:
        yield beside
    finally:
        for suffix in ("", "-wal", "-shm"):
            beside.with_name(beside.name + suffix).unlink(missing_ok=True)
        key_path(beside).unlink(missing_ok=True)


def _remove_leftovers(new: Path) -> None:
    """A rebuild that was killed is begun anew."""
    try:
        for path in left_by_rebuilds_of(new):
            path.unlink(missing_ok=True)
    except OSError as error:
        raise StorageError(f"What a killed rebuild left beside {new} cannot be removed: {error.strerror}.") from error


def _take_in(files: Sequence[Path], folder: Path) -> None:
    """Link the capture files into a folder, or copy them where that cannot be."""
    try:
        folder.mkdir(exist_ok=True)
        for file in files:
            target = folder / file.name
            if not target.exists():
                _link_or_copy(file, target)
            elif not is_same_file(file, target):
                raise UsageError(f"{target} is there already, with other captures than {file}; move it away.")
    except OSError as error:
        raise StorageError(f"The captures could not be taken into {folder}: {error.strerror}.") from error


def _link_or_copy(file: Path, target: Path) -> None:
    try:
        os.link(file, target)
    except OSError:
        copied = part_beside(target, "copy")
        try:
            shutil.copyfile(file, copied)
            copied.replace(target)
        finally:
            copied.unlink(missing_ok=True)


def _move(beside: Path, new: Path) -> None:
    try:
        with beside.open("rb+") as file:
            os.fsync(file.fileno())
        if new.exists():
            raise UsageError(f"{new} has come to be there meanwhile; the rebuilt archive is not put in its place.")
        if key_path(beside).exists():
            key_path(beside).rename(key_path(new))
        beside.rename(new)
    except OSError as error:
        raise StorageError(f"The rebuilt archive could not be put at {new}: {error.strerror}.") from error
