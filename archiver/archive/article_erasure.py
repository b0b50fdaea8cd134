"""Taking an article out of the rows for good, with its thread and all addresses that it was met under."""

from __future__ import annotations

from collections.abc import Iterable

from archiver.archive import Archive
from archiver.archive.erasures import ErasureKey, mark
from archiver.archive.redactions import note_observations

# Everything that a row of articles has below it, in an order in which it can go.
_OF_AN_ARTICLE = (
    "DELETE FROM versions WHERE comment_id IN (SELECT id FROM comments WHERE article_id = ?)",
    "DELETE FROM readings WHERE article_id = ?",
    "DELETE FROM wordings WHERE article_id = ?",
    "DELETE FROM comments WHERE article_id = ?",
    "DELETE FROM captures WHERE observation_id IN (SELECT id FROM observations WHERE article_id = ?)",
    "DELETE FROM observations WHERE article_id = ?",
    "DELETE FROM shown_threads WHERE article_id = ?",
    "DELETE FROM article_versions WHERE article_id = ?",
    "DELETE FROM article_urls WHERE article_id = ?",
    "DELETE FROM article_ids WHERE article_id = ?",
    "DELETE FROM articles WHERE id = ?",
)


def erase_article(archive: Archive, key: ErasureKey, article_id: int) -> None:
    """Mark an article so that it stays away, note its captures, and delete its rows.

    Within a transaction of the caller's, which defers what refers to what.
    """
    addresses = [
        str(row["url"])
        for row in archive.rows("SELECT url FROM article_urls WHERE article_id = ? ORDER BY url", (article_id,))
    ]
    ids = archive.rows(
        "SELECT article_ids.external_id, sites.domain FROM article_ids JOIN sites ON sites.id = article_ids.site_id"
        " WHERE article_id = ? AND sites.id <> sites.domain",
        (article_id,),
    )
    hashes = [key.address(address) for address in addresses]
    hashes += [key.article_id(row["domain"], row["external_id"]) for row in ids]
    mark(archive, key, "article", [(one, one) for one in hashes], pending=True)
    note_observations(archive, "article_id = ?", [article_id])
    forget_pages(archive, addresses)
    for statement in _OF_AN_ARTICLE:
        archive.db.execute(statement, [article_id])


def forget_pages(archive: Archive, addresses: Iterable[str]) -> None:
    """Let no page of the list be at one of these addresses, or name one. Within a transaction of the caller's."""
    for address in addresses:
        archive.db.execute("DELETE FROM pages WHERE key = ?", [address])
        archive.db.execute("UPDATE pages SET found_on = NULL WHERE instr(found_on, ?)", [address])
