"""The words that comments no longer say: edited away, or behind a moderator's notice; and their index."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from archiver.archive import Archive
from archiver.archive.identity import words_key
from archiver.archive.rows import insert_many
from archiver.archive.search_text import indexed_name, indexed_text

Row = dict[str, Any]

_VERSIONS = """
SELECT v.id, w.body, c.author, w.body = c.body AS is_said FROM comments c
JOIN versions v ON v.comment_id = c.id JOIN wordings w ON w.id = v.wording_id
WHERE c.article_id = ? AND c.version_count > 1
"""
_INDEXED = """
SELECT rowid, text, author FROM versions_fts WHERE rowid IN
    (SELECT v.id FROM versions v JOIN comments c ON c.id = v.comment_id WHERE c.article_id = ?)
"""
_PAST = """
SELECT v.comment_id, v.body, v.first_observed_at FROM comments c JOIN comment_versions v ON v.comment_id = c.id
WHERE c.article_id = :article AND c.version_count > 1 AND v.body <> ''
    AND (:as_of IS NULL OR v.first_observed_at <= :as_of)
ORDER BY v.first_observed_at, v.id
"""
_ALL_VERSIONS = """
SELECT v.comment_id, v.words_key, v.body, v.notice, v.first_observed_at,
       CASE WHEN :as_of IS NULL OR v.last_observed_at <= :as_of THEN v.last_observed_at END AS last_observed_at
FROM comments c JOIN comment_versions v ON v.comment_id = c.id
WHERE c.article_id = :article AND c.version_count > 1 AND (:as_of IS NULL OR v.first_observed_at <= :as_of)
ORDER BY min(v.last_observed_at, coalesce(:as_of, v.last_observed_at)), v.first_observed_at, v.words_key
"""


def wordings_of(archive: Archive, article_id: int, as_of: str | None = None) -> dict[int, list[Row]]:
    """Of each edited comment of an article, by its id, the wordings seen by ``as_of`` in order, the latest among them.

    Each with its ``body`` and ``first_observed_at``.
    """
    found: dict[int, list[Row]] = defaultdict(list)
    for row in archive.rows(_PAST, {"article": article_id, "as_of": as_of}):
        found[row["comment_id"]].append(row)
    return found


def versions_of(
    archive: Archive, article_id: int, comments: Iterable[Row], as_of: str | None = None
) -> dict[int, list[Row]]:
    """Of each edited comment of an article, by its id, all that stood in its place by ``as_of``.

    In the order in which they were last seen, so that what the comment said at ``as_of``, as its row in ``comments``
    has it, comes last, also where an edit was taken back. Each with its ``body``, the moderator's ``notice`` if there
    was one, ``first_observed_at`` and ``last_observed_at``: None where looks after ``as_of`` saw it, too.
    """
    found: dict[int, list[Row]] = defaultdict(list)
    for row in archive.rows(_ALL_VERSIONS, {"article": article_id, "as_of": as_of}):
        found[row.pop("comment_id")].append(row)
    for comment in comments:
        if comment["id"] in found:
            put_last(found[comment["id"]], words_key(comment["body"], comment["notice"]))
    for versions in found.values():
        for version in versions:
            del version["words_key"]
    return found


def put_last(versions: list[Row], key: str) -> None:
    """Make what is said now (its ``words_key``) the last of some versions."""
    versions.sort(key=lambda version: version["words_key"] == key)


def write_past_words(archive: Archive, article_id: int) -> None:
    """Bring the index in step with an article's versions. Those that are deleted leave it by a trigger."""
    connection = archive.db.conn
    wanted = {
        version_id: (indexed_text(body) or body, indexed_name(author) or author)
        for version_id, body, author, is_said in connection.execute(_VERSIONS, [article_id])
        if body and not is_said
    }
    stored = {row[0]: (row[1], row[2]) for row in connection.execute(_INDEXED, [article_id])}
    changed = [version_id for version_id, said in stored.items() if wanted.get(version_id) != said]
    connection.executemany("DELETE FROM versions_fts WHERE rowid = ?", [(version_id,) for version_id in changed])
    insert_many(
        archive,
        "versions_fts",
        ("rowid", "text", "author"),
        [(version_id, *said) for version_id, said in wanted.items() if stored.get(version_id) != said],
    )
