"""What cannot be read again from captures: refused, or taken over from the rows of the old archive."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from archiver.archive.verifying import verify
from archiver.captures.rebuilding import rebuild_old
from tests.captures.rebuilt_archives import (
    MASTS,
    OTHER,
    assert_equal,
    contents,
    import_files,
    places,
    rebuilt,
)
from tests.command import archiver
from tests.wordpress_pages import article_page, comment_item


def test_what_is_not_captured_is_refused_in_one_line(tmp_path: Path) -> None:
    import_files(tmp_path, "--no-captures")
    (tmp_path / "saved.html").write_text(article_page(MASTS, stated=0))
    assert archiver("import", "saved.html", cwd=tmp_path).returncode == 0
    done = rebuilt(tmp_path)
    assert done.returncode == 2
    assert "3 observations" in done.stderr
    assert "--partial" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert not (tmp_path / "new.db").exists()
    assert not list(tmp_path.glob(".new*"))


def test_what_is_not_captured_can_be_taken_over(tmp_path: Path) -> None:
    import_files(tmp_path, "--no-captures")
    first = [comment_item(1, "Ada", "Good news!"), comment_item(2, "Bo", "Is it 5G?")]
    (tmp_path / "edited.html").write_text(article_page(OTHER, first, stated=2))
    assert archiver("import", "edited.html", "--observed-at", "2024-05-21", cwd=tmp_path).returncode == 0
    done = rebuilt(tmp_path, "--partial")
    assert done.returncode == 0, done.stderr
    assert "1 observations" in done.stderr
    assert "3 taken over" in done.stderr
    assert_equal(tmp_path / "archive.db", tmp_path / "new.db")
    again = archiver("rebuild", "--db", "new.db", "-o", "newer.db", cwd=tmp_path)
    assert "3 observations" in again.stderr
    assert again.returncode == 2


def test_an_archive_without_any_captures_can_be_taken_over_whole(tmp_path: Path) -> None:
    import_files(tmp_path, "--no-captures")
    assert rebuilt(tmp_path, "--partial").returncode == 0
    assert_equal(tmp_path / "archive.db", tmp_path / "new.db")


@pytest.mark.parametrize("harm", ["gone", "emptied", "flipped"])
def test_captures_that_are_lost_or_damaged_are_refused_too(tmp_path: Path, harm: str) -> None:
    import_files(tmp_path)
    (first, *_) = sorted((tmp_path / "archive.captures").iterdir())
    if harm == "gone":
        first.unlink()
    elif harm == "emptied":
        first.write_bytes(b"")
    else:
        (row,) = [record for record in places(tmp_path) if record.file == first.name]
        held = bytearray(first.read_bytes())
        held[row.offset + row.length // 2] ^= 0xFF
        first.write_bytes(held)
    done = rebuilt(tmp_path)
    assert done.returncode == 2
    assert "1 observation of archive.db cannot be read again" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "new.db").exists()
    assert rebuilt(tmp_path, "--partial").returncode == (1 if harm == "flipped" else 0)
    with sqlite3.connect(tmp_path / "new.db") as db:
        assert db.execute('SELECT count(*), count("offset"), count(length) FROM captures').fetchone() == (3, 2, 2)
        assert db.execute("SELECT count(*) FROM captures WHERE file = ?", (first.name,)).fetchone() == (0,)
    assert list(verify(tmp_path / "new.db")) == []
    before, after = contents(tmp_path / "archive.db"), contents(tmp_path / "new.db")
    for table in before.keys() - {"captures"}:
        assert after[table] == before[table], table


def test_an_observation_that_readers_fail_on_is_taken_over_with_its_captures(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import_files(tmp_path)
    monkeypatch.setattr("archiver.captures.rebuilding.read_again", _failing)
    told: list[str] = []
    done = rebuild_old(tmp_path / "archive.db", tmp_path / "new.db", is_partial=True, tell=told.append)
    assert (done.failed, done.taken_over, len(told)) == (3, 3, 3)
    assert_equal(tmp_path / "archive.db", tmp_path / "new.db")
    assert list(verify(tmp_path / "new.db")) == []


def _failing(*_: object) -> None:
    raise ValueError("a reader stumbles")


def test_captures_alone_give_what_can_be_read_of_them_and_name_the_rest(tmp_path: Path) -> None:
    import_files(tmp_path)
    (first, *_) = sorted((tmp_path / "archive.captures").iterdir())
    (first.parent / "0-not-ours.warc.gz").write_bytes(b"something else")
    held = first.read_bytes()
    first.write_bytes(held[: places(tmp_path)[0].offset + 40])
    done = archiver("rebuild", "archive.captures", "--db", "new.db", cwd=tmp_path)
    assert done.returncode == 1
    assert "0-not-ours.warc.gz" in done.stderr
    assert "Traceback" not in done.stderr
    assert len(contents(tmp_path / "new.db")["observations"]) == 2


def test_a_last_record_that_was_cut_off_is_left_out(tmp_path: Path) -> None:
    import_files(tmp_path)
    for file in (tmp_path / "archive.captures").iterdir():
        with file.open("ab") as end:
            end.write(file.read_bytes()[:300])
    done = rebuilt(tmp_path)
    assert done.returncode == 0, done.stderr
    assert_equal(tmp_path / "archive.db", tmp_path / "new.db")
