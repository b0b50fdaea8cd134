"""From the pages of one thread to one observation of it. Pure: a crawl, an import and a test call the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from archiver.items import Article, Comment, Evidence, Observation, Site, ThreadPage
from archiver.urls import article_address
from spiders.article import read_article
from spiders.page import Page
from spiders.platforms import comments_of, platform_of
from spiders.platforms.base import Platform
from spiders.text_article import read_text_article


def read_thread(
    pages: Sequence[Page], site: Site, *, pages_left: int = 0, is_capped: bool = False, with_body: bool = True
) -> ThreadPage:
    """One observation from the pages of a thread, the article's own address first.

    ``pages_left`` counts comment pages that were linked to and could not be read, ``is_capped`` says that
    a cap was the reason. The article comes from the first page. The comments are those of all pages, in
    the order of the pages' numbers, each once. Raises UnreadablePageError where a page holds no text.
    """
    platform = platform_of(pages[0])
    read = _in_thread_order([_ReadPage.of(page, platform) for page in pages])
    comments = _each_once([comment for one in read for comment in one.comments])
    stated = [one.stated_count for one in read if one.stated_count is not None]
    observed = [page.captured_at for page in pages if page.captured_at is not None]
    return ThreadPage(
        site=site,
        article=_article(pages[0], platform, with_body),
        comments=comments,
        observation=Observation(
            observed_at=max(observed, default=None),
            source=platform.source if platform else "html",
            scope=platform.scope if platform else "html",
            platform=platform.name if platform else None,
            stated_count=max(stated, default=None),
        ),
        evidence=_evidence(read, platform, pages_left, is_capped),
        captures=[page.capture() for page in pages],
        article_urls=[article_address(page.url) for page in pages if page.url],
    )


@dataclass(slots=True)
class _ReadPage:
    page: Page
    number: int | None
    comments: list[Comment]
    stated_count: int | None

    @classmethod
    def of(cls, page: Page, platform: Platform | None) -> _ReadPage:
        if platform is None:
            return cls(page, None, [], None)
        return cls(page, platform.page_number(page), comments_of(platform, page), platform.stated_count(page))


def _in_thread_order(read: list[_ReadPage]) -> list[_ReadPage]:
    """By page number; the bare address, which names none, is the one missing from the row."""
    numbers = {one.number for one in read if one.number is not None}
    missing = next(number for number in range(1, len(read) + 2) if number not in numbers)
    return sorted(read, key=lambda one: missing if one.number is None else one.number)


def _each_once(comments: list[Comment]) -> list[Comment]:
    """Without those that a second page shows again, known by id and words. Pages shift while they are read."""
    kept: dict[object, Comment] = {}
    for comment in comments:
        key: object = id(comment)
        if comment.external_id is not None:
            key = (comment.external_id, comment.body, comment.author)
        kept.setdefault(key, comment)
    return list(kept.values())


def _evidence(read: list[_ReadPage], platform: Platform | None, pages_left: int, is_capped: bool) -> Evidence:
    if platform is None:
        return Evidence(pages_left=pages_left, is_capped=is_capped)
    return Evidence(
        is_ended=all(platform.is_ended(one.page) for one in read),
        pages_left=pages_left,
        is_capped=is_capped,
        unparsed=sum(max(0, (platform.count_in_bytes(one.page) or 0) - len(one.comments)) for one in read),
        is_elsewhere=any(platform.is_elsewhere(one.page) for one in read),
    )


def _article(page: Page, platform: Platform | None, with_body: bool) -> Article:
    article = platform.article(page) if platform else None
    if article is None:
        article = read_article(page, with_body=with_body) if page.is_html else read_text_article(page)
    if article.url is None and page.url is not None:
        article.url = article_address(page.url)
    return article
