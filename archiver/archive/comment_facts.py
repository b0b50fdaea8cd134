"""The columns of a comment that its latest sighting alone decides."""

from __future__ import annotations

import json
from typing import Any

from archiver.instants import instant_text
from archiver.items import Comment


def facts_of(comment: Comment) -> dict[str, Any]:
    """A comment's own facts as columns of ``comments``."""
    return {
        "author": comment.author,
        "author_id": comment.author_id,
        "author_url": comment.author_url,
        "author_role": comment.author_role,
        "published_at": instant_text(comment.published_at) if comment.published_at else None,
        "published_local": comment.published_local,
        "published_raw": comment.published_raw,
        "time_basis": comment.time_basis,
        "edited_at": instant_text(comment.edited_at) if comment.edited_at else None,
        "likes": comment.likes,
        "dislikes": comment.dislikes,
        "kind": comment.kind,
        "claimed_parent": comment.claimed_parent,
        "parent_status": comment.parent_status,
        "extra": json.dumps(comment.extra, ensure_ascii=False, sort_keys=True) if comment.extra else None,
    }
