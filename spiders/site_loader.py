"""How ``scrapy list`` and ``scrapy crawl NAME`` find the sites that a user has declared."""

from __future__ import annotations

from scrapy import Spider
from scrapy.exceptions import UsageError as ScrapyUsageError
from scrapy.spiderloader import SpiderLoader

from archiver.errors import UsageError
from spiders.base import ThreadSpider
from spiders.sites import declared_sites


class SiteLoader(SpiderLoader):
    """Knows the spiders of SPIDER_MODULES and the user's own sites."""

    def load(self, spider_name: str) -> type[Spider]:
        """The spider of this name. Raises KeyError where there is none."""
        return _declared().get(spider_name) or super().load(spider_name)

    def list(self) -> list[str]:
        """The names of all spiders."""
        return sorted({*super().list(), *_declared()})


def _declared() -> dict[str, type[ThreadSpider]]:
    try:
        return declared_sites()
    except UsageError as error:
        raise ScrapyUsageError(str(error)) from None
