"""Fetching one page and nothing else."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import scrapy
from scrapy.http import Request, Response
from twisted.python.failure import Failure

from spiders.failures import what_failed
from spiders.page import Page
from spiders.responses import page_of


@dataclass(slots=True)
class Fetched:
    """The page, or why there is none."""

    page: Page | None = None
    failure: str | None = None


class OnePageSpider(scrapy.Spider):
    """Asks for ``address`` and fills ``fetched``."""

    name = "one_page"

    def __init__(self, *, address: str, fetched: Fetched, **arguments: Any) -> None:
        super().__init__(**arguments)
        self.address = address
        self.fetched = fetched

    async def start(self) -> AsyncIterator[Request]:
        """Ask for the page."""
        yield Request(self.address, callback=self._came, errback=self._failed, dont_filter=True)

    def _came(self, response: Response) -> None:
        self.fetched.page = page_of(response)

    def _failed(self, failure: Failure) -> None:
        self.fetched.failure = what_failed(failure)
