"""Full-text search over articles and comments."""

from __future__ import annotations

from typing import Any, Literal

from archiver.archive import Archive

Where = Literal["comments", "articles"]

_COMMENTS = """
SELECT c.id, c.article_id, a.title, a.url, a.site_id AS site, c.author, c.published_at, c.published_local,
       c.depth, c.state, snippet(comments_fts, 0, :open, :close, '…', 24) AS snippet
FROM comments_fts JOIN comments c ON c.id = comments_fts.rowid JOIN articles a ON a.id = c.article_id
WHERE comments_fts MATCH :match AND (:site IS NULL OR a.site_id = :site)
  AND (:author IS NULL OR c.author = :author COLLATE NOCASE)
  AND (:since IS NULL OR coalesce(c.published_at, c.published_local) >= :since)
  AND (:until IS NULL OR coalesce(c.published_at, c.published_local) < :until)
ORDER BY coalesce(c.published_at, c.published_local) DESC, c.id DESC LIMIT :limit
"""
_ARTICLES = """
SELECT a.id, a.id AS article_id, a.title, a.url, a.site_id AS site, a.byline AS author, a.published_at,
       a.published_local, snippet(articles_fts, 1, :open, :close, '…', 24) AS snippet
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
    match = as_match(words)
    if not match:
        return []
    parameters = {
        "match": match,
        "site": site,
        "author": author,
        "since": since,
        "until": until,
        "limit": limit,
        "open": marks[0],
        "close": marks[1],
    }
    return archive.rows(_COMMENTS if where == "comments" else _ARTICLES, parameters)


def as_match(words: str) -> str:
    """What a person typed as an FTS5 query: phrases in quotes, everything else as plain words."""
    phrases = []
    for number, part in enumerate(words.replace("\x00", " ").split('"')):
        is_quoted = number % 2 == 1
        phrases += [part] if is_quoted else part.split()
    return " ".join(f'"{phrase}"' for phrase in phrases if any(character.isalnum() for character in phrase))
