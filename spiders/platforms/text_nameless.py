"""Threads whose dates are lost, and perhaps the names: the items of a list below a heading that counts them."""

from __future__ import annotations

from typing import Final

from spiders.platforms.text_heads import is_name
from spiders.platforms.text_layouts import Form, Layout, Start, has_paragraph_below, stands_apart
from spiders.platforms.text_lines import Line
from spiders.platforms.text_words import leads_to_other_pages

_MOST: Final = 0.8


def nameless_layout(form: Form, first: int, last: int, stated: int | None, *, is_whole: bool) -> Layout | None:
    """The thread of list items where times are lost, and perhaps names: every item is a comment.

    A name may still stand on each item's first line. None where the items are more than the heading above
    states; where none states a number they must have names, answer one another and run up to the form
    (``is_whole``).
    """
    items = [at for at in range(first, last) if form.lines[at].mark]
    if not items:
        return None
    items = [
        at for at in items if at > _last_line_outside(form, first, last, min(form.lines[at].indent for at in items))
    ]
    stops = [*items, last][1:]
    long = [(at, stop) for at, stop in zip(items, stops, strict=True) if has_paragraph_below(form.lines, at, stop)]
    named = [at for at, _ in long if _can_name_somebody(form.lines[at].text)]
    has_names = bool(named) and len(named) >= _MOST * len(long)
    items = named if has_names else [at for at in items if at == items[0] or stands_apart(form.lines, at)]
    is_nested = len({form.lines[at].indent for at in items}) > 1
    if stated is not None:
        is_thread = len(items) <= stated and (len(items) > 1 or stated <= 2)
    else:
        is_thread = is_whole and has_names and is_nested and len(items) > 2
    if not items or not is_thread:
        return None
    starts = [Start(at, form.lines[at].indent, None, form.lines[at].value) for at in items]
    return Layout(starts, "", has_names_on_first_lines=has_names)


def _can_name_somebody(text: str) -> bool:
    return is_name(text, marked=False) and not text.isdecimal()


def _last_line_outside(form: Form, first: int, last: int, column: int) -> int:
    """The last line that stands left of the text of items whose marks stand at ``column``."""
    outside = (at for at in range(last - 1, first - 1, -1) if _is_outside(form.lines[at], column))
    return next(outside, first - 1) if form.indents_items else first - 1


def _is_outside(line: Line, column: int) -> bool:
    return bool(line.text) and not line.mark and line.indent <= column and not leads_to_other_pages(line.text)
