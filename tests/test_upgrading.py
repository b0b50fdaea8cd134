"""Archives of older releases: upgraded after a backup, in one transaction, by one process at a time."""

from __future__ import annotations

import logging
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlite_utils import Database, Migrations

from archiver.archive import Archive
from archiver.archive.migrations import MIGRATIONS, first_release
from archiver.archive.searching import search
from archiver.archive.storing import store_observation
from archiver.archive.upgrading import backups_of, remake_search_triggers, search_indexes_out_of_step
from archiver.errors import Exit, SchemaError, StorageError, UsageError
from tests.command import archiver
from tests.disks import lockable_folder, read_only, small_disk
from tests.processes import at_once, kill_at, killed
from tests.releases.make import make, releases
from tests.threads import comment, thread

MONDAY, TUESDAY = "2024-05-06T12:00:00", "2024-05-07T12:00:00"
Change = Callable[[Database], None]


def adds_a_column(db: Database) -> None:
    db.table("comments").add_column("mood", str)


def makes_a_table_anew(db: Database) -> None:
    db.table("comments").transform(rename={"mood": "tone"}, column_order=["article_id", "id"])
    db.table("articles").transform(drop=["section"])


def fails_half_way(db: Database) -> None:
    db.table("runs").add_column("mood", str)
    db.table("comments").transform(drop=["likes"])
    db.execute("INSERT INTO no_such_table VALUES (1)")


def breaks_a_reference(db: Database) -> None:
    db.execute("DELETE FROM sites")


def changes_the_words(db: Database) -> None:
    db.execute("UPDATE comments SET body = 'Quite other words', search_text = NULL")


def later_release(*changes: Change) -> Migrations:
    """What the migrations will be when a later release has added some."""
    later = Migrations("archiver")
    for change in (first_release, *changes):
        later()(change)
    return later


@pytest.fixture
def release(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Makes the archiver of this process a later one, with these changes."""

    def become(*changes: Change) -> None:
        monkeypatch.setattr("archiver.archive.MIGRATIONS", later_release(*changes))

    return become


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A filled archive of this release."""
    with Archive.for_writing(tmp_path / "archive.db") as archive:
        store_observation(archive, thread(MONDAY, comment(1, "Backhaul is 光ファイバー."), comment(2, "Reply", 1)))
    return tmp_path / "archive.db"


def dump(path: Path) -> list[str]:
    with sqlite3.connect(path) as db:
        return sorted(db.iterdump())  # a copy may hold its tables and views in another order


def test_an_older_archive_is_upgraded_after_a_backup(
    path: Path, release: Callable[..., None], caplog: pytest.LogCaptureFixture
) -> None:
    before = dump(path)
    path.chmod(0o600)
    release(adds_a_column, makes_a_table_anew)
    with Archive.for_writing(path) as archive:
        columns = archive.db.table("comments").columns_dict
        assert {"tone", "body"} <= set(columns)
        assert "section" not in archive.db.table("articles").columns_dict
        assert archive.db.table("comments").strict
    (backup,) = backups_of(path)
    assert backup.name.startswith("archive.db.before-adds_a_column-2")
    assert backup.name.endswith(".backup")
    assert dump(backup) == before
    assert backup.stat().st_mode & 0o777 == 0o600
    assert str(backup) in caplog.text


def test_words_are_still_found_and_new_ones_indexed_after_a_table_was_made_anew(
    path: Path, release: Callable[..., None]
) -> None:
    release(adds_a_column, makes_a_table_anew)
    with Archive.for_writing(path) as archive:
        assert [hit["id"] for hit in search(archive, "ファイバー")] == [1]
        archive.db.execute("UPDATE comments SET body = 'Copper', search_text = NULL WHERE id = 1")
        assert (search(archive, "backhaul"), [hit["id"] for hit in search(archive, "copper")]) == ([], [1])
        archive.db.execute("UPDATE articles SET title = 'Roaming'")
        assert len(search(archive, "roaming", where="articles")) == 1
        assert search_indexes_out_of_step(archive.db) == []


def test_words_that_a_migration_changes_are_found_afterwards(path: Path, release: Callable[..., None]) -> None:
    release(changes_the_words)
    with Archive.for_writing(path) as archive:
        assert len(search(archive, "quite other")) == 2
        assert search(archive, "backhaul") == []


def test_a_new_archive_is_made_by_all_migrations_without_a_backup(tmp_path: Path, release: Callable[..., None]) -> None:
    release(adds_a_column, makes_a_table_anew)
    with Archive.for_writing(tmp_path / "archive.db") as archive:
        assert "tone" in archive.db.table("comments").columns_dict
    assert backups_of(tmp_path / "archive.db") == []


def test_backups_of_earlier_upgrades_stay(path: Path, release: Callable[..., None]) -> None:
    release(adds_a_column)
    Archive.for_writing(path).close()
    release(adds_a_column, makes_a_table_anew)
    Archive.for_writing(path).close()
    assert [one.name.split("-")[1] for one in backups_of(path)] == ["adds_a_column", "makes_a_table_anew"]


@pytest.mark.parametrize("change", [fails_half_way, breaks_a_reference])
def test_an_upgrade_that_fails_changes_nothing(path: Path, release: Callable[..., None], change: Change) -> None:
    before = dump(path)
    release(adds_a_column, change)
    with pytest.raises(SchemaError, match="Nothing was changed") as caught:
        Archive.for_writing(path)
    assert "\n" not in str(caught.value)
    assert dump(path) == before
    assert backups_of(path) == []
    release()
    with Archive.for_writing(path) as archive:
        assert store_observation(archive, thread(TUESDAY, comment(1, "Backhaul"))).comments_edited == 1
        assert search_indexes_out_of_step(archive.db) == []
        assert archive.rows("PRAGMA foreign_keys") == [{"foreign_keys": 1}]


@pytest.mark.parametrize("verb", [("show", "1"), ("import", "page.html")])
def test_a_verb_whose_upgrade_fails_ends_with_one_line_and_exit_code_4(
    path: Path, release: Callable[..., None], verb: tuple[str, ...]
) -> None:
    release(fails_half_way)
    (path.parent / "page.html").write_text("<h1>Masts</h1>")
    done = archiver(*verb, cwd=path.parent)
    assert done.returncode == Exit.SCHEMA
    assert "no_such_table" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_reading_verb_upgrades_too(path: Path, release: Callable[..., None]) -> None:
    release(adds_a_column)
    with Archive.for_reading(path) as archive:
        assert "mood" in archive.db.table("comments").columns_dict
    assert len(backups_of(path)) == 1


def test_an_older_archive_that_cannot_be_written_is_not_read_as_if_it_were_new(
    tmp_path: Path, release: Callable[..., None]
) -> None:
    with lockable_folder(tmp_path) as disk:
        with Archive.for_writing(disk / "archive.db") as archive:
            store_observation(archive, thread(MONDAY, comment(1, "Words")))
        release(adds_a_column)
        with read_only(disk), pytest.raises(StorageError, match="older archiver"):
            Archive.for_reading(disk / "archive.db")


def test_an_archive_whose_backup_finds_no_room_stays_as_it_is(tmp_path: Path, release: Callable[..., None]) -> None:
    with small_disk(tmp_path) as disk:
        path = disk / "archive.db"
        with Archive.for_writing(path) as archive:
            store_observation(archive, thread(MONDAY, comment(1, "Words")))
        (disk / "filler").write_bytes(b"x" * (shutil.disk_usage(disk).free - 64 * 1024))
        before = dump(path)
        release(adds_a_column)
        with pytest.raises(StorageError, match="bytes are free"):
            Archive.for_writing(path)
        assert {file.name for file in disk.iterdir()} <= {"archive.db", "archive.db-wal", "archive.db-shm", "filler"}
        release()
        assert dump(path) == before


def test_six_processes_that_upgrade_the_same_archive_at_once_all_succeed(
    path: Path, release: Callable[..., None]
) -> None:
    release(adds_a_column, makes_a_table_anew)

    def upgrade_and_write() -> None:
        with Archive.for_writing(path) as archive:
            archive.begin_run("import", {})

    assert at_once(6, upgrade_and_write) == [0] * 6
    assert len(backups_of(path)) == 1
    with Archive.for_reading(path) as archive:
        assert archive.rows("SELECT count(*) AS n FROM runs") == [{"n": 6}]


def killed_while_migrating(path: Path, step: int) -> bool:
    """Open an archive for writing, killed after so many hundreds of SQLite's steps; tells whether there were."""

    def migrate() -> None:
        original = Database.execute

        def execute(self: Database, *arguments: object) -> object:
            if arguments[0] == "BEGIN IMMEDIATE":
                kill_at(self.conn, step)
            return original(self, *arguments)  # type: ignore[arg-type]  # as it was called

        Database.execute = execute  # type: ignore[method-assign,assignment]  # in a process of its own
        Archive.for_writing(path).close()

    return killed(migrate)


def test_an_upgrade_killed_in_the_middle_leaves_the_archive_as_it_was(path: Path, release: Callable[..., None]) -> None:
    before = dump(path)
    release(adds_a_column, makes_a_table_anew)
    for left in ("unfinished", "unfinished-journal"):  # by one that was killed while it made its backup
        path.with_name(f"{path.name}.before-adds_a_column-20240506T120000.000000Z.backup.{left}").write_bytes(b"half")
    steps = [step for step in (1, 2, 4, 8, 16, 32) if killed_while_migrating(path, step)]
    assert len(steps) >= 4, "the upgrade should take longer than a few steps"
    assert dump(path) == before
    with Archive.for_writing(path) as archive:
        assert "tone" in archive.db.table("comments").columns_dict
        assert search_indexes_out_of_step(archive.db) == []
    assert not [one for one in path.parent.iterdir() if "unfinished" in one.name]


def test_an_archive_whose_making_was_killed_is_made_by_the_next_command(tmp_path: Path) -> None:
    steps = [step for step in (1, 2, 4, 8, 16, 32) if killed_while_migrating(tmp_path / "archive.db", step)]
    assert len(steps) >= 4
    with pytest.raises(UsageError, match="no archive"):
        Archive.for_reading(tmp_path / "archive.db")
    with Archive.for_writing(tmp_path / "archive.db") as archive:
        assert store_observation(archive, thread(MONDAY, comment(1, "Backhaul"))).comments_new == 1


def test_the_triggers_that_transform_drops_are_made_again(archive: Archive) -> None:
    def triggers() -> list[str]:
        return [row["sql"] for row in archive.rows("SELECT sql FROM sqlite_schema WHERE type = 'trigger' ORDER BY 1")]

    before = triggers()
    assert len(before) == 9
    archive.db.table("comments").transform(rename={"likes": "thumbs_up"})
    assert len(triggers()) == 6
    remake_search_triggers(archive.db)
    assert triggers() == before


def test_an_index_out_of_step_is_found(archive: Archive) -> None:
    store_observation(archive, thread(MONDAY, comment(1, "Backhaul")))
    assert search_indexes_out_of_step(archive.db) == []
    archive.db.execute("DROP TRIGGER comments_fts_update")
    archive.db.execute("UPDATE comments SET body = 'Copper'")
    assert search_indexes_out_of_step(archive.db) == ["comments_fts"]


@pytest.mark.parametrize("released", [*releases(), None], ids=lambda file: file.name if file else "this one's")
def test_the_archive_of_every_release_is_upgraded_and_keeps_what_it_holds(
    released: Path | None, tmp_path: Path
) -> None:
    file = released or make(tmp_path)
    path = tmp_path / "archive.db"
    shutil.copy(file, path)
    with sqlite3.connect(file) as old:
        bodies = sorted(row[0] for row in old.execute("SELECT body FROM comments"))
        assert bodies, "a release's database is filled"
    with Archive.for_writing(path) as archive:
        assert sorted(row["body"] for row in archive.rows("SELECT body FROM comments")) == bodies
        assert not MIGRATIONS.pending(archive.db)
        assert search_indexes_out_of_step(archive.db) == []
        assert archive.rows("PRAGMA foreign_key_check") == []
        assert search(archive, "backhaul")
        store_observation(archive, thread("2034-05-06T12:00:00", comment(1, "Words of a later day")))
        assert search(archive, "later day")


def test_a_release_database_can_be_made_by_this_release(tmp_path: Path) -> None:
    made = make(tmp_path)
    assert made.name.startswith("archiver-")
    assert made.stat().st_size < 400_000
    with Archive.for_reading(made) as archive:
        assert archive.rows("SELECT count(*) AS n FROM comments WHERE state = 'gone'") == [{"n": 1}]
        assert archive.rows("SELECT max(version_count) AS n FROM comments") == [{"n": 2}]
        assert {path.name for path in tmp_path.iterdir()} <= {made.name, f"{made.name}-wal", f"{made.name}-shm"}
    assert logging.getLogger("archiver").level == logging.NOTSET
