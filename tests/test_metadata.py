"""What pages tell machines: in order, in disorder, and with malice."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest

from spiders.bylines import names_in, names_in_line
from spiders.json_ld import MAX_CHARS, read_json_ld
from spiders.metadata import Metadata, read_metadata
from spiders.page import Page

URL = "https://www.masts.example/2024/05/operator-buys-spectrum/"
STORY = {
    "@context": "https://schema.org",
    "@type": "NewsArticle",
    "headline": "Operator buys spectrum",
    "url": URL,
    "datePublished": "2024-05-03T09:15:00+01:00",
    "dateModified": "2024-05-04T10:00:00+01:00",
    "author": {"@type": "Person", "name": "Ann Lee"},
    "articleSection": "Spectrum",
    "keywords": ["5G", "auction"],
    "commentCount": 12,
    "inLanguage": "en-GB",
}


def page(head: str = "", body: str = "", *, url: str | None = URL, lang: str = "") -> Page:
    attribute = f' lang="{lang}"' if lang else ""
    return Page(f"<!doctype html><html{attribute}><head>{head}</head><body>{body}</body></html>".encode(), url=url)


def script(data: object) -> str:
    text = data if isinstance(data, str) else json.dumps(data)
    return f'<script type="application/ld+json">{text}</script>'


def read(head: str = "", body: str = "", **more: Any) -> Metadata:
    return read_metadata(page(head, body, **more))


def test_json_ld_fills_every_field() -> None:
    metadata = read(script(STORY))
    assert metadata.titles == ["Operator buys spectrum"]
    assert metadata.authors == ["Ann Lee"]
    assert metadata.published == ["2024-05-03T09:15:00+01:00"]
    assert metadata.modified == "2024-05-04T10:00:00+01:00"
    assert metadata.section == "Spectrum"
    assert metadata.tags == ["5G", "auction"]
    assert metadata.language == "en-GB"
    assert metadata.addresses == [URL]
    assert metadata.comment_count == 12
    assert metadata.has_article_node


@pytest.mark.parametrize(
    "text",
    [
        "<!--\n%s\n-->",
        "//<![CDATA[\n%s\n//]]>",
        "/* the story */ %s",
        "\ufeff%s;",
        '{"@type": "WebSite", "name": "Masts"}\n%s',
        "[%s]",
        '{"@graph": [{"@type": "WebSite", "name": "Masts"}, %s]}',
    ],
)
def test_json_ld_is_read_in_whatever_wrapping(text: str) -> None:
    assert read(script(text % json.dumps(STORY))).titles == ["Operator buys spectrum"]


@pytest.mark.parametrize(
    "text",
    [
        '{"@type": "NewsArticle", "headline": "Operator buys spectrum",}',
        '{"@type": "NewsArticle", "headline": "Operator buys spectrum", "keywords": ["5G", ],\n}',
        '{"@type": "NewsArticle", "description": "line\n\tbreak", "headline": "Operator buys spectrum"}',
        '{"@type": "NewsArticle", "author": Ann Lee, "headline": "Operator buys spectrum"}',
        '{"@type": "NewsArticle", "description": "say "hi"", "headline": "Operator buys spectrum"}',
        "{&quot;@type&quot;: &quot;NewsArticle&quot;, &quot;headline&quot;: &quot;Operator buys spectrum&quot;}",
    ],
)
def test_broken_json_ld_is_mended(text: str) -> None:
    assert read(script(text)).titles == ["Operator buys spectrum"]


def test_what_looks_like_a_comment_inside_a_string_stays() -> None:
    story = {**STORY, "headline": "Masts // poles, /* and */ wires,]"}
    assert read(script(json.dumps(story)[:-1] + ",}")).titles == ["Masts // poles, /* and */ wires,]"]


@pytest.mark.parametrize("text", ["", "null", "3", '"text"', "{", "[[[[", '{"@type":', "NaN", "{}" * 50])
def test_json_ld_without_an_article_gives_none(text: str) -> None:
    metadata = read(script(text))
    assert metadata.titles == []
    assert not metadata.has_article_node


@pytest.mark.parametrize("opening", ["[", '{"a":', '{"@graph":['])
def test_json_ld_nested_too_deep_to_parse_does_no_harm(opening: str) -> None:
    assert read(script(opening * 100_000) + script(STORY)).titles == ["Operator buys spectrum"]


def test_a_megabyte_of_json_ld_is_read_and_more_than_the_limit_is_not() -> None:
    large = {**STORY, "articleBody": "signal " * 150_000}
    assert read(script(large)).titles == ["Operator buys spectrum"]
    assert read(script({**STORY, "articleBody": "x" * MAX_CHARS})).titles == []


@pytest.mark.parametrize(
    "text",
    ['{"a":"' + '\\"' * 200_000, "/*" * 200_000, '{"headline":"x' * 30_000, ",  " * 200_000, "<!--" * 200_000],
)
def test_hostile_json_ld_is_given_up_in_linear_time(text: str) -> None:
    started = time.process_time()
    read(script(text))
    assert time.process_time() - started < 2


def test_references_that_point_at_each_other_end() -> None:
    graph = [
        {**STORY, "author": {"@id": "#a"}},
        {"@id": "#a", "@type": "Person", "name": {"@id": "#b"}},
        {"@id": "#b", "name": {"@id": "#a"}},
    ]
    assert read(script({"@graph": graph})).authors == []


def test_an_author_by_reference_is_looked_up() -> None:
    graph = [{**STORY, "author": {"@id": "#ann"}}, {"@id": "#ann", "@type": "Person", "name": "Ann Lee"}]
    assert read(script({"@graph": graph})).authors == ["Ann Lee"]


@pytest.mark.parametrize(
    ("author", "names"),
    [
        ("By Ann Lee", ["Ann Lee"]),
        ({"name": "Ann Lee"}, ["Ann Lee"]),
        ({"givenName": "Ann", "familyName": "Lee"}, ["Ann Lee"]),
        ([{"name": "Ann Lee"}, "Bo Ek", {"name": ["Cy Oz"]}], ["Ann Lee", "Bo Ek", "Cy Oz"]),
        ([{"name": "Ann Lee"}, {"name": "Ann Lee"}], ["Ann Lee"]),
        ("https://www.masts.example/people/ann", []),
        ({"name": "admin"}, []),
        ({"name": None}, []),
        (7, []),
        ([[["Ann Lee"]]], []),
    ],
)
def test_authors_come_in_many_shapes(author: object, names: list[str]) -> None:
    assert read(script({**STORY, "author": author})).authors == names


def test_an_author_named_like_the_site_gives_way_to_a_person() -> None:
    site = '<meta property="og:site_name" content="Mast News"><meta name="author" content="Ann Lee">'
    metadata = read(site + script({**STORY, "author": {"@type": "Person", "name": "Mast News"}}))
    assert metadata.authors == ["Ann Lee"]
    assert metadata.house_authors == ["Mast News"]


def test_of_several_articles_the_one_with_the_page_s_address_is_taken() -> None:
    other = {**STORY, "headline": "Another story", "url": "https://www.masts.example/other/"}
    assert read(script([other, STORY])).titles == ["Operator buys spectrum"]


def test_of_several_articles_without_addresses_the_one_with_the_page_s_headline_is_taken() -> None:
    stories = [{"@type": "Article", "headline": name} for name in ("Roaming ends", "Operator buys spectrum")]
    assert read("<title>Operator buys spectrum | Masts</title>" + script(stories)).titles == ["Operator buys spectrum"]


def test_a_list_of_other_stories_describes_no_article() -> None:
    stories = [{"@type": "NewsArticle", "headline": name} for name in ("Roaming ends", "Cable cut")]
    assert not read("<title>Mast News</title>" + script(stories)).has_article_node


def test_the_only_article_is_not_taken_where_address_and_headline_are_another_page_s() -> None:
    other = {**STORY, "headline": "Another story", "url": "https://www.masts.example/other/"}
    assert not read("<title>Operator buys spectrum</title>" + script(other)).has_article_node


def test_main_entity_of_page_names_the_address() -> None:
    story = {key: value for key, value in STORY.items() if key != "url"}
    story["mainEntityOfPage"] = {"@type": "WebPage", "@id": URL + "#main"}
    other = {**STORY, "headline": "Another story", "url": "https://www.masts.example/other/"}
    assert read(script([other, story])).titles == ["Operator buys spectrum"]


@pytest.mark.parametrize(
    ("count", "read_as"), [(12, 12), ("12", 12), (0, 0), (-1, None), (True, None), ("many", None), (float("inf"), None)]
)
def test_comment_count_is_a_whole_number_or_nothing(count: object, read_as: int | None) -> None:
    assert read(script({**STORY, "commentCount": count})).comment_count == read_as


def test_opengraph_and_dublin_core_fill_what_json_ld_lacks() -> None:
    metadata = read(
        '<meta property="og:title twitter:title" content="Operator &amp; spectrum">'
        '<meta property="article:published_time" content="2024-05-03T09:15:00Z">'
        '<meta name="DC.date.modified" content="2024-05-04">'
        '<meta name="dcterms.creator" content="Ann Lee">'
        '<meta property="article:section" content="Spectrum">'
        '<meta property="article:tag" content="5G"><meta property="article:tag" content="Auction">'
        '<meta property="og:locale" content="de_de">'
    )
    assert metadata.titles == ["Operator & spectrum"]
    assert metadata.published == ["2024-05-03T09:15:00Z"]
    assert metadata.modified == "2024-05-04"
    assert metadata.authors == ["Ann Lee"]
    assert metadata.section == "Spectrum"
    assert metadata.tags == ["5G", "Auction"]
    assert metadata.language == "de-DE"


def test_microdata_describes_an_article() -> None:
    metadata = read(
        body='<div itemscope itemtype="https://schema.org/NewsArticle">'
        '<h1 itemprop="headline">Operator buys <b>spectrum</b></h1>'
        '<span itemprop="author" itemscope itemtype="https://schema.org/Person"><b itemprop="name">Ann Lee</b></span>'
        '<time itemprop="datePublished" datetime="2024-05-03">3 May</time>'
        '<div itemprop="comment" itemscope itemtype="https://schema.org/Comment">'
        '<i itemprop="author">A reader</i><time itemprop="datePublished" datetime="2024-05-09">9 May</time></div></div>'
    )
    assert metadata.titles == ["Operator buys spectrum"]
    assert metadata.authors == ["Ann Lee"]
    assert metadata.published == ["2024-05-03"]


def test_comments_marked_as_microdata_date_no_article() -> None:
    comment = '<div itemscope itemtype="https://schema.org/Comment"><time itemprop="datePublished">3 May</time></div>'
    assert read(body=comment * 3).published == []


def test_loose_properties_that_repeat_belong_to_a_list() -> None:
    assert read(body='<b itemprop="author">Ann Lee</b>').authors == ["Ann Lee"]
    assert read(body='<b itemprop="author">Ann Lee</b><b itemprop="author">Bo Ek</b>').authors == []


def test_all_categories_in_one_string_give_the_first_as_section() -> None:
    assert read(script({**STORY, "articleSection": "Spectrum,News,5G"})).section == "Spectrum"
    assert read(script({**STORY, "articleSection": "Health, Safety"})).section == "Health, Safety"


@pytest.mark.parametrize(
    ("said", "tag"),
    [("de", "de"), ("EN_us", "en-US"), ("zh-hans-cn", "zh-Hans-CN"), ("english", None), ("{{lang}}", None), ("", None)],
)
def test_language_is_a_tag_or_nothing(said: str, tag: str | None) -> None:
    assert read(lang=said).language == tag


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "data:text/html,x", "mailto:a@b.example", "http://[", "", "//"]
)
def test_addresses_are_http_only(link: str) -> None:
    assert read(f'<link rel="canonical" href="{link}"><meta property="og:url" content="{link}">').addresses == []


def test_relative_addresses_stand_on_the_page_s_or_on_base() -> None:
    assert read('<link rel="canonical" href="/a/">').addresses == ["https://www.masts.example/a/"]
    assert read('<base href="https://b.example/x/"><link rel="canonical" href="a">').addresses == [
        "https://b.example/x/a"
    ]
    assert read('<link rel="canonical" href="//c.example/a">', url=None).addresses == ["https://c.example/a"]
    assert read('<link rel="canonical" href="/a/">', url=None).addresses == []


def test_a_page_that_says_nothing_gives_nothing() -> None:
    metadata = read_metadata(Page(b"<p>x</p>"))
    assert metadata.titles == metadata.authors == metadata.published == metadata.tags == metadata.addresses == []
    assert (metadata.modified, metadata.section, metadata.language, metadata.comment_count) == (None,) * 4


def test_json_ld_of_other_scripts_is_left_alone() -> None:
    assert read_json_ld(page('<script>{"@type": "Article"}</script>')).nodes == []


@pytest.mark.parametrize(
    ("byline", "names"),
    [
        ("Geschrieben von Max Muster", ["Max Muster"]),
        ("Autor: Max Muster", ["Max Muster"]),
        ("Par Zoé Petit |", ["Zoé Petit"]),
        ("Theme by Ada - https://themes.example", []),
        ("Ursula von Berg", ["Ursula von Berg"]),
        ("undefined", []),
        ("-", []),
        ("x" * 101, []),
    ],
)
def test_bylines_lose_what_is_no_name(byline: str, names: list[str]) -> None:
    assert names_in([byline]) == names


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("3 May 2024 | By Ann Lee and Bo Ek", ["Ann Lee and Bo Ek"]),
        ("Von: Jan van Rijn 3. Mai 2024 12 Kommentare", ["Jan van Rijn"]),
        ("Posted by Ductwatch / 121 comments » / Fibre, Masts & Cables", ["Ductwatch"]),
        ("By Ann Lee Published: Apr 5, 2020", ["Ann Lee"]),
        ("Written by Ann Lee Published on April 5, 2020", ["Ann Lee"]),
        ("Par Zoé Petit le 3 mai 2024", ["Zoé Petit"]),
        ("03.05.2024, 16:20 von mastbauer", ["mastbauer"]),
        ("Posted by Ann Lee on May 3, 2024", ["Ann Lee"]),
        ("Von Berg zu Berg: Funk im Tal", []),
        ("Von Berg Zu Berg: Funk im Tal", []),
        ("Von Januar 2024 an gilt Roaming", []),
        ("By the way, masts fall", []),
        ("Driven by Huawei, networks grow", []),
    ],
)
def test_a_line_names_its_author_only_where_it_says_so(line: str, names: list[str]) -> None:
    assert names_in_line(line) == names
