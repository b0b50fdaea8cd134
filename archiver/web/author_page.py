"""The page of an author: the comments that are signed with a name."""

from __future__ import annotations

from archiver.web.page import Asked, NotThereError, NotUnderstoodError, Page, Row

_PER_PAGE = 50

# The index of words holds names, too; the table itself has none, and looking through millions of rows takes seconds.
_BY_INDEX = "c.id IN (SELECT rowid FROM comments_fts WHERE comments_fts MATCH :match) AND "
_COMMENTS = """
SELECT c.*, a.title, a.url, a.site_id FROM comments c JOIN articles a ON a.id = c.article_id
WHERE {by_index}c.author = :name AND (:site IS NULL OR a.site_id = :site)
ORDER BY coalesce(c.published_at, c.published_local, c.first_observed_at) DESC, c.id DESC LIMIT :most OFFSET :start
"""
_SUMMARY = """
SELECT count(*) AS comments, count(DISTINCT c.article_id) AS articles, sum(c.state = 'gone') AS gone,
       sum(c.version_count > 1) AS edited, sum(c.depth > 0) AS answers,
       min(coalesce(c.published_at, c.published_local)) AS first,
       max(coalesce(c.published_at, c.published_local)) AS last
FROM comments c JOIN articles a ON a.id = c.article_id
WHERE {by_index}c.author = :name AND (:site IS NULL OR a.site_id = :site)
"""
_PARTNERS = """
SELECT other.author AS name, sum(answered) AS answered, sum(answers) AS answers FROM (
  SELECT c.parent_id AS id, 1 AS answered, 0 AS answers FROM comments c
  WHERE {by_index}c.author = :name AND c.parent_id IS NOT NULL
  UNION ALL
  SELECT answer.id, 0, 1 FROM comments c JOIN comments answer ON answer.parent_id = c.id
  WHERE {by_index}c.author = :name) pairs
JOIN comments other ON other.id = pairs.id WHERE other.author IS NOT NULL AND other.author <> :name
GROUP BY other.author ORDER BY count(*) DESC, other.author LIMIT 12
"""
_SITES = """
SELECT a.site_id AS id, count(*) AS comments FROM comments c JOIN articles a ON a.id = c.article_id
WHERE {by_index}c.author = :name GROUP BY a.site_id ORDER BY comments DESC
"""


def author_page(asked: Asked) -> Page:
    """The comments of the author ``name``, on all sites or on ``site``, newest first; equal names are one author."""
    name = asked.text("name")
    if name is None:
        raise NotUnderstoodError("The address names no author: …/author?name=…")
    site, number = asked.text("site"), asked.number("page") or 1
    values = {"name": name, "site": site, "most": _PER_PAGE + 1, "start": (number - 1) * _PER_PAGE}
    values["match"] = f'author : "{name.replace(chr(34), " ")}"'
    by_index = _BY_INDEX

    def rows(statement: str) -> list[Row]:
        return asked.archive.rows(statement.format(by_index=by_index), values)

    summary = rows(_SUMMARY)[0]
    if not summary["comments"]:  # a name without a word in it, such as :-), may be in no index
        by_index = ""
        summary = rows(_SUMMARY)[0]
    if not summary["comments"]:
        raise NotThereError(f"No comment in this archive is signed {name!r}.")
    comments = rows(_COMMENTS)
    return Page(
        "author.html",
        {
            "name": name,
            "site": site,
            "summary": summary,
            "comments": comments[:_PER_PAGE],
            "has_more": len(comments) > _PER_PAGE,
            "number": number,
            "partners": rows(_PARTNERS),
            "sites": rows(_SITES),
        },
    )
