"""What a crawl and an import both leave out: data, missing pages, front pages."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from spiders.page import Page
from spiders.reading import read_thread
from spiders.robot_check import ROBOT_CHECK
from spiders.worth_keeping import what_stands_in, why_not_kept
from tests.command import archiver, archiver_process
from tests.servers import Answer, moved, serving
from tests.test_crawl import HURRY, ROBOTS
from tests.test_import import rows
from tests.threads import SITE
from tests.wordpress_pages import article_page, comment_item

URL = "https://mast.example/2024/masts/"
JSON = json.dumps({"title": "Masts go up", "content": {"rendered": "<p>Four masts went up this week.</p>"}})
MISSING = """<!DOCTYPE html><html><head><title>Page not found | The Mast</title></head><body class="error404">
<h1>That page can’t be found</h1><p>It looks like nothing was found here. Maybe try a search?</p></body></html>"""
FRONT = """<!DOCTYPE html><html><head><title>The Mast</title></head><body class="home blog"><h1>The Mast</h1>
<article><h2><a href="/a/">Masts go up</a></h2><p>Four masts went up in Little Wick this week.</p></article>
<article><h2><a href="/b/">Copper leaves</a></h2><p>The last copper line was cut on Monday.</p></article></body>
</html>"""


def verdict(body: str, url: str | None = URL) -> str | None:
    page = Page(body.encode(), url=url)
    return why_not_kept(read_thread([page], SITE), page)


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (JSON, "data"),
        ('["fibre", "copper"]', "data"),
        ('<?xml version="1.0"?><urlset><url><loc>https://mast.example/a/</loc></url></urlset>', "data"),
        ("window.masts = {};", "data"),
        ("body { color: red }", "data"),
        (MISSING, "no such page"),
        (MISSING.replace(' class="error404"', ""), "no such page"),
        ("<!DOCTYPE html><html><head></head><body></body></html>", "neither"),
        ("OK\n", "neither"),
    ],
)
def test_what_is_no_article_is_left_out_and_the_reason_told(body: str, why: str) -> None:
    assert why in (verdict(body) or "")


def test_a_front_page_is_left_out_and_the_same_words_elsewhere_are_not() -> None:
    assert "front page" in (verdict(FRONT, "https://mast.example/") or "")
    assert verdict(FRONT.replace("home blog", "single"), URL) is None


def test_a_page_that_does_not_say_where_it_stands_is_told_how_to() -> None:
    assert "--url" in (verdict("Masts go up in Little Wick\n\nFour masts went up this week.\n", None) or "")


@pytest.mark.parametrize(
    "body",
    [
        article_page(URL),
        article_page(URL).replace("Masts go up in Little Wick", "404: page not found, and why masts matter"),
        article_page(URL, [comment_item(1, "Ada", "Good news.")]).replace("Masts go up in Little Wick", "Not found"),
        "Masts go up in Little Wick\n\nFour masts went up in the village this week, and it is on the air at last.\n",
        "[Updated] Masts go up in Little Wick\n\nFour masts went up in the village this week; it is on the air.\n",
    ],
)
def test_articles_and_threads_are_kept(body: str) -> None:
    assert verdict(body) is None


def test_an_import_leaves_out_what_a_crawl_leaves_out(tmp_path: Path) -> None:
    for number, body in enumerate((JSON, MISSING)):
        (tmp_path / f"{number}.html").write_text(body)
        done = archiver("import", f"{number}.html", "--url", URL, cwd=tmp_path)
        assert (done.returncode, "not imported" in done.stderr) == (1, True)
    assert rows(tmp_path, "SELECT count(*) FROM articles") == [(0,)]


def test_a_crawl_names_and_counts_what_it_leaves_out_and_keeps_every_address_of_what_it_archives(
    tmp_path: Path,
) -> None:
    def pages(url: str) -> dict[str, Answer]:
        slugs = ("data", "missing", "gone", "old")
        items = "".join(f"<item><link>{url}/{slug}/</link></item>" for slug in slugs)
        return {
            "/robots.txt": ROBOTS,
            "/feed/": Answer(f"<rss><channel>{items}</channel></rss>", content_type="application/rss+xml"),
            "/data/": Answer(JSON, content_type="application/json"),
            "/missing/": Answer(MISSING),
            "/gone/": moved("/"),
            "/": Answer(FRONT),
            "/old/": moved("/?p=7"),
            "/?p=7": moved("/masts/"),
            "/masts/": Answer(article_page(f"{url}/masts/", stated=0)),
        }

    with serving(pages) as site:
        done = archiver_process("crawl", f"{site.url}/feed/", *HURRY, cwd=tmp_path)
    assert done.returncode == 1
    assert "articles: 1 new; pages: 3 failed" in done.stderr
    for slug, why in (("data", "data"), ("missing", "no such page"), ("gone", f"leads to {site.url}/, which was not")):
        assert any(f"{site.url}/{slug}/" in line and why in line for line in done.stderr.splitlines()), slug
    host = site.url.removeprefix("http://")
    assert sorted(rows(tmp_path, "SELECT url FROM article_urls")) == [
        (f"{host}/masts",),
        (f"{host}/old",),
        (f"{host}?p=7",),
    ]


WALL = """<!DOCTYPE html><html lang="en"><head><title>One moment</title>{}</head><body><h1>mast.example</h1>
<p>We check whether you are a person; please let your browser run scripts and wait for a while.</p></body></html>"""


def test_a_check_for_robots_does_not_replace_an_archived_article(tmp_path: Path) -> None:
    def pages(url: str) -> dict[str, Answer | list[Answer]]:
        whole = article_page(f"{url}/masts/", [comment_item(1, "Ada", "It hums.")], stated=1)
        return {"/robots.txt": ROBOTS, "/masts/": [Answer(whole), Answer(WALL.format(""))]}

    with serving(pages) as site:
        crawl = ("crawl", f"{site.url}/masts/", *HURRY)
        assert archiver_process(*crawl, cwd=tmp_path).returncode == 0
        before = rows(tmp_path, "SELECT title, body FROM articles")
        assert archiver_process(*crawl, cwd=tmp_path).returncode != 0
    assert rows(tmp_path, "SELECT title, body FROM articles") == before
    assert [tuple(row) for row in rows(tmp_path, "SELECT failures, status FROM pages")] == [(1, 200)]


@pytest.mark.parametrize(
    ("head", "is_another"),
    [
        ("", True),
        ('<link rel="canonical" href="https://check.example/">', True),
        (f'<link rel="canonical" href="{URL}">', False),
        ('<meta property="og:type" content="article">', False),
        ('<meta property="og:title" content="Masts  go UP - The Mast">', False),
        ("<p>Masts go up</p>", False),
    ],
)
def test_only_a_page_without_any_mark_of_the_article_stands_in_for_it(head: str, is_another: bool) -> None:
    page = Page(WALL.format(head).encode(), url=URL)
    assert (what_stands_in(read_thread([page], SITE), page, "Masts go up") is not None) is is_another


@pytest.mark.parametrize(
    ("head", "is_check"),
    [
        (f'<link rel="canonical" href="{URL}">', True),
        ('<meta name="description" content="Masts and more">', True),
        ("<p>Posted by Ada Wick on 6 May 2003</p>", True),
        ("<p>" + "Too much is asked of us by machines. " * 32 + "</p>", True),
        ('<textarea name="h-captcha-response"></textarea>', True),
        ("<p>Masts go up</p>", False),
        ('<meta name="author" content="Ada Wick">', False),
    ],
)
def test_what_is_like_a_check_replaces_no_archived_article_that_it_does_not_name(head: str, is_check: bool) -> None:
    page = Page(WALL.format("<script></script>" + head).encode(), url=URL)
    assert (what_stands_in(read_thread([page], SITE), page, "Masts go up") == ROBOT_CHECK) is is_check
