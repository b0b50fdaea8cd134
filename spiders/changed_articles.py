"""WordPress's list of the articles that were changed last (``/wp-json/wp/v2/posts?orderby=modified``). Pure.

A feed of articles holds the newest ten and says of none that it was edited, but WordPress's header Last-Modified moves
with every edit on the site. So where that has moved, this list tells which articles it was.
"""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any

from archiver.crawl_list import ListedArticle
from archiver.urls import absolute_http, registered_domain
from spiders.page import Page

PER_PAGE = 100
_BY_WORDPRESS = re.compile(r"<generator>[^<]{0,30}wordpress\.(?:org|com)", re.I)
_ATOM_BY_WORDPRESS = re.compile(r"<generator [^<>]{0,120}wordpress\.(?:org|com)", re.I)
_FEED = re.compile(r"/feed(?:/(?:rss2?|atom|rdf))?/?$")


def is_by_wordpress(feed: Page) -> bool:
    """Whether a feed names WordPress as its maker."""
    head = feed.text[:5_000]
    return bool(_BY_WORDPRESS.search(head) or _ATOM_BY_WORDPRESS.search(head))


def changed_address(feed: str, since: datetime, number: int = 1) -> str | None:
    """The address of a page of the list, the latest change first, by that of the site's feed of articles.

    A day earlier than asked for: WordPress goes by the site's own clock.
    """
    home, found = _FEED.subn("", feed)
    if not found:
        return None
    day_before = since.astimezone(UTC) - timedelta(days=1)
    query = f"modified_after={day_before:%Y-%m-%dT%H:%M:%S}&orderby=modified&order=desc&per_page={PER_PAGE}"
    return f"{home}/wp-json/wp/v2/posts?{query}&page={number}&_fields=link,date_gmt,modified_gmt"


def changed_in(page: Page) -> list[ListedArticle] | None:
    """The articles of a page of the list that are on its own site; None for any other answer."""
    try:
        said = json.loads(page.body)
    except (ValueError, RecursionError):
        return None
    if not isinstance(said, list):
        return None
    read = [_read(one, page.url or "") for one in said if isinstance(one, dict)]
    return [one for one in read if one is not None]


def _read(said: dict[str, Any], base: str) -> ListedArticle | None:
    link = said.get("link")
    url = absolute_http(None, link) if isinstance(link, str) else None
    published, modified = _instant(said.get("date_gmt")), _instant(said.get("modified_gmt"))
    if url is None or published is None or modified is None or registered_domain(url) != registered_domain(base):
        return None
    return ListedArticle(url, published, modified)


def _instant(value: object) -> datetime | None:
    try:
        return datetime.fromisoformat(value).replace(tzinfo=UTC) if isinstance(value, str) else None
    except ValueError:
        return None
