"""Times of day in a skeleton: "7:47 P", "14h05", "21.11", "19 h", "12:59 P Z+0100"."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Final, NamedTuple

from archiver.wallclock.calendar_words import primary_language
from archiver.wallclock.skeleton import HALVES_IN_FRONT

EASTERNMOST: Final = timedelta(hours=14)
WESTERNMOST: Final = timedelta(hours=-12)


class ImpossibleTimeError(ValueError):
    """The text names a date or a clock time that no calendar and no clock shows."""


class Clock(NamedTuple):
    """A time of day, with the offset from UTC that stands beside it, if any."""

    hour: int
    minute: int
    second: int
    offset: timedelta | None


# A numeric offset without "GMT" before it must be written in full, and stand off from the minutes or
# follow the seconds: "19:30-20:00" is a span of time.
_OFFSET = (
    r"(?:\s?\(?(?P<zone>Z[+-]\d{4})(?:\s?(?P<from_utc>[+-]\d{1,2}(?::?\d\d)?)(?!\d))?"
    r"|(?:(?<=:\d\d:\d\d)|(?<=[\d.]\d\d\d)|\s)(?P<numeric>[+-]\d\d:?\d\d)(?!\d))?"
)


def _pattern(separators: str, *, bare_hours: bool) -> str:
    bare = r"|\s?h(?!\w)" if bare_hours else ""
    return (
        r"(?:(?P<front>[BQ])\.?\s{0,3})?(?<!\d)(?:(?P<hour>\d{1,2})"
        rf"(?:(?P<separator>{separators})(?P<minute>\d\d)(?!\d)"
        r"(?:[:.](?P<second>\d\d)(?!\d)(?:[.,]\d{1,9})?)?(?:\s{0,3}(?P<half>[AP]))?"
        rf"|\s?(?P<bare_half>[AP])(?!\w){bare})"
        r"|(?P<named>[NO])(?!\w))" + _OFFSET
    )


_GAP: Final = r"[\WR-X]{0,12}"
_AFTER: Final = re.compile(_GAP + _pattern(r"[:.]|\s?h\s?", bare_hours=True))
_BEFORE: Final = re.compile(_pattern(r"[:.]|\s?h\s?", bare_hours=True) + _GAP + r"\Z")
_ANYWHERE: Final = re.compile(_pattern(r":|h", bare_hours=False))


def clock_beside(skeleton: str, start: int, end: int, language: str | None) -> Clock | None:
    """The time of day that belongs to the date at ``skeleton[start:end]``, or None where none is shown.

    What stands right behind the date counts first, then what stands right before it, then the nearest
    after and before it. Raises ImpossibleTimeError where the neighbour is a clock time that cannot be.
    """
    found = _AFTER.match(skeleton, end)
    if found:
        return _clock(found, is_neighbour=True)
    am_is_on = primary_language(language) == "de"  # "um 12:15 am 29. Mai"
    found = _BEFORE.search(skeleton, 0, start)
    if found:
        return _clock(found, is_neighbour=True, am_is_on=am_is_on)
    after = (_clock(match) for match in _ANYWHERE.finditer(skeleton, end))
    before = [_clock(match, am_is_on=am_is_on) for match in _ANYWHERE.finditer(skeleton, 0, start)]
    return next((clock for clock in (*after, *reversed(before)) if clock), None)


def _clock(found: re.Match[str], *, is_neighbour: bool = False, am_is_on: bool = False) -> Clock | None:
    offset = _offset(found)
    if found["named"]:
        return Clock(12 if found["named"] == "N" else 0, 0, 0, offset)
    half = found["half"] or found["bare_half"] or HALVES_IN_FRONT.get(found["front"] or "")
    if half == "A" and am_is_on:
        half = None
        if found["bare_half"]:
            return None
    hour, minute, second = int(found["hour"]), int(found["minute"] or 0), int(found["second"] or 0)
    if half == "P" and hour < 12:
        hour += 12
    elif half == "A" and hour == 12:
        hour = 0
    if hour < 24 and minute < 60 and second < 61:
        return Clock(hour, minute, min(second, 59), offset)
    if is_neighbour and found["separator"] != ".":  # "16.10.2020, 12.99 EUR" names a price
        raise ImpossibleTimeError(found[0])
    return None


def _offset(found: re.Match[str]) -> timedelta | None:
    if found["zone"]:
        return _signed(found["from_utc"] or found["zone"][1:])
    return _signed(found["numeric"]) if found["numeric"] else None


def _signed(written: str) -> timedelta | None:
    digits = written[1:].replace(":", "")
    hours, minutes = (int(digits), 0) if len(digits) <= 2 else (int(digits[:-2]), int(digits[-2:]))
    offset = timedelta(hours=hours, minutes=minutes) * (-1 if written[0] == "-" else 1)
    return plausible_offset(offset) if minutes < 60 else None


def plausible_offset(offset: timedelta | None) -> timedelta | None:
    """``offset`` where some place on earth has had the like, else None."""
    return offset if offset is not None and WESTERNMOST <= offset <= EASTERNMOST else None
