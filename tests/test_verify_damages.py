"""Whatever somebody changes by hand in one row of one table, `archiver verify` notices."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest

from archiver.archive import Archive
from archiver.archive.descriptions import DESCRIPTIONS
from archiver.archive.erasures import key_path
from archiver.archive.page_list import list_page
from archiver.archive.verifying import verify
from tests.captures.erased_pages import MONDAY, NAME, URL, erased, fill
from tests.command import archiver
from tests.wordpress_pages import article_page, comment_item

OTHER = "https://mast.example/2024/ferry/"


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an archive in which every table has rows; something was erased from it, and files given up."""
    folder = tmp_path_factory.mktemp("sound")
    fill(folder)
    said = [comment_item(20, "Di Duct", "Was it 5G?"), comment_item(21, "Ed Exchange", "It was.")]
    for day, comments in ((8, said), (9, [said[0].replace("5G", "copper")]), (10, said[:1])):
        (folder / "ferry.html").write_text(article_page(OTHER, comments, stated=len(comments)))
        words = ("--url", OTHER, "--observed-at", f"2024-05-{day:02}T12:00Z")
        assert archiver("import", "ferry.html", *words, cwd=folder).returncode == 0
    with Archive.for_writing(folder / "archive.db") as archive, archive.transaction():
        for url in (URL, OTHER):
            list_page(archive, "mast.example", "article", url, found_at=MONDAY, found_on=None)
        archive.insert("hosts", {"host": "mast.example", "asked_at": "2024-05-06T10:00:00Z", "delay": 2})
        mark = {"key": "k", "observation_id": 1, "run_id": 1, "exported_at": "2024-05-06T10:00:00Z"}
        archive.insert("export_marks", mark)
    (lost, *_) = sorted((folder / "archive.captures").iterdir())
    lost.unlink()
    erased(folder, "--author", NAME)
    assert archiver("erase", "--lost", "--yes", cwd=folder).returncode == 0
    assert list(verify(folder / "archive.db")) == []
    return folder


DAMAGES = [
    ("sites", "timezone = 'Europe/Atlantis'"),
    ("sites", "domain = 'mast.example/'"),
    ("sites", "stated_at = 'yesterday'"),
    ("pages", "key = 'mast.example/forged'"),
    ("pages", "url = 'https://mast.example/forged/'"),
    ("pages", "due_at = '2024-05-06'"),
    ("pages", "kind = 'leaflet'"),
    ("hosts", "asked_at = 'now'"),
    ("export_marks", "exported_at = 'now'"),
    ("runs", "arguments = '{'"),
    ("runs", "exit_code = 77"),
    ("runs", "finished_at = NULL"),
    ("articles", "title = 'Forged'"),
    ("articles", "site_id = 'forged'"),
    ("articles", "last_observed_at = '2024-05-09T10:00:00Z'"),
    ("articles", "search_text = 'forged'"),
    ("articles", "search_byline = 'forged'"),
    ("article_urls", "url = 'mast.example/forged'"),
    ("article_urls", "article_id = 77"),
    ("article_ids", "external_id = 'mast.example 77'"),
    ("article_versions", "body = 'Forged'"),
    ("article_versions", "words_key = 'forged'"),
    ("observations", "source = 'rest'"),
    ("observations", "platform = 'forged'"),
    ("observations", "observed_at = '2024-05-09T10:00:00Z'"),
    ("observations", "is_complete = 1 - is_complete"),
    ("observations", "captured_count = 77"),
    ("observations", "digest = 'forged'"),
    ("observations", "shown_id = NULL"),
    ("captures", "url = 'https://mast.example/forged/'"),
    ("captures", "status = 500"),
    ("captures", "captured_at = '2024-05-09T10:00:00Z'"),
    ("captures", "sha256 = 'forged'"),
    ("captures", "length = NULL"),
    ("comments", "body = 'Forged'"),
    ("comments", "author = 'Forged'"),
    ("comments", "search_author = 'forged'"),
    ("comments", "search_text = 'forged'"),
    ("comments", "parent_id = id"),
    ("comments", "state = 'removed'"),
    ("wordings", "body = 'Forged'"),
    ("wordings", "words_key = 'forged'"),
    ("wordings", "body_html = '<b>Forged</b>'"),
    ("readings", "author = 'Forged'"),
    ("readings", "published_at = '2024-05-09T10:00:00Z'"),
    ("readings", "published_raw = 'forged'"),
    ("readings", "external_id = '77'"),
    ("readings", "id_space = 'forged'"),
    ("readings", "kind = 'trackback'"),
    ("shown_threads", "key = 'forged'"),
    ("shown_threads", "entries = '[]'"),
    ("shown_threads", "last_observed_at = '2024-05-09T10:00:00Z'"),
    ("versions", "first_observed_at = '2024-05-09T10:00:00Z'"),
    ("versions", "last_shown_id = 77"),
    ("erasures", "subject = 'forged'"),
    ("erasures", "what = 'everything'"),
    ("erasures", "key_id = '00000000000000000000000000000000'"),
    ("erasures", "is_pending = 1"),
    ("redactions", "file = '../archive.db'"),
    ("redactions", "record_id = 'forged'"),
]
NOT_OURS = {"comment_versions", "comments_searched", "articles_searched", "_sqlite_migrations"}


def test_every_table_is_damaged_here(sound: Path) -> None:
    with Archive.for_reading(sound / "archive.db") as archive:
        tables = {row["name"] for row in archive.rows("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    ours = {table for table in DESCRIPTIONS.keys() & tables if not table.endswith("_fts")} - NOT_OURS
    assert ours <= {table for table, _ in DAMAGES}


@pytest.mark.parametrize(("table", "change"), DAMAGES)
def test_one_damaged_row_is_noticed(sound: Path, tmp_path: Path, table: str, change: str) -> None:
    for name in ("archive.db", "archive.db.erase-key"):
        shutil.copy(sound / name, tmp_path / name)
    (tmp_path / "archive.captures").symlink_to(sound / "archive.captures")
    with sqlite3.connect(tmp_path / "archive.db") as db:
        ((row,),) = db.execute(f"SELECT max(rowid) FROM {table}")
        assert db.execute(f"UPDATE {table} SET {change} WHERE rowid = ?", [row]).rowcount == 1
    assert list(verify(tmp_path / "archive.db", is_quick=table != "captures"))


def test_a_key_that_is_missing_is_noticed(sound: Path, tmp_path: Path) -> None:
    shutil.copy(sound / "archive.db", tmp_path / "archive.db")
    assert any("Put that file back" in one for one in verify(tmp_path / "archive.db", is_quick=True))
    shutil.copy(key_path(sound / "archive.db"), tmp_path / "archive.db.erase-key")
    assert list(verify(tmp_path / "archive.db", is_quick=True)) == []
