"""The times and names that a part of a page shows: each comment has one of the same look, and they lead to it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from lxml import etree
from lxml.html import HtmlElement

from spiders.paragraphs import texts
from spiders.platforms.class_words import Marks, marks_of
from spiders.platforms.date_shapes import as_mask, date_in, is_clock
from spiders.platforms.generic.looks import holds, looks_of
from spiders.platforms.own_nodes import TIME_ATTRIBUTES

_SILENT = frozenset("script style textarea select option title button noscript".split())
_NAMING = frozenset(("class", "id", "itemprop", "rel"))
_MACHINE_ATTRIBUTES = frozenset(("datetime", *TIME_ATTRIBUTES))
_MICRODATA = frozenset(("datePublished", "dateCreated", "commentTime"))
_MAX_PIECE = 120
_MAX_NAME = 60
_LONGEST_CLOCK = 12
_PARAGRAPHS = (">p", ">blockquote")  # without a class: a head has one, or is no paragraph
_NAMES_AN_AUTHOR = 3
_NAMES_A_TIME = 3
_MAX_START = 3
_MAY_BE_TIME = re.compile(
    r"\d\s?[:./h年-]\s?\d|\d{1,2}\D{1,12}\b\d{4}|\b[12]\d{3}\b|\d{1,3}\s+\w|[^\W\d_]\s+\d{1,2}\b|\d[apAP]|\d\s?\w{1,2}\s?[前전]"
    r"|\b(?:ago|temu|ora fa)\b"
)
_FIGURE = re.compile(r"\d")
_DIGITS = re.compile(r"\d+")

Anchors = dict[str, list[HtmlElement]]
"""Elements of one look each, in document order within each region."""


def times_in(regions: Iterable[HtmlElement]) -> Anchors:
    """The elements that show a time, by their looks: the most frequent look first."""
    found: defaultdict[str, list[HtmlElement]] = defaultdict(list)
    for region in regions:
        if _in_form(region):
            continue
        last: HtmlElement | None = None
        for element in _showing_time(region):
            if element is not last and not _is_clock_beside_date(element):
                found[_look(element)].append(element)
            last = element
    return _most_frequent_first(found)


def _is_clock_beside_date(element: HtmlElement) -> bool:
    """Whether this shows a time of day, and an element of the same kind beside it the date: they are one time."""
    text = element.text
    if not text or len(text) > _LONGEST_CLOCK or len(element) or not is_clock(text):
        return False
    beside = (element.getprevious(), element.getnext())
    return any(
        one is not None and one.tag == element.tag and one.text and date_in(one.text[:_MAX_PIECE]) is not None
        for one in beside
    )


def names_in(regions: Iterable[HtmlElement]) -> Anchors:
    """The elements that mark-up calls an author's name, by their looks: the most frequent look first."""
    found: defaultdict[str, list[HtmlElement]] = defaultdict(list)
    for region in regions:
        for element in region.iter(etree.Element):
            if not element.attrib or element.tag in _SILENT or _marks(element).author < _NAMES_AN_AUTHOR:
                continue
            if _has_few_words(element) and not _in_form(element):
                found[_look(element)].append(element)
    return _most_frequent_first(found)


def _most_frequent_first(found: Anchors) -> Anchors:
    """By frequency, but paragraphs last: readers write of dates too."""
    return dict(sorted(found.items(), key=lambda group: (group[0].endswith(_PARAGRAPHS), -len(group[1]))))


def _showing_time(region: HtmlElement) -> Iterator[HtmlElement]:
    """The elements whose own words, name or attributes show a time, in document order; some twice in a row.

    Without those in forms for writing, which are most of a page's region for comments where it has none.
    """
    in_forms: set[HtmlElement] = set()
    for element in region.iter():
        if in_forms and element in in_forms:
            continue
        tag = element.tag
        if tag == "form" and _is_for_writing(element):
            in_forms.update(element.iterdescendants())
        if tag.__class__ is str and tag not in _SILENT and _is_timed(element, tag):
            yield element
        tail = element.tail
        if tail and element is not region and _shows_time(tail):
            parent = element.getparent()
            if parent is not None:
                yield parent


def _is_timed(element: HtmlElement, tag: str) -> bool:
    text = element.text
    if text and _shows_time(text):
        return True
    names = element.keys()
    return bool(names) and _is_marked_as_time(element, tag, names, text)


def _is_marked_as_time(element: HtmlElement, tag: str, names: Sequence[str], text: str | None) -> bool:
    if tag == "time" or not _MACHINE_ATTRIBUTES.isdisjoint(names):
        return True
    if "itemprop" in names and element.get("itemprop") in _MICRODATA:
        return True
    if not text or len(text) > _MAX_PIECE or _NAMING.isdisjoint(names) or len(element) or text.isspace():
        return False
    return _marks(element).time >= _NAMES_A_TIME


def _shows_time(text: str) -> bool:
    """Whether a piece of text shows a time, alone, beside a name or at the very beginning of longer words."""
    if text.isspace():
        return False
    is_broken = len(text) > _MAX_PIECE and "\n " in text[:_MAX_PIECE]  # lines of a template: white space counts not
    first = text[: 4 * _MAX_PIECE if is_broken else _MAX_PIECE]
    if not (_holds_figure(first) or "ago" in first or " temu" in first or "ora fa" in first):
        return False
    form = as_mask(text) if len(text) <= _MAX_PIECE else None
    return _form_shows_time(form) if form is not None else _is_time(text)


@lru_cache(maxsize=8192)  # the times of a thread are of one form
def _form_shows_time(form: str) -> bool:
    return _is_time(form)


def _holds_figure(text: str) -> bool:
    if text.isascii():  # a quarter of the time that the search takes
        return len(text.encode().translate(None, b"0123456789")) < len(text)
    return _FIGURE.search(text) is not None


def _is_time(text: str) -> bool:
    line = " ".join(text[: 4 * _MAX_PIECE].split())
    if not _MAY_BE_TIME.search(line, 0, _MAX_PIECE):
        return False
    date = date_in(line[:_MAX_PIECE])
    if date is None:
        return is_clock(line)
    return len(line) <= _MAX_PIECE or date.start <= _MAX_START


def _in_form(element: HtmlElement) -> bool:
    """Whether the element belongs to a form for writing, not to one that some software puts round the whole page."""
    form = element if element.tag == "form" else next(element.iterancestors("form"), None)
    return form is not None and _is_for_writing(form)


def _is_for_writing(form: HtmlElement) -> bool:
    return holds(form, "textarea") and not holds(form, "h1", "article")


def _marks(element: HtmlElement) -> Marks:
    names = element.get("class") or _DIGITS.sub("", element.get("id") or "")
    return marks_of(str(element.tag), names, element.get("itemprop") or "", element.get("rel") or "")


def _has_few_words(element: HtmlElement) -> bool:
    length = 0
    for piece in texts(element):
        length += len(piece.strip())
        if length > _MAX_NAME:
            return False
    return length > 0


def _look(element: HtmlElement) -> str:
    return looks_of(element)[0]
