"""What the ``meta`` and ``link`` elements of a page say, gone through once for everybody who asks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import compress, repeat

from lxml.html import HtmlElement

from spiders.page import Page

_MEMO = "meta tags"
_LINKS_MEMO = "relations of links"
_NAMING = ("property", "name", "http-equiv")


def meta_of(page: Page) -> Mapping[str, Sequence[str]]:
    """The contents of all ``meta`` by their names in lower case, wherever they stand, in the order of the page.

    ``property`` may hold several names; one that stands in two attributes counts once.
    """
    if _MEMO not in page.memo:
        page.memo[_MEMO] = _read(page)
    found: dict[str, list[str]] = page.memo[_MEMO]
    return found


def links_of(page: Page, relation: str) -> list[str]:
    """The ``href`` of each ``link`` whose ``rel`` is this, in whatever case, in the order of the page."""
    links = page.by_tag["link"]
    if _LINKS_MEMO not in page.memo:
        page.memo[_LINKS_MEMO] = list(map(str.lower, map(HtmlElement.get, links, repeat("rel"), repeat(""))))
    relations: list[str] = page.memo[_LINKS_MEMO]
    return [link.get("href") or "" for link in compress(links, map(relation.__eq__, relations))]


def _read(page: Page) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for element in page.by_tag["meta"]:
        attributes = dict(element.items())
        content = attributes.get("content")
        if content:
            said = " ".join([attributes[one] for one in _NAMING if one in attributes])
            for name in dict.fromkeys(said.lower().split()):
                found.setdefault(name, []).append(content)
    return found
