"""Parts of a comment that its platform names itself, read as they stand: nothing is guessed, nothing cut from them.

Where a platform's own class names are known, what bears them is the name, the time or the words, whatever they
look like. ``fields.read_fields`` is for everything else.
"""

from __future__ import annotations

from collections.abc import Collection, Container, Iterator, Sequence
from itertools import islice

from lxml.html import HtmlElement

from archiver.urls import absolute_http
from spiders.platforms.comment_text import Rendered, rendered, shown_line
from spiders.platforms.own_nodes import own_nodes

_NEVER_SHOWN = frozenset("script style template noscript textarea select".split())
_MAX_LINKS = 5


class NamedParts:
    """The elements below ``parts`` by class, without those in and below the other comments in ``nested``."""

    def __init__(self, parts: Sequence[HtmlElement], nested: Container[HtmlElement]) -> None:
        self._nested = nested
        self.elements = list(own_elements(parts, nested))
        """In document order, the parts themselves included."""
        self._by_name: dict[str, list[HtmlElement]] = {}
        for element in self.elements:
            names = element.get("class")
            if names:
                for name in names.split():
                    self._by_name.setdefault(name, []).append(element)

    def all(self, name: str) -> list[HtmlElement]:
        """The elements of one class, in document order."""
        return self._by_name.get(name, [])

    def first(self, *names: str) -> HtmlElement | None:
        """The first element of the first of these classes that there is."""
        return next((self._by_name[name][0] for name in names if name in self._by_name), None)

    def line(self, element: HtmlElement | None, without: Collection[str] = ()) -> str | None:
        """What an element shows, in one line; None where that is nothing. Classes in ``without`` are left out."""
        return None if element is None else shown_line(element, self._skipped(element, without)) or None

    def words(self, element: HtmlElement | None, without: Collection[str] = ()) -> Rendered:
        """The reader's words in an element. Classes in ``without`` are left out."""
        return Rendered("", "") if element is None else rendered([element], self._skipped(element, without))

    def _skipped(self, element: HtmlElement, without: Collection[str]) -> set[HtmlElement]:
        own = own_nodes([element], self._nested)
        unwanted = {part for name in without for part in self._by_name.get(name, ())}
        return own.unshown | own.asides | unwanted


def own_elements(parts: Sequence[HtmlElement], nested: Container[HtmlElement]) -> Iterator[HtmlElement]:
    """Every element in and below ``parts`` in document order, but what is in and below those in ``nested``."""
    for part in parts:
        yield part
        stack = [part.iterchildren()]
        while stack:
            for child in stack[-1]:
                tag = child.tag
                if tag.__class__ is str and tag not in _NEVER_SHOWN and child not in nested:
                    yield child
                    if len(child):
                        stack.append(child.iterchildren())
                        break
            else:
                stack.pop()


def link_of(element: HtmlElement | None, base_url: str | None) -> str | None:
    """The first http(s) address that an element, what is in it or what it is in links to; absolute."""
    if element is None:
        return None
    around = element.getparent()
    elements = [*islice(element.iter("a"), _MAX_LINKS), *([around] if around is not None and around.tag == "a" else [])]
    links = (absolute_http(base_url, link.get("href")) for link in elements)
    return next((link for link in links if link), None)
