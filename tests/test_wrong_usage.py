"""What people type wrongly ends with one line and the code for it."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

import pytest

from archiver.archive import Archive
from archiver.instants import read_instant
from tests.command import archiver
from tests.threads import URL
from tests.wordpress_pages import article_page


@pytest.mark.parametrize(
    "words",
    [
        "crawl https://mast.example/ -s DOWNLOAD_DELAY=abc",
        "crawl https://mast.example/ -s DOWNLOAD_DELAY=nan",
        "crawl https://mast.example/ -s RETRY_TIMES=1.5",
        "crawl https://mast.example/ -s ROBOTSTXT_OBEY=perhaps",
        "crawl https://mast.example/ -s DOWNLOADER_MIDDLEWARES={",
        "crawl https://mast.example/ -s LOG_LEVEL=NOPE",
        "crawl https://mast.example/ -s =1",
        "crawl http://[::1",
        "crawl https://",
        "crawl https://mast.example:port/",
        "show http://[::1",
        "export http://[::1 --format md",
        "extract saved.html --url notaurl",
        "extract saved.html --url http://[::1",
        "import saved.html --url notaurl",
        "import saved.html saved.html --url https://mast.example/",
        "import saved.html --observed-at 9999-99-99T00:00Z",
        "import saved.html --observed-at 9999-12-31T23:59:59-12:00",
        "import saved.html --observed-at 0001-01-01T00:00:00+12:00",
        "search fibre --since yesterday",
        "search fibre --depth 99999999999999999999",
        "search fibre --limit 0",
        "search",
        "export 1 --format docx",
        "serch fibre",
        "--nonsense",
    ],
)
def test_it_is_told_in_one_line(tmp_path: Path, words: str) -> None:
    (tmp_path / "saved.html").write_text(article_page(URL))
    done = archiver(*words.split(), cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, ""), done.stderr
    assert len(done.stderr.splitlines()) == 1, done.stderr
    assert not (tmp_path / "archive.db").exists()


@pytest.mark.parametrize("words", ["search fibre", "export --format csv", "crawl https://mast.example/"])
@pytest.mark.parametrize("until", ["2024-05-01", "2024-05-02"])
def test_a_span_that_ends_before_it_begins_is_refused(tmp_path: Path, words: str, until: str) -> None:
    done = archiver(*words.split(), "--since", "2024-05-02", "--until", until, cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr.startswith("archiver: Nothing is between --since 2024-05-02")


def test_without_a_verb_there_is_help(tmp_path: Path) -> None:
    done = archiver(cwd=tmp_path)
    assert done.returncode == 2
    assert "Usage: archiver" in done.stderr


def test_the_first_and_the_last_instants_are_read_or_refused_but_never_fail_otherwise() -> None:
    assert read_instant("9999-12-31T23:59:59Z").year == 9999
    for text in ("9999-12-31T23:59:59-12:00", "0001-01-01T00:00:00+12:00", "0999-12-31"):
        with pytest.raises(ValueError, match="year"):
            read_instant(text)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_an_archive_that_may_not_be_read_is_named(tmp_path: Path) -> None:
    archive = tmp_path / "archive.db"
    archive.touch(mode=0o000)
    done = archiver("show", "1", cwd=tmp_path)
    assert (done.returncode, len(done.stderr.splitlines())) == (3, 1)
    archive.unlink()
    tmp_path.chmod(0o000)
    try:
        done = archiver("show", "1", "--db", str(archive), cwd=Path("/"))
    finally:
        tmp_path.chmod(0o700)
    assert (done.returncode, len(done.stderr.splitlines())) == (3, 1)


def test_an_archive_whose_name_is_too_long_for_a_file_is_told_in_one_line(tmp_path: Path) -> None:
    done = archiver("show", "1", "--db", "x" * 300, cwd=tmp_path)
    assert (done.returncode, len(done.stderr.splitlines())) == (3, 1)


@pytest.mark.parametrize(
    "words", [("show", "\udcff"), ("search", "x", "--site", "\udcff"), ("export", "\udcff", "--format", "md")]
)
def test_words_that_are_no_text_are_told_in_one_line(tmp_path: Path, words: tuple[str, ...]) -> None:
    Archive.for_writing(tmp_path / "archive.db").close()
    done = archiver(*words, cwd=tmp_path)
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)


def test_a_file_may_have_a_name_that_is_no_text(tmp_path: Path) -> None:
    name = os.fsdecode(b"caf\xe9.html")
    (tmp_path / name).write_text(article_page(URL))
    done = archiver("import", name, cwd=tmp_path)
    assert done.returncode == 0, done.stderr


def test_debug_shows_the_traceback_and_ends_with_the_same_code(tmp_path: Path) -> None:
    done = archiver("--debug", "show", "1", cwd=tmp_path)
    assert done.returncode == 2
    assert "Traceback" in done.stderr
    assert done.stderr.splitlines()[-1].startswith("archiver: There is no archive")


@pytest.mark.parametrize("is_sqlite", [False, True])
def test_erasing_from_a_file_with_nothing_in_it_leaves_it_so(tmp_path: Path, is_sqlite: bool) -> None:
    path = tmp_path / "zero.db"
    path.touch()
    if is_sqlite:
        with sqlite3.connect(path) as db:
            db.execute("PRAGMA user_version = 1")
    before = path.read_bytes()
    done = archiver("erase", "--author", "Ada", "--yes", "--db", "zero.db", cwd=tmp_path)
    assert done.returncode == 2
    assert "There is no archive in" in done.stderr
    assert path.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["zero.db"]
