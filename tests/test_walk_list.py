"""The walk of a WordPress thread over its pages and its REST list, and what both say together."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.items import Comment, Site, ThreadPage
from pipelines import normalise
from spiders.joining import is_whole
from spiders.list_walk import ListWalk
from spiders.page import Page
from spiders.platforms.wordpress_rest import PER_PAGE
from spiders.reading import read_thread
from spiders.walk import ThreadWalk
from tests.threads import SITE
from tests.wordpress_api import REST, rest_comment, rest_page, rss_comment, rss_feed
from tests.wordpress_pages import article_page, comment_item

ARTICLE = "https://mast.example/masts/"
API = '<link rel="https://api.w.org/" href="https://mast.example/wp-json/">'
JSON = "application/json; charset=UTF-8"
REFUSAL = '{"code":"rest_forbidden","message":"Nobody may","data":{"status":401}}'


def list_url(number: int = 1) -> str:
    return "https://mast.example" + REST.format(post=7, page=number)


def html(*items: str, stated: int | None = None, head: str = API, paging: str = "", url: str = ARTICLE) -> Page:
    body = article_page(ARTICLE, items, stated=stated, head=head, paging=paging)
    return Page(body.encode(), url=url, captured_at=datetime(2024, 5, 6, 12, 0, tzinfo=UTC))


def json_page(*comments: dict[str, Any], number: int = 1, body: str = "") -> Page:
    return Page(
        (body or rest_page(comments)).encode(),
        url=list_url(number),
        captured_at=datetime(2024, 5, 6, 12, number, tzinfo=UTC),
        content_type=JSON,
    )


def walked(first: Page, *lists: Page, site: Site = SITE) -> ThreadPage:
    """The thread by a walk that is given these pages; the same as a later reading of them."""
    walk = ThreadWalk(site, first)
    accepted = [first]
    for page in lists:
        assert walk.next_url() is not None
        walk.add(page)
    assert walk.next_url() is None
    thread = normalise(walk.thread())
    kept = {capture.sha256 for capture in thread.captures}
    accepted += [page for page in lists if page.capture().sha256 in kept]
    again = normalise(read_thread([Page(one.body, url=one.url, captured_at=one.captured_at) for one in accepted], site))
    assert (again.comments, again.observation) == (thread.comments, thread.observation)
    return thread


def tree(thread: ThreadPage) -> list[tuple[str | None, str | None, int]]:
    """Each comment's id, that of the one it answers, and its depth."""
    found = thread.comments
    return [
        (one.external_id, None if one.parent is None else found[one.parent].external_id, one.depth) for one in found
    ]


def at_the_last_level(head: str = API, stated: int = 3) -> Page:
    """1 is answered by 2, and 2 by 3, which the page shows beside 2: its threads end there."""
    answers = comment_item(2, "Bo", "At last.", 2) + comment_item(3, "Cy", "Really?", 2)
    return html(comment_item(1, "Ada", "Good news.", answers=answers), stated=stated, head=head)


FEED = f"{ARTICLE}feed/"
FEED_LINK = f'<link rel="alternate" type="application/rss+xml" href="{FEED}">'


def feed_page(*items: str) -> Page:
    return Page(
        rss_feed(items).encode(),
        url=FEED,
        captured_at=datetime(2024, 5, 6, 12, 2, tzinfo=UTC),
        content_type="application/rss+xml; charset=UTF-8",
    )


@pytest.mark.parametrize("head", [FEED_LINK, API + FEED_LINK])
def test_where_the_list_is_closed_the_articles_feed_names_the_parents(head: str) -> None:
    """And it has an answer to a comment that no page shows."""
    refusal = [json_page(body=REFUSAL)] if API in head else []
    hidden = rss_comment(5, "I agree.", answers=4)
    fed = feed_page(hidden, rss_comment(3, "Really?", answers=2), rss_comment(2, "At last.", answers=1))
    thread = walked(at_the_last_level(head, stated=4), *refusal, fed)
    assert tree(thread) == [("1", None, 0), ("2", "1", 1), ("3", "2", 2), ("5", None, 0)]
    assert thread.comments[3].parent_status == "missing"
    observation = thread.observation
    assert (observation.source, observation.scope, observation.is_complete) == ("html+feed", "html-threaded", True)
    assert len(thread.captures) == 2


def test_no_feed_is_asked_where_the_pages_leave_nothing_open() -> None:
    answered = comment_item(1, "Ada", "One", answers=comment_item(2, "Bo", "Two", 2))
    assert ThreadWalk(SITE, html(answered, stated=2, head=FEED_LINK)).next_url() is None


@pytest.mark.parametrize("strange", ["https://mast.example/masts/feed/", "https://bank.example/masts/feed/", "/feed/"])
def test_a_feed_of_anything_else_is_not_the_articles(strange: str) -> None:
    walk = ThreadWalk(SITE, at_the_last_level(FEED_LINK.replace(FEED, strange), stated=4))
    assert walk.next_url() == (FEED if strange == FEED else None)


def test_a_feed_corrects_a_time_of_the_hour_that_came_twice() -> None:
    late = comment_item(1, "Ada", "Odd.").replace("2024-05-06T11:15:00+01:00", "2024-10-27T01:15:00+00:00")
    item = rss_comment(1, "Odd.").replace("Mon, 06 May 2024 10:15:00", "Sun, 27 Oct 2024 00:15:00")
    thread = walked(html(late, stated=1, head=FEED_LINK), feed_page(item))
    assert thread.comments[0].published_machine == "2024-10-27T01:15:00+01:00"


def test_where_nobody_can_answer_a_comment_the_list_tells_who_answers_whom() -> None:
    shown = [re.sub('<div class="reply">.*', "", comment_item(n, f"Reader {n}", f"Comment {n}")) for n in (1, 2)]
    thread = walked(html(*shown, stated=2), json_page(rest_comment(1), rest_comment(2, 1)))
    assert tree(thread) == [("1", None, 0), ("2", "1", 1)]


def test_the_list_names_the_parents_below_the_last_level() -> None:
    thread = walked(at_the_last_level(), json_page(rest_comment(1), rest_comment(2, 1), rest_comment(3, 2)))
    assert tree(thread) == [("1", None, 0), ("2", "1", 1), ("3", "2", 2)]
    assert [one.depth_shown for one in thread.comments] == [0, 1, 1]
    assert [one.body for one in thread.comments] == ["Good news.", "At last.", "Really?"]
    observation = thread.observation
    assert (observation.source, observation.scope, observation.is_complete) == ("html+rest", "html-threaded+rest", True)
    assert observation.observed_at == datetime(2024, 5, 6, 12, 1, tzinfo=UTC)
    assert len(thread.captures) == 2
    assert thread.article_urls == [ARTICLE]


def test_a_thread_without_answers_whose_count_is_right_costs_no_request_more() -> None:
    assert ThreadWalk(SITE, html(comment_item(1, "Ada", "One"), stated=1)).next_url() is None
    assert ThreadWalk(SITE, html(comment_item(1, "Ada", "One"))).next_url() is None


@pytest.mark.parametrize(
    "head", ["", '<link rel="https://api.w.org/" href="https://bank.example/wp-json/">', "<!-- no API -->"]
)
def test_where_the_page_names_no_api_of_its_site_none_is_asked(head: str) -> None:
    assert ThreadWalk(SITE, html(comment_item(1, "Ada", "One"), stated=2, head=head)).next_url() is None


def test_answers_to_a_hidden_comment_come_from_the_list_after_the_others() -> None:
    first = html(comment_item(5, "Ada", "Five"), comment_item(7, "Bo", "Seven"), stated=4)
    thread = walked(first, json_page(rest_comment(5), rest_comment(6, 4), rest_comment(2, 6), rest_comment(7)))
    assert [one.external_id for one in thread.comments] == ["5", "7", "2", "6"]
    assert [(one.claimed_parent, one.parent_status) for one in thread.comments[2:]] == [("6", "ok"), ("4", "missing")]
    assert thread.comments[3].body == "Comment 6"
    assert thread.observation.is_complete


def test_pingbacks_are_the_pages_own() -> None:
    ping = (
        '<li id="comment-9" class="pingback"><div class="comment-body">Pingback: <a class="url" href="#">Us</a></div>'
    )
    answered = comment_item(1, "Ada", "One", answers=comment_item(2, "Bo", "Two", 2))
    thread = walked(html(answered, ping, stated=3), json_page(rest_comment(1), rest_comment(2, 1)))
    assert [one.kind for one in thread.comments] == ["comment", "comment", "pingback"]
    assert (thread.observation.scope, thread.observation.is_complete) == ("html-threaded+rest", True)


def test_a_list_in_pages_is_read_until_one_is_not_full() -> None:
    shown = html(comment_item(1, "Ada", "One"), stated=PER_PAGE + 1)
    whole = [rest_comment(number) for number in range(1, PER_PAGE + 2)]
    walk = ThreadWalk(SITE, shown)
    assert walk.next_url() == list_url(1)
    walk.add(json_page(*whole[:PER_PAGE]))
    assert walk.next_url() == list_url(2)
    walk.add(json_page(*whole[PER_PAGE:], number=2))
    assert walk.next_url() is None
    thread = normalise(walk.thread())
    assert (len(thread.comments), thread.observation.scope) == (PER_PAGE + 1, "html-threaded+rest")
    assert walked(shown, json_page(*whole[:PER_PAGE]), json_page(body="[]", number=2)).observation.source == "html+rest"


def refused(first: Page, answer: Page) -> ThreadPage:
    thread = walked(first, answer)
    assert (thread.observation.source, thread.observation.scope) == ("html", "html-threaded")
    assert thread.observation.observed_at == datetime(2024, 5, 6, 12, 0, tzinfo=UTC)
    assert len(thread.captures) == 1
    return thread


@pytest.mark.parametrize(
    "answer",
    [
        json_page(body=REFUSAL),
        json_page(body="<!DOCTYPE html><html><body><p>Log in first</p></body></html>"),
        json_page(body="\x00\x01\x02\x03" * 100),
        json_page(rest_comment(1, post=8), rest_comment(2, 1, post=8)),
        Page(rest_page([rest_comment(1)]).encode(), url="https://bank.example/wp-json/", content_type=JSON),
    ],
)
def test_where_the_list_is_closed_the_pages_must_do(answer: Page) -> None:
    thread = refused(at_the_last_level(), answer)
    assert tree(thread) == [("1", None, 0), ("2", "1", 1), ("3", "1", 1)]
    assert thread.observation.is_complete


def test_a_list_that_cannot_be_had_is_no_gap_of_the_thread() -> None:
    walk = ThreadWalk(SITE, at_the_last_level())
    walk.next_url()
    walk.fail()
    assert walk.next_url() is None
    assert not walk.has_list
    assert normalise(walk.thread()).observation.is_complete


def test_a_list_that_breaks_off_gives_what_it_had_and_proves_nothing() -> None:
    walk = ThreadWalk(SITE, html(comment_item(1, "Ada", "One"), stated=PER_PAGE + 1))
    walk.next_url()
    walk.add(json_page(*(rest_comment(number) for number in range(1, PER_PAGE + 1))))
    walk.next_url()
    walk.fail()
    thread = normalise(walk.thread())
    assert (len(thread.comments), thread.observation.scope) == (PER_PAGE, "html-threaded")
    assert thread.observation.incomplete_reason == "count_short"


def test_a_list_that_lacks_what_the_page_shows_proves_nothing() -> None:
    thread = walked(at_the_last_level(), json_page(rest_comment(1), rest_comment(3, 1)))
    assert thread.observation.scope == "html-threaded"
    assert [one.external_id for one in thread.comments] == ["1", "2", "3"]


def test_a_list_that_mixes_in_another_articles_comments_gives_this_ones_alone() -> None:
    strange = rest_comment(9, post=8, text="Not here")
    thread = walked(at_the_last_level(), json_page(rest_comment(1), strange, rest_comment(2, 1), rest_comment(3, 2)))
    assert [one.external_id for one in thread.comments] == ["1", "2", "3"]
    assert tree(thread)[2] == ("3", "2", 2)
    assert thread.observation.scope == "html-threaded"


def test_a_list_of_circles_is_cut_and_ids_may_be_strings() -> None:
    lies = json_page(rest_comment(1, 3), rest_comment(2, "1"), rest_comment(3, 2, id="3", post="7"))
    thread = walked(at_the_last_level(), lies)
    assert tree(thread) == [("1", None, 0), ("2", "1", 1), ("3", "2", 2)]
    assert thread.comments[0].parent_status == "cycle"


def test_a_parent_that_nobody_has_does_not_beat_the_nesting() -> None:
    thread = walked(at_the_last_level(), json_page(rest_comment(1), rest_comment(2, 99), rest_comment(3, 99)))
    assert tree(thread) == [("1", None, 0), ("2", "1", 1), ("3", "1", 1)]


def test_a_list_without_end_is_capped() -> None:
    way = ListWalk(list_url(), "7", max_pages=5)
    asked = 0
    while way.next_url() is not None:
        first = asked * PER_PAGE + 1
        asked += 1
        way.add(json_page(*(rest_comment(number) for number in range(first, first + PER_PAGE)), number=asked))
    assert asked == 5
    assert not is_whole(way.readings, [])


def test_a_list_that_shows_one_page_for_ever_is_left() -> None:
    walk = ThreadWalk(SITE, html(comment_item(1, "Ada", "One"), stated=10_000))
    asked = 0
    while walk.next_url() is not None:
        asked += 1
        walk.add(json_page(*(rest_comment(number) for number in range(1, PER_PAGE + 1)), number=asked))
    assert asked == 2


def test_the_list_comes_after_all_comment_pages() -> None:
    older = f'<nav class="comment-navigation"><a href="{ARTICLE}comment-page-1/#comments">Older</a></nav>'
    walk = ThreadWalk(SITE, html(comment_item(3, "Cy", "Three"), stated=4, paging=older))
    assert walk.next_url() == f"{ARTICLE}comment-page-1/"
    walk.add(html(comment_item(1, "Ada", "One"), stated=4, url=f"{ARTICLE}comment-page-1/"))
    assert walk.next_url() == ARTICLE
    walk.add(html(comment_item(3, "Cy", "Three"), stated=4, paging=older))
    assert walk.next_url() == list_url(1)
    walk.add(json_page(rest_comment(1), rest_comment(2, 8), rest_comment(3), rest_comment(4, 1)))
    thread = normalise(walk.thread())
    assert [one.external_id for one in thread.comments] == ["1", "3", "2", "4"]
    assert tree(thread)[3] == ("4", "1", 1)
    assert thread.observation.is_complete


def wpdiscuz_page(*shown: str, stated: int) -> Page:
    items = "".join(
        f"<div id='wpd-comm-{number}_0' class='comment depth-1 wpd-comment wpd_comment_level-1'>"
        f"<div class='wpd-comment-wrap'><div id='comment-{number}' class='wpd-comment-right'>"
        f"<div class='wpd-comment-header'><div class='wpd-comment-author '>Ada</div>"
        f"<div class='wpd-comment-date' title='6. May 2024 11:15'>a year ago</div></div>"
        f"<div class='wpd-comment-text'><p>Comment {number}</p></div></div></div></div>"
        for number in shown
    )
    thread = f"<div id='wpdcom'><span class='wpdtc' title='{stated}'>{stated}</span>{items}</div>"
    body = article_page(ARTICLE, head=API).replace('<ol class="comment-list"></ol>', thread)
    return Page(body.encode(), url=ARTICLE, captured_at=datetime(2024, 5, 6, 12, 0, tzinfo=UTC))


def test_comments_that_a_plugin_loads_by_script_come_from_the_list() -> None:
    thread = walked(wpdiscuz_page("1", stated=3), json_page(rest_comment(1), rest_comment(2, 1), rest_comment(3)))
    assert thread.observation.platform == "wpdiscuz"
    assert tree(thread) == [("1", None, 0), ("2", "1", 1), ("3", None, 0)]
    assert thread.observation.is_complete
    button = b"</span><button class='wpd-load-more-submit'>More</button>"
    more = Page(wpdiscuz_page("1", stated=1).body.replace(b"</span>", button, 1), url=ARTICLE)
    assert ThreadWalk(SITE, more).next_url() == list_url()


def one_comment(machine: str | None, **rest: Any) -> Comment:
    shown = f'datetime="{machine}"' if machine else ""
    item = comment_item(1, "Ada", "One").replace('datetime="2024-05-06T11:15:00+01:00"', shown)
    return walked(html(item, stated=2), json_page(rest_comment(1, **rest), rest_comment(2))).comments[0]


@pytest.mark.parametrize(
    ("page", "local", "utc", "right"),
    [
        # Clocks back: the page is an hour late. Clocks forward: the list is.
        ("2024-10-27T01:30:00+00:00", "2024-10-27T01:30:00", "2024-10-27T00:30:00", "2024-10-27T01:30:00+01:00"),
        ("2024-03-31T02:30:00+01:00", "2024-03-31T02:30:00", "2024-03-31T02:30:00", "2024-03-31T02:30:00+01:00"),
        # Before WordPress 5.3 pages said +00:00 whatever the zone.
        ("2016-05-06T11:15:00+00:00", "2016-05-06T11:15:00", "2016-05-06T15:15:00", "2016-05-06T11:15:00-04:00"),
        (None, "2024-05-06T11:15:00", "2024-05-06T10:15:00", "2024-05-06T11:15:00+01:00"),
        ("2024-05-06T11:15:00", "2024-05-06T11:15:00", "2024-05-06T10:15:00", "2024-05-06T11:15:00+01:00"),
        # Another wall clock than the list's is no clock of WordPress's.
        ("2024-05-01T08:00:00+01:00", "2024-05-06T11:15:00", "2024-05-06T10:15:00", "2024-05-01T08:00:00+01:00"),
        ("2024-05-06T11:15:00+01:00", "nonsense", None, "2024-05-06T11:15:00+01:00"),
        ("6 May 2024", "2024-05-06T11:15:00", "2024-05-06T10:15:00", "6 May 2024"),
    ],
)
def test_of_two_clocks_the_one_that_is_right_is_believed(
    page: str | None, local: str, utc: str | None, right: str
) -> None:
    assert one_comment(page, date=local, date_gmt=utc).published_machine == right


@pytest.mark.parametrize(
    ("time", "is_asked"),
    [
        ("2024-10-27T01:30:00+00:00", True),
        ("2024-11-03T01:30:00-05:00", True),
        ("2024-04-07T02:30:00+10:00", True),
        ("2024-10-27T13:30:00+00:00", False),
        ("2024-10-20T01:30:00+01:00", False),
        ("2024-10-28T01:30:00+00:00", False),
        ("27 October", False),
    ],
)
def test_a_time_at_which_clocks_are_put_back_is_asked_for(time: str, is_asked: bool) -> None:
    item = comment_item(1, "Ada", "One").replace("2024-05-06T11:15:00+01:00", time)
    assert (ThreadWalk(SITE, html(item, stated=1)).next_url() is not None) is is_asked


def shown_below(number: int, parents: dict[int, int], hidden: set[int], depth: int, deepest: int) -> str:
    """A comment and its answers as WordPress nests them: below the last level, beside the comment answered."""
    answers = [one for one, parent in parents.items() if parent == number and one not in hidden]
    if depth < deepest:
        inner = "".join(shown_below(one, parents, hidden, depth + 1, deepest) for one in answers)
        return comment_item(number, f"Reader {number}", f"Comment {number}", depth, inner)
    beside = "".join(shown_below(one, parents, hidden, depth, deepest) for one in answers)
    return comment_item(number, f"Reader {number}", f"Comment {number}", depth) + beside


@given(
    st.lists(st.integers(0, 19), min_size=1, max_size=20), st.sets(st.integers(1, 20), max_size=4), st.integers(1, 4)
)
def test_whatever_the_page_flattens_and_hides_the_list_restores(
    answered: list[int], hidden: set[int], deepest: int
) -> None:
    parents = {number: answered[number - 1] % number for number in range(1, len(answered) + 1)}
    approved = [number for number in parents if number not in hidden]
    items = [shown_below(one, parents, hidden, 1, deepest) for one in approved if not parents[one]]
    first = html(*items, stated=len(approved))
    walk = ThreadWalk(SITE, first)
    if walk.next_url() is None:  # nothing is nested, and nothing is missing
        assert deepest == 1 or not any(parents.values())
        return
    walk.add(json_page(*(rest_comment(number, parents[number]) for number in approved)))
    thread = normalise(walk.thread())
    assert thread.observation.is_complete
    assert sorted(int(one.external_id or 0) for one in thread.comments) == approved
    truth = {str(one): str(parents[one]) if parents[one] in approved else None for one in approved}
    assert {number: parent for number, parent, _ in tree(thread)} == truth
    for one in thread.comments:
        parent = parents[int(one.external_id or 0)]
        assert one.parent_status == ("ok" if parent in approved else "missing" if parent else None)
