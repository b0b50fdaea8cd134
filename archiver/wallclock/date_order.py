"""Whether a page writes 05/10/2020 for 5 October or for 10 May."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Final

from archiver.items import DateOrder
from archiver.wallclock.calendar_words import primary_language
from archiver.wallclock.dates import Numbers, latest_possible, numeric_dates, readings
from archiver.wallclock.folding import fold

_MONTH_FIRST_REGIONS: Final = frozenset({"US", "PH", "LR", "PR", "PA", "GU", "AS", "VI", "MP", "UM", "FM", "MH", "PW"})
_YEAR_FIRST_LANGUAGES: Final = frozenset({"zh", "ja", "ko", "hu", "lt", "mn"})
_DISTINCT_DAYS_THAT_TELL: Final = 3


def order_of(
    shown_times: Iterable[str],
    *,
    language: str | None,
    site_order: DateOrder | None,
    captured_at: datetime | None = None,
    not_before: Callable[[], date | None] = lambda: None,
) -> DateOrder | None:
    """In which order one page writes the dates it shows in figures, or None where nothing tells.

    The site's own word comes first; then the page's evidence: a number above 12; dates that would lie
    after ``captured_at``, or (for comments) before what ``not_before`` gives, the day of their article; which of the
    two numbers moves while the other stands still, since a thread lasts days rather than years;
    then the language's region. "en" alone tells nothing.
    """
    if site_order:
        return site_order
    texts = (fold(shown) for shown in shown_times if _may_be_in_figures(shown))
    dates = list(dict.fromkeys(numbers for text in texts for numbers in numeric_dates(text)))
    if not dates:
        return order_in(language)
    return (
        _by_possible_days(dates, captured_at)
        or _by_bounds(dates, captured_at, not_before())
        or _by_moving_number(dates)
        or order_in(language)
    )


def order_in(language: str | None) -> DateOrder | None:
    """The order usual where ``language`` (BCP 47) is written; None for bare English and for Canada.

    From the short formats of Unicode's CLDR.
    """
    primary = primary_language(language)
    if primary is None or language is None:
        return None
    subtags = language.replace("_", "-").split("-")[1:]
    region = next((subtag.upper() for subtag in subtags if len(subtag) == 2 and subtag.isalpha()), None)
    if region in _MONTH_FIRST_REGIONS:
        return "MDY"
    if region == "CA" or (primary == "en" and region is None):
        return None
    return "YMD" if primary in _YEAR_FIRST_LANGUAGES else "DMY"


def _may_be_in_figures(shown: str) -> bool:
    return "." in shown or "/" in shown or "-" in shown or not shown.isascii()


def _by_possible_days(dates: list[Numbers], captured_at: datetime | None) -> DateOrder | None:
    day_first, month_first = True, True
    for numbers in dates:
        as_day_first, as_month_first = readings(numbers, captured_at)
        if as_day_first or as_month_first:
            day_first = day_first and as_day_first is not None
            month_first = month_first and as_month_first is not None
    return _the_only_one(day_first, month_first)


def _by_bounds(dates: list[Numbers], captured_at: datetime | None, not_before: date | None) -> DateOrder | None:
    latest = latest_possible(captured_at) if captured_at else date.max
    earliest = not_before or date.min
    day_first, month_first = True, True
    for numbers in dates:
        as_day_first, as_month_first = readings(numbers, captured_at)
        if as_day_first and as_month_first:
            day_first = day_first and earliest <= as_day_first <= latest
            month_first = month_first and earliest <= as_month_first <= latest
    return _the_only_one(day_first, month_first)


def _by_moving_number(dates: list[Numbers]) -> DateOrder | None:
    firsts, seconds = {numbers.first for numbers in dates}, {numbers.second for numbers in dates}
    if len({numbers.third for numbers in dates}) != 1:
        return None
    if len(firsts) >= _DISTINCT_DAYS_THAT_TELL and len(seconds) == 1:
        return "DMY"
    if len(seconds) >= _DISTINCT_DAYS_THAT_TELL and len(firsts) == 1:
        return "MDY"
    return None


def _the_only_one(day_first: bool, month_first: bool) -> DateOrder | None:
    if day_first == month_first:
        return None
    return "DMY" if day_first else "MDY"
