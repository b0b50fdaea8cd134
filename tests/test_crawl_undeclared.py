"""Crawls of sites that nobody has declared: what they tell of themselves, and what announces their articles."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from archiver.archive import Archive
from spiders.look_walk import RECENT
from spiders.past_articles import Span, posts_address
from tests.archive_equality import contents_of
from tests.command import Done, archiver_process
from tests.servers import Answer, moved, serving
from tests.test_crawl import ROBOTS, snapshot
from tests.test_crawl_due import crawl, fetched, let_everything_be_due, listed
from tests.wordpress_pages import article_page

XML = "application/xml"
REST = '<link rel="https://api.w.org/" href="/wp-json/">'
FEED = '<link rel="alternate" type="application/rss+xml" href="/feed/">'
_NEWS = "http://www.google.com/schemas/sitemap-news/0.9"

POSTS = posts_address("", Span(since=(datetime.now(UTC) - RECENT).date()))

Pages = dict[str, Answer | list[Answer]]


def front(*head: str, stories: tuple[str, ...] = (), paging: str = "") -> Answer:
    teasers = "".join(
        f'<div><h2><a href="{path}">Masts go up once more</a></h2><p>Words.</p></div>' for path in stories
    )
    body = f"<body><h1>News</h1>{teasers}{paging}</body>"
    return Answer(f'<!doctype html><html lang="nb"><head><title>The Mast</title>{"".join(head)}</head>{body}</html>')


def story(url: str, path: str) -> Answer:
    """One comment, whose time is shown as a wall clock alone."""
    comment = (
        '<li id="comment-1" class="comment depth-1"><div class="comment-author vcard"><cite class="fn">Ada</cite></div>'
        '<div class="comment-meta commentmetadata"><a href="#comment-1">6. mai 2024 10:15</a></div>'
        "<p>Good news.</p></li>"
    )
    return Answer(article_page(url + path, [comment], stated=1))


def stories(url: str, *paths: str) -> Pages:
    return {path: story(url, path) for path in paths}


def rss(url: str, *paths: str) -> Answer:
    items = "".join(f"<item><link>{url}{path}</link></item>" for path in paths)
    return Answer(f"<rss version='2.0'><channel>{items}</channel></rss>", content_type="application/rss+xml")


def sites(folder: Path) -> list[tuple[object, ...]]:
    return listed(folder, "SELECT id, name, timezone, language, platform FROM sites")


def sources(folder: Path) -> set[tuple[object, ...]]:
    return set(listed(folder, "SELECT kind, site_id FROM pages WHERE kind <> 'article'"))


def wordpress(url: str) -> Pages:
    said = json.dumps({"name": "Mast & Pole", "timezone_string": "Europe/Oslo", "gmt_offset": 2})
    return {
        "/robots.txt": ROBOTS,
        "/": front(REST, FEED),
        "/wp-json/": Answer(said, content_type="application/json"),
        "/feed/": [rss(url, "/masts-go-up/"), rss(url, "/copper-goes-out/", "/masts-go-up/")],
        **stories(url, "/masts-go-up/", "/copper-goes-out/"),
    }


def test_a_site_tells_its_zone_before_anything_of_it_is_stored_and_is_kept_fresh_from_then_on(tmp_path: Path) -> None:
    with serving(wordpress) as site:
        done = crawl(tmp_path, f"{site.url}/")
        assert (done.returncode, fetched(site)) == (0, ["/", "/wp-json/", "/feed/", "/masts-go-up/"]), done.stderr
        assert snapshot(tmp_path, "1")["comments"][0]["published_at"] == "2024-05-06T08:15:00Z"
        told = [("127.0.0.1", "Mast & Pole", "Europe/Oslo", "nb", "wordpress")]
        assert sites(tmp_path) == told
        assert sources(tmp_path) == {("feed", "127.0.0.1"), ("front", "127.0.0.1")}
        let_everything_be_due(tmp_path, like="%/feed/")
        assert crawl(tmp_path).returncode == 0
        assert fetched(site) == ["/feed/", "/copper-goes-out/"]
        assert snapshot(tmp_path, "2")["comments"][0]["published_at"] == "2024-05-06T08:15:00Z"
        assert sites(tmp_path) == told
        assert archiver_process("rebuild", "archive.captures", "--db", "new.db", cwd=tmp_path).returncode == 0
        with Archive.for_reading(tmp_path / "archive.db") as first, Archive.for_reading(tmp_path / "new.db") as rebuilt:
            assert contents_of(first) == contents_of(rebuilt)

        declare(tmp_path, site.url)
        let_everything_be_due(tmp_path)
        assert crawl(tmp_path).returncode == 0
    assert sources(tmp_path) == {("feed", "mast")}
    assert set(listed(tmp_path, "SELECT site_id FROM pages")) == {("mast",)}
    assert set(listed(tmp_path, "SELECT site_id FROM articles")) == {("mast",)}


def declare(folder: Path, url: str) -> Done:
    done = archiver_process(
        "sites", "new", url, "--name", "mast", "--allow-private", "-s", "DOWNLOAD_DELAY=0", cwd=folder
    )
    assert done.returncode == 0, done.stderr
    return done


def news_map(url: str) -> Pages:
    def entry(path: str, day: str) -> str:
        news = f"<n:news><n:publication_date>{day}</n:publication_date></n:news>"
        return f"<url><loc>{url}{path}</loc>{news}</url>"

    head = f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:n="{_NEWS}">'
    old = entry("/old-masts-go-down/", "2019-05-06")
    first, then = (
        f"{head}{old}{entry('/masts-go-up/', '2999-05-06')}{more}</urlset>"
        for more in ("", entry("/copper-goes-out/", "2999-05-07"))
    )
    return {
        "/robots.txt": Answer(f"User-agent: *\nAllow: /\nSitemap: {url}/news.xml\n", content_type="text/plain"),
        "/": front(),
        "/news.xml": [Answer(first, content_type=XML), Answer(then, content_type=XML)],
        **stories(url, "/masts-go-up/", "/copper-goes-out/"),
    }


def posts(url: str) -> Pages:
    def listing(*paths: str) -> Answer:
        return Answer(json.dumps([{"link": url + path} for path in paths]), content_type="application/json")

    return {
        "/robots.txt": ROBOTS,
        "/": front(REST),
        "/wp-json/": Answer("{}", content_type="application/json"),
        POSTS: [listing("/masts-go-up/"), listing("/masts-go-up/", "/copper-goes-out/")],
        **stories(url, "/masts-go-up/", "/copper-goes-out/"),
    }


def list_alone(url: str) -> Pages:
    return {
        "/robots.txt": ROBOTS,
        "/": [
            front(stories=("/masts-go-up-here/", "/masts-go-up-there/", "/masts-go-up-anywhere/")),
            front(stories=("/copper-goes-out-now/", "/masts-go-up-here/", "/masts-go-up-there/")),
        ],
        **stories(url, "/masts-go-up-here/", "/masts-go-up-there/", "/masts-go-up-anywhere/", "/copper-goes-out-now/"),
    }


@pytest.mark.parametrize(
    ("pages", "kind", "source", "articles", "later"),
    [
        (news_map, "sitemap", "/news.xml", ["/masts-go-up/"], "/copper-goes-out/"),
        (posts, "posts", POSTS, ["/masts-go-up/"], "/copper-goes-out/"),
        (
            list_alone,
            "front",
            "/",
            ["/masts-go-up-here/", "/masts-go-up-there/", "/masts-go-up-anywhere/"],
            "/copper-goes-out-now/",
        ),
    ],
)
def test_where_no_feed_announces_articles_another_list_does(
    tmp_path: Path, pages: Callable[[str], Pages], kind: str, source: str, articles: list[str], later: str
) -> None:
    with serving(pages) as site:
        done = crawl(tmp_path, f"{site.url}/")
        assert done.returncode == 0, done.stderr
        assert sorted(path for path in fetched(site) if "-go" in path) == sorted(articles)
        assert (kind, "127.0.0.1") in sources(tmp_path)
        let_everything_be_due(tmp_path, like=f"{site.url}{source.partition('?')[0]}")
        assert crawl(tmp_path).returncode == 0
        assert fetched(site) == [source, later]
        assert "nothing is due" in crawl(tmp_path).stderr


def archives(url: str) -> Pages:
    """Neither REST nor site maps: pages of months, and a section that shows dates."""
    may = "/2024/05/masts-go-up-again/", "/2024/05/copper-goes-out-now/"
    april = ("/2024/04/the-mast-is-planned/",)
    section = "".join(
        f'<div><h2><a href="/news/masts-{number}-go-up/">Masts go up once more</a></h2><p>{day} mai 2024</p></div>'
        for number, day in ((1, 30), (2, 20), (3, 10))
    )
    turned = '<a rel="next" href="/mobile/page/2/">Next</a>'
    return {
        "/robots.txt": ROBOTS,
        "/": front(stories=may),
        "/2024/05/": front(
            stories=may[:1], paging='<div class="nav-previous"><a href="/2024/05/page/2/">Older</a></div>'
        ),
        "/2024/05/page/2/": front(stories=may[1:]),
        "/2024/04/": front(stories=april),
        "/mobile/": Answer(front(paging=f"{section}{turned}").body),
        "/mobile/page/2/": Answer(front(paging=section.replace("masts-", "poles-").replace(" mai", " april")).body),
        **stories(url, *may, *april),
        **stories(url, *(f"/news/masts-{number}-go-up/" for number in range(1, 4))),
    }


def test_where_neither_rest_nor_site_map_answers_the_archives_of_months_do(tmp_path: Path) -> None:
    with serving(archives) as site:
        done = crawl(tmp_path, f"{site.url}/", "--since", "2024-05-01", "--until", "2024-06-01")
        assert done.returncode == 0, done.stderr
        asked = fetched(site)
        assert {"/2024/05/masts-go-up-again/", "/2024/05/copper-goes-out-now/"} <= set(asked)
        assert "/2024/04/the-mast-is-planned/" not in asked
        assert asked.count("/2024/05/") == 1
    assert listed(tmp_path, "SELECT count(*) FROM articles") == [(2,)]


def test_a_sections_pages_are_turned_until_they_are_too_old(tmp_path: Path) -> None:
    with serving(archives) as site:
        done = crawl(tmp_path, f"{site.url}/mobile/", "--since", "2024-05-15")
        assert done.returncode == 0, done.stderr
        turned = {"/mobile/", "/mobile/page/2/"}
        assert set(fetched(site)) == turned | {"/news/masts-1-go-up/", "/news/masts-2-go-up/"}


def test_a_section_leads_to_its_own_articles_and_is_looked_at_again(tmp_path: Path) -> None:
    with serving(archives) as site:
        done = crawl(tmp_path, f"{site.url}/mobile/")
        assert done.returncode == 0, done.stderr
        assert set(fetched(site)) >= {f"/news/masts-{number}-go-up/" for number in range(1, 4)}
    assert ("front", "127.0.0.1") in sources(tmp_path)


def test_what_a_look_that_was_cut_short_has_found_is_not_lost(tmp_path: Path) -> None:
    with serving(wordpress) as site:
        crawl(tmp_path, f"{site.url}/", "-s", "CLOSESPIDER_PAGECOUNT=3")
        assert listed(tmp_path, "SELECT count(*) FROM articles") == [(0,)]
        let_everything_be_due(tmp_path)
        fetched(site)
        assert crawl(tmp_path).returncode == 0
    assert snapshot(tmp_path, "1")["comments"][0]["published_at"] == "2024-05-06T08:15:00Z"


def test_what_a_feed_announced_and_no_longer_names_is_looked_for_in_the_site_map(tmp_path: Path) -> None:
    def pages(url: str) -> Pages:
        day = datetime.now(UTC).date().isoformat()
        paths = ("/masts-go-up/", "/missed-by-the-feed/", "/copper-goes-out/")
        urls = "".join(f"<url><loc>{url}{path}</loc><lastmod>{day}</lastmod></url>" for path in paths)
        return {
            "/robots.txt": ROBOTS,
            "/": front(FEED),
            "/feed/": [rss(url, paths[0]), rss(url, paths[2])],
            "/sitemap.xml": Answer(f"<urlset>{urls}</urlset>", content_type=XML),
            **stories(url, *paths),
        }

    with serving(pages) as site:
        crawl(tmp_path, f"{site.url}/")
        let_everything_be_due(tmp_path, like="%/feed/")
        fetched(site)
        assert crawl(tmp_path).returncode == 0
        assert {"/copper-goes-out/", "/missed-by-the-feed/"} <= set(fetched(site))


def test_a_feed_that_lies_on_another_host_announces_the_articles_of_its_own_site(tmp_path: Path) -> None:
    to_the_feed, feed = moved(""), rss("")

    def pages(url: str) -> Pages:
        paths = ("/masts-go-up/", "/copper-goes-out/")
        return {"/robots.txt": ROBOTS, "/": front(FEED), "/feed/": to_the_feed, **stories(url, *paths)}

    with (
        serving(pages) as site,
        serving(lambda url: {"/robots.txt": ROBOTS, "/mast": feed}, host="127.0.0.2") as elsewhere,
    ):
        to_the_feed.headers["Location"] = f"{elsewhere.url}/mast"
        feed.body = rss(site.url, "/masts-go-up/").body
        assert crawl(tmp_path, f"{site.url}/").returncode == 0
        assert fetched(site) == ["/", "/feed/", "/masts-go-up/"]
        feed.body = rss(site.url, "/copper-goes-out/", "/masts-go-up/").body
        let_everything_be_due(tmp_path, like="%/feed/")
        assert crawl(tmp_path).returncode == 0
        assert fetched(site) == ["/feed/", "/copper-goes-out/"]
        assert crawl(tmp_path).stderr.startswith("nothing is due")
    assert set(listed(tmp_path, "SELECT site_id FROM pages")) == {("127.0.0.1",)}


def test_a_site_map_that_lies_on_another_host_speaks_of_the_site_whose_robots_txt_names_it(tmp_path: Path) -> None:
    robots, on_cdn = Answer("", content_type="text/plain"), Answer("", content_type=XML)

    def pages(url: str) -> Pages:
        return {"/robots.txt": robots, "/": front(), **stories(url, "/masts-go-up/", "/copper-goes-out/")}

    def cdn(url: str) -> Pages:
        return {"/robots.txt": ROBOTS, "/mast.xml": on_cdn, "/not-ours/": Answer(article_page(f"{url}/not-ours/"))}

    def entries(*addresses: str) -> str:
        day = datetime.now(UTC).date()
        return "".join(f"<url><loc>{one}</loc><lastmod>{day}</lastmod></url>" for one in addresses)

    with serving(pages) as site, serving(cdn, host="127.0.0.2") as elsewhere:
        robots.body = f"Sitemap: {elsewhere.url}/mast.xml\n"
        on_cdn.body = f"<urlset>{entries(f'{elsewhere.url}/not-ours/', f'{site.url}/masts-go-up/')}</urlset>"
        assert crawl(tmp_path, f"{site.url}/").returncode == 0
        assert elsewhere.asked == ["/robots.txt", "/mast.xml"]
        on_cdn.body = f"<urlset>{entries(f'{site.url}/copper-goes-out/')}</urlset>"
        let_everything_be_due(tmp_path, like="%/mast.xml")
        assert crawl(tmp_path).returncode == 0
        assert elsewhere.asked == ["/robots.txt", "/mast.xml"] * 2
        past = crawl(tmp_path, f"{site.url}/", "--since", "2024-01-01")
        assert (past.returncode, elsewhere.asked) == (0, ["/robots.txt", "/mast.xml"] * 3)
    paths = {str(url).removeprefix(site.url) for (url,) in listed(tmp_path, "SELECT url FROM articles")}
    assert paths == {"/masts-go-up/", "/copper-goes-out/"}
    assert set(listed(tmp_path, "SELECT site_id FROM pages")) == {("127.0.0.1",)}


def test_a_site_map_elsewhere_that_robots_txt_there_forbids_is_not_asked_for(tmp_path: Path) -> None:
    robots = Answer("", content_type="text/plain")
    forbidden = Answer("User-agent: *\nDisallow: /", content_type="text/plain")

    with (
        serving(lambda url: {"/robots.txt": robots, "/": front()}) as site,
        serving(lambda url: {"/robots.txt": forbidden, "/mast.xml": Answer("")}, host="127.0.0.2") as elsewhere,
    ):
        robots.body = f"Sitemap: {elsewhere.url}/mast.xml\n"
        crawl(tmp_path, f"{site.url}/")
    assert elsewhere.asked == ["/robots.txt"]
