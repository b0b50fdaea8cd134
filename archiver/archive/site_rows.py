"""The row of a site: what the latest observation says of it, under its declared name where it has one."""

from __future__ import annotations

from datetime import datetime

from archiver.archive import Archive
from archiver.instants import instant_text
from archiver.items import Site, ThreadPage


def site_id_of(archive: Archive, thread: ThreadPage) -> tuple[str, list[str]]:
    """The id under which the thread's site is kept, its row written.

    A site nobody declared is known by its domain, until it is declared: then its articles are the declared
    site's. On a site nobody declared several blogs may each count their own posts, so that ids tell nothing;
    given are also the ids that several articles of a site just taken over share: those are one article each.
    """
    site = thread.site
    declared = archive.rows(
        "SELECT id FROM sites WHERE domain = ? AND id <> domain ORDER BY id LIMIT 1", (site.domain,)
    )
    if site.id == site.domain and declared:
        return str(declared[0]["id"]), []
    assert thread.observation.observed_at is not None
    write_site(archive, site, thread.observation.observed_at)
    if site.id == site.domain:
        return site.id, []
    return site.id, _take_over(archive, site)


def known_site(archive: Archive, domain: str) -> Site | None:
    """A site that nobody has declared, as what is stored of it knows it."""
    rows = archive.rows("SELECT id, domain, name, timezone, language, platform FROM sites WHERE id = ?", (domain,))
    return Site(**rows[0]) if rows else None


def write_site(archive: Archive, site: Site, stated_at: datetime) -> None:
    """What is known of a site since ``stated_at`` (aware), unless more or later is. Within a transaction."""
    row = {
        "id": site.id,
        "domain": site.domain,
        "name": site.name,
        "timezone": site.timezone,
        "language": site.language,
        "platform": site.platform,
        "stated_at": instant_text(stated_at),
    }
    stored = archive.rows("SELECT * FROM sites WHERE id = ?", (site.id,))
    if not stored or _rank(row) > _rank(stored[0]):
        archive.db.conn.execute(
            f"INSERT INTO sites ({', '.join(row)}) VALUES ({', '.join('?' * len(row))})"
            f" ON CONFLICT (id) DO UPDATE SET {', '.join(f'{name} = excluded.{name}' for name in row if name != 'id')}",
            list(row.values()),
        )


def _rank(row: dict[str, str | None]) -> list[str]:
    """What is stated later counts; at one instant, what sorts later: the order of arrival must not.

    Before that counts whether anything is: of a site that nobody declared an imported page knows the domain alone.
    """
    names = ("name", "timezone", "language", "platform")
    is_known = "known" if any(row[name] for name in names) else ""
    return [is_known, *(row[name] or "" for name in ("stated_at", *names, "domain"))]


def _take_over(archive: Archive, site: Site) -> list[str]:
    if not archive.rows("SELECT 1 FROM sites WHERE id = ?", (site.domain,)):
        return []
    parameters = {"new": site.id, "old": site.domain}
    for table in ("articles", "observations", "article_ids"):
        archive.db.execute(f"UPDATE {table} SET site_id = :new WHERE site_id = :old", parameters)
    archive.db.execute("DELETE FROM sites WHERE id = :old", parameters)
    several = archive.rows(
        "SELECT external_id FROM article_ids WHERE site_id = ? GROUP BY external_id HAVING count(*) > 1", (site.id,)
    )
    return [str(row["external_id"]) for row in several]
