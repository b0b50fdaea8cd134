"""The spider for sites that nobody has declared."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from scrapy.http import Request, Response
from twisted.python.failure import Failure

from archiver.archive.page_list import PageKind
from archiver.items import Site
from archiver.urls import article_key, bare_host, is_root, registered_domain
from spiders.base import ThreadSpider
from spiders.checking_hosts import IS_OPTIONAL
from spiders.discovery import PAGE_KIND, Yield
from spiders.failures import what_failed
from spiders.look_walk import LookWalk, SiteLook, rest_linked
from spiders.page import Page, UnreadablePageError
from spiders.responses import page_of
from spiders.site_facts import site_seen


class WebSpider(ThreadSpider):
    """Any article, feed or front page: what a site is, its pages must say.

    A front page is where a look at its site begins: at what announces its articles, and at what it says of itself.
    Both are kept, and from then on the site is crawled as a declared one is.
    """

    name = "web"
    title = "a site nobody declared"

    def __init__(self, **arguments: object) -> None:
        super().__init__(**arguments)  # type: ignore[arg-type]  # by name, from Scrapy
        self._known: dict[str, Site] = {}  # by host
        self._fetched: set[str] = set()  # articles that a look has fetched

    def site_of(self, url: str) -> Site:
        """The site by its registered domain, with what a look at the address's host has told."""
        host = bare_host(url)
        if host not in self._known:
            if self.page_list is None:
                return undeclared_site(url)
            domain = registered_domain(url)
            self._known[host] = self.page_list.known_site(domain, host) or undeclared_site(url)
        return self._known[host]

    def begin_search(self, start: str) -> Iterator[Request]:
        """Older articles are asked for once the site is known; of a section or a page, at once."""
        if is_root(start):
            yield Request(start, callback=self.parse, errback=self._front_failed, dont_filter=True)
        else:
            yield from super().begin_search(start)

    def _front_failed(self, failure: Failure) -> Iterator[Request]:
        request: Request = failure.request  # type: ignore[attr-defined]  # set by Scrapy
        self.logger.warning("%s could not be fetched: %s", request.url, what_failed(failure))
        yield from self.ask_for_the_past(request.url, is_wordpress=False)

    def fetch_announced(self, feed: Page) -> Iterator[Request]:
        """The articles that a feed announces, but for those that a look has fetched already."""
        return (one for one in super().fetch_announced(feed) if article_key(one.url) not in self._fetched)

    def take_past_articles(self, urls: list[str], found_on: str) -> Iterator[Request]:
        """Those that are due, but for those that a look has fetched already."""
        past = super().take_past_articles(urls, found_on)
        return (one for one in past if article_key(one.url) not in self._fetched)

    def begin_site(self, site_id: str) -> Iterator[Request]:
        """Where a look at a site is due it comes first: what it tells bears on all else."""
        due = self.page_list.due(site_id, "front") if self.page_list is not None else []
        fronts = [url for url in due if not self._is_read_as_a_list(url)]
        if not fronts:
            yield from super().begin_site(site_id)
        for front in fronts[:1]:
            yield Request(
                front,
                callback=self.parse_due_front,
                errback=self.due_front_failed,
                cb_kwargs={"site_id": site_id},
                meta={PAGE_KIND: "front"},
                dont_filter=True,
            )

    def parse_due_front(self, response: Response, site_id: str) -> Iterator[Yield]:
        """A front page that was looked at a month ago, or in a crawl that did not come to its end."""
        try:
            walk = LookWalk(page_of(response), asks_lists=True)
        except UnreadablePageError as error:
            if self.page_list is not None:
                self.page_list.failed(response.url, "front", response.status, str(error))
            yield from super().begin_site(site_id)
        else:
            yield from self._look_on(walk, then=site_id)

    def due_front_failed(self, failure: Failure) -> Iterator[Yield]:
        """What is due is crawled with what is known of the site."""
        self.failed(failure)
        yield from super().begin_site(failure.request.cb_kwargs["site_id"])  # type: ignore[attr-defined]  # set by Scrapy

    def read_list(self, site_id: str, url: str, kind: PageKind) -> Iterator[Request]:
        """A front page is read as a list where it is the only one."""
        if kind != "front" or self._is_read_as_a_list(url):
            yield from super().read_list(site_id, url, kind)

    def _is_read_as_a_list(self, front: str) -> bool:
        assert self.page_list is not None
        return self.page_list.is_read_as_a_list(front)

    def lead_on(self, page: Page, response: Response) -> Iterator[Yield]:
        """Look at the site before anything of it is stored: its zone says what times mean."""
        self.note_comment_feed(page)
        if self.page_list is not None and not self.asks_for_the_past:
            self.page_list.found(self.site_of(page.url or "").id, "front", [page.url or ""], None)
        is_search = self.asks_for_the_past
        if is_search and self.site_of(page.url or "") != undeclared_site(page.url or ""):
            yield from self.ask_for_the_past(page.url or "", is_wordpress=rest_linked(page) is not None)
        else:
            yield from self._look_on(LookWalk(page, asks_lists=not is_search, asks_article=not is_search))

    def _look_on(self, walk: LookWalk, article: Response | None = None, then: str | None = None) -> Iterator[Yield]:
        """``article`` is the answer that held the newest one; ``then`` the site that is begun after the look."""
        url = walk.next_url()
        if url is not None:
            kept = {"walk": walk, "article": article, "then": then}
            yield Request(
                url,
                callback=self.parse_look,
                errback=self.look_failed,
                cb_kwargs=kept,
                meta={IS_OPTIONAL: True},
                priority=1,
                dont_filter=True,
            )
        else:
            yield from self._looked(walk.look, article)
            if then is not None:
                yield from super().begin_site(then)

    def parse_look(
        self, response: Response, walk: LookWalk, article: Response | None, then: str | None
    ) -> Iterator[Yield]:
        """One more page of a look. The articles that it names are entered at once."""
        page = page_of(response)
        walk.add(page)
        front = walk.look.front
        if self.page_list is not None and front is not None and not self.asks_for_the_past:
            site_id = self.site_of(front.url or "").id
            self.page_list.found(site_id, "article", self.articles_among(walk.look.announced), front.url)
            self.page_list.found(site_id, "feed", walk.look.feeds, front.url)
        yield from self._look_on(walk, response if walk.look.article is page else article, then)

    def look_failed(self, failure: Failure) -> Iterator[Yield]:
        """The look goes on without what could not be had."""
        request: Request = failure.request  # type: ignore[attr-defined]  # set by Scrapy
        request.cb_kwargs["walk"].fail(what_failed(failure))
        yield from self._look_on(**request.cb_kwargs)

    def _looked(self, look: SiteLook, article: Response | None) -> Iterator[Yield]:
        assert look.front is not None
        front = look.front.url or ""
        self._keep(look, front)
        for failure in look.failures:
            self.logger.info("%s: not seen: %s", front, failure)
        if self.asks_for_the_past:
            yield from self.ask_for_the_past(front, is_wordpress=look.rest_at is not None)
            return
        if not look.announced:
            self.logger.error("%s leads to no article, by a feed or otherwise; name its articles instead.", front)
            self.count("pages_failed")
        if article is not None:
            self._fetched.add(article_key(article.request.url if article.request else article.url))
            yield from self.parse_article(article)
        yield from self._announced(look, front)

    def _announced(self, look: SiteLook, front: str) -> Iterator[Request]:
        if look.feed is not None:
            yield from self.fetch_announced(look.feed)
            if self.page_list is not None and look.feed_at is not None:
                self.page_list.feed_read(look.feed_at, 200, etag=look.feed.etag, last_modified=look.feed.last_modified)
            for url in look.feeds:
                if url not in (look.feed_at, look.feed.url):
                    yield self.found_feed_request(url)
        else:
            yield from self.take_past_articles(look.listed, front)

    def _keep(self, look: SiteLook, front: str) -> None:
        """What was found, for this crawl and those to come."""
        site = site_seen(look)
        self._known[bare_host(front)] = site
        self.announced_for.update(dict.fromkeys(look.feeds, site.id))
        for url in look.announced:
            self._known[bare_host(url)] = site
        if look.feed is not None and look.feed.url is not None:
            self.announced_for[look.feed.url] = site.id
        if self.page_list is None:
            return
        seen_at = (look.front.captured_at if look.front else None) or datetime.now(UTC)
        self.page_list.site_looked_at(site, front, seen_at)
        self.page_list.found(site.id, "feed", look.feeds, front)
        if look.list_at is not None:
            kind, url = look.list_at
            self.page_list.found(site.id, kind, [url], front)
            self.page_list.list_read(url, kind)


def undeclared_site(url: str) -> Site:
    """A site known by its registered domain alone."""
    domain = registered_domain(url)
    return Site(id=domain, domain=domain)
