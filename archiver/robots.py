"""robots.txt, failing closed (RFC 9309): where it cannot be had, nothing of the host is fetched.

Scrapy's own middleware takes an unreachable robots.txt for a permission. Here a server error, a timeout,
a refused connection, 429 or more than REDIRECT_MAX_TIMES redirects mean that nobody knows what the site
wants; any other 4xx means that it wants nothing. A Crawl-delay, which the RFC does not know and many sites
state, goes with each request to the download handler.
"""

from __future__ import annotations

import asyncio
import logging
import re

from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Request, Response
from scrapy.http.request import NO_CALLBACK
from scrapy.robotstxt import ProtegoRobotParser, RobotParser
from scrapy.utils.httpobj import urlparse_cached

logger = logging.getLogger(__name__)

CRAWL_DELAY = "archiver_crawl_delay"  # in a request's meta: seconds to leave between two requests to its host
MAX_BYTES = 500 * 1024  # as much as RFC 9309 asks for
_AGENT_LINE = re.compile(r"user[- ]?agent ?[: ] ?([^#]*)", re.I)


_TOKEN = re.compile(r"[A-Za-z_-]+")
_NOBODY = "\x00"  # no User-Agent can hold it: Protego would find a hyphen in some


class ForbiddenByRobotsError(IgnoreRequest):
    """robots.txt says no."""


class RobotsUnreachableError(IgnoreRequest):
    """robots.txt could not be had, so that nobody knows what it says."""


class FailClosedRobotsMiddleware(RobotsTxtMiddleware):
    """Asks each host once for its robots.txt and lets through only what that allows."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._asked: dict[str, asyncio.Task[RobotParser]] = {}
        self._agent = self._robotstxt_useragent or self._default_useragent

    async def robot_parser(self, request: Request) -> RobotParser:
        """The rules of the request's host, fetched when first asked for; all that ask meanwhile wait for it."""
        host = urlparse_cached(request).netloc
        if host not in self._asked:
            self._asked[host] = asyncio.ensure_future(self._fetched(request))
        return await asyncio.shield(self._asked[host])

    def process_request_2(self, rp: RobotParser | None, request: Request) -> None:
        """Raises ForbiddenByRobotsError or RobotsUnreachableError where the request must not be made."""
        if isinstance(rp, _Unreachable):
            raise RobotsUnreachableError(f"its robots.txt could not be had ({rp.why})")
        try:
            super().process_request_2(rp, request)
        except IgnoreRequest:
            raise ForbiddenByRobotsError("robots.txt does not let us fetch it") from None
        if rp is not None and (delay := rp.crawl_delay(self._agent)):
            request.meta[CRAWL_DELAY] = min(delay, self.crawler.settings.getfloat("ARCHIVER_LONGEST_CRAWL_DELAY"))

    async def _fetched(self, request: Request) -> RobotParser:
        parts = urlparse_cached(request)
        robots = Request(
            f"{parts.scheme}://{parts.netloc}/robots.txt",
            priority=self.DOWNLOAD_PRIORITY,
            meta={"dont_obey_robotstxt": True, "allow_offsite": True},  # it may be redirected to another host
            callback=NO_CALLBACK,
        )
        assert self.crawler.engine is not None
        try:
            response = await self.crawler.engine.download_async(robots)
        except Exception as error:  # whatever it was: we do not know what the site wants
            return _unreachable(parts.netloc, _in_short(error))
        return self._rules(response, parts.netloc)

    def _rules(self, response: Response, host: str) -> RobotParser:
        if 200 <= response.status < 300:
            body = without_others(response.body[:MAX_BYTES], self._agent)
            return ProtegoRobotParser.from_crawler(self.crawler, body)
        if 400 <= response.status < 500 and response.status != 429:
            return ProtegoRobotParser.from_crawler(self.crawler, b"")
        return _unreachable(host, f"the server answered {response.status}")


def without_others(body: bytes, agent: str) -> bytes:
    """A robots.txt in which the groups of all agents but ``agent`` and ``*`` belong to one that is nobody.

    Protego gives each agent of a group rules of its own: 4,000 agents with 4,000 rules take it a minute.
    """
    ours = _product_token(agent)
    lines = []
    for line in body.decode("utf-8-sig", "ignore").splitlines():  # as Protego does, at form feeds too
        found = _AGENT_LINE.match(" ".join(line.split()))
        if found:
            name = found[1].strip()
            if name != "*":
                name = ours if ours and _product_token(name) == ours else _NOBODY
            line = f"User-agent: {name}"
        lines.append(line)
    return "\n".join(lines).encode()


def _product_token(name: str) -> str:
    """What RFC 9309 (2.2.1) compares: a crawler's name without its version, whatever its case."""
    token = _TOKEN.match(name)
    return token[0].casefold() if token else ""


class _Unreachable(RobotParser):
    """Stands for a robots.txt that could not be had."""

    def __init__(self, why: str) -> None:
        self.why = why

    @classmethod
    def from_crawler(cls, crawler: Crawler, robotstxt_body: bytes) -> _Unreachable:
        return cls(robotstxt_body.decode("utf-8", "replace"))

    def allowed(self, url: str | bytes, user_agent: str | bytes) -> bool:
        return False


def _unreachable(host: str, why: str) -> _Unreachable:
    logger.error("%s: robots.txt could not be had (%s), so nothing there is fetched.", host, why)
    return _Unreachable(why)


def _in_short(error: Exception) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0][:200]
