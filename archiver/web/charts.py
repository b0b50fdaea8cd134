"""Charts of a thread: bars, ready to be drawn."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from archiver.web.shown import count, day, day_and_time

_MOST_BARS = 48
_WIDTHS = (  # in hours, with what one is called
    (1, "an hour"),
    (3, "three hours"),
    (6, "six hours"),
    (24, "a day"),
    (24 * 7, "a week"),
    (24 * 30, "thirty days"),
    (24 * 90, "ninety days"),
    (24 * 365, "a year"),
)
_DEEPEST_BAR = 11


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: how many comments, and that as a part of the tallest bar's (0 to 1)."""

    label: str
    count: int
    share: float


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart, and what it shows in a sentence."""

    bars: list[Bar]
    summary: str
    first: str = ""
    last: str = ""


def over_time(times: list[str]) -> Chart | None:
    """How many comments came when, by clocks as the archive writes them (``2024-05-06``, ``2024-05-06T12:00Z`` …).

    None where fewer than two clocks are known: then there is nothing to see.
    """
    clocks = sorted(clock for clock in map(_clock, times) if clock is not None)
    if len(clocks) < 2:
        return None
    hours, width = next(
        ((hours, name) for hours, name in _WIDTHS if _bars_between(clocks[0], clocks[-1], hours) <= _MOST_BARS),
        (_hours_between(clocks[0], clocks[-1]) // _MOST_BARS + 1, "an equal stretch"),
    )
    start = clocks[0].replace(minute=0, second=0, hour=0 if hours >= 24 else clocks[0].hour)
    counts = Counter(int((clock - start).total_seconds() // 3600) // hours for clock in clocks)
    tallest = max(counts.values())
    say = day if hours >= 24 else day_and_time
    bars = []
    for number in range(max(counts) + 1):
        begin = start + timedelta(hours=number * hours)
        bars.append(Bar(say(begin.isoformat(timespec="minutes")), counts[number], counts[number] / tallest))
    busiest = bars[max(counts, key=lambda number: (counts[number], -number))]
    summary = (
        f"{len(clocks):,} comments from {day(clocks[0].isoformat())} to {day(clocks[-1].isoformat())}, one bar for "
        f"{width}; most, {tallest:,}, from {busiest.label} on."
    )
    return Chart(bars, summary, day(clocks[0].isoformat()), day(clocks[-1].isoformat()))


def by_depth(depths: list[int]) -> Chart | None:
    """How many comments stand how deep; None for a thread without answers."""
    if not depths or max(depths) == 0:
        return None
    counts = Counter(min(depth, _DEEPEST_BAR) for depth in depths)
    tallest = max(counts.values())
    bars = [
        Bar(f"{number}+" if number == _DEEPEST_BAR else str(number), counts[number], counts[number] / tallest)
        for number in range(max(counts) + 1)
    ]
    answers = sum(depth > 0 for depth in depths)
    return Chart(
        bars,
        f"{_answering(counts[0], 'comment')} the article, {_answering(answers)} other comments; the deepest stands at "
        f"depth {max(depths)}.",
    )


def _answering(number: int, noun: str = "") -> str:
    said = count(number, noun) if noun else f"{number:,}"
    return f"{said} {'answers' if number == 1 else 'answer'}"


def _clock(text: str) -> datetime | None:
    """Clocks with and without a zone are compared as they stand: a chart need not be that exact."""
    try:
        return datetime.fromisoformat(text).replace(tzinfo=UTC)
    except ValueError:
        return None


def _hours_between(first: datetime, last: datetime) -> int:
    return int((last - first).total_seconds() // 3600)


def _bars_between(first: datetime, last: datetime, hours: int) -> int:
    return _hours_between(first, last) // hours + 2
