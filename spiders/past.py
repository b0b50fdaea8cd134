"""Asking a site for its older articles, by whatever list it keeps of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any
from urllib.parse import urljoin

import scrapy
from scrapy.http import Request, Response
from twisted.python.failure import Failure

from spiders.past_articles import Listed, Span, customary_sitemaps, posts_address, posts_in, sitemap_in, sitemaps_named

MAX_LISTS = 1_000
"""How many lists of one run are asked for at most: a site map may lead to itself under ever new addresses."""


class PastSpider(scrapy.Spider):
    """What a spider needs to walk a site's lists; what to do with the articles found is its subclass's.

    WordPress's REST interface is asked first, where the site runs WordPress: it alone knows the dates of
    publication. Where it is closed, and everywhere else, the site maps that robots.txt names.
    """

    def __init__(self, *, since: str | None = None, until: str | None = None, **arguments: Any) -> None:
        super().__init__(**arguments)
        self.span = Span(
            since=date.fromisoformat(since) if since else None, until=date.fromisoformat(until) if until else None
        )
        self._lists = 0
        self._undated = 0
        self._has_found = False

    @property
    def asks_for_the_past(self) -> bool:
        """Whether a span of days was named."""
        return self.span != Span()

    def take_past_articles(self, urls: list[str], found_on: str) -> Iterator[Request]:
        """The requests for articles that a list of the site's names."""
        raise NotImplementedError

    def ask_for_the_past(self, root: str, *, is_wordpress: bool) -> Iterator[Request]:
        """Ask the site at ``root`` for the articles of the span."""
        if is_wordpress:
            yield self._list(posts_address(root, self.span), self.parse_posts)
        else:
            yield self._list(urljoin(root, "/robots.txt"), self.parse_robots)

    def parse_posts(self, response: Response) -> Iterator[Request]:
        """A page of WordPress's posts; anything else means that the interface is closed."""
        listed = posts_in(response.body, response.url, self.span)
        if listed is None:
            yield self._list(urljoin(response.url, "/robots.txt"), self.parse_robots)
        else:
            yield from self._take(listed, response, self.parse_posts)

    def parse_robots(self, response: Response) -> Iterator[Request]:
        """robots.txt, for the site maps that it names."""
        for url in sitemaps_named(response.body, response.url):
            yield self._list(url, self.parse_sitemap)

    def parse_sitemap(self, response: Response) -> Iterator[Request]:
        """A site map, or an index of such."""
        listed = sitemap_in(response.body, response.url, self.span)
        if listed is None:
            self.logger.debug("%s is no site map.", response.url)
        else:
            yield from self._take(listed, response, self.parse_sitemap)

    def list_failed(self, failure: Failure) -> Iterator[Request]:
        """A list that is not there leads to the next place to look at."""
        request: Request = failure.request  # type: ignore[attr-defined]  # set by Scrapy
        self.logger.debug("%s: %s", request.url, failure.value)
        if request.callback == self.parse_posts:
            yield self._list(urljoin(request.url, "/robots.txt"), self.parse_robots)
        elif request.callback == self.parse_robots:
            for url in customary_sitemaps(request.url):
                yield self._list(url, self.parse_sitemap)

    def closed(self, reason: str) -> None:
        """Say what was asked for and could not be had."""
        if self.asks_for_the_past and not self._has_found:
            self.logger.error("No list of the site's articles names any of that time.")
            assert self.crawler.stats is not None
            self.crawler.stats.inc_value("archiver/pages_failed")
        if self._undated:
            self.logger.warning("Left out, because nothing dates them: %d of the addresses listed.", self._undated)

    def _take(self, listed: Listed, response: Response, callback: Any) -> Iterator[Request]:
        self._undated += listed.undated
        if listed.articles:
            self._has_found = True
            yield from self.take_past_articles(listed.articles, response.url)
        for url in listed.documents:
            if self._lists < MAX_LISTS:
                yield self._list(url, callback)

    def _list(self, url: str, callback: Any) -> Request:
        self._lists += 1
        return Request(url, callback=callback, errback=self.list_failed, priority=1)
