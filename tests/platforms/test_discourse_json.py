"""Discourse's JSON of a topic.

Its fields are those of ``TopicViewSerializer``, ``TopicViewPostsSerializer`` and ``PostSerializer`` of Discourse.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given

from archiver.items import Comment, Site
from spiders.page import Page
from spiders.platforms.discourse_json import DiscourseJson
from spiders.reading import read_thread
from tests.platforms.forests import ExpectedComment, Forest, assert_same_forest, forests
from tests.platforms.mark_up import AS_FORESTS, as_paragraphs

TOPIC = "https://forum.mast.example/t/7.json"


def iso_time(at: datetime) -> str:
    return f"{at:%Y-%m-%dT%H:%M:%S}.000Z"


def topic(posts: list[dict[str, Any]], url: str | None = TOPIC, **fields: Any) -> Page:
    whole = {
        "post_stream": {"posts": posts, "stream": [post.get("id") for post in posts]},
        "id": 7,
        "title": "Fibre reaches Little Wick",
        "posts_count": len(posts),
        "chunk_size": 20,
        "details": {"created_by": {"id": 5, "username": "mo"}},
    } | fields
    return Page(json.dumps(whole).encode(), url=url, content_type="application/json; charset=utf-8")


def post_of(one: ExpectedComment, forest: Forest) -> dict[str, Any]:
    return {
        "id": 1000 + one.position,
        "name": "Full Name",
        "username": one.author,
        "created_at": iso_time(one.published) if one.published else None,
        "cooked": as_paragraphs(one.paragraphs),
        "post_number": int(one.id or 0),
        "post_type": 1,
        "updated_at": "2027-02-03T10:20:00.000Z",
        "reply_count": 0,
        "reply_to_post_number": None if one.parent is None else int(forest[one.parent].id or 0),
        "version": 1,
        "user_id": 5,
        "hidden": False,
        "deleted_at": None,
        "user_deleted": False,
        "actions_summary": [{"id": 2, "count": 8}],
    }


@AS_FORESTS
@given(forests(max_depth=200))
def test_reading_a_topic_gives_back_what_was_written(forest: Forest) -> None:
    page = topic([post_of(one, forest) for one in forest])
    assert DiscourseJson().recognises(page)
    assert_same_forest(DiscourseJson().comments(page), forest, shown_time=iso_time)
    assert DiscourseJson().stated_count(page) == len(forest)
    assert DiscourseJson().more_pages(page) == []
    assert DiscourseJson().is_ended(page)


def only(**fields: Any) -> Comment:
    (comment,) = DiscourseJson().comments(topic([{"id": 41, "post_number": 4, "cooked": "<p>Masts.</p>"} | fields]))
    return comment


def test_what_the_forum_knows_of_a_post_is_kept() -> None:
    comment = only(
        username="mo", name="Mo Mast", user_id=5, moderator=True, admin=True, actions_summary=[{"id": 2, "count": 8}]
    )
    assert (comment.external_id, comment.author, comment.author_id) == ("4", "mo", "5")
    assert comment.author_url == "https://forum.mast.example/u/mo"
    assert (comment.author_role, comment.likes) == ("moderator", 8)
    assert comment.extra == {"post_id": 41, "full_name": "Mo Mast"}


def test_an_edit_is_one_only_where_there_is_a_second_version() -> None:
    assert only(version=1, updated_at="2021-05-05T10:00:00.000Z").edited_raw is None
    assert only(version=3, updated_at="2021-05-05T10:00:00.000Z").edited_raw == "2021-05-05T10:00:00.000Z"


def test_a_reply_is_believed_before_a_quote() -> None:
    quote = '<aside class="quote" data-post="3" data-topic="7"><blockquote>x</blockquote></aside><p>No.</p>'
    assert only(cooked=quote, reply_to_post_number=2).claimed_parent == "2"
    assert only(cooked=quote, reply_to_post_number=None).claimed_parent == "3"
    assert only(cooked=quote.replace('"7"', '"9"')).claimed_parent is None


@pytest.mark.parametrize(
    ("fields", "notice", "extra"),
    [
        ({"hidden": True, "cooked_hidden": True, "cooked": "<p>Flagged by the community.</p>"},
         "Flagged by the community.", {"hidden": True}),
        ({"user_deleted": True, "cooked": "<p>(post deleted by author)</p>"}, "(post deleted by author)", {}),
        ({"post_type": 3, "action_code": "closed.enabled", "cooked": ""}, "closed.enabled",
         {"post_type": "small_action", "action_code": "closed.enabled"}),
    ],
)  # fmt: skip
def test_words_of_the_forum_in_place_of_the_readers_are_its_notice(
    fields: dict[str, Any], notice: str, extra: dict[str, Any]
) -> None:
    comment = only(**fields)
    assert (comment.body, comment.notice) == ("", notice)
    assert comment.extra == {"post_id": 41} | extra


def test_a_deleted_post_that_is_shown_keeps_its_words() -> None:
    comment = only(deleted_at="2021-05-05T10:00:00.000Z")
    assert (comment.body, comment.extra["deleted_at"]) == ("Masts.", "2021-05-05T10:00:00.000Z")


def test_posts_of_the_stream_that_are_not_here_are_on_other_pages() -> None:
    posts = [{"id": number, "post_number": number} for number in range(1, 21)]
    stream = {"posts": posts, "stream": list(range(1, 46))}
    page = topic([], post_stream=stream, posts_count=45)
    assert DiscourseJson().more_pages(page) == [f"{TOPIC}?page=2", f"{TOPIC}?page=3"]
    second = topic([], url=f"{TOPIC}?page=2&track_visit=true", post_stream=stream, posts_count=45)
    assert DiscourseJson().more_pages(second) == [f"{TOPIC}?track_visit=true", f"{TOPIC}?track_visit=true&page=3"]
    assert DiscourseJson().page_number(second) == 2
    saved = topic([], url=None, post_stream=stream, posts_count=45)
    assert len(DiscourseJson().more_pages(saved)) == 2


@pytest.mark.parametrize(
    "text",
    [
        '{"post_stream":{"posts":[{"id":1,"post_number":1,"cooked":"<p>cut',
        '{"post_stream": null}',
        '["post_stream"]',
        '{"post_stream":{"posts":{}}}',
        '{"post_stream":' * 50_000,
        '<p>{"post_stream":{"posts":[]}}</p>',
    ],
)
def test_what_is_no_whole_topic_is_not_recognised(text: str) -> None:
    page = Page(text.encode(), url=TOPIC)
    assert not DiscourseJson().recognises(page)
    assert DiscourseJson().comments(page) == []
    assert not DiscourseJson().is_ended(page)


def test_values_of_the_wrong_kind_are_left_unread() -> None:
    odd = only(username=["mo"], version="2", post_type=[3], actions_summary={"id": 2}, reply_to_post_number=-1,
               user_id=True, cooked=7, created_at=5, id="x", name={}, hidden="yes")  # fmt: skip
    assert (odd.external_id, odd.author, odd.body, odd.extra) == ("4", None, "", {})
    no_posts = topic([], post_stream={"posts": [7, None, {}], "stream": "x"}, posts_count=-1)
    assert DiscourseJson().comments(no_posts) == [Comment()]
    assert (DiscourseJson().stated_count(no_posts), DiscourseJson().more_pages(no_posts)) == (None, [])


def test_the_topic_is_the_article_of_its_thread() -> None:
    told: dict[str, Any] = {"id": 7, "slug": "masts", "title": "Masts", "created_at": "2024-05-06T09:00:00Z"}
    told |= {"tags": ["5g"], "post_stream": {"posts": [{"id": 1, "post_number": 1, "cooked": "<p>At last.</p>"}]}}
    page = Page(json.dumps(told).encode(), url="https://forum.example/t/7.json")
    thread = read_thread([page], Site(id="forum.example", domain="forum.example"))
    article = thread.article
    assert (article.title, article.external_id, article.url) == ("Masts", "7", "https://forum.example/t/masts/7")
    assert (article.published_raw, article.tags, article.body) == ("2024-05-06T09:00:00Z", ["5g"], None)
    assert thread.observation.source == "json"
