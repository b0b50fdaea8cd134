"""Which article a thread belongs to: addresses and ids that one look gives together are one article's."""

from __future__ import annotations

from collections.abc import Iterable

from archiver.archive import Archive
from archiver.items import ThreadPage
from archiver.urls import article_key


def article_ids_of(archive: Archive, thread: ThreadPage, site_id: str, *, is_declared: bool) -> list[int]:
    """The articles of the archive that the thread's addresses and its site's own id lead to, oldest row first.

    More than one where this observation is the first to know that they are one.
    """
    found: set[int] = set()
    for key in addresses_of(thread):
        rows = archive.rows("SELECT article_id FROM article_urls WHERE url = ?", (key,))
        found.update(int(row["article_id"]) for row in rows)
    if thread.article.external_id is not None and is_declared:
        found.update(articles_with_id(archive, site_id, thread.article.external_id))
    return sorted(found)


def articles_with_id(archive: Archive, site_id: str, external_id: str) -> list[int]:
    """The articles that their site knows by an id."""
    rows = archive.rows(
        "SELECT article_id FROM article_ids WHERE site_id = ? AND external_id = ? ORDER BY article_id",
        (site_id, external_id),
    )
    return [int(row["article_id"]) for row in rows]


def remember_names(archive: Archive, article_id: int, thread: ThreadPage, site_id: str) -> None:
    """Keep the addresses and the id under which the article was met."""
    archive.db.conn.executemany(
        "INSERT OR IGNORE INTO article_urls (url, article_id) VALUES (?, ?)",
        [(key, article_id) for key in addresses_of(thread)],
    )
    if thread.article.external_id is not None:
        archive.db.execute(
            "INSERT OR IGNORE INTO article_ids (site_id, external_id, article_id) VALUES (?, ?, ?)",
            [site_id, thread.article.external_id, article_id],
        )


def join_articles(archive: Archive, kept: int, others: Iterable[int]) -> None:
    """Make several articles one: everything of the others becomes ``kept``'s. Its rows are to be worked out then."""
    for other in others:
        _drop_what_both_have(archive, kept, other)
        for table in (
            "article_urls",
            "article_versions",
            "shown_threads",
            "observations",
            "wordings",
            "readings",
            "comments",
        ):
            archive.db.execute(f"UPDATE {table} SET article_id = ? WHERE article_id = ?", [kept, other])
        archive.db.execute("UPDATE OR IGNORE article_ids SET article_id = ? WHERE article_id = ?", [kept, other])
        archive.db.execute("DELETE FROM article_ids WHERE article_id = ?", [other])
        archive.db.execute("DELETE FROM articles WHERE id = ?", [other])


def _drop_what_both_have(archive: Archive, kept: int, other: int) -> None:
    both = {"kept": kept, "other": other}
    archive.db.execute(
        "DELETE FROM captures WHERE observation_id IN (SELECT theirs.id FROM observations theirs JOIN observations ours"
        " USING (observed_at, source, digest) WHERE theirs.article_id = :other AND ours.article_id = :kept)",
        both,
    )
    archive.db.execute(
        "DELETE FROM observations WHERE id IN (SELECT theirs.id FROM observations theirs JOIN observations ours"
        " USING (observed_at, source, digest) WHERE theirs.article_id = :other AND ours.article_id = :kept)",
        both,
    )
    for table, key, column in (
        ("article_versions", "facts_key", "article_version_id"),
        ("shown_threads", "key", "shown_id"),
    ):
        same = archive.rows(
            f"SELECT theirs.id AS theirs, ours.id AS ours FROM {table} theirs JOIN {table} ours USING ({key})"
            " WHERE theirs.article_id = :other AND ours.article_id = :kept",
            both,
        )
        for row in same:
            archive.db.execute(
                f"UPDATE observations SET {column} = :ours WHERE {column} = :theirs AND article_id = :other",
                {**row, "other": other},
            )
            if table == "shown_threads":
                _keep_as_base(archive, row)
            else:
                archive.db.execute(f"DELETE FROM {table} WHERE id = :theirs", {"theirs": row["theirs"]})


def _keep_as_base(archive: Archive, same: dict[str, int]) -> None:
    """Others may be kept as pieces of a shown thread that is not needed for itself: it stays under another key."""
    archive.db.execute("UPDATE versions SET last_shown_id = :ours WHERE last_shown_id = :theirs", same)
    archive.db.execute(
        "UPDATE shown_threads SET last_observed_at ="
        " (SELECT max(observed_at) FROM observations WHERE shown_id = :ours) WHERE id = :ours",
        {"ours": same["ours"]},
    )
    archive.db.execute("UPDATE shown_threads SET key = key || '~' || id WHERE id = :theirs", {"theirs": same["theirs"]})


def addresses_of(thread: ThreadPage) -> list[str]:
    """The keys of a thread's addresses.

    A page may name an address of its own host alone: else it could write over another site's article.
    """
    assert thread.article.url is not None
    met = [article_key(url) for url in thread.article_urls]
    claimed = article_key(thread.article.url)
    is_own = not met or _host(claimed) in map(_host, met)
    return list(dict.fromkeys([claimed, *met] if is_own else met))


def _host(key: str) -> str:
    return key.partition("/")[0]
