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
_YEAR: Final = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_ONE_OR_TWO_DIGITS: Final = re.compile(r"(?<!\d)\d{1,2}(?!\d)")
_WORD: Final = re.compile(r"[^\W\d_]{2,}")
_LANGUAGES_THAT_COUNT_BACK_ELSEWHERE: Final = frozenset({"bg", "el", "hr", "hu", "id", "sk", "sl"})
"""Their months are known, but not their words for "3 hours ago"."""
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
    if known is None or len(folded) > _LONGEST or not _ONE_OR_TWO_DIGITS.search(folded):
        return None
    words = len(_WORD.findall(folded))
    if _YEAR.search(folded):
        return _absolute(folded, known, order) if words and known not in KNOWN_LANGUAGES else None
    is_known = known in KNOWN_LANGUAGES and known not in _LANGUAGES_THAT_COUNT_BACK_ELSEWHERE
    if captured_at and words >= len(("hours", "ago")) and not is_known:
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
    if found is None:
        return None
    precision = _PERIODS.get(found.period, "day")
    moment: datetime = found.date_obj.replace(second=0, microsecond=0)
    if moment.tzinfo or moment.year not in _YEARS or moment > captured_at:
        return None
    if precision != "hour":
        moment = moment.replace(hour=0, minute=0)
    return WallClock(moment, has_clock=precision == "hour", precision=precision)


def _parsed(folded: str, language: str, settings: dict[str, Any]) -> Any | None:
    reader = importlib.import_module("dateparser.date").DateDataParser
    settings = {"STRICT_PARSING": True, "RETURN_TIME_AS_PERIOD": True, **settings}
    try:
        found = reader(languages=[language], settings=settings).get_date_data(folded)
    except Exception:  # its many parsers raise what they like on odd text; one time must not cost a thread
        return None
    return found if found.date_obj else None
