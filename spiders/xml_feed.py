"""The entries of RSS and Atom feeds, whatever they are of."""

from __future__ import annotations

import re
from typing import cast

from lxml import etree

from archiver.urls import absolute_http
from spiders.page import Page

_ENTRIES = etree.XPath("//*[local-name() = 'item' or local-name() = 'entry']")
_ENTITY = re.compile(r"<!ENTITY[^>]*>")


def is_feed(page: Page) -> bool:
    """Whether the page is an RSS or Atom feed."""
    head = _text(page)[:2000].lower()
    return any(mark in head for mark in ("<rss", "<feed", "<rdf:rdf")) and "<html" not in head


def entries_of(page: Page) -> list[etree._Element]:
    """A feed's items or entries in its order. A broken feed gives what can be read of it; no entity is resolved."""
    # The text is decoded already, by header or declaration; its own entities could only do harm.
    text = _ENTITY.sub("", _text(page)).encode("utf-8", "replace")
    parser = etree.XMLParser(
        encoding="utf-8", recover=True, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    root = etree.fromstring(text, parser=parser, base_url=absolute_http(None, page.url))
    return cast("list[etree._Element]", _ENTRIES(root)) if root is not None else []


def link_of(entry: etree._Element) -> str | None:
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


def _text(page: Page) -> str:
    """The feed's text; XML in UTF-16 need not begin with a byte order mark."""
    if page.body.startswith((b"<\x00?\x00", b"\x00<\x00?")):
        return page.body.decode("utf-16-le" if page.body.startswith(b"<") else "utf-16-be", "replace")
    return page.text
