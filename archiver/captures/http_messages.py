"""The heads of HTTP messages as WARC records hold them: a first line and headers, in bytes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Final

Headers = list[tuple[bytes, bytes]]
END_OF_HEAD: Final = b"\r\n\r\n"
_LINE_BREAKS: Final = re.compile(rb"[\r\n\x00]+")
_NOT_IN_A_NAME: Final = re.compile(rb"[\x00-\x20\x7f:]+")


@dataclass(frozen=True, kw_only=True, slots=True)
class HttpRequest:
    """A request as it was sent."""

    method: str
    target: bytes  # the middle of the request line: a path with its query, or a whole address for a proxy
    headers: Headers
    body: bytes = b""

    def head(self) -> bytes:
        """The request line and the headers, up to and with the empty line."""
        return _head(b" ".join((self.method.encode(), self.target, b"HTTP/1.1")), self.headers)


@dataclass(frozen=True, kw_only=True, slots=True)
class HttpResponse:
    """A response as it was received: the body with its Content-Encoding, without its Transfer-Encoding."""

    url: str
    status: int
    headers: Headers
    body: bytes = b""
    protocol: str = "HTTP/1.1"
    ip_address: str | None = None
    request: HttpRequest | None = field(default=None)

    def head(self) -> bytes:
        """The status line and the headers, up to and with the empty line."""
        return _head(f"{self.protocol} {self.status} {_reason(self.status)}".encode(), self.headers)


def read_head(head: bytes) -> tuple[int | None, Headers]:
    """Status and headers of a response's head; None where the first line names no status."""
    first, *lines = head.split(b"\r\n")
    words = first.split(None, 2)
    status = int(words[1]) if len(words) > 1 and words[1].isdigit() else None
    headers = [(name, value.strip(b" \t")) for name, colon, value in (line.partition(b":") for line in lines) if colon]
    return status, headers


def _head(first_line: bytes, headers: Iterable[tuple[bytes, bytes]]) -> bytes:
    """What a hostile header holds must not end the line, or the head, before its time."""
    lines = [first_line]
    for name, value in headers:
        if sound := _NOT_IN_A_NAME.sub(b"", name):
            lines.append(sound + b": " + _LINE_BREAKS.sub(b" ", value))
    return b"\r\n".join(lines) + END_OF_HEAD


def _reason(status: int) -> str:
    """The words of the standard: Scrapy does not keep those of the server."""
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""
