"""The step of a crawl that keeps every response as it arrives, before anything else has looked at it."""

from __future__ import annotations

import asyncio
import logging
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urldefrag, urlsplit

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest, NotConfigured
from scrapy.http import Headers, Request, Response

from archiver.captures import CAPTURE_RECORD, CAPTURED_AT, KNOWN_CAPTURE, captures_folder
from archiver.captures.http_messages import Headers as HeaderList
from archiver.captures.http_messages import HttpRequest, HttpResponse
from archiver.captures.known import KnownCapture
from archiver.captures.writing import CaptureWriter
from archiver.errors import StorageError
from archiver.items import CaptureRecord
from archiver.run_counts import STORAGE_FAILED

logger = logging.getLogger(__name__)

_SECRETS = {b"authorization", b"proxy-authorization", b"cookie"}


class CaptureMiddleware:
    """Keeps each response, errors, redirects and robots.txt included, with the request it answers.

    Nearest to the network of all downloader middlewares: the body still has its Content-Encoding. Leaves in
    the request's ``meta`` when the response came (CAPTURED_AT) and where it is kept (CAPTURE_RECORD). Off where
    the setting ARCHIVER_CAPTURES is false.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._closing: asyncio.Future[None] | None = None
        self.writer = CaptureWriter(
            captures_folder(Path(crawler.settings["ARCHIVER_DB"])), crawler.settings.getint("ARCHIVER_RUN") or None
        )

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> CaptureMiddleware:
        """Made by Scrapy."""
        if not crawler.settings.getbool("ARCHIVER_CAPTURES"):
            raise NotConfigured
        middleware = cls(crawler)
        crawler.signals.connect(middleware.close, signal=signals.spider_closed)
        return middleware

    def process_response(self, request: Request, response: Response) -> Response:
        """Keep the response. Captures that cannot be written end the crawl: what follows would be lost too."""
        captured_at = datetime.now(UTC).replace(microsecond=0)
        try:
            record = self._kept(request, response, captured_at)
        except StorageError as error:
            self._end_crawl(error)
            raise IgnoreRequest(str(error)) from error
        request.meta[CAPTURED_AT] = captured_at
        request.meta[CAPTURE_RECORD] = record
        return response

    def close(self) -> None:
        """The last response has come and the last thread is stored."""
        self.writer.close()

    def _kept(self, request: Request, response: Response, captured_at: datetime) -> CaptureRecord:
        known: KnownCapture | None = request.meta.get(KNOWN_CAPTURE)
        if response.status == 304 and known is not None:
            return self.writer.revisit(_received(request, response), captured_at, known.record_id, known.captured_at)
        return self.writer.response(_received(request, response), captured_at)

    def _end_crawl(self, error: StorageError) -> None:
        if self._closing is None:
            logger.error("%s", error)
            assert self._crawler.engine is not None
            # Not awaited: the engine waits for this very response before it closes.
            self._closing = asyncio.ensure_future(self._crawler.engine.close_spider_async(reason=STORAGE_FAILED))


def _received(request: Request, response: Response) -> HttpResponse:
    return HttpResponse(
        url=response.url,
        status=response.status,
        headers=_header_list(response.headers),
        body=response.body,
        protocol=response.protocol or "HTTP/1.1",
        ip_address=str(response.ip_address) if response.ip_address else None,
        request=_sent(request),
    )


def _sent(request: Request) -> HttpRequest:
    """The request as Scrapy's handler of HTTP/1.1 sends it. A secret of the user's is none of the archive's."""
    address = urlsplit(urldefrag(request.url)[0])
    path = (address.path or "/") + (f"?{address.query}" if address.query else "")
    is_proxied = bool(request.meta.get("proxy")) and address.scheme == "http"
    headers = [(name, value) for name, value in _header_list(request.headers) if name.lower() not in _SECRETS]
    if not any(name.lower() == b"host" for name, _ in headers):
        default_port = ":443" if address.scheme == "https" else ":80"
        headers.append((b"Host", address.netloc.rpartition("@")[2].removesuffix(default_port).encode()))
    if request.body:
        headers.insert(0, (b"Content-Length", str(len(request.body)).encode()))
    return HttpRequest(
        method=request.method,
        target=(address.geturl() if is_proxied else path).encode(),
        headers=headers,
        body=request.body,
    )


def _header_list(headers: Headers) -> HeaderList:
    return [(name, value) for name, values in headers.items() for value in values]
