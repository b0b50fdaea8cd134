"""What a shown time says: a wall clock, or a bare date, and all that is known about its zone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Literal, NamedTuple

_EPOCH = datetime(1970, 1, 1)
_EPOCH_IN_UTC = _EPOCH.replace(tzinfo=UTC)
Precision = Literal["minute", "hour", "day", "week", "month", "year"]


class WallClock(NamedTuple):
    """A time as read. The offset is there only where the text itself gives one, or counts back from the capture."""

    moment: datetime
    """Naive; midnight where no clock time is known."""
    has_clock: bool
    offset: timedelta | None = None
    """From UTC, positive to the east."""
    precision: Precision | None = None
    """Of a relative time; None for one that names its date."""

    @property
    def local(self) -> str:
        """``YYYY-MM-DDTHH:MM``, or ``YYYY-MM-DD`` where no clock time is known."""
        return self.moment.isoformat(timespec="minutes") if self.has_clock else self.moment.date().isoformat()

    @property
    def instant(self) -> datetime | None:
        """Aware, UTC; None where the offset or the clock time is not known."""
        if self.offset is None or not self.has_clock:
            return None
        return _EPOCH_IN_UTC + (self.moment - _EPOCH - self.offset)  # to replace the zone takes six times as long
