"""How many comments a WordPress page says its thread has."""

from __future__ import annotations

from lxml import etree
from lxml.html import HtmlElement

from archiver.urls import absolute_http, article_key
from spiders.page import Page
from spiders.platforms.stated_counts import count_in_words, count_of_figures_alone

_HEADINGS = etree.XPath(
    "//h1|//h2|//h3|//h4|//h5|//h6|//*[contains(@class,'omment') or contains(@id,'omment')]"
    "[contains(@class,'title') or contains(@id,'title') or contains(@class,'count') or contains(@class,'heading') "
    "or contains(@class,'number') or contains(@class,'header') or contains(@class,'no-comments') "
    "or contains(@class,'nocomments')]"
)
_LINKS = etree.XPath("//a[contains(@href,'#comments') or contains(@href,'#respond')]")
_META_COUNTS = etree.XPath("//*[@itemprop='interactionCount' or @itemprop='commentCount']")
_HEADING_TAGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_AREAS = frozenset(
    "comments commentsbox commentlist comments-area comment-area comments-wrapper comment-wrapper comments-wrap "
    "post-comments entry-comments wp-block-comments comments-container comments-section commentarea article-comments "
    "comments-template comments_wrap comment-section thecomments comments-list-wrap".split()
)
_NOT_AREAS = frozenset("widget sidebar respond related".split())
_MAX_TEXT = 400
_MAX_STEPS_UP = 12


def stated_count(page: Page, own_key: str | None) -> int | None:
    """What the thread's heading states, else a link to the thread from the article, else microdata; or None.

    ``own_key`` is the article's ``article_key``, by which a link to this thread is told from links to others.
    """
    for heading in _HEADINGS(page.root):
        count = _count_of_heading(heading)
        if count is not None:
            return count
    for link in _LINKS(page.root):
        count = count_in_words(_text(link))
        if count is not None and _leads_here(link, page, own_key):
            return count
    return _count_in_microdata(page)


def _count_of_heading(heading: HtmlElement) -> int | None:
    names = f"{heading.get('class') or ''} {heading.get('id') or ''}".lower()
    is_titled = "comment" in names and "reply" not in names
    is_heading = heading.tag in _HEADING_TAGS
    text = _text(heading)
    count = count_in_words(text)
    if count is None and is_titled:
        count = count_of_figures_alone(text)
    if count is None or "respond" in names or "reply" in names:
        return None
    if is_heading and is_titled and "widget" not in names:
        return count if _area_of(heading) is not False else None
    return count if _area_of(heading) else None


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


def _text(element: HtmlElement) -> str:
    pieces: list[str] = []
    length = 0
    for piece in element.itertext():
        pieces.append(piece)
        length += len(piece)
        if length > _MAX_TEXT:
            break
    return "".join(pieces)


def _leads_here(link: HtmlElement, page: Page, own_key: str | None) -> bool:
    href = link.get("href") or ""
    if href.startswith("#"):
        return True
    url = absolute_http(page.url, href)
    return url is not None and own_key is not None and article_key(url) == own_key


def _count_in_microdata(page: Page) -> int | None:
    counts: set[int] = set()
    for element in _META_COUNTS(page.root):
        content = element.get("content") or ""
        if element.get("itemprop") == "interactionCount" and "comment" not in content.lower():
            continue
        digits = content.rpartition(":")[2].strip() or _text(element).strip()
        if digits.isdecimal() and len(digits) < 10:
            counts.add(int(digits))
    return counts.pop() if len(counts) == 1 else None
