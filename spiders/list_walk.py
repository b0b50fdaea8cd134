"""The way through WordPress's REST list of one thread, page by page. It may be closed at any of them."""

from __future__ import annotations

from archiver.urls import registered_domain
from spiders.joining import ListReading, read_list_page
from spiders.page import Page
from spiders.platforms.wordpress_rest import page_of_list

MAX_LIST_PAGES = 250


class ListWalk:
    """Reads the list of the article ``post`` from its first page's ``address`` until it ends or is refused."""

    def __init__(self, address: str, post: str, max_pages: int = MAX_LIST_PAGES) -> None:
        self.readings: list[ListReading] = []
        self._address = address
        self._post = post
        self._max_pages = max_pages
        self._met: set[str] = set()
        self._is_ended = False

    def next_url(self) -> str | None:
        """The next page of the list, or None where it has ended."""
        if self._is_ended or len(self.readings) >= self._max_pages:
            return None
        return page_of_list(self._address, len(self.readings) + 1)

    def add(self, page: Page) -> None:
        """A page as it came. What is no page of this list ends it, and so does one that shows nothing new."""
        is_own_site = registered_domain(page.url or "") == registered_domain(self._address)
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
        """Nothing more of the list can be had."""
        self._is_ended = True
