"""Blogger's comments: the flat list of 2006, the threads of 2012 and the flat list of the themes of 2017.

Read in the published default templates, ``dl#comments-block`` (layout version 1), ``data:post.commentHtml`` and
``commentItem`` (version 3). Ids are long numbers behind a ``c``. Permalinks bear the instant in milliseconds
(``showComment=``), also where a theme shows but the clock time.
"""

from __future__ import annotations

import re
from collections.abc import Container
from itertools import islice
from urllib.parse import parse_qs, urlsplit

from lxml import etree
from lxml.html import HtmlElement

from archiver.items import Comment
from archiver.urls import absolute_http, article_key, without_fragment
from spiders.page import Page
from spiders.platforms.base import Platform
from spiders.platforms.enclosing import Enclosing
from spiders.platforms.named_parts import NamedParts, link_of
from spiders.platforms.stated_counts import count_in_words
from spiders.platforms.wordpress import without_hidden_text
from spiders.software import is_made_by_another

_FRAMES = (
    "comments",
    "comment-thread",
    "comment-timestamp",
    "comment-author",
    "blogger-comment-from-post",
    "blog-pager",
)
_THREAD = re.compile(
    r"""id=["']?(?:comment-holder|comments-block|Blog1_comments-block-wrapper|top-ra|c\d{15,24})(?=["'\s>])"""
)
_EMPTY_THREAD = re.compile(r"""id=["']?comments(?=["'\s>])""")
_BLOGGERS_OWN = (
    "content='blogger'", 'content="blogger"', "blogger.com/static/", "blogger.com/comment-iframe",
    "blogger.com/comment.g", "blogger.com/delete-comment", "blogger.com/profile/", "blogger.com/feeds/",
)  # fmt: skip
_ID = re.compile(r"c(\d{1,24})")
_ID_IN_BYTES = re.compile(r""" id=["']?c(\d{5,24})(?=["'\s>])""")
_CANDIDATES = etree.XPath("//li[starts-with(@id,'c')] | //dt[starts-with(@id,'c')] | //div[starts-with(@id,'c')]")
_AREA = etree.XPath("//*[@id='comments']")
_MAX_HEADINGS = 5
_COUNTED = etree.XPath("//*[@id='comments']/@data-num-comments")
_PAGE_LINKS = etree.XPath("//a[contains(@href,'commentPage=')]/@href")
_INSTANT = re.compile(r"[?&]showComment=(\d{10,14})\b")
_SAID = re.compile(
    r"(?:\s+(?:said|says|wrote|hat gesagt|sagte|schrieb|a dit|dijo|ha dicho|ha detto|disse|zei|pisze|mówi|"
    r"powiedział\(a\)|написал\(а\)|комментирует|сказал\(а\)|mengatakan|berkata|dedi ki|sa)|\s*(?:さんのコメント|說|说))"
    r"\s*(?:\.\.\.|…|:)\s*$",
    re.I,
)


class Blogger(Platform):
    """Reads the threads of blogs at Blogger, under whatever address."""

    name = "blogger"

    def recognises(self, page: Page) -> bool:
        """Whether Blogger prints this page's thread, empty or not."""
        text = page.text
        if not page.is_html or not any(name in page.by_class for name in _FRAMES):
            return False
        if is_made_by_another(page, "blogger"):
            return False
        if "blogger" not in text or not any(mark in text for mark in _BLOGGERS_OWN):
            return False
        if _THREAD.search(text):
            return True
        return _EMPTY_THREAD.search(text) is not None and "wp-content/" not in text

    def comments(self, page: Page) -> list[Comment]:
        """The comments in the order shown."""
        elements = _elements(page)
        nested = set(elements)
        around = Enclosing(nested.__contains__)
        read = []
        for element in elements:
            comment = _in_list(element, page.url) if element.tag == "dt" else _in_block(element, nested, page.url)
            comment.external_id = _number(element)
            comment.depth_shown = around.count_around(element)
            read.append(comment)
        return read

    def stated_count(self, page: Page) -> int | None:
        """What the heading says ("24 comments:"), or newer themes' attribute."""
        for value in _COUNTED(page.root):
            if value.isdecimal():
                return int(value[:9])
        headings = (one for area in _AREA(page.root) for one in islice(area.iter("h2", "h3", "h4"), _MAX_HEADINGS))
        counts = (count_in_words(" ".join(heading.itertext())) for heading in headings)
        return next((count for count in counts if count is not None), None)

    def more_pages(self, page: Page) -> list[str]:
        """Links to ``commentPage=N`` of the same article: a page holds 200 comments."""
        own = _without_comment_page(page.url) if page.url else None
        here = self.page_number(page)
        found: dict[str, None] = {}
        for href in _PAGE_LINKS(page.root):
            url = absolute_http(page.url, href)
            if url is None or "showComment=" in url or (own and _without_comment_page(url) != own):
                continue
            if here is None or _comment_page(url) != here:
                found.setdefault(without_fragment(url))
        return list(found)

    def page_number(self, page: Page) -> int | None:
        """``commentPage=N`` in the address; page 1 holds the oldest."""
        return _comment_page(page.url) if page.url else None

    def count_in_bytes(self, page: Page) -> int | None:
        """The comments read, and those whose ids stand in the mark-up alone."""
        numbers = {_number(element) for element in _elements(page)}
        held = set(_ID_IN_BYTES.findall(page.text))
        if not held <= numbers:
            held = set(_ID_IN_BYTES.findall(without_hidden_text(page.text)))
        return len(_elements(page)) + len(held - numbers)

    def is_elsewhere(self, page: Page) -> bool:
        """Whether "load more" is shown: the rest comes by a script."""
        loaders = (set((one.get("class") or "").split()) for one in page.by_class.get("loadmore", []))
        return any(names.isdisjoint(("hidden", "loaded")) for names in loaders)


def _elements(page: Page) -> list[HtmlElement]:
    """One element for each comment in document order: its ``li`` or ``div``, or the ``dt`` of its name."""
    elements: list[HtmlElement] | None = page.memo.get("blogger")
    if elements is None:
        elements = page.memo["blogger"] = [one for one in _CANDIDATES(page.root) if _is_comment(one)]
    return elements


def _is_comment(element: HtmlElement) -> bool:
    if _number(element) is None:
        return False
    names = (element.get("class") or "").split()
    return "comment" in names or "comment-author" in names or element.tag == "dt"


def _number(element: HtmlElement) -> str | None:
    match = _ID.fullmatch(element.get("id") or "")
    return match[1] if match else None


def _in_block(element: HtmlElement, nested: Container[HtmlElement], base_url: str | None) -> Comment:
    """A comment of a thread, or of a newer theme's list, where the name stands in a sentence ("Ada said...")."""
    own = NamedParts([element], nested)
    user = own.first("user", "comment-author")
    name = own.line(user, without=("icon",))
    if user is not None and "comment-author" in (user.get("class") or "").split():
        name = _name_before_said(user, name)
    text = own.first("comment-content", "comment-body")
    date = own.first("datetime", "comment-timestamp")
    comment = _comment(own, name, user, text, date, base_url)
    marks = (one.get("class") or "" for one in (*own.all("icon"), *own.all("comment-header"), element))
    if any("blog-author" in mark for mark in marks):
        comment.author_role = "author"
    return comment


def _in_list(term: HtmlElement, base_url: str | None) -> Comment:
    """A ``dt`` with the name and the ``dd``s up to the next ``dt``: words, then time."""
    parts = [term]
    for sibling in term.itersiblings():
        if sibling.tag == "dt":
            break
        if sibling.tag == "dd":
            parts.append(sibling)
    own = NamedParts(parts, ())
    named = own.first("anon-comment-author", "openid-comment-author", "comment-author-name")
    name = own.line(named) or _name_before_said(term, own.line(term, without=("avatar-image-container",)))
    timestamp = own.first("comment-timestamp", "comment-footer")
    comment = _comment(own, name, _link_of_name(term), own.first("comment-body"), timestamp, base_url)
    if "blog-author" in (term.get("class") or "").split():
        comment.author_role = "author"
    return comment


def _comment(
    own: NamedParts,
    name: str | None,
    user: HtmlElement | None,
    text: HtmlElement | None,
    date: HtmlElement | None,
    base_url: str | None,
) -> Comment:
    comment = Comment(author=name, author_url=link_of(user, base_url))
    link = next(date.iter("a"), None) if date is not None else None
    comment.published_raw = own.line(link if link is not None else date, without=("item-control",))
    instant = _INSTANT.search((link.get("href") or "") if link is not None else "")
    comment.published_machine = instant[1] if instant else None
    words = own.words(text)
    is_deleted = text is not None and "deleted" in (text.get("class") or "").split()
    if is_deleted or own.first("deleted-comment") is not None:
        comment.notice = words.text or None
    else:
        comment.body, comment.body_html = words.text, words.html or None
    return comment


def _link_of_name(term: HtmlElement) -> HtmlElement | None:
    """The link that is the name, not the picture: it stands directly in the ``dt``."""
    return next((one for one in term.iterchildren("a") if one.get("href") and one.text_content().strip()), None)


def _name_before_said(element: HtmlElement, shown: str | None) -> str | None:
    """The name in "Ada said...": what is linked, else all lines but the last, else all but known words."""
    link = _link_of_name(element)
    if link is not None:
        return " ".join(link.text_content().split()) or None
    loose = [element.text or "", *(child.tail or "" for child in element.iterchildren())]
    lines = [line.strip() for line in "".join(loose).split("\n") if line.strip()]
    if len(lines) > 1:
        return " ".join(" ".join(lines[:-1]).split())
    return _SAID.sub("", shown or "").strip() or None


def _comment_page(url: str) -> int | None:
    said = parse_qs(urlsplit(url).query).get("commentPage", [""])[0]
    return int(said) if said.isdecimal() and len(said) < 7 else None


def _without_comment_page(url: str) -> str:
    """The article's key, whichever page of its thread an address names."""
    parts = urlsplit(url)
    return article_key(parts._replace(query="").geturl())
