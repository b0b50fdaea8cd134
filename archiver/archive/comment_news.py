"""What a site-wide source of new comments tells: which articles have some that the archive does not hold."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from archiver.archive import Archive
from archiver.urls import article_address, article_key


class NamedComment(NamedTuple):
    """A comment that a source names: the address of its article and its own id."""

    article: str
    external_id: str


def articles_with_news(archive: Archive, named: Iterable[NamedComment]) -> list[str]:
    """The addresses of the articles with a named comment that the archive lacks or holds for gone, each once."""
    news: dict[str, None] = {}
    for one in named:
        known = archive.rows(
            "SELECT 1 FROM article_urls JOIN comments USING (article_id) WHERE article_urls.url = ?"
            " AND comments.external_id = ? AND comments.state <> 'gone' LIMIT 1",
            (article_key(one.article), one.external_id),
        )
        if not known:
            news.setdefault(article_address(one.article))
    return list(news)
