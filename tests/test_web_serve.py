"""``archiver serve``: the archive in a browser, also while a crawl writes and on read-only media."""

from __future__ import annotations

import socket
from pathlib import Path
from urllib.request import urlopen

from archiver.archive import Archive
from archiver.archive.storing import store_observation
from archiver.commands.serve import _datasette
from archiver.items import Article
from tests.command import archiver
from tests.disks import lockable_folder, read_only
from tests.served_pages import fill, served
from tests.threads import comment, thread


def test_the_archive_is_served_while_a_crawl_writes_to_it(archive: Archive) -> None:
    fill(archive)
    with served(archive.path) as address:
        assert "1 article of" in _page(f"{address}/")
        other = Article(url="https://mast.example/other/", title="Another duct")
        with archive.transaction():
            archive.db.execute("UPDATE sites SET name = 'Never stored'")
            assert "The Mast" in _page(f"{address}/")
            archive.db.execute("UPDATE sites SET name = 'The Mast'")
        store_observation(archive, thread("2024-05-09T12:00:00", comment(1, "New."), article=other))
        assert "Another duct" in _page(f"{address}/")
        assert "two weeks late" not in _page(f"{address}/archive/-/article/1?observation=1")


def test_an_archive_on_read_only_media_is_served(tmp_path: Path) -> None:
    with lockable_folder(tmp_path, "2m") as disk:
        with Archive.for_writing(disk / "archive.db") as archive:
            fill(archive)
        with read_only(disk), served(disk / "archive.db") as address:
            assert "It came two" in _page(f"{address}/archive/-/article/1")


def _page(address: str) -> str:
    with urlopen(address, timeout=30) as answer:
        assert isinstance(answer.status, int)
        return str(answer.read().decode())


def test_the_file_is_not_given_away_whole(archive: Archive) -> None:
    assert _datasette(archive.path).setting("allow_download") is False


def test_a_port_that_is_taken_is_said_in_one_line(archive: Archive) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = archiver("serve", "--db", str(archive.path), "--port", port, cwd=archive.path.parent)
    assert done.returncode == 2
    assert f"port {port}" in done.stderr
    assert done.stderr.count("\n") == 1


def test_what_is_no_archive_is_not_served(tmp_path: Path) -> None:
    assert archiver("serve", "--db", "nothing.db", cwd=tmp_path).returncode == 2
    (tmp_path / "notes.txt").write_text("Not a database.")
    assert archiver("serve", "--db", "notes.txt", cwd=tmp_path).returncode == 4
