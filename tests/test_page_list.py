"""What is known, when it is due, and how that follows from how lively a thread is."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from archiver.archive import Archive
from archiver.archive.page_list import (
    bring_forward,
    due_pages,
    due_sites,
    enter_maps,
    last_read,
    list_pages,
    listed_page,
    listed_pages,
    maps_below,
    note_failed,
    note_fetched,
    tells_of_new_comments,
)
from archiver.crawl_list import CrawlList
from archiver.items import Site
from archiver.rhythm import (
    LONGEST,
    LONGEST_RETRY,
    SHORTEST,
    SHORTEST_WHERE_ANNOUNCED,
    Due,
    due_after_failure,
    due_after_look,
)

NOW = datetime(2024, 5, 6, 12, tzinfo=UTC)
STORY = "https://mast.example/2024/05/fibre/"
FEED = "https://mast.example/feed/"


def listed(archive: Archive, *urls: str) -> int:
    return list_pages(archive, "mast", "article", urls, found_at=NOW, found_on=FEED)


def due(archive: Archive, at: datetime) -> list[str]:
    return [page.url for page in due_pages(archive, at)]


def test_a_new_address_is_due_at_once_and_listed_once(archive: Archive) -> None:
    assert listed(archive, STORY, f"{STORY}?utm_source=feed", "http://www.mast.example/2024/05/fibre") == 1
    assert listed(archive, STORY) == 0
    assert due(archive, NOW) == [STORY]
    assert due_sites(archive, NOW) == ["mast"]


def test_a_page_fetched_is_due_when_its_rhythm_says(archive: Archive) -> None:
    listed(archive, STORY)
    with archive.transaction():
        note_fetched(
            archive, STORY, "article", at=NOW, status=200, due=Due(NOW + timedelta(hours=3), "quiet"), etag='"a"'
        )
    assert due(archive, NOW + timedelta(hours=2)) == []
    (page,) = due_pages(archive, NOW + timedelta(hours=3))
    assert (page.etag, page.due_because, page.failures) == ('"a"', "quiet", 0)


def test_an_answer_that_nothing_changed_keeps_what_to_ask_with_the_next_time(archive: Archive) -> None:
    listed(archive, STORY)
    for status, etag in ((200, '"a"'), (304, None)):
        with archive.transaction():
            note_fetched(archive, STORY, "article", at=NOW, status=status, due=Due(NOW, "quiet"), etag=etag)
    assert due_pages(archive, NOW)[0].etag == '"a"'
    with archive.transaction():
        note_fetched(archive, STORY, "article", at=NOW, status=200, due=Due(NOW, "quiet"))
    assert due_pages(archive, NOW)[0].etag is None


def test_a_page_that_fails_is_tried_ever_later_and_forgiven_when_it_works(archive: Archive) -> None:
    listed(archive, STORY)
    note_failed(archive, STORY, "article", at=NOW, status=503, error="the server answered 503")
    assert due(archive, NOW + timedelta(minutes=59)) == []
    later = NOW + timedelta(hours=1)
    note_failed(archive, STORY, "article", at=later, status=None, error="no answer")
    row = archive.rows("SELECT failures, failing_since, error, due_at FROM pages")[0]
    assert row == {
        "failures": 2,
        "failing_since": "2024-05-06T12:00:00Z",
        "error": "no answer",
        "due_at": "2024-05-06T15:00:00Z",
    }
    with archive.transaction():
        note_fetched(archive, STORY, "article", at=later, status=200, due=Due(later, "quiet"))
    assert archive.rows("SELECT failures, failing_since, error FROM pages")[0] == {
        "failures": 0,
        "failing_since": None,
        "error": None,
    }


def test_a_failed_try_is_no_reading(archive: Archive) -> None:
    list_pages(archive, "mast", "feed", [FEED], found_at=NOW, found_on=None)
    note_failed(archive, FEED, "feed", at=NOW, status=500, error="no answer")
    assert last_read(archive, FEED, "feed") is None
    with archive.transaction():
        note_fetched(archive, FEED, "feed", at=NOW, status=200, due=Due(NOW, "every hour"))
    note_failed(archive, FEED, "feed", at=NOW + timedelta(days=8), status=500, error="no answer")
    assert last_read(archive, FEED, "feed") == NOW


def test_an_index_that_has_not_changed_leads_to_what_it_does_not_date_and_to_what_was_not_had(archive: Archive) -> None:
    index, renamed = "https://mast.example/maps.xml", "https://mast.example/sitemap.xml"
    dated, failing, undated, new = (f"https://mast.example/{name}.xml" for name in "abcd")
    enter_maps(archive, "mast", index, [dated, failing, undated, new], [undated], found_at=NOW)
    for url in (dated, failing, undated):
        with archive.transaction():
            note_fetched(archive, url, "submap", at=NOW, status=200, due=Due(NOW, reason_of(archive, url)), etag='"1"')
    assert maps_below(archive, index) == [undated, new]
    for url in (failing, undated):
        note_failed(archive, url, "submap", at=NOW, status=500, error="no answer")
    assert maps_below(archive, index) == [failing, undated, new]
    for url in (failing, undated, new):
        with archive.transaction():
            note_fetched(archive, url, "submap", at=NOW, status=200, due=Due(NOW, reason_of(archive, url)), etag='"2"')
    assert maps_below(archive, index) == [undated]
    enter_maps(archive, "mast", renamed, [dated, undated], [undated], found_at=NOW)
    assert (maps_below(archive, index), maps_below(archive, renamed)) == ([], [undated])
    enter_maps(archive, "mast", index, [], [], found_at=NOW)
    assert listed_pages(archive, "mast", "submap") == [dated, undated], "what it no longer names is forgotten"


def reason_of(archive: Archive, url: str) -> str:
    page = listed_page(archive, url, "submap")
    assert page is not None
    return page.due_because


def test_news_brings_a_thread_forward_and_never_puts_it_off(archive: Archive) -> None:
    listed(archive, STORY)
    with archive.transaction():
        note_fetched(archive, STORY, "article", at=NOW, status=200, due=Due(NOW + timedelta(days=9), "quiet"))
    bring_forward(archive, [f"{STORY}#comment-3"], at=NOW + timedelta(hours=1), because="a new comment in the feed")
    assert due(archive, NOW + timedelta(hours=1)) == [STORY]
    bring_forward(archive, [STORY], at=NOW + timedelta(hours=2), because="another")
    (page,) = due_pages(archive, NOW + timedelta(hours=2))
    assert (page.due_at, page.due_because) == ("2024-05-06T13:00:00Z", "another")


@given(st.timedeltas(timedelta(0), timedelta(days=3650)), st.timedeltas(timedelta(0), timedelta(days=3650)))
def test_a_thread_that_has_been_quiet_longer_is_looked_at_no_sooner(one: timedelta, other: timedelta) -> None:
    shorter, longer = sorted((one, other))
    first, second = due_after_look(NOW, NOW - shorter).at, due_after_look(NOW, NOW - longer).at
    assert first <= second
    assert first >= NOW + SHORTEST
    assert second <= NOW + LONGEST


@given(st.integers(1, 500), st.none() | st.timedeltas(timedelta(0), timedelta(days=3650)))
def test_a_failure_is_retried_within_bounds(failures: int, asked: timedelta | None) -> None:
    wait = due_after_failure(NOW, failures, asked).at - NOW
    assert timedelta(hours=1) <= wait <= LONGEST_RETRY


def test_a_comment_from_the_future_does_not_hurry_the_crawl() -> None:
    assert due_after_look(NOW, NOW + timedelta(days=400)).at == NOW + SHORTEST


def test_a_hot_thread_whose_new_comments_are_announced_is_looked_at_more_rarely() -> None:
    for quiet in (timedelta(0), timedelta(hours=5), timedelta(days=30)):
        alone, announced = (due_after_look(NOW, NOW - quiet, is_announced=one).at - NOW for one in (False, True))
        assert announced == max(alone, SHORTEST_WHERE_ANNOUNCED)


def test_a_site_tells_of_new_comments_while_its_feed_of_them_can_be_read(archive: Archive) -> None:
    feed = "https://mast.example/comments/feed/"
    list_pages(archive, "mast", "comments", [feed], found_at=NOW, found_on=STORY)
    assert not tells_of_new_comments(archive, "mast"), "never read"
    with archive.transaction():
        note_fetched(archive, feed, "comments", at=NOW, status=304, due=Due(NOW, "every hour"))
    assert tells_of_new_comments(archive, "mast")
    assert not tells_of_new_comments(archive, "fibre")
    note_failed(archive, feed, "comments", at=NOW, status=403, error="closed")
    assert not tells_of_new_comments(archive, "mast")


def test_what_a_look_told_holds_for_its_host_and_for_those_that_it_leads_to(archive: Archive) -> None:
    site = Site(id="mast.co.uk", domain="mast.co.uk", timezone="Europe/London")
    crawl_list = CrawlList(archive)
    crawl_list.site_looked_at(site, "https://www.mast.co.uk/", NOW)
    crawl_list.found(site.id, "article", ["https://news.mast.co.uk/1/"], "https://www.mast.co.uk/feed/")
    crawl_list.found(site.id, "article", ["https://else.mast.co.uk/1/"], None)
    hosts = ("mast.co.uk", "news.mast.co.uk", "else.mast.co.uk")
    assert [crawl_list.known_site(site.id, host) for host in hosts] == [site, site, None]
    crawl_list.site_looked_at(site, "https://other.mast.co.uk/", NOW)
    assert crawl_list.known_site(site.id, "mast.co.uk") is None
