"""Drupal 6 to 11. The templates follow the ``comment`` templates published with its core and core themes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders.page import Page
from spiders.platforms.drupal import Drupal
from tests.platforms.forests import ExpectedComment, Forest, assert_same_forest, clocks, forests, names
from tests.platforms.mark_up import AS_FORESTS, URL, as_paragraphs, page_of

READER = Drupal()
SETTINGS = "<script>jQuery.extend(Drupal.settings, {});</script>"
LETTERS = st.text("abcdefghijklmnopqrstuvwxyzäéñ", min_size=3, max_size=9).filter(
    lambda name: name not in ("von", "par")
)


def shown_time(at: datetime) -> str:
    return f"{at:%a, %m/%d/%Y - %H:%M}"


def _indented(forest: Forest, items: Sequence[str]) -> str:
    """Replies stand in a ``div.indented`` that follows their parent (``comment_render``, ``CommentViewBuilder``)."""
    pieces: list[str] = []
    depth = 0
    for comment, markup in zip(forest, items, strict=True):
        pieces += ["</div>" * (depth - comment.depth), '<div class="indented">' * (comment.depth - depth), markup]
        depth = comment.depth
    return "".join(pieces) + "</div>" * depth


def _six(comment: ExpectedComment, *, is_member: bool = True) -> str:
    """Drupal 6, ``modules/comment/comment.tpl.php``; a guest's name stands in no element."""
    name = escape(comment.author or "")
    user = f'<a href="/user/7" title="View user profile.">{name}</a>' if is_member else f"{name} (not verified)"
    time = shown_time(comment.published) if comment.published else ""
    return (
        f'<a id="comment-{comment.id}"></a>\n<div class="comment odd clear-block">\n'
        f'<h3><a href="/node/1#comment-{comment.id}" class="active">A subject</a></h3>\n'
        f'<div class="submitted">\n    Submitted by {user} on {time}.  </div>\n'
        f'<div class="content">\n{as_paragraphs(comment.paragraphs)}\n</div>\n'
        f'<ul class="links"><li class="comment_reply"><a href="/comment/reply/1/{comment.id}">reply</a></li></ul></div>'
    )


def _garland(comment: ExpectedComment) -> str:
    """Drupal 5 and 6, ``themes/garland/comment.tpl.php``."""
    time = shown_time(comment.published) if comment.published else ""
    return (
        f'<a id="comment-{comment.id}"></a><div class="comment even"><div class="clear-block">'
        f'<span class="submitted">{time} — {escape(comment.author or "")}</span>'
        f'<h3><a href="/node/1#comment-{comment.id}" class="active">A subject</a></h3>'
        f'<div class="content">{as_paragraphs(comment.paragraphs)}</div></div>'
        f'<div class="links"><ul class="links"><li><a href="/comment/reply/1/2">reply</a></li></ul></div></div>'
    )


def _seven(comment: ExpectedComment, forest: Forest) -> str:
    """Drupal 7, ``modules/comment/comment.tpl.php`` with the RDF module."""
    number, above = comment.id, _parent(comment, forest)
    time = shown_time(comment.published) if comment.published else ""
    name = f"{escape(comment.author)} (not verified)" if comment.author is not None else ""
    user = f'<span class="username" xml:lang="" typeof="sioc:UserAccount" property="foaf:name">{name}</span>'
    answered = f'<span rel="sioc:reply_of" resource="/comment/{above}#comment-{above}"></span>' if above else ""
    return (
        f'<a id="comment-{number}"></a>\n<div class="comment comment-by-anonymous clearfix" '
        f'about="/comment/{number}#comment-{number}" typeof="sioc:Post sioct:Comment">\n<h3 property="dc:title">'
        f'<a href="/comment/{number}#comment-{number}" class="permalink" rel="bookmark">A subject</a></h3>\n'
        f'<div class="submitted"><span property="dc:date dc:created" rel="sioc:has_creator">Submitted by '
        f"{user if name else ''} on {time}</span></div>\n"
        f'<div class="content"><span rel="sioc:reply_of" resource="/node/1" class="rdf-meta element-hidden"></span>'
        f'{answered}<div class="field field-name-comment-body field-type-text-long field-label-hidden">'
        f'<div class="field-items"><div class="field-item even" property="content:encoded">'
        f"{as_paragraphs(comment.paragraphs)}</div></div></div></div>\n"
        f'<ul class="links inline"><li><a href="/comment/reply/1/{number}">reply</a></li></ul></div>'
    )


def _eight(comment: ExpectedComment, forest: Forest) -> str:
    """Drupal 8, ``classy/templates/content/comment.html.twig``."""
    number, above = comment.id, _parent(comment, forest)
    time = f" on {shown_time(comment.published)}" if comment.published else ""
    parent = (
        f'<p class="parent visually-hidden">In reply to <a href="/comment/{above}#comment-{above}" class="permalink" '
        'rel="bookmark" hreflang="en">Another subject</a> by <span lang="" class="username">Someone else</span></p>'
        if above
        else ""
    )
    return (
        f'<a id="comment-{number}"></a>\n<article data-comment-user-id="0" class="comment js-comment by-anonymous">\n'
        f'<mark class="hidden" data-comment-timestamp=""></mark>\n<footer class="comment__meta"><article></article>'
        f'<p class="comment__submitted">Submitted by <span lang="" class="username">{escape(comment.author or "")} '
        f"(not verified)</span>{time}</p>{parent}"
        f'<a href="/comment/{number}#comment-{number}" hreflang="en">Permalink</a></footer>\n'
        f'<div class="content"><h3><a href="/comment/{number}#comment-{number}" class="permalink" rel="bookmark">A '
        f'subject</a></h3><div class="field field--name-comment-body field--type-text-long field__item">'
        f'{as_paragraphs(comment.paragraphs)}</div><ul class="links inline"><li>'
        f'<a href="/comment/reply/node/1/comment/{number}">Reply</a></li></ul></div></article>'
    )


def _olivero(comment: ExpectedComment, forest: Forest) -> str:
    """Drupal 9 to 11, ``olivero/templates/content/comment.html.twig``: the id is on the comment."""
    number, above = comment.id, _parent(comment, forest)
    parent = (
        f'<p class="visually-hidden">In reply to <a href="/comment/{above}#comment-{above}">X</a></p>' if above else ""
    )
    author = (
        f'<p class="comment__author"><span>{escape(comment.author)}</span></p>' if comment.author is not None else ""
    )
    time = f'<p class="comment__time">{shown_time(comment.published)}</p>' if comment.published else ""
    return (
        f'<article data-comment-user-id="4" id="comment-{number}" class="comment js-comment" role="article" '
        'data-drupal-selector="comment"><span class="hidden" data-comment-timestamp=""></span>'
        '<div class="comment__picture-wrapper"><div class="comment__picture"></div></div>'
        f'<div class="comment__text-wrapper"><footer class="comment__meta">{author}{time}{parent}</footer>'
        f'<div class="comment__content"><h3><a href="/comment/{number}#comment-{number}" class="permalink">A subject'
        '</a></h3><div class="text-content field field--name-comment-body">'
        f"{as_paragraphs(comment.paragraphs)}</div></div></div></article>"
    )


def _parent(comment: ExpectedComment, forest: Forest) -> str | None:
    return None if comment.parent is None else forest[comment.parent].id


def _page(thread: str, heading: str = "<h2>Comments</h2>", after: str = "", url: str = URL) -> Page:
    return page_of(
        f'<div id="comments" class="comment-wrapper">{heading}{thread}{after}<div class="box"><h2>Post new comment</h2>'
        '<form action="/comment/reply/1" id="comment-form"></form></div></div>',
        head=SETTINGS,
        url=url,
    )


@AS_FORESTS
@given(forests(authors=names, times=clocks))
def test_drupal_6_gives_back_the_forest(forest: Forest) -> None:
    page = _page(_indented(forest, [_six(comment) for comment in forest]))
    assert_same_forest(READER.comments(page), forest, shown_time)
    assert READER.recognises(page)
    assert READER.count_in_bytes(page) == len(forest)


@AS_FORESTS
@given(forests(max_depth=9, authors=LETTERS, times=clocks))
def test_guests_whose_name_stands_in_no_element_are_read_from_the_line(forest: Forest) -> None:
    page = _page(_indented(forest, [_six(comment, is_member=False) for comment in forest]))
    assert_same_forest(READER.comments(page), forest, shown_time)
    page = _page(_indented(forest, [_garland(comment) for comment in forest]))
    assert_same_forest(READER.comments(page), forest, shown_time)


@AS_FORESTS
@given(forests())
def test_drupal_7_gives_back_the_forest(forest: Forest) -> None:
    page = _page(_indented(forest, [_seven(comment, forest) for comment in forest]))
    assert_same_forest(READER.comments(page), forest, shown_time)


@AS_FORESTS
@given(forests(authors=names))
def test_drupal_8_gives_back_the_forest(forest: Forest) -> None:
    page = _page(_indented(forest, [_eight(comment, forest) for comment in forest]))
    assert_same_forest(READER.comments(page), forest, shown_time)


@AS_FORESTS
@given(forests())
def test_olivero_gives_back_the_forest(forest: Forest) -> None:
    page = _page(_indented(forest, [_olivero(comment, forest) for comment in forest]))
    assert_same_forest(READER.comments(page), forest, shown_time)
    assert READER.count_in_bytes(page) == len(forest)


@AS_FORESTS
@given(forests(max_depth=9))
def test_a_flat_list_still_names_the_parents(forest: Forest) -> None:
    assert_same_forest(READER.comments(_page("".join(_seven(one, forest) for one in forest))), forest, shown_time)
    assert_same_forest(READER.comments(_page("".join(_olivero(one, forest) for one in forest))), forest, shown_time)


@pytest.mark.parametrize(
    ("line", "name", "time"),
    [
        ("Submitted by Ada (not verified) on Tue, 03/02/2010 - 12:34.", "Ada", "Tue, 03/02/2010 - 12:34"),
        ("Verfasst von Ada (nicht überprüft) am Di., 02.03.2010 - 12:34.", "Ada", "Di., 02.03.2010 - 12:34"),
        ("Soumis par Ada le mar, 02/03/2010 - 12:34.", "Ada", "mar, 02/03/2010 - 12:34"),
        ("Enviado por Ada (no verificado) el Mar, 02/03/2010 - 12:34.", "Ada", "Mar, 02/03/2010 - 12:34"),
        ("Inviato da Ada Rossi il Mar, 02/03/2010 - 12:34.", "Ada Rossi", "Mar, 02/03/2010 - 12:34"),
        ("Ingediend door Ada op di, 02/03/2010 - 12:34.", "Ada", "di, 02/03/2010 - 12:34"),
        ("Enviado por Ada em ter, 02/03/2010 - 12:34.", "Ada", "ter, 02/03/2010 - 12:34"),
        ("Wysłane przez Ada w dniu wt., 02/03/2010 - 12:34.", "Ada", "wt., 02/03/2010 - 12:34"),
        ("Tue, 2010-03-02 12:34 — Ada", "Ada", "Tue, 2010-03-02 12:34"),
        ("par Ada le 2 mars 2010 - 12:34.", "Ada", "2 mars 2010 - 12:34"),
    ],
)
def test_name_and_time_are_told_apart_in_a_line(line: str, name: str, time: str) -> None:
    page = _page(
        f'<a id="comment-4"></a><div class="comment"><div class="submitted">{line}</div>'
        '<div class="content"><p>Yes</p></div></div>'
    )
    [comment] = READER.comments(page)
    assert (comment.author, comment.published_raw) == (name, time)


def test_a_name_too_long_to_show_is_taken_whole() -> None:
    page = _page(
        '<a id="comment-4"></a><div class="comment"><div class="submitted"><span class="username" '
        'content="Dr. Ada Lovelace of Ockham">Dr. Ada Lovela…</span></div><div class="content"><p>Yes</p></div></div>'
    )
    assert [comment.author for comment in READER.comments(page)] == ["Dr. Ada Lovelace of Ockham"]


def test_without_any_class_the_footer_is_the_head() -> None:
    """``core/modules/comment/templates/comment.html.twig`` as Stable prints it."""
    page = _page(
        '<article data-comment-user-id="0" id="comment-4" class="comment"><h3><a href="/comment/4#comment-4" '
        'class="permalink" rel="bookmark">A subject</a></h3><footer><p>Submitted by <span>Ada</span> on Tue, '
        "03/02/2021 - 12:34</p>"
        '<p class="visually-hidden">In reply to <a href="/comment/3#comment-3">X</a> by <span>Bob</span></p>'
        '<a href="/comment/4#comment-4" hreflang="en">Permalink</a></footer><div class="content"><div><p>Yes</p></div>'
        "</div></article>"
    )
    [comment] = READER.comments(page)
    assert (comment.author, comment.published_raw) == ("Ada", "Tue, 03/02/2021 - 12:34")
    assert (comment.body, comment.claimed_parent) == ("Yes", "3")
    assert comment.extra == {"subject": "A subject"}


def test_machine_times_are_those_of_the_comment() -> None:
    page = _page(
        '<article data-comment-user-id="12" id="comment-4" class="comment by-node-author"><footer>'
        '<p class="comment__author"><a title="View user profile." href="/user/12" class="username">Ada</a></p>'
        '<p class="comment__time">Sat, 06/22/2019 - 15:06</p>'
        '<span property="schema:dateCreated" content="2019-06-22T09:36:52+00:00" class="hidden"></span></footer>'
        '<div class="comment__content"><p>Yes</p></div></article>'
    )
    [comment] = READER.comments(page)
    assert comment.published_machine == "2019-06-22T09:36:52+00:00"
    assert comment.published_raw == "Sat, 06/22/2019 - 15:06"
    assert (comment.author_id, comment.author_role) == ("12", "author")
    assert comment.author_url == "https://mast.example/user/12"


def test_a_head_line_with_permalink_name_and_time_in_one_is_taken_apart() -> None:
    page = _page(
        '<article data-comment-user-id="0" id="comment-4" about="/comment/4" typeof="schema:Comment" class="comment">'
        '<div class="comment__text"><p class="comment__author"><a href="/comment/4#comment-4">Permalink</a> Submitted '
        'by <span rel="schema:author"><span lang="" typeof="schema:Person" property="schema:name" datatype="">'
        'Ada (not verified)</span></span> Sat, 06/22/2019 - 15:06 <span property="schema:dateCreated" '
        'content="2019-06-22T09:36:52+00:00" class="hidden"></span></p><div class="content">'
        '<div property="schema:text" class="field field--name-comment-body"><p>Yes</p></div></div></div></article>'
    )
    [comment] = READER.comments(page)
    assert (comment.external_id, comment.author, comment.body) == ("4", "Ada", "Yes")
    assert comment.published_raw == "Sat, 06/22/2019 - 15:06"
    assert comment.published_machine == "2019-06-22T09:36:52+00:00"


def test_the_subject_that_drupal_makes_of_the_words_is_not_kept() -> None:
    page = _page(
        '<a id="comment-4"></a><div class="comment"><h3>Our mast is too</h3><div class="submitted">Ada</div>'
        '<div class="content"><p>Our mast is too tall</p></div></div>'
    )
    assert READER.comments(page)[0].extra == {}


def test_a_name_in_a_heading_is_no_subject() -> None:
    page = _page(
        '<div about="/comment/4#comment-4" typeof="sioc:Post sioct:Comment" class="comment clearfix">'
        '<div class="submitted"><h2 class="author"><span rel="sioc:has_creator"><span class="username">Ada '
        "(not verified)</span></span></h2>"
        '<div class="created"><a href="#comment-4">02.04.2015 um 12:20</a></div></div>'
        '<div class="content"><div property="schema:comment content:encoded"><p>Yes</p></div></div></div>'
    )
    [comment] = READER.comments(page)
    assert (comment.external_id, comment.author, comment.published_raw) == ("4", "Ada", "02.04.2015 um 12:20")
    assert comment.extra == {}


def test_a_guest_in_rdfa_is_read_from_the_line_that_is_the_time() -> None:
    page = _page(
        '<a id="comment-4"></a><div class="comment" about="/comment/4#comment-4" typeof="sioc:Post">'
        '<div class="submitted"><span property="dc:date dc:created" content="2018-01-25T13:00:44-05:00" '
        'rel="sioc:has_creator">john379 on 25 Jan 2018</span></div><div class="content">'
        '<div property="content:encoded">Yes</div></div>'
        "</div>"
    )
    [comment] = READER.comments(page)
    assert (comment.author, comment.published_raw) == ("john379", "25 Jan 2018")
    assert comment.published_machine == "2018-01-25T13:00:44-05:00"


def test_a_block_of_the_latest_comments_is_not_the_thread() -> None:
    page = _page(
        '<a id="comment-4"></a><div class="comment"><div class="content"><p>Yes</p></div></div>',
        after='<div class="region-sidebar-second"><article id="comment-9" class="comment"><div class="content">No</div>'
        "</article></div>",
    )
    assert [comment.external_id for comment in READER.comments(page)] == ["4"]


def test_an_empty_div_named_comment_is_none() -> None:
    page = _page('<div class="comment"><ul class="links"><li><a href="#">top of page</a></li></ul></div>')
    assert READER.recognises(page)
    assert READER.comments(page) == []


def test_comments_without_marks_of_drupal_are_not_its_own() -> None:
    assert not READER.recognises(page_of('<ol><li id="comment-4" class="comment"><p>Yes</p></li></ol>'))
    assert not READER.recognises(page_of("<article><p>Nothing</p></article>", head=SETTINGS))


@pytest.mark.parametrize(
    ("heading", "count"),
    [
        ("<h2>Comments</h2>", None),
        ('<h2 class="pane-title">10 Comments</h2>', 10),
        ("<h3>Kommentare (3)</h3>", 3),
        ("<h2>1.204 commentaires</h2>", 1204),
        ('<h2 class="title comments__title">Comments<span class="comments__count">7</span></h2>', 7),
        ('<h2>Comments</h2><a href="#comments">5 comments</a>', 5),
        ('<a href="/other#comments">8 comments</a>', None),
    ],
)
def test_the_stated_count_is_the_headings(heading: str, count: int | None) -> None:
    assert READER.stated_count(_page("", heading)) == count


def test_the_pager_of_the_thread_leads_to_its_other_pages() -> None:
    url = "https://mast.example/node/1?page=1"
    pager = (
        '<div class="item-list"><ul class="pager"><li><a href="/node/1">« first</a></li><li>2</li>'
        '<li><a href="/node/1?page=2">3</a></li><li><a href="/node/9?page=1">other</a></li></ul></div>'
    )
    page = _page(_six_of(4), after=pager, url=url)
    assert READER.more_pages(page) == ["https://mast.example/node/1", "https://mast.example/node/1?page=2"]
    assert READER.page_number(page) == 2


def test_pagers_of_other_lists_are_left_alone() -> None:
    page = page_of(
        f'<div id="comments">{_six_of(4)}</div><ul class="pager"><li><a href="?page=1">2</a></li></ul>', head=SETTINGS
    )
    assert READER.more_pages(page) == []
    assert READER.page_number(page) is None


@pytest.mark.parametrize(("query", "number"), [("page=0", 1), ("page=0%2C3", 4), ("page=x", None), ("q=1", None)])
def test_pages_are_counted_from_the_oldest(query: str, number: int | None) -> None:
    assert READER.page_number(_page("", url=f"https://mast.example/node/1?{query}")) == number


def test_what_the_parser_lost_is_counted() -> None:
    page = _page(_six_of(4) + "<script>var x = '<a id=\"comment-9\"></a>'</script>")
    assert READER.count_in_bytes(page) == 1
    assert READER.count_in_bytes(_page(_six_of(4) + '<a id="comment-5"></a>')) == 2


def _six_of(number: int) -> str:
    return _six(
        ExpectedComment(
            position=0, id=str(number), parent=None, depth=0, author="Ada", published=None, paragraphs=("Yes",)
        )
    )


def test_empty_boxes_may_stand_between_the_anchor_and_its_comment() -> None:
    def one(number: int) -> str:
        return (
            f'<a id="comment-{number}"></a><div class="comment_margin"></div><div class="article_comment_item">'
            f'<div class="comment_author">Submitted by <span class="comment_author_name">Ana {number}</span>, '
            f'on 29 October 2012 - 15:4{number}</div><div class="comment_content"><p>Fibra {number}</p></div></div>'
        )

    page = Page(f"<html><head>{SETTINGS}</head><body>{one(1)}{one(2)}</body></html>".encode(), url=URL)
    assert READER.recognises(page)
    found = [(c.external_id, c.author, c.body) for c in READER.comments(page)]
    assert found == [("1", "Ana 1", "Fibra 1"), ("2", "Ana 2", "Fibra 2")]
