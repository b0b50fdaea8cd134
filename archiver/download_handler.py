"""Fetching by HTTP, as Scrapy does, but with patience: a host that asks us to wait is waited for, or left alone.

Scrapy ignores Retry-After and asks again at once. Waiting here, when a request's turn has come, holds up the other
requests of the host and none of another's.
"""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from datetime import UTC, datetime
from time import monotonic

from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Request, Response
from scrapy.utils.httpobj import urlparse_cached

from archiver.crawl_list import CrawlList
from archiver.host_pauses import HostPauses
from archiver.robots import CRAWL_DELAY
from spiders.checking_hosts import CheckingHosts

logger = logging.getLogger(__name__)

_LOOKS_UP_EVERY = 0.5  # seconds; a crawl that is interrupted does not wait for the end of a pause


class PatientDownloadHandler(HTTP11DownloadHandler):
    """Scrapy's handler, kept waiting where a host asked for it."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        settings = crawler.settings
        self._pauses = HostPauses(settings.getfloat("ARCHIVER_PAUSE"), settings.getfloat("ARCHIVER_LONGEST_PAUSE"))
        self._recalled: set[str] = set()
        # Without a delay, Scrapy 2.19 lets every request that waits in a slot out at once.
        at_once = settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN")
        self._turns: dict[str, asyncio.Semaphore] = defaultdict(lambda: asyncio.Semaphore(at_once))

    async def download_request(self, request: Request) -> Response:
        """Fetch, after the pause that the host asked for. Raises IgnoreRequest for a host that is left alone."""
        async with self._turns[request.meta.get("download_slot", "")]:
            host = urlparse_cached(request).netloc
            crawl_delay = request.meta.get(CRAWL_DELAY, 0)
            self._recall(host)
            self._pauses.keep_apart(host, crawl_delay, monotonic())
            await self._wait_for(host)
            self._pauses.asked(host, monotonic())
            self._remember_request(host, max(crawl_delay, self._delay_of(request)))
            response = await super().download_request(request)
            self._heed(host, response)
            return response

    def _recall(self, host: str) -> None:
        hosts = self._page_list()
        if hosts is not None and host not in self._recalled:
            self._recalled.add(host)
            self._pauses.recall(host, hosts.remembered_host(host), datetime.now(UTC), monotonic())

    def _remember_request(self, host: str, delay: float) -> None:
        hosts = self._page_list()
        if hosts is not None and delay > 0:
            hosts.remember_request(host, delay)

    def _delay_of(self, request: Request) -> float:
        """The seconds that Scrapy leaves between two requests, which grow where a site is slow."""
        engine = self._crawler.engine
        slot = engine.downloader.slots.get(request.meta.get("download_slot", "")) if engine else None
        return slot.delay if slot else 0

    def _page_list(self) -> CrawlList | None:
        return getattr(self._crawler.spider, "page_list", None)

    def _heed(self, host: str, response: Response) -> None:
        retry_after = response.headers.get("Retry-After")
        told = self._pauses.heed(
            host,
            response.status,
            None if retry_after is None else retry_after.decode("latin-1"),
            datetime.now(UTC),
            monotonic(),
        )
        if told:
            logger.warning(told)
            hosts = self._page_list()
            if hosts is not None:
                hosts.remember_pause(host, self._pauses.seconds_left(host, monotonic()))

    async def _wait_for(self, host: str) -> None:
        while not self._pauses.given_up(host) and (left := self._pauses.seconds_left(host, monotonic())) > 0:
            if self._is_crawl_ending():
                raise IgnoreRequest("the crawl ended while its host was waited for")
            await asyncio.sleep(min(left, _LOOKS_UP_EVERY))
        if reason := self._pauses.given_up(host) or self._why_left_alone(host):
            raise IgnoreRequest(reason)

    def _why_left_alone(self, host: str) -> str | None:
        hosts: CheckingHosts | None = getattr(self._crawler.spider, "checking_hosts", None)
        return hosts.why_left_alone(host) if hosts is not None else None

    def _is_crawl_ending(self) -> bool:
        engine = self._crawler.engine
        slot = engine._slot if engine else None  # Scrapy tells of this in no other way before all requests are done
        return slot is None or slot.closing is not None
