"""Where a line shows a date, and which dates are written alike."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders.platforms.date_shapes import RELATIVE, _date_in, date_in, is_clock

SCRAPS = [
    " ",
    *"0 9 12 31 2024 1999 3024 123 0100 + May Mai 10:15 pm Uhr um / . - , : vor 3 Stunden ago 年".split(),
]


@given(st.lists(st.sampled_from(SCRAPS), max_size=9).map(" ".join) | st.lists(st.sampled_from(SCRAPS)).map("".join))
def test_a_known_form_of_line_is_read_like_an_unknown_one(line: str) -> None:
    for other in (line, line.translate(str.maketrans("0345678", "8703456"))):
        assert date_in(other[:400]) == _date_in(other[:400])


@pytest.mark.parametrize(
    "line",
    [
        "Ann [16/10/2020 @ 7:47 pm]",
        "Ann [October 16, 2020 at 7:47 pm] Edit",
        "[16. Oktober 2020 um 19:47 Uhr] Antworten",
        "[16 octobre 2020 à 19 h 47 min]",
        "le [1er mai 2020 à 19h47]",
        "[16 de octubre de 2020 a las 19:47]",
        "[16 ottobre 2020 alle 19:47]",
        "[16 oktober 2020 om 19:47]",
        "[16 de outubro de 2020 às 19:47]",
        "[16 października 2020 o 19:47]",
        "[wtorek, 11 maja 2021, 23:13]",
        "[2020-10-16T19:47:00+01:00]",
        "[Oct 5, 2020, 7:47 PM]",
        "[Tuesday, Jul 14th, 2020 (12:59 pm)]",
        "[7:47 pm on October 16, 2020]",
        "[Sun 17-Jul-16 22:46:41]",
        "([17.07, 2011 @ 13:04])",
        "[2020年10月16日 下午7:47]",
        "[Feb. 28, 2013 11:42 a.m.]",
    ],
)
def test_a_date_with_a_clock_is_found_whole(line: str) -> None:
    start, end = line.index("["), line.index("]") - 1
    found = date_in(line.replace("[", "").replace("]", ""))
    assert found is not None
    assert (found.start, found.end, found.has_clock) == (start, end, True)


@pytest.mark.parametrize("line", ["3 hours ago", "vor 8 Stunden", "il y a 3 heures", "hace 2 días", "há 3 horas"])
def test_times_counted_back_share_one_shape(line: str) -> None:
    found = date_in(f"Ann • {line}")
    assert found is not None
    assert (found.shape, found.start) == (RELATIVE, len("Ann • "))


@pytest.mark.parametrize("line", ["October 16, 2020", "16.10.2020", "27. March, 2021", "July 16th, 2013"])
def test_a_date_without_a_clock_is_found_as_such(line: str) -> None:
    found = date_in(line)
    assert found is not None
    assert (found.start, found.end, found.has_clock) == (0, len(line), False)


@pytest.mark.parametrize(
    "line", ["", "Ann", "version 5.10.3", "192.168.1.1", "October 2020", "call 020 7946 0018", "9 of 10 of them"]
)
def test_other_numbers_are_no_dates(line: str) -> None:
    assert date_in(line) is None


def test_dates_written_alike_share_a_shape_and_others_do_not() -> None:
    shapes = {line: found.shape for line in _LINES if (found := date_in(line))}
    assert shapes[_LINES[0]] == shapes[_LINES[1]] == shapes[_LINES[2]]
    assert len(set(shapes.values())) == 3


_LINES = (
    "1st May 2020 at 9:05 am",
    "16th October 2020 at 12:47 pm",
    "3rd Sept. 2020 at 7 pm",
    "1 May 2020",
    "1.5.2020 9:05",
)


@pytest.mark.parametrize(("line", "expected"), [("19:47", True), ("um 19:47 Uhr", True), ("7 pm", True), ("12", False)])
def test_a_clock_alone_is_told_from_a_number(line: str, expected: bool) -> None:
    assert is_clock(line) is expected
