"""Opening the archive's file: made, refused or read as it lies, with others at the same file."""

from __future__ import annotations

import os
import shutil
import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from archiver.archive import Archive
from archiver.archive.storing import store_observation
from archiver.errors import Exit, SchemaError, StorageError, UsageError
from tests.command import Done, archiver
from tests.disks import lockable_folder, read_only
from tests.processes import at_once
from tests.threads import comment, thread

MONDAY, TUESDAY = "2024-05-06T12:00:00", "2024-05-07T12:00:00"


def filled(path: Path, *, comments: int = 1) -> Path:
    """An archive with one thread."""
    with Archive.for_writing(path) as archive:
        store_observation(archive, thread(MONDAY, *(comment(n, f"Words, number {n}") for n in range(comments))))
    return path


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def one_line(done: Done) -> str:
    lines = done.stderr.splitlines()
    assert len(lines) == 1, done.stderr
    assert "Traceback" not in done.stderr
    return lines[0]


def test_six_processes_that_make_the_same_archive_at_once_all_succeed(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"

    def make_and_fill() -> None:
        with Archive.for_writing(path) as archive:
            archive.begin_run("import", {})

    assert at_once(6, make_and_fill) == [0] * 6
    with Archive.for_reading(path) as archive:
        assert archive.rows("SELECT count(*) AS n FROM runs") == [{"n": 6}]
        assert archive.rows("PRAGMA journal_mode") == [{"journal_mode": "wal"}]
        assert archive.rows("SELECT count(*) AS n FROM _sqlite_migrations") == [{"n": 1}]


@pytest.mark.parametrize("script", [None, "CREATE TABLE _sqlite_migrations (migration_set, name, applied_at)"])
def test_a_file_with_nothing_in_it_becomes_an_archive_by_a_writing_verb_alone(
    tmp_path: Path, script: str | None
) -> None:
    path = tmp_path / "archive.db"
    path.touch()
    if script:
        with sqlite3.connect(path) as db:
            db.execute(script)
    before = contents(tmp_path)
    with pytest.raises(UsageError, match="no archive in"):
        Archive.for_reading(path)
    assert contents(tmp_path) == before
    filled(path)
    Archive.for_reading(path).close()


@pytest.mark.parametrize("verb", [("show", "1"), ("import", "page.html")])
def test_an_archive_of_a_newer_release_is_refused_with_its_own_exit_code(tmp_path: Path, verb: tuple[str, ...]) -> None:
    with Archive.for_writing(filled(tmp_path / "archive.db")) as archive:
        archive.db.table("_sqlite_migrations").insert(
            {"migration_set": "archiver", "name": "a_later_release", "applied_at": "2030-01-01"}
        )
    (tmp_path / "page.html").write_text("<h1>Masts</h1>")
    done = archiver(*verb, cwd=tmp_path)
    assert done.returncode == Exit.SCHEMA
    assert "a_later_release" in one_line(done)
    assert "Upgrade archiver" in done.stderr


@pytest.mark.parametrize("verb", [Archive.for_reading, Archive.for_writing])
@pytest.mark.parametrize("state", ["closed", "log left behind"])
def test_a_foreign_file_is_refused_and_nothing_is_left_beside_it(
    tmp_path: Path, verb: Callable[[Path], Archive], state: str
) -> None:
    (tmp_path / "in use").mkdir()
    (tmp_path / "here").mkdir()
    other = sqlite3.connect(tmp_path / "in use" / "recipes.db", isolation_level=None)
    other.execute("PRAGMA journal_mode = WAL")
    other.execute("CREATE TABLE recipes (name TEXT)")
    if state == "closed":
        other.close()
    for file in (tmp_path / "in use").iterdir():
        if not file.name.endswith("-shm"):
            shutil.copy(file, tmp_path / "here")
    other.close()
    before = contents(tmp_path / "here")
    with pytest.raises(SchemaError, match="nothing was written"):
        verb(tmp_path / "here" / "recipes.db")
    after = contents(tmp_path / "here")
    after.pop("recipes.db-shm", None)  # SQLite's own scratch file beside a log that lay open
    assert after == before


@pytest.mark.parametrize("what", ["VIEW recipes AS SELECT 1 AS name", "TABLE recipes (name)"])
def test_a_file_with_anything_else_in_it_is_no_empty_one(tmp_path: Path, what: str) -> None:
    with sqlite3.connect(tmp_path / "other.db") as other:
        other.execute("CREATE TABLE _sqlite_migrations (migration_set, name, applied_at)")
        other.execute(f"CREATE {what}")
    before = contents(tmp_path)
    with pytest.raises(SchemaError, match="nothing was written"):
        Archive.for_writing(tmp_path / "other.db")
    assert contents(tmp_path) == before


@pytest.mark.parametrize("verb", [("show", "1"), ("import", "page.html")])
def test_what_is_no_ordinary_file_is_refused_at_once(tmp_path: Path, verb: tuple[str, ...]) -> None:
    (tmp_path / "page.html").write_text("<h1>Masts</h1>")
    (tmp_path / "folder.db").mkdir()
    os.mkfifo(tmp_path / "fifo.db")
    for name in ("folder.db", "fifo.db"):
        done = archiver(*verb, "--db", name, cwd=tmp_path)
        assert done.returncode == Exit.STORAGE
        assert name in one_line(done)


@pytest.mark.parametrize("damage", ["overwritten", "cut", "header alone"])
def test_a_damaged_file_is_told_in_one_line(tmp_path: Path, damage: str) -> None:
    path = filled(tmp_path / "archive.db", comments=300)
    whole = path.read_bytes()
    page = 4096
    path.write_bytes(
        {
            "overwritten": whole[:page] + b"\xa5" * (len(whole) - page),
            "cut": whole[: len(whole) // 3],
            "header alone": whole[:100],
        }[damage]
    )
    done = archiver("show", "1", cwd=tmp_path)
    assert done.returncode == Exit.STORAGE
    assert "damaged" in one_line(done)
    assert "archive.db" in done.stderr


@pytest.mark.parametrize("name", ["100% sure?.db", "#1.db", "каталог.db", "a&mode=memory.db"])
def test_any_file_name_will_do(tmp_path: Path, name: str) -> None:
    with Archive.for_reading(filled(tmp_path / name)) as archive:
        assert archive.rows("SELECT count(*) AS n FROM comments") == [{"n": 1}]
    assert (tmp_path / name).stat().st_size > 4096


def half_written(folder: Path) -> Path:
    """An archive with a change that was killed on its way into the file, in SQLite's older way of writing."""
    whole = filled(folder / "whole.db")
    db = sqlite3.connect(whole, isolation_level=None)
    db.execute("PRAGMA journal_mode = DELETE")
    db.execute("PRAGMA cache_size = 2")
    db.execute("BEGIN IMMEDIATE")
    for number in range(400):
        db.execute("INSERT INTO runs (verb, started_at) VALUES (?, '2024-05-06T12:00:00Z')", (f"{number}" * 99,))
    (folder / "killed").mkdir()
    for end in ("", "-journal"):
        shutil.copy(f"{whole}{end}", folder / "killed" / f"archive.db{end}")
    db.close()
    assert (folder / "killed" / "archive.db-journal").stat().st_size
    return folder / "killed" / "archive.db"


@pytest.mark.parametrize("verb", [Archive.for_reading, Archive.for_writing])
def test_a_change_that_was_killed_half_way_is_undone(tmp_path: Path, verb: Callable[[Path], Archive]) -> None:
    with verb(half_written(tmp_path)) as archive:
        assert archive.rows("SELECT count(*) AS n FROM runs") == [{"n": 0}]
        assert archive.rows("SELECT count(*) AS n FROM comments") == [{"n": 1}]
        assert archive.rows("PRAGMA integrity_check") == [{"integrity_check": "ok"}]


def test_a_change_that_was_killed_half_way_and_cannot_be_undone_says_what_to_do(tmp_path: Path) -> None:
    path = half_written(tmp_path)
    with lockable_folder(tmp_path, "4m") as disk:
        for file in path.parent.iterdir():
            shutil.copy(file, disk)
        with read_only(disk):
            done = archiver("show", "1", "--db", str(disk / "archive.db"), cwd=tmp_path)
    assert done.returncode == Exit.STORAGE
    assert "archive.db-journal" in one_line(done)


def test_an_archive_on_read_only_media_can_be_read(tmp_path: Path) -> None:
    with lockable_folder(tmp_path) as disk:
        filled(disk / "archive.db")
        with read_only(disk):
            done = archiver("show", "1", "--db", str(disk / "archive.db"), cwd=tmp_path)
            assert "Words, number 0" in done.stdout
            assert done.returncode == 0
            with pytest.raises(StorageError):
                Archive.for_writing(disk / "archive.db")


@pytest.mark.parametrize("is_linked", [False, True], ids=["itself", "by a link"])
def test_an_archive_on_read_only_media_whose_log_is_left_says_what_to_do(tmp_path: Path, is_linked: bool) -> None:
    path = filled(tmp_path / "archive.db")
    with Archive.for_writing(path) as archive, lockable_folder(tmp_path, "4m") as disk:
        store_observation(archive, thread(TUESDAY, comment(1, "In the log alone")))
        for name in ("archive.db", "archive.db-wal"):
            shutil.copy(tmp_path / name, disk)
        with read_only(disk):
            named = disk / "archive.db"
            if is_linked:
                named = tmp_path / "link.db"
                named.symlink_to(disk / "archive.db")
            done = archiver("show", "1", "--db", str(named), cwd=tmp_path)
    assert done.returncode == Exit.STORAGE
    assert "archive.db-wal" in one_line(done)
    assert "Copy both files" in done.stderr


def test_a_writer_waits_half_a_minute_for_another_and_no_longer(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert archive.rows("PRAGMA busy_timeout") == [{"timeout": 30_000}]
    with archive.transaction():
        monkeypatch.setattr("archiver.archive.connection.LOCK_WAIT_SECONDS", 0.05)
        with (
            Archive.for_writing(archive.path) as second,
            pytest.raises(StorageError, match="locked"),
        ):
            store_observation(second, thread(MONDAY, comment(1, "A")))


def test_two_writers_take_turns(tmp_path: Path) -> None:
    path = filled(tmp_path / "archive.db")
    other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    release = threading.Timer(0.05, other.commit)
    release.start()
    with Archive.for_writing(path) as archive:
        assert store_observation(archive, thread(TUESDAY, comment(1, "A"))).is_new_observation
    release.join()
    other.close()


def test_a_long_reader_sees_one_state_and_keeps_no_writer_waiting(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("archiver.archive.connection.LOCK_WAIT_SECONDS", 0.05)
    store_observation(archive, thread(MONDAY, comment(1, "A")))
    with Archive.for_reading(archive.path) as reader:
        reader.db.execute("BEGIN")
        assert reader.rows("SELECT count(*) AS n FROM observations") == [{"n": 1}]
        with Archive.for_writing(archive.path) as writer:
            store_observation(writer, thread(TUESDAY, comment(1, "A")))
        assert reader.rows("SELECT count(*) AS n FROM observations") == [{"n": 1}]
        reader.db.execute("COMMIT")
        assert reader.rows("SELECT count(*) AS n FROM observations") == [{"n": 2}]
