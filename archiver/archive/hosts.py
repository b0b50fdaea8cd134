"""What the archive remembers of hosts, so that the next crawl is as patient with them as this one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from archiver.archive import Archive
from archiver.instants import instant_text, read_instant

LONGEST_PAUSE = timedelta(days=7)
"""A host that asks to be left alone for longer is asked again after this: it may have erred, or meant another."""


@dataclass(frozen=True, slots=True)
class RememberedHost:
    """When a host was last asked for something, and what it wants."""

    asked_at: datetime | None
    delay: float  # seconds to leave between two requests
    not_before: datetime | None  # it asked to be left alone until then


def remembered_host(archive: Archive, host: str) -> RememberedHost:
    """What is known of a host (``name:port``)."""
    rows = archive.rows("SELECT asked_at, delay, not_before FROM hosts WHERE host = ?", (host,))
    if not rows:
        return RememberedHost(None, 0, None)
    (row,) = rows
    return RememberedHost(_instant(row["asked_at"]), float(row["delay"]), _instant(row["not_before"]))


def remember_request(archive: Archive, host: str, at: datetime, delay: float) -> None:
    """A host was asked for something, and is to be asked again after ``delay`` seconds at the soonest."""
    at = at.replace(microsecond=0) + timedelta(seconds=1)  # rather a moment late than early
    _write(archive, host, {"asked_at": instant_text(at), "delay": delay})


def remember_pause(archive: Archive, host: str, until: datetime) -> None:
    """A host asked to be left alone."""
    _write(archive, host, {"not_before": instant_text(until)})


def _write(archive: Archive, host: str, row: dict[str, str | float]) -> None:
    names = ", ".join(row)
    marks = ", ".join("?" * len(row))
    changes = ", ".join(f"{name} = excluded.{name}" for name in row)
    with archive.transaction():
        archive.db.conn.execute(
            f"INSERT INTO hosts (host, {names}) VALUES (?, {marks}) ON CONFLICT (host) DO UPDATE SET {changes}",
            [host, *row.values()],
        )


def _instant(text: str | None) -> datetime | None:
    return read_instant(text) if text else None
