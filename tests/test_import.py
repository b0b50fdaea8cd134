"""Saved pages and text crawls into the archive, whole, cut and broken."""

from __future__ import annotations

import gzip
import os
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from tests.command import archiver
from tests.shared_files import SEED, SEED_URL, needs_seed
from tests.wordpress_pages import article_page, comment_item

URL = "https://mast.example/2024/masts/"
TEXT = """Masts go up in Little Wick

Four masts went up in Little Wick this week, and the village is on the air at last.

The operator says a fifth one will follow when the church has made up its mind.

  1. Avatar Ada Mast 06/05/2024 @ 7:47 pm

    Good news for the village.

    • Avatar Bo Beam 06/05/2024 @ 8:02 pm

      At last.

  2. Avatar Cy Cell 07/05/2024 @ 9:15 am

    Is it 5G?

Leave a comment

Your email address will not be published.
"""


WEB_ARCHIVE = (
    b"WARC/1.1\r\nWARC-Type: response\r\n\r\nHTTP/1.1 200 OK\r\n\r\n" + article_page(URL, ["Good news."]).encode()
)


def rows(folder: Path, sql: str) -> list[Any]:
    with sqlite3.connect(folder / "archive.db") as db:
        return db.execute(sql).fetchall()


def everything_but_runs(folder: Path) -> list[str]:
    with sqlite3.connect(folder / "archive.db") as db:
        return [line for line in db.iterdump() if 'INTO "runs"' not in line and "sqlite_sequence" not in line]


def import_text(folder: Path, text: str | bytes, *words: str) -> Any:
    (folder / "crawl.txt").write_bytes(text.encode() if isinstance(text, str) else text)
    return archiver(
        "import",
        "crawl.txt",
        "--url",
        "https://telecoms.com/1/masts/",
        "--observed-at",
        "2024-05-08",
        *words,
        cwd=folder,
    )


def test_a_text_crawl_becomes_an_article_with_its_thread(tmp_path: Path) -> None:
    done = import_text(tmp_path, TEXT)
    assert done.returncode == 0, done.stderr
    assert rows(tmp_path, "SELECT title FROM articles") == [("Masts go up in Little Wick",)]
    assert rows(
        tmp_path,
        "SELECT c.author, c.depth, p.author, c.published_raw, c.published_local, c.published_at, c.time_basis"
        " FROM comments c LEFT JOIN comments p ON p.id = c.parent_id ORDER BY c.position",
    ) == [
        ("Ada Mast", 0, None, "06/05/2024 @ 7:47 pm", "2024-05-06T19:47", "2024-05-06T18:47:00Z", "site"),
        ("Bo Beam", 1, "Ada Mast", "06/05/2024 @ 8:02 pm", "2024-05-06T20:02", "2024-05-06T19:02:00Z", "site"),
        ("Cy Cell", 0, None, "07/05/2024 @ 9:15 am", "2024-05-07T09:15", "2024-05-07T08:15:00Z", "site"),
    ]
    assert rows(tmp_path, "SELECT source, is_complete, stated_count FROM observations") == [("text", 1, None)]


def test_importing_twice_changes_nothing(tmp_path: Path) -> None:
    import_text(tmp_path, TEXT)
    before = everything_but_runs(tmp_path)
    assert import_text(tmp_path, TEXT).returncode == 0
    assert everything_but_runs(tmp_path) == before


@pytest.mark.parametrize("cut", ["Is it", "up its mind.", "Bo Beam 06", "news for the"])
def test_a_truncated_text_is_read_as_far_as_it_goes_and_called_incomplete(tmp_path: Path, cut: str) -> None:
    done = import_text(tmp_path, TEXT[: TEXT.index(cut) + len(cut)])
    assert done.returncode == 0
    assert "incomplete (truncated)" in done.stderr
    assert "Traceback" not in done.stderr
    assert rows(tmp_path, "SELECT is_complete, incomplete_reason FROM observations") == [(0, "truncated")]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"", "empty"),
        (b" \n\t ", "empty"),
        (bytes(range(256)) * 40, "neither a web page nor text"),
        (b"\x1f\x8bnope", "gzip"),
        (WEB_ARCHIVE, "a web archive (WARC)"),
        (gzip.compress(WEB_ARCHIVE), "a web archive (WARC)"),
    ],
)
def test_what_holds_no_page_is_refused_in_one_line(tmp_path: Path, body: bytes, said: str) -> None:
    done = import_text(tmp_path, body)
    assert done.returncode == 1
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert rows(tmp_path, "SELECT count(*) FROM articles") == [(0,)]


def test_a_saved_page_names_its_own_address_and_its_file_the_time(tmp_path: Path) -> None:
    (tmp_path / "saved.html").write_text(article_page(URL, [comment_item(1, "Ada", "Good news.")], stated=1))
    os.utime(tmp_path / "saved.html", (1715155200, 1715155200))
    assert archiver("import", "saved.html", cwd=tmp_path).returncode == 0
    assert rows(tmp_path, "SELECT url FROM articles") == [(URL,)]
    assert rows(tmp_path, "SELECT observed_at, is_complete FROM observations") == [("2024-05-08T08:00:00Z", 1)]
    assert rows(tmp_path, "SELECT id FROM sites") == [("mast.example",)]


def test_a_file_of_a_year_beyond_any_calendar_is_refused_and_told_how_to_say_the_time(tmp_path: Path) -> None:
    saved = tmp_path / "saved.html"
    saved.write_text(article_page(URL, [comment_item(1, "Ada", "Good news.")]))
    os.utime(saved, (253402300800, 253402300800))
    if saved.stat().st_mtime < 253402300800:
        pytest.skip("this file system knows no such year")
    done = archiver("import", "saved.html", cwd=tmp_path)
    assert done.returncode == 1
    assert "--observed-at" in done.stderr
    assert "report" not in done.stderr


def test_a_text_without_an_address_is_told_to_say_one(tmp_path: Path) -> None:
    (tmp_path / "crawl.txt").write_text(TEXT)
    done = archiver("import", "crawl.txt", cwd=tmp_path)
    assert done.returncode == 1
    assert "--url" in done.stderr


def test_standard_input_has_no_time_of_its_own(tmp_path: Path) -> None:
    page = article_page(URL, [comment_item(1, "Ada", "Good news.")]).encode()
    assert archiver("import", "-", cwd=tmp_path, stdin=page).returncode == 2
    assert archiver("import", "-", "--observed-at", "2024-05-08T10:00Z", cwd=tmp_path, stdin=page).returncode == 0


@pytest.mark.parametrize(
    "words",
    [
        ("import", "nowhere.txt"),
        ("import", "crawl.txt", "--observed-at", "yesterday"),
        ("import", "crawl.txt", "--url", "not an address"),
        ("import", "crawl.txt", "crawl.txt", "--url", URL),
        ("import", "crawl.txt", "--url", URL, "--url", f"{URL}again/"),
        ("import", "crawl.txt", "--url", URL, "--db", "."),
    ],
)
def test_wrong_usage_is_one_message_and_no_archive(tmp_path: Path, words: tuple[str, ...]) -> None:
    (tmp_path / "crawl.txt").write_text(TEXT)
    done = archiver(*words, cwd=tmp_path)
    assert done.returncode in (2, 3)
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "archive.db").exists()


@needs_seed
def test_the_seed_is_archived_as_its_text_shows_it(tmp_path: Path) -> None:
    words = ("import", str(SEED), "--url", SEED_URL, "--observed-at", "2020-10-25T12:00Z")
    assert archiver(*words, cwd=tmp_path).returncode == 0
    assert rows(tmp_path, "SELECT depth, count(*) FROM comments GROUP BY depth ORDER BY depth") == [
        (0, 30),
        (1, 11),
        (2, 8),
        (3, 2),
        (4, 1),
    ]
    first = rows(tmp_path, "SELECT published_at, published_local FROM comments ORDER BY position LIMIT 1")
    assert first == [("2020-10-16T18:47:00Z", "2020-10-16T19:47")]
    assert rows(tmp_path, "SELECT stated_count, captured_count, is_complete FROM observations") == [(None, 52, 1)]
    assert rows(
        tmp_path, "SELECT count(*) FROM comments WHERE author IS NULL OR body = '' OR published_at IS NULL"
    ) == [(0,)]
    before = everything_but_runs(tmp_path)
    assert archiver(*words, cwd=tmp_path).returncode == 0
    assert everything_but_runs(tmp_path) == before


@needs_seed
def test_the_seeds_answers_hang_where_its_text_indents_them(tmp_path: Path) -> None:
    words = ("import", str(SEED), "--url", SEED_URL, "--observed-at", "2020-10-25T12:00Z")
    assert archiver(*words, cwd=tmp_path).returncode == 0
    answers: dict[int, list[int]] = {}
    for position, parent in rows(
        tmp_path,
        "SELECT c.position, p.position FROM comments c JOIN comments p ON p.id = c.parent_id ORDER BY c.position",
    ):
        answers.setdefault(parent, []).append(position)
    assert answers == {
        9: [10, 11, 12],
        14: [15, 16, 17, 22, 23, 31],
        17: [18, 19, 20, 21],
        23: [24, 25, 26, 30],
        26: [27, 28],
        28: [29],
        40: [41],
        44: [45],
    }
