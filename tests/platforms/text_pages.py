"""Threads as plain text, for the tests of the text form: what stands round them, and how they are read."""

from __future__ import annotations

from archiver.items import Comment
from spiders.page import Page
from spiders.platforms.text_form import TextForm

READER = TextForm()
ARTICLE = """Harbour mast gets 5G

The mast on the harbour wall was switched on this week, and the fishing fleet was first to notice the difference.

"""
FORM = "\nLeave a Reply Cancel reply\n\nYour email address will not be published.\n"

Row = tuple[str | None, str | None, int, str]


def read(text: str) -> list[Row]:
    """Author, time as shown, depth and words of each comment."""
    return [_row(comment) for comment in READER.comments(Page(text.encode()))]


def _row(comment: Comment) -> Row:
    return comment.author, comment.published_raw, comment.depth_shown, comment.body
