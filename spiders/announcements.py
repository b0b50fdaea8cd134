"""Where a site announces its articles: RSS and Atom feeds."""

from __future__ import annotations

import re
from itertools import islice
from urllib.parse import urlsplit

from archiver.urls import absolute_http
from spiders.article import is_article
from spiders.listing import has_form_of_story, is_list
from spiders.page import Page
from spiders.platforms import comments_of, platform_of
from spiders.xml_feed import entries_of, link_of
from spiders.xml_feed import is_feed as is_feed

MAX_ANNOUNCED = 2_000
_OF_COMMENTS = re.compile(r"comm?ent|kommentar|reac(?:ties|ciones)", re.I)
# Of the whole site, maybe of one language.
_HOME = re.compile(
    r"/?|/(?:index|home|default|start|startseite|accueil|inicio)(?:\.\w{2,5})?/?|/[a-z]{2}(?:[-_][a-z]{2})?/?", re.I
)
_FEED_TYPES = frozenset({"application/rss+xml", "application/atom+xml", "application/rdf+xml"})


def is_front_page(page: Page) -> bool:
    """Whether the page leads to articles and is none: a site's root, or one without a story, with feeds or a list."""
    if urlsplit(page.url or "").path in ("", "/"):
        return not is_article(page)
    if is_article(page) or _has_comments(page):
        return False
    return bool(linked_feeds(page)) or (is_list(page) and not has_form_of_story(page.url or ""))


def feeds_of_list(page: Page) -> list[str]:
    """The feeds that announce what a page leads to: of a section its own, where it has any, or lists nothing itself."""
    feeds = linked_feeds(page)
    path = urlsplit(page.url or "").path.rstrip("/")
    own = [feed for feed in feeds if urlsplit(feed).path.startswith(f"{path}/")]
    return own or ([] if is_section(page) else feeds)


def is_section(page: Page) -> bool:
    """Whether a page lists articles and is no front page, by its address."""
    return _HOME.fullmatch(urlsplit(page.url or "").path) is None and is_list(page)


def announced_articles(page: Page) -> list[str]:
    """The addresses a feed names, in its order, each once. A broken feed gives what can be read of it.

    At most MAX_ANNOUNCED: one that names more wants something else than to announce articles.
    """
    links = map(link_of, entries_of(page))
    return list(islice(dict.fromkeys(link for link in links if link), MAX_ANNOUNCED))


def linked_feeds(page: Page) -> list[str]:
    """The feeds of articles that a page links to in its head; feeds of comments are left out."""
    found: dict[str, None] = {}
    for link in page.root.iter("link"):
        if (link.get("type") or "").lower() in _FEED_TYPES and "alternate" in (link.get("rel") or "").lower():
            url = absolute_http(page.url, link.get("href"))
            if url is not None and not _OF_COMMENTS.search(f"{url} {link.get('title') or ''}"):
                found.setdefault(url)
    return list(found)


def _has_comments(page: Page) -> bool:
    platform = platform_of(page)
    return platform is not None and bool(comments_of(platform, page))
