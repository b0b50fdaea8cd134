"""The fields of a thread's comments: by the names in the mark-up where those tell, else by what all have in common."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from itertools import islice

from lxml.html import HtmlElement

from archiver.items import Comment
from spiders.platforms.date_shapes import RELATIVE
from spiders.platforms.fields import read_fields
from spiders.platforms.generic.heads import date_in_head
from spiders.platforms.generic.names import is_plausible
from spiders.platforms.generic.notices import is_notice
from spiders.platforms.generic.pieces import pieces_of
from spiders.platforms.generic.slots import Slots, sort_out, words_of
from spiders.platforms.generic.template import learn
from spiders.platforms.generic.units import Unit
from spiders.platforms.own_nodes import TIME_ATTRIBUTES, OwnNodes, own_nodes

_MOST = 0.6
_TIME_NAMES = frozenset(("datetime", "title", "content"))
_MACHINE_TIME = re.compile(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d[^\s]{0,20}(?: ?[+-]\d\d:?\d\d)?)?|\d{10}(?:\d{3})?")


def read_comments(units: Sequence[Unit], nested: Container[HtmlElement], base_url: str | None) -> list[Comment]:
    """The comments of ``units``, without ids and depths. ``nested`` holds all units' elements and reply boxes."""
    comments = [read_fields(*unit.parts, nested=nested, base_url=base_url) for unit in units]
    owned = [own_nodes(unit.parts, nested) for unit in units]
    anchors = {unit.anchor for unit in units if unit.anchor is not None}
    pieces = [pieces_of(own) for own in owned]
    template = learn(pieces, anchors)
    slots = [sort_out(one, template, unit.anchor) for one, unit in zip(pieces, units, strict=True)]
    has_names = sum(map(_names_its_author, owned)) >= len(owned) * _MOST
    worded = sum(bool(comment.body) and _names_its_text(own) for comment, own in zip(comments, owned, strict=True))
    has_texts = worded >= len(owned) * _MOST
    _read_authors(comments, slots, is_named=has_names)
    _read_times(comments, slots)
    _read_machine_times(comments, units)
    for comment, own, one in zip(comments, owned, slots, strict=True):
        if not has_texts:
            words = words_of(own, one)
            if words.text or one.time or one.name:
                comment.body, comment.body_html = words.text, words.html or None
        if comment.notice is None and is_notice(comment.body):
            comment.notice, comment.body, comment.body_html = comment.body, "", None
    return comments


def _names_its_author(own: OwnNodes) -> bool:
    return any(node.marks.author >= 3 and not node.is_aside for node in own.nodes)


def _names_its_text(own: OwnNodes) -> bool:
    return any(node.marks.text >= 2 and not node.is_aside for node in own.nodes)


def _read_authors(comments: Sequence[Comment], slots: Sequence[Slots], *, is_named: bool) -> None:
    """Take the template's names where mark-up names none, or names a box that holds more than the name."""
    pairs = [(comment, one.author) for comment, one in zip(comments, slots, strict=True)]
    found = [(comment, author) for comment, author in pairs if author]
    if not is_named:
        for comment in comments:
            if comment.author and comment.kind == "comment" and not is_plausible(comment.author):
                comment.author = comment.author_url = None
    if len(found) < len(pairs) * _MOST:
        return
    within = sum(author != comment.author and author in (comment.author or "") for comment, author in found)
    if not is_named or within >= len(found) * _MOST:
        for comment, author in found:
            comment.author = author


def _read_times(comments: Sequence[Comment], slots: Sequence[Slots]) -> None:
    """Take the template's times where mark-up showed none, or a day where the template shows the time of day too."""
    for comment, one in zip(comments, slots, strict=True):
        shown = one.published
        if comment.published_machine or not shown:
            continue
        read = date_in_head(comment.published_raw) if comment.published_raw else None
        now = date_in_head(shown)
        if read is None or (now is not None and now.has_clock and not read.has_clock):
            comment.published_raw = shown


def _read_machine_times(comments: Sequence[Comment], units: Sequence[Unit]) -> None:
    """Take a time for machines, or a date behind a time counted back, from round the element that shows the time."""
    for comment, unit in zip(comments, units, strict=True):
        if comment.published_machine is None and unit.anchor is not None:
            shown = date_in_head(comment.published_raw) if comment.published_raw else None
            is_relative = shown is None or shown.shape == RELATIVE
            comment.published_machine = _machine_time(unit.anchor, unit.element, or_any_date=is_relative)


def _machine_time(anchor: HtmlElement, element: HtmlElement, *, or_any_date: bool) -> str | None:
    for near in [anchor, *islice(anchor.iterancestors(), 2), *islice(anchor.iterchildren(), 2)]:
        if near is element and near is not anchor:
            continue
        value: str
        for name, value in near.attrib.items():
            if name not in _TIME_NAMES and name not in TIME_ATTRIBUTES:
                continue
            value = value.strip()
            if _MACHINE_TIME.fullmatch(value) or (or_any_date and _is_absolute(value)):
                return value
    return None


def _is_absolute(value: str) -> bool:
    date = date_in_head(value)
    return date is not None and date.shape != RELATIVE
