"""Crawls by the page list: what is due, and nothing else."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from tests.command import Done, archiver, archiver_process
from tests.servers import Answer, Server, serving
from tests.test_crawl import HURRY, ROBOTS
from tests.wordpress_pages import article_page, comment_item


def pages(url: str) -> dict[str, Answer | list[Answer]]:
    links = "".join(f"<item><link>{url}/{slug}/?utm_source=feed</link></item>" for slug in ("masts", "fibre"))
    feed = f'<?xml version="1.0"?><rss version="2.0"><channel><title>News</title>{links}</channel></rss>'
    front = (
        f'<html><head><link rel="alternate" type="application/rss+xml" href="{url}/feed/"></head><body></body></html>'
    )
    fibre = article_page(f"{url}/fibre/", [comment_item(1, "Ada", "At last.")], stated=1)
    return {
        "/robots.txt": ROBOTS,
        "/": Answer(front),
        "/feed/": Answer(feed, content_type="application/rss+xml"),
        "/masts/": Answer(article_page(f"{url}/masts/", [], stated=0)),
        "/fibre/": [Answer(fibre), Answer("broken", 500), Answer(fibre)],
    }


def crawl(folder: Path, *arguments: str) -> Done:
    return archiver_process("crawl", *arguments, *HURRY, cwd=folder)


def listed(folder: Path, sql: str) -> list[tuple[object, ...]]:
    with sqlite3.connect(folder / "archive.db") as db:
        return db.execute(sql).fetchall()


def let_everything_be_due(folder: Path, *, like: str = "%") -> None:
    listed(folder, f"UPDATE pages SET due_at = '2020-01-01T00:00:00Z' WHERE url LIKE '{like}'")


def fetched(site: Server) -> list[str]:
    """What was asked for since the last call, robots.txt left out."""
    asked = [path for path in site.asked if path != "/robots.txt"]
    site.asked.clear()
    return asked


def test_a_crawl_of_what_is_due_fetches_that_and_no_more(tmp_path: Path) -> None:
    with serving(pages) as site:
        assert crawl(tmp_path, f"{site.url}/").returncode == 0
        assert sorted(fetched(site)) == ["/", "/feed/", "/fibre/", "/masts/"]
        nothing = crawl(tmp_path)
        assert (nothing.returncode, fetched(site)) == (0, [])
        assert "nothing is due" in nothing.stderr
        let_everything_be_due(tmp_path, like="%/masts/%")
        done = crawl(tmp_path)
        assert (done.returncode, fetched(site)) == (0, ["/masts/"])
        assert "1 unchanged" in done.stderr


def test_a_recheck_looks_at_every_known_thread(tmp_path: Path) -> None:
    with serving(pages) as site:
        crawl(tmp_path, f"{site.url}/masts/")
        crawl(tmp_path, f"{site.url}/fibre/")
        fetched(site)
        crawl(tmp_path, "--recheck")
        assert sorted(fetched(site)) == ["/fibre/", "/masts/"]


def test_a_page_that_fails_is_noted_and_tried_again_when_that_is_due(tmp_path: Path) -> None:
    with serving(pages) as site:
        crawl(tmp_path, f"{site.url}/fibre/")
        let_everything_be_due(tmp_path)
        assert crawl(tmp_path).returncode != 0
        noted = listed(tmp_path, "SELECT failures, status, error FROM pages")
        assert noted == [(1, 500, "the server answered 500")]
        let_everything_be_due(tmp_path)
        assert crawl(tmp_path).returncode == 0
        assert listed(tmp_path, "SELECT failures, failing_since, error FROM pages") == [(0, None, None)]


def test_addresses_are_listed_before_anything_of_them_is_fetched(tmp_path: Path) -> None:
    with serving(pages) as site:
        crawl(tmp_path, f"{site.url}/feed/", "-s", "CLOSESPIDER_PAGECOUNT=1")
        let_everything_be_due(tmp_path)
        fetched(site)
        crawl(tmp_path)
        assert {"/fibre/", "/masts/"} <= set(fetched(site))
    assert listed(tmp_path, "SELECT count(*) FROM articles") == [(2,)]


def test_a_crawl_of_what_is_due_where_nothing_is_known_says_what_to_do(tmp_path: Path) -> None:
    done = archiver("crawl", cwd=tmp_path)
    assert done.returncode == 2
    assert "There is no archive" in done.stderr
    (tmp_path / "page.html").write_text(article_page("https://mast.example/masts/", [], stated=0))
    archiver("import", "page.html", cwd=tmp_path)
    done = archiver("crawl", cwd=tmp_path)
    assert done.returncode == 2
    assert "Say what to crawl first" in done.stderr
