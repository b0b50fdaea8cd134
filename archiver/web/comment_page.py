"""The page of a comment: its words over time, where it stands, and every observation and capture that shows it."""

from __future__ import annotations

from archiver.archive import Archive
from archiver.archive.past_words import versions_of
from archiver.archive.shown_threads import ShownThreads
from archiver.web.article_page import captures_by_observation, edits_of, observations
from archiver.web.page import Asked, NotThereError, Page, Row

_FURTHEST_ANCESTOR = 100
_MOST_ANSWERS = 200

_ANCESTORS = """
WITH RECURSIVE above (id, parent_id, steps) AS (
  SELECT id, parent_id, 0 FROM comments WHERE id = :id
  UNION SELECT c.id, c.parent_id, steps + 1 FROM above JOIN comments c ON c.id = above.parent_id WHERE steps < :most)
SELECT c.* FROM above JOIN comments c ON c.id = above.id WHERE steps > 0 ORDER BY steps DESC
"""
_READINGS = """
SELECT r.*, w.body FROM readings r JOIN wordings w ON w.id = r.wording_id WHERE r.comment_id = ? ORDER BY r.id
"""


def comment_page(asked: Asked) -> Page:
    """What is known of one comment, and what that rests on."""
    comment_id = int(asked.parts["id"])
    archive = asked.archive
    found = archive.rows("SELECT * FROM comments WHERE id = ?", (comment_id,))
    if not found:
        raise NotThereError(f"There is no comment {comment_id} in this archive.")
    comment = found[0]
    article = archive.rows("SELECT * FROM articles WHERE id = ?", (comment["article_id"],))[0]
    versions = versions_of(archive, article["id"], [comment])[comment_id]
    return Page(
        "comment.html",
        {
            "comment": comment,
            "article": article,
            "ancestors": archive.rows(_ANCESTORS, {"id": comment_id, "most": _FURTHEST_ANCESTOR}),
            "answers": archive.rows(
                "SELECT * FROM comments WHERE parent_id = ? ORDER BY position, first_observed_at LIMIT ?",
                (comment_id, _MOST_ANSWERS),
            ),
            "versions": versions,
            "edits": edits_of(versions),
            "readings": archive.rows(_READINGS, (comment_id,)),
            "sightings": _sightings(archive, comment),
        },
    )


def _sightings(archive: Archive, comment: Row) -> list[Row]:
    """The article's observations, each with its number, its captures and whether it showed the comment."""
    article_id = comment["article_id"]
    of_comment = {row["id"] for row in archive.rows("SELECT id FROM readings WHERE comment_id = ?", (comment["id"],))}
    shown = ShownThreads(archive, article_id)
    captures = captures_by_observation(archive, article_id)
    has_shown = {shown_id: not of_comment.isdisjoint(shown[shown_id].readings) for shown_id in shown}
    return [
        row
        | {"number": number, "captures": captures.get(row["id"], []), "saw_it": has_shown.get(row["shown_id"], False)}
        for number, row in enumerate(observations(archive, article_id), start=1)
    ]
