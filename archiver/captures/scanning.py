"""Going through capture files: which records lie where, without holding more than one piece of one in memory."""

from __future__ import annotations

import os
import zlib
from bisect import bisect_right
from collections.abc import Iterator, Set
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import IO, Final

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


def records_of(path: Path, known: Set[int] = frozenset()) -> Iterator[FoundRecord]:
    """The whole records of a capture file, in their order.

    ``known`` are places in it where records are known to begin. A last record that was cut off, when its writer lost
    its power, is left out. Raises StorageError where the file cannot be read, and DamagedCaptureError where something
    else stands in it than records of ours.
    """
    for one in _parts_of(path, known):
        if isinstance(one, _Damage):
            raise DamagedCaptureError(one.words) from one.error
        yield one


def sound_records_of(
    path: Path, damages: list[str] | None = None, known: Set[int] = frozenset()
) -> Iterator[FoundRecord]:
    """As ``records_of``, but without what is damaged; what is wrong with the file is added to ``damages``.

    After damage it goes on at the next place ``known``, and at no other: what a server sent may look like records
    where the one that holds it is damaged, and would be given out as ours.
    """
    for one in _parts_of(path, known):
        if not isinstance(one, _Damage):
            yield one
        elif damages is not None:
            damages.append(one.words)


@dataclass(frozen=True, slots=True)
class _Damage:
    """A stretch of a file in which no records of ours can be read."""

    words: str
    error: Exception | None


def _parts_of(path: Path, known: Set[int]) -> Iterator[FoundRecord | _Damage]:
    places, offset = sorted(known), 0
    try:
        with path.open("rb") as file:
            size = file.seek(0, os.SEEK_END)
            while True:
                wrong: Exception | None = None
                try:
                    for found in _records_from(file, path.name, offset):
                        yield found
                        offset = found.place.offset + found.place.length
                except (zlib.error, ValueError, EOFError, StatusAndHeadersParserException) as error:
                    wrong = error
                after = bisect_right(places, offset)
                following = places[after] if after < len(places) else size
                if wrong is not None or following < size:
                    until = f"to {following}" if following < size else "on"
                    why = wrong or "a record has no end"
                    yield _Damage(f"{path} holds no records of ours from offset {offset} {until} ({why}).", wrong)
                if following >= size:
                    return
                offset = following
    except OSError as error:
        raise StorageError(f"The capture file {path} cannot be read: {error.strerror}.") from error


def _records_from(file: IO[bytes], name: str, offset: int) -> Iterator[FoundRecord]:
    """The records from a place on, as far as they are whole. Raises one of several errors where none can be read."""
    file.seek(offset)
    rest = b""
    while True:
        member = _Member()
        while not member.is_ended:
            rest = rest or file.read(_PIECE)
            if not rest:
                return
            rest = member.feed(rest)
        kind, record_id, names = member.named()
        place = CaptureRecord(file=name, offset=offset, length=member.length, record_id=record_id)
        yield FoundRecord(kind=kind, place=place, names=names)
        offset += member.length


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
