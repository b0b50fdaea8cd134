"""What proves that a thread has no comments (any more), and what only shows none."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from archiver.items import Observation
from pipelines import normalise
from spiders.page import Page
from spiders.saved import read_saved
from tests.wordpress_pages import article_page, comment_item

URL = "https://mast.example/2024/masts/"
AREA = '<div id="comments" class="comments-area">{}</div>'
FORM = '<div id="respond" class="comment-respond"><form id="commentform"><textarea></textarea></form></div>'
ITEM = comment_item(2, "Bo Beam", "At last.")


def look_at(page: str, url: str = URL) -> Observation:
    return normalise(read_saved(Page(page.encode(), url=url, captured_at=datetime(2024, 5, 8, tzinfo=UTC)))).observation


def with_area(area: str) -> str:
    return f"""<!DOCTYPE html><html><head><title>Masts</title><link rel="canonical" href="{URL}">
<meta name="generator" content="WordPress 6.4"></head><body><article><h1 class="entry-title">Masts</h1>
<div class="entry-content"><p>Four masts went up in Little Wick.</p></div></article>{area}</body></html>"""


@pytest.mark.parametrize(
    "area",
    [
        AREA.format(""),
        AREA.format("<p>Loading comments…</p>"),
        AREA.format("<p>Comments need JavaScript which is disabled.</p>"),
        AREA.format('<button class="load-comments">Show 12 comments</button>'),
        AREA.format('<p class="must-log-in">You must be logged in to read the comments.</p>'),
        AREA.format('<p class="error">Error establishing a database connection</p>'),
        AREA.format('<ol class="comment-list"></ol>') + '<iframe src="https://talk.example/masts"></iframe>',
        AREA.format('<p class="nocomments">Enter the password to view comments.</p>'),
        '<form class="post-password-form"></form>' + AREA.format(FORM),
    ],
)
def test_a_page_that_only_shows_no_comments_proves_nothing(area: str) -> None:
    look = look_at(with_area(area))
    assert look.platform == "wordpress"
    assert (look.is_complete, look.incomplete_reason) == (False, "unknown")


@pytest.mark.parametrize(
    "area",
    [
        AREA.format(FORM),
        AREA.format('<div id="respond"><p class="must-log-in">You must be logged in to post a comment.</p></div>'),
        AREA.format('<p class="no-comments">Hier kann niemand mehr etwas sagen.</p>'),
        AREA.format("<p>Comments on this story are closed.</p>"),
        AREA.format("<p>Die Kommentare sind geschlossen.</p>"),
        AREA.format('<h2 class="comments-title">0 Comments</h2>'),
        '<a href="#comments">No comments</a>' + AREA.format(""),
    ],
)
def test_a_form_a_closed_thread_and_a_stated_zero_prove_that_there_are_no_comments(area: str) -> None:
    assert look_at(with_area(area)).is_complete


@pytest.mark.parametrize("address", [f"{URL}comment-page-2/", f"{URL}?cpage=2#comments"])
@pytest.mark.parametrize("stated", [None, 1])
def test_a_later_page_on_its_own_leaves_those_before_it(address: str, stated: int | None) -> None:
    look = look_at(article_page(URL, [ITEM], stated=stated), address)
    assert (look.is_complete, look.incomplete_reason) == (False, "count_short")


@pytest.mark.parametrize("address", [URL, f"{URL}comment-page-1/"])
def test_the_first_page_on_its_own_is_the_thread(address: str) -> None:
    assert look_at(article_page(URL, [ITEM], stated=1), address).is_complete
