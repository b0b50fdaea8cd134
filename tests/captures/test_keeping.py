"""What stands beside the captures so that an observation can be read again."""

from __future__ import annotations

import json
import os
import sqlite3
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from archiver.archive import Archive
from archiver.captures.keeping import ImportedFile, store_with_captures
from archiver.captures.metadata import ImportArguments, ObservationMetadata
from archiver.captures.reading import read_capture
from archiver.captures.writing import CaptureWriter
from archiver.errors import DamagedCaptureError, StorageError
from archiver.items import CaptureRecord
from tests.archive_equality import contents_of
from tests.captures.warc_files import is_valid, of_kind, records_in
from tests.command import archiver
from tests.test_import import TEXT, URL
from tests.threads import comment, thread
from tests.wordpress_pages import article_page, comment_item

MONDAY = "2024-05-06T10:00:00"


def test_an_imported_file_is_kept_with_what_was_said_about_it(tmp_path: Path) -> None:
    (tmp_path / "crawl.txt").write_text(TEXT)
    words = ("--url", "https://telecoms.com/1/masts/", "--observed-at", "2024-05-08")
    assert archiver("import", "crawl.txt", *words, cwd=tmp_path).returncode == 0
    folder = tmp_path / "archive.captures"
    records = records_in(folder)
    assert [record["WARC-Type"] for record in records] == ["warcinfo", "resource", "metadata"]
    resource, metadata = records[1:]
    assert (resource["raw"], resource["WARC-Date"]) == (TEXT.encode(), "2024-05-08T00:00:00Z")
    assert metadata["WARC-Refers-To"] == resource["WARC-Record-ID"]
    said = json.loads(metadata["raw"])
    assert said["format"] == 1
    assert said["arguments"] == {"url": "https://telecoms.com/1/masts/", "observed_at": "2024-05-08T00:00:00Z"}
    assert (said["source"], said["observed_at"]) == ("text", "2024-05-08T00:00:00Z")
    assert said["site"]["id"] == "telecoms"
    assert said["members"] == [
        {
            "record_id": resource["WARC-Record-ID"],
            "url": "https://telecoms.com/1/masts/",
            "captured_at": "2024-05-08T00:00:00Z",
            "sha256": sha256(TEXT.encode()).hexdigest(),
        }
    ]
    with sqlite3.connect(tmp_path / "archive.db") as db:
        (row,) = db.execute('SELECT file, "offset", length, sha256 FROM captures').fetchall()
    assert read_capture(folder, *row[:3], sha256=row[3]).body == TEXT.encode()
    assert is_valid(folder / row[0])


def test_a_file_that_the_archive_holds_is_not_kept_twice(tmp_path: Path) -> None:
    (tmp_path / "saved.html").write_text(article_page(URL, [comment_item(1, "Ada", "Good news.")], stated=1))
    os.utime(tmp_path / "saved.html", (1715155200, 1715155200))
    for _ in range(2):
        assert archiver("import", "saved.html", cwd=tmp_path).returncode == 0
    assert len(list((tmp_path / "archive.captures").iterdir())) == 1
    assert len(of_kind(records_in(tmp_path / "archive.captures"), "resource")) == 1


def test_a_file_imported_without_captures_gets_them_when_it_is_imported_with_them(tmp_path: Path) -> None:
    (tmp_path / "crawl.txt").write_text(TEXT)
    words = ("import", "crawl.txt", "--url", "https://telecoms.com/1/masts/", "--observed-at", "2024-05-08")
    assert archiver(*words, "--no-captures", cwd=tmp_path).returncode == 0
    assert archiver("rebuild", "-o", "new.db", cwd=tmp_path).returncode == 2
    for _ in range(2):
        assert archiver(*words, cwd=tmp_path).returncode == 0
    assert len(of_kind(records_in(tmp_path / "archive.captures"), "resource")) == 1
    assert archiver("verify", cwd=tmp_path).returncode == 0
    done = archiver("rebuild", "-o", "new.db", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    with Archive.for_reading(tmp_path / "archive.db") as old, Archive.for_reading(tmp_path / "new.db") as new:
        assert len(old.rows("SELECT * FROM observations")) == 1
        assert contents_of(new) == contents_of(old)


def test_without_captures_an_import_leaves_the_archive_alone_in_its_folder(tmp_path: Path) -> None:
    (tmp_path / "saved.html").write_text(article_page(URL, stated=0))
    assert archiver("import", "saved.html", "--no-captures", cwd=tmp_path).returncode == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["archive.db", "saved.html"]


def test_captures_that_cannot_be_written_leave_the_archive_without_the_observation(tmp_path: Path) -> None:
    (tmp_path / "saved.html").write_text(article_page(URL, stated=0))
    (tmp_path / "archive.captures").write_text("a file of the user's")
    done = archiver("import", "saved.html", cwd=tmp_path)
    assert done.returncode == 3
    assert "archive.captures" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    with sqlite3.connect(tmp_path / "archive.db") as db:
        assert db.execute("SELECT count(*) FROM articles").fetchone() == (0,)


def test_metadata_comes_back_as_it_was(archive: Archive, tmp_path: Path) -> None:
    page = thread(MONDAY, comment(1, "Good news."))
    page.evidence.pages_left, page.evidence.is_capped, page.evidence.is_inconsistent = 3, True, True
    page.article_urls += ["https://mast.example/old/", "https://mast.example/old/"]
    said = ImportArguments(observed_at="2024-05-06T10:00:00Z")
    writer = CaptureWriter(tmp_path / "archive.captures")
    stored = store_with_captures(archive, page, None, writer, ImportedFile(body=b"masts", arguments=said))
    assert stored.is_new_observation
    (record,) = of_kind(records_in(tmp_path / "archive.captures"), "metadata")
    back = ObservationMetadata.read(record["raw"])
    assert back == ObservationMetadata.of(page, said)
    assert (back.pages_left, back.is_capped, back.is_inconsistent) == (3, True, True)
    assert back.article_urls.count("https://mast.example/old/") == 1
    assert back.site == page.site


def test_a_transaction_that_fails_leaves_neither_rows_nor_half_a_record(archive: Archive, tmp_path: Path) -> None:
    (tmp_path / "captures").write_text("in the way")
    page = thread(MONDAY, comment(1, "Good news."))
    with pytest.raises(StorageError):
        store_with_captures(archive, page, None, CaptureWriter(tmp_path / "captures"), ImportedFile(body=b"masts"))
    assert archive.rows("SELECT * FROM observations") == []


def test_no_pattern_is_taken_from_captures(tmp_path: Path) -> None:
    page = thread(MONDAY, comment(1, "Good news."))
    page.site = replace(page.site, article_id_in_address="(a+)+$")
    page.captures[0].record = CaptureRecord(file="x.warc.gz", offset=0, length=1, record_id="<urn:uuid:7>")
    assert ObservationMetadata.read(ObservationMetadata.of(page).document()).site.article_id_in_address is None


@pytest.mark.parametrize(
    "document",
    [
        b"",
        b"\xff\xfe",
        b"[]",
        b"null",
        b'{"format": 2}',
        b'{"format": 1}',
        b"[" * 100_000,
        b'{"format": 1, "members": [], "arguments": null}',
        b'{"format": 1, "members": [{"record_id": 1}]}',
        b'{"format": 1, "members": 7}',
    ],
)
def test_metadata_that_nobody_of_us_wrote_is_refused(document: bytes) -> None:
    with pytest.raises(DamagedCaptureError):
        ObservationMetadata.read(document)
