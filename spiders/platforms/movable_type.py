"""Movable Type and TypePad: comments and trackbacks below an entry.

Read are the default templates: ``individual_entry_archive`` of Movable Type 3 (``comment-footer``) and of 2
(``comments-post``, ``posted``), ``comment_detail`` of 4 and later (``byline``), and TypePad's, which grew out of the
first. Comments are flat; version 4.2 and later say "NAME replied to comment from NAME" and link to it. TypePad's ids
are hexadecimal. Trackbacks are numbered apart from comments: theirs keep the prefix ``ping-``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice

from lxml import etree
from lxml.html import HtmlElement

from archiver.items import Comment
from archiver.urls import absolute_http
from spiders.page import Page
from spiders.platforms.base import Platform
from spiders.platforms.own_parts import LeftOut, OwnParts, PartsOfPosts, first_found, line_of, of_classes, words_of
from spiders.platforms.page_links import base_address, linked_pages
from spiders.platforms.stated_counts import count_in_words
from spiders.software import is_made_by_another, makers_of

_LINKS = etree.XPath("//a[contains(@href,'/comments/page/')]")
_ID = r"(?:\d{1,18}|6a[0-9a-f]{10,60})"
_COMMENT = re.compile(rf"comment-({_ID})")
_PING = re.compile(r"(ping-\d{1,18})")
_OLD_COMMENT = re.compile(r"c?0*(\d{1,18})")
_TO_COMMENT = re.compile(rf"#(?:comment-|c0*)({_ID})$")
_PAGE = re.compile(r"/comments/page/(\d{1,9})(?:[/?#]|$)")
_IN_BYTES = re.compile(rf"""id=["']?(comment-{_ID}|ping-\d{{1,18}})(?=["'\s>])""")
_OF_VERSION_3_1_IN_BYTES = re.compile(r"""<div id=["']c(\d{1,18})["']>""")
_OF_VERSION_2_IN_BYTES = re.compile(r"""comments-post["'\s>]""")
_MAKERS = ("movable type", "movabletype", "typepad.com", "sixapart.com")
_SOFTWARE = ("mt-comments.", "mtCommentOnSubmit", "individualArchivesOnLoad", "typepad.com/t/comments")
_THREAD = ("comments-content", "comments-open", "comments-body", "comment-content")
_LABEL_BEFORE_NAME = re.compile(r"^[^:|]{0,40}:\s*")
_WORD_BEFORE_DATE = re.compile(r"^(?:[\s|,:·-]|(?:at|on|le|am|um|el|il|em|op|på|den)\b)+", re.I)
_BESIDE_THE_WORDS = frozenset("comments-post comment-footer comment-footer-experimental comment-header posted".split())
_MAX_INNER = 24
_FOUND = "movable_type.found"


@dataclass(slots=True)
class _Found:
    """``box`` holds the words, ``foot`` name and date where it stands outside."""

    number: str
    box: HtmlElement
    foot: HtmlElement | None = None
    is_ping: bool = False


class MovableType(Platform):
    """Reads the comments and trackbacks of one entry."""

    name = "movable_type"

    def recognises(self, page: Page) -> bool:
        """Whether the page is made by this software and has a thread, or a place for one."""
        if not page.is_html:
            return False
        if is_made_by_another(page, *_MAKERS) or not _has_place(page):
            return False
        if any(maker in makers_of(page) for maker in _MAKERS):
            return True
        if page.by_id.has_start("comment-6a0", "sixapart-standard") or "sixapart-standard" in page.by_class:
            return True
        return any(mark in page.text for mark in _SOFTWARE)

    def comments(self, page: Page) -> list[Comment]:
        """Trackbacks and comments in the order shown."""
        found = _find(page)
        boxes = {one.box for one in found}
        left_out = LeftOut(_BESIDE_THE_WORDS, boxes)
        base = base_address(page)
        parts = PartsOfPosts(page, boxes)
        return [_read(one, parts.of(one.box), left_out, base) for one in found]

    def stated_count(self, page: Page) -> int | None:
        """N of "N Comments" or "Comments (N)", and the trackbacks that the page shows, which N leaves out."""
        for heading in page.by_class.get("comments-header", [])[:2]:
            count = count_in_words(line_of(heading) or "")
            if count is not None:
                return count + sum(one.is_ping for one in _find(page))
        return None

    def more_pages(self, page: Page) -> list[str]:
        """TypePad's other pages of comments. Movable Type hides those beyond the fiftieth in scripts."""
        return linked_pages(page, _LINKS(page.root))

    def page_number(self, page: Page) -> int | None:
        """N of ``/comments/page/N/``."""
        found = _PAGE.search(page.url or "")
        return int(found[1]) if found else None

    def count_in_bytes(self, page: Page) -> int | None:
        """How many different comments and trackbacks the mark-up opens."""
        numbered = set(_IN_BYTES.findall(page.text))
        if not numbered and 'class="posted"' in page.text:
            numbered = set(_OF_VERSION_3_1_IN_BYTES.findall(page.text))
        return len(numbered) or len(_OF_VERSION_2_IN_BYTES.findall(page.text))


def _has_place(page: Page) -> bool:
    """Whether the page has a thread, or a place for one."""
    if "comments" in page.by_id or any(page.by_class.holds(name) or page.by_id.holds(name) for name in _THREAD):
        return True
    return 'name="comments"' in page.text


def _find(page: Page) -> list[_Found]:
    """The page's comments and trackbacks in document order."""
    if _FOUND not in page.memo:
        marked = of_classes(page, "comment", "trackback", "comments-body", "posted")
        page.memo[_FOUND] = [one for element in marked if (one := _found(element)) is not None]
    found: list[_Found] = page.memo[_FOUND]
    return found


def _found(element: HtmlElement) -> _Found | None:
    identity = element.get("id") or ""
    names = (element.get("class") or "").split()
    if match := _COMMENT.fullmatch(identity):
        return _Found(match[1], element) if "comment" in names else None
    if match := _PING.fullmatch(identity):
        return _Found(match[1], element, is_ping=True) if "trackback" in names else None
    if "comments-body" in names:
        return _found_of_version_2(element)
    return _found_before(element) if "posted" in names else None


def _found_before(foot: HtmlElement) -> _Found | None:
    """Version 3.1: the words stand in the box before their foot."""
    box = foot.getprevious()
    match = _OLD_COMMENT.fullmatch(box.get("id") or "") if box is not None and box.tag == "div" else None
    return _Found(match[1], box, foot) if match and box is not None else None


def _found_of_version_2(element: HtmlElement) -> _Found | None:
    """The number stands on an anchor before the comment, or first in it."""
    anchor = element.getprevious()
    for one in (anchor, *islice(element.iterdescendants("a"), 1)):
        match = _OLD_COMMENT.fullmatch(one.get("name") or one.get("id") or "") if one is not None else None
        if match:
            foot = next((one for one in element.iterchildren("span", "p", "div") if _is_foot(one)), None)
            return _Found(match[1], element, foot)
    return None


def _is_foot(element: HtmlElement) -> bool:
    return "comments-post" in (element.get("class") or "").split()


def _read(found: _Found, parts: OwnParts, left_out: LeftOut, base: str | None) -> Comment:
    if found.is_ping:
        return _read_ping(found, parts, left_out, base)
    comment = Comment(external_id=found.number)
    words = first_found(parts.first("comment-content", "comment-body"), found.box)
    assert words is not None
    rendered = words_of(words, left_out)
    comment.body, comment.body_html = rendered.text, rendered.html or None
    byline = first_found(parts.first("asset-meta"), parts.first("byline"))
    foot = first_found(found.foot, parts.first("comment-footer"))
    if byline is not None:
        _read_byline(comment, byline, base)
    elif foot is not None:
        _read_foot(comment, foot, base)
    if comment.author is None and parts.first("comment-header") is not None and byline is None:
        comment.author = (line_of(parts.first("comment-header")) or "").removesuffix(":").strip() or None
    return comment


def _read_byline(comment: Comment, byline: HtmlElement, base: str | None) -> None:
    """ "By NAME on DATE", or "NAME replied to comment from NAME | DATE"."""
    inner = list(islice(byline.iterdescendants(), _MAX_INNER))
    name = next((one for one in inner if {"vcard", "author"} & set((one.get("class") or "").split())), None)
    links = [one for one in inner if one.tag == "a"]
    if name is None:
        name = next((one for one in links if not _TO_COMMENT.search(one.get("href") or "")), None)
    comment.author = line_of(name)
    profile = next((one for one in links if name is not None and (one is name or one.getparent() is name)), None)
    if profile is not None and profile.get("href"):
        comment.author_url = absolute_http(base, profile.get("href"))
    dated = _dated(links, comment.external_id)
    date = first_found(next((one for one in inner if "published" in (one.get("class") or "").split()), None), dated)
    if date is not None:
        comment.published_raw = line_of(date)
        comment.published_machine = date.get("title") or None if date.tag == "abbr" else None
    comment.claimed_parent = _replied_to(links, dated)


def _read_foot(comment: Comment, foot: HtmlElement, base: str | None) -> None:
    """ "Posted by: NAME | DATE" with a link round the date, or "Posted by NAME at DATE" without."""
    links = list(islice(foot.iterchildren("a"), _MAX_INNER))
    dated = _dated(links, comment.external_id)
    named = next((one for one in links if one is not dated and _names(one) is None and line_of(one)), None)
    comment.claimed_parent = _replied_to(links, dated)
    if named is not None:
        comment.author, comment.author_url = line_of(named), absolute_http(base, named.get("href"))
    if dated is not None:
        comment.published_raw = line_of(dated)
        if named is None:
            comment.author = _name_before(foot, dated)
        return
    if named is not None:
        rest = line_of(foot, LeftOut(elements=set(foot.iterchildren()))) if named.tail is None else named.tail
        comment.published_raw = _bare_date(rest)
        return
    name, _, date = (line_of(foot) or "").rpartition(" at ")
    comment.author = re.sub(r"^Posted by:?\s+", "", name).strip() or None
    comment.published_raw = _bare_date(date)


def _name_before(foot: HtmlElement, dated: HtmlElement) -> str | None:
    """The name that stands in no link, between the label and the date's."""
    pieces = [foot.text or ""]
    for child in foot.iterchildren():
        if child is dated:
            break
        pieces.append(child.tail or "")
    words = _LABEL_BEFORE_NAME.sub("", " ".join("".join(pieces).split()), count=1)
    return words.removesuffix("|").strip() or None


def _bare_date(words: str | None) -> str | None:
    return _WORD_BEFORE_DATE.sub("", " ".join((words or "").split())).strip() or None


def _read_ping(found: _Found, parts: OwnParts, left_out: LeftOut, base: str | None) -> Comment:
    """ "TITLE from BLOG", an excerpt and "Tracked on DATE". The one who writes is the blog's article."""
    comment = Comment(external_id=found.number, kind="trackback")
    links = [link for name in ("trackback-header", "trackback-content", "trackback-footer") for part in parts.all(name)
             for link in islice(part.iter("a"), _MAX_INNER)]  # fmt: skip
    title = next((one for one in links if not (one.get("href") or "").startswith("#")), None)
    if title is not None:
        comment.author, comment.author_url = line_of(title), absolute_http(base, title.get("href"))
    date = next((one for one in links if (one.get("href") or "").endswith(f"#{found.number}")), None)
    comment.published_raw = line_of(date)
    words = parts.first("trackback-content")
    if words is not None:
        read_more = [one for one in links if one is not title and one.get("href") == _target(title)]
        rendered = words_of(words, LeftOut(elements=frozenset(read_more)))
        comment.body, comment.body_html = rendered.text, rendered.html or None
    return comment


def _names(link: HtmlElement) -> str | None:
    """The comment that a link leads to."""
    found = _TO_COMMENT.search(link.get("href") or "")
    return found[1] if found else None


def _dated(links: list[HtmlElement], own: str | None) -> HtmlElement | None:
    """The link round the date: to the comment itself. TypePad's names it by an id of its own, and comes last."""
    leading = [link for link in links if _names(link) is not None]
    return next((link for link in leading if _names(link) == own), leading[-1] if leading else None)


def _replied_to(links: list[HtmlElement], dated: HtmlElement | None) -> str | None:
    return next((number for link in links if link is not dated and (number := _names(link)) is not None), None)


def _target(link: HtmlElement | None) -> str | None:
    return link.get("href") if link is not None else None
