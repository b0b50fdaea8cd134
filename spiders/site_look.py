"""A look at a site that nobody has declared: its front page, its feed, its newest article, and what WordPress says."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from scrapy.http import Request, Response
from twisted.python.failure import Failure

from archiver.urls import absolute_http, registered_domain
from spiders.announcements import announced_articles, is_feed, linked_feeds
from spiders.base import ThreadSpider, page_of
from spiders.failures import what_failed
from spiders.page import Page, UnreadablePageError
from spiders.software import files_from_wordpress

MAX_FEEDS = 3  # of those that a front page links to; the first that announces articles is the one
_LINK_TO_REST = "https://api.w.org/"


@dataclass(slots=True)
class SiteLook:
    """What was seen of a site. What could not be had is None or empty, with the reason in ``failures``."""

    front: Page | None = None
    feed: Page | None = None
    article: Page | None = None  # the newest that the feed announces
    rest: dict[str, Any] = field(default_factory=dict)  # what WordPress's REST API says of the site itself
    failures: list[str] = field(default_factory=list)

    @property
    def announced(self) -> list[str]:
        """The articles on the site itself that its feed announces, in the feed's order."""
        if self.front is None or self.feed is None:
            return []
        domain = registered_domain(self.front.url or "")
        return [url for url in announced_articles(self.feed) if registered_domain(url) == domain]


class SiteLookSpider(ThreadSpider):
    """Asks for the front page at ``address`` and what it leads to, four to seven requests, and fills ``look``."""

    name = "look"

    def __init__(self, *, address: str, look: SiteLook, **arguments: Any) -> None:
        super().__init__(**arguments)
        self.address = address
        self.look = look
        self._feeds: list[str] = []

    async def start(self) -> AsyncIterator[Request]:
        """Ask for the front page."""
        yield self._ask(self.address, self._see_front)

    def _ask(self, url: str, callback: Any) -> Request:
        return Request(url, callback=callback, errback=self._not_seen, dont_filter=True)

    def _see_front(self, response: Response) -> Iterator[Request]:
        page = page_of(response)
        try:
            feeds = linked_feeds(page)
            rest = _rest_api(page)
            is_wordpress = rest is not None or files_from_wordpress(page) > 0
        except UnreadablePageError as error:
            self.look.failures.append(f"{response.url}: {error}")
            return
        self.look.front = page
        if not feeds and is_wordpress:
            feeds = [response.urljoin("/feed/")]  # where WordPress has it, linked or not
        self._feeds = feeds[:MAX_FEEDS]
        if rest is not None:
            yield self._ask(rest, self._see_rest)
        yield from self._ask_next_feed()

    def _ask_next_feed(self) -> Iterator[Request]:
        if self._feeds:
            yield self._ask(self._feeds.pop(0), self._see_feed)

    def _see_feed(self, response: Response) -> Iterator[Request]:
        page = page_of(response)
        with suppress(UnreadablePageError):
            self.look.feed = page if is_feed(page) and announced_articles(page) else None
        if self.look.feed is None:
            self.look.failures.append(f"{response.url}: it announces no articles")
            yield from self._ask_next_feed()
        elif self.look.announced:
            yield self._ask(self.look.announced[0], self._see_article)

    def _see_article(self, response: Response) -> None:
        page = page_of(response)
        try:
            _ = page.root
        except UnreadablePageError as error:
            self.look.failures.append(f"{response.url}: {error}")
        else:
            self.look.article = page

    def _see_rest(self, response: Response) -> None:
        try:
            said = json.loads(response.body)
        except (ValueError, RecursionError):
            said = None
        if isinstance(said, dict):
            self.look.rest = {name: said.get(name) for name in ("name", "timezone_string", "gmt_offset")}
        else:
            self.look.failures.append(f"{response.url}: it is no REST API")

    def _not_seen(self, failure: Failure) -> Iterator[Request]:
        request: Request = failure.request  # type: ignore[attr-defined]  # set by Scrapy
        self.look.failures.append(f"{request.url}: {what_failed(failure)}")
        if request.callback == self._see_feed:
            yield from self._ask_next_feed()


def _rest_api(page: Page) -> str | None:
    """Where the page says that WordPress's REST API is."""
    for link in page.by_tag["link"]:
        if link.get("rel") == _LINK_TO_REST:
            return absolute_http(page.url, link.get("href"))
    return None
