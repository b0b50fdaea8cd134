"""Looking at a site or at one of its pages: Scrapy with our settings, and no archive."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scrapy import Spider
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.utils.project import get_project_settings

from spiders.one_page import Fetched, OnePageSpider
from spiders.site_look import SiteLook, SiteLookSpider


def look_at(address: str, overrides: Mapping[str, str], *, allow_private: bool) -> SiteLook:
    """Look at the site whose front page this is; robots.txt, delays and the guard against private addresses hold.

    ``overrides`` are Scrapy settings by name. Touches no archive and keeps no captures. Can be called once in a
    process: Twisted's reactor does not start twice.
    """
    look = SiteLook()
    _run(SiteLookSpider, overrides, allow_private=allow_private, address=address, look=look)
    return look


def fetch_page(address: str, overrides: Mapping[str, str], *, allow_private: bool) -> Fetched:
    """Fetch one page, as politely and as safely as ``look_at`` does, and as often in a process."""
    fetched = Fetched()
    _run(OnePageSpider, overrides, allow_private=allow_private, address=address, fetched=fetched)
    return fetched


def _run(spider: type[Spider], overrides: Mapping[str, str], *, allow_private: bool, **arguments: Any) -> None:
    settings = get_project_settings()
    settings.setmodule("archiver.settings", priority="project")
    settings.setdict(dict(overrides), priority="cmdline")
    settings.set("LOG_INSTALL_ROOT_HANDLER", "LOG_FILE" in overrides, priority="cmdline")
    settings.set("ITEM_PIPELINES", {}, priority="cmdline")
    settings.set("ARCHIVER_CAPTURES", False, priority="cmdline")
    settings.set("ARCHIVER_ALLOW_PRIVATE", allow_private, priority="cmdline")
    process = AsyncCrawlerProcess(settings)
    process.crawl(process.create_crawler(spider), **arguments)
    process.start()
