"""kill -9 at any instant: the same command again makes the archive that an undisturbed run makes."""

from __future__ import annotations

import os
import random
import signal
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from archiver.archive import Archive
from archiver.archive.storing import store_observation
from archiver.archive.upgrading import search_indexes_out_of_step
from archiver.cli import run
from archiver.errors import Exit
from archiver.items import Article, ThreadPage
from tests.archive_equality import Contents, contents_of
from tests.command import import_what_crawls_need
from tests.processes import begun, ended, kill_at, killed, steps_of
from tests.servers import Answer, serving
from tests.threads import comment, thread
from tests.wordpress_pages import article_page, comment_item

KILLS_WHILE_STORING, KILLS_WHILE_CRAWLING = 17, 3
HURRY = ("--allow-private", "-s", "DOWNLOAD_DELAY=0", "-s", "AUTOTHROTTLE_ENABLED=False", "-s", "RETRY_TIMES=0")


def history() -> list[ThreadPage]:
    """Three articles, each looked at four times: growing, edited, with a deletion."""
    looks = []
    for day in range(4):
        for number in range(3):
            comments = [
                comment(one, f"Words {one} of article {number}" + " edited" * (one == 1 and day > 1), one % 3)
                for one in range(6 + 2 * day)
                if not (one == 3 and day == 3)
            ]
            article = Article(url=f"https://mast.example/{number}/", title=f"Masts, part {number}", body="They go up.")
            looks.append(thread(f"2024-05-0{day + 1}T12:00:0{number}", *comments, article=article))
    return looks


def store_all(archive: Archive) -> None:
    for look in history():
        store_observation(archive, look)


def test_storing_killed_at_any_instant_goes_on_where_it_was(tmp_path: Path) -> None:
    with Archive.for_writing(tmp_path / "undisturbed.db") as archive:
        steps = steps_of(archive.db.conn, lambda: store_all(archive))
        undisturbed = contents_of(archive)
    instants = random.Random(4).sample(range(1, steps), KILLS_WHILE_STORING)
    kept = []
    for number, instant in enumerate(instants):
        path = tmp_path / f"{number}.db"

        def store_until_killed(path: Path = path, instant: int = instant) -> None:
            with Archive.for_writing(path) as archive:
                kill_at(archive.db.conn, instant)
                store_all(archive)

        assert killed(store_until_killed)
        with Archive.for_writing(path) as archive:
            kept.append(archive.rows("SELECT count(*) AS n FROM observations")[0]["n"])
            assert archive.rows("PRAGMA integrity_check") == [{"integrity_check": "ok"}]
            assert archive.rows("PRAGMA foreign_key_check") == []
            assert search_indexes_out_of_step(archive.db) == []
            store_all(archive)
            assert contents_of(archive) == undisturbed
    assert len(set(kept)) > 5, "the kills should come at quite different instants"


def site(url: str) -> dict[str, Answer]:
    """A feed of six articles, one of them with two comment pages."""
    slugs = [f"masts-{number}" for number in range(6)]
    items = "".join(f"<item><link>{url}/{slug}/</link></item>" for slug in slugs)
    pages = {
        "/robots.txt": Answer("User-agent: *\nAllow: /\n", content_type="text/plain"),
        "/feed/": Answer(f"<rss version='2.0'><channel>{items}</channel></rss>", content_type="application/rss+xml"),
    }
    for number, slug in enumerate(slugs):
        reply = comment_item(10 * number + 2, "Bo", "At last.", 2)
        comments = [comment_item(10 * number + 1, "Ada", f"Good news, {number}.", answers=reply)]
        pages[f"/{slug}/"] = Answer(article_page(f"{url}/{slug}/", comments, stated=2))
    older = f'<nav class="comment-navigation"><a href="{url}/masts-3/comment-page-1/#comments">Older Comments</a></nav>'
    newest = [comment_item(39, "Cy", "Is it 5G?")]
    first = [comment_item(31, "Ada", "Good news, 3."), comment_item(32, "Bo", "At last.")]
    pages["/masts-3/"] = Answer(article_page(f"{url}/masts-3/", newest, stated=3, paging=older))
    pages["/masts-3/comment-page-1/"] = Answer(article_page(f"{url}/masts-3/", first, stated=3))
    return pages


def without_instants(contents: Contents) -> dict[str, list[str]]:
    """Contents of archives made at different times: looks of one and the same thread count once."""

    def bare(value: Any) -> Any:
        if isinstance(value, dict):
            return {name: bare(one) for name, one in value.items() if name not in INSTANTS}
        return value

    return {name: sorted({repr(bare(row)) for row in rows}) for name, rows in contents.items()}


INSTANTS = {"first_observed_at", "last_observed_at", "observed_at", "captured_at", "stated_at", "last_shown_at"}


def test_a_crawl_killed_at_any_request_fetches_what_is_missing_when_it_is_given_again(tmp_path: Path) -> None:
    import_what_crawls_need()
    running: list[BaseProcess] = []
    kill_at_request: list[int] = []

    def heard(number: int) -> None:
        if number in kill_at_request:
            running[-1].kill()

    with serving(site, heard) as server:

        def crawl(folder: Path) -> int:
            def work() -> int:
                os.chdir(folder)
                return run(["crawl", f"{server.url}/feed/", *HURRY])

            running.append(begun(work))
            return ended(running[-1])

        undisturbed = tmp_path / "undisturbed"
        undisturbed.mkdir()
        assert crawl(undisturbed) == Exit.DONE
        requests = len(server.asked)
        assert requests >= 9, "robots.txt, the feed, six articles and a second comment page"
        instants = random.Random(1).sample(range(1, requests + 1), KILLS_WHILE_CRAWLING)
        killed_at = [tmp_path / f"killed at {instant}" for instant in instants]
        for instant, folder in zip(instants, killed_at, strict=True):
            folder.mkdir()
            kill_at_request.append(len(server.asked) + instant)
            assert crawl(folder) == -signal.SIGKILL
            assert crawl(folder) == Exit.DONE
    with Archive.for_reading(undisturbed / "archive.db") as archive:
        expected = without_instants(contents_of(archive))
    for folder in killed_at:
        with Archive.for_reading(folder / "archive.db") as archive:
            assert without_instants(contents_of(archive)) == expected
            assert archive.rows("SELECT count(*) AS n FROM comments") == [{"n": 13}]
            ends = [row["exit_code"] for row in archive.rows("SELECT exit_code FROM runs ORDER BY id")]
            assert ends == [None, Exit.DONE]
