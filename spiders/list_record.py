"""What a crawl keeps of a list of articles, and of the site maps that it names, to ask only for what has changed.

A list that has not changed (304) names nothing that was not entered when it was read. A site map's index that has not
changed still leads to those of its maps of which it does not say when they change.
"""

from __future__ import annotations

from scrapy.http import Response
from twisted.python.failure import Failure

from archiver.archive.page_list import PageKind
from archiver.captures.known import validator
from archiver.crawl_list import CrawlList, ListState
from spiders.failures import what_failed

NOT_MODIFIED = 304


class ListRecord:
    """Of one list, known to the page list by its address and kind, in one crawl."""

    def __init__(self, page_list: CrawlList, site_id: str, url: str, kind: PageKind) -> None:
        self.url = url
        self.kind = kind
        self.home = page_list.found_on(url, kind)
        """The page that led to the list: a site map may lie on another host."""
        self._page_list = page_list
        self._site_id = site_id
        self._state = ListState()
        self._has_failures = False

    def known(self, url: str) -> dict[str, str]:
        """Header fields to ask for the list with, or for one of its maps."""
        return self._page_list.known_state(url, self.kind if url == self.url else "submap")

    def named(self, response: Response, maps: list[str], undated: list[str]) -> None:
        """An index was read, and leads to ``maps``; of those ``undated`` it does not say when they change."""
        self._page_list.maps_named(self._site_id, _asked(response), maps, undated)

    def read(self, response: Response) -> None:
        """The list, or one of its maps, has come, and what it names is entered."""
        state = ListState(response.status)
        if response.status != NOT_MODIFIED:  # some servers name the same page otherwise then
            state = ListState(
                response.status,
                validator(response.headers.get("ETag")),
                validator(response.headers.get("Last-Modified")),
            )
        if _asked(response) == self.url:
            self._state = state
        else:
            self._page_list.map_read(_asked(response), state)

    def still_to_read(self, response: Response) -> list[str]:
        """The maps to ask for though the index that names them has not changed."""
        return self._page_list.maps_to_read(_asked(response))

    def failed(self, failure: Failure) -> None:
        """One of the maps could not be had."""
        url: str = failure.request.url  # type: ignore[attr-defined]  # set by Scrapy
        if url != self.url:
            self._page_list.failed(url, "submap", None, what_failed(failure))
            self._has_failures = True

    def end(self) -> None:
        """All that the list leads to was asked for: only where it came, too, the list need not be sent again."""
        state = ListState(self._state.status) if self._has_failures else self._state
        self._page_list.list_read(self.url, self.kind, state)


def _asked(response: Response) -> str:
    return str(response.meta.get("redirect_urls", [response.url])[0])
