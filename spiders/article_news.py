"""Asking a WordPress site which articles were changed, where its feed of articles shows that some were."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import scrapy
from scrapy.http import Request, Response
from twisted.python.failure import Failure

from archiver.crawl_list import CrawlList
from archiver.items import Site
from spiders.changed_articles import PER_PAGE, changed_address, changed_in, is_by_wordpress
from spiders.checking_hosts import IS_OPTIONAL
from spiders.failures import what_failed
from spiders.page import Page

MAX_PAGES_OF_CHANGED = 10


class ArticleNewsSpider(scrapy.Spider):
    """What a spider needs to learn of edited articles; how to fetch one is its subclass's."""

    def __init__(self, **arguments: Any) -> None:
        super().__init__(**arguments)
        self.page_list: CrawlList | None = None  # lent by the step that stores

    def site_of(self, url: str) -> Site:
        """The site that an address belongs to."""
        raise NotImplementedError

    def articles_among(self, urls: list[str]) -> list[str]:
        """Those of the addresses that are articles' by the site's own rule."""
        raise NotImplementedError

    def article_request(self, url: str) -> Request:
        """A request for an article."""
        raise NotImplementedError

    def ask_for_changed_articles(self, feed: Page) -> Iterator[Request]:
        """Ask which articles were changed, where a feed shows that some were since it was last read."""
        if self.page_list is None or feed.url is None or not is_by_wordpress(feed):
            return
        since = self.page_list.changed_since(feed.url, feed.last_modified)
        if since is not None:
            yield from self._ask_for_changed(feed.url, since, 1)

    def _ask_for_changed(self, feed: str, since: datetime, number: int) -> Iterator[Request]:
        url = changed_address(feed, since, number)
        if url is not None:
            yield Request(
                url,
                callback=self.parse_changed,
                errback=self.changed_failed,
                cb_kwargs={"feed": feed, "since": since, "number": number},
                meta={IS_OPTIONAL: True},
                priority=1,
                dont_filter=True,
            )

    def parse_changed(self, response: Response, feed: str, since: datetime, number: int) -> Iterator[Request]:
        """A page of the list: what was changed since the archive's last look at it is fetched."""
        assert self.page_list is not None
        found = changed_in(Page(response.body, url=response.url)) or []
        own = set(self.articles_among([one.url for one in found]))
        listed = [one for one in found if one.url in own]
        for url in self.page_list.articles_changed(self.site_of(feed).id, listed, since, feed):
            yield self.article_request(url)
        may_go_on = len(found) >= PER_PAGE and number < MAX_PAGES_OF_CHANGED
        if may_go_on and found[-1].modified_at > since:
            yield from self._ask_for_changed(feed, since, number + 1)

    def changed_failed(self, failure: Failure) -> None:
        """Many sites close WordPress's API: an edit is then seen when the thread is due."""
        self.logger.debug("No list of changed articles: %s", what_failed(failure))
