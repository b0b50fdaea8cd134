"""A page that somebody saved, or a file that was kept: its site is found by its address, or by what it says itself."""

from __future__ import annotations

from archiver.items import ThreadPage
from spiders.page import Page
from spiders.reading import read_thread
from spiders.sites import site_for


def read_saved(page: Page) -> ThreadPage:
    """One observation from a page on its own; one without an address belongs to the site of the article's.

    Raises UnreadablePageError where it holds no text.
    """
    thread = read_thread([page], site_for(page.url))
    if page.url is None:
        thread.site = site_for(thread.article.url)
    return thread
