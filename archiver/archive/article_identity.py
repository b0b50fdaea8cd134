"""Which article a thread belongs to: addresses and ids that one look gives together are one article's."""

from __future__ import annotations

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
    own_id = own_id_of(thread)
    if own_id is not None and is_declared:
        found.update(articles_with_id(archive, site_id, own_id))
    return sorted(found)


def own_id_of(thread: ThreadPage) -> str | None:
    """What the site itself knows the article by, with the host: each of a site's hosts may count its own posts."""
    if thread.article.external_id is None or thread.article.url is None:
        return None
    return f"{_host(article_key(thread.article.url))} {thread.article.external_id}"


def articles_with_id(archive: Archive, site_id: str, external_id: str) -> list[int]:
    """The articles that their site knows by an id, as ``own_id_of`` gives it."""
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
    own_id = own_id_of(thread)
    if own_id is not None:
        archive.db.execute(
            "INSERT OR IGNORE INTO article_ids (site_id, external_id, article_id) VALUES (?, ?, ?)",
            [site_id, own_id, article_id],
        )


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
