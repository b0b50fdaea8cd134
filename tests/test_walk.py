"""The walk of a thread over its comment pages."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from archiver.archive import Archive
from archiver.archive.storing import store_observation
from archiver.items import Site, ThreadPage
from pipelines import normalise
from spiders.page import Page
from spiders.reading import read_thread
from spiders.walk import ThreadWalk
from tests.threads import SITE
from tests.wordpress_pages import article_page, comment_item

ARTICLE = "https://mast.example/masts/"


def link(number: int, label: str) -> str:
    return f'<div class="nav-{label}"><a href="{ARTICLE}comment-page-{number}/#comments">{label}</a></div>'


def page(address: str, numbers: range, *links: str, stated: int | None = 4, minute: int = 0) -> Page:
    comments = [comment_item(number, f"Reader {number}", f"Comment {number}") for number in numbers]
    paging = f'<nav class="comment-navigation">{"".join(links)}</nav>' if links else ""
    return Page(
        article_page(ARTICLE, comments, stated=stated, paging=paging).encode(),
        url=address,
        captured_at=datetime(2024, 5, 6, 12, minute, tzinfo=UTC),
    )


def texts(thread: ThreadPage) -> list[str]:
    return [comment.body for comment in thread.comments]


def test_newest_first_paging_is_walked_back_and_put_in_order() -> None:
    walk = ThreadWalk(SITE, page(ARTICLE, range(3, 5), link(1, "older")))
    assert walk.next_url() == f"{ARTICLE}comment-page-1/"
    walk.add(page(f"{ARTICLE}comment-page-1/", range(1, 3), minute=5))
    assert walk.next_url() == ARTICLE, "to see whether it changed"
    walk.add(page(ARTICLE, range(3, 5), link(1, "older"), minute=6))
    assert walk.next_url() is None
    thread = normalise(walk.thread())
    assert texts(thread) == ["Comment 1", "Comment 2", "Comment 3", "Comment 4"]
    assert thread.observation.is_complete
    assert thread.observation.observed_at == datetime(2024, 5, 6, 12, 5, tzinfo=UTC)
    assert thread.article_urls == [ARTICLE, ARTICLE]
    assert len(thread.captures) == 2


def test_the_page_that_the_bare_address_showed_is_not_asked_for_under_its_own() -> None:
    permalink = f'<a href="{ARTICLE}comment-page-2/#comment-3">6 May</a>'
    walk = ThreadWalk(SITE, page(ARTICLE, range(3, 5), link(1, "older"), permalink))
    assert walk.next_url() == f"{ARTICLE}comment-page-1/"
    walk.add(page(f"{ARTICLE}comment-page-1/", range(1, 3), link(2, "newer")))
    assert walk.next_url() == ARTICLE
    walk.add(page(ARTICLE, range(3, 5), link(1, "older"), permalink))
    assert walk.next_url() is None
    assert texts(walk.thread()) == ["Comment 1", "Comment 2", "Comment 3", "Comment 4"]


def test_oldest_first_paging_is_walked_forward() -> None:
    walk = ThreadWalk(SITE, page(ARTICLE, range(1, 3), link(2, "newer")))
    assert walk.next_url() == f"{ARTICLE}comment-page-2/"
    walk.add(page(f"{ARTICLE}comment-page-2/", range(3, 5), link(1, "older")))
    assert walk.next_url() == f"{ARTICLE}comment-page-1/"
    walk.add(page(f"{ARTICLE}comment-page-1/", range(1, 3), link(2, "newer")))
    assert walk.next_url() == ARTICLE, "to see whether it changed"
    walk.add(page(ARTICLE, range(1, 3), link(2, "newer")))
    assert walk.next_url() is None
    thread = normalise(walk.thread())
    assert texts(thread) == ["Comment 1", "Comment 2", "Comment 3", "Comment 4"]
    assert thread.observation.is_complete


def test_a_page_that_cannot_be_had_leaves_the_thread_incomplete() -> None:
    walk = ThreadWalk(SITE, page(ARTICLE, range(3, 5), link(1, "older"), stated=None))
    assert walk.next_url()
    walk.fail()
    thread = normalise(walk.thread())
    assert (thread.observation.is_complete, thread.observation.incomplete_reason) == (False, "count_short")
    assert texts(thread) == ["Comment 3", "Comment 4"]


def test_a_trap_of_ever_new_pages_ends_at_the_cap() -> None:
    walk = ThreadWalk(SITE, page(ARTICLE, range(1, 3), link(2, "newer")), max_pages=5)
    asked: list[str] = []
    while (url := walk.next_url()) is not None:
        number = len(asked) + 2
        asked.append(url)
        walk.add(page(url, range(number * 2 - 1, number * 2 + 1), link(number + 1, "newer")))
    assert len(asked) == 4
    assert normalise(walk.thread()).observation.incomplete_reason == "page_cap"


def test_pages_that_link_to_one_another_are_each_asked_for_once() -> None:
    walk = ThreadWalk(SITE, page(ARTICLE, range(1, 3), link(1, "older"), link(2, "newer")))
    asked: list[str] = []
    while (url := walk.next_url()) is not None:
        asked.append(url)
        walk.add(page(url, range(1, 3), link(1, "older"), link(2, "newer")))
    assert asked == [f"{ARTICLE}comment-page-1/", f"{ARTICLE}comment-page-2/", ARTICLE]


def test_a_comment_that_two_pages_show_is_there_once() -> None:
    walk = ThreadWalk(SITE, page(ARTICLE, range(2, 5), link(1, "older")))
    walk.next_url()
    walk.add(page(f"{ARTICLE}comment-page-1/", range(1, 3)))
    assert texts(normalise(walk.thread())) == ["Comment 1", "Comment 2", "Comment 3", "Comment 4"]


def test_a_sites_own_rule_knows_an_article_whose_address_changed(archive: Archive) -> None:
    site = Site(id="mast", domain="mast.example", article_id_in_address=r"-(\d+)\.html$")
    addresses = {
        "fibre-reaches-4711": "Fibre reaches us",
        "we-have-fibre-4711": "We have fibre",
        "copper-4712": "Copper stays",
    }
    for day, (slug, title) in enumerate(addresses.items()):
        page = Page(
            f"<!doctype html><html><body><h1>{title}</h1><p>At last, said the village.</p></body></html>".encode(),
            url=f"https://mast.example/{slug}.html",
            captured_at=datetime(2024, 5, 6 + day, tzinfo=UTC),
        )
        store_observation(archive, normalise(read_thread([page], site)))
    rows = archive.rows("SELECT external_id, title FROM articles ORDER BY external_id")
    assert [tuple(row.values()) for row in rows] == [("4711", "We have fibre"), ("4712", "Copper stays")]


def test_a_trap_that_shows_nothing_new_is_left_at_its_first_page() -> None:
    walk = ThreadWalk(SITE, page(ARTICLE, range(1, 5), link(2, "newer")))
    asked: list[str] = []
    while (url := walk.next_url()) is not None:
        asked.append(url)
        walk.add(page(url, range(1, 5), link(len(asked) + 2, "newer")))
    assert asked == [f"{ARTICLE}comment-page-2/"]
    assert normalise(walk.thread()).observation.incomplete_reason == "page_cap"


def test_a_page_shown_again_does_not_end_the_walk_where_another_led_on() -> None:
    walk = ThreadWalk(SITE, page(ARTICLE, range(1, 3), link(2, "newer"), stated=6))
    texts_by_page = {1: range(1, 3), 2: range(3, 5), 3: range(5, 7)}
    while (url := walk.next_url()) is not None:
        number = 1 if url == ARTICLE else int(url.rstrip("/").rpartition("-")[2])
        links = [link(n, label) for n, label in ((number - 1, "older"), (number + 1, "newer")) if 1 <= n <= 3]
        walk.add(page(url, texts_by_page[number], *links, stated=6))
    thread = normalise(walk.thread())
    assert texts(thread) == [f"Comment {number}" for number in range(1, 7)]
    assert thread.observation.is_complete


@pytest.mark.parametrize("visit", ["?PHPSESSID={}", "?sid={}"])
def test_addresses_that_differ_in_the_visit_alone_are_asked_for_once(visit: str) -> None:
    def links(number: int) -> list[str]:
        return [
            f'<div class="nav-{label}"><a href="{ARTICLE}comment-page-{n}/{visit.format(number)}">{label}</a></div>'
            for n, label in ((1, "older"), (2, "newer"))
        ]

    newest = f"{ARTICLE}comment-page-2/"
    walk = ThreadWalk(SITE, page(newest, range(3, 5), *links(1)))
    asked: list[str] = []
    while (url := walk.next_url()) is not None:
        asked.append(url)
        walk.add(page(url, range(3, 5) if url == newest else range(1, 3), *links(len(asked) + 1)))
    assert asked == [f"{ARTICLE}comment-page-1/{visit.format(1)}", newest]
    assert normalise(walk.thread()).observation.is_complete


def test_a_comment_page_on_another_site_is_not_asked_for() -> None:
    elsewhere = '<div class="nav-older"><a href="http://169.254.169.254/comment-page-1/#comments">older</a></div>'
    assert ThreadWalk(SITE, page(ARTICLE, range(1, 3), elsewhere)).next_url() is None


def test_a_comment_that_moved_to_a_page_already_read_is_found_by_a_second_walk() -> None:
    """Comment 1 goes before the second page is read, so that comment 3 moves to the first."""
    walk = ThreadWalk(SITE, page(ARTICLE, range(1, 3), link(2, "newer")))
    asked: list[str] = []
    while (url := walk.next_url()) is not None:
        asked.append(url)
        walk.add(page(url, range(2, 4) if url == ARTICLE else range(4, 5), link(2, "newer"), stated=3))
    assert asked == [f"{ARTICLE}comment-page-2/", ARTICLE] * 2
    thread = normalise(walk.thread())
    assert texts(thread) == ["Comment 2", "Comment 3", "Comment 4"]
    assert thread.observation.is_complete


def test_a_thread_that_grows_while_it_is_walked_is_no_reason_to_walk_again() -> None:
    walk = ThreadWalk(SITE, page(ARTICLE, range(3, 5), link(1, "older")))
    walk.next_url()
    walk.add(page(f"{ARTICLE}comment-page-1/", range(1, 3)))
    walk.next_url()
    walk.add(page(ARTICLE, range(3, 6), link(1, "older"), stated=5))
    assert walk.next_url() is None
    assert normalise(walk.thread()).observation.is_complete


def test_a_thread_that_never_stands_still_is_called_inconsistent() -> None:
    walk = ThreadWalk(SITE, page(ARTICLE, range(1, 3), link(2, "newer")))
    asked: list[str] = []
    while (url := walk.next_url()) is not None:
        asked.append(url)
        first = len(asked) * 2 + 1
        walk.add(page(url, range(first, first + 2), link(2, "newer")))
    assert asked == [f"{ARTICLE}comment-page-2/", ARTICLE] * 3
    assert normalise(walk.thread()).observation.incomplete_reason == "inconsistent"


def test_a_first_page_that_cannot_be_looked_at_again_leaves_the_thread_unproven() -> None:
    walk = ThreadWalk(SITE, page(ARTICLE, range(3, 5), link(1, "older")))
    walk.next_url()
    walk.add(page(f"{ARTICLE}comment-page-1/", range(1, 3)))
    assert walk.next_url() == ARTICLE
    walk.fail()
    assert walk.next_url() is None
    assert not normalise(walk.thread()).observation.is_complete
