"""Dates in a skeleton: "16. M10 2020", "M10 16, 2020", "16/10/2020", "2020-10-16"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Final, NamedTuple

from archiver.items import DateOrder
from archiver.wallclock.calendar_words import WEEKDAYS, primary_language
from archiver.wallclock.clocks import ImpossibleTimeError

_YEAR: Final = r"(?:19|20)\d\d(?!\d)"
_GAP: Final = r"[\s.,/'°-]{0,6}"
_NO_CLOCK: Final = r"(?![\d:]|\.\d|\s?[hAP])"
# Two digits are a year only where they cannot be anything else: tied to the month ("17-Jul-16"), or last
# but for the clock; not in "12 May 30 replies" and not in "5 Oct 16, 2020".
_SHORT_YEAR: Final = (
    r"(?:(?<=[-/'])\d\d|\d\d(?=\W{0,12}(?:\Z|\d{1,2}[:.h]\d\d)))" + _NO_CLOCK + r"(?!\W{1,3}(?:19|20)\d\d(?!\d))"
)

_NAMED: Final = re.compile(
    rf"(?<![\dM])(\d{{1,2}})(?!\d){_GAP}M(\d\d){_GAP}({_YEAR}|{_SHORT_YEAR})"
    rf"|M(\d\d){_GAP}(\d{{1,2}})(?![\d:]){_GAP}(?<=\D)({_YEAR}|(?<=['/-])\d\d{_NO_CLOCK})"
    rf"|(?<!\d)({_YEAR}){_GAP}M(\d\d){_GAP}(\d{{1,2}}){_NO_CLOCK}"
    # "Oct 16 19:47:00 +0000 2020", as C and Twitter write it
    rf"|M(\d\d)\s{{1,2}}(\d{{1,2}})\s(?=\d\d?:\d\d(?::\d\d)?\s(?:[AP]\s)?(?:Z?[+-]\d{{4}}\s)?({_YEAR}))"
)
_NUMERIC: Final = re.compile(
    rf"(?<![\dM])(?<!\d[.,/-])({_YEAR})\s?([-/.])\s?(\d{{1,2}})\s?\2\s?(\d{{1,2}})(?!\d)"
    rf"|(?<![\dM])(?<!\d[.,/-])(\d{{1,2}})\s?([-/.])\s?(\d{{1,2}})(?:\s?\6\s?|[.,]{{1,2}}\s)({_YEAR})"
    r"|(?<!\w)(?<!\d[.,/-])(\d{1,2})([-/.])(\d{1,2})\10(\d\d)(?![\d:]|[.,/-]\d|\s?[hAP])"
)
_WEEKDAY: Final = re.compile(f"[{WEEKDAYS}]")


class DateFound(NamedTuple):
    """A date and where it stands. ``day`` is None where nobody said which number is the month."""

    day: date | None
    start: int
    end: int


class Numbers(NamedTuple):
    """A date in figures, as they stand: year-first ones have been told apart, the others have not."""

    first: int
    second: int
    third: int
    separator: str
    has_short_year: bool


def find_date(
    skeleton: str, order: DateOrder | None, captured_at: datetime | None, language: str | None
) -> DateFound | None:
    """The first date in ``skeleton``; None where there is none.

    ``captured_at`` tells the century of a two-digit year. Raises ImpossibleTimeError for a date such as
    31 February.
    """
    if "M" in skeleton:
        found = _NAMED.search(skeleton)
        if found:
            return DateFound(_named(found, captured_at), *found.span())
    found = _NUMERIC.search(skeleton)
    if not found:
        return None
    if found[1]:
        return DateFound(_day(int(found[1]), int(found[3]), int(found[4])), *found.span())
    weekday = _WEEKDAY.search(skeleton)
    day = day_of(_numbers(found), order, captured_at, language, WEEKDAYS.index(weekday[0]) if weekday else None)
    return DateFound(day, *found.span())


def numeric_dates(text: str) -> Iterator[Numbers]:
    """The dates in figures whose order is open: those that do not start with a four-digit year."""
    return (_numbers(found) for found in _NUMERIC.finditer(text) if not found[1])


def day_of(
    numbers: Numbers,
    order: DateOrder | None,
    captured_at: datetime | None,
    language: str | None,
    weekday: int | None = None,
) -> date | None:
    """The day that ``numbers`` mean, None where two are possible and nothing tells which.

    The only possible reading wins; then ``order``, then the weekday shown beside (0 = Monday). Dots
    are day-first outside English: no other language's formats (CLDR) put a month before a dot and a day
    behind it. Raises ImpossibleTimeError where no reading is a day.
    """
    if order == "YMD" and numbers.has_short_year:
        return _day(full_year(numbers.first, captured_at), numbers.second, numbers.third)
    day_first, month_first = readings(numbers, captured_at)
    if day_first is None or month_first is None or day_first == month_first:
        if day_first is None and month_first is None:
            raise ImpossibleTimeError(numbers)
        return day_first or month_first
    if order == "DMY":
        return day_first
    if order == "MDY":
        return month_first
    fitting = [day for day in (day_first, month_first) if day.weekday() == weekday]
    if len(fitting) == 1:
        return fitting[0]
    return day_first if numbers.separator == "." and primary_language(language) != "en" else None


def readings(numbers: Numbers, captured_at: datetime | None) -> tuple[date | None, date | None]:
    """``numbers`` read day-first and month-first, None for what is no day."""
    year = full_year(numbers.third, captured_at) if numbers.has_short_year else numbers.third
    return _day_or_none(year, numbers.second, numbers.first), _day_or_none(year, numbers.first, numbers.second)


def full_year(year: int, captured_at: datetime | None) -> int:
    """The year that two digits mean: at most ten years after the capture, or as POSIX has it (69 = 1969)."""
    if year > 99:
        return year
    latest = captured_at.year + 10 if captured_at else 2068
    return 2000 + year if 2000 + year <= latest else 1900 + year


def _named(found: re.Match[str], captured_at: datetime | None) -> date:
    d1, m1, y1, m2, d2, y2, y3, m3, d3, m4, d4, y4 = found.groups()
    year, month, day = y1 or y2 or y3 or y4, m1 or m2 or m3 or m4, d1 or d2 or d3 or d4
    return _day(full_year(int(year), captured_at), int(month), int(day))


def _numbers(found: re.Match[str]) -> Numbers:
    if found[5]:
        return Numbers(int(found[5]), int(found[7]), int(found[8]), found[6], has_short_year=False)
    return Numbers(int(found[9]), int(found[11]), int(found[12]), found[10], has_short_year=True)


def _day(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError as error:
        raise ImpossibleTimeError(str(error)) from None


def _day_or_none(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def latest_possible(captured_at: datetime) -> date:
    """The last day that a page captured then can show: the day after, for clocks ahead of UTC."""
    return captured_at.date() + timedelta(days=1)
