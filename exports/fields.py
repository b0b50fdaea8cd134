"""The fields of articles and comments that snapshots carry, under the archive's names."""

from __future__ import annotations

import json
from typing import Any

from archiver.archive.threads import Row

ARTICLE = (
    "id",
    "site_id",
    "url",
    "title",
    "byline",
    "published_at",
    "published_local",
    "published_raw",
    "modified_at",
    "language",
    "section",
    "body",
)
COMMENT = (
    "id",
    "external_id",
    "parent_id",
    "depth",
    "author",
    "author_id",
    "author_url",
    "author_role",
    "published_at",
    "published_local",
    "published_raw",
    "time_basis",
    "edited_at",
    "body",
    "notice",
    "likes",
    "dislikes",
    "kind",
    "state",
    "parent_status",
    "first_observed_at",
    "gone_at",
    "version_count",
)
WHOLE_NUMBERS = frozenset({"id", "article_id", "parent_id", "depth", "likes", "dislikes", "version_count"})
"""The fields that are no texts."""


def article_fields(article: Row) -> dict[str, Any]:
    """An article's fields, its tags as a list."""
    return {name: article[name] for name in ARTICLE} | {"tags": json.loads(article["tags"] or "[]")}


def comment_fields(comment: Row) -> dict[str, Any]:
    """A comment's fields, and of an edited one its ``versions``, where they were asked for."""
    fields = {name: comment[name] for name in COMMENT}
    if "versions" in comment:
        fields["versions"] = comment["versions"]
    return fields


def words_of_comment(comment: Row) -> str:
    """A moderator's notice where there is one, else the reader's words."""
    return str(comment["notice"] or comment["body"] or "")


def shown_time(row: Row) -> str:
    """The wall clock as a person reads it; as the page shows it where no clock could be read; else nothing."""
    return str(row["published_local"] or row["published_raw"] or "").replace("T", " ")


def sortable_time(row: Row, observed_at: str | None) -> tuple[str | None, str]:
    """An instant for readers that insist on one, as the archive writes it, and what it rests on.

    Where no zone is known the wall clock is taken for UTC (``wall``), so that a thread keeps its order; where
    nothing is known the observation's instant stands in (``observation``).
    """
    if row["published_at"]:
        return str(row["published_at"]), str(row.get("time_basis") or "published")
    if row["published_local"]:
        return row["published_local"] + "0000-01-01T00:00:00Z"[len(row["published_local"]) :], "wall"
    return observed_at, "observation"
