"""Of which captures a server is asked whether they are still what it has: without a server."""

from __future__ import annotations

from datetime import datetime

import pytest

from archiver.archive import Archive
from archiver.archive.next_look import schedule_next_look
from archiver.archive.page_list import A_COMMENT_IS_NEW, bring_forward, note_failed, note_gone
from archiver.captures.http_messages import HttpResponse
from archiver.captures.keeping import store_with_captures
from archiver.captures.writing import CaptureWriter
from archiver.crawl_list import CrawlList
from pipelines import normalise
from spiders.page import Page
from spiders.sites import site_for
from spiders.walk import ThreadWalk
from tests.threads import at
from tests.wordpress_pages import article_page, comment_item

MASTS = "https://mast.example/2024/masts/"
FURTHER = f"{MASTS}comment-page-2/"
TAG = '"a1"'


@pytest.fixture
def crawl_list(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> CrawlList:
    monkeypatch.setattr("archiver.crawl_list._now", lambda: at("2024-05-09T12:00:00"))
    return CrawlList(archive)


def looked(archive: Archive, day: int, *comments: int, further: tuple[str, tuple[int, ...]] | None = None) -> None:
    """A look at the article, whose ETag stays, with these comments; at a further page with its ETag and its own."""
    when = at(f"2024-05-{day:02}T10:00:00")
    writer = CaptureWriter(archive.path.with_name("archive.captures"), day)
    way = '<div class="comment-navigation"><a href="comment-page-2/">Newer comments</a></div>' if further else ""
    first = kept(writer, when, MASTS, TAG, html(comments).replace("</ol>", f"</ol>{way}", 1))
    walk = ThreadWalk(site_for(MASTS), first, asks_list=False)
    if further is not None:
        walk.add(kept(writer, when, FURTHER, further[0], html(further[1])))
        walk.add(first)
    thread = normalise(walk.thread())
    store_with_captures(archive, thread, None, writer, also=lambda stored: schedule_next_look(archive, thread, stored))
    writer.close()


def html(comments: tuple[int, ...]) -> str:
    return article_page(MASTS, [comment_item(number, "Ada", f"It hums, {number} times.") for number in comments])


def kept(writer: CaptureWriter, when: datetime, url: str, etag: str, page: str) -> Page:
    headers = [(b"Content-Type", b"text/html"), (b"ETag", etag.encode())]
    record = writer.response(HttpResponse(url=url, status=200, headers=headers, body=page.encode()), when)
    return Page(
        page.encode(), url=url, captured_at=when, content_type="text/html", status=200, record=record, etag=etag
    )


def asked_with(crawl_list: CrawlList, url: str) -> str | None:
    known = crawl_list.known_capture(url, MASTS)
    return known.etag if known else None


def test_an_article_wanted_for_a_new_comment_is_wanted_whole_until_it_came(
    archive: Archive, crawl_list: CrawlList
) -> None:
    looked(archive, 6, 1)
    assert asked_with(crawl_list, MASTS) == TAG
    bring_forward(archive, [MASTS], at=at("2024-05-07T09:00:00"), because=A_COMMENT_IS_NEW)
    assert asked_with(crawl_list, MASTS) is None
    note_failed(archive, MASTS, "article", at=at("2024-05-07T09:00:00"), status=500, error="no answer")
    assert asked_with(crawl_list, MASTS) is None
    note_gone(archive, MASTS, "article", at=at("2024-05-07T10:00:00"), status=404)
    assert asked_with(crawl_list, MASTS) is None
    looked(archive, 8, 1)
    assert asked_with(crawl_list, MASTS) == TAG


def test_a_server_is_believed_of_an_article_while_only_further_pages_of_its_thread_change(
    archive: Archive, crawl_list: CrawlList
) -> None:
    looked(archive, 6, 1, further=('"b1"', (2,)))
    looked(archive, 7, 1, further=('"b2"', (2, 3)))
    assert (asked_with(crawl_list, MASTS), asked_with(crawl_list, FURTHER)) == (TAG, '"b2"')
    looked(archive, 8, 1, 4, further=('"b2"', (2, 3)))
    assert (asked_with(crawl_list, MASTS), asked_with(crawl_list, FURTHER)) == (None, None)


def test_a_server_is_not_believed_of_a_further_page_that_changed_while_its_tag_stayed(
    archive: Archive, crawl_list: CrawlList
) -> None:
    for day in (4, 5):
        looked(archive, day, 1, further=('"b1"', (2,)))
    assert asked_with(crawl_list, FURTHER) == '"b1"'
    for day in (6, 7, 8):
        looked(archive, day, 1, further=('"b1"', (2, 3)))
    assert (asked_with(crawl_list, MASTS), asked_with(crawl_list, FURTHER)) == (TAG, None)
    looked(archive, 9, 1, further=('"b2"', (2, 3, 4)))
    assert asked_with(crawl_list, FURTHER) == '"b2"'
