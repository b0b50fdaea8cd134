"""How long ago something was, as people say it, and when things came, at a glance."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

_UNITS: Final = (
    (timedelta(days=365), "year"),
    (timedelta(days=30), "month"),
    (timedelta(weeks=1), "week"),
    (timedelta(days=1), "day"),
    (timedelta(hours=1), "hour"),
    (timedelta(minutes=1), "minute"),
)
_BARS: Final = " ▁▂▃▄▅▆▇█"
_ASCII_BARS: Final = " .:-=+*#%@"


def instant_of(published_at: str | None, published_local: str | None) -> datetime | None:
    """When something was published, in UTC: a wall clock without zone as UTC, a bare date as its noon.

    None where no time is known or can be read.
    """
    text = published_at or published_local
    if not text:
        return None
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        return None
    if len(text) == len("2024-05-06"):
        read = read.replace(hour=12)
    return read if read.tzinfo else read.replace(tzinfo=UTC)


def age(then: datetime, now: datetime) -> str:
    """How long before ``now`` it was: ``3 days ago``; ``just now`` for less than a minute, nothing for the future."""
    passed = now - then
    if passed < timedelta(0):
        return ""
    for unit, name in _UNITS:
        if passed >= unit:
            count = passed // unit
            return f"{count} {name}{'' if count == 1 else 's'} ago"
    return "just now"


def sparkline(instants: Sequence[datetime], width: int, *, is_ascii: bool = False) -> str:
    """How many of the instants lie in each of ``width`` equal stretches from the first to the last, as bars."""
    bars = _ASCII_BARS if is_ascii else _BARS
    if not instants or width < 1:
        return ""
    first, last = min(instants), max(instants)
    counts = [0] * width
    for instant in instants:
        share = (instant - first) / (last - first) if last > first else 0.0
        counts[min(width - 1, int(share * width))] += 1
    most = max(counts)
    return "".join(bars[-(-count * (len(bars) - 1) // most)] for count in counts)
