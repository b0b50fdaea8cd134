"""A news site on loopback for timing crawls: pages of about fifty comments each, as many as are asked for."""

from __future__ import annotations

import asyncio
import multiprocessing
import re
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection

from bench.thread_pages import thread_page

_PATH = re.compile(rb"GET /a/(\d+)/ ")
_COUNTS = range(46, 55)
_WRITTEN_FOR = b"https://bench.example/2024/05/masts-go-up-in-little-wick/"


def address(port: int, number: int) -> str:
    """Where the article with a number is."""
    return f"http://127.0.0.1:{port}/a/{number}/"


def page(port: int, number: int) -> bytes:
    """The article with a number. Each has its own address and its own id; their threads are of a few lengths."""
    written = _WRITTEN[number % len(_WRITTEN)]
    own = written.replace(_WRITTEN_FOR, address(port, number).encode())
    return own.replace(b"post-7", b"post-%d" % number).replace(b'postid="7"', b'postid="%d"' % number)


@contextmanager
def serving() -> Iterator[int]:
    """Serve in a process of its own; gives the port."""
    here, there = multiprocessing.Pipe()
    process = multiprocessing.get_context("fork").Process(target=_serve, args=(there,), daemon=True)
    process.start()
    try:
        yield int(here.recv())
    finally:
        process.terminate()
        process.join()


_WRITTEN = [thread_page("html5", count) for count in _COUNTS]


class _Visitor(asyncio.Protocol):
    def __init__(self, port: int) -> None:
        self._port = port
        self._heard = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._heard += data
        while (end := self._heard.find(b"\r\n\r\n")) >= 0:
            request, self._heard = self._heard[:end], self._heard[end + 4 :]
            self._transport.write(self._answer(request))

    def _answer(self, request: bytes) -> bytes:
        found = _PATH.match(request)
        if found:
            return _response(b"200 OK", b"text/html; charset=utf-8", page(self._port, int(found[1])))
        if request.startswith(b"GET /robots.txt "):
            return _response(b"200 OK", b"text/plain", b"User-agent: *\nAllow: /\n")
        return _response(b"404 Not Found", b"text/plain", b"not here")


def _response(status: bytes, kind: bytes, body: bytes) -> bytes:
    return b"HTTP/1.1 %s\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n%s" % (status, kind, len(body), body)


def _serve(told: Connection) -> None:
    async def serve() -> None:
        loop = asyncio.get_running_loop()
        port = 0
        server = await loop.create_server(lambda: _Visitor(port), "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        told.send(port)
        await server.serve_forever()

    asyncio.run(serve())
