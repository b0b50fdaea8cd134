"""Disqus on a page: the copy of a thread that its WordPress plugin prints, and the mere place for its script.

Read in the plugin's published sources, ``comments.php`` and ``dsq_comment()`` of versions 2.0 to 2.8x, and their
kin for other software. Version 2.0 printed what Disqus answered, with times, parents and Disqus's ids; later ones
print WordPress's own copies: author and words, WordPress's ids, no times. Browsers replace both by the live thread.
"""

from __future__ import annotations

import re
from collections.abc import Container

from lxml import etree
from lxml.html import HtmlElement

from archiver.items import Comment
from spiders.page import Page
from spiders.platforms.base import Platform
from spiders.platforms.enclosing import Enclosing
from spiders.platforms.fields import read_fields
from spiders.platforms.named_parts import NamedParts, link_of
from spiders.platforms.stated_counts import count_in_words
from spiders.platforms.wordpress import without_hidden_text
from spiders.platforms.wordpress_paging import more_pages, page_number

_COPY = re.compile(r"dsq-comment(?:s|-\d+)")
_NUMBERED = re.compile(r"dsq-comment-(\d{1,18})")
_NUMBERED_IN_BYTES = re.compile(r""" id=["']?dsq-comment-(\d{1,18})(?=["'\s>])""")
_SCRIPT = re.compile(r"disqus_shortname|\.disqus\.com/embed\.js|disqus\.com/forums/")
_CANDIDATES = etree.XPath(
    "//*[starts-with(@id,'dsq-comment-')] | //*[@id='dsq-comments']//li[contains(@class,'pingback')]"
    " | //*[@id='dsq-comments']/li[contains(@class,'disqus_commentset')] | //*[@id='dsq-references']/li"
)
_COUNT = etree.XPath("//*[@id='dsq-comments-count']")
_MORE = etree.XPath("//*[@id='dsq-pagination']//a")
_DEPTH = re.compile(r"(?<!\S)depth-(\d{1,5})(?!\S)")
_MARGIN = re.compile(r"margin-left:\s*(\d{1,6})px")
_PIXELS_A_LEVEL = 30
_ANCHOR = re.compile(r"#comment-(\d{1,18})$")


class DisqusPlugin(Platform):
    """Reads the copy of the thread that the plugin prints for browsers without scripts and for search engines."""

    name = "disqus-plugin"
    id_space = "wordpress"
    scope = "disqus-copy"

    def recognises(self, page: Page) -> bool:
        """Whether the page holds such a copy."""
        return page.is_html and any(map(_COPY.fullmatch, page.by_id.names_with(("dsq-comment",))))

    def comments(self, page: Page) -> list[Comment]:
        """The comments in the order shown, then the references (pingbacks) of version 2.0."""
        elements = _elements(page)
        nested = set(elements)
        around = Enclosing(_is_reply_list)
        return [_read(element, nested, around, page.url) for element in elements]

    def stated_count(self, page: Page) -> int | None:
        """The count over the thread, which version 2.0 alone prints."""
        return next((count_in_words("".join(heading.itertext())) for heading in _COUNT(page.root)), None)

    def more_pages(self, page: Page) -> list[str]:
        """Links to ``comment-page-N``, as WordPress pages the copies."""
        return more_pages(page, _numbers(page))

    def page_number(self, page: Page) -> int | None:
        """From the address."""
        return page_number(page, _numbers(page))

    def count_in_bytes(self, page: Page) -> int | None:
        """The comments whose ids the mark-up bears, and those found without one."""
        numbers = _numbers(page)
        held = set(_NUMBERED_IN_BYTES.findall(page.text))
        if not held <= numbers:
            held = set(_NUMBERED_IN_BYTES.findall(without_hidden_text(page.text)))
        return len(_elements(page)) + len(held - numbers)

    def is_elsewhere(self, page: Page) -> bool:
        """Whether the copy says that there are more, or holds nothing, which says nothing about Disqus."""
        return bool(_MORE(page.root)) or not _elements(page)


class DisqusEmbed(Platform):
    """Knows the place that Disqus's script fills. The bytes hold nothing of the thread."""

    name = "disqus"
    scope = "disqus"

    def recognises(self, page: Page) -> bool:
        """Whether the page has both the place and the script."""
        return page.is_html and "disqus_thread" in page.by_id and _SCRIPT.search(page.text) is not None

    def comments(self, page: Page) -> list[Comment]:
        """None: they are on Disqus's host."""
        return []

    def is_elsewhere(self, page: Page) -> bool:
        """Always."""
        return True


def _elements(page: Page) -> list[HtmlElement]:
    """One element for each comment, in document order."""
    elements: list[HtmlElement] | None = page.memo.get("disqus_plugin")
    if elements is None:
        candidates: list[HtmlElement] = _CANDIDATES(page.root)
        elements = page.memo["disqus_plugin"] = [
            one for one in candidates if _number(one) or not (one.get("id") or "").startswith("dsq-")
        ]
    return elements


def _number(element: HtmlElement) -> str | None:
    match = _NUMBERED.fullmatch(element.get("id") or "")
    return match[1] if match else None


def _numbers(page: Page) -> frozenset[str]:
    return frozenset(number for element in _elements(page) if (number := _number(element)))


def _is_reply_list(element: HtmlElement) -> bool:
    return element.tag in ("ul", "ol") and "children" in (element.get("class") or "").split()


def _read(element: HtmlElement, nested: Container[HtmlElement], around: Enclosing, base_url: str | None) -> Comment:
    names = (element.get("class") or "").split()
    own = NamedParts([element], nested)
    if "disqus_commentset" in names:
        comment = Comment(notice=own.line(element))
    elif _number(element) is None:
        comment = _reference(own, base_url)
    else:
        comment = _fields(element, own, nested, base_url)
    comment.external_id = _number(element)
    comment.depth_shown = _depth(element, around)
    if "dsq-moderator" in names:
        comment.author_role = "moderator"
    if "special" in names or "bypostauthor" in names:
        comment.author_role = "author"
    return comment


def _fields(element: HtmlElement, own: NamedParts, nested: Container[HtmlElement], base_url: str | None) -> Comment:
    text = own.first("dsq-comment-text", "dsq-comment-message")
    author = _author(own)
    if text is None and author is None:
        return read_fields(element, nested=nested, base_url=base_url)
    words = own.words(text)
    return Comment(
        author=own.line(author),
        author_url=link_of(author, base_url),
        published_raw=own.line(own.first("dsq-header-time", "dsq-comment-date")),
        body=words.text,
        body_html=words.html or None,
        claimed_parent=_parent(element, own),
    )


def _author(own: NamedParts) -> HtmlElement | None:
    named = own.first("dsq-commenter-name")
    if named is not None:
        return named
    cite: HtmlElement | None = None
    for inner in own.elements:
        if (inner.get("id") or "").startswith("dsq-author-user-"):
            return inner
        if cite is None and inner.tag == "cite":
            cite = inner
    return cite


def _parent(element: HtmlElement, own: NamedParts) -> str | None:
    """What the menu's link "Parent" leads to: the one link that is not the comment's own."""
    for menu in own.all("dsq-menu"):
        for link in menu.iter("a"):
            match = _ANCHOR.search(link.get("href") or "")
            if match and match[1] != _number(element):
                return match[1]
    return None


def _reference(own: NamedParts, base_url: str | None) -> Comment:
    """A page that links here."""
    link = next((one for one in own.elements if one.tag in ("cite", "a")), None)
    words = own.words(own.first("dsq-content"))
    return Comment(
        kind="pingback",
        author=own.line(link),
        author_url=link_of(link, base_url),
        published_raw=own.line(own.first("dsq-meta")),
        body=words.text,
        body_html=words.html or None,
    )


def _depth(element: HtmlElement, around: Enclosing) -> int:
    level = _DEPTH.search(element.get("class") or "")
    if level:
        return max(int(level[1]) - 1, 0)
    margin = _MARGIN.search(element.get("style") or "")
    return int(margin[1]) // _PIXELS_A_LEVEL if margin else around.count_around(element)
