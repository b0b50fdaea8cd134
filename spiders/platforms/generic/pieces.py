"""A comment's own mark-up cut into pieces of text, each with its place: equal places hold equal things in a thread."""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from lxml.html import HtmlElement

from spiders.platforms.comment_text import folded
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
        """The place without the ordinals that tell equal neighbours apart, but with those of a table's columns."""
        return _box_at(self.place)


@lru_cache(maxsize=4096)
def _box_at(place: str) -> str:
    return "/".join(step if step.startswith("td") else step.partition("~")[0] for step in place.split("/"))


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


@dataclass(slots=True)
class _Open:
    """An element on the way down: where it stands, and how many of each look were met in it."""

    element: HtmlElement
    place: str
    is_aside: bool
    children: Iterator[HtmlElement]
    ordinals: dict[str, int] = field(default_factory=dict)


def _cut(
    part: HtmlElement,
    place: str,
    unshown: Container[HtmlElement],
    asides: Container[HtmlElement],
    found: list[Piece],
) -> None:
    _add(found, place, part, part.text, is_aside=False)
    stack = [_Open(part, place, False, iter(part[:]))]
    while stack and len(found) < _MAX_PIECES:
        above = stack[-1]
        child = next(above.children, None)
        if child is None:
            stack.pop()
            if stack:
                _add_tail(found, stack[-1], above.element)
            continue
        if isinstance(child.tag, str) and child not in unshown:
            place = _step(child, above, len(stack))
            is_aside = above.is_aside or child in asides
            _add(found, place, child, child.text, is_aside=is_aside)
            if len(child):
                stack.append(_Open(child, place, is_aside, iter(child[:])))
                continue
        _add_tail(found, above, child)


def _step(element: HtmlElement, above: _Open, depth: int) -> str:
    if depth > _DEEPEST:
        return above.place
    look = _plain_look(element)
    count = above.ordinals[look] = above.ordinals.get(look, 0) + 1
    return f"{above.place}/{look}" if count == 1 else f"{above.place}/{look}~{min(count, _MOST_ORDINALS)}"


def _plain_look(element: HtmlElement) -> str:
    names = element.get("class")
    return _look_by_names(str(element.tag), names) if names else str(element.tag)


@lru_cache(maxsize=8192)
def _look_by_names(tag: str, names: str) -> str:
    for name in names.lower().split():
        if name not in _PASSING_CLASSES and not any(map(str.isdigit, name)):
            return f"{tag}.{name}"
    return tag


def _add_tail(found: list[Piece], holder: _Open, child: HtmlElement) -> None:
    tail = child.tail
    if tail:
        tag = child.tag if isinstance(child.tag, str) else "-"
        _add(found, f"{holder.place}/+{tag}", holder.element, tail, is_aside=holder.is_aside)


def _add(found: list[Piece], place: str, element: HtmlElement, text: str | None, *, is_aside: bool) -> None:
    if text and not text.isspace():
        found.append(Piece(place, element, folded(text), is_aside))
