"""Serves the demo site on a free port of 127.0.0.1."""

from __future__ import annotations

import socket
import sys
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import TCPServer
from threading import Lock, Thread
from types import TracebackType
from typing import Any

from archiver.demo.pages import Response, not_found, responses
from archiver.demo.stories import SecondDaySummary, Story, first_day, second_day, summary_of_changes

MAIN_STORY = "saltmere-full-fibre"


class DemoSite:
    """A small telecom news site, for as long as the ``with`` block lasts::

        with DemoSite() as site:
            crawl(site.url)
            site.publish_second_day()
            crawl(site.url)

    ``requested`` lists what was asked for, in order (path and query, as sent). Raises OSError on entry
    where no port can be had.
    """

    def __init__(self) -> None:
        self.requested: list[str] = []
        self._before = first_day()
        self._after = second_day()
        self._server: _Server | None = None
        self._thread: Thread | None = None

    def __enter__(self) -> DemoSite:
        self._server = _Server(self.requested)
        self._show(self._before)
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        server, thread = self._server, self._thread
        self._server = self._thread = None
        if server is not None and thread is not None:
            server.shutdown()
            thread.join()
            server.hang_up()
            server.server_close()

    @property
    def url(self) -> str:
        """The front page's address, with its closing slash. Raises RuntimeError outside the ``with`` block."""
        return f"http://127.0.0.1:{self._running().server_port}/"

    @property
    def main_url(self) -> str:
        """The address of the article with the long thread."""
        return f"{self.url}{MAIN_STORY}/"

    @property
    def second_day_summary(self) -> SecondDaySummary:
        """What a second crawl must find once the second day is published."""
        return summary_of_changes(self._before, self._after)

    def publish_second_day(self) -> None:
        """Shows the site as it stands a day later, at once and for good."""
        self._show(self._after)

    def _show(self, stories: tuple[Story, ...]) -> None:
        self._running().show(responses(stories, self.url), not_found(stories, self.url))

    def _running(self) -> _Server:
        if self._server is None:
            raise RuntimeError("the demo site serves only within its with block")
        return self._server


class _Server(ThreadingHTTPServer):
    daemon_threads = False  # so that server_close waits for their end
    request_queue_size = 64

    def __init__(self, requested: list[str]) -> None:
        self.requested = requested
        self._state: tuple[dict[str, Response], Response] = ({}, Response(status=404))
        self._connections: set[socket.socket] = set()
        self._connections_lock = Lock()
        super().__init__(("127.0.0.1", 0), _Handler)

    def server_bind(self) -> None:
        TCPServer.server_bind(self)  # HTTPServer's own looks the host's name up, which can take seconds
        self.server_name, self.server_port = self.socket.getsockname()[:2]

    def show(self, pages: dict[str, Response], otherwise: Response) -> None:
        self._state = (pages, otherwise)

    def response_to(self, target: str) -> Response:
        pages, otherwise = self._state
        path = target.partition("?")[0]
        if f"{path}/" in pages:
            return Response(status=301, location=f"{path}/")
        return pages.get(target) or pages.get(path) or otherwise

    def hang_up(self) -> None:
        """Ends the connections that clients keep alive, and with them their threads."""
        with self._connections_lock:
            for connection in self._connections:
                with suppress(OSError):  # the client was faster
                    connection.shutdown(socket.SHUT_RDWR)

    def process_request(self, request: Any, client_address: Any) -> None:
        with self._connections_lock:
            self._connections.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        with self._connections_lock:
            self._connections.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        if not isinstance(sys.exception(), ConnectionError):  # a client that leaves is no error of ours
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"
    server_version = "DemoSite"
    sys_version = ""
    disable_nagle_algorithm = True  # else each response waits 40 ms for the client's acknowledgement

    def do_GET(self) -> None:
        self._answer(has_body=True)

    def do_HEAD(self) -> None:
        self._answer(has_body=False)

    def log_message(self, *_: Any) -> None:
        """Says nothing: the crawl's own log is what people watch."""

    def _answer(self, *, has_body: bool) -> None:
        self.server.requested.append(self.path)
        response = self.server.response_to(self.path)
        if self._is_known(response):
            response = Response(status=304, etag=response.etag, last_modified=response.last_modified)
        self.send_response(response.status)
        if response.status != 304:
            self.send_header("Content-Type", response.content_type)
            self.send_header("Content-Length", str(len(response.body)))
        for name, value in (
            ("Location", response.location),
            ("ETag", response.etag),
            ("Last-Modified", response.last_modified),
        ):
            if value is not None:
                self.send_header(name, value)
        self.end_headers()
        if has_body:
            self.wfile.write(response.body)

    def _is_known(self, response: Response) -> bool:
        """Whether the client holds this already. An ETag sent outweighs a date sent (RFC 9110, 13.2.2)."""
        if response.etag is None:
            return False
        if (etag := self.headers.get("If-None-Match")) is not None:
            return etag == response.etag
        return self.headers.get("If-Modified-Since") == response.last_modified
