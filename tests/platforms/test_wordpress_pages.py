"""What a WordPress page says about its thread as a whole: whose it is, how long, and where the rest is."""

from __future__ import annotations

import pytest

from spiders.page import Page
from spiders.platforms.stated_counts import count_in_words
from spiders.platforms.wordpress import WordPress
from tests.platforms.wordpress_markup import in_page

READER = WordPress()
URL = "https://news.example/2021/fibre/"


def item(number: int, href: str = URL) -> str:
    return f"""<li id="comment-{number}" class="comment depth-1"><b class="fn">Reader</b>
<a href="{href}#comment-{number}">3 February 2021</a><div class="comment-content"><p>Words.</p></div></li>"""


def page_of(thread: str = "", heading: str = "", url: str | None = URL, head: str = "") -> Page:
    return Page(in_page(f'<ol class="comment-list">{thread}</ol>', heading, head), url=url)


@pytest.mark.parametrize(
    ("words", "count"),
    [
        ("One thought on “Fibre”", 1),
        ("12 thoughts on “5G in 26 GHz”", 12),
        ("3 Responses to Dark fibre", 3),
        ("1,024 Comments", 1024),
        ("Comments (3)", 3),
        ("Comments: 17", 17),
        ("No comments yet", 0),
        ("There are no comments", 0),
        ("Ein Kommentar", 1),
        ("1.024 Kommentare zu „Glasfaser“", 1024),
        ("Keine Kommentare", 0),
        ("Es gibt noch keine Kommentare.", 0),
        ("5 Antworten", 5),
        ("3 Gedanken zu „Funkmast“", 3),
        ("Un commentaire", 1),
        ("14 réponses à « La fibre »", 14),
        ("Aucun commentaire", 0),
        ("Un comentario", 1),
        ("7 comentarios en «Fibra»", 7),
        ("Sin comentarios", 0),
        ("4 pensieri su “Fibra”", 4),
        ("Nessun commento", 0),
        ("8 comentários", 8),
        ("Nenhum comentário", 0),
        ("2 reacties op ‘Glasvezel’", 2),
        ("Geen reacties", 0),
        ("3 komentarze", 3),
        ("Brak komentarzy", 0),
        ("Comments", None),
        ("Comments are closed", None),
        ("Leave a comment", None),
        ("Schreibe einen Kommentar", None),
        ("Laisser un commentaire", None),
        ("Deja un comentario", None),
        ("Deixe um comentário", None),
        ("Lascia un commento", None),
        ("5G auctions: 3 questions", None),
    ],
)
def test_a_heading_states_a_count_in_many_languages(words: str, count: int | None) -> None:
    assert count_in_words(words) == count


@pytest.mark.parametrize(
    ("heading", "count"),
    [
        ('<h2 class="comments-title">2 thoughts on “Fibre”</h2>', 2),
        ('<h3 id="comments">35 Comments <a href="#postcomment">»</a></h3>', 35),
        ('<div class="comments-title-wrap"><h4 class="td-comments-title"><span>1 COMMENT</span></h4></div>', 1),
        ('<p class="comments-count">9</p>', 9),
        ('<p class="no-comments">Keine Kommentare</p>', 0),
        ('<h3 id="reply-title" class="comment-reply-title">1 comment, please</h3>', None),
        ('<div class="widget"><h3 class="comments-title">12 comments elsewhere</h3></div>', None),
        ('<h3>Comments</h3><a href="#comments">54 comments</a>', 54),
        ('<h3>Comments</h3><a href="https://news.example/2021/fibre/#comments">54 comments</a>', 54),
        ('<h3>Comments</h3><a href="https://news.example/2021/poles/#comments">54 comments</a>', None),
        ('<meta itemprop="interactionCount" content="UserComments:6">', 6),
        ('<meta itemprop="interactionCount" content="UserLikes:6">', None),
        ("<h3>Thread</h3>", None),
    ],
)
def test_the_stated_count_is_that_of_this_thread(heading: str, count: int | None) -> None:
    assert READER.stated_count(page_of(item(5), heading)) == count


def test_other_pages_of_the_thread_are_found_absolute_and_once() -> None:
    nav = f"""<nav class="comment-navigation"><a href="/2021/fibre/comment-page-1/#comments">Older</a>
<a href="{URL}comment-page-3/#comments">Newer</a><a class="page-numbers" href="{URL}comment-page-1/">1</a></nav>
<a href="https://news.example/2021/poles/comment-page-4/#comments">another article's</a>
<a href="https://news.example/2021/fibre/comment-page-2/#comment-5">a permalink</a>
<a href="https://news.example/2021/fibre/comment-page-4/?replytocom=5#respond">a comment's form</a>"""
    page = page_of(nav + item(5, f"{URL}comment-page-2/"), url=f"{URL}comment-page-2/")
    assert READER.more_pages(page) == [f"{URL}comment-page-1/", f"{URL}comment-page-3/"]
    assert READER.page_number(page) == 2


def test_pages_named_in_the_query_are_pages_too() -> None:
    page = page_of('<a href="?p=9&cpage=2#comments">Newer</a>' + item(5), url="https://news.example/?p=9&cpage=1")
    assert READER.more_pages(page) == ["https://news.example/?p=9&cpage=2"]
    assert READER.page_number(page) == 1


def test_the_bare_address_may_show_the_last_page_as_its_permalinks_say() -> None:
    nav = f'<a href="{URL}comment-page-1/#comments">Older</a>'
    assert READER.page_number(page_of(nav + item(5, f"{URL}comment-page-2/"))) == 2


def test_where_the_oldest_come_first_the_bare_address_is_page_one() -> None:
    assert READER.page_number(page_of(f'<a href="{URL}comment-page-2/#comments">Newer</a>{item(5)}')) == 1


def test_a_thread_on_one_page_has_no_page_number() -> None:
    page = page_of(item(5))
    assert (READER.page_number(page), READER.more_pages(page)) == (None, [])


def test_without_an_address_the_canonical_link_tells_whose_pages_they_are() -> None:
    nav = f'<a href="{URL}comment-page-1/">1</a><a href="https://news.example/poles/comment-page-1/">other</a>'
    page = page_of(nav + item(5), url=None, head=f'<link rel="canonical" href="{URL}">')
    assert READER.more_pages(page) == [f"{URL}comment-page-1/"]


def test_where_nothing_names_the_article_only_navigation_counts() -> None:
    nav = f'<div class="navigation"><a href="{URL}comment-page-1/">Older</a></div>'
    latest = '<p>Adele <a href="https://news.example/poles/comment-page-4/">wrote</a></p>'
    page = Page(in_page(nav + latest, ""))
    assert READER.more_pages(page) == [f"{URL}comment-page-1/"]


def test_a_page_cut_off_in_its_thread_has_not_ended() -> None:
    whole = in_page(f'<ol class="comment-list">{item(5)}{item(6)}</ol>')
    assert READER.is_ended(Page(whole))
    assert READER.is_ended(Page(whole + b"<!-- cached -->" * 600))
    assert not READER.is_ended(Page(whole[: whole.index(b'id="comment-6"') + 200]))


def test_ids_that_the_tree_lacks_are_counted() -> None:
    page = page_of(item(5) + item(6))
    assert READER.count_in_bytes(page) == 2
    assert READER.count_in_bytes(page_of()) is None
    links = '<a id="reply-comment-7" href="#">Reply</a><p id="comment-8">Not a comment, but parsed.</p>'
    assert READER.count_in_bytes(page_of(item(5) + links)) == 1


@pytest.mark.parametrize(
    "markup",
    [
        "<form action='https://news.example/wp-comments-post.php' method=post></form>",
        "<ol class='commentlist'><li id='comment-5' class='comment even thread-even depth-1'>Words</li></ol>",
        "<link href='/wp-content/themes/x/style.css'><div id='comments'></div>",
        "<meta name='generator' content='WordPress 6.1'><ol id='commentlist'></ol>",
        "<div class='wp-block-comments'></div>",
    ],
)
def test_wordpress_is_recognised_by_its_thread_or_its_form(markup: str) -> None:
    assert READER.recognises(Page(f"<html><body>{markup}</body></html>".encode()))


@pytest.mark.parametrize(
    "markup",
    [
        "<div id='comments'><a id='comment-5'></a><div class='comment'>Drupal</div></div>",
        "<meta content='blogger' name='generator'><script src='/wp-content/x.js'></script><div id='comments'></div>",
        "<script src='/wp-includes/x.js'></script><div id='wpdcom'><div class='wpd-comment depth-1'>W</div></div>",
        "<form id='commentform'></form><div class='wc-comment'>W</div>",
        "<form id='commentform'></form><div id='dsq-comments'><ul><li id='dsq-comment-5'>W</li></ul></div>",
        "<link href='/wp-content/themes/x/style.css'><p>No thread.</p>",
        "<img src='https://elsewhere.example/wp-content/a.png'><div id='comments'></div>",
        "<p>Nothing at all</p>",
    ],
)
def test_other_platforms_pages_are_not_claimed(markup: str) -> None:
    assert not READER.recognises(Page(f"<html><body>{markup}</body></html>".encode()))


def test_plain_text_is_not_claimed() -> None:
    assert not READER.recognises(Page(b"wp-comments-post.php is a file of WordPress"))


def test_a_mount_of_another_system_and_no_comments_means_they_are_elsewhere() -> None:
    assert READER.is_elsewhere(page_of("", '<div id="disqus_thread"></div>'))
    assert not READER.is_elsewhere(page_of(item(5), '<div id="disqus_thread"></div>'))
    assert not READER.is_elsewhere(page_of())
