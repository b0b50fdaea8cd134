"""The form in which a page writes its times: found out once, then followed.

All comments of a thread show their times in one form, "00 May 0000 at 00:00 pm" with every figure a 0. Which figures
are the day and which the year, the slow reading tells on made-up times of that form; a form is followed only where it
gives what the slow reading gives on every one of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from operator import itemgetter
from typing import Any, Final, NamedTuple

from archiver.wallclock.masks import masked
from archiver.wallclock.wall_clock import WallClock

_LONGEST: Final = 60
_RUN: Final = re.compile(r"0+")
_ENOUGH_ALIKE: Final = 8  # to find out a form takes as long as some twenty slow readings
_YEARS: Final = range(1900, 2100)
_FIGURES_OF_A_YEAR: Final = 4
_A_YEAR: Final = 2021
_ANY_FIELDS: Final = (3, 4, 5, 6, 7)
"""Numbers that a month, a day, an hour, a minute and a second can have, no two alike."""
_TELLING: Final = {
    "year": (1999, 2000, 2019, 2024, 2012),
    "month": (1, 9, 10, 12, 11, 2, 8),
    "day": (9, 10, 12, 13, 1, 28, 24, 2, 3, 20, 8),
    "hour": (12, 0, 1, 9, 10, 11, 13, 20, 23, 2),
    "minute": (0, 12, 13, 24, 59, 1, 9, 30),
    "second": (0, 24, 59, 12, 1, 9),
}
"""Values at which forms differ: the ends, one figure or two, those that could be another field's."""
_PROBES: Final = 12  # every list at least once

Span = tuple[int, int]
Reading = Callable[[str], WallClock | None]


class Form(NamedTuple):
    """Where the figures stand in a time of this form."""

    figures: Callable[[str], Any]
    """Those of year, month, day, hour, minute and second out of a time, as far as it has them."""
    month: int | None
    """Its number where a word names it: then ``figures`` lacks it."""
    half: str
    """"A" before noon, "P" after noon, "" where the clock counts to 23 or there is none."""

    def read(self, shown: str) -> WallClock | None:
        """The time that ``shown``, which is of this form, names; None where its figures are out of their ranges."""
        numbers = list(map(int, self.figures(shown)))
        if self.month is not None:
            numbers.insert(1, self.month)
        if self.half:
            if not 1 <= numbers[3] <= 12:
                return None
            numbers[3] = numbers[3] % 12 + (12 if self.half == "P" else 0)
        try:
            moment = datetime(*numbers)  # type: ignore[arg-type]  # never a zone: six numbers at most
        except ValueError:
            return None
        return WallClock(moment, len(numbers) > 3) if moment.year in _YEARS else None


class Forms:
    """The forms of one thread's times. ``slow`` reads any time."""

    def __init__(self, slow: Reading) -> None:
        self._slow = slow
        self._known: dict[str, Form | None] = {}
        self._seen: dict[str, int] = {}

    def read(self, shown: str) -> WallClock | None:
        """The time that ``shown`` shows, as the slow reading reads it."""
        mask = masked(shown)
        form = self._known.get(mask)
        if form is not None:
            return form.read(shown) or self._slow(shown)
        if mask not in self._known:
            seen = self._seen[mask] = self._seen.get(mask, 0) + 1
            if seen == _ENOUGH_ALIKE:
                self._known[mask] = form_of(mask, self._slow)
        return self._slow(shown)


def form_of(mask: str, slow: Reading) -> Form | None:
    """The form of times with this mask; None where it has figures that are no field's, or is read by other rules."""
    runs = [run.span() for run in _RUN.finditer(mask)]
    lengths = sorted(end - start for start, end in runs)
    if len(mask) > _LONGEST or not 1 < len(runs) <= 6 or lengths[-1] != _FIGURES_OF_A_YEAR or lengths[-2] > 2:
        return None
    numbers = iter(_ANY_FIELDS)
    filled = {run: _A_YEAR if run[1] - run[0] == _FIGURES_OF_A_YEAR else next(numbers) for run in runs}
    read = slow(_filled(mask, filled))
    if read is None:
        return None
    moment = read.moment
    fields = {"year": moment.year, "month": moment.month, "day": moment.day}
    if read.has_clock:
        fields |= {"hour": moment.hour % 12, "minute": moment.minute}
    if moment.second:
        fields["second"] = moment.second
    month = fields.pop("month") if len(runs) == len(fields) - 1 else None
    run_of = {number: run for run, number in filled.items()}
    spans = {name: run_of[number] for name, number in fields.items() if number in run_of}
    if len(spans) != len(fields) or set(spans.values()) != set(runs):
        return None
    figures = itemgetter(*(slice(*run) for run in spans.values()))
    forms = (Form(figures, month, half) for half in (("", "A", "P") if read.has_clock else ("",)))
    times = [_filled(mask, filled), *_telling_times(mask, spans)]
    return next((form for form in forms if _agrees(form, slow, times)), None)


def _agrees(form: Form, slow: Reading, times: Sequence[str]) -> bool:
    """Whether the form gives what the slow reading gives, wherever it gives anything."""
    pairs = ((form.read(shown), shown) for shown in times)
    return all(read is None or read == slow(shown) for read, shown in pairs)


def _telling_times(mask: str, spans: Mapping[str, Span]) -> Iterator[str]:
    values = {
        run: [value for value in _TELLING[name] if len(str(value)) <= run[1] - run[0]] for name, run in spans.items()
    }
    for turn in range(_PROBES):
        yield _filled(mask, {run: listed[turn % len(listed)] for run, listed in values.items()})


def _filled(mask: str, numbers: Mapping[Span, int]) -> str:
    """The mask with numbers in place of its figures."""
    figures = list(mask)
    for (start, end), number in numbers.items():
        figures[start:end] = f"{number:0{end - start}}"
    return "".join(figures)
