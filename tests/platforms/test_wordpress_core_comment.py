"""What is read by its place in WordPress's own mark-up is what would be read by its names."""

from __future__ import annotations

import pytest
from lxml import html
from lxml.html import HtmlElement

from spiders.platforms.fields import read_fields
from spiders.platforms.wordpress_core_comment import read_core_comment

HEAD = (
    '<footer class="comment-meta"><div class="comment-author vcard">'
    '<img alt="" src="/a.png" class="avatar avatar-48 photo"> <b class="fn">'
    '<a href="https://mast.example/" rel="external nofollow ugc" class="url">Nora  Mast</a></b>'
    ' <span class="says">says:</span></div><!-- .comment-author -->'
    '<div class="comment-metadata"><a href="https://news.example/masts/#comment-7">'
    '<time datetime="2024-05-06T14:15:00+01:00">6 May 2024 at 14:15</time></a></div><!-- .comment-metadata -->'
    "</footer>"
)
WORDS = "<p>Fibre &amp; copper,<br>both.</p><p>See <a href='https://fibre.example/x' rel='nofollow ugc'>this</a>.</p>"
REPLY = '<div class="reply"><a rel="nofollow" class="comment-reply-link" href="#comment-7">Reply</a></div>'


def item(head: str = HEAD, words: str = WORDS, after: str = REPLY, attributes: str = "") -> HtmlElement:
    return html.fragment_fromstring(
        f'<li id="comment-7" class="comment even depth-1 bypostauthor"{attributes}>'
        f'<article id="div-comment-7" class="comment-body">{head}'
        f'<div class="comment-content">{words}</div><!-- .comment-content -->{after}</article></li>'
    )


def test_the_mark_up_of_wordpress_is_read_by_its_places() -> None:
    comment = read_core_comment(item(), frozenset(), None)
    assert comment is not None
    assert (comment.author, comment.author_url, comment.author_role) == ("Nora Mast", "https://mast.example/", "author")
    assert comment.published_raw == "6 May 2024 at 14:15"
    assert comment.published_machine == "2024-05-06T14:15:00+01:00"
    assert comment.body == "Fibre & copper,\nboth.\n\nSee this."


@pytest.mark.parametrize(
    "element",
    [
        item(),
        item(after=""),
        item(HEAD.replace('<img alt="" src="/a.png" class="avatar avatar-48 photo">', "")),
        item(HEAD.replace("Nora  Mast", "42")),
        item(HEAD.replace("Nora  Mast", "Nora says:")),
        item(HEAD.replace("https://mast.example/", "javascript:alert(1)")),
        item(words="<p>One<br><br>two <br> three<br></p>\n<p> </p><p>a &lt;b&gt; &amp;amp; \xa0 <em>c</em></p>"),
        item(words="<p></p><p>Words<br></p>"),
        item(words="loose words<ul><li>one<li>two</ul><blockquote><p>quoted</p></blockquote>"),
    ],
)
def test_both_ways_of_reading_give_the_same(element: HtmlElement) -> None:
    comment = read_core_comment(element, frozenset(), "https://news.example/masts/")
    assert comment is not None
    assert comment == read_fields(element, base_url="https://news.example/masts/")


@pytest.mark.parametrize(
    "element",
    [
        item(attributes=' data-author-id="9"'),
        item(HEAD.replace('class="fn"', 'class="fn" hidden')),
        item(HEAD.replace("Nora  Mast", "")),
        item(HEAD.replace("Nora  Mast", "<i>Nora</i>")),
        item(HEAD.replace("</span>", "</span> <span class='badge staff'>Staff</span>")),
        item(HEAD.replace('<time datetime="2024-05-06T14:15:00+01:00">', "<time>")),
        item(HEAD.replace("6 May 2024 at 14:15", "6 May 2024 " * 20)),
        item(HEAD.replace(">6 May 2024 at 14:15<", "><")),
        item(words=""),
        item(words="<p>Words</p><div class='likes'>3</div>"),
        item(words="<p>Words</p><script>x()</script>"),
        item(words="<p>Words<!-- more --></p>"),
        item(words="<p>Words <a href='#respond'>Answer</a></p>"),
        item(after="<div class='reply'><span class='likes'>3</span></div>"),
        item(after=REPLY + "<div class='likes'>3</div>"),
    ],
)
def test_what_departs_from_it_is_left_to_reading_by_names(element: HtmlElement) -> None:
    assert read_core_comment(element, frozenset(), None) is None


CLASSIC_AUTHOR = (
    "<div class='comment-author vcard'><img alt='' src='/a.png' class='avatar avatar-32 photo' height='32' /> "
    "<cite class='fn'><a href='https://mast.example/' rel='external nofollow' class='url'>Nora Mast</a></cite> "
    "<span class='says'>says:</span></div>"
)
CLASSIC_TIME = (
    "<div class='comment-meta commentmetadata'><a href='/masts/#comment-7'>\n 6 May 2024 at 2:15 pm</a>&nbsp;</div>"
)
CLASSIC_WORDS = "\n<p>Fibre &amp; copper,<br>both.</p>\n<p>See <a href='https://fibre.example/x'>this</a>.</p>\n"


def classic_item(
    author: str = CLASSIC_AUTHOR, time: str = CLASSIC_TIME, words: str = CLASSIC_WORDS, after: str = REPLY
) -> HtmlElement:
    return html.fragment_fromstring(
        "<li class='comment byuser comment-author-nora depth-1' id='comment-7'>"
        f"<div id='div-comment-7' class='comment-body'>{author}\n{time}\n{words}{after}</div>\n"
        "<ul class='children'><li id='comment-8' class='comment'>another's words</li></ul></li>"
    )


@pytest.mark.parametrize(
    "element",
    [
        classic_item(),
        classic_item(after=""),
        classic_item(CLASSIC_AUTHOR.replace("Nora Mast", "42")),
        classic_item(CLASSIC_AUTHOR.replace("https://mast.example/", "https://mast.example/?a=1&amp;b=2")),
        classic_item(time=CLASSIC_TIME.replace("6 May 2024 at 2:15 pm", "on 6. Mai 2024 um 14:15 Uhr |")),
        classic_item(time=CLASSIC_TIME.replace("6 May 2024 at 2:15 pm", "Wed, 06/05/2024 - 14:15")),
        classic_item(words="<p>+1</p>"),
        classic_item(words="<p>On 6 May 2024 at 2:15 pm it fell.</p><p>6 May 2024 at 2:15 pm</p>"),
    ],
)
def test_both_ways_of_reading_the_classic_mark_up_give_the_same(element: HtmlElement) -> None:
    others = set(element.iter("li"))
    comment = read_core_comment(element, others, "https://news.example/masts/")
    assert comment is not None
    assert comment == read_fields(element, nested=others, base_url="https://news.example/masts/")


@pytest.mark.parametrize(
    "element",
    [
        classic_item(words="loose words<p>and others</p>"),
        classic_item(words="<p>Words</p><blockquote>quoted</blockquote>"),
        classic_item(words="<p>Words</p><div class='likes'>3</div>"),
        classic_item(time=CLASSIC_TIME.replace("6 May 2024 at 2:15 pm", "6 May 2024")),
        classic_item(time=CLASSIC_TIME.replace("</a>", "</a> <a href='/edit'>Edit</a>")),
        classic_item(CLASSIC_AUTHOR.replace("</cite>", "</cite> <em class='awaiting-moderation'>held</em>")),
    ],
)
def test_what_departs_from_the_classic_mark_up_is_left_to_reading_by_names(element: HtmlElement) -> None:
    assert read_core_comment(element, frozenset(), None) is None


def test_an_article_that_is_another_comment_is_not_read_as_part_of_this_one() -> None:
    element = item()
    assert read_core_comment(element, {element[0]}, None) is None
