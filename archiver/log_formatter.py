"""What Scrapy logs about items: the article's address alone. Readers' words have no place in a log."""

from __future__ import annotations

from typing import Any

from itemadapter import ItemAdapter
from scrapy import Spider
from scrapy.http import Response
from scrapy.logformatter import LogFormatter, LogFormatterResult
from twisted.python.failure import Failure

from archiver.items import Article


class AddressOnlyLogFormatter(LogFormatter):
    """Scrapy's own, with an item's address in the place of the item."""

    def scraped(self, item: Any, response: Response | Failure | None, spider: Spider) -> LogFormatterResult:
        """An item went through all steps."""
        return super().scraped(_address(item), response, spider)

    def dropped(
        self, item: Any, exception: BaseException, response: Response | Failure | None, spider: Spider
    ) -> LogFormatterResult:
        """A step gave an item up."""
        return super().dropped(_address(item), exception, response, spider)

    def item_error(
        self, item: Any, exception: BaseException, response: Response | Failure | None, spider: Spider
    ) -> LogFormatterResult:
        """A step failed on an item."""
        return super().item_error(_address(item), exception, response, spider)


def _address(item: Any) -> str:
    """Of whatever kind of item: a spider of somebody's own may yield others than ours, with words in them, too."""
    article = ItemAdapter(item).get("article") if ItemAdapter.is_item(item) else None
    if not isinstance(article, Article):
        return type(item).__name__
    return article.url or "a page without address"
