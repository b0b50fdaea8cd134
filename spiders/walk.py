"""The walk of one thread over its comment pages, one page at a time."""

from __future__ import annotations

from collections.abc import Iterable

from archiver.items import Site, ThreadPage
from archiver.urls import article_address, article_key, is_root, without_fragment
from spiders.page import Page
from spiders.platforms import platform_of
from spiders.reading import join_readings, read_page, read_story

MAX_COMMENT_PAGES = 500


class ThreadWalk:
    """Reads a thread's pages as they come until none is left; then it is one observation (design, rule 2).

    ``met_under`` are the addresses that led to the first page by redirects. Raises UnreadablePageError, when
    made and from ``add``, for a page that holds no text.
    """

    def __init__(
        self, site: Site, page: Page, max_pages: int = MAX_COMMENT_PAGES, met_under: Iterable[str] = ()
    ) -> None:
        self.site = site
        self.max_pages = max_pages
        self.article_key = article_key(page.url or "")
        self._platform = platform_of(page)
        self._article = read_story(page, self._platform)
        self._readings = [read_page(page, self._platform)]
        self._asked = {without_fragment(page.url or "")}
        self._failed = 0
        self._met_under = [article_address(url) for url in met_under if not is_root(url)]

    @property
    def is_ended(self) -> bool:
        """Whether there is no comment page left to fetch."""
        return not self._left() or len(self._readings) >= self.max_pages

    def next_url(self) -> str | None:
        """The next comment page to fetch, or None where the walk has ended. Never gives an address twice."""
        if self.is_ended:
            return None
        url = self._left()[0]
        self._asked.add(url)
        return url

    def add(self, page: Page) -> None:
        """A comment page as it came."""
        self._readings.append(read_page(page, self._platform))
        self._asked.add(without_fragment(page.url or ""))

    def fail(self) -> None:
        """A comment page that could not be fetched or read."""
        self._failed += 1

    def thread(self) -> ThreadPage:
        """What was read, as one observation."""
        left = len(self._left())
        thread = join_readings(
            self._readings,
            self._article,
            self.site,
            self._platform,
            pages_left=left + self._failed,
            is_capped=left > 0 and not self._failed,
        )
        thread.article_urls += self._met_under
        return thread

    def _left(self) -> list[str]:
        met = (without_fragment(url) for one in self._readings for url in one.more_pages)
        return [url for url in dict.fromkeys(met) if url not in self._asked]
