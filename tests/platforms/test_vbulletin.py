"""vBulletin 3, 4 and 5.

The templates below follow, in our own words, those that vBulletin installs: ``postbit_legacy``, ``bbcode_quote`` and
``pagenav`` of version 3; the same and ``SHOWTHREAD`` of version 4; ``b-post`` of version 5 as boards print it.
"""

from __future__ import annotations

from datetime import UTC, datetime
from html import escape

import pytest
from hypothesis import given

from archiver.items import Comment
from spiders.page import Page
from spiders.platforms.vbulletin import VBulletin
from tests.platforms.boards import lines_with_breaks, page_of, with_breaks
from tests.platforms.forests import ExpectedComment, Forest, assert_same_forest, forests, quoted_words, with_quotes
from tests.platforms.mark_up import AS_FORESTS

THREAD = "https://boards.mast.example/showthread.php?t=7"


def board_time(at: datetime) -> str:
    return f"{at:%m-%d-%Y, %I:%M %p}"


def shown(at: datetime | None) -> str:
    return board_time(at) if at else ""


# --- version 3 ---------------------------------------------------------------------------------------------------


def vb3_page(forest: Forest) -> Page:
    posts = "\n".join(vb3_post(one, forest) for one in forest)
    return page_of(f'<div id="posts">{posts}<div id="lastpost"></div></div>', url=THREAD)


def vb3_post(one: ExpectedComment, forest: Forest) -> str:
    name = f'<a class="bigusername" href="member.php?u=5">{escape(one.author)}</a>' if one.author else ""
    return f"""<!-- post #{one.id} --><div align="center"><div class="page" style="width:100%; text-align:left">
    <div style="padding:0px 25px 0px 25px" align="left"><div id="edit{one.id}" style="padding:0px 0px 6px 0px">
    <table id="post{one.id}" class="tborder" cellpadding="6" cellspacing="0" border="0" width="100%" align="center">
    <tr>
      <td class="thead" style="font-weight:normal; border: 1px solid #D1D1E1; border-right: 0px">
        <!-- status icon and date -->
        <a name="post{one.id}"><img class="inlineimg" src="post_old.gif" alt="Old" border="0" /></a>
        {shown(one.published)}
        <!-- / status icon and date --></td>
      <td class="thead" align="right">&nbsp;
        #<a href="showpost.php?p={one.id}" id="postcount{one.id}" name="3"><strong>3</strong></a> &nbsp;</td>
    </tr>
    <tr valign="top">
      <td class="alt2" width="175">
        <div id="postmenu_{one.id}">{name}
          <script type="text/javascript"> vbmenu_register("postmenu_{one.id}", true); </script></div>
        <div class="smallfont">Senior Member</div>
        <div class="smallfont">&nbsp;<br /><div>Join Date: Jan 2005</div><div>Posts: 1,234</div></div>
      </td>
      <td class="alt1" id="td_post_{one.id}" style="border-right: 1px solid #D1D1E1">
        <div class="smallfont"><img class="inlineimg" src="icon1.gif" alt="Default" /> <strong>Re: Wick</strong></div>
        <hr size="1" />
        <!-- message -->
        <div id="post_message_{one.id}">{vb3_quote(one, forest)}{with_breaks(one.paragraphs)}</div>
        <!-- / message -->
        <div style="padding:6px"><fieldset class="fieldset"><legend>Attached Images</legend>mast.png</fieldset></div>
        <!-- sig --><div>__________________<br /><em>Sent from my mast</em></div><!-- / sig -->
        <!-- edit note --><div class="smallfont"><hr size="1" /><em>Last edited by Ida; 02-03-2027 at
          <span class="time">10:20 AM</span>.</em></div><!-- / edit note -->
      </td>
    </tr>
    </table>
    <div class="vbmenu_popup" id="postmenu_{one.id}_menu" style="display:none"><a href="m">View Profile</a></div>
    </div></div></div></div><!-- / post #{one.id} -->"""


def vb3_quote(one: ExpectedComment, forest: Forest) -> str:
    if one.parent is None:
        return ""
    parent = forest[one.parent]
    return f"""<div style="margin:20px; margin-top:5px; ">
      <div class="smallfont" style="margin-bottom:2px">Quote:</div>
      <table cellpadding="6" cellspacing="0" border="0" width="100%"><tr><td class="alt2" style="border:1px inset">
        <div>Originally Posted by <strong>{escape(parent.author or "")}</strong>
          <a href="showthread.php?p={parent.id}#post{parent.id}" rel="nofollow"><img class="inlineimg"
            src="viewpost.gif" border="0" alt="View Post" /></a></div>
        <div style="font-style:italic">{lines_with_breaks(quoted_words(parent))}</div>
      </td></tr></table></div>"""


def vb3_quote_head(parent: ExpectedComment) -> tuple[str, ...]:
    return ("Quote:", f"Originally Posted by {parent.author or ''}".strip())


@AS_FORESTS
@given(forests(max_depth=200))
def test_reading_a_thread_of_version_3_gives_back_what_was_rendered(forest: Forest) -> None:
    page = vb3_page(forest)
    assert VBulletin().recognises(page) == bool(forest)
    assert_same_forest(VBulletin().comments(page), with_quotes(forest, vb3_quote_head), shown_time=board_time)
    assert VBulletin().count_in_bytes(page) == len(forest)


# --- version 4 ---------------------------------------------------------------------------------------------------


def vb4_page(forest: Forest) -> Page:
    posts = "\n".join(vb4_post(one, forest) for one in forest)
    return page_of(f'<div id="postlist"><ol id="posts" class="posts" start="1">{posts}</ol></div>', url=THREAD)


def vb4_post(one: ExpectedComment, forest: Forest) -> str:
    date = ""
    if one.published:
        date = f'{one.published:%m-%d-%Y},&nbsp;<span class="time">{one.published:%I:%M %p}</span>'
    name = ""
    if one.author:
        name = f'<a class="username offline popupctrl" href="member.php?5-x"><strong>{escape(one.author)}</strong></a>'
    return f"""<li class="postbitlegacy postbitim postcontainer old" id="post_{one.id}">
    <div class="posthead">
      <span class="postdate old"><span class="date">{date}</span></span>
      <span class="nodecontrols"><a name="post{one.id}" href="showthread.php?7-w&amp;p={one.id}#post{one.id}"
        class="postcounter">#3</a><a id="postcount{one.id}" name="3"></a></span>
    </div>
    <div class="postdetails">
      <div class="userinfo">
        <div class="username_container"><div class="popupmenu memberaction">{name}
          <ul class="popupbody popuphover memberaction_body"><li class="left"><a href="m">View Profile</a></li></ul>
        </div><img class="inlineimg onlinestatus" src="user-offline.png" alt="x is offline" /></div>
        <span class="usertitle">Senior Member</span>
        <dl class="userinfo_extra"><dt>Join Date</dt> <dd>Jan 2005</dd><dt>Posts</dt> <dd>1,234</dd></dl>
      </div>
      <div class="postbody"><div class="postrow has_after_content">
        <h2 class="title icon"><img src="icon1.png" alt="Default" /> Re: Wick</h2>
        <div class="content"><div id="post_message_{one.id}">
          <blockquote class="postcontent restore ">{vb4_quote(one, forest)}{with_breaks(one.paragraphs)}</blockquote>
        </div></div></div>
        <div class="after_content">
          <blockquote class="postcontent lastedited">Last edited by Ida; 02-03-2027 at
            <span class="time">10:20 AM</span>.</blockquote>
          <blockquote class="signature restore"><div class="signaturecontainer">Sent from my mast</div></blockquote>
        </div></div>
    </div>
    <div class="postfoot"><a class="quote" href="newreply.php?do=newreply&amp;p={one.id}">Reply With Quote</a></div>
    </li>"""


def vb4_quote(one: ExpectedComment, forest: Forest) -> str:
    if one.parent is None:
        return ""
    parent = forest[one.parent]
    return f"""<div class="bbcode_container"><div class="bbcode_quote"><div class="quote_container">
      <div class="bbcode_quote_container"></div>
      <div class="bbcode_postedby"><img src="quote_icon.png" alt="Quote" /> Originally Posted by
        <strong>{escape(parent.author or "")}</strong>
        <a href="showthread.php?p={parent.id}#post{parent.id}" rel="nofollow"><img src="v.png" alt="View Post" /></a>
      </div>
      <div class="message">{lines_with_breaks(quoted_words(parent))}</div>
    </div></div></div>"""


def vb4_quote_head(parent: ExpectedComment) -> tuple[str, ...]:
    return (f"Originally Posted by {parent.author or ''}".strip(),)


@AS_FORESTS
@given(forests(max_depth=200))
def test_reading_a_thread_of_version_4_gives_back_what_was_rendered(forest: Forest) -> None:
    page = vb4_page(forest)
    assert VBulletin().recognises(page) == bool(forest)
    assert_same_forest(VBulletin().comments(page), with_quotes(forest, vb4_quote_head), shown_time=board_time)
    assert VBulletin().count_in_bytes(page) == len(forest)


# --- version 5 ---------------------------------------------------------------------------------------------------


def vb5_page(forest: Forest) -> Page:
    posts = "\n".join(vb5_post(one, forest) for one in forest)
    return page_of(f'<ul class="conversation-list list-container thread-view">{posts}</ul>', url=THREAD)


def vb5_post(one: ExpectedComment, forest: Forest) -> str:
    epoch, time = "", ""
    if one.published:
        epoch = f'data-node-publishdate="{one.published.replace(tzinfo=UTC).timestamp():.0f}"'
        time = f'<time itemprop="dateCreated" datetime="2014-10-24T09:34:20">{board_time(one.published)}</time>'
    name = f'<strong><a href="/member/5-x">{escape(one.author)}</a></strong>' if one.author else ""
    return f"""<li data-node-id="{one.id}" {epoch} class="b-post b-post--legacy js-post js-comment-entry__parent"
      itemscope="" itemtype="http://schema.org/Comment">
      <a id="post{one.id}" class="anchor"></a>
      <div class="userinfo b-userinfo b-post__hide-when-deleted" itemprop="author">
        <a href="/member/5-x" class="b-avatar b-avatar--m"><img src="a.jpg" alt="x" title="x"></a>
        <div class="b-userinfo__details"><div class="author h-text-size--14">{name}</div>
          <div class="usertitle">Senior Member</div>
          <ul><li class="b-userinfo__additional-info"><label>Posts:</label> <span>3090</span></li></ul></div>
      </div>
      <div class="b-post__content js-post__content">
        <a class="b-post__count" href="?p={one.id}#post{one.id}">#2</a>
        <div class="b-post__timestamp">{time}</div>
        <div class="js-post__content-text restore h-wordwrap" itemprop="text">
          {vb4_quote(one, forest)}{with_breaks(one.paragraphs)}</div>
      </div>
      <div class="b-post__footer"><ul class="js-post-controls" data-node-id="{one.id}"><li>12 likes</li></ul></div>
      <ul class="b-comments__comments js-comments__comments"></ul>
    </li>"""


@AS_FORESTS
@given(forests(max_depth=200))
def test_reading_a_thread_of_version_5_gives_back_what_was_rendered(forest: Forest) -> None:
    page = vb5_page(forest)
    assert VBulletin().recognises(page) == bool(forest)
    assert_same_forest(VBulletin().comments(page), with_quotes(forest, vb4_quote_head), shown_time=board_time)
    assert VBulletin().count_in_bytes(page) == len(forest)


# --- what single posts may hold ----------------------------------------------------------------------------------


def only(body: str) -> Comment:
    (comment,) = VBulletin().comments(page_of(body, url=THREAD))
    return comment


def vb4_bare(inside: str, words: str = "Masts.") -> str:
    return (
        f'<ol id="posts"><li class="postbitlegacy postcontainer" id="post_41">{inside}<div id="post_message_41">'
        f'<blockquote class="postcontent restore ">{words}</blockquote></div></li></ol>'
    )


def test_edit_notes_and_signatures_stay_out_of_the_words() -> None:
    comment = only(vb4_post(ExpectedComment(position=0, id="41", parent=None, depth=0, author="Mo", published=None,
                                            paragraphs=("Masts.",)), []))  # fmt: skip
    assert comment.edited_raw == "Last edited by Ida; 02-03-2027 at 10:20 AM."
    assert comment.body == "Masts."
    older = only(vb3_post(ExpectedComment(position=0, id="41", parent=None, depth=0, author="Mo", published=None,
                                          paragraphs=("Masts.",)), []))  # fmt: skip
    assert (older.edited_raw, older.body) == (comment.edited_raw, "Masts.")


def test_relative_days_stay_as_shown() -> None:
    head = '<div class="posthead"><span class="date">Yesterday,&nbsp;<span class="time">10:15 AM</span></span></div>'
    assert only(vb4_bare(head.replace("posthead", "posthead postdate"))).published_raw == "Yesterday, 10:15 AM"


def test_the_time_of_version_3_ends_before_the_number_of_the_post() -> None:
    comment = only(
        '<table id="post41"><tr><td class="thead"><a name="post41"><img alt="Old" /></a> Today, <b>10:15</b> AM'
        '<div style="float:right">#<a id="postcount41">1</a></div></td></tr>'
        '<tr><td id="td_post_41"><div id="post_message_41">Masts.</div></td></tr></table>'
    )
    assert comment.published_raw == "Today, 10:15 AM"


def test_version_5_adds_seconds_since_1970() -> None:
    comment = only(
        '<ul><li class="b-post js-post" data-node-id="41" data-node-publishdate="1414157660"><div class='
        '"b-post__timestamp"><time datetime="2014-10-24T09:34:20">10-24-2014, 02:34 PM</time></div>'
        '<div class="js-post__content-text">Masts.</div></li></ul>'
    )
    assert (comment.published_raw, comment.published_machine) == ("10-24-2014, 02:34 PM", "1414157660")


def test_a_badge_beside_the_name_is_no_part_of_it() -> None:
    comment = only(
        '<table id="post41"><tr><td><div id="postmenu_41">'
        '<a class="bigusername" href="member.php?u=5">Mo</a> (new)</div></td>'
        '<td id="td_post_41"><div id="post_message_41">Masts.</div></td></tr></table>'
    )
    assert (comment.author, comment.author_id) == ("Mo", "5")


def test_guests_of_version_3_have_a_name_without_a_link() -> None:
    comment = only(
        '<table id="post41"><tr><td><div id="postmenu_41">Mo Mast<script>vbmenu()</script></div></td>'
        '<td id="td_post_41"><div id="post_message_41">Masts.</div></td></tr></table>'
    )
    assert (comment.author, comment.author_id, comment.author_url) == ("Mo Mast", None, None)


@pytest.mark.parametrize(
    ("link", "number"),
    [
        ("member.php?u=5", "5"),
        ("member.php?5-Mo-Mast", "5"),
        ("members/5.html", None),
        ("/member/5-mo", "5"),
        ("user/mo-5/", "5"),
        ("members/mo.html", None),
    ],
)
def test_the_authors_number_is_read_from_the_profiles_address(link: str, number: str | None) -> None:
    user = f'<div class="username_container"><a class="username" href="{link}"><strong>Mo</strong></a></div>'
    comment = only(vb4_bare(user))
    assert comment.author_id == number
    assert comment.author_url is not None
    assert comment.author_url.startswith("https://boards.mast.example/")


@pytest.mark.parametrize(
    ("title", "role"), [("Super Moderator", "moderator"), ("Administrator", "staff"), ("Mast Moderator 3000", None)]
)
def test_the_title_below_the_name_tells_the_role(title: str, role: str | None) -> None:
    user = '<div class="username_container"><a class="username" href="member.php?u=5">Mo</a></div>'
    assert only(vb4_bare(f'{user}<span class="usertitle">{title}</span>')).author_role == role
    older = (
        f'<table id="post41"><tr><td><div id="postmenu_41">Mo</div><div class="smallfont">{title}</div></td>'
        '<td id="td_post_41"><div id="post_message_41">Masts.</div></td></tr></table>'
    )
    assert only(older).author_role == role


@pytest.mark.parametrize("words", ['<blockquote class="postcontent">%s</blockquote>', '<div class="content">%s</div>'])
def test_a_deleted_post_keeps_its_place_and_the_moderators_words(words: str) -> None:
    said = "This message has been deleted by Ida."
    comment = only(
        '<ol><li class="postbitdeleted postbitim" id="post_41"><div class="username_container">'
        f'<a class="username" href="member.php?u=5">Mo</a></div><div class="postrow">{words % said}</div></li></ol>'
    )
    assert (comment.external_id, comment.author, comment.body, comment.notice) == ("41", "Mo", "", said)


def test_a_link_in_the_quoted_words_of_a_nameless_quote_makes_no_parent() -> None:
    quote = '<div class="bbcode_container"><div class="bbcode_quote"><div class="quote_container">%s</div></div></div>'
    words = '<div class="message"><a href="showthread.php?p=9#post9">there</a></div>'
    head = '<div class="bbcode_postedby">By Mo <a href="showthread.php?p=7#post7">v</a></div>'
    assert only(vb4_bare("", quote % words + "No.")).claimed_parent is None
    assert only(vb4_bare("", quote % (head + words) + "No.")).claimed_parent == "7"


def test_comments_below_a_post_of_version_5_are_nested_in_it() -> None:
    def post(number: int, inner: str = "") -> str:
        return (
            f'<li class="b-post js-post" data-node-id="{number}"><div class="js-post__content-text">No. {number}</div>'
            f'<ul class="b-comments__comments">{inner}</ul></li>'
        )

    read = VBulletin().comments(page_of("<ul>" + post(1, post(2) + post(3)) + post(4) + "</ul>"))
    assert [(one.external_id, one.depth_shown, one.body) for one in read] == [
        ("1", 0, "No. 1"),
        ("2", 1, "No. 2"),
        ("3", 1, "No. 3"),
        ("4", 0, "No. 4"),
    ]


def test_posts_nested_in_the_words_of_posts_are_read_each_once_with_their_own_words() -> None:
    depth = 150
    opened = "".join(
        f'<li class="postcontainer" id="post_{n}"><div id="post_message_{n}">No. {n}' for n in range(depth)
    )
    read = VBulletin().comments(page_of(opened + "</div></li>" * depth))
    assert [(one.external_id, one.body) for one in read] == [(str(n), f"No. {n}") for n in range(depth)]
