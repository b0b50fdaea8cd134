"""Whether an archive is sound, and what is said where it is not."""

from __future__ import annotations

import io
import os
import shutil
import sqlite3
from importlib import import_module
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archiver.archive import Archive
from archiver.archive.storing import store_observation
from archiver.archive.verifying import CannotWriteError, verify
from archiver.captures import captures_folder
from archiver.cli import run
from archiver.items import Article, ThreadPage
from tests.command import Done, archiver
from tests.disks import lockable_folder, read_only
from tests.processes import begun, ended
from tests.servers import Answer, serving
from tests.test_history_properties import SOURCES, history_of
from tests.threads import comment, thread
from tests.wordpress_pages import article_page, comment_item

MONDAY, TUESDAY, WEDNESDAY = "2024-05-06T12:00:00", "2024-05-07T12:00:00", "2024-05-08T12:00:00"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """An archive with an edit, a deletion, an incomplete look and a look at the same again."""
    with Archive.for_writing(tmp_path / "archive.db") as archive:
        first, reply, third = comment(1, "Backhaul"), comment(2, "光ファイバー", 1), comment(3, "Masts", 2)
        for look in (
            thread(MONDAY, first, reply, third, comment(4, "Gone soon")),
            thread(TUESDAY, comment(1, "Backhaul, edited"), reply, third),
            thread(TUESDAY, first, is_complete=False, scope="rest"),
            thread(WEDNESDAY, comment(1, "Backhaul, edited"), reply, third),
        ):
            store_observation(archive, look)
    return tmp_path / "archive.db"


def tampered(path: Path, *statements: str) -> list[str]:
    """What is said of an archive after somebody has written to it by hand."""
    with sqlite3.connect(path) as db:
        for statement in statements:
            db.execute(statement)
    return list(verify(path))


def said(path: Path, *words: str) -> Done:
    return archiver("verify", "--db", str(path), *words, cwd=path.parent)


def test_a_sound_archive_has_no_problem_and_stays_as_it_is(path: Path) -> None:
    with sqlite3.connect(path) as db:
        before = list(db.iterdump())
    done = said(path)
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == f"no problems in {path}\n"
    with sqlite3.connect(path) as db:
        assert list(db.iterdump()) == before


@pytest.mark.parametrize(
    ("statement", "problem"),
    [
        ("UPDATE comments SET parent_id = 3 WHERE id = 1", "comments 1: answers itself, by way of its parents"),
        ("UPDATE comments SET parent_id = id WHERE id = 4", "comments 4: answers itself, by way of its parents"),
        ("UPDATE comments SET depth = 7 WHERE id = 2", "comments 2: depth is 7, but by its parent it is 1"),
        ("UPDATE comments SET parent_id = 99 WHERE id = 2", "comments 2: refers to a row that is not in comments"),
        ("UPDATE comments SET version_count = 5 WHERE id = 2", "version_count is 5, but there are 1 versions"),
        (
            "UPDATE comments SET body = 'Forged' WHERE id = 3",
            "comments 3: body is 'Forged', by its observations 'Masts'",
        ),
        ("UPDATE comments SET gone_at = NULL WHERE id = 4", "comment_count is 3, but 4 are not gone"),
        ("DELETE FROM versions WHERE comment_id = 3", "comments 3: version_count is 1, but there are 0 versions"),
        ("UPDATE articles SET comment_count = 9", "articles 1: comment_count is 9, but 3 are not gone"),
        ("UPDATE articles SET title = 'Forged'", "articles 1: title is 'Forged', by its observations"),
        ("UPDATE observations SET captured_count = 8 WHERE id = 1", "captured_count is 8, but it saw 4"),
        ("UPDATE shown_threads SET entries = '[[77,null,0]]' WHERE id = 1", "shows readings that are not there (77)"),
        ("UPDATE shown_threads SET entries = '[nonsense' WHERE id = 1", "articles 1: makes no sense"),
        ("UPDATE observations SET article_id = 2", "refers to a row that is not in articles"),
        ("DELETE FROM observations", "articles 1: no observation has seen it"),
        ("DELETE FROM captures WHERE observation_id = 2", "observations 2: has no captures"),
        ("UPDATE observations SET digest = 'forged' WHERE id = 2", "observations 2: digest is forged, by its captures"),
        (
            f"UPDATE captures SET sha256 = '{'0' * 64}' WHERE observation_id = 3",
            "observations 3: digest is ",
        ),
        ("DELETE FROM article_urls", "articles 1: article_urls has no address of it"),
        (
            "UPDATE article_urls SET url = 'mast.example/forged'",
            "articles 1: article_urls does not have its own address mast.example/",
        ),
        (
            "UPDATE article_versions SET facts_key = 'forged'",
            "article_versions 1: facts_key is forged, by what it says",
        ),
        (
            "UPDATE shown_threads SET last_observed_at = '2024-05-09T12:00:00Z' WHERE id = 1",
            "shown_threads 1: last_observed_at is 2024-05-09T12:00:00Z, by its observations 2024-05-06T12:00:00Z",
        ),
        ("DELETE FROM versions_fts", "versions_fts 1: is missing, by the observations of its article"),
        (
            "INSERT INTO article_versions_fts (rowid, text) VALUES (1, 'x')",
            "article_versions_fts 1: should not be there, by the observations of its article",
        ),
        ("INSERT INTO versions_fts (rowid, text) VALUES (77, 'x')", "versions_fts 77: there is no such version"),
        (
            "INSERT INTO article_versions_fts (rowid, text) VALUES (77, 'x')",
            "article_versions_fts 77: there is no such version",
        ),
        ("DROP TRIGGER comments_fts_update", "comments_fts_update: the trigger that keeps words searchable is missing"),
    ],
)
def test_what_is_wrong_is_said_with_its_table_and_id(path: Path, statement: str, problem: str) -> None:
    problems = tampered(path, statement)
    assert any(problem in one for one in problems), problems


def test_words_behind_the_search_index_are_found(path: Path) -> None:
    problems = tampered(path, "DROP TRIGGER comments_fts_delete", "INSERT INTO comments_fts VALUES ('x', 'y', '')")
    assert "comments_fts: does not hold the words that its table holds" in problems


def test_a_command_with_problems_ends_with_1_and_one_line_for_each(path: Path) -> None:
    tampered(path, "UPDATE comments SET depth = 7 WHERE id = 2", "UPDATE articles SET comment_count = 9")
    done = said(path)
    assert done.returncode == 1
    lines = done.stdout.splitlines()
    assert {line.split()[0] for line in lines} == {"comments", "articles"}, lines
    assert f"{len(lines)} problems in" in done.stderr


class Terminal(io.StringIO):
    """What thinks it is a terminal."""

    def isatty(self) -> bool:
        return True


def test_a_terminal_shows_how_far_it_is_and_stdout_has_the_problems_alone(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tampered(path, "UPDATE articles SET comment_count = 9")
    out, terminal = io.StringIO(), Terminal()
    monkeypatch.setattr("sys.stdout", out)
    monkeypatch.setattr("sys.stderr", terminal)
    assert run(["verify", "--db", str(path)]) == 1
    said = out.getvalue().splitlines()
    assert said
    assert all(line.startswith("articles 1: ") for line in said)
    assert "history" in terminal.getvalue()
    assert "articles 1: " not in terminal.getvalue()


def test_pages_that_are_damaged_are_said_and_nothing_else_is_looked_at(path: Path) -> None:
    whole = bytearray(path.read_bytes())
    with sqlite3.connect(path) as db:
        (page,) = db.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'comments'").fetchone()
    whole[(page - 1) * 4096 : page * 4096] = b"\xa5" * 4096
    path.write_bytes(whole)
    done = said(path)
    assert done.returncode == 1
    assert done.stdout.startswith("the file: ")
    assert "Traceback" not in done.stderr


def test_an_archive_that_cannot_be_opened_is_told_with_the_ways_out(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:5000])
    done = said(path)
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr.endswith("Go back to a backup of it.\n")
    captures_folder(path).mkdir()
    done = said(path)
    assert "verify" not in done.stderr
    assert f"archiver rebuild {captures_folder(path)} --db NEW" in done.stderr


def test_an_archive_that_is_not_there_is_wrong_usage_and_not_made(tmp_path: Path) -> None:
    assert said(tmp_path / "none.db").returncode == 2
    assert list(tmp_path.iterdir()) == []


def test_what_a_read_only_archive_keeps_us_from_seeing_is_said(tmp_path: Path) -> None:
    with lockable_folder(tmp_path) as disk:
        with Archive.for_writing(disk / "archive.db") as archive:
            store_observation(archive, thread(MONDAY, comment(1, "Words")))
        with read_only(disk):
            with pytest.raises(CannotWriteError):
                list(verify(disk / "archive.db"))
            done = said(disk / "archive.db")
    assert (done.returncode, done.stdout) == (1, "")
    assert "read-only" in done.stderr


def test_writers_can_write_while_history_is_worked_out_again(path: Path) -> None:
    with Archive.for_writing(path) as writer:

        def write(what: str, done: int, total: int) -> None:
            if what == "history":
                store_observation(writer, thread("2024-05-09T12:00:00", comment(1, "Backhaul, edited")))

        assert list(verify(path, watch=write)) == []


def test_an_article_that_is_found_to_be_another_meanwhile_is_no_problem(path: Path) -> None:
    def page(when: str, *slugs: str) -> ThreadPage:
        addresses = [f"https://mast.example/{slug}/" for slug in slugs]
        look = thread(when, comment(1, "Words"), article=Article(url=addresses[0], title="Masts"))
        look.article_urls = addresses
        return look

    with Archive.for_writing(path) as writer:
        for slug in ("one", "other"):
            store_observation(writer, page(MONDAY, slug))

        def join(what: str, done: int, total: int) -> None:
            if what == "threads" and done == 0:
                store_observation(writer, page(TUESDAY, "one", "other"))
                assert writer.rows("SELECT count(*) AS n FROM articles") == [{"n": 2}]

        assert list(verify(path, watch=join)) == []


@settings(max_examples=15)
@given(st.randoms(use_true_random=False), st.integers(1, 7))
def test_no_history_that_was_stored_is_found_wrong(random: Random, looks: int) -> None:
    history = history_of(random, SOURCES, looks)
    random.shuffle(history)
    with TemporaryDirectory() as folder:
        with Archive.for_writing(Path(folder) / "archive.db") as archive:
            for page in history:
                store_observation(archive, page)
        assert list(verify(Path(folder) / "archive.db", is_quick=True)) == []


@pytest.fixture
def crawled(tmp_path: Path) -> Path:
    """An archive with captures."""
    import_module("archiver.crawling")  # once, for the process to come

    pages = {
        "/robots.txt": Answer("User-agent: *\nAllow: /\n", content_type="text/plain"),
    }
    with serving(
        lambda url: (
            pages
            | {
                f"/{slug}/": Answer(article_page(f"{url}/{slug}/", [comment_item(n, "Ada", "Good news.")], stated=1))
                for n, slug in enumerate(["masts", "fibre"])
            }
        )
    ) as site:

        def crawl() -> int:
            os.chdir(tmp_path)
            hurry = ("--allow-private", "-s", "DOWNLOAD_DELAY=0", "-s", "AUTOTHROTTLE_ENABLED=False")
            return run(["crawl", f"{site.url}/masts/", f"{site.url}/fibre/", *hurry])

        assert ended(begun(crawl)) == 0
    return tmp_path / "archive.db"


def test_captures_are_read_back_and_compared(crawled: Path) -> None:
    assert list(verify(crawled)) == []
    folder = captures_folder(crawled)
    (file,) = folder.glob("*.warc.gz")
    with Archive.for_reading(crawled) as archive:
        rows = archive.rows("SELECT * FROM captures ORDER BY id")
    assert len(rows) == 2
    assert all(row["file"] == file.name for row in rows)

    forged = tampered(crawled, f"UPDATE captures SET sha256 = '{'0' * 64}' WHERE id = {rows[0]['id']}")
    assert any(one.startswith(f"captures {rows[0]['id']}: other bytes") for one in forged), forged
    tampered(crawled, f"UPDATE captures SET sha256 = '{rows[0]['sha256']}' WHERE id = {rows[0]['id']}")

    whole = file.read_bytes()
    at = rows[1]["offset"] + 40
    file.write_bytes(whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :])
    problem, *_ = verify(crawled)
    assert problem.startswith(f"captures {rows[1]['id']}: ")
    file.write_bytes(whole[: rows[1]["offset"] + 10])
    problem, *_ = verify(crawled)
    assert "no whole record" in problem
    shutil.rmtree(folder)
    (problem,) = verify(crawled)
    assert problem == f"captures: {file} is not there, in which 2 of them are kept"
