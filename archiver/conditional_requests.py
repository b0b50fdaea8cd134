"""The step of a crawl that asks for a page kept already only if it has changed (RFC 9110, section 13).

A 304 is read as the bytes that it stands for: what comes after this step sees the page, with status 304. A server
that answers 304 and was not asked has failed; where the bytes are gone meanwhile, the page is asked for again, whole.

What is asked so: here articles, the further pages of their threads, forums' too; feeds of articles and of comments
(spiders/discovery.py, spiders/comment_news.py); site maps and front pages that are read as lists
(spiders/list_record.py). What is not:
- robots.txt: its rules are kept from crawl to crawl by nobody, and must be known before anything else is asked;
- WordPress's REST lists: it names no version of them, and those of the newest have another address every day;
- the feed of one article's comments: its ETag stays where a comment is edited, and the feed says what comments say;
- lists asked for older articles (``--since``) and looks at a site: what they named before may not be what is asked now.
"""

from __future__ import annotations

from scrapy.crawler import Crawler
from scrapy.http import Request, Response

from archiver.captures import ASK_IF_CHANGED, KNOWN_CAPTURE
from archiver.captures.known import KnownCapture
from archiver.crawl_list import CrawlList
from archiver.errors import StorageError

_NOT_MODIFIED = 304
_CONDITIONS = ("If-None-Match", "If-Modified-Since")
_OF_THE_EMPTY_BODY = ("Content-Encoding", "Content-Length", "Content-Type", "Transfer-Encoding")


class ConditionalRequestMiddleware:
    """Works where a request's meta says ASK_IF_CHANGED and the spider has a page list."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> ConditionalRequestMiddleware:
        """Made by Scrapy."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Ask with what the server gave for the capture that is known. A redirect leads to another address."""
        if request.meta.pop(KNOWN_CAPTURE, None) is not None:
            _ask_for_all(request)
        page_list = self._page_list()
        article = _article_of(request)
        if page_list is None or article is None:
            return
        known = page_list.known_capture(request.url, article)
        if known is not None:
            request.headers.update(known.conditions())
            request.meta[KNOWN_CAPTURE] = known
            request.meta["handle_httpstatus_list"] = [_NOT_MODIFIED]

    def process_response(self, request: Request, response: Response) -> Response | Request:
        """Put the known bytes into a 304."""
        known: KnownCapture | None = request.meta.get(KNOWN_CAPTURE)
        page_list = self._page_list()
        if response.status != _NOT_MODIFIED or known is None or page_list is None:
            return response
        try:
            kept = page_list.read_known(known)
        except StorageError:
            again = request.replace(dont_filter=True)
            for key in (ASK_IF_CHANGED, KNOWN_CAPTURE):
                again.meta.pop(key, None)
            _ask_for_all(again)
            return again
        assert self._crawler.stats is not None
        if request.meta.get(ASK_IF_CHANGED) is True:  # further pages of a thread are none of their own
            self._crawler.stats.inc_value("archiver/pages_not_modified")
        headers = response.headers.copy()
        for name in _OF_THE_EMPTY_BODY:
            headers.pop(name, None)
        # Some servers name the same page otherwise in a 304.
        for name, value in (("Content-Type", kept.content_type), *known.validators().items()):
            if value:
                headers[name] = value
        return response.replace(body=kept.body, headers=headers)

    def _page_list(self) -> CrawlList | None:
        return getattr(self._crawler.spider, "page_list", None)


def _article_of(request: Request) -> str | None:
    asked = request.meta.get(ASK_IF_CHANGED)
    return request.url if asked is True else asked


def _ask_for_all(request: Request) -> None:
    for name in _CONDITIONS:
        request.headers.pop(name, None)
    request.meta.pop("handle_httpstatus_list", None)
