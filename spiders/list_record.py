"""What a crawl keeps of a list of articles, and of the site maps that it names, to ask only for what has changed.

A list that has not changed (304) names nothing that was not entered when it was read. A site map's index that has not
changed still leads to those of its maps of which it does not say to the minute when they change, and to those not had.
"""

from __future__ import annotations

from scrapy.http import Request, Response

from archiver.archive.page_list import PageKind
from archiver.captures.known import validator
from archiver.crawl_list import CrawlList, ListState

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

    def known(self, url: str) -> dict[str, str]:
        """Header fields to ask for the list with, or for one of its maps."""
        return self._page_list.known_state(url, self.kind if url == self.url else "submap")

    def named(self, response: Response, maps: list[str], undated: list[str]) -> None:
        """An index was read, and leads to ``maps``; of ``undated`` it says at most the day of their change."""
        self._page_list.maps_named(self._site_id, asked(response), maps, undated)

    def read(self, response: Response) -> None:
        """The list, or one of its maps, has come, and what it names is entered."""
        state = ListState(response.status)
        if response.status != NOT_MODIFIED:  # some servers name the same page otherwise then
            state = ListState(
                response.status,
                validator(response.headers.get("ETag")),
                validator(response.headers.get("Last-Modified")),
            )
        if asked(response) == self.url:
            self._state = state
        else:
            self._page_list.map_read(asked(response), state)

    def still_to_read(self, response: Response) -> list[str]:
        """The maps to ask for though the index that names them has not changed."""
        return self._page_list.maps_to_read(asked(response))

    def is_of_map(self, answered: Request | Response) -> bool:
        """Whether one of the maps was asked for, not the list itself."""
        return asked(answered) != self.url

    def map_failed(self, answered: Request | Response, why: str) -> None:
        """One of the maps could not be had, or is none: it is asked for again though the index may not change."""
        self._page_list.failed(asked(answered), "submap", getattr(answered, "status", None), why)

    def end(self) -> None:
        """All that the list leads to was asked for."""
        self._page_list.list_read(self.url, self.kind, self._state)


def asked(answered: Request | Response) -> str:
    """The address that was asked for first, where redirects led on from it."""
    return str(answered.meta.get("redirect_urls", [answered.url])[0])
