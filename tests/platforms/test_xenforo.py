"""XenForo 1 and 2.

The templates below follow, in our own words, those that XenForo installs: of version 2 the macros ``post``,
``post_attribution``, ``post_user_content``, ``post_last_edit``, ``post_footer`` and ``post_deleted`` of
``post_macros``, ``user_info`` of ``message_macros``, ``bb_code_tag_quote`` and ``page_nav``; of version 1 ``post``,
``message``, ``message_user_info``, ``bb_code_tag_quote`` and ``post_deleted_placeholder``.
"""

from __future__ import annotations

from datetime import datetime
from html import escape

import pytest
from hypothesis import given

from archiver.items import Comment
from spiders.page import Page
from spiders.platforms.xenforo import XenForo
from tests.platforms.boards import BOARD, lines_with_breaks, page_of, with_breaks
from tests.platforms.forests import ExpectedComment, Forest, assert_same_forest, forests, quoted_words, with_quotes
from tests.platforms.mark_up import AS_FORESTS


def board_time(at: datetime) -> str:
    return f"{at:%b} {at.day}, {at.year} at {at:%I:%M %p}"


def quote_head(parent: ExpectedComment) -> tuple[str, ...]:
    return (f"{parent.author or ''} said:".strip(),)


# --- XenForo 2 ---------------------------------------------------------------------------------------------------


def xf2_page(forest: Forest) -> Page:
    return page_of("\n".join(xf2_post(one, forest) for one in forest))


def xf2_post(one: ExpectedComment, forest: Forest) -> str:
    name = escape(one.author or "")
    return f"""
    <article class="message message--post js-post js-inlineModContainer  " data-author="{name}"
        data-content="post-{one.id}" id="js-post-{one.id}">
      <span class="u-anchorTarget" id="post-{one.id}"></span>
      <div class="message-inner">
        <div class="message-cell message-cell--user">
          <section itemscope itemtype="https://schema.org/Person" class="message-user">
            <div class="message-avatar"><a href="/members/x.5/" class="avatar avatar--m" data-user-id="5"></a></div>
            <div class="message-userDetails">
              <h4 class="message-name">
                <a href="/members/x.5/" class="username " dir="auto" data-user-id="5" itemprop="name">{name}</a>
              </h4>
              <h5 class="userTitle message-userTitle" dir="auto">Well-known member</h5>
            </div>
            <div class="message-userExtras">
              <dl class="pairs pairs--justified"><dt>Joined</dt><dd>Jan 2, 2009</dd></dl>
              <dl class="pairs pairs--justified"><dt>Messages</dt><dd>1,234</dd></dl>
            </div>
          </section>
        </div>
        <div class="message-cell message-cell--main">
          <div class="message-main js-quickEditTarget">
            <header class="message-attribution message-attribution--split">
              <ul class="message-attribution-main listInline ">
                <li class="u-concealed"><a href="/threads/x.7/post-{one.id}" rel="nofollow">{xf2_time(one)}</a></li>
              </ul>
              <ul class="message-attribution-opposite message-attribution-opposite--list ">
                <li><a href="/threads/x.7/post-{one.id}" rel="nofollow">#{one.position + 1}</a></li>
              </ul>
            </header>
            <div class="message-content js-messageContent">
              <div class="message-userContent lbContainer js-lbContainer " data-lb-id="post-{one.id}">
                <article class="message-body js-selectToQuote">
                  <div class="bbWrapper">{xf2_quote(one, forest)}{with_breaks(one.paragraphs)}</div>
                  <div class="js-selectToQuoteEnd">&nbsp;</div>
                </article>
                <section class="message-attachments"><h4>Attachments</h4><a href="/a.1/">mast.png 12 KB</a></section>
              </div>
              <div class="message-lastEdit">Last edited:
                <time class="u-dt" dir="auto" datetime="2027-03-04T10:00:00+0000">Mar 4, 2027</time></div>
              <aside class="message-signature"><div class="bbWrapper">Sent from my mast</div></aside>
            </div>
            <footer class="message-footer">
              <div class="message-actionBar actionBar"><a class="actionBar-action">Reply</a></div>
              <div class="reactionsBar js-reactionsList is-active">
                <a class="reactionsBar-link" href="/posts/1/reactions"><bdi>Ann</bdi> and 2 others</a></div>
            </footer>
          </div>
        </div>
      </div>
    </article>"""


def xf2_time(one: ExpectedComment) -> str:
    if one.published is None:
        return ""
    return (
        f'<time class="u-dt" dir="auto" datetime="{one.published:%Y-%m-%dT%H:%M:%S}+0000" itemprop="datePublished"'
        f' data-date-string="" title="">{board_time(one.published)}</time>'
    )


def xf2_quote(one: ExpectedComment, forest: Forest) -> str:
    if one.parent is None:
        return ""
    parent = forest[one.parent]
    return f"""<blockquote data-attributes="member: 5" data-quote="{escape(parent.author or "")}"
        data-source="post: {parent.id}" class="bbCodeBlock bbCodeBlock--expandable bbCodeBlock--quote js-expandWatch">
        <div class="bbCodeBlock-title">
          <a href="/goto/post?id={parent.id}" class="bbCodeBlock-sourceJump" rel="nofollow"
            data-xf-click="attribution">{escape(parent.author or "")} said:</a>
        </div>
        <div class="bbCodeBlock-content">
          <div class="bbCodeBlock-expandContent js-expandContent ">{lines_with_breaks(quoted_words(parent))}</div>
          <div class="bbCodeBlock-expandLink js-expandLink"><a role="button" tabindex="0">Click to expand...</a></div>
        </div>
      </blockquote>"""


@AS_FORESTS
@given(forests(max_depth=200))
def test_reading_a_thread_of_version_2_gives_back_what_was_rendered(forest: Forest) -> None:
    page = xf2_page(forest)
    assert XenForo().recognises(page) == bool(forest)
    assert_same_forest(XenForo().comments(page), with_quotes(forest, quote_head), shown_time=board_time)
    assert XenForo().count_in_bytes(page) == len(forest)


# --- XenForo 1 ---------------------------------------------------------------------------------------------------


def xf1_page(forest: Forest) -> Page:
    posts = "\n".join(xf1_post(one, forest) for one in forest)
    return page_of(f'<ol class="messageList" id="messageList">{posts}</ol>')


def xf1_post(one: ExpectedComment, forest: Forest) -> str:
    name = escape(one.author or "")
    return f"""
    <li id="post-{one.id}" class="message   " data-author="{name}">
      <div class="messageUserInfo" itemscope="itemscope" itemtype="http://data-vocabulary.org/Person">
        <div class="messageUserBlock ">
          <div class="avatarHolder"><a href="members/x.5/" class="avatar Av5m"></a></div>
          <h3 class="userText">
            <a href="members/x.5/" class="username" dir="auto" itemprop="name">{name}</a>
            <em class="userTitle" itemprop="title">Well-Known Member</em>
          </h3>
          <div class="extraUserInfo"><dl class="pairsJustified"><dt>Joined:</dt> <dd>Jan 2, 2009</dd></dl></div>
        </div>
      </div>
      <div class="messageInfo primaryContent">
        <div class="messageContent"><article>
          <blockquote class="messageText SelectQuoteContainer ugc baseHtml">
            {xf1_quote(one, forest)}{with_breaks(one.paragraphs)}
            <div class="messageTextEndMarker">&nbsp;</div>
          </blockquote>
        </article>
        <div class="attachedFiles"><h4 class="attachedFilesHeader">Attached Files:</h4>mast.png</div></div>
        <div class="editDate">Last edited: <span class="DateTime" title="Mar 4, 2027 at 1 PM">Mar 4, 2027</span></div>
        <div class="baseHtml signature messageText ugc"><aside>Sent from my mast</aside></div>
        <div class="messageMeta ToggleTriggerAnchor">
          <div class="privateControls"><span class="item muted">
            <span class="authorEnd"><a href="members/x.5/" class="username author" dir="auto">{name}</a>,</span>
            <a href="threads/x.7/#post-{one.id}" title="Permalink" class="datePermalink">{xf1_time(one)}</a></span>
            <a href="posts/{one.id}/report" class="OverlayTrigger item control report">Report</a></div>
          <div class="publicControls"><a href="threads/x.7/#post-{one.id}" class="item muted postNumber">#3</a></div>
        </div>
        <div id="likes-post-{one.id}"></div>
      </div>
    </li>"""


def xf1_time(one: ExpectedComment) -> str:
    if one.published is None:
        return ""
    return f'<span class="DateTime" title="{board_time(one.published)}">{one.published:%b %d, %Y}</span>'


def xf1_quote(one: ExpectedComment, forest: Forest) -> str:
    if one.parent is None:
        return ""
    parent = forest[one.parent]
    return f"""<div class="bbCodeBlock bbCodeQuote" data-author="{escape(parent.author or "")}"><aside>
        <div class="attribution type">{escape(parent.author or "")} said:
          <a href="goto/post?id={parent.id}#post-{parent.id}" class="AttributionLink">&uarr;</a></div>
        <blockquote class="quoteContainer"><div class="quote">{lines_with_breaks(quoted_words(parent))}</div>
          <div class="quoteExpand">Click to expand...</div></blockquote>
      </aside></div>"""


@AS_FORESTS
@given(forests(max_depth=200))
def test_reading_a_thread_of_version_1_gives_back_what_was_rendered(forest: Forest) -> None:
    page = xf1_page(forest)
    assert XenForo().recognises(page) == bool(forest)
    assert_same_forest(XenForo().comments(page), with_quotes(forest, quote_head), shown_time=board_time)
    assert XenForo().count_in_bytes(page) == len(forest)


# --- what single posts may hold ----------------------------------------------------------------------------------


def xf2_bare(inside: str, attributes: str = 'data-author="Mo"', classes: str = "message message--post js-post") -> str:
    return f'<article class="{classes}" {attributes} data-content="post-41" id="js-post-41">{inside}</article>'


def only(page: Page) -> Comment:
    (comment,) = XenForo().comments(page)
    return comment


def body_of(words: str) -> str:
    return f'<article class="message-body js-selectToQuote"><div class="bbWrapper">{words}</div></article>'


def test_the_machines_time_and_the_edit_stand_beside_the_shown_one() -> None:
    post = xf2_bare(
        '<header class="message-attribution"><time class="u-dt" datetime="2021-05-04T09:30:00+0100"'
        ' data-time="1620117000">May 4, 2021</time></header>'
        + body_of("Ducts at last.")
        + '<div class="message-lastEdit">Last edited by a moderator: <time class="u-dt"'
        ' datetime="2021-05-05T10:00:00+0100">May 5, 2021</time></div>'
    )
    comment = only(page_of(post))
    assert comment.published_raw == "May 4, 2021"
    assert comment.published_machine == "2021-05-04T09:30:00+0100"
    assert comment.edited_raw == "2021-05-05T10:00:00+0100"


def test_recent_times_of_version_1_keep_their_seconds_since_1970() -> None:
    post = (
        '<ol class="messageList"><li id="post-9" class="message" data-author="Mo">'
        '<div class="messageMeta"><a class="datePermalink"><abbr class="DateTime" data-time="1551461640">'
        "Yesterday at 5:34 PM</abbr></a></div></li></ol>"
    )
    comment = only(page_of(post))
    assert (comment.published_raw, comment.published_machine) == ("Yesterday at 5:34 PM", "1551461640")


def test_a_quote_below_own_words_makes_no_parent() -> None:
    quote = '<blockquote class="bbCodeBlock bbCodeBlock--quote" data-source="post: 7">masts</blockquote>'
    assert only(page_of(xf2_bare(body_of(f"First of all:<br />{quote}no.")))).claimed_parent is None
    assert only(page_of(xf2_bare(body_of(f"<b></b> First of all: {quote}no.")))).claimed_parent is None
    assert only(page_of(xf2_bare(body_of(f"<br /> {quote}no.")))).claimed_parent == "7"


def test_of_several_quotes_at_the_top_the_first_that_names_a_post_counts() -> None:
    nameless = '<blockquote class="bbCodeBlock bbCodeBlock--quote" data-source="">From the article</blockquote>'
    quotes = "".join(
        f'<blockquote class="bbCodeBlock bbCodeBlock--quote" data-source="post: {one}">masts</blockquote>'
        for one in (7, 8)
    )
    assert only(page_of(xf2_bare(body_of(f"{nameless}{quotes}yes.")))).claimed_parent == "7"


def test_a_deleted_post_keeps_its_place_and_the_moderators_words() -> None:
    post = xf2_bare(
        """<div class="message-attribution"><ul class="message-attribution-main">
        <li><a class="u-concealed"><time class="u-dt" datetime="2021-05-04T09:30:00+0100">May 4, 2021</time></a></li>
        <li><a class="username u-concealed" data-user-id="5">Mo</a></li></ul></div>
        <div class="messageNotice messageNotice--deleted">Deleted by Ida<span>. Reason: advertising</span>
        <a href="/posts/41/show" class="u-jsOnly">Show…</a></div>""",
        classes="message message--deleted message--post js-post",
    )
    comment = only(page_of(post))
    assert (comment.external_id, comment.author, comment.body) == ("41", "Mo", "")
    assert comment.notice == "Deleted by Ida. Reason: advertising"
    assert comment.published_raw == "May 4, 2021"


def test_the_placeholder_of_a_post_deleted_in_version_1_is_read() -> None:
    post = """<ol class="messageList"><li id="post-9" class="messageSimple deleted placeholder ">
      <div class="placeholderContent secondaryContent"><a class="avatar"></a>
      <p>This message by <a href="members/mo.5/" class="username">Mo</a> has been removed from public view.</p>
      <div class="privateControls"><a class="item control show">Show</a></div></div></li></ol>"""
    comment = only(page_of(post))
    assert (comment.external_id, comment.author, comment.author_id) == ("9", "Mo", "5")
    assert comment.notice == "This message by Mo has been removed from public view."


@pytest.mark.parametrize(
    ("banners", "role"),
    [
        ('<div class="userBanner userBanner--staff"><strong>Staff member</strong></div>', "staff"),
        ('<div class="userBanner"><strong>Moderator</strong></div>', "moderator"),
        ('<div class="userBanner userBanner--staff">Staff member</div><div class="userBanner">Moderator</div>',
         "moderator"),
        ('<div class="userBanner"><strong>Moderator of my own fridge</strong></div>', None),
        ("", None),
    ],
)  # fmt: skip
def test_banners_tell_the_authors_role(banners: str, role: str | None) -> None:
    post = xf2_bare(f'<div class="message-user">{banners}</div>' + body_of("Masts."))
    assert only(page_of(post)).author_role == role


def test_the_author_is_known_by_number_and_profile_and_a_mention_is_not_the_author() -> None:
    user = '<h4 class="message-name"><a href="/members/mo.5/" class="username" data-user-id="5">Mo</a></h4>'
    mention = body_of('<a href="/members/ida.6/" class="username" data-user-id="6">@Ida</a> no.')
    comment = only(page_of(xf2_bare(user + mention)))
    assert (comment.author_id, comment.author_url) == ("5", "https://boards.mast.example/members/mo.5/")
    guest = only(page_of(xf2_bare('<h4 class="message-name"><span class="username" data-user-id="0">Mo</span></h4>')))
    assert (guest.author, guest.author_id, guest.author_url) == ("Mo", None, None)
    assert only(page_of(xf2_bare(mention))).author_id is None


def test_likes_are_counted_in_any_language_and_reactions_are_kept_apart() -> None:
    liked = """<ol class="messageList"><li id="post-9" class="message" data-author="Mo"><span class="LikeText">
      <a class="username">Ida</a>, <a class="username">Ben</a> und <a href="posts/9/likes">1.012 andere</a> mögen das.
      </span></li></ol>"""
    assert only(page_of(liked)).likes == 1014
    reacted = xf2_bare('<a class="reactionsBar-link"><bdi>Ida</bdi>, <bdi>Ben</bdi> and 198 others</a>')
    comment = only(page_of(reacted))
    assert (comment.likes, comment.extra) == (None, {"reactions": 200})


def test_a_style_without_a_wrapper_round_the_words_has_no_more_words() -> None:
    words = '<article class="message-body">Masts.<div class="js-selectToQuoteEnd">&nbsp;.</div></article>'
    assert only(page_of(xf2_bare(words))).body == "Masts."


def test_an_unfurled_link_leaves_its_title_and_not_the_other_sites_words() -> None:
    card = """Look:<div class="bbCodeBlock bbCodeBlock--unfurl"><div class="contentRow">
      <div class="contentRow-figure">img</div><div class="contentRow-main"><h3 class="contentRow-header">
      <a href="https://a.example/">Masts for Wick</a></h3><div class="contentRow-snippet">The council said</div>
      <div class="contentRow-minor">a.example</div></div></div></div>"""
    assert only(page_of(xf2_bare(body_of(card)))).body == "Look:\n\nMasts for Wick"


# --- pages of a thread -------------------------------------------------------------------------------------------

NAV = """<nav class="pageNavWrapper"><div class="pageNav "><ul class="pageNav-main">
  <li class="pageNav-page "><a href="/threads/fibre-reaches-little-wick.7/">1</a></li>
  <li class="pageNav-page pageNav-page--current "><a href="/threads/fibre-reaches-little-wick.7/page-2">2</a></li>
  <li class="pageNav-page pageNav-page--later"><a href="/threads/fibre-reaches-little-wick.7/page-3">3</a></li>
  <li class="pageNav-page pageNav-page--skip"><a data-xf-click="menu">…</a></li>
  <li class="pageNav-page "><a href="/threads/fibre-reaches-little-wick.7/page-12">12</a></li></ul>
  <a href="/threads/fibre-reaches-little-wick.7/page-3" class="pageNav-jump pageNav-jump--next">Next</a></div></nav>"""


def test_the_other_pages_are_those_of_the_row_of_numbers() -> None:
    elsewhere = xf2_bare(body_of('<a href="/threads/other.9/page-77">77</a>'))
    page = page_of(NAV + elsewhere, url=BOARD + "page-2")
    assert XenForo().more_pages(page) == [BOARD, BOARD + "page-3", BOARD + "page-12"]
    assert XenForo().page_number(page) == 2


def test_where_only_the_next_page_is_linked_it_is_left() -> None:
    nav = f'<div class="pageNav"><a href="{BOARD}page-2" class="pageNav-jump pageNav-jump--next">Next</a></div>'
    assert XenForo().more_pages(page_of(nav)) == [BOARD + "page-2"]


def test_relative_links_of_version_1_follow_the_base_of_the_page() -> None:
    nav = """<div class="PageNav" data-page="1" data-last="2"><nav><a href="threads/f.7/" class="currentPage ">1</a>
      <a href="threads/f.7/page-2">2</a><a href="threads/f.7/page-2" class="text">Next &gt;</a></nav></div>"""
    page = page_of(nav, head='<base href="https://boards.mast.example/" />')
    assert XenForo().more_pages(page) == ["https://boards.mast.example/threads/f.7/",
                                          "https://boards.mast.example/threads/f.7/page-2"]  # fmt: skip
    assert XenForo().page_number(page) == 1


def test_a_saved_page_without_address_still_says_that_there_is_more() -> None:
    assert len(XenForo().more_pages(page_of(NAV, url=None))) == 4


def test_lists_of_threads_and_profiles_are_not_recognised() -> None:
    listed = '<div class="structItem structItem--thread js-threadListItem-7" data-author="Mo">Fibre post-41</div>'
    profile = (
        '<article class="message message--simple" data-content="profile-post-41" id="js-profilePost-41"></article>'
    )
    for body in (listed, profile, '<li id="post-41" class="hentry">An article</li>', "<p>data-content=post-</p>"):
        assert not XenForo().recognises(page_of(body))


def test_posts_nested_in_the_words_of_posts_are_read_each_once_with_their_own_words() -> None:
    depth = 150
    opened = "".join(
        f'<article class="message message--post js-post" data-author="A{n}" data-content="post-{n}">'
        f'<article class="message-body"><div class="bbWrapper">No. {n}'
        for n in range(depth)
    )
    read = XenForo().comments(page_of(opened + "</div></article></article>" * depth))
    assert [(one.external_id, one.author, one.body) for one in read] == [
        (str(n), f"A{n}", f"No. {n}") for n in range(depth)
    ]
