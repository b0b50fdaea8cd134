"""Going through capture files: which records lie where, without holding more than one piece of one in memory."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Final

from warcio.statusandheaders import StatusAndHeadersParser, StatusAndHeadersParserException

from archiver.errors import DamagedCaptureError, StorageError
from archiver.items import CaptureRecord

_PIECE: Final = 64 * 1024
_MAX_HEAD: Final = 64 * 1024
_NAME_OTHERS: Final = ("WARC-Refers-To", "WARC-Concurrent-To")


@dataclass(frozen=True, kw_only=True, slots=True)
class FoundRecord:
    """A record as the scan met it: its kind (WARC-Type), its place, and the ids of records that its head names."""

    kind: str
    place: CaptureRecord
    names: tuple[str, ...] = ()


def records_of(path: Path) -> Iterator[FoundRecord]:
    """The whole records of a capture file, in their order.

    A last record that was cut off, when its writer lost its power, is left out. Raises StorageError where the
    file cannot be read, and DamagedCaptureError where something else stands in it than records of ours.
    """
    try:
        with path.open("rb") as file:
            offset = 0
            rest = b""
            while True:
                member = _Member()
                while not member.is_ended:
                    rest = rest or file.read(_PIECE)
                    if not rest:
                        return
                    rest = member.feed(rest)
                kind, record_id, names = member.named()
                place = CaptureRecord(file=path.name, offset=offset, length=member.length, record_id=record_id)
                yield FoundRecord(kind=kind, place=place, names=names)
                offset += member.length
    except OSError as error:
        raise StorageError(f"The capture file {path} cannot be read: {error.strerror}.") from error
    except (zlib.error, ValueError, EOFError, StatusAndHeadersParserException) as error:
        raise DamagedCaptureError(f"{path} holds no records of ours from offset {offset} on ({error}).") from error


def sound_records_of(path: Path, damages: list[str] | None = None) -> Iterator[FoundRecord]:
    """As ``records_of``, but only as far as the file is sound; what is wrong with it is added to ``damages``."""
    try:
        yield from records_of(path)
    except DamagedCaptureError as error:
        if damages is not None:
            damages.append(str(error))


class _Member:
    """One gzip member, fed piece by piece. Only the beginning of what is in it is kept."""

    def __init__(self) -> None:
        self._inflater = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
        self._head = b""
        self.length = 0

    @property
    def is_ended(self) -> bool:
        return self._inflater.eof

    def feed(self, piece: bytes) -> bytes:
        """Take in a piece; gives what comes after the member's end."""
        self.length += len(piece)
        while not self._inflater.eof:
            inflated = self._inflater.decompress(piece, _PIECE)  # bounded: a small piece may hold a great deal
            if len(self._head) < _MAX_HEAD:
                self._head += inflated
            piece = self._inflater.unconsumed_tail
            if not piece and len(inflated) < _PIECE:
                break
        after = self._inflater.unused_data
        self.length -= len(after)
        return after

    def named(self) -> tuple[str, str, tuple[str, ...]]:
        """The record's kind, its id and those of the records that it names."""
        headers = StatusAndHeadersParser(["WARC/"]).parse(BytesIO(self._head))
        kind, record_id = headers.get_header("WARC-Type"), headers.get_header("WARC-Record-ID")
        if not kind or not record_id:
            raise ValueError("a record has no name")
        named = (headers.get_header(name) for name in _NAME_OTHERS)
        return kind, record_id, tuple(name for name in named if name)
