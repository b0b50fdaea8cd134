"""Movable Type and TypePad.

The templates below follow, in our own words, ``default_templates`` of Movable Type: ``individual_entry_archive.tmpl``
(version 3), ``comment_detail.mtml``, ``comments.mtml`` and ``trackbacks.mtml`` (version 4 and later, with the line
"replied to comment from" of 4.2), the default templates of version 2 and 3.1, and TypePad's pages.
"""

from __future__ import annotations

from datetime import datetime
from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.items import Comment
from spiders.page import Page
from spiders.platforms.movable_type import MovableType
from tests.platforms import mark_up
from tests.platforms.forests import ExpectedComment, Forest, assert_same_forest, clocks, forests
from tests.platforms.mark_up import AS_FORESTS, as_paragraphs

ENTRY = "https://blog.mast.example/2009/10/fibre-reaches-wick.html"
GENERATOR = '<meta name="generator" content="Movable Type 3.34" />'


def page_of(body: str, head: str = GENERATOR, url: str | None = ENTRY) -> Page:
    return mark_up.page_of(body, head, url)


def entry_time(at: datetime) -> str:
    return f"{at:%B} {at.day}, {at.year} {at:%I:%M %p}"


def shown(at: datetime | None) -> str:
    return entry_time(at) if at else ""


def link_or_name(one: ExpectedComment) -> str:
    """Half of the authors left an address."""
    name = escape(one.author or "")
    return (
        f'<a title="http://mo.example/" href="http://mo.example/" rel="nofollow">{name}</a>'
        if one.position % 2
        else name
    )


# --- version 3, and TypePad, which grew out of it ----------------------------------------------------------------


def comment_of_3(one: ExpectedComment) -> str:
    return f"""<a id="c{int(one.id or 0):06}"></a>
    <div class="comment" id="comment-{one.id}"><div class="comment-inner">
      <div class="comment-header">{link_or_name(one)}:</div>
      <div class="comment-content">{as_paragraphs(one.paragraphs)}</div>
      <p class="comment-footer">Posted by: {link_or_name(one)}
        <a class="commenter-profile" href="http://profile.example/5"><img alt="[Profile Page]" src="n.gif" /></a> |
        <a href="#comment-{one.id}">{shown(one.published)}</a></p>
      <p class="comment-footer-experimental">Posted on: <a href="#comment-{one.id}" title="Permalink">10/16/09</a></p>
    </div></div>"""


@AS_FORESTS
@given(forests(max_depth=0))
def test_reading_an_entry_of_version_3_gives_back_what_was_rendered(forest: Forest) -> None:
    comments = "\n".join(map(comment_of_3, forest))
    page = page_of(
        f'<div id="comments" class="comments"><div class="comments-content">'
        f'<h3 class="comments-header">Comments ({len(forest)})</h3>{comments}</div></div>'
    )
    assert MovableType().recognises(page)
    assert_same_forest(MovableType().comments(page), forest, shown_time=entry_time)
    assert MovableType().count_in_bytes(page) == MovableType().stated_count(page) == len(forest)


def test_typepads_hexadecimal_ids_are_the_comments_ids() -> None:
    number = "6a00d8341c2df453ef00d8346302e253ef"
    page = page_of(
        f"""<div id="comments"></div><a id="comment-{number}"></a>
        <div class="comment comment-odd" id="comment-{number}">
          <div class="comment-avatar"><img src="a.png" alt="mo" /></div>
          <div class="comment-content font-entrybody" id="comment-{number}-content">
            <span id="comment-{number}-content"><p>More masts.</p></span></div>
          <p class="comment-footer font-entryfooter">Posted by: <a rel="nofollow" title="http://mo.example"
            href="http://mo.example">Mo</a> | <a rel="nofollow" href="{ENTRY}?cid={number}#comment-{number}">Thursday,
            01 December 2005 at 01:09 PM</a></p></div>""",
        head='<meta name="generator" content="http://www.typepad.com/" />',
    )
    assert MovableType().recognises(page)
    (comment,) = MovableType().comments(page)
    assert (comment.external_id, comment.author, comment.author_url) == (number, "Mo", "http://mo.example")
    assert (comment.published_raw, comment.body) == ("Thursday, 01 December 2005 at 01:09 PM", "More masts.")
    assert comment.claimed_parent is None
    assert MovableType().count_in_bytes(page) == 1


def test_a_permalink_by_another_id_is_the_one_round_the_date() -> None:
    foot = (
        'In reply to <a href="#comment-6a00d8341c2df453ef0000">Ida</a>. Posted by: '
        '<a href="http://mo.example">Mo</a> | '
        f'<a href="{ENTRY}?cid=41#comment-6a00d8341c2df453ef0001">01 December 2005</a>'
    )
    comment = only(f'<div class="comment" id="comment-41"><p class="comment-footer">{foot}</p></div>')
    assert (comment.published_raw, comment.claimed_parent) == ("01 December 2005", "6a00d8341c2df453ef0000")
    assert comment.author == "Mo"


# --- version 4 and later -----------------------------------------------------------------------------------------


def comment_of_4(one: ExpectedComment, forest: Forest) -> str:
    name = f'<span class="vcard author">{link_or_name(one)}</span>'
    if one.parent is not None:
        parent = forest[one.parent]
        reply = f'replied to <a href="{ENTRY}#comment-{parent.id}">comment from {escape(parent.author or "")}</a>'
        name = f"{name} {reply}"
    time = ""
    if one.published:
        time = f'<abbr class="published" title="{one.published:%Y-%m-%dT%H:%M:%S}+00:00">{shown(one.published)}</abbr>'
    return f"""<div class="comment last" id="comment-{one.id}"><div class="inner">
      <div class="comment-header">
        <div class="user-pic"><a href="http://profile.example/5" class="auth-icon"><img alt="x" /></a></div>
        <div class="asset-meta"><span class="byline">{name}</span> | <a href="{ENTRY}#comment-{one.id}">{time}</a>
          | <a title="Reply" href="javascript:void(0);" onclick="mtReplyCommentOnClick({one.id}, 'x')">Reply</a></div>
      </div>
      <div class="comment-content">{as_paragraphs(one.paragraphs)}</div>
    </div></div>"""


@AS_FORESTS
@given(forests(max_depth=200))
def test_reading_an_entry_of_version_4_gives_back_what_was_rendered(forest: Forest) -> None:
    comments = "\n".join(comment_of_4(one, forest) for one in forest)
    page = page_of(
        f'<div id="comments" class="comments"><h2 class="comments-header">{len(forest)} Comments</h2>'
        f'<div id="comments-content" class="comments-content">{comments}</div></div>'
    )
    assert_same_forest(MovableType().comments(page), forest, shown_time=entry_time)
    assert MovableType().count_in_bytes(page) == MovableType().stated_count(page) == len(forest)


# --- versions 2 and 3.1 ------------------------------------------------------------------------------------------

NAMES_WITHOUT_AT = st.sampled_from(["Mo", "O'Brien & Sons", "<script>", "Ольга", "李雷", "Zoë: 99 | x"])


@AS_FORESTS
@given(forests(max_depth=0, authors=NAMES_WITHOUT_AT, times=clocks))
def test_reading_an_entry_of_version_2_gives_back_what_was_rendered(forest: Forest) -> None:
    comments = "\n".join(
        f'<a name="{one.id}"></a><div class="comments-body">{as_paragraphs(one.paragraphs)}'
        f'<span class="comments-post">Posted by: {link_or_name(one)} at {shown(one.published)}</span></div>'
        for one in forest
    )
    page = page_of(f'<div class="comments-head"><a name="comments"></a>Comments</div>{comments}')
    assert MovableType().recognises(page)
    assert_same_forest(MovableType().comments(page), forest, shown_time=entry_time)
    assert MovableType().count_in_bytes(page) == len(forest)


@AS_FORESTS
@given(forests(max_depth=0, authors=NAMES_WITHOUT_AT, times=clocks))
def test_reading_an_entry_of_version_3_1_gives_back_what_was_rendered(forest: Forest) -> None:
    comments = "\n".join(
        f'<div id="c{one.id}">{as_paragraphs(one.paragraphs)}</div>'
        f'<p class="posted">Posted by {link_or_name(one)} at {shown(one.published)}</p>'
        for one in forest
    )
    page = page_of(f'<h2 id="comments">Comments</h2>{comments}')
    assert MovableType().recognises(page)
    assert_same_forest(MovableType().comments(page), forest, shown_time=entry_time)
    assert MovableType().count_in_bytes(page) == len(forest)


# --- trackbacks, and the rest of the page ------------------------------------------------------------------------

TRACKBACK_OF_3 = """<div class="trackbacks"><div class="trackbacks-content">
  <a id="p000009"></a><div class="trackback" id="ping-9"><div class="trackback-content">
  <p>&raquo; <a rel="nofollow" href="http://ida.example/1">On masts</a> from Ida's blog<br />Wick gets fibre, says Mo.
  <a rel="nofollow" href="http://ida.example/1">[Read More]</a></p></div>
  <p class="trackback-footer">Tracked on <a href="#ping-9">October 17, 2009 08:00 AM</a></p></div></div></div>"""
TRACKBACK_OF_4 = """<div class="trackback" id="ping-9"><div class="inner"><div class="trackback-header">
  <div class="asset-meta"><a href="http://ida.example/1">On masts</a> from Ida's blog on
  <a href="#ping-9">October 17, 2009 08:00 AM</a></div></div>
  <div class="trackback-content"><p>Wick gets fibre, says Mo. <a href="http://ida.example/1">Read More</a></p></div>
  </div></div>"""


@pytest.mark.parametrize(
    ("markup", "body"),
    [
        (TRACKBACK_OF_3, "» On masts from Ida's blog\nWick gets fibre, says Mo."),
        (TRACKBACK_OF_4, "Wick gets fibre, says Mo."),
    ],
)
def test_trackbacks_are_read_as_such_and_counted_apart(markup: str, body: str) -> None:
    header = '<div id="comments"><h3 class="comments-header">Comments (0)</h3></div>'
    page = page_of(markup + header)
    (ping,) = MovableType().comments(page)
    assert (ping.kind, ping.external_id, ping.author) == ("trackback", "ping-9", "On masts")
    assert (ping.author_url, ping.published_raw) == ("http://ida.example/1", "October 17, 2009 08:00 AM")
    assert ping.body == body
    assert MovableType().stated_count(page) == MovableType().count_in_bytes(page) == 1


def only(body: str) -> Comment:
    (comment,) = MovableType().comments(page_of(body))
    return comment


def test_an_author_without_a_link_stands_before_the_date() -> None:
    one = ExpectedComment(position=0, id="41", parent=None, depth=0, author="Mo: a | b",
                          published=datetime(2009, 10, 16, 19, 47), paragraphs=("Yes.",))  # fmt: skip
    comment = only(comment_of_3(one))
    assert (comment.author, comment.published_raw) == ("Mo: a | b", "October 16, 2009 07:47 PM")


def test_the_machines_time_stands_beside_the_shown_one() -> None:
    one = ExpectedComment(position=1, id="41", parent=None, depth=0, author="Mo",
                          published=datetime(2009, 10, 16, 19, 47), paragraphs=("Yes.",))  # fmt: skip
    comment = only(comment_of_4(one, [one]))
    assert comment.published_machine == "2009-10-16T19:47:00+00:00"
    assert comment.author_url == "http://mo.example/"


def test_a_page_of_this_software_without_a_thread_is_not_recognised_nor_is_another_softwares_thread() -> None:
    assert not MovableType().recognises(page_of("<h1>Archives</h1>"))
    wordpress = '<meta name="generator" content="WordPress 6.4" />'
    assert not MovableType().recognises(
        page_of('<div id="comments"><div id="comment-41" class="comment"></div></div>', wordpress)
    )
    empty = page_of('<div id="comments"><form action="/cgi-bin/mt/mt-comments.cgi"></form></div>', head="")
    assert MovableType().recognises(empty)
    assert MovableType().comments(empty) == []


def test_typepads_other_pages_of_comments_are_linked() -> None:
    nav = (
        f'<span class="pager-right"><a href="{ENTRY.removesuffix(".html")}/comments/page/2/#comments">Next »</a></span>'
    )
    page = page_of(nav)
    assert MovableType().more_pages(page) == [ENTRY.removesuffix(".html") + "/comments/page/2/"]
    assert MovableType().page_number(page_of("", url=ENTRY.removesuffix(".html") + "/comments/page/2/")) == 2
    assert MovableType().page_number(page) is None


def test_comments_nested_in_the_words_of_comments_are_read_each_once_with_their_own_words() -> None:
    depth = 150
    opened = "".join(
        f'<div class="comment" id="comment-{n}"><div class="comment-content">No. {n}' for n in range(1, depth)
    )
    read = MovableType().comments(page_of(opened + "</div></div>" * depth))
    assert [(one.external_id, one.body) for one in read] == [(str(n), f"No. {n}") for n in range(1, depth)]
