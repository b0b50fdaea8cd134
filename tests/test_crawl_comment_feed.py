"""Crawls that ask a WordPress site for its newest comments, and fetch the threads that have some."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from spiders.page import Page
from spiders.platforms.wordpress_comment_feed import built_at, sites_comment_feed
from tests.command import Done, archiver, archiver_process
from tests.servers import Answer, Server, serving
from tests.test_crawl import HURRY, ROBOTS
from tests.wordpress_api import rest_comment, rest_page, rss_comment, rss_feed
from tests.wordpress_pages import article_page, comment_item

FEED = "/comments/feed/"
FIRST, SECOND = "Mon, 06 May 2024 10:15:00 GMT", "Mon, 06 May 2024 12:15:00 GMT"


def link_to(url: str) -> str:
    return f'<link rel="alternate" type="application/rss+xml" title="The Mast: comments" href="{url}">'


def article(url: str, slug: str, *numbers: int) -> Answer:
    items = [comment_item(number, f"Reader {number}", f"Comment {number}") for number in numbers]
    head = link_to(f"{url}/{slug}/feed/") + link_to(f"{url}{FEED}")
    body = article_page(f"{url}/{slug}/", items, stated=len(items), head=head)
    return Answer(body.replace("postid-7", f"postid-{slug}").replace("post-7", f"post-{slug}"))


def feed(url: str, built: str, *named: tuple[str, int], headers: bool = True) -> Answer:
    items = [
        rss_comment(number, f"Comment {number}", article=slug if ":" in slug else f"{url}/{slug}/")
        for slug, number in named
    ]
    body = rss_feed([f"<lastBuildDate>{built.replace('GMT', '+0000')}</lastBuildDate>", *items])
    sent = {"ETag": f'"{built}"', "Last-Modified": built} if headers else {}
    return Answer(body, content_type="application/rss+xml; charset=UTF-8", headers=sent)


def site_of(url: str, *feeds: Answer) -> dict[str, Answer | list[Answer]]:
    links = "".join(f"<item><link>{url}/{slug}/</link></item>" for slug in ("masts", "fibre"))
    front = f"<html><head>{link_to('/feed/').replace('comments', 'news')}{link_to(FEED)}</head><body></body></html>"
    return {
        "/robots.txt": ROBOTS,
        "/": Answer(front),
        "/feed/": Answer(f"<rss><channel>{links}</channel></rss>", content_type="application/rss+xml"),
        "/masts/": [article(url, "masts", 1), article(url, "masts", 1, 3)],
        "/fibre/": article(url, "fibre", 2),
        "/copper/": article(url, "copper", 4),
        FEED: list(feeds),
    }


def crawl(folder: Path, *words: str) -> Done:
    return archiver_process("crawl", *words, *HURRY, cwd=folder)


def rows(folder: Path, sql: str) -> list[tuple[object, ...]]:
    with sqlite3.connect(folder / "archive.db") as db:
        return db.execute(sql).fetchall()


def only_the_feed_is_due(folder: Path) -> None:
    rows(folder, "UPDATE pages SET due_at = '2999-01-01T00:00:00Z' WHERE kind <> 'comments'")
    rows(folder, "UPDATE pages SET due_at = '2020-01-01T00:00:00Z' WHERE kind = 'comments'")


def due_crawl(folder: Path, site: Server) -> list[str]:
    """What a crawl of what is due asks for where the feed alone is, robots.txt left out."""
    only_the_feed_is_due(folder)
    site.asked.clear()
    site.asked_with.clear()
    done = crawl(folder)
    assert done.returncode == 0, done.stderr
    return [path for path in site.asked if path != "/robots.txt"]


def test_the_newest_comments_tell_which_threads_are_fetched(tmp_path: Path) -> None:
    known = [("masts", 1), ("fibre", 2)]
    news = [("masts", 3), ("copper", 4), *known, ("https://bank.example/transfer/", 5)]
    with serving(lambda url: site_of(url, feed(url, FIRST, *known), feed(url, SECOND, *news), Answer("", 304))) as site:
        assert crawl(tmp_path, f"{site.url}/").returncode == 0
        assert FEED not in site.asked
        assert rows(tmp_path, "SELECT url, due_because FROM pages WHERE kind = 'comments'") == [
            (f"{site.url}{FEED}", "new")
        ]
        # Nothing is in it that the archive lacks.
        assert due_crawl(tmp_path, site) == [FEED]
        assert "If-None-Match" not in site.asked_with[-1]
        # One comment is new, another on an article not known before, a third elsewhere.
        assert sorted(due_crawl(tmp_path, site)) == [FEED, "/copper/", "/masts/"]
        asked_with = site.asked_with[site.asked.index(FEED)]
        assert (asked_with["If-None-Match"], asked_with["If-Modified-Since"]) == (f'"{FIRST}"', FIRST)
        assert rows(tmp_path, "SELECT external_id FROM comments ORDER BY 1") == [("1",), ("2",), ("3",), ("4",)]
        # Nothing has changed.
        before = rows(tmp_path, "SELECT * FROM articles") + rows(tmp_path, "SELECT * FROM comments")
        assert due_crawl(tmp_path, site) == [FEED]
        assert site.asked_with[-1]["If-None-Match"] == f'"{SECOND}"'
        assert before == rows(tmp_path, "SELECT * FROM articles") + rows(tmp_path, "SELECT * FROM comments")
        assert rows(tmp_path, "SELECT status, etag, last_modified, failures FROM pages WHERE kind = 'comments'") == [
            (304, f'"{SECOND}"', SECOND, 0)
        ]
        assert not rows(tmp_path, "SELECT url FROM pages WHERE url LIKE '%bank.example%'")
    assert archiver("verify", cwd=tmp_path).returncode == 0


def test_a_feed_that_says_itself_that_nothing_changed_brings_nothing_forward(tmp_path: Path) -> None:
    """A pingback that a theme does not show is in the feed and never in the archive."""
    with serving(lambda url: site_of(url, feed(url, FIRST, ("fibre", 9), ("fibre", 2), headers=False))) as site:
        crawl(tmp_path, f"{site.url}/fibre/")
        assert due_crawl(tmp_path, site) == [FEED, "/fibre/"]
        assert due_crawl(tmp_path, site) == [FEED]


NEWEST = "/wp-json/wp/v2/comments?after=2024-05-05T10:15:00&per_page=100&page=1&order=desc"


@pytest.mark.parametrize("is_open", [True, False])
def test_where_all_of_a_feed_is_new_the_api_tells_what_it_no_longer_names(tmp_path: Path, is_open: bool) -> None:
    def pages(url: str) -> dict[str, Answer | list[Answer]]:
        listed = [
            rest_comment(3, link=f"{url}/masts/#comment-3"),
            rest_comment(4, link=f"{url}/copper/comment-page-2/#comment-4", post=8),
            rest_comment(5, link="https://bank.example/#comment-5"),
            rest_comment(6, link=None),
        ]
        answer = Answer(rest_page(listed), content_type="application/json")
        feeds = feed(url, FIRST, ("masts", 1), ("fibre", 2)), feed(url, SECOND, ("masts", 3))
        return site_of(url, *feeds) | {NEWEST: answer if is_open else Answer("{}", 401)}

    with serving(pages) as site:
        crawl(tmp_path, f"{site.url}/")
        assert due_crawl(tmp_path, site) == [FEED]
        expected = [FEED, "/masts/", NEWEST, *(["/copper/"] if is_open else [])]
        assert sorted(due_crawl(tmp_path, site)) == sorted(expected)


@pytest.mark.parametrize(
    "closed", [Answer("Comments are read here.", 403), Answer("<html><body>Welcome</body></html>"), Answer("")]
)
def test_a_feed_that_is_closed_is_no_failure_and_asked_ever_more_rarely(tmp_path: Path, closed: Answer) -> None:
    with serving(lambda url: site_of(url, closed)) as site:
        crawl(tmp_path, f"{site.url}/fibre/")
        assert due_crawl(tmp_path, site) == [FEED]
        assert rows(tmp_path, "SELECT failures, due_because FROM pages WHERE kind = 'comments'") == [(1, "failed")]


def page(*links: str, url: str = "https://mast.example/comments/") -> Page:
    return Page(f"<html><head>{''.join(links)}</head><body></body></html>".encode(), url=url)


@pytest.mark.parametrize(
    "href",
    [
        "https://mast.example/comments/feed/",
        "/blog/comments/feed",
        "/comments/feed/atom/",
        "/?feed=comments-rss2",
    ],
)
def test_a_sites_own_feed_of_comments_is_known_by_its_address(href: str) -> None:
    found = sites_comment_feed(
        page(link_to("/feed/"), link_to("/masts/feed/"), link_to(href), url="https://mast.example/masts/")
    )
    assert found
    assert found.endswith(href)


@pytest.mark.parametrize("href", ["/comments/feed/", "/masts/feed/", "https://bank.example/comments/feed/", "/feed/"])
def test_an_articles_own_feed_and_one_elsewhere_are_not_the_sites(href: str) -> None:
    assert sites_comment_feed(page(link_to(href))) is None


def test_when_a_feed_was_built_is_read_as_a_header_says_it() -> None:
    assert built_at(Page(b"<rss><lastBuildDate>Mon, 06 May 2024 12:15:00 +0200</lastBuildDate></rss>")) == FIRST
    assert built_at(Page(b"<rss><lastBuildDate>soon</lastBuildDate></rss>")) is None


def test_of_a_feed_never_read_before_the_api_is_asked_from_when_it_was_found(tmp_path: Path) -> None:
    with serving(lambda url: site_of(url, feed(url, FIRST, ("masts", 3)))) as site:
        crawl(tmp_path, f"{site.url}/masts/")
        rows(tmp_path, "UPDATE pages SET found_at = '2024-05-06T10:15:00Z' WHERE kind = 'comments'")
        assert NEWEST in due_crawl(tmp_path, site)


def test_where_single_articles_were_named_the_rest_of_the_site_is_left_alone(tmp_path: Path) -> None:
    with serving(lambda url: site_of(url, feed(url, FIRST, ("copper", 4), ("masts", 3)))) as site:
        crawl(tmp_path, f"{site.url}/masts/")
        assert "/copper/" not in due_crawl(tmp_path, site)
        assert "/masts/" in site.asked
        assert not rows(tmp_path, "SELECT url FROM pages WHERE url LIKE '%copper%'")


def test_what_a_page_never_shows_is_looked_for_twice_and_what_fails_keeps_to_its_own_time(tmp_path: Path) -> None:
    def pages(url: str) -> dict[str, Answer | list[Answer]]:
        never_shown = [("masts", 1), ("masts", 9), ("dead", 5)]
        times = [f"Mon, 06 May 2024 {hour}:15:00 GMT" for hour in range(10, 15)]
        feeds = [feed(url, built, *never_shown) for built in times[:4]]
        newest = feed(url, times[4], *never_shown, ("masts", 3))
        one, two = article(url, "masts", 1), article(url, "masts", 1, 3)
        return site_of(url, *feeds, newest) | {"/masts/": [one, one, one, two]}

    with serving(pages) as site:
        assert crawl(tmp_path, f"{site.url}/").returncode == 0
        asked = []
        for _ in range(5):
            only_the_feed_is_due(tmp_path)
            site.asked.clear()
            crawl(tmp_path)
            asked.append(sorted(path for path in site.asked if path in ("/masts/", "/dead/")))
        # A comment that is new is looked for on the same page nevertheless.
        assert asked == [["/dead/", "/masts/"], ["/masts/"], [], [], ["/masts/"]]
        assert ("3",) in rows(tmp_path, "SELECT external_id FROM comments")
        assert rows(tmp_path, "SELECT failures FROM pages WHERE url LIKE '%/dead/'") == [(1,)]
    assert archiver("verify", cwd=tmp_path).returncode == 0
