"""Crawls by the page list: what is due, and nothing else."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from archiver.archive.site_locks import sites_locked
from tests.command import Done, archiver, archiver_process
from tests.servers import Answer, Server, moved, serving
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


def test_a_feed_that_was_read_is_something_fetched_where_its_articles_fail(tmp_path: Path) -> None:
    with serving(pages) as site:
        assert crawl(tmp_path, f"{site.url}/").returncode == 0
        for pattern in ("%/feed/", "%/fibre/"):
            let_everything_be_due(tmp_path, like=pattern)
        fetched(site)
        done = crawl(tmp_path)
        assert fetched(site) == ["/feed/", "/fibre/"]
    assert (done.returncode, "pages: 1 failed" in done.stderr) == (1, True), done.stderr


def test_a_crawl_of_what_is_due_leaves_out_sites_that_others_crawl(tmp_path: Path) -> None:
    db = tmp_path / "archive.db"
    with serving(pages) as site, serving(pages, host="127.0.0.2") as other:
        assert crawl(tmp_path, f"{site.url}/masts/", f"{other.url}/masts/").returncode == 0
        let_everything_be_due(tmp_path)
        fetched(site), fetched(other)
        with sites_locked(db, ["127.0.0.1", "127.0.0.2"]):
            done = crawl(tmp_path)
            assert (done.returncode, len(done.stderr.splitlines())) == (5, 1), done.stderr
        with sites_locked(db, ["127.0.0.1"]):
            done = crawl(tmp_path)
        assert (done.returncode, fetched(site), fetched(other)) == (0, [], ["/masts/"])
        assert "A crawl of 127.0.0.1 into" in done.stderr
        assert crawl(tmp_path).returncode == 0
        assert fetched(site) == ["/masts/"]


def test_addresses_are_listed_before_anything_of_them_is_fetched(tmp_path: Path) -> None:
    with serving(pages) as site:
        crawl(tmp_path, f"{site.url}/feed/", "-s", "CLOSESPIDER_PAGECOUNT=1")
        let_everything_be_due(tmp_path)
        fetched(site)
        crawl(tmp_path)
        assert {"/fibre/", "/masts/"} <= set(fetched(site))
    assert listed(tmp_path, "SELECT count(*) FROM articles") == [(2,)]


def test_a_named_article_is_listed_before_its_thread_is_walked(tmp_path: Path) -> None:
    def long_thread(url: str) -> dict[str, Answer | list[Answer]]:
        older = f'<nav class="comment-navigation"><a href="{url}/masts/comment-page-1/#comments">Older</a></nav>'
        page = article_page(f"{url}/masts/", [comment_item(3, "Cy", "Third")], stated=3, paging=older)
        first = article_page(f"{url}/masts/", [comment_item(1, "Ada", "First")], stated=3)
        return {"/robots.txt": ROBOTS, "/masts/": Answer(page), "/masts/comment-page-1/": Answer(first)}

    at_each_request: list[list[tuple[object, ...]]] = []

    def heard(_: int) -> None:
        at_each_request.append(listed(tmp_path, "SELECT url FROM pages"))

    with serving(long_thread, heard) as site:
        crawl(tmp_path, f"{site.url}/masts/")
        assert at_each_request[:3] == [[], [], [(f"{site.url}/masts/",)]]


def test_a_crawl_of_what_is_due_where_nothing_is_known_says_what_to_do(tmp_path: Path) -> None:
    done = archiver("crawl", cwd=tmp_path)
    assert done.returncode == 2
    assert "There is no archive" in done.stderr
    (tmp_path / "page.html").write_text(article_page("https://mast.example/masts/", [], stated=0))
    archiver("import", "page.html", cwd=tmp_path)
    done = archiver("crawl", cwd=tmp_path)
    assert done.returncode == 2
    assert "Say what to crawl first" in done.stderr


def test_two_announced_addresses_of_one_article_are_both_done_when_it_is(tmp_path: Path) -> None:
    def moved_pages(url: str) -> dict[str, Answer | list[Answer]]:
        links = "".join(f"<item><link>{url}/{slug}</link></item>" for slug in ("?p=1", "short/1"))
        feed = f'<?xml version="1.0"?><rss version="2.0"><channel>{links}</channel></rss>'
        here = moved(f"{url}/masts/")
        return pages(url) | {"/feed/": Answer(feed, content_type="text/xml"), "/?p=1": here, "/short/1": here}

    with serving(moved_pages) as site:
        assert crawl(tmp_path, f"{site.url}/feed/").returncode == 0
        assert fetched(site).count("/masts/") == 1
        crawl(tmp_path)
        assert fetched(site) == []


def older_pages(url: str) -> dict[str, Answer | list[Answer]]:
    xmlns = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    slugs = ("2024/05/masts", "2023/11/fibre", "about")
    urls = "".join(f"<url><loc>{url}/{slug}/</loc></url>" for slug in slugs)
    index = f"<sitemapindex {xmlns}><sitemap><loc>{url}/map-1.xml</loc></sitemap></sitemapindex>"
    return {
        "/robots.txt": Answer(f"User-agent: *\nAllow: /\nSitemap: {url}/maps.xml\n", content_type="text/plain"),
        "/maps.xml": Answer(index, content_type="application/xml"),
        "/map-1.xml": Answer(f"<urlset {xmlns}>{urls}</urlset>", content_type="application/xml"),
        **{f"/{slug}/": Answer(article_page(f"{url}/{slug}/", [], stated=0)) for slug in slugs},
    }


def test_a_span_of_days_brings_the_older_articles_that_a_sites_lists_date_into_it(tmp_path: Path) -> None:
    with serving(older_pages) as site:
        done = crawl(tmp_path, f"{site.url}/", "--since", "2024-05-01", "--until", "2024-06-01")
        assert done.returncode == 0, done.stderr
        assert "nothing dates them: 1 of" in done.stderr
        assert fetched(site) == ["/", "/maps.xml", "/map-1.xml", "/2024/05/masts/"]
        assert "articles: 1 new" in done.stderr


def test_a_site_without_lists_says_so(tmp_path: Path) -> None:
    with serving(pages) as site:
        done = crawl(tmp_path, f"{site.url}/", "--since", "2024-05-01")
    assert done.returncode == 12
    assert "No list of the site's articles" in done.stderr


def test_a_span_is_of_days_and_of_a_site(tmp_path: Path) -> None:
    for words, said in (
        (("--since", "2024-05-01"), "Say of which site"),
        (("telecoms", "--until", "May"), "takes a day such as"),
    ):
        done = archiver("crawl", *words, cwd=tmp_path)
        assert done.returncode == 2
        assert said in done.stderr


def test_an_article_that_is_gone_is_no_failure_and_asked_for_ever_more_rarely(tmp_path: Path) -> None:
    def site_of(url: str) -> dict[str, Answer | list[Answer]]:
        fibre = article_page(f"{url}/fibre/", [comment_item(1, "Ada", "At last.")], stated=1)
        return pages(url) | {"/fibre/": [Answer(fibre), Answer("not here", 404)]}

    due = (
        "SELECT status, failures, round(julianday(due_at) - julianday(fetched_at)) FROM pages WHERE url LIKE '%/fibre/'"
    )
    with serving(site_of) as site:
        assert crawl(tmp_path, f"{site.url}/fibre/").returncode == 0
        for days in (1, 60):
            let_everything_be_due(tmp_path)
            done = crawl(tmp_path)
            assert (done.returncode, "pages: 1 gone" in done.stderr) == (0, True), done.stderr
            assert listed(tmp_path, due) == [(404, 0, days)]
        assert listed(tmp_path, "SELECT state FROM comments") == [("visible",)]
        never_held = crawl(tmp_path, f"{site.url}/never/")
        assert never_held.returncode == 12
        assert "1 failed" in never_held.stderr


def test_what_cannot_be_read_is_noted_as_failed_and_left_until_it_is_due_again(tmp_path: Path) -> None:
    def unreadable(url: str) -> dict[str, Answer | list[Answer]]:
        links = "".join(f"<item><link>{url}/{slug}/</link></item>" for slug in ("masts", "leaflet", "blank"))
        feed = f"<rss><channel>{links}</channel></rss>"
        podcast = f'<link rel="alternate" type="application/rss+xml" href="{url}/podcast/">'
        no_feed = article_page(f"{url}/podcast/", [], stated=0)
        old = f'<html><head><link rel="alternate" type="application/rss+xml" href="{url}/feed/">{podcast}</head></html>'
        return pages(url) | {
            "/": Answer(old),
            "/feed/": Answer(feed, content_type="application/rss+xml"),
            "/leaflet/": Answer(b"%PDF-1.4 \x00\x01\x02" * 50, content_type="application/pdf"),
            "/blank/": Answer(""),
            "/podcast/": Answer(no_feed),
        }

    with serving(unreadable) as site:
        assert crawl(tmp_path, f"{site.url}/").returncode != 0
        failed = "SELECT url, kind, status, failures FROM pages WHERE failures > 0 ORDER BY url"
        expected = [("/blank/", "article"), ("/leaflet/", "article"), ("/podcast/", "feed")]
        assert listed(tmp_path, failed) == [(site.url + path, kind, 200, 1) for path, kind in expected]
        fetched(site)
        crawl(tmp_path)
        assert fetched(site) == []
        let_everything_be_due(tmp_path, like="%/podcast/")
        crawl(tmp_path)
        assert fetched(site) == ["/podcast/"]
        assert listed(tmp_path, failed)[-1] == (f"{site.url}/podcast/", "feed", 200, 2)
    assert listed(tmp_path, "SELECT count(*) FROM articles WHERE url LIKE '%podcast%'") == [(0,)]


def test_a_feed_is_not_asked_for_its_news_alone_in_a_recheck_and_once_a_week(tmp_path: Path) -> None:
    def unchanging(url: str) -> dict[str, Answer | list[Answer]]:
        feed = pages(url)["/feed/"]
        assert isinstance(feed, Answer)
        return pages(url) | {"/feed/": Answer(feed.body, content_type=feed.content_type, headers={"ETag": '"1"'})}

    def validator(*words: str) -> str | None:
        let_everything_be_due(tmp_path, like="%/feed/")
        site.asked.clear()
        site.asked_with.clear()
        crawl(tmp_path, *words)
        return site.asked_with[site.asked.index("/feed/")].get("If-None-Match")

    with serving(unchanging) as site:
        crawl(tmp_path, f"{site.url}/")
        assert validator("--recheck") is None
        listed(tmp_path, "UPDATE pages SET fetched_at = '2024-05-06T10:15:00Z'")
        assert validator() is None
        assert validator() == '"1"'
