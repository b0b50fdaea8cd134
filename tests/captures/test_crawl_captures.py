"""What a crawl keeps of what it fetched, and where its rows say that it lies."""

from __future__ import annotations

import gzip
import sqlite3
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import urlsplit

from scrapy.http import Request, Response
from scrapy.utils.test import get_crawler

from archiver.captures.middleware import CaptureMiddleware
from archiver.captures.reading import read_capture
from archiver.instants import instant_text
from tests.captures.warc_files import is_valid, of_kind, records_in
from tests.command import Done, archiver, archiver_process
from tests.disks import small_disk
from tests.servers import Answer, moved, serving
from tests.test_crawl import HURRY, ROBOTS
from tests.wordpress_pages import article_page, comment_item


def site(url: str) -> dict[str, Answer]:
    page = article_page(f"{url}/masts/", [comment_item(11, "Ada", "Good news.")], stated=1)
    return {
        "/robots.txt": ROBOTS,
        "/old/": moved("/masts/"),
        "/masts/": Answer(
            gzip.compress(page.encode()),
            # Two headers of one name: the test server writes a value as it is.
            headers={"Content-Encoding": "gzip", "Set-Cookie": "a=1\r\nSet-Cookie: b=2", "X-Name": "Jos\xe9"},
        ),
    }


def crawled(folder: Path, *paths: str, words: tuple[str, ...] = ()) -> Done:
    with serving(site) as served:
        return archiver_process("crawl", *(served.url + path for path in paths), *words, *HURRY, cwd=folder)


def capture_rows(folder: Path) -> list[dict[str, Any]]:
    with sqlite3.connect(folder / "archive.db") as db:
        db.row_factory = sqlite3.Row
        return [dict(row) for row in db.execute("SELECT * FROM captures ORDER BY id")]


def test_every_response_is_kept_with_its_request_and_the_rows_lead_to_it(tmp_path: Path) -> None:
    assert crawled(tmp_path, "/old/", "/gone/").returncode == 1
    (file,) = (tmp_path / "archive.captures").iterdir()
    assert is_valid(file)
    records = records_in(tmp_path / "archive.captures")
    responses = {urlsplit(record["WARC-Target-URI"]).path: record for record in of_kind(records, "response")}
    assert {path: record["status"] for path, record in responses.items()} == {
        "/robots.txt": "200",
        "/old/": "301",
        "/masts/": "200",
        "/gone/": "404",
    }
    requests = {record["WARC-Concurrent-To"]: record for record in of_kind(records, "request")}
    assert set(requests) == {record["WARC-Record-ID"] for record in responses.values()}
    page = responses["/masts/"]
    assert [value for name, value in page["http"] if name == "Set-Cookie"] == ["a=1", "b=2"]
    assert ("X-Name", "Jos\xe9") in page["http"]
    assert gzip.decompress(page["raw"]).startswith(b"<!DOCTYPE html>")
    asked = dict(requests[page["WARC-Record-ID"]]["http"])
    assert asked["Host"].startswith("127.0.0.1:")
    assert "archiver/" in asked["User-Agent"]
    (row,) = capture_rows(tmp_path)
    kept = read_capture(file.parent, row["file"], row["offset"], row["length"], sha256=row["sha256"])
    assert kept.url == row["url"]
    assert kept.body == gzip.decompress(page["raw"])
    assert len(kept.body) == row["size"]
    assert instant_text(kept.captured_at) == row["captured_at"]


def test_requests_are_kept_as_they_were_sent_but_for_the_users_secrets(tmp_path: Path) -> None:
    crawler = get_crawler(settings_dict={"ARCHIVER_DB": str(tmp_path / "archive.db"), "ARCHIVER_CAPTURES": True})
    middleware = CaptureMiddleware.from_crawler(crawler)
    secret = {"Authorization": "Basic sesame", "Cookie": "sesame", "Proxy-Authorization": "sesame", "Accept": "*/*"}
    for url, meta in (
        ("https://mast.example:443?q=5G#comments", {}),
        ("http://mast.example:8080/a%20b", {"proxy": "http://proxy.example"}),
    ):
        request = Request(url, headers=secret, meta=meta, method="POST", body=b"masts")
        middleware.process_response(request, Response(url, headers={"X-Empty": ""}, body=b""))
    middleware.close()
    records = records_in(tmp_path / "archive.captures")
    first, second = of_kind(records, "request")
    assert first["line"] == "POST /?q=5G HTTP/1.1"
    assert first["http"] == [("Content-Length", "5"), ("Accept", "*/*"), ("Host", "mast.example")]
    assert first["raw"] == b"masts"
    assert second["line"] == "POST http://mast.example:8080/a%20b HTTP/1.1"
    assert ("Host", "mast.example:8080") in second["http"]
    assert "sesame" not in str(records)
    assert of_kind(records, "response")[0]["http"] == [("X-Empty", "")]


def test_without_captures_nothing_is_left_beside_the_archive(tmp_path: Path) -> None:
    assert crawled(tmp_path, "/masts/", words=("--no-captures",)).returncode == 0
    assert [path.name for path in tmp_path.iterdir()] == ["archive.db"]
    assert [row["file"] for row in capture_rows(tmp_path)] == [None]


def test_captures_that_cannot_be_written_end_a_crawl_before_it_begins(tmp_path: Path) -> None:
    (tmp_path / "archive.captures").write_text("a file of the user's")
    with serving(site) as served:
        done = archiver_process("crawl", f"{served.url}/masts/", *HURRY, cwd=tmp_path)
        assert served.asked == []
    assert done.returncode == 3
    assert "archive.captures" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_a_disk_that_captures_fill_up_ends_the_crawl_and_spares_the_archive(tmp_path: Path) -> None:
    noise = Random(1).randbytes(2_000_000).hex()

    def pages(url: str) -> dict[str, Answer]:
        return {"/robots.txt": ROBOTS, "/masts/": Answer(article_page(f"{url}/masts/", [f"<li>{noise}</li>"]))}

    with small_disk(tmp_path, "2m") as disk, serving(pages) as served:
        done = archiver_process("crawl", f"{served.url}/masts/", f"{served.url}/gone/", *HURRY, cwd=disk)
        (file,) = (disk / "archive.captures").iterdir()
        assert is_valid(file)
        assert archiver("search", "masts", cwd=disk).returncode == 0
    assert done.returncode == 3
    assert "--no-captures" in done.stderr
    assert "Traceback" not in done.stderr
