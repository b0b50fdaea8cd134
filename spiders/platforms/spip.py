"""SPIP: the forum below an article, as its ``squelettes-dist`` print it.

Three generations: ``inc-forum`` of SPIP 2 (``forum-message``), what sites made of the one of 1.9 (``forum-item``), and
``inclure/forum`` from SPIP 3 on (``comment-item``). Replies stand in a list of their own inside the item of what they
answer; the newer skeleton prints all replies one level deep, whomever they answer. Readers give their messages a title:
it is kept in ``extra``. Times are the site's, and leave out the year of the current one; the newer skeleton adds UTC.
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
from spiders.software import makers_of

_LINKS = etree.XPath("//a[contains(@href,'debut_')]")
_NUMBER = re.compile(r"(?:forum|comment)(\d{1,18})")
_IN_BYTES = re.compile(r"""(?:id|name)=["']?(?:forum|comment)(\d{1,18})(?=["'\s>])""")
_OFFSET = re.compile(r"[?&]debut_(?:forum|comment)[\w-]*=@?(\d{1,9})")
_FIGURES = re.compile(r"\d{1,9}")
_FORM = "formulaire_forum"
_BESIDE_THE_WORDS = frozenset("repondre comment-reply hyperlien comment-doc formulaire_spip".split())
_NO_NAMES = frozenset("sep permalink date dtreviewed".split())
_MAX_INNER = 16
_STEPS_TO_OUTER_ITEM = 6
_MESSAGES = "spip.messages"


@dataclass(slots=True)
class _Message:
    number: str
    box: HtmlElement
    head: HtmlElement
    depth: int


class Spip(Platform):
    """Reads the forum of one article."""

    name = "spip"

    def recognises(self, page: Page) -> bool:
        """Whether the page shows messages in SPIP's mark-up, or SPIP's form for them."""
        if not page.is_html:
            return False
        if "forum-chapo" in page.by_class and _messages(page):
            return True
        has_form = page.by_class.holds(_FORM) or page.by_id.holds(_FORM)
        if not (has_form or "comment-meta" in page.by_class) or not _is_made_by_spip(page):
            return False
        return has_form or bool(_messages(page))

    def comments(self, page: Page) -> list[Comment]:
        """The messages in the order shown."""
        messages = _messages(page)
        boxes = {message.box for message in messages}
        left_out = LeftOut(_BESIDE_THE_WORDS, boxes)
        base = base_address(page)
        parts = PartsOfPosts(page, boxes)
        return [_read(message, parts.of(message.box), left_out, base) for message in messages]

    def stated_count(self, page: Page) -> int | None:
        """N of "N Messages de forum" above the list."""
        for name in ("forum", "comments-items"):
            for items in page.by_class.get(name, [])[:2]:
                heading = items.getprevious()
                figures = _FIGURES.findall(line_of(heading) or "") if heading is not None else []
                if heading is not None and heading.tag in ("h2", "h3") and len(figures) == 1:
                    return int(figures[0])
        return None

    def more_pages(self, page: Page) -> list[str]:
        """The pages that the row of page numbers links to."""
        return linked_pages(page, (link for link in _LINKS(page.root) if _OFFSET.search(link.get("href"))))

    def page_number(self, page: Page) -> int | None:
        """What the address says: any number that rises with the pages."""
        found = _OFFSET.search(page.url or "")
        return int(found[1]) + 1 if found else None

    def count_in_bytes(self, page: Page) -> int | None:
        """How many different messages the mark-up has anchors for."""
        return len(set(_IN_BYTES.findall(page.text)))


def _is_made_by_spip(page: Page) -> bool:
    return page.by_class.holds("spip") or "spip" in makers_of(page) or "spip.php" in page.text


def _messages(page: Page) -> list[_Message]:
    """The page's messages in document order."""
    if _MESSAGES not in page.memo:
        page.memo[_MESSAGES] = _find_messages(page)
    found: list[_Message] = page.memo[_MESSAGES]
    return found


def _find_messages(page: Page) -> list[_Message]:
    by_item: dict[HtmlElement, _Message] = {}
    boxes: set[HtmlElement] = set()
    for head in of_classes(page, "forum-chapo", "comment-meta"):
        box = head.getparent()
        number = _number(box) if box is not None and box not in boxes else None
        if box is None or number is None:
            continue
        boxes.add(box)
        item = first_found(box.getparent() if box.tag != "li" else None, box)
        assert item is not None
        if item.tag != "li":
            item = box
        outer = islice(item.iterancestors(), _STEPS_TO_OUTER_ITEM)
        parent = next((by_item[one] for one in outer if one in by_item), None)
        by_item[item] = _Message(number, box, head, parent.depth + 1 if parent else 0)
    return list(by_item.values())


def _number(box: HtmlElement) -> str | None:
    """The number in the anchor of a message, which stands in its head, before it, or on its box."""
    for element in (box, *islice(box.iterdescendants(), _MAX_INNER)):
        match = _NUMBER.fullmatch(element.get("id") or "") or _NUMBER.fullmatch(element.get("name") or "")
        if match:
            return match[1]
    return None


def _read(message: _Message, parts: OwnParts, left_out: LeftOut, base: str | None) -> Comment:
    comment = Comment(external_id=message.number, depth_shown=message.depth)
    _read_head(comment, message.head)
    words = parts.first("forum-texte", "forum-item", "comment-content")
    if words is not None:
        rendered = words_of(words, left_out)
        comment.body, comment.body_html = rendered.text, rendered.html or None
    site = next((one for line in parts.all("hyperlien") for one in line.iterchildren("a")), None)
    comment.author_url = absolute_http(base, site.get("href")) if site is not None and site.get("href") else None
    title = (line_of(parts.first("forum-titre", "comment-titre")) or "").removesuffix(",").strip()
    if title:
        comment.extra["title"] = title
    return comment


def _read_head(comment: Comment, head: HtmlElement) -> None:
    """ "DATE, par NOM", each in an element or not."""
    inner = list(islice(head.iterdescendants(), _MAX_INNER))
    line = next((one for one in inner if one.tag == "small"), head)
    name = _name(line, inner)
    comment.author = line_of(name)
    marked = next((one for one in inner if one.tag in ("abbr", "time")), None)
    if marked is not None:
        comment.published_raw = line_of(marked)
        comment.published_machine = marked.get("title") or marked.get("datetime") or None
        return
    words = " ".join(" ".join([line.text or "", *(child.tail or "" for child in line.iterchildren())]).split())
    date = words.rpartition(",")[0] if name is not None else words
    comment.published_raw = date.strip() or None


def _name(line: HtmlElement, inner: list[HtmlElement]) -> HtmlElement | None:
    for one in inner:
        if {"fn", "reviewer", "comment-author"} & set((one.get("class") or "").split()):
            return one
    plain = [
        one for one in line.iterchildren("span", "strong") if _NO_NAMES.isdisjoint((one.get("class") or "").split())
    ]
    plain = [one for one in plain if "titre" not in (one.get("class") or "")]
    return plain[-1] if plain else None
