"""The fields of a thread's comments: by the names in the mark-up where those tell, else by what all have in common."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from lxml.html import HtmlElement

from archiver.items import Comment
from spiders.paragraphs import texts
from spiders.platforms.comment_author import is_bare_name, name_in_loose_line
from spiders.platforms.comment_text import is_filler
from spiders.platforms.comment_time import as_shown
from spiders.platforms.date_shapes import RELATIVE
from spiders.platforms.fields import fields_of
from spiders.platforms.generic.heads import date_in_head
from spiders.platforms.generic.names import is_label_of_words, is_plausible, name_in, says_whose
from spiders.platforms.generic.notices import is_notice
from spiders.platforms.generic.pieces import pieces_of
from spiders.platforms.generic.slots import Slots, sort_out, words_of
from spiders.platforms.generic.template import learn
from spiders.platforms.generic.units import Unit
from spiders.platforms.own_nodes import TIME_ATTRIBUTES, OwnNodes, own_nodes
from spiders.platforms.repeated_form import OwnMarkup, read_alike
from spiders.platforms.samples import some_of
from spiders.platforms.text_words import is_action

_MOST = 0.6
_LOOKED_AT = 24
_LOOKED_AT_AGAIN = 60
_READ_FIRST = 12
_FEWEST_ALIKE = 4
_LONGEST_LABEL = 40
_SHORTEST_NOTICE = 8
_NOTICE_NAMES = ("moderat", "notice", "removed", "deleted", "hinweis", "geloescht", "gelöscht", "entfernt", "supprim")
_TIME_NAMES = frozenset(("datetime", "title", "content"))
_MACHINE_TIME = re.compile(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d[^\s]{0,20}(?: ?[+-]\d\d:?\d\d)?)?|\d{10}(?:\d{3})?")


@dataclass(frozen=True, slots=True)
class Need:
    """Which fields must be read by the template, as names in the mark-up do not tell them."""

    names: bool
    words: bool
    times: bool


def read_comments(units: Sequence[Unit], nested: AbstractSet[HtmlElement], base_url: str | None) -> list[Comment]:
    """The comments of ``units``, without ids and depths. ``nested`` holds all units' elements and reply boxes.

    Of many units a few tell how to read the others, and more of them where those few did not tell it well.
    """
    read = _read_like(some_of(len(units), _LOOKED_AT), units, nested, base_url)
    if len(units) <= _LOOKED_AT or _gaps(read) * 10 <= len(read) > 0:
        return read
    again = _read_like(some_of(len(units), _LOOKED_AT_AGAIN), units, nested, base_url)
    return min((one for one in (read, again) if one), key=_gaps, default=[])


def _gaps(comments: Sequence[Comment]) -> int:
    return sum((comment.author is None) + (not comment.body) for comment in comments)


def _read_like(
    sample: Sequence[int], units: Sequence[Unit], nested: AbstractSet[HtmlElement], base_url: str | None
) -> list[Comment]:
    """The comments, read as those of the sample show; none where these have words, but hardly any author."""
    owned = {i: own_nodes(units[i].parts, nested) for i in sample}
    names_words = sum(map(_names_its_text, owned.values())) >= len(sample) * _MOST
    read = {i: fields_of(own, base_url, with_words=names_words) for i, own in owned.items()}
    pieces = {i: pieces_of(own) for i, own in owned.items()}
    template = learn(list(pieces.values()), {anchor for unit in units if (anchor := unit.anchor) is not None})
    slots = {i: sort_out(pieces[i], template, units[i].anchor) for i in sample}
    need = _need(list(read.values()), list(owned.values()), list(slots.values()))

    def read_slowly(i: int) -> Comment:
        unit = units[i]
        own = owned.get(i) or own_nodes(unit.parts, nested)
        comment = read.get(i) or fields_of(own, base_url, with_words=not need.words)
        if need.names or need.words or need.times:
            sorted_out = slots.get(i) or sort_out(pieces_of(own), template, unit.anchor)
            _read_by_template(comment, own, sorted_out, need, base_url)
        _read_machine_time(comment, unit)
        return comment

    first = [sample[i] for i in some_of(len(sample), _READ_FIRST)] if len(sample) < len(units) else sample
    known = {i: read_slowly(i) for i in first}
    if len(known) < len(units) and not _promise(known.values()):
        return []
    markup = OwnMarkup(nested)
    comments = read_alike(
        len(units), lambda i: markup.of(units[i].parts), read_slowly, base_url, _is_bare_and_plausible, known
    )
    _drop_labels(comments)
    for comment, unit in zip(comments, units, strict=True):
        if comment.body and comment.notice is None and is_notice(comment.body):
            comment.notice, comment.body, comment.body_html = comment.body, "", None
        elif not comment.body and comment.notice is None:
            comment.notice = _hidden_notice(own_nodes(unit.parts, nested))
    return comments


def _promise(comments: Collection[Comment]) -> bool:
    """Whether some of many comments have an author or lack words, which may stand beside them."""
    named = sum(comment.author is not None for comment in comments)
    worded = sum(bool(comment.body) for comment in comments)
    return named * 2 >= len(comments) or worded * 2 <= len(comments)


def _drop_labels(comments: Sequence[Comment]) -> None:
    """Take away a first line that says nothing but that words follow, or that nearly all comments begin with."""
    firsts = Counter(comment.body.partition("\n")[0] for comment in comments if comment.body)
    line, count = next(iter(firsts.most_common(1)), ("", 0))
    fewest = 2 if is_filler(line) else _FEWEST_ALIKE
    is_everywhere = count >= fewest and count >= 0.9 * len(comments) and len(line) <= _LONGEST_LABEL
    for comment in comments:
        first, _, rest = comment.body.partition("\n")
        if (
            len(first) <= _LONGEST_LABEL
            and rest.strip()
            and ((is_everywhere and first == line) or is_label_of_words(f"{first}:"))
        ):
            comment.body = rest.strip()


def _hidden_notice(own: OwnNodes) -> str | None:
    """A moderator's words that a name in the mark-up sets apart from a reader's, where there are no others."""
    for piece in pieces_of(own):
        if piece.is_aside and len(piece.text) >= _SHORTEST_NOTICE and not is_action(piece.text):
            names = f"{piece.element.get('class') or ''}".lower()
            if is_notice(piece.text) or any(word in names for word in _NOTICE_NAMES):
                return piece.text
    return None


def _need(comments: Sequence[Comment], owned: Sequence[OwnNodes], slots: Sequence[Slots]) -> Need:
    """What most of some comments lack, or show in a box that holds more."""
    most = len(comments) * _MOST
    has_names = sum(map(_names_its_author, owned)) >= most
    has_words = (
        sum(
            _has_own_words(one)
            and _names_its_text(own)
            and not _begins_with_head(one, slot)
            and not _is_head(one, slot)
            for one, own, slot in zip(comments, owned, slots, strict=True)
        )
        >= most
    )
    pairs = list(zip(comments, slots, strict=True))
    finds_names = sum(slot.author is not None for _, slot in pairs) >= most
    return Need(
        names=(finds_names or not has_names) and (not has_names or sum(_holds_more(*pair) for pair in pairs) >= most),
        words=not has_words,
        times=any(_shows_better_time(*pair) for pair in pairs),
    )


def _has_own_words(comment: Comment) -> bool:
    """Whether words were read, and not the name or the time for them."""
    return bool(comment.body) and comment.body not in (comment.author, comment.published_raw)


def _begins_with_head(comment: Comment, slots: Slots) -> bool:
    """Whether the first line read as words shows the author and the time, as the template tells them."""
    first = comment.body.partition("\n")[0]
    author, published = slots.author, slots.published
    return bool(author and published and author in first and published in first)


def _is_head(comment: Comment, slots: Slots) -> bool:
    """Whether what was read as words is the time with what goes round it ("on …"), and labels."""
    shown = slots.published
    if not shown or shown not in comment.body:
        return False
    labels = {piece.text for piece in slots.rest}
    return all(not line or line in labels or is_filler(line.replace(shown, "")) for line in comment.body.split("\n"))


def _names_its_author(own: OwnNodes) -> bool:
    return any(node.marks.author >= 3 and not node.is_aside for node in own.nodes)


def _names_its_text(own: OwnNodes) -> bool:
    return any(node.marks.text >= 2 and not node.is_aside for node in own.nodes)


def _holds_more(comment: Comment, slots: Slots) -> bool:
    """Whether what was read for a name is the name with other words, or nothing, where the template tells the name."""
    read, shown, author = comment.author, slots.name.text if slots.name else None, slots.author
    if read is None:
        return author is not None
    if not (read and shown and author) or author == read or author not in read:
        return False
    return shown != read or says_whose(shown)


def _read_by_template(comment: Comment, own: OwnNodes, slots: Slots, need: Need, base_url: str | None) -> None:
    if need.names:
        if slots.author:
            comment.author = slots.author
        elif comment.author and comment.kind == "comment" and not is_plausible(comment.author):
            comment.author = comment.author_url = None
    if need.times and _shows_better_time(comment, slots):
        comment.published_raw = slots.published
    if need.words:
        words = words_of(own, slots)
        if words.text or slots.time or slots.name:
            comment.body, comment.body_html = words.text, words.html or None
            if slots.name is None:
                _drop_name_before(comment)
        elif not comment.body:
            by_names = fields_of(own, base_url)
            comment.body, comment.body_html = by_names.body, by_names.body_html


def _drop_name_before(comment: Comment) -> None:
    """Take the name and "says:" from before the words, where the name was told by its mark-up and not by its place."""
    first, _, rest = comment.body.partition("\n")
    names = (first, name_in_loose_line(first), name_in_loose_line(f"{first}:"))
    if rest.strip() and comment.author and (comment.author in names or is_filler(first)):
        comment.body = rest.strip()


def _shows_better_time(comment: Comment, slots: Slots) -> bool:
    """Whether the template shows a time where none was read, or the time of day where a day was read."""
    shown = slots.published
    if comment.published_machine or not shown:
        return False
    read = date_in_head(comment.published_raw) if comment.published_raw else None
    if read is None:
        return True
    now = date_in_head(shown)
    return now is not None and now.has_clock and not read.has_clock


@lru_cache(maxsize=4096)  # the same people write again and again
def _is_bare_and_plausible(shown: str) -> bool:
    """Whether a line shows a name and nothing besides, and one that a reader may have."""
    return is_bare_name(shown) and is_plausible(shown) and name_in(shown) == shown


def _read_machine_time(comment: Comment, unit: Unit) -> None:
    """Take a time for machines, or a date behind a time counted back, from round the element that shows the time."""
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
            if _MACHINE_TIME.fullmatch(value) or (or_any_date and _is_absolute(value) and _shows_words(near)):
                return value
    return None


def _is_absolute(value: str) -> bool:
    """Whether a date is all that a value begins with: "Edited on" and the like tell another time."""
    date = date_in_head(value)
    return date is not None and date.shape != RELATIVE and as_shown(value).startswith(value[date.start : date.end])


def _shows_words(element: HtmlElement) -> bool:
    return any(map(str.strip, islice(texts(element), 3)))
