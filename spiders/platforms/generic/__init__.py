"""Reads the thread of any page by its structure, for comment systems that have no reader of their own."""

from __future__ import annotations

from archiver.items import Comment
from spiders.page import Page
from spiders.platforms.base import Platform
from spiders.platforms.generic.thread import thread_of


class Generic(Platform):
    """Finds blocks that look alike and hold an author, a time and words, among words about comments.

    Asked last. It claims a page only where it found a thread with comments.
    """

    name = "generic"

    def recognises(self, page: Page) -> bool:
        """Whether a thread was found; the finding is kept on the page."""
        return thread_of(page) is not None

    def comments(self, page: Page) -> list[Comment]:
        """The page's own comments in the order shown."""
        thread = thread_of(page)
        return list(thread.comments) if thread else []

    def count_in_bytes(self, page: Page) -> int | None:
        """How many different ids of the thread's pattern the mark-up holds."""
        thread = thread_of(page)
        if thread is None or thread.ids.pattern is None:
            return None
        return len(thread.ids.pattern.in_bytes(page.text))
