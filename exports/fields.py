"""The fields of articles and comments that snapshots carry, under the archive's names."""

from __future__ import annotations

import json
from typing import Any

from archiver.archive.threads import Row

ARTICLE = (
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
    "author_url",
    "author_role",
    "published_at",
    "published_local",
    "published_raw",
    "time_basis",
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


def article_fields(article: Row) -> dict[str, Any]:
    """An article's fields, its tags as a list."""
    return {name: article[name] for name in ARTICLE} | {"tags": json.loads(article["tags"] or "[]")}


def comment_fields(comment: Row) -> dict[str, Any]:
    """A comment's fields."""
    return {name: comment[name] for name in COMMENT}


def shown_time(row: Row) -> str:
    """The wall clock as a person reads it; as the page shows it where no clock could be read; else nothing."""
    return str(row["published_local"] or row["published_raw"] or "").replace("T", " ")
