"""The row of an article and its versions: what each observation says of it, and what they say together."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from archiver.archive import Archive
from archiver.archive.columns import columns_of
from archiver.archive.identity import article_words_key
from archiver.archive.past_articles import write_past_articles
from archiver.archive.search_text import indexed_name, indexed_text
from archiver.items import ThreadPage

_FACTS = (
    "external_id",
    "title",
    "byline",
    "published_at",
    "published_local",
    "published_raw",
    "modified_at",
    "language",
    "section",
    "tags",
    "body",
)
_OF_EACH_LOOK = ("url", *_FACTS)


def insert_article(archive: Archive, site_id: str, thread: ThreadPage) -> int:
    """The id of a new article, as its first observation has it: the index of its words is then written only once."""
    said = columns_of(thread.article, _FACTS)
    return archive.insert("articles", {"site_id": site_id, "url": thread.article.url, **said, **_made_of(said)})


def article_version_id(archive: Archive, article_id: int, thread: ThreadPage) -> tuple[int, bool]:
    """The id of the row that holds what this observation says of the article, written if it is new.

    Gives also whether its words are new.
    """
    row: dict[str, Any] = {
        "words_key": article_words_key(thread.article),
        "url": thread.article.url,
        **columns_of(thread.article, _FACTS),
    }
    row["facts_key"] = facts_key(row)
    known = archive.rows("SELECT id, facts_key, words_key FROM article_versions WHERE article_id = ?", (article_id,))
    for version in known:
        if version["facts_key"] == row["facts_key"]:
            return int(version["id"]), False
    is_new_wording = all(version["words_key"] != row["words_key"] for version in known)
    return archive.insert("article_versions", {"article_id": article_id, **row}), is_new_wording


def facts_key(version: Mapping[str, Any]) -> str:
    """The key of what a row of ``article_versions`` says: equal where its address, words and facts are."""
    said = {name: version[name] for name in ("words_key", *_OF_EACH_LOOK)}
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:32]


def article_facts(archive: Archive, article_id: int, until: str | None = None) -> dict[str, Any]:
    """What the looks up to an instant say of an article together, as columns of ``articles``.

    Of each fact the latest that is known; a page that broke off is believed only where no whole one says
    anything. Empty where nothing was observed by then.
    """
    looks = _looks(archive, article_id, until)
    versions = {
        row["id"]: row for row in archive.rows("SELECT * FROM article_versions WHERE article_id = ?", (article_id,))
    }
    row: dict[str, Any] = {}
    for look in sorted(looks, key=lambda look: look["incomplete_reason"] != "truncated"):
        version = versions[look["article_version_id"]]
        row |= {name: version[name] for name in _OF_EACH_LOOK if version[name] is not None}
        if look["states"] is not None:
            row["stated_comment_count"] = look["states"]
    if looks:
        row |= {"site_id": looks[-1]["site_id"]}
        row |= {"first_observed_at": looks[0]["observed_at"], "last_observed_at": looks[-1]["observed_at"]}
    return row


def work_out_article(archive: Archive, article_id: int, comment_count: int | None = None) -> None:
    """Bring the article's row and its versions' in step with all its observations.

    ``comment_count`` is how many of its comments are not gone; None where that cannot have changed.
    """
    row = article_facts(archive, article_id)
    row |= _made_of(row)
    if comment_count is not None:
        row["comment_count"] = comment_count
    stored = archive.rows("SELECT * FROM articles WHERE id = ?", (article_id,))[0]
    changed = {name: value for name, value in row.items() if stored[name] != value}
    if changed:
        archive.db.conn.execute(
            f"UPDATE articles SET {', '.join(f'{name} = ?' for name in changed)} WHERE id = ?",
            [*changed.values(), article_id],
        )
    archive.db.execute(
        "UPDATE article_versions SET first_observed_at = seen.first, last_observed_at = seen.last FROM"
        " (SELECT v.id, min(o.observed_at) AS first, max(o.observed_at) AS last FROM article_versions v"
        "  LEFT JOIN (SELECT * FROM observations WHERE article_id = :article) o ON o.article_version_id = v.id"
        "  WHERE v.article_id = :article GROUP BY v.id) AS seen"
        " WHERE article_versions.id = seen.id"
        " AND (first_observed_at IS NOT seen.first OR last_observed_at IS NOT seen.last)",
        {"article": article_id},
    )
    write_past_articles(archive, article_id)


def _made_of(row: Mapping[str, Any]) -> dict[str, Any]:
    """The columns that are made of an article's words."""
    return {
        "search_text": indexed_text("\n\n".join(text for text in (row.get("title"), row.get("body")) if text)),
        "search_byline": indexed_name(row.get("byline")),
        "word_count": len((row.get("body") or "").split()),
    }


def _looks(archive: Archive, article_id: int, until: str | None) -> list[dict[str, Any]]:
    return archive.rows(
        "SELECT observed_at, incomplete_reason, site_id, article_version_id,"
        " coalesce(article_states_count, stated_count) AS states FROM observations"
        " WHERE article_id = :article AND (:until IS NULL OR observed_at <= :until)"
        " ORDER BY observed_at, digest, source",
        {"article": article_id, "until": until},
    )
