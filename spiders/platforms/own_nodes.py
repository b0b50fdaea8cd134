"""The elements that belong to one comment itself and may tell something, each with what its names say."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from lxml.html import HtmlElement

from spiders.platforms.class_words import NO_MARKS, Marks, marks_of

_NEVER_SHOWN = frozenset(
    "script style template noscript form textarea select input button svg iframe object head link title".split()
)
_TELLS_BY_ITSELF = frozenset("time cite header footer dt dd h2 h3 h4 h5 h6 strong b small".split())
TIME_ATTRIBUTES = frozenset(
    f"data-{name}"
    for name in "timestamp time epoch utime unixtime comment-timestamp datetime date created posted published "
    "livestamp ts unix publishtime publish-time publish-date created-at".split()
) | {"date", "timestamp"}
"""Attributes in which pages keep a time as seconds since 1970 or in ISO 8601."""
_TIME_ATTRIBUTES = TIME_ATTRIBUTES | {"datetime", "content", "title"}
_CLASS_ALONE = ["class"]
_NAMING_ATTRIBUTES = frozenset(("class", "id", "itemprop", "rel"))
_HIDING_ATTRIBUTES = frozenset(("style", "hidden", "role"))
_DIGITS = re.compile(r"\d+")
_NOT_DISPLAYED = re.compile(r"display\s*:\s*none", re.I)
_REST_OF_A_TEXT = re.compile(r"rest|more|remain|full|complete", re.I)


@dataclass(slots=True, eq=False)
class OwnNode:
    """One element. The nodes from ``position`` + 1 up to ``end`` of the same list are its descendants."""

    element: HtmlElement
    marks: Marks
    is_aside: bool
    """It is, or stands in, what is no part of the reader's words."""
    position: int
    end: int
    may_hold_machine_time: bool


@dataclass(slots=True)
class OwnNodes:
    """One comment's own mark-up: ``parts`` and what is told of the elements below them."""

    parts: Sequence[HtmlElement]
    nodes: list[OwnNode] = field(default_factory=list)
    """In document order: those with attributes, or whose tag tells something."""
    unshown: set[HtmlElement] = field(default_factory=set)
    """Scripts, forms, markup comments and other readers' comments, each with all below it."""
    special: list[OwnNode] = field(default_factory=list)
    """Those of ``nodes`` that tell votes, edits, notices, roles or parents."""
    asides: set[HtmlElement] = field(default_factory=set)
    """The outermost of the elements that are no part of the reader's words."""


def own_nodes(parts: Sequence[HtmlElement], nested: Container[HtmlElement]) -> OwnNodes:
    """Go through the elements below ``parts``, without recursion; those in ``nested`` are other comments."""
    own = _walked(parts, nested, frozenset())
    asides = own.asides
    boxes = [
        node.element for node in own.nodes if node.is_aside and node.element in asides and _is_box(node, own.nodes)
    ]
    return _walked(parts, nested, frozenset(boxes)) if boxes else own


def _is_box(aside: OwnNode, nodes: Sequence[OwnNode]) -> bool:
    """Whether what looks like no part of the comment ("divider") is in truth the box of the whole."""
    inside = nodes[aside.position + 1 : aside.end]
    return any(node.marks.text >= 3 for node in inside) and any(
        node.marks.author >= 3 or node.marks.time >= 3 for node in inside
    )


def _walked(parts: Sequence[HtmlElement], nested: Container[HtmlElement], boxes: Container[HtmlElement]) -> OwnNodes:
    own = OwnNodes(parts)
    nodes, unshown = own.nodes, own.unshown
    for part in parts:
        stack: list[tuple[Iterator[HtmlElement], OwnNode | None, bool]] = [(iter(part[:]), None, False)]
        while stack:
            children, parent, is_aside = stack[-1]
            for child in children:
                tag = child.tag
                if tag.__class__ is not str or child in nested or (tag in _NEVER_SHOWN and not _is_shown(child)):
                    unshown.add(child)
                    continue
                node = None
                is_inside_aside = is_aside
                names = child.keys()
                if names or tag in _TELLS_BY_ITSELF:
                    may_hold_time = False
                    if names == _CLASS_ALONE:
                        marks = marks_of(tag, child.get("class"), "", "")
                        is_inside_aside = is_aside or marks.is_dropped
                    elif names:
                        held = _held(tuple(names))
                        marks = _marks(child, tag, names) if held.names or tag in _TELLS_BY_ITSELF else NO_MARKS
                        is_inside_aside = is_aside or marks.is_dropped
                        if not is_inside_aside and (tag == "a" or held.hides):
                            is_inside_aside = _is_aside(child, tag, names)
                        may_hold_time = held.time
                    else:
                        marks = marks_of(tag, "", "", "")
                    position = len(nodes)
                    node = OwnNode(child, marks, is_inside_aside, position, position + 1, may_hold_time)
                    nodes.append(node)
                    if boxes and child in boxes:
                        node.is_aside = is_inside_aside = is_aside
                    if marks.is_special:
                        own.special.append(node)
                    if is_inside_aside and not is_aside:
                        own.asides.add(child)
                if len(child):
                    stack.append((iter(child[:]), node, is_inside_aside))
                    break
            else:
                stack.pop()
                if parent is not None:
                    parent.end = len(nodes)
    return own


def _is_shown(element: HtmlElement) -> bool:
    """Whether this is a button that shows a name, to open what the site knows of the reader, or a form round words."""
    if element.tag == "form":
        return _holds_words_to_read(element)
    return element.tag == "button" and marks_of("button", element.get("class") or "", "", "").author >= 3


def _holds_words_to_read(form: HtmlElement) -> bool:
    """Whether nobody writes in a form, and names in it tell of words that are there."""
    is_named = any(marks_of(str(one.tag), one.get("class") or "", "", "").text for one in form.iter("div", "p"))
    return is_named and all(field.get("type") == "hidden" for field in form.iter("textarea", "select", "input"))


class _Held(NamedTuple):
    """What an element's attributes, whatever their values, may tell."""

    names: bool
    hides: bool
    time: bool


@lru_cache(maxsize=4096)
def _held(attributes: tuple[str, ...]) -> _Held:
    return _Held(
        names=not _NAMING_ATTRIBUTES.isdisjoint(attributes),
        hides=not _HIDING_ATTRIBUTES.isdisjoint(attributes),
        time=not _TIME_ATTRIBUTES.isdisjoint(attributes),
    )


def _marks(element: HtmlElement, tag: str, names: Sequence[str]) -> Marks:
    classes = element.get("class") if "class" in names else None
    if classes is None:
        identity = element.get("id") if "id" in names else None
        classes = _DIGITS.sub("", identity) if identity else ""
    itemprop = element.get("itemprop") or "" if "itemprop" in names else ""
    rel = element.get("rel") or "" if tag == "a" and "rel" in names else ""
    if not (classes or itemprop or rel) and tag not in _TELLS_BY_ITSELF:
        return NO_MARKS
    return marks_of(tag, classes, itemprop, rel)


def _is_aside(element: HtmlElement, tag: str, names: Sequence[str]) -> bool:
    """Whether the element is hidden, or a button, or a link that does something to the comment."""
    if tag == "a":
        target = element.get("href") or ""
        if "#respond" in target or "replytocom=" in target or "like_comment=" in target:
            return True
    if "style" in names and _is_not_displayed(element):
        return True
    return "hidden" in names or ("role" in names and element.get("role") == "button")


def _is_not_displayed(element: HtmlElement) -> bool:
    """Whether a style hides the element, unless it looks like the folded rest of a long text."""
    if not _NOT_DISPLAYED.search(element.get("style") or ""):
        return False
    return not _REST_OF_A_TEXT.search(f"{element.get('class') or ''} {element.get('id') or ''}")
