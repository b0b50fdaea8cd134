"""The article of a page: title, byline, dates, address, text; and which pages are articles at all."""

from __future__ import annotations

import time
from datetime import UTC, datetime

import pytest
from lxml.html import HtmlElement

from archiver.items import Article
from spiders.article import ArticleRules, is_article, read_article
from spiders.page import Page
from tests.article_pages import FIRST, PUBLISHED, STORY, TEXT, URL, og, page, read

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
        ("/a/comment-page-2/", "https://www.masts.example.org/a/"),
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


def test_the_only_heading_of_a_page_that_says_nothing_else_is_its_title() -> None:
    page = Page(
        b"<!doctype html><html><body><h1>We have fibre</h1><p>At last.</p></body></html>", url="https://m.example/7"
    )
    assert read_article(page).title == "We have fibre"
