"""What a site's ``article_pattern`` does to the links that its feeds announce."""

from __future__ import annotations

import logging
from datetime import UTC, datetime

import pytest
from scrapy.http import Request, Response, XmlResponse
from scrapy.utils.test import get_crawler

from archiver.captures import CAPTURED_AT
from spiders.base import ThreadSpider

FEED = "https://mast.example/feed/"


class MastSpider(ThreadSpider):
    """The Mast, an invented site whose feed holds films and offers as well."""

    name = "mast"
    domain = "mast.example"
    article_pattern = r"^/news/\d{4}/[^/]+$"


class AnythingSpider(ThreadSpider):
    """A site of whose addresses nobody knows anything."""

    name = "anything"
    domain = "mast.example"


def spider(kind: type[ThreadSpider]) -> ThreadSpider:
    return kind.from_crawler(get_crawler(kind))


def feed(*paths: str) -> Response:
    items = "".join(f"<item><link>https://mast.example{path}</link></item>" for path in paths)
    return XmlResponse(
        FEED,
        body=f"<rss version='2.0'><channel>{items}</channel></rss>".encode(),
        request=Request(FEED, meta={CAPTURED_AT: datetime(2024, 5, 6, tzinfo=UTC)}),
    )


def asked_for(by: ThreadSpider, response: Response) -> list[str]:
    return [request.url for request in by.parse(response) if isinstance(request, Request)]


def counted(by: ThreadSpider, name: str) -> int:
    assert by.crawler.stats is not None
    count: int = by.crawler.stats.get_value(f"archiver/{name}", 0)
    return count


def test_only_what_fits_the_sites_pattern_is_fetched(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, logger="mast")
    mast = spider(MastSpider)
    asked = asked_for(mast, feed("/news/2024/masts-go-up", "/films/2024/masts-go-up", "/offers", "/news/2024/it-rains"))
    assert asked == ["https://mast.example/news/2024/masts-go-up", "https://mast.example/news/2024/it-rains"]
    assert counted(mast, "links_left_out") == 2
    assert counted(mast, "pages_failed") == 0
    (said,) = [record for record in caplog.records if record.name == "mast"]
    assert said.levelno == logging.DEBUG
    assert "https://mast.example/films/2024/masts-go-up" in said.getMessage()


def test_the_pattern_is_about_the_path_alone() -> None:
    asked = asked_for(spider(MastSpider), feed("/news/2024/masts-go-up?from=feed", "/?see=/news/2024/masts"))
    assert asked == ["https://mast.example/news/2024/masts-go-up?from=feed"]


def test_without_a_pattern_everything_announced_is_fetched() -> None:
    anything = spider(AnythingSpider)
    assert len(asked_for(anything, feed("/news/2024/masts-go-up", "/films/1", "/offers"))) == 3
    assert counted(anything, "links_left_out") == 0


def test_a_feed_of_which_nothing_fits_is_a_failure_for_the_pattern_may_be_out_of_date(
    caplog: pytest.LogCaptureFixture,
) -> None:
    mast = spider(MastSpider)
    assert asked_for(mast, feed("/2025/masts-go-up", "/2025/it-rains")) == []
    assert counted(mast, "pages_failed") == 1
    assert "article_pattern" in caplog.text
