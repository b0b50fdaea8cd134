"""One piece of long work for each turn of the event loop, so that the network is never left waiting for several.

Reading a page or storing a thread takes some ten milliseconds, and Scrapy does in one turn all that is ready then.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterable, AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from scrapy.crawler import Crawler
from scrapy.http import Response


class TurnsMiddleware:
    """Nearest to the spider of all spider middlewares: its callbacks read pages as what they yield is asked for."""

    def __init__(self) -> None:
        self._page = asyncio.Lock()
        self._turn = asyncio.Lock()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> TurnsMiddleware:
        """Made by Scrapy."""
        return cls()

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Within, work has a turn of the loop for itself."""
        async with self._turn:
            yield
            await asyncio.sleep(0)

    async def process_spider_output(self, response: Response, result: AsyncIterable[Any]) -> AsyncIterator[Any]:
        """Let the spider go on when it is its turn, one page after the other: parsed, they fill the memory."""
        found = aiter(result)
        async with self._page:
            while True:
                async with self.turn():
                    try:
                        one = await anext(found)
                    except StopAsyncIteration:
                        return
                yield one
