"""The archive's schema, one function per released change, applied in order and never edited once released."""

from __future__ import annotations

from sqlite_utils import Database, Migrations
from sqlite_utils.db import ForeignKey

from archiver.archive.search_indexes import make_search_indexes

MIGRATIONS = Migrations("archiver")


def _references(table: str, **columns: str) -> list[ForeignKey]:
    return [ForeignKey(table, column, other, "id") for column, other in columns.items()]


@MIGRATIONS()
def first_release(db: Database) -> None:
    """Sites, articles, threads, their observations and the words to search in (0.1)."""
    _sites_and_runs(db)
    _articles(db)
    _observations(db)
    _comments(db)
    _what_was_seen(db)
    _page_list(db)
    _erasures(db)
    _versions(db)
    _export_marks(db)
    make_search_indexes(db)


def _sites_and_runs(db: Database) -> None:
    db.table("sites").create(
        {
            "id": str,
            "domain": str,
            "name": str,
            "timezone": str,
            "language": str,
            "platform": str,
            "stated_at": str,
        },
        pk="id",
        not_null={"id", "domain"},
    )
    db.table("runs").create(
        {
            "id": int,
            "verb": str,
            "arguments": str,
            "archiver_version": str,
            "started_at": str,
            "finished_at": str,
            "exit_code": int,
            "counts": str,
        },
        pk="id",
        not_null={"verb", "started_at"},
    )


_ARTICLE_FACTS = {
    "external_id": str,
    "title": str,
    "byline": str,
    "published_at": str,
    "published_local": str,
    "published_raw": str,
    "modified_at": str,
    "language": str,
    "section": str,
    "tags": str,
    "body": str,
}


def _articles(db: Database) -> None:
    articles = db.table("articles")
    articles.create(
        {
            "id": int,
            "site_id": str,
            "url": str,
            **_ARTICLE_FACTS,
            "stated_comment_count": int,
            "search_text": str,
            "search_byline": str,
            "word_count": int,
            "comment_count": int,
            "first_observed_at": str,
            "last_observed_at": str,
        },
        pk="id",
        not_null={"site_id", "url"},
        foreign_keys=_references("articles", site_id="sites"),
    )
    articles.create_index(["site_id"])
    articles.create_index(["published_at"])
    urls = db.table("article_urls")
    urls.create(
        {"url": str, "article_id": int},
        pk="url",
        not_null={"url", "article_id"},
        foreign_keys=_references("article_urls", article_id="articles"),
    )
    urls.create_index(["article_id"])
    ids = db.table("article_ids")
    ids.create(
        {"site_id": str, "external_id": str, "article_id": int},
        pk=("site_id", "external_id", "article_id"),
        not_null={"site_id", "external_id", "article_id"},
        foreign_keys=_references("article_ids", site_id="sites", article_id="articles"),
    )
    ids.create_index(["article_id"])
    versions = db.table("article_versions")
    versions.create(
        {
            "id": int,
            "article_id": int,
            "facts_key": str,
            "words_key": str,
            "url": str,
            **_ARTICLE_FACTS,
            "first_observed_at": str,
            "last_observed_at": str,
        },
        pk="id",
        not_null={"article_id", "facts_key", "words_key"},
        foreign_keys=_references("article_versions", article_id="articles"),
    )
    versions.create_index(["article_id", "facts_key"], unique=True)


def _observations(db: Database) -> None:
    shown = db.table("shown_threads")
    shown.create(
        {
            "id": int,
            "article_id": int,
            "key": str,
            "base_id": int,
            "entries": str,
            "last_observed_at": str,
        },
        pk="id",
        not_null={"article_id", "key", "entries"},
        foreign_keys=_references("shown_threads", article_id="articles", base_id="shown_threads"),
    )
    shown.create_index(["article_id", "key"], unique=True)
    observations = db.table("observations")
    observations.create(
        {
            "id": int,
            "article_id": int,
            "site_id": str,
            "observed_at": str,
            "source": str,
            "scope": str,
            "digest": str,
            "platform": str,
            "is_complete": int,
            "incomplete_reason": str,
            "stated_count": int,
            "captured_count": int,
            "article_version_id": int,
            "article_states_count": int,
            "shown_id": int,
            "run_id": int,
        },
        pk="id",
        not_null={"article_id", "observed_at", "source", "scope", "digest", "is_complete", "captured_count"},
        foreign_keys=_references(
            "observations",
            article_id="articles",
            site_id="sites",
            article_version_id="article_versions",
            shown_id="shown_threads",
            run_id="runs",
        ),
    )
    observations.create_index(["article_id", "observed_at", "source", "digest"], unique=True)
    observations.create_index(["shown_id"])
    captures = db.table("captures")
    captures.create(
        {
            "id": int,
            "observation_id": int,
            "url": str,
            "status": int,
            "captured_at": str,
            "sha256": str,
            "size": int,
            "file": str,
            "offset": int,
            "length": int,
            "redacted_at": str,
        },
        pk="id",
        not_null={"observation_id", "url", "captured_at", "sha256", "size"},
        foreign_keys=_references("captures", observation_id="observations"),
    )
    captures.create_index(["observation_id"])
    captures.create_index(["file", "offset"])


def _page_list(db: Database) -> None:
    pages = db.table("pages")
    pages.create(
        {
            "key": str,
            "url": str,
            "site_id": str,
            "kind": str,
            "found_at": str,
            "found_on": str,
            "due_at": str,
            "due_because": str,
            "fetched_at": str,
            "read_at": str,
            "status": int,
            "etag": str,
            "last_modified": str,
            "failures": int,
            "failing_since": str,
            "error": str,
            "looked_for": str,
        },
        pk="key",
        not_null={"key", "url", "site_id", "kind", "found_at", "due_at", "due_because", "failures"},
    )
    pages.create_index(["site_id", "due_at"])
    pages.create_index(["due_at"])
    db.table("hosts").create(
        {"host": str, "asked_at": str, "delay": float, "not_before": str},
        pk="host",
        not_null={"host", "delay"},
        defaults={"delay": 0},
    )


def _comments(db: Database) -> None:
    comments = db.table("comments")
    comments.create(
        {
            "id": int,
            "article_id": int,
            "identity": str,
            "platform": str,
            "external_id": str,
            "parent_id": int,
            "depth": int,
            "depth_shown": int,
            "position": int,
            "author": str,
            "author_id": str,
            "author_url": str,
            "author_role": str,
            "published_at": str,
            "published_local": str,
            "published_raw": str,
            "time_basis": str,
            "edited_at": str,
            "body": str,
            "search_text": str,
            "search_author": str,
            "body_html": str,
            "notice": str,
            "likes": int,
            "dislikes": int,
            "kind": str,
            "state": str,
            "claimed_parent": str,
            "parent_status": str,
            "extra": str,
            "first_observed_at": str,
            "gone_at": str,
            "version_count": int,
        },
        pk="id",
        not_null={"article_id", "identity", "body", "kind", "state"},
        foreign_keys=_references("comments", article_id="articles", parent_id="comments"),
    )
    comments.create_index(["article_id", "position"])
    comments.create_index(["parent_id"])
    comments.create_index(["published_at"])


def _what_was_seen(db: Database) -> None:
    wordings = db.table("wordings")
    wordings.create(
        {
            "id": int,
            "article_id": int,
            "words_key": str,
            "body": str,
            "body_html": str,
            "notice": str,
        },
        pk="id",
        not_null={"article_id", "words_key", "body"},
        foreign_keys=_references("wordings", article_id="articles"),
    )
    wordings.create_index(["article_id"])
    readings = db.table("readings")
    readings.create(
        {
            "id": int,
            "article_id": int,
            "comment_id": int,
            "wording_id": int,
            "rank": int,
            "told_apart": str,
            "id_space": str,
            "platform": str,
            "external_id": str,
            "claimed_parent": str,
            "is_parent_sure": int,
            "kind": str,
            "author": str,
            "author_id": str,
            "author_url": str,
            "author_role": str,
            "published_at": str,
            "published_local": str,
            "published_raw": str,
            "time_basis": str,
            "edited_at": str,
            "extra": str,
            "erased": str,
        },
        pk="id",
        not_null={"article_id", "comment_id", "wording_id", "rank", "kind"},
        foreign_keys=_references("readings", article_id="articles", comment_id="comments", wording_id="wordings"),
    )
    readings.create_index(["article_id"])
    readings.create_index(["comment_id"])


def _versions(db: Database) -> None:
    versions = db.table("versions")
    versions.create(
        {
            "id": int,
            "comment_id": int,
            "wording_id": int,
            "first_observed_at": str,
            "last_shown_id": int,
        },
        pk="id",
        not_null={"comment_id", "wording_id", "first_observed_at", "last_shown_id"},
        foreign_keys=_references(
            "versions", comment_id="comments", wording_id="wordings", last_shown_id="shown_threads"
        ),
    )
    versions.create_index(["comment_id"])
    db.create_view(
        "comment_versions",
        """SELECT versions.id, versions.comment_id, wordings.words_key, wordings.body, wordings.body_html,
        wordings.notice, versions.first_observed_at, shown_threads.last_observed_at
        FROM versions JOIN wordings ON wordings.id = versions.wording_id
        JOIN shown_threads ON shown_threads.id = versions.last_shown_id""",
    )


def _erasures(db: Database) -> None:
    erasures = db.table("erasures")
    erasures.create(
        {
            "id": int,
            "what": str,
            "article": str,
            "subject": str,
            "key_id": str,
            "erased_at": str,
            "is_pending": int,
        },
        pk="id",
        not_null={"what", "article", "subject", "key_id", "erased_at", "is_pending"},
    )
    erasures.create_index(["article", "what", "subject"], unique=True)
    db.table("redactions").create(
        {"file": str, "record_id": str, "replaced_by": str},
        pk=("file", "record_id"),
        not_null={"file", "record_id"},
    )


def _export_marks(db: Database) -> None:
    db.table("export_marks").create(
        {"key": str, "observation_id": int, "run_id": int, "exported_at": str},
        pk="key",
        not_null={"key", "observation_id", "run_id", "exported_at"},
    )
