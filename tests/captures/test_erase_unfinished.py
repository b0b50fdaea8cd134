"""Erasures that were killed, or that cannot reach everything, are told and brought to their end."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any
from unittest import mock

import pytest

from archiver.archive import Archive
from archiver.archive.erasures import key_path
from archiver.archive.storing import store_within
from archiver.captures import erasure, keeping, redacting
from archiver.captures.writing import CaptureWriter
from archiver.errors import Exit
from tests.captures.erased_pages import (
    MONDAY,
    NAME,
    TUESDAY,
    URL,
    WORDS,
    contents,
    erased,
    fill,
    kept,
    page_of,
    row_id,
    rows,
    walked,
)
from tests.command import archiver
from tests.erased_words import places_of


@pytest.mark.parametrize("by", ["erase", "import", "rebuild"])
def test_captures_of_a_run_that_was_killed_go_too(tmp_path: Path, by: str) -> None:
    fill(tmp_path)
    assert erased(tmp_path, "--author", NAME).returncode == 0
    with Archive.for_writing(tmp_path / "archive.db") as archive:
        run = archive.begin_run("crawl", {})
        writer = CaptureWriter(tmp_path / "archive.captures", run)
        kept(writer, "https://mast.example/feed/", WORDS, TUESDAY)
        thread = walked(kept(writer, URL, page_of(), TUESDAY))
        with suppress(Killed), archive.transaction():
            store_within(archive, thread, run)
            keeping._keep_metadata(thread, writer, None)
            raise Killed
    outside = tmp_path.parent / f"{tmp_path.name}.html"
    outside.write_text(page_of("https://mast.example/2024/another/", name="Bo", words="Mine is quiet"))
    importing = ("import", str(outside), "--observed-at", "2024-05-09")
    assert archiver(*importing, cwd=tmp_path).returncode == 0
    assert places_of("my roof hums", tmp_path), "the run may still store it"
    writer.close()
    if by == "rebuild":
        again = tmp_path.parent / f"{tmp_path.name}-new"
        again.mkdir()
        assert archiver("rebuild", "-o", str(again / "new.db"), cwd=tmp_path).returncode == 0
        assert not places_of("my roof hums", again)
        return
    done = archiver(*(importing if by == "import" else ("erase",)), cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert not places_of("my roof hums", tmp_path)
    assert archiver("verify", cwd=tmp_path).returncode == 0
    assert archiver("erase", cwd=tmp_path).returncode == Exit.USAGE, "nothing is left to be done"


@pytest.mark.parametrize("what", ["comment", "author", "article"])
@pytest.mark.parametrize("is_all", [True, False])
def test_captures_that_are_elsewhere_are_named_and_done_when_they_are_back(
    tmp_path: Path, what: str, is_all: bool
) -> None:
    fill(tmp_path)
    folder, elsewhere = tmp_path / "archive.captures", tmp_path.parent / f"{tmp_path.name}-elsewhere"
    files = sorted(folder.iterdir())
    if is_all:
        folder.rename(elsewhere)
    else:
        elsewhere.mkdir()
        files[0].rename(elsewhere / files[0].name)
    words = {"comment": ("--comment", row_id(tmp_path)), "author": ("--author", NAME), "article": (URL,)}[what]
    done = erased(tmp_path, *words)
    assert done.returncode == Exit.SOME_FAILED
    assert files[0].name in done.stderr
    assert (files[1].name in done.stderr) == is_all
    assert "Erased" not in done.stderr
    assert not places_of("my roof hums", tmp_path)
    assert archiver("erase", cwd=tmp_path).returncode == Exit.SOME_FAILED, "they are still elsewhere"
    assert "`archiver erase` finishes it" in archiver("status", cwd=tmp_path).stderr
    folder.mkdir(exist_ok=True)
    for file in elsewhere.iterdir():
        file.rename(folder / file.name)
    finished = archiver("erase", cwd=tmp_path)
    assert finished.returncode == 0, finished.stderr
    for said in ("my roof hums", "council"):
        assert not places_of(said, tmp_path), said
    assert archiver("verify", cwd=tmp_path).returncode == 0
    assert archiver("erase", cwd=tmp_path).returncode == Exit.USAGE, "nothing is left to be done"


def test_an_archive_named_by_a_symbolic_link_is_erased_from_with_what_lies_beside_it(tmp_path: Path) -> None:
    real, linked = tmp_path / "real", tmp_path / "linked"
    real.mkdir()
    linked.mkdir()
    fill(real)
    backup = real / "archive.db.before-a_change-20240101T000000.000000Z.backup"
    backup.write_text(WORDS)
    (linked / "link.db").symlink_to(real / "archive.db")
    done = archiver("erase", "--author", NAME, "--yes", "--db", "link.db", cwd=linked)
    assert done.returncode == 0, done.stderr
    assert not places_of("my roof hums", real)
    assert [path.name for path in linked.iterdir()] == ["link.db"]
    assert key_path(real / "archive.db").exists()


def test_a_writer_that_begins_meanwhile_leaves_the_erasure_to_be_finished(tmp_path: Path) -> None:
    fill(tmp_path)
    (first, _) = sorted((tmp_path / "archive.captures").iterdir())
    with first.open("rb") as file, mock.patch.object(erasure, "refuse_while_captures_are_written"):
        fcntl.flock(file, fcntl.LOCK_EX)
        done = erased(tmp_path, "--author", NAME)
    assert done.returncode == Exit.SOME_FAILED
    assert first.name in done.stderr
    assert archiver("erase", cwd=tmp_path).returncode == 0
    assert not places_of("my roof hums", tmp_path)


class Killed(BaseException):
    """What ends a process at the wrong moment."""


STEPS: list[tuple[Any, str]] = [
    (erasure, "redact"),
    (redacting, "_note_what_hangs_on_them"),
    (redacting, "_write_anew"),
    (redacting, "_point_to"),
    (redacting, "_remove_replaced"),
    (redacting, "_sync"),
    (erasure, "empty_what_is_free"),
]


@pytest.mark.parametrize(("module", "step"), STEPS, ids=[step for _, step in STEPS])
@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("turn", [1, 2])
def test_an_erasure_that_was_killed_is_brought_to_its_end(
    tmp_path: Path, module: Any, step: str, when: str, turn: int
) -> None:
    fill(tmp_path)
    works: Callable[..., Any] = getattr(module, step)
    calls = iter(range(1, 1000))

    def dies(*given: Any) -> Any:
        if next(calls) != turn:
            return works(*given)
        if when == "after":
            works(*given)
        raise Killed

    with mock.patch.object(module, step, dies), suppress(Killed):
        erased(tmp_path, "--author", NAME)
    is_left = bool(rows(tmp_path, "SELECT 1 FROM erasures WHERE is_pending"))
    assert ("`archiver erase` finishes it" in archiver("status", cwd=tmp_path).stderr) == is_left
    assert ("run `archiver erase`" in archiver("verify", "--quick", cwd=tmp_path).stdout) == is_left
    done = archiver("erase", cwd=tmp_path)
    assert done.returncode in (Exit.DONE, Exit.USAGE), done.stderr
    for words in ("my roof hums", NAME):
        assert not places_of(words, tmp_path), done.stderr
    assert not list(tmp_path.rglob("*.unfinished"))
    assert archiver("verify", cwd=tmp_path).returncode == 0
    assert archiver("erase", cwd=tmp_path).returncode == Exit.USAGE, "nothing is left to be done"
    again = archiver("rebuild", "--db", "archive.db", "-o", "new.db", cwd=tmp_path)
    assert again.returncode == 0, again.stderr
    assert contents(tmp_path, "new.db") == contents(tmp_path)


def test_what_a_killed_rebuild_has_left_is_deleted_and_named(tmp_path: Path) -> None:
    fill(tmp_path)
    dead = dead_process()
    left = [tmp_path / f".new.db.{dead}.rebuilding{of}" for of in ("", "-wal", "-shm", ".erase-key")]
    left.append(tmp_path / "archive.captures" / f".some.warc.gz.{dead}.copy")
    others = tmp_path / f".new.db.{os.getpid()}.rebuilding"  # of one that goes on
    for path in (*left, others):
        path.write_text("Words")
    done = erased(tmp_path, "--author", NAME)
    assert done.returncode == 0, done.stderr
    for path in left:
        assert path.name in done.stderr
        assert not path.exists()
    assert others.exists()
    others.unlink()


def test_a_rebuild_removes_what_a_killed_one_of_the_same_archive_has_left(tmp_path: Path) -> None:
    fill(tmp_path)
    dead = dead_process()
    left = tmp_path / f".new.db.{dead}.rebuilding"
    kept_ones = [tmp_path / f".{name}.rebuilding" for name in (f"another.db.{dead}", f"new.db.{os.getpid()}0x")]
    (tmp_path / "new.captures").mkdir()
    copy = tmp_path / "new.captures" / f".some.warc.gz.{dead}.copy"
    for path in (left, copy, *kept_ones):
        path.write_text("Words")
    done = archiver("rebuild", "-o", "new.db", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert [path.exists() for path in (left, copy, *kept_ones)] == [False, False, True, True]


def dead_process() -> int:
    """The number of a process that has ended."""
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        return process.pid


def test_captures_that_are_being_written_are_waited_for(tmp_path: Path) -> None:
    fill(tmp_path)
    writer = CaptureWriter(tmp_path / "archive.captures", 7)
    kept(writer, URL, page_of(), MONDAY)
    done = erased(tmp_path, "--author", NAME)
    assert done.returncode == Exit.ALREADY_RUNNING
    assert len(rows(tmp_path, "SELECT * FROM comments WHERE state = 'erased'")) == 0
    writer.close()
    assert erased(tmp_path, "--author", NAME).returncode == 0
    assert not places_of("my roof hums", tmp_path)
