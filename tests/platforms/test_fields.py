"""Author, time and words of one comment's mark-up, by the words in class names and by structure."""

from __future__ import annotations

import pytest
from lxml import html

from archiver.items import Comment
from spiders.page import Page
from spiders.platforms.class_words import marks_of_name
from spiders.platforms.fields import read_fields

HEAD = '<b class="author">Ada</b> <time datetime="2022-06-01T10:00:00Z">1 June 2022</time>'


def read(markup: str, base_url: str | None = None) -> Comment:
    return read_fields(html.fragment_fromstring(f"<div>{markup}</div>"), base_url=base_url)


def body_of(words: str) -> str:
    return read(f'{HEAD}<div class="comment-text">{words}</div>').body


@pytest.mark.parametrize(
    ("markup", "author"),
    [
        ('<span class="fn">von Braun</span>', "von Braun"),
        ('<span class="comment-author">Ada says:</span>', "Ada"),
        ('<p class="autor_comentario">Ada dijo:</p>', "Ada"),
        ('<span class="commentAuthorName">Ada</span>', "Ada"),
        ('<div class="verfasser">von <b>Ada</b></div>', "Ada"),
        ('<a class="username" href="/u/1">Ada</a>', "Ada"),
        ('<span itemprop="author"><span itemprop="name">Ada</span></span>', "Ada"),
        ('<a rel="author" href="/u/1">Ada</a>', "Ada"),
        ("<cite>Ada</cite> a écrit :", "Ada"),
        ("<h4>Ada</h4>", "Ada"),
        ('<div class="comment-avatar"><img alt="Ada"><p class="author">Ada</p><b>5819</b></div>', "Ada"),
        ('<div class="comment-author vcard"><img class="avatar" alt="x">Ada</div>', "Ada"),
        ('<button class="comment__username">Ada</button>', "Ada"),
        ('<span class="post-communityname">Ada</span>', "Ada"),
        ('<ul class="commeta"><li class="comauth">Ada</li><li class="comdate">1 June 2022</li></ul>', "Ada"),
        ('<div class="comment-author"><span class="says">says</span></div>', None),
        ("", None),
    ],
)
def test_the_author_is_the_strongest_name(markup: str, author: str | None) -> None:
    comment = read(f'{markup}<div class="comment-content"><p>Fibre.</p></div>')
    assert (comment.author, comment.body) == (author, "Fibre.")


@pytest.mark.parametrize(
    ("markup", "raw", "machine"),
    [
        ('<time datetime="2022-06-01T10:00:00Z">1 June</time>', "1 June", "2022-06-01T10:00:00Z"),
        ('<abbr class="published" title="2022-06-01T10:00:00Z">1 June</abbr>', "1 June", "2022-06-01T10:00:00Z"),
        ('<span class="ago" data-timestamp="1654077600">2 h</span>', "2 h", "1654077600"),
        ('<meta itemprop="datePublished" content="2022-06-01T10:00">', None, "2022-06-01T10:00"),
        ('<span datetime="26. Januar 2022 13:05" class="d">26.1.</span>', "26.1.", "26. Januar 2022 13:05"),
        ('<span class="datum">am 01.06.2022 um 10:00 Uhr</span>', "01.06.2022 um 10:00 Uhr", None),
        ('<div class="comment-meta">Posted June 1, 2022 | <a href="#">Link</a></div>', "June 1, 2022", None),
        ('<span class="date">hier</span>', "hier", None),
        (
            '<time datetime="Invalid Date"><i data-date="1654077600123">2 weeks ago</i></time>',
            "2 weeks ago",
            "1654077600123",
        ),
        ('<div class="head"><a>bee45</a> February 1, 2021</div>', "February 1, 2021", None),
        ('<p class="meta"><a title="Mar 04, 2021, 09:05 AM">Mar 4, 2021</a></p>', "Mar 04, 2021, 09:05 AM", None),
        ('<span class="ago" title="5 March 2021 09:05">2 years ago</span>', "5 March 2021 09:05", None),
        ('<span class="date" title="Saved 6 May 2022 09:05">5 March 2021</span>', "5 March 2021", None),
        ("Adele, 01.06.2022 - 10:00<br>", "01.06.2022 - 10:00", None),
        ("", None, None),
    ],
)
def test_the_time_is_kept_as_shown_and_as_written_for_machines(
    markup: str, raw: str | None, machine: str | None
) -> None:
    comment = read(f'{markup}<div class="comment-content"><p>Since 1 May 2001 at 9:00.</p></div>')
    assert (comment.published_raw, comment.published_machine) == (raw, machine)
    assert comment.body == "Since 1 May 2001 at 9:00."


def test_an_edit_is_told_from_the_time_of_writing() -> None:
    comment = read(
        f'{HEAD}<time class="edited" datetime="2022-06-02T08:00:00Z">edited</time><div class="text">Up.</div>'
    )
    assert comment.published_machine == "2022-06-01T10:00:00Z"
    assert comment.edited_raw == "2022-06-02T08:00:00Z"


def test_blocks_are_paragraphs_and_breaks_are_lines() -> None:
    assert body_of(
        "<p>One<br>two<br><br>three</p><blockquote><p>Four</p></blockquote><ul><li>a</li><li>b</li></ul>"
    ) == ("One\ntwo\n\nthree\n\nFour\n\na\nb")
    assert body_of("bare <em>and</em> plain<div>block</div>tail") == "bare and plain\n\nblock\n\ntail"
    assert body_of("<pre>ping\n  mast\n\nlost</pre>") == "ping\nmast\n\nlost"


def test_a_smiley_shown_as_a_picture_reads_as_the_emoji_that_wordpress_prints_since() -> None:
    assert body_of('<p>Fine <img class="wp-smiley" alt=":-)" src="/s.gif"></p>') == "Fine 🙂"
    assert body_of('<p>Fine <img class="emoji" alt="📡" src="https://s.w.org/x.svg"></p>') == "Fine 📡"
    assert body_of('<p>Map <img alt="of the masts" src="/m.png"></p>') == "Map"


@pytest.mark.parametrize(
    "aside",
    [
        '<a class="comment-reply-link" href="#respond">Reply</a>',
        '<a href="?replytocom=5#respond">Antworten</a>',
        '<p class="comment-likes"><a>Like</a></p>',
        '<div class="vote-buttons">+3 / -1</div>',
        '<div class="star-rating">5 of 5</div>',
        '<div class="sharedaddy">Share this</div>',
        "<button>Show more</button>",
        '<span role="button">Show more</span>',
        '<span class="readMore">Show more</span>',
        '<span class="screen-reader-text">Comment</span>',
        '<span style="display: none">copied text</span>',
        "<span hidden>copied text</span>",
        "<form><label>Your words</label></form>",
        "<script>var x</script><style>p{}</style><template>t</template><noscript>n</noscript><!-- c -->",
        '<em class="comment-awaiting-moderation">Awaiting moderation.</em>',
        '<h2 class="comment-subject">Re: masts</h2>',
        '<a href="#"><i class="fa"></i> Rispondi</a>',
        '<span class="tval">(5/5)</span>',
        '<span class="cluv">Ada\'s last blog post ..<a href="http://a.example/ducts">Ducts</a></span>',
    ],
)
def test_what_is_no_part_of_the_words_is_left_out(aside: str) -> None:
    comment = read(f'{HEAD}<div class="comment-text"><p>Before.</p>{aside}<p>After.</p></div>')
    assert comment.body == "Before.\n\nAfter."
    assert comment.body_html == "<p>Before.</p><p>After.</p>"


def test_a_readers_own_rating_and_links_stay_among_the_words() -> None:
    words = '<p>5/5</p><p>See <a href="https://a.example/reply">Reply</a>, 9/10.</p>'
    assert body_of(words) == "5/5\n\nSee Reply, 9/10."


def test_figures_and_links_amid_a_sentence_are_the_readers() -> None:
    words = "I give the mast <span class=x>4/5</span> today. See the <a href='#'>reply</a> above. <a href='#'>Reply</a>"
    assert body_of(f"<p>{words}</p>") == "I give the mast 4/5 today. See the reply above."


def test_a_comment_that_waits_is_called_so_beside_its_words_not_in_them() -> None:
    states = (
        '<span class="posting-text not-moderated">Pending</span><span class="posting-text moderated">Waiting</span>'
    )
    comment = read(f'<div class="comment-header">{HEAD}{states}</div><div class="comment-body"><p>Fibre.</p></div>')
    assert (comment.author, comment.body) == ("Ada", "Fibre.")


def test_a_clock_time_is_nobodys_name() -> None:
    linked = '<strong><a class="url" href="http://a.example">???</a></strong>'
    comment = read(f'<p class="commentmeta">{linked} — July 3, 2015 @ <a href="#comment-5">11:35 pm</a></p><p>Up.</p>')
    assert (comment.author, comment.published_raw, comment.body) == (None, "July 3, 2015 11:35 pm", "Up.")


def test_the_login_in_the_classes_of_a_whole_comment_makes_nothing_in_it_a_name() -> None:
    head = '<ul class="commeta"><li class="author">David</li><li class="date">1 June 2022</li></ul>'
    box = f'<article class="comment byuser comment-author-david depth-3">{head}<div class="content">No.</div></article>'
    comment = read(box)
    assert (comment.author, comment.body) == ("David", "No.")


def test_the_folded_rest_of_a_long_text_belongs_to_it() -> None:
    words = (
        '<p>The ducts <span class="rest-of-text" style="display:none">are full.</span><a class="read-more">more</a></p>'
    )
    assert body_of(words) == "The ducts are full."


def test_markup_is_kept_as_it_stands_beside_the_text() -> None:
    comment = read(f'{HEAD}<div class="comment-text">1 &lt; 2 <a href="/x?a=1&amp;b=2" title="&gt;">link</a></div>')
    assert comment.body == "1 < 2 link"
    assert comment.body_html == '1 &lt; 2 <a href="/x?a=1&amp;b=2" title="&gt;">link</a>'


def test_nested_comments_are_left_out_wherever_they_stand() -> None:
    element = html.fragment_fromstring(
        f'<div>{HEAD}<div class="comment-text">Up.<div id="n"><b class="author">Bo</b>Down.</div></div></div>'
    )
    [nested] = element.xpath("//*[@id='n']")
    comment = read_fields(element, nested={nested})
    assert (comment.author, comment.body) == ("Ada", "Up.")


def test_a_comment_may_be_in_two_parts() -> None:
    term, definition = html.fragment_fromstring(f"<dl><dt>{HEAD}</dt><dd><p>Up.</p></dd></dl>")
    comment = read_fields(term, definition)
    assert (comment.author, comment.published_raw, comment.body) == ("Ada", "1 June 2022", "Up.")


def test_votes_are_counted_and_labels_are_not() -> None:
    bar = '<span class="like-count">12</span><span class="dislikes" data-count="3"><a>Dislike</a></span>'
    comment = read(f'{HEAD}<div class="comment-text">Up.</div>{bar}')
    assert (comment.likes, comment.dislikes) == (12, 3)
    assert read(f'{HEAD}<div class="comment-text">Up.</div><a class="like">Like</a>').likes is None


@pytest.mark.parametrize(
    "beside", ['<div class="commentcount">7</div>', '<div class="post-signature"><hr>Dig once.</div>']
)
def test_counts_and_signatures_are_no_words_of_the_comment(beside: str) -> None:
    assert body_of(f"<p>The mast is up.</p>{beside}") == "The mast is up."


def test_links_are_absolute_and_only_to_the_web() -> None:
    link = '<b class="fn"><a href="{}" class="url">Ada</a></b><div class="text">Up.</div>'
    base = "https://news.example/fibre/"
    assert read(link.format("/user/ada"), base).author_url == "https://news.example/user/ada"
    assert read(link.format("javascript:alert(1)"), base).author_url is None
    assert read(link.format("http://["), base).author_url is None


def test_badges_tell_roles() -> None:
    badge = '<b class="author">Ada</b><span class="{}">badge</span><div class="text">Up.</div>'
    assert read(badge.format("moderator-badge")).author_role == "moderator"
    assert read(badge.format("staff-badge")).author_role == "staff"
    assert read(badge.format("rank-badge")).author_role is None


@pytest.mark.parametrize(
    ("name", "is_what"),
    [
        ("comment-author-avatar", "is_dropped"),
        ("commentmetadata", "is_head"),
        ("comment_date", "time"),
        ("commentText", "text"),
        ("reply-link", "is_dropped"),
        ("screen-reader-text", "is_dropped is_hidden"),
        ("texto-comentario", "text"),
        ("wp-block-image", ""),
        ("has-text-color", ""),
    ],
)
def test_a_class_name_is_read_from_its_last_telling_word(name: str, is_what: str) -> None:
    told = {field for field, value in marks_of_name(name)._asdict().items() if value}
    assert told == set(is_what.split())


def test_nothing_is_read_from_nothing() -> None:
    comment = read("")
    assert (comment.author, comment.published_raw, comment.body, comment.body_html) == (None, None, "", None)


def test_a_box_named_like_something_else_is_a_box_all_the_same() -> None:
    words = '<b class="author">Ada</b> <i class="date">1 June 2022</i><div class="comment-text">Up.</div>'
    for names in ("comment-body divider", "divider", "post-rating-box actions"):
        comment = read(f'<div class="{names}">{words}</div>')
        assert (comment.author, comment.published_raw, comment.body) == ("Ada", "1 June 2022", "Up.")


def test_hostile_nesting_needs_no_recursion() -> None:
    deep = f'<div class="comment-text">{"<span>" * 900}deep{"</span>" * 900}</div>'
    [element] = Page(f"<html><body><div id='c'>{HEAD}{deep}</div></body></html>".encode()).root.xpath("//*[@id='c']")
    assert read_fields(element).body == "deep"


def test_a_link_whose_class_names_a_text_is_not_the_text() -> None:
    comment = read(
        '<div><strong><a href="/ada" class="copy-link">Ada Mast</a></strong><p>Good news.</p>'
        '<div class="comment-date"><small>06.05.2024 10:15</small></div></div>'
    )
    assert (comment.author, comment.body, comment.published_raw) == ("Ada Mast", "Good news.", "06.05.2024 10:15")
