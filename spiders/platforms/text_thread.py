"""The thread in a plain text: where it stands, where it ends, and who answers whom in it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from archiver.items import Comment
from spiders.page import Page
from spiders.platforms.text_comments import read_comments
from spiders.platforms.text_layouts import Form, Layout, Start, item_layout, line_layout
from spiders.platforms.text_lines import Line
from spiders.platforms.text_nameless import nameless_layout
from spiders.platforms.text_sections import Section, headings_of, sections_of
from spiders.platforms.text_words import Heading, is_action, is_footer, leads_to_other_pages

_MEMO: Final = "text thread"
_FAR_ABOVE: Final = 12


class TextThread(NamedTuple):
    """What a text says of its thread. ``first_line`` is where it begins in ``lines``, heading included."""

    lines: Sequence[Line]
    comments: list[Comment]
    stated_count: int | None
    is_ended: bool
    heads_in_text: int
    first_line: int | None
    title: str


class _Found(NamedTuple):
    section: Section
    layout: Layout
    last: int  # where the thread ends in the section
    is_ended: bool


def thread_of(page: Page) -> TextThread:
    """The thread of a plain text page, read once. Raises UnreadablePageError for bytes that hold no text."""
    if _MEMO not in page.memo:
        page.memo[_MEMO] = read_text_thread(page.text)
    thread: TextThread = page.memo[_MEMO]
    return thread


def read_text_thread(text: str) -> TextThread:
    """The thread of ``text``; without comments where it holds none."""
    form = Form(text)
    headings = headings_of(form)
    sections = sections_of(form, headings)
    candidates = [found for section in sections if (found := _thread_in(form, section)) is not None]
    if not candidates:
        return _without_comments(form, headings)
    best = max(candidates, key=_weight)
    parts = _with_pingbacks(candidates, best)
    comments = [comment for part in parts for comment in _comments_of(form, part)]
    links_elsewhere = _links_to_other_pages(form, parts)
    return TextThread(
        lines=form.lines,
        comments=comments,
        stated_count=best.section.stated,
        is_ended=parts[-1].is_ended and not links_elsewhere,
        heads_in_text=max(len(comments), _heads_from(form, parts[0].section.first, best.layout)),
        first_line=_first_line(parts[0]),
        title=_title(headings, best.section),
    )


def _thread_in(form: Form, section: Section) -> _Found | None:
    heading = section.heading
    if heading is not None and (heading.place == "elsewhere" or heading.stated == 0):
        return None
    if section.closing is None:
        section = section._replace(last=_before_cut_item(form, section))
    is_below_heading = heading is not None and heading.place in ("thread", "pings")
    is_closed = section.closing is not None
    items = item_layout(form, section.first, section.last)
    rows = line_layout(form, section.first, section.last, is_below_heading=is_below_heading, is_closed=is_closed)
    layout = _more_signed(form, items, rows)
    is_counted = is_below_heading and heading is not None and (heading.stated is not None or bool(heading.title))
    if layout is not None and not is_counted:
        layout = _proven(form, section, layout, is_below_heading=is_below_heading)
    if layout is None and is_below_heading and heading is not None:
        is_whole = section.closing is not None and section.closing.place == "end"
        layout = nameless_layout(form, section.first, section.last, heading.stated, is_whole=is_whole)
    if layout is None or not layout.starts:
        return None
    last, is_cut_off = _end_of_thread(form, section, layout)
    return _Found(section, layout, last, is_closed or is_cut_off)


def _before_cut_item(form: Form, section: Section) -> int:
    """The section's end without an item of one line that ends the text: a head that a cut has left nothing of."""
    last = section.last
    while last > section.first and form.lines[last - 1].is_blank:
        last -= 1
    at = last - 1
    is_item = form.lines[at].mark or form.lines[at].text.isdecimal()
    if at <= section.first or not is_item or not form.lines[at - 1].is_blank:
        return section.last
    head = form.item_heads.get(at)
    shapes = {other.shape for line, other in form.item_heads.items() if section.first <= line < at}
    return section.last if head is not None and head.shape in shapes else at


def _more_signed(form: Form, items: Layout | None, rows: Layout | None) -> Layout | None:
    """The layout that explains more; items also take in heads on lines above their own column."""
    if items is None or rows is None:
        return items or rows
    outside = _outside(form, items, rows)
    if len(outside) > items.signed and not (items.is_foot and items.signed * 2 > len(outside)):
        return _merged(rows, items) if rows.shape == items.shape and not items.is_foot else rows
    top = min(start.column for start in items.starts)
    above = [start for start in outside if start.column < top]
    if rows.shape == items.shape and above and not items.is_foot:
        return items._replace(starts=sorted([*items.starts, *above], key=lambda start: start.line))
    return items


def _outside(form: Form, items: Layout, rows: Layout) -> list[Start]:
    """Of the heads on lines those that are no quotes in items' texts, such as "He said:" and mere dates."""
    if items.shape and (not rows.shape or (_has_clock(items) and not _has_clock(rows))):
        return []
    if not form.indents_items:
        return rows.starts
    lines = [start.line for start in items.starts]
    found = []
    for start in rows.starts:
        above = bisect_left(lines, start.line)
        if not above or start.column <= items.starts[above - 1].column:
            found.append(start)
    return found


def _has_clock(layout: Layout) -> bool:
    return any(start.head is not None and start.head.has_clock for start in layout.starts)


def _merged(rows: Layout, items: Layout) -> Layout:
    taken = {start.line for start in rows.starts}
    added = [start for start in items.starts if start.head is not None and start.line not in taken]
    return rows._replace(starts=sorted([*rows.starts, *added], key=lambda start: start.line))


def _proven(form: Form, section: Section, layout: Layout, *, is_below_heading: bool) -> Layout | None:
    """A thread that no counting heading opens must show by itself that it is one.

    Dated lists of events and bylines look much like comments. A thread's items are numbered or have texts,
    and what stands first on a page, with nothing but a title above it, is the article's byline.
    """
    starts = layout.starts
    if not starts[0].is_item and form.first_prose > starts[0].line:
        starts = starts[1:]
    signed = [start for start in starts if start.head is not None]
    if not signed or len(signed) * 2 < len(starts):
        return None
    layout = layout._replace(starts=starts)
    with_text = sum(_has_text_below(form, start, section.last) for start in signed)
    if not with_text * 2 >= len(signed):
        return None
    is_said = sum(start.head is not None and start.head.is_said for start in signed) * 2 > len(signed)
    has_actions = _with_actions(form, starts, section.last) * 2 >= len(starts)
    has_clock = _has_clock(layout)
    is_closed = section.closing is not None and section.closing.place == "end"
    if not starts[0].is_item:
        is_shown = is_said or has_actions or (has_clock and (is_below_heading or is_closed))
        return layout if is_shown and (len(signed) > 1 or is_below_heading) else None
    if is_said or has_actions or (has_clock and (is_below_heading or starts[0].value is not None)):
        return layout
    is_long = len(signed) > 2 and with_text * 5 >= len(signed) * 4
    return layout if has_clock and (is_long or (is_closed and len(signed) > 1)) else None


def _with_actions(form: Form, starts: Sequence[Start], last: int) -> int:
    ended = 0
    for start, stop in zip(starts, [*(start.line for start in starts[1:]), last], strict=True):
        texts = [form.lines[at].text for at in range(max(start.line, stop - 6), stop) if form.lines[at].text]
        has_action = start.head is not None and start.head.has_action
        ended += has_action or any(is_action(text) for text in texts[-2:])
    return ended


def _has_text_below(form: Form, start: Start, last: int) -> bool:
    below = start.head.stop if start.head is not None else start.line
    for at in range(below, min(last, below + 4)):
        if at in form.item_heads:
            return False
        if form.lines[at].text:
            return True
    return False


def _end_of_thread(form: Form, section: Section, layout: Layout) -> tuple[int, bool]:
    """Where the last comment's text ends, and whether something that is none of it follows."""
    final = layout.starts[-1]
    first = final.head.stop if final.head is not None and final.head.start == final.line else final.line + 1
    if layout.is_foot and final.head is not None:
        first = max(first, final.head.stop)
    innermost = _least_indent(form, layout, first, section.last)
    last_action = _line_of_action(form, layout, first, section.last)
    for at in range(first, section.last):
        line = form.lines[at]
        if not line.text:
            continue
        is_beyond = line.indent < innermost or (last_action is not None and at > last_action)
        if is_beyond or is_footer(line.text) or leads_to_other_pages(line.text):
            return at, True
    return section.last, False


def _least_indent(form: Form, layout: Layout, first: int, last: int) -> int:
    """The indentation that every line of a comment has; 0 where texts are not indented below their marks."""
    if not layout.starts[0].is_item:
        return min(start.column for start in layout.starts)
    column = min(form.lines[start.line].indent for start in layout.starts if start.is_item)
    indents = [
        form.lines[at].indent
        for start, following in pairwise(layout.starts)
        for at in range(start.line + 1, following.line)
        if form.lines[at].text
    ]
    indents = indents or [line.indent for line in form.lines[first:last] if line.text][:1]
    inside = [indent for indent in indents if indent > column]
    return min(inside) if inside and len(inside) > 0.9 * len(indents) else 0


def _line_of_action(form: Form, layout: Layout, first: int, last: int) -> int | None:
    """The link to reply that ends the last comment, where all but a few others end in one as well."""
    if layout.starts[0].is_item or len(layout.starts) < 3:
        return None
    ended = 0
    for following in layout.starts[1:]:
        above = following.line - 1
        while above > 0 and form.lines[above].is_blank:
            above -= 1
        ended += is_action(form.lines[above].text)
    if ended < 0.8 * (len(layout.starts) - 1):
        return None
    at = next((at for at in range(first, last) if is_action(form.lines[at].text)), None)
    while at is not None and at + 1 < last and is_action(form.lines[at + 1].text):
        at += 1
    return at


def _weight(found: _Found) -> int:
    """Which of several candidates is the page's thread: the longest; below a heading, or as long as stated, counts."""
    heading = found.section.heading
    is_below_heading = heading is not None and heading.place == "thread"
    length = len(found.layout.starts)
    return length * (2 if is_below_heading else 1) + (length + 2 if length == found.section.stated else 0)


def _with_pingbacks(candidates: Sequence[_Found], best: _Found) -> list[_Found]:
    """The thread with the lists of pingbacks that stand right above or below it."""
    parts = [best]
    for found in candidates:
        heading = found.section.heading
        if heading is None or heading.place != "pings" or found is best:
            continue
        if found.section.first - 1 == parts[-1].section.last:
            parts.append(found)
        elif found.section.last == best.section.first - 1:
            parts.insert(0, found)
    return parts


def _comments_of(form: Form, found: _Found) -> list[Comment]:
    comments = read_comments(form, found.layout, found.last)
    for comment, depth in zip(comments, depths(found.layout.starts), strict=True):
        comment.depth_shown = depth
        heading = found.section.heading
        if heading is not None and heading.place == "pings" and comment.kind == "comment":
            comment.kind = "pingback"
    return comments


def depths(starts: Sequence[Start]) -> list[int]:
    """How deep each comment is nested: below the nearest one before it that begins farther left.

    Where all begin in one column, bullets between the numbers of one count answer the number above them.
    """
    found: list[int] = []
    open_ones: list[Start] = []
    for start in starts:
        while open_ones and not _encloses(open_ones[-1], start):
            open_ones.pop()
        found.append(len(open_ones))
        open_ones.append(start)
    return found


def _encloses(outer: Start, inner: Start) -> bool:
    if outer.column != inner.column:
        return outer.column < inner.column
    return outer.value is not None and inner.value is None and inner.is_item


def _links_to_other_pages(form: Form, parts: Sequence[_Found]) -> bool:
    first, last = parts[0].section.first, min(parts[-1].last + _FAR_ABOVE, len(form.lines))
    return any(leads_to_other_pages(form.lines[at].text) for at in range(first, last) if form.lines[at].text)


def _heads_from(form: Form, first: int, layout: Layout) -> int:
    """How many heads like the thread's the text holds from line ``first`` to its very end."""
    if not layout.shape:
        return 0
    if layout.starts[0].is_item and not layout.is_foot:
        return sum(
            head.date != "" and head.shape == layout.shape for at, head in form.item_heads.items() if at >= first
        )
    return 0


def _title(headings: Sequence[tuple[int, Heading]], section: Section) -> str:
    own = section.heading.title if section.heading is not None else ""
    return own or next((heading.title for _, heading in headings if heading.title), "")


def _first_line(found: _Found) -> int:
    if found.section.heading is not None and found.section.heading.place in ("thread", "pings"):
        return found.section.first - 1
    return found.layout.starts[0].line


def _without_comments(form: Form, headings: Sequence[tuple[int, Heading]]) -> TextThread:
    threads = [at for at, heading in headings if heading.place == "thread"]
    ends = [at for at, heading in headings if heading.place == "end"]
    first = min(threads + ends, default=None)
    above_form = [heading for at, heading in headings if not ends or at < ends[0]] or [
        heading for _, heading in headings
    ]
    counts = [heading.stated for heading in above_form if heading.place == "thread" and heading.stated is not None]
    title = next((heading.title for _, heading in headings if heading.title), "")
    return TextThread(form.lines, [], counts[-1] if counts else None, bool(ends), 0, first, title)
