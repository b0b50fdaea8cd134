"""Threads in plain text: what text crawls and converters leave of a page with comments."""

from __future__ import annotations

from copy import copy

from archiver.items import Comment
from spiders.page import Page
from spiders.platforms.base import Platform
from spiders.platforms.text_thread import thread_of


class TextForm(Platform):
    """Any page that is not HTML. Names, times and nesting are read off the form of the text alone."""

    name = None
    source = "text"
    scope = "text"

    def recognises(self, page: Page) -> bool:
        """Whether the page is plain text."""
        return not page.is_html

    def comments(self, page: Page) -> list[Comment]:
        """The comments in the order shown; without ids, which no text shows."""
        return [copy(comment) for comment in thread_of(page).comments]

    def stated_count(self, page: Page) -> int | None:
        """The number in the thread's heading, None where the text states none."""
        return thread_of(page).stated_count

    def count_in_bytes(self, page: Page) -> int | None:
        """How many heads of comments the text holds from the thread on, read as comments or not."""
        return thread_of(page).heads_in_text

    def is_ended(self, page: Page) -> bool:
        """Whether something that comes after every thread was met: the form, "closed", what is no comment.

        A text that links to more comments is not ended: its thread goes on elsewhere.
        """
        return thread_of(page).is_ended
