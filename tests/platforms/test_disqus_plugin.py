"""Disqus's WordPress plugin. The templates follow its published ``comments.php`` and ``dsq_comment()``."""

from __future__ import annotations

from datetime import datetime
from html import escape

from hypothesis import given
from hypothesis import strategies as st

from spiders.page import Page
from spiders.platforms.disqus_plugin import DisqusEmbed, DisqusPlugin
from tests.platforms.forests import ExpectedComment, Forest, assert_same_forest, clocks, forests, names
from tests.platforms.mark_up import AS_FORESTS, as_paragraphs, nested, page_of

READER = DisqusPlugin()
SCRIPT = "<script>var disqus_shortname = 'themast';</script>"


def shown_time(at: datetime) -> str:
    return f"{at:%m/%d/%Y %I:%M %p}"


def _copy(comment: ExpectedComment, opening: str) -> str:
    """Version 2.6x and later; ``opening`` is what it prints before the number."""
    number, author = comment.id, escape(comment.author or "")
    return (
        f'<li {opening}id="dsq-comment-{number}"><div id="dsq-comment-header-{number}" class="dsq-comment-header">'
        f'<cite id="dsq-cite-{number}"><span id="dsq-author-user-{number}">{author}</span></cite></div>'
        f'<div id="dsq-comment-body-{number}" class="dsq-comment-body">'
        f'<div id="dsq-comment-message-{number}" class="dsq-comment-message">{as_paragraphs(comment.paragraphs)}</div>'
        "</div>"
    )


def _answer(comment: ExpectedComment, forest: Forest) -> str:
    """Version 2.0."""
    number, author = comment.id, escape(comment.author or "")
    above = None if comment.parent is None else forest[comment.parent].id
    parent = f'<li><a href="#comment-{above}">Parent</a></li>' if above else ""
    time = shown_time(comment.published) if comment.published else ""
    return (
        f'<div id="comment-{number}"></div><li id="dsq-comment-{number}" style="margin-left:{comment.depth * 30}px" '
        f'class="dsq-comment"><ul class="dsq-comment-rate" id="dsq-rate-{number}"><li><a href="#">^</a></li></ul>'
        f'<div id="dsq-comment-header-{number}" class="dsq-comment-header"><div class="dsq-header-avatar">'
        f'<a href="/people/x" title="Profile"><img src="a.png" alt=""></a><ul id="dsq-menu-{number}" class="dsq-menu" '
        f'style="display:none">{parent}<li><a href="#comment-{number}">Permalink</a></li></ul></div>'
        f'<cite id="dsq-cite-{number}"><a id="dsq-author-user-{number}" href="http://ada.example/">{author}</a></cite>'
        f'<span class="dsq-header-meta"><a id="dsq-time-{number}" class="dsq-header-time" href="#comment-{number}">'
        f'{time}</a><span class="dsq-header-points" style="display: none">3 points</span></span></div>'
        f'<div class="dsq-comment-body"><p id="dsq-login-{number}" style="display:none">Please login to rate.</p>'
        f'<div id="dsq-comment-message-{number}" class="dsq-comment-message">{as_paragraphs(comment.paragraphs)}</div>'
        f'</div><div class="dsq-comment-footer"><a href="#">reply</a></div><div style="display:none"><span '
        f'id="dsq-hidden-blog-{number}">hidden</span></div></li>'
    )


def _page(items: str, around: str = "") -> Page:
    return page_of(
        f'<div id="disqus_thread"><div id="dsq-content">{around}<ul id="dsq-comments">{items}</ul></div></div>{SCRIPT}'
    )


def _lists_after_items(forest: Forest, opened: list[str]) -> str:
    """As versions 2.4 and 2.5 print it: the item is closed before its replies' list begins."""
    pieces: list[str] = []
    depth = 0
    for comment, markup in zip(forest, opened, strict=True):
        pieces += ["</ul></li>" * (depth - comment.depth), '<ul class="children">' * (comment.depth - depth)]
        pieces.append(markup + "</li>")
        depth = comment.depth
    return "".join(pieces) + "</ul></li>" * depth


@AS_FORESTS
@given(forests(authors=names, times=st.none()))
def test_the_copy_gives_back_the_forest_by_its_classes(forest: Forest) -> None:
    items = [_copy(one, f'class="comment even depth-{one.depth + 1}" ') + '<ul class="children">' for one in forest]
    page = _page(nested(forest, items, "</ul></li>"))
    assert_same_forest(READER.comments(page), forest)
    assert READER.recognises(page)
    assert READER.count_in_bytes(page) == len(forest)


@AS_FORESTS
@given(forests(authors=names, times=st.none()))
def test_lists_of_replies_after_their_parent_nest_too(forest: Forest) -> None:
    page = _page(_lists_after_items(forest, [_copy(one, "") for one in forest]))
    assert_same_forest(READER.comments(page), forest)


@AS_FORESTS
@given(forests(authors=names, times=clocks))
def test_version_2_0_gives_back_the_forest_with_its_times(forest: Forest) -> None:
    page = _page("".join(_answer(comment, forest) for comment in forest))
    assert_same_forest(READER.comments(page), forest, shown_time)
    assert READER.count_in_bytes(page) == len(forest)


def test_version_2_0_says_what_was_removed_how_many_there_are_and_that_there_are_more() -> None:
    page = page_of(
        '<div id="disqus_thread"><div id="dsq-content"><h3 id="dsq-comments-count">Viewing 40 Comments</h3>'
        '<ul id="dsq-comments"><li style="margin-left:30px" class="disqus_commentset"><em>Comment removed.</em></li>'
        "</ul>"
        '<div id="dsq-pagination"><a href="#" onclick="Dsq.Thread.appendPage(2)">Show more comments...</a></div>'
        f"</div></div>{SCRIPT}"
    )
    [removed] = READER.comments(page)
    assert (removed.notice, removed.body, removed.depth_shown) == ("Comment removed.", "", 1)
    assert READER.stated_count(page) == 40
    assert READER.is_elsewhere(page)


def test_pingbacks_in_the_copy_are_pingbacks() -> None:
    page = _page('<li class="post pingback"><p>Pingback: <a href="http://weekly.example/">Mast Weekly</a></p></li>')
    [ping] = READER.comments(page)
    assert (ping.kind, ping.author, ping.author_url) == ("pingback", "Mast Weekly", "http://weekly.example/")


def test_references_of_version_2_0_are_pingbacks() -> None:
    page = page_of(
        '<ul id="dsq-comments"></ul><ul id="dsq-references"><li><cite><a href="http://weekly.example/">Mast Weekly</a>'
        '</cite><p class="dsq-meta">May 3, 2009 at 4:05 pm</p><p class="dsq-content">[...] a mast [...]</p></li></ul>'
    )
    [ping] = READER.comments(page)
    assert (ping.kind, ping.author, ping.body) == ("pingback", "Mast Weekly", "[...] a mast [...]")
    assert ping.published_raw == "May 3, 2009 at 4:05 pm"


def test_a_copy_is_all_there_is_of_its_kind() -> None:
    page = _page('<li id="dsq-comment-4"><cite>Ada</cite><div class="dsq-comment-message"><p>Yes</p></div></li>')
    assert not READER.is_elsewhere(page)


def test_an_empty_copy_says_nothing_about_disqus() -> None:
    page = _page("")
    assert READER.recognises(page)
    assert READER.is_elsewhere(page)


def test_other_pages_are_those_of_wordpress() -> None:
    link = '<a href="/2024/05/fibre-reaches-little-wick/comment-page-1/#comments">Older Comments</a>'
    page = _page('<li id="dsq-comment-4"><cite>Ada</cite></li>', link)
    assert READER.more_pages(page) == ["https://mast.example/2024/05/fibre-reaches-little-wick/comment-page-1/"]


def test_the_place_for_the_script_holds_no_comment_and_says_so() -> None:
    page = page_of(f'<div id="disqus_thread"></div>{SCRIPT}')
    assert not READER.recognises(page)
    assert DisqusEmbed().recognises(page)
    assert DisqusEmbed().comments(page) == []
    assert DisqusEmbed().is_elsewhere(page)


def test_a_count_script_alone_is_no_thread() -> None:
    assert not DisqusEmbed().recognises(page_of(SCRIPT + '<script src="//themast.disqus.com/count.js"></script>'))
