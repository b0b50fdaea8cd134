"""How long a time as shown may have been: a minute, a day, or the vagueness of "3 hours ago"."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

_MINUTE = timedelta(minutes=1)
_DAY = timedelta(days=1)
_VAGUE = {
    "relative:second": _MINUTE,
    "relative:minute": _MINUTE,
    "relative:hour": timedelta(hours=1),
    "relative:day": _DAY,
    "relative:week": timedelta(weeks=1),
    "relative:month": timedelta(days=31),
    "relative:year": timedelta(days=366),
}


class Span(NamedTuple):
    """From when until when (exclusive) a time as shown may have been: on the wall, and as instants where known."""

    wall: tuple[datetime, datetime]
    instant: tuple[datetime, datetime] | None

    @property
    def width(self) -> timedelta:
        """How vague it is."""
        return self.wall[1] - self.wall[0]


def width(span: Span | None) -> timedelta:
    """How vague a time is; none at all is the vaguest."""
    return timedelta.max if span is None else span.width


@lru_cache(maxsize=8192)  # the readings of a thread are looked at again with every look
def span_of(published_local: str | None, published_at: str | None, time_basis: str | None) -> Span | None:
    """The span of a time in the archive's columns; None where there is none."""
    shown = published_local or (published_at or "").rstrip("Z")
    try:
        wall = datetime.fromisoformat(shown).replace(tzinfo=None)
        instant = datetime.fromisoformat(published_at.rstrip("Z")) if published_at else None
    except ValueError:
        return None
    vague = _VAGUE.get(time_basis or "")
    if vague is not None:
        return Span(_around(wall, vague), _around(instant, vague) if instant else None)
    return Span(_from(wall, _MINUTE if "T" in shown else _DAY), _from(instant, _MINUTE) if instant else None)


def agree(one: Span | None, other: Span | None) -> bool:
    """Whether both can be one time. A source that shows no time agrees with every other."""
    if one is None or other is None:
        return True
    if one.instant and other.instant:
        return _overlap(one.instant, other.instant)
    return _overlap(one.wall, other.wall)


def _overlap(one: tuple[datetime, datetime], other: tuple[datetime, datetime]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _around(moment: datetime, vague: timedelta) -> tuple[datetime, datetime]:
    try:
        return moment - vague, moment + vague
    except OverflowError:
        return moment, moment


def _from(moment: datetime, how_long: timedelta) -> tuple[datetime, datetime]:
    start = moment.replace(second=0, microsecond=0)
    try:
        return start, start + how_long
    except OverflowError:
        return start, start
