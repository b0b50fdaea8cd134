"""One post's own elements by their classes, and the words below one of them.

For platforms whose mark-up is known: nothing is guessed here. Where posts are nested in posts, each element belongs
to the innermost.
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from itertools import islice

from lxml import etree
from lxml.html import HtmlElement

from spiders.page import Page
from spiders.platforms.comment_text import Rendered, rendered, shown_line

_NEVER_WORDS = frozenset(
    "script style template noscript form textarea select input button svg iframe object head link title meta".split()
)
_MAX_STEPS_TO_POST = 16
_MAX_STEPS_OUT = 8
_NOBODY: frozenset[HtmlElement] = frozenset()


class PartsOfPosts:
    """The elements of a page's posts by class: one look at all that have a class, not one at each post."""

    def __init__(self, page: Page, posts: Container[HtmlElement]) -> None:
        self._page = page
        self._posts = posts
        self._by_name: dict[str, dict[HtmlElement, list[HtmlElement]]] = {}

    def of(self, post: HtmlElement) -> OwnParts:
        """The parts of one of the posts."""
        return OwnParts(post, self)

    def named(self, name: str) -> Mapping[HtmlElement, list[HtmlElement]]:
        """The elements of the class ``name`` by the post they belong to, in document order."""
        found = self._by_name.get(name)
        if found is None:
            found = self._by_name[name] = {}
            for element in self._page.by_class.get(name, ()):
                post = self._post_of(element)
                if post is not None:
                    found.setdefault(post, []).append(element)
        return found

    def _post_of(self, element: HtmlElement) -> HtmlElement | None:
        outer: HtmlElement | None = element
        for _ in range(_MAX_STEPS_TO_POST):
            if outer is None or outer in self._posts:
                return outer
            outer = outer.getparent()
        return None


class OwnParts:
    """The elements of ``post`` without those of posts nested in it."""

    def __init__(self, post: HtmlElement, parts: PartsOfPosts) -> None:
        self.post = post
        self._parts = parts

    def all(self, name: str, inside: str | tuple[str, ...] = ()) -> list[HtmlElement]:
        """The elements of the class ``name`` that stand a few steps inside one of a class of ``inside``, if given."""
        elements = self._parts.named(name).get(self.post, [])
        if not inside or not elements:
            return elements
        wanted = frozenset((inside,) if isinstance(inside, str) else inside)
        return [one for one in elements if self._stands_inside(one, wanted)]

    def first(self, *names: str, inside: str | tuple[str, ...] = ()) -> HtmlElement | None:
        """The first element of the first of these classes that occurs."""
        for name in names:
            for element in self.all(name, inside):
                return element
        return None

    def _stands_inside(self, element: HtmlElement, names: frozenset[str]) -> bool:
        if element is self.post:
            return False
        for outer in islice(element.iterancestors(), _MAX_STEPS_OUT):
            if not names.isdisjoint((outer.get("class") or "").split()):
                return True
            if outer is self.post:
                return False
        return False


def of_classes(page: Page, *names: str) -> list[HtmlElement]:
    """The page's elements of any of these classes, in document order."""
    lists = [found for name in names if (found := page.by_class.get(name))]
    if len(lists) < 2:
        return list(lists[0]) if lists else []
    wanted = {element for found in lists for element in found}
    return [element for element in page.root.iter(etree.Element) if element in wanted]


def first_found(*elements: HtmlElement | None) -> HtmlElement | None:
    """The first of these that is there. (An element without children is false: "or" does not do.)"""
    return next((element for element in elements if element is not None), None)


class LeftOut:
    """The elements whose words do not count: scripts and controls, and those of the classes ``names``."""

    def __init__(self, names: Container[str] = frozenset(), elements: Container[HtmlElement] = _NOBODY) -> None:
        self._names = names
        self._elements = elements

    def __contains__(self, element: object) -> bool:
        if not isinstance(element, HtmlElement) or element.tag in _NEVER_WORDS or element in self._elements:
            return True  # a comment of the mark-up is no HtmlElement
        return any(name in self._names for name in (element.get("class") or "").split())


NOTHING = LeftOut()


def words_of(element: HtmlElement, left_out: LeftOut = NOTHING) -> Rendered:
    """The words below ``element`` as paragraphs and as HTML."""
    return rendered([element], left_out)


def line_of(element: HtmlElement | None, left_out: LeftOut = NOTHING) -> str | None:
    """The words below ``element`` on one line; None where there are none."""
    if element is None:
        return None
    return shown_line(element, left_out) or None
