"""Edited articles: WordPress's feed shows that there are some, its list of changes which they are."""

from __future__ import annotations

import json
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from archiver.instants import instant_text
from spiders.changed_articles import changed_address, changed_in, is_by_wordpress
from spiders.page import Page
from tests.command import archiver_process
from tests.servers import Answer, serving
from tests.test_crawl import HURRY, ROBOTS
from tests.wordpress_pages import article_page, comment_item

SINCE = datetime(2024, 5, 6, 12, 15, tzinfo=UTC)
LIST = (
    "/wp-json/wp/v2/posts?modified_after=2024-05-05T12:15:00&orderby=modified&order=desc&per_page=100&page=1"
    "&_fields=link,date_gmt,modified_gmt"
)


@pytest.mark.parametrize("feed", ["/feed/", "/feed", "/feed/atom/", "/feed/rss2/"])
def test_the_list_of_changes_is_found_by_the_feeds_address(feed: str) -> None:
    assert changed_address(f"https://mast.example{feed}", SINCE) == f"https://mast.example{LIST}"
    assert changed_address(f"https://mast.example/blog{feed}", SINCE) == f"https://mast.example/blog{LIST}"


def test_an_address_that_is_no_feeds_leads_to_no_list() -> None:
    assert changed_address("https://mast.example/rss.xml", SINCE) is None


@pytest.mark.parametrize(
    ("made_by", "is_wordpress"),
    [
        ("<rss><channel><generator>https://wordpress.org/?v=6.1.9</generator>", True),
        ('<feed><generator uri="https://wordpress.org/" version="6.1.9">WordPress</generator>', True),
        ("<rss><channel><generator>Drupal</generator>", False),
        ("<rss><channel><title>wordpress.org</title>", False),
    ],
)
def test_a_feed_names_its_maker(made_by: str, is_wordpress: bool) -> None:
    assert is_by_wordpress(Page(made_by.encode())) is is_wordpress


def changes(*articles: object) -> Page:
    return Page(json.dumps(articles).encode(), url=f"https://mast.example{LIST}")


def test_of_the_list_only_sound_entries_of_its_own_site_are_taken() -> None:
    sound = {
        "link": "https://mast.example/a/",
        "date_gmt": "2024-05-06T10:00:00",
        "modified_gmt": "2024-05-06T13:00:00",
    }
    others = [sound | {"link": "https://bank.example/"}, sound | {"modified_gmt": "soon"}, sound | {"link": 7}, "x"]
    assert changed_in(changes(sound, *others)) == [
        ("https://mast.example/a/", datetime(2024, 5, 6, 10, tzinfo=UTC), datetime(2024, 5, 6, 13, tzinfo=UTC))
    ]


@pytest.mark.parametrize("body", [b'{"code": "rest_closed"}', b"<html>", b"", b"[" * 100_000])
def test_any_other_answer_is_no_list(body: bytes) -> None:
    assert changed_in(Page(body)) is None


def test_an_edited_article_is_fetched_and_no_other(tmp_path: Path) -> None:
    long_ago, soon = "2024-04-01T08:00:00", instant_text(datetime.now(UTC) + timedelta(hours=1))[:-1]

    def feed(url: str, built: str) -> Answer:
        links = "".join(f"<item><link>{url}/{slug}/</link></item>" for slug in ("masts", "fibre"))
        body = f"<rss><channel><generator>https://wordpress.org/?v=6</generator>{links}</channel></rss>"
        return Answer(body, content_type="application/rss+xml", headers={"Last-Modified": built})

    def story(url: str, slug: str, text: str) -> Answer:
        body = article_page(f"{url}/{slug}/", [comment_item(1, "Ada", "Hm.")], stated=1).replace("Four masts", text)
        return Answer(body.replace("postid-7", f"postid-{slug}").replace("post-7", f"post-{slug}"))

    def site(url: str) -> dict[str, Answer | list[Answer]]:
        listed = [
            {"link": f"{url}/{slug}/", "date_gmt": written, "modified_gmt": changed}
            for slug, written, changed in (
                ("masts", long_ago, soon),  # edited
                ("fibre", long_ago, long_ago),
                ("copper", long_ago, soon),  # of long ago, and never wanted
                ("duct", soon, soon),  # new
            )
        ]
        dates = ("Mon, 06 May 2024 12:15:00 GMT", "Mon, 06 May 2024 14:15:00 GMT")
        return {
            "/robots.txt": ROBOTS,
            "/": Answer('<html><head><link rel="alternate" type="application/rss+xml" href="/feed/"></head></html>'),
            "/feed/": [feed(url, one) for one in dates],
            "/masts/": [story(url, "masts", "Four masts"), story(url, "masts", "Five poles")],
            **{f"/{slug}/": story(url, slug, slug) for slug in ("fibre", "copper", "duct")},
            LIST: Answer(json.dumps(listed), content_type="application/json"),
        }

    with serving(site) as server:
        assert archiver_process("crawl", f"{server.url}/", *HURRY, cwd=tmp_path).returncode == 0
        assert LIST not in server.asked, "read for the first time, a feed tells all that is wanted"
        with sqlite3.connect(tmp_path / "archive.db") as db:
            db.execute("UPDATE pages SET due_at = iif(kind = 'feed', '2020', '2999') || '-01-01T00:00:00Z'")
        server.asked.clear()
        done = archiver_process("crawl", *HURRY, cwd=tmp_path)
        assert done.returncode == 0, done.stderr
        assert sorted(server.asked) == sorted(["/robots.txt", "/feed/", LIST, "/masts/", "/duct/"])
    with sqlite3.connect(tmp_path / "archive.db") as db:
        bodies = db.execute("SELECT body FROM articles WHERE url LIKE '%/masts/'").fetchall()
    assert "Five poles" in bodies[0][0]
