"""A thread's times go by one form, found out once; it must never read otherwise than the slow way."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.items import DateOrder
from archiver.wallclock import Forms, WallClock, read_shown_time

FORMS: list[tuple[str, DateOrder | None, str]] = [
    ("%d %B %Y at %H:%M", None, "en"),
    ("%B %d, %Y at %I:%M %p", None, "en-US"),
    ("%d.%m.%Y, %H:%M Uhr", "DMY", "de"),
    ("%d.%m.%Y, %H:%M Uhr", None, "de"),
    ("%m/%d/%Y %I:%M %p", "MDY", "en"),
    ("%d/%m/%Y", None, "en"),
    ("%d/%m/%Y", "DMY", "fr"),
    ("%a, %d %b %Y %H:%M:%S", None, "en"),
    ("%Y-%m-%d %H:%M", None, "sv"),
    ("%d.%m.%y %H:%M", "DMY", "de"),
    ("%d %b %Y um %I:%M am", None, "de"),
    ("#7 %d %B %Y", None, "en"),
    ("%Y年%m月%d日 %H:%M", None, "zh"),
]


def slow_reading(order: DateOrder | None, language: str) -> tuple[list[str], Forms]:
    """Forms whose slow reading keeps a list of what it was asked."""
    asked: list[str] = []

    def read(shown: str) -> WallClock | None:
        asked.append(shown)
        return read_shown_time(shown, order=order, language=language)

    return asked, Forms(read)


@pytest.mark.parametrize(("form", "order", "language"), FORMS)
@given(moments=st.lists(st.datetimes(datetime(1990, 1, 1), datetime(2030, 1, 1)), min_size=1, max_size=8))
def test_a_form_reads_every_time_as_the_slow_way_does(
    form: str, order: DateOrder | None, language: str, moments: list[datetime]
) -> None:
    forms = slow_reading(order, language)[1]
    for moment in moments:
        shown = moment.strftime(form)
        for _ in range(9):  # often enough for the form to be known
            assert forms.read(shown) == read_shown_time(shown, order=order, language=language)


@given(st.text("0123456789", min_size=11, max_size=11))
def test_figures_that_are_no_time_are_left_to_the_slow_way(figures: str) -> None:
    _, forms = slow_reading("DMY", "en")
    for _ in range(9):
        forms.read("14.03.2019 at 09:41")
    shown = f"{figures[:2]}.{figures[2:4]}.{figures[4:8]} at {figures[8:10]}:{figures[10]}0"
    assert forms.read(shown) == read_shown_time(shown, order="DMY", language="en")


def test_a_known_form_asks_the_slow_way_no_more() -> None:
    asked, forms = slow_reading(None, "en")
    for minute in range(10, 30):
        forms.read(f"6 May 2024 at 10:{minute}")
    before = len(asked)
    assert forms.read("7 May 2024 at 23:05") == WallClock(datetime(2024, 5, 7, 23, 5), has_clock=True)
    assert len(asked) == before


def test_the_half_of_the_day_belongs_to_the_form() -> None:
    _, forms = slow_reading(None, "en")
    read = [forms.read(f"May 6, 2024 at {hour:02}:30 pm") for hour in [*range(1, 13), 12]]
    assert [one.moment.hour for one in read if one] == [*range(13, 24), 12, 12]


def test_a_date_in_figures_without_an_order_has_no_form() -> None:
    _, forms = slow_reading(None, "en")
    assert {forms.read("05/06/2024") for _ in range(12)} == {None}
