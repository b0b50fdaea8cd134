"""The words of a piece of mark-up that stands in JSON or a feed."""

from __future__ import annotations

from html import escape

from lxml.html import HtmlElement

from spiders.page import Page, UnreadablePageError
from spiders.platforms.comment_text import Rendered
from spiders.platforms.own_parts import words_of

_UTF8 = "text/html; charset=utf-8"


def words_of_markup(markup: str) -> Rendered:
    """What a browser would show of ``markup`` as paragraphs, and the mark-up itself, not sanitised.

    What holds no text (control characters alone) is taken as it stands.
    """
    body = body_of_markup(markup)
    if body is not None:
        return words_of(body)
    return Rendered(markup.strip(), escape(markup.strip()))


def body_of_markup(markup: str) -> HtmlElement | None:
    """The parsed mark-up as the body of a page; None where it holds no text."""
    if not markup.strip():
        return None
    try:
        root = Page(f"<html><body>{markup}</body></html>".encode("utf-8", "replace"), content_type=_UTF8).root
    except UnreadablePageError:
        return None
    body = root.find("body")
    return root if body is None else body
