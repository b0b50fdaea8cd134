"""A thread read back from the archive, as it stands now or as it stood at an instant."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from archiver.archive import Archive
from archiver.archive.article_records import article_facts
from archiver.archive.past import comments_as_of

Row = dict[str, Any]


@dataclass(kw_only=True, slots=True)
class Thread:
    """One article with its comments.

    ``article``, ``observation`` (the last look at or before ``as_of``) and the comments are rows with the
    archive's column names. The comments stand as they are read: each followed by its answers; ``parent_id``
    names another comment of the thread.
    """

    article: Row
    observation: Row | None
    comments: list[Row]
    as_of: str | None = None


def read_thread(archive: Archive, article_id: int, as_of: str | None = None) -> Thread:
    """The thread of an article, with what is gone by then marked as such.

    ``as_of`` is an instant as the archive writes it. The article and its comments are as the looks up to then
    knew them; comments first seen later are left out.
    """
    article = archive.rows("SELECT * FROM articles WHERE id = ?", (article_id,))[0]
    observations = archive.rows(
        "SELECT * FROM observations WHERE article_id = :article AND (:as_of IS NULL OR observed_at <= :as_of)"
        " ORDER BY observed_at DESC, digest DESC, source DESC LIMIT 1",
        {"article": article_id, "as_of": as_of},
    )
    if as_of is None:
        comments = archive.rows("SELECT * FROM comments WHERE article_id = ?", (article_id,))
    else:
        comments = comments_as_of(archive, article_id, as_of)
        article = _as_it_stood(archive, article, as_of, comments)
    return Thread(
        article=article,
        observation=observations[0] if observations else None,
        comments=in_reading_order(comments),
        as_of=as_of,
    )


def in_reading_order(comments: list[Row]) -> list[Row]:
    """Each comment followed by its answers, siblings in the order shown."""
    answers: dict[int | None, list[Row]] = defaultdict(list)
    for comment in sorted(comments, key=lambda row: (row["position"], row["first_observed_at"], row["identity"])):
        answers[comment["parent_id"]].append(comment)
    ordered: list[Row] = []
    waiting = answers[None][::-1]
    while waiting:
        comment = waiting.pop()
        ordered.append(comment)
        waiting.extend(reversed(answers.get(comment["id"], ())))
    return ordered


def _as_it_stood(archive: Archive, article: Row, as_of: str, comments: list[Row]) -> Row:
    then = article_facts(archive, article["id"], as_of)
    known = {"id", "site_id", "url"}
    stood = {name: then.get(name, value if name in known else None) for name, value in article.items()}
    stood["word_count"] = len((stood["body"] or "").split())
    stood["comment_count"] = sum(comment["gone_at"] is None for comment in comments)
    return stood
