"""wpDiscuz, a plugin that shows WordPress's comments its own way: versions 1 to 7.

Read in its published source, ``class.WpdiscuzWalker.php`` and ``comment-form.php``. A comment stands in
``div.wpd-comment`` (7) or ``div.wc-comment`` (before), its replies inside of it. Their id names comment and parent
(``wpd-comm-ID_PARENT``), so that a reply below the deepest level shown is still known for one. Versions 1 and 2
put the article's number where the comment's is now, and no ``comment-ID`` inside.
"""

from __future__ import annotations

import re
from collections.abc import Container
from typing import NamedTuple

from lxml.html import HtmlElement

from archiver.items import Comment
from spiders.page import Page
from spiders.paragraphs import texts
from spiders.platforms.base import Platform
from spiders.platforms.enclosing import Enclosing
from spiders.platforms.fields import read_fields
from spiders.platforms.named_parts import NamedParts, link_of, own_elements
from spiders.platforms.stated_counts import count_in_words, number_of_figures
from spiders.platforms.wordpress import without_hidden_text
from spiders.platforms.wordpress_paging import more_pages, page_number

_FRAMES = ("wpd-comment", "wc-comment", "wpd-thread-wrapper", "wc-thread-wrapper", "wpd-thread-list", "wc_comm_form")
_WRAPPER = re.compile(r"(?:wpd|wc)-comm-(\d{1,18})_(\d{1,18})")
_WRAPPER_IN_BYTES = re.compile(r""" id=["']?((?:wpd|wc)-comm-\d{1,18}_\d{1,18})(?=["'\s>])""")
_INNER = re.compile(r"comment-(\d{1,18})")
_LEVEL = re.compile(r"(?<!\S)(?:wpd|wc)_comment_level-(\d{1,5})(?!\S)")
_ROLE = re.compile(r"(?<!\S)(?:wpd|wc)-blog-([a-z_]+)")
_STAFF = frozenset(("administrator", "editor", "shop_manager"))
_NOT_THE_WORDS = (
    "wpd-inline-feedback-wrapper",
    "wpdiscuz-readmore",
    "wpdiscuz-hellip",
    "wc_held_for_moderate",
    "wmu-comment-attachments",
)
_LOADERS = ("wpd-load-more-submit", "wc-load-more-submit", "wpd-load-comments")
_LEFT_OUT = ("wpd-view-replies", "wpdiscuz-children-count", "wpdiscuz-readmore")


class WpDiscuz(Platform):
    """Reads what wpDiscuz prints into the page; what its buttons would fetch stays elsewhere."""

    name = "wpdiscuz"
    id_space = "wordpress"
    scope = "html-threaded"

    def recognises(self, page: Page) -> bool:
        """Whether the page holds wpDiscuz's thread or its frame. Its style sheets alone are on every page of a site."""
        return page.is_html and any(name in page.by_class for name in _FRAMES)

    def comments(self, page: Page) -> list[Comment]:
        """The comments in the order shown."""
        found = _found(page)
        nested = {one.wrapper for one in found}
        around = Enclosing(nested.__contains__)
        return [_read(one, nested, around, page.url) for one in found]

    def stated_count(self, page: Page) -> int | None:
        """What the head of the thread states: all comments in one number, or threads and replies in two."""
        for name in ("wpd-thread-info", "wpdtc", "wpd-cc-value", "wc_header_text_count"):
            count = _number(page, name)
            if count is not None:
                return count
        threads, replies = _number(page, "wpd-stat-threads-count"), _number(page, "wpd-stat-replies-count")
        if threads is not None and replies is not None:
            return threads + replies
        headings = (*page.by_class.get("wpd-thread-info", []), *page.by_class.get("wc-comment-title", []))
        return next((count for one in headings if (count := count_in_words(_text(one))) is not None), None)

    def more_pages(self, page: Page) -> list[str]:
        """Links to ``comment-page-N``: wpDiscuz pages a thread so where WordPress is set to."""
        return more_pages(page, _numbers(page))

    def page_number(self, page: Page) -> int | None:
        """From the address."""
        return page_number(page, _numbers(page))

    def count_in_bytes(self, page: Page) -> int | None:
        """The comments whose ids the mark-up bears, parsed or not."""
        held = set(_WRAPPER_IN_BYTES.findall(page.text))
        if len(held) > len(_found(page)):
            held = set(_WRAPPER_IN_BYTES.findall(without_hidden_text(page.text)))
        return len(held)

    def is_elsewhere(self, page: Page) -> bool:
        """Whether a button stands for comments, replies or words that its script would fetch."""
        if self.stated_count(page) == 0:
            return False
        return any(page.by_class.get(name) for name in (*_LOADERS, *_LEFT_OUT))


class _Found(NamedTuple):
    wrapper: HtmlElement
    """Holds the comment and its replies."""
    number: str | None
    parent: str | None


def _found(page: Page) -> list[_Found]:
    """The comments' elements in document order."""
    found: list[_Found] | None = page.memo.get("wpdiscuz")
    if found is None:
        named = [*page.by_class.get("wpd-comment", []), *page.by_class.get("wc-comment", [])]
        wrappers = [element for element in named if _WRAPPER.fullmatch(element.get("id") or "")]
        nested = set(wrappers)
        found = page.memo["wpdiscuz"] = [_identified(wrapper, nested) for wrapper in wrappers]
    return found


def _identified(wrapper: HtmlElement, nested: Container[HtmlElement]) -> _Found:
    match = _WRAPPER.fullmatch(wrapper.get("id") or "")
    assert match
    first, second = match.groups()
    inner = (_INNER.fullmatch(element.get("id") or "") for element in own_elements([wrapper], nested))
    number = next((found[1] for found in inner if found), second)
    return _Found(wrapper, number, second if number == first and second != "0" else None)


def _read(found: _Found, nested: Container[HtmlElement], around: Enclosing, base_url: str | None) -> Comment:
    wrapper = found.wrapper
    names = (wrapper.get("class") or "").split()
    own = NamedParts([wrapper], nested)
    comment = _fields(wrapper, own, nested, base_url)
    comment.external_id, comment.claimed_parent = found.number, found.parent
    level = _LEVEL.search(wrapper.get("class") or "")
    comment.depth_shown = max(int(level[1]) - 1, 0) if level else around.count_around(wrapper)
    comment.author_role = _role(wrapper, own)
    comment.edited_raw = own.line(own.first("wpd-comment-last-edited"))
    if "pingback" in names or any(image.get("alt") == "trackback" for image in own.all("avatar")):
        comment.kind = "pingback"
    if "trackback" in names:
        comment.kind = "trackback"
    _read_votes(comment, own)
    return comment


def _fields(wrapper: HtmlElement, own: NamedParts, nested: Container[HtmlElement], base_url: str | None) -> Comment:
    author = own.first("wpd-comment-author", "wc-comment-author")
    text = own.first("wpd-comment-text", "wc-comment-text")
    if author is None and text is None:
        return read_fields(wrapper, nested=nested, base_url=base_url)
    words = own.words(text, without=_NOT_THE_WORDS)
    date = own.first("wpd-comment-date", "wc-comment-date")
    comment = Comment(
        author=own.line(author, without=("wpd-user-nicename",)),
        author_url=link_of(author, base_url),
        # Shown is "3 years ago" where the site likes it so; the title then has the date.
        published_raw=((date.get("title") or "").strip() or own.line(date)) if date is not None else None,
        body=words.text,
        body_html=words.html or None,
    )
    if own.first("wpdiscuz-readmore") is not None:
        comment.extra["is_cut"] = True
    return comment


def _role(wrapper: HtmlElement, own: NamedParts) -> str | None:
    inner = own.first("wpd-comment-wrap")
    names = f"{wrapper.get('class') or ''} {(inner.get('class') or '') if inner is not None else ''}"
    roles = set(_ROLE.findall(names))
    if "post_author" in roles:
        return "author"
    if roles & _STAFF:
        return "staff"
    return "moderator" if "moderator" in roles else None


def _read_votes(comment: Comment, own: NamedParts) -> None:
    """Votes for and against, or their sum, which says neither."""
    for result in (*own.all("wpd-vote-result"), *own.all("wc-vote-result")):
        number = re.search(r"-?\d{1,9}", result.get("title") or _text(result))
        names = result.get("class") or ""
        if number is None:
            continue
        if "result-like" in names:
            comment.likes = abs(int(number[0]))
        elif "result-dislike" in names:
            comment.dislikes = abs(int(number[0]))
        elif int(number[0]):
            comment.extra["score"] = int(number[0])


def _numbers(page: Page) -> frozenset[str]:
    return frozenset(one.number for one in _found(page) if one.number)


def _number(page: Page, name: str) -> int | None:
    """The number that the first element of a class has in an attribute or shows."""
    for element in page.by_class.get(name, [])[:1]:
        shown = element.get("data-comments-count") or element.get("title") or _text(element)
        return number_of_figures(shown) if shown.isdecimal() else None
    return None


def _text(element: HtmlElement) -> str:
    return " ".join(texts(element)).strip()[:400]
