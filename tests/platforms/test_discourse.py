"""Discourse's crawler view.

The templates below follow, in our own words, ``app/views/topics/show.html.erb`` of Discourse (``crawler-post``), the
quotes and boxes that its cooking makes, and the view as it was before posts had ids.
"""

from __future__ import annotations

from datetime import datetime
from html import escape

from hypothesis import given

from archiver.items import Comment
from spiders.page import Page
from spiders.platforms.discourse import Discourse
from tests.platforms.boards import page_of
from tests.platforms.forests import ExpectedComment, Forest, assert_same_forest, forests, quoted_words, with_quotes
from tests.platforms.mark_up import AS_FORESTS, as_paragraphs

TOPIC = "https://forum.mast.example/t/fibre-reaches-little-wick/7"


def board_time(at: datetime) -> str:
    return f"{at:%B} {at.day}, {at.year}, {at:%I:%M%p}".replace("AM", "am").replace("PM", "pm")


def topic_page(forest: Forest) -> Page:
    posts = "\n".join(crawler_post(one, forest) for one in forest)
    return topic_around(posts)


def topic_around(posts: str, url: str | None = TOPIC, head: str = "") -> Page:
    return page_of(
        '<header><a href="/">Mast forum</a></header><div id="main-outlet" class="wrap" role="main">'
        '<div id="topic-title"><h1><a href="/t/fibre-reaches-little-wick/7">Fibre reaches Little Wick</a></h1></div>'
        "<div itemscope itemtype='http://schema.org/DiscussionForumPosting'>"
        f"<meta itemprop='headline' content='Fibre reaches Little Wick'>{posts}</div>"
        '<div id="related-topics" class="more-topics__list"><h3>Related topics</h3></div></div>',
        url=url,
        head=head,
    )


def crawler_post(one: ExpectedComment, forest: Forest) -> str:
    time = ""
    if one.published:
        time = (
            f"<time itemprop='datePublished' datetime='{one.published:%Y-%m-%dT%H:%M:%S}Z' class='post-time'>"
            f"{board_time(one.published)}</time>"
            "<meta itemprop='dateModified' content='2027-02-03T10:20:00Z'>"
        )
    return f"""<div id='post_{one.id}' itemprop='comment' itemscope itemtype='http://schema.org/Comment'
      class='topic-body crawler-post'>
      <div class='crawler-post-meta'>
        <span class="creator" itemprop="author" itemscope itemtype="http://schema.org/Person">
          <a itemprop="url" rel='nofollow' href='https://forum.mast.example/u/x'><span
            itemprop='name'>{escape(one.author or "")}</span></a> (Full Name)
        </span>
        <link itemprop="mainEntityOfPage" href="{TOPIC}">
        <span class="crawler-post-infos">{time}<span itemprop='position'>{one.id}</span></span>
      </div>
      <div class='post' itemprop='text'>{quote(one, forest)}{as_paragraphs(one.paragraphs)}</div>
      <div itemprop="interactionStatistic" itemscope itemtype="http://schema.org/InteractionCounter">
        <meta itemprop="interactionType" content="http://schema.org/LikeAction"/>
        <meta itemprop="userInteractionCount" content="8" /><span class='post-likes'>8 Likes</span>
      </div>
      <div class='crawler-linkback-list'><div><a href="/t/masts/9">Masts</a></div></div>
    </div>"""


def quote(one: ExpectedComment, forest: Forest) -> str:
    if one.parent is None:
        return ""
    parent = forest[one.parent]
    return f"""<aside class="quote no-group" data-username="{escape(parent.author or "")}" data-post="{parent.id}"
      data-topic="7"><div class="title"><div class="quote-controls"></div>
      <img loading="lazy" alt="" width="24" height="24" src="a.png" class="avatar"> {escape(parent.author or "")}:</div>
      <blockquote>{as_paragraphs([quoted_words(parent)])}</blockquote></aside>"""


def quote_head(parent: ExpectedComment) -> tuple[str, ...]:
    return (f"{parent.author or ''}:",)


@AS_FORESTS
@given(forests(max_depth=200))
def test_reading_a_topic_gives_back_what_was_rendered(forest: Forest) -> None:
    page = topic_page(forest)
    assert Discourse().recognises(page) == bool(forest)
    assert_same_forest(Discourse().comments(page), with_quotes(forest, quote_head), shown_time=board_time)
    assert Discourse().count_in_bytes(page) == len(forest)


def only(words: str, meta: str = "", attributes: str = "id='post_4'") -> Comment:
    post = (
        f"<div {attributes} class='topic-body crawler-post'><div class='crawler-post-meta'>{meta}</div>"
        f"<div class='post' itemprop='text'>{words}</div></div>"
    )
    (comment,) = Discourse().comments(topic_around(post))
    return comment


def test_likes_author_and_time_are_read_from_the_head() -> None:
    page = topic_page([ExpectedComment(position=0, id="4", parent=None, depth=0, author="mo",
                                       published=datetime(2021, 5, 4, 9, 30), paragraphs=("Masts.",))])  # fmt: skip
    (comment,) = Discourse().comments(page)
    assert (comment.author, comment.author_url, comment.likes) == ("mo", "https://forum.mast.example/u/x", 8)
    assert comment.published_machine == "2021-05-04T09:30:00Z"


def test_before_posts_had_ids_the_number_is_the_one_shown() -> None:
    meta = "<span class='crawler-post-infos'><span itemprop='position'>#5</span></span>"
    assert only("<p>Masts.</p>", meta, attributes="itemscope").external_id == "5"


def test_a_quote_from_another_topic_makes_no_parent() -> None:
    there = '<aside class="quote" data-post="2" data-topic="9"><blockquote>x</blockquote></aside>'
    here = '<aside class="quote" data-post="3" data-topic="7"><blockquote>x</blockquote></aside>'
    assert only(f"{there}<p>No.</p>").claimed_parent is None
    assert only(f"{there}{here}<p>No.</p>").claimed_parent == "3"
    assert only(f"<p>Well:</p>{here}<p>No.</p>").claimed_parent is None


def test_captions_and_previews_of_other_sites_are_no_words() -> None:
    picture = (
        '<div class="lightbox-wrapper"><a class="lightbox" href="/m.png"><img src="/m.png" alt="mast">'
        '<div class="meta"><span class="filename">mast</span><span class="informations">800×600 12 KB</span></div>'
        "</a></div>"
    )
    box = (
        '<aside class="onebox allowlistedgeneric"><header class="source"><a href="https://a.example/">a.example</a>'
        '</header><article class="onebox-body"><h3>Masts for Wick</h3><p>The council said</p></article></aside>'
    )
    emoji = '<img src="wave.png" title=":wave:" class="emoji" alt=":wave:">'
    assert only(f"<p>Look {emoji}</p>{picture}{box}").body == "Look :wave:\n\na.example"


def test_the_next_page_and_the_one_before_are_the_others() -> None:
    nav = (
        "<div role='navigation' itemscope itemtype='http://schema.org/SiteNavigationElement' "
        'class="topic-body crawler-post"><span itemprop=\'name\'><a rel="prev" itemprop="url" '
        'href="/t/fibre-reaches-little-wick/7">← previous page</a><b><a rel="next" itemprop="url" '
        'href="/t/fibre-reaches-little-wick/7?page=3">next page →</a></b></span></div>'
    )
    page = topic_around(nav, url=f"{TOPIC}?page=2", head=f'<link rel="canonical" href="{TOPIC}?page=2">')
    assert Discourse().more_pages(page) == [TOPIC, f"{TOPIC}?page=3"]
    assert Discourse().page_number(page) == 2
    assert Discourse().comments(page) == []
    assert not Discourse().recognises(page)


def test_a_list_of_topics_is_not_recognised() -> None:
    body = (
        '<tr class="topic-list-item"><td class="main-link"><a href="/t/fibre/7">Fibre</a> crawler-post-meta</td></tr>'
    )
    assert not Discourse().recognises(page_of(body))
