"""The times and names that a part of a page shows: each comment has one of the same look, and they lead to it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from lxml import etree
from lxml.html import HtmlElement

from spiders.platforms.class_words import Marks, marks_of
from spiders.platforms.date_shapes import date_in, is_clock
from spiders.platforms.generic.looks import looks_of

_SILENT = frozenset("script style textarea select option title button noscript".split())
_MACHINE_ATTRIBUTES = ("datetime", "data-timestamp", "data-time", "data-utime", "data-datetime", "data-date")
_MICRODATA = frozenset(("datePublished", "dateCreated", "commentTime"))
_MAX_PIECE = 120
_MAX_NAME = 60
_MAX_START = 3
_DIGIT = re.compile(r"\d")
_DIGITS = re.compile(r"\d+")

Anchors = dict[str, list[HtmlElement]]
"""Elements of one look each, in document order within each region."""


def times_in(regions: Iterable[HtmlElement]) -> Anchors:
    """The elements that show a time, by their looks: the most frequent look first."""
    found: defaultdict[str, list[HtmlElement]] = defaultdict(list)
    for region in regions:
        for element in region.iter(etree.Element):
            if element.tag not in _SILENT and _shows_time(element):
                found[_look(element)].append(element)
    return _most_frequent_first(found)


def names_in(regions: Iterable[HtmlElement]) -> Anchors:
    """The elements that mark-up calls an author's name, by their looks: the most frequent look first."""
    found: defaultdict[str, list[HtmlElement]] = defaultdict(list)
    for region in regions:
        for element in region.iter(etree.Element):
            if (
                element.attrib
                and element.tag not in _SILENT
                and _marks(element).author >= 3
                and _has_few_words(element)
            ):
                found[_look(element)].append(element)
    return _most_frequent_first(found)


def _most_frequent_first(found: Anchors) -> Anchors:
    return dict(sorted(found.items(), key=lambda group: -len(group[1])))


def _shows_time(element: HtmlElement) -> bool:
    text = element.text
    if text and _is_time(text):
        return True
    for child in element:
        if child.tail and _is_time(child.tail):
            return True
    if not element.attrib:
        return False
    if element.tag == "time" or any(element.get(name) for name in _MACHINE_ATTRIBUTES):
        return True
    if element.get("itemprop") in _MICRODATA:
        return True
    return (
        len(element) == 0 and bool(text and text.strip()) and _marks(element).time >= 3 and len(text or "") < _MAX_PIECE
    )


def _is_time(text: str) -> bool:
    """Whether a piece of text shows a time, alone, beside a name or at the very beginning of longer words."""
    if not _DIGIT.search(text, 0, _MAX_PIECE):
        return False
    line = " ".join(text[: 4 * _MAX_PIECE].split())
    date = date_in(line[:_MAX_PIECE])
    if date is None:
        return is_clock(line)
    return len(line) <= _MAX_PIECE or date.start <= _MAX_START


def _marks(element: HtmlElement) -> Marks:
    names = element.get("class") or _DIGITS.sub("", element.get("id") or "")
    return marks_of(str(element.tag), names, element.get("itemprop") or "", element.get("rel") or "")


def _has_few_words(element: HtmlElement) -> bool:
    length = 0
    for piece in element.itertext():
        length += len(piece.strip())
        if length > _MAX_NAME:
            return False
    return length > 0


def _look(element: HtmlElement) -> str:
    return looks_of(element)[0]
