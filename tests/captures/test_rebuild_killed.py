"""A rebuilt archive holds what the old one does: nothing that a killed process kept and never stored, or of later."""

from __future__ import annotations

import os
import signal
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest

from archiver.archive import Archive
from archiver.archive.verifying import verify
from archiver.captures import rebuilding
from archiver.captures.keeping import store_with_captures
from archiver.captures.rebuilding import rebuild_old
from archiver.captures.writing import CaptureWriter
from archiver.cli import run
from tests.captures.rebuilt_archives import (
    MASTS,
    assert_equal,
    contents,
    import_files,
    rebuilt,
    walked,
)
from tests.captures.warc_files import is_valid, of_kind, records_in
from tests.command import archiver, import_what_crawls_need
from tests.processes import begun, ended, killed
from tests.servers import serving
from tests.test_crawl import HURRY
from tests.test_kill import site as site_of_six
from tests.wordpress_pages import article_page, comment_item


def test_an_observation_kept_but_never_stored_is_left_out(tmp_path: Path) -> None:
    """A process killed after its captures were written and before the archive's transaction was committed."""
    db = tmp_path / "archive.db"
    page = article_page(MASTS, [comment_item(1, "Ada", "First")], stated=1)
    longer = article_page(MASTS, [comment_item(1, "Ada", "First"), comment_item(2, "Bo", "Second")], stated=2)

    def work() -> None:
        writer = CaptureWriter(tmp_path / "archive.captures")
        with Archive.for_writing(db) as archive:
            store_with_captures(archive, walked(writer, [(MASTS, page)]), None, writer)
            archive.db.conn.set_trace_callback(lambda sql: _die_before(sql, "COMMIT"))
            store_with_captures(archive, walked(writer, [(MASTS, longer)]), None, writer)

    assert killed(work)
    assert len(of_kind(records_in(tmp_path / "archive.captures"), "metadata")) == 2
    done = rebuilt(tmp_path)
    assert done.returncode == 0, done.stderr
    assert "1 captures belong to no observation" in done.stderr
    assert_equal(db, tmp_path / "new.db")
    assert len(contents(tmp_path / "new.db")["observations"]) == 1


def _die_before(sql: str, statement: str) -> None:
    if sql.upper().startswith(statement):
        os.kill(os.getpid(), signal.SIGKILL)


def test_a_crawl_that_is_killed_leaves_captures_that_make_its_archive(tmp_path: Path) -> None:
    import_what_crawls_need()

    running: list[BaseProcess] = []

    def heard(number: int) -> None:
        if number == 9:  # the second page of a thread: those before it are stored
            running[-1].kill()

    with serving(site_of_six, heard) as server:

        def work() -> int:
            os.chdir(tmp_path)
            return run(["crawl", f"{server.url}/feed/", *HURRY])

        running.append(begun(work))
        assert ended(running[-1]) == -signal.SIGKILL
    assert is_valid(*(tmp_path / "archive.captures").iterdir())
    done = rebuilt(tmp_path)
    assert done.returncode == 0, done.stderr
    assert_equal(tmp_path / "archive.db", tmp_path / "new.db")


def test_what_is_stored_while_an_archive_is_rebuilt_does_not_count(tmp_path: Path) -> None:
    import_files(tmp_path)
    before = contents(tmp_path / "archive.db")
    (tmp_path / "saved.html").write_text(article_page(MASTS, [comment_item(1, "Ada", "First")], stated=1))

    def import_more(what: str, done: int, total: int) -> None:
        assert archiver("import", "saved.html", cwd=tmp_path).returncode == 0

    done = rebuild_old(tmp_path / "archive.db", tmp_path / "new.db", tell=pytest.fail, watch=import_more)
    assert (done.observations, done.failed) == (3, 0)
    assert contents(tmp_path / "new.db") == before != contents(tmp_path / "archive.db")


@pytest.mark.parametrize("instant", ["store_observation", "_link_or_copy", "_move", "redact"])
def test_a_rebuild_killed_at_any_stage_is_made_by_the_same_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, instant: str
) -> None:
    writer = CaptureWriter(tmp_path / "archive.captures")
    db, new = tmp_path / "archive.db", tmp_path / "new.db"
    with Archive.for_writing(db) as archive:
        for words in ("First", "First, edited"):
            page = article_page(MASTS, [comment_item(1, "Ada", words)], stated=1)
            store_with_captures(archive, walked(writer, [(MASTS, page)]), None, writer)
    writer.close()

    def rebuild_until_killed() -> None:
        monkeypatch.setattr(rebuilding, instant, lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL))
        rebuild_old(db, new, tell=pytest.fail)

    assert killed(rebuild_until_killed)
    assert new.exists() == (instant == "redact"), "there when it is whole, or not at all"
    if not new.exists():
        rebuild_old(db, new, tell=pytest.fail)
    assert_equal(db, new)
    assert list(verify(new)) == []
    assert not list(tmp_path.rglob(".*")), "files half made are hidden ones"
