"""What the templates of the boards' tests share."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from spiders.page import Page
from tests.platforms import mark_up

BOARD = "https://boards.mast.example/threads/fibre-reaches-little-wick.7/"


def page_of(body: str, *, url: str | None = BOARD, head: str = "") -> Page:
    """A page of a thread."""
    return mark_up.page_of(body, head, url)


def with_breaks(paragraphs: Sequence[str]) -> str:
    """Paragraphs as boards print them: lines end with one ``br``, paragraphs with two."""
    return "<br />\n<br />\n".join(lines_with_breaks(paragraph) for paragraph in paragraphs)


def lines_with_breaks(paragraph: str) -> str:
    """One paragraph, escaped, its lines parted by a ``br``."""
    return "<br />\n".join(escape(line) for line in paragraph.split("\n"))
