"""A disk that fills up: what was stored stays, the command says what to do, and the next one goes on."""

from __future__ import annotations

import os
import shutil
import sqlite3
from importlib import import_module
from pathlib import Path

import pytest

from archiver.archive import Archive
from archiver.archive.storing import store_observation
from archiver.cli import run
from archiver.errors import Exit, StorageError
from tests.command import archiver
from tests.disks import small_disk
from tests.processes import begun, ended
from tests.servers import Answer, serving
from tests.threads import comment, thread
from tests.wordpress_pages import article_page, comment_item

MONDAY, TUESDAY = "2024-05-06T12:00:00", "2024-05-07T12:00:00"


def test_a_full_disk_is_told_with_the_path_and_the_room_left(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    with Archive.for_writing(path) as archive:
        store_observation(archive, thread(MONDAY, comment(1, "Roaming")))
        pages = archive.rows("PRAGMA page_count")[0]["page_count"]
        archive.db.execute(f"PRAGMA max_page_count = {pages + 2}")
        long = [comment(number, "Roaming. " * 200) for number in range(50)]
        with pytest.raises(StorageError) as caught:
            store_observation(archive, thread(TUESDAY, *long))
        assert str(path) in str(caught.value)
        assert f"bytes are free in {tmp_path}" in str(caught.value)
        assert archive.rows("SELECT count(*) AS n FROM observations") == [{"n": 1}]
        archive.db.execute("PRAGMA max_page_count = 1000000")
        assert store_observation(archive, thread(TUESDAY, *long)).is_new_observation


@pytest.mark.parametrize("options", [(), ("--no-captures",)])
def test_an_import_that_fills_the_disk_keeps_what_it_had_and_goes_on_when_there_is_room(
    tmp_path: Path, options: tuple[str, ...]
) -> None:
    words = " ".join(f"word{number}" for number in range(6_000))
    for number in range(12):
        (tmp_path / f"{number}.html").write_text(
            f"<html><head><link rel=canonical href=https://mast.example/{number}/><title>Masts {number}</title></head>"
            f"<body><article><h1>Masts {number}</h1><p>{words}</p></article></body></html>"
        )
    pages = [f"{number}.html" for number in range(12)]
    with small_disk(tmp_path, "1m") as disk:
        db = disk / "archive.db"
        full = archiver("import", *pages, *options, "--db", str(db), cwd=tmp_path)
        assert full.returncode == Exit.STORAGE
        assert str(disk / "archive.") in full.stderr.splitlines()[-1]
        assert f"bytes are free in {disk}" in full.stderr
        with sqlite3.connect(db) as kept:
            assert kept.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            stored = kept.execute("SELECT count(*) FROM articles").fetchone()[0]
        assert 0 < stored < len(pages)
        shutil.copytree(disk, tmp_path, dirs_exist_ok=True)
    assert archiver("import", *pages, *options, cwd=tmp_path).returncode == 0
    with sqlite3.connect(tmp_path / "archive.db") as whole:
        assert whole.execute("SELECT count(*), count(DISTINCT url) FROM articles").fetchone() == (12, 12)
        assert whole.execute("SELECT count(*) FROM observations").fetchone() == (12,)


def test_a_crawl_that_fills_the_disk_ends_with_3_and_the_next_one_fetches_what_is_missing(tmp_path: Path) -> None:
    import_module("archiver.crawling")  # once for both processes

    def site(url: str) -> dict[str, Answer]:
        links = "".join(f"<item><link>{url}/masts-{number}/</link></item>" for number in range(6))
        feed = Answer(f"<rss version='2.0'><channel>{links}</channel></rss>", content_type="application/rss+xml")
        answers = {"/robots.txt": Answer("User-agent: *\nAllow: /\n", content_type="text/plain"), "/feed/": feed}
        for number in range(6):
            long = " ".join(f"mast{number}-{word}" for word in range(4_000))
            page = article_page(f"{url}/masts-{number}/", [comment_item(number, "Ada", long)], stated=1)
            answers[f"/masts-{number}/"] = Answer(page)
        return answers

    with serving(site) as server, small_disk(tmp_path) as disk:

        def crawl_in(folder: Path) -> int:
            def crawl() -> int:
                os.chdir(folder)
                hurry = ("--allow-private", "-s", "DOWNLOAD_DELAY=0", "-s", "AUTOTHROTTLE_ENABLED=False")
                return run(["crawl", f"{server.url}/feed/", *hurry])

            return ended(begun(crawl))

        assert crawl_in(disk) == Exit.STORAGE
        shutil.copytree(disk, tmp_path / "roomy")
        assert crawl_in(tmp_path / "roomy") == Exit.DONE
    with Archive.for_reading(tmp_path / "roomy" / "archive.db") as archive:
        assert archive.rows("SELECT count(*) AS n FROM articles") == [{"n": 6}]
        assert archive.rows("SELECT exit_code FROM runs ORDER BY id") == [{"exit_code": None}, {"exit_code": 0}]
    assert archiver("verify", cwd=tmp_path / "roomy").stdout == ""
