"""Asking a site for its newest comments, whatever article they are on: one request tells which threads have news."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any, ClassVar, Final

import scrapy
from scrapy.http import Request, Response
from twisted.python.failure import Failure

from archiver.archive.comment_news import NamedComment
from archiver.captures.known import validator
from archiver.crawl_list import CrawlList
from archiver.items import Site
from archiver.robots import ForbiddenByRobotsError
from archiver.urls import registered_domain
from spiders.checking_hosts import IS_OPTIONAL
from spiders.failures import met_robot_check, status_of, what_failed
from spiders.page import Page, UnreadablePageError
from spiders.platforms.wordpress_comment_feed import built_at, newest_comments, sites_comment_feed
from spiders.platforms.wordpress_rest import PER_PAGE, newest_address, newest_in
from spiders.xml_feed import is_feed

_KIND: Final = "comments"
MAX_PAGES_OF_NEWEST = 10
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

    @property
    def is_declared(self) -> bool:
        """Whether the spider is that of a declared site, of which all articles are wanted."""
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
            known = self.page_list.known_state(url, _KIND)
            yield Request(
                url,
                headers=known,
                callback=self.parse_comment_feed,
                errback=self.comment_feed_failed,
                cb_kwargs={"asked": url, "site_id": site_id},
                meta={"handle_httpstatus_list": [304]} if known else {},
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
        told = self.page_list.comments_read(
            site_id,
            asked,
            response.status,
            self._own(asked, [NamedComment(one.article, one.number) for one in named]),
            etag=validator(response.headers.get("ETag")),
            last_modified=validator(response.headers.get("Last-Modified")) or (built_at(feed) if named else None),
            is_followed=self.is_declared,
        )
        for url in told.articles:
            yield self.article_request(url)
        if told.missed_since is not None:
            yield from self._ask_for_more(asked, site_id, told.missed_since, 1)

    def parse_newest(
        self, response: Response, asked: str, site_id: str, since: datetime, number: int
    ) -> Iterator[Request]:
        """WordPress's list of the site's newest comments: asked where its feed, of ten, may not hold all of them."""
        assert self.page_list is not None
        found = newest_in(Page(response.body, url=response.url, content_type=_header(response, "Content-Type")))
        named = self._own(asked, [NamedComment(*one) for one in found or ()])
        articles = self.page_list.articles_with_news(site_id, named, asked, is_followed=self.is_declared)
        for url in articles:
            yield self.article_request(url)
        if articles and len(found or ()) >= PER_PAGE and number < MAX_PAGES_OF_NEWEST:
            yield from self._ask_for_more(asked, site_id, since, number + 1)

    def newest_failed(self, failure: Failure) -> None:
        """Many sites close WordPress's API: what the feed does not name is found when it is due."""
        self.logger.debug("No newest comments: %s", what_failed(failure))

    def _ask_for_more(self, feed: str, site_id: str, since: datetime, number: int) -> Iterator[Request]:
        url = newest_address(feed, since, number)
        if url is not None:
            yield Request(
                url,
                callback=self.parse_newest,
                errback=self.newest_failed,
                cb_kwargs={"asked": feed, "site_id": site_id, "since": since, "number": number},
                meta={IS_OPTIONAL: True},
                priority=1,
                dont_filter=True,
            )

    def _own(self, feed: str, named: list[NamedComment]) -> list[NamedComment]:
        """Those on articles of the feed's own site."""
        domain = registered_domain(feed)
        fitting = set(self.articles_among([one.article for one in named if registered_domain(one.article) == domain]))
        return [one for one in named if one.article in fitting]

    def comment_feed_failed(self, failure: Failure) -> None:
        """No thread is lost with a feed of comments: each is due by its own rhythm too."""
        asked: str = failure.request.cb_kwargs["asked"]  # type: ignore[attr-defined]  # set by Scrapy
        status = status_of(failure)
        is_closed = status in _NOT_HERE or isinstance(failure.value, ForbiddenByRobotsError) or met_robot_check(failure)
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
