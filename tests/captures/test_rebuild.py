"""A new archive from captures alone equals the one that was written when they were made."""

from __future__ import annotations

import io
import sqlite3
from pathlib import Path

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from archiver.archive import Archive
from archiver.archive.erasing import plan_comments
from archiver.archive.erasures import key_path
from archiver.archive.page_list import due_pages, list_page
from archiver.captures.erasure import erase_everywhere, records_holding
from archiver.captures.http_messages import HttpResponse
from archiver.captures.keeping import store_with_captures
from archiver.captures.writing import CaptureWriter
from archiver.demo.site import DemoSite
from pipelines import normalise
from spiders.page import Page
from spiders.sites import site_for
from spiders.walk import ThreadWalk
from tests.captures.rebuilt_archives import (
    MASTS,
    MONDAY,
    OTHER,
    TUESDAY,
    assert_equal,
    contents,
    import_files,
    kept,
    rebuilt,
    walked,
)
from tests.captures.warc_files import is_valid
from tests.command import archiver, archiver_process, program
from tests.test_crawl import HURRY
from tests.test_import import TEXT
from tests.test_sites_own import declaration, written
from tests.wordpress_pages import article_page, comment_item


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
    walk = ThreadWalk(site_for(MASTS), kept(writer, MASTS, answers[MASTS].pop(0)))
    while url := walk.next_url():
        walk.add(kept(writer, url, answers[url].pop(0)))
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


def test_captures_of_another_tool_are_refused_and_leave_no_archive(tmp_path: Path) -> None:
    with (tmp_path / "other.warc.gz").open("wb") as file:
        writer = WARCWriter(file, gzip=True)
        page = io.BytesIO(article_page("https://mast.example/1/", [comment_item(1, "Ada", "Good news.")]).encode())
        headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
        writer.write_record(
            writer.create_warc_record("https://mast.example/1/", "response", page, http_headers=headers)
        )
        note = io.BytesIO(b"fetchTimeMs: 12")
        writer.write_record(writer.create_warc_record("https://mast.example/1/", "metadata", note))
    done = archiver("rebuild", "other.warc.gz", "--db", "new.db", cwd=tmp_path)
    assert done.returncode == 1
    assert "other tools" in done.stderr.splitlines()[-1]
    assert [path.name for path in tmp_path.iterdir()] == ["other.warc.gz"]


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
