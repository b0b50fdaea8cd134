"""The rows of an article: which article a thread belongs to, its versions, and what they say together."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from archiver.archive import Archive
from archiver.archive.columns import columns_of
from archiver.archive.identity import article_words_key
from archiver.archive.search_text import indexed_text
from archiver.items import ThreadPage
from archiver.urls import article_key

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
    "stated_comment_count",
)


def article_id_of(archive: Archive, thread: ThreadPage) -> tuple[int, bool]:
    """The article that a thread belongs to, by its addresses or its site's own id, made if it is new.

    Gives its id and whether it is new.
    """
    assert thread.article.url is not None
    met = [article_key(url) for url in thread.article_urls]
    claimed = article_key(thread.article.url)
    # A page may name an address of its own host alone: else it could write over another site's article.
    is_own = not met or _host(claimed) in map(_host, met)
    keys = dict.fromkeys([claimed, *met] if is_own else met)
    for key in keys:
        found = archive.rows("SELECT article_id AS id FROM article_urls WHERE url = ?", (key,))
        if found:
            return _with_addresses(archive, int(found[0]["id"]), keys), False
    # On a site nobody declared, several blogs may share the domain and each count its own posts.
    if thread.article.external_id is not None and thread.site.id != thread.site.domain:
        found = archive.rows(
            "SELECT id FROM articles WHERE site_id = ? AND external_id = ?",
            (thread.site.id, thread.article.external_id),
        )
        if found:
            return _with_addresses(archive, int(found[0]["id"]), keys), False
    row = {"site_id": thread.site.id, "url": thread.article.url}
    article_id = archive.insert("articles", row)
    return _with_addresses(archive, article_id, keys), True


def article_facts(archive: Archive, article_id: int, thread: ThreadPage) -> int:
    """The id of the row that holds what this observation says about the article, written if it is new."""
    facts = columns_of(thread.article, _FACTS)
    row = {
        "article_id": article_id,
        "words_key": article_words_key(thread.article),
        "url": thread.article.url,
        **facts,
    }
    key = hashlib.sha256(json.dumps(row, sort_keys=True).encode()).hexdigest()[:32]
    known = archive.rows("SELECT id FROM article_versions WHERE article_id = ? AND facts_key = ?", (article_id, key))
    if known:
        return int(known[0]["id"])
    return archive.insert("article_versions", {**row, "facts_key": key})


def work_out_article(archive: Archive, article_id: int) -> None:
    """Bring the article's row in step with all its observations: of each fact the latest that is known."""
    looks = archive.rows(
        "SELECT o.observed_at, o.article_version_id, v.* FROM observations o"
        " JOIN article_versions v ON v.id = o.article_version_id"
        " WHERE o.article_id = ? ORDER BY o.observed_at, o.digest, o.source",
        (article_id,),
    )
    row: dict[str, Any] = {}
    spans: dict[int, tuple[str, str]] = {}
    for look in looks:
        row |= {name: look[name] for name in ("url", *_FACTS) if look[name] is not None}
        first, _ = spans.get(look["article_version_id"], (look["observed_at"], ""))
        spans[look["article_version_id"]] = (first, look["observed_at"])
    for version_id, (first, last) in spans.items():
        archive.db.table("article_versions").update(version_id, {"first_observed_at": first, "last_observed_at": last})
    counted = archive.rows("SELECT count(*) AS n FROM comments WHERE article_id = ? AND gone_at IS NULL", (article_id,))
    row |= {
        "search_text": indexed_text("\n\n".join(text for text in (row.get("title"), row.get("body")) if text)),
        "word_count": len((row.get("body") or "").split()),
        "comment_count": counted[0]["n"],
        "first_observed_at": looks[0]["observed_at"],
        "last_observed_at": looks[-1]["observed_at"],
    }
    archive.db.table("articles").update(article_id, row)


def _host(key: str) -> str:
    return key.partition("/")[0]


def _with_addresses(archive: Archive, article_id: int, keys: dict[str, None]) -> int:
    archive.db.table("article_urls").insert_all(({"url": key, "article_id": article_id} for key in keys), ignore=True)
    return article_id
