"""Undoing the Content-Encoding of a captured response."""

from __future__ import annotations

from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.http import Request, Response


class _Decoder(HttpCompressionMiddleware):
    """Scrapy's own step of a crawl, outside of a crawl: what it makes of broken compression, it makes here too."""

    def __init__(self, largest: int) -> None:
        self.stats = None
        self._max_size = largest
        self._warn_size = largest


def decoded(url: str, encodings: list[bytes], body: bytes, largest: int) -> bytes:
    """The body of a response without the Content-Encodings it was sent with, of at most ``largest`` bytes.

    Raises whatever the kind of compression raises where it cannot be undone.
    """
    sent = Response(url, headers={"Content-Encoding": encodings}, body=body)
    response = _Decoder(largest).process_response(Request(url), sent)
    assert isinstance(response, Response)
    return response.body
