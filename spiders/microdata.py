"""schema.org microdata (``itemscope``, ``itemprop``) as the same nodes that JSON-LD gives."""

from __future__ import annotations

from itertools import compress
from typing import Any

from lxml.html import HtmlElement

from spiders.json_ld import Node
from spiders.page import Page
from spiders.paragraphs import one_line

MAX_ELEMENTS = 5_000
_PROPERTIES = frozenset(
    ("headline", "name", "author", "creator", "datePublished", "dateCreated", "dateModified", "articleSection")
)
_ADDRESSES = frozenset(("url", "mainEntityOfPage"))
_MEMO = "microdata elements"


def read_microdata(page: Page) -> list[Node]:
    """The items of a page that are no part of another, in its order, with the properties an article has.

    Properties outside of any item come as one item without a type, last. ``articleBody`` is only said to
    be there (True): its text is the body's reader's business.
    """
    items: dict[HtmlElement, dict[str, Any]] = {}
    top: list[dict[str, Any]] = []
    loose: dict[str, Any] = {}
    for element in marked_elements(page)[:MAX_ELEMENTS]:
        owner = _owner(element, items)
        names = (element.get("itemprop") or "").split()
        value: object = None
        if element.get("itemscope") is not None:
            value = items[element] = {"@type": (element.get("itemtype") or "").split()}
            if owner is None or not names:
                top.append(items[element])
        for name in names:
            _add(loose if owner is None else owner, name, element, value)
    return [*top, loose] if loose else [*top]


def marked_elements(page: Page) -> list[HtmlElement]:
    """The elements of items and of their properties, in document order; none where nothing is a property."""
    if _MEMO not in page.memo:
        page.memo[_MEMO] = _marked(page) if "itemprop" in page.text else []
    found: list[HtmlElement] = page.memo[_MEMO]
    return found


def _marked(page: Page) -> list[HtmlElement]:
    properties = page.values_of("itemprop")
    scopes = page.values_of("itemscope")
    are_marked = (prop is not None or scope is not None for prop, scope in zip(properties, scopes, strict=True))
    return list(compress(page.elements, are_marked))


def _owner(element: HtmlElement, items: dict[HtmlElement, dict[str, Any]]) -> dict[str, Any] | None:
    """The item that an element's property belongs to: that of the nearest ancestor which is one."""
    above = element.getparent() if items else None
    while above is not None and above not in items:
        above = above.getparent()
    return None if above is None else items[above]


def _add(item: dict[str, Any], name: str, element: HtmlElement, value: object) -> None:
    if name == "articleBody":
        item[name] = True
    elif name in _ADDRESSES:
        item.setdefault(name, element.get("href") or element.get("content") or element.get("itemid"))
    elif name in _PROPERTIES:
        read = value if value is not None else _said(element)
        item.setdefault(name, []).append(read)


def _said(element: HtmlElement) -> str:
    """The value for machines where the element carries one, else what it shows."""
    return element.get("content") or element.get("datetime") or one_line(element)
