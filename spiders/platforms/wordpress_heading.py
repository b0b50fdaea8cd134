"""How many comments a WordPress page says its thread has."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import islice

from lxml.html import HtmlElement

from archiver.urls import absolute_http, article_key
from spiders.microdata import marked_elements
from spiders.page import Page
from spiders.paragraphs import beginning_of_text
from spiders.platforms.stated_counts import count_in_words, count_of_figures_alone
from spiders.platforms.wordpress_paging import own_key

_TITLE_WORDS = ("title", "count", "heading", "number", "header", "intro", "no-comments", "nocomments")
_COUNTING = ("interactionCount", "commentCount")
_AREA_IDS = ("comments", "commentsbox", "commentarea")
_AREAS = frozenset(
    "comments commentsbox commentlist comments-area comment-area comments-wrapper comment-wrapper comments-wrap "
    "post-comments entry-comments wp-block-comments comments-container comments-section commentarea article-comments "
    "comments-template comments_wrap comment-section thecomments comments-list-wrap".split()
)
_COMMENT = ("comment",)
_NOT_AREAS = frozenset("widget sidebar respond related".split())
_MAX_LOOKED_AT = 400
_MAX_TEXT = 400
_MAX_STEPS_UP = 12


def stated_count(page: Page, numbers: Collection[str]) -> int | None:
    """What the thread's heading states, else a link to the thread from the article, else microdata; or None.

    ``numbers`` are those of the page's own comments, by whose permalinks a link to this thread may be told.
    """
    for heading in _headings_of_threads(page):
        count = _count_of_heading(heading)
        if count is not None:
            return count
    for area in page.by_id.with_values([name for name in _AREA_IDS if name in page.by_id]):
        for element in islice(area.iter("div", "span", "p", "strong", "a", "header"), _MAX_LOOKED_AT):
            names = element.get("class")
            if names and "omment" in names and any(word in names for word in _TITLE_WORDS):
                count = _count_of_titled(element)
                if count is not None:
                    return count
    of_link = _count_of_link(page, numbers)
    in_microdata = None if of_link else _count_in_microdata(page)
    return of_link if in_microdata is None else in_microdata


def _headings_of_threads(page: Page) -> Iterator[HtmlElement]:
    """The headings in what is called the comments, and those that are called so themselves."""
    areas = [value for value in page.by_class.values_with(_COMMENT) if not _AREAS.isdisjoint(value.lower().split())]
    called = [value for value in page.by_id.values_with(_COMMENT) if value.lower() in _AREAS]
    around = {*page.by_class.with_values(areas), *page.by_id.with_values(called)}
    for heading in page.headings:
        if "comment" in _names(heading) or not around.isdisjoint(islice(heading.iterancestors(), _MAX_STEPS_UP)):
            yield heading


def _count_of_heading(heading: HtmlElement) -> int | None:
    text = beginning_of_text(heading, _MAX_TEXT)
    names = _names(heading)
    is_titled = "comment" in names
    count = count_in_words(text)
    if count is None and is_titled:
        count = count_of_figures_alone(text)
    if count is None or "respond" in names or "reply" in names:
        return None
    area = _area_of(heading)
    return count if area or (area is None and is_titled and "widget" not in names) else None


def _count_of_titled(element: HtmlElement) -> int | None:
    text = beginning_of_text(element, _MAX_TEXT)
    count = count_in_words(text)
    if count is None:
        count = count_of_figures_alone(text)
    return count if count is not None and "reply" not in _names(element) and _area_of(element) else None


def _count_of_link(page: Page, numbers: Collection[str]) -> int | None:
    own: str | None = None
    for link, href in page.links:
        if not href.endswith(("#comments", "#respond")):
            continue
        count = count_in_words(beginning_of_text(link, _MAX_TEXT))
        if count is None:
            continue
        own = own or own_key(page, numbers)
        url = absolute_http(page.url, href)
        if href.startswith("#") or (url is not None and own is not None and article_key(url) == own):
            return count
    return None


def _names(element: HtmlElement) -> str:
    return f"{element.get('class') or ''} {element.get('id') or ''}".lower()


def _area_of(element: HtmlElement) -> bool | None:
    """Whether the element stands in a thread's area; False where it stands in a sidebar or a form, None if neither."""
    node: HtmlElement | None = element
    for _ in range(_MAX_STEPS_UP):
        if node is None:
            return None
        names = {*(node.get("class") or "").lower().split(), (node.get("id") or "").lower()}
        if node is not element and not names.isdisjoint(_NOT_AREAS):
            return False
        if not names.isdisjoint(_AREAS):
            return True
        node = node.getparent()
    return None


def _count_in_microdata(page: Page) -> int | None:
    counts: set[int] = set()
    for element in marked_elements(page):
        if element.get("itemprop") not in _COUNTING:
            continue
        content = element.get("content") or ""
        if element.get("itemprop") == "interactionCount" and "comment" not in content.lower():
            continue
        digits = content.rpartition(":")[2].strip() or beginning_of_text(element, _MAX_TEXT).strip()
        if digits.isdecimal() and len(digits) < 10:
            counts.add(int(digits))
    return counts.pop() if len(counts) == 1 else None
