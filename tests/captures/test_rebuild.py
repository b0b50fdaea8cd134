"""A new archive from captures alone equals the one that was written when they were made."""

from __future__ import annotations

import os
import signal
import sqlite3
from collections.abc import Iterable
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

import pytest

from archiver.archive import Archive
from archiver.archive.erasing import plan_comments
from archiver.archive.erasures import key_path
from archiver.archive.page_list import due_pages, list_page
from archiver.archive.verifying import verify
from archiver.captures.erasure import erase_everywhere, records_holding
from archiver.captures.http_messages import HttpResponse
from archiver.captures.keeping import store_with_captures
from archiver.captures.rebuilding import rebuild_old
from archiver.captures.writing import CaptureWriter
from archiver.cli import run
from archiver.demo.site import DemoSite
from archiver.items import CaptureRecord
from pipelines import normalise
from spiders.page import Page
from spiders.sites import site_for
from spiders.walk import ThreadWalk
from tests.archive_equality import contents_of
from tests.captures.warc_files import is_valid, of_kind, records_in
from tests.command import Done, archiver, archiver_process, program
from tests.processes import begun, ended, killed
from tests.servers import serving
from tests.test_crawl import HURRY
from tests.test_import import TEXT
from tests.test_kill import site as site_of_six
from tests.test_sites_own import declaration, written
from tests.threads import at
from tests.wordpress_pages import article_page, comment_item

MASTS = "https://mast.example/2024/masts/"
OTHER = "https://other.example/2024/spectrum/"
MONDAY, TUESDAY = at("2024-05-06T10:00:00"), at("2024-05-07T10:00:00")


def contents(db: Path) -> dict[str, list[Any]]:
    with Archive.for_reading(db) as archive:
        return contents_of(archive)


def assert_equal(one: Path, other: Path) -> None:
    before, after = contents(one), contents(other)
    assert before["comments"]
    for table, rows in before.items():
        assert after[table] == rows, table


def rebuilt(folder: Path, *words: str) -> Done:
    """``archiver rebuild`` of the archive in ``folder``."""
    return archiver("rebuild", "--db", "archive.db", "-o", "new.db", *words, cwd=folder)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an archive of two crawls of the demo's site and of files imported between them."""
    folder = tmp_path_factory.mktemp("filled")
    with DemoSite() as site:
        assert archiver_process("crawl", site.url, *HURRY, cwd=folder).returncode == 0
        site.publish_second_day()
        import_files(folder)
        assert archiver_process("crawl", site.url, *HURRY, cwd=folder).returncode == 0
    return folder


def import_files(folder: Path, *words: str) -> None:
    first = [comment_item(1, "Ada", "Good news."), comment_item(2, "Bo", "Is it 5G?")]
    for name, comments, day in (("late", first[:1], 20), ("early", first, 10)):
        (folder / f"{name}.html").write_text(article_page(OTHER, comments, stated=len(comments)))
        os.utime(folder / f"{name}.html", (1715155200 + day * 86400,) * 2)
    (folder / "crawl.txt").write_text(TEXT)
    said = ("--url", "https://telecoms.com/1/masts/", "--observed-at", "2024-05-08")
    assert archiver("import", "crawl.txt", *said, *words, cwd=folder).returncode == 0
    assert archiver("import", "late.html", "early.html", *words, cwd=folder).returncode == 0


def walked(
    writer: CaptureWriter, pages: Iterable[tuple[str, str]], *, failed: int = 0, met_under: Iterable[str] = ()
) -> Any:
    """A thread as a crawl gives it: from pages that are kept, in the order in which they came."""
    kept = [_kept(writer, url, body) for url, body in pages]
    walk = ThreadWalk(site_for(MASTS), kept[0], met_under=met_under)
    for page in kept[1:]:
        walk.add(page)
    for _ in range(failed):
        walk.fail()
    return normalise(walk.thread())


def _kept(writer: CaptureWriter, url: str, body: str) -> Page:
    headers = [(b"Content-Type", b"text/html; charset=utf-8")]
    record = writer.response(HttpResponse(url=url, status=200, headers=headers, body=body.encode()), MONDAY)
    return Page(
        body.encode(),
        url=url,
        captured_at=MONDAY,
        content_type="text/html; charset=utf-8",
        status=200,
        record=record,
    )


def test_captures_alone_make_the_archive_again(filled: Path, tmp_path: Path) -> None:
    done = archiver("rebuild", str(filled / "archive.captures"), "--db", "new.db", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["new.captures", "new.db"]
    assert_equal(filled / "archive.db", tmp_path / "new.db")


def test_an_archive_is_made_again_from_its_own_captures_and_brings_them_along(filled: Path, tmp_path: Path) -> None:
    done = archiver("rebuild", "--db", str(filled / "archive.db"), "-o", "new.db", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert_equal(filled / "archive.db", tmp_path / "new.db")
    again = archiver("rebuild", "--db", "new.db", "-o", "newer.db", cwd=tmp_path)
    assert again.returncode == 0, again.stderr
    assert_equal(filled / "archive.db", tmp_path / "newer.db")
    assert is_valid(*(tmp_path / "newer.captures").iterdir())


def test_an_archive_that_is_there_is_never_written_over(filled: Path, tmp_path: Path) -> None:
    (tmp_path / "new.db").write_text("mine")
    for words in (
        (str(filled / "archive.captures"), "--db", "new.db"),
        ("--db", str(filled / "archive.db"), "-o", "new.db"),
    ):
        assert archiver("rebuild", *words, cwd=tmp_path).returncode == 2
    assert (tmp_path / "new.db").read_text() == "mine"
    assert [path.name for path in tmp_path.iterdir()] == ["new.db"]


def test_what_the_walk_knew_and_the_bytes_do_not_say_comes_back(tmp_path: Path) -> None:
    paging = f'<nav class="comment-navigation"><a href="{MASTS}comment-page-1/#comments">Older Comments</a></nav>'
    last = article_page(MASTS, [comment_item(3, "Cy", "Third")], stated=3, paging=paging)
    first = article_page(MASTS, [comment_item(1, "Ada", "First"), comment_item(2, "Bo", "Second")], stated=3)
    writer = CaptureWriter(tmp_path / "archive.captures")
    with Archive.for_writing(tmp_path / "archive.db") as archive:
        for thread in (
            walked(writer, [(MASTS, last)], failed=1, met_under=["https://mast.example/?p=7"]),
            walked(writer, [(MASTS, last), (f"{MASTS}comment-page-1/", first)]),
        ):
            store_with_captures(archive, thread, None, writer)
    assert rebuilt(tmp_path).returncode == 0
    assert_equal(tmp_path / "archive.db", tmp_path / "new.db")
    with sqlite3.connect(tmp_path / "new.db") as db:
        reasons = db.execute("SELECT incomplete_reason, captured_count FROM observations ORDER BY 2").fetchall()
        addresses = [url for (url,) in db.execute("SELECT url FROM article_urls")]
    assert reasons == [("count_short", 1), (None, 3)]
    assert any("p=7" in url for url in addresses)


def test_a_thread_that_was_walked_again_rests_on_the_pages_of_its_last_walk(tmp_path: Path) -> None:
    older = f'<nav class="comment-navigation"><a href="{MASTS}comment-page-1/#comments">Older Comments</a></nav>'
    ada, bo, cy, di = (comment_item(n, name, f"Words {n}") for n, name in enumerate(("Ada", "Bo", "Cy", "Di"), 1))
    answers = {
        MASTS: [
            article_page(MASTS, [bo, cy], stated=3, paging=older),
            article_page(MASTS, [cy, di], stated=4, paging=older).replace("Four masts", "Five masts"),
            article_page(MASTS, [cy, di], stated=4, paging=older).replace("Four masts", "Five masts"),
        ],
        f"{MASTS}comment-page-1/": [article_page(MASTS, [ada], stated=3), article_page(MASTS, [ada, bo], stated=4)],
    }
    writer = CaptureWriter(tmp_path / "archive.captures")
    walk = ThreadWalk(site_for(MASTS), _kept(writer, MASTS, answers[MASTS].pop(0)))
    while url := walk.next_url():
        walk.add(_kept(writer, url, answers[url].pop(0)))
    assert not any(answers.values())
    with Archive.for_writing(tmp_path / "archive.db") as archive:
        store_with_captures(archive, normalise(walk.thread()), None, writer)
    assert rebuilt(tmp_path).returncode == 0
    assert_equal(tmp_path / "archive.db", tmp_path / "new.db")
    assert "Five masts" in contents(tmp_path / "new.db")["articles"][0]["body"]


def test_a_page_that_had_not_changed_is_read_from_the_record_it_refers_to(tmp_path: Path) -> None:
    writer = CaptureWriter(tmp_path / "archive.captures")
    page = article_page(MASTS, [comment_item(1, "Ada", "First")], stated=1)
    with Archive.for_writing(tmp_path / "archive.db") as archive:
        thread = walked(writer, [(MASTS, page)])
        store_with_captures(archive, thread, None, writer)
        original = thread.captures[0].record
        unchanged = HttpResponse(url=MASTS, status=304, headers=[])
        revisit = writer.revisit(unchanged, TUESDAY, original.record_id, MONDAY)
        walk = ThreadWalk(
            site_for(MASTS), Page(page.encode(), url=MASTS, captured_at=TUESDAY, status=304, record=revisit)
        )
        store_with_captures(archive, normalise(walk.thread()), None, writer)
    assert rebuilt(tmp_path).returncode == 0
    assert_equal(tmp_path / "archive.db", tmp_path / "new.db")
    with sqlite3.connect(tmp_path / "new.db") as db:
        rows = db.execute('SELECT status, "offset" FROM captures ORDER BY captured_at').fetchall()
    assert rows == [(200, original.offset), (304, original.offset)]


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


def test_what_was_erased_stays_away_and_the_page_list_is_kept(tmp_path: Path) -> None:
    import_files(tmp_path)
    with Archive.for_writing(tmp_path / "archive.db") as archive:
        (row,) = archive.rows("SELECT id FROM comments WHERE body = 'Is it 5G?' AND author = 'Bo'")
        plan = plan_comments(archive, [row["id"]])
        erase_everywhere(archive, plan, records_holding(archive, plan))
        with archive.transaction():
            list_page(archive, "other.example", "article", OTHER, found_at=MONDAY, found_on=None)
    done = rebuilt(tmp_path)
    assert done.returncode == 0, done.stderr
    assert_equal(tmp_path / "archive.db", tmp_path / "new.db")
    with Archive.for_writing(tmp_path / "new.db") as archive:
        assert archive.rows("SELECT body FROM comments WHERE state = 'erased'") == [{"body": ""}]
        assert [page.url for page in due_pages(archive, TUESDAY)] == [OTHER]
    assert key_path(tmp_path / "new.db").read_bytes() == key_path(tmp_path / "archive.db").read_bytes()


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
        (row,) = [record for record in _places(tmp_path) if record.file == first.name]
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


def _places(folder: Path) -> list[CaptureRecord]:
    with sqlite3.connect(folder / "archive.db") as db:
        rows = db.execute('SELECT file, "offset", length FROM captures').fetchall()
    return [CaptureRecord(file=file, offset=offset, length=length, record_id="") for file, offset, length in rows]


def test_captures_alone_give_what_can_be_read_of_them_and_name_the_rest(tmp_path: Path) -> None:
    import_files(tmp_path)
    (first, *_) = sorted((tmp_path / "archive.captures").iterdir())
    (first.parent / "0-not-ours.warc.gz").write_bytes(b"something else")
    held = first.read_bytes()
    first.write_bytes(held[: _places(tmp_path)[0].offset + 40])
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
    import archiver.crawling  # noqa: F401 (once for all the processes)

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


def test_what_has_been_learnt_of_a_site_since_then_improves_an_old_archive(tmp_path: Path) -> None:
    (tmp_path / "crawl.txt").write_text(TEXT)
    said = ("--url", MASTS, "--observed-at", "2024-05-08")
    assert archiver("import", "crawl.txt", *said, cwd=tmp_path).returncode == 0
    written(tmp_path / "sites", declaration("mast", 'time_zone = "Europe/London"', 'date_order = "DMY"'))
    done = program("archiver", "rebuild", "--db", "archive.db", "-o", "new.db", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    old, new = contents(tmp_path / "archive.db"), contents(tmp_path / "new.db")
    assert {row["published_at"] for row in old["comments"]} == {None}
    assert [row["published_at"] for row in new["comments"] if row["author"] == "Ada Mast"] == ["2024-05-06T18:47:00Z"]
    assert [row["id"] for row in new["sites"]] == ["mast"]


def test_captures_of_several_archives_make_one(filled: Path, tmp_path: Path) -> None:
    (tmp_path / "saved.html").write_text(article_page(MASTS, [comment_item(1, "Ada", "First")], stated=1))
    assert archiver("import", "saved.html", cwd=tmp_path).returncode == 0
    (file,) = (tmp_path / "archive.captures").iterdir()
    file.rename(file.with_name(f"2020{file.name[4:]}"))  # both were made within a second
    folders = [str(folder / "archive.captures") for folder in (filled, tmp_path)]
    assert archiver("rebuild", *folders, "--db", "both.db", cwd=tmp_path).returncode == 0
    both = contents(tmp_path / "both.db")
    parts = [contents(filled / "archive.db"), contents(tmp_path / "archive.db")]
    for table in ("articles", "comments", "observations", "captures"):
        assert len(both[table]) == sum(len(part[table]) for part in parts)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ((), 2),
        (("nowhere.captures", "--db", "new.db"), 3),
        (("empty", "--db", "new.db"), 2),
        (("empty", "--db", "new.db", "-o", "newer.db"), 2),
        (("--db", "missing.db", "-o", "new.db"), 2),
    ],
)
def test_wrong_usage_is_one_line(tmp_path: Path, words: tuple[str, ...], code: int) -> None:
    (tmp_path / "empty").mkdir()
    done = archiver("rebuild", *words, cwd=tmp_path)
    assert done.returncode == code
    assert len(done.stderr.strip().splitlines()) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["empty"]
