"""Comments marked up in schema.org's words: microdata (``itemprop``) and RDFa Lite (``property``), on any site.

``Comment`` and the older ``UserComments`` with ``author`` or ``creator``, ``text`` or ``commentText``,
``datePublished``, ``dateCreated`` or ``commentTime`` (schema.org). Where they stand in the page, and what stands in
what, is the site's own affair: nesting and ids are told as for any page.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Container, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from lxml import etree
from lxml.html import HtmlElement

from archiver.items import Comment
from spiders.microdata import marked_elements
from spiders.page import Page
from spiders.platforms.base import Platform
from spiders.platforms.enclosing import Enclosing
from spiders.platforms.fields import read_fields
from spiders.platforms.generic.identifiers import ids_of
from spiders.platforms.generic.nesting import depths_of
from spiders.platforms.generic.parents import DATA_ABOUT_PARENTS, claimed_parents
from spiders.platforms.generic.regions import stands_beside
from spiders.platforms.generic.units import Unit
from spiders.platforms.named_parts import NamedParts, link_of, own_elements
from spiders.platforms.wordpress import without_hidden_text

_TYPE = r"(?:User)?Comments?"
# Each begins with a fixed string, which is found many times faster than an alternative.
_ITEMTYPE = re.compile(rf"""itemtype=["']?https?://(?:www\.)?schema\.org/{_TYPE}(?=["'\s>])""")
_TYPEOF = re.compile(rf"""typeof=["'](?:[^"']{{0,80}}\s)?(?:schema:|sioct:|https?://schema\.org/)?{_TYPE}(?=["'\s])""")
_CANDIDATES = etree.XPath("//*[contains(@itemtype,'omment') or contains(@typeof,'omment')]")
_HAS_TYPEOF = etree.XPath("boolean(descendant-or-self::*/@typeof)")
_TYPE_NAME = re.compile(_TYPE)
_AUTHOR = ("author", "creator")
_TIME = ("datePublished", "dateCreated", "commentTime")
_TEXT = ("text", "commentText", "articleBody", "description")
_ABOUT_OTHERS = frozenset(("parentItem", "about", "discusses", "itemReviewed", "publisher", "isPartOf"))
_COUNTS = etree.XPath(
    "//*[@itemprop='commentCount' or @itemprop='interactionCount' or @itemprop='userInteractionCount' "
    "or @property='commentCount' or @property='schema:commentCount']"
)
_COMMENT_ACTION = etree.XPath("boolean(.//*[@itemprop='interactionType'][contains(@*,'CommentAction')])")
_NUMBER = re.compile(r"\d{1,9}")
_ANCHOR = re.compile(r"#(?:[a-z]+-)*comment[-_]?(\d{1,18})$", re.I)
_ISO = re.compile(r"\d{4}-\d\d-\d\d")
_MAX_RAW = 120
_MAX_COUNTS = 100


class SchemaOrgMicrodata(Platform):
    """Reads comments that are marked up as such, whatever software printed them."""

    name = "schema.org"

    def recognises(self, page: Page) -> bool:
        """Whether the page marks up comments with words or authors. Empty lists are marked up nowhere."""
        return page.is_html and bool(_found(page).items)

    def comments(self, page: Page) -> list[Comment]:
        """The comments in the order shown."""
        items = _found(page).items
        nested = set(items)
        units = [Unit(item) for item in items]
        numbers = ids_of(units, nested).values
        depths = _from_zero(depths_of(units, page)) if units else []
        read = []
        for item, number, depth in zip(items, numbers, depths, strict=True):
            comment = _read(item, nested, page.url)
            comment.external_id, comment.depth_shown = number, depth
            read.append(comment)
        if any(name in page.text for name in DATA_ABOUT_PARENTS):
            named = [comment.claimed_parent for comment in read]
            for comment, parent in zip(read, claimed_parents(units, numbers, nested, named, page.text), strict=True):
                comment.claimed_parent = parent
        return read

    def stated_count(self, page: Page) -> int | None:
        """``commentCount`` (formerly ``interactionCount``) of the item that holds the comments, else the only one."""
        items = _found(page).items
        around = set(items[0].iterancestors()) if items else set()
        counts = [
            (element, count) for element in _COUNTS(page.root)[:_MAX_COUNTS] if (count := _count(element)) is not None
        ]
        for element, count in counts:
            if any(above in around and above.get("itemscope") is not None for above in _scopes(element)):
                return count
        different = {count for _, count in counts}
        return different.pop() if len(different) == 1 else None

    def count_in_bytes(self, page: Page) -> int | None:
        """The comments read, and the items that the mark-up holds and the parsed tree does not."""
        found = _found(page)
        held = _marked_in(page.text)
        if held > found.parsed:
            held = _marked_in(without_hidden_text(page.text))
        return len(found.items) + max(0, held - found.parsed)


@dataclass(frozen=True, slots=True)
class _Found:
    items: list[HtmlElement]
    """The elements of the page's own comments."""
    parsed: int
    """How many elements of that type the tree holds, be they comments, lists of them or templates."""


def _found(page: Page) -> _Found:
    found: _Found | None = page.memo.get("microdata")
    if found is None:
        found = page.memo["microdata"] = _find(page) if _is_marked(page) else _Found([], 0)
    return found


def _is_marked(page: Page) -> bool:
    types = (element.get("itemtype") or "" for element in marked_elements(page))
    return (any("omment" in one for one in types) or _HAS_TYPEOF(page.root)) and _marked_in(page.text) > 0


def _marked_in(markup: str) -> int:
    """How many elements some mark-up marks as comments."""
    held = len(_ITEMTYPE.findall(markup)) if "itemtype" in markup else 0
    return held + (len(_TYPEOF.findall(markup)) if "typeof=" in markup else 0)


def _find(page: Page) -> _Found:
    candidates = [element for element in _CANDIDATES(page.root) if _is_item(element)]
    nested = set(candidates)
    templates = Enclosing(lambda element: element.tag == "template")
    items = [one for one in candidates if _says_something(one, nested) and not templates.count_around(one)]
    around = Enclosing(set(items).__contains__)
    frames: dict[HtmlElement, bool] = {}
    beside = {element for element in items if not around.count_around(element) and stands_beside(element, frames)}
    in_beside = Enclosing(beside.__contains__)
    own = [element for element in items if element not in beside and not in_beside.count_around(element)]
    return _Found(own or items, len(candidates))


def _from_zero(depths: list[int]) -> list[int]:
    lowest = min(depths)
    return [depth - lowest for depth in depths]


def _is_item(element: HtmlElement) -> bool:
    names = f"{element.get('itemtype') or ''} {element.get('typeof') or ''}".split()
    return any(_TYPE_NAME.fullmatch(name.rpartition("/")[2].rpartition(":")[2]) for name in names)


def _says_something(element: HtmlElement, nested: Container[HtmlElement]) -> bool:
    """Whether an item has words or a name of its own: some themes mark up the list of comments as well."""
    wanted = frozenset((*_AUTHOR, *_TEXT))
    return any(not wanted.isdisjoint(_properties(one)) for one in own_elements([element], nested) if one is not element)


def _read(item: HtmlElement, nested: Container[HtmlElement], base_url: str | None) -> Comment:
    own = NamedParts([item], nested)
    inner = list(_about_itself(item, own))
    author, time, text = _first(inner, _AUTHOR), _first(inner, _TIME), _first(inner, _TEXT)
    comment = Comment(claimed_parent=_parent(own))
    if author is not None:
        comment.author, comment.author_url = _author(author, own, nested, base_url)
    if time is not None:
        comment.published_raw, comment.published_machine = _time(time, own)
    if text is not None:
        words = own.words(text)
        comment.body, comment.body_html = words.text or (text.get("content") or "").strip(), words.html or None
    if author is None or text is None or comment.published_raw is None:
        _fill(comment, read_fields(item, nested=nested, base_url=base_url), has_text=text is not None)
    edited = _first(inner, ("dateModified",))
    if edited is not None:
        raw, machine = _time(edited, own)
        comment.edited_raw = machine or raw
    comment.likes, comment.dislikes = (_votes(inner, name) for name in ("upvoteCount", "downvoteCount"))
    return comment


def _fill(comment: Comment, guessed: Comment, *, has_text: bool) -> None:
    """What the mark-up does not name, as it is read on any page."""
    if comment.author is None:
        comment.author, comment.author_url = guessed.author, guessed.author_url
    if comment.published_raw is None:
        comment.published_raw = guessed.published_raw
        comment.published_machine = comment.published_machine or guessed.published_machine
    if not has_text:
        comment.body, comment.body_html, comment.notice = guessed.body, guessed.body_html, guessed.notice
    comment.author_role = guessed.author_role
    comment.claimed_parent = comment.claimed_parent or guessed.claimed_parent


def _about_itself(item: HtmlElement, own: NamedParts) -> Iterator[HtmlElement]:
    """The elements below an item, without those that describe another thing (the comment answered, say)."""
    others: set[HtmlElement] = set()
    for element in own.elements:
        if element is item:
            continue
        if element.getparent() in others or not _ABOUT_OTHERS.isdisjoint(_properties(element)):
            others.add(element)
        else:
            yield element


def _first(elements: Sequence[HtmlElement], names: Sequence[str]) -> HtmlElement | None:
    """The first element of the first of these properties that there is."""
    for name in names:
        for element in elements:
            if name in _properties(element):
                return element
    return None


def _author(
    element: HtmlElement, own: NamedParts, nested: Container[HtmlElement], base_url: str | None
) -> tuple[str | None, str | None]:
    within = list(own_elements([element], nested))[1:]
    name = _first(within, ("name", "alternateName"))
    shown = element if name is None else name
    url = _first(within, ("url",))
    link = link_of(element, base_url) if url is None else link_of(url, base_url)
    return (shown.get("content") or own.line(shown)), link


def _time(element: HtmlElement, own: NamedParts) -> tuple[str | None, str | None]:
    """The time as shown, and as written for machines."""
    said = (element.get("datetime") or element.get("content") or "").strip()
    title = (element.get("title") or "").strip()
    machine = said or (title if _ISO.match(title) else "")
    shown = own.line(element)
    return (shown if shown and len(shown) <= _MAX_RAW and shown != machine else None), machine or None


def _votes(inner: Sequence[HtmlElement], name: str) -> int | None:
    element = _first(inner, (name,))
    if element is None:
        return None
    number = _NUMBER.search(element.get("content") or "".join(islice(element.itertext(), 20)))
    return int(number[0]) if number else None


def _parent(own: NamedParts) -> str | None:
    for element in own.elements:
        if "parentItem" in _properties(element):
            said = (element.get("href"), element.get("content"), element.get("itemid"), element.get("resource"))
            for value in said:
                match = _ANCHOR.search(value or "")
                if match:
                    return match[1]
    return None


def _count(element: HtmlElement) -> int | None:
    name = element.get("itemprop") or element.get("property") or ""
    content = element.get("content") or "".join(islice(element.itertext(), 20))
    if name == "interactionCount" and "comment" not in content.lower():
        return None
    if name == "userInteractionCount":
        scope = next((above for above in element.iterancestors() if above.get("itemscope") is not None), None)
        if scope is None or not _COMMENT_ACTION(scope):
            return None
    number = _NUMBER.search(content)
    return int(number[0]) if number else None


def _scopes(element: HtmlElement) -> Iterator[HtmlElement]:
    """The nearest item around, and the one around that where the nearest is but a counter."""
    return islice((above for above in element.iterancestors() if above.get("itemscope") is not None), 2)


def _properties(element: HtmlElement) -> Collection[str]:
    said = element.get("itemprop") or element.get("property")
    return [name.rpartition("/")[2].rpartition(":")[2] for name in said.split()] if said else ()
