"""A look at a site that nobody has declared, page by page: what announces its articles, and what it says of itself."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Literal
from urllib.parse import urljoin

from archiver.urls import absolute_http, article_address, registered_domain
from spiders.announcements import announced_articles, feeds_of_list, is_feed, is_section
from spiders.listing import listed_articles
from spiders.page import Page, UnreadablePageError
from spiders.past_articles import Span, customary_sitemaps, posts_address, posts_in, sitemap_in, sitemaps_named
from spiders.robot_check import RobotCheckError, is_robot_check
from spiders.software import files_from_wordpress

MAX_FEEDS = 3  # of those that a front page links to; the first that announces articles is the one
MAX_SITEMAPS = 4
MAX_STEPS = 20
"""So many pages a look asks for before the newest article: site maps may name each other, lists may never end."""
MAX_NEWEST = 200
"""So many of the articles that a site map calls new are taken: some call all of them changed today."""
RECENT = timedelta(days=30)
"""What lists of everything name is news for so long."""
_CUSTOMARY_FEEDS = ("feed/", "rss.xml", "atom.xml", "feed.xml", "rss", "index.xml")
_LINK_TO_REST = "https://api.w.org/"

SourceKind = Literal["feed", "posts", "sitemap", "front"]


@dataclass(slots=True)
class SiteLook:
    """What was seen of a site. What could not be had is None or empty, with the reason in ``failures``."""

    front: Page | None = None
    feed: Page | None = None
    feed_at: str | None = None  # the address that the feed was asked at; it may have answered from elsewhere
    article: Page | None = None  # the newest that is announced
    rest_at: str | None = None  # where WordPress's REST API is, by the page's own words or by custom
    rest: dict[str, Any] = field(default_factory=dict)  # what it says of the site itself
    list_at: tuple[SourceKind, str] | None = None  # what names new articles where no feed does
    listed: list[str] = field(default_factory=list)  # … and those that it names
    failures: list[str] = field(default_factory=list)

    @property
    def announced(self) -> list[str]:
        """The articles on the site itself that its feed announces, or another list, in its order."""
        if self.front is None:
            return []
        if self.feed is None:
            return self.listed
        domain = registered_domain(self.front.url or "")
        return [url for url in announced_articles(self.feed) if registered_domain(url) == domain]

    @property
    def feeds(self) -> list[str]:
        """The feeds of articles that the front page links to, or the one that was found."""
        linked = feeds_of_list(self.front) if self.front is not None else []
        return list(dict.fromkeys([self.feed_at, *linked])) if self.feed_at else []


@dataclass(frozen=True, slots=True)
class _Step:
    url: str
    see: Callable[[Page], None]
    is_guess: bool = False  # nobody said that there is anything
    is_last: bool = False  # of the look, which it needs however long it was


class LookWalk:
    """From a front page to all that it leads to: WordPress's REST API, a feed, the newest article.

    Without ``asks_article`` the article is left. With ``asks_lists`` a site without a feed is asked for other lists of
    its articles: WordPress's posts, site maps, at last the front page itself. Pages are asked for one after the other;
    no I/O here.
    """

    def __init__(
        self, front: Page, look: SiteLook | None = None, *, asks_lists: bool = False, asks_article: bool = True
    ) -> None:
        """``look`` is filled where one is given.

        Raises UnreadablePageError where the front page holds no text, or a check for robots stands in its place.
        """
        if is_robot_check(front):
            raise RobotCheckError
        self._front = front
        self._root = urljoin(front.url or "", "/")
        self._is_section = is_section(front)
        self._feeds = feeds_of_list(front)
        self._is_wordpress = files_from_wordpress(front) > 0
        self.look = look or SiteLook()
        self.look.front = front
        self._maps: list[str] = []  # that robots.txt names
        self._at: _Step | None = None
        self._asked: set[str] = set()
        self._ahead: deque[_Step] = deque()
        article = (self._ask_article,) if asks_article else ()
        section = (self._take_front,) if self._is_section and asks_lists else ()
        lists = (self._ask_posts, self._ask_robots, self._ask_sitemaps, self._take_front) if asks_lists else ()
        self._stages = iter((self._ask_rest, self._ask_feeds, *section, self._guess_feeds, *lists, *article))

    def next_url(self) -> str | None:
        """The next address to ask for, none twice, or None where the look has ended."""
        while True:
            while self._ahead:
                step = self._ahead.popleft()
                if self._may_ask(step):
                    self._asked.add(step.url)
                    self._at = step
                    return step.url
            stage = next(self._stages, None)
            if stage is None:
                return None
            self._ahead.extend(stage())

    def add(self, page: Page) -> None:
        """A page as it came, in answer to ``next_url``."""
        assert self._at is not None
        try:
            self._at.see(page)
        except UnreadablePageError as error:
            self.fail(str(error))

    def fail(self, why: str) -> None:
        """The page could not be had."""
        assert self._at is not None
        if not self._at.is_guess:
            self.look.failures.append(f"{self._at.url}: {why}")

    def _may_ask(self, step: _Step) -> bool:
        return step.url not in self._asked and (step.is_last or len(self._asked) < MAX_STEPS)

    @property
    def _has_articles(self) -> bool:
        return self.look.feed is not None or bool(self.look.listed)

    def _ask_rest(self) -> Iterator[_Step]:
        self.look.rest_at = rest_linked(self._front)
        if self.look.rest_at is not None:
            yield _Step(self.look.rest_at, self._see_rest)
        elif self._is_wordpress:
            yield _Step(urljoin(self._root, "/wp-json/"), self._see_rest, is_guess=True)

    def _ask_feeds(self) -> Iterator[_Step]:
        linked = self._feeds[:MAX_FEEDS]
        for url in linked:
            yield _Step(url, self._see_feed)
        if not linked and self._is_wordpress_known:  # which has it at the same place everywhere, linked or not
            home = f"{(self._front.url or '').rstrip('/')}/" if self._is_section else self._root
            yield _Step(urljoin(home, "feed/"), self._see_feed, is_guess=self._is_section)

    def _guess_feeds(self) -> Iterator[_Step]:
        if not (self._has_articles or self._feeds or self._is_wordpress_known):
            for path in _CUSTOMARY_FEEDS:
                yield _Step(urljoin(self._root, path), self._see_feed, is_guess=True)

    @property
    def _is_wordpress_known(self) -> bool:
        return self._is_wordpress or self.look.rest_at is not None

    def _ask_posts(self) -> Iterator[_Step]:
        if self.look.rest_at is not None and not self._has_articles:
            yield _Step(posts_address(home_of(self.look.rest_at), self._recent), self._see_posts)

    def _ask_robots(self) -> Iterator[_Step]:
        if not self._has_articles:
            yield _Step(urljoin(self._root, "/robots.txt"), self._see_robots, is_guess=True)

    def _ask_sitemaps(self) -> Iterator[_Step]:
        if not self._has_articles:
            maps = self._maps or customary_sitemaps(self._root)
            for url in sorted(maps, key=lambda url: "news" not in url)[:MAX_SITEMAPS]:
                yield _Step(url, self._see_sitemap, is_guess=True)

    def _take_front(self) -> Iterator[_Step]:
        if not self._has_articles:
            self.look.listed = [one.url for one in listed_articles(self._front)]
            self.look.list_at = ("front", self._front.url or "") if self.look.listed else None
        yield from ()

    def _ask_article(self) -> Iterator[_Step]:
        if self.look.announced:
            yield _Step(article_address(self.look.announced[0]), self._see_article, is_last=True)

    @property
    def _recent(self) -> Span:
        seen = self._front.captured_at
        return Span(since=(seen - RECENT).date() if seen else None)

    def _see_rest(self, page: Page) -> None:
        try:
            said = json.loads(page.body)
        except (ValueError, RecursionError):
            said = None
        if isinstance(said, dict):
            self.look.rest_at = self.look.rest_at or page.url
            self.look.rest = {name: said.get(name) for name in ("name", "timezone_string", "gmt_offset")}
        else:
            self.fail("it is no REST API")

    def _see_feed(self, page: Page) -> None:
        if is_feed(page) and announced_articles(page):
            self.look.feed = page
            self.look.feed_at = self._at.url if self._at is not None else page.url
            self._ahead.clear()
        else:
            self.fail("it announces no articles")

    def _see_posts(self, page: Page) -> None:
        listed = posts_in(page.body, page.url or "", self._recent)
        if listed is not None and (news := [url for url in listed.articles if url not in self.look.listed]):
            self.look.listed += news
            self._ahead.extend(_Step(url, self._see_posts, is_guess=True) for url in listed.documents)
            self.look.list_at = ("posts", f"{home_of(self.look.rest_at or '')}/wp-json/wp/v2/posts")

    def _see_robots(self, page: Page) -> None:
        self._maps = sitemaps_named(page.body, page.url or "")

    def _see_sitemap(self, page: Page) -> None:
        listed = sitemap_in(page.body, page.url or "", self._recent, most=MAX_NEWEST, site=self._root)
        if listed is None:
            return
        if listed.articles:
            self.look.listed = listed.articles
            self.look.list_at = self.look.list_at or ("sitemap", page.url or "")
            self._ahead.clear()
        elif listed.documents:
            self.look.list_at = ("sitemap", page.url or "")  # of an index all its maps are news
            for url in reversed(listed.documents[-MAX_SITEMAPS:]):
                self._ahead.appendleft(_Step(url, self._see_sitemap, is_guess=True))

    def _see_article(self, page: Page) -> None:
        _ = page.root
        self.look.article = page


def rest_linked(page: Page) -> str | None:
    """Where the page says that WordPress's REST API is."""
    for link in page.by_tag["link"]:
        if link.get("rel") == _LINK_TO_REST:
            return absolute_http(page.url, link.get("href"))
    return None


def home_of(rest: str) -> str:
    """The address of the site that an API is of."""
    return rest.partition("/wp-json")[0].partition("?rest_route")[0].rstrip("/")
