"""Full-text search over articles and comments."""

from __future__ import annotations

import unicodedata
from typing import Any, Literal

from archiver.archive import Archive
from archiver.archive.search_query import read_query
from archiver.archive.snippets import snippet

Where = Literal["comments", "articles"]
State = Literal["visible", "gone", "removed"]

# A wall clock without zone is taken as UTC, a bare date as its first second: so far as they are known, they sort.
_COMMENTS = """
SELECT c.id, c.article_id, a.title, a.url, a.site_id AS site, c.author, c.published_at, c.published_local,
       c.depth, c.state, c.body AS text,
       coalesce(c.published_at,
           c.published_local || substr('0000-01-01T00:00:00Z', length(c.published_local) + 1)) AS at
FROM comments_fts JOIN comments c ON c.id = comments_fts.rowid JOIN articles a ON a.id = c.article_id
WHERE comments_fts MATCH :match AND (:site IS NULL OR a.site_id = :site)
  AND (:author IS NULL OR same_name(c.author, :author))
  AND (:since IS NULL OR at >= :since) AND (:until IS NULL OR at < :until)
  AND (:depth IS NULL OR c.depth = :depth) AND (:state IS NULL OR c.state = :state)
ORDER BY at DESC, c.id DESC LIMIT :limit
"""
_ARTICLES = """
SELECT a.id, a.id AS article_id, a.title, a.url, a.site_id AS site, a.byline AS author, a.published_at,
       a.published_local, a.body AS text,
       coalesce(a.published_at,
           a.published_local || substr('0000-01-01T00:00:00Z', length(a.published_local) + 1)) AS at
FROM articles_fts JOIN articles a ON a.id = articles_fts.rowid
WHERE articles_fts MATCH :match AND (:site IS NULL OR a.site_id = :site)
  AND (:author IS NULL OR same_name(a.byline, :author))
  AND (:since IS NULL OR at >= :since) AND (:until IS NULL OR at < :until)
ORDER BY at DESC, a.id DESC LIMIT :limit
"""


def search(
    archive: Archive,
    words: str,
    *,
    where: Where = "comments",
    site: str | None = None,
    author: str | None = None,
    since: str | None = None,
    until: str | None = None,
    depth: int | None = None,
    state: State | None = None,
    limit: int = 20,
    marks: tuple[str, str] = ("[", "]"),
) -> list[dict[str, Any]]:
    """Hits, newest first, each with a snippet in which ``marks`` stand around the words found.

    ``words`` are read as ``search_query`` says; nothing typed is an error. ``since`` and ``until`` (exclusive) are
    instants as the archive writes them; ``author`` is a whole name, in whatever case; ``depth`` and ``state`` are
    those of a comment, and leave articles out.
    """
    query = read_query(words)
    if not query.match:
        return []
    parameters = {
        "match": query.match,
        "site": site,
        "author": author,
        "since": since,
        "until": until,
        "depth": depth,
        "state": state,
        "limit": limit,
    }
    archive.db.register_function(_same_name, name="same_name", deterministic=True)
    hits = archive.rows(_COMMENTS if where == "comments" else _ARTICLES, parameters)
    for hit in hits:
        del hit["at"]
        hit["snippet"] = snippet(hit.pop("text") or "", query.terms, marks)
    return hits


def _same_name(name: str | None, other: str) -> bool:
    return name is not None and _folded(name) == _folded(other)


def _folded(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())
