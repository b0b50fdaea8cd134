"""What looks like a comment of this page and is none, what hides one, and what a hostile page tries."""

from __future__ import annotations

import time

from archiver.items import Comment
from spiders.page import Page
from spiders.platforms.wordpress import WordPress
from tests.platforms.wordpress_markup import in_page

READER = WordPress()


def item(number: int, words: str = "", depth: int = 1, article: str = "/fibre/", replies: str = "") -> str:
    """One comment as the html5 walker prints it."""
    return f"""<li id="comment-{number}" class="comment even depth-{depth}"><article id="div-comment-{number}"
class="comment-body"><footer class="comment-meta"><div class="comment-author vcard"><b class="fn">Reader {number}</b>
<span class="says">says:</span></div><div class="comment-metadata"><a href="{article}#comment-{number}">
<time datetime="2021-02-03T04:05:00+00:00">3 February 2021</time></a></div></footer>
<div class="comment-content">{words or f"<p>Words of {number}.</p>"}</div></article>{replies}</li>"""


def page_of(thread: str, *, before: str = "", after: str = "", in_body: str = "") -> Page:
    markup = in_page(f'<ol class="comment-list">{thread}</ol>').decode()
    markup = markup.replace("<article>", f"{before}<article>", 1).replace("<footer id", f"{after}<footer id", 1)
    markup = markup.replace("<p>The ducts are full.</p>", f"<p>The ducts are full.</p>{in_body}", 1)
    return Page(markup.encode(), url="https://news.example/fibre/")


def told(page: Page) -> list[tuple[str | None, str]]:
    return [(comment.external_id, comment.body) for comment in READER.comments(page)]


def only(page: Page) -> Comment:
    [comment] = READER.comments(page)
    return comment


def test_a_comment_quoted_in_a_text_is_part_of_that_text() -> None:
    quoted = """<p>Look:</p><ol class="children"><li id="comment-1" class="comment depth-2"><b class="fn">Nobody</b>
<div class="comment-content">made up</div></li></ol><p>Well?</p>"""
    page = page_of(item(5, quoted) + item(6))
    assert told(page) == [("5", "Look:\n\nNobody\n\nmade up\n\nWell?"), ("6", "Words of 6.")]
    assert READER.count_in_bytes(page) == 2


def test_answers_at_the_end_of_a_text_left_open_are_answers() -> None:
    later = item(2).replace('id="comment-2" class="comment even depth-1"', 'id="comment-2" class="comment depth-2"')
    page = page_of(item(1, f"<p>Words of 1.</p> <ul>{later}</ul>") + item(3))
    assert told(page) == [("1", "Words of 1."), ("2", "Words of 2."), ("3", "Words of 3.")]


def test_an_excerpt_of_another_page_without_a_time_is_a_pingback() -> None:
    ping = '<li id="comment-7"><a href="https://b.example/ducts" class="url">Ducts | B</a> - [...] all full [...]</li>'
    comments = READER.comments(page_of(item(5) + ping + item(6, "<p>[…] is no excerpt.</p>")))
    assert [(comment.external_id, comment.kind) for comment in comments] == [
        ("5", "comment"),
        ("7", "pingback"),
        ("6", "comment"),
    ]


def test_an_element_named_like_the_text_inside_the_text_does_not_cut_it() -> None:
    quoted = '<p>Look:</p><div class="comment-content"><p>made up</p></div><p>Well?</p>'
    assert only(page_of(item(5, quoted))).body == "Look:\n\nmade up\n\nWell?"


def test_a_list_in_the_articles_body_that_repeats_the_thread_is_left_out() -> None:
    repeated = f'<div class="wp-block-comments"><ol>{item(5)}{item(6)}</ol></div>'
    assert told(page_of(item(5) + item(6), in_body=repeated)) == [("5", "Words of 5."), ("6", "Words of 6.")]


def test_a_thread_that_stands_in_the_articles_body_alone_is_the_thread() -> None:
    markup = f"""<html><body><div class="entry-content"><p>The ducts are full.</p><ol class="commentlist">{item(5)}</ol>
<form action="/wp-comments-post.php"></form></div></body></html>"""
    assert told(Page(markup.encode())) == [("5", "Words of 5.")]


def test_a_sidebars_comments_are_not_the_pages() -> None:
    other = item(9, article="/poles/")
    side = f'<aside class="widget"><div id="comments"><ol class="commentlist">{other}</ol></div></aside>'
    page = page_of(item(5), after=side)
    assert told(page) == [("5", "Words of 5.")]
    assert READER.count_in_bytes(page) == 1


def test_a_body_that_names_its_sidebar_is_no_sidebar() -> None:
    page = page_of(item(5))
    classes = b'<body class="single sidebar widget widget_title_layout1 right-sidebar">'
    assert told(Page(page.body.replace(b"<body>", classes))) == [("5", "Words of 5.")]


def test_a_sidebar_left_open_before_the_main_column_does_not_swallow_the_thread() -> None:
    page = page_of(item(5))
    opened = b'<body><div id="sidebar"><ul><li class="widget widget_text">Masts<div id="content">'
    assert told(Page(page.body.replace(b"<body>", opened))) == [("5", "Words of 5.")]


def test_latest_comments_of_other_articles_are_not_the_pages_wherever_they_stand() -> None:
    others = item(8, article="https://news.example/poles/") + item(9, article="https://news.example/masts/")
    lately = f'<div class="lately"><ul class="commentlist">{others}</ul></div>'
    assert told(page_of(item(5), after=lately)) == [("5", "Words of 5.")]
    assert told(page_of("", before=lately)) == []


def test_a_second_list_that_belongs_to_another_article_is_left_out() -> None:
    other = f'<div><ol class="commentlist">{item(8, article="https://news.example/poles/")}</ol></div>'
    assert told(page_of(item(5), after=other)) == [("5", "Words of 5.")]


def test_two_comments_with_one_id_both_stay() -> None:
    assert told(page_of(item(5) + item(5, "<p>Again.</p>"))) == [("5", "Words of 5."), ("5", "Again.")]


def test_templates_scripts_and_advertisements_are_no_comments() -> None:
    others = f"""<li class="comment ad"><div class="adsbygoogle"></div></li><template>{item(90)}</template>
<script>var row = '<li id="comment-91" class="comment">';</script><!-- <li id="comment-92" class="comment"> -->"""
    page = page_of(item(5) + others)
    assert told(page) == [("5", "Words of 5.")]
    assert READER.count_in_bytes(page) == 1


def test_an_awaiting_moderation_notice_is_not_the_readers_words() -> None:
    words = '<p class="comment-awaiting-moderation">Your comment is awaiting moderation.</p><p>Mine.</p>'
    assert only(page_of(item(5, words))).body == "Mine."


def test_a_moderators_words_in_place_of_the_readers_are_a_notice() -> None:
    comment = only(page_of(item(5, '<p class="comment-removed">Removed: house rules.</p>')))
    assert (comment.body, comment.notice) == ("", "Removed: house rules.")


def test_a_reply_below_the_last_level_stays_a_sibling() -> None:
    page = page_of(item(5, depth=1, replies=f'<ol class="children">{item(6, depth=2)}{item(7, depth=2)}</ol>'))
    assert [comment.depth_shown for comment in READER.comments(page)] == [0, 1, 1]


def test_an_item_left_open_does_not_nest_its_neighbour() -> None:
    unclosed = (
        '<div id="comment-{0}" class="comment depth-{1}"><b class="fn">R{0}</b><div class="comment-content">W{0}</div>'
    )
    page = page_of("".join(unclosed.format(number, depth) for number, depth in [(1, 1), (2, 1), (3, 2), (4, 1)]))
    assert [comment.depth_shown for comment in READER.comments(page)] == [0, 0, 1, 0]
    assert [comment.body for comment in READER.comments(page)] == ["W1", "W2", "W3", "W4"]


def test_replies_the_parser_cuts_are_confessed() -> None:
    deep = "".join(item(n, depth=n, replies="<ol>").removesuffix("</li>") for n in range(1, 4001))
    page = page_of(deep)
    started = time.process_time()
    read = READER.comments(page)
    assert 0 < len(read) < 4000
    assert READER.count_in_bytes(page) == 4000
    assert time.process_time() - started < 20


def test_a_comment_in_brackets_with_a_time_for_machines_alone_is_no_pingback() -> None:
    said = """<li id="comment-7" class="comment"><cite class="fn">Ida</cite>
<time datetime="2022-06-01T10:00:00Z"></time><div class="comment-content"><p>[…] the mast hums […]</p></div></li>"""
    comments = READER.comments(page_of(item(5) + said))
    assert [comment.kind for comment in comments] == ["comment", "comment"]


def test_the_cost_of_heads_in_heads_stays_linear() -> None:
    heads = '<div class="comment-meta"><span class="date">' * 400 + "x" + "</span></div>" * 400
    page = page_of(item(5, f"<p>Words.</p>{heads}"))
    started = time.process_time()
    READER.comments(page)
    assert time.process_time() - started < 10


def test_an_explicit_parent_is_claimed_and_a_reply_link_is_not() -> None:
    named = item(6).replace(
        "<footer", '<p class="in-reply-to">In reply to <a href="#comment-5">Reader 5</a></p><footer', 1
    )
    attribute = item(7).replace("<li id", '<li data-parent="6" id', 1)
    comments = READER.comments(page_of(item(5) + named + attribute))
    assert [comment.claimed_parent for comment in comments] == [None, "5", "6"]
    assert comments[1].body == "Words of 6."


def test_endless_signs_where_a_name_and_a_time_stand_cost_no_more_than_their_length() -> None:
    signs = "-|, " * 50_000 + "x"
    head = f'<cite>{signs}</cite><span class="date">{signs}</span><small>5 May 2021 {signs}</small>'
    page = page_of(f'<li id="comment-5" class="comment">{head}<p>Words.</p></li>')
    started = time.process_time()
    assert len(READER.comments(page)) == 1
    assert time.process_time() - started < 5
