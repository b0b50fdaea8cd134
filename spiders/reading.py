"""From the pages of one thread to one observation of it. Pure: a crawl, an import and a test call the same."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from archiver.items import Article, Capture, Comment, Evidence, Observation, Site, ThreadPage
from archiver.urls import article_address, comment_page_number
from spiders.article import read_article
from spiders.joining import (
    FeedReading,
    ListReading,
    is_whole,
    may_be_listed,
    read_feed_page,
    read_list_page,
    with_feed,
    with_list,
)
from spiders.page import Page
from spiders.platforms import comments_of, platform_of
from spiders.platforms.base import Platform
from spiders.text_article import read_text_article


@dataclass(slots=True, kw_only=True)
class PageReading:
    """What one page of a thread says, without the page: trees of many pages would fill the memory."""

    url: str | None
    captured_at: datetime | None
    capture: Capture
    number: int | None  # of the comment page, counted from the oldest, where that can be told
    comments: list[Comment]
    more_pages: list[str]
    stated_count: int | None
    unparsed: int
    is_ended: bool
    is_elsewhere: bool
    may_hide_parents: bool = False
    is_unproven: bool = False


def read_page(page: Page, platform: Platform | None) -> PageReading:
    """Read one page of a thread. Raises UnreadablePageError where it holds no text."""
    comments = comments_of(platform, page) if platform else []
    held = platform.count_in_bytes(page) if platform else None
    return PageReading(
        url=page.url,
        captured_at=page.captured_at,
        capture=page.capture(),
        number=platform.page_number(page) if platform else None,
        comments=comments,
        more_pages=platform.more_pages(page) if platform else [],
        stated_count=platform.stated_count(page) if platform else None,
        unparsed=max(0, (held or 0) - len(comments)),
        is_ended=platform is not None and platform.is_ended(page),
        is_elsewhere=platform is not None and platform.is_elsewhere(page),
        may_hide_parents=platform is not None and platform.may_hide_parents(page),
        is_unproven=platform is not None and not comments and not platform.proves_emptiness(page),
    )


def read_story(page: Page, platform: Platform | None, *, with_body: bool = True) -> Article:
    """The article of a thread's first page."""
    article = platform.article(page) if platform else None
    if article is None:
        article = read_article(page, with_body=with_body) if page.is_html else read_text_article(page)
    if article.url is None and page.url is not None:
        article.url = article_address(page.url)
    return article


def join_readings(
    readings: Sequence[PageReading],
    article: Article,
    site: Site,
    platform: Platform | None,
    lists: Sequence[ListReading] = (),
    feed: FeedReading | None = None,
    *,
    pages_left: int = 0,
    is_capped: bool = False,
) -> ThreadPage:
    """One observation from the readings of a thread's pages, in the order in which they were fetched.

    ``pages_left`` counts comment pages that were linked to and could not be read; ``is_capped`` says that a
    cap was the reason. The comments are those of all pages, in the order of the pages' numbers, each once, with
    what the pages of the thread's REST list, ``lists``, add to them, or its ``feed`` where there is no list.
    """
    article.external_id = article.external_id or _id_in_address(article.url, site)
    of_thread = readings
    if has_thread_elsewhere(readings):
        of_thread = readings[next(at for at, one in enumerate(readings) if one.comments) :]
    stated = [one.stated_count for one in readings if one.stated_count is not None]
    captures = [one.capture for one in readings] + [one.capture for one in lists] + ([feed.capture] if feed else [])
    observed = [one.captured_at for one in captures if one.captured_at is not None]
    comments = comments_shown(readings)
    rest = "+rest" if is_whole(lists, comments) else ""
    more = with_feed(comments, feed) if feed else comments
    return ThreadPage(
        site=site,
        article=article,
        comments=with_list(comments, lists) if lists else more,
        observation=Observation(
            observed_at=max(observed, default=None),
            source=(platform.source if platform else "html") + (rest or ("+feed" if feed else "")),
            scope=(platform.scope if platform else "html") + rest,
            platform=platform.name if platform else None,
            id_space=platform.id_space if platform else None,
            stated_count=max(stated, default=None),
        ),
        evidence=Evidence(
            is_ended=all(one.is_ended for one in of_thread),
            pages_left=max(pages_left, int(_lacks_first_page(of_thread))),
            is_capped=is_capped,
            unparsed=sum(one.unparsed for one in of_thread),
            is_elsewhere=any(one.is_elsewhere for one in of_thread),
            is_unproven=not rest and any(one.is_unproven for one in of_thread),
        ),
        captures=captures,
        # A forum's pages are the thread's: they are no address of the article, and another may lead to them too.
        article_urls=[
            article_address(one.url) for one in (readings if of_thread is readings else readings[:1]) if one.url
        ],
    )


def _lacks_first_page(readings: Sequence[PageReading]) -> bool:
    """Whether the addresses of all pages say that they are later ones: a saved ``comment-page-2`` on its own."""
    return all(one.url is not None and (comment_page_number(one.url) or 1) > 1 for one in readings)


def has_thread_elsewhere(readings: Sequence[PageReading]) -> bool:
    """Whether an article's own page, the first, shows no comments, and those that follow do, in a forum say."""
    return not readings[0].comments and any(one.comments for one in readings[1:])


def comments_shown(readings: Sequence[PageReading]) -> list[Comment]:
    """The comments of all pages, in the order of the pages' numbers, each once."""
    # Of topics each has a first page: they stay as they were read, one after the other.
    is_of_topics = has_thread_elsewhere(readings) and not readings[1].comments
    in_order = readings if is_of_topics else _in_thread_order(readings)
    return _each_once([comment for one in in_order for comment in one.comments])


def read_thread(pages: Iterable[Page], site: Site, *, with_body: bool = True) -> ThreadPage:
    """One observation from pages at hand (at least one), the article's own address first, one after the other.

    Pages of the thread's REST list, and its feed, are told by what they hold. Raises UnreadablePageError where a page
    holds no text.
    """
    others = iter(pages)
    first = next(others)
    platform = platform_of(first)
    article = read_story(first, platform, with_body=with_body)
    readings = [read_page(first, platform)]
    lists: list[ListReading] = []
    feed: FeedReading | None = None
    post = article.external_id if may_be_listed(platform) else None
    for page in others:
        listed = read_list_page(page, post) if post else None
        in_feed = read_feed_page(page, readings[0].url or "") if post else None
        if listed is not None:
            lists.append(listed)
        elif in_feed is not None:
            feed = in_feed
        else:
            if not any(one.comments for one in readings):
                platform = platform_of(page) or platform  # of the forum that the article's thread is in
            readings.append(read_page(page, platform))
    return join_readings(readings, article, site, platform, lists, feed)


def _id_in_address(url: str | None, site: Site) -> str | None:
    """The site's own id of an article, where its addresses bear one: it stays when the words around it change."""
    found = re.search(site.article_id_in_address, url) if url and site.article_id_in_address else None
    return found[1] if found else None


def _in_thread_order(readings: Sequence[PageReading]) -> list[PageReading]:
    """By page number; the bare address, which names none, is the one missing from the row."""
    numbers = {one.number for one in readings if one.number is not None}
    missing = next(number for number in range(1, len(readings) + 2) if number not in numbers)
    return sorted(readings, key=lambda one: missing if one.number is None else one.number)


def _each_once(comments: list[Comment]) -> list[Comment]:
    """Without those that a second page shows again, known by id and words. Pages shift while they are read."""
    kept: dict[object, Comment] = {}
    for comment in comments:
        key: object = id(comment)
        if comment.external_id is not None:
            key = (comment.external_id, comment.body, comment.author)
        kept.setdefault(key, comment)
    return list(kept.values())
