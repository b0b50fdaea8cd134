"""A comment's own mark-up cut into pieces of text, each with its place: equal places hold equal things in a thread."""

from __future__ import annotations

from collections.abc import Container, Iterator
from functools import lru_cache
from typing import NamedTuple

from lxml import etree
from lxml.html import HtmlElement

from spiders.platforms.own_nodes import OwnNodes

_PASSING_CLASSES = frozenset(
    "odd even alt first last active new clearfix clear cf row left right parent open closed self".split()
)
_DEEPEST = 8
_MOST_ORDINALS = 4
_MAX_PIECES = 200


class Piece(NamedTuple):
    """Words that stand in no element below ``element``: its text, or what follows one of its children."""

    place: str
    element: HtmlElement
    text: str
    is_aside: bool

    @property
    def box(self) -> str:
        """The place without the ordinals that tell equal neighbours apart."""
        return "/".join(step.partition("~")[0] for step in self.place.split("/"))


def inner_elements(part: HtmlElement, elements: Container[HtmlElement]) -> Iterator[HtmlElement]:
    """The elements below ``part`` in document order, without those in ``elements`` and what is below them."""
    stack = [iter(part[:])]
    while stack:
        for element in stack[-1]:
            if element.tag.__class__ is str and element not in elements:
                yield element
                if len(element):
                    stack.append(iter(element[:]))
                    break
        else:
            stack.pop()


def pieces_of(own: OwnNodes) -> list[Piece]:
    """The pieces of one comment in document order: at most the first few hundred."""
    found: list[Piece] = []
    for number, part in enumerate(own.parts):
        _cut(part, f"{number}", own.unshown, own.asides, found)
    return found


def _cut(
    part: HtmlElement,
    place: str,
    unshown: Container[HtmlElement],
    asides: Container[HtmlElement],
    found: list[Piece],
) -> None:
    places = {part: place}
    depths = {part: 0}
    ordinals: dict[tuple[HtmlElement, str], int] = {}
    aside: HtmlElement | None = None
    walk = etree.iterwalk(part, events=("start", "end", "comment", "pi"))
    for event, element in walk:
        if event == "start":
            if element is not part:
                if element in unshown:
                    walk.skip_subtree()
                    continue
                if aside is None and element in asides:
                    aside = element
                parent = element.getparent()
                assert parent is not None
                depths[element] = depths[parent] + 1
                places[element] = _step(element, parent, places[parent], depths[element], ordinals)
            _add(found, places[element], element, element.text, aside)
        else:
            if element is aside:
                aside = None
            if element is not part:
                parent = element.getparent()
                assert parent is not None
                tag = element.tag if isinstance(element.tag, str) else "-"
                _add(found, f"{places[parent]}/+{tag}", parent, element.tail, aside)
        if len(found) >= _MAX_PIECES:
            return


def _step(
    element: HtmlElement, parent: HtmlElement, above: str, depth: int, ordinals: dict[tuple[HtmlElement, str], int]
) -> str:
    if depth > _DEEPEST:
        return above
    look = _plain_look(element)
    count = ordinals[parent, look] = ordinals.get((parent, look), 0) + 1
    return f"{above}/{look}" if count == 1 else f"{above}/{look}~{min(count, _MOST_ORDINALS)}"


def _plain_look(element: HtmlElement) -> str:
    names = element.get("class")
    return _look_by_names(str(element.tag), names) if names else str(element.tag)


@lru_cache(maxsize=8192)
def _look_by_names(tag: str, names: str) -> str:
    for name in names.lower().split():
        if name not in _PASSING_CLASSES and not any(map(str.isdigit, name)):
            return f"{tag}.{name}"
    return tag


def _add(found: list[Piece], place: str, element: HtmlElement, text: str | None, aside: HtmlElement | None) -> None:
    if text:
        line = " ".join(text.split())
        if line:
            found.append(Piece(place, element, line, aside is not None))
