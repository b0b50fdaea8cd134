"""Asking a site for its older articles, by whatever list it keeps of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import urljoin

import scrapy
from scrapy.http import Request, Response
from twisted.python.failure import Failure

from archiver.urls import is_root, registered_domain, without_fragment
from spiders.failures import met_robot_check, what_failed
from spiders.list_record import NOT_MODIFIED, ListRecord
from spiders.listing import listed_articles, older_page
from spiders.look_walk import home_of, rest_linked
from spiders.page import UnreadablePageError
from spiders.past_articles import (
    Listed,
    Span,
    customary_sitemaps,
    days_in_address,
    month_archives,
    posts_address,
    posts_in,
    sitemap_in,
    sitemaps_named,
)
from spiders.responses import page_of

MAX_LISTS = 1_000
"""How many lists of one run are asked for at most: a site map may lead to itself under ever new addresses."""
MAX_EMPTY_MONTHS = 3
"""So many months in a row without an archive, the first of a search, and the site keeps none by months."""


@dataclass(slots=True)
class Search:
    """The search for a site's articles of a span of days, from list to list."""

    start: str  # a front page's address, or a section's
    span: Span
    asked: set[str] = field(default_factory=set)
    met: set[str] = field(default_factory=set)  # articles
    waiting: int = 0  # for so many answers
    has_answered: bool = False  # whether any list dated what it named
    months: list[str] | None = None  # archives still to be asked for; None before they are thought of
    empty_months: int = 0
    on_end: Callable[[Search], None] | None = None  # told when nothing is waited for any more
    record: ListRecord | None = None  # of a list that is read again and again: what to ask it with
    falls_back: bool = True  # whether other lists are asked where one does not answer
    newest: int | None = None  # of a site map only so many are wanted

    @property
    def site(self) -> str:
        """An address of the site that is searched: its site maps may lie elsewhere."""
        return (self.record and self.record.home) or self.start


class PastSpider(scrapy.Spider):
    """What a spider needs to walk a site's lists; what to do with the articles found is its subclass's.

    WordPress's REST interface is asked first, where the site runs WordPress: it alone knows the dates of
    publication. Where it is closed, and everywhere else, the site maps that robots.txt names. Where none of them
    answers, the archives of months, else the pages that list articles, from the front page on; of a section, its own.
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

    def ask_for_the_past(self, start: str, *, is_wordpress: bool) -> Iterator[Request]:
        """Ask the site that begins at ``start``, or its section there, for the articles of the span."""
        search = Search(start, self.span)
        if not is_root(start):
            yield from self.list_request(start, self.parse_section, search)
        elif is_wordpress:
            yield from self.list_request(posts_address(start, self.span), self.parse_posts, search)
        else:
            yield from self._ask_robots(search)

    def parse_posts(self, response: Response, search: Search) -> Iterator[Request]:
        """A page of WordPress's posts; anything else means that the interface is closed."""
        listed = posts_in(response.body, response.url, search.span)
        if listed is not None:
            search.has_answered = True
            yield from self._take(listed, response, self.parse_posts, search)
        elif search.falls_back:
            yield from self._ask_robots(search)
        yield from self._answered(search)

    def parse_robots(self, response: Response, search: Search) -> Iterator[Request]:
        """robots.txt, for the site maps that it names."""
        for url in sitemaps_named(response.body, response.url):
            yield from self.list_request(url, self.parse_sitemap, search)
        yield from self._answered(search)

    def parse_sitemap(self, response: Response, search: Search) -> Iterator[Request]:
        """A site map, or an index of such."""
        if search.record is not None and response.status == NOT_MODIFIED:
            yield from self._not_modified(response, search.record, search)
            return
        listed = sitemap_in(response.body, response.url, search.span, most=search.newest, site=search.site)
        if listed is None:
            self.logger.debug("%s is no site map.", response.url)
            if self._is_failed_map(response, "it is no site map", search):
                self._name_failed(response.url, "it is no site map")
        else:
            search.has_answered |= listed.is_dated or search.on_end is not None
            del listed.documents[MAX_LISTS:]  # no more can be asked for
            if search.record is not None:
                search.record.named(response, listed.documents, listed.undated)
            yield from self._take(listed, response, self.parse_sitemap, search)
            if search.record is not None:
                search.record.read(response)
        yield from self._answered(search)

    def _not_modified(self, response: Response, record: ListRecord, search: Search) -> Iterator[Request]:
        search.has_answered = True
        for url in record.still_to_read(response):
            yield from self.list_request(url, self.parse_sitemap, search)
        record.read(response)
        yield from self._answered(search)

    def parse_month(self, response: Response, search: Search) -> Iterator[Request]:
        """The archive of a month; sites without such lead to their front page instead, or to nothing."""
        if days_in_address(response.url) is None:
            search.empty_months += 1
        else:
            yield from self._turn(response, search, self.parse_month)
        yield from self._ask_next_month(search)
        yield from self._answered(search)

    def parse_section(self, response: Response, search: Search) -> Iterator[Request]:
        """The first page of a section, or the front page of a WordPress in a folder; the site is asked for others."""
        page = page_of(response)
        try:
            rest, is_list = rest_linked(page), bool(listed_articles(page))
        except UnreadablePageError:
            rest, is_list = None, False
        if rest is not None and home_of(rest) == without_fragment(search.start).rstrip("/"):
            yield from self.list_request(posts_address(search.start, search.span), self.parse_posts, search)
        elif is_list:
            yield from self._turn(response, search, self.parse_pages)
        else:
            yield from self.ask_for_the_past(urljoin(search.start, "/"), is_wordpress=rest is not None)
        yield from self._answered(search)

    def parse_pages(self, response: Response, search: Search) -> Iterator[Request]:
        """A page that lists articles, the newest first."""
        if search.record is not None and response.status == NOT_MODIFIED:
            yield from self._not_modified(response, search.record, search)
            return
        if search.record is not None:
            search.record.read(response)
        yield from self._turn(response, search, self.parse_pages)
        yield from self._answered(search)

    def list_failed(self, failure: Failure) -> Iterator[Request]:
        """A list that is not there leads to the next place to look at."""
        request: Request = failure.request  # type: ignore[attr-defined]  # set by Scrapy
        search: Search = request.cb_kwargs["search"]
        self.logger.debug("%s: %s", request.url, failure.value)
        if self._is_failed_map(request, what_failed(failure), search) and not met_robot_check(failure):
            self._name_failed(request.url, what_failed(failure))
        if request.callback == self.parse_posts and search.falls_back:
            yield from self._ask_robots(search)
        elif request.callback == self.parse_robots:
            for url in customary_sitemaps(request.url):
                yield from self.list_request(url, self.parse_sitemap, search)
        elif request.callback == self.parse_month:
            search.empty_months += 1
            yield from self._ask_next_month(search)
        yield from self._answered(search)

    def _is_failed_map(self, answered: Request | Response, why: str, search: Search) -> bool:
        """Whether it is one of those that an index names that is read every day; if so, that is noted."""
        is_map = search.record is not None and search.record.is_of_map(answered)
        if search.record is not None and is_map:
            search.record.map_failed(answered, why)
        return is_map

    def _name_failed(self, url: str, why: str) -> None:
        self.logger.error("%s could not be read: %s", url, why)
        assert self.crawler.stats is not None
        self.crawler.stats.inc_value("archiver/pages_failed")

    def closed(self, reason: str) -> None:
        """Say what was asked for and could not be had."""
        if self.asks_for_the_past and not self._has_found:
            self.logger.error("No list of the site's articles names any of that time.")
            assert self.crawler.stats is not None
            self.crawler.stats.inc_value("archiver/pages_failed")
        if self._undated:
            self.logger.warning("Left out, because nothing dates them: %d of the addresses listed.", self._undated)

    def list_request(self, url: str, callback: Any, search: Search) -> Iterator[Request]:
        """The request for one list of a search, unless it was asked for or there were too many."""
        key = without_fragment(url)
        if key in search.asked or self._lists >= MAX_LISTS:
            return
        search.asked.add(key)
        search.waiting += 1
        self._lists += 1
        known = search.record.known(url) if search.record is not None else {}
        # A site map may lie on any host that the robots.txt of the site names.
        meta: dict[str, Any] = {"allow_offsite": True} if callback == self.parse_sitemap else {}
        yield Request(
            url,
            headers=known,
            meta=meta | ({"handle_httpstatus_list": [NOT_MODIFIED]} if known else {}),
            callback=callback,
            errback=self.list_failed,
            cb_kwargs={"search": search},
            priority=1,
            dont_filter=True,  # the search knows what it has asked for, and waits for each answer
        )

    def _take(self, listed: Listed, response: Response, callback: Any, search: Search) -> Iterator[Request]:
        if search.on_end is None:
            self._undated += listed.left_out
        if listed.articles:
            self._has_found = True
            is_own = registered_domain(response.url) == registered_domain(search.site)
            yield from self.take_past_articles(listed.articles, response.url if is_own else search.site)
        for url in listed.documents:
            yield from self.list_request(url, callback, search)

    def _turn(self, response: Response, search: Search, callback: Any) -> Iterator[Request]:
        """Take what a page lists, and turn it, unless it lists nothing new or has come to what is too old."""
        page = page_of(response)
        try:
            found = [one for one in listed_articles(page) if one.url not in search.met]
            older = older_page(page)
        except UnreadablePageError:
            return
        search.met |= {one.url for one in found}
        dated = [one for one in found if one.days]
        if search.span == Span():
            search.has_answered |= bool(found)
            fitting = [one.url for one in found]
        else:
            search.has_answered |= bool(dated)
            self._undated += len(found) - len(dated)
            fitting = [one.url for one in dated if one.days and search.span.may_hold(*one.days)]
        if fitting:
            self._has_found = True
            yield from self.take_past_articles(fitting, response.url)
        since = search.span.since
        is_past = bool(dated and since) and all(one.days[1] < since for one in dated if one.days and since)
        if older is not None and found and not is_past and search.on_end is None:
            yield from self.list_request(older, callback, search)

    def _answered(self, search: Search) -> Iterator[Request]:
        search.waiting -= 1
        if search.waiting:
            return
        if search.on_end is not None:
            search.on_end(search)
        elif not search.has_answered and search.months is None and is_root(search.start):
            search.months = month_archives(search.start, search.span, datetime.now(UTC).date())
            yield from self._ask_next_month(search)

    def _ask_next_month(self, search: Search) -> Iterator[Request]:
        keeps_none = search.empty_months >= MAX_EMPTY_MONTHS and not search.has_answered
        if search.months and not keeps_none:
            yield from self.list_request(search.months.pop(0), self.parse_month, search)
        elif not search.has_answered:
            yield from self.list_request(search.start, self.parse_pages, search)

    def _ask_robots(self, search: Search) -> Iterator[Request]:
        yield from self.list_request(urljoin(search.start, "/robots.txt"), self.parse_robots, search)
