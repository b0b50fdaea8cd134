"""What an archive holds, by natural keys: two archives of the same observations must give the same."""

from __future__ import annotations

from typing import Any

from archiver.archive import Archive
from archiver.archive.looks import looks_at
from archiver.archive.shown_threads import ShownThreads

Contents = dict[str, list[Any]]

_COMMENTS = """
SELECT {article}, c.identity, p.identity AS parent, c.platform, c.external_id, c.depth, c.depth_shown, c.position,
       c.author, c.author_id, c.author_url, c.author_role, c.published_at, c.published_local, c.published_raw,
       c.time_basis, c.edited_at, c.body, c.search_text, c.search_author, c.body_html, c.notice, c.likes, c.dislikes,
       c.kind, c.state, c.claimed_parent, c.parent_status, c.extra, c.first_observed_at, c.gone_at, c.version_count
FROM comments c LEFT JOIN comments p ON p.id = c.parent_id
"""
_VERSIONS = """
SELECT {article}, c.identity, v.body, v.body_html, v.notice, v.first_observed_at, v.last_observed_at
FROM comment_versions v JOIN comments c ON c.id = v.comment_id
"""
_PAST_WORDS = """
SELECT {article}, c.identity, f.text, f.author
FROM versions_fts f JOIN versions v ON v.id = f.rowid JOIN comments c ON c.id = v.comment_id
"""
_PAST_ARTICLES = """
SELECT {article}, f.title, f.text, f.byline
FROM article_versions_fts f JOIN article_versions c ON c.id = f.rowid
"""
_OBSERVATIONS = """
SELECT {article}, c.id, c.site_id, c.observed_at, c.source, c.scope, c.digest, c.platform, c.is_complete,
       c.incomplete_reason, c.stated_count, c.captured_count, c.article_states_count
FROM observations c
"""
# An article is known by its addresses: its canonical one may be the same as another's that was joined to it.
_ARTICLE = "(SELECT min(url) FROM article_urls WHERE article_urls.article_id = c.article_id) AS article"


def contents_of(archive: Archive) -> Contents:
    """Everything but surrogate keys and the bookkeeping of runs, in an order of its own."""
    observations = archive.rows(_OBSERVATIONS.format(article=_ARTICLE))
    return {
        "sites": _sorted(archive.rows("SELECT * FROM sites")),
        "articles": _sorted(
            archive.rows(f"SELECT {_ARTICLE}, c.* FROM (SELECT id AS article_id, * FROM articles) c"),
            without=("id", "article_id"),
        ),
        "addresses": _sorted(
            archive.rows(f"SELECT {_ARTICLE}, c.url FROM article_urls c")
            + archive.rows(f"SELECT {_ARTICLE}, c.site_id, c.external_id FROM article_ids c")
        ),
        "article versions": _sorted(
            archive.rows(f"SELECT {_ARTICLE}, c.* FROM article_versions c"), without=("id", "article_id")
        ),
        "comments": _sorted(archive.rows(_COMMENTS.format(article=_ARTICLE))),
        "versions": _sorted(archive.rows(_VERSIONS.format(article=_ARTICLE))),
        "past words": _sorted(archive.rows(_PAST_WORDS.format(article=_ARTICLE))),
        "past articles": _sorted(archive.rows(_PAST_ARTICLES.format(article=_ARTICLE))),
        "observations": _sorted(observations, without=("id",)),
        "seen": _sorted(_seen(archive)),
        "captures": _sorted(
            archive.rows(
                f"SELECT {_ARTICLE}, c.observed_at, captures.url, captures.status, captures.captured_at,"
                " captures.sha256, captures.size FROM captures JOIN observations c ON c.id = captures.observation_id"
            )
        ),
    }


def _seen(archive: Archive) -> list[dict[str, Any]]:
    """For each observation the comments as it showed them."""
    found = []
    for article in archive.rows("SELECT id FROM articles"):
        shown = ShownThreads(archive, article["id"])
        said = {
            row["id"]: (row["identity"], row["body"], row["author"], row["published_raw"])
            for row in archive.rows(
                "SELECT r.id, c.identity, w.body, r.author, r.published_raw FROM readings r"
                " JOIN comments c ON c.id = r.comment_id JOIN wordings w ON w.id = r.wording_id WHERE r.article_id = ?",
                (article["id"],),
            )
        }
        digests = dict(archive.db.conn.execute("SELECT id, digest FROM observations"))
        for look in looks_at(archive, article["id"]):
            entries = [
                (said[entry.reading], entry.parent and said[entry.parent], *entry[2:])
                for entry in shown[look.shown_id].entries
            ]
            found.append({"observed_at": look.observed_at, "digest": digests[look.id], "entries": entries})
    return found


def _sorted(rows: list[dict[str, Any]], without: tuple[str, ...] = ()) -> list[Any]:
    kept = [{name: value for name, value in row.items() if name not in without} for row in rows]
    return sorted(kept, key=repr)
