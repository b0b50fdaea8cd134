"""The base of every site's spider: how to get from a site to its articles and through their threads."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import AsyncIterator, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any, ClassVar, Self
from urllib.parse import urljoin, urlsplit

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.http import Request, Response
from scrapy.settings import BaseSettings
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

from archiver.captures import ASK_IF_CHANGED, CAPTURE_RECORD, CAPTURED_AT
from archiver.captures.known import validator
from archiver.crawl_list import CrawlList
from archiver.items import DateOrder, Site, ThreadPage
from archiver.robots import ForbiddenByRobotsError
from archiver.urls import article_address, article_key
from spiders.announcements import announced_articles, is_feed, is_front_page, linked_feeds
from spiders.comment_news import CommentNewsSpider
from spiders.failures import what_failed
from spiders.page import Page, UnreadablePageError
from spiders.past import PastSpider
from spiders.thread_elsewhere import thread_address
from spiders.walk import ThreadWalk
from spiders.worth_keeping import why_not_kept

Yield = Request | ThreadPage
PAGE_KIND = "page_kind"
"""In a request's meta: what kind of page the list knows it as, where that is no article."""
REFUSALS_IN_A_ROW = 3
"""So many refused lists of threads, and a crawl asks that host for no more of them."""


class ThreadSpider(CommentNewsSpider, PastSpider):
    """Fetches articles with their whole threads and yields one ``ThreadPage`` for each.

    A site is a subclass in ``spiders/sites/`` that declares the fields below. ``scrapy crawl NAME`` takes its
    feeds, and of the articles that it knows those that are due; ``-a urls=URL,URL`` takes these articles, feeds
    or front pages instead, due or not. ``-a due_only=1`` leaves out feeds that are not due either. With ``-a
    since=DATE`` or ``until=DATE`` the site's own lists of its older articles are asked instead of its feeds.
    """

    title: ClassVar[str | None] = None  # the publisher's own name
    domain: ClassVar[str] = ""
    time_zone: ClassVar[str | None] = None  # an IANA name, used where a page gives no offset
    language: ClassVar[str | None] = None
    date_order: ClassVar[DateOrder | None] = None
    platform: ClassVar[str | None] = None
    article_id_in_address: ClassVar[str | None] = None  # a pattern whose first group stays when the rest changes
    feeds: ClassVar[tuple[str, ...]] = ()  # where new articles are announced
    thread_link: ClassVar[str | None] = None  # CSS: the link to the page of an article's thread, in a forum say
    article_pattern: ClassVar[str | None] = None  # found in the path of every article's address, where that is known
    example: ClassVar[str | None] = None  # the path of an article, which the pattern fits
    source: ClassVar[str] = ""  # the facts that the declaration rests on, in one line
    verified: ClassVar[str] = "unverified"  # how far: "page", "text crawl 2020", "platform only" or "unverified"

    def __init__(
        self, *, urls: str | Sequence[str] = (), sites: Sequence[str] = (), due_only: object = False, **arguments: Any
    ) -> None:
        super().__init__(**arguments)
        self.urls = urls.split(",") if isinstance(urls, str) else list(urls)
        self.sites = list(sites) or ([self.name] if self.domain and not self.urls else [])
        self.due_only = bool(due_only)
        self._refused_lists: Counter[str] = Counter()  # by host, those refused in a row

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **arguments: Any) -> Self:
        """Made by Scrapy."""
        spider = super().from_crawler(crawler, *args, **arguments)
        crawler.signals.connect(spider.dropped, signals.request_dropped)
        return spider

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        """Say in the User-Agent whom a site's owner can write to, where ARCHIVER_CONTACT names somebody."""
        super().update_settings(settings)
        if contact := settings.get("ARCHIVER_CONTACT"):
            settings.set("USER_AGENT", f"{settings['USER_AGENT']} +{contact}", priority="spider")

    @classmethod
    def site(cls) -> Site:
        """The declaration as the archive keeps it."""
        return Site(
            id=cls.name,
            domain=cls.domain,
            name=cls.title,
            timezone=cls.time_zone,
            language=cls.language,
            platform=cls.platform,
            date_order=cls.date_order,
            article_id_in_address=cls.article_id_in_address,
        )

    def site_of(self, url: str) -> Site:
        """The site that an address belongs to."""
        return self.site()

    @property
    def is_declared(self) -> bool:
        """Whether it is the spider of a declared site, not of all others."""
        return bool(self.domain)

    def site_ids(self) -> set[str]:
        """The sites that the crawl was asked for."""
        return {self.site_of(url).id for url in self.urls} | set(self.sites)

    async def start(self) -> AsyncIterator[Request]:
        """Ask for what was named, for the feeds of sites, and for what is due."""
        if not (self.urls or self.sites):
            self.logger.error("There is nothing to fetch: name addresses with -a urls=https://…,https://…")
        for root in self._roots() if self.asks_for_the_past else ():
            for request in self.ask_for_the_past(root, is_wordpress=self.platform == "wordpress"):
                yield request
        if self.asks_for_the_past:
            return
        for url in self.urls:
            yield self.request(url)
        for site_id in self.sites:
            for request in self.ask_for_new_comments(site_id, due_only=self.due_only):
                yield request
            for url in self._feeds_of(site_id):
                yield self._feed_request(url)
            for url in self.page_list.articles(site_id) if self.page_list else ():
                yield self.article_request(url)

    def _roots(self) -> list[str]:
        """Where the sites begin that older articles are asked of."""
        home = next(iter(self.feeds), f"https://{self.domain}/") if self.domain else None
        asked = [*self.urls, *([home] if self.sites and home else [])]
        return list(dict.fromkeys(urljoin(url, "/") for url in asked))

    def take_past_articles(self, urls: list[str], found_on: str) -> Iterator[Request]:
        """Enter them into the page list, and fetch those that are due: the ones never fetched before."""
        for url in self._due_among(self.articles_among(urls), found_on):
            yield self.article_request(url)

    def articles_among(self, urls: list[str]) -> list[str]:
        """Those of the addresses that fit the site's pattern, where it has one."""
        if self.article_pattern is None:
            return urls
        return [url for url in urls if re.search(self.article_pattern, urlsplit(url).path)]

    def _due_among(self, urls: list[str], found_on: str) -> list[str]:
        if self.page_list is None:
            return urls
        site_id = self.site_of(found_on).id
        self.page_list.found(site_id, "article", urls, found_on)
        keys = {article_key(url) for url in urls}
        return [url for url in self.page_list.articles(site_id) if article_key(url) in keys]

    def _feeds_of(self, site_id: str) -> list[str]:
        """The feeds to read: those declared and those that are due; of a crawl of what is due, these alone."""
        if self.page_list is None:
            return list(self.feeds)
        self.page_list.found(site_id, "feed", list(self.feeds), None)
        due = self.page_list.feeds(site_id)
        return due if self.due_only else list(dict.fromkeys([*self.feeds, *due]))

    def article_request(self, url: str) -> Request:
        """A request for an article that a list or feed named."""
        return Request(url, callback=self.parse_article, errback=self.failed, meta={ASK_IF_CHANGED: True})

    def request(self, url: str) -> Request:
        """A request for an article, a feed or a front page that somebody named."""
        meta = {ASK_IF_CHANGED: True}
        return Request(url, callback=self.parse, errback=self.failed, dont_filter=True, meta=meta)

    def _feed_request(self, url: str) -> Request:
        """A request for a feed of the site's: what it has announced already, it need not announce again."""
        known = self.page_list.known_state(url, "feed") if self.page_list else {}
        return Request(
            url,
            headers=known,
            callback=self.parse_sites_feed,
            errback=self.failed,
            meta={PAGE_KIND: "feed", **({"handle_httpstatus_list": [304]} if known else {})},
            dont_filter=True,
        )

    def parse(self, response: Response, **_: Any) -> Iterator[Yield]:
        """What somebody named: a feed or a front page leads to articles, an article to its thread."""
        page = page_of(response)
        try:
            if is_feed(page):
                yield from self._fetch_articles(page)
            elif is_front_page(page):
                yield from self._fetch_feeds(page)
            else:
                yield from self._begin_walk(page, response)
        except UnreadablePageError as error:
            self._unreadable(response.url, error)

    def parse_sites_feed(self, response: Response) -> Iterator[Yield]:
        """A feed that the site declares or that was found on it; some declare a front page in its place."""
        asked = response.meta.get("redirect_urls", [response.url])[0]
        if response.status == 304 and self.page_list is not None:
            self.page_list.feed_read(asked, 304)
            return
        yield from self.parse(response)
        if asked != response.url and self.page_list is not None:
            self.page_list.feed_read(asked, response.status)

    def _fetch_articles(self, feed: Page) -> Iterator[Request]:
        urls = announced_articles(feed)
        if not urls:
            self.logger.error("%s is a feed, but no article could be read in it.", feed.url)
            self._count("pages_failed")
        fitting = self._of_articles(urls, feed)
        if self.page_list is not None and fitting:
            fitting = self._listed(fitting, feed, self.page_list)
        for url in fitting:
            yield self.article_request(url)

    def _listed(self, urls: list[str], feed: Page, page_list: CrawlList) -> list[str]:
        """The announced articles to fetch now: all of a feed that somebody named, else those that are due."""
        due = self._due_among(urls, feed.url or "")
        page_list.feed_read(feed.url or "", feed.status or 200, etag=feed.etag, last_modified=feed.last_modified)
        return due if self.site_of(feed.url or "").id in self.sites else [article_address(url) for url in urls]

    def _of_articles(self, urls: list[str], feed: Page) -> list[str]:
        """The announced addresses that are articles': feeds may hold videos, podcasts or offers as well."""
        fitting = self.articles_among(urls)
        if left_out := [url for url in urls if url not in fitting]:
            self._count("links_left_out", len(left_out))
            self.logger.debug("%s: no articles by the site's pattern: %s", feed.url, " ".join(left_out))
        if urls and not fitting:
            self.logger.error("%s announces nothing that fits the site's article_pattern.", feed.url)
            self._count("pages_failed")
        return fitting

    def _fetch_feeds(self, page: Page) -> Iterator[Request]:
        self.note_comment_feed(page)
        feeds = linked_feeds(page)
        if not feeds:
            self.logger.error("%s is a front page that announces no feed; name its articles instead.", page.url)
            self._count("pages_failed")
        if self.page_list is not None:
            self.page_list.found(self.site_of(page.url or "").id, "feed", feeds, page.url)
        for url in feeds:
            yield Request(url, callback=self.parse_feed, errback=self.failed, meta={PAGE_KIND: "feed"})

    def parse_feed(self, response: Response) -> Iterator[Yield]:
        """A feed that a front page links to; some sites answer there with the front page again."""
        page = page_of(response)
        try:
            if is_feed(page):
                yield from self._fetch_articles(page)
                return
        except UnreadablePageError:
            pass
        self.logger.error("%s is no feed.", response.url)
        self._count("pages_failed")

    def parse_article(self, response: Response) -> Iterator[Yield]:
        """An article that a feed announced; where it is gone, some sites lead to their front page instead."""
        page = page_of(response)
        try:
            if is_front_page(page):
                self._not_kept(response, "it leads to articles and is none")
            else:
                yield from self._begin_walk(page, response)
        except UnreadablePageError as error:
            self._unreadable(response.url, error)

    def _begin_walk(self, page: Page, response: Response) -> Iterator[Yield]:
        walk = ThreadWalk(
            self.site_of(response.url),
            page,
            met_under=response.meta.get("redirect_urls", ()),
            asks_list=self._refused_lists[urlsplit(response.url).netloc] < REFUSALS_IN_A_ROW,
            thread_at=thread_address(page, self.thread_link),
        )
        if walk.is_ended and (why := why_not_kept(walk.thread(), page)):
            self._not_kept(response, why)
        else:
            self.note_comment_feed(page)
            yield from self._go_on(walk)

    def parse_comment_page(self, response: Response, walk: ThreadWalk) -> Iterator[Yield]:
        """One more page of a thread. One that leads to another article is none of this thread."""
        asked = response.meta.get("redirect_urls", [response.url])[0]
        is_own = article_key(response.url) in (article_key(asked), walk.article_key)
        if not (is_own or walk.may_be_moved(asked, response.url)):
            self.logger.error("%s leads to another page, %s.", asked, response.url)
            self._count("pages_failed")
            walk.fail()
            yield from self._go_on(walk)
            return
        try:
            walk.add(page_of(response))
        except UnreadablePageError as error:
            self._unreadable(response.url, error)
            walk.fail()
        yield from self._go_on(walk)

    def _go_on(self, walk: ThreadWalk) -> Iterator[Yield]:
        url = walk.next_url()
        if url is None:
            if walk.is_at_list:
                self._note_list(walk)
            yield walk.thread()
        elif walk.is_at_list:
            yield Request(
                url,
                callback=self.parse_list_page,
                errback=self.list_page_failed,
                cb_kwargs={"walk": walk},
                dont_filter=True,
            )
        else:
            yield Request(
                url,
                callback=self.parse_comment_page,
                errback=self.comment_page_failed,
                cb_kwargs={"walk": walk},
                dont_filter=True,
            )

    def parse_list_page(self, response: Response, walk: ThreadWalk) -> Iterator[Yield]:
        """A page of WordPress's list of a thread, or whatever stands in its place."""
        walk.add(page_of(response))
        yield from self._go_on(walk)

    def list_page_failed(self, failure: Failure) -> Iterator[Yield]:
        """Many sites close WordPress's API, and others forbid it to robots: then the pages must do."""
        request: Request = failure.request  # type: ignore[attr-defined]  # set by Scrapy
        self.logger.debug("%s: the thread's pages must do: %s", request.url, what_failed(failure))
        walk: ThreadWalk = request.cb_kwargs["walk"]
        walk.fail()
        yield from self._go_on(walk)

    def _note_list(self, walk: ThreadWalk) -> None:
        host = urlsplit(walk.first_url).netloc
        self._refused_lists[host] = 0 if walk.has_list else self._refused_lists[host] + 1

    def dropped(self, request: Request) -> None:
        """A request that Scrapy has met before: where a redirect led to it, what was asked first is done with."""
        for url in request.meta.get("redirect_urls", ()) if self.page_list else ():
            assert self.page_list is not None
            self.page_list.leads_to(url, request.url)

    def failed(self, failure: Failure) -> None:
        """An article or feed that could not be fetched: counted and named, the crawl goes on."""
        request: Request = failure.request  # type: ignore[attr-defined]  # set by Scrapy
        self._note_failure(request, failure)
        if isinstance(failure.value, ForbiddenByRobotsError):
            self._count("pages_forbidden")
            self.logger.warning("%s: robots.txt does not let us fetch it", request.url)
            return
        self._count("pages_failed")
        self.logger.error("%s could not be fetched: %s", request.url, what_failed(failure))

    def comment_page_failed(self, failure: Failure) -> Iterator[Yield]:
        """A comment page that could not be fetched: the observation is stored, incomplete."""
        self.failed(failure)
        walk: ThreadWalk = failure.request.cb_kwargs["walk"]  # type: ignore[attr-defined]  # set by Scrapy
        walk.fail()
        yield from self._go_on(walk)

    def _note_failure(self, request: Request, failure: Failure) -> None:
        if self.page_list is not None:
            asked = request.meta.get("redirect_urls", [request.url])[0]
            status = failure.value.response.status if isinstance(failure.value, HttpError) else None
            self.page_list.failed(asked, request.meta.get(PAGE_KIND, "article"), status, what_failed(failure))

    def _not_kept(self, response: Response, why: str) -> None:
        asked = response.meta.get("redirect_urls", [response.url])[0]
        if self.page_list is not None:
            self.page_list.failed(asked, "article", response.status, why)
        leads = "" if asked == response.url else f" leads to {response.url}, which"
        self.logger.error("%s%s was not archived: %s", asked, leads, why)
        self._count("pages_failed")

    def _unreadable(self, url: str, error: UnreadablePageError) -> None:
        self.logger.error("%s could not be read: %s", url, error)
        self._count("pages_failed")

    def _count(self, name: str, number: int = 1) -> None:
        assert self.crawler.stats is not None
        self.crawler.stats.inc_value(f"archiver/{name}", number)


def page_of(response: Response) -> Page:
    """A response as a page. Where captures are not kept, nobody has noted when it came: it is captured now."""
    captured = response.meta if response.request else {}
    return Page(
        response.body,
        url=response.url,
        captured_at=captured.get(CAPTURED_AT) or datetime.now(UTC).replace(microsecond=0),
        content_type=(response.headers.get("Content-Type") or b"").decode("latin-1") or None,
        status=response.status,
        record=captured.get(CAPTURE_RECORD),
        etag=validator(response.headers.get("ETag")),
        last_modified=validator(response.headers.get("Last-Modified")),
    )
