"""How the demo's site starts, keeps connections, and is gone afterwards."""

from __future__ import annotations

import socket
import struct
import threading
from http.client import HTTPConnection
from urllib.parse import urlsplit

import pytest

from archiver.demo.site import DemoSite


def connected(site: DemoSite) -> HTTPConnection:
    return HTTPConnection("127.0.0.1", urlsplit(site.url).port, timeout=30)


def status_of(connection: HTTPConnection, path: str, method: str = "GET") -> int:
    connection.request(method, path)
    response = connection.getresponse()
    response.read()
    return response.status


def test_what_was_asked_for_is_kept_in_order() -> None:
    with DemoSite() as site:
        connection = connected(site)
        assert [status_of(connection, path) for path in ("/robots.txt", "/?p=871", "/nowhere")] == [200, 301, 404]
        connection.close()
    assert site.requested == ["/robots.txt", "/?p=871", "/nowhere"]


def test_one_connection_serves_several_requests_and_ends_with_the_site() -> None:
    with DemoSite() as site:
        connection = connected(site)
        connection.connect()
        kept = connection.sock
        assert [status_of(connection, path) for path in ("/", "/feed/", "/nowhere")] == [200, 200, 404]
        assert connection.sock is kept
    assert kept.recv(1) == b""
    connection.close()


def test_head_tells_the_size_and_sends_no_body() -> None:
    with DemoSite() as site:
        connection = connected(site)
        connection.request("HEAD", "/")
        response = connection.getresponse()
        assert int(response.headers["Content-Length"]) > 1000
        assert response.read() == b""
        assert status_of(connection, "/robots.txt") == 200
        connection.close()


@pytest.mark.filterwarnings("error")
def test_the_port_is_free_after_the_site_also_when_the_block_fails() -> None:
    site = DemoSite()
    port = 0

    def failing_block() -> None:
        nonlocal port
        with site:
            port = urlsplit(site.url).port or 0
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        failing_block()
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port), timeout=30)
    with pytest.raises(RuntimeError, match="with block"):
        _ = site.url


def test_no_thread_is_left_behind() -> None:
    before = threading.active_count()
    with DemoSite() as site:
        connections = [connected(site) for _ in range(3)]
        assert [status_of(connection, "/robots.txt") for connection in connections] == [200, 200, 200]
        assert threading.active_count() == before + 4
    assert threading.active_count() == before
    for connection in connections:
        connection.close()


def test_two_sites_serve_side_by_side_each_on_its_own_day() -> None:
    with DemoSite() as one, DemoSite() as other:
        other.publish_second_day()
        assert one.url != other.url
        connections = connected(one), connected(other)
        assert [status_of(connection, "/one-character-outage/") for connection in connections] == [404, 200]
        for connection in connections:
            connection.close()


def test_nothing_is_printed_even_where_a_client_hangs_up_in_the_middle(capfd: pytest.CaptureFixture[str]) -> None:
    with DemoSite() as site:
        connection = connected(site)
        assert status_of(connection, "/nowhere") == 404
        connection.close()
        with socket.create_connection(("127.0.0.1", urlsplit(site.url).port or 0)) as rude:
            rude.sendall(b"GET / HT")
            rude.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))  # closes with a reset
        assert status_of(connection, "/") == 200  # served after the rude one was let in
        connection.close()
    assert capfd.readouterr() == ("", "")
