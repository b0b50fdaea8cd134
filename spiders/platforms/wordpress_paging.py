"""The pages of a WordPress thread: where the others are, and which one this is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection

from lxml.html import HtmlElement

from archiver.urls import absolute_http, article_key, comment_page_number, without_fragment
from spiders.page import Page
from spiders.platforms.page_links import canonical_href

_A_COMMENT = re.compile(r"#(?:[a-z]+-)*comment-(\d+)$", re.I)
_NAVIGATION = re.compile(r"nav|pagin|page-?numbers|prev|next|older|newer", re.I)
_MAX_STEPS_UP = 4
_MAY_BE_PAGED = "wordpress.may_be_paged"
_ARCHIVED = re.compile(r"^(?:https?:)?//web\.archive\.org/web/\d{4,14}[a-z_]*/", re.I)


def own_key(page: Page, numbers: Collection[str]) -> str | None:
    """The ``article_key`` of the page's article: of its address, else its canonical link, else its permalinks.

    ``numbers`` are those of the page's own comments, whose permalinks name the article too.
    """
    if page.url:
        return _key(page.url)
    canonical = absolute_http(None, canonical_href(page))
    if canonical:
        return _key(canonical)
    keys = Counter(_key(url) for url in _own_permalinks(page, numbers) if absolute_http(None, url))
    return keys.most_common(1)[0][0] if keys else None


def more_pages(page: Page, numbers: Collection[str]) -> list[str]:
    """The thread's other pages that this one links to, absolute, each once, in the order of the links."""
    if not _may_be_paged(page):
        return []
    own = own_key(page, numbers)
    here = comment_page_number(page.url) if page.url else None
    base = page.url or absolute_http(None, canonical_href(page))
    found: dict[str, None] = {}
    for link, href in page.links:
        if "comment-page-" not in href and "cpage=" not in href:
            continue
        if _A_COMMENT.search(href) or "replytocom=" in href:  # a comment's permalink or its form: they name this page
            continue
        url = absolute_http(base, href)
        if url is None or (_key(url) != own if own is not None else not _is_navigation(link)):
            continue
        number = comment_page_number(url)
        if number is None or number == here:
            continue
        found.setdefault(without_fragment(url))
    return list(found)


def page_number(page: Page, numbers: Collection[str]) -> int | None:
    """N of ``comment-page-N`` in the page's address, else in the permalinks of the comments it shows.

    Where the thread has other pages and full permalinks name none, this is the first: WordPress leaves
    ``comment-page-1`` out where the oldest comments come first.
    """
    if page.url and (number := comment_page_number(page.url)) is not None:
        return number
    if not numbers or not _may_be_paged(page):
        return None
    permalinks = _own_permalinks(page, numbers)
    named = Counter(number for url in permalinks if (number := comment_page_number(without_fragment(url))))
    if named:
        return named.most_common(1)[0][0]
    is_full = any(not href.startswith("#") for href in permalinks)
    return 1 if is_full and more_pages(page, numbers) else None


def _is_navigation(link: HtmlElement) -> bool:
    """Whether names say that the link, or what stands round it, leads from page to page."""
    node: HtmlElement | None = link
    for _ in range(_MAX_STEPS_UP):
        if node is None:
            return False
        if node.tag == "nav" or _NAVIGATION.search(f"{node.get('class') or ''} {node.get('id') or ''}"):
            return True
        node = node.getparent()
    return False


def _may_be_paged(page: Page) -> bool:
    may_be: bool | None = page.memo.get(_MAY_BE_PAGED)
    if may_be is None:
        addresses = "\n".join([href for _, href in page.links])
        may_be = "comment-page-" in addresses or "cpage=" in addresses
        page.memo[_MAY_BE_PAGED] = may_be
    return may_be


def _own_permalinks(page: Page, numbers: Collection[str]) -> list[str]:
    hrefs = (href for _, href in page.links if "#" in href) if numbers else ()
    return [href for href in hrefs if (match := _A_COMMENT.search(href)) and match.group(1) in numbers]


def _key(url: str) -> str:
    return article_key(_ARCHIVED.sub("", url))
