"""Last step: the item goes into the archive, in one transaction."""

from __future__ import annotations

import asyncio
from contextlib import ExitStack
from pathlib import Path

from scrapy import signals
from scrapy.crawler import Crawler

from archiver.archive import Archive
from archiver.archive.next_look import schedule_next_look
from archiver.archive.site_locks import sites_locked
from archiver.captures.keeping import store_with_captures
from archiver.captures.middleware import CaptureMiddleware
from archiver.captures.writing import CaptureWriter
from archiver.counted_list import CountedList
from archiver.errors import StorageError
from archiver.items import ThreadPage
from archiver.run_counts import STORAGE_FAILED, count_stored
from archiver.turns import TurnsMiddleware
from spiders.base import ThreadSpider


class StorePipeline:
    """Keeps the archive open for the length of a crawl, and lends the spider its page list.

    What it stored is counted in the crawl's stats.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.archive: Archive | None = None
        self.captures: CaptureWriter | None = None
        self._turns = TurnsMiddleware()
        self._locks = ExitStack()
        self._closing: asyncio.Future[None] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> StorePipeline:
        """Made by Scrapy."""
        pipeline = cls(crawler)
        crawler.signals.connect(pipeline.count_lost_item, signal=signals.item_error)
        return pipeline

    def open_spider(self) -> None:
        """Open the archive that the setting ARCHIVER_DB names. Its captures are open already, if they are kept."""
        path = Path(self.crawler.settings["ARCHIVER_DB"])
        if not self.crawler.settings.getint("ARCHIVER_RUN") and isinstance(self.crawler.spider, ThreadSpider):
            # `archiver crawl` has locked its sites before it noted the run; `scrapy crawl` comes straight here.
            self._locks.enter_context(sites_locked(path, self.crawler.spider.site_ids()))
        self.archive = Archive.for_writing(path)
        if isinstance(self.crawler.spider, ThreadSpider):
            self.crawler.spider.page_list = CountedList(
                self.archive,
                lambda: self._count("lists_read", 1),
                is_recheck=self.crawler.settings.getbool("ARCHIVER_RECHECK"),
            )
        kept_by = self.crawler.get_downloader_middleware(CaptureMiddleware)
        self.captures = kept_by.writer if kept_by else None
        self._turns = self.crawler.get_spider_middleware(TurnsMiddleware) or self._turns

    def close_spider(self) -> None:
        """Close the archive."""
        if self.archive is not None:
            self.archive.close()
        self._locks.close()

    async def process_item(self, item: ThreadPage) -> ThreadPage:
        """Store the item. An archive that cannot be written ends the crawl: what follows would be lost too."""
        archive = self.archive
        assert archive is not None
        try:
            run_id = self.crawler.settings.getint("ARCHIVER_RUN") or None
            async with self._turns.turn():
                stored = store_with_captures(
                    archive,
                    item,
                    run_id,
                    self.captures,
                    also=lambda stored: schedule_next_look(archive, item, stored),
                )
        except StorageError:
            assert self.crawler.engine is not None
            # Not awaited: the engine waits for this very item before it closes.
            self._closing = asyncio.ensure_future(self.crawler.engine.close_spider_async(reason=STORAGE_FAILED))
            raise
        for name, number in count_stored(stored, item).items():
            self._count(name, number)
        return item

    def count_lost_item(self) -> None:
        """A step failed on an item: the page counts as failed."""
        self._count("pages_failed", 1)

    def _count(self, name: str, number: int) -> None:
        assert self.crawler.stats is not None
        self.crawler.stats.inc_value(f"archiver/{name}", number)
