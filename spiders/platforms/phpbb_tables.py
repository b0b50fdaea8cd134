"""The styles of phpBB that lay out a topic in tables: ``subSilver`` of version 2, ``subsilver2`` of version 3.

Neither has an element for all of a post: an anchor with its number opens it. Version 2 prints the signature into the
words, after a row of underscores; its quotes name no post.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice
from typing import Literal, NamedTuple

from lxml import etree
from lxml.html import HtmlElement

from archiver.items import Comment
from spiders.page import Page
from spiders.platforms.author_titles import role_of_title
from spiders.platforms.own_parts import LeftOut, OwnParts, line_of, words_of
from spiders.platforms.page_links import is_page_link, number_in_query, profile_address
from spiders.platforms.phpbb_words import read_words

Style = Literal["prosilver", "subSilver", "subsilver2"]

_ANCHORS = etree.XPath("//a[@name and (parent::span[@class='name'] or (parent::td and starts-with(@name,'p')))]")
_LINKS = etree.XPath("//a[contains(@href,'start=')]")
_NUMBERED = re.compile(r"(p?)(\d{1,18})")
_COUNT = re.compile(r"\[\D{0,40}(\d{1,3}(?:[.,\s\xa0]\d{3})+|\d{1,9})\D{0,40}\]")
_MAX_STEPS_OUT = 12
_UNDERSCORES = "_" * 17


class BoardPost(NamedTuple):
    """One post: ``box`` holds all of it."""

    style: Style
    number: str
    box: HtmlElement


def table_posts(page: Page) -> list[BoardPost]:
    """The posts of a page in one of these styles, in document order."""
    found: dict[HtmlElement, BoardPost] = {}
    for anchor in _ANCHORS(page.root):
        match = _NUMBERED.fullmatch(anchor.get("name"))
        is_newer = anchor.getparent().tag == "td"
        box = _enclosing(anchor, "table" if is_newer else "tr") if match and bool(match[1]) == is_newer else None
        if match and box is not None:
            found.setdefault(box, BoardPost("subsilver2" if is_newer else "subSilver", match[2], box))
    return list(found.values())


def read_table_post(post: BoardPost, parts: OwnParts, left_out: LeftOut, base: str | None) -> Comment:
    """One post's fields. ``left_out`` holds what is no words of the reader's."""
    comment = Comment(external_id=post.number)
    if post.style == "subSilver":
        _read_older(comment, parts, left_out, base)
    else:
        _read_newer(comment, parts, left_out, base)
    return comment


def count_in_brackets(page: Page) -> int | None:
    """N of "[ N posts ]", which ``subsilver2`` shows beside the page numbers."""
    for cell in islice(page.by_class.get("gensmall", []), 6):
        found = _COUNT.fullmatch(line_of(cell) or "") if cell.tag == "td" else None
        if found:
            return int(re.sub(r"\D", "", found[1]))
    return None


def links_to_offsets(page: Page) -> Iterable[HtmlElement]:
    """Page numbers, which link to the first post on each: those outside the readers' words."""
    return (link for link in _LINKS(page.root) if is_page_link(link) and not _is_in_words(link))


def _read_older(comment: Comment, parts: OwnParts, left_out: LeftOut, base: str | None) -> None:
    name = parts.first("name")
    comment.author = line_of(name)
    link = (
        next((one for one in islice(name.iterdescendants(), 6) if one.get("href")), None) if name is not None else None
    )
    _read_profile(comment, link, base)
    details = parts.all("postdetails")
    rank = details[0].text if details else None
    comment.author_role = role_of_title(rank)
    if len(details) > 1:
        comment.published_raw = _after_colon(details[1].text)
    words = parts.first("postbody")
    cell = words.getparent() if words is not None else None
    if cell is None:
        return
    notes = [one for one in cell.iterchildren("span") if "gensmall" in (one.get("class") or "").split()]
    rendered = words_of(cell, LeftOut(elements=_Both(notes, left_out)))
    comment.body = _without_signature(rendered.text)
    comment.body_html = rendered.html.rpartition(_UNDERSCORES)[0] or rendered.html or None
    comment.edited_raw = line_of(notes[-1]) if notes else None


def _read_newer(comment: Comment, parts: OwnParts, left_out: LeftOut, base: str | None) -> None:
    comment.author = line_of(parts.first("postauthor"))
    profile = next((link for one in parts.all("gensmall") if one.tag == "div" for link in one.iterchildren("a")), None)
    _read_profile(comment, profile, base)
    details = [one for one in parts.all("postdetails") if one.tag == "td"]
    comment.author_role = role_of_title(line_of(details[0])) if details else None
    comment.published_raw = _date_in_head(parts)
    words = parts.first("postbody")
    if words is not None:
        read_words(comment, words, left_out)
    notes = [one for one in parts.all("gensmall") if one.tag == "span" and line_of(one)]
    comment.edited_raw = line_of(notes[0]) if notes else None


def _read_profile(comment: Comment, link: HtmlElement | None, base: str | None) -> None:
    member = number_in_query(link.get("href"), "u") if link is not None else None
    if link is not None and member is not None:
        comment.author_url = profile_address(base, link.get("href"))
        comment.author_id = str(member)


def _date_in_head(parts: OwnParts) -> str | None:
    """What stands after the last of the head's labels: "Post subject: … Posted: DATE"."""
    head = next((one for one in parts.all("gensmall") if one.tag == "td" and len(one) > 1), None)
    boxes = list(islice(head.iterchildren("div"), 2)) if head is not None else []
    label = next(boxes[-1].iterchildren("b"), None) if boxes else None
    return " ".join((label.tail or "").split()) or None if label is not None else None


def _after_colon(text: str | None) -> str | None:
    words = " ".join((text or "").split())
    label, _, rest = words.partition(":")
    return (words if any(sign.isdigit() for sign in label) else rest.strip()) or None


def _without_signature(text: str) -> str:
    lines = text.split("\n")
    rows = [number for number, line in enumerate(lines) if line == _UNDERSCORES]
    return "\n".join(lines[: rows[-1]]).strip() if rows else text


def _enclosing(element: HtmlElement, tag: str) -> HtmlElement | None:
    return next((one for one in islice(element.iterancestors(), _MAX_STEPS_OUT) if one.tag == tag), None)


def _is_in_words(link: HtmlElement) -> bool:
    outer = islice(link.iterancestors(), _MAX_STEPS_OUT)
    return any("postbody" in (one.get("class") or "") or one.get("class") == "content" for one in outer)


class _Both:
    """A few elements of one post, and what is left out on the whole page."""

    def __init__(self, few: list[HtmlElement], rest: LeftOut) -> None:
        self._few = frozenset(few)
        self._rest = rest

    def __contains__(self, element: object) -> bool:
        return element in self._few or element in self._rest
