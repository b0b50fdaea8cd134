"""The elements that belong to one comment itself, each with what its names say."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass

from lxml.html import HtmlElement

from spiders.platforms.class_words import Marks, marks_of

_NEVER_SHOWN = frozenset(
    "script style template noscript form textarea select input button svg iframe object head link title".split()
)
_DIGITS = re.compile(r"\d+")
_NOT_DISPLAYED = re.compile(r"display\s*:\s*none", re.I)
_REST_OF_A_TEXT = re.compile(r"rest|more|remain|full|complete", re.I)
_REPLY_TARGETS = ("replytocom=", "#respond", "like_comment=")


@dataclass(slots=True, eq=False)
class OwnNode:
    """One element. The nodes from ``position`` + 1 up to ``end`` of the same list are its descendants."""

    element: HtmlElement
    marks: Marks
    is_aside: bool
    """It is, or stands in, what is no part of the reader's words."""
    position: int
    end: int


def own_nodes(parts: Sequence[HtmlElement], nested: Container[HtmlElement]) -> list[OwnNode]:
    """The elements below ``parts`` in document order, without scripts, forms and the comments in ``nested``."""
    found: list[OwnNode] = []
    for part in parts:
        stack: list[tuple[Iterator[HtmlElement], OwnNode | None]] = [(part.iterchildren(), None)]
        while stack:
            children, parent = stack[-1]
            for child in children:
                tag = child.tag
                if not isinstance(tag, str) or tag in _NEVER_SHOWN or child in nested:
                    continue
                marks = _marks(child, tag)
                is_aside = (parent is not None and parent.is_aside) or marks.is_dropped
                node = OwnNode(child, marks, is_aside or _is_aside(child, tag), len(found), len(found) + 1)
                found.append(node)
                if len(child):
                    stack.append((child.iterchildren(), node))
                    break
            else:
                stack.pop()
                if parent is not None:
                    parent.end = len(found)
    return found


def is_hidden(element: HtmlElement) -> bool:
    """Whether the element is hidden by attribute, unless it looks like the folded rest of a long text."""
    if element.get("hidden") is not None:
        return True
    style = element.get("style")
    if not style or not _NOT_DISPLAYED.search(style):
        return False
    return not _REST_OF_A_TEXT.search(f"{element.get('class') or ''} {element.get('id') or ''}")


def _marks(element: HtmlElement, tag: str) -> Marks:
    names = element.get("class")
    if names is None:
        identity = element.get("id")
        names = _DIGITS.sub("", identity) if identity else ""
    return marks_of(tag, names, element.get("itemprop") or "", element.get("rel") or "")


def _is_aside(element: HtmlElement, tag: str) -> bool:
    """Whether the element is hidden, or a button, or a link that does something to the comment."""
    if not element.attrib:
        return False
    if is_hidden(element) or element.get("role") == "button":
        return True
    if tag != "a":
        return False
    target = element.get("href") or ""
    return any(mark in target for mark in _REPLY_TARGETS)
