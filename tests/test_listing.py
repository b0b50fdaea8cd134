"""Pages that list articles: what they list, of when it is, and where older ones are."""

from __future__ import annotations

from datetime import UTC, date, datetime
from time import process_time

import pytest

from spiders.listing import is_list, listed_articles, older_page
from spiders.page import Page
from tests.wordpress_pages import article_page, comment_item

SECTION = "https://www.mast.example/mobile/"


def listing(*teasers: str, url: str = SECTION, head: str = "", after: str = "") -> Page:
    menu = '<nav><ul><li><a href="/about-us-and-our-work-1234/">About us and our work</a></li></ul></nav>'
    side = '<div class="sidebar"><h3><a href="/2019/01/most-read-of-all-times/">Most read of all times</a></h3></div>'
    body = f"{menu}<main><h1>Mobile</h1>{''.join(teasers)}</main>{side}{after}"
    head = f"<head><title>Mobile</title>{head}</head>"
    return Page(
        f'<!doctype html><html lang="en-GB">{head}<body>{body}</body></html>'.encode(),
        url=url,
        captured_at=datetime(2024, 6, 7, tzinfo=UTC),
    )


def teaser(address: str, date_shown: str = "") -> str:
    return (
        f'<div class="teaser"><h2><a href="{address}">Masts go up again</a></h2><p>{date_shown}</p><p>Words.</p></div>'
    )


def test_a_section_lists_its_teasers_and_neither_menu_nor_sidebar() -> None:
    page = listing(
        teaser("/news/masts-go-up-again-4711.html"),
        teaser("https://www.mast.example/2024/05/copper-goes-out/#comments"),
        teaser("/news/masts-go-up-again-4711.html?utm_source=front"),
        teaser("/category/mobile-networks-and-more/"),
        teaser("https://pole.example/2024/05/elsewhere-and-far-away/"),
        teaser("/mobile/page/2/"),
    )
    found = listed_articles(page)
    assert [one.url for one in found] == [
        "https://www.mast.example/news/masts-go-up-again-4711.html",
        "https://www.mast.example/2024/05/copper-goes-out/",
    ]
    assert [one.days for one in found] == [None, (date(2024, 5, 1), date(2024, 5, 31))]


@pytest.mark.parametrize(
    "shown",
    [
        '<time datetime="2024-05-06T23:30:00Z">yesterday</time>',
        "by Ada, 6 May 2024",
        "<span>06.05.2024</span> 3 comments",
    ],
)
def test_a_teaser_is_dated_by_what_it_shows(shown: str) -> None:
    (one, other) = listed_articles(listing(teaser("/masts-go-up-again/", shown), teaser("/copper-goes-out-now/")))
    assert one.days == (date(2024, 5, 5), date(2024, 5, 7))
    assert other.days is None


def test_an_archive_of_a_month_dates_what_shows_no_date() -> None:
    (one,) = listed_articles(listing(teaser("/masts-go-up-again/"), url="https://www.mast.example/2024/05/page/2/"))
    assert one.days == (date(2024, 5, 1), date(2024, 5, 31))


def test_an_articles_own_page_lists_nothing() -> None:
    page = article_page("https://www.mast.example/masts/", [comment_item(1, "Ada", "Good news.")], stated=1)
    related = "".join(teaser(f"/2024/05/masts-go-up-{n}x-now/") for n in range(9))
    assert not is_list(Page(page.replace("</article>", related, 1).encode(), url="https://www.mast.example/masts/"))


@pytest.mark.parametrize(
    ("here", "head", "after", "older"),
    [
        (SECTION, '<link rel="next" href="/mobile/page/2/">', "", "/mobile/page/2/"),
        (SECTION, "", '<a rel="next" href="?page=2">»</a>', "/mobile/?page=2"),
        (SECTION, "", '<div class="nav-previous"><a href="/mobile/page/2/">←</a></div>', "/mobile/page/2/"),
        (SECTION, "", '<a href="/search?updated-max=2024-05-01">Older posts</a>', "/search?updated-max=2024-05-01"),
        (SECTION, "", '<a href="/mobile/seite-2/">Ältere Beiträge</a>', "/mobile/seite-2/"),
        (SECTION, "", '<a href="/mobile/page/2/">2</a><a href="/mobile/page/9/">9</a>', "/mobile/page/2/"),
        (f"{SECTION}page/2/", "", '<a href="/mobile/">1</a><a href="/mobile/page/3/">3</a>', "/mobile/page/3/"),
        (f"{SECTION}page/3/", '<link rel="next" href="/mobile/page/3/">', '<a href="/mobile/">Next</a>', None),
        (SECTION, "", '<a href="/2024/05/masts-go-up-again/">Next</a>', None),
        (SECTION, "", '<a href="https://pole.example/mobile/page/2/">Older posts</a>', None),
        (SECTION, "", '<a href="/copper/page/2/">2</a>', None),
    ],
)
def test_the_way_to_older_articles(here: str, head: str, after: str, older: str | None) -> None:
    found = older_page(listing(teaser("/masts-go-up-again/"), url=here, head=head, after=after))
    assert found == (older and f"https://www.mast.example{older}")


@pytest.mark.parametrize(
    "many",
    [
        "<div>" * 400 + "<a href='/x'>x</a>" * 100_000,
        "<a href='/" + "masts-" * 100_000 + "!'>Masts go up again</a>",
        "<div class=teaser><h2>" * 1_000 + "<a href='/masts-go-up-5/'>Masts go up again</a>" * 1_900,
        "<div>" + "<br>" * 100_000 + "<div><a href='/masts-go-up-6/'>Masts go up again <b>" * 500 + "words " * 100_000,
    ],
)
def test_a_page_made_to_take_long_is_read_in_time(many: str) -> None:
    page = listing(many + "".join(teaser(f"/masts-go-up-{n}/") for n in range(500)), after=many)
    started = process_time()
    assert len(listed_articles(page)) <= 2_000
    older_page(page)
    assert process_time() - started < 5
