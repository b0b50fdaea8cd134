"""What a site-wide source of new comments tells: which articles have some that the archive does not hold."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import NamedTuple

from archiver.archive import Archive
from archiver.archive.page_list import page_key
from archiver.rhythm import GONE
from archiver.urls import article_address, article_key

MOST_LOOKS = 2
"""So often a page is fetched for one comment: the first time a cache may still have the page without it."""
_MOST_REMEMBERED = 100  # comments of one article; a feed names ten or so


class NamedComment(NamedTuple):
    """A comment that a source names: the address of its article and its own id."""

    article: str
    external_id: str


def unknown_comments(archive: Archive, named: Iterable[NamedComment]) -> list[NamedComment]:
    """Those of the named comments that the archive lacks or holds for gone."""
    return [one for one in named if not _is_known(archive, one)]


def worth_a_look(archive: Archive, unknown: Iterable[NamedComment]) -> list[NamedComment]:
    """Those of the comments for which it is worth fetching their articles.

    Some a page never shows: pingbacks, or what is held back again. And a page that fails keeps to its own time.
    """
    return [one for one in unknown if not _is_in_vain(archive, one)]


def note_looks(archive: Archive, sought: Iterable[NamedComment]) -> None:
    """The articles of these comments are fetched now to find them. A transaction of its own."""
    with archive.transaction():
        for one in sought:
            key = page_key(one.article, "article")
            looks = _looks(archive, key)
            looks[one.external_id] = looks.pop(one.external_id, 0) + 1  # the last looked for comes last
            kept = dict(list(looks.items())[-_MOST_REMEMBERED:])
            archive.db.execute("UPDATE pages SET looked_for = ? WHERE key = ?", [json.dumps(kept), key])


def _is_in_vain(archive: Archive, one: NamedComment) -> bool:
    key = page_key(one.article, "article")
    fails = "SELECT 1 FROM pages WHERE key = ? AND (failures > 0 OR status IN (SELECT value FROM json_each(?)))"
    if archive.rows(fails, (key, json.dumps(GONE))):
        return True
    return _looks(archive, key).get(one.external_id, 0) >= MOST_LOOKS


def _looks(archive: Archive, key: str) -> dict[str, int]:
    rows = archive.rows("SELECT looked_for FROM pages WHERE key = ? AND looked_for IS NOT NULL", (key,))
    return json.loads(rows[0]["looked_for"]) if rows else {}


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
