"""What lists of older articles say, and what of it falls into a span of days."""

from __future__ import annotations

import gzip
import json
from datetime import date

import pytest
from scrapy.http import Request, Response

from archiver.archive import Archive
from archiver.archive.page_list import listed_pages
from archiver.crawl_list import CrawlList
from spiders.list_record import ListRecord
from spiders.past import PastSpider, Search
from spiders.past_articles import MAX_MAPS_ELSEWHERE, Span, posts_address, posts_in, sitemap_in, sitemaps_named
from spiders.sitemap import MAX_SITEMAP_BYTES

MAP = "https://mast.example/sitemap.xml"
MAY = Span(since=date(2024, 5, 1), until=date(2024, 6, 1))
EVER = Span()


def urlset(*entries: tuple[str, str]) -> bytes:
    urls = "".join(f"<url><loc>{loc}</loc>{more}</url>" for loc, more in entries)
    return f'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{urls}</urlset>'.encode()


def index(*entries: tuple[str, str]) -> bytes:
    maps = "".join(f"<sitemap><loc>{loc}</loc>{more}</sitemap>" for loc, more in entries)
    return f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{maps}</sitemapindex>'.encode()


def articles(body: bytes, span: Span) -> list[str]:
    listed = sitemap_in(body, MAP, span)
    assert listed is not None
    return [url.removeprefix("https://mast.example/") for url in listed.articles]


def test_the_date_in_an_address_beats_the_last_change() -> None:
    body = urlset(
        ("https://mast.example/2024/05/fibre/", "<lastmod>2024-09-01</lastmod>"),
        ("https://mast.example/2023/11/copper/", "<lastmod>2024-05-09</lastmod>"),
        ("/2024/05/31/late/", ""),
        ("/2024/06/01/later/", ""),
    )
    assert articles(body, MAY) == ["2024/05/fibre/", "2024/05/31/late/"]


def test_what_was_changed_since_may_have_been_written_in_the_span() -> None:
    body = urlset(
        ("https://mast.example/masts/", "<lastmod>2024-07-09T10:00:00+01:00</lastmod>"),
        ("https://mast.example/old/", "<lastmod>2022-07-09</lastmod>"),
    )
    assert articles(body, MAY) == ["masts/"]


def test_what_nobody_dates_is_left_out_of_a_span_and_counted() -> None:
    body = urlset(("https://mast.example/about/", ""), ("https://mast.example/odd/", "<lastmod>soon</lastmod>"))
    listed = sitemap_in(body, MAP, MAY)
    assert listed is not None
    assert (listed.articles, listed.left_out) == ([], 2)
    assert articles(body, EVER) == ["about/", "odd/"]


def test_an_index_leads_to_the_maps_that_may_matter_gzipped_or_not() -> None:
    body = gzip.compress(
        index(
            ("https://mast.example/map-2023.xml", "<lastmod>2023-12-31</lastmod>"),
            ("https://mast.example/map-2024.xml.gz", "<lastmod>2024-05-09</lastmod>"),
            ("/map-undated.xml", ""),
        )
    )
    listed = sitemap_in(body, MAP, MAY)
    assert listed is not None
    assert listed.documents == ["https://mast.example/map-2024.xml.gz", "https://mast.example/map-undated.xml"]


def test_a_map_of_which_an_index_gives_the_day_alone_may_change_again_that_day() -> None:
    days = ("2024-05-09", "2024-05-09T00:00:00+01:00", "2024-05-09T00:00Z", "soon")
    instants = ("2024-05-09T10:15:00Z", "2024-05-09T00:00:30+01:00")
    maps = [(f"/{number}.xml", f"<lastmod>{said}</lastmod>") for number, said in enumerate((*days, *instants))]
    listed = sitemap_in(index(*maps), MAP, MAY)
    assert listed is not None
    assert len(listed.documents) == len(maps)
    assert listed.undated == listed.documents[: len(days)]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html><body>Not here</body></html>",
        b"\x1f\x8b damaged",
        gzip.compress(urlset(("/a/", "")))[:-9],
        b'<!DOCTYPE x [<!ENTITY a "b">]><rss>&a;</rss>',
    ],
)
def test_an_answer_that_is_no_map_is_told_apart(body: bytes) -> None:
    assert sitemap_in(body, MAP, EVER) is None


def test_a_map_that_unpacks_without_end_is_none() -> None:
    assert sitemap_in(gzip.compress(b" " * (MAX_SITEMAP_BYTES + 2)), MAP, EVER) is None


def test_addresses_of_other_sites_are_not_followed() -> None:
    body = urlset(("https://elsewhere.example/2024/05/x/", ""), ("javascript:alert(1)", ""), ("/2024/05/ours/", ""))
    assert articles(body, EVER) == ["2024/05/ours/"]


def test_robots_names_the_maps_or_they_are_looked_for_where_they_usually_lie() -> None:
    robots = b"User-agent: *\nDisallow: /x\nSitemap: https://mast.example/maps/news.xml\nsitemap: /b.xml\n"
    url = "https://mast.example/robots.txt"
    assert sitemaps_named(robots, url) == ["https://mast.example/maps/news.xml", "https://mast.example/b.xml"]
    assert MAP in sitemaps_named(b"User-agent: *\n", url)


def test_robots_sends_nobody_to_another_site_again_and_again() -> None:
    own, elsewhere = (
        [f"https://{host}/{number}.xml" for number in range(9)] for host in ("mast.example", "victim.example")
    )
    robots = "".join(f"Sitemap: {one}\n" for one in [*elsewhere, *own]).encode()
    assert sitemaps_named(robots, "https://mast.example/robots.txt") == [*elsewhere[:MAX_MAPS_ELSEWHERE], *own]


def test_of_a_huge_index_only_as_many_maps_are_noted_as_can_be_asked_for(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("spiders.past.MAX_LISTS", 3)
    record = ListRecord(CrawlList(archive), "mast", MAP, "sitemap")
    search = Search(MAP, EVER, on_end=lambda _: None, record=record, waiting=1)
    answer = Response(MAP, body=index(*((f"/{number}.xml", "") for number in range(9))), request=Request(MAP))
    asked = list(PastSpider(name="mast").parse_sitemap(answer, search))
    assert [one.url for one in asked] == listed_pages(archive, "mast", "submap")
    assert len(asked) == 3


def test_wordpress_lists_a_span_page_by_page() -> None:
    first = posts_address("https://mast.example/blog/", MAY)
    assert "after=2024-05-01T00%3A00%3A00&before=2024-06-01T00%3A00%3A00" in first
    full = json.dumps([{"link": f"https://mast.example/blog/{number}/"} for number in range(100)]).encode()
    listed = posts_in(full, first, MAY)
    assert listed is not None
    assert len(listed.articles) == 100
    assert listed.documents == [posts_address("https://mast.example/blog", MAY, 2)]
    last = posts_in(b'[{"link": "https://mast.example/a/"}, {"link": 7}, 3]', listed.documents[0], MAY)
    assert last is not None
    assert (last.articles, last.documents) == (["https://mast.example/a/"], [])


@pytest.mark.parametrize("body", [b"", b"<html>", b'{"code": "rest_forbidden"}', b"[" * 100_000])
def test_a_closed_interface_is_no_list(body: bytes) -> None:
    assert posts_in(body, posts_address("https://mast.example", EVER), EVER) is None


def test_a_map_of_news_says_when_its_articles_were_published() -> None:
    news = "<n:news xmlns:n='http://www.google.com/schemas/sitemap-news/0.9'><n:publication_date>{}</n:publication_date></n:news>"
    body = urlset(
        ("https://mast.example/masts/", "<lastmod>2024-07-09</lastmod>" + news.format("2024-05-30T23:00:00+01:00")),
        ("https://mast.example/copper/", "<lastmod>2024-05-30</lastmod>" + news.format("2024-04-30")),
    )
    assert articles(body, MAY) == ["masts/"]


@pytest.mark.parametrize(
    "names",
    [
        ("wp-sitemap-posts-post-1.xml", "wp-sitemap-posts-page-1.xml", "wp-sitemap-taxonomies-category-1.xml"),
        ("post-sitemap2.xml", "page-sitemap.xml", "category-sitemap.xml", "author-sitemap.xml", "post_tag-sitemap.xml"),
    ],
)
def test_of_wordpress_maps_those_of_pages_categories_and_authors_are_left(names: tuple[str, ...]) -> None:
    listed = sitemap_in(index(*((f"/{name}", "") for name in (*names, "archive-2019.xml"))), MAP, EVER)
    assert listed is not None
    assert [url.rpartition("/")[2] for url in listed.documents] == [names[0], "archive-2019.xml"]


def test_a_map_that_breaks_off_gives_what_can_be_read_of_it() -> None:
    assert articles(urlset(("/2024/05/a/", ""), ("/2024/05/b/", ""))[:-30], EVER) == ["2024/05/a/"]
