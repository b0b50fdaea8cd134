"""Threads that mean harm, read, stored and read back (situations 6, 7, 11, 12 and 14)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime

import pytest

from archiver.archive import Archive
from archiver.archive.storing import store_observation
from archiver.archive.threads import read_thread as stored_thread
from archiver.items import Site, ThreadPage
from pipelines import normalise
from spiders.page import Page
from spiders.reading import read_thread
from tests.threads import comment, thread

URL = "https://mast.example/t/masts/1"
SITE = Site(id="mast", domain="mast.example", timezone="Europe/London")
HUGE = 2**70


def read(body: bytes, content_type: str) -> ThreadPage:
    page = Page(body, url=URL, captured_at=datetime(2024, 5, 6, 12, tzinfo=UTC), content_type=content_type)
    return normalise(read_thread([page], SITE))


def topic(*posts: Mapping[str, object]) -> bytes:
    numbered = [{"id": number, "post_number": number, **post} for number, post in enumerate(posts, start=1)]
    return json.dumps(
        {"id": 1, "slug": "masts", "title": "Masts \ud800\x00", "posts_count": HUGE, "post_stream": {"posts": numbered}}
    ).encode()


def test_characters_and_numbers_that_sqlite_cannot_hold_cost_no_page(archive: Archive) -> None:
    opening = {"username": "ada", "cooked": "<p>Masts.</p>", "created_at": "2024-05-01T10:00:00Z"}
    odd = {
        "username": "bo\ud83d\x00",
        "cooked": "Half a face \ud83d.\x00",
        "created_at": "0000-00-00T00:00:00Z",
        "reply_to_post_number": 10**30,
        "actions_summary": [{"id": 2, "count": HUGE}],
    }
    store_observation(archive, read(topic(opening, odd), "application/json"))
    assert archive.rows("SELECT author, body, published_at, likes, parent_status FROM comments ORDER BY position")[
        -1
    ] == {
        "author": "bo\ufffd\ufffd",
        "body": "Half a face \ufffd.\ufffd",
        "published_at": None,
        "likes": None,
        "parent_status": "missing",
    }
    assert archive.rows("SELECT stated_count FROM observations") == [{"stated_count": None}]


def test_what_a_reader_adds_freely_may_hold_anything(archive: Archive) -> None:
    odd = comment(1, "Masts", extra={"flair": "\ud800\x00", "kept": "für"})
    store_observation(archive, thread("2024-05-06T12:00:00", odd))
    extra = archive.rows("SELECT extra FROM comments")[0]["extra"]
    assert json.loads(extra) == {"flair": "\ud800\x00", "kept": "für"}


@pytest.mark.parametrize("deep", [3_000])
def test_a_thread_of_any_depth_is_stored_and_read_back_whole(archive: Archive, deep: int) -> None:
    stored = store_observation(
        archive, thread("2024-05-06T12:00:00", *(comment(number, f"C{number}", number) for number in range(deep)))
    )
    for as_of in (None, "2024-05-06T12:00:00Z"):
        comments = stored_thread(archive, stored.article_id, as_of).comments
        assert [row["depth"] for row in comments] == list(range(deep))


def test_a_page_nested_deeper_than_the_parser_goes_confesses_it(archive: Archive) -> None:
    items = "".join(
        f'<li class="comment depth-{number}" id="comment-{number}"><article class="comment-body">'
        f'<footer class="comment-meta"><b class="fn">Ada</b></footer><div class="comment-content"><p>C{number}</p>'
        '</div></article><ol class="children">'
        for number in range(1, 2_001)
    )
    page = f'<!doctype html><html><body><h1>Masts</h1><ol class="comment-list">{items}</body></html>'
    read_back = read(page.encode(), "text/html")
    store_observation(archive, read_back)
    row = archive.rows("SELECT is_complete, incomplete_reason, captured_count FROM observations")[0]
    assert row["captured_count"] < 2_000
    assert (row["is_complete"], row["incomplete_reason"]) == (0, "unparsed")


def test_parents_in_a_circle_oneself_and_nobody_are_told_apart(archive: Archive) -> None:
    stored = store_observation(
        archive,
        thread(
            "2024-05-06T12:00:00",
            comment(1, "A", claimed_parent="2"),
            comment(2, "B", claimed_parent="1"),
            comment(3, "C", claimed_parent="3"),
            comment(4, "D", claimed_parent="99"),
        ),
    )
    read_back = stored_thread(archive, stored.article_id).comments
    assert {row["external_id"]: (row["parent_status"], row["claimed_parent"], row["depth"]) for row in read_back} == {
        "1": ("cycle", "2", 0),
        "2": ("ok", "1", 1),
        "3": ("cycle", "3", 0),
        "4": ("missing", "99", 0),
    }


def test_one_id_on_two_sites_and_reused_on_one_loses_nobodys_words(archive: Archive) -> None:
    other = Site(id="copper", domain="copper.example")
    store_observation(archive, thread("2024-05-06T12:00:00", comment(1, "Ours"), comment(1, "Also ours")))
    elsewhere = thread("2024-05-06T12:00:00", comment(1, "Theirs"), site=other)
    elsewhere.article.url = "https://copper.example/masts/"
    store_observation(archive, elsewhere)
    store_observation(archive, thread("2024-05-07T12:00:00", comment(1, "Reused"), comment(2, "Ours")))
    words = {row["body"] for row in archive.rows("SELECT body FROM comment_versions")}
    assert words == {"Ours", "Also ours", "Theirs", "Reused"}
