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


def unknown_comments(archive: Archive, named: Iterable[NamedComment]) -> list[NamedComment]:
    """Those of the named comments that the archive lacks or holds for gone."""
    return [one for one in named if not _is_known(archive, one)]


def articles_of(comments: Iterable[NamedComment]) -> list[str]:
    """The addresses of the comments' articles, each once."""
    return list(dict.fromkeys(article_address(one.article) for one in comments))


def _is_known(archive: Archive, one: NamedComment) -> bool:
    return bool(
        archive.rows(
            "SELECT 1 FROM article_urls JOIN comments USING (article_id) WHERE article_urls.url = ?"
            " AND comments.external_id = ? AND comments.state <> 'gone' LIMIT 1",
            (article_key(one.article), one.external_id),
        )
    )
