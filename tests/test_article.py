"""The article of a page: title, byline, dates, address, text; and which pages are articles at all."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import Any

import pytest
from lxml import etree
from lxml.html import HtmlElement

from archiver.items import Article
from spiders.article import ArticleRules, is_article, read_article
from spiders.page import Page

URL = "https://www.masts.example.org/2024/05/03/operator-buys-spectrum/"
FIRST = (
    "The operator bought sixty megahertz of spectrum on Friday. It paid more than anybody had expected, and says that "
    "villages will be served first, because the new band reaches far."
)
SECOND = (
    "Engineers doubt it. Without fibre to the masts, they say, the radio is the smaller part of the work, and the "
    "ducts along the valley roads belong to a rival who asks for twice the rent of a year ago."
)
STORY = f"<p>{FIRST}</p><p>{SECOND}</p>"
TEXT = f"{FIRST}\n\n{SECOND}"


def page(head: str = "", body: str = "", *, url: str | None = URL, body_class: str = "", **more: Any) -> Page:
    markup = f'<!doctype html><html><head>{head}</head><body class="{body_class}">{body}</body></html>'
    return Page(markup.encode(), url=url, **more)


def read(head: str = "", body: str = "", *, rules: ArticleRules | None = None, **more: Any) -> Article:
    return read_article(page(head, body, **more), rules)


def og(title: str, site: str = "") -> str:
    site_name = f'<meta property="og:site_name" content="{site}">' if site else ""
    return f'<meta property="og:title" content="{title}">{site_name}'


# Title


@pytest.mark.parametrize(
    ("head", "body", "title"),
    [
        (
            "<title>Operator buys spectrum | Mast News</title>",
            "<h1>Operator buys spectrum</h1>",
            "Operator buys spectrum",
        ),
        (
            "<title>Mast News » Operator buys spectrum</title>",
            "<h2>Operator buys spectrum</h2>",
            "Operator buys spectrum",
        ),
        (og("Operator buys spectrum - Mast News", "Mast News"), "", "Operator buys spectrum"),
        (og("Operator buys spectrum | 5G | Mast News | Radio daily", "Mast News"), "", "Operator buys spectrum | 5G"),
        (og("Mast News: Operator buys spectrum", "Mast News"), "", "Operator buys spectrum"),
        (og("Operator buys spectrum - masts.example.org"), "", "Operator buys spectrum"),
        ("<title>Operator buys more spectrum – Unknown Daily</title>", "", "Operator buys more spectrum"),
        ("<title>Spectrum – a short story of radio waves</title>", "", "Spectrum – a short story of radio waves"),
    ],
)
def test_the_site_s_name_is_taken_off_the_title(head: str, body: str, title: str) -> None:
    assert read(head, body).title == title


def test_a_heading_that_names_the_site_is_no_title() -> None:
    head = "<title>Operator buys spectrum | Mast News</title>"
    body = '<h1><a href="/">Mast News</a></h1><h2>Operator buys spectrum</h2>'
    assert read(head, body).title == "Operator buys spectrum"


def test_a_blog_s_name_above_the_article_is_no_title() -> None:
    head = "<title>The Radio Gang » Blog Archive » Operator buys spectrum</title>"
    body = '<h1><a href="/2024/">The Radio Gang</a></h1><h2><a href="#">Operator buys spectrum</a></h2>'
    assert read(head, body).title == "Operator buys spectrum"


def test_the_shown_heading_wins_over_what_social_networks_are_told() -> None:
    head = og("You will not believe what this operator bought", "Mast News")
    assert read(head, '<h1 class="entry-title">Operator buys spectrum</h1>').title == "Operator buys spectrum"


def test_a_heading_in_the_words_of_the_address_is_the_title() -> None:
    head = og("What the auction means") + "<title>What the auction means</title>"
    assert read(head, "<h1>Subscribe</h1><h1>Operator buys our spectrum</h1>").title == "Operator buys our spectrum"


def test_a_heading_unlike_every_title_is_not_believed() -> None:
    assert read(og("Operator buys spectrum"), "<h1>Latest stories</h1>").title == "Operator buys spectrum"


def test_contradictory_titles_go_by_the_heading_that_agrees_with_one() -> None:
    head = og("Sixty megahertz for the valley") + "<title>Operator buys spectrum</title>"
    assert read(head, "<h1>Operator buys spectrum</h1>").title == "Operator buys spectrum"


def test_a_kicker_in_an_element_of_its_own_is_no_part_of_the_title() -> None:
    body = "<h1><span>Exclusive</span> <span>Operator buys spectrum</span></h1>"
    assert read(og("Operator buys spectrum"), body).title == "Operator buys spectrum"


def test_words_before_the_told_title_stay_where_they_are_part_of_the_heading() -> None:
    body = "<h1>“A bargain”: Operator buys spectrum</h1>"
    assert read(og("Operator buys spectrum"), body).title == "“A bargain”: Operator buys spectrum"


def test_a_title_in_the_sidebar_yields_to_the_same_in_the_article() -> None:
    aside = '<aside class="sidebar"><h3>Operator buys spectrum</h3></aside>'
    body = f'{aside}<div><h2>Operator buys spectrum</h2>{STORY}</div><p class="byline">By Ann Lee</p>'
    article = read(og("Operator buys spectrum"), body)
    assert (article.title, article.byline) == ("Operator buys spectrum", "Ann Lee")


def test_a_page_that_says_nothing_has_nothing() -> None:
    assert read_article(Page(b"<p>x</p>"), with_body=False) == Article()


# Byline


@pytest.mark.parametrize(
    "shown",
    [
        '<a rel="author" href="/ann/">Ann Lee</a>',
        '<span class="byline">By <b>Ann Lee</b></span>',
        '<p class="entry-meta">3 May 2024 by <span class="author vcard"><b class="fn">Ann Lee</b></span></p>',
        "<p>3 May 2024 | By Ann Lee</p>",
        '<div class="author">Ann Lee, 3 May 2024</div>',
    ],
)
def test_the_byline_is_found_near_the_headline(shown: str) -> None:
    assert read(og("Operator buys spectrum"), f"<h1>Operator buys spectrum</h1>{shown}{STORY}").byline == "Ann Lee"


def test_a_byline_in_the_column_of_the_story_is_found_although_headings_follow() -> None:
    body = f'<div><h1>Operator buys spectrum</h1></div><div><i class="author">Ann Lee</i>{STORY}<h2>Doubts</h2></div>'
    assert read(og("Operator buys spectrum"), body).byline == "Ann Lee"


def test_a_reader_s_name_is_no_byline() -> None:
    comments = (
        '<div id="comments"><div class="comment"><b class="fn">A reader</b><i class="author">A reader</i></div></div>'
    )
    assert read(og("Operator buys spectrum"), f"<h1>Operator buys spectrum</h1>{comments}").byline is None


def test_metadata_wins_over_the_shown_byline() -> None:
    head = og("Operator buys spectrum") + '<meta property="article:author" content="Ann Lee">'
    assert read(head, "<h1>Operator buys spectrum</h1><p>By A. Lee</p>").byline == "Ann Lee"


def test_a_profile_s_address_is_no_byline() -> None:
    head = og("Operator buys spectrum") + '<meta property="article:author" content="https://social.example/ann">'
    assert read(head, '<h1>Operator buys spectrum</h1><i class="author">Ann Lee</i>').byline == "Ann Lee"


# Dates

PUBLISHED = '<meta property="article:published_time" content="2024-05-03T22:30:00+00:00">'


def test_the_shown_date_stands_beside_the_machine_s() -> None:
    article = read(
        og("Operator buys spectrum") + PUBLISHED,
        "<h1>Operator buys spectrum</h1><p>By Ann Lee, 3 May 2024 at 11:30 pm</p>" + STORY,
    )
    assert article.published_raw == "3 May 2024 at 11:30 pm"
    assert article.published_machine == "2024-05-03T22:30:00+00:00"


def test_a_shown_date_a_day_off_is_the_same_in_another_zone() -> None:
    article = read(og("Operator buys spectrum") + PUBLISHED, "<h1>Operator buys spectrum</h1><p>4.5.2024</p>")
    assert article.published_raw == "4.5.2024"


def test_a_shown_date_of_another_day_is_not_the_article_s() -> None:
    article = read(og("Operator buys spectrum") + PUBLISHED, "<h1>Operator buys spectrum</h1><p>Updated 9 May 2024</p>")
    assert article.published_raw == "2024-05-03T22:30:00+00:00"


def test_without_metadata_the_date_near_the_headline_counts() -> None:
    body = f'<h1>Operator buys spectrum</h1><p>3 May 2024</p>{STORY}<div id="comments"><p>9 May 2024</p></div>'
    article = read("<title>Operator buys spectrum</title>", body, url="https://www.masts.example.org/a/")
    assert (article.published_raw, article.published_machine) == ("3 May 2024", None)


def test_a_date_within_the_text_is_not_the_article_s() -> None:
    body = (
        f"<h1>Operator buys spectrum</h1><p>On 9 May 2019 the band was still silent, and nobody wanted it. {FIRST}</p>"
    )
    article = read("<title>Operator buys spectrum</title>", body, url="https://www.masts.example.org/a/", rules=None)
    assert article.published_raw is None


def test_times_of_other_stories_do_not_date_the_article() -> None:
    teaser = (
        '<ul class="wp-block-query"><li><h2>Cable cut</h2><time datetime="2019-01-02">2 January 2019</time></li></ul>'
    )
    body = f"<main><div><h1>Operator buys spectrum</h1>{STORY}</div>{teaser}</main>"
    article = read("<title>Operator buys spectrum</title>", body, url="https://www.masts.example.org/a/")
    assert (article.published_raw, article.published_machine) == (None, None)


def test_the_address_dates_the_article_where_nothing_else_does() -> None:
    article = read("<title>Operator buys spectrum</title>", f"<h1>Operator buys spectrum</h1>{STORY}")
    assert (article.published_raw, article.published_machine) == (None, "2024-05-03")


def test_the_more_precise_of_agreeing_dates_is_kept() -> None:
    head = '<meta name="parsely-pub-date" content="2024-05-03"><meta name="pubdate" content="2024-05-03T08:00:00Z">'
    assert read(head).published_machine == "2024-05-03T08:00:00Z"


def test_a_date_of_words_in_the_metadata_is_raw_only() -> None:
    article = read('<meta name="pubdate" content="Friday, May 3, 2024">', url="https://www.masts.example.org/a/")
    assert (article.published_raw, article.published_machine) == ("Friday, May 3, 2024", None)


def test_no_date_after_the_capture_is_searched_out() -> None:
    body = f'<h1>Operator buys spectrum</h1>{STORY}<p class="published">2031-01-01</p>'
    captured = datetime(2024, 6, 1, tzinfo=UTC)
    article = read("<title>x</title>", body, url="https://www.masts.example.org/a/", captured_at=captured)
    assert article.published_machine is None


# Address and id


@pytest.mark.parametrize(
    ("canonical", "url"),
    [
        ("/a/#top", "https://www.masts.example.org/a/"),
        ("https://m.masts.example.org/a/", "https://m.masts.example.org/a/"),
        ("https://evil.example.net/a/", URL),
        ("javascript:alert(1)", URL),
        ("https://www.masts.example.org/", URL),
        ("https://[broken", URL),
    ],
)
def test_a_canonical_address_must_be_on_the_site(canonical: str, url: str) -> None:
    assert read(f'<link rel="canonical" href="{canonical}">').url == url


def test_links_rewritten_by_the_wayback_machine_lead_to_the_original() -> None:
    wrapped = f"https://web.archive.org/web/20240601000000/{URL}"
    assert read(f'<link rel="canonical" href="{wrapped}">', url=wrapped).url == URL


@pytest.mark.parametrize(
    ("head", "body", "body_class", "number"),
    [
        ("", "", "single single-post postid-812", "812"),
        ("", '<article id="post-812"></article>', "", "812"),
        ("", '<article id="post-812"></article><article id="post-9"></article>', "", None),
        ('<link rel="shortlink" href="https://www.masts.example.org/?p=812">', "", "", "812"),
        ('<link rel="shortlink" href="/node/812">', "", "", "812"),
        ('<link rel="shortlink" href="/?p=0">', "", "", None),
        ('<link rel="shortlink" href="https://[x/?p=1">', "", "", None),
    ],
)
def test_the_publishing_system_s_own_number(head: str, body: str, body_class: str, number: str | None) -> None:
    assert read(head, body, body_class=body_class).external_id == number


def test_tags_are_taken_from_links_before_the_site_s_keywords() -> None:
    head = og("Operator buys spectrum") + '<meta name="keywords" content="news, masts">'
    body = '<h1>Operator buys spectrum</h1><a rel="category tag">News</a><a rel="tag">5G</a><a rel="tag">Auction</a>'
    assert read(head, body).tags == ["5G", "Auction"]
    assert read(head, "<h1>Operator buys spectrum</h1>").tags == ["news", "masts"]


# Text


def test_wordpress_content_is_read_as_it_stands() -> None:
    body = (
        f'<div class="entry-content"><p>{FIRST}</p><h2>Doubts</h2><ul><li>ducts</li></ul>'
        f"<blockquote>{SECOND}</blockquote>"
        "<figure><img><figcaption>A mast</figcaption></figure><script>track()</script>"
        '<div class="sharedaddy">Share this</div><div id="jp-relatedposts">Related</div><form>Subscribe</form></div>'
    )
    assert read("", body).body == f"{FIRST}\n\nDoubts\n\nducts\n\n{SECOND}"


def test_an_article_body_in_microdata_is_read_as_it_stands() -> None:
    assert read("", f'<div itemprop="articleBody">{STORY}</div><div>Imprint and other small print</div>').body == TEXT


def test_a_wrapper_with_a_share_bar_s_name_is_kept_where_it_holds_the_story() -> None:
    assert read("", f'<div class="entry-content"><div class="with-share-bar">{STORY}</div></div>').body == TEXT


def test_the_text_is_found_on_a_page_without_marks() -> None:
    body = f"<nav><a href=/>Home</a><a href=/5g>5G</a></nav><div><h1>Operator buys spectrum</h1>{STORY}</div>"
    assert read(og("Operator buys spectrum"), body).body == TEXT


@pytest.mark.parametrize(
    "mark", ['id="comments"', 'class="comment-list"', 'id="respond"', 'class="wpd-thread wpdiscuz"']
)
@pytest.mark.parametrize("frame", ["<div>%s</div>", '<div class="entry-content">%s</div>'])
def test_comments_never_leak_into_the_text(mark: str, frame: str) -> None:
    words = "I have waited for this for years and do not believe a word of it, as nobody here does. " * 5
    comments = f"<div {mark}><p>{words}</p><p>{words}</p></div>"
    body = "<h1>Operator buys spectrum</h1>" + frame % (STORY + comments)
    text = read(og("Operator buys spectrum"), body).body or ""
    assert FIRST in text
    assert "waited" not in text


def test_thread_elements_never_leak_into_the_text() -> None:
    words = "I have waited for this for years and do not believe a word of it, as nobody here does. " * 5
    shown = page("", f"<div>{STORY}</div><div class=opinions><p>{words}</p><p>{words}</p></div>")
    text = read_article(shown, thread_elements=shown.by_class["opinions"]).body or ""
    assert FIRST in text
    assert "waited" not in text


def test_a_frame_named_after_comments_that_holds_the_headline_is_the_article() -> None:
    body = f'<div class="story has-many-comments most-comments"><h1>Operator buys spectrum</h1>{STORY}</div>'
    assert FIRST in (read(og("Operator buys spectrum"), body).body or "")


def test_the_text_does_not_begin_with_the_header_again() -> None:
    header = "<h2>Operator buys spectrum</h2><p>By Ann Lee</p><p>3 May 2024</p>"
    head = og("Operator buys spectrum") + PUBLISHED + '<meta property="article:author" content="Ann Lee">'
    body = f'<h1>Operator buys spectrum</h1><p>3 May 2024</p><div class="entry-content">{header}{STORY}</div>'
    assert read(head, body).body == TEXT


def test_without_body_no_text_is_read() -> None:
    assert read_article(page("", f'<div class="entry-content">{STORY}</div>'), with_body=False).body is None


def test_reading_leaves_the_page_s_tree_as_it_was() -> None:
    shown = page(og("Operator buys spectrum"), f'<h1>Operator buys spectrum</h1>{STORY}<div id="comments">x</div>')
    before = etree.tostring(shown.root)
    first, second = read_article(shown), read_article(shown)
    assert etree.tostring(shown.root) == before
    assert first == second


# A site's rules


def test_a_site_s_selectors_win() -> None:
    rules = ArticleRules(title=".t", byline=".b::text", published="time::attr(datetime)", body=".x p")
    body = (
        '<h1>Kicker</h1><b class="t">Operator buys spectrum</b><i class="b">By Ann Lee</i><time datetime="2024-05-03">'
    )
    article = read(og("Kicker"), f'{body}3 May</time><div class="x">{STORY}</div>', rules=rules)
    assert (article.title, article.byline, article.body) == ("Operator buys spectrum", "Ann Lee", TEXT)
    assert (article.published_raw, article.published_machine) == ("2024-05-03", "2024-05-03")


def test_a_selected_time_gives_both_forms() -> None:
    body = '<time class="d" datetime="2024-05-03T09:15:00">3 May, 9.15</time>'
    article = read("", body, rules=ArticleRules(published=".d"))
    assert (article.published_raw, article.published_machine) == ("3 May, 9.15", "2024-05-03T09:15:00")


def test_a_selector_that_finds_nothing_leaves_the_part_to_the_page() -> None:
    rules = ArticleRules(title=".t", byline=".b", published=".p", body=".x")
    body = f'<h1>Operator buys spectrum</h1><p class="byline">By Ann Lee</p><div class="entry-content">{STORY}</div>'
    article = read(og("Operator buys spectrum") + PUBLISHED, body, rules=rules)
    assert (article.title, article.byline, article.body) == ("Operator buys spectrum", "Ann Lee", TEXT)


# Which pages are articles


@pytest.mark.parametrize(
    ("head", "body", "body_class", "url"),
    [
        ("", "", "single single-post postid-8", URL),
        ('<meta property="og:type" content="article">', "", "", URL),
        ('<script type="application/ld+json">{"@type": "BlogPosting", "headline": "x"}</script>', "", "", URL),
        ("", '<form><input name="comment_post_ID" value="8"></form>', "", "https://www.masts.example.org/a/"),
        ("", "<article><h1>x</h1><time>3 May</time></article>", "", "https://www.masts.example.org/a/"),
        ("", "", "", "https://www.masts.example.org/2024/05/operator-buys-spectrum.html"),
        (PUBLISHED + '<meta name="author" content="Ann Lee">', "", "", "https://www.masts.example.org/a/"),
    ],
)
def test_an_article_is_told(head: str, body: str, body_class: str, url: str) -> None:
    assert is_article(page(head, body, body_class=body_class, url=url))


OG_ARTICLE = '<meta property="og:type" content="article">'
TEASER = "<article><h2>x</h2><time>3 May</time></article>"


@pytest.mark.parametrize(
    ("head", "body", "body_class", "url"),
    [
        ("", "", "", URL.replace("/operator-buys-spectrum/", "/")),
        (OG_ARTICLE, "", "", "https://www.masts.example.org/"),
        (OG_ARTICLE, "", "home blog", "https://www.masts.example.org/news/"),
        (OG_ARTICLE, "", "archive category", "https://www.masts.example.org/5g/"),
        (OG_ARTICLE, "", "", "https://www.masts.example.org/?s=spectrum"),
        (OG_ARTICLE, "", "", "https://www.masts.example.org/tag/5g/"),
        ('<script type="application/ld+json">{"@type": "CollectionPage"}</script>' + OG_ARTICLE, "", "", URL[:-20]),
        ('<meta property="og:type" content="website">', TEASER * 3, "", "https://www.masts.example.org/5g/"),
        ("", TEASER * 3, "", "https://www.masts.example.org/5g/"),
    ],
)
def test_a_front_page_or_list_is_no_article(head: str, body: str, body_class: str, url: str) -> None:
    assert not is_article(page(head, body, body_class=body_class, url=url))


# Malice


@pytest.mark.parametrize(
    "body",
    [
        "<div class='comment meta author date'>" * 3_000 + "3 May 2024",
        "<p class=meta>1 May 2024</p>" * 30_000,
        "<h1>Operator buys spectrum" * 5_000,
        "<h1>" + "a - " * 100_000,
        "<a rel='author tag'>x" * 20_000,
        "<time datetime='2024-05-03'>3 May</time>" * 20_000,
        "<div class='" + "a-" * 300_000 + "date-'>x</div>",
        "<i itemprop=author itemscope>" * 5_000,
        "<h1>Operator buys spectrum</h1>" + "<p>" + "By A " * 100_000,
    ],
    ids=range(9),
)
def test_hostile_pages_cost_no_more_than_their_size(body: str) -> None:
    head = og("Operator buys spectrum - " * 50, "Mast " * 200)
    shown = page(head, body)
    assert isinstance(shown.root, HtmlElement)
    started = time.process_time()
    read_article(shown, with_body=False)
    assert time.process_time() - started < 3


def test_nesting_that_no_article_has_does_no_harm() -> None:
    read_article(page(og("x"), "<div>" * 5_000 + STORY))


def test_a_page_of_too_many_elements_is_searched_for_no_text() -> None:
    started = time.process_time()
    assert read("", "<b>x</b>" * 200_000).body is None
    assert time.process_time() - started < 5
