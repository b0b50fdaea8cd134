"""The JSON that ``archiver extract`` prints."""

from __future__ import annotations

from typing import Any

from archiver.instants import instant_text
from archiver.items import Article, Comment, ThreadPage


def extracted(thread: ThreadPage) -> dict[str, Any]:
    """A thread that went through the pipelines, as plain dicts.

    Comments stand in the order shown. ``id`` is the site's own id; one that has none, or whose id stands
    twice, gets one that is unique in this output and starts with ``~``.
    """
    ids = _unique_ids(thread.comments)
    return {
        "article": _article(thread.article),
        "comments": [_comment(comment, ids) for comment in thread.comments],
        "observation": {
            "is_complete": thread.observation.is_complete,
            "incomplete_reason": thread.observation.incomplete_reason,
            "stated_count": thread.observation.stated_count,
            "captured_count": thread.observation.captured_count,
            "platform": thread.observation.platform,
            "source": thread.observation.source,
            "observed_at": instant_text(thread.observation.observed_at) if thread.observation.observed_at else None,
        },
    }


def _unique_ids(comments: list[Comment]) -> list[str]:
    taken: set[str] = set()
    ids = []
    for comment in comments:
        own = comment.external_id
        chosen = own if own is not None and own not in taken else f"~{comment.position + 1}"
        taken.add(chosen)
        ids.append(chosen)
    return ids


def _article(article: Article) -> dict[str, Any]:
    return {
        "url": article.url,
        "external_id": article.external_id,
        "title": article.title,
        "byline": article.byline,
        "published_at": instant_text(article.published_at) if article.published_at else None,
        "published_local": article.published_local,
        "published_raw": article.published_raw,
        "modified_at": instant_text(article.modified_at) if article.modified_at else None,
        "language": article.language,
        "section": article.section,
        "tags": article.tags,
        "body": article.body,
        "stated_comment_count": article.stated_comment_count,
    }


def _comment(comment: Comment, ids: list[str]) -> dict[str, Any]:
    return {
        "id": ids[comment.position],
        "parent_id": None if comment.parent is None else ids[comment.parent],
        "depth": comment.depth,
        "position": comment.position,
        "author": comment.author,
        "author_url": comment.author_url,
        "author_role": comment.author_role,
        "text": comment.body,
        "notice": comment.notice,
        "kind": comment.kind,
        "published_at": instant_text(comment.published_at) if comment.published_at else None,
        "published_local": comment.published_local,
        "published_raw": comment.published_raw,
        "time_basis": comment.time_basis,
        "parent_status": comment.parent_status,
        "claimed_parent": comment.claimed_parent,
        "likes": comment.likes,
        "dislikes": comment.dislikes,
    }
