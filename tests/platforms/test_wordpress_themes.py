"""Themes depart from WordPress's own mark-up in every way: each family's mark-up, written in few words."""

from __future__ import annotations

import pytest

from archiver.items import Comment
from spiders.page import Page
from spiders.platforms.wordpress import WordPress
from tests.platforms.wordpress_markup import in_page

READER = WordPress()
AT = "March 5, 2020 at 7:14 am"
ISO = "2020-03-05T07:14:00+00:00"
LINK = '<a href="/fibre/#comment-5">'
REPLY = '<a class="comment-reply-link" href="#comment-5" aria-label="Reply to Mast Climber">Reply</a>'
SAID = "<p>The ducts are full.</p><p>Ask for poles.</p>"
BODY = "The ducts are full.\n\nAsk for poles."


def read(thread: str) -> list[Comment]:
    page = Page(in_page(thread), url="https://news.example/fibre/")
    assert READER.recognises(page)
    return READER.comments(page)


ONE_COMMENT = {
    "GeneratePress": f"""<ol class="comment-list"><li id="comment-5" class="comment even depth-1"><article
class="comment-body" id="div-comment-5"><footer class="comment-meta" aria-label="Comment meta"><img class="avatar"
alt="">
<div class="comment-author-info"><div class="comment-author vcard"><cite class="fn">Mast Climber</cite></div>
<div class="entry-meta comment-metadata">{LINK}<time datetime="{ISO}">{AT}</time></a></div></div></footer>
<div class="comment-content">{SAID}<span class="reply">{REPLY}</span></div></article></li></ol>""",
    "Astra": f"""<ol class="ast-comment-list"><li class="comment even depth-1" id="li-comment-5"><article id="comment-5"
class="ast-comment"><div class="ast-comment-info"><div class="ast-comment-avatar-wrap"><img alt=""></div>
<div class="ast-comment-data-wrap"><header class="ast-comment-meta ast-comment-author capitalize">
<div class="ast-comment-cite-wrap"><cite><b class="fn">Mast Climber</b> </cite></div><div class="ast-comment-time">
<span class="timendate">{LINK}<time datetime="{ISO}">{AT}</time></a></span></div></header>
<section class="ast-comment-content comment">{SAID}<div class="ast-comment-edit-reply-wrap">
<span class="ast-reply-link">{REPLY}</span></div></section></div></div></article></li></ol>""",
    "the default theme of 2005": f"""<ol class="commentlist"><li class="alt" id="comment-5"><img class="avatar" alt="">
<cite><a href="http://a.example" rel="external nofollow" class="url">Mast Climber</a></cite> Says:<br />
<small class="commentmetadata"><a href="#comment-5" title="">{AT}</a> </small>{SAID}</li></ol>""",
    "Genesis before HTML5": f"""<ol class="comment-list"><li class="comment even depth-1" id="comment-5">
<div class="comment-author vcard"><img class="avatar"><cite class="fn">Mast Climber</cite> <span
class="says">says</span>
</div><div class="comment-meta commentmetadata">{LINK}{AT}</a></div><div class="comment-content">{SAID}</div>
<div class="reply">{REPLY}</div></li></ol>""",
    "Genesis": f"""<ol class="comment-list"><li class="comment depth-1" id="comment-5"><article id="article-comment-5"
itemprop="comment"><header class="comment-header"><p class="comment-author" itemprop="author"><img class="avatar">
<span class="comment-author-name" itemprop="name"><a href="http://a.example" class="comment-author-link"
itemprop="url">Mast Climber</a></span> <span class="says">says</span></p><p class="comment-meta"><time
class="comment-time" datetime="{ISO}" itemprop="datePublished">{LINK}{AT}</a></time></p></header>
<div class="comment-content" itemprop="text">{SAID}</div><div class="comment-reply">{REPLY}</div></article></li>
</ol>""",
    "Thesis": f"""<dl id="comment_list"><dt class="comment even depth-1" id="comment-5"><span class="avatar"><img>
</span>
<span class="comment_author">Mast Climber</span> <span class="comment_time">{AT}</span></dt><dd class="comment depth-1">
<div class="format_text" id="comment-body-5">{SAID}<p class="reply">{REPLY}</p></div></dd></dl>""",
    "Divi": f"""<ol class="commentlist clearfix"><li class="comment even depth-1" id="li-comment-5"><article
id="comment-5"
class="comment-body clearfix"><div class="comment_avatar"><img alt="Mast Climber"></div><div class="comment_postinfo">
<span class="fn">Mast Climber</span><span class="comment_date">on {AT}</span></div><div class="comment_area">
<div class="comment-content clearfix">{SAID}<span class="reply-container">{REPLY}</span></div></div></article></li>
</ol>""",
    "Avada, the date loose beside the name": f"""<ol class="comment-list commentlist"><li class="comment even depth-1"
id="comment-5"><div class="the-comment"><div class="avatar"><img></div><div class="comment-box">
<div class="comment-author meta"><strong>Mast Climber</strong>{AT}<a class="comment-reply-link"> - Reply</a></div>
<div class="comment-text">{SAID}</div></div></div></li></ol>""",
    "Newspaper, the id on two elements": f"""<ol class="comment-list"><li class="comment" id="comment-5"><article>
<footer>
<img class="avatar"><cite>Mast Climber</cite><a class="comment-link" href="/fibre/#comment-5"><time
pubdate="1583392440">
{AT}</time></a></footer><div class="comment-content">{SAID}</div><div class="comment-meta" id="comment-5">{REPLY}</div>
</article></li></ol>""",
    "Sahifa, head and words in one box": f"""<ol class="commentlist"><li id="comment-5" class="comment even depth-1">
<div class="comment-wrap"><div class="comment-avatar"><img></div><div class="comment-content"><div
class="author-comment">
<cite class="fn">Mast Climber</cite> <div class="comment-meta commentmetadata">{LINK}{AT}</a></div>
<div class="clear"></div></div>{SAID}{REPLY}</div></div></li></ol>""",
    "Soledad, a machine's time on a span": f"""<div class="comments"><div class="comment even depth-1" id="comment-5"
itemscope itemtype="https://schema.org/UserComments"><meta itemprop="discusses" content="Fibre"><div class="thecomment">
<div class="author-img"></div><div class="comment-text"><span class="author" itemprop="creator"><span itemprop="name">
Mast Climber</span></span><span class="date" datetime="{ISO}" itemprop="commentTime"><i class="fa"></i>{AT}</span>
<div class="comment-content" itemprop="commentText">{SAID}</div><span class="reply">{REPLY}</span></div></div></div>
</div>""",
    "Flatsome, the date after the words": f"""<ol class="comment-list"><li class="comment depth-1" id="li-comment-5">
<article
id="comment-5" class="comment-inner"><div class="flex-row"><div class="flex-col"><div class="comment-author mr-half">
<img class="avatar"></div></div><div class="flex-col flex-grow"><cite class="strong fn">Mast Climber</cite>
<span class="says">says:</span><div class="comment-content">{SAID}</div><div class="comment-meta commentmetadata">
{LINK}<time datetime="{ISO}" class="pull-left">{AT}</time></a><div class="reply">{REPLY}</div></div></div></div>
</article></li></ol>""",
    "Enfold": f"""<ol class="commentlist" id="comments"><li class="comment even depth-1" id="comment-5"><article>
<div class="gravatar"><img></div><div class="comment_content"><header class="comment-header"><cite class="author_name
heading"><cite class="comment_author_name">Mast Climber</cite></cite> <span class="author_headings">says:</span>
<div class="comment-meta commentmetadata"><a class="comment_date" href="/fibre/#comment-5">{AT}</a></div></header>
<div class="comment_text">{SAID}{REPLY}</div></div></article></li></ol>""",
    "K2, a counter in front": f"""<ol id="commentlist"><li id="comment-5" class="alt item"><a href="#comment-5"
class="counter" title="Permanent Link">1</a><span class="commentauthor"><a href="http://a.example"
rel="external nofollow">Mast Climber</a></span><small class="comment-meta"><a href="#comment-5">{AT}</a></small>
<div class="comment-content">{SAID}</div></li></ol>""",
    "Tarski": f"""<div class="comment vcard depth-1" id="comment-5"><p class="comment-metadata">
<a href="#comment-5">{AT}</a></p><p class="comment-author"><strong class="fn">Mast Climber</strong></p>
<div class="content">{SAID}</div></div>""",
    "the name in a heading, the words bare": f"""<ol class="commentlist"><li class="comment depth-1" id="comment-5">
<h5>Mast Climber</h5><span class="date">{AT}</span>{SAID}</li></ol>""",
    "Bootstrap's media object": f"""<ul class="media-list comment-list"><li class="media comment depth-1"
id="comment-5">
<a class="pull-left" href="#"><img class="media-object"></a><div class="media-body"><h4
class="media-heading">Mast Climber
<small>{AT}</small></h4>{SAID}<p>{REPLY}</p></div></li></ul>""",
    "Semantic UI": f"""<div class="ui comments"><div class="comment" id="comment-5"><a class="avatar"><img></a>
<div class="content"><a class="author">Mast Climber</a><div class="metadata"><span class="date">{AT}</span></div>
<div class="text">{SAID}</div><div class="actions"><a class="reply">Reply</a></div></div></div></div>""",
    "a table": f"""<table class="commentlist"><tr id="comment-5"><td class="commentauthor">Mast Climber<br>
<span class="date">{AT}</span></td><td class="commenttext">{SAID}</td></tr></table>""",
    "author and date in a cite after the words": f"""<ol id="commentlist"><li id="comment-5">{SAID}
<p><cite>Comment by Mast Climber &#8212; {AT}</cite></p></li></ol>""",
    "no class at all": f"""<ol class="commentlist"><li id="comment-5">{SAID}<p>By: <a
href="http://a.example">Mast Climber</a>
on {AT}</p></li></ol>""",
    "an anchor bears the id": f"""<ol class="commentlist"><li><a id="comment-5"></a><cite>Mast Climber</cite> says:<br>
<small>{AT}</small>{SAID}</li></ol>""",
    "the words inside comment-author": f"""<ul class="commentlist"><li class="comment" id="li-comment-5"><div
id="comment-5">
<div class="comment-author vcard"><cite class="fn">Mast Climber</cite> <span class="says">says:</span>
<div class="comment-meta">{LINK}{AT}</a></div>{SAID}</div></div></li></ul>""",
}


@pytest.mark.parametrize("thread", ONE_COMMENT.values(), ids=ONE_COMMENT.keys())
def test_a_themes_comment_has_its_author_its_time_and_nothing_but_its_words(thread: str) -> None:
    [comment] = read(thread)
    assert (comment.external_id, comment.depth_shown) == ("5", 0)
    assert comment.author == "Mast Climber"
    assert comment.published_raw == AT
    assert comment.published_machine == (ISO if ISO in thread else None)
    assert comment.body == BODY


@pytest.mark.parametrize(
    ("head", "shown"),
    [
        ('<span class="date">05.03.2020</span> <span class="hour">07:14</span>', "05.03.2020 07:14"),
        ('<span class="comment-date">5 March 2020</span> at 7:14 am', "5 March 2020 7:14 am"),
        ('<small>17.07, 2011 @ <a href="#comment-5">13:04</a></small>', "17.07, 2011 13:04"),
        ('<p class="meta">schrieb am 5. März 2020 um 07:14 Uhr:</p>', "5. März 2020 um 07:14 Uhr"),
        ('<span class="meta">7:14 am <em>on</em> March 5, 2020</span>', "7:14 am on March 5, 2020"),
        ('<span class="comment-time">3 hours ago</span>', "3 hours ago"),
        ('<span class="comment-date">Posted on 2020/03/05</span>', "2020/03/05"),
        ('<span class="fecha">5 de marzo de 2020 a las 7:14</span>', "5 de marzo de 2020 a las 7:14"),
    ],
)
def test_the_time_is_kept_as_shown_without_the_words_round_it(head: str, shown: str) -> None:
    [comment] = read(f'<ol class="commentlist"><li id="comment-5"><cite>Mast Climber</cite> {head}{SAID}</li></ol>')
    assert (comment.author, comment.published_raw, comment.body) == ("Mast Climber", shown, BODY)


def test_replies_in_a_list_after_their_parent_are_its_replies() -> None:
    comments = read("""<div class="comment-list"><div class="comment" id="comment-5"><p class="comment-author">A</p>
<div class="comment-content"><p>Up.</p></div></div><ul class="children"><div class="comment" id="comment-6">
<p class="comment-author">B</p><div class="comment-content"><p>Down.</p></div></div><ul class="children">
<div class="comment" id="comment-7"><p class="comment-author">C</p><div class="comment-content"><p>Deep.</p></div></div>
</ul></ul><div class="comment" id="comment-8"><p class="comment-author">D</p><div class="comment-content"><p>Far.</p>
</div></div></div>""")
    assert [(c.author, c.depth_shown, c.body) for c in comments] == [
        ("A", 0, "Up."),
        ("B", 1, "Down."),
        ("C", 2, "Deep."),
        ("D", 0, "Far."),
    ]


def test_a_definition_list_nests_in_its_definitions() -> None:
    comments = read("""<dl id="comment_list"><dt class="comment depth-1" id="comment-5"><span
class="comment_author">A</span>
</dt><dd><div class="format_text"><p>Up.</p></div><dl class="children"><dt class="comment depth-2" id="comment-6">
<span class="comment_author">B</span></dt><dd><div class="format_text"><p>Down.</p></div></dd></dl></dd></dl>""")
    assert [(c.author, c.depth_shown, c.body) for c in comments] == [("A", 0, "Up."), ("B", 1, "Down.")]


def test_nesting_counts_where_every_class_says_the_first_level() -> None:
    comments = read("""<ol class="commentlist"><li class="comment depth-1" id="comment-5"><b class="fn">A</b><p>Up.</p>
<ul class="children"><li class="comment depth-1" id="comment-6"><b class="fn">B</b><p>Down.</p></li></ul></li></ol>""")
    assert [c.depth_shown for c in comments] == [0, 1]


def test_pingbacks_in_short_have_a_title_and_no_words() -> None:
    comments = read("""<ol class="commentlist"><li class="pingback even depth-1" id="comment-7"><div
class="comment-body">
Pingback: <a href="http://p.example/a" class="url" rel="ugc external nofollow">Altnets race, 5.4.2014 | Ductwork</a>
<span class="edit-link"></span></div></li><li class="post pingback"><p>Pingback: <a href='http://q.example/'
class='url'>Poles &amp; wires</a></p></li><li class="trackback" id="comment-8"><p>Trackback: <a href="http://r.example/"
class="url">Trenches</a></p></li></ol>""")
    assert [(c.kind, c.external_id, c.author, c.author_url, c.body) for c in comments] == [
        ("pingback", "7", "Altnets race, 5.4.2014 | Ductwork", "http://p.example/a", ""),
        ("pingback", None, "Poles & wires", "http://q.example/", ""),
        ("trackback", "8", "Trenches", "http://r.example/", ""),
    ]


def test_a_pingback_is_told_by_the_words_beside_its_name() -> None:
    [comment] = read("""<ol class="commentlist"><li id="comment-9"><cite>Pingback von <a href="http://p.example/"
class="url">Ductwork</a></cite> | <small><a href="#comment-9">11.09.2011 23:31</a></small><p>[…] full ducts […]</p></li>
</ol>""")
    assert (comment.kind, comment.author, comment.body) == ("pingback", "Ductwork", "[…] full ducts […]")


def test_the_articles_author_and_a_registered_link_are_told() -> None:
    comments = read("""<ol class="comment-list"><li id="comment-5"
class="comment byuser comment-author-ed-ops bypostauthor depth-1"><b class="fn">
<a href="https://a.example/me" class="url" rel="ugc">Ed</a></b><div class="comment-content"><p>Mine.</p></div></li>
<li class="comment depth-1" id="comment-6"><b class="fn"><a href="javascript:alert(1)" class="url">Bad</a></b>
<div class="comment-content"><p>Not mine.</p></div></li></ol>""")
    assert [(c.author, c.author_id, c.author_url, c.author_role) for c in comments] == [
        ("Ed", "ed-ops", "https://a.example/me", "author"),
        ("Bad", None, None, None),
    ]
