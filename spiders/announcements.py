"""Where a site announces its articles: RSS and Atom feeds."""

from __future__ import annotations

import re
from typing import cast
from urllib.parse import urlsplit

from lxml import etree

from archiver.urls import absolute_http
from spiders.article import is_article
from spiders.page import Page
from spiders.platforms import comments_of, platform_of

_ENTRIES = etree.XPath("//*[local-name() = 'item' or local-name() = 'entry']")
_ENTITY = re.compile(r"<!ENTITY[^>]*>")
_OF_COMMENTS = re.compile(r"comm?ent|kommentar|reac(?:ties|ciones)", re.I)
_FEED_TYPES = frozenset({"application/rss+xml", "application/atom+xml", "application/rdf+xml"})


def is_feed(page: Page) -> bool:
    """Whether the page is an RSS or Atom feed."""
    head = _text(page)[:2000].lower()
    return any(mark in head for mark in ("<rss", "<feed", "<rdf:rdf")) and "<html" not in head


def is_front_page(page: Page) -> bool:
    """Whether the page leads to articles and is none: a site's root, or one with feeds and without a story."""
    if urlsplit(page.url or "").path in ("", "/"):
        return not is_article(page)
    return not is_article(page) and bool(linked_feeds(page)) and not _has_comments(page)


def announced_articles(page: Page) -> list[str]:
    """The addresses a feed names, in its order, each once. A broken feed gives what can be read of it."""
    # The text is decoded already, by header or declaration; its own entities could only do harm.
    text = _ENTITY.sub("", _text(page)).encode("utf-8", "replace")
    parser = etree.XMLParser(
        encoding="utf-8", recover=True, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    root = etree.fromstring(text, parser=parser, base_url=absolute_http(None, page.url))
    if root is None:
        return []
    links = (_link(entry) for entry in cast("list[etree._Element]", _ENTRIES(root)))
    return list(dict.fromkeys(link for link in links if link))


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


def _text(page: Page) -> str:
    """The feed's text; XML in UTF-16 need not begin with a byte order mark."""
    if page.body.startswith((b"<\x00?\x00", b"\x00<\x00?")):
        return page.body.decode("utf-16-le" if page.body.startswith(b"<") else "utf-16-be", "replace")
    return page.text


def _link(entry: etree._Element) -> str | None:
    """The address of one entry: its link, else a guid that says to be one."""
    guid = None
    for part in entry.iterchildren(tag=etree.Element):
        name = etree.QName(part).localname
        if name == "link" and part.get("rel", "alternate") == "alternate":
            link = part.get("href") or (part.text or "").strip()
            if link and not len(part) and (url := absolute_http(part.base, link)):  # entities would be its children
                return url
        elif name == "guid" and part.get("isPermaLink", "true") == "true":
            guid = absolute_http(None, part.text)
    return guid
