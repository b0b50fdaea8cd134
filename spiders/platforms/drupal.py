"""Drupal's own comments, versions 4.7 to 11, and Backdrop's.

Read in its published sources, ``comment.module``, ``CommentViewBuilder.php`` and the ``comment`` templates of the
core themes. The id stands on an empty ``<a id="comment-N">`` before the comment, later on the comment itself. A
comment's replies stand in a ``div.indented`` after it. Drupal 7 (RDFa) and 8 and later ("In reply to") name the
parent, also where the thread is shown flat.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple
from urllib.parse import parse_qs, urlsplit

from lxml import etree
from lxml.html import HtmlElement

from archiver.items import Comment
from archiver.urls import absolute_http, article_key, without_fragment
from spiders.page import Page
from spiders.paragraphs import texts
from spiders.platforms.base import Platform
from spiders.platforms.drupal_comment import read_comment
from spiders.platforms.enclosing import Enclosing
from spiders.platforms.stated_counts import count_in_words, count_of_figures_alone
from spiders.platforms.wordpress import without_hidden_text
from spiders.software import is_made_by_another

_DRUPALS_OWN = (
    "Drupal.settings", "drupal-settings-json", "data-drupal-", "/misc/drupal.js", 'content="Drupal ',
    'content="Backdrop ', "sioc:", "sioct:", "/sites/all/modules/", "/sites/all/themes/", "/sites/default/files/",
    "/sites/default/themes/", "data-comment-user-id", 'class="indented"', 'class="submitted"',
)  # fmt: skip
_CLASSES = (
    "indented", "submitted", "js-comment", "comment-by-anonymous", "by-anonymous", "field-name-comment-body",
    "field--name-comment-body",
)  # fmt: skip
_COMMENTS_OWN = ("data-comment-user-id", 'id="comment-form"', "/comment/reply/", '"comment_form"', '"comment_node_')
_ANCHOR = re.compile(r"""<a (?:name="comment-\d+" )?id=["']?comment-\d{1,18}["']?(?: \w+="[^"]{0,80}"){0,2}>\s*</a>""")
_ABOUT_COMMENT = re.compile(r"""about=["'][^"']{0,80}/comment/\d""")
_ID = re.compile(r"comment-(\d{1,18})")
_ID_IN_BYTES = re.compile(r""" id=["']?comment-(\d{1,18})(?=["'\s>])""")
_ABOUT = re.compile(r"/comment/(\d{1,18})(?:#comment-\d+)?$")
_CANDIDATES = etree.XPath("//*[starts-with(@id,'comment-')] | //*[contains(@about,'/comment/')]")
_ITEMS_WITHOUT_ID = etree.XPath("//*[@data-comment-user-id]")
_COMMENTS_ID = etree.XPath("//*[@id='comments']")
_THREAD_LINKS = etree.XPath("//a[contains(@href,'#comments')]")
_CANONICAL = etree.XPath("string(//link[@rel='canonical'][1]/@href)")
_AREAS = frozenset(
    "comment-wrapper comments comments-wrapper pane-node-comments field-type-comment field--type-comment".split()
)
_MAX_HEADINGS = 5  # the thread's stand first; the others are subjects of comments
_PAGER_CLASSES = ("pager", "pagination", "pager__items")
_SIDEBAR = re.compile(r"(?<![a-z])sidebar(?![a-z])|region-(?:right|left|footer)")


class Drupal(Platform):
    """Reads the threads that Drupal itself prints."""

    name = "drupal"

    def recognises(self, page: Page) -> bool:
        """Whether Drupal prints this page's thread, or the form for its first comment."""
        text = page.text
        if not page.is_html or is_made_by_another(page, "drupal", "backdrop"):
            return False
        if not any(name in page.by_class for name in _CLASSES) and "rupal" not in text:
            return False
        if not any(mark in text for mark in _DRUPALS_OWN):
            return False
        if any(mark in text for mark in _COMMENTS_OWN):
            return True
        return _ANCHOR.search(text) is not None or _ABOUT_COMMENT.search(text) is not None

    def comments(self, page: Page) -> list[Comment]:
        """The comments in the order shown."""
        found = _found(page)
        nested = {one.element for one in found}
        around = Enclosing(_is_indented)
        read = []
        for one in found:
            comment = read_comment(one.element, one.number, nested, page.url)
            comment.external_id = one.number
            comment.depth_shown = around.count_around(one.element)
            read.append(comment)
        return read

    def stated_count(self, page: Page) -> int | None:
        """What a heading of the thread states, else a link to it. Drupal's own themes mostly state nothing."""
        for element in page.by_class.get("comments__count", []):
            count = count_of_figures_alone(_text(element))
            if count is not None:
                return count
        for area in _areas(page):
            for heading in islice(area.iter("h2", "h3", "h4"), _MAX_HEADINGS):
                count = count_in_words(_text(heading))
                if count is not None:
                    return count
        return next(_counts_of_links(page), None)

    def more_pages(self, page: Page) -> list[str]:
        """The pager's links to ``?page=N`` of the same address. Pagers outside the thread are of other lists."""
        own = page.url or absolute_http(None, _CANONICAL(page.root))
        if own is None:
            return []
        found: dict[str, None] = {}
        for link in _pager_links(page):
            url = absolute_http(own, link.get("href"))
            if url and urlsplit(url)[:3] == urlsplit(own)[:3] and without_fragment(url) != without_fragment(own):
                found.setdefault(without_fragment(url))
        return list(found)

    def page_number(self, page: Page) -> int | None:
        """``?page=N``, which counts from 0; of several pagers in one address (``0,2``) the last is the thread's."""
        said = parse_qs(urlsplit(page.url or "").query).get("page", [""])[0].rpartition(",")[2]
        return int(said) + 1 if said.isdecimal() and len(said) < 7 else None

    def count_in_bytes(self, page: Page) -> int | None:
        """The comments read, and those whose ids stand in the mark-up alone."""
        found = _found(page)
        numbers = {one.number for one in found}
        held = set(_ID_IN_BYTES.findall(page.text))
        if not held <= numbers:
            held = set(_ID_IN_BYTES.findall(without_hidden_text(page.text)))
        return len(found) + len(held - numbers)


class _Found(NamedTuple):
    element: HtmlElement
    number: str | None


def _found(page: Page) -> list[_Found]:
    """The comments' elements in document order, each with its number."""
    found: list[_Found] | None = page.memo.get("drupal")
    if found is None:
        numbered = {item: number for item, number in _numbered(page.root) if number is not None}
        items = [_Found(item, number) for item, number in numbered.items()]
        if not items:
            items = [_Found(item, None) for item in _ITEMS_WITHOUT_ID(page.root)]
        aside = Enclosing(_is_sidebar)
        in_thread = [one for one in items if not aside.count_around(one.element)]
        found = page.memo["drupal"] = in_thread or items
    return found


def _numbered(root: HtmlElement) -> Iterator[tuple[HtmlElement, str | None]]:
    for candidate in _CANDIDATES(root):
        match = _ID.fullmatch(candidate.get("id") or "") or _ABOUT.search(candidate.get("about") or "")
        if match is None:
            continue
        is_anchor = candidate.tag in ("a", "span") and not len(candidate) and not (candidate.text or "").strip()
        item = _item_of(candidate) if is_anchor else candidate
        if item is not None and _is_comment(item):
            yield item, match[1]


def _item_of(anchor: HtmlElement) -> HtmlElement | None:
    """The comment that an empty anchor stands before, or at the beginning of.

    Themes may put empty boxes between the two.
    """
    parent = anchor.getparent()
    if parent is not None and "comment" in _classes(parent):
        return parent
    first: HtmlElement | None = None
    for sibling in anchor.itersiblings("*"):
        if sibling.tag == "a":
            if _ID.fullmatch(sibling.get("id") or ""):
                break
            continue
        first = sibling if first is None else first
        if _is_indented(sibling):
            break
        if any(not words.isspace() for words in sibling.itertext()):
            return sibling
    return first


def _is_comment(item: HtmlElement) -> bool:
    """Whether an element is one comment rather than a list of them."""
    return item.tag not in ("a", "form", "input", "textarea") and not _is_indented(item)


def _is_indented(element: HtmlElement) -> bool:
    return "indented" in _classes(element)


def _is_sidebar(element: HtmlElement) -> bool:
    return element.tag == "aside" or any(_SIDEBAR.search(name) for name in _classes(element))


def _areas(page: Page) -> list[HtmlElement]:
    """The elements that hold the thread with its heading and its pager."""
    areas: list[HtmlElement] = list(_COMMENTS_ID(page.root))
    areas += [element for name in sorted(_AREAS) for element in page.by_class.get(name, [])]
    if not areas:
        parents = (one.element.getparent() for one in _found(page)[:1])
        areas = [parent for parent in parents if parent is not None and parent.tag != "body"]
    return areas


def _pager_links(page: Page) -> list[HtmlElement]:
    areas = set(_areas(page))
    pagers = (pager for name in _PAGER_CLASSES for pager in page.by_class.get(name, []))
    return [link for pager in pagers if not areas.isdisjoint(pager.iterancestors()) for link in pager.iter("a")]


def _counts_of_links(page: Page) -> Iterator[int]:
    """What links to this very thread say: "10 comments"."""
    own = article_key(page.url) if page.url else None
    for link in _THREAD_LINKS(page.root):
        href = link.get("href")
        url = absolute_http(page.url, href)
        if href == "#comments" or (url and article_key(url) == own):
            count = count_in_words(_text(link))
            if count is not None:
                yield count


def _classes(element: HtmlElement) -> list[str]:
    return (element.get("class") or "").split()


def _text(element: HtmlElement) -> str:
    return " ".join(texts(element)).strip()[:400]
