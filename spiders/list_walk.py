"""The way through WordPress's REST list of one thread, page by page. It may be closed at any of them.

Where nothing of it is to be had, the article's own feed of comments tells whom the newest ten answer.
"""

from __future__ import annotations

from archiver.urls import registered_domain
from spiders.joining import FeedReading, ListReading, read_feed_page, read_list_page
from spiders.page import Page
from spiders.platforms.wordpress_rest import page_of_list

MAX_LIST_PAGES = 250


class ListWalk:
    """Reads the list of the article ``post`` from its first page's ``address`` until it ends or is refused.

    Without an address it is refused at once. Then ``feed`` is asked for, the address of a feed, where there is one.
    """

    def __init__(
        self, address: str | None, post: str, max_pages: int = MAX_LIST_PAGES, *, feed: str | None = None
    ) -> None:
        self.readings: list[ListReading] = []
        self.feed: FeedReading | None = None
        self._address = address
        self._post = post
        self._max_pages = max_pages
        self._met: set[str] = set()
        self._is_ended = address is None
        self._feed_left = feed
        self._feed_asked: str | None = None

    def next_url(self, *, asks_feed: bool = True) -> str | None:
        """The next page of the list, or None where it has ended. Of a refused list the feed, if it is asked."""
        if self._address is not None and not self._is_ended and len(self.readings) < self._max_pages:
            return page_of_list(self._address, len(self.readings) + 1)
        if self.readings or not asks_feed:
            return None
        self._feed_asked, self._feed_left = self._feed_left, None
        return self._feed_asked

    def add(self, page: Page) -> None:
        """A page as it came. What is no page of this list ends it, and so does one that shows nothing new."""
        if self._is_ended:
            self.feed = read_feed_page(page, self._feed_asked or "")
            return
        is_own_site = registered_domain(page.url or "") == registered_domain(self._address or "")
        reading = read_list_page(page, self._post) if is_own_site else None
        if reading is None:
            self.end()
            return
        self.readings.append(reading)
        numbers = {comment.number for comment in reading.comments}
        if reading.is_last or numbers <= self._met:
            self.end()
        self._met |= numbers

    def end(self) -> None:
        """Nothing more of what was asked for can be had."""
        self._is_ended = True
