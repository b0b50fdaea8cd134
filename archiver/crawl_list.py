"""The page list as a crawl uses it: what it may fetch now, what it has found, what failed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from archiver.archive import Archive
from archiver.archive.page_list import PageKind, due_pages, list_pages, listed_pages, note_failed, note_fetched
from archiver.rhythm import Due

BETWEEN_LOOKS_AT_A_FEED = timedelta(hours=1)


class CrawlList:
    """The list of one archive, open for writing. Knows what time it is: reading and storing must not."""

    def __init__(self, archive: Archive, *, is_recheck: bool = False) -> None:
        self._archive = archive
        self._is_recheck = is_recheck

    def articles(self, site_id: str) -> list[str]:
        """The site's articles that are due now; all of them in a crawl that rechecks."""
        if self._is_recheck:
            return listed_pages(self._archive, site_id, "article")
        return [page.url for page in due_pages(self._archive, _now(), site_id=site_id, kind="article")]

    def feeds(self, site_id: str) -> list[str]:
        """The site's feeds that were found on its pages and are due."""
        return [page.url for page in due_pages(self._archive, _now(), site_id=site_id, kind="feed")]

    def found(self, site_id: str, kind: PageKind, urls: list[str], on: str | None) -> None:
        """Enter what was found before anything of it is fetched: a crawl that is killed must not lose it."""
        list_pages(self._archive, site_id, kind, urls, found_at=_now(), found_on=on)

    def feed_read(self, url: str, status: int) -> None:
        """A feed was fetched and read."""
        now = _now()
        with self._archive.transaction():
            due = Due(now + BETWEEN_LOOKS_AT_A_FEED, "feeds are read every hour")
            note_fetched(self._archive, url, "feed", at=now, status=status, due=due)

    def failed(self, url: str, kind: PageKind, status: int | None, error: str) -> None:
        """A page could not be fetched, read or kept."""
        note_failed(self._archive, url, kind, at=_now(), status=status, error=error)


def _now() -> datetime:
    return datetime.now(UTC)
