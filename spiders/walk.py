"""The walk of one thread: over its comment pages, one page at a time, then over WordPress's list of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import pairwise

from archiver.items import Comment, Site, ThreadPage
from archiver.urls import (
    article_address,
    article_key,
    comment_page_number,
    is_root,
    registered_domain,
    without_fragment,
    without_session,
)
from spiders.joining import may_be_late, may_be_listed
from spiders.list_walk import ListWalk
from spiders.listing import older_page
from spiders.page import Page
from spiders.platforms import platform_of
from spiders.platforms.wordpress_comment_feed import articles_comment_feed
from spiders.platforms.wordpress_rest import list_address
from spiders.reading import PageReading, comments_shown, join_readings, read_page, read_story
from spiders.robot_check import RobotCheckError, is_robot_check
from spiders.thread_elsewhere import ThreadLink, names_article, topics_of

MAX_COMMENT_PAGES = 500
MAX_WALKS = 3  # of one thread, where it changes while it is walked


class ThreadWalk:
    """Reads a thread's pages as they come until none is left; then it is one observation (design, rule 2).

    Only pages of the article's own site are asked for. A page that shows no comment that was not met before is
    the end of its way: where it leads to, a trap may begin, and the observation says that pages were left.

    Of a thread of several pages the first is looked at again at the end. Where it lacks a comment that it had,
    comments have moved from page to page meanwhile: the thread is walked again, and after three walks called
    inconsistent.

    Last comes WordPress's REST list, where it can tell what the pages cannot: whom the deepest answers answer, and
    who answered hidden comments. The thread can do without it; ``asks_list`` is False where it is known to be closed.
    Where it is, the feed of the article's comments tells as much of the newest ten.

    Where the article's own page shows no comments, ``find_thread`` gives the page that holds them, in a forum say: then
    the walk goes over that page and those it leads to, and the article's is read for its story alone. Where that page
    shows no comments either, but topics that readers began, it goes through them one by one. Where the link to it is
    not certain, and it does not name the article, the article has no thread but its own.

    ``met_under`` are the addresses that led to the first page by redirects. Raises UnreadablePageError, when
    made and from ``add``, for a page of the thread that holds no text, and from ``add`` for a check for robots.
    """

    def __init__(
        self,
        site: Site,
        page: Page,
        max_pages: int = MAX_COMMENT_PAGES,
        met_under: Iterable[str] = (),
        *,
        asks_list: bool = True,
        find_thread: Callable[[Page], ThreadLink | None] = lambda page: None,
    ) -> None:
        self.site = site
        self.max_pages = max_pages
        self.first_url = page.url or ""
        self.article_key = article_key(self.first_url)
        self._platform = platform_of(page)
        self._article = read_story(page, self._platform)
        self._met_under = [article_address(url) for url in met_under if not is_root(url)]
        self._walks = 0
        self._is_checking = self._is_checked = self._is_inconsistent = False
        self.is_at_list = False  # whether the address given last is of the list
        first = read_page(page, self._platform)
        link = find_thread(page) if not first.comments else None
        self._thread_at = link.url if link else None
        self._must_name_article = link is not None and not link.is_certain
        self._story = first if self._thread_at else None  # the article's own page, where it is none of the thread's
        self._domain = registered_domain(self._thread_at or self.first_url)
        self._own_list = self._list_of(page, asks_list=asks_list)
        self._list = None if self._thread_at else self._own_list
        self._begin(None if self._thread_at else first)

    @property
    def is_ended(self) -> bool:
        """Whether there is no page of the thread left to fetch, apart from the list."""
        return not (self._is_going_on or self._needs_check)

    def next_url(self) -> str | None:
        """The next page to fetch, or None where the walk has ended. In one walk, none but the first comes twice."""
        if self._is_going_on:
            key, url = next(iter(self._ahead.items()))
            self._now_asked(key)
            return url
        if self._needs_check:
            self._is_checking = True
            return self._readings[0].url
        if self._list is None or not (self.is_at_list or self._needs_list()):
            return None
        self.is_at_list = True
        return self._list.next_url(asks_feed=self._is_ambiguous())

    def may_be_moved(self, asked: str, url: str) -> bool:
        """Whether a page that was ``asked`` for may lead to ``url``: a link to a forum often leads on, within it."""
        is_link = asked == self._thread_at or asked in self._topics
        return is_link and registered_domain(url) == self._domain and not is_root(url)

    @property
    def has_list(self) -> bool:
        """Whether anything of the list was had."""
        return self._list is not None and bool(self._list.readings)

    def add(self, page: Page) -> None:
        """A page as it came, in answer to ``next_url``."""
        if self.is_at_list and self._list is not None:
            self._list.add(page)
            return
        if self._story is not None and self._must_name_article:
            self._must_name_article = False
            if not names_article(page, self._article.title, self.article_key):
                self._stay_at_home(self._story)
                return
        if self._story and not any(one.comments for one in self._readings):
            self._platform = platform_of(page) or self._platform
        reading = read_page(page, self._platform)
        if not reading.comments and is_robot_check(page):
            raise RobotCheckError
        if self._is_checking:
            self._check(reading, page)
            return
        self._take(reading)
        if self._story and not any(one.comments for one in self._readings):
            self._go_into_topics(page)

    @property
    def _is_going_on(self) -> bool:
        return bool(self._ahead) and len(self._readings) < self.max_pages

    @property
    def _needs_check(self) -> bool:
        is_whole = not (self._ahead or self._failed or self._beyond - self._asked)
        is_long = len(self._readings) > 1 and not self._topics
        return is_whole and is_long and not self._is_checked and self._readings[0].url is not None

    def _begin(self, first: PageReading | None) -> None:
        self._walks += 1
        self._readings: list[PageReading] = []
        self._asked: set[str] = set()
        self._numbers: set[int | None] = set()  # of the comment pages read
        self._met_comments: set[object] = set()
        self._ahead: dict[str, str] = {}  # comment pages met, in that order; by address without session
        self._beyond: set[str] = set()  # … on pages that showed nothing new
        self._topics: set[str] = set()  # of a forum's page that shows no comments itself
        self._failed = 0
        if first is not None:
            self._take(first)
        elif self._thread_at is not None:
            self._ahead[without_session(self._thread_at)] = self._thread_at

    def _stay_at_home(self, own: PageReading) -> None:
        """What a link led to is not the article's thread: its own page holds all there is."""
        self._thread_at = self._story = None
        self._domain = registered_domain(self.first_url)
        self._list = self._own_list
        self._begin(own)

    def _check(self, again: PageReading, page: Page) -> None:
        self._is_checking = False
        shown = {comment.external_id or (comment.author, comment.body) for comment in again.comments}
        was_shown = {comment.external_id or (comment.author, comment.body) for comment in self._readings[0].comments}
        if was_shown <= shown:
            self._is_checked = True
        elif self._walks < MAX_WALKS:
            if self._story is None:
                self._article = read_story(page, self._platform)  # the first is none of the observation's captures
            self._begin(again)
        else:
            self._is_checked = self._is_inconsistent = True

    def _take(self, reading: PageReading) -> None:
        is_first = not self._readings
        self._readings.append(reading)
        self._now_asked(without_session(reading.url or ""))
        met = {_comment_key(comment) for comment in reading.comments}
        has_news = is_first or not met <= self._met_comments
        self._met_comments |= met
        self._numbers.add(reading.number)
        more: dict[str, str] = {}
        for url in map(without_fragment, reading.more_pages):
            key = without_session(url)
            if key in self._asked or registered_domain(url) != self._domain:
                continue
            if (comment_page_number(url) or 0) in self._numbers:  # the bare address shows one of the pages
                continue
            if has_news:
                more.setdefault(key, url)
            else:
                self._beyond.add(key)
        if self._topics:  # each is read to its end before the next one
            self._ahead = more | self._ahead
        for key, url in more.items():
            self._ahead.setdefault(key, url)

    def _go_into_topics(self, page: Page) -> None:
        older = older_page(page)
        for url in [*([older] if older else []), *topics_of(page)]:
            key = without_session(url)
            if key not in self._asked and registered_domain(url) == self._domain:
                self._ahead.setdefault(key, url)
                self._topics.add(url)

    def fail(self) -> None:
        """A page that could not be fetched or read."""
        if self.is_at_list and self._list is not None:
            self._list.end()
            return
        self._is_checking = False
        self._failed += 1

    def thread(self) -> ThreadPage:
        """What was read, as one observation."""
        left = len(self._ahead.keys() | self._beyond - self._asked)
        thread = join_readings(
            [self._story, *self._readings] if self._story else self._readings,
            self._article,
            self.site,
            self._platform,
            self._list.readings if self._list else (),
            self._list.feed if self._list else None,
            pages_left=left + self._failed,
            is_capped=left > 0 and not self._failed,
        )
        thread.evidence.is_inconsistent = self._is_inconsistent
        thread.article_urls += self._met_under
        return thread

    def _list_of(self, page: Page, *, asks_list: bool) -> ListWalk | None:
        post = self._article.external_id if may_be_listed(self._platform) else None
        address = list_address(page, post) if asks_list else None
        feed = articles_comment_feed(page)
        return ListWalk(address, post, feed=feed) if post and (address or feed) else None

    def _needs_list(self) -> bool:
        """Whether the list can tell more than the pages: there are answers, times may err, comments are missing."""
        if any(one.is_elsewhere for one in self._readings):
            # A plugin of WordPress's loads WordPress's own comments; another system's are not in the list.
            return self._platform is not None and self._platform.id_space == "wordpress"
        return self._is_ambiguous() or any(one.depth_shown for one in comments_shown(self._readings))

    def _is_ambiguous(self) -> bool:
        """Whether comments are missing, times may err, or some may answer others than it seems: at the last level."""
        shown = comments_shown(self._readings)
        if any(may_be_late(one.published_machine) for one in shown):
            return True
        stated = max((one.stated_count or 0 for one in self._readings), default=0)
        if len(shown) < stated or (len(shown) > 1 and any(one.may_hide_parents for one in self._readings)):
            return True
        deepest = max((one.depth_shown for one in shown), default=0)
        return deepest > 0 and any(one.depth_shown == two.depth_shown == deepest for one, two in pairwise(shown))

    def _now_asked(self, key: str) -> None:
        self._asked.add(key)
        self._ahead.pop(key, None)


def _comment_key(comment: Comment) -> object:
    if comment.external_id is not None:
        return comment.external_id, comment.author, comment.body
    return comment.author, comment.body, comment.published_raw, comment.published_machine
