"""Finds a page's thread, whatever software made it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

from lxml.html import HtmlElement

from archiver.items import Comment
from spiders.page import Page
from spiders.platforms.comment_text import is_filler
from spiders.platforms.date_shapes import is_clock
from spiders.platforms.generic.anchors import names_in, times_in
from spiders.platforms.generic.identifiers import OwnIds, ids_of
from spiders.platforms.generic.nesting import depths_of
from spiders.platforms.generic.parents import claimed_parents
from spiders.platforms.generic.reading import read_comments
from spiders.platforms.generic.regions import (
    Survey,
    announced_regions,
    box_of_all,
    is_whole_thread,
    labelled_regions,
    outermost,
)
from spiders.platforms.generic.segments import grown, with_neighbours, without_stranger
from spiders.platforms.generic.units import Unit, is_called_a_comment, units_around
from spiders.platforms.generic.verdict import Outlook, is_worth_reading, score_of
from spiders.platforms.generic.vocabulary import names_of, sense_of

_MEMO = "generic thread"
_MOST_TIMES = 5
_MOST_NAMES = 2
_CLEARLY_BETTER = 0.5


@dataclass(frozen=True, slots=True)
class Thread:
    """The comments found, in the order shown, with the elements they were read from."""

    comments: list[Comment]
    units: list[Unit]
    ids: OwnIds
    score: float


class Look(NamedTuple):
    """Where to look, and whether comments there may show no times: only where each is called a comment."""

    regions: list[HtmlElement]
    may_lack_times: bool


def thread_of(page: Page) -> Thread | None:
    """The page's thread, found once and kept; None where it shows none."""
    if _MEMO not in page.memo:
        page.memo[_MEMO] = _find(page) if page.is_html else None
    found = page.memo[_MEMO]
    assert found is None or isinstance(found, Thread)
    return found


def _find(page: Page) -> Thread | None:
    tried: set[frozenset[HtmlElement]] = set()
    for look in _where_to_look(page):
        for guesses in _guesses(look):
            best: Thread | None = None
            for units in guesses:
                elements = frozenset(unit.element for unit in units)
                if elements in tried:
                    continue
                tried.add(elements)
                thread = _read(page, units)
                if thread and _is_better(thread, best):
                    best = thread
            if best is not None:
                return best
    return None


def _is_better(thread: Thread, best: Thread | None) -> bool:
    """Whether more speaks for a thread than for what was found by a more frequent look, or as much and it has more."""
    if best is None:
        return thread.score >= 0
    has_more = len(thread.comments) > len(best.comments)
    return thread.score >= best.score + (0 if has_more else _CLEARLY_BETTER)


def _where_to_look(page: Page) -> Iterator[Look]:
    """Parts of the page, the most promising first. What is called the comments and shows none ends the search."""
    found = Survey(page)
    sure = found.sure()
    regions = outermost(sure)
    if regions:
        yield Look(regions, any(map(is_called_a_comment, sure)))
        if is_whole_thread(regions):
            return
        if (box := box_of_all(regions)) is not None:
            yield Look([box], False)
    else:
        yield Look(labelled_regions(page), True)
    yield Look(announced_regions(page), False)
    if perhaps := found.perhaps():
        yield Look(outermost([*sure, *perhaps]), False)
    if posts := found.of_posts():
        yield Look(outermost(posts), False)


def _guesses(look: Look) -> Iterator[Iterator[list[Unit]]]:
    """What may be the thread's comments: by the times that are shown, else by names of authors."""
    yield map(units_around, islice(times_in(look.regions).values(), _MOST_TIMES))
    yield _by_names(look)


def _by_names(look: Look) -> Iterator[list[Unit]]:
    """What may be the thread's comments, by names of authors, where no times led to any."""
    if look.may_lack_times:
        for anchors in islice(names_in(look.regions).values(), _MOST_NAMES):
            units = units_around(anchors)
            if sum(is_called_a_comment(unit.element) for unit in units) * 2 >= len(units):
                yield units


def _read(page: Page, units: list[Unit]) -> Thread | None:
    units = _in_document_order(page, units)
    if not units:
        return None
    outlook = Outlook(units)
    if not is_worth_reading(outlook, len(units)):
        return None
    comments = _comments_of(units, page.url)
    if not comments:
        return None
    said = [comment for comment, unit in zip(comments, units, strict=True) if not _is_of_nobody(comment, unit)]
    if _worded(said) * 2 <= len(said):
        units, comments = _without_words_of_nobody(units, comments)
        for enlarge in (grown, with_neighbours):
            larger = enlarge(units)
            if any(one.parts != other.parts for one, other in zip(larger, units, strict=True)):
                read = _comments_of(larger, page.url)
                if _worded(read) > max(_worded(comments), len(read) // 2):
                    units, comments = larger, read
                    break
        alike = without_stranger(units)
        if len(alike) < len(units):
            units, comments = alike, _comments_of(alike, page.url)
    if _worded(comments) * 2 <= len(comments):
        _drop_heads_read_as_words(comments)
    kept = [i for i, comment in enumerate(comments) if _is_comment(comment, units[i])]
    elements = {part for unit in units for part in unit.parts}
    units = [units[i] for i in kept]
    comments = [comments[i] for i in kept]
    if not units:
        return None
    ids = ids_of(units, elements)
    named = [comment.claimed_parent for comment in comments]
    claims = claimed_parents(units, ids.values, elements, named, page.text)
    for comment, depth, identity, claim in zip(comments, depths_of(units, page), ids.values, claims, strict=True):
        comment.depth_shown = depth
        comment.external_id = identity
        comment.claimed_parent = claim
    return Thread(comments, units, ids, score_of(outlook, units, comments, ids))


def _worded(comments: Sequence[Comment]) -> int:
    return sum(bool(comment.body) and not _shows_its_head(comment) for comment in comments)


def _shows_its_head(comment: Comment) -> bool:
    """Whether what was read as words is but the name or the time, with what goes round them."""
    words = comment.body
    if words in (comment.author, comment.published_raw):
        return True
    left = words.replace(comment.author or "", "", 1).replace(comment.published_raw or "", "", 1)
    return (left != words or is_clock(words)) and all(is_filler(line) or is_clock(line) for line in left.split("\n"))


def _drop_heads_read_as_words(comments: Sequence[Comment]) -> None:
    for comment in comments:
        if _shows_its_head(comment):
            comment.body, comment.body_html = "", None


def _without_words_of_nobody(units: list[Unit], comments: list[Comment]) -> tuple[list[Unit], list[Comment]]:
    """The heads alone where heads and words take turns in boxes that look alike: each head's words stand beside it."""
    kept = [i for i, comment in enumerate(comments) if not _is_of_nobody(comment, units[i])]
    return [units[i] for i in kept], [comments[i] for i in kept]


def _comments_of(units: Sequence[Unit], base_url: str | None) -> list[Comment]:
    elements = {part for unit in units for part in unit.parts}
    return read_comments(units, elements | _reply_boxes(units, elements), base_url)


def _in_document_order(page: Page, units: list[Unit]) -> list[Unit]:
    if len(units) < 2:
        return units
    by_element = {unit.element: unit for unit in units}
    tags = {str(element.tag) for element in by_element}
    return [by_element[element] for element in page.root.iter(*tags) if element in by_element]


def _reply_boxes(units: Sequence[Unit], elements: set[HtmlElement]) -> set[HtmlElement]:
    """The boxes inside a unit that hold its replies and nothing of its own."""
    boxes: set[HtmlElement] = set()
    for unit in units:
        above = unit.element.getparent()
        while above is not None and above not in elements and above not in boxes and _holds_replies(above):
            boxes.add(above)
            above = above.getparent()
    return boxes


def _holds_replies(element: HtmlElement) -> bool:
    if element.tag in ("ol", "ul", "dl"):
        return True
    return any(sense_of(name).is_replies for name in names_of(element.get("class"), element.get("id")))


def _is_comment(comment: Comment, unit: Unit) -> bool:
    if _is_of_nobody(comment, unit):
        return False
    is_headed = comment.author is not None and (unit.anchor is not None or comment.kind != "comment")
    return bool(comment.body or comment.notice or is_headed)


def _is_of_nobody(comment: Comment, unit: Unit) -> bool:
    return unit.anchor is None and comment.kind == "comment" and comment.author is None and not comment.notice
