"""Telling checks for robots from pages, in one place for every answer that a spider is to read, whatever it asked for.

A check is a failure of the request, as a refusal by status is: the spider's ``errback`` is told of it, and no callback
takes it for an article, a feed or a list. It is named here, counted as failed, and held against its host. Requests
whose answer the crawl can do without say IS_OPTIONAL in their meta: a check is named there, and not counted.
"""

from __future__ import annotations

from scrapy.crawler import Crawler
from scrapy.http import Response

from spiders.base import ThreadSpider
from spiders.checking_hosts import IS_OPTIONAL
from spiders.page import Page, UnreadablePageError
from spiders.platforms import platform_of
from spiders.reading import read_page
from spiders.responses import page_of
from spiders.robot_check import RobotCheckError, is_robot_check, may_be_robot_check

_MOST_BYTES = 1_000_000  # no check is that large, and large answers take long to read
_GZIP_MAGIC = b"\x1f\x8b"  # a file that is packed as such, a site map say


class RobotCheckMiddleware:
    """Before Scrapy's own step that takes statuses for failures."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> RobotCheckMiddleware:
        """Made by Scrapy."""
        return cls(crawler)

    def process_spider_input(self, response: Response) -> None:
        """Raises RobotCheckError for a check for robots."""
        spider = self._crawler.spider
        is_check, is_doubtful = _verdict(response)
        if isinstance(spider, ThreadSpider):
            if is_check:
                _note_check(response, spider)
            elif response.status < 400 and not is_doubtful:
                spider.checking_hosts.note(response.url, is_check=False)
        if is_check:
            raise RobotCheckError(response.status)


def _note_check(response: Response, spider: ThreadSpider) -> None:
    spider.checking_hosts.note(response.url, is_check=True)
    asked = response.meta.get("redirect_urls", [response.url])[0]
    leads = "" if asked == response.url else f" leads to {response.url}, which"
    is_optional = response.meta.get(IS_OPTIONAL, False)
    tell = spider.logger.warning if is_optional else spider.logger.error
    tell("%s%s could not be read: %s", asked, leads, RobotCheckError(response.status))
    if not is_optional:
        spider.count("pages_failed")


def _verdict(response: Response) -> tuple[bool, bool]:
    """Whether an answer is a check for robots, and whether it may be one though it is read as a page."""
    if len(response.body) > _MOST_BYTES or response.body.startswith(_GZIP_MAGIC):
        return False, False
    page = page_of(response)
    try:
        return is_robot_check(page) and not _has_comments(page), may_be_robot_check(page)
    except UnreadablePageError:
        return False, False


def _has_comments(page: Page) -> bool:
    return bool(read_page(page, platform_of(page)).comments)
