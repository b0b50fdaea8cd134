"""Instants as the archive writes them: ``YYYY-MM-DDTHH:MM:SSZ``, UTC."""

from __future__ import annotations

from datetime import UTC, datetime


def instant_text(instant: datetime) -> str:
    """An aware datetime as the archive's text. Raises ValueError for a naive one."""
    if instant.tzinfo is None:
        raise ValueError(f"{instant!r} has no time zone")
    return f"{instant.astimezone(UTC).isoformat(timespec='seconds')[:19]}Z"


def read_instant(text: str) -> datetime:
    """An ISO 8601 date or time as an aware UTC datetime; without an offset it is taken as UTC.

    Raises ValueError for anything else, and for years before 1000, which SQLite's text order cannot sort.
    """
    parsed = datetime.fromisoformat(text.strip())
    if parsed.tzinfo is None:
        parsed = parsed.replace(tzinfo=UTC)
    try:
        parsed = parsed.astimezone(UTC)
    except OverflowError:
        raise ValueError(f"{text!r} lies beyond the years that have a number") from None
    if parsed.year < 1000:
        raise ValueError(f"{text!r} lies before the year 1000")
    return parsed
