"""Times that count back from the moment of reading: "3 hours ago", "gestern, 14:05 Uhr", "just now"."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Final, NamedTuple

from archiver.wallclock.calendar_words import primary_language
from archiver.wallclock.clocks import Clock, clock_beside
from archiver.wallclock.relative_words import (
    BEHIND,
    DAYS_BACK,
    IN_FRONT,
    LANGUAGES_WHERE_HIER_IS_HERE,
    LAST,
    NOW,
    NUMBERS,
    UNITS,
    UNITS_AFTER_VOR,
    UNITS_ALONE,
    Unit,
)
from archiver.wallclock.skeleton import FIRST_EAST_ASIAN, skeleton
from archiver.wallclock.wall_clock import Precision, WallClock

_TOKEN: Final = re.compile(r"\d+|[^\W\d_]+")
_IL_Y_A: Final = re.compile(r"\bil y a\b")
_IN_SCRIPT_WITHOUT_SPACES: Final = re.compile(r"[之以]?([前전])")
_SPACED_DAY_WORDS: Final = sorted((word for word in DAYS_BACK if word < FIRST_EAST_ASIAN), key=len, reverse=True)
_UNSPACED_DAY_WORDS: Final = [word for word in DAYS_BACK if word >= FIRST_EAST_ASIAN]
_DAY_WORD: Final = re.compile(
    rf"(?<![^\W_])(?:{'|'.join(map(re.escape, _SPACED_DAY_WORDS))})(?![^\W_])|{'|'.join(_UNSPACED_DAY_WORDS)}"
)
_LARGEST_COUNT: Final = 1000
_WORDS_BETWEEN: Final = 3  # "vor etwas mehr als 3 Stunden", "il y a environ une heure"


class Span(NamedTuple):
    """A length of time as people say it, and how finely they said it."""

    elapsed: timedelta
    months: int
    precision: Precision


def read_relative(folded: str, captured_at: datetime, zone: tzinfo | None, language: str | None) -> WallClock | None:
    """The time that ``folded`` counts back to from ``captured_at`` (aware), or None where it counts none.

    Spans of hours and minutes give an instant: its wall clock is the site's where ``zone`` is known, else
    UTC's (with that offset). Spans of days and more give a bare date. "Yesterday at 14:05" gives the
    clock as shown, on the site's yesterday; without ``zone`` on UTC's, which can be a day off: its
    precision says "day" then, and "minute" where the zone is known.
    """
    here = captured_at.astimezone(zone or UTC)
    said = folded.strip(" .!()·|")
    if said in NOW:
        return _instant(here, "minute")
    span = _sum([(1, LAST[said])]) if said in LAST else _span(folded)
    if span:
        return _before(here, span)
    return _on_day_word(folded, here, zone, language)


def _span(folded: str) -> Span | None:
    text = _IL_Y_A.sub("ilya", folded)
    tokens = _TOKEN.findall(text if text.isascii() else _IN_SCRIPT_WITHOUT_SPACES.sub(r" \1 ", text))
    for index, token in enumerate(tokens):
        counted: list[tuple[int, Unit]] = []
        if token in BEHIND:
            counted = _counted_before(tokens, index)
        if not counted and token in IN_FRONT:
            counted = _counted_after(tokens, index + 1)
        if counted:
            return _sum(counted)
    return None


def _counted_before(tokens: list[str], end: int) -> list[tuple[int, Unit]]:
    counted: list[tuple[int, Unit]] = []
    while end >= 2 and (pair := _pair(tokens[end - 2], tokens[end - 1])):
        counted.insert(0, pair)
        end -= 2
    if not counted and end and (tokens[end - 1] in UNITS_ALONE or (end == 1 and tokens[0] in UNITS)):
        counted = [(1, UNITS[tokens[end - 1]])]
    return counted


def _counted_after(tokens: list[str], start: int) -> list[tuple[int, Unit]]:
    counted: list[tuple[int, Unit]] = []
    for first in range(start, min(start + _WORDS_BETWEEN + 1, len(tokens) - 1)):
        while first + 1 < len(tokens) and (pair := _pair(tokens[first], tokens[first + 1])):
            count, unit = pair
            counted.append(
                (count, UNITS_AFTER_VOR.get(tokens[first + 1], unit) if tokens[start - 1] == "vor" else unit)
            )
            first += 2
        if counted:
            break
    return counted


def _pair(count: str, unit: str) -> tuple[int, Unit] | None:
    name = UNITS.get(unit)
    if name is None:
        return None
    number = int(count) if count.isdecimal() and len(count) <= 4 else NUMBERS.get(count)
    return (number, name) if number is not None and number <= _LARGEST_COUNT else None


def _sum(counted: list[tuple[int, Unit]]) -> Span:
    elapsed, months = timedelta(), 0
    for number, unit in counted:
        match unit:
            case "second":
                elapsed += timedelta(seconds=number)
            case "minute":
                elapsed += timedelta(minutes=number)
            case "hour":
                elapsed += timedelta(hours=number)
            case "day":
                elapsed += timedelta(days=number)
            case "week":
                elapsed += timedelta(weeks=number)
            case "month":
                months += number
            case "year":
                months += 12 * number
    finest = counted[-1][1]
    return Span(elapsed, months, "minute" if finest == "second" else finest)


def _before(here: datetime, span: Span) -> WallClock | None:
    if span.precision in ("minute", "hour") and not span.months:
        # Subtracted in UTC: wall clocks jump.
        return _instant((here.astimezone(UTC) - span.elapsed).astimezone(here.tzinfo), span.precision)
    total = here.year * 12 + here.month - 1 - span.months
    year, month = divmod(total, 12)
    if year < 1900:
        return None
    day = min(here.day, monthrange(year, month + 1)[1])
    return WallClock(datetime(year, month + 1, day) - span.elapsed, has_clock=False, precision=span.precision)


def _instant(moment: datetime, precision: Precision) -> WallClock:
    naive = moment.replace(tzinfo=None, second=0, microsecond=0, fold=0)
    return WallClock(naive, has_clock=True, offset=moment.utcoffset(), precision=precision)


def _on_day_word(folded: str, here: datetime, zone: tzinfo | None, language: str | None) -> WallClock | None:
    found = _DAY_WORD.search(folded)
    if found is None or (found[0] == "hier" and primary_language(language) in LANGUAGES_WHERE_HIER_IS_HERE):
        return None
    day = datetime(here.year, here.month, here.day) - timedelta(days=DAYS_BACK[found[0]])
    clock = _clock_around(folded, found, language)
    if clock is None:
        return WallClock(day, has_clock=False, precision="day")
    moment = day.replace(hour=clock.hour, minute=clock.minute, second=clock.second)
    return WallClock(moment, has_clock=True, offset=clock.offset, precision="minute" if zone else "day")


def _clock_around(folded: str, day_word: re.Match[str], language: str | None) -> Clock | None:
    before = skeleton(folded[: day_word.start()], language)
    after = skeleton(folded[day_word.end() :], language)
    return clock_beside(f"{before} {after}", len(before), len(before) + 1, language)
