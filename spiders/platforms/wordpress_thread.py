"""Which elements of a WordPress page are the comments of its own thread, and how they are nested.

WordPress's walkers (``class-walker-comment.php``, and the block theme's comment template) print ``comment_class()``
and an id with the comment's number; themes move both about. A comment is told by them, never by its looks.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from lxml.html import HtmlElement

from archiver.items import CommentKind
from archiver.urls import absolute_http, article_key
from spiders.page import Page
from spiders.platforms.page_links import canonical_href
from spiders.platforms.wordpress_surroundings import Place, inside, is_quoted, names_reply_list

_PREFIXES = "li div article section ol ul dl dt dd tr p the single wp item box row".split()
_PREFIX = rf"(?:(?:{'|'.join(_PREFIXES)})[-_])?"
_PLAIN_PREFIXES = frozenset(("", *(f"{prefix}-" for prefix in _PREFIXES)))
_MAX_FIGURES = 18
_NUMBERED = re.compile(rf"{_PREFIX}comment[-_]?(\d{{1,{_MAX_FIGURES}}})", re.I)
_IDS_IN_MARKUP = [  # spelt out, for a pattern that begins with a word is found fastest
    re.compile(
        rf"""{name}(?<=\s{name})\s{{0,9}}=\s{{0,9}}["']?(?i:{_PREFIX})comment[-_]?(\d{{1,{_MAX_FIGURES}}})(?=["'\s>])"""
    )
    for name in ("id", "ID", "Id")
]
_DEPTH = re.compile(r"(?<!\S)depth-(\d{1,5})(?!\S)")
_KINDS = frozenset(("comment", "pingback", "trackback"))
_LISTED_TAGS = frozenset(("li", "div", "article", "section", "dt", "tr"))
_PINGS: tuple[CommentKind, ...] = ("pingback", "trackback")
_OTHER_SYSTEMS = ("dsq-", "wpd-", "wc-comm")
_LOGIN = "comment-author-"
_MEMO = "wordpress.thread"
_NOWHERE = Place()
_MAX_STEPS_BACK = 6
_MAX_LINKS = 12


@dataclass(slots=True, eq=False)
class FoundComment:
    """One comment's elements and place. ``depth`` is the page's nesting, 0 at the top."""

    element: HtmlElement
    said: ClassWords
    """What the element's class says."""
    parts: list[HtmlElement]
    """All elements that hold this comment: its own, and those that follow it (the ``dd`` of a ``dt``)."""
    number: str | None = None
    depth: int = 0
    class_depth: int | None = None
    enclosing: FoundComment | None = None
    is_in_reply_list: bool = False
    is_in_body: bool = False
    kind: CommentKind = "comment"


class FoundThread(NamedTuple):
    """``comments`` in the order shown, their numbers, and the comment numbers that any parsed element bears."""

    comments: list[FoundComment]
    own_numbers: frozenset[str]
    numbers: frozenset[str]


def find_thread(page: Page) -> FoundThread:
    """The page's own comments: not those of sidebars, nor what a comment's or the article's text quotes."""
    if _MEMO not in page.memo:
        page.memo[_MEMO] = _find_thread(page)
    thread: FoundThread = page.memo[_MEMO]
    return thread


def _find_thread(page: Page) -> FoundThread:
    numbers = {identity: number for identity in page.by_id.as_written if (number := number_in(identity))}
    named = [names for names in page.by_class.as_written if _class_words(names).is_comment]
    finder = _Finder()
    for place in sorted({*page.by_id.places_of(numbers), *page.by_class.places_of(named)}):
        element = page.elements[place]
        if element.tag in _LISTED_TAGS:
            finder.look_at(element, numbers.get(element.get("id") or ""), _class_words(element.get("class")))
    if numbers and not finder.found:
        for anchor in page.root.iter("a", "span"):
            finder.look_at_anchor(anchor)
    comments = _without_other_articles(page, _without_shown_twice(finder.found))
    _settle_depths(comments)
    own_numbers = frozenset(comment.number for comment in comments if comment.number)
    return FoundThread(comments, own_numbers, frozenset(finder.numbers))


def numbers_in(markup: str) -> set[str]:
    """The comment numbers of the ids in mark-up, be it parsed or not. Linear."""
    return {number for pattern in _IDS_IN_MARKUP for number in pattern.findall(markup)}


def is_in_tree(page: Page, number: str) -> bool:
    """Whether some parsed element, of whatever kind, bears the comment number as its id."""
    names = (f"comment-{number}", *(f"{prefix}-comment-{number}" for prefix in _PREFIXES))
    return any(name in page.by_id for name in names)


class ClassWords(NamedTuple):
    """What the value of a ``class`` says about an element that may be a comment."""

    is_comment: bool
    is_of_other_system: bool
    depth: int | None
    kind: CommentKind
    is_by_articles_author: bool
    login: str | None
    """The registered user's name in addresses."""


@lru_cache(maxsize=8192)
def _class_words(value: str | None) -> ClassWords:
    names = value.split() if value else []
    depth = _DEPTH.search(value) if value and "depth-" in value else None
    return ClassWords(
        is_comment=not _KINDS.isdisjoint(names) or (depth is not None and "review" in names),
        is_of_other_system=any(name.startswith(_OTHER_SYSTEMS) for name in names),
        depth=int(depth.group(1)) if depth else None,
        kind=next((name for name in names if name in _PINGS), "comment"),
        is_by_articles_author="bypostauthor" in names,
        login=_login(names),
    )


def _login(names: Sequence[str]) -> str | None:
    """The name that ``comment_class()`` prints as ``byuser comment-author-NAME``."""
    if "byuser" not in names:
        return None
    return next((name[len(_LOGIN) :] for name in names if name.startswith(_LOGIN)), None)


def number_in(identity: str | None) -> str | None:
    """The comment number that an id gives its element."""
    if not identity or "omment" not in identity:
        return None
    before, _, number = identity.rpartition("comment-")
    if before in _PLAIN_PREFIXES and number.isdecimal() and len(number) <= _MAX_FIGURES:
        return number  # as nearly all have it: a third of the time that the pattern takes
    match = _NUMBERED.fullmatch(identity.strip())
    return match.group(1) if match else None


class _Finder:
    """Goes through the elements that may be comments, in document order."""

    def __init__(self) -> None:
        self.found: list[FoundComment] = []
        self.numbers: set[str] = set()
        self._places: dict[HtmlElement, Place] = {}
        self._by_element: dict[HtmlElement, FoundComment] = {}

    def look_at(self, element: HtmlElement, number: str | None, said: ClassWords) -> None:
        """Take the element in if it is a comment of its own. ``number`` is its id's, ``said`` what its class says."""
        if number is not None:
            if self._has_just_taken(number, element):
                return
            self.numbers.add(number)
        elif not said.is_comment:
            return
        if said.is_of_other_system:
            return
        place = self._place_of(element)
        if place.is_aside:
            return
        enclosing = self.found[place.comment] if place.comment is not None else None
        if enclosing is not None and self._is_same(enclosing, element, number, said.depth, place):
            if enclosing.number is None:
                enclosing.number = number
            if enclosing.class_depth is None:
                enclosing.class_depth = said.depth
            return
        if enclosing is None and number is None and said.depth is None and not _is_listed(element):
            return
        if place.text_holders and is_quoted(element, place):
            return
        self._take(element, number, said, place, enclosing)

    def _has_just_taken(self, number: str, part: HtmlElement) -> bool:
        """Whether the last comment taken has this number and holds ``part``, which is then but a part of it."""
        last = self.found[-1] if self.found else None
        if last is None or last.number != number or last.class_depth is None:
            return False
        return last.element is part.getparent()

    def look_at_anchor(self, anchor: HtmlElement) -> None:
        """Take in the item that begins with an empty element which bears nothing but the id."""
        number = number_in(anchor.get("id"))
        if number is None:
            return
        self.numbers.add(number)
        item = anchor.getparent()
        if item is None or item.tag not in _LISTED_TAGS or item in self._by_element:
            return
        if anchor.getprevious() is not None or len(anchor) or (anchor.text or "").strip():
            return
        place = self._place_of(item)
        if not place.is_aside and place.comment is None:
            self._take(item, number, _class_words(item.get("class")), place, None)

    def _is_same(
        self, enclosing: FoundComment, element: HtmlElement, number: str | None, class_depth: int | None, place: Place
    ) -> bool:
        """Whether an element inside a comment is but a wrapper of that comment's own parts."""
        if number is not None:
            return number == enclosing.number or (enclosing.number is None and not place.is_in_reply_list)
        if class_depth is not None and enclosing.class_depth is not None:
            return class_depth <= enclosing.class_depth
        return not (place.is_in_reply_list and element.tag == "li")

    def _take(
        self, element: HtmlElement, number: str | None, said: ClassWords, place: Place, enclosing: FoundComment | None
    ) -> None:
        item = _own_list_item(element, self._by_element)
        said_of_item = said if item is element else _class_words(item.get("class"))
        comment = FoundComment(
            item,
            said_of_item,
            [item, *_definitions_after(element)] if element.tag == "dt" else [item],
            number=number,
            class_depth=said.depth if said.depth is not None else said_of_item.depth,
            enclosing=enclosing or (self._comment_before_reply_list(item) if place.is_in_reply_list else None),
            is_in_reply_list=place.is_in_reply_list,
            is_in_body=place.is_in_body,
            kind=said.kind if said.kind != "comment" else said_of_item.kind,
        )
        here = Place(comment=len(self.found))
        self.found.append(comment)
        for part in comment.parts if item is element else (element, *comment.parts):
            self._places[part] = here
            self._by_element[part] = comment

    def _place_of(self, element: HtmlElement) -> Place:
        """What stands around ``element``; each element on the way is looked at once for the whole page."""
        way: list[HtmlElement] = []
        above = element.getparent()
        while above is not None and above not in self._places:
            way.append(above)
            above = above.getparent()
        place = self._places[above] if above is not None else _NOWHERE
        for above in reversed(way):
            place = self._places[above] = inside(above, place)
        return place

    def _comment_before_reply_list(self, element: HtmlElement) -> FoundComment | None:
        """The comment answered where replies stand in a list AFTER it, not in it."""
        above = element.getparent()
        for _ in range(_MAX_STEPS_BACK):
            if above is None or above in self._by_element:
                return None
            if names_reply_list(above.get("class") or ""):
                return self._last_comment_before(above)
            above = above.getparent()
        return None

    def _last_comment_before(self, reply_list: HtmlElement) -> FoundComment | None:
        before = reply_list.getprevious()
        for _ in range(_MAX_STEPS_BACK):
            if before is None:
                return None
            if before in self._by_element:
                return self._by_element[before]
            for below in [*before.iterchildren()][:_MAX_STEPS_BACK]:
                if below in self._by_element:
                    return self._by_element[below]
            before = before.getprevious()
        return None


def _is_listed(element: HtmlElement) -> bool:
    """Whether an element without a number or depth is a comment or pingback in a list of them."""
    if element.tag != "li":
        return False
    parent = element.getparent()
    around = f"{parent.get('class') or ''} {parent.get('id') or ''}".lower() if parent is not None else ""
    return "comment" in around or "ping" in around or "track" in around


def _own_list_item(element: HtmlElement, taken: dict[HtmlElement, FoundComment]) -> HtmlElement:
    """The unnumbered ``li`` round a comment, whose replies then stand beside the comment's element in it."""
    if element.tag == "li":
        return element
    parent = element.getparent()
    if parent is None or parent.tag != "li" or parent in taken:
        return element
    before = element.getprevious()
    while before is not None and not isinstance(before.tag, str):
        before = before.getprevious()
    return parent if before is None or before.tag in ("a", "img") else element


def _definitions_after(term: HtmlElement) -> list[HtmlElement]:
    parts: list[HtmlElement] = []
    for sibling in term.itersiblings():
        if sibling.tag == "dt":
            break
        if sibling.tag == "dd":
            parts.append(sibling)
    return parts


def _without_shown_twice(found: list[FoundComment]) -> list[FoundComment]:
    """Without a list in the article's body that shows what the thread below shows as well."""
    outside = {comment.number for comment in found if not comment.is_in_body and comment.number}
    inside = [comment for comment in found if comment.is_in_body]
    if not outside or not all(comment.number in outside for comment in inside):
        return found
    return [comment for comment in found if not comment.is_in_body]


def _without_other_articles(page: Page, found: list[FoundComment]) -> list[FoundComment]:
    """Without lists of comments whose permalinks lead to several articles, or elsewhere than another list's, here."""
    lists: dict[HtmlElement | None, list[FoundComment]] = {}
    for comment in found:
        if comment.enclosing is None:
            lists.setdefault(comment.element.getparent(), []).append(comment)
    keys = {where: _articles_of(page, listed) for where, listed in lists.items()}
    own = _own_article(page) if len(lists) > 1 else None
    is_here = own is not None and any(articles == {own} for articles in keys.values())
    dropped = {
        where for where, articles in keys.items() if len(articles) > 1 or (is_here and articles and own not in articles)
    }
    if not dropped:
        return found
    kept: dict[FoundComment, bool] = {}
    for comment in found:
        above = comment.enclosing
        kept[comment] = kept[above] if above else comment.element.getparent() not in dropped
    return [comment for comment in found if kept[comment]]


def _articles_of(page: Page, listed: Sequence[FoundComment]) -> set[str]:
    """The articles that the permalinks of a list's first and last comments lead to."""
    keys: set[str] = set()
    for comment in {listed[0], listed[len(listed) // 2], listed[-1]}:
        if comment.number is None:
            continue
        mark = f"#comment-{comment.number}"
        for link in islice(comment.element.iter("a"), _MAX_LINKS):
            href = link.get("href") or ""
            if href.endswith(mark) and len(href) > len(mark):
                url = absolute_http(page.url or "http://relative.invalid/", href)
                keys.update([article_key(url)] if url else [])
                break
    return keys


def _own_article(page: Page) -> str | None:
    url = page.url or absolute_http(None, canonical_href(page))
    return article_key(url) if url else None


def _settle_depths(comments: Sequence[FoundComment]) -> None:
    """Depth by class where classes tell depths apart, else by nesting: a parser may have cut the nesting."""
    tells_apart = any((comment.class_depth or 0) > 1 for comment in comments)
    for comment in comments:
        nesting = comment.enclosing.depth + 1 if comment.enclosing else 0
        if comment.class_depth is not None and (tells_apart or not comment.is_in_reply_list):
            comment.depth = max(comment.class_depth - 1, 0)
        else:
            comment.depth = nesting
