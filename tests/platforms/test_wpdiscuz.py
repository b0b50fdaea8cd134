"""wpDiscuz 1 to 7. The templates follow its published ``class.WpdiscuzWalker.php`` and ``comment-form.php``."""

from __future__ import annotations

from datetime import datetime
from html import escape

import pytest
from hypothesis import given

from spiders.page import Page
from spiders.platforms.wpdiscuz import WpDiscuz
from tests.platforms.forests import ExpectedComment, Forest, assert_same_forest, forests
from tests.platforms.mark_up import AS_FORESTS, as_paragraphs, nested, page_of

READER = WpDiscuz()


def shown_time(at: datetime) -> str:
    return f"{at.day}. {at:%B %Y %H:%M}"


def _parent_of(comment: ExpectedComment, forest: Forest) -> str:
    return "0" if comment.parent is None else forest[comment.parent].id or "0"


def _seven(comment: ExpectedComment, forest: Forest, deepest: int = 1000) -> str:
    """Version 7, layout 1 (``components/wrapper.html``)."""
    number, unique = comment.id, f"{comment.id}_{_parent_of(comment, forest)}"
    author = f"<div class='wpd-comment-author '>{escape(comment.author)}</div>" if comment.author is not None else ""
    time = comment.published and shown_time(comment.published)
    clock = "<i class='far fa-clock' aria-hidden='true'></i>"
    date = f"<div class='wpd-comment-date' title='{time}'>{clock} 3 years ago</div>" if time else ""
    reply_to = (
        "<div class='wpd-reply-to'><i class='far fa-comments'></i>Reply to&nbsp;<a href='#comment-1'>Someone</a></div>"
        if comment.parent is not None
        else ""
    )
    return (
        f"<div id='wpd-comm-{unique}' class='comment even depth-1 wpd-comment"
        f"{' wpd-reply' if comment.depth else ''} wpd_comment_level-{min(comment.depth, deepest) + 1}'>"
        "<div class='wpd-comment-wrap wpd-blog-guest'><div class='wpd-comment-left '><div class='wpd-avatar'>"
        "<img alt='An avatar' src='a.png' class='avatar avatar-64 photo'></div>"
        "<div class='wpd-comment-label' wpd-tooltip='Guest'><span>Guest</span></div></div>"
        f"<div id='comment-{number}' class='wpd-comment-right'><div class='wpd-comment-header'>{author}{date}"
        f"<div class='wpd-space'></div></div>{reply_to}"
        f"<div class='wpd-comment-text'>{as_paragraphs(comment.paragraphs)}</div>"
        "<div class='wpd-comment-footer'><div class='wpd-vote'><div class='wpd-vote-up'></div>"
        "<div class='wpd-vote-result' title='0'>0</div></div>"
        "<div class='wpd-reply-button'><span>Reply</span></div></div></div></div>"
        f"<div id='wpdiscuz_form_anchor-{unique}'></div>"
    )


def _five(comment: ExpectedComment, forest: Forest) -> str:
    """Versions 3 to 5."""
    number, unique = comment.id, f"{comment.id}_{_parent_of(comment, forest)}"
    author = f'<div class="wc-comment-author ">{escape(comment.author)}</div>' if comment.author is not None else ""
    time = comment.published and shown_time(comment.published)
    date = f'<div class="wc-comment-date"><i class="far fa-clock" aria-hidden="true"></i>{time}</div>' if time else ""
    return (
        f'<div id="wc-comm-{unique}" class="wc-comment{" wc-reply" if comment.depth else ""} wc-blog-guest '
        f'wc_comment_level-{comment.depth + 1}"><div class="wc-comment-left "><img alt="Avatar" src="a.png" '
        f'class="avatar photo"></div><div id="comment-{number}" class="wc-comment-right">'
        f'<div class="wc-comment-header">{author}<div class="wc-comment-link"></div></div>'
        f'<div class="wc-comment-text">{as_paragraphs(comment.paragraphs)}</div>'
        '<div class="wc-comment-footer"><div class="wc-footer-left"><span class="wc-vote-link"><span>Vote Up</span>'
        '</span><span class="wc-vote-result">0</span><span class="wc-reply-button" title="Reply">Reply</span></div>'
        f'<div class="wc-footer-right">{date}<div class="wc-toggle"></div></div></div></div>'
        f'<div class="wpdiscuz-comment-message"></div><div id="wpdiscuz_form_anchor-{unique}"></div>'
    )


def _one(comment: ExpectedComment) -> str:
    """Versions 1 and 2: the article's number stands where the comment's is later, and nothing names the parent."""
    author = f'<div class="wc-comment-author">{escape(comment.author)}</div>' if comment.author is not None else ""
    time = comment.published and shown_time(comment.published)
    date = f'<div class="wc-comment-date">{time}</div>' if time else ""
    return (
        f'<div id="wc-comm-77_{comment.id}" class="wc-comment"><div class="wc-comment-left"></div>'
        f'<div class="wc-comment-right"><div class="wc-comment-header">{author}{date}</div>'
        f'<div class="wc-comment-text">{as_paragraphs(comment.paragraphs)}</div>'
        '<div class="wc-comment-footer"><span class="wc-reply-link" title="Reply">Reply</span></div></div>'
    )


def _page(threads: str, around: str = "") -> Page:
    return page_of(
        '<div id="wpdcom" class="wpdiscuz_unauth wpd-layout-1"><div id="wpd-threads" class="wpd-thread-wrapper">'
        f'{around}<div class="wpd-thread-list">{threads}<div class="wpdiscuz-comment-pagination"></div></div>'
        "</div></div>"
    )


def _simple(text: str, number: int = 5, more: str = "") -> str:
    return (
        f"<div id='wpd-comm-{number}_0' class='comment wpd-comment wpd_comment_level-1'>"
        f"<div class='wpd-comment-wrap {more}'><div id='comment-{number}' class='wpd-comment-right'>"
        f"<div class='wpd-comment-author'>Ada</div><div class='wpd-comment-text'>{text}</div></div></div></div>"
    )


@AS_FORESTS
@given(forests())
def test_version_7_gives_back_the_forest(forest: Forest) -> None:
    page = _page(nested(forest, [_seven(comment, forest) for comment in forest]))
    assert_same_forest(READER.comments(page), forest, shown_time)
    assert READER.recognises(page)
    assert READER.count_in_bytes(page) == len(forest)


@AS_FORESTS
@given(forests(max_depth=20))
def test_a_reply_below_the_deepest_level_names_its_parent(forest: Forest) -> None:
    deepest = 2
    pieces: list[str] = []
    depth = 0
    for comment in forest:
        shown = min(comment.depth, deepest)
        pieces += ["</div>" * (depth - shown), _seven(comment, forest, deepest)]
        depth = shown + 1
    assert_same_forest(READER.comments(_page("".join(pieces) + "</div>" * depth)), forest, shown_time)


@AS_FORESTS
@given(forests())
def test_version_5_gives_back_the_forest(forest: Forest) -> None:
    page = _page(nested(forest, [_five(comment, forest) for comment in forest]))
    assert_same_forest(READER.comments(page), forest, shown_time)
    assert READER.count_in_bytes(page) == len(forest)


@AS_FORESTS
@given(forests())
def test_version_1_gives_back_the_forest(forest: Forest) -> None:
    assert_same_forest(READER.comments(_page(nested(forest, [_one(one) for one in forest]))), forest, shown_time)


def test_style_sheets_and_scripts_alone_are_no_thread() -> None:
    page = page_of("<article><h1>Mast</h1></article>", head="<style>#wpdcom .wpd-comment{color:red}</style>")
    assert not READER.recognises(page)


def test_an_empty_thread_is_recognised() -> None:
    page = _page(
        "", '<div class="wpd-thread-info" data-comments-count="0"><span class="wpdtc" title="0">0</span></div>'
    )
    assert READER.recognises(page)
    assert READER.comments(page) == []
    assert READER.stated_count(page) == 0
    assert not READER.is_elsewhere(page)


@pytest.mark.parametrize(
    ("head", "count"),
    [
        (
            '<div class="wpd-thread-info" data-comments-count="1417"><span class="wpdtc" title="9">9</span></div>',
            1417,
        ),
        ('<div class="wpd-thread-info"><span class="wpdtc" title="1417">1.4K</span> Comments</div>', 1417),
        ('<div class="wpd-thread-info">12 Kommentare</div>', 12),
        ('<p class="wc-comment-title"><span class="wc_header_text_count">7</span> Comments on "Mast"</p>', 7),
        ('<p class="wc-comment-title">3 commentaires sur "Mast"</p>', 3),
        ('<p class="wc-comment-title">4 comentarios en "Mast"</p>', 4),
        ('<p class="wc-comment-title">5 reacties op "Mast"</p>', 5),
        (
            '<div class="wpd-stat-threads"><span class="wpd-stat-threads-count">63</span></div>'
            '<div class="wpd-stat-replies"><span class="wpd-stat-replies-count">49</span></div>',
            112,
        ),
        ('<div class="wpd-stat-threads"><span class="wpd-stat-threads-count">63</span></div>', None),
    ],
)
def test_the_stated_count_is_that_of_all_comments(head: str, count: int | None) -> None:
    assert READER.stated_count(_page("", head)) == count


@pytest.mark.parametrize(
    "loader",
    [
        '<button name="submit" data-lastparentid="9" class="wpd-load-more-submit wpd-loaded">Load more</button>',
        '<button name="submit" class="wc-load-more-submit wc-loaded button">Load Rest of Comments</button>',
        '<button name="submit" class="wpd-load-comments wpd-prim-button">View Comments</button>',
        "<div class='wpd-toggle'><span class='wpd-view-replies'>View replies</span> (3)</div>",
    ],
)
def test_what_a_button_would_fetch_is_elsewhere(loader: str) -> None:
    assert READER.is_elsewhere(_page(_simple("<p>Hear, hear</p>") + loader))
    assert not READER.is_elsewhere(_page(_simple("<p>Hear, hear</p>")))


def test_a_text_cut_short_says_so() -> None:
    text = (
        "<p>Long words <span id='wpdiscuz-readmore-5_0'><span class='wpdiscuz-hellip'>&hellip;&nbsp;</span>"
        "<span class='wpdiscuz-readmore' title='Read more »'>Read more »</span></span></p>"
    )
    page = _page(_simple(text))
    [comment] = READER.comments(page)
    assert comment.body == "Long words"
    assert comment.extra == {"is_cut": True}
    assert READER.is_elsewhere(page)


def test_what_wpdiscuz_adds_to_the_words_is_left_out() -> None:
    text = (
        "<div class='wpd-inline-feedback-wrapper'><span class='wpd-inline-feedback-info'>Feedback</span> a quote</div>"
        "<p>Our words</p><div class='wmu-comment-attachments'>mast.pdf</div>"
    )
    [comment] = READER.comments(_page(_simple(text)))
    assert comment.body == "Our words"


@pytest.mark.parametrize(
    ("classes", "role"),
    [
        ("wpd-blog-guest", None),
        ("wpd-blog-user wpd-blog-subscriber", None),
        ("wpd-blog-user wpd-blog-administrator wpd-blog-post_author", "author"),
        ("wpd-blog-user wpd-blog-administrator", "staff"),
    ],
)
def test_roles_are_told_by_class(classes: str, role: str | None) -> None:
    [comment] = READER.comments(_page(_simple("<p>Yes</p>", more=classes)))
    assert comment.author_role == role


def test_votes_an_edit_and_the_authors_link_are_kept() -> None:
    page = _page(
        "<div id='wpd-comm-5_0' class='comment wpd-comment wpd_comment_level-1'><div class='wpd-comment-wrap'>"
        "<div id='comment-5' class='wpd-comment-right'><div class='wpd-comment-author'>"
        "<a href='/people/ada' rel='nofollow'>Ada</a><span class='wpd-user-nicename'>(@ada)</span></div>"
        "<div class='wpd-comment-text'><p>Yes</p></div>"
        "<div class='wpd-comment-last-edited'><i></i>Last edited 1 year ago by Ada</div>"
        "<div class='wpd-vote-result wpd-vote-result-like' title='4'>4</div>"
        "<div class='wpd-vote-result wpd-vote-result-dislike' title='-2'>-2</div></div></div></div>"
    )
    [comment] = READER.comments(page)
    assert (comment.likes, comment.dislikes) == (4, 2)
    assert comment.edited_raw == "Last edited 1 year ago by Ada"
    assert comment.author_url == "https://mast.example/people/ada"


@pytest.mark.parametrize("wrapper", ["wpd-comment pingback", "wpd-comment"])
def test_pingbacks_are_told_by_class_or_picture(wrapper: str) -> None:
    page = _page(
        f"<div id='wpd-comm-5_0' class='{wrapper} wpd_comment_level-1'><div class='wpd-comment-wrap'>"
        "<img class='avatar photo' alt='trackback' src='t.png'><div id='comment-5' class='wpd-comment-right'>"
        "<div class='wpd-comment-author'>Mast Weekly</div><div class='wpd-comment-text'>Yes</div></div></div></div>"
    )
    assert [one.kind for one in READER.comments(page)] == ["pingback"]


def test_a_thread_that_only_a_markup_comment_holds_is_none() -> None:
    page = _page("<!-- " + _simple("<p>Old</p>") + " -->")
    assert READER.comments(page) == []
    assert READER.count_in_bytes(page) == 0


def test_other_pages_are_those_of_wordpress() -> None:
    page = _page(
        _simple("<p>Yes</p>")
        + '<a class="page-numbers" href="https://mast.example/2024/05/fibre-reaches-little-wick/comment-page-2/#comments">2'
        "</a>"
    )
    assert READER.more_pages(page) == ["https://mast.example/2024/05/fibre-reaches-little-wick/comment-page-2/"]
