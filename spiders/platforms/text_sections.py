"""The sections of a plain text: what stands between the headings that open threads and the forms that close them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from spiders.platforms.text_layouts import Form
from spiders.platforms.text_words import Heading, heading_in

_NOWHERE: Final = 1_000_000


class Section(NamedTuple):
    """``lines[first:last]``, opened by ``heading`` (None at the top of the text), closed by ``closing``.

    ``stated`` is the number of comments that the heading states, or else the nearest one above it.
    """

    first: int
    last: int
    heading: Heading | None
    closing: Heading | None
    stated: int | None


def headings_of(form: Form) -> list[tuple[int, Heading]]:
    """The lines that open or close threads, but for those that are words of a comment."""
    found: list[tuple[int, Heading]] = []
    column: int | None = None  # of the texts in the list that the line would stand in
    for at, line in enumerate(form.lines):
        if at in form.item_heads:
            column = _text_column(form, at)
            continue
        heading = heading_in(line.text) if line.text else None
        if heading is None or (column is not None and line.indent >= column):
            continue
        if heading.place in ("thread", "pings") and found and column is not None and not _opens_list(form, at):
            continue
        found.append((at, heading))
        if heading.place != "pings":
            column = None
    return found


def _text_column(form: Form, at: int) -> int:
    """Where the lines below the item at ``at`` begin; far out where they are not indented below its mark."""
    below = next((line for line in form.lines[at + 1 : at + 6] if line.text and not line.mark), None)
    return below.indent if below is not None and below.indent > form.lines[at].indent else _NOWHERE


def _opens_list(form: Form, at: int) -> bool:
    """Whether what follows close below is a comment's head or an item."""
    below = [line for line in range(at + 1, min(at + 6, len(form.lines))) if form.lines[line].text][:3]
    return any(form.lines[line].mark or form.head_lines[line] is not None for line in below)


def sections_of(form: Form, headings: Sequence[tuple[int, Heading]]) -> list[Section]:
    """The text between headings; headings with nothing between them count as one."""
    rows: list[tuple[int, Heading | None]] = [(-1, None), *headings, (len(form.lines), None)]
    sections = []
    above: Heading | None = None
    stated: int | None = None
    for (at, heading), (below, closing) in pairwise(rows):
        if heading is not None and heading.place == "thread" and heading.stated is not None:
            stated = heading.stated
        heading = _more_telling(above, heading) if above is not None and heading is not None else heading
        above = None
        if any(form.lines[line].text for line in range(at + 1, below)):
            sections.append(Section(at + 1, below, heading, closing, _own_count(heading, stated)))
        else:
            above = heading
    return sections


def _own_count(heading: Heading | None, stated: int | None) -> int | None:
    is_counted = heading is not None and heading.place == "thread" and heading.stated is not None
    return heading.stated if is_counted and heading is not None else stated


def _more_telling(above: Heading, below: Heading) -> Heading:
    if above.place != "thread" or above.stated == 0 or below.place == "elsewhere":
        return below
    return below if below.place == "thread" and above.stated is None else above
