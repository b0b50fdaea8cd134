"""Dates in languages that ``calendar_words`` does not hold, read by dateparser.

dateparser takes some 0.3 s to import and 1-2 ms a text, so it is loaded and asked only where the page
says its language, that language is none of ours, and the text holds figures and words of a date.
"""

from __future__ import annotations

import importlib
import re
from datetime import datetime
from typing import Any, Final

from archiver.items import DateOrder
from archiver.wallclock.calendar_words import KNOWN_LANGUAGES, primary_language
from archiver.wallclock.wall_clock import Precision, WallClock

_LONGEST: Final = 80
_YEAR_AND_DAY: Final = re.compile(r"(?=.*(?<!\d)(?:19|20)\d\d(?!\d))(?=.*(?<!\d)\d{1,2}(?!\d))")
_COUNT_AND_WORD: Final = re.compile(r"\d{1,3}\s?[^\W\d_]|[^\W\d_]\s\d{1,3}(?!\d)")
_YEARS: Final = range(1900, 2101)
_PERIODS: Final[dict[str, Precision]] = {"time": "hour", "day": "day", "week": "week", "month": "month", "year": "year"}
_ANY_TIME: Final = datetime(2000, 1, 1)  # no part of a date is ever taken from it


def read_in_other_language(
    folded: str, order: DateOrder | None, captured_at: datetime | None, language: str | None
) -> WallClock | None:
    """The date, or the time counted back from ``captured_at`` (naive, the site's wall clock), that ``folded`` shows.

    Nothing that the text leaves out is filled in: without a day, a month and a year there is no date.
    """
    known = primary_language(language)
    if known is None or known in KNOWN_LANGUAGES or len(folded) > _LONGEST:
        return None
    if _YEAR_AND_DAY.match(folded):
        return _absolute(folded, known, order)
    if captured_at and _COUNT_AND_WORD.search(folded):
        return _relative(folded, known, captured_at)
    return None


def _absolute(folded: str, language: str, order: DateOrder | None) -> WallClock | None:
    found = _parsed(
        folded,
        language,
        {
            "PARSERS": ["absolute-time"],
            "REQUIRE_PARTS": ["day", "month", "year"],
            "RELATIVE_BASE": _ANY_TIME,
            **({"DATE_ORDER": order} if order else {}),
        },
    )
    if found is None:
        return None
    moment: datetime = found.date_obj
    if moment.year not in _YEARS:
        return None
    # Its zone abbreviations are guesses among several countries' (see ``calendar_words``): the wall clock alone.
    return WallClock(moment.replace(tzinfo=None, microsecond=0), has_clock=found.period == "time")


def _relative(folded: str, language: str, captured_at: datetime) -> WallClock | None:
    found = _parsed(folded, language, {"PARSERS": ["relative-time"], "RELATIVE_BASE": captured_at})
    if found is None or found.date_obj.year not in _YEARS or found.date_obj > captured_at:
        return None
    precision = _PERIODS.get(found.period, "day")
    moment: datetime = found.date_obj.replace(tzinfo=None, second=0, microsecond=0)
    if precision != "hour":
        moment = moment.replace(hour=0, minute=0)
    return WallClock(moment, has_clock=precision == "hour", precision=precision)


def _parsed(folded: str, language: str, settings: dict[str, Any]) -> Any | None:
    reader = importlib.import_module("dateparser.date").DateDataParser
    settings = {"STRICT_PARSING": True, "RETURN_TIME_AS_PERIOD": True, **settings}
    try:
        found = reader(languages=[language], settings=settings).get_date_data(folded)
    except (ValueError, OverflowError):  # a language it does not know, a number out of range
        return None
    return found if found.date_obj else None
