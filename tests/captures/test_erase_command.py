"""What `archiver erase` says before it erases, whom it means, and what it leaves alone."""

from __future__ import annotations

import hashlib
import sqlite3
from pathlib import Path

import pytest

from archiver.archive.erasures import key_path
from archiver.errors import Exit
from tests.captures.erased_pages import (
    NAME,
    QUOTE,
    URL,
    WORDS,
    erased,
    fill,
    page_of,
    row_id,
    rows,
)
from tests.command import archiver
from tests.erased_words import places_of
from tests.wordpress_pages import article_page, comment_item


def test_what_is_erased_is_shown_as_such(tmp_path: Path) -> None:
    fill(tmp_path)
    assert erased(tmp_path, "--comment", row_id(tmp_path)).returncode == 0
    assert "erased for good" in archiver("show", "1", cwd=tmp_path).stdout
    for form in ("md", "html"):
        assert "erased for good" in archiver("export", "1", "--format", form, cwd=tmp_path).stdout


QUOTING = "https://mast.example/2024/quoting/"


def quoting(folder: Path, beside: str = "") -> str:
    """Import a page with a comment that quotes the words, and with something beside the thread; gives its SHA-256."""
    page = article_page(QUOTING, [comment_item(77, "Cy Copper", QUOTE)]).replace("</body>", f"{beside}</body>")
    (folder / "quoting.html").write_text(page)
    assert archiver("import", "quoting.html", "--observed-at", "2024-05-08", cwd=folder).returncode == 0
    return hashlib.sha256(page.encode()).hexdigest()


def test_who_quotes_is_named_and_left_alone_with_the_capture(tmp_path: Path) -> None:
    fill(tmp_path)
    sha256 = quoting(tmp_path)
    (quoter,) = rows(tmp_path, "SELECT id, article_id FROM comments WHERE author = 'Cy Copper'")
    done = erased(tmp_path, "--comment", row_id(tmp_path))
    assert f"{quoter['id']} (article {quoter['article_id']})" in done.stderr
    assert "exports made before" in done.stderr
    (left,) = rows(tmp_path, "SELECT body FROM comments WHERE author = 'Cy Copper'")
    assert left["body"] == QUOTE
    captures = rows(tmp_path, "SELECT sha256 FROM captures WHERE redacted_at IS NULL")
    assert captures == [{"sha256": sha256}], "as received"
    assert archiver("verify", cwd=tmp_path).returncode == 0


@pytest.mark.parametrize("beside", [f"<aside>{NAME} on masts: {WORDS}</aside>", f"<!-- last by {NAME} -->"])
def test_a_capture_that_holds_more_of_it_than_a_quotation_is_replaced(tmp_path: Path, beside: str) -> None:
    fill(tmp_path)
    sha256 = quoting(tmp_path, beside)
    assert erased(tmp_path, "--author", NAME).returncode == 0
    assert not rows(tmp_path, "SELECT * FROM captures WHERE redacted_at IS NULL")
    (tmp_path / "quoting.html").unlink()
    for said in (sha256, NAME, "nobody at the council"):
        assert not places_of(said, tmp_path), said
    (left,) = rows(tmp_path, "SELECT body FROM comments WHERE author = 'Cy Copper'")
    assert left["body"] == QUOTE
    assert archiver("verify", cwd=tmp_path).returncode == 0


def test_a_quotation_that_its_author_has_taken_back_is_named_too(tmp_path: Path) -> None:
    fill(tmp_path)
    quoting(tmp_path)
    (tmp_path / "quoting.html").write_text(article_page(QUOTING, [comment_item(77, "Cy Copper", "Never mind.")]))
    assert archiver("import", "quoting.html", "--observed-at", "2024-05-09", cwd=tmp_path).returncode == 0
    (quoter,) = rows(tmp_path, "SELECT id, article_id FROM comments WHERE author = 'Cy Copper'")
    done = erased(tmp_path, "--comment", row_id(tmp_path))
    assert f"{quoter['id']} (article {quoter['article_id']})" in done.stderr


def test_a_dry_run_says_what_would_happen_and_changes_nothing(tmp_path: Path) -> None:
    fill(tmp_path)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    done = archiver("erase", "--author", NAME, "--dry-run", cwd=tmp_path)
    assert done.returncode == 0
    assert "1 comment under 1 article" in done.stderr
    assert "captures replaced or dropped: 12" in done.stderr
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


def test_nothing_is_erased_unless_it_is_confirmed(tmp_path: Path) -> None:
    fill(tmp_path)
    done = archiver("erase", "--author", NAME, cwd=tmp_path, stdin=b"n\n")
    assert done.returncode == Exit.INTERRUPTED
    assert places_of("my roof hums", tmp_path)
    assert archiver("erase", "--author", NAME, cwd=tmp_path, stdin=b"y\n").returncode == 0
    assert not places_of("my roof hums", tmp_path)


def test_a_comment_is_named_by_its_row_or_by_its_id_under_its_article(tmp_path: Path) -> None:
    fill(tmp_path)
    assert erased(tmp_path, URL, "--comment", "11").returncode == 0
    assert not places_of("my roof hums", tmp_path)
    for words in ((URL, "--comment", "999"), ("--comment", "999"), ("--comment", "x"), (URL, "--author", "Bo"), ()):
        done = erased(tmp_path, *words)
        assert done.returncode == Exit.USAGE, words
        assert len(done.stderr.splitlines()) == 1


def test_backups_are_deleted_and_named(tmp_path: Path) -> None:
    fill(tmp_path)
    backup = tmp_path / "archive.db.before-a_change-20240101T000000.000000Z.backup"
    with sqlite3.connect(tmp_path / "archive.db") as db:
        db.execute("VACUUM INTO ?", [str(backup)])
    assert backup.name in places_of("my roof hums", tmp_path)
    done = erased(tmp_path, "--author", NAME)
    assert backup.name in done.stderr
    assert not backup.exists()


def test_an_archive_without_captures_can_be_erased_from(tmp_path: Path) -> None:
    (tmp_path / "masts.html").write_text(page_of())
    words = ("--observed-at", "2024-05-08", "--no-captures")
    assert archiver("import", "masts.html", *words, cwd=tmp_path).returncode == 0
    (tmp_path / "masts.html").unlink()
    assert erased(tmp_path, "--author", NAME).returncode == 0
    assert not places_of(NAME, tmp_path)
    assert key_path(tmp_path / "archive.db").exists()
