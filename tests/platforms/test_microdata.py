"""Comments in schema.org's words. The mark-up follows schema.org's examples and what themes made of them."""

from __future__ import annotations

from datetime import datetime
from html import escape

import pytest
from hypothesis import given

from spiders.page import Page
from spiders.platforms.microdata import SchemaOrgMicrodata
from tests.platforms.forests import ExpectedComment, Forest, assert_same_forest, forests, names
from tests.platforms.mark_up import AS_FORESTS, as_paragraphs, nested, page_of

READER = SchemaOrgMicrodata()
COMMENT = 'itemscope itemtype="https://schema.org/Comment"'


def shown_time(at: datetime) -> str:
    return f"{at.day}.{at.month}.{at.year}, {at:%H:%M}"


def _fields(comment: ExpectedComment) -> str:
    """A comment as schema.org's example has it: the author a ``Person``, the time for people and machines."""
    at = comment.published
    time = f'<time itemprop="dateCreated" datetime="{at:%Y-%m-%dT%H:%M}">{shown_time(at)}</time>' if at else ""
    return (
        '<p itemprop="author" itemscope itemtype="https://schema.org/Person">'
        f'<a itemprop="url" href="/people/7"><span itemprop="name">{escape(comment.author or "")}</span></a></p>{time}'
        f'<div itemprop="text">{as_paragraphs(comment.paragraphs)}</div>'
        '<button>Reply</button><span itemprop="upvoteCount">0</span>'
    )


def _rdfa(comment: ExpectedComment) -> str:
    at = comment.published
    time = f'<time property="datePublished" datetime="{at:%Y-%m-%dT%H:%M}">{shown_time(at)}</time>' if at else ""
    return (
        f'<div id="k{comment.id}" typeof="Comment" property="comment"><span property="author" typeof="Person">'
        f'<span property="name">{escape(comment.author or "")}</span></span>{time}'
        f'<div property="text">{as_paragraphs(comment.paragraphs)}</div>'
    )


@AS_FORESTS
@given(forests(authors=names))
def test_items_in_items_give_back_the_forest(forest: Forest) -> None:
    items = [f'<div id="comment-{one.id}" itemprop="comment" {COMMENT}>{_fields(one)}' for one in forest]
    page = page_of(f'<section class="comments">{nested(forest, items)}</section>')
    assert_same_forest(READER.comments(page), forest, shown_time)
    assert READER.recognises(page) is bool(forest)
    assert READER.count_in_bytes(page) == len(forest)


@AS_FORESTS
@given(forests(authors=names))
def test_lists_of_replies_after_their_parent_nest(forest: Forest) -> None:
    items = [
        f'<li><article class="entry" id="comment-{one.id}" {COMMENT}>{_fields(one)}</article><ul class="replies">'
        for one in forest
    ]
    page = page_of(f'<ul class="comments">{nested(forest, items, "</ul></li>")}</ul>')
    assert_same_forest(READER.comments(page), forest, shown_time)


@AS_FORESTS
@given(forests(authors=names))
def test_rdfa_lite_gives_back_the_forest(forest: Forest) -> None:
    page = page_of(f'<section vocab="https://schema.org/">{nested(forest, [_rdfa(one) for one in forest])}</section>')
    assert_same_forest(READER.comments(page), forest, shown_time)
    assert READER.count_in_bytes(page) == len(forest)


def _one(inside: str, attributes: str = COMMENT) -> Page:
    return page_of(f'<section><article id="comment-4" {attributes}>{inside}</article></section>')


def test_the_older_words_are_read() -> None:
    """``UserComments`` as Genesis 2 and many themes of its time print it."""
    page = _one(
        '<header><p itemprop="creator" itemscope itemtype="http://schema.org/Person"><span itemprop="name"><a '
        'href="http://ada.example/" rel="external" itemprop="url">Ada</a></span> <span class="says">says</span>'
        '</p><p><time itemprop="commentTime" datetime="2014-05-03T16:05:00+00:00"><a href="#comment-4" itemprop="url">'
        'May 3, 2014 at 4:05 pm</a></time></p></header><div itemprop="commentText"><p>Yes</p></div>',
        'itemprop="comment" itemscope itemtype="http://schema.org/UserComments"',
    )
    [comment] = READER.comments(page)
    assert (comment.external_id, comment.author, comment.author_url) == ("4", "Ada", "http://ada.example/")
    assert comment.published_raw == "May 3, 2014 at 4:05 pm"
    assert comment.published_machine == "2014-05-03T16:05:00+00:00"
    assert comment.body == "Yes"


def test_values_for_machines_alone_are_taken_too() -> None:
    page = _one(
        '<meta itemprop="author" content="Ada"><meta itemprop="datePublished" content="2018-10-05T14:15:08+03:00">'
        '<div itemprop="text">Yes</div><meta itemprop="upvoteCount" content="7"><meta itemprop="downvoteCount" '
        'content="2"><meta itemprop="dateModified" content="2018-10-06T10:00:00+03:00">'
    )
    [comment] = READER.comments(page)
    assert comment.author == "Ada"
    assert comment.published_machine == "2018-10-05T14:15:08+03:00"
    assert (comment.likes, comment.dislikes) == (7, 2)
    assert comment.edited_raw == "2018-10-06T10:00:00+03:00"


def test_what_the_markup_does_not_name_is_read_as_on_any_page() -> None:
    page = _one('<span class="comment-date">5.10.2018, 11:15</span><b class="fn">Ada</b><p itemprop="text">Yes</p>')
    [comment] = READER.comments(page)
    assert (comment.author, comment.published_raw, comment.body) == ("Ada", "5.10.2018, 11:15", "Yes")


def test_the_comment_answered_is_not_taken_for_the_comment() -> None:
    page = _one(
        '<div itemprop="parentItem" itemscope itemtype="https://schema.org/CreativeWork"><a itemprop="url" '
        'href="#comment-3">In reply to</a><span itemprop="author">Bob</span></div>'
        '<link itemprop="parentItem" href="/story#comment-3"><b itemprop="author">Ada</b><p itemprop="text">Yes</p>'
    )
    [comment] = READER.comments(page)
    assert (comment.author, comment.claimed_parent) == ("Ada", "3")


def test_a_link_to_what_is_answered_names_the_parent() -> None:
    def post(number: int, link: str) -> str:
        said = f'<b itemprop="author">Ada {number}</b>{link}<p itemprop="text">Mast {number} is up.</p>'
        return f'<li data-pid="{number}" {COMMENT}>{said}</li>'

    link = '<a data-topid="{0}" href="/post/{0}">@Ada</a>'.format
    page = page_of(f"<ul>{post(70, '')}{post(83, link(70))}{post(96, link(83))}</ul>")
    assert [one.claimed_parent for one in READER.comments(page)] == [None, "70", "83"]


def test_a_list_marked_up_as_a_comment_is_none() -> None:
    page = page_of(
        '<div id="comments" itemscope itemtype="http://schema.org/UserComments"><h3>1 comment</h3>'
        f'<div id="comment-4" {COMMENT}><b itemprop="author">Ada</b><p itemprop="text">Yes</p></div></div>'
    )
    assert [(one.external_id, one.depth_shown) for one in READER.comments(page)] == [("4", 0)]
    assert READER.count_in_bytes(page) == 1


@pytest.mark.parametrize(
    "body",
    [
        f'<div id="comments" {COMMENT}><form></form></div>',
        f'<template><div {COMMENT}><b itemprop="author">{{{{name}}}}</b><p itemprop="text"></p></div></template>',
        '<div itemscope itemtype="https://schema.org/Review"><b itemprop="author">Ada</b></div>',
        '<article itemscope itemtype="https://schema.org/Article"><b itemprop="author">Ada</b></article>',
    ],
)
def test_nothing_is_invented(body: str) -> None:
    page = page_of(body)
    assert not READER.recognises(page)
    assert READER.comments(page) == []


def test_the_count_is_that_of_the_item_that_holds_the_comments() -> None:
    page = page_of(
        '<article itemscope itemtype="https://schema.org/Article"><meta itemprop="commentCount" content="224">'
        '<div itemscope itemprop="interactionStatistic" itemtype="https://schema.org/InteractionCounter"><meta '
        'itemprop="interactionType" content="https://schema.org/LikeAction"><b itemprop="userInteractionCount">9</b>'
        f'</div><div {COMMENT}><b itemprop="author">Ada</b><p itemprop="text">Yes</p></div></article>'
        '<div itemscope itemtype="https://schema.org/Article"><meta itemprop="commentCount" content="5"></div>'
    )
    assert READER.stated_count(page) == 224


def test_an_older_count_names_what_it_counts() -> None:
    page = page_of('<meta itemprop="interactionCount" content="UserComments:12"><meta itemprop="interactionCount" '
                   'content="UserLikes:99">')  # fmt: skip
    assert READER.stated_count(page) == 12


def test_counts_of_other_articles_are_no_count_of_this() -> None:
    other = '<div itemscope itemtype="https://schema.org/Article"><meta itemprop="commentCount" content="{}"></div>'
    assert READER.stated_count(page_of(other.format(3) + other.format(5))) is None
