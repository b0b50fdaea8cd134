"""The page list: every address known, what it is, when it is next due and why (the crawl's frontier)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Literal

from archiver.archive import Archive
from archiver.archive.erasures import erasures_of
from archiver.instants import instant_text, read_instant
from archiver.rhythm import GONE, Due, due_after_failure, due_after_gone
from archiver.urls import article_address, article_key, without_fragment

PageKind = Literal["article", "feed", "comments", "front", "posts", "sitemap", "submap"]
"""A submap is one that a site map's index names: it is read with that, and never due by itself."""
_KEYS_AT_ONCE = 500
A_COMMENT_IS_NEW = "a comment is new"
"""Why a page is due that a feed of comments named."""
IT_WAS_CHANGED = "the site says that it was changed"
UNDATED = "its index does not say to the minute when it changes"
"""Of a site map, in place of when it is due: it is read whenever its index is."""
_WITH_INDEX = "read when its index says that it changed"
MISLEADING = ""
"""In place of a page's ``etag`` and ``last_modified`` where they stayed and the page did not."""


@dataclass(frozen=True, slots=True)
class ListedPage:
    """One page of the list, as a crawl needs it."""

    url: str
    site_id: str
    kind: PageKind
    found_at: str
    due_at: str
    due_because: str
    etag: str | None
    last_modified: str | None
    failures: int
    fetched_at: str | None
    read_at: str | None

    @property
    def was_read(self) -> bool:
        """Whether it came when it was last tried."""
        return not self.failures and self.read_at is not None and self.read_at == self.fetched_at


_COLUMNS = ", ".join(field.name for field in fields(ListedPage))


def list_pages(
    archive: Archive, site_id: str, kind: PageKind, urls: Iterable[str], *, found_at: datetime, found_on: str | None
) -> int:
    """Enter addresses that are not listed yet, due at once; gives how many were new. A transaction of its own."""
    before = archive.db.conn.total_changes
    with archive.transaction():
        for url in urls:
            list_page(archive, site_id, kind, url, found_at=found_at, found_on=found_on)
        return archive.db.conn.total_changes - before


def list_page(
    archive: Archive, site_id: str, kind: PageKind, url: str, *, found_at: datetime, found_on: str | None
) -> None:
    """Enter one address, due at once, unless it is listed, or that of an article that was erased for good.

    Within a transaction of the caller's.
    """
    at = instant_text(found_at)
    erasures = erasures_of(archive) if kind == "article" else None
    if erasures and erasures.is_article_erased([page_key(url, kind)]):
        return
    archive.db.conn.execute(
        "INSERT OR IGNORE INTO pages (key, url, site_id, kind, found_at, found_on, due_at, due_because, failures)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, 'new', 0)",
        [page_key(url, kind), _address(url, kind), site_id, kind, at, found_on, at],
    )


def due_pages(
    archive: Archive, now: datetime, *, site_id: str | None = None, kind: PageKind | None = None, limit: int = -1
) -> list[ListedPage]:
    """The pages due by ``now``, the longest overdue first."""
    rows = archive.rows(
        f"SELECT {_COLUMNS} FROM pages"
        " WHERE due_at <= :now AND (:site IS NULL OR site_id = :site) AND (:kind IS NULL OR kind = :kind)"
        " ORDER BY due_at, key LIMIT :limit",
        {"now": instant_text(now), "site": site_id, "kind": kind, "limit": limit},
    )
    return [ListedPage(**row) for row in rows]


def listed_pages(archive: Archive, site_id: str, kind: PageKind) -> list[str]:
    """The addresses of all of a site's pages of a kind, in the order in which they were found."""
    rows = archive.rows("SELECT url FROM pages WHERE site_id = ? AND kind = ? ORDER BY found_at, key", (site_id, kind))
    return [row["url"] for row in rows]


def listed_page(archive: Archive, url: str, kind: PageKind) -> ListedPage | None:
    """One page as the list has it."""
    rows = archive.rows(f"SELECT {_COLUMNS} FROM pages WHERE key = ?", (page_key(url, kind),))
    return ListedPage(**rows[0]) if rows else None


def tells_of_new_comments(archive: Archive, site_id: str) -> bool:
    """Whether a feed of the site's newest comments is read, and was read well the last time."""
    # By the key: a site has few such feeds and may have very many articles.
    read = (
        "SELECT 1 FROM pages WHERE key GLOB 'comments *' AND +site_id = ? AND failures = 0 AND fetched_at IS NOT NULL"
    )
    return bool(archive.rows(f"{read} LIMIT 1", (site_id,)))


def pages_among(archive: Archive, urls: Iterable[str], kind: PageKind, *, due_by: datetime | None = None) -> list[str]:
    """Those of the addresses that are listed as pages of a kind, or of these the ones due by then; as listed."""
    keys = list(dict.fromkeys(page_key(url, kind) for url in urls))
    found: list[str] = []
    for first in range(0, len(keys), _KEYS_AT_ONCE):
        some = keys[first : first + _KEYS_AT_ONCE]
        rows = archive.rows(
            f"SELECT url, due_at FROM pages WHERE key IN ({', '.join('?' * len(some))}) ORDER BY due_at, key",
            tuple(some),
        )
        found += [row["url"] for row in rows if due_by is None or row["due_at"] <= instant_text(due_by)]
    return found


def last_read(archive: Archive, url: str, kind: PageKind) -> datetime | None:
    """When a listed page came the last time; None where it never did."""
    page = listed_page(archive, url, kind)
    return read_instant(page.read_at) if page and page.read_at else None


def found_on(archive: Archive, url: str, kind: PageKind) -> str | None:
    """The page that led to a listed one."""
    rows = archive.rows("SELECT found_on FROM pages WHERE key = ?", (page_key(url, kind),))
    return rows[0]["found_on"] if rows else None


def enter_maps(
    archive: Archive, site_id: str, index: str, maps: Sequence[str], undated: Iterable[str], *, found_at: datetime
) -> None:
    """Enter the maps that a site map's index names, and forget those that it named before and no longer does.

    Of those ``undated`` it does not say to the minute when they change. What another index named is this one's now.
    """
    undated = set(undated)
    why = {page_key(url, "submap"): UNDATED if url in undated else _WITH_INDEX for url in maps}
    with archive.transaction():
        for url in maps:
            list_page(archive, site_id, "submap", url, found_at=found_at, found_on=index)
        # By the key: a site has few maps and may have very many articles.
        archive.db.conn.execute(
            "DELETE FROM pages WHERE key GLOB 'submap *' AND found_on = ?"
            " AND key NOT IN (SELECT value FROM json_each(?))",
            [index, json.dumps(list(why))],
        )
        archive.db.conn.executemany(
            "UPDATE pages SET found_on = ?, due_because = ? WHERE key = ?",
            [(index, because, key) for key, because in why.items()],
        )


def maps_below(archive: Archive, index: str) -> list[str]:
    """The maps to read though the index that led to them has not changed: undated ones, and those not had yet."""
    rows = archive.rows(
        "SELECT url FROM pages WHERE key GLOB 'submap *' AND found_on = ?"
        " AND (due_because = ? OR failures > 0 OR read_at IS NULL) ORDER BY key",
        (index, UNDATED),
    )
    return [row["url"] for row in rows]


def has_found_articles_at(archive: Archive, site_id: str, host: str) -> bool:
    """Whether a page of a site's own has led to articles on a host (without ``www.``)."""
    wanted = "SELECT 1 FROM pages WHERE site_id = ? AND kind = 'article' AND found_on IS NOT NULL"
    sql = f"{wanted} AND (instr(url, ?) OR instr(url, ?)) LIMIT 1"
    return bool(archive.rows(sql, (site_id, f"://{host}/", f"://www.{host}/")))


def listed_sites(archive: Archive) -> list[str]:
    """The sites that have pages in the list."""
    return [row["site_id"] for row in archive.rows("SELECT DISTINCT site_id FROM pages ORDER BY 1")]


def due_sites(archive: Archive, now: datetime) -> list[str]:
    """The sites that have pages due by ``now``."""
    rows = archive.rows(
        "SELECT DISTINCT site_id FROM pages WHERE due_at <= ? AND kind <> 'submap' ORDER BY 1", (instant_text(now),)
    )
    return [row["site_id"] for row in rows]


def note_fetched(
    archive: Archive,
    url: str,
    kind: PageKind,
    *,
    at: datetime,
    status: int,
    due: Due,
    etag: str | None = None,
    last_modified: str | None = None,
) -> None:
    """A listed page was fetched: what is to be said to the server next time, and when that is.

    ``etag`` and ``last_modified`` are what the server said of it; MISLEADING where that is not to be believed again.
    Within a transaction of the caller's, so that a thread and "done" are written at once.
    """
    archive.db.execute(
        "UPDATE pages SET fetched_at = ?, read_at = ?, status = ?, due_at = ?, due_because = ?, failures = 0,"
        " failing_since = NULL, error = NULL, etag = iif(etag = '', '', coalesce(?, iif(? = 304, etag, NULL))),"
        " last_modified = iif(last_modified = '', '', coalesce(?, iif(? = 304, last_modified, NULL))) WHERE key = ?",
        [
            *(instant_text(at), instant_text(at), status, instant_text(due.at), due.because),
            *(etag, status, last_modified, status, page_key(url, kind)),
        ],
    )


def note_failed(archive: Archive, url: str, kind: PageKind, *, at: datetime, status: int | None, error: str) -> None:
    """A listed page could not be fetched or read: it is due again later, the more often it failed the later.

    One of an index's maps stays what the index says of it.
    """
    with archive.transaction():
        key = page_key(url, kind)
        rows = archive.rows("SELECT failures FROM pages WHERE key = ?", (key,))
        failures = int(rows[0]["failures"]) + 1 if rows else 1
        due = due_after_failure(at, failures)
        archive.db.execute(
            "UPDATE pages SET fetched_at = ?, status = ?, due_at = ?,"
            " due_because = iif(kind = 'submap', due_because, ?), failures = ?,"
            " failing_since = coalesce(failing_since, ?), error = ? WHERE key = ?",
            [instant_text(at), status, instant_text(due.at), due.because, failures, instant_text(at), error, key],
        )


def note_gone(archive: Archive, url: str, kind: PageKind, *, at: datetime, status: int) -> None:
    """A page that the archive holds is not there any more: no failure, and worth few more requests."""
    with archive.transaction():
        key = page_key(url, kind)
        rows = archive.rows("SELECT status FROM pages WHERE key = ?", (key,))
        due = due_after_gone(at, was_gone=bool(rows) and rows[0]["status"] in GONE)
        archive.db.execute(
            "UPDATE pages SET fetched_at = ?, status = ?, due_at = ?, due_because = ?, failures = 0,"
            " failing_since = NULL, error = NULL WHERE key = ?",
            [instant_text(at), status, instant_text(due.at), due.because, key],
        )


def bring_forward(archive: Archive, urls: Iterable[str], *, at: datetime, because: str) -> None:
    """Articles that are known to have news are due now, whatever their rhythm."""
    with archive.transaction():
        archive.db.conn.executemany(
            "UPDATE pages SET due_at = min(due_at, ?), due_because = ? WHERE key = ?",
            [(instant_text(at), because, page_key(url, "article")) for url in urls],
        )


def hand_over_pages(archive: Archive, old: str, new: str, *, with_fronts: bool) -> None:
    """The pages of a site that nobody had declared are those of the site that it is declared as.

    Its front pages go where other things announce its articles.
    """
    with archive.transaction():
        if not with_fronts:
            archive.db.execute("DELETE FROM pages WHERE site_id = ? AND kind = 'front'", [old])
        archive.db.execute("UPDATE pages SET site_id = ? WHERE site_id = ?", [new, old])


def _address(url: str, kind: PageKind) -> str:
    """An article is fetched without what its announcement added to count visits by."""
    return article_address(url) if kind == "article" else without_fragment(url)


def page_key(url: str, kind: PageKind) -> str:
    """Two addresses of one article are one page; a feed or a front page is its address."""
    return article_key(url) if kind == "article" else f"{kind} {without_fragment(url)}"
