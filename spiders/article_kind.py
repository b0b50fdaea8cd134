"""Whether a page shows one article, or leads to many."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from archiver.urls import absolute_http
from spiders.metadata import Metadata, read_metadata
from spiders.page import Page

_LISTING_CLASSES = frozenset(
    ("home", "blog", "archive", "search", "search-results", "category", "tag", "author", "date", "error404")
)
_LISTING_TYPES = frozenset(("CollectionPage", "SearchResultsPage", "ProfilePage"))
_STORY_PATH = re.compile(
    r"/(?:19|20)\d\d/(?:0?[1-9]|1[0-2])/(?:[0-3]?\d/)?[^/]*[a-z][^/]*-[^/]*-[^/]+/?$", re.IGNORECASE
)
_LISTING_PATH = re.compile(r"/(?:tags?|topics?|authors?|search|page)/[^/]+/?$", re.IGNORECASE)


def is_article(page: Page) -> bool:
    """Whether the page is one article, for a crawl that must tell articles from front pages; in doubt it is not.

    Sure signs decide first: WordPress says of its pages whether they are a single post or a list; the site's
    root is no article. Then any of these makes one: JSON-LD or microdata that describes this page's article,
    the form for a comment on a post; and, where neither address nor types say that the page is a list,
    ``og:type`` article (which some sites write everywhere), metadata that names author and date, an address
    of year, month and some words, a single ``article`` that holds a heading and a time.
    """
    if not page.is_html:
        return False
    classes = _body_classes(page)
    if "single" in classes or any(name.startswith("postid-") for name in classes):
        return True
    if not _LISTING_CLASSES.isdisjoint(classes) or _is_root(page):
        return False
    metadata = read_metadata(page)
    if metadata.has_article_node or _has_comment_form(page):
        return True
    if _is_listing(page, metadata):
        return False
    is_signed = bool(metadata.authors and metadata.published)
    is_dated = _STORY_PATH.search(urlsplit(absolute_http(None, page.url) or "").path) is not None
    return "article" in metadata.og_types or is_signed or is_dated or _has_one_story(page)


def _body_classes(page: Page) -> set[str]:
    body = page.root.find("body")
    return set() if body is None else set((body.get("class") or "").split())


def _is_root(page: Page) -> bool:
    address = absolute_http(None, page.url)
    return address is not None and urlsplit(address).path in ("", "/") and not urlsplit(address).query


def _is_listing(page: Page, metadata: Metadata) -> bool:
    address = urlsplit(absolute_http(None, page.url) or "")
    is_search = re.search(r"(?:^|&)(?:s|q|query)=", address.query) is not None
    return is_search or bool(_LISTING_PATH.search(address.path)) or not _LISTING_TYPES.isdisjoint(metadata.page_types)


def _has_comment_form(page: Page) -> bool:
    return any(field.get("name") == "comment_post_ID" for field in page.root.iter("input"))


def _has_one_story(page: Page) -> bool:
    stories = [story for story in page.root.iter("article") if next(story.iter("h1"), None) is not None]
    return len(stories) == 1 and next(stories[0].iter("time"), None) is not None
