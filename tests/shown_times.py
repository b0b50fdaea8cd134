"""Times as pages show them, read at one capture."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from archiver.items import DateOrder
from archiver.wallclock import read_shown_time

CAPTURED_AT = datetime(2024, 5, 15, 12, 30, 40, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")


def local(shown: str, order: DateOrder | None = None, language: str | None = None) -> str | None:
    """The wall clock that is read; None where none is."""
    read = read_shown_time(shown, order=order, captured_at=CAPTURED_AT, language=language)
    return read.local if read else None


def relative(shown: str, language: str | None = None, zone: ZoneInfo | None = BERLIN) -> tuple[str, str | None] | None:
    """The wall clock counted back to, and how finely; None where nothing is read."""
    read = read_shown_time(shown, captured_at=CAPTURED_AT, language=language, zone=zone)
    return (read.local, read.precision) if read else None
