"""Blogger. The templates follow its published default layouts: version 1's list, its threads, version 3's list."""

from __future__ import annotations

from datetime import UTC, datetime
from html import escape

import pytest
from hypothesis import given

from spiders.page import Page
from spiders.platforms.blogger import Blogger
from tests.platforms.forests import ExpectedComment, Forest, assert_same_forest, clocks, forests, names
from tests.platforms.mark_up import AS_FORESTS, as_lines, nested, page_of

READER = Blogger()
GENERATOR = "<meta content='blogger' name='generator'/>"


def shown_time(at: datetime) -> str:
    return f"{at:%B} {at.day}, {at.year} at {at:%I:%M %p}"


def _permalink(comment: ExpectedComment) -> str:
    at = comment.published
    stamp = f"?showComment={int(at.replace(tzinfo=UTC).timestamp() * 1000)}" if at else ""
    return f"https://mast.example/2012/05/fibre.html{stamp}#c{comment.id}"


def _list_item(comment: ExpectedComment) -> str:
    """``dl#comments-block``; the name of one without a profile stands in no element."""
    name = escape(comment.author or "")
    author = name if comment.position % 2 else f"<a href='http://www.blogger.com/profile/7' rel='nofollow'>{name}</a>"
    time = shown_time(comment.published) if comment.published else ""
    return (
        f"<dt class='comment-author ' id='c{comment.id}'>\n<a name='c{comment.id}'></a>\n"
        '<div class="avatar-image-container"><span dir="ltr"><a href="http://www.blogger.com/profile/7"><img '
        f'src="a.gif" alt=""></a></span></div>\n{author}\nsaid...\n</dt>\n'
        f"<dd class='comment-body' id='Blog1_cmt-{comment.id}'>\n<p>\n{as_lines(comment.paragraphs)}\n</p>\n</dd>\n"
        f"<dd class='comment-footer'>\n<span class='comment-timestamp'>\n<a href='{_permalink(comment)}' "
        f"title='comment permalink'>\n{time}\n</a>\n<span class='item-control blog-admin pid-1'><a "
        "class='comment-delete' href='https://www.blogger.com/delete-comment.g'>Delete</a></span></span></dd>\n"
    )


def _thread_item(comment: ExpectedComment) -> str:
    """``data:post.commentHtml``, up to where the replies stand."""
    number = comment.id
    user = (
        f'<a href="http://ada.example/" rel="nofollow">{escape(comment.author)}</a>'
        if comment.author is not None
        else ""
    )
    time = shown_time(comment.published) if comment.published else ""
    return (
        f'<li class="comment" id="c{number}"><div class="avatar-image-container"><img src="a.gif" alt=""/></div>'
        f'<div class="comment-block"><div class="comment-header"><cite class="user">{user}</cite>'
        '<span class="icon user "></span><span class="datetime secondary-text">'
        f'<a rel="nofollow" href="{_permalink(comment)}">{time}</a></span></div>'
        f'<p class="comment-content">{as_lines(comment.paragraphs)}</p><span class="comment-actions secondary-text">'
        f'<a class="comment-reply" target="_self" data-comment-id="{number}">Reply</a></span></div>'
        f'<div class="comment-replies"><div id="c{number}-rt" class="comment-thread inline-thread"><span '
        'class="thread-toggle thread-expanded"><span class="thread-count"><a target="_self">Replies</a></span></span>'
        f'<ol id="c{number}-ra" class="thread-chrome thread-expanded"><div>'
    )


END_OF_THREAD_ITEM = (
    '</div><div class="continue"><a class="comment-reply" target="_self">Reply</a></div></ol></div></div>'
    '<div class="comment-replybox-single"></div></li>'
)


def _newer_item(comment: ExpectedComment) -> str:
    """``commentItem`` of layout version 3."""
    name = escape(comment.author or "")
    time = shown_time(comment.published) if comment.published else ""
    return (
        f"<div class='comment' id='c{comment.id}'><div class='comment-block'><div class='comment-author'>"
        f"<a href='http://ada.example/' rel='nofollow'>{name}</a> said...</div>"
        f"<div class='comment-body'>{as_lines(comment.paragraphs)}</div><div class='comment-footer'>"
        f"<span class='comment-timestamp'><a href='{_permalink(comment)}' title='comment permalink'>{time}</a></span>"
        "</div></div></div>"
    )


def _page(thread: str, heading: str = "<h4>2 comments:</h4>", attributes: str = "") -> Page:
    return page_of(
        f"<div class='comments' id='comments'{attributes}><a name='comments'></a>{heading}{thread}</div>"
        "<a href='https://www.blogger.com/comment-iframe.g?blogID=1'></a>",
        head=GENERATOR,
        url="https://mast.example/2012/05/fibre.html",
    )


def _threads(items: str, loadmore: str = "loadmore hidden") -> str:
    return (
        "<div class='comments-content'><div id='comment-holder'><div class=\"comment-thread toplevel-thread\">"
        f'<ol id="top-ra">{items}</ol><div class="{loadmore}"><a target="_self">Load more...</a></div></div>'
        "</div></div>"
    )


@AS_FORESTS
@given(forests(max_depth=0, authors=names, times=clocks))
def test_the_flat_list_gives_back_its_comments(forest: Forest) -> None:
    page = _page(f"<dl id='comments-block'>{''.join(_list_item(comment) for comment in forest)}</dl>")
    assert_same_forest(READER.comments(page), forest, shown_time)
    assert READER.recognises(page)
    assert READER.count_in_bytes(page) == len(forest)


@AS_FORESTS
@given(forests())
def test_threads_give_back_the_forest(forest: Forest) -> None:
    page = _page(_threads(nested(forest, [_thread_item(comment) for comment in forest], END_OF_THREAD_ITEM)))
    assert_same_forest(READER.comments(page), forest, shown_time)


@AS_FORESTS
@given(forests(max_depth=0, authors=names, times=clocks))
def test_the_newer_list_gives_back_its_comments(forest: Forest) -> None:
    page = _page(f"<div id='Blog1_comments-block-wrapper'>{''.join(_newer_item(one) for one in forest)}</div>")
    assert_same_forest(READER.comments(page), forest, shown_time)


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("Ada said...", "Ada"),
        ("Ada hat gesagt…", "Ada"),
        ("Ada a dit…", "Ada"),
        ("Ada dijo...", "Ada"),
        ("Ada ha detto...", "Ada"),
        ("Ada disse...", "Ada"),
        ("Ada pisze...", "Ada"),
        ("Adaさんのコメント...", "Ada"),
        ("Lisa", "Lisa"),
    ],
)
def test_a_name_stands_before_the_verb(sentence: str, name: str) -> None:
    page = _page(
        f"<div class='comment' id='c1234567890123456'><div class='comment-author'>{sentence}</div>"
        "<div class='comment-body'>Yes</div></div>"
    )
    assert [comment.author for comment in READER.comments(page)] == [name]


def test_permalinks_bear_the_instant() -> None:
    [comment] = READER.comments(_page(_threads(_of_blog_author(), "loadmore")))
    assert (comment.published_raw, comment.published_machine) == ("21:00", "1381172401460")
    assert comment.author_role == "author"


def _of_blog_author() -> str:
    return (
        '<li class="comment" id="c1234567890123456"><div class="comment-header"><cite class="user">Ada</cite>'
        '<span class="icon user blog-author"></span><span class="datetime secondary-text">'
        '<a href="/2012/05/fibre.html?showComment=1381172401460#c1234567890123456">21:00</a></span></div>'
        '<p class="comment-content">Yes</p></li>'
    )


@pytest.mark.parametrize(
    "item",
    [
        "<dl id='comments-block'><dt class='comment-author' id='c1234567890123456'>Ada\nsaid...</dt><dd class="
        "'comment-body'><span class='deleted-comment'>This comment has been removed.</span></dd></dl>",
        '<li class="comment" id="c1234567890123456"><cite class="user">Ada</cite><p class="comment-content">'
        '<span class="deleted-comment">This comment has been removed.</span></p></li>',
        "<div class='comment' id='c1234567890123456'><div class='comment-author'>Ada said...</div>"
        "<div class='comment-body deleted'>This comment has been removed.</div></div>",
    ],
)
def test_what_stands_for_a_deleted_comment_is_a_notice(item: str) -> None:
    [comment] = READER.comments(_page(item))
    assert (comment.author, comment.body, comment.notice) == ("Ada", "", "This comment has been removed.")


@pytest.mark.parametrize(
    ("heading", "attributes", "count"),
    [
        ("<h4>24 comments:</h4>", "", 24),
        ("<h4>\n55\ncomments:\n        \n</h4>", "", 55),
        ("<h4>1 Kommentar:</h4>", "", 1),
        ("<h4>3 commentaires:</h4>", "", 3),
        ("<h4>Keine Kommentare:</h4>", "", 0),
        ("<h4>No comments:</h4>", "", 0),
        ("<h4> Kommentare:</h4>", "", None),
        ("<h3 class='title'>Comments</h3>", " data-num-comments='7'", 7),
        ("<h4 id='comment-post-message'>Post a Comment</h4>", "", None),
    ],
)
def test_the_stated_count_is_the_headings(heading: str, attributes: str, count: int | None) -> None:
    assert READER.stated_count(_page("", heading, attributes)) == count


def test_an_empty_thread_is_recognised() -> None:
    page = _page("", "<h4>No comments:</h4>")
    assert READER.recognises(page)
    assert READER.comments(page) == []


def test_a_link_to_blogger_makes_no_blog_of_a_page() -> None:
    page = page_of("<div id='comments'></div><a href='http://www.blogger.com/profile/7'>Ada</a><p>/wp-content/</p>")
    assert not READER.recognises(page)


@pytest.mark.parametrize(("names_of_button", "is_more"), [("loadmore", True), ("loadmore hidden", False)])
def test_a_button_to_load_more_means_that_there_is_more(names_of_button: str, is_more: bool) -> None:
    assert READER.is_elsewhere(_page(_threads(_of_blog_author(), names_of_button))) is is_more


def test_other_pages_of_the_thread_are_linked() -> None:
    page = _page(
        "<span class='paging-control-container'><a href='/2012/05/fibre.html?commentPage=1'>Oldest</a>"
        "<a href='/2012/05/fibre.html?commentPage=2#comments'>Newer</a>"
        "<a href='/2012/05/other.html?commentPage=2'>other</a>"
        "<a href='/2012/05/fibre.html?commentPage=2&showComment=1381172401460#c12345'>time</a></span>"
    )
    assert READER.more_pages(page) == [
        "https://mast.example/2012/05/fibre.html?commentPage=1",
        "https://mast.example/2012/05/fibre.html?commentPage=2",
    ]
    assert READER.page_number(Page(page.body, url="https://mast.example/2012/05/fibre.html?commentPage=3")) == 3
