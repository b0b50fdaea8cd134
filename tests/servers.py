"""A news site on loopback that answers as a test tells it to."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from time import monotonic


@dataclass(slots=True)
class Answer:
    """One answer of the server."""

    body: str | bytes = ""
    status: int = 200
    content_type: str = "text/html; charset=utf-8"
    headers: dict[str, str] = field(default_factory=dict)
    hangs: bool = False  # never answers
    sent: int | None = None  # of the body only so many bytes are sent
    is_sized: bool = True  # says how long its body is; else the end of the connection is that of the body


@dataclass(slots=True)
class Server:
    """A running server: its address (without closing slash) and the paths it was asked for, in order."""

    url: str
    asked: list[str]
    asked_at: list[float]  # monotonic seconds
    asked_with: list[dict[str, str]]  # the header fields of each request


def moved(to: str) -> Answer:
    """A redirect."""
    return Answer(status=301, headers={"Location": to})


@contextmanager
def serving(
    answers: Callable[[str], Mapping[str, Answer | list[Answer]]],
    heard: Callable[[int], None] = lambda number: None,
    host: str = "127.0.0.1",
) -> Iterator[Server]:
    """Serve what ``answers`` gives for each path (it is told the server's address); anything else is a 404.

    Of a list of answers each is given once, in order, and the last for ever. ``heard`` is told the number of
    each request, from 1 on, before it is answered.
    """
    asked: list[str] = []
    asked_at: list[float] = []
    asked_with: list[dict[str, str]] = []
    pages: dict[str, Answer | list[Answer]] = {}
    has_ended = Event()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            asked.append(self.path)
            asked_at.append(monotonic())
            asked_with.append(dict(self.headers.items()))
            heard(len(asked))
            answer = pages.get(self.path, Answer("not here", 404))
            if isinstance(answer, list):
                answer = answer.pop(0) if len(answer) > 1 else answer[0]
            if answer.hangs:
                has_ended.wait()
                self.close_connection = True
                return
            body = answer.body.encode() if isinstance(answer.body, str) else answer.body
            self.send_response(answer.status)
            size = {"Content-Length": str(len(body))} if answer.is_sized else {"Connection": "close"}
            for name, value in {"Content-Type": answer.content_type, **size, **answer.headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body[: answer.sent])
            self.close_connection = not answer.is_sized or answer.sent is not None

        def log_message(self, *_: object) -> None:
            pass

    class QuickServer(ThreadingHTTPServer):
        daemon_threads = True

        def server_bind(self) -> None:
            self.socket.bind(self.server_address)
            self.server_address = self.socket.getsockname()
            self.server_name, self.server_port = host, self.server_address[1]

    server = QuickServer((host, 0), Handler)
    url = f"http://{host}:{server.server_port}"
    pages.update(answers(url))
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield Server(url, asked, asked_at, asked_with)
    finally:
        has_ended.set()
        server.shutdown()
        thread.join()
        server.server_close()
