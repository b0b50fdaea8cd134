"""Reads the thread of any page by its structure, for comment systems that have no reader of their own."""

from __future__ import annotations

import re

from archiver.items import Comment
from spiders.page import Page
from spiders.platforms.base import Platform
from spiders.platforms.generic.surroundings import other_pages, page_in_address, says_more_elsewhere, stated_count
from spiders.platforms.generic.thread import thread_of

_AFTER_THE_THREAD = re.compile(r"<footer\b|</body\b|<textarea\b|</main\b", re.I)


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

    def stated_count(self, page: Page) -> int | None:
        """What the heading or a counter over the thread claims, or a button that shows the rest."""
        thread = thread_of(page)
        return stated_count(thread, page) if thread else None

    def more_pages(self, page: Page) -> list[str]:
        """Links round the thread to its other pages, by their words and addresses."""
        thread = thread_of(page)
        return other_pages(thread, page) if thread else []

    def page_number(self, page: Page) -> int | None:
        """From the address, where a word for comments stands beside the number."""
        return page_in_address(page.url)

    def count_in_bytes(self, page: Page) -> int | None:
        """The comments read, and ids of their pattern that stand in the mark-up but not in the parsed tree."""
        thread = thread_of(page)
        if thread is None or thread.ids.pattern is None:
            return None
        return len(thread.comments) + thread.ids.pattern.unparsed(page, thread.ids.values)

    def is_ended(self, page: Page) -> bool:
        """Whether the page's end, its footer or a form comes after the last comment."""
        if super().is_ended(page):
            return True
        thread = thread_of(page)
        last = thread.ids.pattern.last_in_bytes(page.text) if thread and thread.ids.pattern else None
        return last is not None and _AFTER_THE_THREAD.search(page.text, last) is not None

    def is_elsewhere(self, page: Page) -> bool:
        """Whether a button or a link says that the thread holds more comments than these bytes."""
        thread = thread_of(page)
        return thread is not None and says_more_elsewhere(thread, page)
