"""Asking a site for its newest comments, whatever article they are on: one request tells which threads have news."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar, Final

import scrapy
from scrapy.http import Request, Response
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

from archiver.archive.comment_news import NamedComment
from archiver.crawl_list import CrawlList
from archiver.items import Site
from archiver.robots import ForbiddenByRobotsError
from archiver.urls import registered_domain
from spiders.failures import what_failed
from spiders.page import Page, UnreadablePageError
from spiders.platforms.wordpress_comment_feed import built_at, newest_comments, sites_comment_feed
from spiders.xml_feed import is_feed

_KIND: Final = "comments"
_NOT_HERE = (401, 403, 404, 410)


class CommentNewsSpider(scrapy.Spider):
    """What a spider needs to read feeds of comments; how to fetch an article is its subclass's."""

    comment_feeds: ClassVar[tuple[str, ...]] = ()  # where new comments are announced; those of WordPress are found

    def __init__(self, **arguments: Any) -> None:
        super().__init__(**arguments)
        self.page_list: CrawlList | None = None  # lent by the step that stores
        self._noted_feeds: set[str] = set()

    def site_of(self, url: str) -> Site:
        """The site that an address belongs to."""
        raise NotImplementedError

    def articles_among(self, urls: list[str]) -> list[str]:
        """Those of the addresses that are articles' by the site's own rule."""
        raise NotImplementedError

    def article_request(self, url: str) -> Request:
        """A request for an article."""
        raise NotImplementedError

    def note_comment_feed(self, page: Page) -> None:
        """Enter the feed that a page links to into the page list."""
        if self.page_list is None:
            return
        url = sites_comment_feed(page)
        if url is not None and url not in self._noted_feeds:
            self._noted_feeds.add(url)
            self.page_list.found(self.site_of(url).id, _KIND, [url], page.url)

    def ask_for_new_comments(self, site_id: str, *, due_only: bool) -> Iterator[Request]:
        """Ask the site's feeds of comments before anything else: they tell what else is to be fetched."""
        if self.page_list is None:
            return
        if self.comment_feeds:
            self.page_list.found(site_id, _KIND, list(self.comment_feeds), None)
        for url in self.page_list.comment_feeds(site_id, due_only=due_only):
            yield Request(
                url,
                headers=self.page_list.known_state(url),
                callback=self.parse_comment_feed,
                errback=self.comment_feed_failed,
                cb_kwargs={"asked": url, "site_id": site_id},
                meta={"handle_httpstatus_list": [304]},
                priority=1,
                dont_filter=True,
            )

    def parse_comment_feed(self, response: Response, asked: str, site_id: str) -> Iterator[Request]:
        """A feed of comments: the articles that have some which the archive lacks are fetched."""
        assert self.page_list is not None
        feed = Page(response.body, url=response.url, content_type=_header(response, "Content-Type"))
        if response.status != 304 and not _is_readable_feed(feed):
            self._feed_is_of_no_use(asked, response.status, "it is no feed")
            return
        named = [] if response.status == 304 else newest_comments(feed)
        own = registered_domain(asked)
        fitting = set(self.articles_among([one.article for one in named if registered_domain(one.article) == own]))
        news = self.page_list.comments_read(
            site_id,
            asked,
            response.status,
            [NamedComment(one.article, one.number) for one in named if one.article in fitting],
            etag=_header(response, "ETag"),
            last_modified=_header(response, "Last-Modified") or (built_at(feed) if named else None),
        )
        for url in news:
            yield self.article_request(url)

    def comment_feed_failed(self, failure: Failure) -> None:
        """No thread is lost with a feed of comments: each is due by its own rhythm too."""
        asked: str = failure.request.cb_kwargs["asked"]  # type: ignore[attr-defined]  # set by Scrapy
        status = failure.value.response.status if isinstance(failure.value, HttpError) else None
        is_closed = status in _NOT_HERE or isinstance(failure.value, ForbiddenByRobotsError)
        self._feed_is_of_no_use(asked, status, what_failed(failure), is_closed=is_closed)

    def _feed_is_of_no_use(self, url: str, status: int | None, why: str, *, is_closed: bool = True) -> None:
        assert self.page_list is not None
        self.page_list.failed(url, _KIND, status, why)
        if is_closed:
            self.logger.info("%s tells nothing of new comments: %s", url, why)
            return
        self.logger.error("%s could not be fetched: %s", url, why)
        assert self.crawler.stats is not None
        self.crawler.stats.inc_value("archiver/pages_failed")


def _is_readable_feed(page: Page) -> bool:
    try:
        return is_feed(page)
    except UnreadablePageError:
        return False


def _header(response: Response, name: str) -> str | None:
    return (response.headers.get(name) or b"").decode("latin-1").strip() or None
