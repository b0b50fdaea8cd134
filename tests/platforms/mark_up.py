"""What the templates of the platforms' tests share: pages, escaped words and WordPress's paragraphs."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from hypothesis import settings

from spiders.page import Page
from tests.platforms.forests import ExpectedComment

AS_FORESTS = settings(max_examples=30, deadline=None)
"""For tests over forests: few, as each may be hundreds of comments long."""

URL = "https://mast.example/2024/05/fibre-reaches-little-wick/"


def page_of(body: str, head: str = "", url: str | None = URL) -> Page:
    """A whole page, UTF-8, with these in its head and body."""
    markup = f'<!doctype html><html lang="en"><head><meta charset="utf-8">{head}</head><body>{body}</body></html>'
    return Page(markup.encode(), url=url)


def as_paragraphs(paragraphs: Sequence[str]) -> str:
    """Text as WordPress, Drupal and others store it: ``p`` and ``br``."""
    return "\n".join("<p>" + escape(text).replace("\n", "<br />\n") + "</p>" for text in paragraphs)


def as_lines(paragraphs: Sequence[str]) -> str:
    """Text as Blogger prints it: ``br`` only."""
    return "<br><br>".join(escape(text).replace("\n", "<br>") for text in paragraphs)


def nested(forest: Sequence[ExpectedComment], opened: Sequence[str], closed: str = "</div>") -> str:
    """Each comment's mark-up with its replies before its end: ``opened`` per comment, then ``closed``."""
    pieces: list[str] = []
    depth = 0
    for comment, markup in zip(forest, opened, strict=True):
        pieces.append(closed * (depth - comment.depth))
        pieces.append(markup)
        depth = comment.depth + 1
    return "".join([*pieces, closed * depth])
