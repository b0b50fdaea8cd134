"""The columns of a comment that its latest sighting alone decides."""

from __future__ import annotations

from typing import Any

from archiver.archive.columns import columns_of
from archiver.items import Comment

_FACTS = (
    "author",
    "author_id",
    "author_url",
    "author_role",
    "published_at",
    "published_local",
    "published_raw",
    "time_basis",
    "edited_at",
    "likes",
    "dislikes",
    "kind",
    "claimed_parent",
    "parent_status",
    "extra",
)


def facts_of(comment: Comment) -> dict[str, Any]:
    """A comment's own facts as columns of ``comments``."""
    return columns_of(comment, _FACTS)
