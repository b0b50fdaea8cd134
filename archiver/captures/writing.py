"""Writing captures: WARC 1.1 records, each a gzip member of its own, whole on the disk or not there at all."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import zlib
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote, urldefrag

from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.utils import Digester
from warcio.warcwriter import GzippingWrapper, WARCWriter

from archiver import __version__
from archiver.archive.connection import room_left
from archiver.captures.http_messages import HttpResponse
from archiver.errors import StorageError
from archiver.instants import instant_text
from archiver.items import CaptureRecord

GZIP_LEVEL: Final = 6  # warcio's own 9 takes four times as long and saves two bytes in a hundred
ROLL_AT_BYTES: Final = 1_000_000_000
_UNCHANGED: Final = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
_IN_AN_ADDRESS: Final = "!#$%&'()*+,/:;=?@[]~"


class CaptureWriter:
    """Writes the captures of one run into ``folder``, which is made when the first one comes.

    A file is begun anew when it has reached ``roll_at`` bytes. Every record is handed to the system in one
    piece: a process killed at any instant leaves a file that can be read. Memory holds one record at a time.
    All methods that write raise StorageError, in words for people, and leave no part of a record behind.
    """

    def __init__(self, folder: Path, run_id: int | None = None, roll_at: int = ROLL_AT_BYTES) -> None:
        self.folder = folder
        self._name = f"{datetime.now(UTC):%Y-%m-%dT%H%M%SZ}-run{run_id or 0}"
        self._number = 0
        self._roll_at = roll_at
        self._file: _WarcFile | None = None

    def prepare(self) -> None:
        """Make the folder, so that a run that could keep nothing ends before it has begun."""
        try:
            self.folder.mkdir(exist_ok=True)
        except OSError as error:
            raise _storage_error(self.folder, error) from error
        if not os.access(self.folder, os.W_OK | os.X_OK):
            raise _storage_error(self.folder, PermissionError(0, "the folder is read-only"))

    def response(self, response: HttpResponse, captured_at: datetime) -> CaptureRecord:
        """Keep a response, and beside it the request that it answers."""
        record = _record("response", response.url, captured_at, response.body, head=response.head())
        return self._append(_with_request(record, response, captured_at))

    def file(self, body: bytes, url: str, captured_at: datetime) -> CaptureRecord:
        """Keep a file as it is."""
        return self._append([_record("resource", url, captured_at, body, content_type="application/octet-stream")])

    def revisit(
        self, response: HttpResponse, captured_at: datetime, original_id: str, original_at: datetime
    ) -> CaptureRecord:
        """Keep a 304: the bytes are those of an earlier record, which lies wherever that record lies."""
        record = _record("revisit", response.url, captured_at, b"", head=response.head())
        for name, value in {
            "WARC-Profile": _UNCHANGED,
            "WARC-Refers-To": original_id,
            "WARC-Refers-To-Target-URI": _target_uri(response.url),
            "WARC-Refers-To-Date": instant_text(original_at),
        }.items():
            record.rec_headers.add_header(name, value)
        return self._append(_with_request(record, response, captured_at))

    def metadata(self, document: bytes, url: str, observed_at: datetime, members: Sequence[str]) -> CaptureRecord:
        """Keep what is known about the records ``members`` (their ids) and does not show in their bytes.

        On the disk when this returns: the archive may then rest on it.
        """
        record = _record("metadata", url, observed_at, document, content_type="application/json")
        for member in members[:1]:
            record.rec_headers.add_header("WARC-Refers-To", member)
        written = self._append([record])
        assert self._file is not None
        self._file.sync()
        return written

    def close(self) -> None:
        """Close the file, if there is one."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def _append(self, records: Sequence[ArcWarcRecord]) -> CaptureRecord:
        """Write the records, and give where the first of them lies."""
        file = self._file_with_room()
        members = [_gzip_member(record) for record in records]
        offset = file.append(b"".join(members))
        return CaptureRecord(file=file.path.name, offset=offset, length=len(members[0]), record_id=_id_of(records[0]))

    def _file_with_room(self) -> _WarcFile:
        if self._file is None or self._file.size >= self._roll_at:
            self.prepare()
            full, self._file = self._file, self._next_file()
            if full is not None:  # only now: without a file that is being written a run counts as over
                full.close()
        return self._file

    def _next_file(self) -> _WarcFile:
        """A file of a name that is not taken: two spiders of one run write one each."""
        while True:
            self._number += 1
            try:
                file = _WarcFile(self.folder / f"{self._name}-{self._number:05d}.warc.gz")
            except FileExistsError:
                continue
            try:
                file.append(_gzip_member(_warcinfo(file.path.name)))
            except StorageError:
                file.remove()
                raise
            return file


class _WarcFile:
    """A new file that only ever holds whole members."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.size = 0
        try:
            self._descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND, 0o666)
            with contextlib.suppress(OSError):  # a file system without locks
                fcntl.flock(self._descriptor, fcntl.LOCK_EX)  # erasing waits for the file to be whole
        except FileExistsError:
            raise
        except OSError as error:
            raise _storage_error(path, error) from error

    def append(self, members: bytes) -> int:
        """Write; gives the offset at which ``members`` begins."""
        offset = self.size
        left = memoryview(members)
        try:
            while left:
                left = left[os.write(self._descriptor, left) :]
        except OSError as error:
            os.ftruncate(self._descriptor, offset)
            raise _storage_error(self.path, error) from error
        self.size += len(members)
        return offset

    def sync(self) -> None:
        try:
            os.fsync(self._descriptor)
        except OSError as error:
            raise _storage_error(self.path, error) from error

    def close(self) -> None:
        os.close(self._descriptor)

    def remove(self) -> None:
        self.close()
        self.path.unlink(missing_ok=True)


class _GzipMember(GzippingWrapper):  # type: ignore[misc]  # warcio ships no types
    def __init__(self, out: BytesIO) -> None:
        self.compressor = zlib.compressobj(GZIP_LEVEL, zlib.DEFLATED, zlib.MAX_WBITS | 16)
        self.out = out


class _RecordWriter(WARCWriter):  # type: ignore[misc]  # warcio ships no types
    """warcio's, with SHA-256 for its digests."""

    @staticmethod
    def _create_digester() -> Digester:
        return Digester("sha256")


class _Head(StatusAndHeaders):  # type: ignore[misc]  # warcio ships no types
    """The head of an HTTP message in bytes: warcio's own would encode anew what is not ASCII."""

    def __init__(self, head: bytes) -> None:
        super().__init__("as received", [])
        self._head = head

    def compute_headers_buffer(self, header_filter: object = None) -> None:
        self.headers_buff = self._head


_BUILDER: Final = _RecordWriter(BytesIO(), gzip=False, warc_version="1.1")


def _record(
    kind: str, url: str, at: datetime, body: bytes, *, head: bytes | None = None, content_type: str = ""
) -> ArcWarcRecord:
    return _BUILDER.create_warc_record(
        _target_uri(url),
        kind,
        payload=BytesIO(body),
        length=len(body),
        warc_content_type=content_type,
        warc_headers_dict={"WARC-Date": instant_text(at)},
        http_headers=None if head is None else _Head(head),
    )


def _with_request(record: ArcWarcRecord, response: HttpResponse, captured_at: datetime) -> list[ArcWarcRecord]:
    if response.ip_address:
        record.rec_headers.add_header("WARC-IP-Address", response.ip_address)
    if (request := response.request) is None:
        return [record]
    beside = _record("request", response.url, captured_at, request.body, head=request.head())
    beside.rec_headers.add_header("WARC-Concurrent-To", _id_of(record))
    return [record, beside]


def conversion(document: bytes, url: str, at: datetime) -> tuple[bytes, str]:
    """A gzip member with a record that takes the place of captures: another form of them. Gives its id, too."""
    record = _record("conversion", url, at, document, content_type="application/json")
    return _gzip_member(record), _id_of(record)


def _warcinfo(name: str) -> ArcWarcRecord:
    facts: Mapping[str, Any] = {
        "software": f"archiver/{__version__}",
        "format": "WARC File Format 1.1",
        "conformsTo": "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
    }
    return _BUILDER.create_warcinfo_record(name, facts)


def _gzip_member(record: ArcWarcRecord) -> bytes:
    out = BytesIO()
    _RecordWriter(_GzipMember(out), gzip=False, warc_version="1.1").write_record(record)
    return out.getvalue()


def _id_of(record: ArcWarcRecord) -> str:
    return str(record.rec_headers.get_header("WARC-Record-ID"))


def _target_uri(url: str) -> str:
    """An address as a WARC header may hold it: ASCII, nothing that ends the line. A file may have none."""
    return quote(urldefrag(url)[0], safe=_IN_AN_ADDRESS, errors="replace") or "urn:archiver:file"


def _storage_error(path: Path, error: OSError) -> StorageError:
    room = f" ({room_left(path)})" if error.errno in (errno.ENOSPC, errno.EDQUOT) else ""
    return StorageError(
        f"Captures could not be written to {path}: {error.strerror}{room}. "
        "Make room or free the way, or leave captures out with --no-captures."
    )
