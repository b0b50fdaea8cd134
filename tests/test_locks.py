"""One crawl at a time of one site into one archive."""

from __future__ import annotations

import os
import resource
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from archiver.archive import Archive
from archiver.archive.site_locks import lock_path, sites_locked, who_holds
from archiver.archive.storing import store_observation
from archiver.errors import AlreadyRunningError, Exit, StorageError
from tests.command import CHECKOUT, archiver, program
from tests.disks import small_disk
from tests.processes import at_once, killed
from tests.threads import comment, thread


def test_a_site_is_locked_once_and_the_second_is_told_since_when_and_by_whom(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    with sites_locked(path, ["telecoms"]):
        with pytest.raises(AlreadyRunningError, match=rf"already running since 20\d\d-.*Z \(pid {os.getpid()}\)\.$"):
            sites_locked(path, ["other.example", "telecoms"]).__enter__()
        assert str(os.getpid()) in (who_holds(path, "telecoms") or "")
        assert who_holds(path, "other.example") is None
    assert who_holds(path, "telecoms") is None
    assert list(tmp_path.iterdir()) == []


def test_other_sites_and_other_archives_are_free(tmp_path: Path) -> None:
    with (
        sites_locked(tmp_path / "a.db", ["telecoms"]),
        sites_locked(tmp_path / "a.db", ["mast.example"]),
        sites_locked(tmp_path / "b.db", ["telecoms"]),
    ):
        assert len(list(tmp_path.iterdir())) == 3


def test_a_second_name_of_the_archive_does_not_lead_round_the_lock(tmp_path: Path) -> None:
    (tmp_path / "archive.db").touch()
    (tmp_path / "link.db").symlink_to("archive.db")
    with sites_locked(tmp_path / "archive.db", ["telecoms"]), pytest.raises(AlreadyRunningError):
        sites_locked(tmp_path / "link.db", ["telecoms"]).__enter__()


def test_a_lock_ends_with_a_process_that_is_killed(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"

    def lock_and_die() -> None:
        with sites_locked(path, ["telecoms"]):
            os.kill(os.getpid(), signal.SIGKILL)

    assert killed(lock_and_die)
    assert lock_path(path, "telecoms").exists(), "a killed process leaves its file"
    assert who_holds(path, "telecoms") is None
    with sites_locked(path, ["telecoms"]):
        assert str(os.getpid()) in (who_holds(path, "telecoms") or "")


def test_of_many_at_once_one_at_a_time_gets_in(tmp_path: Path) -> None:
    path, inside = tmp_path / "archive.db", tmp_path / "inside"

    def come_and_go() -> None:
        for _ in range(50):
            try:
                with sites_locked(path, ["telecoms"]):
                    inside.mkdir()  # fails where another is inside
                    inside.rmdir()
            except AlreadyRunningError:
                pass

    assert at_once(4, come_and_go) == [0] * 4


@pytest.mark.parametrize(
    "site", ["../../etc/passwd", "/", "", ".", "nul\x00", "x" * 500, "CON", "каталог", "a\nb", "*"]
)
def test_any_text_is_a_safe_name_for_a_lock(tmp_path: Path, site: str) -> None:
    (tmp_path / "here").mkdir()
    with sites_locked(tmp_path / "here" / "archive.db", [site]):
        (file,) = (tmp_path / "here").iterdir()
        assert len(file.name) < 100
    assert [path.name for path in tmp_path.iterdir()] == ["here"]


def test_names_that_look_alike_have_locks_of_their_own(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    names = ["a.example", "a-example", "A.example", "x" * 60, "x" * 61]
    assert len({lock_path(path, name) for name in names}) == len(names)


def test_thousands_of_sites_can_be_locked_at_once(tmp_path: Path) -> None:
    limits = resource.getrlimit(resource.RLIMIT_NOFILE)

    def lock_many() -> None:
        resource.setrlimit(resource.RLIMIT_NOFILE, (len(list(Path("/dev/fd").iterdir())) + 50, limits[1]))
        with sites_locked(tmp_path / "archive.db", [f"{number}.example" for number in range(600)]):
            assert len(list(tmp_path.iterdir())) == 600

    assert at_once(1, lock_many) == [0]
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_is_no_reason_not_to_lock(tmp_path: Path) -> None:
    with small_disk(tmp_path, "64k") as disk:
        (disk / "filler").write_bytes(b"x" * 64 * 1024)
        with sites_locked(disk / "archive.db", ["telecoms"]), pytest.raises(AlreadyRunningError, match=r"running\.$"):
            sites_locked(disk / "archive.db", ["telecoms"]).__enter__()


def test_where_nothing_can_be_written_is_said_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="no folder"):
        sites_locked(tmp_path / "nowhere" / "archive.db", ["telecoms"]).__enter__()


def test_a_crawl_of_a_site_that_is_being_crawled_ends_with_5_and_writes_nothing(tmp_path: Path) -> None:
    with sites_locked(tmp_path / "archive.db", ["telecoms"]):
        before = {path.name for path in tmp_path.iterdir()}
        done = archiver("crawl", "telecoms", cwd=tmp_path)
        assert {path.name for path in tmp_path.iterdir()} == before
    assert done.returncode == Exit.ALREADY_RUNNING
    assert "already running since" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_scrapy_crawl_keeps_to_the_locks_too(tmp_path: Path) -> None:
    db = tmp_path / "archive.db"
    with sites_locked(db, ["telecoms"]):
        before = list(tmp_path.iterdir())
        done = program("scrapy", "crawl", "telecoms", "-s", f"ARCHIVER_DB={db}", cwd=CHECKOUT)
        assert list(tmp_path.iterdir()) == before
    assert done.returncode != 0
    assert "already running since" in done.stderr


def test_a_running_crawl_keeps_its_site_alone_and_lets_everybody_else_go_on(tmp_path: Path) -> None:
    with Archive.for_writing(tmp_path / "archive.db") as archive:
        store_observation(archive, thread("2024-05-06T12:00:00", comment(1, "Backhaul")))
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(60)
        address = f"http://127.0.0.1:{server.getsockname()[1]}/masts/"
        words = [sys.executable, "-m", "archiver", "crawl", address, "--allow-private"]
        first = subprocess.Popen(
            words, cwd=tmp_path, env=os.environ | {"PYTHONPATH": str(CHECKOUT)}, stderr=subprocess.DEVNULL
        )
        try:
            waiting, _ = server.accept()  # it has begun, and waits for an answer that does not come
            second = archiver("crawl", address, "--allow-private", cwd=tmp_path)
            assert second.returncode == Exit.ALREADY_RUNNING
            assert f"(pid {first.pid})" in second.stderr
            with Archive.for_reading(tmp_path / "archive.db") as archive:
                assert archive.rows("SELECT verb FROM runs") == [{"verb": "crawl"}]
            assert archiver("search", "backhaul", cwd=tmp_path).returncode == 0
            (tmp_path / "page.html").write_text("<h1>Masts</h1><p>They go up.</p>")
            address_of_page = ("--url", "https://mast.example/masts/", "--observed-at", "2024-05-07")
            assert archiver("import", "page.html", *address_of_page, cwd=tmp_path).returncode == 0
        finally:
            first.kill()
            first.wait()
            waiting.close()
    with sites_locked(tmp_path / "archive.db", ["127.0.0.1"]):
        pass
