"""Where the comments of a thread begin in plain text: at list items, or at heads that stand on lines of their own."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Final, NamedTuple

from spiders.platforms.text_heads import Head, HeadLine, head_at, head_line, is_name
from spiders.platforms.text_lines import Line, read_lines
from spiders.platforms.text_words import is_action, leads_to_other_pages

_LONGEST_HEAD_IN_LINES: Final = 16
_PROSE: Final = 120  # characters
_MOST: Final = 0.8


class Form:
    """A text as lines, and what each line says of authors and times."""

    def __init__(self, text: str) -> None:
        self.lines: list[Line] = read_lines(text)

    @cached_property
    def head_lines(self) -> list[HeadLine | None]:
        """``head_line`` of every line."""
        return [head_line(line.text) for line in self.lines]

    @cached_property
    def item_heads(self) -> dict[int, Head]:
        """The heads that begin at list items, by line."""
        found = {}
        stop = len(self.lines)
        for at in range(len(self.lines) - 1, -1, -1):
            if not self.lines[at].mark:
                continue
            head = head_at(self.lines, self.head_lines, at, min(stop, at + _LONGEST_HEAD_IN_LINES))
            if head is not None and head.is_signed:
                found[at] = head
            stop = at
        return found

    @cached_property
    def first_prose(self) -> int:
        """The first line that is longer than any title, menu or byline."""
        long = (at for at, line in enumerate(self.lines) if len(line.text) > _PROSE)
        return next(long, len(self.lines))

    @cached_property
    def indents_items(self) -> bool:
        """Whether the lines below an item's first are indented farther than its mark."""
        votes = 0
        for at, line in enumerate(self.lines):
            if line.mark:
                below = next((other for other in self.lines[at + 1 : at + 4] if other.text), None)
                votes += 0 if below is None or below.mark else 1 if below.indent > line.indent else -1
        return votes > 0


class Start(NamedTuple):
    """Where one comment begins. ``head`` is None for an item whose author and time are not shown."""

    line: int
    column: int
    head: Head | None
    value: int | None = None
    is_item: bool = True


class Layout(NamedTuple):
    """How one thread is laid out. ``is_foot``: author and time stand below each text, not above."""

    starts: list[Start]
    shape: str
    is_foot: bool = False
    has_names_on_first_lines: bool = False

    @property
    def signed(self) -> int:
        """How many of the comments show an author or a time."""
        return sum(start.head is not None for start in self.starts)


def item_layout(form: Form, first: int, last: int) -> Layout | None:
    """The thread whose comments are list items within ``lines[first:last]``; None where no item is signed."""
    items = [at for at in range(first, last) if form.lines[at].mark]
    heads = {at: form.item_heads[at] for at in items if at in form.item_heads}
    shape = _commonest_shape(heads.values(), _with_body(form, items, last))
    dated = sum(head.shape == shape for head in heads.values() if head.date)
    feet = _feet(form, items, last)
    shape_of_feet = _commonest_shape(feet.values(), set(feet))
    dated_feet = sum(foot.shape == shape_of_feet for foot in feet.values())
    said = sum(head.is_said and not head.date for head in heads.values())
    stops = [*items, last][1:]
    long = sum(has_paragraph_below(form.lines, at, stop) for at, stop in zip(items, stops, strict=True))
    is_foot = dated_feet > dated and dated_feet * 2 >= max(len(heads), long)
    if is_foot:
        heads = {at: head for at, head in heads.items() if _is_of_shape(head, shape_of_feet)}
        for at, foot in feet.items():
            heads.setdefault(at, foot)
        shape = shape_of_feet
    elif said > dated:
        shape = ""
    signed = {at: head for at, head in heads.items() if _is_of_shape(head, shape)}
    if not signed:
        return None
    starts = _with_unsigned(form.lines, items, signed, last)
    return Layout(starts, shape, is_foot)


def line_layout(form: Form, first: int, last: int, *, is_below_heading: bool, is_closed: bool) -> Layout | None:
    """The thread whose comments begin with heads on lines of their own, without list marks."""
    heads = _heads_on_lines(form, first, last)
    if not heads:
        return None
    bodies = {head.start for head in heads if _has_text(form.lines, head.stop, last)}
    shape = _commonest_shape(heads, bodies)
    dated = sum(head.shape == shape for head in heads if head.date)
    said = sum(head.is_said and not head.date for head in heads)
    if said > dated:
        shape = ""
    kept = [head for head in heads if _is_of_line_shape(head, shape)]
    if not any(head.kind == "comment" for head in kept):
        return None
    kept = _with_usual_gap(form, kept, last)
    is_foot = is_below_heading and is_closed and _stands_below_text(form.lines, kept, first, last)
    if is_foot:
        return Layout(_starts_after_feet(form, kept, first), shape, is_foot=True)
    return Layout([Start(head.start, head.column, head, is_item=False) for head in kept], shape)


def foot_of(form: Form, start: int, stop: int) -> Head | None:
    """The author and time that end ``lines[start:stop]``, below its text; links to reply may follow."""
    at = stop - 1
    while at > start and (form.lines[at].is_blank or is_action(form.lines[at].text)):
        at -= 1
    found = form.head_lines[at] if at > start and not form.lines[at].mark else None
    if found is None or not found.date:
        return None
    return Head(
        start=at,
        stop=at + 1,
        column=form.lines[start].indent,
        author=found.author,
        date=found.date,
        shape=found.shape,
        has_clock=found.has_clock,
        says=False,
        kind=found.kind,
    )


def _commonest_shape(heads: Iterable[Head], with_body: set[int]) -> str:
    """The shape that most dates have; those above a text count first, then those with a time of day."""
    weights: Counter[str] = Counter()
    for head in heads:
        if head.date:
            weights[head.shape] += (1000 if head.start in with_body else 1) + head.has_clock
    return weights.most_common(1)[0][0] if weights else ""


def _is_of_shape(head: Head, shape: str) -> bool:
    if head.kind != "comment" or head.shape == shape:
        return True
    return head.is_said and (not head.date or head.has_clock or not shape)


def _is_of_line_shape(head: Head, shape: str) -> bool:
    if head.kind != "comment":
        return True
    if not shape:
        return head.is_said
    is_plausible = head.gap is not None or not head.author or is_name(head.author, marked=False, said=True)
    return bool(head.date) and head.shape == shape and is_plausible


def _with_body(form: Form, items: Sequence[int], last: int) -> set[int]:
    found = set()
    for at, stop in zip(items, [*items, last][1:], strict=True):
        head = form.item_heads.get(at)
        if head is not None and _has_text(form.lines, head.stop, stop):
            found.add(at)
    return found


def _has_text(lines: Sequence[Line], first: int, last: int) -> bool:
    return any(lines[at].text for at in range(first, min(last, first + 4)))


def _feet(form: Form, items: Sequence[int], last: int) -> dict[int, Head]:
    """The feet of items by the line of each item; one below a nested list belongs to the item around that."""
    found: dict[int, Head] = {}
    around: list[int] = []
    for at, stop in zip(items, [*items, last][1:], strict=True):
        while around and form.lines[around[-1]].indent >= form.lines[at].indent:
            around.pop()
        around.append(at)
        inner = _end_of_indented(form, at, stop)
        head = form.item_heads.get(at)
        foot = foot_of(form, at, inner)
        if foot is not None and not (head is not None and head.date):
            found[at] = foot
        outer_foot = foot_of(form, inner - 1, stop) if inner < stop else None
        if outer_foot is not None:
            indent = form.lines[outer_foot.start].indent
            deeper = bisect_left(around, indent, key=lambda item: form.lines[item].indent)
            if deeper:
                owner = around[deeper - 1]
                found.setdefault(owner, outer_foot._replace(column=form.lines[owner].indent))
    return found


def _end_of_indented(form: Form, at: int, stop: int) -> int:
    """Where the lines end that are indented below the item at ``at``; ``stop`` in a text that indents none."""
    if not form.indents_items:
        return stop
    indent = form.lines[at].indent
    return next(
        (below for below in range(at + 1, stop) if form.lines[below].text and form.lines[below].indent <= indent), stop
    )


def _with_unsigned(lines: Sequence[Line], items: Sequence[int], signed: dict[int, Head], last: int) -> list[Start]:
    """The signed items, and those without author and time that must be comments all the same.

    A list's next number in the column of the outermost comments is one. Deeper down an item may belong to
    a comment's text; it is a comment only where the thread has lost heads and the item stands apart.
    """
    columns = item_columns(lines, items)
    order = sorted(signed)
    top = min(columns[at] for at in order)
    row = [at for at in items if lines[at].value is not None and columns[at] == top]
    numbered = _in_one_count(lines, row, signed)
    has_lost_heads = any(at not in signed for at in numbered)
    starts = []
    for at in items:
        is_between = order[0] < at < order[-1]
        is_outermost = columns[at] <= top and lines[at].value is None
        is_lost = is_between and (is_outermost or (has_lost_heads and stands_apart(lines, at)))
        if at in signed or at in numbered or is_lost:
            starts.append(Start(at, columns[at], signed.get(at), lines[at].value))
    if starts[-1].head is None and _is_cut(lines, starts[-1].line, last):
        starts.pop()
    return starts


def item_columns(lines: Sequence[Line], items: Sequence[int]) -> dict[int, int]:
    """The column of each item's mark; where numbers are aligned at their dots, as if each had one digit."""
    is_at_dots = _is_aligned_at_dots(lines, items)
    return {
        at: lines[at].indent + (len(lines[at].mark) - 2 if is_at_dots and lines[at].value is not None else 0)
        for at in items
    }


def _is_aligned_at_dots(lines: Sequence[Line], items: Sequence[int]) -> bool:
    """Whether 10 begins one column before 9 does, and 100 before 99."""
    latest: dict[int, int] = {}
    votes = 0
    for at in items:
        value = lines[at].value
        before = latest.get(value - 1) if value in (10, 100, 1000) else None
        if before is not None:
            votes += (lines[at].indent == lines[before].indent - 1) - (lines[at].indent == lines[before].indent)
        if value in (9, 99, 999):
            latest[value] = at
    return votes > 0


def _is_cut(lines: Sequence[Line], at: int, last: int) -> bool:
    """Whether the text ends within the first paragraph of the item at ``at``."""
    return last == len(lines) and not any(lines[below].is_blank for below in range(at, last - 1))


def _in_one_count(lines: Sequence[Line], row: Sequence[int], signed: dict[int, Head]) -> set[int]:
    """Of the items in ``row`` those whose numbers continue the signed ones', down the thread and up to its first."""
    first = next((index for index, at in enumerate(row) if at in signed), None)
    if first is None:
        return set()
    found = {row[first]}
    number = lines[row[first]].value or 0
    above, expected = [], number - 1
    for at in reversed(row[:first]):
        if lines[at].value == expected:
            above.append(at)
            expected -= 1
    if expected == 0:
        found.update(above)
    for at in row[first + 1 :]:
        if at in signed or lines[at].value == number + 1:
            found.add(at)
            number = lines[at].value or 0
    return found


def stands_apart(lines: Sequence[Line], at: int) -> bool:
    """Whether empty lines part the item from what is around it, as they part comments but no list's items."""
    if at and not lines[at - 1].is_blank:
        return False
    below = at + 1
    while below < len(lines) and not lines[below].is_blank and not lines[below].mark:
        below += 1
    return below >= len(lines) or lines[below].is_blank


def has_paragraph_below(lines: Sequence[Line], at: int, stop: int) -> bool:
    """Whether the item's first paragraph is one line, with another paragraph below."""
    if at + 1 >= stop or not lines[at + 1].is_blank:
        return False
    return any(lines[below].text for below in range(at + 1, stop))


def _heads_on_lines(form: Form, first: int, last: int) -> list[Head]:
    heads, at = [], first
    while at < last:
        line = form.lines[at]
        if at in form.item_heads:
            at = form.item_heads[at].stop
            continue
        head = None
        if line.text and not line.mark and any(form.head_lines[at : at + 4]):
            head = head_at(form.lines, form.head_lines, at, last)
        if head is not None and head.is_signed:
            heads.append(head)
            at = head.stop
        else:
            at += 1
    return heads


def _with_usual_gap(form: Form, heads: list[Head], last: int) -> list[Head]:
    """Heads whose name stands farther from the date than in most have none: it is the text above.

    So it is where only a few dates have a line above that can be a name: all names are lost.
    """
    gaps = Counter(head.gap for head in heads if head.gap is not None)
    if not gaps:
        return heads
    commonest, count = gaps.most_common(1)[0]
    without_name = sum(head.gap is None and not head.author for head in heads)
    usual = commonest if count >= without_name else None
    kept = []
    for head in heads:
        if head.gap in (None, usual):
            kept.append(head)
            continue
        date_line = next(at for at in range(head.start, head.stop) if form.head_lines[at] is not None)
        bare = head_at(form.lines, form.head_lines, date_line, last)
        kept.append(bare or head)
    return kept


def _stands_below_text(lines: Sequence[Line], heads: Sequence[Head], first: int, last: int) -> bool:
    """Whether texts stand above their heads: one above the first, none below the last."""
    above = any(_is_body(lines[at]) for at in range(first, heads[0].start))
    below = any(_is_body(lines[at]) for at in range(heads[-1].stop, last))
    return above and not below


def _is_body(line: Line) -> bool:
    return bool(line.text) and not is_action(line.text) and not leads_to_other_pages(line.text)


def _starts_after_feet(form: Form, heads: Sequence[Head], first: int) -> list[Start]:
    starts, at = [], first
    for head in heads:
        foot_line = next(line for line in range(head.start, head.stop) if form.head_lines[line] is not None)
        while at < foot_line and not _is_body(form.lines[at]):
            at += 1
        starts.append(Start(at, form.lines[at].indent, head, is_item=False))
        at = head.stop
    return starts
