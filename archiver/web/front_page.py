"""The archive's front page: what is in it, where to begin, and the search."""

from __future__ import annotations

from archiver.archive import Archive
from archiver.web.canned_queries import CANNED_QUERIES
from archiver.web.page import Asked, Page, Row

_LATEST = 10
_LIVELIEST = 8
_LIVELY_DAYS = 30

_SITES = """
SELECT s.*, count(a.id) AS articles, sum(a.comment_count) AS comments, max(a.last_observed_at) AS last_observed_at
FROM sites s LEFT JOIN articles a ON a.site_id = s.id GROUP BY s.id ORDER BY comments DESC, s.id
"""
_LATEST_ARTICLES = """
SELECT id, site_id, url, title, byline, published_at, published_local, published_raw, comment_count
FROM articles ORDER BY published_at DESC, id DESC LIMIT ?
"""
# Of the comments with an instant, in the last days that the archive has any of; no reader writes after he was seen.
_LIVELIEST_THREADS = """
WITH last (at) AS (
  SELECT max(published_at) FROM comments WHERE published_at <= (SELECT max(observed_at) FROM observations))
SELECT a.id, a.site_id, a.url, a.title, a.published_at, a.published_local, a.published_raw, a.comment_count,
       recent, last.at AS until
FROM last,
  (SELECT article_id, count(*) AS recent FROM comments, last
   WHERE published_at BETWEEN datetime(last.at, :span) AND last.at
   GROUP BY article_id ORDER BY recent DESC LIMIT :most) lively
JOIN articles a ON a.id = lively.article_id ORDER BY recent DESC, a.id
"""
_LONGEST_THREADS = """
SELECT id, site_id, url, title, published_at, published_local, published_raw, comment_count
FROM articles WHERE comment_count > 0 ORDER BY comment_count DESC, id LIMIT ?
"""


def front_page(asked: Asked) -> Page:
    """Sites, latest articles, liveliest threads (the longest, where no comment's instant is known) and counts."""
    archive = asked.archive
    sites = archive.rows(_SITES)
    liveliest = archive.rows(_LIVELIEST_THREADS, {"span": f"-{_LIVELY_DAYS} days", "most": _LIVELIEST})
    return Page(
        "front.html",
        {
            "sites": sites,
            "names": {site["id"]: site["name"] or site["domain"] for site in sites},
            "longest": [] if liveliest else archive.rows(_LONGEST_THREADS, (_LIVELIEST,)),
            "latest": archive.rows(_LATEST_ARTICLES, (_LATEST,)),
            "liveliest": liveliest,
            "lively_days": _LIVELY_DAYS,
            "queries": {name: CANNED_QUERIES[name] for name in asked.queries},
            "counts": _counts(archive, sites),
            "last_observed_at": max((site["last_observed_at"] or "" for site in sites), default=""),
        },
    )


def _counts(archive: Archive, sites: list[Row]) -> Row:
    return {
        "sites": len(sites),
        "articles": sum(site["articles"] for site in sites),
        "comments": archive.rows("SELECT count(*) AS n FROM comments")[0]["n"],
        "observations": archive.rows("SELECT count(*) AS n FROM observations")[0]["n"],
    }
