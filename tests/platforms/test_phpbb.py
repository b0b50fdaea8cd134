"""phpBB 2 and 3.

The templates below follow, in our own words, the styles that phpBB publishes: of version 3 ``viewtopic_body.html``,
``bbcode.html`` (before 3.2), the quote of ``textformatter/s9e`` (from 3.2 on) and ``pagination.html`` of
``prosilver``, and ``viewtopic_body.html`` of ``subsilver2``; of version 2 ``viewtopic_body.tpl`` and ``bbcode.tpl`` of
``subSilver``.
"""

from __future__ import annotations

from datetime import datetime
from html import escape

import pytest
from hypothesis import given

from archiver.items import Comment
from spiders.page import Page
from spiders.platforms.phpbb import PhpBb
from tests.platforms.boards import lines_with_breaks, page_of, with_breaks
from tests.platforms.forests import ExpectedComment, Forest, assert_same_forest, forests, quoted_words, with_quotes
from tests.platforms.mark_up import AS_FORESTS

TOPIC = "https://boards.mast.example/viewtopic.php?f=1&t=7"


def board_time(at: datetime) -> str:
    return f"{at:%a %b %d, %Y %I:%M} {at:%p}".lower().capitalize()


def shown(at: datetime | None) -> str:
    return board_time(at) if at else ""


def quote_head(parent: ExpectedComment) -> tuple[str, ...]:
    return (f"{parent.author or ''} wrote:".strip(),)


# --- prosilver, version 3.3 --------------------------------------------------------------------------------------


def prosilver_page(forest: Forest) -> Page:
    return page_of("\n<hr class='divider'>\n".join(prosilver_post(one, forest) for one in forest), url=TOPIC)


def prosilver_post(one: ExpectedComment, forest: Forest) -> str:
    name = f'<a href="./memberlist.php?mode=viewprofile&amp;u=5" class="username">{escape(one.author or "")}</a>'
    time = ""
    if one.published:
        time = f'<time datetime="{one.published:%Y-%m-%dT%H:%M:%S}+00:00">{board_time(one.published)}</time>'
    return f"""<div id="p{one.id}" class="post has-profile bg2"><div class="inner">
    <dl class="postprofile" id="profile{one.id}">
      <dt class="has-profile-rank no-avatar"><div class="avatar-container"></div>{name}</dt>
      <dd class="profile-rank">Mast builder</dd>
      <dd class="profile-posts"><strong>Posts:</strong> <a href="./search.php?author_id=5">1234</a></dd>
      <dd class="profile-joined"><strong>Joined:</strong> Sun Jan 02, 2005 10:15 am</dd>
    </dl>
    <div class="postbody"><div id="post_content{one.id}">
      <h3 class="first"><a href="./viewtopic.php?p={one.id}#p{one.id}">Re: Fibre reaches Wick</a></h3>
      <ul class="post-buttons"><li><a href="./posting.php?mode=quote&amp;p={one.id}">Quote</a></li></ul>
      <p class="author"><a class="unread" href="./viewtopic.php?p={one.id}#p{one.id}" title="Post">
        <i class="icon fa-file fa-fw" aria-hidden="true"></i><span class="sr-only">Post</span></a>
        <span class="responsive-hide">by <strong>{name}</strong> &raquo; </span>{time}</p>
      <div class="content">{prosilver_quote(one, forest)}{with_breaks(one.paragraphs)}</div>
      <dl class="attachbox"><dt>Attachments</dt><dd>mast.png (12 KiB) Viewed 33 times</dd></dl>
      <div class="notice">Last edited by <a href="./memberlist.php?u=6">Ida</a> on Wed Feb 03, 2027 10:20 am, edited 1
        time in total.</div>
      <div id="sig{one.id}" class="signature">Sent from my mast</div>
    </div></div>
    <div class="back2top"><a href="#top" class="top">Top</a></div>
    </div></div>"""


def prosilver_quote(one: ExpectedComment, forest: Forest) -> str:
    if one.parent is None:
        return ""
    parent = forest[one.parent]
    return (
        f'<blockquote cite="./viewtopic.php?p={parent.id}#p{parent.id}"><div><cite>'
        f'<a href="./memberlist.php?mode=viewprofile&amp;u=5">{escape(parent.author or "")}</a> wrote: '
        f'<a href="./viewtopic.php?p={parent.id}#p{parent.id}" data-post-id="{parent.id}"'
        ' onclick="if(document.getElementById(hash.substr(1)))href=hash">↑</a>'
        f'<span class="responsive-hide">Wed Feb 03, 2027 10:20 am</span></cite>'
        f"{lines_with_breaks(quoted_words(parent))}</div></blockquote>"
    )


@AS_FORESTS
@given(forests(max_depth=200))
def test_reading_a_topic_in_prosilver_gives_back_what_was_rendered(forest: Forest) -> None:
    page = prosilver_page(forest)
    assert PhpBb().recognises(page) == bool(forest)
    assert_same_forest(PhpBb().comments(page), with_quotes(forest, quote_head), shown_time=board_time)
    assert PhpBb().count_in_bytes(page) == (len(forest) or None)


# --- prosilver, version 3.0: no ids of the posts quoted ----------------------------------------------------------


def older_post(one: ExpectedComment) -> str:
    return f"""<div id="p{one.id}" class="post bg1 online"><div class="inner"><span class="corners-top"></span>
    <div class="postbody">
      <ul class="profile-icons"><li class="quote-icon"><a href="./posting.php"><span>Quote</span></a></li></ul>
      <h3 class="first"><a href="#p{one.id}">Fibre reaches Wick</a></h3>
      <p class="author"><a href="./viewtopic.php?p={one.id}#p{one.id}"><img src="post.gif" alt="Post" /></a>by
        <strong><a href="./memberlist.php?mode=viewprofile&amp;u=5">{escape(one.author or "")}</a></strong>
        &raquo; {shown(one.published)} </p>
      <div class="content">{with_breaks(one.paragraphs)}</div>
      <div id="sig{one.id}" class="signature">Sent from my mast</div>
    </div>
    <dl class="postprofile" id="profile{one.id}">
      <dt><a href="./memberlist.php?mode=viewprofile&amp;u=5">{escape(one.author or "")}</a></dt>
      <dd>Mast builder</dd><dd>&nbsp;</dd><dd><strong>Posts:</strong> 12</dd>
    </dl>
    <div class="back2top"><a href="#wrap" class="top" title="Top">Top</a></div>
    <span class="corners-bottom"></span></div></div>"""


@AS_FORESTS
@given(forests(max_depth=0))
def test_reading_a_topic_of_version_3_0_gives_back_what_was_rendered(forest: Forest) -> None:
    page = page_of("\n<hr class='divider' />\n".join(map(older_post, forest)), url=TOPIC)
    assert_same_forest(PhpBb().comments(page), forest, shown_time=board_time)


# --- subSilver, version 2 ----------------------------------------------------------------------------------------


def subsilver_page(forest: Forest) -> Page:
    posts = "\n".join(map(subsilver_post, forest))
    return page_of(f'<table class="forumline" width="100%">{posts}</table>', url=TOPIC)


def subsilver_post(one: ExpectedComment) -> str:
    row = f"row{one.position % 2 + 1}"
    return f"""<tr>
    <td width="150" align="left" valign="top" class="{row}">
      <span class="name"><a name="{one.id}"></a><b>{escape(one.author or "")}</b></span><br />
      <span class="postdetails">Mast builder<br /><br /><br />Joined: 02 Jan 2005<br />Posts: 1234<br /></span></td>
    <td class="{row}" width="100%" height="28" valign="top"><table width="100%" border="0" cellspacing="0">
      <tr>
        <td width="100%"><a href="viewtopic.php?p={one.id}#{one.id}"><img src="icon_minipost.gif" alt="Post" /></a>
          <span class="postdetails">Posted: {shown(one.published)}<span class="gen">&nbsp;</span>&nbsp; &nbsp;Post
            subject: Re: Fibre reaches Wick</span></td>
        <td valign="top" nowrap="nowrap"><a href="posting.php?mode=quote&amp;p={one.id}"><img alt="Reply" /></a></td>
      </tr>
      <tr><td colspan="2"><hr /></td></tr>
      <tr>
        <td colspan="2"><span class="postbody">{with_breaks(one.paragraphs)}<br />_________________<br />Sent from my
          mast</span><span class="gensmall"><br /><br />Last edited by Ida on Wed Feb 03, 2027 10:20 am; edited 1 time
          in total</span></td>
      </tr>
    </table></td>
    </tr>
    <tr>
      <td class="{row}" width="150"><span class="nav"><a href="#top" class="nav">Back to top</a></span></td>
      <td class="{row}"><table><tr><td><a href="profile.php?mode=viewprofile&amp;u=5"><img /></a></td></tr></table></td>
    </tr>
    <tr><td class="spaceRow" colspan="2" height="1"><img src="spacer.gif" alt="" width="1" height="1" /></td></tr>"""


@AS_FORESTS
@given(forests(max_depth=0))
def test_reading_a_topic_of_version_2_gives_back_what_was_rendered(forest: Forest) -> None:
    page = subsilver_page(forest)
    assert PhpBb().recognises(page) == bool(forest)
    assert_same_forest(PhpBb().comments(page), forest, shown_time=board_time)
    assert PhpBb().count_in_bytes(page) == (len(forest) or None)


def test_quotes_of_version_2_stand_between_words_and_name_no_post() -> None:
    post = subsilver_post(
        ExpectedComment(position=0, id="41", parent=None, depth=0, author="Mo", published=None, paragraphs=("Yes!",))
    )
    quote = """Hear: </span><table width="90%" align="center"><tr><td><span class="genmed"><b>Ida wrote:</b></span></td>
      </tr><tr><td class="quote">More masts</td></tr></table><span class="postbody">"""
    (comment,) = PhpBb().comments(page_of("<table>" + post.replace("Yes!", f"{quote}Yes!") + "</table>"))
    assert comment.body == "Hear:\n\nIda wrote:\nMore masts\n\nYes!"
    assert comment.claimed_parent is None
    assert comment.body_html is not None
    assert "Sent from" not in comment.body_html
    assert comment.edited_raw == "Last edited by Ida on Wed Feb 03, 2027 10:20 am; edited 1 time in total"


def test_the_edit_of_a_post_of_version_2_without_a_signature_stays_out_of_its_words() -> None:
    cell = '<td><span class="postbody">Masts.</span><span class="gensmall"><br /><br />Last edited by Ida</span></td>'
    row = (
        f'<tr><td><span class="name"><a name="41"></a><b>Mo</b></span></td><td><table><tr>{cell}</tr></table></td></tr>'
    )
    (comment,) = PhpBb().comments(page_of(f"<table>{row}</table>"))
    assert (comment.body, comment.edited_raw) == ("Masts.", "Last edited by Ida")


# --- subsilver2, version 3 ---------------------------------------------------------------------------------------


def subsilver2_post(one: ExpectedComment, forest: Forest) -> str:
    return f"""<table class="tablebg" width="100%" cellspacing="1">
    <tr class="row1">
      <td align="center" valign="middle"><a name="p{one.id}"></a>
        <b class="postauthor" style="color: #AA0000">{escape(one.author or "")}</b></td>
      <td width="100%" height="25"><table width="100%" cellspacing="0"><tr>
        <td class="gensmall" width="100%"><div style="float: left;">&nbsp;<b>Post subject:</b>
          <a href="#p{one.id}">Re: Fibre</a></div><div style="float: right;"><a href="./viewtopic.php?p={one.id}"
          class="imageset"><img src="p.gif" alt="Post" /></a><b>Posted:</b> {shown(one.published)}&nbsp;</div></td>
      </tr></table></td>
    </tr>
    <tr class="row1">
      <td valign="top" class="profile"><table cellspacing="4"><tr><td class="postdetails">Mast builder</td></tr></table>
        <span class="postdetails"><br /><b>Joined:</b> Sun Jan 02, 2005<br /><b>Posts:</b> 12</span></td>
      <td valign="top"><table width="100%" cellspacing="5"><tr><td>
        <div class="postbody">{prosilver_quote(one, forest)}{with_breaks(one.paragraphs)}</div>
        <div class="postbody"><br />_________________<br />Sent from my mast</div>
        <br /><br /><span class="gensmall">Last edited by Ida on Wed Feb 03, 2027, edited 1 time in total.</span>
        <table width="100%"><tr valign="middle"><td class="gensmall" align="right"></td></tr></table>
      </td></tr></table></td>
    </tr>
    <tr class="row1">
      <td class="profile"><strong><a href="#wrapheader">Top</a></strong></td>
      <td><div class="gensmall" style="float: left;">&nbsp;<a href="./memberlist.php?mode=viewprofile&amp;u=5"
        class="imageset"><img alt="Profile" /></a>&nbsp;</div></td>
    </tr></table>"""


@AS_FORESTS
@given(forests(max_depth=200))
def test_reading_a_topic_in_subsilver2_gives_back_what_was_rendered(forest: Forest) -> None:
    page = page_of("\n".join(subsilver2_post(one, forest) for one in forest), url=TOPIC)
    assert PhpBb().recognises(page) == bool(forest)
    assert_same_forest(PhpBb().comments(page), with_quotes(forest, quote_head), shown_time=board_time)
    assert PhpBb().count_in_bytes(page) == (len(forest) or None)


# --- what single posts may hold ----------------------------------------------------------------------------------


def only(body: str) -> Comment:
    (comment,) = PhpBb().comments(page_of(body, url=TOPIC))
    return comment


def bare(inside: str) -> str:
    return f'<div id="p41" class="post bg2"><div class="inner">{inside}</div></div>'


def in_content(words: str) -> str:
    return bare(f'<div class="postbody"><div class="content">{words}</div></div>')


def test_the_edit_and_the_profile_are_kept_beside_the_words() -> None:
    comment = only(prosilver_post(ExpectedComment(position=0, id="41", parent=None, depth=0, author="Mo",
                                                  published=datetime(2021, 5, 4, 9, 30),
                                                  paragraphs=("Masts.",)), []))  # fmt: skip
    assert (comment.author, comment.author_id) == ("Mo", "5")
    assert comment.author_url == "https://boards.mast.example/memberlist.php?mode=viewprofile&u=5"
    assert comment.published_machine == "2021-05-04T09:30:00+00:00"
    assert comment.edited_raw == "Last edited by Ida on Wed Feb 03, 2027 10:20 am, edited 1 time in total."
    assert comment.body == "Masts."


def test_the_number_of_the_visit_is_no_part_of_a_profiles_address() -> None:
    link = "./memberlist.php?mode=viewprofile&amp;u=5&amp;sid=5673b41f701d34d4a2afb3e98bb483e5"
    comment = only(
        bare(f'<div class="postbody"><p class="author">by <strong><a href="{link}">Mo</a></strong></p></div>')
    )
    assert comment.author_url == "https://boards.mast.example/memberlist.php?mode=viewprofile&u=5"


@pytest.mark.parametrize(
    ("rank", "role"), [("Site Admin", "staff"), ("Global Moderator", "moderator"), ("Moderator of masts", None)]
)
def test_the_rank_tells_the_role(rank: str, role: str | None) -> None:
    newer = bare(f'<dl class="postprofile"><dt>Mo</dt><dd class="profile-rank">{rank}<br><img src="r.gif"></dd></dl>')
    older = bare(f'<dl class="postprofile"><dt>Mo</dt><dd>{rank}<br /><img src="r.gif" /></dd><dd>x</dd></dl>')
    assert (only(newer).author_role, only(older).author_role) == (role, role)


def test_nested_quotes_keep_each_head_on_a_line_of_its_own() -> None:
    quote = (
        '<blockquote><div><cite>Ida wrote: <a href="./viewtopic.php?p=7#p7" data-post-id="7">↑</a></cite>'
        "<blockquote><div><cite>Ben wrote:</cite>Masts?</div></blockquote>Ida wrote: that?</div></blockquote>No."
    )
    comment = only(in_content(quote))
    assert comment.body == "Ida wrote:\n\nBen wrote:\n\nMasts?\n\nIda wrote: that?\n\nNo."
    assert comment.claimed_parent == "7"


def test_the_post_quoted_is_known_whatever_its_address_looks_like() -> None:
    link = '<a href="/fibre-t7.html" data-post-id="7">↑</a>'
    quote = f"<blockquote><div><cite>Ida wrote: {link}</cite>masts</div></blockquote>No."
    assert only(in_content(quote)).claimed_parent == "7"


def test_a_quote_that_the_reader_typed_names_no_post() -> None:
    assert only(in_content('<blockquote class="uncited"><div>masts</div></blockquote>No.')).claimed_parent is None
    assert (
        only(in_content("<blockquote><div><cite>Ida wrote:</cite>masts</div></blockquote>No.")).claimed_parent is None
    )


def test_labels_of_code_and_captions_of_pictures_are_no_words() -> None:
    code = '<div class="codebox"><p>Code: <a href="#">Select all</a></p><pre><code>ping\nmast</code></pre></div>'
    older = '<dl class="codebox"><dt>Code: <a href="#">Select all</a></dt><dd><code>ping<br />mast</code></dd></dl>'
    picture = '<div class="inline-attachment"><dl class="file"><dd>mast.png (12 KiB) Viewed 3 times</dd></dl></div>'
    assert only(in_content(f"Try{code}or wait{picture}")).body == "Try\n\nping\nmast\n\nor wait"
    assert only(in_content(f"Try{older}now")).body == "Try\n\nping\nmast\n\nnow"


def test_a_deleted_post_keeps_its_place_and_the_boards_words() -> None:
    comment = only(
        bare('<div class="postbody"><div class="notice post_deleted_msg">This post was deleted.</div></div>')
    )
    assert (comment.external_id, comment.body, comment.notice) == ("41", "", "This post was deleted.")
    assert comment.edited_raw is None


# --- pages of a topic --------------------------------------------------------------------------------------------

NAV = """<div class="pagination">
  <a href="./viewtopic.php?f=1&amp;t=7&amp;view=unread#unread" class="mark">First unread post</a> &bull; 1,226 posts
  <ul><li class="dropdown-container page-jump"><a class="button" href="#" role="button">Page <strong>2</strong> of
    <strong>62</strong></a></li>
  <li class="arrow previous"><a class="button" href="./viewtopic.php?f=1&amp;t=7" rel="prev" role="button">Prev</a></li>
  <li><a class="button" href="./viewtopic.php?f=1&amp;t=7" role="button">1</a></li>
  <li class="active"><span>2</span></li>
  <li><a href="./viewtopic.php?f=1&amp;t=7&amp;sid=5673b41f701d34d4a2afb3e98bb483e5&amp;start=40">3</a></li>
  <li class="ellipsis" role="separator"><span>…</span></li>
  <li><a class="button" href="./viewtopic.php?f=1&amp;t=7&amp;start=1220" role="button">62</a></li></ul></div>"""


def test_pages_and_count_of_prosilver() -> None:
    page = page_of(NAV, url=TOPIC + "&start=20")
    assert PhpBb().more_pages(page) == [TOPIC, TOPIC + "&start=40", TOPIC + "&start=1220"]
    assert (PhpBb().page_number(page), PhpBb().stated_count(page)) == (2, 1226)


def test_pages_and_count_of_version_3_0() -> None:
    nav = """<div class="pagination">26 posts &bull; <a href="#" onclick="jumpto();">Page <strong>1</strong> of
      <strong>2</strong></a> &bull; <span><strong>1</strong><span class="page-sep">, </span>
      <a href="./viewtopic.php?f=1&amp;t=7&amp;start=20">2</a></span></div>"""
    page = page_of(nav, url=TOPIC)
    assert PhpBb().more_pages(page) == [TOPIC + "&start=20"]
    assert (PhpBb().page_number(page), PhpBb().stated_count(page)) == (1, 26)


def test_pages_of_version_2_and_not_those_that_readers_link_to() -> None:
    nav = """<span class="gensmall"><b>Goto page <a href="viewtopic.php?t=7">Previous</a>&nbsp;
      <a href="viewtopic.php?t=7&amp;start=0">1</a>, <b>2</b>, <a href="viewtopic.php?t=7&amp;start=30">3</a></b></span>
      <span class="postbody"><a href="viewtopic.php?t=9&amp;start=90">7</a></span>"""
    page = page_of(nav, url="https://boards.mast.example/viewtopic.php?t=7&start=15")
    assert PhpBb().more_pages(page) == [
        "https://boards.mast.example/viewtopic.php?t=7&start=0",
        "https://boards.mast.example/viewtopic.php?t=7&start=30",
    ]
    assert PhpBb().page_number(page) == 16


def test_the_count_of_subsilver2_stands_in_brackets() -> None:
    page = page_of('<table><tr><td class="nav">Page 1 of 2</td><td class="gensmall">&nbsp;[ 26 posts ]&nbsp;</td></tr>')
    assert PhpBb().stated_count(page) == 26


def test_other_pages_are_not_recognised() -> None:
    for body in (
        '<div id="post-41" class="post postbody">viewtopic</div>',
        '<div id="p41" class="post"><p>A blog that links to viewtopic.php</p></div>',
        '<li class="row bg1"><a href="./viewtopic.php?t=7" class="topictitle">Fibre postbody</a></li>',
    ):
        assert not PhpBb().recognises(page_of(body))


def test_posts_nested_in_the_words_of_posts_are_read_each_once_with_their_own_words() -> None:
    depth = 150
    opened = "".join(
        f'<div id="p{n}" class="post"><div class="postbody"><div class="content"><cite>By:</cite>No. {n}'
        for n in range(depth)
    )
    read = PhpBb().comments(page_of(opened + "</div></div></div>" * depth))
    assert [(one.external_id, one.body) for one in read] == [(str(n), f"By:\n\nNo. {n}") for n in range(depth)]
