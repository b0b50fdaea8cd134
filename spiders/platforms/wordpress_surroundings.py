"""What stands around an element of a WordPress page: a comment, its text, a list of replies, a sidebar, the article."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from lxml import etree
from lxml.html import HtmlElement

from spiders.platforms.class_words import marks_of, words_of

_SIDE = frozenset("widget sidebar widget-area".split())
_MAIN = frozenset("hentry site-main content-area main-content".split())
_MAIN_IDS = frozenset("content main primary main-content maincontent".split())
_SIDE_IDS = frozenset("sidebar secondary".split())
_LATEST = re.compile(r"(?:recent|latest|newest)[-_]?comment|comments?[-_](?:recent|latest)", re.I)
_BODY = frozenset("entry-content post-content article-content wp-block-post-content post-body td-post-content".split())
_REPLY_LISTS = frozenset("children replies subcomments".split())
_LISTS = frozenset(("ul", "ol", "dl"))
_MAX_TEXT_HOLDERS = 6
_MAX_STEPS_TO_HOLDER = 24


class Place(NamedTuple):
    """What stands around an element, out to the comment that holds it."""

    comment: int | None = None
    """Position of the innermost comment that it stands in."""
    is_aside: bool = False
    """In a sidebar's list, or a template."""
    is_in_template: bool = False
    is_in_body: bool = False
    text_holders: tuple[HtmlElement, ...] = ()
    """Elements named like a comment's text between it and that comment."""
    is_in_reply_list: bool = False


def inside(element: HtmlElement, around: Place) -> Place:
    """The place of what stands directly in ``element``."""
    names = element.get("class")
    identity = element.get("id")
    if element.tag == "template":
        return around._replace(is_aside=True, is_in_template=True)
    if element.tag in ("html", "body") or around.is_in_template:  # the classes of the body are about the page
        return around
    if around.comment is not None and element.tag in ("ol", "ul") and not around.is_in_reply_list:
        around = around._replace(is_in_reply_list=True)
    if names is None and identity is None and element.get("itemprop") is None:
        return around
    tokens = names.split() if names else []
    place = around
    if around.comment is None:
        if identity in _MAIN_IDS or element.tag == "main" or not _MAIN.isdisjoint(tokens):
            place = place._replace(is_aside=False)  # mark-up left open may put it in a sidebar
        elif _is_side_list(tokens, identity):
            return around._replace(is_aside=True)
        if not _BODY.isdisjoint(tokens) or element.get("itemprop") == "articleBody":
            place = place._replace(is_in_body=True)
    elif names and len(place.text_holders) < _MAX_TEXT_HOLDERS and _holds_text(element, names):
        place = place._replace(text_holders=(*place.text_holders, element))
    if names and not place.is_in_reply_list and names_reply_list(names):
        place = place._replace(is_in_reply_list=True)
    return place


def _is_side_list(tokens: Sequence[str], identity: str | None) -> bool:
    """Whether a name says sidebar, or a list of the site's latest comments."""
    if any(token in _SIDE or _LATEST.search(token) for token in tokens):
        return True
    return identity is not None and (identity in _SIDE_IDS or _LATEST.search(identity) is not None)


def _holds_text(element: HtmlElement, names: str) -> bool:
    return marks_of(str(element.tag), names, element.get("itemprop") or "", "").text > 0


@lru_cache(maxsize=8192)
def names_reply_list(names: str) -> bool:
    return any(not _REPLY_LISTS.isdisjoint(words_of(name)) for name in names.split())


def is_quoted(element: HtmlElement, place: Place) -> bool:
    """Whether the element stands in the words of a comment: amid a text element before which no head stands."""
    return any(
        not _has_head_before(holder, element) and _has_words_after(holder, element) for holder in place.text_holders
    )


def _has_words_after(holder: HtmlElement, element: HtmlElement) -> bool:
    """Whether anything but lists follows: replies stand last in a text element that their theme leaves open."""
    branch = element
    for above in islice(element.iterancestors(), _MAX_STEPS_TO_HOLDER):
        if above is holder:
            break
        branch = above
    if (branch.tail or "").strip():
        return True
    return any(
        (one.tail or "").strip() or (one.tag not in _LISTS and _shows_words(one)) for one in branch.itersiblings("*")
    )


def _shows_words(element: HtmlElement) -> bool:
    return any(not text.isspace() for text in element.itertext())


def _has_head_before(holder: HtmlElement, element: HtmlElement) -> bool:
    for node in holder.iter(etree.Element):
        if node is element:
            return False
        if node is holder:
            continue
        marks = marks_of(str(node.tag), node.get("class") or "", node.get("itemprop") or "", "")
        if marks.author >= 3 or marks.time >= 3:
            return True
    return False
