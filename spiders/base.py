"""The base of every site's spider: how to get from a site to its articles and through their threads."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator, Iterator, Sequence
from functools import partial
from typing import Any, ClassVar, Self
from urllib.parse import urljoin, urlsplit

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.http import Request, Response
from scrapy.settings import BaseSettings
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

from archiver.captures import ASK_IF_CHANGED
from archiver.items import DateOrder, Site, ThreadPage
from archiver.robots import ForbiddenByRobotsError
from archiver.urls import article_key
from spiders.announcements import is_feed, is_front_page
from spiders.checking_hosts import IS_OPTIONAL, CheckingHosts
from spiders.discovery import PAGE_KIND, DiscoverySpider, Yield
from spiders.failures import met_robot_check, status_of, what_failed
from spiders.page import Page, UnreadablePageError
from spiders.responses import page_of as page_of
from spiders.robot_check import ROBOT_CHECK
from spiders.thread_elsewhere import linked_thread
from spiders.walk import ThreadWalk
from spiders.worth_keeping import what_stands_in, why_not_kept

REFUSALS_IN_A_ROW = 3
"""So many refused lists of threads, and a crawl asks that host for no more of them."""


class ThreadSpider(DiscoverySpider):
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
    thread_link: ClassVar[str | None] = None  # CSS: the link to the page of an article's thread, in a forum say
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
        self.checking_hosts = CheckingHosts()

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
        for start in self._starts() if self.asks_for_the_past else ():
            for request in self.begin_search(start):
                yield request
        if self.asks_for_the_past:
            return
        for url in self.urls:
            yield self.request(url)
        for site_id in self.sites:
            for request in self.begin_site(site_id):
                yield request

    def begin_site(self, site_id: str) -> Iterator[Request]:
        """Ask for a site's new comments, its new articles, and those of the known ones that are due."""
        if self.page_list is not None and self.is_declared:
            self.page_list.take_over(self.domain, site_id, with_fronts=not self.feeds)
        yield from self.ask_for_new_comments(site_id, due_only=self.due_only)
        yield from self.ask_for_new_articles(site_id)
        for url in self.page_list.articles(site_id) if self.page_list else ():
            yield self.article_request(url)

    def _starts(self) -> list[str]:
        """Where the sites, or sections of them, begin that older articles are asked of."""
        home = next(iter(self.feeds), f"https://{self.domain}/") if self.domain else None
        return list(dict.fromkeys([*self.urls, *([urljoin(home, "/")] if self.sites and home else [])]))

    def begin_search(self, start: str) -> Iterator[Request]:
        """The first requests of a search for older articles."""
        return self.ask_for_the_past(start, is_wordpress=self.platform == "wordpress")

    def article_request(self, url: str) -> Request:
        """A request for an article that a list or feed named."""
        return Request(url, callback=self.parse_article, errback=self.failed, meta={ASK_IF_CHANGED: True})

    def request(self, url: str) -> Request:
        """A request for an article, a feed or a front page that somebody named."""
        meta = {ASK_IF_CHANGED: True}
        return Request(url, callback=self.parse, errback=self.failed, dont_filter=True, meta=meta)

    def parse(self, response: Response, **_: Any) -> Iterator[Yield]:
        """What somebody named: a feed or a front page leads to articles, an article to its thread."""
        page = page_of(response)
        try:
            if is_feed(page):
                yield from self.fetch_announced(page)
            elif is_front_page(page):
                yield from self.lead_on(page, response)
            else:
                yield from self._begin_walk(page, response)
        except UnreadablePageError as error:
            self._unreadable(response, error)

    def parse_article(self, response: Response) -> Iterator[Yield]:
        """An article that a feed announced; where it is gone, some sites lead to their front page instead."""
        page = page_of(response)
        try:
            if is_front_page(page):
                self._not_kept(response, "it leads to articles and is none")
            else:
                yield from self._begin_walk(page, response)
        except UnreadablePageError as error:
            self._unreadable(response, error)

    def _begin_walk(self, page: Page, response: Response) -> Iterator[Yield]:
        walk = ThreadWalk(
            self.site_of(response.url),
            page,
            met_under=response.meta.get("redirect_urls", ()),
            asks_list=self._refused_lists[urlsplit(response.url).netloc] < REFUSALS_IN_A_ROW,
            find_thread=partial(linked_thread, selector=self.thread_link),
        )
        if walk.is_ended and (why := self._why_not_kept(walk.thread(), page)):
            self._not_kept(response, why)
        else:
            if not walk.is_ended and self.page_list is not None:  # a crawl killed on the way must not lose it
                self.page_list.found(walk.site.id, "article", [response.url], None)
            self.checking_hosts.note(response.url, is_check=False)
            self.note_comment_feed(page)
            yield from self._go_on(walk)

    def _why_not_kept(self, thread: ThreadPage, page: Page) -> str | None:
        title = self.page_list.known_title(page.url or "") if self.page_list is not None else None
        return why_not_kept(thread, page) or (what_stands_in(thread, page, title) if title else None)

    def parse_comment_page(self, response: Response, walk: ThreadWalk) -> Iterator[Yield]:
        """One more page of a thread. One that leads to another article is none of this thread."""
        asked = response.meta.get("redirect_urls", [response.url])[0]
        is_own = article_key(response.url) in (article_key(asked), walk.article_key)
        if not (is_own or walk.may_be_moved(asked, response.url)):
            self.logger.error("%s leads to another page, %s.", asked, response.url)
            self.count("pages_failed")
            walk.fail()
            yield from self._go_on(walk)
            return
        try:
            walk.add(page_of(response))
        except UnreadablePageError as error:
            self._log_unreadable(response.url, error)
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
                meta={IS_OPTIONAL: True},
                dont_filter=True,
            )
        else:
            yield Request(
                url,
                callback=self.parse_comment_page,
                errback=self.comment_page_failed,
                cb_kwargs={"walk": walk},
                meta={ASK_IF_CHANGED: walk.first_url},
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
        if self._is_gone(request, failure):
            self.count("pages_gone")
            self.logger.info("%s is gone from its site; what the archive has of it stays", request.url)
            return
        self._note_failure(request, failure)
        if met_robot_check(failure):
            return
        if isinstance(failure.value, ForbiddenByRobotsError):
            self.count("pages_forbidden")
            self.logger.warning("%s: robots.txt does not let us fetch it", request.url)
            return
        self.count("pages_failed")
        self.logger.error("%s could not be fetched: %s", request.url, what_failed(failure))

    def comment_page_failed(self, failure: Failure) -> Iterator[Yield]:
        """A comment page that could not be fetched: the observation is stored, incomplete."""
        self.failed(failure)
        walk: ThreadWalk = failure.request.cb_kwargs["walk"]  # type: ignore[attr-defined]  # set by Scrapy
        walk.fail()
        yield from self._go_on(walk)

    def _is_gone(self, request: Request, failure: Failure) -> bool:
        """Whether an archived article is not there any more; a page of its comments may fail for other reasons."""
        if self.page_list is None or PAGE_KIND in request.meta or "walk" in request.cb_kwargs:
            return False
        asked = request.meta.get("redirect_urls", [request.url])[0]
        return isinstance(failure.value, HttpError) and self.page_list.gone(asked, failure.value.response.status)

    def _note_failure(self, request: Request, failure: Failure) -> None:
        if self.page_list is not None:
            asked = request.meta.get("redirect_urls", [request.url])[0]
            kind = request.meta.get(PAGE_KIND, "article")
            self.page_list.failed(asked, kind, status_of(failure), what_failed(failure))

    def _not_kept(self, response: Response, why: str) -> None:
        asked = response.meta.get("redirect_urls", [response.url])[0]
        if self.page_list is not None:
            self.page_list.failed(asked, "article", response.status, why)
        if why == ROBOT_CHECK:
            self.checking_hosts.note(response.url, is_check=True)
        leads = "" if asked == response.url else f" leads to {response.url}, which"
        self.logger.error("%s%s was not archived: %s", asked, leads, why)
        self.count("pages_failed")

    def _unreadable(self, response: Response, error: UnreadablePageError) -> None:
        asked = response.meta.get("redirect_urls", [response.url])[0]
        if self.page_list is not None:
            self.page_list.failed(asked, response.meta.get(PAGE_KIND, "article"), response.status, str(error))
        self._log_unreadable(response.url, error)

    def _log_unreadable(self, url: str, error: UnreadablePageError) -> None:
        self.logger.error("%s could not be read: %s", url, error)
        self.count("pages_failed")
