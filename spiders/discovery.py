"""How a spider learns of articles: by the feeds that announce them, by other lists, by pages that lead to them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, ClassVar
from urllib.parse import urljoin, urlsplit

from scrapy.http import Request, Response
from twisted.python.failure import Failure

from archiver.archive.page_list import PageKind
from archiver.crawl_list import CrawlList
from archiver.items import ThreadPage
from archiver.urls import article_address
from spiders.announcements import announced_articles, feeds_of_list, is_feed, is_front_page
from spiders.article_news import ArticleNewsSpider
from spiders.changed_articles import is_by_wordpress
from spiders.comment_news import CommentNewsSpider
from spiders.list_record import ListRecord
from spiders.listing import listed_articles
from spiders.look_walk import MAX_NEWEST, RECENT
from spiders.page import Page, UnreadablePageError
from spiders.past import PastSpider, Search
from spiders.past_articles import Span, posts_address
from spiders.responses import page_of

Yield = Request | ThreadPage
PAGE_KIND = "page_kind"
"""In a request's meta: what kind of page the list knows it as, where that is no article."""


class DiscoverySpider(CommentNewsSpider, ArticleNewsSpider, PastSpider):
    """What a spider needs to find articles; how to fetch one is its subclass's.

    Whatever is found is entered into the page list before anything of it is fetched.
    """

    feeds: ClassVar[tuple[str, ...]] = ()  # where new articles are announced
    article_pattern: ClassVar[str | None] = None  # found in the path of every article's address, where that is known
    sites: list[str]
    due_only: bool

    def __init__(self, **arguments: Any) -> None:
        super().__init__(**arguments)
        self.announced_for: dict[str, str] = {}  # the sites of feeds that lie on other hosts, by their addresses

    def parse(self, response: Response, **_: Any) -> Iterator[Yield]:
        """What somebody named."""
        raise NotImplementedError

    def failed(self, failure: Failure) -> None:
        """A page that could not be fetched."""
        raise NotImplementedError

    def count(self, name: str, number: int = 1) -> None:
        """Count something of the crawl."""
        assert self.crawler.stats is not None
        self.crawler.stats.inc_value(f"archiver/{name}", number)

    def articles_among(self, urls: list[str]) -> list[str]:
        """Those of the addresses that fit the site's pattern, where it has one."""
        if self.article_pattern is None:
            return urls
        return [url for url in urls if re.search(self.article_pattern, urlsplit(url).path)]

    def take_past_articles(self, urls: list[str], found_on: str) -> Iterator[Request]:
        """Enter them into the page list, and fetch those that are due: the ones never fetched before."""
        for url in self._due_among(self.articles_among(urls), found_on):
            yield self.article_request(url)

    def _due_among(self, urls: list[str], found_on: str) -> list[str]:
        if self.page_list is None:
            return urls
        site_id = self._site_announced_on(found_on)
        self.page_list.found(site_id, "article", urls, found_on)
        return self.page_list.articles_among(urls)

    def _site_announced_on(self, url: str) -> str:
        return self.announced_for.get(url) or self.site_of(url).id

    def ask_for_new_articles(self, site_id: str) -> Iterator[Request]:
        """Read what announces a site's articles: its feeds, or the other lists that were found on it."""
        for url in self._feeds_of(site_id):
            self.announced_for[url] = site_id
            yield self._feed_request(url)
        kinds: tuple[PageKind, ...] = ("posts", "sitemap", "front") if self.page_list is not None else ()
        for kind in kinds:
            for url in self._lists_of(site_id, kind):
                yield from self.read_list(site_id, url, kind)

    def _feeds_of(self, site_id: str) -> list[str]:
        """The feeds to read: those declared and those that are due; of a crawl of what is due, these alone."""
        if self.page_list is None:
            return list(self.feeds)
        self.page_list.found(site_id, "feed", list(self.feeds), None)
        due = self.page_list.feeds(site_id)
        return due if self.due_only else list(dict.fromkeys([*self.feeds, *due]))

    def _lists_of(self, site_id: str, kind: PageKind) -> list[str]:
        assert self.page_list is not None
        return self.page_list.due(site_id, kind) if self.due_only else self.page_list.listed(site_id, kind)

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

    def parse_sites_feed(self, response: Response) -> Iterator[Yield]:
        """A feed that the site declares or that was found on it; some declare a front page in its place.

        Whatever else is there is none: an article at the address of a feed is no article that anybody announced.
        """
        asked = response.meta.get("redirect_urls", [response.url])[0]
        if response.status == 304 and self.page_list is not None:
            self.page_list.feed_read(asked, 304)
            return
        if asked in self.announced_for:
            self.announced_for[response.url] = self.announced_for[asked]
        page = page_of(response)
        if not (_is_readable_feed(page) or (asked in self.feeds and is_front_page(page))):
            self._is_no_feed(response)
            return
        yield from self.parse(response)
        if self.page_list is not None and (asked != response.url or not _is_readable_feed(page)):
            self.page_list.feed_read(asked, response.status)

    def fetch_announced(self, feed: Page) -> Iterator[Request]:
        """The articles that a feed announces."""
        urls = announced_articles(feed)
        if not urls:
            self.logger.error("%s is a feed, but no article could be read in it.", feed.url)
            self.count("pages_failed")
        fitting = self._of_articles(urls, feed)
        if self.page_list is not None and not fitting:
            self.page_list.failed(feed.url or "", "feed", feed.status, "it announces no articles")
        yield from list(self.ask_for_changed_articles(feed))  # before the feed is noted as read
        missed_since = None
        if self.page_list is not None and fitting:
            missed_since = self.page_list.missed_since(feed.url or "", fitting)
            fitting = self._listed(fitting, feed, self.page_list)
        for url in fitting:
            yield self.article_request(url)
        if missed_since is not None and not is_by_wordpress(feed):
            yield from self._ask_for_missed(urljoin(fitting[0], "/"), missed_since)

    def _ask_for_missed(self, home: str, since: datetime) -> Iterator[Request]:
        """Feeds name the newest ten or so: where all are new, the site maps may name those that it no longer does.

        Of WordPress the list of what was changed tells more.
        """
        search = Search(home, Span(since=since.date()), newest=MAX_NEWEST, on_end=lambda _: None)
        yield from self.list_request(urljoin(home, "/robots.txt"), self.parse_robots, search)

    def _listed(self, urls: list[str], feed: Page, page_list: CrawlList) -> list[str]:
        """The announced articles to fetch now: all of a feed that somebody named, else those that are due."""
        due = self._due_among(urls, feed.url or "")
        page_list.feed_read(feed.url or "", feed.status or 200, etag=feed.etag, last_modified=feed.last_modified)
        return due if self._site_announced_on(feed.url or "") in self.sites else [article_address(url) for url in urls]

    def _of_articles(self, urls: list[str], feed: Page) -> list[str]:
        """The announced addresses that are articles': feeds may hold videos, podcasts or offers as well."""
        fitting = self.articles_among(urls)
        if left_out := [url for url in urls if url not in fitting]:
            self.count("links_left_out", len(left_out))
            self.logger.debug("%s: no articles by the site's pattern: %s", feed.url, " ".join(left_out))
        if urls and not fitting:
            self.logger.error("%s announces nothing that fits the site's article_pattern.", feed.url)
            self.count("pages_failed")
        return fitting

    def lead_on(self, page: Page, response: Response) -> Iterator[Yield]:
        """A front page or a section: to the feeds that it links to, else to the articles that it lists itself."""
        self.note_comment_feed(page)
        feeds = feeds_of_list(page)
        if feeds and self.page_list is not None:
            self.page_list.found(self.site_of(page.url or "").id, "feed", feeds, page.url)
        for url in feeds:
            yield self.found_feed_request(url)
        if not feeds:
            yield from self.fetch_listed(page)

    def fetch_listed(self, page: Page) -> Iterator[Request]:
        """The articles that a page without a feed lists; it is looked at again, as a feed would be."""
        urls = self.articles_among([one.url for one in listed_articles(page)])
        if not urls:
            self.logger.error("%s leads to no article, and announces no feed; name its articles instead.", page.url)
            self.count("pages_failed")
            return
        site_id = self.site_of(page.url or "").id
        if self.page_list is not None:
            self.page_list.found(site_id, "article", urls, page.url)
            self.page_list.found(site_id, "front", [page.url or ""], None)
            self.page_list.list_read(page.url or "", "front")
        for url in urls:
            yield self.article_request(url)

    def found_feed_request(self, url: str) -> Request:
        """A request for a feed that a page links to."""
        return Request(url, callback=self.parse_feed, errback=self.failed, meta={PAGE_KIND: "feed"})

    def parse_feed(self, response: Response) -> Iterator[Yield]:
        """A feed that a front page links to; some sites answer there with the front page again."""
        page = page_of(response)
        if _is_readable_feed(page):
            yield from self.fetch_announced(page)
        else:
            self._is_no_feed(response)

    def _is_no_feed(self, response: Response) -> None:
        asked = response.meta.get("redirect_urls", [response.url])[0]
        if self.page_list is not None:
            self.page_list.failed(asked, "feed", response.status, "it is no feed")
        self.logger.error("%s is no feed.", response.url)
        self.count("pages_failed")

    def read_list(self, site_id: str, url: str, kind: PageKind) -> Iterator[Request]:
        """Read what a list of WordPress's posts or a site map names of the last month, or what a page leads to."""
        assert self.page_list is not None
        page_list, record = self.page_list, ListRecord(self.page_list, site_id, url, kind)

        def note(search: Search) -> None:
            if search.has_answered:
                record.end()
            else:
                page_list.failed(url, kind, None, "it names no articles")
                self.logger.error("%s names no articles.", url)
                self.count("pages_failed")

        recent = Span(since=(datetime.now(UTC) - RECENT).date())
        search = Search(url, recent, on_end=note, newest=MAX_NEWEST, falls_back=False, record=record)
        if kind == "posts":
            yield from self.list_request(posts_address(url.partition("/wp-json")[0], recent), self.parse_posts, search)
        elif kind == "sitemap":
            yield from self.list_request(url, self.parse_sitemap, search)
        else:
            search.span = Span()
            yield from self.list_request(url, self.parse_pages, search)


def _is_readable_feed(page: Page) -> bool:
    try:
        return is_feed(page)
    except UnreadablePageError:
        return False
