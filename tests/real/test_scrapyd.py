"""The project as Scrapyd takes it: built by scrapyd-deploy, its spiders run by schedule.json."""

from __future__ import annotations

import json
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.command import CHECKOUT
from tests.servers import Answer, serving
from tests.test_crawl import HURRY, ROBOTS
from tests.wordpress_pages import article_page, comment_item

PROJECT = ("archiver", "spiders", "pipelines", "exports", "pyproject.toml", "scrapy.cfg", "README.md", "LICENSE")
BIN = Path(sys.executable).parent
PATIENCE = 90  # seconds


@pytest.fixture(scope="module")
def scrapyd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A Scrapyd on loopback with a folder of its own; gives its address."""
    folder = tmp_path_factory.mktemp("scrapyd")
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    (folder / "scrapyd.conf").write_text(
        f"[scrapyd]\nbind_address = 127.0.0.1\nhttp_port = {port}\npoll_interval = 0.2\nmax_proc = 2\n"
    )
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("ARCHIVER", "SCRAPY"))}
    with (folder / "scrapyd.log").open("wb") as log:
        process = subprocess.Popen([BIN / "scrapyd"], cwd=folder, env=environment, stdout=log, stderr=log)
        try:
            url = f"http://127.0.0.1:{port}"
            wait_until(lambda: is_up(url), (folder / "scrapyd.log").read_text)
            yield url
        finally:
            process.terminate()
            process.wait(30)


def is_up(url: str) -> bool:
    try:
        return bool(asked(f"{url}/daemonstatus.json")["status"] == "ok")
    except OSError:
        return False


def wait_until(is_true: Any, what_was_said: Any) -> None:
    until = time.monotonic() + PATIENCE
    while not is_true():
        assert time.monotonic() < until, what_was_said()
        time.sleep(0.2)


def asked(url: str, **fields: Any) -> dict[str, Any]:
    data = urllib.parse.urlencode(fields, doseq=True).encode() if fields else None
    with urllib.request.urlopen(url, data, timeout=30) as response:
        answer: dict[str, Any] = json.load(response)
    return answer


@pytest.fixture(scope="module")
def deployed(scrapyd: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The Scrapyd with this project; scrapyd-deploy leaves files of its own where it builds."""
    copy = tmp_path_factory.mktemp("project")
    for name in PROJECT:
        if (CHECKOUT / name).is_dir():
            shutil.copytree(CHECKOUT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(CHECKOUT / name, copy / name)
    config = (copy / "scrapy.cfg").read_text()
    assert "[deploy]" in config
    (copy / "scrapy.cfg").write_text(config.replace("[deploy]", f"[deploy]\nurl = {scrapyd}/"))
    done = subprocess.run(
        [BIN / "scrapyd-deploy"], cwd=copy, capture_output=True, text=True, timeout=PATIENCE, check=False
    )
    assert '"status": "ok"' in done.stdout, done.stdout + done.stderr
    return scrapyd


def test_scrapyd_knows_every_declared_site(deployed: str) -> None:
    spiders = asked(f"{deployed}/listspiders.json?project=archiver")["spiders"]
    assert {"web", "telecoms", "ispreview"} <= set(spiders)
    assert len(spiders) > 40


def test_a_scheduled_spider_archives_articles_with_their_threads(deployed: str, tmp_path: Path) -> None:
    page = [comment_item(11, "Ada", "Good news."), comment_item(12, "Bo", "At last.", 2)]

    def pages(url: str) -> dict[str, Answer]:
        return {"/robots.txt": ROBOTS} | {
            f"/{slug}/": Answer(article_page(f"{url}/{slug}/", page, stated=2)) for slug in ("masts", "fibre")
        }

    archive = tmp_path / "archive.db"
    settings = [word for word in HURRY if "=" in word] + ["ARCHIVER_ALLOW_PRIVATE=True", f"ARCHIVER_DB={archive}"]
    with serving(pages) as site:
        urls = f"{site.url}/masts/,{site.url}/fibre/"
        job = asked(f"{deployed}/schedule.json", project="archiver", spider="web", setting=settings, urls=urls)["jobid"]
        jobs = f"{deployed}/listjobs.json?project=archiver"
        wait_until(lambda: job in [one["id"] for one in asked(jobs)["finished"]], lambda: asked(jobs))
    with closing(sqlite3.connect(archive)) as db:
        assert db.execute("SELECT count(*), min(comment_count), max(comment_count) FROM articles").fetchone() == (
            2,
            2,
            2,
        )
        assert db.execute("SELECT author FROM comments ORDER BY author").fetchall() == [("Ada",)] * 2 + [("Bo",)] * 2
