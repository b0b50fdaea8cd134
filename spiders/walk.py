"""The walk of one thread over its comment pages, one page at a time."""

from __future__ import annotations

from archiver.items import Site, ThreadPage
from archiver.urls import without_fragment
from spiders.page import Page
from spiders.platforms import platform_of
from spiders.reading import read_thread

MAX_COMMENT_PAGES = 500


class ThreadWalk:
    """Collects a thread's pages until none is left to read; then it is one observation (design, rule 2)."""

    def __init__(self, site: Site, page: Page, max_pages: int = MAX_COMMENT_PAGES) -> None:
        self.site = site
        self.pages = [page]
        self.max_pages = max_pages
        self._met: dict[str, None] = {}
        self._asked: set[str] = {without_fragment(page.url or "")}
        self._failed = 0
        self._platform = platform_of(page)
        self._note_links(page)

    def next_url(self) -> str | None:
        """The next comment page to fetch, or None where the walk has ended. Never gives an address twice."""
        if len(self.pages) >= self.max_pages:
            return None
        for url in self._left():
            self._asked.add(url)
            return url
        return None

    def add(self, page: Page) -> None:
        """A comment page as it came."""
        self.pages.append(page)
        self._asked.add(without_fragment(page.url or ""))
        self._note_links(page)

    def fail(self) -> None:
        """A comment page that could not be fetched."""
        self._failed += 1

    def thread(self) -> ThreadPage:
        """What was read, as one observation."""
        left = len(self._left())
        return read_thread(
            self.pages, self.site, pages_left=left + self._failed, is_capped=left > 0 and not self._failed
        )

    def _note_links(self, page: Page) -> None:
        if self._platform is not None:
            for url in self._platform.more_pages(page):
                self._met.setdefault(without_fragment(url))

    def _left(self) -> list[str]:
        return [url for url in self._met if url not in self._asked]
