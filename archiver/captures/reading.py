"""Reading captures back: from where a record lies to the response that a reader was given."""

from __future__ import annotations

import hashlib
import zlib
from dataclasses import dataclass, replace
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Final

from warcio.archiveiterator import WARCIterator
from warcio.exceptions import ArchiveLoadFailed

from archiver.captures.http_messages import END_OF_HEAD, Headers, read_head
from archiver.errors import DamagedCaptureError, StorageError
from archiver.instants import read_instant

MAX_RECORD_BYTES: Final = 512 * 1024 * 1024  # of one record unpacked: a capture file may come from anybody
MAX_DECODED_BYTES: Final = 128 * 1024 * 1024  # of a body without its Content-Encoding; crawls stop at a quarter of it
_HTTP: Final = ("response", "revisit", "request")


@dataclass(frozen=True, kw_only=True, slots=True)
class KeptCapture:
    """A record of a capture file: a response, a file (``resource``), a 304 (``revisit``) or ``metadata``.

    ``body`` is what the reader was given: without the Content-Encoding of the response. Of a revisit it is
    empty, and ``refers_to`` is the id of the record that holds the bytes.
    """

    record_id: str
    kind: str
    url: str
    captured_at: datetime
    body: bytes
    status: int | None = None
    headers: Headers
    refers_to: str | None = None

    @property
    def content_type(self) -> str | None:
        """The response's Content-Type header; of several the last, which is Scrapy's choice too."""
        values = [value for name, value in self.headers if name.lower() == b"content-type"]
        return (values[-1].decode("latin-1") or None) if values else None

    def checked(self, sha256: str) -> KeptCapture:
        """Itself. Raises DamagedCaptureError where its body's SHA-256 (hexadecimal) is another."""
        if hashlib.sha256(self.body).hexdigest() != sha256:
            raise DamagedCaptureError(f"The record {self.record_id} holds other bytes than were captured.")
        return self


def read_capture(folder: Path, file: str, offset: int, length: int, *, sha256: str | None = None) -> KeptCapture:
    """The record that lies at ``offset`` of ``file`` in the captures folder.

    Raises StorageError where the file cannot be read, and DamagedCaptureError where no whole record lies there
    or its body's SHA-256 (hexadecimal) is another than the one given.
    """
    kept = without_content_encoding(read_as_sent(folder, file, offset, length))
    return kept if sha256 is None else kept.checked(sha256)


def read_as_sent(folder: Path, file: str, offset: int, length: int) -> KeptCapture:
    """As ``read_capture``, but the body is what the server sent, with its Content-Encoding."""
    place = f"{folder / file} (offset {offset})"
    return _parsed(_unpacked(_member(folder, file, offset, length), place), place)


def without_content_encoding(sent: KeptCapture) -> KeptCapture:
    """A capture as its reader was given it. Raises DamagedCaptureError where its compression cannot be undone."""
    encodings = [value for name, value in sent.headers if name.lower() == b"content-encoding"]
    if not encodings or not sent.body:
        return sent
    from archiver.captures.content_coding import decoded  # brings Scrapy, which takes its time to load

    try:
        return replace(sent, body=decoded(sent.url, encodings, sent.body, MAX_DECODED_BYTES))
    except Exception as error:  # every kind of compression raises errors of its own
        why = f"The compression of the record {sent.record_id} cannot be undone ({error})."
        raise DamagedCaptureError(why) from error


def _member(folder: Path, file: str, offset: int, length: int) -> bytes:
    if file in ("", ".", "..") or Path(file).name != file:
        raise DamagedCaptureError(f"{file!r} is no name of a file in {folder}.")
    try:
        with (folder / file).open("rb") as opened:
            opened.seek(offset)
            return opened.read(length)
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else error
        raise StorageError(f"The capture file {folder / file} cannot be read: {why}.") from error


def _unpacked(member: bytes, place: str) -> bytes:
    inflater = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
    try:
        record = inflater.decompress(member, MAX_RECORD_BYTES)
    except zlib.error as error:
        raise DamagedCaptureError(f"{place} holds no record: {error}.") from error
    if not inflater.eof:
        raise DamagedCaptureError(f"{place} holds no whole record.")
    return record


def _parsed(record_bytes: bytes, place: str) -> KeptCapture:
    try:
        record = next(iter(WARCIterator(BytesIO(record_bytes), no_record_parse=True)))
        block = record.raw_stream.read()
        at = read_instant(record.rec_headers.get_header("WARC-Date") or "")
    except (ArchiveLoadFailed, StopIteration, EOFError, ValueError) as error:
        raise DamagedCaptureError(f"{place} holds no record of ours ({type(error).__name__}).") from error
    url = record.rec_headers.get_header("WARC-Target-URI") or ""
    status: int | None = None
    headers: Headers = []
    body = block
    if record.rec_type in _HTTP:
        head, _, body = block.partition(END_OF_HEAD)
        status, headers = read_head(head)
    return KeptCapture(
        record_id=record.rec_headers.get_header("WARC-Record-ID") or "",
        kind=record.rec_type,
        url=url,
        captured_at=at,
        body=body,
        status=status,
        headers=headers,
        refers_to=record.rec_headers.get_header("WARC-Refers-To"),
    )
