"""A look at a site that nobody has declared: its front page, its feed, its newest article, and what WordPress says."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Any

from scrapy.http import Request, Response
from twisted.python.failure import Failure

from spiders.base import ThreadSpider, page_of
from spiders.failures import what_failed
from spiders.look_walk import LookWalk
from spiders.look_walk import SiteLook as SiteLook
from spiders.page import UnreadablePageError


class SiteLookSpider(ThreadSpider):
    """Asks for the front page at ``address`` and what it leads to, four requests to a dozen, and fills ``look``."""

    name = "look"

    def __init__(self, *, address: str, look: SiteLook, **arguments: Any) -> None:
        super().__init__(**arguments)
        self.address = address
        self.look = look

    async def start(self) -> AsyncIterator[Request]:
        """Ask for the front page."""
        yield Request(self.address, callback=self._see_front, errback=self._no_front, dont_filter=True)

    def _see_front(self, response: Response) -> Iterator[Request]:
        try:
            walk = LookWalk(page_of(response), self.look)
        except UnreadablePageError as error:
            self.look.failures.append(f"{response.url}: {error}")
            return
        yield from self._look_on(walk)

    def _look_on(self, walk: LookWalk) -> Iterator[Request]:
        url = walk.next_url()
        if url is not None:
            kept = {"walk": walk}
            yield Request(url, callback=self._see, errback=self._not_seen, cb_kwargs=kept, dont_filter=True)

    def _see(self, response: Response, walk: LookWalk) -> Iterator[Request]:
        walk.add(page_of(response))
        yield from self._look_on(walk)

    def _not_seen(self, failure: Failure) -> Iterator[Request]:
        walk: LookWalk = failure.request.cb_kwargs["walk"]  # type: ignore[attr-defined]  # set by Scrapy
        walk.fail(what_failed(failure))
        yield from self._look_on(walk)

    def _no_front(self, failure: Failure) -> None:
        request: Request = failure.request  # type: ignore[attr-defined]  # set by Scrapy
        self.look.failures.append(f"{request.url}: {what_failed(failure)}")
