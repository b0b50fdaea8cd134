"""One post's own elements by their classes, and the words below one of them.

For platforms whose mark-up is known: nothing is guessed here. Where posts are nested in posts, each element belongs
to the innermost, so that all posts of a page together cost one walk over it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container
from itertools import islice

from lxml import etree
from lxml.html import HtmlElement

from spiders.platforms.comment_text import Rendered, rendered, shown_line

_NEVER_WORDS = frozenset(
    "script style template noscript form textarea select input button svg iframe object head link title meta".split()
)
_MAX_STEPS_OUT = 8
_NOBODY: frozenset[HtmlElement] = frozenset()


class OwnParts:
    """The elements of ``post`` without those of the posts in ``nested``, in document order."""

    def __init__(self, post: HtmlElement, nested: Container[HtmlElement]) -> None:
        self.post = post
        self._by_class: dict[str, list[HtmlElement]] = defaultdict(list)
        walk = etree.iterwalk(post, events=("start",))
        for _, element in walk:
            if element is not post and element in nested:
                walk.skip_subtree()
                continue
            names = element.get("class")
            if names:
                for name in names.split():
                    self._by_class[name].append(element)

    def all(self, name: str, inside: str | tuple[str, ...] = ()) -> list[HtmlElement]:
        """The elements of the class ``name`` that stand a few steps inside one of a class of ``inside``, if given."""
        return self._inside(self._by_class.get(name, []), inside)

    def first(self, *names: str, inside: str | tuple[str, ...] = ()) -> HtmlElement | None:
        """The first element of the first of these classes that occurs."""
        for name in names:
            for element in self.all(name, inside):
                return element
        return None

    def _inside(self, elements: list[HtmlElement], names: str | tuple[str, ...]) -> list[HtmlElement]:
        wanted = frozenset((names,) if isinstance(names, str) else names)
        return [one for one in elements if self._stands_inside(one, wanted)] if wanted else elements

    def _stands_inside(self, element: HtmlElement, names: frozenset[str]) -> bool:
        if element is self.post:
            return False
        for outer in islice(element.iterancestors(), _MAX_STEPS_OUT):
            if not names.isdisjoint((outer.get("class") or "").split()):
                return True
            if outer is self.post:
                return False
        return False


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
        names = element.get("class")
        return bool(names) and any(name in self._names for name in names.split())


NOTHING = LeftOut()


def words_of(element: HtmlElement, left_out: LeftOut = NOTHING) -> Rendered:
    """The words below ``element`` as paragraphs and as HTML."""
    return rendered([element], left_out)


def line_of(element: HtmlElement | None, left_out: LeftOut = NOTHING) -> str | None:
    """The words below ``element`` on one line; None where there are none."""
    if element is None:
        return None
    return shown_line(element, left_out) or None
