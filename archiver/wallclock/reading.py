"""From a time as a web page shows it, or hides it in an attribute, to a wall clock."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time, timedelta, tzinfo
from functools import lru_cache
from typing import Final

from archiver.items import DateOrder
from archiver.wallclock.clocks import ImpossibleTimeError, clock_beside, plausible_offset
from archiver.wallclock.dates import find_date
from archiver.wallclock.folding import fold
from archiver.wallclock.other_languages import read_in_other_language
from archiver.wallclock.relative import read_relative
from archiver.wallclock.skeleton import skeleton
from archiver.wallclock.wall_clock import WallClock

_LONGEST: Final = 500  # what is longer shows more than a time
_EPOCH: Final = re.compile(r"(\d{9,10})(\d{3}|\d{6})?(?:\.\d{1,9})?")
_COMPACT_ISO: Final = re.compile(r"\d{8}T\d{4,6}")
_TO_THE_SECOND: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}:[0-9]{2}(?:[+Z-]|\Z)")
_SECOND_ENDS: Final = len("YYYY-MM-DDTHH:MM:SS")
_MIDNIGHT: Final = time()
_YEARS: Final = range(1900, 2100)


def read_shown_time(
    shown: str,
    *,
    order: DateOrder | None = None,
    captured_at: datetime | None = None,
    language: str | None = None,
    zone: tzinfo | None = None,
) -> WallClock | None:
    """The time that ``shown`` shows, words before and after it allowed; None where it shows none for sure.

    ``order`` decides dates such as 05/10/2020; without it they are None, unless the weekday beside or the
    dots of 05.10.2020 tell. ``captured_at`` (aware) is when the text was seen: it tells the century of a
    two-digit year and is what "3 hours ago" counts back from; without it relative times are None.
    ``language`` is BCP 47; ``zone`` is the site's and only serves relative times. Dates that no calendar
    has, clock times alone and dates without a year are None. Pure: nothing is filled in from today.
    """
    if len(shown) > _LONGEST:
        return None
    shown = shown.strip()
    if shown[4:5] == "-" and (":" in shown or len(shown) == len("YYYY-MM-DD")):
        read = _from_iso(shown)
        if read:
            return read
    return _in_words(fold(shown), order, captured_at, language, zone)


def read_machine_time(
    value: str,
    *,
    order: DateOrder | None = None,
    captured_at: datetime | None = None,
    language: str | None = None,
    zone: tzinfo | None = None,
) -> WallClock | None:
    """The time in an attribute or in metadata: as ``read_shown_time``, and seconds or milliseconds since 1970.

    Seconds since 1970 have no wall clock of their own: theirs is the site's where ``zone`` is known,
    else UTC's.
    """
    value = value.strip()
    if value[4:5].isdigit():
        if _EPOCH.fullmatch(value):
            return _since_1970(value, zone)
        if _COMPACT_ISO.match(value):
            return _from_iso(value)
    return read_shown_time(value, order=order, captured_at=captured_at, language=language, zone=zone)


def _from_iso(value: str) -> WallClock | None:
    try:
        if _TO_THE_SECOND.match(value):  # as most software writes it: parts are read in a third of the time
            moment, offset = datetime.fromisoformat(value[:_SECOND_ENDS]), _offset_of(value[_SECOND_ENDS:])
        else:
            written = datetime.fromisoformat(value)
            moment, offset = written.replace(tzinfo=None, microsecond=0), plausible_offset(written.utcoffset())
    except ValueError:
        return None
    return WallClock(moment, len(value) > len("YYYY-MM-DD"), offset) if moment.year in _YEARS else None


@lru_cache(maxsize=256)
def _offset_of(written: str) -> timedelta | None:
    return plausible_offset(datetime.fromisoformat(f"2000-01-01T00:00:00{written}").utcoffset())


def _since_1970(value: str, zone: tzinfo | None) -> WallClock | None:
    whole = _EPOCH.fullmatch(value)
    assert whole
    moment = datetime.fromtimestamp(int(whole[1]), UTC).astimezone(zone or UTC)
    return WallClock(moment.replace(tzinfo=None, fold=0), has_clock=True, offset=moment.utcoffset())


def _in_words(
    folded: str, order: DateOrder | None, captured_at: datetime | None, language: str | None, zone: tzinfo | None
) -> WallClock | None:
    symbols = skeleton(folded, language)
    try:
        found = find_date(symbols, order, captured_at, language)
        if found:
            if found.day is None:
                return None
            clock = clock_beside(symbols, found.start, found.end, language)
            if clock is None:
                return WallClock(datetime.combine(found.day, _MIDNIGHT), has_clock=False)
            at = time(clock.hour, clock.minute, clock.second)
            return WallClock(datetime.combine(found.day, at), has_clock=True, offset=clock.offset)
        if captured_at:
            counted_back = read_relative(folded, captured_at, zone, language)
            if counted_back:
                return counted_back
    except ImpossibleTimeError:
        return None
    return _in_other_language(folded, order, captured_at, language, zone)


def _in_other_language(
    folded: str, order: DateOrder | None, captured_at: datetime | None, language: str | None, zone: tzinfo | None
) -> WallClock | None:
    here = captured_at.astimezone(zone or UTC) if captured_at else None
    read = read_in_other_language(folded, order, here.replace(tzinfo=None) if here else None, language)
    if read and here and read.precision == "hour":
        return read._replace(offset=here.utcoffset())
    return read
