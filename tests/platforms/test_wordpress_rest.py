"""WordPress's REST API, as a list of an article's comments."""

from __future__ import annotations

import json

import pytest

from archiver.items import ThreadPage
from pipelines import normalise
from spiders.page import Page
from spiders.platforms import PLATFORMS, platform_of
from spiders.platforms.wordpress_rest import (
    RestList,
    WordPressRest,
    list_address,
    newest_address,
    newest_in,
    page_of_list,
    read_list,
)
from spiders.reading import read_thread
from tests.threads import SITE as SITE_OF_TESTS
from tests.threads import at
from tests.wordpress_api import REST, SITE, rest_comment, rest_page
from tests.wordpress_pages import article_page

WHOLE = SITE + REST.format(post=7, page=1)


def page(body: str, url: str | None = WHOLE) -> Page:
    return Page(body.encode("utf-8", "surrogatepass"), url=url, content_type="application/json; charset=UTF-8")


def thread(*comments: dict[str, object], url: str | None = WHOLE) -> ThreadPage:
    return normalise(read_thread([page(rest_page(comments), url)], SITE_OF_TESTS))


def test_a_list_is_read_with_its_parents_and_times() -> None:
    read = thread(
        rest_comment(
            1, text="Good news &amp; <em>bad</em>.", author_name="Ada &amp; Co", author_url="https://ada.example"
        ),
        rest_comment(2, 1, text="At last.<br />\nOr not."),
    )
    first, second = read.comments
    assert (first.author, first.author_url, first.body) == ("Ada & Co", "https://ada.example", "Good news & bad.")
    assert (second.body, second.parent, second.depth, second.parent_status) == ("At last.\nOr not.", 0, 1, "ok")
    assert [one.published_at.isoformat() for one in read.comments if one.published_at] == [
        "2024-05-06T10:15:00+00:00",
        "2024-05-06T11:15:00+00:00",
    ]
    assert (first.published_local, first.time_basis) == ("2024-05-06T11:15", "offset")
    assert (read.observation.source, read.observation.scope, read.observation.platform) == ("rest", "rest", "wordpress")
    assert (read.article.url, read.article.external_id) == (f"{SITE}/masts/", "7")
    assert read.observation.is_complete


@pytest.mark.parametrize(
    ("local", "utc", "machine"),
    [
        ("2024-05-06T11:15:00", "2024-05-06T15:15:00", "2024-05-06T11:15:00-04:00"),
        ("2024-05-06T11:15:00", "2024-05-06T05:45:00", "2024-05-06T11:15:00+05:30"),
        ("2024-05-06T11:15:00", None, "2024-05-06T11:15:00"),
        (None, "2024-05-06T11:15:00", "2024-05-06T11:15:00+00:00"),
        ("1970-01-01T00:00:00", "2024-05-06T11:15:00", "2024-05-06T11:15:00+00:00"),
        ("2024-13-40T99:15:00", 7, None),
        ("0000-00-00T00:00:00", "0000-00-00T00:00:00", None),
    ],
)
def test_the_two_clocks_give_the_offset(local: object, utc: object, machine: str | None) -> None:
    (read,) = WordPressRest().comments(page(rest_page([rest_comment(1, date=local, date_gmt=utc)])))
    assert read.published_machine == machine


@pytest.mark.parametrize("query", ["post=7&page=2&per_page=100", "post=7&after=2024-01-01", "per_page=100", "post=7"])
def test_a_list_that_may_be_a_part_is_not_complete(query: str) -> None:
    url = f"{SITE}/wp-json/wp/v2/comments?{query}"
    many = [rest_comment(number) for number in range(1, 11)]
    assert thread(*many, url=url).observation.incomplete_reason == "truncated"
    assert thread(*many, url=None).observation.incomplete_reason == "truncated"


def test_a_list_of_several_articles_is_no_thread() -> None:
    assert platform_of(page(rest_page([rest_comment(1), rest_comment(2, post=8)]))) is None


def test_an_article_elsewhere_is_not_named_by_a_list() -> None:
    assert thread(rest_comment(1, link="https://bank.example/#comment-1")).article.url != "https://bank.example/"


@pytest.mark.parametrize(
    "body",
    [
        "",
        "[",
        "{}",
        '{"code":"rest_forbidden","message":"Nobody may","data":{"status":401}}',
        "[1, null, [], {}]",
        "[" * 100_000,
        '[{"id":' + "9" * 10_000 + "}]",
        '[{"id":true,"post":7,"content":{"rendered":""}}]',
        '[{"id":0,"post":7,"content":{"rendered":""}}]',
        '[{"id":{},"post":7,"content":{"rendered":""}}]',
        json.dumps([rest_comment(1, status="hold")]),
        json.dumps([rest_comment(1, post=8)]),
        article_page(f"{SITE}/masts/"),
    ],
)
def test_what_is_no_list_of_the_article_is_refused(body: str) -> None:
    assert read_list(page(body), "7") is None


def test_odd_types_cost_their_field_and_not_the_comment() -> None:
    odd = rest_comment(1, author_name=5, author_url=["x"], content="bare", parent="x", date={}, type=[], link=3)
    text_ids = rest_comment(1, id="12", post="7", parent="11")
    read = thread(odd, text_ids, rest_comment(3, author_name="\ud800Bo", text="lone \ud800 surrogate"))
    assert [(one.external_id, one.author, one.claimed_parent) for one in read.comments][:2] == [
        ("1", None, None),
        ("12", "Reader 1", "11"),
    ]
    assert read.comments[2].external_id == "3"


def test_a_comment_listed_twice_is_read_once_and_a_circle_is_cut() -> None:
    read = thread(rest_comment(1, 2), rest_comment(2, 1), rest_comment(1, 2), rest_comment(3, 3))
    assert [(one.external_id, one.depth, one.parent_status) for one in read.comments] == [
        ("1", 0, "cycle"),
        ("2", 1, "ok"),
        ("3", 0, "cycle"),
    ]


def test_an_empty_list_is_one_of_no_comments() -> None:
    assert read_list(page("[]"), "7") == RestList([], 0, True)
    assert not WordPressRest().recognises(page("[]"))


def test_a_list_that_mixes_articles_gives_the_own_comments_and_is_not_sound() -> None:
    read = read_list(page(rest_page([rest_comment(1), rest_comment(2, post=8)])), "7")
    assert read is not None
    assert ([one.number for one in read.comments], read.held, read.is_sound) == (["1"], 2, False)


def html(head: str, url: str | None = f"{SITE}/masts/") -> Page:
    return Page(f"<html><head>{head}</head><body><p>Masts</p></body></html>".encode(), url=url)


@pytest.mark.parametrize(
    ("root", "address"),
    [
        (f"{SITE}/wp-json/", f"{SITE}/wp-json/wp/v2/comments?post=7&per_page=100&page=1&order=asc"),
        ("/blog/wp-json", f"{SITE}/blog/wp-json/wp/v2/comments?post=7&per_page=100&page=1&order=asc"),
        (
            f"{SITE}/index.php?rest_route=/",
            f"{SITE}/index.php?rest_route=/wp/v2/comments&post=7&per_page=100&page=1&order=asc",
        ),
        ("https://bank.example/wp-json/", None),
        ("http://169.254.169.254/wp-json/", None),
        (f"{SITE}/?rest_route=/elsewhere", None),
        ("javascript:alert(1)", None),
    ],
)
def test_the_api_is_where_the_page_says_and_on_its_own_site(root: str, address: str | None) -> None:
    assert list_address(html(f'<link rel="https://api.w.org/" href="{root}">'), "7") == address


def test_without_a_number_or_an_api_there_is_no_list() -> None:
    link = f'<link rel="https://api.w.org/" href="{SITE}/wp-json/">'
    assert list_address(html(link), None) is None
    assert list_address(html(link), "7&x=1") is None
    assert list_address(html(link, url=None), "7") is None
    assert list_address(html(""), "7") is None


def test_other_pages_of_the_list_differ_in_their_number_alone() -> None:
    assert page_of_list(WHOLE, 12) == SITE + REST.format(post=7, page=12)


@pytest.mark.parametrize(
    ("feed", "begins"),
    [
        (f"{SITE}/blog/comments/feed/", f"{SITE}/blog/wp-json/wp/v2/comments?after=2024-05-05T10:15:00&"),
        (f"{SITE}/comments/feed/atom/", f"{SITE}/wp-json/wp/v2/comments?after=2024-05-05T10:15:00&"),
        (f"{SITE}/?feed=comments-rss2", f"{SITE}/?rest_route=/wp/v2/comments&after=2024-05-05T10:15:00&"),
    ],
)
def test_the_list_of_a_sites_newest_comments_stands_where_its_feed_says(feed: str, begins: str) -> None:
    address = newest_address(feed, at("2024-05-06T10:15:00"), 2)
    assert address == f"{begins}per_page=100&page=2&order=desc"


def test_a_feed_of_another_kind_leads_to_no_list_of_the_newest() -> None:
    assert newest_address(f"{SITE}/news.xml", at("2024-05-06T10:15:00"), 1) is None


def test_the_newest_comments_are_named_by_permalinks_that_bear_their_number() -> None:
    listed = [rest_comment(1), rest_comment(2, link=None), rest_comment(3, link=f"{SITE}/#comment-4")]
    assert newest_in(page(rest_page(listed))) == [(f"{SITE}/masts/", "1")]
    assert newest_in(page("{}")) is None


def test_pages_of_html_are_not_parsed_as_json() -> None:
    assert not any(
        one.recognises(page(article_page(f"{SITE}/masts/"))) for one in PLATFORMS if one.source in ("rest", "feed")
    )
