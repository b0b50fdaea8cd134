"""Full-text search over articles and comments."""

from __future__ import annotations

from typing import Any, Literal

from archiver.archive import Archive
from archiver.archive.search_text import match_query, snippet

Where = Literal["comments", "articles"]

_COMMENTS = """
SELECT c.id, c.article_id, a.title, a.url, a.site_id AS site, c.author, c.published_at, c.published_local,
       c.depth, c.state, c.body AS text
FROM comments_fts JOIN comments c ON c.id = comments_fts.rowid JOIN articles a ON a.id = c.article_id
WHERE comments_fts MATCH :match AND (:site IS NULL OR a.site_id = :site)
  AND (:author IS NULL OR c.author = :author COLLATE NOCASE)
  AND (:since IS NULL OR coalesce(c.published_at, c.published_local) >= :since)
  AND (:until IS NULL OR coalesce(c.published_at, c.published_local) < :until)
ORDER BY coalesce(c.published_at, c.published_local) DESC, c.id DESC LIMIT :limit
"""
_ARTICLES = """
SELECT a.id, a.id AS article_id, a.title, a.url, a.site_id AS site, a.byline AS author, a.published_at,
       a.published_local, a.body AS text
FROM articles_fts JOIN articles a ON a.id = articles_fts.rowid
WHERE articles_fts MATCH :match AND (:site IS NULL OR a.site_id = :site)
  AND (:author IS NULL OR a.byline = :author COLLATE NOCASE)
  AND (:since IS NULL OR coalesce(a.published_at, a.published_local) >= :since)
  AND (:until IS NULL OR coalesce(a.published_at, a.published_local) < :until)
ORDER BY coalesce(a.published_at, a.published_local) DESC, a.id DESC LIMIT :limit
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
    limit: int = 20,
    marks: tuple[str, str] = ("[", "]"),
) -> list[dict[str, Any]]:
    """Hits, newest first, each with a snippet in which ``marks`` stand around the words found.

    ``words`` are plain words, all of which must be there; ``"…"`` keeps words together. ``since`` and
    ``until`` (exclusive) are dates or instants. Nothing typed is a syntax error.
    """
    match = match_query(words)
    if not match:
        return []
    parameters = {
        "match": match,
        "site": site,
        "author": author,
        "since": since,
        "until": until,
        "limit": limit,
    }
    hits = archive.rows(_COMMENTS if where == "comments" else _ARTICLES, parameters)
    for hit in hits:
        hit["snippet"] = snippet(hit.pop("text") or "", words, marks)
    return hits
