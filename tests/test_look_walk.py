"""A look at a site comes to an end, whatever the site answers."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime

from spiders.look_walk import MAX_STEPS, LookWalk
from spiders.page import Page

SITE = "https://mast.example"
REST = f'<link rel="https://api.w.org/" href="{SITE}/wp-json/">'
MAP = (
    '<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><sitemap><loc>{}</loc></sitemap></sitemapindex>'
)


def page(body: str, url: str = f"{SITE}/") -> Page:
    return Page(body.encode(), url=url, captured_at=datetime(2024, 5, 6, 12, tzinfo=UTC))


def asked_in(walk: LookWalk, answer: Callable[[str], str | None]) -> list[str]:
    """What a look asks for, where None is no answer; far too much is an error."""
    asked: list[str] = []
    while (url := walk.next_url()) is not None:
        asked.append(url)
        assert len(asked) <= 2 * MAX_STEPS
        body = answer(url)
        if body is None:
            walk.fail("HTTP 404")
        else:
            walk.add(page(body, url))
    return asked


def look(head: str = "") -> LookWalk:
    return LookWalk(
        page(f"<html><head><title>Mast</title>{head}</head><body><h1>News</h1></body></html>"), asks_lists=True
    )


def test_a_site_map_that_names_itself_is_asked_for_once() -> None:
    walk = look()
    asked = asked_in(walk, lambda url: MAP.format(f"{SITE}/sitemap.xml") if url.endswith("/sitemap.xml") else None)
    assert asked.count(f"{SITE}/sitemap.xml") == 1


def test_site_maps_that_name_ever_more_of_them_end_the_look() -> None:
    asked = asked_in(look(), lambda url: MAP.format(f"{url}.xml") if "sitemap" in url else None)
    assert len(asked) == MAX_STEPS


def test_a_list_of_posts_that_ignores_its_pages_is_left_and_the_newest_article_still_fetched() -> None:
    posts = json.dumps([{"link": f"{SITE}/masts-{number}/"} for number in range(100)])

    def answer(url: str) -> str | None:
        return posts if "/posts?" in url else '{"name": "Mast"}' if url.endswith("/wp-json/") else "<p>Masts</p>"

    walk = look(REST)
    asked = asked_in(walk, answer)
    assert sum("/posts?" in url for url in asked) == 2
    assert len(walk.look.listed) == 100
    assert asked[-1] == f"{SITE}/masts-0/"


def test_posts_without_end_leave_room_for_the_newest_article() -> None:
    def answer(url: str) -> str | None:
        links = [{"link": f"{SITE}/masts-{number}-of-{len(asked_pages)}/"} for number in range(100)]
        asked_pages.append(url)
        return json.dumps(links) if "/posts?" in url else '{"name": "Mast"}'

    asked_pages: list[str] = []
    asked = asked_in(look(REST), answer)
    assert len(asked) == MAX_STEPS + 1
    assert "/masts-0-of-" in asked[-1]
