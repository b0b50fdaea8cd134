"""Capture files: valid WARC at every instant, whatever is put into them."""

from __future__ import annotations

import gzip
import os
import random
import re
import signal
import tracemalloc
import zlib
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import brotli  # type: ignore[import-untyped]  # ships no types
import pytest

from archiver.captures import reading
from archiver.captures.http_messages import HttpRequest, HttpResponse
from archiver.captures.reading import read_capture
from archiver.captures.writing import CaptureWriter
from archiver.errors import DamagedCaptureError, StorageError
from archiver.items import CaptureRecord
from tests.captures.warc_files import is_valid, of_kind, records_in
from tests.disks import read_only, small_disk

NOW = datetime(2026, 11, 22, 10, 15, tzinfo=UTC)
PAGE = b"<html><body>Masts go up in Little Wick</body></html>"


def response(body: bytes = PAGE, *headers: tuple[bytes, bytes], url: str = "https://mast.example/") -> HttpResponse:
    return HttpResponse(url=url, status=200, headers=[(b"Content-Type", b"text/html"), *headers], body=body)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "archive.captures"


def test_a_response_comes_back_as_it_was_received(folder: Path) -> None:
    writer = CaptureWriter(folder, 7)
    kept = writer.response(response(PAGE, (b"Set-Cookie", b"a=1"), (b"Set-Cookie", b"b=2")), NOW)
    writer.close()
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d{6}Z-run7-00001\.warc\.gz", kept.file)
    assert is_valid(folder / kept.file)
    back = read_capture(folder, kept.file, kept.offset, kept.length, sha256=sha256(PAGE).hexdigest())
    assert (back.url, back.status, back.body, back.captured_at) == ("https://mast.example/", 200, PAGE, NOW)
    assert back.content_type == "text/html"
    assert [value for name, value in back.headers if name == b"Set-Cookie"] == [b"a=1", b"b=2"]
    assert back.record_id == kept.record_id


def test_a_response_and_its_request_stand_side_by_side(folder: Path) -> None:
    sent = HttpRequest(method="GET", target=b"/a?b=c", headers=[(b"Host", b"mast.example")])
    answer = HttpResponse(url="https://mast.example/a?b=c", status=404, headers=[], ip_address="::1", request=sent)
    kept = CaptureWriter(folder).response(answer, NOW)
    warcinfo, received, asked = records_in(folder)
    assert warcinfo["WARC-Type"] == "warcinfo"
    assert (received["status"], received["WARC-IP-Address"]) == ("404", "::1")
    assert asked["WARC-Concurrent-To"] == received["WARC-Record-ID"] == kept.record_id
    assert asked["http"] == [("Host", "mast.example")]
    assert asked["WARC-Target-URI"] == received["WARC-Target-URI"] == "https://mast.example/a?b=c"
    assert received["WARC-Payload-Digest"].startswith("sha256:")


@pytest.mark.parametrize(
    "hostile",
    [
        (b"X-Split", b"a\r\n\r\n<script>"),
        (b"X-Split", b"a\rb\nc\x00d"),
        (b"X-Latin", b"gr\xfc\xdfe \xff\xfe"),
        (b"X-Bad\r\nName: x", b"y"),
        (b"", b"no name"),
        (b" Folded", b"value"),
        (b"X-Empty", b""),
        (b"X-Long", b"y" * 100_000),
    ],
)
def test_hostile_headers_neither_end_the_head_nor_touch_the_body(folder: Path, hostile: tuple[bytes, bytes]) -> None:
    kept = CaptureWriter(folder).response(response(PAGE, hostile, (b"X-Last", b"still here")), NOW)
    back = read_capture(folder, kept.file, kept.offset, kept.length)
    assert back.body == PAGE
    assert back.headers[0] == (b"Content-Type", b"text/html")
    assert back.headers[-1] == (b"X-Last", b"still here")
    assert is_valid(folder / kept.file)


@pytest.mark.parametrize(
    "url",
    ["https://mast.example/a b\r\nWARC-Type: metadata", "https://mast.example/ü/华为?q=\ud800", "", "<>", "\x00#x"],
)
def test_odd_addresses_stay_in_their_header(folder: Path, url: str) -> None:
    writer = CaptureWriter(folder)
    kept = writer.file(PAGE, url, NOW)
    assert read_capture(folder, kept.file, kept.offset, kept.length).body == PAGE
    assert [record["WARC-Type"] for record in records_in(folder)] == ["warcinfo", "resource"]
    assert is_valid(folder / kept.file)


@pytest.mark.parametrize("size", [0, 1, 3_000_000])
def test_bodies_of_any_size_come_back(folder: Path, size: int) -> None:
    body = random.Random(size).randbytes(size)
    writer = CaptureWriter(folder)
    for kept in (writer.file(body, "https://mast.example/", NOW), writer.response(response(body), NOW)):
        assert read_capture(folder, kept.file, kept.offset, kept.length).body == body
    assert is_valid(folder / kept.file)


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        (b"gzip", gzip.compress(PAGE, mtime=0)),
        (b"x-gzip", gzip.compress(PAGE, mtime=0)),
        (b"deflate", zlib.compress(PAGE)),
        (b"br", brotli.compress(PAGE)),
        (b"deflate, gzip", gzip.compress(zlib.compress(PAGE), mtime=0)),
        (b"gzip", gzip.compress(PAGE, mtime=0)[:-6]),  # cut: Scrapy gives what there is
    ],
)
def test_what_the_reader_got_is_without_content_encoding(folder: Path, encoding: bytes, body: bytes) -> None:
    kept = CaptureWriter(folder).response(response(body, (b"Content-Encoding", encoding)), NOW)
    assert read_capture(folder, kept.file, kept.offset, kept.length).body == PAGE
    assert of_kind(records_in(folder), "response")[0]["raw"] == body


def test_a_body_that_unpacks_to_more_than_any_page_is_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MAX_DECODED_BYTES", 1_000_000)
    bomb = gzip.compress(gzip.compress(bytes(2_000_000), 9), 9)
    headers = (b"Content-Encoding", b"gzip, gzip")
    kept = CaptureWriter(folder).response(response(bomb, headers), NOW)
    with pytest.raises(DamagedCaptureError, match="compression"):
        read_capture(folder, kept.file, kept.offset, kept.length)


def test_other_bytes_than_were_captured_are_not_given_out(folder: Path) -> None:
    kept = CaptureWriter(folder).response(response(), NOW)
    for offset, length in ((kept.offset + 1, kept.length), (kept.offset, kept.length - 9), (10**9, 5), (-1, 5)):
        with pytest.raises(StorageError):
            read_capture(folder, kept.file, offset, length)
    with pytest.raises(DamagedCaptureError, match="other bytes"):
        read_capture(folder, kept.file, kept.offset, kept.length, sha256=sha256(b"").hexdigest())
    for name in ("gone.warc.gz", f"../{folder.name}/{kept.file}", "", ".."):
        with pytest.raises(StorageError):
            read_capture(folder, name, kept.offset, kept.length)


def test_a_file_is_begun_anew_when_it_is_full(folder: Path) -> None:
    writer = CaptureWriter(folder, roll_at=2500)
    kept = [writer.file(random.Random(number).randbytes(1500), "", NOW) for number in range(3)]
    assert [one.file[-13:] for one in kept] == ["00001.warc.gz", "00001.warc.gz", "00002.warc.gz"]
    assert len(of_kind(records_in(folder), "warcinfo")) == 2


def test_two_writers_of_one_run_do_not_write_into_one_file(folder: Path) -> None:
    writers = [CaptureWriter(folder, 1), CaptureWriter(folder, 1)]
    files = {writer.file(PAGE, "", NOW).file for writer in writers}
    assert len(files) == 2


def test_a_revisit_names_the_record_that_holds_its_bytes(folder: Path) -> None:
    writer = CaptureWriter(folder)
    original = writer.response(response(), NOW)
    later = datetime(2026, 11, 23, tzinfo=UTC)
    unchanged = HttpResponse(url="https://mast.example/", status=304, headers=[(b"Etag", b'"7"')])
    kept = writer.revisit(unchanged, later, original.record_id, NOW)
    back = read_capture(folder, kept.file, kept.offset, kept.length)
    assert (back.kind, back.status, back.body, back.captured_at) == ("revisit", 304, b"", later)
    assert back.refers_to == original.record_id
    (record,) = of_kind(records_in(folder), "revisit")
    assert record["WARC-Profile"].endswith("/server-not-modified")
    assert record["WARC-Refers-To-Date"] == "2026-11-22T10:15:00Z"
    assert is_valid(folder / kept.file)


def test_metadata_refers_to_the_first_of_its_members(folder: Path) -> None:
    writer = CaptureWriter(folder)
    member = writer.file(PAGE, "", NOW)
    kept = writer.metadata(b'{"format": 1}', "https://mast.example/", NOW, [member.record_id])
    back = read_capture(folder, kept.file, kept.offset, kept.length)
    assert (back.kind, back.body, back.refers_to) == ("metadata", b'{"format": 1}', member.record_id)


def test_files_stay_valid_when_their_writer_is_killed(folder: Path) -> None:
    chance = random.Random(4)
    for _ in range(20):
        _kill_a_writer(folder, after=chance.randrange(1, 6))
    files = sorted(folder.iterdir())
    assert len(files) == 20
    assert is_valid(*files)
    kept = of_kind(records_in(folder), "response")
    assert kept
    assert all(len(record["raw"]) == 150_000 for record in kept)


def _kill_a_writer(folder: Path, after: int) -> None:
    """Kill a process that writes responses without a pause, when so many are written: in the middle of the next."""
    told, tells = os.pipe()
    child = os.fork()
    if child == 0:
        writer = CaptureWriter(folder, os.getpid())
        body = random.Random(after).randbytes(150_000)
        while True:
            writer.response(response(body), NOW)
            os.write(tells, b".")
    os.close(tells)
    while after > 0:
        after -= len(os.read(told, after))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    os.close(told)


def test_memory_holds_one_record_at_a_time(folder: Path) -> None:
    writer = CaptureWriter(folder)
    body = random.Random(1).randbytes(300_000)
    tracemalloc.start()
    try:
        for _ in range(20):
            writer.response(response(body), NOW)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 6 * len(body)


def test_a_full_disk_is_told_in_one_line_and_leaves_whole_records(tmp_path: Path) -> None:
    with small_disk(tmp_path) as disk:
        folder = disk / "archive.captures"
        writer = CaptureWriter(folder)
        kept: list[CaptureRecord] = []
        with pytest.raises(StorageError, match=r"No space left.*--no-captures") as told:
            kept.extend(writer.file(random.Random(n).randbytes(90_000), "", NOW) for n in range(100))
        assert str(folder / kept[0].file) in str(told.value)
        assert "\n" not in str(told.value)
        assert is_valid(folder / kept[0].file)
        assert len(of_kind(records_in(folder), "resource")) == len(kept) > 3


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "taken.captures").write_text("a file")
    for folder in (tmp_path / "taken.captures", tmp_path / "nowhere" / "archive.captures"):
        with pytest.raises(StorageError, match=re.escape(str(folder))):
            CaptureWriter(folder).file(PAGE, "", NOW)
        with pytest.raises(StorageError, match=re.escape(str(folder))):
            CaptureWriter(folder).prepare()
    with small_disk(tmp_path) as disk:
        (disk / "archive.captures").mkdir()
        with read_only(disk), pytest.raises(StorageError, match=r"[Rr]ead-only"):
            CaptureWriter(disk / "archive.captures").file(PAGE, "", NOW)
