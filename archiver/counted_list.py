"""The page list as a crawl uses it, which counts the lists that could be read: they are fetched as articles are."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from archiver.archive import Archive
from archiver.archive.page_list import PageKind
from archiver.crawl_list import WHOLE, CommentNews, CrawlList, ListState


class CountedList(CrawlList):
    """A CrawlList that calls ``count`` for each feed or other list that was read, or that has not changed (304)."""

    def __init__(self, archive: Archive, count: Callable[[], None], *, is_recheck: bool = False) -> None:
        super().__init__(archive, is_recheck=is_recheck)
        self._count = count

    def feed_read(self, url: str, status: int, *, etag: str | None = None, last_modified: str | None = None) -> None:
        """As CrawlList's."""
        super().feed_read(url, status, etag=etag, last_modified=last_modified)
        self._count()

    def list_read(self, url: str, kind: PageKind, state: ListState = WHOLE) -> None:
        """As CrawlList's."""
        super().list_read(url, kind, state)
        self._count()

    def comments_read(self, *arguments: Any, **options: Any) -> CommentNews:
        """As CrawlList's."""
        told = super().comments_read(*arguments, **options)
        self._count()
        return told
